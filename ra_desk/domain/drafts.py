"""A check that somebody began and left: what was filled in, and nothing that was concluded.

The comparison is made anew when the draft is opened, because request, policy and day may be
others by then. Nobody but the operator who began it can read it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from ra_desk.domain.activation import Channel, RequestNumber
from ra_desk.domain.checks import WhyTyped
from ra_desk.domain.comparison import Presented
from ra_desk.domain.documents import EntryMode, IdentityDocument

#: How long a draft is kept at most, whatever becomes of the day (ux.md 2.1).
KEPT_FOR = timedelta(days=7)

Answers = tuple[bool | None, bool | None, bool | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What was filled in of one check.

    Attributes:
        revision: of the applicant's data that were seen; with another one the draft does not fit.
        presented: what the document shows; it lives no longer than the draft.
        answers: to the three questions; None for one that is open.
        note: what was written beside the check.
        why_typed: why the document was typed, if it was.
        started_at: when the document came in or, before it did, when the request was opened;
            aware, UTC.
    """

    request: RequestNumber
    revision: int
    started_at: datetime
    document: IdentityDocument | None = None
    presented: Presented | None = field(default=None, repr=False)
    answers: Answers = (None, None, None)
    channel: Channel = Channel.EMAIL
    channel_reason: str = field(default="", repr=False)
    note: str = field(default="", repr=False)
    why_typed: WhyTyped | None = None

    @property
    def entry(self) -> EntryMode | None:
        """How the document came in; None while there is none."""
        return None if self.document is None else self.document.entry

    @property
    def empty(self) -> bool:
        """Whether there is nothing in it that somebody would miss."""
        return self.document is None and self.answers == (None, None, None) and not self.note
