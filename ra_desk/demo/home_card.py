"""The client at home: what follows the mail with the code, until the citizens have their pages."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout

from ra_desk.demo.at_home import Home, phone_number
from ra_desk.demo.citizen import Browser, CallFailed
from ra_desk.demo.clients import Client
from ra_desk.demo.world import World
from ra_desk.texts import _
from ra_desk.ui.parts.buttons import Button, Size
from ra_desk.ui.parts.card import Card
from ra_desk.ui.parts.labels import label
from ra_desk.ui.theme import Theme


class HomeCard(Card):
    """Lets one client redeem the code, enter a phone number, and then the password of the SMS.

    Args:
        chosen: returns whom the buttons are about.
    """

    def __init__(self, theme: Theme, world: World, chosen: Callable[[], Client]) -> None:
        super().__init__(_("The client chosen above, at home"))
        self._world, self._chosen = world, chosen
        self._home = Home(mails=world.inbox.mails, texts=world.phones.texts)
        row = QHBoxLayout()
        row.setSpacing(8)
        for name, act in (
            (_("Enter code and phone number"), self._enter_code),
            (_("Enter the password"), self._enter_password),
        ):
            button = Button(theme, name, size=Size.ROW)
            button.clicked.connect(act)
            row.addWidget(button)
        row.addStretch(1)
        self.body.addLayout(row)
        self._said = label(tone="muted", wrap=True)
        self.body.addWidget(self._said)

    def _enter_code(self) -> None:
        client, phone = self._chosen(), self._phone()
        code = self._home.code(client.citizen.email)
        if not code:
            words = _("No mail with a code has come for {number}.")
            self._said.setText(words.format(number=client.request))
            return

        def act(browser: Browser) -> str:
            if browser.stage() == "code_sent":
                browser.redeem(code)
            browser.enter_phone(phone)
            return _("An SMS is on its way to {phone}.").format(phone=phone)

        self._do(act)

    def _enter_password(self) -> None:
        password = self._home.password(self._phone())

        def act(browser: Browser) -> str:
            browser.enter_password(password)
            words = _("The smsPASS of {number} is active.")
            return words.format(number=self._chosen().request)

        self._do(act)

    def _do(self, act: Callable[[Browser], str]) -> None:
        """Act in a session of the client's, and say what came of it."""
        browser = Browser(self._world.citizens_url)
        email, password = self._chosen().citizen.email, self._world.citizen_password.reveal()
        try:
            browser.sign_in(email=email, password=password)
            self._said.setText(act(browser))
        except CallFailed as failed:
            self._said.setText(_("Not accepted: {code}.").format(code=failed.code))

    def _phone(self) -> str:
        return phone_number(self._world.clients.index(self._chosen()))
