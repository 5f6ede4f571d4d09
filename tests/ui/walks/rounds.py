"""One round through one window, past every page, sheet and strip: cheap enough for each language.

The states of ``tests/ui/states.py`` begin each with a window of their own, which costs more than
everything that is looked at in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from PySide6.QtCore import Qt

from ra_desk.domain.access import CertificateWrong, OneTimeCodeUsed, SignInWrong
from ra_desk.ui.help.page import HelpPage
from ra_desk.ui.help.topics import Topic
from ra_desk.ui.outbox.page import OutboxPage
from ra_desk.ui.settings.page import SettingsPage
from ra_desk.ui.settings.shapes import Section
from tests.ui.front import PASSWORD
from tests.ui.hands import CTRL, SHIFT, Hands
from tests.ui.request.zones import td1
from tests.ui.states import SWIFT, go, record_earlier, refused_by_central, spela

#: Lets the desk choose how a code travels, so that the sheet for it can be seen.
POLICY = replace(SWIFT, office_post=True)


def round_through(hands: Hands) -> Iterator[str]:
    """Go past everything by keys and scans; give the name of what is in view at each stop."""
    yield from _cover(hands)
    yield from _request(hands)
    yield from _counter(hands)
    yield from _lists(hands)
    yield from _settings(hands)
    yield from _help(hands)
    yield from _trouble(hands)


def _home(hands: Hands) -> None:
    """Leave sheets, fields and pages until the counter is back."""
    for _time in range(8):
        if hands.page == "counter" and hands.sheet is None and not hands.front.place.look_up.text():
            break
        hands.press(Qt.Key.Key_Escape)
        hands.settle()
    assert hands.page == "counter"


def _sheet(hands: Hands, key: Qt.Key, modifiers: Qt.KeyboardModifier = CTRL) -> None:
    hands.press(key, modifiers)
    hands.until(lambda: hands.sheet is not None)
    hands.settle()


def _leave_sheet(hands: Hands) -> None:
    hands.press(Qt.Key.Key_Escape)
    hands.until(lambda: hands.sheet is None)


def _command(hands: Hands, english: str) -> None:
    hands.press(Qt.Key.Key_P, CTRL | SHIFT)
    hands.type(english)
    hands.settle()
    hands.enter()
    hands.settle()


def _look_up(hands: Hands, words: str) -> None:
    hands.press(Qt.Key.Key_F3)
    hands.type(words)


def _cover(hands: Hands) -> Iterator[str]:
    front, cover = hands.front, hands.front.window.sign_in
    yield "sign_in: empty"
    hands.type("maja.k")
    hands.enter()
    hands.enter()
    yield "sign_in: something missing"
    for error in (SignInWrong(), OneTimeCodeUsed()):
        front.central.wrong = error
        for field in cover.asks_for():
            if not field.text():
                field.setFocus()
                hands.type("482913" if field is cover.code else PASSWORD)
        hands.enter()
        hands.until(cover.told.isVisible)
        hands.settle()
        yield f"sign_in: {type(error).__name__}"
    front.central.wrong = None
    cover.help.setFocus()
    hands.enter()
    hands.settle()
    yield "sign_in: help"
    for field in cover.asks_for():
        field.clear()
    cover.name.setFocus()
    hands.sign_in()


def _request(hands: Hands) -> Iterator[str]:
    hands.scan_request(spela(hands))
    yield "request: waits for a document"
    _sheet(hands, Qt.Key.Key_F2, Qt.KeyboardModifier.NoModifier)
    yield "request: document by hand"
    hands.press(Qt.Key.Key_Tab)
    hands.type("12")
    assert hands.sheet is not None
    hands.sheet.accept_button.setFocus()
    hands.enter()
    hands.settle()
    yield "request: document by hand incomplete"
    _leave_sheet(hands)
    _sheet(hands, Qt.Key.Key_D)
    yield "request: refuse"
    _leave_sheet(hands)
    hands.scan_document(td1(number="IE1234568").replace("IE1234568", "IE1234567"))
    yield "request: zone not read"
    hands.scan_document(td1(surname="NOVAK", given="JAN", birth="500101"))
    yield "request: somebody else's document"
    hands.scan_document(td1(expiry="200912"))
    yield "request: document expired"
    hands.scan_document()
    yield "request: document read"
    hands.press(Qt.Key.Key_Return, CTRL)
    hands.settle()
    yield "request: something missing"
    hands.answer(1, 2)
    yield "request: one answer is no"
    _sheet(hands, Qt.Key.Key_D)
    yield "request: refuse after a no"
    _leave_sheet(hands)
    _sheet(hands, Qt.Key.Key_K)
    yield "request: code by post"
    _leave_sheet(hands)
    _command(hands, "> report an abuse")
    yield "request: abuse"
    _leave_sheet(hands)
    hands.press(Qt.Key.Key_F7)
    hands.settle()
    yield "request: note"
    _home(hands)
    # By the keyboard, and with a line that is gone.
    hands.front.place.refresh()
    hands.settle()
    yield "counter: drafts"
    hands.lose_line()
    hands.scan_request(spela(hands))
    yield "request: without a line"
    _home(hands)
    hands.find_line()


def _counter(hands: Hands) -> Iterator[str]:
    _look_up(hands, "žag")
    hands.until(lambda: len(hands.front.hits) == 2)
    yield "counter: hits"
    _home(hands)
    second, third, *_others = list(hands.front.central.requests.values())[1:]
    hands.scan_request(second)
    hands.scan_document(td1(surname="ZAGAR", given="MIHA", birth="840709"))
    hands.answer(1, 1, 1)
    yield "request: complete"
    _sheet(hands, Qt.Key.Key_R)
    yield "request: second review"
    _leave_sheet(hands)
    hands.enter()
    hands.until(lambda: hands.page == "counter")
    hands.settle()
    yield "counter: held"
    hands.exchange()
    hands.front.clock.forward(40)
    hands.exchange()
    record_earlier(hands, third)
    hands.exchange()
    yield "counter: recorded today"
    hands.scan_request(second)
    yield "request: sent"
    _sheet(hands, Qt.Key.Key_R)
    yield "request: correct"
    _leave_sheet(hands)
    _home(hands)
    _look_up(hands, "50223055")
    hands.settle()
    hands.type(" kos 4.3.1961")
    hands.until(hands.front.place.look_up.panel.isVisible)
    hands.settle()
    yield "counter: nobody here but perhaps elsewhere"
    _home(hands)
    _look_up(hands, "xanthippe")
    hands.until(hands.front.place.look_up.panel.isVisible)
    yield "counter: nobody"
    _home(hands)
    hands.scan("RADIO-STUDENT-89")
    hands.until(hands.front.place.counter.trouble.isVisible)
    yield "counter: unreadable scan"
    hands.scan(*td1(surname="KOS", given="ANA", birth="900101").split("\n"))
    hands.settle()
    yield "counter: document scanned"
    _home(hands)
    hands.press(Qt.Key.Key_P, CTRL | SHIFT)
    hands.settle()
    yield "window: commands"
    _home(hands)
    _sheet(hands, Qt.Key.Key_F1)
    yield "window: all keys"
    _leave_sheet(hands)
    hands.press(Qt.Key.Key_Down)
    hands.until(lambda: hands.page == "pending")
    hands.settle()
    yield "pending: list"
    _home(hands)
    _command(hands, "> what was said")
    yield "notices: list"
    _home(hands)


def _lists(hands: Hands) -> Iterator[str]:
    go(hands, "letters")
    yield "letters: empty"
    go(hands, "outbox")
    yield "outbox: sent"


def _settings(hands: Hands) -> Iterator[str]:
    go(hands, "settings")
    page = hands.front.place.page("settings")
    assert isinstance(page, SettingsPage)
    for section in Section:
        page.go(section)
        hands.settle()
        yield f"settings: {section.value}"
    page.search.setFocus()
    hands.type("e")
    hands.settle()
    yield "settings: found"
    hands.type("xyzzy")
    hands.settle()
    yield "settings: nothing found"
    page.search.clear()


def _help(hands: Hands) -> Iterator[str]:
    go(hands, "help")
    page = hands.front.place.page("help")
    assert isinstance(page, HelpPage)
    yield "help: first page"
    page.show_topic(Topic(chapter="keys"))
    hands.settle()
    yield "help: chapter"
    page.show_doctor()
    hands.settle()
    yield "help: doctor"
    page.show_home()
    page.search.setFocus()
    hands.type("čitalnik")
    hands.settle()
    yield "help: found"
    hands.type("xyzzy")
    hands.settle()
    yield "help: nothing found"
    page.search.clear()
    _home(hands)


def _trouble(hands: Hands) -> Iterator[str]:
    refused_by_central(hands)
    yield "counter: something needs a decision"
    go(hands, "outbox")
    yield "outbox: needs a decision"
    page = hands.front.place.page("outbox")
    assert isinstance(page, OutboxPage)
    assert page.decide.take_focus()
    hands.enter()
    hands.until(lambda: hands.sheet is not None)
    hands.settle()
    yield "outbox: decision"
    _leave_sheet(hands)
    _home(hands)
    hands.lose_line(CertificateWrong())
    yield "counter: certificate wrong"
    hands.lose_line()
    hands.front.clock.forward(42 * 60)
    hands.front.place.watch.show_status()
    yield "counter: old data"
    record_earlier(hands, list(hands.front.central.requests.values())[5])
    go(hands, "outbox")
    yield "outbox: waiting without a line"
    hands.front.window.close()
    hands.until(lambda: hands.sheet is not None)
    hands.settle()
    yield "window: close with something unsent"
    _leave_sheet(hands)
    hands.press(Qt.Key.Key_L, CTRL)
    hands.until(lambda: hands.front.window.session is None)
    hands.settle()
    yield "sign_in: locked"
