"""The window beside the desk: who can sign in, who comes, what was sent, and two switches."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QPixmap, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ra_desk.demo.clients import Client
from ra_desk.demo.home_card import HomeCard
from ra_desk.demo.inbox import CaughtMail
from ra_desk.demo.meanwhile import change_email, end
from ra_desk.demo.sheets import page_image
from ra_desk.demo.sms_catch import CaughtSms
from ra_desk.demo.world import World
from ra_desk.domain.activation import RequestNumber
from ra_desk.domain.life import Event
from ra_desk.texts import _, ngettext
from ra_desk.ui.parts.buttons import Button, Size
from ra_desk.ui.parts.card import Card
from ra_desk.ui.parts.chip import Chip
from ra_desk.ui.parts.labels import label
from ra_desk.ui.parts.strip import Banner
from ra_desk.ui.theme import Kind, Theme, Type

_SIZE = QSize(560, 960)
_SECOND_MS = 1000
_LETTER_SIZE = QSize(595, 842)


class Panel(QWidget):
    """Shows what lies around the desk in a demo; nothing in it is part of the desk."""

    scan_wanted = Signal(tuple)  # lines that a scanner would type into the desk
    _something_came = Signal()  # from the threads of the mail server and the SMS gateway

    def __init__(self, theme: Theme, world: World) -> None:
        super().__init__()
        self._theme, self._world = theme, world
        self.setProperty("role", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        # The demo ends with the desk's window.
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self.setWindowTitle(_("[DEMO] Demonstration – RA Desk"))
        self.resize(theme.scaled(_SIZE.width()), _SIZE.height())
        theme.dress(self)
        self._letter: QLabel | None = None
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        for part in (
            self._banner(),
            self._people(),
            self._clients(),
            self._switches(),
            self._meanwhile(),
            HomeCard(theme, world, self._chosen),
            self._caught_card(),
            self._letters(),
        ):
            if isinstance(part, Card):
                part.body.setSpacing(8)
            column.addWidget(part)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)
        self._something_came.connect(self._on_caught)
        world.inbox.tell(self._something_came.emit)
        world.phones.tell(self._something_came.emit)
        self._clock = QTimer(self)
        self._clock.setInterval(_SECOND_MS)
        self._clock.timeout.connect(self._on_second)
        self._clock.start()
        self._on_second()

    def _banner(self) -> QWidget:
        banner = Banner(self._theme)
        banner.say(
            Kind.REV,
            "flask",
            _(
                "DEMO – all people and data are made up. Nothing leaves this computer. Two rules "
                "are off: the first checks of a new clerk and very fast checks need no review."
            ),
        )
        return banner

    # Who can sign in

    def _people(self) -> Card:
        card = Card(_("Sign in at the desk"))
        self._who = _combo(_("Operator"))
        for one in self._world.operators:
            self._who.addItem(one.operator.name)
        self._who.currentIndexChanged.connect(self._on_second)
        card.body.addWidget(self._who)
        self._login = self._named(_("User name"))
        self._password = self._named(_("Password"))
        self._code = self._named(_("One-time code"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        for row, value in enumerate((self._login, self._password, self._code)):
            grid.addWidget(label(value.accessibleName(), tone="muted"), row, 0)
            grid.addWidget(value, row, 1)
        grid.setColumnStretch(1, 1)
        card.body.addLayout(grid)
        return card

    def _named(self, name: str) -> QLabel:
        value = label(kind=Type.MONO_STRONG)
        value.setAccessibleName(name)
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return value

    def _on_second(self, _place: int = 0) -> None:
        chosen = self._world.operators[self._who.currentIndex()]
        self._login.setText(chosen.login)
        self._password.setText(chosen.password.reveal())
        self._code.setText(chosen.one_time_code())
        self._show_letters()

    # Who comes to the counter

    def _clients(self) -> Card:
        card = Card(_("A client at the counter"), count=str(len(self._world.clients)))
        self._client = _combo(_("Client"))
        for one in self._world.clients:
            person = one.citizen
            self._client.addItem(f"{person.surname} {person.given_names} · {one.request}")
        self._client.currentIndexChanged.connect(self._on_client)
        card.body.addWidget(self._client)
        row = QHBoxLayout()
        row.setSpacing(8)
        self._document = Button(self._theme, _("Scan the document"), size=Size.ROW, icon="scan")
        self._document.clicked.connect(
            lambda: self.scan_wanted.emit(self._chosen().document_scan())
        )
        confirmation = Button(self._theme, _("Scan the confirmation"), size=Size.ROW, icon="scan")
        confirmation.clicked.connect(
            lambda: self.scan_wanted.emit(self._chosen().confirmation_scan())
        )
        row.addWidget(self._document)
        row.addWidget(confirmation)
        row.addStretch(1)
        card.body.addLayout(row)
        card.body.addWidget(
            label(
                _("Every citizen's account is the e-mail address with this password:"),
                tone="muted",
                wrap=True,
            )
        )
        account = self._named(_("Password of every citizen"))
        account.setText(self._world.citizen_password.reveal())
        card.body.addWidget(account)
        self._on_client()
        return card

    def _chosen(self) -> Client:
        return self._world.clients[self._client.currentIndex()]

    def _on_client(self, _place: int = 0) -> None:
        # A driving licence has no zone that could be scanned.
        self._document.setEnabled(bool(self._chosen().document_scan()))

    # What can go wrong around the desk

    def _switches(self) -> Card:
        card = Card(_("The world outside"))
        self._line_chip = Chip(self._theme, Kind.OK, "cloud-check", "")
        self._line_button = Button(self._theme, "", size=Size.ROW)
        self._line_button.clicked.connect(self._on_line)
        self._register_chip = Chip(self._theme, Kind.OK, "circle-check", "")
        self._register_button = Button(self._theme, "", size=Size.ROW)
        self._register_button.clicked.connect(self._on_register)
        self._register_up = True
        for name, chip, button, keys in (
            (_("Line to central"), self._line_chip, self._line_button, "Ctrl+1"),
            (_("Register of persons"), self._register_chip, self._register_button, "Ctrl+2"),
        ):
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addWidget(label(name))
            row.addStretch(1)
            row.addWidget(chip)
            row.addWidget(button)
            card.body.addLayout(row)
            QShortcut(QKeySequence(keys), self).activated.connect(button.click)
        self._show_switches()
        return card

    def _meanwhile(self) -> Card:
        """Make the card of what a desk without a line hears of too late."""
        card = Card(_("Meanwhile, to the client chosen above"))
        words = _(
            "Cut the line, check the client at the desk, choose what happens meanwhile, and "
            "connect again: the outbox asks for a decision."
        )
        card.body.addWidget(label(words, tone="muted", wrap=True))
        row = QHBoxLayout()
        row.setSpacing(8)
        for name, act in (
            (_("The e-mail address changes"), self._change_email),
            (_("The request lapses"), partial(self._end, Event.LAPSED)),
            (_("The client withdraws"), partial(self._end, Event.CITIZEN_WITHDREW)),
        ):
            button = Button(self._theme, name, size=Size.ROW)
            button.clicked.connect(act)
            row.addWidget(button)
        row.addStretch(1)
        card.body.addLayout(row)
        self._happened = label(tone="muted", wrap=True)
        card.body.addWidget(self._happened)
        return card

    def _change_email(self) -> None:
        engine, number = self._world.central.engine, RequestNumber(self._chosen().request)
        self._tell_happened(change_email(engine, number, at=self._world.desk.time()))

    def _end(self, what: Event) -> None:
        engine, number = self._world.central.engine, RequestNumber(self._chosen().request)
        self._tell_happened(end(engine, number, what, at=self._world.desk.time()))

    def _tell_happened(self, done: bool) -> None:
        number = self._chosen().request
        words = (
            _("It has happened to {number}.") if done else _("It is too late for that: {number}.")
        )
        self._happened.setText(words.format(number=number))

    def _on_line(self) -> None:
        line = self._world.line
        if line.is_up:
            line.cut()
        else:
            line.bring_up()
        self._show_switches()

    def _on_register(self) -> None:
        self._register_up = not self._register_up
        if self._register_up:
            self._world.register.bring_up()
        else:
            self._world.register.take_down()
        self._show_switches()

    def _show_switches(self) -> None:
        if self._world.line.is_up:
            self._line_chip.show_state(Kind.OK, "cloud-check", _("Connected"))
            self._line_button.set_words(_("Cut the line"), key="Ctrl+1")
        else:
            self._line_chip.show_state(Kind.ERR, "cloud-off", _("Cut"))
            self._line_button.set_words(_("Mend the line"), key="Ctrl+1")
        if self._register_up:
            self._register_chip.show_state(Kind.OK, "circle-check", _("Answers"))
            self._register_button.set_words(_("Let it be silent"), key="Ctrl+2")
        else:
            self._register_chip.show_state(Kind.ERR, "circle-x", _("Is silent"))
            self._register_button.set_words(_("Let it answer"), key="Ctrl+2")

    # What left central

    def _caught_card(self) -> Card:
        self._caught: list[CaughtMail | CaughtSms] = []
        self._outgoing = card = Card(_("Caught mails and SMS"), count="0")
        self._subjects = QListWidget()
        self._subjects.setAccessibleName(_("Caught mails and SMS"))
        self._subjects.setFixedHeight(110)
        self._subjects.currentRowChanged.connect(self._on_subject)
        self._text = QPlainTextEdit()
        self._text.setAccessibleName(_("Mail or SMS"))
        self._text.setReadOnly(True)
        self._text.setTabChangesFocus(True)
        self._text.setMinimumHeight(180)
        card.body.addWidget(self._subjects)
        card.body.addWidget(self._text)
        return card

    def _on_caught(self) -> None:
        texts = sum(isinstance(one, CaughtSms) for one in self._caught)
        mails = len(self._caught) - texts
        new: list[CaughtMail | CaughtSms] = [
            *self._world.inbox.mails()[mails:],
            *self._world.phones.texts()[texts:],
        ]
        for one in new:
            self._subjects.addItem(
                _("SMS to {number}").format(number=one.to)
                if isinstance(one, CaughtSms)
                else f"{one.to} · {one.subject}"
            )
        self._caught.extend(new)
        self._outgoing.count.setText(str(len(self._caught)))
        self._subjects.setCurrentRow(len(self._caught) - 1)

    def _on_subject(self, place: int) -> None:
        if 0 <= place < len(self._caught):
            self._text.setPlainText(self._caught[place].text)

    # What was printed

    def _letters(self) -> Card:
        card = Card(_("Printed letters"))
        row = QHBoxLayout()
        row.setSpacing(8)
        self._printed = label()
        row.addWidget(self._printed)
        row.addStretch(1)
        self._show_last = Button(self._theme, _("Show the last one"), size=Size.ROW)
        self._show_last.clicked.connect(self._on_show_last)
        row.addWidget(self._show_last)
        card.body.addLayout(row)
        return card

    def _show_letters(self) -> None:
        count = len(self._world.tray.documents)
        words = ngettext("{count} letter in the tray", "{count} letters in the tray", count)
        self._printed.setText(words.format(count=count))
        self._show_last.setEnabled(count > 0)

    def _on_show_last(self) -> None:
        documents = self._world.tray.documents
        if not documents:
            return
        self._letter = QLabel()
        self._letter.setWindowTitle(_("[DEMO] Letter"))
        self._letter.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self._letter.setPixmap(QPixmap.fromImage(page_image(documents[-1], _LETTER_SIZE)))
        self._letter.show()


def _combo(name: str) -> QComboBox:
    """Return a list that does not grow with its longest line."""
    made = QComboBox()
    made.setAccessibleName(name)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(12)
    return made
