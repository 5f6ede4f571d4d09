"""The focus ring: one overlay per window that stands around whatever has the focus."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from ra_desk.ui.theme.in_view import FocusInView
from ra_desk.ui.theme.theme import Theme

#: Pixels from the edge of the control to the outer edge of the ring, and the ring's radius.
OUTSIDE = 4
RADIUS = 9
#: Set on a widget that shows its focus by itself (rows of a table), or "parent" to ring its frame.
OWN_FOCUS = "ownFocus"
RING_PARENT = "ringParent"
#: Set on a control whose words reach its edge: so many pixels more, at the left and at the right.
RING_LEFT = "ringLeft"
RING_RIGHT = "ringRight"

#: By name: the sign-in would wait for classes that it has not.
_TEXTS = ("QLineEdit", "QPlainTextEdit", "QTextEdit")
_MOVES = {
    QEvent.Type.Move,
    QEvent.Type.Resize,
    QEvent.Type.Show,
    QEvent.Type.Hide,
    QEvent.Type.LayoutRequest,
}


class FocusRing(QWidget):
    """Follows the focus inside ``window``.

    It appears when the focus came by a key, and in text fields also after a click; what it
    stands around is kept in view.
    """

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._theme = theme
        self._window = window
        self._target: QWidget | None = None
        self._watched: list[QWidget] = []
        self._clip = QRect()
        self._in_view = FocusInView(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus_changed)

    @property
    def target(self) -> QWidget | None:
        """The widget the ring stands around, if it shows."""
        return self._target

    def _on_focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        self._leave()
        if new is None or new.window() is not self._window or new.property(OWN_FOCUS):
            return
        is_text = any(map(new.inherits, _TEXTS))
        if QApplication.mouseButtons() != Qt.MouseButton.NoButton and not is_text:
            return
        parent = new.parentWidget()
        self._target = parent if new.property(RING_PARENT) and parent is not None else new
        above: QWidget | None = self._target
        while above is not None and above is not self._window:
            above.installEventFilter(self)
            self._watched.append(above)
            above = above.parentWidget()
        self._place()

    def _leave(self) -> None:
        for widget in self._watched:
            if shiboken6.isValid(widget):
                widget.removeEventFilter(self)
        self._watched.clear()
        self._target = None
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _MOVES:
            self._place()
        return False

    def _place(self) -> None:
        target = self._target
        if target is None or not shiboken6.isValid(target) or not target.isVisible():
            self.hide()
            return
        corner = target.mapTo(self._window, QPoint(0, 0))
        left = OUTSIDE + int(target.property(RING_LEFT) or 0)
        right = OUTSIDE + int(target.property(RING_RIGHT) or 0)
        around = QRect(corner, target.size()).adjusted(-left, -OUTSIDE, right, OUTSIDE)
        visible = around.intersected(self._room_for(target))
        self._clip = visible.translated(-around.topLeft())
        self.setGeometry(around)
        self.setVisible(visible.isValid())
        self.raise_()
        self.update()

    def _room_for(self, target: QWidget) -> QRect:
        """Return the part of the window where the target, if scrolled, may be seen."""
        room = self._window.rect()
        above = target.parentWidget()
        while above is not None and above is not self._window:
            if isinstance(above, QScrollArea):
                port = above.viewport()
                room = room.intersected(QRect(port.mapTo(self._window, QPoint(0, 0)), port.size()))
            above = above.parentWidget()
        return room

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(self._clip)
        whole = QRectF(self.rect())
        for name, inset, radius in (("focusGap", 3, RADIUS - 2), ("focus", 1, RADIUS - 1)):
            painter.setPen(QPen(self._theme.colour(name), 2))
            painter.drawRoundedRect(whole.adjusted(inset, inset, -inset, -inset), radius, radius)
