"""Tab goes as one reads: row by row, and column by column where two stand side by side.

Qt's own order is that in which the parts were made, and many are made or moved while the window
is in use. Source: WCAG 2.2, 2.4.3 focus order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget


def tab_stops(root: QWidget, *, also: QWidget | None = None) -> list[QWidget]:
    """Return what Tab reaches in ``root``, in reading order.

    Args:
        also: stands in the list too, such as something that took the focus by a click.
    """
    return [w for w in _read(root) if w is also or _takes_tab(w)]


def step_focus(root: QWidget, *, forward: bool, order: Sequence[QWidget] = ()) -> bool:
    """Move the focus to the next stop in ``root``, from the last to the first; False: no stop.

    Args:
        order: what comes first, in this order, where reading order would cost keys.
    """
    now = QApplication.focusWidget()
    read = tab_stops(root, also=now)
    stops = [w for w in order if w in read] + [w for w in read if w not in order]
    if not stops:
        return False
    step = 1 if forward else -1
    at = stops.index(now) if now in stops else (-1 if forward else 0)
    reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
    stops[(at + step) % len(stops)].setFocus(reason)
    return True


def _takes_tab(widget: QWidget) -> bool:
    tab = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    return bool(tab) and widget.isEnabled() and widget.focusProxy() is None


def _read(root: QWidget) -> Iterator[QWidget]:
    if not root.isVisible():
        return
    yield root
    for child in _in_rows(root):
        yield from _read(child)


def _in_rows(parent: QWidget) -> list[QWidget]:
    """Return the children from top to bottom, and from left to right in each row."""
    children = [
        child
        for child in parent.children()
        if isinstance(child, QWidget) and child.isVisible() and not child.isWindow()
    ]
    if len(children) < 2:
        return children
    children.sort(key=lambda child: (child.y(), child.x()))
    ordered: list[QWidget] = []
    row: list[QWidget] = []
    for child in children:
        if row and child.geometry().center().y() > row[0].geometry().bottom():
            ordered += sorted(row, key=lambda one: one.x())
            row = []
        row.append(child)
    return ordered + sorted(row, key=lambda one: one.x())
