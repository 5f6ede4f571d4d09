"""Keeps what has the focus in view: where a page scrolls, and when the window or text changes size.

Source: WCAG 2.2, 2.4.11 focus not obscured.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QScrollArea, QWidget

#: Pixels around the focus that are in view too.
_SIDE, _AROUND = 20, 24
#: Pixels that the focus ring stands out; cut off it would be faint.
_RING = 4


class FocusInView(QObject):
    """Scrolls to the focus of ``window`` after it has moved by a key, or its room has changed."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        # After the layout: until then nobody knows where anything stands.
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._look)
        window.installEventFilter(self)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus_changed)

    def _on_focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        # What a mouse has pressed must not move away under it.
        if new is not None and QApplication.mouseButtons() == Qt.MouseButton.NoButton:
            self._soon.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._soon.start()
        return False

    def _look(self) -> None:
        focus = QApplication.focusWidget()
        if focus is not None and self._window.isAncestorOf(focus):
            bring_into_view(focus)


def bring_into_view(widget: QWidget) -> None:
    """Scroll whatever scrolls around ``widget`` until it is seen; of a table, its current row."""
    part, rect = _current(widget) if isinstance(widget, QAbstractScrollArea) else _whole(widget)
    above = widget.parentWidget()
    while above is not None:
        content = above.widget() if isinstance(above, QScrollArea) else None
        if isinstance(above, QScrollArea) and content is not None:
            _scroll(above, content, QRect(part.mapTo(content, rect.topLeft()), rect.size()))
        above = above.parentWidget()


def _whole(widget: QWidget) -> tuple[QWidget, QRect]:
    return widget, widget.rect()


def _current(widget: QAbstractScrollArea) -> tuple[QWidget, QRect]:
    # The sign-in has no table, and would wait for its class.
    from PySide6.QtWidgets import QAbstractItemView

    if isinstance(widget, QAbstractItemView) and widget.currentIndex().isValid():
        return widget.viewport(), widget.visualRect(widget.currentIndex())
    return _whole(widget)


def _scroll(area: QScrollArea, content: QWidget, rect: QRect) -> None:
    port = area.viewport()
    ringed = rect.adjusted(-_RING, -_RING, _RING, _RING).intersected(content.rect())
    if port.rect().contains(QRect(content.mapTo(port, ringed.topLeft()), ringed.size())):
        return
    for corner in (rect.bottomRight(), rect.topLeft()):  # the beginning last: it matters more
        area.ensureVisible(corner.x(), corner.y(), _SIDE, _AROUND)
