"""F6: the parts of the window, one after another, each with what takes the focus in it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from ra_desk.ui.parts.tab_order import tab_stops

#: A part of the window, and the widget in it that takes the focus.
Region = tuple[QWidget, QWidget]


def step_region(regions: Sequence[Region], step: int) -> None:
    """Move the focus to the next of ``regions``, or back with -1."""
    focus = QApplication.focusWidget()
    now = next(
        (
            place
            for place, (region, _inside) in enumerate(regions)
            if focus is not None and (region is focus or region.isAncestorOf(focus))
        ),
        -1 if step > 0 else 0,
    )
    regions[(now + step) % len(regions)][1].setFocus(Qt.FocusReason.TabFocusReason)


def first_focus(region: QWidget) -> QWidget | None:
    """Return the first widget of a region that Tab would reach."""
    return next((stop for stop in tab_stops(region) if stop is not region), None)
