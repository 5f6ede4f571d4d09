"""Reports and the close of the day: figures of a period, what is still to do, and the signature."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from ra_desk.domain.checks import OFFICE_ZONE
from ra_desk.domain.day import CLOSING, Closing, PointKind
from ra_desk.domain.errors import RaError
from ra_desk.domain.report import Figures, Period, Span, Topic
from ra_desk.domain.secret import Secret
from ra_desk.services.close_day import DayStanding, Signature
from ra_desk.services.desk import Desk
from ra_desk.services.ports import Enrolment, Session
from ra_desk.texts import _, ngettext
from ra_desk.ui.background import Background, Lane
from ra_desk.ui.page import Page
from ra_desk.ui.pages import COUNTER, LETTERS, OUTBOX, places_for
from ra_desk.ui.parts.buttons import Button, Look
from ra_desk.ui.parts.card import Columns
from ra_desk.ui.parts.segments import Segments
from ra_desk.ui.parts.strip import StripAction
from ra_desk.ui.reader import Reader
from ra_desk.ui.reports import words
from ra_desk.ui.reports.chart import Chart, FigureTables
from ra_desk.ui.reports.outputs import Outputs
from ra_desk.ui.reports.sheets import (
    DestroySheet,
    PeriodSheet,
    ReopenSheet,
    SignSheet,
    closed_text,
)
from ra_desk.ui.reports.tasks import SIGN, TaskList, tasks_of
from ra_desk.ui.reports.tiles import ReportTiles
from ra_desk.ui.theme import Kind, Theme
from ra_desk.ui.wording import told

#: Figures are counted again while the page is in view, in milliseconds.
_AGAIN_MS: Final = 60_000
#: Where a point is settled.
_WHERE: Final = {
    PointKind.SENT: OUTBOX,
    PointKind.DECIDED: OUTBOX,
    PointKind.DRAFTS: COUNTER,
    PointKind.RECONCILED: LETTERS,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    span: Span
    own: Period | None
    figures: Figures
    standing: DayStanding


class ReportsPage(Page):
    """Number tiles, bars with their table, and the tasks of the close of the day."""

    page_wanted = Signal(str)  # key of the page where a point is settled

    def __init__(
        self,
        theme: Theme,
        desk: Desk,
        background: Background,
        session: Callable[[], Session],
        *,
        enrolment: Enrolment,
        printer: Callable[[], str],
        online: Callable[[], bool],
        parent: QWidget | None = None,
    ) -> None:
        """Make the page.

        Args:
            printer: the queue that the office has chosen.
            online: whether there is a line: then a second person gives a one-time code.
        """
        super().__init__(theme, _("Reports"), parent=parent)
        self._desk, self._background, self._session = desk, background, session
        self._enrolment, self._online = enrolment, online
        self.outputs = Outputs(self, desk, background, enrolment=enrolment, printer=printer)
        self.outputs.done.connect(self._say_done)
        self.outputs.failed.connect(self._on_failed)
        self._span, self._narrow = Span.TODAY, False
        self._own: Period | None = None
        self._seen: _Seen | None = None
        self.reader: Reader[_Seen] = Reader(
            background, self._look, owner=self, on_seen=self._on_seen, on_error=self._on_failed
        )
        self.segments = Segments(theme, _("Period"), words.span_names())
        self.segments.choose(Span.TODAY)
        self.segments.chosen.connect(self._on_span)
        for item in self.segments.items.values():
            item.setWhatsThis(
                _("Chooses the days of which the figures are. Arrows move the choice.")
            )
        self.add_to_title(self.segments)
        self._build()
        self._build_actions()
        self._again = QTimer(self)
        self._again.setInterval(_AGAIN_MS)
        self._again.timeout.connect(self.reader.read)

    def _build(self) -> None:
        theme = self.theme
        self.tiles = ReportTiles(theme)
        self.body.addWidget(self.tiles)
        self.chart, self.tasks = Chart(theme), TaskList(theme)
        self.tasks.opened.connect(self._on_task)
        self._first = Columns(self.chart, self.tasks, weights=(2, 3))
        self.body.addWidget(self._first)
        self.tables = FigureTables(theme)
        self.body.addWidget(self.tables)
        self.body.addStretch(1)

    def _build_actions(self) -> None:
        theme = self.theme
        self.export = Button(theme, _("Export …"), key="Ctrl+E", icon="download")
        self.print = Button(theme, _("Print"), key="Ctrl+P", icon="printer")
        self.close_day = Button(theme, _("Close the day …"), look=Look.PRIMARY, key="Ctrl+Enter")
        self.open_again = Button(theme, _("Open again …"))
        self.keep(self.export, self.print, self.close_day, self.open_again)
        for button, act, purpose in (
            (self.export, self._on_export, words.export_purpose()),
            (self.print, self._on_print, words.print_purpose()),
            (self.close_day, self._on_close, words.close_purpose()),
            (self.open_again, self._on_reopen, words.reopen_purpose()),
        ):
            button.clicked.connect(act)
            button.setWhatsThis(purpose)
        self.bind("export_report", self.export.click)
        self.bind("print_report", self.print.click)
        self.bind("close_day", self._on_chord)
        self._offer()

    # Reading

    def on_shown(self) -> None:
        self._again.start()
        self.reader.read()
        self.segments.focus()

    def on_left(self) -> None:
        self._again.stop()

    def on_refresh(self) -> None:
        self.reader.read()

    def on_news(self, _changed: object = None) -> None:
        """Count again while somebody looks: central has answered."""
        if self.isVisible():
            self.reader.read()

    def default_action(self) -> Button | None:
        """Enter opens a task; it never closes a day by itself."""
        return None

    def set_narrow(self, narrow: bool) -> None:
        super().set_narrow(narrow)
        self._narrow = narrow
        self.tiles.set_narrow(narrow)
        self.segments.fit(self.theme.scaled(300) if narrow else 1 << 24)
        if self._seen is not None:
            self._show(self._seen)

    def _look(self) -> _Seen:
        span, own = self._span, self._own
        figures = self._desk.day.figures(
            span, session=self._session(), own=own if span is Span.OWN else None
        )
        return _Seen(span=span, own=own, figures=figures, standing=self._desk.day.standing())

    def _on_seen(self, seen: _Seen) -> None:
        if (seen.span, seen.own) != (self._span, self._own):
            self.reader.read()  # another period was chosen meanwhile
            return
        self._seen = seen
        self._show(seen)

    def _on_failed(self, error: RaError) -> None:
        self.notice.notify(Kind.ERR, "alert-triangle", told(error), seconds=0)

    # Showing

    def _show(self, seen: _Seen) -> None:
        figures, now = seen.figures, self._desk.time()
        parts = [words.counter_text(self._enrolment), words.period_text(figures.period)]
        if figures.own:
            parts.append(_("your own work"))
        self.set_title(_("Reports"), sub=" · ".join(parts), below=self._narrow)
        self.tiles.show_figures(figures, now=now)
        today = seen.span is Span.TODAY
        hour = f"{now.astimezone(OFFICE_ZONE).hour:02}"
        many = any(table.topic is Topic.DAYS for table in figures.tables)
        topic = Topic.DAYS if many else Topic.HOURS
        self.chart.show_table(figures.table(topic), running=hour if today else "")
        self.tasks.setVisible(today)
        self.tasks.show_tasks(tasks_of(seen.standing, reachable=self._reachable(), now=now))
        self.tables.show_figures(figures)
        self._offer()

    def _offer(self) -> None:
        """Have in the bar what can be done about the period in view."""
        left: tuple[Button, ...] = (self.export, self.print)
        seen = self._seen
        may_close = self._session().operator.roles & set(CLOSING)
        if seen is None or seen.span is not Span.TODAY or not may_close:
            self.set_actions(left=left)
            return
        standing = seen.standing
        if standing.closing is None:
            count = standing.open_points
            reason = ngettext(
                "{count} point is still open", "{count} points are still open", count
            ).format(count=count)
            shown = reason if count and not self._narrow else ""
            self.set_actions(left=left, right=(self.close_day,), reason=shown)
            return
        reason = closed_text(standing.closing)
        if later := standing.after_closing:
            reason = ngettext(
                "{count} check since the closing counts for the next one",
                "{count} checks since the closing count for the next one",
                later,
            ).format(count=later)
        shown = "" if self._narrow else reason
        self.set_actions(left=left, right=(self.open_again,), reason=shown)

    def _reachable(self) -> frozenset[PointKind]:
        operator = self._session().operator
        there = {place.key for place in places_for(operator)}
        found = {kind for kind, key in _WHERE.items() if key in there}
        return frozenset(found | ({PointKind.DESTROYED} if LETTERS in there else set()))

    # Periods

    def _on_span(self, key: str) -> None:
        if Span(key) is Span.OWN:
            self._ask_period()
            return
        self._span = Span(key)
        self.reader.read()

    def _ask_period(self) -> None:
        today = self._desk.day.today()
        before = self._own or Period(first=today.replace(day=1), last=today)
        sheet = PeriodSheet(self.theme, self.window(), period=before, today=today)
        sheet.chosen.connect(self._on_period)
        sheet.left.connect(lambda: self.segments.choose(self._span))
        sheet.ask()

    def _on_period(self, period: Period) -> None:
        self._span, self._own = Span.OWN, period
        self.reader.read()

    # Tasks

    def _on_task(self, key: str) -> None:
        kind = key.partition(":")[0]
        if key == SIGN:
            self._on_chord()
        elif kind == PointKind.DESTROYED:
            self._ask_destroyed()
        else:
            self.page_wanted.emit(_WHERE[PointKind(kind)])

    def _ask_destroyed(self) -> None:
        points = () if self._seen is None else self._seen.standing.points
        sheets = sum(point.left for point in points if point.kind is PointKind.DESTROYED)
        if not sheets:
            return
        sheet = DestroySheet(self.theme, self.window(), sheets)
        session = self._session()
        sheet.accepted.connect(sheet.close_sheet)
        sheet.accepted.connect(
            lambda: self._background.run(
                Lane.STORE,
                lambda: self._desk.day.destroy_sheets(session=session),
                owner=self,
                on_done=lambda _count: self.reader.read(),
                on_error=self._on_failed,
            )
        )
        sheet.open(sheet.leave_button)

    # Closing

    def _on_chord(self) -> None:
        for button in self.right_actions:
            button.click()

    def _on_close(self) -> None:
        seen, session = self._seen, self._session()
        if seen is None:
            return
        sheet = SignSheet(
            self.theme,
            self.window(),
            seen.standing,
            name=session.operator.name,
            online=self._online(),
        )
        sheet.signed.connect(partial(self._sign, sheet))
        sheet.ask()

    def _sign(
        self, sheet: SignSheet, reason: str, password: Secret[str], second: Signature | None
    ) -> None:
        session = self._session()
        # With a line the second person is let in by central, which may take its time.
        self._background.run(
            Lane.CENTRAL if second is not None and second.one_time_code else Lane.STORE,
            lambda: self._desk.day.close(
                reason=reason, password=password, second=second, session=session
            ),
            owner=self,
            on_done=lambda closing: self._on_closed(sheet, closing),
            on_error=partial(self._on_not_closed, sheet),
        )

    def _on_not_closed(self, sheet: SignSheet, error: RaError) -> None:
        sheet.say_wrong(error)
        self.reader.read()

    def _on_closed(self, sheet: SignSheet, closing: Closing) -> None:
        sheet.close_sheet()
        said = _("The day is closed. Tomorrow you begin with an empty list.")
        self.notice.notify(
            Kind.OK,
            "circle-check",
            said,
            seconds=0,
            actions=(
                StripAction(
                    text=_("Print the protocol"), act=partial(self.outputs.print_day, closing)
                ),
                StripAction(
                    text=_("Save the protocol …"), act=partial(self.outputs.save_day, closing)
                ),
            ),
        )
        self.reader.read()

    def _on_reopen(self) -> None:
        closing = None if self._seen is None else self._seen.standing.closing
        if closing is None:
            return
        sheet = ReopenSheet(self.theme, self.window(), closing)
        sheet.wanted.connect(partial(self._reopen, sheet))
        sheet.open(sheet.reason)

    def _reopen(self, sheet: ReopenSheet, reason: str) -> None:
        session = self._session()
        self._background.run(
            Lane.STORE,
            lambda: self._desk.day.reopen(reason, session=session),
            owner=self,
            on_done=lambda _nothing: self._on_reopened(sheet),
            on_error=sheet.say_wrong,
        )

    def _on_reopened(self, sheet: ReopenSheet) -> None:
        sheet.close_sheet()
        self.notice.dismiss()
        self.reader.read()

    # Paper and files

    @property
    def _closing(self) -> Closing | None:
        """The closing that is in view."""
        today = self._seen is not None and self._seen.span is Span.TODAY
        return self._seen.standing.closing if self._seen is not None and today else None

    def _on_print(self) -> None:
        if self._closing is not None:
            self.outputs.print_day(self._closing)
        elif self._seen is not None:
            self.outputs.print_report(self._seen.figures)

    def _on_export(self) -> None:
        if self._seen is not None:
            self.outputs.export(self._seen.figures, self._closing)

    def _say_done(self, said: str) -> None:
        self.notice.notify(Kind.OK, "circle-check", said)
