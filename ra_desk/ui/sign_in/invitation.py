"""The sheet in which somebody who was invited opens the account: two halves and a new password."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QWidget

from ra_desk.domain.secret import Secret
from ra_desk.services.desk import Desk
from ra_desk.texts import _
from ra_desk.ui.admin.forms import FormSheet, TextInput
from ra_desk.ui.background import Background, Lane
from ra_desk.ui.theme import Theme


def open_invitation(
    theme: Theme,
    window: QWidget,
    desk: Desk,
    background: Background,
    *,
    opened: Callable[[str], None],
) -> FormSheet:
    """Ask for both halves of an invitation and a password; ``opened``: gets the user name."""
    sheet = FormSheet(
        theme,
        window,
        question=_("Open your account"),
        sentence=_(
            "An administrator gave you a word. Another one let your phone scan a picture; the "
            "phone shows one-time codes since then."
        ),
        accept_words=_("Open the account"),
        effect=_("Then sign in with your password and the next one-time code."),
        inputs=(
            TextInput(key="word", title=_("Word of the invitation")),
            TextInput(key="login", title=_("User name")),
            TextInput(key="code", title=_("One-time code")),
            TextInput(
                key="password",
                title=_("New password"),
                hint=_("At least 12 signs; several words are easy to remember."),
                secret=True,
            ),
            TextInput(key="again", title=_("New password, once more"), secret=True),
        ),
    )

    def go_on(said: Mapping[str, str]) -> None:
        if said["password"] != said["again"]:
            sheet.accept_button.setEnabled(True)
            sheet.fields["again"].set_error(_("The two passwords are not the same."))
            sheet.edits["again"].setFocus()
            return
        password = Secret(said["password"])
        background.run(
            Lane.CENTRAL,
            lambda: desk.administration.accept(
                word=said["word"],
                login=said["login"],
                password=password,
                one_time_code=said["code"],
            ),
            owner=sheet,
            on_done=lambda _nothing: done(said["login"]),
            on_error=sheet.say_wrong,
        )

    def done(login: str) -> None:
        sheet.close_sheet()
        opened(login)

    sheet.filled.connect(go_on)
    sheet.setProperty("of", "sign_in")
    sheet.ask()
    return sheet
