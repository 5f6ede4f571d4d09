"""What an operator works in from signing in to signing out: the frame with its pages joined."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from ra_desk.domain.activation import RequestNumber
from ra_desk.domain.errors import RaError, Refused
from ra_desk.domain.mrz import Mrz
from ra_desk.domain.pass_request import PassRequest
from ra_desk.domain.people import Operator, Role
from ra_desk.services.desk import Desk
from ra_desk.services.find_requests import today_of
from ra_desk.services.overview import Overview
from ra_desk.services.ports import PRINTING, Enrolment, Session
from ra_desk.services.record_check import Recorded
from ra_desk.texts import _, language
from ra_desk.texts.formats import recent_text, time_text
from ra_desk.ui import status
from ra_desk.ui.background import Background, Lane
from ra_desk.ui.counter.hits import COLUMNS
from ra_desk.ui.counter.hold import Hold
from ra_desk.ui.counter.look_up import LookUp
from ra_desk.ui.counter.page import CounterPage
from ra_desk.ui.counter.scans import ScanInTheWay, read_scan
from ra_desk.ui.letters.page import LettersPage
from ra_desk.ui.line import Line, LineState
from ra_desk.ui.outbox.page import OutboxPage
from ra_desk.ui.parts.nav import Place
from ra_desk.ui.parts.strip import StripAction
from ra_desk.ui.request import RequestPage
from ra_desk.ui.shell import Shell
from ra_desk.ui.stages import State
from ra_desk.ui.theme import Kind, Theme
from ra_desk.ui.wording import told

COUNTER, REQUEST, LETTERS, OUTBOX = "counter", "request", "letters", "outbox"
_LOOK_AGAIN_MS = 30_000  # the age of the data is told in minutes


class Workplace(Shell):
    """The frame of one session. Pages that the operator's roles do not allow are not there."""

    title_changed = Signal(str)

    def __init__(
        self,
        theme: Theme,
        desk: Desk,
        background: Background,
        line: Line,
        *,
        enrolment: Enrolment,
        session: Session,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            theme,
            places_for(session.operator),
            COLUMNS,
            placeholder=_("Scan the document or QR code, or type a request number, surname …"),
            parent=parent,
        )
        self._desk, self._background, self._line = desk, background, line
        self._enrolment, self.session = enrolment, session
        self._seen: Overview | None = None
        self._reading = self._read_again = False
        self._opening = ""
        self._zone_scan = ""
        self._scanner = State(kind=Kind.IDLE, icon="scan", text=_("Scanner"))
        self._join_pages()
        self.finder = LookUp(
            self.look_up, desk, background, session=session, is_narrow=self.is_narrow, parent=self
        )
        self.finder.wanted.connect(self.open_request)
        self.finder.failed.connect(self._say)
        self.look_up.typed.connect(self._on_typed)
        self.hold = Hold(self.counter.notice, desk, background, session=session, parent=self)
        self.hold.undone.connect(self._on_undone)
        self.hold.may_go.connect(self._on_may_go)
        self.hold.ticked.connect(self.counter.show_hold)
        # A text field claims Ctrl+Z for itself, and the focus is in one after each check.
        self.look_up.edit.installEventFilter(self)
        QShortcut(QKeySequence.StandardKey.Undo, self).activated.connect(self.hold.undo)
        self.went.connect(lambda _key: self._show_title())
        self.status_bar.chip_pressed.connect(self._on_chip)
        self.status_bar.who.setText(status.who_line(enrolment, session.operator))
        line.state_changed.connect(self._on_line)
        # Bound methods: the line outlives this frame, and a lambda would be called after it.
        line.requests_changed.connect(self.refresh)
        line.sent.connect(self.refresh)
        self._minute = QTimer(self)
        self._minute.setInterval(_LOOK_AGAIN_MS)
        self._minute.timeout.connect(self._show_status)
        self._minute.start()
        self._on_line(line.state)
        self.refresh()

    def _join_pages(self) -> None:
        theme, desk, background = self.theme, self._desk, self._background
        self.counter = CounterPage(theme)
        self.counter.wanted.connect(lambda number: self.open_request(number))
        self.request = RequestPage(theme, desk, background, session=lambda: self.session)
        self.request.recorded.connect(partial(self._on_recorded, refusal=False))
        self.request.refused.connect(partial(self._on_recorded, refusal=True))
        self.request.left.connect(lambda: self.to_counter())
        self.request.refused_elsewhere.connect(self._on_refused_elsewhere)
        self.request.person_wanted.connect(self._on_person_wanted)
        self.request.title_changed.connect(self._show_title)
        outbox = OutboxPage(theme, desk, background, self._line, lambda: self.session)
        outbox.request_wanted.connect(lambda number: self.open_request(number))
        self.add_page(OUTBOX, outbox)
        if COUNTER in self.rail.items:
            self.add_page(COUNTER, self.counter)
            self.add_page(REQUEST, self.request)
        else:
            self.look_up.hide()
        if LETTERS in self.rail.items:
            letters = LettersPage(theme, desk, background, self._line, lambda: self.session)
            self.add_page(LETTERS, letters)

    # Beginning and end

    def begin(self) -> None:
        """Show the first page, ready for the first client."""
        first = next(iter(self.rail.items))
        if first == COUNTER:
            self.to_counter()
        else:
            self.go(first)

    def forget(self) -> None:
        """Drop everything about people before the cover comes down."""
        self.look_up.clear()
        self.request.forget()

    @property
    def unsent(self) -> int:
        """Entries about requests that central does not hold yet, as far as is known."""
        return 0 if self._seen is None else self._seen.waiting

    # Requests

    def to_counter(self) -> None:
        """Be ready for the next client: the counter in view, the focus in the look-up."""
        self._opening = ""
        self.look_up.clear()
        self.go(COUNTER)
        self.look_up.focus()

    def open_request(self, number: RequestNumber | str, scan: str = "") -> None:
        """Open a request; ``scan``: the document that found it, to be filled in at once."""
        self._opening = number
        wanted = RequestNumber(number)
        self._background.run(
            Lane.STORE,
            lambda: self._desk.open_request(wanted, session=self.session),
            owner=self,
            on_done=lambda request: self._on_opened(request, scan),
            on_error=self._say,
        )

    def _on_opened(self, request: PassRequest, scan: str) -> None:
        if request.number != self._opening:
            return  # somebody else is wanted by now
        self._opening = ""
        self._show_request(request)
        if scan:
            self.request.on_scan(scan)

    def _show_request(self, request: PassRequest, *, reopened: bool = False) -> None:
        self.look_up.clear()
        self.counter.trouble.dismiss()
        self.request.show_request(request, reopened=reopened)
        self.go(REQUEST, under=COUNTER)

    def _on_recorded(self, recorded: Recorded, *, refusal: bool) -> None:
        self.hold.online = self._line.state.online is not False
        self.to_counter()
        self.hold.begin(recorded, refusal=refusal)
        if self.hold.active:
            self.counter.show_hold(recorded.seq, recorded.hold_s)
        self._line.poke()
        self.refresh()

    def _on_undone(self, request: PassRequest) -> None:
        self.counter.show_hold(0, 0)
        self._show_request(request, reopened=True)
        self.refresh()

    def _on_may_go(self) -> None:
        self.counter.show_hold(0, 0)
        self._line.exchange_now()
        self.refresh()

    def _on_refused_elsewhere(self, number: str, error: RaError) -> None:
        self._say(error, about=number)

    # Scans

    def on_scan(self, text: str) -> None:
        """Use a scan: the page in view first, then whatever was scanned opens."""
        if self.page(self.key).on_scan(text):
            self._on_good_scan()
            return
        try:
            if self.sheet() is not None:
                raise ScanInTheWay()
            scan = read_scan(text, today=today_of(self._desk.now))
        except Refused as error:
            self._note_scan(good=False)
            self._say(error)
            return
        self._on_good_scan()
        if scan.letter is not None and LETTERS in self.rail.items:
            self.go(LETTERS)
            self.page(LETTERS).on_scan(text)
        elif scan.request is not None and COUNTER in self.rail.items:
            self.open_request(scan.request)
        elif scan.zone is not None and COUNTER in self.rail.items:
            self._find_person(scan.zone, text)

    def _on_good_scan(self) -> None:
        """The next client is here: what was recorded for the last one goes."""
        self.hold.send_now()
        self.counter.trouble.dismiss()
        self._note_scan(good=True)

    def _find_person(self, zone: Mrz, text: str) -> None:
        self._zone_scan = text
        if self.key != COUNTER:
            self.to_counter()
        self.finder.find_person(zone, text)
        self.look_up.edit.setFocus()

    def _on_person_wanted(self, zone: Mrz) -> None:
        self._find_person(zone, self._zone_scan)

    def _note_scan(self, *, good: bool) -> None:
        kind, icon = (Kind.OK, "scan") if good else (Kind.WARN, "alert-triangle")
        words = _("Scanner ready") if good else _("Not read")
        self._scanner = State(kind=kind, icon=icon, text=words)
        self._show_status()
        chip = self.status_bar.chips["scanner"]
        chip.setToolTip(_("Last scan at {time}").format(time=time_text(self._desk.time())))

    # Status

    def refresh(self, _news: object = None) -> None:
        """Read today's work again; a read under way is followed by one more."""
        if self._reading:
            self._read_again = True
            return
        self._reading = True
        self._background.run(
            Lane.STORE,
            self._desk.overview,
            owner=self,
            on_done=self._on_overview,
            on_error=self._on_no_overview,
        )

    def _on_overview(self, seen: Overview) -> None:
        self._seen = seen
        self.counter.show_overview(seen)
        self._show_status()
        self._read_done()

    def _on_no_overview(self, error: RaError) -> None:
        self._say(error)
        self._read_done()

    def _read_done(self) -> None:
        self._reading = False
        if self._read_again:
            self._read_again = False
            self.refresh()

    def _on_line(self, state: LineState) -> None:
        self.hold.online = state.online is not False
        self.request.set_online(self.hold.online)
        self.counter.set_online(self.hold.online)
        self._show_status()

    def _show_status(self) -> None:
        state, seen, now = self._line.state, self._seen, self._desk.time()
        old = status.age(state, now=now)
        saved = state.last_success_at
        offline = state.online is False and saved is not None
        self.finder.offline_since = (
            recent_text(saved, language(), now=now) if offline and saved is not None else ""
        )
        self._chip("line", status.line_chip(state))
        self._chip("outbox", status.outbox_chip(seen))
        if COUNTER in self.rail.items:
            self._chip("scanner", self._scanner)
        if old is None:
            self.status_bar.hide_chip("age")
        else:
            self._chip("age", status.age_chip(old))
        waiting, decide = (0, 0) if seen is None else (seen.waiting, seen.decide)
        self.rail.items[OUTBOX].set_badge(waiting + decide, urgent=bool(decide))
        self._show_banner(status.banner(state, seen, demo=self._enrolment.demo, now=now))
        self._show_title()

    def _chip(self, key: str, state: State) -> None:
        self.status_bar.show_chip(key, state.kind, state.icon, state.text)

    def _show_banner(self, said: status.Said | None) -> None:
        if said is None:
            self.show_banner(False)
            return
        if self.banner.isVisible() and self.banner.words == said.text:
            return
        buttons: dict[str, tuple[str, Callable[[], None]]] = {
            "retry": (_("Try again"), self._line.retry),
            "outbox": (_("Details"), lambda: self.go(OUTBOX)),
        }
        actions: tuple[StripAction, ...] = ()
        if said.act:
            words, act = buttons[said.act]
            actions = (StripAction(text=words, act=act),)
        self.banner.say(said.kind, said.icon, said.text, actions=actions)
        self.show_banner(True)

    def _show_title(self) -> None:
        if self.key:
            offline = self._line.state.online is False
            self.title_changed.emit(
                status.title(self.page(self.key).title, self._enrolment, offline=offline)
            )

    def _on_chip(self, key: str) -> None:
        if key == "scanner":
            self.to_counter()
        else:
            self.go(OUTBOX)

    # Small things

    def _say(self, error: RaError, *, about: str = "") -> None:
        """Tell an error on the page in view; it stays until something else happens."""
        words = told(error) if not about else f"{about}: {told(error)}"
        # On the counter the notice belongs to the hold, which an error must not hide.
        in_counter = self.key in (COUNTER, "")
        notice = self.counter.trouble if in_counter else self.page(self.key).notice
        notice.notify(Kind.ERR, "alert-circle", words, strong=about, seconds=0)

    def _on_typed(self, text: str) -> None:
        self.counter.make_room(bool(text))
        if text:
            self.counter.trouble.dismiss()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ctrl+Z in the look-up undoes what is held before it undoes typing."""
        if (
            watched is self.look_up.edit
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.matches(QKeySequence.StandardKey.Undo)
            and self.hold.active
        ):
            self.hold.undo()
            return True
        return super().eventFilter(watched, event)


def places_for(operator: Operator) -> tuple[Place, ...]:
    """Return what stands in the rail for somebody: only what their roles allow."""
    places = []
    if operator.roles & {Role.CLERK, Role.SUPERVISOR}:
        places.append(Place(key=COUNTER, icon="id", title=_("Counter")))
    if operator.roles & set(PRINTING):
        places.append(Place(key=LETTERS, icon="mail", title=_("Letters")))
    places.append(Place(key=OUTBOX, icon="cloud-upload", title=_("Outbox")))
    return tuple(places)
