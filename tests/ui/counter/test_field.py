"""The one field: what it understands, what it says, and what it never does."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from ra_desk.domain.access import CentralUnreachable
from ra_desk.domain.activation import (
    letter_number_scan,
    new_letter_number,
    new_request_number,
    request_number_scan,
)
from ra_desk.domain.facts import HELD, Purpose, RequestViewed, SearchKey
from ra_desk.domain.mrz_keyboard import Keyboard
from ra_desk.domain.pass_request import Stage
from ra_desk.services.ports import Query
from ra_desk.ui.background import Lane
from ra_desk.ui.parts.sheet import open_sheet
from tests.domain.test_mrz_keyboard import typed
from tests.fakes import a_request
from tests.services.refusing import head
from tests.services.test_understand import PIECES
from tests.ui.request.zones import td1


def emso_of(day: date) -> str:
    from stdnum.si import emso

    body = f"{day:%d%m}{day.year % 1000:03}59500"
    return body + emso.calc_check_digit(body)


def panel(front):
    return front.place.look_up.panel


def press(qtbot, key):
    qtbot.keyClick(QApplication.focusWidget(), key)


def paste(front, qtbot, text):
    QGuiApplication.clipboard().setText(text)
    front.place.look_up.edit.setFocus()
    front.place.look_up.edit.paste()


def test_an_emso_leaves_the_field_for_its_birth_date(at_counter, keyboard, qtbot):
    """Decision 24: not on the screen, not in what Ctrl+Z brings back."""
    request = a_request()
    front = at_counter(request)
    number = emso_of(request.applicant.birth_date)
    keyboard.type(number)
    edit = front.place.look_up.edit
    qtbot.waitUntil(lambda: front.hits == ["Žagar Őry Špela"])
    assert edit.text() == "4. 3. 1991"
    edit.undo()
    edit.undo()
    assert number not in edit.text()
    assert "številka se ne shrani" in panel(front)._note.text()


def test_a_pasted_zone_finds_its_person_and_leaves_the_name(at_counter, qtbot):
    """The optional data of a zone hold the EMŠO as well."""
    front = at_counter(a_request(), a_request())
    paste(front, qtbot, td1())
    qtbot.waitUntil(lambda: len(front.hits) >= 2)
    assert "<" not in front.place.look_up.edit.text()
    assert "Dokumentu ustrezata 2 zahtevka. Izberite pravega." in panel(front)._nothing.text()


def test_of_several_requests_the_one_that_can_be_checked_comes_first(at_counter, keyboard, qtbot):
    done = a_request(stage=Stage.ACTIVE)
    waiting = a_request()
    front = at_counter(done, waiting)
    keyboard.scan(*td1().split("\n"))
    qtbot.waitUntil(lambda: len(front.hits) >= 2)
    model = panel(front).model
    assert [model.row(n).key for n in range(2)] == [waiting.number, done.number]


def test_a_letter_is_opened_by_its_number(at_counter, keyboard, qtbot):
    front = at_counter(a_request())
    keyboard.type(letter_number_scan(new_letter_number()))
    assert front.hits == ["Odpri pismo"]
    keyboard.press(Qt.Key.Key_Return, "\r")
    qtbot.waitUntil(lambda: front.page == "letters")


def test_a_search_that_fails_keeps_the_text_and_asks_again(at_counter, keyboard, qtbot):
    """RA-1290, with the reason; Enter asks once more."""
    request = a_request()
    front = at_counter(request)
    broken = front.fake.store.read
    troubles = [CentralUnreachable()]

    def read():
        if troubles:
            raise troubles[0]
        return broken()

    front.fake.store.read = read
    keyboard.type("zagar")
    qtbot.waitUntil(lambda: front.hits == ["Poskusi znova"])
    assert "RA-1290" in panel(front)._nothing.text()
    assert front.place.look_up.text() == "zagar"
    troubles.clear()
    keyboard.press(Qt.Key.Key_Return, "\r")
    qtbot.waitUntil(lambda: front.hits == ["Žagar Őry Špela"])


def test_a_slow_search_says_so_and_dims_what_stood_there(at_counter, qtbot, keyboard, background):
    """After 300 ms; what comes at once never flickers."""
    front = at_counter(a_request())
    field = front.place.look_up
    keyboard.type("z")
    qtbot.waitUntil(lambda: bool(front.hits))
    assert field._hint.text() == "Esc počisti"
    disk = threading.Event()
    background.run(Lane.STORE, disk.wait, owner=front.window, on_done=bool, on_error=bool)
    keyboard.type("a")
    qtbot.waitUntil(lambda: field._hint.text() == "Iščem …")
    assert panel(front).table.opacity < 1
    disk.set()
    qtbot.waitUntil(lambda: panel(front).table.opacity == 1)
    assert field._hint.text() == "Esc počisti"


def test_the_count_is_told_once_typing_has_stopped(at_counter, keyboard, qtbot):
    """Not at each key: a screen reader would read over itself."""
    front = at_counter(a_request())
    told = []
    front.place.look_up._quiet.timeout.connect(lambda: told.append(front.place.look_up._words))
    keyboard.type("zagar")
    qtbot.waitUntil(lambda: bool(front.hits))
    assert told == []
    qtbot.waitUntil(lambda: told == ["1 zadetek"])
    assert "zagar" in front.place.look_up.edit.accessibleDescription()


def test_a_scanner_of_another_keyboard_is_corrected_and_told_once(at_counter, keyboard, qtbot):
    """RA-1104 beside the request; from then on the chip says it."""
    request = a_request()
    person = replace(
        request.applicant, surname="Novak", given_names="Ana", birth_date=date(1991, 3, 4)
    )
    front = at_counter(replace(request, applicant=person))
    zone = td1(surname="NOVAK", given="ANA")
    chip = front.place.status_bar.chips["scanner"]
    keyboard.scan(*typed(zone, Keyboard.US, Keyboard.HUNGARIAN).split("\n"))
    assert chip.text() == "Prebrano"
    qtbot.waitUntil(lambda: front.page == "request")
    notice = front.place.request.notice
    qtbot.waitUntil(notice.isVisible)
    assert "RA-1104" in notice.words
    qtbot.waitUntil(lambda: "ameriška" in chip.text())


def test_the_sheet_for_a_document_takes_one_of_another_keyboard(at_counter, keyboard, qtbot):
    """Typing began because nothing could be read; then the scanner read it after all."""
    request = a_request()
    person = replace(request.applicant, surname="Novak", given_names="Ana")
    request = replace(request, applicant=person)
    front = at_counter(request)
    keyboard.scan(request_number_scan(request.number))
    qtbot.waitUntil(lambda: front.page == "request")
    keyboard.chord(Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: open_sheet(front.place) is not None)
    plain = td1(surname="NOVAK", given="ANA")
    zone = typed(plain, Keyboard.US, Keyboard.HUNGARIAN)
    spoilt = typed(plain.replace("3109122", "3109123"), Keyboard.US, Keyboard.HUNGARIAN)
    assert spoilt != zone
    keyboard.scan(*spoilt.split("\n"))
    assert open_sheet(front.place) is not None
    qtbot.waitUntil(front.place.request.notice.isVisible)
    assert "RA-1105" not in front.place.request.notice.words
    keyboard.scan(*zone.split("\n"))
    qtbot.waitUntil(lambda: front.place.request._visit.document is not None)
    assert front.place.request._visit.document.number == "IE1234567"
    assert open_sheet(front.place) is None


def test_a_document_of_another_keyboard_waits_for_its_request(at_counter, keyboard, qtbot):
    """Two scans in one breath: the request is still being read when the document comes."""
    request = a_request()
    person = replace(request.applicant, surname="Novak", given_names="Ana")
    request = replace(request, applicant=person)
    front = at_counter(request)
    keyboard.scan(request_number_scan(request.number))
    zone = typed(td1(surname="NOVAK", given="ANA"), Keyboard.US, Keyboard.HUNGARIAN)
    front.place.on_scan(zone)
    qtbot.waitUntil(lambda: front.page == "request")
    qtbot.waitUntil(lambda: front.place.request._visit.document is not None)


def test_nothing_that_is_pasted_raises_or_moves_a_request(at_counter, qtbot):
    """2,000 strings: SQL, operators of the index, half an emoji, marks that nobody sees."""
    front = at_counter(a_request(), a_request(stage=Stage.RETURNED))
    before = len(front.fake.store.kept.deeds)
    edit = front.place.look_up.edit

    @given(text=st.lists(st.one_of(PIECES, st.text(max_size=30)), max_size=6).map(" ".join))
    @settings(max_examples=2000, deadline=None)
    def paste(text):
        edit.clear()
        edit.insert(text)
        assert front.page == "counter"

    paste()
    edit.clear()
    qtbot.waitUntil(lambda: not front.place.finder.busy)
    kept = front.fake.store.kept
    assert not [d for d in kept.deeds[before:] if isinstance(d.fact, (*HELD, RequestViewed))]
    assert {r.stage for r in kept.cache.values()} == {Stage.SUBMITTED, Stage.RETURNED}
    assert front.page == "counter"


def test_what_cannot_be_is_named_by_its_part_and_leaves_no_trace(at_counter, qtbot):
    """Tax number, EMŠO, date, numbers of ours, zones: what is wrong, what to do, and no entry."""
    front = at_counter(a_request())
    store = front.fake.store
    number, letter = new_request_number(), new_letter_number()
    before = head(store)
    for text, words in {
        "50223055": ("Davčna številka", "RA-1723"),
        "5022305": ("vpisanih: 7", "RA-1720"),
        "0101006500007": ("EMŠO", "RA-1727"),
        "3113006500006": ("Prvih sedem števk", "RA-1726"),
        "kos 31.2.1990": ("31. 2. 1990", "RA-1732"),
        "kos 4.3.2091": ("ne more biti datum rojstva", "RA-1733"),
        _mistyped(number): ("Številka zahtevka", "RA-1712"),
        _mistyped(letter): ("Številka pisma", "RA-1715"),
        td1().replace("IE1234567", "IE1234568"): ("številka dokumenta", "RA-1103"),
        "\n".join(td1().splitlines()[:2]): ("manjka 3. vrstica", "RA-1102"),
    }.items():
        front.place.look_up.edit.clear()
        paste(front, qtbot, text)
        qtbot.waitUntil(lambda words=words: words[1] in panel(front)._nothing.text())
        assert words[0] in panel(front)._nothing.text()
        press(qtbot, Qt.Key.Key_Return)
        assert front.page == "counter"
    assert head(store) == before


def _mistyped(number):
    return number[:-1] + ("2" if number[-1] != "2" else "3")


def test_without_a_line_a_request_that_is_not_here_is_not_said_not_to_exist(
    at_counter, keyboard, qtbot
):
    """RA-1206: only central could know of a newer one."""
    front = at_counter(a_request())
    front.central.trouble = CentralUnreachable()
    front.line.exchange_now()
    qtbot.waitUntil(lambda: front.line.state.online is False)
    keyboard.type("12345679")
    qtbot.waitUntil(lambda: "RA-1206" in panel(front)._nothing.text())
    assert "Novejši zahtevki niso prikazani." in panel(front)._note.text()


def test_the_code_of_another_offices_request_opens_it(at_counter, keyboard, qtbot):
    """Any office may check any request: the client is here, and nobody types a number for that."""
    away = a_request(new_request_number())
    front = at_counter(a_request())
    front.central.elsewhere = (away,)
    keyboard.scan(request_number_scan(away.number))
    qtbot.waitUntil(lambda: front.page == "request")
    assert front.place.request.number == away.number
    (asked,) = front.central.asked
    assert asked == (Query(number=away.number), SearchKey.NUMBER, Purpose.CLIENT_AT_COUNTER)


def test_a_code_that_nobody_knows_is_told_and_stays_to_be_compared(at_counter, keyboard, qtbot):
    front = at_counter(a_request())
    number = new_request_number()
    keyboard.scan(request_number_scan(number))
    qtbot.waitUntil(lambda: "RA-1201" in panel(front)._nothing.text())
    assert (front.page, front.place.look_up.text()) == ("counter", number)


def test_the_code_of_another_offices_request_waits_for_the_line(at_counter, keyboard, qtbot):
    """RA-1206, with the search one key away for when the line is back; central is not asked."""
    front = at_counter(a_request())
    front.central.trouble = CentralUnreachable()
    front.line.exchange_now()
    qtbot.waitUntil(lambda: front.line.state.online is False)
    keyboard.scan(request_number_scan(new_request_number()))
    qtbot.waitUntil(lambda: "RA-1206" in panel(front)._nothing.text())
    assert len(front.hits) == 1
    assert front.central.asked == []
