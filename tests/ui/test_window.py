"""The window as a clerk has it: keys and scans in, pages and entries out; nothing else touches it."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QLineEdit

from ra_desk.domain.access import CentralUnreachable, CertificateWrong
from ra_desk.domain.activation import request_number_scan
from ra_desk.domain.facts import CheckAttested, LookedUp, RequestViewed, SessionClosed, Withdrawn
from ra_desk.domain.pass_request import Stage
from ra_desk.domain.people import Role
from ra_desk.domain.policy import Policy
from ra_desk.store.engine import DiskFull
from ra_desk.ui.background import Lane
from ra_desk.ui.parts.sheet import Sheet
from ra_desk.ui.saving import file_dialog
from tests.fakes import NOON, FakePrinter, a_check, a_request
from tests.ui.request.zones import td1

CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
SWIFT = Policy(review_before=frozenset())


def person(surname: str, given: str, born: date = date(1991, 3, 4), **changes):
    request = a_request(**changes)
    applicant = replace(request.applicant, surname=surname, given_names=given, birth_date=born)
    return replace(request, applicant=applicant)


def facts(front, kind):
    return [deed.fact for deed in front.fake.store.kept.deeds if isinstance(deed.fact, kind)]


def press(qtbot, key, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(QApplication.focusWidget(), key, modifier)


def fill_in(qtbot, keyboard, front, request):
    """Scan the request, scan the document, answer three times yes."""
    keyboard.scan(request_number_scan(request.number))
    qtbot.waitUntil(lambda: front.page == "request")
    keyboard.scan(*td1().split("\n"))
    questions = front.place.request.questions
    for _question in range(3):
        qtbot.waitUntil(questions.takes_answers)
        focus = QApplication.focusWidget()
        keyboard.press(Qt.Key.Key_1, "1")
        qtbot.waitUntil(lambda focus=focus: QApplication.focusWidget() is not focus)


def check(qtbot, keyboard, front, request):
    """Fill in a check and record it."""
    fill_in(qtbot, keyboard, front, request)
    keyboard.press(Qt.Key.Key_Return, "\r")
    qtbot.waitUntil(lambda: front.page == "counter")


# Who may see what


@pytest.mark.parametrize(
    ("role", "pages"),
    [
        (Role.CLERK, ["counter", "letters", "outbox", "reports"]),
        (Role.SUPERVISOR, ["counter", "letters", "review", "outbox", "reports", "audit"]),
        (Role.PRINT_ROOM, ["letters", "outbox", "reports"]),
        (Role.AUDITOR, ["outbox", "reports", "audit"]),
        (Role.ADMINISTRATOR, ["outbox", "admin"]),
    ],
)
def test_pages_that_a_role_may_not_use_are_absent(at_counter, role, pages):
    """What is greyed out still tells that it exists."""
    front = at_counter(roles=(role,))
    assert list(front.place.rail.items) == [*pages, "settings", "help"]
    assert front.place.look_up.isVisible() == ("counter" in pages)
    assert front.page == pages[0]


def test_the_title_names_office_and_counter_and_nobody(at_counter, keyboard, qtbot):
    """The taskbar is seen by everybody who passes."""
    request = a_request()
    front = at_counter(request, demo=True)
    assert front.window.windowTitle() == "[DEMO] Okence – UE Koper, okence 3 – RA Desk"
    keyboard.scan(request_number_scan(request.number))
    qtbot.waitUntil(lambda: front.page == "request")
    assert front.window.windowTitle() == (
        f"[DEMO] Zahtevek {request.number} – UE Koper, okence 3 – RA Desk"
    )


def test_what_stands_at_the_bottom(at_counter):
    front = at_counter()
    assert "Maja K." in front.place.status_bar.who.text()
    chips = {key: chip.accessibleName() for key, chip in front.place.status_bar.chips.items()}
    assert chips == {"line": "Povezano", "outbox": "0 za pošiljanje", "scanner": "Čitalnik"}


@pytest.mark.parametrize("page", ["request", "pending", "outbox", "settings"])
def test_esc_back_to_the_counter_types_into_the_look_up(at_counter, keyboard, qtbot, page):
    """The button says that Esc leads there; the next client's name went into whatever stood there."""
    request = a_request()
    front = at_counter(request)
    if page == "request":
        keyboard.scan(request_number_scan(request.number))
    else:
        front.place.go(page)
    qtbot.waitUntil(lambda: front.page == page)
    press(qtbot, Qt.Key.Key_Escape)
    assert front.page == "counter"
    assert QApplication.focusWidget() is front.place.look_up.edit


def test_the_menu_and_a_command_lead_to_the_counter_s_look_up_as_its_key_does(
    at_counter, keyboard, qtbot
):
    """However somebody comes to the counter, the next key is for the next client."""
    front = at_counter()
    edit = front.place.look_up.edit
    front.place.jump("outbox")
    press(qtbot, Qt.Key.Key_P, CTRL | Qt.KeyboardModifier.ShiftModifier)
    keyboard.type("okence")
    keyboard.press(Qt.Key.Key_Return, "\r")
    assert (front.page, QApplication.focusWidget()) == ("counter", edit)
    front.place.jump("outbox")
    press(qtbot, Qt.Key.Key_F10)
    goes = front.place.conveniences.menu.menu.findChildren(QAction)
    next(entry for entry in goes if entry.text().startswith("Okence")).trigger()
    front.place.conveniences.menu.menu.close()
    assert (front.page, front.window.focusWidget()) == ("counter", edit)
    front.place.jump("help")
    press(qtbot, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: front.page == "counter")
    assert front.window.focusWidget() is edit


# Looking up


def test_typing_finds_and_enter_opens(at_counter, keyboard, qtbot):
    """The most frequent way in, without a mouse; opening is evidence."""
    zagar = person("Žagar Őry", "Špela", expires_at=NOON + timedelta(days=3))
    front = at_counter(zagar, person("Žagar", "Miha"), person("Novak", "Jan"))
    keyboard.type("zag 91")
    qtbot.waitUntil(lambda: front.hits == ["Žagar Őry Špela", "Žagar Miha"])
    for _press in range(2):  # an impatient finger opens it once
        keyboard.press(Qt.Key.Key_Return, "\r")
    qtbot.waitUntil(lambda: front.page == "request")
    assert front.place.request.number == zagar.number
    assert [viewed.request for viewed in facts(front, RequestViewed)] == [zagar.number]


def test_an_empty_field_shows_nobody(at_counter, keyboard, qtbot):
    front = at_counter(person("Žagar", "Miha"))
    keyboard.type("z")
    qtbot.waitUntil(lambda: front.hits != [])
    press(qtbot, Qt.Key.Key_Escape)
    assert front.place.look_up.text() == ""
    assert front.hits == []


def test_enter_never_opens_a_hit_of_an_earlier_text(at_counter, keyboard, qtbot):
    """Two keys and Enter come faster than the store answers: Ada's row is not Ben's."""
    ada, ben = person("Kos", "Ada"), person("Kosec", "Ben")
    front = at_counter(ada, ben)
    keyboard.type("kos")
    qtbot.waitUntil(lambda: len(front.hits) == 2)
    keyboard.type("ec")
    keyboard.press(Qt.Key.Key_Return, "\r")
    qtbot.waitUntil(lambda: front.page == "request")
    assert front.place.request.number == ben.number


def test_a_request_opened_late_does_not_cover_the_next_client(at_counter, keyboard, qtbot):
    """Two scans in a row: the second one is who stands at the counter."""
    first, second = a_request(), a_request()
    front = at_counter(first, second)
    keyboard.scan(request_number_scan(first.number))
    keyboard.scan(request_number_scan(second.number))
    qtbot.waitUntil(lambda: front.page == "request")
    assert front.place.request.number == second.number


def test_a_request_that_cannot_be_opened_leaves_the_counter_in_view(at_counter, keyboard, qtbot):
    """A full disk is said, and no page waits for an answer that has come already."""
    request = a_request()
    front = at_counter(request)
    plain = front.fake.store.begin

    def full():
        front.fake.store.begin = plain
        raise DiskFull

    front.fake.store.begin = full
    keyboard.scan(request_number_scan(request.number))
    told = front.place.counter.trouble
    qtbot.waitUntil(told.isVisible)
    assert "RA-1390" in told.words
    front.place._expect(request.number)  # as its timer does a moment later
    assert front.page == "counter"
    keyboard.scan(request_number_scan(request.number))
    qtbot.waitUntil(lambda: front.page == "request")


def test_nobody_found_says_what_to_do_and_asks_everywhere_when_it_can(at_counter, keyboard, qtbot):
    """A tax number is enough for central; what it finds opens like any other."""
    away = person("Vidmar", "Bojan")
    front = at_counter(person("Novak", "Jan"))
    front.central.elsewhere = (away,)
    keyboard.type("50223054")
    qtbot.waitUntil(lambda: len(front.hits) > 1 or "Išči v vseh prijavnih službah" in front.hits)
    panel = front.place.look_up.panel
    panel.table.selectRow(panel.model.place_of("everywhere"))
    keyboard.press(Qt.Key.Key_Return, "\r")
    qtbot.waitUntil(lambda: front.hits == ["Vidmar Bojan"])
    assert [fact.hits for fact in facts(front, LookedUp)] == [1]
    keyboard.press(Qt.Key.Key_Return, "\r")
    qtbot.waitUntil(lambda: front.page == "request")
    assert front.place.request.number == away.number


def test_a_surname_alone_cannot_be_asked_everywhere(at_counter, keyboard, qtbot):
    front = at_counter(person("Novak", "Jan"))
    keyboard.type("vidmar")
    qtbot.waitUntil(front.place.look_up.panel.isVisible)
    assert front.hits == []
    assert "RA-1201" in front.place.look_up.panel._nothing.text()


def test_a_search_everywhere_without_a_line_says_so(at_counter, keyboard, qtbot):
    front = at_counter(person("Novak", "Jan", born=date(1950, 1, 1)))
    front.central.trouble = CentralUnreachable()
    keyboard.type("vidmar 4.3.1991")
    qtbot.waitUntil(lambda: front.hits == ["Išči v vseh prijavnih službah"])
    keyboard.press(Qt.Key.Key_Return, "\r")
    qtbot.waitUntil(lambda: "RA-" in front.place.look_up.panel._nothing.text())
    assert facts(front, LookedUp) == []


# Scans


def test_a_document_finds_its_one_request_and_fills_it(at_counter, keyboard, qtbot):
    """The whole way in with one scan (T1b)."""
    zagar = a_request()
    front = at_counter(zagar, person("Novak", "Jan", born=date(1950, 1, 1)))
    keyboard.scan(*td1().split("\n"))
    qtbot.waitUntil(lambda: front.page == "request")
    assert front.place.request.number == zagar.number
    visit = front.place.request._visit
    assert visit.document.number == "IE1234567"


def test_a_document_with_several_requests_lets_the_clerk_choose(at_counter, keyboard, qtbot):
    first, second = a_request(), a_request(expires_at=NOON + timedelta(days=27))
    front = at_counter(first, second)
    keyboard.scan(*td1().split("\n"))
    qtbot.waitUntil(lambda: len(front.hits) >= 2)
    assert front.page == "counter"
    press(qtbot, Qt.Key.Key_Down)
    keyboard.press(Qt.Key.Key_Return, "\r")
    qtbot.waitUntil(lambda: front.page == "request")
    assert front.place.request.number == second.number
    assert front.place.request._visit.document is not None


def test_a_document_without_a_request_here_can_be_asked_for_everywhere(at_counter, keyboard, qtbot):
    front = at_counter(person("Novak", "Jan", born=date(1950, 1, 1)))
    keyboard.scan(*td1().split("\n"))
    qtbot.waitUntil(lambda: front.hits == ["Išči v vseh prijavnih službah"])
    assert front.page == "counter"


@pytest.mark.parametrize(
    ("scan", "number"),
    [
        (("RADIO-STUDENT-89",), "RA-1101"),
        (("https://example.test/x",), "RA-1101"),
        (td1().split("\n")[:2], "RA-1102"),
        (td1(number="IE1234568").replace("IE1234568", "IE1234567").split("\n"), "RA-1103"),
    ],
)
def test_a_scan_that_is_nothing_says_which_part(at_counter, keyboard, qtbot, scan, number):
    front = at_counter()
    keyboard.scan(*scan)
    qtbot.waitUntil(lambda: number in front.place.counter.trouble.words)
    assert front.page == "counter"
    assert front.place.status_bar.chips["scanner"].accessibleName() == "Ni prebrano"


def test_scans_on_the_cover_open_nothing(front_of, keyboard):
    request = a_request()
    front = front_of(request)
    keyboard.scan(request_number_scan(request.number))
    assert front.window.session is None
    assert facts(front, RequestViewed) == []


# The main way


def test_a_check_by_two_scans_and_four_keys_is_ready_for_the_next_client(
    at_counter, keyboard, qtbot
):
    """T1: scan, scan, 1, 1, 1, Enter; then the focus waits in the look-up again."""
    request = a_request()
    front = at_counter(request, policy=SWIFT)
    check(qtbot, keyboard, front, request)
    assert QApplication.focusWidget() is front.place.look_up.edit
    strip = front.place.counter.notice
    assert strip.isVisible()
    assert strip.words == f"Preverjanje za {request.number} zabeleženo. Poslano bo čez 8 s."
    assert len(facts(front, CheckAttested)) == 1
    assert front.central.requests[request.number].stage is Stage.SUBMITTED
    qtbot.waitUntil(lambda: front.place.counter.recorded.isVisible())
    row = front.place.counter._model.row(0)
    assert row.cells[1].text == request.number
    assert "čez" in row.cells[3].text
    front.desk.printers["HP-KP-2"] = FakePrinter(name="HP-KP-2")
    press(qtbot, Qt.Key.Key_P, CTRL)
    told = front.place.counter.trouble
    qtbot.waitUntil(told.isVisible)
    assert told.words == f"{request.number}: Listina za stranko se tiska."
    assert strip.isVisible(), "what is held keeps its own strip"


def test_ctrl_z_brings_the_form_back_as_it_was(at_counter, keyboard, qtbot):
    """T5: one chord, from the field where the focus is anyway."""
    request = a_request()
    front = at_counter(request, policy=SWIFT)
    check(qtbot, keyboard, front, request)
    press(qtbot, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: front.page == "request")
    visit = front.place.request._visit
    assert visit.answers == [True, True, True]
    assert visit.document is not None
    assert len(facts(front, Withdrawn)) == 1
    front.line.exchange_now()
    qtbot.waitUntil(lambda: not front.line.state.busy)
    assert front.central.codes == []


def test_what_is_held_can_be_undone_in_another_language_too(at_counter, keyboard, qtbot):
    request = a_request()
    front = at_counter(request, policy=SWIFT)
    check(qtbot, keyboard, front, request)
    front.window.rebuild()
    assert front.place.counter.notice.words.startswith(f"Preverjanje za {request.number}")
    qtbot.waitUntil(lambda: front.place.isAncestorOf(QApplication.focusWidget()))
    press(qtbot, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: front.page == "request")
    assert len(facts(front, Withdrawn)) == 1
    visit = front.place.request._visit
    assert visit.answers == [True, True, True]
    assert visit.document is not None


def test_an_undo_that_comes_too_late_promises_no_other(at_counter, keyboard, qtbot):
    """The clock of the computer was put forward: what is sent neither waits nor can be taken back."""
    request = a_request()
    front = at_counter(request, policy=SWIFT)
    check(qtbot, keyboard, front, request)
    front.clock.forward(20)
    front.line.exchange_now()
    qtbot.waitUntil(lambda: front.central.requests[request.number].stage is Stage.IDENTIFIED)
    counter = front.place.counter
    press(qtbot, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: "RA-1308" in counter.notice.words)
    assert "Poslano bo" not in counter._model.row(0).cells[3].text
    assert "razveljavite" not in counter._next.detail.text()


def test_an_undo_that_a_full_disk_prevented_can_be_tried_again(at_counter, keyboard, qtbot):
    """The check still waits in the store: nobody has to watch how it is sent."""
    request = a_request()
    front = at_counter(request, policy=SWIFT)
    check(qtbot, keyboard, front, request)
    plain = front.fake.store.begin

    def full():
        front.fake.store.begin = plain
        raise DiskFull

    front.fake.store.begin = full
    counter = front.place.counter
    press(qtbot, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: "RA-1390" in counter.notice.words)
    assert "Poslano bo" not in counter._model.row(0).cells[3].text
    press(qtbot, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: front.page == "request")
    assert len(facts(front, Withdrawn)) == 1


def test_the_last_receipt_is_printed_in_another_language_too(at_counter, keyboard, qtbot):
    """The clerk changes the language for the client in front, who still waits for the paper."""
    request = a_request()
    front = at_counter(request, policy=SWIFT)
    front.desk.printers["HP-KP-2"] = printer = FakePrinter(name="HP-KP-2")
    check(qtbot, keyboard, front, request)
    front.window.rebuild()
    qtbot.waitUntil(lambda: front.place.isAncestorOf(QApplication.focusWidget()))
    press(qtbot, Qt.Key.Key_P, CTRL)
    qtbot.waitUntil(lambda: len(printer.printed) == 1)


def test_the_next_scan_sends_what_was_recorded(at_counter, keyboard, qtbot):
    """The next client is here: nobody will undo the last one."""
    request, following = a_request(), person("Novak", "Jan")
    front = at_counter(request, following, policy=SWIFT)
    check(qtbot, keyboard, front, request)
    keyboard.scan(request_number_scan(following.number))
    qtbot.waitUntil(lambda: front.central.requests[request.number].stage is Stage.IDENTIFIED)
    qtbot.waitUntil(lambda: front.page == "request")
    assert not front.place.hold.active


def test_the_next_client_opens_although_the_last_check_is_still_being_written(
    at_counter, keyboard, qtbot, background
):
    """A slow disk: the scan that comes before the answer is not thrown away by it."""
    request, following = a_request(), person("Novak", "Jan")
    front = at_counter(request, following, policy=SWIFT)
    disk = threading.Event()
    fill_in(qtbot, keyboard, front, request)
    background.run(Lane.STORE, disk.wait, owner=front.window, on_done=bool, on_error=bool)
    keyboard.press(Qt.Key.Key_Return, "\r")
    keyboard.scan(request_number_scan(following.number))
    disk.set()
    qtbot.waitUntil(lambda: front.place.request.number == following.number)
    assert front.page == "request"
    assert [fact.request for fact in facts(front, CheckAttested)] == [request.number]


def test_an_unknown_code_does_not_end_the_hold(at_counter, keyboard, qtbot):
    """A slip of the scanner must not cost the undo."""
    request = a_request()
    front = at_counter(request, policy=SWIFT)
    check(qtbot, keyboard, front, request)
    keyboard.scan("ABCDEFGHIJK-1")
    qtbot.waitUntil(front.place.counter.trouble.isVisible)
    assert front.place.hold.active
    assert front.place.counter.notice.isVisible()


def test_a_hold_that_ends_is_sent(at_counter, keyboard, qtbot):
    request = a_request()
    front = at_counter(request, policy=Policy(review_before=frozenset(), hold_s=1))
    check(qtbot, keyboard, front, request)
    front.clock.forward(2)
    qtbot.waitUntil(lambda: front.central.requests[request.number].stage is Stage.IDENTIFIED)
    qtbot.waitUntil(lambda: "v pripravi" in front.place.counter._model.row(0).cells[3].text)


def test_everything_goes_on_without_a_line(at_counter, keyboard, qtbot):
    """T6: the same keys, no dialogue more, and the window says where it stands."""
    request = a_request()
    front = at_counter(request, policy=SWIFT)
    front.central.trouble = CentralUnreachable()
    front.line.exchange_now()
    qtbot.waitUntil(lambda: front.line.state.online is False)
    assert "Ni povezave s strežnikom od 12:00" in front.place.banner.words
    assert front.window.windowTitle().startswith("Brez povezave · ")
    check(qtbot, keyboard, front, request)
    assert "ko bo spet povezava" in front.place.counter.notice.words
    qtbot.waitUntil(
        lambda: front.place.status_bar.chips["outbox"].accessibleName() == "1 za pošiljanje"
    )


def test_typing_is_never_held_up_by_a_central_that_does_not_answer(at_counter, keyboard, qtbot):
    """The exchange sits and waits; the look-up answers from the store meanwhile."""
    front = at_counter(person("Žagar", "Miha"))
    front.central.open.clear()
    front.line.exchange_now()
    qtbot.waitUntil(lambda: front.line.state.busy)
    keyboard.type("zag")
    qtbot.waitUntil(lambda: front.hits == ["Žagar Miha"])
    assert front.line.state.busy
    front.central.open.set()


# Banner


def test_the_gravest_state_has_the_banner(at_counter, qtbot):
    """One banner at a time: a certificate goes before a demo and before an outage."""
    front = at_counter(demo=True)
    assert "DEMO" in front.place.banner.words
    front.central.trouble = CentralUnreachable()
    front.line.exchange_now()
    qtbot.waitUntil(lambda: "Ni povezave" in front.place.banner.words)
    front.central.trouble = CertificateWrong()
    front.line.exchange_now()
    qtbot.waitUntil(lambda: front.line.state.certificate_stopped)
    assert "RA-" in front.place.banner.words
    assert front.place.status_bar.chips["line"].accessibleName() == "Ustavljeno"
    front.central.trouble = None
    front.place.banner.buttons[0].click()
    qtbot.waitUntil(lambda: "Povezava je spet na voljo" in front.place.banner.words)


def test_old_data_are_told_in_a_chip_and_a_banner(at_counter, qtbot):
    front = at_counter()
    front.clock.forward(42 * 60)
    front.place.watch.show_status()
    assert "42" in front.place.banner.words
    assert front.place.status_bar.chips["age"].accessibleName() == "Podatki stari 42 min"


# Keys of the window


def test_esc_clears_the_field_and_then_goes_back_to_the_counter(at_counter, keyboard, qtbot):
    request = a_request()
    front = at_counter(request)
    keyboard.scan(request_number_scan(request.number))
    qtbot.waitUntil(lambda: front.page == "request")
    press(qtbot, Qt.Key.Key_F3)
    keyboard.type("zag")
    press(qtbot, Qt.Key.Key_Escape)
    assert (front.place.look_up.text(), front.page) == ("", "request")
    press(qtbot, Qt.Key.Key_Escape)
    assert front.page == "counter"


def test_ctrl_and_a_digit_goes_to_a_page(at_counter, qtbot):
    front = at_counter()
    for digit, key in ((2, "letters"), (3, "outbox"), (1, "counter")):
        press(qtbot, getattr(Qt.Key, f"Key_{digit}"), CTRL)
        assert front.page == key


def test_whoever_comes_back_to_the_counter_by_its_key_types_at_once(at_counter, keyboard, qtbot):
    """A page that goes leaves the focus to whatever Qt finds next, and names would go nowhere."""
    front = at_counter()
    for come_back in ((Qt.Key.Key_1, CTRL), (Qt.Key.Key_Left, ALT)):
        press(qtbot, Qt.Key.Key_3, CTRL)
        qtbot.waitUntil(lambda: front.place.at_rest)
        press(qtbot, *come_back)
        assert front.page == "counter"
        assert QApplication.focusWidget() is front.place.look_up.edit


# In and out


def test_locking_signs_out_and_leaves_nobody_behind_the_cover(at_counter, keyboard, qtbot):
    request = a_request()
    front = at_counter(request)
    keyboard.scan(request_number_scan(request.number))
    qtbot.waitUntil(lambda: front.page == "request")
    place = front.place
    press(qtbot, Qt.Key.Key_L, CTRL)
    assert front.window.session is None
    assert front.window.sign_in.isVisible()
    assert place.request.number is None
    qtbot.waitUntil(lambda: len(facts(front, SessionClosed)) == 1)
    assert "Prijava" in front.window.windowTitle()
    assert "Maja" not in front.window.windowTitle()


def test_somebody_else_can_sign_in_after_a_lock(at_counter, enter, qtbot):
    front = at_counter()
    press(qtbot, Qt.Key.Key_L, CTRL)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    front.window.sign_in.switch.click()
    enter(front)
    assert front.page == "counter"


def test_closing_with_something_unsent_asks_first(at_counter, keyboard, qtbot):
    """The default is to stay; Esc leaves without effect."""
    request = a_request()
    front = at_counter(request)
    session = front.window.session
    front.central.trouble = CentralUnreachable()
    front.desk.record_check(a_check(request.number), session=session)
    front.place.refresh()
    qtbot.waitUntil(lambda: front.place.unsent == 1)
    front.window.close()
    assert front.window.isVisible()
    sheet = front.window.findChild(Sheet)
    assert sheet is not None
    press(qtbot, Qt.Key.Key_Escape)
    assert front.window.isVisible()
    assert front.window.session is session
    front.window.close()
    sheet = next(s for s in front.window.findChildren(Sheet) if s.isVisible())
    sheet.accept_button.click()
    qtbot.waitUntil(lambda: not front.window.isVisible())
    assert len(facts(front, SessionClosed)) == 1


def test_closing_with_everything_sent_just_closes(at_counter, qtbot):
    front = at_counter()
    front.window.close()
    qtbot.waitUntil(lambda: not front.window.isVisible())
    assert len(facts(front, SessionClosed)) == 1


def test_nothing_opens_behind_a_dialog_that_asks_where_a_file_goes(at_counter, keyboard, qtbot):
    """Nobody would see who was opened, and the journal would say that somebody did."""
    request = a_request()
    front = at_counter(request)
    dialog = file_dialog(front.place.counter, title="Shrani", name="a.csv")
    dialog.open()
    qtbot.waitUntil(lambda: dialog.isAncestorOf(QApplication.focusWidget() or front.window))
    keyboard.scan(request_number_scan(request.number))
    assert front.place.counter.trouble.isVisible()
    dialog.reject()
    qtbot.waitUntil(lambda: not front.line.state.busy)
    assert front.page == "counter"
    assert facts(front, RequestViewed) == []


def test_the_screen_locks_though_what_had_the_focus_before_a_sheet_is_gone(at_counter, theme):
    """A lock that stopped half way left the client's data behind the cover."""
    front = at_counter()
    gone = QLineEdit(front.place)
    gone.show()
    gone.setFocus()
    sheet = Sheet(theme, front.window, question="Ali še velja?", accept_words="Odloči")
    sheet.open(sheet.accept_button)
    gone.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    front.window.lock()
    assert front.window.session is None
    assert front.window.sign_in.isVisible()


def test_closing_in_the_middle_of_a_check_asks_first(at_counter, keyboard, qtbot):
    """A wrong key must not take the window from somebody with a client at the counter."""
    request = person("Žagar Őry", "Špela")
    front = at_counter(request)
    keyboard.scan(request_number_scan(request.number))
    qtbot.waitUntil(lambda: front.page == "request")
    keyboard.scan(*td1().split("\n"))
    press(qtbot, Qt.Key.Key_Q, CTRL)
    sheet = front.place.sheet()
    assert sheet is not None
    press(qtbot, Qt.Key.Key_Return)  # the default is to stay
    assert front.place.sheet() is None
    assert front.page == "request"


def test_no_key_acts_between_the_wish_to_close_and_the_end(at_counter, keyboard, qtbot):
    """What is recorded after its session has ended would be nobody's."""
    request = a_request()
    front = at_counter(request)
    with front.fake.store.meanwhile():  # the store takes its time
        press(qtbot, Qt.Key.Key_Q, CTRL)
        keyboard.scan(request_number_scan(request.number))
        assert front.window.session is None
    qtbot.waitUntil(lambda: not front.window.isVisible())
    assert facts(front, RequestViewed) == []
    assert isinstance(front.fake.store.kept.deeds[-1].fact, SessionClosed)


def test_a_fault_of_the_program_stops_the_work(at_counter, background, qtbot):
    """Nobody goes on with a window that is not what it says."""
    front = at_counter()
    with qtbot.captureExceptions():
        background.crashed.emit(RuntimeError("fault"))
    assert front.window.session is None
    assert not front.window.sign_in.isVisible()
    assert front.window.close()


def test_a_note_that_was_pasted_with_what_nobody_sees_is_recorded(at_counter, keyboard, qtbot):
    """NUL ends a text in some clipboards; the check was refused as a journal that cannot be read."""
    request = a_request()
    front = at_counter(request, policy=SWIFT)
    fill_in(qtbot, keyboard, front, request)
    press(qtbot, Qt.Key.Key_F7)
    note = front.place.request.questions.note
    QApplication.clipboard().setText("po\0klic\0")
    note.paste()
    assert (note.text(), note.cursorPosition()) == ("poklic", 6)
    press(qtbot, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: front.page == "counter")
    assert [fact.note for fact in facts(front, CheckAttested)] == ["poklic"]
