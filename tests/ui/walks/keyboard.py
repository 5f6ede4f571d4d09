"""Getting about by keys alone: every control once, in reading order, in view, with its ring.

Source: ux.md §7.3, WCAG 2.2 2.1.1, 2.1.2, 2.4.3, 2.4.7, 2.4.11.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence

import shiboken6
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QWidget

from ra_desk.ui.parts.nav import NavItem, NavRail
from ra_desk.ui.parts.sheet import open_sheet
from ra_desk.ui.regions import first_focus
from ra_desk.ui.theme.focus_ring import OUTSIDE, OWN_FOCUS, FocusRing
from ra_desk.ui.theme.tokens import contrast

_MOST = 200
_TOLERANCE = 6


def name_of(widget: QWidget) -> str:
    return f"{type(widget).__name__} »{widget.accessibleName() or getattr(widget, 'text', str)()}«"


def tab_round(window: QWidget, *, back: bool = False) -> list[QWidget]:
    """Press Tab until the focus is where it began; return every stop.

    AssertionError when it never comes back.
    """
    key = Qt.Key.Key_Backtab if back else Qt.Key.Key_Tab
    shift = Qt.KeyboardModifier.ShiftModifier if back else Qt.KeyboardModifier.NoModifier
    first = QApplication.focusWidget()
    assert first is not None, "nobody has the focus"
    stops = [first]
    for _step in range(_MOST):
        QTest.keyClick(QApplication.focusWidget(), key, shift)
        now = QApplication.focusWidget()
        assert now is not None, f"after {name_of(stops[-1])} the focus is nowhere"
        if now is first:
            return stops
        assert now not in stops, f"Tab goes in a circle that leaves out {name_of(first)}"
        stops.append(now)
    raise AssertionError("Tab never comes back")


def missed(window: QWidget, stops: list[QWidget]) -> list[str]:
    """Every control that takes the focus was a stop; with a sheet open, those of the sheet."""
    inside: QWidget = open_sheet(window) or window
    wrong = []
    for widget in inside.findChildren(QWidget):
        takes = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        if not takes or not widget.isVisible() or not widget.isEnabled() or widget in stops:
            continue
        if _another_of_group(widget, stops) or widget.focusProxy() in stops:
            continue
        wrong.append(f"Tab never reaches {name_of(widget)}")
    wrong += [f"Tab leaves the sheet to {name_of(s)}" for s in stops if not _within(inside, s)]
    return wrong


def _within(outer: QWidget, widget: QWidget) -> bool:
    return outer is widget or outer.isAncestorOf(widget)


def _another_of_group(widget: QWidget, stops: list[QWidget]) -> bool:
    """Whether arrows lead here from another stop: radio buttons of one group."""
    if not isinstance(widget, QAbstractButton) or widget.group() is None:
        return False
    return any(button in stops for button in widget.group().buttons())


def regions_missed(regions: Sequence[QWidget]) -> list[str]:
    """Press F6 once round: every part of a window that takes the focus is met, and only once."""
    with_stops = [part for part in regions if part.isVisible() and first_focus(part) is not None]
    met = []
    for _part in with_stops:
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_F6)
        focus = QApplication.focusWidget()
        assert focus is not None, "after F6 the focus is nowhere"
        met += [part for part in with_stops if _within(part, focus)][:1]
    wrong = [f"F6 never reaches {name_of(part)}" for part in with_stops if part not in met]
    again = [part for part in with_stops if met.count(part) > 1]
    return wrong + [f"F6 reaches twice {name_of(part)}" for part in again]


def out_of_order(window: QWidget, stops: list[QWidget]) -> list[str]:
    """Each next stop is right of or below the one before, as one reads.

    A sheet that is typed into may say another order.
    """
    sheet = open_sheet(window)
    if sheet is not None and sheet.tab_first:
        return []
    start = min(range(len(stops)), key=lambda at: _place(window, stops[at]))
    ordered = stops[start:] + stops[:start]
    wrong = []
    for one, other in itertools.pairwise(ordered):
        first, second = _beside(one, other)
        if first is None or second is None:
            continue
        a, b = _rect(window, first), _rect(window, second)
        above = b.bottom() <= a.top() + _TOLERANCE
        same_row = b.top() < a.bottom() - _TOLERANCE and a.top() < b.bottom() - _TOLERANCE
        left = same_row and b.right() <= a.left() + _TOLERANCE
        if left or (above and b.left() < a.right() - _TOLERANCE):
            wrong.append(f"Tab goes back from {name_of(one)} to {name_of(other)}")
    return wrong


def _place(window: QWidget, widget: QWidget) -> tuple[bool, int, int]:
    """Where a widget stands: the rail is read first."""
    rect = _rect(window, widget)
    in_rail = isinstance(widget, NavItem) and isinstance(widget.parentWidget(), NavRail)
    return (not in_rail, rect.top(), rect.left())


def _rect(window: QWidget, widget: QWidget) -> QRect:
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


def _beside(one: QWidget, other: QWidget) -> tuple[QWidget | None, QWidget | None]:
    """Return the two parts of the nearest common parent in which the two stand."""
    above = [one]
    while (parent := above[-1].parentWidget()) is not None:
        above.append(parent)
    step: QWidget | None = other
    while step is not None and (parent := step.parentWidget()) is not None:
        if parent in above:
            at = above.index(parent)
            return (above[at - 1], step) if at else (None, None)
        step = parent
    return None, None


def out_of_view(widget: QWidget) -> list[str]:
    """What has the focus can be seen, and no pinned bar lies over it."""
    if isinstance(widget, QAbstractItemView):
        index = widget.currentIndex()
        if not index.isValid():
            return []
        rect = widget.visualRect(index)
        rect.setWidth(min(rect.width(), 40))
        shown = widget.viewport().visibleRegion().boundingRect()
    else:
        rect, shown = widget.rect(), widget.visibleRegion().boundingRect()
    if shown.contains(rect) or (rect.height() > 400 and shown.height() >= 200):
        return []
    return [f"has the focus out of view: {name_of(widget)} {rect} of {shown}"]


def faint_ring(window: QWidget, ring: FocusRing, widget: QWidget) -> list[str]:
    """The focus shows by at least 3:1 over two pixels all round."""
    if widget.property(OWN_FOCUS):
        return _faint_own(window, widget)
    if ring.target is None or not ring.isVisible():
        return [f"has no ring: {name_of(widget)}"]
    area = ring.geometry()
    if area.width() > 1400 or area.height() > 500:
        return []
    with_ring = window.grab(area).toImage()
    ring.setVisible(False)
    without = window.grab(area).toImage()
    ring.setVisible(True)
    wanted = 2 * 2 * (area.width() + area.height() - 4 * OUTSIDE) * 0.6
    return _too_faint(with_ring, without, wanted, widget)


def _faint_own(window: QWidget, widget: QWidget) -> list[str]:
    if isinstance(widget, QAbstractItemView) and not widget.currentIndex().isValid():
        return []
    if not isinstance(widget, QAbstractItemView):
        return []
    rect = widget.visualRect(widget.currentIndex())
    row = QRect(0, rect.top(), widget.viewport().width(), rect.height())
    area = QRect(widget.viewport().mapTo(window, row.topLeft()), row.size())
    with_ring = window.grab(area).toImage()
    other = QWidget(window)
    other.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    other.show()
    other.setFocus()
    without = window.grab(area).toImage()
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    shiboken6.delete(other)
    return _too_faint(with_ring, without, 2 * 2 * area.width() * 0.6, widget)


def _too_faint(one: QImage, other: QImage, wanted: float, widget: QWidget) -> list[str]:
    pairs = Counter(
        pair for pair in zip(_pixels(one), _pixels(other), strict=True) if pair[0] != pair[1]
    )
    strong = sum(
        count
        for (first, second), count in pairs.items()
        if contrast(QColor(first).name(), QColor(second).name()) >= 3
    )
    if strong >= wanted:
        return []
    return [f"its focus is faint: {name_of(widget)}, {strong} of {wanted:.0f} pixels"]


def _pixels(image: QImage) -> memoryview:
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    return memoryview(bytes(plain.constBits())).cast("I")
