"""The first run by keys and scans: each answer is kept, each step can be skipped, a policy is silent."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from ra_desk.domain.errors import Refused
from ra_desk.machine.settings_file import MemorySettings
from ra_desk.texts import language, use
from ra_desk.ui.background import Background, Lane
from ra_desk.ui.first_run.steps import Answers, Outcome
from ra_desk.ui.first_run.wizard import FirstRun, steps_to_ask
from ra_desk.ui.scan_router import ScanRouter
from ra_desk.ui.settings.scanner_test import CODE, SPECIMEN
from ra_desk.ui.settings.speech import Speech
from ra_desk.ui.settings.values import Settings
from ra_desk.ui.theme import Kind, Theme
from tests.ui.keys import Keyboard


class CodeSpent(Refused):
    """A code that somebody has used."""

    code = "test.code_spent"


def answers(
    *, enrolled: bool = False, printers: tuple[str, ...] = (), wrong: tuple[str, ...] = ()
) -> Answers:
    def enrol(code: str) -> str:
        if code in wrong:
            raise CodeSpent()
        return "UE Koper, okence 3"

    return Answers(
        enrolled=enrolled,
        enrol=enrol,
        now=lambda: datetime(2026, 11, 20, 11, tzinfo=UTC),
        printers=printers,
    )


@pytest.fixture
def open_(qtbot, qapp: QApplication, theme: Theme, background: Background):
    routers = []

    def build(file: MemorySettings, known: Answers) -> FirstRun:
        settings = Settings(file)
        speech = Speech(qapp, settings)
        window = FirstRun(theme, settings, background, known)
        speech.setParent(window)
        qtbot.addWidget(window)
        router = ScanRouter(qapp, parent=window)
        router.scanned.connect(window.on_scan)
        routers.append(router)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
        return window

    yield build
    for router in routers:
        router.stop()
    use("sl")


Open = Callable[[MemorySettings, Answers], FirstRun]


def at(qtbot, window: FirstRun, name: str) -> None:
    """Wait until a step is in view and has the focus."""

    def there() -> bool:
        focus = QApplication.focusWidget()
        step = window.step
        return (
            step is not None
            and step.name == name
            and focus is not None
            and (step.isAncestorOf(focus))
        )

    qtbot.waitUntil(there)


def test_a_new_desk_by_keys_alone(qtbot, open_: Open, keyboard: Keyboard):
    """Language, code, scanner, printer, real work: what was answered is in the settings."""
    file, known = MemorySettings(), answers(printers=("HP-KP-2",))
    window, ends = open_(file, known), []
    window.finished.connect(ends.append)

    at(qtbot, window, "language")
    assert window.progress.text() == "1 od 5"
    keyboard.press(Qt.Key.Key_Tab)
    keyboard.press(Qt.Key.Key_Return, "\r")
    at(qtbot, window, "office")
    assert language() == "en"
    assert window.progress.text() == "2 of 5"
    keyboard.type("abc")
    keyboard.press(Qt.Key.Key_Return, "\r")
    at(qtbot, window, "scanner")
    keyboard.scan(CODE)
    keyboard.scan(*SPECIMEN)
    keyboard.press(Qt.Key.Key_Tab)
    window.next.click()
    at(qtbot, window, "printer")
    keyboard.press(Qt.Key.Key_Down)
    window.next.click()
    at(qtbot, window, "begin")
    keyboard.press(Qt.Key.Key_Return, "\r")

    qtbot.waitUntil(lambda: bool(ends))
    assert ends == [Outcome.WORK]
    assert known.enrolled
    assert known.office == "UE Koper, okence 3"
    assert file.chosen["language"] == "en"
    assert file.chosen["printer.name"] == "HP-KP-2"
    assert file.chosen["first_run.done"] is True


def test_a_code_that_does_not_do_is_told_and_can_be_corrected(qtbot, open_: Open, keyboard):
    """The sentence stands at the field; the code stays, to be put right."""
    known = answers(wrong=("spent",))
    window = open_(MemorySettings({"language": "sl"}, fixed={"language": "sl"}), known)
    at(qtbot, window, "office")

    keyboard.type("spent")
    keyboard.press(Qt.Key.Key_Return, "\r")

    qtbot.waitUntil(lambda: bool(window.step.code.error))
    assert window.step.code.edit.text() == "spent"
    assert not known.enrolled


def test_who_goes_back_while_the_computer_joins_finds_it_joined(
    qtbot, open_: Open, keyboard, background: Background
):
    """The code is spent by then: asked for once more, it would be refused."""
    known, answer = answers(), threading.Event()
    window = open_(MemorySettings({"language": "sl"}), known)
    at(qtbot, window, "language")
    window.skip.click()
    at(qtbot, window, "office")
    background.run(Lane.CENTRAL, answer.wait, owner=window, on_done=bool, on_error=bool)
    keyboard.type("abc")
    keyboard.press(Qt.Key.Key_Return, "\r")
    window.back.click()
    at(qtbot, window, "language")
    answer.set()
    home: list[object] = []
    background.run(Lane.CENTRAL, str, owner=window, on_done=home.append, on_error=home.append)
    qtbot.waitUntil(lambda: bool(home))
    assert (known.enrolled, known.office) == (True, "UE Koper, okence 3")


def test_without_a_code_there_is_only_the_demo(qtbot, open_: Open, keyboard: Keyboard):
    """Skipping everything is allowed; real work without an office is not."""
    window, ends = open_(MemorySettings(), answers()), []
    window.finished.connect(ends.append)
    for name in ("language", "office", "scanner"):
        at(qtbot, window, name)
        window.skip.click()
    at(qtbot, window, "begin")

    keyboard.type("1")
    qtbot.waitUntil(lambda: window.step.choices.key == "work")
    window.next.click()
    assert "kodo" in window.step.trouble.text()
    assert not ends
    keyboard.type("2")
    qtbot.waitUntil(lambda: window.step.choices.key == "demo")
    window.next.click()

    assert ends == [Outcome.DEMO]


def test_back_goes_back(qtbot, open_: Open):
    """What was answered can be answered again."""
    window = open_(MemorySettings(), answers())
    at(qtbot, window, "language")
    window.skip.click()
    at(qtbot, window, "office")

    window.back.click()

    at(qtbot, window, "language")
    assert not window.back.isVisible()


def test_closing_the_window_decides_nothing(qtbot, open_: Open):
    """The next start asks again."""
    file = MemorySettings()
    window, ends = open_(file, answers(enrolled=True)), []
    window.finished.connect(ends.append)

    window.close()

    assert ends == [Outcome.CLOSED]
    assert "first_run.done" not in file.chosen


def test_a_policy_that_answers_everything_is_silent(qtbot):
    """An administrator who has prepared the desk wants no window in between."""
    fixed = {"language": "sl", "desk.counter": "3", "scanner.gap_ms": 35, "printer.name": "P"}
    prepared = Settings(MemorySettings(fixed=fixed))
    by_word = Settings(MemorySettings(fixed={"first_run.done": True}))

    assert steps_to_ask(prepared, answers(enrolled=True, printers=("P",))) == ()
    assert steps_to_ask(by_word, answers(enrolled=True)) == ()
    assert steps_to_ask(by_word, answers()) == ("office", "begin")


def test_no_printer_no_question(qtbot):
    """Only the print room has letters."""
    settings = Settings(MemorySettings())

    assert "printer" not in steps_to_ask(settings, answers())
    assert "printer" in steps_to_ask(settings, answers(printers=("HP-KP-2",)))


def test_a_slow_scanner_is_measured_and_gets_its_gap(qtbot, open_: Open, keyboard: Keyboard):
    """A scanner with 36 ms between signs types like a person: the test finds out and says so."""
    file = MemorySettings(fixed={"language": "sl", "desk.counter": ""})
    window = open_(file, answers(enrolled=True))
    at(qtbot, window, "scanner")

    keyboard.type(CODE, gap_ms=36)
    keyboard.press(Qt.Key.Key_Return, "\r", gap_ms=36)

    qtbot.waitUntil(lambda: window.step.test.code.kind is Kind.OK)
    assert "36" in window.step.test.code.words.text()
    assert file.chosen["scanner.gap_ms"] == 55


def test_what_a_scanner_sends_first_is_found_and_cut_off(qtbot, open_: Open, keyboard: Keyboard):
    """The code with three signs before it is the code; from then on they go."""
    file = MemorySettings(fixed={"language": "sl", "desk.counter": ""})
    window = open_(file, answers(enrolled=True))
    at(qtbot, window, "scanner")

    keyboard.scan(f"]Q1{CODE}")

    qtbot.waitUntil(lambda: window.step.test.code.kind is Kind.OK)
    assert "»]Q1«" in window.step.test.code.words.text()
    assert file.chosen["scanner.prefix"] == "]Q1"


def test_a_scanner_with_another_keyboard_is_found_out(qtbot, open_: Open, keyboard: Keyboard):
    """Y and Z change places, and ``<`` comes as a semicolon: told, as the design words it."""
    window = open_(
        MemorySettings(fixed={"language": "sl", "desk.counter": ""}), answers(enrolled=True)
    )
    at(qtbot, window, "scanner")

    keyboard.scan(CODE.translate(str.maketrans("YZ", "ZY")))
    keyboard.scan(*(line.replace("<", ";") for line in SPECIMEN))

    qtbot.waitUntil(lambda: window.step.test.zone.kind is Kind.OK)
    assert window.step.test.code.kind is Kind.WARN
    assert "(US)" in window.step.test.zone.words.text()


def test_a_counter_s_name_is_pasted_with_what_nobody_sees(qtbot, open_: Open, keyboard: Keyboard):
    """A hard space out of a letter: the step raised, and Next did nothing."""
    file = MemorySettings(fixed={"language": "sl"})
    window = open_(file, answers(enrolled=True))
    at(qtbot, window, "office")
    focus = QApplication.focusWidget()
    assert isinstance(focus, QLineEdit)
    focus.insert("okence\u00a03\u200b")
    keyboard.press(Qt.Key.Key_Return, "\r")
    at(qtbot, window, "scanner")
    assert file.chosen["desk.counter"] == "okence 3"
