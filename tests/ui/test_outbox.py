"""The outbox, through its widgets and by keys alone: what waits, what was refused, what went."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ra_desk.domain.access import CentralUnreachable, CertificateWrong, DeskQuarantined
from ra_desk.domain.pass_request import PassRequest, Stage
from ra_desk.ui.line import Line
from ra_desk.ui.outbox.page import OutboxPage
from ra_desk.ui.parts.row_list import RowList
from ra_desk.ui.theme import Kind
from tests.fakes import a_check, a_request
from tests.ui.desks import Place, a_place


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
    qtbot.waitUntil(lambda: page._seen is not None and not page._reading)


def test_an_empty_outbox_says_so_and_when_it_was_in_step(qtbot, page, line):
    """Nothing to do is a state with words, not an empty page."""
    line.start()
    qtbot.waitUntil(lambda: line.state.online is True)
    qtbot.waitUntil(lambda: page.empty.isVisible())
    assert page.empty.title.text() == "Vse je poslano."
    assert page.empty.detail.text() == "Zadnje usklajevanje: 12:00."
    assert page._sub_below.text() == (
        "Povezano od 12:00\u00a0· zadnje usklajevanje 12:00\u00a0· naslednje čez 10:00 min"
    )


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
    assert "shranjeno, 2. poskus čez 10:00 min" in said(page.waiting)[0]
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
    qtbot.keyClick(page, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: page.sent.isVisible() and page.waiting.isHidden())
    assert said(page.sent)[0].startswith(f"Preverjanje 12:00, {requests[0].number}, Poslano")
    assert place.central.codes


def test_what_central_refused_stands_first_with_its_reason(qtbot, place, page, line, requests):
    """The client withdrew meanwhile; Enter opens the request, and the line stays until then."""
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
    page._focus_first()
    table: QWidget = page.decide.table
    with qtbot.waitSignal(page.request_wanted) as wanted:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert wanted.args == [requests[1].number]
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
    qtbot.keyClick(page, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: line.state.online is True)
    assert page.notice.isHidden()


def test_work_of_somebody_else_is_named(qtbot, place, page, requests):
    """It is sent all the same; whose it is stands beside it."""
    check(place, requests[0])
    other = replace(place.session.operator, id="bojan-p")
    place.session = replace(place.session, operator=other)
    shown(qtbot, page)
    assert "Maja K." in said(page.waiting)[0]


def test_in_little_room_every_line_keeps_all_it_says(qtbot, place, page, requests):
    """At 200 % the columns become two lines; nothing is left out but the chip's words."""
    check(place, requests[0])
    shown(qtbot, page)
    page.set_narrow(True)
    [words] = said(page.waiting)
    assert words.startswith(f"Preverjanje 12:00, {requests[0].number}, Čaka na pošiljanje")
    assert page.waiting.model.columnCount() == 2
