"""The lock: everything goes behind the cover, and one password brings it back."""

from __future__ import annotations

import gc

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication

from ra_desk.domain.access import CentralUnreachable
from ra_desk.domain.facts import SessionClosed, SessionOpened
from ra_desk.journal.keys import KeyGone
from tests.fakes import a_request
from tests.ui.front import PASSWORD
from tests.ui.request.zones import td1


@pytest.fixture
def front(at_counter):
    return at_counter(a_request())


@pytest.fixture
def working(front, keyboard, qtbot):
    """In the middle of a check: document in, first question answered."""
    (number,) = front.fake.store.kept.cache
    front.place.open_request(number)
    qtbot.waitUntil(lambda: front.page == "request" and front.place.request.draft() is not None)
    front.place.request.on_scan(td1())
    qtbot.waitUntil(front.place.request.questions.takes_answers)
    keyboard.press(Qt.Key.Key_1, "1")
    qtbot.waitUntil(lambda: front.place.request.draft().answers[0] is True)
    return front


def lock(front, qtbot):
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert front.window.session is None
    qtbot.waitUntil(lambda: closed(front) == 1)


def closed(front):
    return sum(isinstance(d.fact, SessionClosed) for d in front.fake.store.kept.deeds)


def unlock(front, keyboard, qtbot, *words):
    for text in words or (PASSWORD,):
        keyboard.type(text)
        keyboard.press(Qt.Key.Key_Return, "\r")
    qtbot.waitUntil(lambda: front.window.session is not None)


def test_one_password_and_enter_go_on_at_the_same_question(working, keyboard, qtbot):
    """T7b: the password and one key; document, answers and caret are where they were."""
    before = working.place.request.draft()
    lock(working, qtbot)
    assert QApplication.focusWidget() is working.window.sign_in.password
    unlock(working, keyboard, qtbot)
    qtbot.waitUntil(lambda: working.page == "request")
    after = working.place.request.draft()
    assert (after.document, after.presented, after.answers) == (
        before.document,
        before.presented,
        before.answers,
    )
    second = working.place.request.questions.questions[1]
    qtbot.waitUntil(lambda: second.isAncestorOf(QApplication.focusWidget()))


def test_a_sheet_comes_back_with_what_was_typed(working, keyboard, qtbot):
    working.place.request.reopen("DocumentSheet")
    sheet = working.place.sheet()
    sheet.number.setFocus()
    sheet.number.selectAll()
    keyboard.type("PB9")
    lock(working, qtbot)
    assert working.window.workplace is None
    unlock(working, keyboard, qtbot)
    qtbot.waitUntil(lambda: working.page == "request" and working.place.sheet() is not None)
    assert working.place.sheet().number.text() == "PB9"


def test_nothing_of_the_session_is_left_behind_the_cover(working, qtbot):
    """Keys, token, widgets and cached rows: whoever looks at the memory finds a sealed place."""
    place, session = working.place, working.window.session
    gone = []
    place.destroyed.connect(lambda: gone.append(True))
    lock(working, qtbot)
    with pytest.raises(KeyGone):
        session.signer.sign(b"x")
    with pytest.raises(KeyGone):
        session.seal.raw()
    assert session.token.reveal() == ""
    assert working.fake.store.forgotten == 1
    del place
    gc.collect()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert gone


def test_the_draft_survives_the_end_of_the_program(working, qtbot):
    """Killed behind the cover: the store has it, sealed."""
    lock(working, qtbot)
    (draft,) = working.fake.store.kept.drafts.values()
    assert b"ZAGAR" not in draft.sealed


def test_the_exchange_goes_on_behind_the_cover(working, qtbot):
    lock(working, qtbot)
    kept = working.fake.store
    qtbot.waitUntil(lambda: kept.kept.filed >= len(kept.kept.entries) - 1)
    calls = working.central.calls
    working.line.exchange_now()
    qtbot.waitUntil(lambda: working.central.calls > calls)


def test_after_fifteen_minutes_the_code_is_asked_for(working, keyboard, qtbot):
    lock(working, qtbot)
    page = working.window.sign_in
    assert page.code_field.isHidden()
    working.clock.forward(16 * 60)
    keyboard.type(PASSWORD)
    keyboard.press(Qt.Key.Key_Return, "\r")
    assert not page.code_field.isHidden()
    assert QApplication.focusWidget() is page.code
    keyboard.type("482913")
    keyboard.press(Qt.Key.Key_Return, "\r")
    qtbot.waitUntil(lambda: working.window.session is not None)
    qtbot.waitUntil(lambda: working.page == "request")
    assert working.place.request.draft().answers[0] is True


def test_after_fifteen_minutes_without_a_line_the_password_is_enough(working, keyboard, qtbot):
    working.central.trouble = CentralUnreachable()
    working.line.exchange_now()
    qtbot.waitUntil(lambda: working.line.state.online is False)
    lock(working, qtbot)
    working.clock.forward(16 * 60)
    unlock(working, keyboard, qtbot)


def test_somebody_elses_session_does_not_see_the_first_ones_work(working, keyboard, qtbot):
    """The first one's draft stays sealed; their session has ended in the journal."""
    lock(working, qtbot)
    page = working.window.sign_in
    page.switch.click()
    assert page.name.text() == ""
    assert QApplication.focusWidget() is page.name
    from tests.fakes import an_operator

    working.central.operator = an_operator("Jan Z.")
    for text in ("jan.z", PASSWORD, "482913"):
        keyboard.type(text)
        keyboard.press(Qt.Key.Key_Return, "\r")
    qtbot.waitUntil(lambda: working.window.session is not None)
    assert working.page == "counter"
    assert working.desk.drafts(session=working.window.session) == ()
    assert len(working.fake.store.kept.drafts) == 1
    kinds = [type(d.fact) for d in working.fake.store.kept.deeds]
    assert kinds.index(SessionClosed) > kinds.index(SessionOpened)


def test_the_first_one_finds_the_draft_again_later(working, keyboard, qtbot):
    lock(working, qtbot)
    working.window.sign_in.switch.click()
    for text in ("maja.k", PASSWORD, "482913"):
        keyboard.type(text)
        keyboard.press(Qt.Key.Key_Return, "\r")
    qtbot.waitUntil(lambda: working.window.session is not None)
    assert working.page == "counter"
    (draft,) = working.desk.drafts(session=working.window.session)
    assert draft.draft.answers[0] is True


def test_a_wrong_password_keeps_the_screen_locked(working, keyboard, qtbot):
    lock(working, qtbot)
    page = working.window.sign_in
    keyboard.type("napak")
    keyboard.press(Qt.Key.Key_Return, "\r")
    qtbot.waitUntil(lambda: "4 poskuse" in page.told.words)
    assert working.window.session is None
    unlock(working, keyboard, qtbot)
    qtbot.waitUntil(lambda: working.page == "request")


def test_a_locked_screen_says_whose_it_is_and_nothing_else(working, qtbot):
    lock(working, qtbot)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    window = working.window
    words = " ".join(
        text() for w in window.findChildren(object) if callable(text := getattr(w, "text", None))
    )
    assert "Maja K." in words
    for hidden in ("Žagar", "Špela", "IE1234567"):
        assert hidden not in words
