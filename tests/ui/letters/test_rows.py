"""Lines of the print room's lists."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from ra_desk.domain.activation import new_letter_number, new_request_number
from ra_desk.domain.letter_form import Envelope
from ra_desk.domain.letters import MOST_SHEETS, LetterState, Sheet
from ra_desk.services.letter_book import BatchPage, SheetRow, Waiting
from ra_desk.ui.letters.lists import ReturnedView, WaitingView
from ra_desk.ui.letters.rows import sheet_row
from tests.fakes import NOON

RIGHT = Envelope.RIGHT


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


@pytest.fixture
def view(qtbot, theme) -> WaitingView:
    made = WaitingView(theme, printers=["tray"], envelopes=list(Envelope), chosen=("tray", RIGHT))
    qtbot.addWidget(made)
    return made


NOTHING = Waiting(count=0, oldest=None, languages={}, places={}, problems=(), elsewhere=())


def test_a_button_promises_no_more_letters_than_a_batch_takes(view):
    """Of a thousand that wait one batch takes a quarter; the others wait for the next."""
    assert view.next_batch(MOST_SHEETS) == f"Pripravi serijo iz vseh {MOST_SHEETS} pisem"
    assert view.next_batch(1000) == f"Pripravi serijo iz najstarejših {MOST_SHEETS}"


def test_letters_of_yesterday_are_a_day_old_early_in_the_morning(view):
    """The days are those of the office: what came in at four in the afternoon is of yesterday."""
    midnight = datetime(2026, 11, 21, 23, tzinfo=UTC)
    morning = midnight + timedelta(hours=8)
    yesterday = replace(NOTHING, count=2, oldest=midnight - timedelta(hours=8))
    view.age.setCurrentIndex(1)
    for waiting, words, older in (
        (yesterday, "najstarejše 1 dan", True),
        (replace(yesterday, oldest=midnight), "vsa od danes", False),
    ):
        view.show_waiting(waiting, BatchPage(), now=morning, narrow=False, offline=False)
        assert words in view.headline.text()
        before = view.choice(now=morning).before
        assert before is not None
        assert (waiting.oldest < before) is older


def test_letters_that_have_no_number_yet_are_told_with_the_way_out(view):
    """Nobody would miss them: they are in no list, and where none waits it says so."""
    for waiting, told in ((replace(NOTHING, unnumbered=3), True), (NOTHING, False)):
        view.show_waiting(waiting, BatchPage(), now=NOON, narrow=False, offline=False)
        assert view.unnumbered.isVisibleTo(view) is told
        assert view.empty.isVisibleTo(view) is not told
    words = view.unnumbered.words
    assert "priporočene pošte: 3" in words
    assert "RA-1450" in words


def test_letters_that_came_back_long_ago_can_be_reached(qtbot, theme):
    """A page of them is shown; whoever asks about an older one is led on."""
    view, asked = ReturnedView(theme), []
    qtbot.addWidget(view)
    view.earlier_wanted.connect(lambda: asked.append(True))
    for more in (True, False):
        view.show_returned((), more=more, now=NOON, narrow=False)
        assert view.more.isVisibleTo(view) is more
    view.more.click()
    assert asked
