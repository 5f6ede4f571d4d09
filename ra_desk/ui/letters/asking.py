"""What the sheets of the print room share: an error that keeps them open, a second person."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ra_desk.domain.errors import RaError, Refused
from ra_desk.domain.letters import SecondPersonNeeded
from ra_desk.domain.secret import Secret
from ra_desk.texts import _
from ra_desk.ui.parts.field import Field
from ra_desk.ui.parts.labels import label
from ra_desk.ui.parts.sheet import Sheet
from ra_desk.ui.parts.strip import Banner
from ra_desk.ui.theme import Kind, Theme, Type
from ra_desk.ui.wording import told


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """Name and password of a second person, and a one-time code if that person is new here."""

    login: str
    password: Secret[str] = field(repr=False)
    one_time_code: str = field(default="", repr=False)


class AskingSheet(Sheet):
    """Stays open until what it asked for is done; the page says how it went."""

    _busy = False

    def make_room(self, theme: Theme) -> None:
        """Have a place for what goes wrong, below all that was put in so far."""
        self.trouble = Banner(theme)
        self.accept_button.setWhatsThis(
            _("Records the answer as it is described at the left of the buttons.")
        )
        self.body.addWidget(self.trouble)

    @property
    def busy(self) -> bool:
        """Whether an answer is under way: pressing Enter twice answers once."""
        return self._busy

    def begin(self) -> None:
        """Wait for the outcome of the answer."""
        self._busy = True
        self.accept_button.setEnabled(False)

    def fail(self, error: RaError) -> None:
        """Tell why it was not done, and let the answer be changed."""
        self.say(told(error))

    def release(self) -> None:
        """Let the answer be given again."""
        self._busy = False
        self.accept_button.setEnabled(True)

    def say(self, words: str) -> None:
        """Tell what is missing."""
        self.release()
        self.trouble.say(Kind.ERR, "alert-circle", words)

    def take_scan(self, text: str) -> bool:
        """Use a scan; False where it is of no use here."""
        return False


class SecondPerson(QWidget):
    """Fields in which somebody else signs in, for one act alone."""

    def __init__(self, theme: Theme, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(label(_("A second person agrees"), Type.STRONG))
        self.name, self.password, self.code = QLineEdit(), QLineEdit(), QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setMaxLength(200)
        self.name.setMaxLength(100)
        self.code.setMaxLength(12)
        row = QHBoxLayout()
        row.setSpacing(12)
        for edit, title, hint in (
            (self.name, _("User name"), ""),
            (self.password, _("Password"), ""),
            (
                self.code,
                _("One-time code"),
                _("only if this person has not signed in at this computer in the last days"),
            ),
        ):
            row.addWidget(Field(theme, title, edit, hint=hint), 1, Qt.AlignmentFlag.AlignTop)
        column.addLayout(row)

    def signature(self) -> Signature | None:
        """Return who signs; None if nobody has to, or while name or password are missing."""
        if self.isHidden() or not self.name.text().strip() or not self.password.text():
            return None
        return Signature(
            login=self.name.text().strip(),
            password=Secret(self.password.text()),
            one_time_code=self.code.text().strip(),
        )

    def forget(self) -> None:
        """Let go of the password."""
        self.password.clear()
        self.code.clear()


class SigningSheet(AskingSheet):
    """Asks for a second person where an answer is too much for one."""

    _refused = False

    def make_room(self, theme: Theme) -> None:
        """Have a place for the second person, too."""
        self.second = SecondPerson(theme)
        self.second.hide()
        self.body.addWidget(self.second)
        super().make_room(theme)

    def want_second(self, wanted: bool) -> None:
        """Ask for a second person; once the answer was refused for want of one, in any case."""
        self.second.setVisible(wanted or self._refused)

    def signed(self) -> bool:
        """Return whether all have signed who have to; else ask for it."""
        if self.second.isHidden() or self.second.signature() is not None:
            return True
        self.say(_("More than ten sheets: a second person signs in."))
        self.second.name.setFocus()
        return False

    def fail(self, error: RaError) -> None:
        super().fail(error)
        if isinstance(error, SecondPersonNeeded):
            self._refused = True
            self.second.show()
            self.second.name.setFocus()
        elif isinstance(error, Refused):
            self.second.forget()
