"""Where an operator is in the workplace: what survives a lock or another language.

Nothing here is written in clear: whoever keeps it longer than a moment seals it with the
operator's own key.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ra_desk.domain.activation import RequestNumber
from ra_desk.domain.drafts import Draft
from ra_desk.journal.canonical import NotCanonical, canonical, parse_canonical
from ra_desk.journal.codec import read_record, record_fields
from ra_desk.journal.ring import Seal, SealBroken
from ra_desk.ui.keeping import Input

_ABOUT = "where the operator was"


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """One moment of a workplace.

    Attributes:
        key: of the page in view.
        look_up: what stood in the look-up field.
        request: the request in view.
        draft: what was filled in of its check.
        page: what stood in the inputs of the page in view.
        memory: what the page says of itself instead; then ``page`` is empty.
        sheet: the kind of sheet that was open; empty if there was none.
        asked: what stood in its inputs.
        region: where the focus was: `restoring.REGIONS`; empty for nowhere.
        focus: which of the widgets there had it.
    """

    key: str
    look_up: Input
    request: RequestNumber | None = None
    draft: Draft | None = field(default=None, repr=False)
    page: tuple[Input, ...] = ()
    memory: str = field(default="", repr=False)
    sheet: str = ""
    asked: tuple[Input, ...] = ()
    region: str = ""
    focus: int = -1

    def sealed(self, seal: Seal) -> bytes:
        """Return it as only its operator can open it."""
        return seal.close(canonical(record_fields(self)), about=_ABOUT)


def opened(sealed: bytes, seal: Seal) -> Remembered | None:
    """Return what was remembered; None if the key is another one by now."""
    try:
        plain = parse_canonical(seal.open(sealed, about=_ABOUT), what="place")
        return read_record(Remembered, plain)
    except (SealBroken, NotCanonical, TypeError, ValueError):
        return None
