"""What an operator works in from signing in to signing out: the frame with its pages joined."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from ra_desk.domain.activation import LetterNumber, RequestNumber, letter_number_scan
from ra_desk.domain.errors import RaError
from ra_desk.domain.mrz import Mrz
from ra_desk.domain.pass_request import PassRequest, RequestUnknown
from ra_desk.services.desk import Desk
from ra_desk.services.doctor import Seen
from ra_desk.services.ports import Enrolment, Session
from ra_desk.services.record_check import Recorded
from ra_desk.texts import _
from ra_desk.ui import status
from ra_desk.ui.ahead import Ahead
from ra_desk.ui.background import Background, Lane
from ra_desk.ui.conveniences import Conveniences
from ra_desk.ui.counter.hits import COLUMNS
from ra_desk.ui.counter.hold import Hold
from ra_desk.ui.counter.look_up import LookUp
from ra_desk.ui.counter.page import CounterPage
from ra_desk.ui.counter.undo_key import UndoKey
from ra_desk.ui.counter.work_reader import WorkReader
from ra_desk.ui.help.guide import Guide
from ra_desk.ui.joining.around import Around
from ra_desk.ui.joining.places import MAKERS, WITHIN
from ra_desk.ui.joining.review import join_review_badge
from ra_desk.ui.letters.page import LettersPage
from ra_desk.ui.line import Line
from ra_desk.ui.names import role_names
from ra_desk.ui.pages import COUNTER, LETTERS, OUTBOX, PENDING, REQUEST, places_for
from ra_desk.ui.remembered import Remembered
from ra_desk.ui.request import RequestPage
from ra_desk.ui.restoring import Restoring, remember
from ra_desk.ui.scanning import Scanning
from ra_desk.ui.settings.joining import Preferences
from ra_desk.ui.settings.sections import Surroundings
from ra_desk.ui.settings.values import Settings
from ra_desk.ui.shell import Shell
from ra_desk.ui.theme import Kind, Theme
from ra_desk.ui.watch import Watch
from ra_desk.ui.wording import told

#: So long a request may take to open before the page says that it is coming.
_SLOW_MS = 300
#: So long everything else stands aside for a page that somebody goes to.
_SWITCH_S = 0.1


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
        settings: Settings,
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
        self.settings, self.session = settings, session
        self.fold(settings.flag("window.folded"))
        self._opening, self._enrolment = "", enrolment
        self.conveniences = Conveniences(
            self,
            now=desk.time,
            columns=len(COLUMNS),
            stays=partial(settings.flag, "notices.stay"),
        )
        self.conveniences.wanted.connect(lambda number: self.open_request(number))
        self._join_pages()
        self._join_look_up()
        self._join_hold()
        self.preferences = Preferences(
            self,
            Surroundings(theme=theme, settings=settings, desk=desk, enrolment=enrolment, line=line),
            background,
        )
        self.preferences.failed.connect(self._say)
        self.guide = Guide(self, desk, background, settings=settings, seen=self._seen)
        self.subject_wanted.connect(lambda _page, number: self.open_request(number))
        roles = role_names(session.operator.roles)
        self.status_bar.show_who(status.who_lines(enrolment, session.operator.name, roles))
        self._join_watch(Watch(self, desk, background, line, enrolment))

    def _join_pages(self) -> None:
        theme, desk, background = self.theme, self._desk, self._background
        self.counter = CounterPage(theme)
        self.counter.wanted.connect(lambda number: self.open_request(number))
        self.room_made.connect(self.counter.make_room)
        self.going.connect(partial(desk.way.claim, _SWITCH_S))
        self.look_up.browsed.connect(self.to_pending)
        self.counter.list_wanted.connect(self.to_pending)
        self.counter.all_wanted.connect(lambda: self.go(OUTBOX))
        self.request = RequestPage(
            theme,
            desk,
            background,
            session=lambda: self.session,
            printer=lambda: self.settings.text("printer.name"),
        )
        self.request.after.done.connect(self._on_written)
        self.request.after.printed.connect(self.conveniences.say_printed)
        self._line.requests_changed.connect(self.request.on_news)
        self.counter.bind("last_receipt", self.request.after.print_last)
        self.request.recorded.connect(partial(self._on_recorded, refusal=False))
        self.request.refused.connect(partial(self._on_recorded, refusal=True))
        self.request.left.connect(lambda: self.to_counter())
        self.request.refused_elsewhere.connect(lambda n, error: self._say(error, about=n))
        if COUNTER in self.rail.items:
            self.add_page(COUNTER, self.counter)
            self.add_page(REQUEST, self.request)
        else:
            self.offer_no_look_up(self.counter, self.request)
        around = Around(
            theme=theme,
            desk=desk,
            background=background,
            line=self._line,
            settings=self.settings,
            enrolment=self._enrolment,
            session=lambda: self.session,
            open_request=lambda number: self.open_request(number),
            search=self.search,
            go=self.go,
            to_counter=self.to_counter,
            status=self.status_bar.show_state,
        )
        for key, make in MAKERS.items():
            if WITHIN.get(key, key) in self.rail.items:
                self.offer_page(key, partial(make, around))
        join_review_badge(self, around)

    def _join_look_up(self) -> None:
        self.finder = LookUp(
            self.look_up,
            self._desk,
            self._background,
            session=self.session,
            is_narrow=self.is_narrow,
            parent=self,
        )
        self.finder.wanted.connect(self.open_request)
        self.finder.letter_wanted.connect(
            lambda number: self.on_scan(letter_number_scan(LetterNumber(number)))
        )
        self.look_up.typed.connect(self._on_typed)
        self.scanning = Scanning(self, self._desk)
        self.scanning.read.connect(self._on_scan_read)
        self.scanning.refused.connect(self._say)
        self.scanning.keyboard_corrected.connect(lambda p: self.watch.scanner.note_keyboard(p))
        self.scanning.request_wanted.connect(lambda number: self.open_request(number))
        self.scanning.person_wanted.connect(self._find_person)
        self.request.person_wanted.connect(self._find_person)

    def _join_hold(self) -> None:
        self.hold = Hold(
            self.counter.notice, self._desk, self._background, session=self.session, parent=self
        )
        self.hold.undone.connect(self._on_undone)
        self.hold.may_go.connect(self._on_may_go)
        self.hold.over.connect(self.request.forget_recorded)
        self.hold.ticked.connect(self.counter.show_hold)
        UndoKey(
            self.hold,
            self.look_up.edit,
            window=self,
            first=lambda: bool(self.key) and self.page(self.key).undo(),
        )

    def _join_watch(self, watch: Watch) -> None:
        self.watch = watch
        watch.scanner.sound = partial(self.settings.flag, "scanner.sound")
        watch.title_changed.connect(self.title_changed)
        watch.overview_read.connect(self.counter.show_overview)
        work = WorkReader(self.counter, self._desk, self._background, lambda: self.session)
        work.failed.connect(self._say)
        watch.overview_read.connect(work.refresh)
        self.went.connect(work.refresh)
        watch.online_changed.connect(self._on_online)
        watch.failed.connect(self._say)
        self.request.title_changed.connect(watch.show_title)
        watch.begin()

    # Beginning and end

    def begin(self) -> None:
        """Show the first page, ready for the first client."""
        first = next(iter(self.rail.items))
        if first == COUNTER:
            self.to_counter()
        else:
            self.go(first)
        Ahead(self, busy=self._desk.way.is_claimed)

    def forget(self) -> None:
        """Drop everything about people before the cover comes down."""
        self.look_up.clear()
        self.counter.forget()
        self.request.forget()
        letters = self.made(LETTERS)
        if isinstance(letters, LettersPage):
            letters.give_up()

    def remember(self) -> Remembered:
        """Return where the operator is, with everything that was typed."""
        return remember(self, self.request)

    def restore(self, remembered: Remembered) -> None:
        """Begin where another workplace of the same operator was left."""
        Restoring(self, self.request, self._desk, self._background, remembered).begin()

    @property
    def unsent(self) -> int:
        """Entries about requests that central does not hold yet, as far as is known."""
        return 0 if self.watch.seen is None else self.watch.seen.waiting

    # Help

    def follow_reference(self, number: str) -> None:
        """Open the page of an error whose number was pressed in a message."""
        self.guide.show_number(number)

    def _seen(self) -> Seen:
        gap = self.settings.number("scanner.gap_ms")
        return Seen(last_scan_at=self.watch.last_scan_at, gap_ms=gap)

    @property
    def printing(self) -> bool:
        """Whether letters are being printed."""
        letters = self.made(LETTERS)
        return isinstance(letters, LettersPage) and letters.printing

    # Requests

    def jump(self, key: str) -> None:
        """Go to a page from elsewhere; at the counter the next key is for the look-up."""
        super().jump(key)
        if self.key == COUNTER:
            self.look_up.focus()

    def go(self, key: str, *, under: str = "", subject: str = "") -> None:
        if key != REQUEST:  # whoever goes elsewhere is not fetched from there when it comes
            self._opening = ""
            self.finder.only_show()
        super().go(key, under=under, subject=subject)

    def to_counter(self) -> None:
        """Be ready for the next client: the counter in view, the focus in the look-up."""
        self.look_up.clear()
        self.go(COUNTER)
        self.look_up.focus()

    def search(self, number: str) -> None:
        """Look for a request by its number, to be corrected sign by sign."""
        self.to_counter()
        self.look_up.edit.setText(number)

    def to_pending(self) -> None:
        """Show what is under way."""
        self.go(PENDING, under=COUNTER)

    def open_request(self, number: RequestNumber | str, scan: str = "") -> None:
        """Open a request; ``scan``: the document that found it, to be filled in at once."""
        if self._opening == number and not scan:
            return  # it comes; asked for twice it would be seen twice in the journal
        self._opening = number
        wanted = RequestNumber(number)
        self._background.run(
            Lane.STORE,
            lambda: self._desk.open_request(wanted, session=self.session),
            owner=self,
            on_done=lambda request: self._on_opened(request, scan),
            on_error=lambda error: self._on_not_opened(wanted, error),
        )
        QTimer.singleShot(_SLOW_MS, self, lambda: self._expect(wanted))

    def _expect(self, number: RequestNumber) -> None:
        """Show that a request is still being read."""
        if self._opening == number:
            self.look_up.clear()  # its hits would stand before the page, and Esc would stop at them
            self.request.expect(number)
            self.go(REQUEST, under=COUNTER, subject=number)

    def _on_not_opened(self, number: RequestNumber, error: RaError) -> None:
        wanted, unknown = self._opening == number, isinstance(error, RequestUnknown)
        self._opening = "" if wanted else self._opening
        if wanted and (unknown or self.key == REQUEST):
            self.to_counter()
        if wanted and unknown:  # any office may check any request
            self.finder.find_number(number)
        else:
            self._say(error)

    def _on_opened(self, request: PassRequest, scan: str) -> None:
        if request.number != self._opening:
            return  # somebody else is wanted by now
        self._opening = ""
        self._show_request(request)
        if scan:
            self.request.on_scan(scan)
        self.scanning.say_keyboard()

    def _show_request(self, request: PassRequest, *, reopened: bool = False) -> None:
        self.look_up.clear()
        self.counter.trouble.dismiss()
        self.request.show_request(request, reopened=reopened)
        self.go(REQUEST, under=COUNTER, subject=request.number)

    def _on_recorded(self, recorded: Recorded, *, refusal: bool) -> None:
        self.hold.online = self.watch.online
        if self.key == REQUEST and not self._opening:  # else somebody has gone on already
            # What stands in the look-up was typed for the next client, while the disk was slow.
            self.go(COUNTER) if self.look_up.text() else self.to_counter()
        self.request.after.last = None if refusal else recorded.request.number
        self.hold.begin(recorded, refusal=refusal)
        if self.hold.active:
            self.counter.show_hold(recorded.seq, recorded.hold_s)
        self._on_written()

    def _on_written(self) -> None:
        self._line.poke()
        self.refresh()

    def _on_undone(self, request: PassRequest) -> None:
        self.counter.show_hold(0, 0)
        self._show_request(request, reopened=True)
        self.refresh()

    def _on_may_go(self) -> None:
        if not self.hold.active:  # the next one may be held by now
            self.counter.show_hold(0, 0)
        self._line.exchange_now()
        self.refresh()

    # Scans and typing

    def on_scan(self, text: str) -> None:
        """Use a scan: the page in view first, then whatever was scanned opens."""
        opening = RequestNumber(self._opening)
        if opening and self.request.wait_with(self.scanning.meant(text), opening):
            return
        self.scanning.on_scan(text)

    def _on_scan_read(self, good: bool) -> None:
        if good:
            # The next client is here: what was recorded for the last one goes.
            self.hold.send_now()
            self.counter.trouble.dismiss()
            self.scanning.say_keyboard()
        self.watch.note_scan(good)

    def _find_person(self, zone: Mrz, scan: str) -> None:
        if self.key != COUNTER:
            self.to_counter()
        self.finder.find_person(zone, scan)
        self.look_up.edit.setFocus()

    def _on_typed(self, text: str) -> None:
        if text:
            self.counter.trouble.dismiss()

    # Small things

    def refresh(self) -> None:
        """Read today's work again."""
        self.watch.refresh()

    def _on_online(self, online: bool) -> None:
        self.hold.online = online
        self.request.set_online(online)
        self.counter.set_online(online)
        self.finder.offline_since = self.watch.offline_since

    def _say(self, error: RaError, *, about: str = "") -> None:
        """Tell an error on the page in view; it stays until something else happens."""
        words = told(error) if not about else f"{about}: {told(error)}"
        # On the counter the notice belongs to the hold, which an error must not hide.
        in_counter = self.key in (COUNTER, "")
        notice = self.counter.trouble if in_counter else self.page(self.key).notice
        notice.notify(Kind.ERR, "alert-circle", words, strong=about, seconds=0)
