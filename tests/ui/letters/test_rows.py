"""Lines of the print room's lists."""

from __future__ import annotations

from ra_desk.domain.activation import new_letter_number, new_request_number
from ra_desk.domain.letters import LetterState, Sheet
from ra_desk.services.letter_book import SheetRow
from ra_desk.ui.letters.rows import sheet_row
from tests.fakes import NOON


def spoken(*, large_print: bool, narrow: bool) -> str:
    sheet = Sheet(
        batch=1,
        number=3,
        letter=new_letter_number(),
        request=new_request_number(),
        state=LetterState.WAITING,
        place="Koper",
        large_print=large_print,
    )
    row = SheetRow(sheet=sheet, changed_at=NOON, reason="")
    return sheet_row(row, now=NOON, narrow=narrow).cells[0].spoken


def test_a_letter_of_two_sheets_says_so_in_its_line():
    """Whoever folds it takes two sheets for one envelope."""
    for narrow in (False, True):
        assert "velik tisk, 2 lista" in spoken(large_print=True, narrow=narrow)
        assert "lista" not in spoken(large_print=False, narrow=narrow)
