"""The line in which sheets of a batch are named, by hand and by scans."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget

from ra_desk.domain.activation import letter_number_scan, new_letter_number
from ra_desk.domain.facts import SpoiltReason
from ra_desk.domain.letter_form import Envelope
from ra_desk.domain.letters import MOST_SHEETS, SecondPersonNeeded, Step
from ra_desk.services.letter_book import Batch, BatchSeen
from ra_desk.ui.letters.forms import ReturnedSheet, SheetsField
from ra_desk.ui.letters.verdict import VerdictSheet
from tests.fakes import NOON


@pytest.fixture
def field(qtbot, theme) -> SheetsField:
    made = SheetsField(theme, last=MOST_SHEETS + 1)
    qtbot.addWidget(made)
    return made


@pytest.mark.parametrize("left_out", [2, 3])
def test_as_many_scattered_sheets_as_a_batch_can_have_are_named_whole(field, left_out):
    """A number that is cut off is another sheet's: its code would die, and that in hand live on."""
    wanted = [n for n in range(1, MOST_SHEETS + 2) if n % left_out]
    for sheet in wanted:
        field.add(sheet)
    assert list(field.sheets()) == wanted


def test_a_scan_throws_away_nothing_that_was_typed(field):
    """Whoever is in the middle of a range scans the next sheet; what is typed so far stays."""
    field.line.setText("17-19, 4-")
    field.add(44)
    assert field.line.text() == "17-19, 4-"
    assert "4-" in field.error
    field.line.setText("17-19")
    field.add(44)
    assert field.sheets() == (17, 18, 19, 44)


def test_who_calls_too_many_sheets_spoilt_signs_with_somebody_else_at_the_printer(qtbot, theme):
    """The one sheet in question is the eleventh of its batch; a good one needs nobody."""
    window, answers = QWidget(), []
    qtbot.addWidget(window)
    batch = Batch(
        number=1,
        prepared_at=NOON,
        prepared_by="Maja K.",
        printer="tray",
        envelope=Envelope.RIGHT,
        sheets=12,
        counts={},
        looked_over_at=NOON,
    )
    seen = BatchSeen(
        batch=batch, step=Step.PRINT, question=None, stale=False, window_confirmed=True
    )
    sheet = VerdictSheet(theme, window, seen, 11)
    sheet.judged.connect(lambda *answer: answers.append(answer))
    sheet.choices.choose(str(SpoiltReason.JAM))
    sheet.accepted.emit()
    sheet.fail(SecondPersonNeeded(sheets=11, most=10))
    sheet.accepted.emit()
    assert [answer[2] for answer in answers] == [None], "nobody has signed"
    sheet.second.name.setText("bor.p")
    sheet.second.password.setText("drugo dolgo geslo")
    sheet.accepted.emit()
    assert [answer[0] for answer in answers] == [False, False]
    assert answers[1][2].login == "bor.p"
    sheet.release()
    sheet.choices.choose("good")
    sheet.accepted.emit()
    assert (answers[2][0], answers[2][2]) == (True, None)


def test_the_next_letter_of_a_pile_takes_no_other_s_place(qtbot, theme):
    """The first one would be forgotten: its code lives on, and nobody tells its citizen."""
    window = QWidget()
    qtbot.addWidget(window)
    first, second = new_letter_number(), new_letter_number()
    sheet = ReturnedSheet(theme, window, first)
    for text, shown in ((second, first), (first, first)):
        assert sheet.take_scan(letter_number_scan(text))
        assert sheet.line.text() == shown
    sheet.line.setText(first[:-2])
    assert sheet.take_scan(letter_number_scan(second))
    assert sheet.line.text() == second, "half a number is nobody's"
