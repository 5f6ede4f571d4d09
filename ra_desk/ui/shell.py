"""The frame of the desk: rail, look-up, banner, page, action bar, status bar."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ra_desk.texts import _
from ra_desk.ui.actions import action, place_key
from ra_desk.ui.bars import ActionBar, StatusBar
from ra_desk.ui.keys import Act, Keys
from ra_desk.ui.page import LARGE_TEXT, Page
from ra_desk.ui.parts.buttons import Button, Look, Size
from ra_desk.ui.parts.columns import Column
from ra_desk.ui.parts.labels import label
from ra_desk.ui.parts.lookup import LookUpField
from ra_desk.ui.parts.nav import NavRail, Place
from ra_desk.ui.parts.sheet import Sheet, open_sheet
from ra_desk.ui.parts.strip import Banner
from ra_desk.ui.parts.tab_order import step_focus
from ra_desk.ui.regions import Region, first_focus, step_region
from ra_desk.ui.theme import Theme, Type
from ra_desk.ui.trail import Stop, Trail

_ONE_COLUMN_BELOW = 1100
_LOW_BELOW = 600
#: The hits are painted first; then the page moves out of their way.
_PAINTED_MS = 3


class Shell(QWidget):
    """Joins the regions; pages are given to it and know nothing of it."""

    going = Signal()  # to another page, at once
    went = Signal(str)  # key of the page now in view
    subject_wanted = Signal(str, str)  # page, number of what was open on it
    page_added = Signal(object)  # Page
    refreshed = Signal()
    lock_wanted = Signal()
    fold_changed = Signal(bool)
    room_made = Signal(bool)  # whether the hits take room from the page

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
        self._makers: dict[str, Callable[[], Page]] = {}
        self._ready: dict[str, Page] = {}  # made, and not taken in yet
        self.destroyed.connect(partial(_let_go, self._ready))
        self._key = ""
        self._trail = Trail()
        self._folded = False
        self._keys = Keys(self, Qt.ShortcutContext.WidgetWithChildrenShortcut)
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
        self._moves = QTimer(self)
        self._moves.setSingleShot(True)
        self._moves.setInterval(_PAINTED_MS)
        self._moves.timeout.connect(self._make_room)
        self.look_up.panel.setParent(self)
        self.look_up.panel.hide()
        self.look_up.panel.resized.connect(self._place_panel)
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
        banner = self._banner_layout = QVBoxLayout(self._banner_room)
        banner.addWidget(self.banner)
        self._banner_room.hide()
        column.addWidget(self._banner_room)
        column.addWidget(self.stack, 1)
        self._low = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._low.setSpacing(0)
        self._low.addWidget(self.action_bar, 1)
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
        self._look_up_key = label("F3", Type.BODY, tone="muted")
        row.addWidget(self._look_up_key)
        row.addStretch()  # holds the menu in its corner where nothing can be looked up
        self.menu_button = Button(self.theme, "", look=Look.PLAIN, size=Size.STRIP, icon="menu-2")
        menu = _("Menu")
        self.menu_button.setAccessibleName(menu)
        self.menu_button.setToolTip(f"{menu} ({action('menu').key})")
        row.addWidget(self.menu_button)
        return bar

    def _bind_keys(self) -> None:
        for number, place in enumerate(self._places, 1):
            if keys := place_key(number):
                self._keys.bind_key(keys, partial(self.jump, place.key))
                self.rail.items[place.key].show_key(keys)
        self.bind("look_up", self.look_up.focus)
        self.bind("next_region", lambda: self.next_region(1))
        self.bind("previous_region", lambda: self.next_region(-1))
        self.bind("back", lambda: self._retrace(-1))
        self.bind("forward", lambda: self._retrace(1))
        self.bind("refresh", self._on_refresh)
        self.bind("fold", lambda: self.fold(not self.folded))
        self.bind("lock", self.lock_wanted.emit)
        # The frame hears Esc before a sheet that stands in it, and hands it on.
        self.bind("escape", self._on_escape, over_sheet=lambda sheet: sheet.leave())

    def bind(
        self, name: str, act: Act, *, over_sheet: Callable[[Sheet], None] | None = None
    ) -> None:
        """Let an action of the table (``actions.py``) do ``act`` wherever the focus is."""
        self._keys.bind(name, act, over_sheet=over_sheet)

    def acts(self) -> dict[str, Act]:
        """Return what can be done now, by the name of the action: here and on the page in view."""
        page = self._pages.get(self._key)
        return self._keys.acts | ({} if page is None else page.acts)

    @property
    def places(self) -> tuple[tuple[str, Place], ...]:
        """The places of the rail that have a page, each with its key."""
        numbered = enumerate(self._places, 1)
        return tuple((place_key(n), place) for n, place in numbered if self._knows(place.key))

    def _knows(self, key: str) -> bool:
        return key in self._pages or key in self._makers

    # Pages

    def add_page(self, key: str, page: Page) -> None:
        """Take a page in; ``key`` is a place of the rail, or a page that opens in place."""
        self._pages[key] = page
        self.stack.addWidget(page)
        if key in self.rail.items:
            self.rail.items[key].show()
        page.set_narrow(self.is_narrow())
        page.actions_changed.connect(lambda: self._on_actions(page))
        self.page_added.emit(page)

    def offer_page(self, key: str, make: Callable[[], Page]) -> None:
        """Take in a page that is made when somebody first goes there."""
        self._makers[key] = make
        if key in self.rail.items:
            self.rail.items[key].show()

    def offered(self) -> tuple[str, ...]:
        """Return the keys of pages that are made when somebody first goes there."""
        return tuple(self._makers)

    def make_ready(self, key: str) -> None:
        """Make a page that is offered, and take it in later: both take their time."""
        if key not in self._pages and key not in self._ready:
            self._ready[key] = self._makers[key]()

    def page(self, key: str) -> Page:
        """Return a page, which may be made only now."""
        if key not in self._pages:
            self.make_ready(key)
            self.add_page(key, self._ready.pop(key))
        return self._pages[key]

    def made(self, key: str) -> Page | None:
        """Return a page if somebody has been there."""
        return self._pages.get(key)

    @property
    def key(self) -> str:
        """Key of the page in view."""
        return self._key

    def go(self, key: str, *, under: str = "", subject: str = "") -> None:
        """Bring a page into view.

        Args:
            under: the place of the rail it belongs to, if it is not one itself.
            subject: number of what is open on it, to find the way back to.
        """
        if not self._knows(key):
            return
        self.going.emit()
        before = self._pages.get(self._key)
        if before is not None and key != self._key:
            before.on_left()
        page = self.page(key)
        self._key = key
        self._trail.visit(Stop(key=key, subject=subject))
        self.stack.setCurrentWidget(page)
        self.rail.show_current(under or key)
        self.action_bar.show_page(page)
        self._share_row()
        page.on_shown()
        self.went.emit(key)

    def jump(self, key: str) -> None:
        """Go to a page from elsewhere, not along the rail, where the focus would stay."""
        self.go(key)

    def _retrace(self, by: int) -> None:
        stop = self._trail.step(by)
        if stop is None:
            return
        if stop.subject:
            self.subject_wanted.emit(stop.key, stop.subject)
        else:
            self.jump(stop.key)

    def _on_refresh(self) -> None:
        if (page := self._pages.get(self._key)) is not None:
            page.on_refresh()
        self.refreshed.emit()

    def _on_actions(self, page: Page) -> None:
        if self.stack.currentWidget() is page:
            self.action_bar.show_page(page)
            self._share_row()

    def _on_escape(self) -> None:
        page = self._pages.get(self._key)
        if page is not None and page.on_escape():
            return
        if self.look_up.text():
            self.look_up.clear()
        elif self._places:
            self.jump(self._places[0].key)

    def offer_no_look_up(self, *pages: Page) -> None:
        """Take the look-up and its key from the top, for whoever may not look people up.

        ``pages``: those that it leads to; nobody comes there, and they go with the window.
        """
        for unseen in (self.look_up, self._look_up_key, *pages):
            unseen.hide()
        for page in pages:
            page.setParent(self)

    # Regions

    def _regions(self) -> list[Region]:
        page = self._pages.get(self._key)
        chosen = [item for item in self.rail.items.values() if item.isChecked()]
        items = chosen or [item for item in self.rail.items.values() if item.isVisible()][:1]
        regions: list[Region] = [(self.rail, item) for item in items]
        if self.look_up.isVisible():
            regions.append((self.look_up, self.look_up.edit))
        for region in (self.banner, page, self.action_bar):
            inside = first_focus(region) if region is not None and region.isVisible() else None
            if region is not None and inside is not None:
                regions.append((region, inside))
        regions.append((self.status_bar, self.status_bar.first()))
        return regions

    def next_region(self, step: int) -> None:
        """Move the focus to the next region, or back with -1."""
        step_region(self._regions(), step)

    def sheet(self) -> Sheet | None:
        """Return the sheet that is open over the window, if one is."""
        return open_sheet(self)

    # Room

    def show_banner(self, shown: bool) -> None:
        """Show or take away the banner, after it was told what to say."""
        self.banner.setVisible(shown)
        self._banner_room.setVisible(shown)

    def _place_panel(self) -> None:
        """Put the hits below the field; the page makes room once they are painted."""
        if not self.look_up.panel.isHidden():
            self.look_up.panel.place_below(self.look_up)
        self._moves.start()

    @property
    def at_rest(self) -> bool:
        """Whether the page stands where it will stay."""
        return not self._moves.isActive()

    def _make_room(self) -> None:
        panel, height = self.look_up.panel, 0
        if not panel.isHidden():
            top = self._room.mapTo(self, QPoint(0, 0)).y()
            height = max(0, panel.bottom_edge() - top - 4)
        if self._room.minimumHeight() != height:
            self._room.setFixedHeight(height)
        self.room_made.emit(height > 0)

    def focusNextPrevChild(self, forward: bool) -> bool:
        return step_focus(self, forward=forward)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._adapt()
        self._place_panel()

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._place_panel()
        return done

    def is_narrow(self) -> bool:
        """Whether pages stand in one column and the rail shows icons."""
        return self.width() < _ONE_COLUMN_BELOW or self.theme.text_percent >= LARGE_TEXT

    @property
    def folded(self) -> bool:
        """Whether the rail shows icons alone."""
        return self.is_narrow() or self._folded

    def fold(self, folded: bool) -> None:
        """Fold the rail to icons, or unfold it where there is room."""
        self._folded = folded
        self._adapt()
        self.fold_changed.emit(folded)

    def _share_row(self) -> None:
        """Give the status what the buttons of the page leave, where both stand in one row."""
        free = self.width() - self.rail.minimumWidth()
        if self.height() >= _LOW_BELOW:
            self.action_bar.set_room(free)
            self.status_bar.set_room(None)
            return
        self.action_bar.set_room(free - self.status_bar.least_width())
        self.status_bar.set_room(free - self.action_bar.wanted_width())

    def _adapt(self) -> None:
        self.rail.set_narrow(self.folded)
        for page in self._pages.values():
            page.set_narrow(self.is_narrow())
        low = self.height() < _LOW_BELOW
        self._low.setDirection(
            QBoxLayout.Direction.LeftToRight if low else QBoxLayout.Direction.TopToBottom
        )
        self.action_bar.set_low(low)
        self.status_bar.set_low(low)
        self.status_bar.set_compact(low or self.theme.text_percent >= LARGE_TEXT)
        self.banner.set_short(low)
        self._share_row()
        sides = (0, 0, 0, 0) if low else (20, 16, 20, 0)
        self._banner_layout.setContentsMargins(*sides)


def _let_go(ready: dict[str, Page]) -> None:
    """Delete pages that were made ahead and never taken in: they have no parent that would."""
    for page in ready.values():
        page.deleteLater()
    ready.clear()
