"""The curtain hides people from lookers-on; the next client finds nothing of the last one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from ra_desk.domain.activation import request_number_scan
from ra_desk.ui.parts.curtain import masked
from ra_desk.ui.parts.sheet import open_sheet
from tests.fakes import a_request
from tests.ui.frame.walker import found, kept
from tests.ui.request.zones import td1

NONE = Qt.KeyboardModifier.NoModifier
#: What may not be seen of the person of `a_request` and of the document.
TRACES = ("Žagar", "Špela", "Zagar", "Spela", "1991", "Slovenska cesta", "IE1234567")


def press(qtbot, key, modifier=NONE):
    qtbot.keyClick(QApplication.focusWidget(), key, modifier)


def seen(front, traces=TRACES):
    """Where the window shows a trace; the sample of fonts on the settings' page is nobody."""
    shell = front.place
    pages = [shell.stack.widget(n) for n in range(shell.stack.count())]
    parts = [page for page in pages if page is not shell.page("settings")]
    parts += [shell.look_up, shell.look_up.panel, shell.status_bar, shell.banner, shell.rail]
    return [place for part in parts for place in found(part, traces)]


def open_with_document(front, keyboard, qtbot, request):
    keyboard.scan(request_number_scan(request.number))
    qtbot.waitUntil(lambda: front.page == "request")
    keyboard.scan(*td1().split("\n"))
    qtbot.waitUntil(lambda: front.place.request._visit.document is not None)


@pytest.mark.parametrize(
    ("text", "mask"),
    [
        ("Žagar Őry Špela", "Ž••• Ő••• Š•••"),
        ("4. 3. 1991", "••• ••• •••"),
        ("spela.zagar@posta.example", "s•••"),
        ("", ""),
    ],
)
def test_a_mask_keeps_initials_and_no_lengths(text, mask):
    assert masked(text) == mask


def test_f8_hides_people_on_the_request_and_shows_them_again(at_counter, keyboard, qtbot):
    """Seen, spoken and painted; the state has its chip."""
    request = a_request()
    front = at_counter(request)
    open_with_document(front, keyboard, qtbot, request)
    assert found(front.place.request, TRACES) != []
    press(qtbot, Qt.Key.Key_F8)
    assert seen(front) == []
    chip = front.place.status_bar.chips["curtain"]
    assert chip.isVisible()
    press(qtbot, Qt.Key.Key_F8)
    assert not chip.isVisible()
    assert found(front.place.request, TRACES) != []


def test_f8_hides_people_in_hits_and_in_what_is_typed(at_counter, keyboard, qtbot):
    front = at_counter(a_request())
    press(qtbot, Qt.Key.Key_F8)
    keyboard.type("zaga")
    qtbot.waitUntil(lambda: front.hits != [])
    model = front.place.look_up.panel.model
    assert model.index(0, 0).data() == "Ž••• Ő••• Š•••"
    assert seen(front, (*TRACES, "zaga")) == []


def test_the_chip_opens_the_curtain(at_counter, qtbot):
    front = at_counter(a_request())
    press(qtbot, Qt.Key.Key_F8)
    front.place.status_bar.chips["curtain"].click()
    assert not front.place.theme.covered


def test_the_curtain_stays_drawn_when_the_window_is_made_anew(at_counter, keyboard, qtbot):
    """Another language must not show what somebody has hidden."""
    request = a_request()
    front = at_counter(request)
    press(qtbot, Qt.Key.Key_F8)
    front.window.rebuild()
    assert front.place.status_bar.chips["curtain"].isVisible()
    open_with_document(front, keyboard, qtbot, request)
    assert seen(front) == []


def test_nothing_of_the_last_client_is_left_when_another_request_opens(at_counter, keyboard, qtbot):
    """No widget, no model, no undo of a field and no clipboard holds them any more."""
    request = a_request()
    other = replace(
        request,
        number=a_request().number,
        applicant=replace(request.applicant, surname="Novak", given_names="Jan"),
    )
    front = at_counter(request, other)
    keyboard.type("zaga")
    qtbot.waitUntil(lambda: front.hits != [])
    open_with_document(front, keyboard, qtbot, request)
    keyboard.scan(request_number_scan(other.number))
    qtbot.waitUntil(lambda: front.place.request.number == other.number)
    QApplication.sendPostedEvents(None, 52)
    place = front.place
    for part in (place.request, place.look_up, place.look_up.panel, place.status_bar, place.banner):
        assert found(part, ("Žagar", "Špela", "ZAGAR", "IE1234567")) == []
    assert not place.look_up.edit.isUndoAvailable()
    assert place.finder._asked is None
    assert kept(place.scanning, ("ZAGAR",)) == []


def test_nothing_of_the_client_is_left_when_the_counter_waits_for_the_next(
    at_counter, keyboard, qtbot
):
    """What the lists of the counter name, they name as lists do: initial, surname, year."""
    request = a_request()
    front = at_counter(request)
    open_with_document(front, keyboard, qtbot, request)
    press(qtbot, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: front.page == "counter")
    QApplication.sendPostedEvents(None, 52)
    place = front.place
    for part in (place.request, place.look_up, place.look_up.panel, place.status_bar, place.banner):
        assert found(part, TRACES) == []
    assert seen(front, ("IE1234567", "Slovenska cesta", "4. 3. 1991")) == []


def record(front, keyboard, qtbot):
    """Answer every question with yes and record the check."""
    page = front.place.request
    qtbot.waitUntil(page.questions.takes_answers)
    for number in range(3):
        keyboard.type("1")
        qtbot.waitUntil(lambda at=number: page._visit.answers[at] is True)
    keyboard.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: front.page == "counter")


def test_nothing_of_a_recorded_check_is_kept_once_it_can_no_longer_be_undone(
    at_counter, keyboard, qtbot
):
    """Not in an attribute either: the hold alone needs what was filled in."""
    request = a_request()
    front = at_counter(request)
    open_with_document(front, keyboard, qtbot, request)
    record(front, keyboard, qtbot)
    assert front.place.hold.active
    assert kept(front.place.request, TRACES) != []
    front.place.hold.send_now()
    qtbot.waitUntil(lambda: kept(front.place.request, TRACES) == [])
    assert kept(front.place.hold, TRACES) == []


def test_f8_hides_what_is_typed_of_a_document_and_in_a_note(at_counter, keyboard, qtbot):
    """On the sheet that opens later too; nothing typed is lost when the window is made anew."""
    request = a_request()
    front = at_counter(request)
    open_with_document(front, keyboard, qtbot, request)
    press(qtbot, Qt.Key.Key_F7)
    keyboard.type("Slovenska")
    press(qtbot, Qt.Key.Key_F8)
    assert seen(front) == []
    press(qtbot, Qt.Key.Key_F2)
    sheet = open_sheet(front.place)
    assert found(sheet, TRACES) == []
    front.window.rebuild()
    qtbot.waitUntil(lambda: open_sheet(front.place) is not None)
    sheet = open_sheet(front.place)
    assert found(sheet, TRACES) == []
    press(qtbot, Qt.Key.Key_F8)
    assert found(sheet, ("IE1234567",)) != []


def test_the_next_check_is_still_held_when_the_last_one_has_gone(at_counter, keyboard, qtbot):
    """Sending what was held before comes to an end later than the next hold begins."""
    first, second = a_request(), a_request()
    front = at_counter(first, second)
    for request in (first, second):
        open_with_document(front, keyboard, qtbot, request)
        record(front, keyboard, qtbot)
    qtbot.waitUntil(lambda: not front.place.finder.busy)
    assert front.place.hold.active
    assert front.place.request._last.request.number == second.number
