"""The page of administration: its parts at the left, a table right, acts in the bar below."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ra_desk.domain.administered import Administered
from ra_desk.domain.administration import Proposal
from ra_desk.domain.errors import RaError
from ra_desk.domain.people import OfficeId
from ra_desk.services.desk import Desk
from ra_desk.services.ports import Session
from ra_desk.texts import _
from ra_desk.ui.admin import once, sheets
from ra_desk.ui.admin.acting import Acting
from ra_desk.ui.admin.rows import ICONS, Part, by_name, columns, rows, title_of
from ra_desk.ui.background import Background, Lane
from ra_desk.ui.line import Line
from ra_desk.ui.line_state import LineState
from ra_desk.ui.page import Page
from ra_desk.ui.parts.announce import announce
from ra_desk.ui.parts.buttons import Button, Look
from ra_desk.ui.parts.card import EmptyState
from ra_desk.ui.parts.columns import Pitch
from ra_desk.ui.parts.labels import label
from ra_desk.ui.parts.nav import NavItem, Place
from ra_desk.ui.parts.rows import Row, RowModel
from ra_desk.ui.parts.select import Select
from ra_desk.ui.parts.strip import Banner, StripAction
from ra_desk.ui.parts.table import RowTable
from ra_desk.ui.theme import Kind, Theme, Type
from ra_desk.ui.wording import told

_LIST = 264
#: Rows of two lines, and of one.
_ROWS, _LINES = Pitch(row=56), Pitch(row=44)
T = TypeVar("T")


class AdminPage(Page):
    """Everything here happens at central, so nothing of it is possible without a connection."""

    def __init__(
        self,
        theme: Theme,
        desk: Desk,
        background: Background,
        line: Line,
        session: Callable[[], Session],
        *,
        picture: once.Picture,
        parent: QWidget | None = None,
    ) -> None:
        """Make the page; ``picture``: makes the modules of a QR code."""
        super().__init__(theme, _("Administration"), parent=parent)
        self._desk, self._background, self._line, self._session = desk, background, line, session
        self._acting = Acting(self, desk, background, session, picture=picture)
        self._acting.done.connect(self._tell)
        self._acting.failed.connect(self._say_wrong)
        self._acting.over.connect(self.read)
        self.part = Part.WAITING
        self.seen: Administered | None = None
        self._reading = False
        self.online = True
        self.office: OfficeId | None = None
        self._build()
        line.state_changed.connect(self._on_line)
        self._on_line(line.state)
        self._stand()

    def _build(self) -> None:
        theme = self.theme
        self.banner = Banner(theme)
        self.body.addWidget(self.banner)
        self._columns = QHBoxLayout()
        self._columns.setSpacing(16)
        self._columns.addWidget(self._part_list())
        self._right = QVBoxLayout()
        self._right.setSpacing(12)
        self.select = Select(theme)
        self.select.setAccessibleName(_("Parts of administration"))
        for part in Part:
            self.select.addItem(title_of(part), part)
        self.select.activated.connect(lambda place: self.go(list(Part)[place]))
        self.select.setWhatsThis(_("Goes to another part of administration."))
        self.select.hide()
        self._right.addWidget(self.select)
        self._right.addWidget(self._card(), 1)
        self.empty = EmptyState(
            theme,
            "users",
            _("Nothing waits for a second person."),
            _("Acts that give somebody power come here until another administrator confirms them."),
        )
        self.empty.hide()
        self._right.addWidget(self.empty)
        self._right.addStretch()
        self._columns.addLayout(self._right, 1)
        self.body.addLayout(self._columns, 1)

    def _part_list(self) -> QFrame:
        self._list = QFrame()
        self._list.setProperty("role", "card")
        self._list.setAccessibleName(_("Parts of administration"))
        self._list.setFixedWidth(_LIST)
        column = QVBoxLayout(self._list)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(4)
        group = QButtonGroup(self)
        self.parts: dict[Part, NavItem] = {}
        for part in Part:
            item = NavItem(
                self.theme, Place(key=part.value, icon=ICONS[part], title=title_of(part))
            )
            item.toggled.connect(lambda on, part=part: self._on_part(part) if on else None)
            group.addButton(item)
            column.addWidget(item)
            self.parts[part] = item
        column.addStretch(1)
        with QSignalBlocker(self.parts[self.part]):
            self.parts[self.part].setChecked(True)
        return self._list

    def _card(self) -> QFrame:
        self._frame = QFrame()
        self._frame.setProperty("role", "card")
        column = QVBoxLayout(self._frame)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(16, 6, 16, 6)
        self._head = label(kind=Type.H2)
        self._head.setMinimumHeight(40)
        head.addWidget(self._head, 1)
        self.offices = Select(self.theme)
        # The offices are told only after it is shown.
        self.offices.setSizeAdjustPolicy(Select.SizeAdjustPolicy.AdjustToContents)
        self.offices.setAccessibleName(_("Registration office"))
        self.offices.setWhatsThis(_("Chooses the office whose policy is shown."))
        self.offices.activated.connect(self._on_office)
        head.addWidget(self.offices)
        column.addLayout(head)
        self._tables = {part: self._table(part) for part in Part}
        for table in self._tables.values():
            column.addWidget(table)
        column.addStretch(1)
        return self._frame

    def _table(self, part: Part) -> RowTable:
        shape = columns(part, narrow=False)
        pitch = _LINES if part is Part.POLICY else _ROWS
        table = RowTable(
            self.theme, RowModel(shape), shape, name=title_of(part), pitch=pitch, fit=True
        )
        table.chosen.connect(lambda _row: self._offer())
        table.opened.connect(lambda _row: self._open_row())
        return table

    # Going about

    @property
    def table(self) -> RowTable:
        """The table in view."""
        return self._tables[self.part]

    def go(self, part: Part) -> None:
        """Show a part of the page."""
        if self.parts[part].isChecked():
            self._on_part(part)
        else:
            self.parts[part].setChecked(True)

    def _on_part(self, part: Part) -> None:
        self.part = part
        self.select.setCurrentIndex(list(Part).index(part))
        self._stand()

    def _on_office(self, place: int) -> None:
        self.office = OfficeId(str(self.offices.itemData(place)))
        self._stand()

    def on_shown(self) -> None:
        self.read()
        self._take_focus()

    def _take_focus(self) -> None:
        """The rows have it, or what leads to others while there are none."""
        lead = self.parts[self.part] if self.select.isHidden() else self.select
        taker = lead if self._frame.isHidden() else self.table
        taker.setFocus(Qt.FocusReason.OtherFocusReason)

    def on_left(self) -> None:
        self.notice.dismiss()

    def on_refresh(self) -> None:
        self.read()

    def set_narrow(self, narrow: bool) -> None:
        super().set_narrow(narrow)
        self._list.setVisible(not narrow)
        self.select.setVisible(narrow)
        for part, table in self._tables.items():
            table.set_columns(columns(part, narrow=narrow))

    def default_action(self) -> Button | None:
        """Enter changes nothing by itself."""
        return None

    def memory(self) -> str:
        return self.part.value

    def recall(self, memory: str) -> None:
        self.go(Part(memory))

    # Reading

    def read(self) -> None:
        """Ask central again; without a connection what was read stays, and nothing can be done."""
        if self._reading:
            return
        self._reading = True
        session = self._session()
        self._run(
            lambda: self._desk.administration.seen(session=session), self._on_seen, self._on_unread
        )

    def _run(
        self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[RaError], None]
    ) -> None:
        self._background.run(Lane.CENTRAL, work, owner=self, on_done=done, on_error=failed)

    def _on_seen(self, seen: Administered) -> None:
        self._reading = False
        first = self.seen is None
        self.seen = seen = by_name(seen)
        if self.office not in {one.office.id for one in seen.offices}:
            self.office = seen.offices[0].office.id if seen.offices else None
        self.offices.clear()
        for one in seen.offices:
            self.offices.addItem(one.office.name, one.office.id)
        self.offices.setCurrentIndex(max(0, self.offices.findData(self.office)))
        self.banner.hide()
        self._stand()
        if first and self.isVisible():
            self._take_focus()

    def _on_unread(self, error: RaError) -> None:
        self._reading = False
        if self.online:  # else the window says already that there is no connection
            again = StripAction(text=_("Try again"), act=self.read)
            self.banner.say(Kind.ERR, "alert-circle", told(error), actions=(again,))
        self._stand()

    def _on_line(self, state: LineState) -> None:
        was, self.online = self.online, state.online is not False
        if not self.online:
            self.banner.hide()
        if self.online and not was and self.isVisible():
            self.read()
        if was != self.online:
            self._stand()

    # Showing

    def _stand(self) -> None:
        """Show the part in view as it stands."""
        seen, part = self.seen, self.part
        without = _("Nothing can be changed without a connection.")
        self._head.setText(title_of(part))
        self.offices.setVisible(part is Part.POLICY and seen is not None)
        for other, table in self._tables.items():
            table.setVisible(other is part)
        shown: list[Row] = []
        if seen is None:
            self.set_title(_("Administration"), sub=_("Loading …") if self.online else without)
        else:
            self.set_title(_("Administration"), sub="" if self.online else without)
            me = self._session().operator.person
            shown = rows(part, seen, me=me, office=self.office, now=self._desk.time())
            self.parts[Part.WAITING].set_badge(
                len(seen.proposals), urgent=any(one.may_confirm(me) for one in seen.proposals)
            )
        model = self.table.model()
        if isinstance(model, RowModel):
            model.show_rows(shown)
        nothing = seen is not None and not shown
        left = self.table.hasFocus() and not shown
        self._frame.setVisible(bool(shown))
        if left:
            self._take_focus()
        self.empty.setVisible(nothing)
        if shown and not self.table.currentIndex().isValid():
            self.table.setCurrentIndex(self.table.model().index(0, 0))
        self._offer()

    @property
    def chosen(self) -> object:
        """What the chosen row is about."""
        model, place = self.table.model(), self.table.currentIndex().row()
        if isinstance(model, RowModel) and 0 <= place < model.rowCount():
            return model.row(place).subject
        return None

    def _offer(self) -> None:
        """Put what can be done with the chosen row into the bar."""
        seen = self.seen
        if seen is None:
            self.set_actions()
            return
        me = self._session().operator.person
        left: list[Button] = []
        right: list[Button] = []
        for one in sheets.offers(self.part, self.chosen, me):
            look = {"danger": Look.DANGER, "primary": Look.PRIMARY}.get(one.look, Look.OUTLINE)
            button = Button(self.theme, one.words, look=look)
            button.setWhatsThis(one.purpose)
            button.setEnabled(self.online and one.possible)
            button.clicked.connect(lambda _on=False, one=one: self.begin(one.name))
            (right if one.look else left).append(button)
        reason = _("Not possible without a connection.") if not self.online else ""
        own = isinstance(self.chosen, Proposal) and not self.chosen.may_confirm(me)
        if self.online and own:
            reason = _("Somebody else has to confirm this.")
        self.set_actions(left=left, right=right, reason=reason)

    def _open_row(self) -> None:
        """Begin what one mostly does with a row."""
        me = self._session().operator.person
        offered = [one for one in sheets.offers(self.part, self.chosen, me) if one.possible]
        wanted = next((one for one in offered if one.opens), None)
        if wanted is not None and self.online:
            self.begin(wanted.name)

    def begin(self, name: str) -> None:
        """Ask what an act needs to know, and whether it is meant."""
        if self.seen is not None:
            self._acting.begin(name, self.chosen, self.seen, self.office)

    def _tell(self, words: str) -> None:
        self.notice.notify(Kind.OK, "circle-check", words, seconds=8)
        announce(self, words)

    def _say_wrong(self, words: str) -> None:
        self.notice.notify(Kind.ERR, "alert-circle", words, seconds=0)
