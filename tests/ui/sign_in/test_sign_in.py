"""Signing in by keys: one field after the other, every refusal in words, nothing remembered."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from ra_desk.domain.access import (
    CentralUnreachable,
    CertificateWrong,
    NoRole,
    OneTimeCodeUsed,
    SignInBarred,
    SignInWrong,
)
from ra_desk.domain.facts import SessionClosed
from ra_desk.ui.sign_in.countdown import seconds_left
from tests.fakes import NOON
from tests.ui.front import PASSWORD, a_front


@pytest.fixture
def front(qtbot, theme, background):
    made = a_front(theme, background)
    qtbot.addWidget(made.window)
    made.window.begin()
    made.window.activateWindow()
    qtbot.waitUntil(made.window.isActiveWindow)
    yield made
    made.end()


def enter(keyboard, *words):
    for word in words:
        keyboard.type(word)
        keyboard.press(Qt.Key.Key_Return, "\r")


def test_enter_goes_to_the_next_empty_field_and_signs_in_at_the_end(front, keyboard, qtbot):
    """T7: name, password and six digits, with Enter between them and no other key."""
    page = front.window.sign_in
    assert QApplication.focusWidget() is page.name
    enter(keyboard, "maja.k")
    assert QApplication.focusWidget() is page.password
    enter(keyboard, PASSWORD)
    assert QApplication.focusWidget() is page.code
    enter(keyboard, "482913")
    qtbot.waitUntil(lambda: front.window.session is not None)
    assert front.window.session.operator.name == "Maja K."


def test_the_password_does_not_stay_in_the_field(front, keyboard, qtbot):
    enter(keyboard, "maja.k", PASSWORD, "482913")
    qtbot.waitUntil(lambda: front.window.session is not None)
    page = front.window.sign_in
    assert (page.name.text(), page.password.text(), page.code.text()) == ("", "", "")


@pytest.mark.parametrize(
    ("error", "words", "focus"),
    [
        (SignInWrong(left=4), "Imate še 4 poskuse", "password"),
        (SignInBarred(until=NOON + timedelta(minutes=15)), "RA-1002", "code"),
        (OneTimeCodeUsed(), "RA-1003", "code"),
        (NoRole(), "RA-1005", "password"),
        (CentralUnreachable(), "RA-", "code"),
        (CertificateWrong(), "RA-", "code"),
    ],
)
def test_each_refusal_says_what_to_do_and_where(front, keyboard, qtbot, error, words, focus):
    front.central.wrong = error
    enter(keyboard, "maja.k", PASSWORD, "482913")
    page = front.window.sign_in
    qtbot.waitUntil(lambda: words in page.told.words)
    assert QApplication.focusWidget() is getattr(page, focus)
    assert page.name.text() == "maja.k"
    assert page.code.text() == ""
    assert front.window.session is None


def test_waiting_can_be_left_and_a_late_answer_opens_nothing(front, keyboard, qtbot):
    """The operator gave up; the session that comes all the same is closed as evidence."""
    front.central.open.clear()
    enter(keyboard, "maja.k", PASSWORD, "482913")
    page = front.window.sign_in
    assert page.told.words == "Prijavljam …"
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert not page.told.isVisible()
    front.central.open.set()
    kept = front.fake.store
    qtbot.waitUntil(lambda: any(isinstance(d.fact, SessionClosed) for d in kept.kept.deeds))
    assert front.window.session is None


def test_what_is_missing_is_said_beside_its_field(front, keyboard, qtbot):
    page = front.window.sign_in
    keyboard.press(Qt.Key.Key_Return, "\r")
    assert page.name_field.error == "Vpišite uporabniško ime."
    assert page.password_field.error == "Vpišite geslo."
    assert page.code_field.error == "Vpišite vseh 6 števk."
    assert QApplication.focusWidget() is page.name


@pytest.mark.parametrize("pasted", ["482913", "482 913", " 482-913\n", "4829137"])
def test_the_code_may_be_pasted_as_the_app_shows_it(front, qtbot, pasted):
    page = front.window.sign_in
    page.code.setFocus()
    QApplication.clipboard().setText(pasted)
    page.code.paste()
    assert page.code.text() == "482 913"


def test_the_password_shows_only_while_it_is_asked_to(front, qtbot):
    page = front.window.sign_in
    assert page.password.echoMode() is QLineEdit.EchoMode.Password
    assert page.reveal.accessibleName() == "Pokaži geslo"
    page.reveal.click()
    assert page.password.echoMode() is QLineEdit.EchoMode.Normal
    assert page.reveal.accessibleName() == "Skrij geslo"
    page.begin()
    assert page.password.echoMode() is QLineEdit.EchoMode.Password


def test_caps_lock_is_told(front, keyboard):
    """A capital without Shift: the lock is on."""
    page = front.window.sign_in
    page.password.setFocus()
    keyboard.press(Qt.Key.Key_A, "A")
    assert page.password_field.error == "Vklopljen je Caps Lock."
    keyboard.press(Qt.Key.Key_A, "a")
    assert page.password_field.error == ""


def test_the_ring_counts_to_the_next_code():
    """Codes change at whole half minutes (RFC 6238)."""
    assert seconds_left(NOON) == 30
    assert seconds_left(NOON + timedelta(seconds=16)) == 14
    assert seconds_left(NOON + timedelta(seconds=29)) == 1


def test_help_names_the_number_to_call(front, qtbot):
    page = front.window.sign_in
    page.help.click()
    qtbot.waitUntil(lambda: "080" in page.told.words)


def test_every_field_has_its_name_for_a_screen_reader(front):
    page = front.window.sign_in
    names = [edit.accessibleName() for edit in (page.name, page.password, page.code)]
    assert names == ["Uporabniško ime", "Geslo", "Enkratna koda"]
    assert page.code.accessibleDescription() == "6-mestna koda iz aplikacije na telefonu"
