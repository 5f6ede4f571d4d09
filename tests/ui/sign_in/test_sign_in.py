"""Signing in by keys: one field after the other, every refusal in words, nothing remembered."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from ra_desk.domain.access import (
    AnswerCut,
    CentralBusy,
    CentralUnreachable,
    CertificateWrong,
    NoRole,
    OneTimeCodeUsed,
    SignInBarred,
    SignInWrong,
    SomebodyElseAnswered,
)
from ra_desk.domain.facts import SessionClosed
from ra_desk.ui.sign_in.countdown import seconds_left
from ra_desk.ui.wording import number
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
    assert (page.password.text(), page.code.text()) == ("", "")
    assert not page.password.isUndoAvailable()


@pytest.mark.parametrize(
    ("error", "words", "focus"),
    [
        (SignInWrong(left=4), "Imate še 4 poskuse", "password"),
        (SignInBarred(until=NOON + timedelta(minutes=15)), "RA-1002", "code"),
        (OneTimeCodeUsed(), "RA-1003", "code"),
        (NoRole(), "RA-1005", "password"),
        (CentralUnreachable(), "RA-1004", "password"),
        (CertificateWrong(), "RA-", "password"),
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
    keyboard.press(Qt.Key.Key_Return, "\r")
    assert page.told.isVisible(), "an impatient second Enter gives nothing up"
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


# Without a line


def plain(page):
    """What the page says, with plain spaces."""
    return page.told.words.replace("\u00a0", " ")


@pytest.fixture
def known(front, keyboard, qtbot):
    """Somebody has signed in here with a line, has gone, and now there is none."""
    enter(keyboard, "maja.k", PASSWORD, "482913")
    qtbot.waitUntil(lambda: front.window.session is not None)
    qtbot.waitUntil(lambda: not front.line.state.busy)
    front.window.lock()
    front.window.sign_in.switch.click()
    front.central.trouble = CentralUnreachable()
    front.line.exchange_now()
    qtbot.waitUntil(lambda: front.line.state.online is False)
    return front


def test_without_a_line_no_code_is_asked_for_and_the_page_says_until_when(known, keyboard, qtbot):
    """Decision 18: the desk is the second factor; the sentence of ux.md 3.1."""
    page = known.window.sign_in
    assert page.code_field.isHidden()
    keyboard.type("maja.k")
    qtbot.waitUntil(lambda: "do 23. 11. 2026" in plain(page))
    assert "prijavite" in page.told.words
    keyboard.press(Qt.Key.Key_Return, "\r")
    enter(keyboard, PASSWORD)
    qtbot.waitUntil(lambda: known.window.session is not None)
    assert known.window.session.online is False


def test_the_code_field_comes_back_with_the_line(known, qtbot):
    page = known.window.sign_in
    known.central.trouble = None
    known.line.exchange_now()
    qtbot.waitUntil(lambda: not page.code_field.isHidden())
    assert "povezav" not in page.told.words or page.told.isHidden()


def test_who_was_not_here_for_72_hours_is_told_so(known, keyboard, qtbot):
    known.clock.forward(73 * 3600)
    page = known.window.sign_in
    keyboard.type("maja.k")
    qtbot.waitUntil(lambda: "RA-1004" in page.told.words)
    assert "72" in page.told.words


def test_a_line_that_fails_while_signing_in_leaves_the_password_in_its_field(
    front, keyboard, qtbot
):
    """One more Enter and the clerk is in, without a line."""
    enter(keyboard, "maja.k", PASSWORD, "482913")
    qtbot.waitUntil(lambda: front.window.session is not None)
    qtbot.waitUntil(lambda: not front.line.state.busy)
    front.window.lock()
    page = front.window.sign_in
    page.switch.click()
    front.central.wrong = CentralUnreachable()
    enter(keyboard, "maja.k", PASSWORD, "482914")
    qtbot.waitUntil(lambda: page.code_field.isHidden() and "23. 11." in plain(page))
    assert page.password.text() == PASSWORD
    keyboard.press(Qt.Key.Key_Return, "\r", repeat=True)
    assert page.told.words != "Prijavljam …", "held down since before, it has agreed to nothing"
    keyboard.press(Qt.Key.Key_Return, "\r")
    qtbot.waitUntil(lambda: front.window.session is not None)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (CentralBusy(status=503), "Strežnik je zaseden"),
        (AnswerCut(), "Povezava"),
        (SomebodyElseAnswered(), "odgovoril"),
    ],
)
def test_a_server_that_answers_is_not_out_of_reach(known, keyboard, qtbot, error, words):
    """What is the matter is said as the banner says it; the desk lets in all the same."""
    page = known.window.sign_in
    assert page.told.words == "Ni povezave s strežnikom."
    known.central.trouble = error
    known.line.exchange_now()
    qtbot.waitUntil(lambda: words in page.told.words)
    assert "Ni povezave" not in page.told.words
    keyboard.type("maja.k")
    qtbot.waitUntil(lambda: "23. 11. 2026" in plain(page))
    assert words in page.told.words
    assert number(error) in page.told.words
    keyboard.press(Qt.Key.Key_Return, "\r")
    enter(keyboard, PASSWORD)
    qtbot.waitUntil(lambda: known.window.session is not None)


def test_wrong_tries_without_a_line_are_counted_on_the_page(known, keyboard, qtbot):
    page = known.window.sign_in
    keyboard.type("maja.k")
    keyboard.press(Qt.Key.Key_Return, "\r")
    for words in ("4 poskuse", "3 poskuse", "2 poskusa", "1 poskus"):
        enter(keyboard, "napak")
        qtbot.waitUntil(lambda words=words: words in page.told.words)
    enter(keyboard, "napak")
    qtbot.waitUntil(lambda: "0 poskusov" in page.told.words)
    enter(keyboard, "napak")
    qtbot.waitUntil(lambda: "RA-1002" in page.told.words)


# A server that cannot prove itself


def test_a_wrong_certificate_closes_the_door_until_a_person_acts(known, keyboard, qtbot):
    """Decision 17: no sign-in of any kind, and no retry by itself."""
    known.central.trouble = CertificateWrong()
    known.line.exchange_now()
    page = known.window.sign_in
    qtbot.waitUntil(lambda: known.line.state.certificate_stopped)
    assert not page.submit.isEnabled()
    enter(keyboard, "maja.k", PASSWORD)
    calls = known.central.calls
    assert known.window.session is None
    assert not page.told.isHidden()
    known.central.trouble = None
    known.line.exchange_now()
    assert known.central.calls == calls
    [again] = page.told.buttons
    qtbot.waitUntil(again.isVisible)
    again.click()
    qtbot.waitUntil(lambda: page.submit.isEnabled() and known.central.calls == calls + 1)


# Name and language


def test_the_last_name_is_there_and_the_focus_in_the_password(front, keyboard, qtbot):
    enter(keyboard, "maja.k", PASSWORD, "482913")
    qtbot.waitUntil(lambda: front.window.session is not None)
    page = front.window.sign_in
    page.begin()
    assert page.name.text() == "maja.k"


def test_the_name_is_forgotten_where_it_is_not_to_be_kept(front, keyboard, qtbot):
    front.settings.set("privacy.remember_name", False)
    enter(keyboard, "maja.k", PASSWORD, "482913")
    qtbot.waitUntil(lambda: front.window.session is not None)
    page = front.window.sign_in
    page.begin()
    assert page.name.text() == ""
    assert front.settings.text("sign_in.name") == ""


def test_the_language_is_chosen_on_the_cover(front):
    page = front.window.sign_in
    names = [page.language.itemText(at) for at in range(page.language.count())]
    assert names[:2] == ["slovenščina", "English"]
    page.language.activated.emit(1)
    assert front.settings.text("language") == "en"


def test_tab_goes_through_the_card_in_its_order(front, qtbot):
    page = front.window.sign_in
    page.name.setFocus()
    seen = []
    for _step in range(5):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        seen.append(QApplication.focusWidget())
    assert seen == [page.password, page.reveal, page.code, page.submit, page.help]
