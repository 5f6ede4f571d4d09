"""The audit trail: conditions, entries with their details, the chain, exports, traces."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from ra_desk.domain.checks import office_day
from ra_desk.domain.errors import RaError
from ra_desk.domain.people import OperatorId
from ra_desk.services.desk import Desk
from ra_desk.services.examine_journal import JournalPage, Traced
from ra_desk.services.journal_rows import COUNTED, END, EntryDetails, JournalEntry, Verdict
from ra_desk.services.ports import Enrolment, Session
from ra_desk.services.tracing import Traces
from ra_desk.texts import _, language, ngettext
from ra_desk.texts.formats import number_text
from ra_desk.ui.audit.asking import Asking
from ra_desk.ui.audit.chain import Chain
from ra_desk.ui.audit.conditions import Conditions
from ra_desk.ui.audit.details import DetailsPanel
from ra_desk.ui.audit.rows import Room, columns, entry_row, place_name, trace_row
from ra_desk.ui.audit.table import AuditModel, AuditTable, details_row
from ra_desk.ui.background import Background, Lane
from ra_desk.ui.line import Line
from ra_desk.ui.page import LARGE_TEXT, Page
from ra_desk.ui.parts.announce import announce
from ra_desk.ui.parts.buttons import Button
from ra_desk.ui.parts.card import Card, EmptyState
from ra_desk.ui.parts.rows import Row
from ra_desk.ui.parts.strip import Strip, StripAction
from ra_desk.ui.theme import Kind, Theme
from ra_desk.ui.wording import told

#: Rows that are shown at once, and that »Load more« adds.
ROWS: Final = 200
NO_TRACES: Final = Traces(requests=(), traces=(), count=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    page: JournalPage
    verdict: Verdict | None
    people: Mapping[OperatorId, str]


class AuditPage(Page):
    """Reads one page of entries at a time; a late answer to an earlier question is dropped."""

    def __init__(
        self,
        theme: Theme,
        desk: Desk,
        background: Background,
        line: Line,
        session: Callable[[], Session | None],
        enrolment: Enrolment,
        *,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, _("Audit trail"), sub=_("read only"), parent=parent)
        self._desk, self._background, self._line = desk, background, line
        self._session = session
        self._place = place_name(enrolment)
        self._entries: tuple[JournalEntry, ...] = ()
        self._page = JournalPage()
        self._traced = Traced(traces=NO_TRACES, everywhere=False)
        self._tracing = self._shown = False
        self._room = Room.WIDE
        self._opened: int | None = None
        self._asked: object = None
        self.chain = Chain(self, desk, background, session)
        self.chain.verified.connect(self._on_verified)
        self.chain.verifying.failed.connect(self._on_error)
        self.strip = Strip(theme)
        self.body.addWidget(self.strip)
        self.conditions = Conditions(theme, office_day(desk.time()))
        self.conditions.changed.connect(lambda: self._ask())
        self.conditions.number_typed.connect(self._look_for)
        self.body.addWidget(self.conditions)
        self._build_table()
        self._build_actions()
        self.bind("export", self.asking.export)

    # Parts

    def _build_table(self) -> None:
        self._model = AuditModel(columns(Room.WIDE), self)
        self.table = AuditTable(self.theme, self._model, columns(Room.WIDE), name=_("Audit trail"))
        self.table.setWhatsThis(
            _(
                "What was done at this computer, newest first. Arrows up and down move, right "
                "opens the details of an entry, left closes them."
            )
        )
        self.table.opened.connect(self._toggle)
        self.table.open_wanted.connect(self._open)
        self.table.close_wanted.connect(self._close)
        self.table.clicked.connect(lambda index: self._toggle(index.row()))
        self._card = Card()
        self._card.let_fill()
        self._card.body.addWidget(self.table)
        self.body.addWidget(self._card)
        self._nobody = EmptyState(self.theme, "history", _("No events for these conditions."))
        self._nobody.hide()
        self.body.addWidget(self._nobody)
        self.body.addStretch(1)

    def _build_actions(self) -> None:
        self.asking = Asking(
            self,
            self._desk,
            self._background,
            self._line,
            self._session,
            wanted=lambda: (self.conditions.query(), self._page.count),
            answer=lambda: self._traced if self._tracing else None,
        )
        self.asking.traced.connect(self._on_traced)
        self.asking.exporter.saved.connect(self._on_saved)
        self.asking.exporter.failed.connect(self._on_error)
        self._more = Button(self.theme, _("Load more"))
        self._more.setWhatsThis(_("Adds older entries below those that are shown."))
        self._more.clicked.connect(self._load_more)
        self.keep(self._more)
        self._show_actions()

    def _show_actions(self) -> None:
        more = (self._more,) if self._page.more and not self._tracing else ()
        self.set_actions(
            left=(self.asking.export_button, self.asking.trace_button),
            right=more,
            reason=self._how_many(),
        )

    def default_action(self) -> Button | None:
        """Enter opens a row; it never loads more by itself."""
        return None

    # Reading

    def on_shown(self) -> None:
        self._shown = True
        self._ask()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def on_left(self) -> None:
        """What was asked about a client stays on the screen only while somebody looks at it."""
        self._close()
        self._shown = self._tracing = False
        self._entries = ()
        self.strip.hide()
        self._show_rows()

    def on_refresh(self) -> None:
        self._ask()

    def on_escape(self) -> bool:
        if self._tracing:
            self._leave_trace()
            return True
        if self._opened is not None:
            self._close()
            return True
        return False

    def _on_verified(self, verdict: Verdict) -> None:
        if verdict.broken is not None:
            self._line.exchange_now()  # it does not come about, and the window says why
        self._ask()

    def _ask(self, *, before: int = END) -> None:
        if not self._shown:
            return
        query, asked = self.conditions.query(), object()
        self._asked = asked
        self._tracing = False

        def look() -> _Seen:
            journal = self._desk.journal
            page = journal.page(query, before=before, limit=ROWS)
            return _Seen(page=page, verdict=journal.verdict(), people=journal.people())

        self._background.run(
            Lane.STORE,
            look,
            owner=self,
            on_done=lambda seen: self._on_seen(asked, seen, added=before != END),
            on_error=self._on_error,
        )

    def _on_seen(self, asked: object, seen: _Seen, *, added: bool) -> None:
        if asked is not self._asked or not self._shown:
            return
        self._page = seen.page
        self._entries = (*self._entries, *seen.page.entries) if added else seen.page.entries
        if self._opened not in {entry.seq for entry in self._entries}:
            self._close()
        stood_here = self.table.hasFocus()  # what is hidden has the focus no more
        self.conditions.show_people(seen.people)
        self.chain.show_verdict(seen.verdict)
        self._show_line()
        self._show_rows()
        if not added and self._entries and self.table.currentIndex().row() < 0:
            self.table.selectRow(0)
        if not self._entries and stood_here:
            self.conditions.since.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self.table, self._how_many())

    def _load_more(self) -> None:
        if self._entries:
            self._ask(before=self._entries[-1].seq)

    def _on_error(self, error: RaError) -> None:
        self.notice.notify(Kind.ERR, "alert-circle", told(error), seconds=0)
        self.chain.show_again()

    # Showing

    def set_narrow(self, narrow: bool) -> None:
        super().set_narrow(narrow)
        large = self.theme.text_percent >= LARGE_TEXT
        self._room = Room.WIDE if not narrow else Room.TIGHT if large else Room.NARROW
        self.table.set_columns(columns(self._room))
        self._show_rows()

    def _show_rows(self) -> None:
        now, rows = self._desk.time(), list[Row]()
        if self._tracing:
            traces = self._traced.traces.traces
            rows = [
                trace_row(one, place, now=now, room=self._room) for place, one in enumerate(traces)
            ]
        else:
            for entry in self._entries:
                panel = self.table.panel if entry.seq == self._opened else None
                rows.append(
                    entry_row(
                        entry,
                        self._place,
                        now=now,
                        opened=panel is not None,
                        room=self._room,
                    )
                )
                if panel is not None:
                    rows.append(details_row(len(columns(Room.WIDE)), panel.accessibleName()))
        self._model.show_rows(rows)
        if rows and not self.table.currentIndex().isValid():
            self.table.selectRow(0)  # whoever comes by Tab stands somewhere
        self._card.setVisible(bool(rows))
        self._nobody.setVisible(not rows and self._shown)
        self.conditions.setVisible(not self._tracing)
        self._show_actions()

    def _how_many(self) -> str:
        if self._tracing:
            count = self._traced.traces.count
            return ngettext("{count} event", "{count} events", count).format(
                count=number_text(count, language())
            )
        count = self._page.count
        words = ngettext("{shown} of {count} event shown", "{shown} of {count} events shown", count)
        many = number_text(count, language())
        if count > COUNTED and count != self._page.all:
            many = f"{number_text(COUNTED, language())}+"
        return words.format(shown=number_text(len(self._entries), language()), count=many)

    def _show_line(self) -> None:
        if self._line.state.online is False:
            self.strip.say(
                Kind.INFO, "cloud-off", _("Only events of this computer are shown."), aloud=False
            )
        elif not self._tracing:
            self.strip.hide()

    # Details

    def _toggle(self, place: int) -> None:
        entry = self._entry_at(place)
        if entry is not None and entry.seq == self._opened:
            self._close()
        else:
            self._open(place)

    def _entry_at(self, place: int) -> JournalEntry | None:
        if not 0 <= place < self._model.rowCount():
            return None
        found = self._model.row(place).subject
        return found if isinstance(found, JournalEntry) else None

    def _open(self, place: int) -> None:
        entry = self._entry_at(place)
        if entry is None or entry.seq == self._opened:
            return
        self._background.run(
            Lane.STORE,
            lambda: self._desk.journal.details(entry.seq),
            owner=self,
            on_done=lambda details: self._on_details(entry, details),
            on_error=self._on_error,
        )

    def _on_details(self, entry: JournalEntry, details: EntryDetails | None) -> None:
        if details is None or entry not in self._entries or self._tracing:
            return
        self._close()
        panel = DetailsPanel(self.theme, details)
        panel.show_wanted.connect(self._show_text)
        self._opened = entry.seq
        self.table.put(panel)
        self._show_rows()
        self.table.put(panel)
        announce(self.table, panel.accessibleName())

    def _close(self) -> None:
        if self._opened is None:
            return
        if self.table.panel is not None and self.table.isAncestorOf(
            QApplication.focusWidget() or self
        ):
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self._opened = None
        self.table.put(None)
        self._show_rows()

    def _show_text(self, seq: int) -> None:
        session = self._session()
        if session is None:
            return
        self._background.run(
            Lane.STORE,
            lambda: self._desk.journal.show_text(seq, session=session),
            owner=self,
            on_done=lambda _nothing: self._on_text_noted(seq),
            on_error=self._on_error,
        )

    def _on_text_noted(self, seq: int) -> None:
        panel = self.table.panel
        if panel is not None and panel.seq == seq:
            panel.show_text()
            self.table.refit()
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    # Asking about somebody

    def _look_for(self, typed: str) -> None:
        session = self._session()
        if session is None:
            return
        if not typed:
            self.conditions.narrow_by(None)
            return
        self._background.run(
            Lane.STORE,
            lambda: self._desk.journal.look_for(typed, session=session),
            owner=self,
            on_done=self.conditions.narrow_by,
            on_error=self._on_error,
        )

    def _on_traced(self, traced: Traced) -> None:
        self._close()
        self._asked = None
        self._traced, self._tracing = traced, True
        where = _("on all computers") if traced.everywhere else _("on this computer")
        numbers = ", ".join(traced.traces.requests) or _("no request found")
        self.strip.say(
            Kind.INFO,
            "search",
            _("Who dealt with the client, {where}: {numbers}").format(where=where, numbers=numbers),
            actions=(StripAction(text=_("Back to the audit trail"), act=self._leave_trace),),
        )
        self._show_rows()
        announce(self.table, self._how_many())

    def _leave_trace(self) -> None:
        self._tracing = False
        self.strip.hide()
        self._ask()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_saved(self, name: str) -> None:
        self.notice.notify(
            Kind.OK, "circle-check", _("Saved as {name}.").format(name=name), strong=name
        )
        if not self._tracing:
            self._ask()
