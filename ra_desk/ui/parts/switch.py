"""A switch that says in words whether it is on."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QWidget

from ra_desk.texts import _
from ra_desk.ui.theme import Theme, Type

_TRACK = QSize(44, 24)
_GAP = 12


class SwitchBox(QCheckBox):
    """A check box drawn as a switch; its state stands beside it, so colour is not needed.

    Space changes it; the whole of it can be pressed.
    """

    def __init__(self, theme: Theme, name: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.changed.connect(self.updateGeometry)

    @property
    def words(self) -> str:
        """The state in words."""
        # i18n: the state of a switch
        return _("on") if self.isChecked() else _("off")

    def _track(self) -> QSize:
        return QSize(self._theme.scaled(_TRACK.width()), self._theme.scaled(_TRACK.height()))

    def sizeHint(self) -> QSize:
        metrics, track = self._theme.metrics(Type.BODY), self._track()
        # i18n: the state of a switch
        widest = max(metrics.horizontalAdvance(word) for word in (_("on"), _("off")))
        height = max(track.height() + 2, metrics.height())
        return QSize(widest + 1 + _GAP + track.width(), height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, track, on = self._theme, self._track(), self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        enabled = self.isEnabled()
        painter.setPen(theme.colour("muted" if enabled else "disabled"))
        painter.setFont(theme.font(Type.BODY))
        words = QRectF(self.rect()).adjusted(0, 0, -track.width() - _GAP, 0)
        sides = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(words, sides, self.words)
        middle = self.height() / 2
        box = QRectF(
            self.width() - track.width(), middle - track.height() / 2, track.width(), track.height()
        ).adjusted(0.75, 0.75, -0.75, -0.75)
        ink = "control" if enabled else "disabled"
        painter.setPen(QPen(theme.colour("accent" if on and enabled else ink), 1.5))
        painter.setBrush(theme.colour("accent" if on and enabled else "surface"))
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        radius = box.height() / 2 - (4.5 if on else 5)
        x = box.right() - box.height() / 2 if on else box.left() + box.height() / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("onAccent" if on and enabled else ink))
        painter.drawEllipse(QRectF(x - radius, middle - radius, 2 * radius, 2 * radius))
