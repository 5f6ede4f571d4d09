"""What a reviewer sees of a check that waits: the check, the one before it, and what was said.

No value that a document showed is in it, and of its number what differs and the last four signs.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as attribute
from datetime import date, datetime
from enum import StrEnum

from ra_desk.domain.activation import Channel, RequestNumber
from ra_desk.domain.checks import SecondLook, WhyTyped
from ra_desk.domain.comparison import Field, Match
from ra_desk.domain.documents import DocumentKind, EntryMode
from ra_desk.domain.pass_request import EntryRef
from ra_desk.domain.people import PersonId

#: Cases that a desk is told of at once, those that wait longest.
MOST_CASES = 100


class Happening(StrEnum):
    """What happened to a request, as far as a reviewer has to know."""

    CHECKED = "checked"
    CORRECTED = "corrected"
    SUSPECTED = "suspected"
    REPORTED = "reported"
    #: Somebody decided about a conflict of the check.
    CONFLICT = "conflict"
    REVIEWED = "reviewed"
    CODE_SENT = "code_sent"
    REDEEMED = "redeemed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCheck:
    """A check as a reviewer sees it; ``number`` is masked. Other fields as in ``DocumentCheck``."""

    ref: EntryRef
    at: datetime
    operator_name: str
    office_name: str
    counter: str
    document_kind: DocumentKind
    issuing_state: str
    number: str = attribute(repr=False)
    valid_until: date | None
    document_entry: EntryMode
    lines: tuple[tuple[Field, Match], ...]
    answers: tuple[bool, bool, bool]
    seconds: int
    channel: Channel
    note: str = attribute(default="", repr=False)
    second_look: SecondLook | None = None
    why_typed: WhyTyped | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing that happened; ``detail``: a code that says more, ``text``: somebody's words."""

    what: Happening
    at: datetime
    who: str = ""
    detail: str = ""
    text: str = attribute(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewCase:
    """A check that waits for a second pair of eyes.

    Attributes:
        since: when it began to wait.
        seen: central's mark on all this; a decision names it.
        people: who stands behind the check; none of them decides.
        checks: the check that counts, last; before it the one that it corrects, if any. A
            correction that names the document is the same check once more, as it would be.
        steps: what happened, oldest first.
        hand_over_to: the office that takes it over, where nobody else is there; else "".
        hand_over_at: when that office gets it; None where nobody takes it over.
        alone: nobody else who may decide has signed in today.
    """

    number: RequestNumber
    since: datetime
    seen: str
    people: tuple[PersonId, ...] = ()
    checks: tuple[ShownCheck, ...] = ()
    steps: tuple[Step, ...] = ()
    hand_over_to: str = ""
    hand_over_at: datetime | None = None
    alone: bool = False
