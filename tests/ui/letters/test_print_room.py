"""The print room through its widgets, by keys and scans alone: no code seen, none drawn twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from ra_desk.domain.activation import letter_number_scan
from ra_desk.domain.facts import LetterPrinted, LetterPrintStarted, LetterSpoilt, SpoiltReason
from ra_desk.domain.facts_letters import (
    LetterBatchPosted,
    LetterBatchPrepared,
    LetterReconciled,
    LetterReturned,
    SpoilingAgreed,
    WindowConfirmed,
)
from ra_desk.domain.letter_form import Envelope
from ra_desk.domain.letters import ReturnedReason
from ra_desk.domain.people import Operator, OperatorId, PersonId, Role
from ra_desk.domain.secret import Secret
from ra_desk.journal.envelope import operator_key_statement
from ra_desk.journal.ring import KeyCost, OperatorRing, wrap
from ra_desk.machine.printing import PrinterSilent
from ra_desk.paper.letter import AddressDoesNotFit
from ra_desk.services.paper import JobPhase, JobState, Trouble
from ra_desk.services.ports import KnownOperator
from ra_desk.ui.background import Lane
from ra_desk.ui.letters.bar import Does
from ra_desk.ui.letters.forms import SpoilSheet
from ra_desk.ui.letters.verdict import LastGoodSheet, TraySheet, VerdictSheet
from ra_desk.ui.letters.window_forms import WindowSheet
from tests.fakes import NOON, FakePrinter
from tests.services.print_room import FakePaper
from tests.ui.front import PASSWORD
from tests.ui.hands import CTRL
from tests.ui.press import PRINTER, Press, at_the_press

STANDS = JobState(phase=JobPhase.STOPPED, troubles=(Trouble.PAPER_OUT,))
GAVE_UP = JobState(phase=JobPhase.ABORTED)


class StubbornPrinter(FakePrinter):
    """Out of paper, until somebody comes."""

    def state(self, job):
        return STANDS


class RightAlone(FakePaper):
    """No address fits where the window is on the left."""

    def problems(self, recipient, fit, *, large_print=False):
        if fit.envelope is Envelope.LEFT:
            return (AddressDoesNotFit(letter=recipient.number),)
        return super().problems(recipient, fit)


@pytest.fixture
def press(theme, request) -> Iterator[Press]:
    """A print room with as many letters as a test asks for, three by default."""
    with at_the_press(theme, getattr(request, "param", 3), paper=FakePaper) as made:
        yield made


def texts(page: QWidget) -> str:
    """All that can be read on a page, seen or said."""
    words = []
    for part in [page, *page.findChildren(QWidget)]:
        words += [part.accessibleName(), part.accessibleDescription(), part.toolTip()]
        if isinstance(part, QLabel):
            words.append(part.text())
    return " ".join(words)


def codes(press: Press) -> list[str]:
    return [
        pdf.decode().split()[2] for _title, pdf in press.printer.printed if pdf.count(b"-") >= 3
    ]


def asks(press: Press, kind: type) -> None:
    press.hands.until(lambda: isinstance(press.hands.sheet, kind))
    press.hands.settle()


def answered(press: Press) -> None:
    press.hands.until(lambda: press.hands.sheet is None)
    press.hands.settle()


def start(press: Press) -> None:
    """Prepare a batch of all, whose window was confirmed, and send it to the printer."""
    press.confirm_window()
    press.go()
    press.make_batch()
    press.hands.press(Qt.Key.Key_P, CTRL)


def second_person(press: Press, login: str = "bor.p", password: str = "drugo dolgo geslo") -> None:
    """Somebody else has signed in at this desk this morning."""
    front, ring = press.hands.front, OperatorRing()
    desk = front.fake.store.enrolment.desk
    who = Operator(
        id=OperatorId(login),
        person=PersonId(f"person-{login}"),
        name="Bor P.",
        roles=frozenset({Role.PRINT_ROOM}),
    )
    statement = operator_key_statement(
        who.id, desk, ring.signer.public, at=NOON, signer=front.central.key
    )
    wrapped = wrap(
        ring,
        Secret(password),
        operator=who.id,
        desk=desk,
        cost=KeyCost(memory_kib=8 * 1024, passes=1),
    )
    with press.store.begin() as unit:
        unit.keep_operator(
            KnownOperator(
                operator=who,
                login=login,
                key_statement=statement,
                last_online=NOON,
                wrapped=wrapped,
            )
        )


# A batch from end to end


def test_a_batch_by_keys_and_scans(press):
    """All five steps: a batch, its test page, printed, each sheet scanned, posted."""
    hands = press.hands
    press.go()
    hands.keyboard.reset()
    press.make_batch()
    hands.press(Qt.Key.Key_P, CTRL)
    asks(press, WindowSheet)
    hands.enter()
    answered(press)
    hands.press(Qt.Key.Key_P, CTRL)
    asks(press, TraySheet)
    hands.enter()
    answered(press)
    for sheet in range(1, 5):
        press.scan(sheet)
    hands.press(Qt.Key.Key_Return, CTRL)
    hands.until(lambda: hands.sheet is not None)
    hands.enter()
    answered(press)
    assert press.states() == ["posted"] * 4  # three citizens, and the office's own control letter
    assert hands.keyboard.keys == 7
    assert len(press.facts(WindowConfirmed)) == len(press.facts(LetterBatchPosted)) == 1
    assert all(fact.scanned for fact in press.facts(LetterReconciled))
    assert len(set(codes(press))) == 3
    seen = texts(hands.front.window)
    assert not any(code in seen for code in codes(press))


# What goes wrong


def test_enter_twice_makes_one_batch(press):
    press.go()
    press.hands.enter()
    press.hands.enter()
    press.hands.until(lambda: press.page.batch.isVisible())
    press.hands.settle()
    assert len(press.facts(LetterBatchPrepared)) == 1


def test_paper_that_is_out_is_told_and_the_run_goes_on_by_itself(press):
    press.printer.states += [STANDS, STANDS, STANDS]
    start(press)
    press.hands.until(lambda: "RA-1403" in press.page.batch.task.words)
    chip = press.hands.front.place.status_bar.chips["printer"]
    assert "1/4" in chip.text()
    asks(press, TraySheet)
    assert not press.facts(LetterSpoilt)


def test_the_run_goes_on_while_another_page_is_in_view(press):
    """The chip of the status bar tells it, and leads back."""
    press.printer.states += [JobState(phase=JobPhase.PRINTING)] * 2
    start(press)
    outbox = list(press.hands.front.place.rail.items).index("outbox")
    press.hands.press(Qt.Key(Qt.Key.Key_1.value + outbox), CTRL)
    press.hands.until(lambda: len(press.facts(LetterPrinted)) == 3)
    press.hands.until(lambda: not press.page.printing)
    press.hands.settle()
    assert press.hands.sheet is None, "nobody is asked on a page that is not in view"
    press.hands.front.line.requests_changed.emit(frozenset())
    assert not press.page.reader.under_way, "nothing is read for a page that nobody looks at"
    press.go()
    asks(press, TraySheet)


def test_esc_stops_after_the_sheet_in_hand(press):
    press.printer.states += [JobState(phase=JobPhase.PRINTING)] * 3
    start(press)
    press.hands.until(lambda: press.page.printing)
    press.hands.press(Qt.Key.Key_Escape)
    press.hands.until(lambda: not press.page.printing)
    press.hands.settle()
    assert press.states() == ["printed", "waiting", "waiting", "waiting"]
    assert press.hands.sheet is None


def test_a_button_names_esc_only_where_esc_does_what_it_says(press):
    """First it stops the run, then it leads back; to wait no longer is said by the button alone."""
    press.printer.states += [JobState(phase=JobPhase.PRINTING)] * 300
    buttons, named = press.page.room.bar.buttons, {True: "Esc", False: ""}
    stop, back = buttons[Does.STOP], buttons[Does.BACK]
    start(press)
    press.hands.until(stop.isVisible)
    for stops in (True, False):
        shown = (named[stops], named[not stops])
        press.hands.until(lambda shown=shown: (stop._key, back._key) == shown)
        press.hands.press(Qt.Key.Key_Escape)
    assert (press.page.room.number, press.page.printing) == (0, True)
    press.page.open_batch(press.batch.batch.number)
    press.hands.until(stop.isVisible)
    stop.click()
    press.hands.until(lambda: not press.page.printing)
    press.hands.settle()
    assert press.states() == ["started", "waiting", "waiting", "waiting"]


def test_an_interrupted_run_asks_for_the_last_good_sheet(press):
    """Another opening of the program had sent all sheets when it ended."""
    press.start_and_break()
    press.hands.press(Qt.Key.Key_Return, CTRL)
    asks(press, LastGoodSheet)
    press.hands.type("9")
    press.hands.enter()
    assert "RA-14" in press.hands.sheet.field.error
    press.hands.press(Qt.Key.Key_Backspace)
    press.hands.type("2")
    press.hands.enter()
    answered(press)
    assert press.states() == ["printed", "printed", "spoilt", "spoilt"]


def test_a_foreign_or_damaged_code_is_refused_aloud(press):
    """Nothing of it is repeated, and nothing is recorded."""
    press.printed()
    for scan in ("RL1BCDF2345", "https://evil.example/RL1", "RL1" + "X" * 200):
        press.page.notice.dismiss()
        press.hands.scan(scan)
        press.hands.until(press.page.notice.isVisible)
        press.hands.settle()
        assert "RA-14" in press.page.notice.words
        assert scan not in press.page.notice.words
    assert press.states() == ["printed"] * 4


def test_a_double_and_a_dead_letter_are_refused(press):
    press.printed()
    press.scan(1)
    press.scan(1)
    assert "RA-1405" in press.page.notice.words
    session = press.hands.front.window.session
    press.hands.front.desk.letters.spoil(
        press.batch.batch.number, [2], reason=SpoiltReason.OTHER, session=session
    )
    press.scan(2)
    assert "RA-1406" in press.page.notice.words
    assert press.states() == ["reconciled", "spoilt", "printed", "printed"]


def test_a_batch_is_not_posted_before_each_sheet_is_accounted_for(press):
    press.printed()
    press.scan(1)
    press.hands.press(Qt.Key.Key_Return, CTRL)
    press.hands.settle()
    assert press.hands.sheet is None
    assert "RA-1408" in press.page.notice.words


def test_space_confirms_what_is_selected(press):
    """Without a scanner; the record says that nobody scanned."""
    press.printed()
    press.page.batch.take_focus()
    press.hands.press(Qt.Key.Key_A, CTRL)
    press.hands.press(Qt.Key.Key_Space)
    press.hands.settle()
    assert set(press.states()) == {"reconciled"}
    assert not any(fact.scanned for fact in press.facts(LetterReconciled))


def spoil(press: Press, sheets: str) -> SpoilSheet:
    press.hands.press(Qt.Key.Key_K, CTRL)
    asks(press, SpoilSheet)
    sheet = press.hands.sheet
    press.hands.type(sheets)
    sheet.reasons.first().setFocus()
    press.hands.choose(2)
    sheet.destroyed_tick.setFocus()
    return sheet


def test_sheets_are_spoilt_by_range_or_scan_after_they_are_destroyed(press):
    press.printed()
    sheet = spoil(press, "1-2")
    press.scan(3)
    assert sheet.field.line.text() == "1–3"
    press.hands.enter()
    press.hands.settle()
    assert press.hands.sheet is sheet, "first the sheets are destroyed"
    press.hands.press(Qt.Key.Key_Space)
    press.hands.enter()
    answered(press)
    assert press.states() == ["spoilt"] * 3 + ["printed"]
    assert {fact.reason for fact in press.facts(LetterSpoilt)} == {SpoiltReason.BAD_PRINT}


@pytest.mark.parametrize("press", [11], indirect=True)
def test_more_than_ten_sheets_need_somebody_else(press):
    """Neither nobody nor oneself will do; the second session ends with the act."""
    press.printed()
    second_person(press)
    sheet = spoil(press, "1-11")
    press.hands.press(Qt.Key.Key_Space)
    press.hands.enter()
    press.hands.settle()
    assert press.hands.focus is sheet.second.name
    for login, password in (("maja.k", PASSWORD), ("bor.p", "drugo dolgo geslo")):
        sheet.second.name.setText(login)
        sheet.second.password.setText(password)
        press.hands.enter()
        press.hands.settle()
    answered(press)
    assert press.states().count("spoilt") == 11
    assert len(press.facts(SpoilingAgreed)) == 1


@pytest.mark.parametrize("press", [11], indirect=True)
def test_who_names_fewer_sheets_in_the_end_signs_alone(press):
    """Unless the desk has refused it: ten and one are eleven, too."""
    press.printed()
    sheet = spoil(press, "1-11")
    assert not sheet.second.isHidden()
    press.hands.press(Qt.Key.Key_Space)
    sheet.field.line.setText("1-10")
    press.hands.enter()
    answered(press)
    assert press.states().count("spoilt") == 10

    sheet = spoil(press, "11")
    assert sheet.second.isHidden()
    press.hands.press(Qt.Key.Key_Space)
    press.hands.enter()
    press.hands.settle()
    sheet.field.line.setText("12")
    assert not sheet.second.isHidden()


def test_an_answer_during_something_else_can_be_given_again(press):
    """Two things at once are never done; the sheet is not dead for that."""
    press.printed()
    sheet, gate = spoil(press, "1"), Event()
    press.hands.press(Qt.Key.Key_Space)
    press.page.room.acts.act(lambda _session: gate.wait(60), lambda _done: None, lane=Lane.CENTRAL)
    sheet.accept_button.click()
    assert (sheet.busy, sheet.accept_button.isEnabled()) == (False, True)
    gate.set()
    press.hands.settle()
    press.hands.enter()
    answered(press)
    assert press.states() == ["spoilt"] + ["printed"] * 3


def test_another_envelope_shows_what_does_not_fit_it(theme):
    with at_the_press(theme, 3, paper=RightAlone) as press:
        press.go()
        assert press.page.waiting.problems.model.rowCount() == 0
        choice = press.page.waiting.envelope
        choice.setCurrentIndex(choice.findData(Envelope.LEFT))
        press.hands.settle()
        assert press.page.waiting.problems.model.rowCount() == 3


def test_the_preview_is_drawn_again_for_another_envelope(press):
    """It would show the address where the window was, and an address that has changed."""
    press.go()
    press.make_batch()
    drawn: list[int] = []
    press.page.batch.sheet_wanted.connect(drawn.append)
    letters, session = press.hands.front.desk.letters, press.hands.front.window.session
    number = press.batch.batch.number
    letters.use_printer(number, printer=PRINTER, envelope=Envelope.LEFT, session=session)
    for _ in range(2):
        press.page.read()
        press.hands.settle()
    assert drawn == [1]
    press.hands.front.clock.forward(60)
    letters.look_over(number, session=session)
    press.page.read()
    press.hands.settle()
    assert drawn == [1, 1]


def test_a_confirmation_that_comes_late_moves_nothing_elsewhere(press):
    """Whoever scans is quick: another batch has a sheet of that number, too."""
    press.printed()
    press.page.room.confirm(letter_number_scan(press.sheets[1].sheet.letter))
    press.page.room.left.emit()
    press.hands.settle()
    assert press.states()[1] == "reconciled"
    assert not press.page.batch.progress.note.text()


def test_a_printer_that_fails_at_once_leaves_a_question_that_is_asked(press):
    """Also where the batch was read just before; the chip stays until it is answered."""
    press.printer.broken = PrinterSilent(queue=PRINTER, seconds=1.0)
    start(press)
    asks(press, VerdictSheet)
    press.hands.press(Qt.Key.Key_Escape)
    press.hands.settle()
    press.hands.press(Qt.Key.Key_Escape)
    press.hands.settle()
    assert not press.page.batch.isVisible()
    assert press.hands.front.place.status_bar.chips["printer"].isVisible()


@pytest.mark.parametrize("press", [1], indirect=True)
def test_what_was_read_while_the_last_sheet_was_on_its_way_asks_nothing(press):
    """It tells of a sheet in doubt that has come out since."""
    press.printer.states = [STANDS] * 10_000
    start(press)
    press.hands.until(lambda: press.facts(LetterPrintStarted))
    late = press.page._look()
    assert late.batch.question.doubtful == 1
    press.printer.states.clear()
    asks(press, TraySheet)
    press.page._on_read(late)
    assert press.page.room.seen.question.doubtful is None


def test_a_locked_screen_leaves_a_question_and_no_thread_behind(theme):
    """The key goes with the lock: whether the sheet came out is asked afterwards."""
    with at_the_press(theme, 2, paper=FakePaper, printer=StubbornPrinter(name=PRINTER)) as press:
        start(press)
        press.hands.until(lambda: press.facts(LetterPrintStarted))
        press.hands.press(Qt.Key.Key_L, CTRL)
        press.hands.until(lambda: press.hands.front.window.workplace is None)
        press.hands.until(lambda: not press.hands.background._jobs)
        assert press.batch.question.doubtful == 1
        assert not press.facts(LetterPrinted)


def test_the_window_closes_while_the_printer_stands(theme):
    """The question is asked first; then nothing waits for the printer any more."""
    with at_the_press(theme, 2, paper=FakePaper, printer=StubbornPrinter(name=PRINTER)) as press:
        start(press)
        press.hands.until(lambda: press.facts(LetterPrintStarted))
        press.hands.front.window.close()
        press.hands.until(lambda: press.hands.sheet is not None)
        press.hands.sheet.accept_button.click()
        press.hands.until(lambda: not press.hands.front.window.isVisible())
        press.hands.background.close()
        assert press.batch.question.doubtful == 1


def test_the_print_is_moved_by_millimetres_until_the_address_fits(press):
    press.go()
    press.make_batch()
    hands = press.hands
    hands.press(Qt.Key.Key_P, CTRL)
    asks(press, WindowSheet)
    hands.choose(2)
    sheet = hands.sheet
    sheet.right.setText("-2,5")
    sheet.down.setText("99")
    hands.enter()
    assert hands.sheet is sheet, "that far away it is another envelope"
    sheet.down.setText("1")
    hands.enter()
    hands.until(lambda: isinstance(hands.sheet, WindowSheet) and hands.sheet is not sheet)
    hands.settle()
    hands.enter()
    answered(press)
    assert [(one.right, one.down) for one in press.facts(WindowConfirmed)] == [(-25, 10)]
    assert len(press.printer.printed) == 2


def test_an_old_batch_is_refreshed_before_it_is_printed(press):
    press.confirm_window()
    press.go()
    press.make_batch()
    press.hands.front.clock.forward(timedelta(hours=25).total_seconds())
    press.page.read()
    press.hands.settle()
    bar = [button.text() for button in press.page.right_actions]
    assert len(bar) == 1
    press.page.right_actions[0].click()
    press.hands.settle()
    assert not press.batch.stale


def test_returned_post_is_noted_by_a_scan(press):
    """The code dies; what the post says is chosen, not typed."""
    press.printed()
    for sheet in range(1, 5):
        press.scan(sheet)
    session = press.hands.front.window.session
    press.hands.front.desk.letters.post(
        press.batch.batch.number, on=NOON.date(), receipt="", session=session
    )
    press.hands.press(Qt.Key.Key_Escape)
    press.hands.settle()
    press.page.tabs.items["returned"].click()
    press.hands.settle()
    press.hands.lose_line()
    press.scan(1)
    press.hands.until(lambda: press.hands.sheet is not None)
    assert "takoj" not in texts(press.hands.sheet), "only central ends a code"
    press.hands.choose(2)
    press.hands.enter()
    answered(press)
    assert "Strežnik bo razveljavil" in press.page.notice.words, "it has not heard of it yet"
    assert [fact.reason for fact in press.facts(LetterReturned)] == [ReturnedReason.MOVED]
    assert press.page.returned.list.model.rowCount() == 1
    press.hands.front.clock.forward(timedelta(days=2).total_seconds())
    press.scan(4)
    press.hands.until(lambda: press.hands.sheet is not None)
    press.hands.choose(1)
    press.hands.enter()
    answered(press)
    assert "2 dneva" in press.page.notice.words, (
        "so long the office's letter to itself was under way"
    )


def test_a_letter_scanned_beside_the_batches_opens_its_batch(press):
    press.printed()
    press.hands.press(Qt.Key.Key_Escape)
    press.hands.settle()
    press.scan(2)
    assert press.page.batch.isVisible()
    assert press.states() == ["printed"] * 4, "to confirm it one has to see the batch"
