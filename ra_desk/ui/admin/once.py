"""What is shown once: half of an invitation, a desk's code, and the picture for a phone.

Nothing here can be selected or copied, but for a desk's code, which is dead until a second person
has confirmed it and too long to be typed. Behind the curtain nothing of it is drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from ra_desk.domain.secret import Secret
from ra_desk.texts import _
from ra_desk.ui.parts.buttons import Button
from ra_desk.ui.parts.labels import label
from ra_desk.ui.parts.sheet import Sheet
from ra_desk.ui.theme import Theme, Type

#: Makes the modules of a QR code.
Picture = Callable[[str], Sequence[Sequence[int]]]

_QUIET = 4
_SIDE = 264


class Word(QWidget):
    """A word in large fixed signs, painted: it can be read, and neither selected nor copied."""

    def __init__(self, theme: Theme, word: Secret[str]) -> None:
        super().__init__()
        self._theme, self._word = theme, word
        self.setAccessibleName(" ".join(word.reveal()))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.covered_changed.connect(self.update)

    def sizeHint(self) -> QSize:
        metrics = self._theme.metrics(Type.CODE)
        return QSize(metrics.horizontalAdvance(self._word.reveal()) + 8, metrics.height() + 24)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._theme.covered:
            return
        painter = QPainter(self)
        painter.setFont(self._theme.font(Type.CODE))
        painter.setPen(self._theme.colour("text"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._word.reveal())


class QrPicture(QWidget):
    """A QR code: dark on light in every theme, because cameras want it so."""

    def __init__(self, theme: Theme, modules: Sequence[Sequence[int]], *, name: str) -> None:
        super().__init__()
        self._theme, self._modules = theme, modules
        self.setAccessibleName(name)
        self.setFixedSize(_SIDE, _SIDE)
        theme.covered_changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.on_paper("surface"))
        if self._theme.covered:
            return
        ink = self._theme.on_paper("text")
        side = self.width() / (len(self._modules) + 2 * _QUIET)
        for down, row in enumerate(self._modules):
            for across, dark in enumerate(row):
                if dark:
                    x, y = (across + _QUIET) * side, (down + _QUIET) * side
                    painter.fillRect(QRectF(x, y, side + 0.2, side + 0.2), ink)


class OnceSheet(Sheet):
    """Shows something once; closing it is the end of it."""

    def __init__(
        self, theme: Theme, window: QWidget, *, question: str, sentence: str, effect: str
    ) -> None:
        super().__init__(
            theme,
            window,
            question=question,
            sentence=sentence,
            # i18n: the button of a sheet that shows something once: it was handed over or scanned
            accept_words=_("Done"),
            effect=effect,
        )
        self.setProperty("of", "admin")
        self.leave_button.hide()
        self.accept_button.setWhatsThis(_("Closes this; it cannot be shown again."))
        self.accepted.connect(self.leave)

    def show_once(self) -> None:
        """Open the sheet."""
        self.open(self.accept_button)


def invitation_sheet(theme: Theme, window: QWidget, word: Secret[str]) -> OnceSheet:
    """Return the sheet for who proposed an account: the half that is read and typed."""
    sheet = OnceSheet(
        theme,
        window,
        question=_("Hand over this word"),
        sentence=_(
            "Write it down for the operator, by hand or by post, never by e-mail together with "
            "anything else. It opens the account only with the picture that the second person "
            "will show."
        ),
        effect=_("It is shown once. It works for 72 hours after the confirmation."),
    )
    sheet.body.addWidget(Word(theme, word))
    return sheet


def desk_sheet(theme: Theme, window: QWidget, code: Secret[str], picture: Picture) -> OnceSheet:
    """Return the sheet for who proposed a desk: its one-time code."""
    sheet = OnceSheet(
        theme,
        window,
        question=_("The code of the desk"),
        sentence=_(
            "Scan it at the new computer, or copy it there. It works only when a second person "
            "has confirmed it, once, and for 24 hours from then on."
        ),
        effect=_("It is shown once."),
    )
    _add_picture(sheet, theme, code, picture, name=_("The code of the desk, as a QR code"))
    copy = Button(theme, _("Copy the code"))
    copy.setWhatsThis(_("Puts the code into the clipboard for a few seconds."))
    copy.clicked.connect(lambda: _copy(code))
    sheet.body.addWidget(copy, 0, Qt.AlignmentFlag.AlignHCenter)
    return sheet


def phone_sheet(
    theme: Theme, window: QWidget, login: str, address: Secret[str], picture: Picture
) -> OnceSheet:
    """Return the sheet for who confirmed an account: the half that a phone scans."""
    sheet = OnceSheet(
        theme,
        window,
        question=_("Let {login} scan this with the phone").format(login=login),
        sentence=_("From now on the phone shows the one-time codes."),
        effect=_("It is shown once and cannot be copied."),
    )
    _add_picture(sheet, theme, address, picture, name=_("A QR code for the phone"))
    return sheet


def _add_picture(
    sheet: OnceSheet, theme: Theme, text: Secret[str], picture: Picture, *, name: str
) -> None:
    drawn = QrPicture(theme, picture(text.reveal()), name=name)
    sheet.body.addWidget(drawn, 0, Qt.AlignmentFlag.AlignHCenter)
    sheet.body.addWidget(label(name, Type.CAPTION), 0, Qt.AlignmentFlag.AlignHCenter)


def _copy(code: Secret[str]) -> None:
    QApplication.clipboard().setText(code.reveal())
