"""Somebody who was invited opens the account where they will sign in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit

from ra_desk.domain.administration import InvitationRefused
from ra_desk.ui.admin.forms import FormSheet
from ra_desk.ui.sign_in.page import SignInPage
from ra_desk.ui.theme import Scheme, Theme
from tests.fakes_administration import WORD
from tests.ui.hands import Hands, at_the_window
from tests.ui.states import town
from tests.ui.states_admin import office_line


@pytest.fixture
def hands(qapp: QApplication) -> Iterator[Hands]:
    """Somebody at the cover of the window."""
    look = Theme()
    look.apply(qapp, Scheme.LIGHT)
    with at_the_window(look, *town()[:1]) as made:
        yield made


def test_both_halves_and_a_password_open_the_account(hands: Hands) -> None:
    """A slip in the second password is told before anything is sent; a refusal stays in view."""
    [page] = hands.front.window.findChildren(SignInPage)
    page.help.click()
    hands.until(lambda: bool(page.told.buttons))
    page.told.buttons[0].click()
    hands.until(lambda: isinstance(hands.sheet, FormSheet))
    sheet = hands.sheet
    assert isinstance(sheet, FormSheet)
    said = {"word": WORD, "login": "nada", "code": "123456", "password": "x", "again": "y" * 12}
    for key, text in said.items():
        edit = sheet.edits[key]
        assert isinstance(edit, QLineEdit)
        assert (edit.echoMode() is QLineEdit.EchoMode.Password) == (key in ("password", "again"))
        edit.setText(text)
    sheet.accept_button.click()
    assert sheet.fields["again"].error
    sheet.edits["again"].setText("x")  # type: ignore[attr-defined]
    sheet.accept_button.click()
    hands.until(lambda: "RA-1961" in sheet.wrong.words)
    for key in ("password", "again"):
        sheet.edits[key].setText("dovolj dolgo geslo")  # type: ignore[attr-defined]
    office_line(hands).trouble = InvitationRefused()
    sheet.accept_button.click()
    hands.until(lambda: "RA-1960" in sheet.wrong.words)
    office_line(hands).trouble = None
    sheet.accept_button.click()
    hands.until(lambda: hands.sheet is None)
    assert office_line(hands).accepted == [(WORD, "nada")]
    assert page.name.text() == "nada"
