"""The frame of the desk: rail, look-up, banner, page, action bar, status bar."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ra_desk.ui.bars import ActionBar, StatusBar
from ra_desk.ui.page import Page
from ra_desk.ui.parts.labels import label
from ra_desk.ui.parts.lookup import LookUpField
from ra_desk.ui.parts.nav import NavRail, Place
from ra_desk.ui.parts.sheet import Sheet
from ra_desk.ui.parts.strip import Banner
from ra_desk.ui.parts.table import Column
from ra_desk.ui.theme import Theme, Type

_ONE_COLUMN_BELOW = 1100
_LOW_BELOW = 600
_LARGE_TEXT = 150


class Shell(QWidget):
    """Joins the regions; pages are given to it and know nothing of it."""

    went = Signal(str)  # key of the page now in view
    lock_wanted = Signal()

    def __init__(
        self,
        theme: Theme,
        places: Sequence[Place],
        columns: Sequence[Column],
        *,
        placeholder: str,
        parent: QWidget | None = None,
    ) -> None:
        """Make the frame.

        Args:
            places: what stands in the rail; Ctrl+1, Ctrl+2 … go there in this order.
            columns: of the hits of the look-up.
            placeholder: what the look-up field says while it is empty.
        """
        super().__init__(parent)
        self.theme = theme
        self._places = tuple(places)
        self._pages: dict[str, Page] = {}
        self._key = ""
        self.setProperty("role", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.rail = NavRail(theme, places)
        self.rail.went.connect(self.go)
        self.look_up = LookUpField(theme, columns, placeholder=placeholder)
        self.banner = Banner(theme)
        self.stack = QStackedWidget()
        self.action_bar = ActionBar(theme)
        self.status_bar = StatusBar(theme)
        self.status_bar.lock_pressed.connect(self.lock_wanted)
        self._room = QWidget()
        self._room.setFixedHeight(0)
        self._lay_out()
        self.look_up.panel.setParent(self)
        self.look_up.panel.hide()
        self.look_up.panel.resized.connect(self._make_room)
        theme.changed.connect(self._adapt)
        self._bind_keys()

    def _lay_out(self) -> None:
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.rail)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self._top())
        column.addWidget(self._room)
        self._banner_room = QWidget()
        banner = QVBoxLayout(self._banner_room)
        banner.setContentsMargins(20, 16, 20, 0)
        banner.addWidget(self.banner)
        self._banner_room.hide()
        column.addWidget(self._banner_room)
        column.addWidget(self.stack, 1)
        self._low = QVBoxLayout()
        self._low.setSpacing(0)
        self._low.addWidget(self.action_bar)
        self._low.addWidget(self.status_bar)
        column.addLayout(self._low)
        outer.addLayout(column, 1)

    def _top(self) -> QFrame:
        bar = QFrame()
        bar.setProperty("role", "top-bar")
        row = QHBoxLayout(bar)
        row.setContentsMargins(20, 10, 20, 11)
        row.setSpacing(8)
        row.addWidget(self.look_up, 1)
        row.addWidget(label("F3", Type.BODY, tone="muted"))
        return bar

    def _bind_keys(self) -> None:
        for number, place in enumerate(self._places, 1):
            self._bind(f"Ctrl+{number}", partial(self.go, place.key))
        self._bind("F3", self.look_up.focus)
        self._bind("Ctrl+F", self.look_up.focus)
        self._bind("F6", lambda: self.next_region(1))
        self._bind("Shift+F6", lambda: self.next_region(-1))
        self._bind("Ctrl+L", self.lock_wanted.emit)
        # The frame hears Esc before a sheet that stands in it, and hands it on.
        self._bind("Esc", self._on_escape, over_sheet=lambda sheet: sheet.leave())

    def _bind(
        self,
        keys: str,
        act: Callable[[], None],
        *,
        over_sheet: Callable[[Sheet], None] = lambda _sheet: None,
    ) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(
            lambda: over_sheet(sheet) if (sheet := self.sheet()) is not None else act()
        )

    # Pages

    def add_page(self, key: str, page: Page) -> None:
        """Take a page in; ``key`` is a place of the rail, or a page that opens in place."""
        self._pages[key] = page
        self.stack.addWidget(page)
        page.set_narrow(self.is_narrow())
        page.actions_changed.connect(lambda: self._on_actions(page))

    def page(self, key: str) -> Page:
        return self._pages[key]

    @property
    def key(self) -> str:
        """Key of the page in view."""
        return self._key

    def go(self, key: str, *, under: str = "") -> None:
        """Bring a page into view.

        Args:
            under: the place of the rail it belongs to, if it is not one itself.
        """
        if key not in self._pages:
            return
        before = self._pages.get(self._key)
        if before is not None and key != self._key:
            before.on_left()
        self._key = key
        page = self._pages[key]
        self.stack.setCurrentWidget(page)
        self.rail.show_current(under or key)
        self.action_bar.show_page(page)
        page.on_shown()
        self.went.emit(key)

    def _on_actions(self, page: Page) -> None:
        if self.stack.currentWidget() is page:
            self.action_bar.show_page(page)

    def _on_escape(self) -> None:
        page = self._pages.get(self._key)
        if page is not None and page.on_escape():
            return
        if self.look_up.text():
            self.look_up.clear()
        elif self._places:
            self.go(self._places[0].key)

    # Regions

    def _regions(self) -> list[tuple[QWidget, QWidget]]:
        """Return each region with the widget in it that takes the focus."""
        page = self._pages.get(self._key)
        chosen = [item for item in self.rail.items.values() if item.isChecked()]
        regions: list[tuple[QWidget, QWidget]] = [(self.look_up, self.look_up.edit)]
        items = chosen or list(self.rail.items.values())[:1]
        if items:
            regions.insert(0, (self.rail, items[0]))
        inside = _first_focus(page) if page is not None else None
        if page is not None and inside is not None:
            regions.append((page, inside))
        button = _first_focus(self.action_bar) if self.action_bar.isVisible() else None
        if button is not None:
            regions.append((self.action_bar, button))
        regions.append((self.status_bar, self.status_bar.first()))
        return regions

    def next_region(self, step: int) -> None:
        """Move the focus to the next region, or back with -1."""
        regions = self._regions()
        focus = QApplication.focusWidget()
        now = next(
            (
                place
                for place, (region, _inside) in enumerate(regions)
                if focus is not None and (region is focus or region.isAncestorOf(focus))
            ),
            -1 if step > 0 else 0,
        )
        target = regions[(now + step) % len(regions)][1]
        target.setFocus(Qt.FocusReason.TabFocusReason)

    def sheet(self) -> Sheet | None:
        """Return the sheet that is open over the window, if one is."""
        for sheet in self.window().findChildren(Sheet):
            if sheet.isVisible():
                return sheet
        return None

    # Room

    def show_banner(self, shown: bool) -> None:
        """Show or take away the banner, after it was told what to say."""
        self.banner.setVisible(shown)
        self._banner_room.setVisible(shown)

    def _make_room(self) -> None:
        panel = self.look_up.panel
        if panel.isHidden():
            self._room.setFixedHeight(0)
            return
        panel.place_below(self.look_up)
        top = self._room.mapTo(self, QPoint(0, 0)).y()
        self._room.setFixedHeight(max(0, panel.bottom_edge() - top - 4))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._adapt()
        self._make_room()

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._make_room()
        return done

    def is_narrow(self) -> bool:
        """Whether pages stand in one column and the rail shows icons."""
        return self.width() < _ONE_COLUMN_BELOW or self.theme.text_percent >= _LARGE_TEXT

    def _adapt(self) -> None:
        self.rail.set_narrow(self.is_narrow())
        for page in self._pages.values():
            page.set_narrow(self.is_narrow())
        large = self.theme.text_percent >= _LARGE_TEXT
        low = self.height() < _LOW_BELOW and self.theme.text_percent > 100
        self.status_bar.set_compact(large or low)


def _first_focus(region: QWidget) -> QWidget | None:
    """Return the first widget of a region that Tab would reach."""
    for child in region.findChildren(QWidget):
        tab = child.focusPolicy() & Qt.FocusPolicy.TabFocus
        if tab and child.isVisible() and child.isEnabled():
            return child
    return None
