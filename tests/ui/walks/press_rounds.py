"""One round through the print room, past its lists, the steps of a batch and its sheets."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from PySide6.QtCore import Qt

from ra_desk.domain.facts import SpoiltReason
from ra_desk.services.letter_book import Question
from ra_desk.ui.letters.forms import PostSheet
from ra_desk.ui.letters.verdict import LastGoodSheet, VerdictSheet
from tests.ui.hands import CTRL
from tests.ui.press import Press


def round_through_letters(press: Press) -> Iterator[str]:
    """Go past everything that a print room shows; give the name of what is in view."""
    hands = press.hands
    press.go()
    yield "letters: waiting"
    press.make_batch()
    yield "letters: test page"
    acts, window = press.page.room.acts, hands.front.window
    acts.ask_window(press.batch)
    hands.press(Qt.Key.Key_Down)
    hands.settle()
    yield "letters: window"
    _leave(press)
    for sheet in _questions(press):
        sheet.ask()
        hands.settle()
        yield f"letters: {type(sheet).__name__}"
        _leave(press)
    press.confirm_window()
    press.page.read()
    hands.settle()
    yield "letters: to be printed"
    session = window.session
    assert session is not None
    letters, number = hands.front.desk.letters, press.batch.batch.number
    while letters.print_next(number, session=session, pause=lambda: True) is not None:
        continue
    acts.ask_tray(press.batch)
    hands.settle()
    yield "letters: tray"
    _leave(press)
    letters.tell_last_good(number, press.batch.batch.sheets, session=session)
    letters.spoil(number, [2], reason=SpoiltReason.JAM, session=session)
    press.scan(1)
    press.scan(1)
    yield "letters: scanned twice"
    hands.press(Qt.Key.Key_K, CTRL)
    hands.until(lambda: hands.sheet is not None)
    hands.settle()
    yield "letters: spoilt"
    _leave(press)
    hands.press(Qt.Key.Key_Escape)
    press.page.tabs.items["batches"].click()
    hands.settle()
    yield "letters: batches"
    acts.ask_returned()
    hands.settle()
    yield "letters: returned"
    _leave(press)


def _questions(press: Press) -> Iterator[VerdictSheet | LastGoodSheet | PostSheet]:
    look, window, seen = press.page.theme, press.hands.front.window, press.batch
    yield VerdictSheet(look, window, seen, 1)
    yield LastGoodSheet(look, window, seen, Question(first=1, last=3, interrupted=True))
    yield PostSheet(look, window, batch="S-0001", letters=3, on=date(2026, 11, 20))


def _leave(press: Press) -> None:
    press.hands.press(Qt.Key.Key_Escape)
    press.hands.until(lambda: press.hands.sheet is None)
    press.hands.settle()
