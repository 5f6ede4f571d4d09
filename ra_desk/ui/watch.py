"""Watches how the desk stands, and shows it: chips, badge, banner and title."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from ra_desk.services.desk import Desk
from ra_desk.services.overview import Overview
from ra_desk.services.ports import Enrolment
from ra_desk.texts import _, language
from ra_desk.texts.formats import recent_text, time_text
from ra_desk.ui import banners, status
from ra_desk.ui.actions import action
from ra_desk.ui.background import Background
from ra_desk.ui.banners import Said, Situation
from ra_desk.ui.line import Line
from ra_desk.ui.line_state import LineState
from ra_desk.ui.pages import COUNTER, LETTERS, OUTBOX, REVIEW, SETTINGS
from ra_desk.ui.parts.state import State
from ra_desk.ui.parts.strip import StripAction
from ra_desk.ui.reader import Reader
from ra_desk.ui.scanner_state import ScannerState
from ra_desk.ui.shell import Shell

#: Before the name of a state, in the key of its chip.
_STATE: Final = "state-"
_RESTORED_MS = round(banners.RESTORED.total_seconds() * 1000) + 500
_LOOK_AGAIN_MS = 30_000  # the age of the data is told in minutes
#: Which page a chip of the status bar opens.
_OPENED_BY = {
    "line": OUTBOX,
    "outbox": OUTBOX,
    "age": OUTBOX,
    "scanner": COUNTER,
    "printer": LETTERS,
    "who": SETTINGS,
}


class Watch(QObject):
    """Reads today's work and the line again and again, as long as its shell lives."""

    title_changed = Signal(str)
    overview_read = Signal(object)  # Overview
    online_changed = Signal(bool)
    failed = Signal(object)  # RaError: today's work could not be read

    def __init__(
        self, shell: Shell, desk: Desk, background: Background, line: Line, enrolment: Enrolment
    ) -> None:
        super().__init__(shell)
        self._shell, self._desk = shell, desk
        self.last_scan_at: datetime | None = None
        self._line, self._enrolment = line, enrolment
        self.seen: Overview | None = None
        self._reader = Reader(
            background,
            desk.overview,
            owner=self,
            on_seen=self._on_overview,
            on_error=self.failed.emit,
        )
        self._states: tuple[Said, ...] = ()
        self._wanted = ""  # name of the state whose chip was pressed
        self.scanner = ScannerState(parent=self)
        self.scanner.changed.connect(self.show_status)
        shell.refreshed.connect(self._on_refreshed)
        shell.went.connect(lambda _key: self.show_title())
        shell.status_bar.chip_pressed.connect(self._on_chip)
        line.state_changed.connect(self._on_line)
        # Bound methods: the line outlives this frame, and a lambda would be called after it.
        line.requests_changed.connect(self.refresh)
        line.sent.connect(self.refresh)
        self._minute = QTimer(self)
        self._minute.setInterval(_LOOK_AGAIN_MS)
        self._minute.timeout.connect(self.show_status)
        self._minute.start()

    def begin(self) -> None:
        """Show what is known and read the rest."""
        self._on_line(self._line.state)
        self.refresh()

    @property
    def online(self) -> bool:
        """Whether central answered last time, or has not been asked yet."""
        return self._line.state.online is not False

    @property
    def offline_since(self) -> str:
        """Time of the data, while central does not answer; else ""."""
        saved = self._line.state.last_success_at
        if self.online or saved is None:
            return ""
        return recent_text(saved, language(), now=self._desk.time())

    # Today's work

    def refresh(self, _news: object = None) -> None:
        """Read today's work again; a read under way is followed by one more."""
        self._reader.read()

    def _on_overview(self, seen: Overview) -> None:
        self.seen = seen
        self.overview_read.emit(seen)
        self.show_status()

    # Showing

    def _on_line(self, state: LineState) -> None:
        self.online_changed.emit(self.online)
        self.show_status()
        if state.restored is not None:
            QTimer.singleShot(_RESTORED_MS, self, self.show_status)

    def note_scan(self, good: bool) -> None:
        """Show whether the last scan was something."""
        self.scanner.note_scan(good)
        self.last_scan_at = self._desk.time()
        chip = self._shell.status_bar.chips.get("scanner")
        if chip is not None:
            chip.setToolTip(_("Last scan at {time}").format(time=time_text(self.last_scan_at)))

    def show_status(self) -> None:
        """Show how everything stands at this moment."""
        state, seen, now = self._line.state, self.seen, self._desk.time()
        shell = self._shell
        old = banners.age(state, now=now)
        self._chip("line", status.line_chip(state))
        self._chip("outbox", status.outbox_chip(seen))
        if not {COUNTER, LETTERS}.isdisjoint(shell.rail.items):
            self._chip("scanner", self.scanner.state)
        if old is None:
            shell.status_bar.hide_chip("age")
        else:
            self._chip("age", status.age_chip(old))
        waiting, decide = (0, 0) if seen is None else (seen.waiting, seen.decide)
        shell.rail.items[OUTBOX].set_badge(waiting + decide, urgent=bool(decide))
        self._show_states(
            banners.states(Situation(line=state, seen=seen, demo=self._enrolment.demo, now=now))
        )
        self.show_title()

    def _chip(self, key: str, state: State) -> None:
        self._shell.status_bar.show_chip(key, state.kind, state.icon, state.text)

    def _show_states(self, states: Sequence[Said]) -> None:
        """Give one state the banner; the others wait as chips, and come when they are pressed."""
        if [said.name for said in states] != [said.name for said in self._states]:
            self._wanted = ""
        self._states = tuple(states)
        chosen = next((said for said in states if said.name == self._wanted), None)
        shown = chosen or next(iter(states), None)
        bar = self._shell.status_bar
        for key in [key for key in bar.chips if key.startswith(_STATE)]:
            bar.hide_chip(key)
        for said in states:
            if said is not shown and said.chip:
                bar.show_chip(_STATE + said.name, said.kind, said.icon, said.chip, tip=said.text)
        self._show_banner(shown)

    def _show_banner(self, said: Said | None) -> None:
        shell = self._shell
        if said is None:
            shell.show_banner(False)
            return
        if shell.banner.isVisible() and shell.banner.words == said.text:
            return
        buttons: dict[str, tuple[str, str, Callable[[], None]]] = {
            "retry": (_("Try again"), "", self._line.retry),
            "outbox": (_("Details"), "", lambda: shell.go(OUTBOX)),
            "refresh": (_("Refresh"), action("refresh").key, self._line.exchange_now),
        }
        actions: tuple[StripAction, ...] = ()
        if said.act:
            words, key, act = buttons[said.act]
            actions = (StripAction(text=words, key=key, act=act),)
        shell.banner.say(said.kind, said.icon, said.text, actions=actions)
        shell.show_banner(True)

    def show_title(self) -> None:
        """Tell the window the title of the page in view."""
        shell = self._shell
        if shell.key:
            offline = self._line.state.online is False
            review = shell.rail.items.get(REVIEW)
            words = status.title(
                shell.page(shell.key).title,
                self._enrolment,
                offline=offline,
                to_review=0 if review is None else review.count,
            )
            self.title_changed.emit(words)

    def _on_refreshed(self) -> None:
        # Where work waits to be sent or printed the page exchanges by itself.
        if self._shell.key not in (OUTBOX, LETTERS):
            self._line.exchange_now()
        self.refresh()

    def _on_chip(self, key: str) -> None:
        if key.startswith(_STATE):
            self._wanted = key.removeprefix(_STATE)
            self.show_status()
        page = _OPENED_BY.get(key)
        if page == COUNTER and COUNTER not in self._shell.rail.items:
            page = LETTERS  # the scanner of a print room
        if page is not None:
            self._shell.go(page)
