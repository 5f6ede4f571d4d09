"""Letters, through their widgets and by keys alone: no code is shown, none is drawn twice."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from ra_desk.domain.facts import LetterPrinted, LetterSpoilt, SpoiltReason
from ra_desk.domain.pass_request import PassRequest
from ra_desk.domain.people import Role
from ra_desk.machine.printing import PrinterSilent
from ra_desk.services.paper import PrintJob
from ra_desk.services.ports import SealedLetter
from ra_desk.ui.letters.page import LettersPage
from ra_desk.ui.letters.verdict import VerdictSheet
from ra_desk.ui.line import Line
from ra_desk.ui.parts.row_list import RowList
from tests.fakes import FakePrinter, a_request
from tests.ui.desks import Place, a_place

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


class SlowPrinter(FakePrinter):
    """Takes one sheet at a time, when it is let."""

    def __init__(self) -> None:
        super().__init__(name="HP-KP-2")
        self.sheets = threading.Semaphore(0)

    def print(self, pdf: bytes, *, title: str) -> PrintJob:
        self.sheets.acquire(timeout=5)
        return super().print(pdf, title=title)


@pytest.fixture
def requests() -> list[PassRequest]:
    return [a_request() for _ in range(4)]


@pytest.fixture
def place(requests) -> Place:
    return a_place(*requests)


@pytest.fixture
def letters(place, requests) -> list[SealedLetter]:
    return [place.letter(request) for request in requests[:3]]


@pytest.fixture
def page(qtbot, theme, place, background):
    line = Line(place.desk, background, pause=lambda _failures: 600.0, spread=lambda: 1.0)
    made = LettersPage(theme, place.desk, background, line, place.get_session)
    qtbot.addWidget(made)
    made.resize(1072, 600)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    return made


def shown(qtbot, page: LettersPage) -> QWidget:
    page.on_shown()
    qtbot.waitUntil(lambda: page._seen is not None and not page.reader.under_way)
    page.waiting.take_focus()
    table = page.waiting.table
    assert table is not None
    return table


def texts(rows: RowList, column: int) -> list[str]:
    return [str(rows.model.index(row, column).data()) for row in range(rows.model.rowCount())]


def finished(place: Place, kind: type) -> list[object]:
    return [deed.fact for deed in place.fake.store.kept.deeds if isinstance(deed.fact, kind)]


def test_an_empty_page_says_that_letters_come_by_themselves(qtbot, page):
    page.on_shown()
    qtbot.waitUntil(page.empty.isVisible)
    assert page.empty.title.text() == "Nobeno pismo ne čaka na tisk."
    assert page.right_actions == ()


def test_a_line_has_number_place_and_a_shortened_name(qtbot, page, letters):
    """The list is read by whoever passes by: initial and surname are enough."""
    shown(qtbot, page)
    assert texts(page.waiting, 0) == [one.number for one in letters]
    assert texts(page.waiting, 1) == ["Š.\u00a0Žagar Őry"] * 3
    assert texts(page.waiting, 2) == ["Koper"] * 3
    assert texts(page.waiting, 6) == ["Za tisk"] * 3


def test_ctrl_p_prints_all_one_after_the_other(qtbot, place, page, letters):
    """Four keys at most for a morning's letters; what is done moves below."""
    table = shown(qtbot, page)
    qtbot.keyClick(table, Qt.Key.Key_P, CTRL)
    qtbot.waitUntil(lambda: len(finished(place, LetterPrinted)) == 3)
    qtbot.waitUntil(lambda: page.done.model.rowCount() == 3 and page.empty.isVisible())
    assert [title for title, _pdf in place.printer.printed] == [one.number for one in letters]
    assert set(texts(page.done, 6)) == {"Natisnjeno"}
    assert page.notice.words.startswith("3 pisma so natisnjena.")


def test_enter_prints_what_is_selected(qtbot, place, page, letters):
    """Shift and arrow take a second line; Enter prints these two only."""
    table = shown(qtbot, page)
    qtbot.keyClick(table, Qt.Key.Key_Down, SHIFT)
    assert page.selected.text() == "Natisni izbrana (2)"
    qtbot.keyClick(table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(finished(place, LetterPrinted)) == 2)
    qtbot.waitUntil(lambda: page.waiting.model.rowCount() == 1)
    assert texts(page.waiting, 0) == [letters[2].number]


def test_esc_stops_after_the_sheet_in_hand(qtbot, theme, place, background, page, letters):
    """A jam is seen at the printer first: the sheet in hand ends, the next does not begin."""
    slow = SlowPrinter()
    place.desk.printers[slow.name] = slow  # type: ignore[index]
    table = shown(qtbot, page)
    qtbot.keyClick(table, Qt.Key.Key_P, CTRL)
    qtbot.waitUntil(page.progress.isVisible)
    assert page._progress_words.text() == f"Tiskam 1 od 3 · {letters[0].number}"
    qtbot.waitUntil(lambda: "Tiska se" in texts(page.waiting, 6))
    slow.sheets.release()
    qtbot.waitUntil(lambda: "2 od 3" in page._progress_words.text())
    assert page.on_escape()
    assert "nato se tisk ustavi" in page._progress_words.text()
    slow.sheets.release()
    qtbot.waitUntil(page.progress.isHidden)
    assert len(slow.printed) == 2
    assert page.notice.words.startswith("Ustavljeno, nenatisnjenih pisem: 1.")
    assert not page.on_escape()


def test_a_locked_screen_ends_the_run_between_two_letters(qtbot, place, page, letters):
    """Without a signed-in operator nothing more is drawn."""
    slow = SlowPrinter()
    place.desk.printers[slow.name] = slow  # type: ignore[index]
    table = shown(qtbot, page)
    qtbot.keyClick(table, Qt.Key.Key_P, CTRL)
    qtbot.waitUntil(page.progress.isVisible)
    place.session = None
    slow.sheets.release()
    qtbot.waitUntil(page.progress.isHidden)
    assert len(slow.printed) == 1


def test_a_printer_that_fails_leaves_one_letter_to_be_asked_about(qtbot, place, page, letters):
    """The run ends there; that letter is never drawn again, the others still wait."""
    place.printer.broken = PrinterSilent(queue="HP-KP-2", seconds=20)
    table = shown(qtbot, page)
    qtbot.keyClick(table, Qt.Key.Key_P, CTRL)
    qtbot.waitUntil(lambda: "Tisk prekinjen" in texts(page.waiting, 6))
    qtbot.waitUntil(page.notice.isVisible)
    assert page.notice.words.startswith("Tiskalnik »HP-KP-2« se ne odziva.")
    assert page.notice.words.endswith("RA-1402")
    place.printer.broken = None
    qtbot.waitUntil(page.all.isEnabled)
    assert page.all.text() == "Natisni vsa (2)"
    qtbot.keyClick(table, Qt.Key.Key_P, CTRL)
    qtbot.waitUntil(lambda: len(place.printer.printed) == 2)
    assert letters[0].number not in [title for title, _pdf in place.printer.printed]
    assert place.drawn.count(letters[0].number) == 1


def asked(qtbot, page: LettersPage, table: QWidget) -> VerdictSheet:
    """Open the question about the first, interrupted letter with Enter."""
    qtbot.keyClick(table, Qt.Key.Key_Return)
    found = page.window().findChildren(VerdictSheet)
    assert found
    return found[-1]


def interrupted(place: Place, letter: SealedLetter) -> None:
    place.printer.broken = PrinterSilent(queue="HP-KP-2", seconds=20)
    with pytest.raises(PrinterSilent):
        place.desk.print_letter(letter.number, printer="HP-KP-2", session=place.session)
    place.printer.broken = None


def test_a_good_sheet_counts_as_printed(qtbot, place, page, letters):
    """Enter, 1, Enter: whoever looked into the tray says so, and nothing is drawn again."""
    interrupted(place, letters[0])
    sheet = asked(qtbot, page, shown(qtbot, page))
    assert not sheet.accept_button.isEnabled()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_1)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(finished(place, LetterPrinted)) == 1)
    qtbot.waitUntil(lambda: page.waiting.model.rowCount() == 2)
    assert texts(page.done, 6) == ["Natisnjeno"]
    assert place.drawn.count(letters[0].number) == 1


def test_a_spoiled_sheet_is_recorded_with_its_reason(qtbot, place, page, letters):
    """The words say what it means before it is done: the code dies, a new letter comes."""
    interrupted(place, letters[0])
    sheet = asked(qtbot, page, shown(qtbot, page))
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_2)
    assert sheet.accept_button.text() == "List je pokvarjen"
    assert "Koda takoj preneha veljati" in sheet._effect.text()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(finished(place, LetterSpoilt)))
    [fact] = finished(place, LetterSpoilt)
    assert fact.reason is SpoiltReason.JAM
    qtbot.waitUntil(lambda: texts(page.done, 6) == ["Pokvarjeno"])


def test_the_question_can_be_left_for_later(qtbot, place, page, letters):
    """Esc records nothing; the letter stays and is asked about again."""
    interrupted(place, letters[0])
    sheet = asked(qtbot, page, shown(qtbot, page))
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert sheet.isHidden()
    assert finished(place, LetterPrinted) == finished(place, LetterSpoilt) == []


def test_who_may_not_print_is_told_why(qtbot, place, page, letters):
    """A dead button without a reason is a riddle."""
    auditor = replace(place.session.operator, roles=frozenset({Role.AUDITOR}))
    place.session = replace(place.session, operator=auditor)
    shown(qtbot, page)
    assert page.reason == "Vaša vloga ne omogoča tiskanja pisem."
    assert not page.all.isEnabled()


def test_no_code_is_ever_on_the_page(qtbot, place, page, letters):
    """What the printer got is nowhere in the widgets, while printing and after."""
    table = shown(qtbot, page)
    qtbot.keyClick(table, Qt.Key.Key_P, CTRL)
    qtbot.waitUntil(lambda: page.done.model.rowCount() == 3)
    words = [one.text() for one in page.findChildren(QLabel)]
    words += [text for column in range(7) for text in texts(page.done, column)]
    assert place.codes
    for code in place.codes:
        assert not any(code in word or code.replace("-", "") in word for word in words)
