"""A sheet for the screen: nothing that is drawn here has ever seen a code."""

from __future__ import annotations

from ra_desk.domain.errors import Refused
from ra_desk.domain.letter_form import EnvelopeFit
from ra_desk.domain.sheet_ranges import RangeOutside
from ra_desk.services.drawing import LetterPaper
from ra_desk.services.letter_batches import known_batch
from ra_desk.services.letter_printing import letter_sheet, letterhead
from ra_desk.services.ports import Clock, Store


class RecipientForgotten(Refused):
    """``letter``: this desk does not keep its address any more."""

    code = "letter.recipient_forgotten"


def preview(
    number: int, sheet_number: int, *, store: Store, paper: LetterPaper, now: Clock
) -> bytes:
    """Return a sheet of a batch as PDF, with dots for the code.

    Raises:
        BatchUnknown, RangeOutside: there is no such sheet.
        RecipientForgotten: its address was let go.
    """
    with store.read() as unit:
        book = unit.letter_book()
        batch = known_batch(number, book)
        sheet = book.sheet(number, sheet_number)
        if sheet is None:
            raise RangeOutside(sheet=sheet_number, last=batch.sheets)
        recipient = None if sheet.request is None else book.recipient(sheet)
        head = letterhead(unit, now=now)
    fit = batch.fit or EnvelopeFit(envelope=batch.envelope)
    if sheet.request is None:
        return paper.control_letter(sheet.letter, head, fit)
    if recipient is None:
        raise RecipientForgotten(letter=sheet.letter)
    drawn = letter_sheet(recipient, sheet.letter, item=sheet.item, on=head.on, paper=paper)
    return paper.preview(drawn, head, fit)
