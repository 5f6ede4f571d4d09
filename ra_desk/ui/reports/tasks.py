"""The close of the day as a list of tasks: each says how far it is and leads to where it is done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ra_desk.domain.day import Point, PointKind
from ra_desk.services.close_day import DayStanding
from ra_desk.texts import _, language, ngettext
from ra_desk.texts.formats import recent_text, time_text
from ra_desk.ui.parts.buttons import Button, Size
from ra_desk.ui.parts.card import Card, Glyph, Line
from ra_desk.ui.parts.chip import Chip
from ra_desk.ui.parts.labels import label
from ra_desk.ui.parts.state import State
from ra_desk.ui.theme import Kind, Theme, Type

#: Key of the last task: to sign.
SIGN = "sign"


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A line of the list; ``open_words``: of the button that leads on, "" for none."""

    key: str
    title: str
    detail: str
    state: State
    open_words: str = ""


class TaskRow(QWidget):
    """One task."""

    opened = Signal()

    def __init__(self, theme: Theme, task: Task) -> None:
        super().__init__()
        self.task = task
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 8, 0, 8)
        row.setSpacing(12)
        tone = {Kind.OK: "okLine", Kind.WARN: "warnLine"}.get(task.state.kind, "muted")
        row.addWidget(Glyph(theme, task.state.icon, tone))
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addStretch(1)
        strong = task.state.kind is not Kind.IDLE
        words.addWidget(label(task.title, Type.STRONG if strong else Type.BODY, wrap=True))
        if task.detail:
            words.addWidget(label(task.detail, Type.CAPTION, tone="muted", wrap=True))
        words.addStretch(1)
        row.addLayout(words, 1)
        self.open: Button | None = None
        if task.open_words:
            self.open = Button(theme, task.open_words, size=Size.ROW)
            self.open.setAccessibleName(f"{task.open_words}: {task.title}")
            self.open.setAccessibleDescription(f"{task.state.text}. {task.detail}")
            self.open.setWhatsThis(_("Leads to where this point is settled."))
            self.open.clicked.connect(self.opened)
            row.addWidget(self.open, 0, Qt.AlignmentFlag.AlignVCenter)
        state = task.state
        row.addWidget(Chip(theme, state.kind, state.icon, state.text, small=True))
        self.setMinimumHeight(theme.scaled(67))


class TaskList(Card):
    """All tasks, with how many are done beside the title."""

    opened = Signal(str)  # key of the task

    def __init__(self, theme: Theme) -> None:
        super().__init__(_("Close of day"))
        self._theme = theme
        self._tasks: tuple[Task, ...] = ()
        self.rows: tuple[TaskRow, ...] = ()
        self.done = label(tone="muted")
        self.count.hide()
        self.add_to_head(self.done)

    def show_tasks(self, tasks: Sequence[Task]) -> None:
        """Show exactly these tasks; the focus stays with the task that has it."""
        if tuple(tasks) == self._tasks:
            return
        focused = next((r.task.key for r in self.rows if r.open and r.open.hasFocus()), "")
        self._tasks = tuple(tasks)
        while (item := self.body.takeAt(0)) is not None:
            if (gone := item.widget()) is not None:
                gone.hide()
                gone.deleteLater()
        made: list[TaskRow] = []
        for task in tasks:
            if made:
                self.body.addWidget(Line())
            row = TaskRow(self._theme, task)
            row.opened.connect(lambda key=task.key: self.opened.emit(key))
            self.body.addWidget(row)
            made.append(row)
        self.body.addStretch(1)
        self.rows = tuple(made)
        self.done.setText(
            _("{done} of {count} done").format(
                done=sum(task.state.kind is Kind.OK for task in tasks), count=len(tasks)
            )
        )
        again = next((row.open for row in made if row.task.key == focused), None)
        if again is not None:
            again.setFocus(Qt.FocusReason.OtherFocusReason)

    def first_open(self) -> Button | None:
        """Return the first button of the list, if there is one."""
        return next((row.open for row in self.rows if row.open is not None), None)


def done_state() -> State:
    return State(kind=Kind.OK, icon="circle-check", text=_("Done"))


def partly_state() -> State:
    return State(kind=Kind.WARN, icon="progress", text=_("Partly"))


def not_yet_state() -> State:
    return State(kind=Kind.IDLE, icon="circle-dashed", text=_("Not yet"))


def tasks_of(seen: DayStanding, *, reachable: frozenset[PointKind], now: datetime) -> list[Task]:
    """Return the tasks of a day.

    Args:
        reachable: what somebody with these roles can do something about.
    """
    tasks = [_task(point, seen, reachable=reachable, now=now) for point in seen.points]
    closing = seen.closing
    if closing is None:
        by_two = _("with your password and a second person")
        tasks.append(
            Task(
                key=SIGN,
                title=_("Sign the closing"),
                detail=_("with your password") if seen.signers == 1 else by_two,
                state=not_yet_state(),
            )
        )
        return tasks
    names = closing.by if not closing.second else f"{closing.by}, {closing.second}"
    tasks.append(
        Task(
            key=SIGN,
            title=_("Closing signed"),
            detail=f"{names}, {time_text(closing.at)}",
            state=done_state(),
        )
    )
    return tasks


def _task(
    point: Point, seen: DayStanding, *, reachable: frozenset[PointKind], now: datetime
) -> Task:
    title, detail = _WORDS[point.kind](point, seen, now)
    state = done_state() if point.done else partly_state()
    opens = not point.done and point.kind in reachable
    destroys = point.kind is PointKind.DESTROYED
    return Task(
        key=f"{point.kind}:{point.batch}",
        title=title,
        detail=detail,
        state=state,
        open_words=(_("Confirm …") if destroys else _("Open")) if opens else "",
    )


def _sent(point: Point, _seen: DayStanding, _now: datetime) -> tuple[str, str]:
    count = _("{done} of {count}").format(done=point.of - point.left, count=point.of)
    return _("Everything recorded is sent"), count


def _decided(point: Point, _seen: DayStanding, _now: datetime) -> tuple[str, str]:
    words = ngettext("{count} record waits for you", "{count} records wait for you", point.left)
    return _("Nothing waits for a decision"), words.format(count=point.left)


def _drafts(point: Point, _seen: DayStanding, _now: datetime) -> tuple[str, str]:
    words = ngettext("{count} draft at this desk", "{count} drafts at this desk", point.left)
    return _("No open drafts"), words.format(count=point.left) if point.left else _("at this desk")


def _reconciled(point: Point, _seen: DayStanding, _now: datetime) -> tuple[str, str]:
    if point.done:
        words = ngettext("{count} letter", "{count} letters", point.of).format(count=point.of)
        return _("All letters are confirmed"), words if point.of else _("none printed")
    words = ngettext(
        "{count} letter is not confirmed", "{count} letters are not confirmed", point.left
    ).format(count=point.left)
    if not point.batch:
        return _("All letters are confirmed"), words
    return _("Batch {number} is confirmed").format(number=f"S-{point.batch:04}"), words


def _destroyed(point: Point, seen: DayStanding, now: datetime) -> tuple[str, str]:
    title = _("Spoilt sheets are destroyed")
    if not point.of:
        return title, _("no sheets")
    sheets = ngettext("{count} sheet", "{count} sheets", point.of).format(count=point.of)
    if not point.done or seen.destroyed_at is None:
        return title, sheets
    at = recent_text(seen.destroyed_at, language(), now=now)
    return title, _("{sheets}, confirmed at {time}").format(sheets=sheets, time=at)


_WORDS = {
    PointKind.SENT: _sent,
    PointKind.DECIDED: _decided,
    PointKind.DRAFTS: _drafts,
    PointKind.RECONCILED: _reconciled,
    PointKind.DESTROYED: _destroyed,
}
