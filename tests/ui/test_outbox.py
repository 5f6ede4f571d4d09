"""The outbox, through its widgets and by keys alone: what waits, what was refused, what went."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QRadioButton, QWidget

from ra_desk.domain.access import CentralUnreachable, CertificateWrong, DeskQuarantined
from ra_desk.domain.activation import LetterNumber
from ra_desk.domain.conflicts import POSSIBLE, Conflict
from ra_desk.domain.facts import ConflictChoice, Deed, LetterSpoilt, SpoiltReason
from ra_desk.domain.facts_letters import LetterBatchPosted
from ra_desk.domain.letters import CountsDiffer
from ra_desk.domain.pass_request import EntryRef, PassRequest, Stage
from ra_desk.domain.people import DeskId, OperatorId
from ra_desk.domain.standing import Outcome, Ruling, ruling_of
from ra_desk.journal.box import BoxKey
from ra_desk.services.decide_conflict import OpenConflict
from ra_desk.services.help_bundle import open_help_bundle
from ra_desk.services.queue import OutboxItem
from ra_desk.ui.background import Lane
from ra_desk.ui.line import Line
from ra_desk.ui.outbox import rows
from ra_desk.ui.outbox.page import OutboxPage
from ra_desk.ui.outbox.rows import Moment
from ra_desk.ui.outbox.sheet import ConflictSheet
from ra_desk.ui.parts.announce import Announced
from ra_desk.ui.parts.row_list import RowList
from ra_desk.ui.parts.sheet import Sheet
from ra_desk.ui.request.words import masked_email
from ra_desk.ui.theme import Kind
from tests.fakes import NOON, OFFICE, a_check, a_request
from tests.ui.desks import Place, a_place
from tests.ui.hands import at_the_window


@pytest.fixture
def requests() -> list[PassRequest]:
    return [a_request() for _ in range(3)]


@pytest.fixture
def place(requests) -> Place:
    return a_place(*requests)


@pytest.fixture
def line(qtbot, place, background):
    made = Line(place.desk, background, pause=lambda _failures: 600.0, spread=lambda: 1.0)
    yield made
    made.stop()


@pytest.fixture
def page(qtbot, theme, place, background, line):
    made = OutboxPage(theme, place.desk, background, line, place.get_session)
    qtbot.addWidget(made)
    made.resize(1072, 600)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    yield made
    made.on_left()


def said(rows: RowList) -> list[str]:
    """What a screen reader would hear of each line."""
    role = Qt.ItemDataRole.AccessibleTextRole
    return [
        " | ".join(
            str(rows.model.index(row, column).data(role) or "")
            for column in range(rows.model.columnCount())
        )
        for row in range(rows.model.rowCount())
    ]


def check(place: Place, request: PassRequest) -> None:
    place.desk.record_check(a_check(request.number), session=place.session)


def shown(qtbot, page: OutboxPage) -> None:
    page.on_shown()
    qtbot.waitUntil(lambda: page._seen is not None and not page.reader.under_way)


def test_an_empty_outbox_says_so_and_when_it_was_in_step(qtbot, page, line):
    """Nothing to do is a state with words, not an empty page."""
    line.start()
    qtbot.waitUntil(lambda: line.state.online is True)
    qtbot.waitUntil(lambda: page.empty.isVisible())
    assert page.empty.title.text() == "Vse je poslano."
    assert page.empty.detail.text() == "Zadnje usklajevanje: 12:00."
    assert page._sub_below.text() == (
        "Povezano od 12:00\u00a0· zadnje usklajevanje 12:00\u00a0· naslednje čez 10\u00a0min"
    )


def test_nothing_is_read_while_nobody_looks(qtbot, place, page, line, requests):
    """A thousand changes are a hundred answers of central; a page behind another waits for eyes."""
    shown(qtbot, page)
    check(place, requests[0])
    page.hide()
    line.start()
    qtbot.waitUntil(lambda: line.state.last_success_at is not None and not line.state.busy)
    assert not page.reader.under_way
    assert page.waiting.model.rowCount() == 0
    page.show()
    shown(qtbot, page)
    assert page.waiting.model.rowCount() + page.sent.model.rowCount() == 1


def test_a_held_check_counts_its_seconds_down(qtbot, place, page, requests):
    """The clerk sees how long the check can still be undone."""
    check(place, requests[0])
    place.clock.forward(3)
    shown(qtbot, page)
    assert "razveljavitev mogoča še 5 s" in said(page.waiting)[0]
    place.clock.forward(2)
    page._show()
    assert "razveljavitev mogoča še 3 s" in said(page.waiting)[0]


def test_without_a_line_each_line_says_which_try_comes_when(qtbot, place, page, line, requests):
    """Offline is no error of the clerk: the work is saved, and the next try has a time."""
    check(place, requests[0])
    place.clock.forward(20)
    place.central.trouble = CentralUnreachable()
    line.start()
    qtbot.waitUntil(lambda: line.state.failures == 1)
    shown(qtbot, page)
    assert "shranjeno, 2. poskus čez 10\u00a0min" in said(page.waiting)[0]
    assert page._sub_below.text().startswith("Brez povezave od 12:00")
    assert page.notice.isHidden()
    assert page.empty.isHidden()


def test_f5_sends_what_waits_and_it_moves_to_sent_today(qtbot, place, page, line, requests):
    """One key; also a check that is still held goes when a person says now."""
    line.start()
    qtbot.waitUntil(lambda: line.state.online is True)
    check(place, requests[0])
    shown(qtbot, page)
    qtbot.waitUntil(lambda: page.waiting.isVisible())
    page.on_refresh()  # F5, as the window says it
    qtbot.waitUntil(lambda: page.sent.isVisible() and page.waiting.isHidden())
    assert said(page.sent)[0].startswith(f"Preverjanje 12:00, {requests[0].number}, Poslano")
    assert place.central.codes


def test_whoever_has_pressed_send_now_stays_there(theme):
    """A second press must not delete local data, or whatever else stands next."""
    with at_the_window(theme) as hands:
        hands.sign_in()
        hands.front.place.go("outbox")
        hands.settle()
        central, send = hands.front.central, hands.front.place.page("outbox").send
        send.setFocus()
        central.open.clear()
        calls = central.calls + 1
        hands.press(Qt.Key.Key_Space)
        hands.until(lambda: central.calls == calls)
        assert hands.focus is send
        hands.press(Qt.Key.Key_Space)
        central.open.set()
        hands.settle()
        assert hands.focus is send
        assert central.calls == calls


def test_what_central_refused_stands_first_with_its_reason(qtbot, place, page, line, requests):
    """The client withdrew meanwhile; it is not among what was sent, and the badge says so."""
    check(place, requests[0])
    check(place, requests[1])
    place.clock.forward(20)
    withdrawn = replace(requests[1], stage=Stage.WITHDRAWN)
    place.central.requests[requests[1].number] = withdrawn
    line.start()
    qtbot.waitUntil(lambda: line.state.online is True)
    shown(qtbot, page)
    qtbot.waitUntil(lambda: page.decide.isVisible())
    [words] = said(page.decide)
    assert "Zahtevek ni več čakal na preverjanje (stanje: Umaknila stranka)." in words
    assert "RA-1621" in words
    assert [requests[0].number in one for one in said(page.sent)] == [True]
    assert page._chip.text() == "Potrebna odločitev"


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        (CertificateWrong(), "Strežnik ne more dokazati, da je pravi."),
        (DeskQuarantined(reason="x"), "Strežnik od tega računalnika ne sprejema ničesar več"),
    ],
)
def test_a_stopped_line_is_told_in_red_and_tried_only_by_hand(
    qtbot, place, page, line, requests, trouble, words
):
    """Nothing is lost, nothing is tried behind anybody's back, and the way on is one button."""
    check(place, requests[0])
    place.clock.forward(20)
    place.central.trouble = trouble
    line.start()
    qtbot.waitUntil(lambda: line.state.stopped)
    shown(qtbot, page)
    assert page.notice.kind is Kind.ERR
    assert words in page.notice.words
    assert page.send.text() == "Poskusi znova"
    assert "pošiljanje je ustavljeno" in said(page.waiting)[0]
    assert "brez novega poskusa" in page._sub_below.text()


def test_a_person_who_tries_again_after_a_wrong_certificate_gets_an_exchange(
    qtbot, place, page, line
):
    place.central.trouble = CertificateWrong()
    line.start()
    qtbot.waitUntil(lambda: line.state.stopped)
    place.central.trouble = None
    page.on_refresh()  # F5, as the window says it
    qtbot.waitUntil(lambda: line.state.online is True)
    assert page.notice.isHidden()


def test_work_of_somebody_else_is_counted_and_not_shown(qtbot, place, page, requests):
    """It is sent all the same; whose it is and how much is all that is said."""
    check(place, requests[0])
    check(place, requests[1])
    other = replace(place.session.operator, id="bojan-p", name="Bojan P.")
    place.session = replace(place.session, operator=other)
    check(place, requests[2])
    shown(qtbot, page)
    [own] = said(page.waiting)
    assert requests[2].number in own
    assert page.others.text() == "Maja K.: 2 zapisa. Poslana bosta, ne da bi se odprla."
    assert requests[0].number not in page.others.text()


def test_in_little_room_every_line_keeps_all_it_says(qtbot, place, page, requests):
    """At 200 % the columns become two lines; nothing is left out but the chip's words."""
    check(place, requests[0])
    shown(qtbot, page)
    page.set_narrow(True)
    [words] = said(page.waiting)
    assert words.startswith(f"Preverjanje 12:00, {requests[0].number}, Čaka na pošiljanje")
    assert page.waiting.model.columnCount() == 2


def test_in_little_room_a_line_says_that_it_waits_for_a_decision(
    qtbot, place, page, line, requests
):
    """The column with the verb is gone there; the verb stands before what was done."""
    conflict(qtbot, place, page, line, requests[0], stage=Stage.WITHDRAWN).leave()
    page.set_narrow(True)
    first = page.decide.model.row(0).cells[0]
    assert first.detail.startswith("Odloči …")


def conflict(qtbot, place, page, line, request, **changes) -> ConflictSheet:
    """A check that met a change at central, and its sheet, opened by Enter."""
    check(place, request)
    place.clock.forward(20)
    now = place.central.requests[request.number]
    place.central.requests[request.number] = replace(now, **changes)
    line.start()
    qtbot.waitUntil(lambda: line.state.online is True)
    shown(qtbot, page)
    qtbot.waitUntil(page.decide.isVisible)
    page._focus_first()
    qtbot.keyClick(page.decide.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(page.findChildren(ConflictSheet)))
    [sheet] = page.findChildren(ConflictSheet)
    return sheet


def words_of(widget: QWidget) -> str:
    return " ".join(one.text() for one in widget.findChildren(QLabel) if one.text())


def test_changed_data_are_sent_on_with_two_keys(qtbot, place, page, line, requests):
    """T13b: Enter opens, Enter takes the recommended way; the item goes, the record stays."""
    sheet = conflict(qtbot, place, page, line, requests[0], revision=2)
    words = words_of(sheet)
    assert "Ali preverjanje še velja?" in words
    for column in ("Zabeleženo 12:00", "Zdaj na strežniku", "Posledica", "Koda ni bila poslana"):
        assert column in words
    assert masked_email(requests[0].applicant.email) in words
    assert requests[0].applicant.email not in words
    assert sheet.accept_button.text() == "Pošlji v drugi pregled"
    assert sheet.leave_button.text() == "Pozneje"
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.decide.isHidden())
    fact = place.fake.store.kept.deeds[-1].fact
    assert (fact.choice, fact.note) == (ConflictChoice.SECOND_REVIEW, "")
    assert place.central.requests[requests[0].number].stage is Stage.IN_REVIEW


def test_a_check_is_taken_back_with_three_keys_and_a_note(qtbot, place, page, line, requests):
    """The number chooses, F7 goes to the note, and the button says what will happen."""
    sheet = conflict(qtbot, place, page, line, requests[0], revision=2)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_2)
    assert sheet.accept_button.text() == "Umakni preverjanje"
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_F7)
    qtbot.waitUntil(sheet.note.hasFocus)
    qtbot.keyClicks(sheet.note, "Pride jutri.")
    qtbot.keyClick(sheet.note, Qt.Key.Key_Return)
    stage = place.central.requests
    qtbot.waitUntil(lambda: stage[requests[0].number].stage is Stage.SUBMITTED)
    assert place.fake.store.kept.deeds[-1].fact.note == "Pride jutri."


def test_later_decides_nothing(qtbot, place, page, line, requests):
    """Esc leaves the sheet and the item where they were."""
    sheet = conflict(qtbot, place, page, line, requests[0], stage=Stage.EXPIRED)
    assert sheet.accept_button.text() == "Zaprosi za izjemo"
    before = len(place.fake.store.kept.deeds)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert len(place.fake.store.kept.deeds) == before
    assert page.decide.isVisible()


def test_enter_twice_asks_once_and_only_where_somebody_looks(
    qtbot, place, page, line, background, requests
):
    """A second sheet below the first would ask about what is decided by then."""
    sheet = conflict(qtbot, place, page, line, requests[0], revision=2)
    sheet.leave()
    for presses, seen in ((2, 1), (1, 0)):
        for _press in range(presses):
            qtbot.keyClick(page.decide.table, Qt.Key.Key_Return)
        page.setVisible(bool(seen))  # somebody goes to another page meanwhile
        read = []
        background.run(Lane.STORE, str, owner=page, on_done=read.append, on_error=read.append)
        qtbot.waitUntil(lambda read=read: bool(read))
        asked = [one for one in page.findChildren(ConflictSheet) if not one.isHidden()]
        assert len(asked) == seen
        for one in asked:
            one.leave()


def test_a_press_too_many_finds_no_decision_of_somebody_else(qtbot, place, page, line, requests):
    """Until it is read again the line stands there, and Enter asks about what was decided here."""
    conflict(qtbot, place, page, line, requests[0], revision=2)
    told = []
    page.notice.told.connect(lambda notice: told.append(notice.kind))
    for _press in range(3):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(page.decide.isHidden)
    assert told == [Kind.OK]


def test_a_batch_that_central_does_not_count_as_posted_is_decided_about(
    qtbot, place, page, line, requests
):
    """The print room believes that it was posted: what, whose, why, and what to do, in one line."""
    posted = LetterBatchPosted(batch=12, letters=3, on=NOON.date())
    with place.fake.store.begin() as unit:
        seq = unit.append(posted, at=NOON, session=place.session).seq
    differ = CountsDiffer(accounted=2, count=3, missing="2")
    place.central.own_word[posted.kind] = ruling_of(differ)
    line.start()
    qtbot.waitUntil(lambda: line.state.online is True)
    shown(qtbot, page)
    qtbot.waitUntil(page.decide.isVisible)
    [words] = said(page.decide)
    for told in ("S-0012", "oddana pošti", "2 od 3", "RA-1635"):
        assert told in words, told
    at = Moment(now=NOON, line=line.state, hold=timedelta(0), me=OperatorId("somebody else"))
    row = rows.decide_row(page._seen.outbox.undecided[0], at, narrow=False)
    assert place.session.operator.name in row.cells[1].text
    page._focus_first()
    qtbot.keyClick(page.decide.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(page.findChildren(ConflictSheet)))
    [sheet] = page.findChildren(ConflictSheet)
    assert "None" not in words_of(sheet)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.decide.isHidden())
    fact = place.fake.store.kept.deeds[-1].fact
    assert (fact.choice, fact.request, fact.seq) == (ConflictChoice.KEEP, None, seq)


def test_a_record_without_a_request_is_looked_for_first(qtbot, place, page, line, requests):
    """A look-up decides nothing; the item stays until the record is withdrawn."""
    check(place, requests[0])
    place.clock.forward(20)
    del place.central.requests[requests[0].number]
    line.start()
    qtbot.waitUntil(lambda: line.state.online is True)
    shown(qtbot, page)
    qtbot.waitUntil(page.decide.isVisible)
    page._focus_first()
    qtbot.keyClick(page.decide.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(page.findChildren(ConflictSheet)))
    with qtbot.waitSignal(page.search_wanted) as wanted:
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert wanted.args == [requests[0].number]
    assert page.decide.isVisible()


@pytest.mark.parametrize("number", range(5))
def test_every_conflict_has_words_for_each_of_its_ways_out(qtbot, theme, number, requests):
    """Also those that no desk of today meets often."""
    kind = list(Conflict)[number]
    ruling = Ruling(outcome=Outcome.REFUSED, reason="letter.dead", facts={"letter": "L"})
    deed = Deed(
        ref=EntryRef(desk=DeskId("d"), epoch=1, seq=3),
        at=NOON,
        by=None,
        operator_name="Maja K.",
        office=OFFICE.id,
        office_name=OFFICE.name,
        fact=LetterSpoilt(
            request=requests[0].number, letter=LetterNumber("L"), reason=SpoiltReason.JAM
        ),
    )
    item = OutboxItem(deed=deed, held=False, filed=True, ruling=ruling)
    window = QWidget()
    qtbot.addWidget(window)
    for request in (requests[0], None):
        ways = tuple(sorted(POSSIBLE[kind]))
        about = OpenConflict(item=item, conflict=kind, request=request, choices=ways)
        sheet = ConflictSheet(theme, window, about, NOON)
        said_ = words_of(sheet)
        assert "{" not in said_
        verbs = [one.text() for one in sheet.choices.findChildren(QRadioButton)]
        assert len(set(verbs)) == len(verbs) >= len(ways)


def test_sent_work_is_folded_until_it_is_asked_for(qtbot, place, page, line, requests):
    """Forty lines of what is done would hide the one that is not."""
    check(place, requests[0])
    place.clock.forward(20)
    line.start()
    qtbot.waitUntil(lambda: line.state.online is True)
    shown(qtbot, page)
    qtbot.waitUntil(page.sent.isVisible)
    assert page.sent.count.text() == "1"
    assert page.sent.table.isHidden()
    qtbot.mouseClick(page.unfold, Qt.MouseButton.LeftButton)
    assert page.sent.table.isVisible()
    page.on_left()
    assert page.sent.table.isHidden()


def test_a_long_outage_shows_its_first_lines_and_the_whole_count(qtbot, theme, background):
    """Rows are cut in the store; more come when they are asked for."""
    many = [a_request() for _ in range(130)]
    place = a_place(*many)
    line = Line(place.desk, background, pause=lambda _failures: 600.0, spread=lambda: 1.0)
    page = OutboxPage(theme, place.desk, background, line, place.get_session)
    qtbot.addWidget(page)
    page.show()
    for request in many:
        check(place, request)
    shown(qtbot, page)
    qtbot.waitUntil(lambda: page.waiting.count.text() == "130")
    assert page.waiting.model.rowCount() == 100
    qtbot.mouseClick(page.more, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.waiting.model.rowCount() == 130)
    assert page.more.isHidden()
    page.on_left()


def test_local_data_are_deleted_only_after_a_question(qtbot, place, page, line, requests):
    """The sheet rests on the way back; what was deleted comes again with the next exchange."""
    shown(qtbot, page)
    assert page.kept.words.text().startswith("Podatki v tem računalniku: 3 zahtevki")
    qtbot.mouseClick(page.kept.delete, Qt.MouseButton.LeftButton)
    [sheet] = page.findChildren(Sheet)
    assert QApplication.focusWidget() is sheet.leave_button
    qtbot.mouseClick(sheet.accept_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not place.fake.store.kept.cache)
    qtbot.waitUntil(page.kept.delete.isHidden)
    line.start()
    qtbot.waitUntil(lambda: len(place.fake.store.kept.cache) == 3)


def test_a_batch_is_told_once(qtbot, place, page, line, requests):
    """Three items in one exchange are one sentence, not three."""
    told: list[str] = []

    class Ear(QObject):
        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
            if isinstance(event, Announced):
                told.append(event.text)
            return False

    ear = Ear()
    page.installEventFilter(ear)
    for request in requests:
        check(place, request)
    place.clock.forward(20)
    shown(qtbot, page)
    line.start()
    qtbot.waitUntil(lambda: bool(told))
    qtbot.waitUntil(lambda: not line.state.busy)
    assert told == ["3 zapisi so poslani."]


def test_a_package_for_help_needs_the_key_of_the_help_desk(qtbot, place, page):
    """Without a key nothing is exported, and the sentence says who can mend that."""
    qtbot.mouseClick(page.left_actions[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "RA-1634" in page.notice.words)
    assert "nima ključa" in page.notice.words


def test_a_package_for_help_can_be_opened_by_the_help_desk_alone(
    qtbot, theme, background, tmp_path
):
    """From the button to the file, sealed to the key in the settings of the computer."""

    class Files:
        def save(self, report: str, path: Path) -> None:
            path.write_text(report, encoding="utf-8")

    place, key = a_place(), BoxKey.generate()
    desk = replace(place.desk, doctor=Files())
    line = Line(desk, background, pause=lambda _failures: 600.0, spread=lambda: 1.0)
    jwk = json.dumps(key.public.jwk())
    page = OutboxPage(theme, desk, background, line, place.get_session, help_key=lambda: jwk)
    qtbot.addWidget(page)
    page.show()
    qtbot.mouseClick(page.left_actions[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(page.findChildren(QFileDialog)))
    [dialog] = page.findChildren(QFileDialog)
    dialog.fileSelected.emit(str(tmp_path / "paket.json"))
    dialog.close()
    qtbot.waitUntil(lambda: "paket.json" in page.notice.words)
    text = (tmp_path / "paket.json").read_text(encoding="utf-8")
    assert open_help_bundle(text, key, at=NOON)["desk"] == "desk-1"


def test_a_sending_under_way_is_counted_and_can_rest(qtbot, place, page, line, requests):
    """The button is there only while there is something to stop; what is left goes later."""
    for request in requests:
        check(place, request)
    place.clock.forward(20)
    shown(qtbot, page)
    qtbot.waitUntil(lambda: page.waiting.count.text() == "3")
    assert page.stop not in page.right_actions
    place.central.pages_left = 5
    place.central.open.clear()
    line.start()
    qtbot.waitUntil(lambda: line.state.busy)
    assert page.stop in page.right_actions
    assert "Pošiljam 1 od 3 …" in page._sub_below.text()
    page.stop.click()
    place.central.open.set()
    qtbot.waitUntil(lambda: not line.state.busy)
    assert place.central.calls == 1
    assert line.state.next_try_at is not None
    assert page.stop not in page.right_actions
