"""Reports and the close of the day: figures of a period, what is still to do, and the signature."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from ra_desk.domain.checks import OFFICE_ZONE
from ra_desk.domain.day import CLOSING, Closing, PointKind
from ra_desk.domain.errors import RaError, Unavailable
from ra_desk.domain.report import Period, Span, Topic
from ra_desk.services.close_day import DayStanding
from ra_desk.services.desk import Desk
from ra_desk.services.ports import Enrolment, Session
from ra_desk.services.report import sees_all
from ra_desk.texts import _, ngettext
from ra_desk.ui.background import Background
from ra_desk.ui.page import Page
from ra_desk.ui.pages import COUNTER, LETTERS, OUTBOX, places_for
from ra_desk.ui.parts.buttons import Button, Look
from ra_desk.ui.parts.card import Columns
from ra_desk.ui.parts.labels import label
from ra_desk.ui.parts.segments import Segments
from ra_desk.ui.parts.strip import StripAction
from ra_desk.ui.reports import words
from ra_desk.ui.reports.chart import Chart, FigureTables
from ra_desk.ui.reports.closing import ClosingActs
from ra_desk.ui.reports.outputs import Outputs
from ra_desk.ui.reports.reading import Reading, Seen, Whose
from ra_desk.ui.reports.sheets import PeriodSheet, closed_text
from ra_desk.ui.reports.tasks import SIGN, TaskList, tasks_of
from ra_desk.ui.reports.tiles import ReportTiles
from ra_desk.ui.theme import Kind, Theme, Type
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
        self._desk, self._session = desk, session
        self._enrolment = enrolment
        self.outputs = Outputs(self, desk, background, enrolment=enrolment, printer=printer)
        self.outputs.done.connect(self._say_done)
        self.outputs.failed.connect(self._on_failed)
        self.closing_acts = ClosingActs(self, desk, background, session, online=online)
        self.closing_acts.closed.connect(self._on_closed)
        self.closing_acts.reopened.connect(self.notice.dismiss)
        self.closing_acts.failed.connect(self._on_failed)
        self._narrow = False
        self.reading = Reading(self, desk, background, session)
        self.closing_acts.changed.connect(self.reading.read)
        self.reading.came.connect(self._show)
        self.reading.failed.connect(self._on_unread)
        self.reading.waits.connect(self._show_waiting)
        self.whose = Segments(theme, _("Whose figures"), words.whose_names())
        self.whose.choose(Whose.COUNTER)
        self.whose.chosen.connect(lambda key: self.reading.want(Whose(key)))
        for item in self.whose.items.values():
            item.setWhatsThis(words.whose_purpose())
        self.segments = Segments(theme, _("Period"), words.span_names())
        self.segments.choose(Span.TODAY)
        self.segments.chosen.connect(self._on_span)
        for item in self.segments.items.values():
            item.setWhatsThis(
                _("Chooses the days of which the figures are. Arrows move the choice.")
            )
        self.add_to_title(self.whose)
        self.whose.setVisible(sees_all(session().operator))
        self.add_to_title(self.segments)
        self._build()
        self._build_actions()
        self._again = QTimer(self)
        self._again.setInterval(_AGAIN_MS)
        self._again.timeout.connect(self._on_time)

    def _build(self) -> None:
        theme = self.theme
        self.tiles = ReportTiles(theme)
        self.body.addWidget(self.tiles)
        self.counted = label("", Type.CAPTION, tone="muted", wrap=True)
        self.body.addWidget(self.counted)
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
        self.reading.read()
        self.segments.focus()

    def on_left(self) -> None:
        self._again.stop()
        self._go_back()

    def on_refresh(self) -> None:
        self.reading.read()

    def _on_time(self) -> None:
        """Count again; a long period of an office is work for central, and waits for F5."""
        wanted = self.reading.wanted
        if wanted.whose is Whose.COUNTER or wanted.span is Span.TODAY:
            self.reading.read()

    def on_news(self, _changed: object = None) -> None:
        """Count again while somebody looks: central has answered, and may have ruled."""
        if self.isVisible() and self.reading.wanted.whose is Whose.COUNTER:
            self.reading.read()

    def default_action(self) -> Button | None:
        """Enter opens a task; it never closes a day by itself."""
        return None

    def set_narrow(self, narrow: bool) -> None:
        super().set_narrow(narrow)
        self._narrow = narrow
        self.tiles.set_narrow(narrow)
        for choice in (self.whose, self.segments):
            choice.fit(self.theme.scaled(300) if narrow else 1 << 24)
        if self._seen is not None:
            self._show(self._seen)

    @property
    def _seen(self) -> Seen | None:
        """What is in view, as long as it is what was asked for."""
        return self.reading.seen if self.reading.is_there else None

    def _on_unread(self, error: RaError) -> None:
        """Tell of it; without central this counter is shown again."""
        away = isinstance(error, Unavailable) and self.reading.wanted.whose is Whose.OFFICE
        if away and self.reading.is_there:
            return  # what is in view says of when it is
        self._go_back()
        if away:
            self.notice.notify(Kind.WARN, "cloud-off", words.only_here_text())
        else:
            self._on_failed(error)

    def _go_back(self) -> None:
        """Show this counter, as without a line."""
        if self.reading.wanted.whose is Whose.COUNTER:
            return
        was_here = any(item.hasFocus() for item in self.whose.items.values())
        self.whose.choose(Whose.COUNTER)
        self.reading.want(Whose.COUNTER)
        if was_here:
            self.whose.focus()

    def _on_failed(self, error: RaError) -> None:
        self.notice.notify(Kind.ERR, "alert-triangle", told(error), seconds=0)

    # Showing

    def _show_waiting(self) -> None:
        """Have nothing in view that is not what was asked for."""
        self.set_title(
            _("Reports"), sub=words.whose_text(self._enrolment, office=True), below=self._narrow
        )
        self.tiles.wait()
        self._say_counted(_("Central is counting …"))
        self._set_there(there=False)
        self._offer()

    def _show(self, seen: Seen) -> None:
        figures, now = seen.figures, self._desk.time()
        whose = words.whose_text(self._enrolment, office=figures.office)
        parts = [whose, words.period_text(figures.period)]
        if figures.own:
            parts.append(_("your own work"))
        self.set_title(_("Reports"), sub=" · ".join(parts), below=self._narrow)
        self.tiles.show_figures(figures, now=now)
        self._say_counted(words.counted_text(figures))
        today = seen.wanted.span is Span.TODAY
        hour = f"{now.astimezone(OFFICE_ZONE).hour:02}"
        many = any(table.topic is Topic.DAYS for table in figures.tables)
        topic = Topic.DAYS if many else Topic.HOURS
        self.chart.show_table(figures.table(topic), running=hour if today else "")
        self.tasks.setVisible(seen.day is not None)
        if seen.day is not None:
            self.tasks.show_tasks(tasks_of(seen.day, reachable=self._reachable(), now=now))
        self.tables.show_figures(figures)
        self._set_there(there=True)
        self._offer()

    def _say_counted(self, said: str) -> None:
        """Say what central has to do with the figures; "" for nothing."""
        self.counted.setText(said)
        self.counted.setVisible(bool(said))

    def _set_there(self, *, there: bool) -> None:
        """Show what figures are drawn in and let them leave, or neither."""
        self._first.setVisible(there)
        self.tables.setVisible(there and self.tables.has_any)
        for button in (self.export, self.print):
            button.setEnabled(there)

    def _offer(self) -> None:
        """Have in the bar what can be done about the period in view."""
        left: tuple[Button, ...] = (self.export, self.print)
        seen = self._seen
        may_close = self._session().operator.roles & set(CLOSING)
        standing = None if seen is None else seen.day
        if standing is None or not may_close:
            self.set_actions(left=left)
            return
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
        self.reading.want_days(Span(key), self.reading.wanted.own)

    def _ask_period(self) -> None:
        today = self._desk.day.today()
        before = self.reading.wanted.own or Period(first=today.replace(day=1), last=today)
        sheet = PeriodSheet(self.theme, self.window(), period=before, today=today)
        sheet.chosen.connect(self._on_period)
        sheet.left.connect(lambda: self.segments.choose(self.reading.wanted.span))
        sheet.ask()

    def _on_period(self, period: Period) -> None:
        self.reading.want_days(Span.OWN, period)

    # Tasks

    def _on_task(self, key: str) -> None:
        kind = key.partition(":")[0]
        if key == SIGN:
            self._on_chord()
        elif kind != PointKind.DESTROYED:
            self.page_wanted.emit(_WHERE[PointKind(kind)])
        elif self._day is not None:
            self.closing_acts.ask_destroyed(self._day)

    # Closing

    def _on_chord(self) -> None:
        for button in self.right_actions:
            button.click()

    def _on_close(self) -> None:
        if self._day is not None:
            self.closing_acts.ask_signature(self._day)

    def _on_reopen(self) -> None:
        if self._closing is not None:
            self.closing_acts.ask_reopening(self._closing)

    def _on_closed(self, closing: Closing) -> None:
        self.notice.notify(
            Kind.OK,
            "circle-check",
            _("The day is closed. Tomorrow you begin with an empty list."),
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

    # Paper and files

    @property
    def _closing(self) -> Closing | None:
        """The closing that is in view."""
        return None if self._day is None else self._day.closing

    @property
    def _day(self) -> DayStanding | None:
        return None if self._seen is None else self._seen.day

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
