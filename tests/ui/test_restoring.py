"""Another language or a lock in the middle of work: the same place, the same words, the same caret."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from ra_desk.domain.activation import Channel
from ra_desk.domain.facts import RequestViewed
from ra_desk.domain.policy import Policy
from ra_desk.journal.ring import Seal
from ra_desk.texts import use
from ra_desk.ui.parts.sheet import Sheet
from ra_desk.ui.remembered import opened
from tests.fakes import a_request
from tests.ui.request.zones import td1

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def front(at_counter):
    return at_counter(a_request())


@pytest.fixture
def request_(front):
    (number,) = front.fake.store.kept.cache
    return front.fake.store.kept.cache[number]


@pytest.fixture
def in_request(front, request_, qtbot):
    front.place.open_request(request_.number)
    qtbot.waitUntil(lambda: front.page == "request")
    qtbot.waitUntil(lambda: front.place.request.draft() is not None)
    return front


def anew(front, qtbot):
    """Rebuild as for another language, and wait until the place is the same."""
    before, key = front.place, front.page
    front.window.rebuild()
    assert front.place is not before
    qtbot.waitUntil(lambda: front.page == key)
    return front.place


def test_what_was_typed_in_the_look_up_stays_with_its_caret(front, keyboard, qtbot):
    keyboard.type("zaga")
    keyboard.press(Qt.Key.Key_Left)
    place = anew(front, qtbot)
    edit = place.look_up.edit
    qtbot.waitUntil(lambda: QApplication.focusWidget() is edit)
    assert (edit.text(), edit.cursorPosition(), edit.selectedText()) == ("zaga", 3, "")
    qtbot.waitUntil(lambda: bool(front.hits))


def test_the_focus_is_somewhere_though_its_place_is_gone(front, qtbot):
    """Whoever works by keys is never without a place where the next key goes."""
    QApplication.focusWidget().clearFocus()
    place = anew(front, qtbot)
    qtbot.waitUntil(lambda: place.isAncestorOf(QApplication.focusWidget() or front.window))


def test_the_words_are_in_the_new_language(front, qtbot):
    use("en")
    try:
        place = anew(front, qtbot)
        assert place.rail.items["counter"].accessibleName().startswith("Counter")
    finally:
        use("sl")


def test_a_check_goes_on_where_it_was(in_request, keyboard, qtbot):
    """The document, the answers and the question in turn: nothing is asked twice."""
    front = in_request
    front.place.request.on_scan(td1())
    qtbot.waitUntil(front.place.request.questions.takes_answers)
    keyboard.press(Qt.Key.Key_1, "1")
    qtbot.waitUntil(lambda: front.place.request.draft().answers == (True, None, None))
    before = front.place.request.draft()
    place = anew(front, qtbot)
    after = place.request.draft()
    assert (after.document, after.presented, after.answers) == (
        before.document,
        before.presented,
        before.answers,
    )
    second = place.request.questions.questions[1]
    qtbot.waitUntil(lambda: second.isAncestorOf(QApplication.focusWidget()))


def test_the_way_back_and_forward_finds_the_request_again(in_request, request_, qtbot):
    """A stop without its number would be a page about nobody."""
    front = in_request
    place = anew(front, qtbot)
    alt = Qt.KeyboardModifier.AltModifier
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Left, alt)
    assert front.page == "counter"
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Right, alt)
    qtbot.waitUntil(lambda: place.request.number == request_.number)


def test_the_seconds_since_the_document_count_on(in_request, qtbot):
    """Otherwise a change of language would make each check look very fast."""
    front = in_request
    front.place.request.on_scan(td1())
    front.clock.forward(40)
    before = front.place.request.draft().started_at
    place = anew(front, qtbot)
    assert abs((place.request.draft().started_at - before).total_seconds()) < 45


def test_showing_the_request_again_is_no_second_view(in_request, qtbot):
    front = in_request
    anew(front, qtbot)
    views = [d for d in front.fake.store.kept.deeds if isinstance(d.fact, RequestViewed)]
    assert len(views) == 1


def test_a_sheet_is_open_again_with_what_was_typed(in_request, keyboard, qtbot):
    front = in_request
    front.place.request.reopen("DocumentSheet")
    sheet = front.place.sheet()
    sheet.number.setFocus()
    keyboard.type("PB123")
    keyboard.press(Qt.Key.Key_Left)
    place = anew(front, qtbot)
    again = place.sheet()
    assert again is not None
    assert again is not sheet
    assert (again.number.text(), again.number.cursorPosition()) == ("PB123", 4)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is again.number)
    assert len([s for s in front.window.findChildren(Sheet) if s.isVisible()]) == 1


def test_a_field_that_a_choice_has_brought_comes_back_with_its_words(in_request, keyboard, qtbot):
    """The reason for the post stands where it stood, though the sheet opens without its field."""
    front = in_request
    with front.fake.store.meanwhile() as kept:
        kept.policy = Policy(office_post=True)
    place = anew(front, qtbot)
    place.request.reopen("ChannelSheet")
    sheet = place.sheet()
    sheet.choices.choose(Channel.POST)
    keyboard.type("nima e-poste")
    again = anew(front, qtbot).sheet()
    assert again is not None
    assert (again.choices.key, again.reason.text()) == (Channel.POST, "nima e-poste")
    qtbot.waitUntil(lambda: QApplication.focusWidget() is again.reason)
    again.accept_button.click()
    assert front.place.request.draft().channel is Channel.POST


def test_the_cover_speaks_the_new_language_too(front_of):
    front = front_of()
    use("en")
    try:
        front.window.rebuild()
        assert front.window.sign_in.name.accessibleName() == "User name"
        assert QApplication.focusWidget() is front.window.sign_in.name
    finally:
        use("sl")


def test_what_is_remembered_is_sealed_to_its_operator(front, keyboard):
    keyboard.type("zaga")
    seal = front.place.session.seal
    remembered = front.place.remember()
    sealed = remembered.sealed(seal)
    assert b"zaga" not in sealed
    assert opened(sealed, seal) == remembered
    assert opened(sealed, Seal.generate()) is None
