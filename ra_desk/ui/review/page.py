"""The second pair of eyes: a list of what waits, the check beside it, and one chord a decision."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QWidget

from ra_desk.domain.activation import RequestNumber
from ra_desk.domain.errors import RaError
from ra_desk.domain.pass_request import PassRequest, RequestUnknown
from ra_desk.domain.review import AlreadyReviewed, NobodyAtAll, NobodyElse, possible
from ra_desk.domain.reviewed import Verdict
from ra_desk.services.desk import Desk
from ra_desk.services.ports import Session
from ra_desk.services.record_check import Recorded
from ra_desk.services.review_check import ReviewDecision, ReviewItem, ReviewsSeen
from ra_desk.texts import _, language, ngettext
from ra_desk.texts.formats import recent_text
from ra_desk.ui.background import Background, Lane
from ra_desk.ui.counter.hold import Hold
from ra_desk.ui.line import Line
from ra_desk.ui.line_state import LineState
from ra_desk.ui.page import Page
from ra_desk.ui.parts.announce import announce
from ra_desk.ui.parts.buttons import Button, Look
from ra_desk.ui.parts.card import Card, EmptyState
from ra_desk.ui.parts.labels import label
from ra_desk.ui.parts.strip import Banner
from ra_desk.ui.reader import Reader
from ra_desk.ui.review import words
from ra_desk.ui.review.cases import CaseTable
from ra_desk.ui.review.deciding import Deciding
from ra_desk.ui.review.detail import DetailCard
from ra_desk.ui.review.filters import Filters
from ra_desk.ui.theme import Kind, Theme
from ra_desk.ui.wording import told

_LIST = 296


class ReviewPage(Page):
    """What waits for a reviewer. Nothing is approved in bulk, and never one's own."""

    def __init__(
        self,
        theme: Theme,
        desk: Desk,
        background: Background,
        line: Line,
        session: Callable[[], Session],
        *,
        refresh: Callable[[], None],
        parent: QWidget | None = None,
    ) -> None:
        """Make the page; ``refresh``: asks central what waits."""
        super().__init__(theme, _("Review"), parent=parent)
        self._desk, self._background, self._line, self._session = desk, background, line, session
        self._ask_central = refresh
        self._seen: ReviewsSeen | None = None
        self._item: ReviewItem | None = None  # whose check is in view
        self._unfocused = self._listing = self._narrow = False
        self._wanted = ""  # number of the case that is being opened; no key decides then
        self._own: set[str] = set()  # decided here: not taken by others
        self.reader = Reader(
            background, self._look, owner=self, on_seen=self._on_seen, on_error=self._on_unread
        )
        self.deciding = Deciding(
            self,
            desk,
            background,
            session,
            item=lambda: None if self._wanted else self._item,
            password=lambda: self._seen is not None and self._seen.password,
        )
        self.deciding.begun.connect(self._own.add)
        self.deciding.decided.connect(self._on_decided)
        self.deciding.failed.connect(self._on_failed)
        self._build()
        self.hold = Hold(self.notice, desk, background, session=session(), parent=self)
        self.hold.undone.connect(self._on_undone)
        self.hold.may_go.connect(line.exchange_now)
        line.state_changed.connect(self._on_line)
        line.requests_changed.connect(self.on_news)
        self._on_line(line.state)

    def _build(self) -> None:
        theme = self.theme
        self.filters = Filters(theme)
        self.filters.changed.connect(self._show)
        self.add_to_title(self.filters)
        self.alone = Banner(theme)
        self.offline = label(
            _("Decisions are saved here and sent later. Until then clerks see »waiting«."),
            tone="muted",
            wrap=True,
        )
        self.empty = EmptyState(theme, "shield-check", _("Nothing waits for review."), " ")
        self.empty.hide()
        self.table = CaseTable(theme, name=_("Checks that wait for review"))
        self.table.chosen.connect(self._on_chosen)
        self.table.opened.connect(lambda _row: self._to_detail())
        self.list = Card()
        self.list.setAccessibleName(_("Checks that wait for review"))
        self.list.let_fill(below=12)
        self.list.body.addWidget(self.table)
        self.list.body.addStretch(1)
        words_ = _("You cannot approve your own check. It waits for another supervisor.")
        self.own = label(words_, tone="muted", wrap=True)
        self.own.setContentsMargins(16, 8, 16, 0)
        self.list.body.addWidget(self.own)
        self.detail = DetailCard(theme)
        self._side = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._side.setSpacing(20)
        self._side.addWidget(self.list)
        self._side.addWidget(self.detail, 1)
        for part in (self.alone, self.offline, self.empty):
            self.body.addWidget(part)
        self.body.addLayout(self._side, 1)
        self.body.addStretch(0)  # where there is no list, the words stay below the title
        theme.changed.connect(self._fit)
        self._fit()
        self.give_back = Button(theme, _("Return to the clerk …"), key="Ctrl+R")
        self.give_back.clicked.connect(self.deciding.give_back)
        self.end = Button(theme, _("Refuse …"), look=Look.DANGER, key="Ctrl+D")
        self.end.clicked.connect(self.deciding.refuse)
        self.approve = Button(
            theme, _("Approve and next"), look=Look.PRIMARY, key="Ctrl+" + _("Enter")
        )
        self.approve.clicked.connect(self.deciding.approve)
        self.give_back.setWhatsThis(_("Asks what the clerk is to put right with the client."))
        self.end.setWhatsThis(_("Asks for the reason; the request ends, or the use is restricted."))
        self.approve.setWhatsThis(_("Lets the check count, and shows the next one."))
        self.keep(self.give_back, self.end, self.approve)
        self.bind("approve", self.approve.click)
        self.bind("return_check", self.give_back.click)
        self.bind("refuse_check", self.end.click)

    def _fit(self) -> None:
        """Give the list its width, or all of it where the detail stands below."""
        if self._narrow:
            self.list.setMinimumWidth(0)
            self.list.setMaximumWidth(16777215)
        else:
            self.list.setFixedWidth(self.theme.scaled(_LIST))

    def set_narrow(self, narrow: bool) -> None:
        super().set_narrow(narrow)
        self._narrow, way = narrow, QBoxLayout.Direction
        self._side.setDirection(way.TopToBottom if narrow else way.LeftToRight)
        self.detail.set_narrow(narrow)
        self._fit()
        self._show()

    # Reading

    def on_shown(self) -> None:
        self.read()
        self._ask_central()
        self._unfocused = not self.items  # the list is not there yet
        if not self._unfocused:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def on_left(self) -> None:
        """A name stays on the screen for as long as somebody looks at it."""
        self._put_away()

    def on_refresh(self) -> None:
        self._ask_central()
        self.read()

    def on_escape(self) -> bool:
        """Go back to the list; from there the window goes on."""
        if self.table.hasFocus() or self.table.isHidden():
            return False
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def undo(self) -> bool:
        if not self.hold.active:
            return False
        self.hold.undo()
        return True

    def default_action(self) -> Button | None:
        """Enter decides nothing; that takes a chord."""
        return None

    def memory(self) -> str:
        return "" if self._item is None else self._item.request.number

    def recall(self, memory: str) -> None:
        self._wanted = memory

    def on_news(self, _changed: object = None) -> None:
        """Read again while somebody looks: something waits, or waits no longer."""
        if self.isVisible():
            self.read()

    def read(self) -> None:
        """Read again what waits, once more if it is being read just now."""
        self.reader.read()

    def _look(self) -> tuple[ReviewsSeen, PassRequest | None]:
        seen = self._desk.reviews.waiting(session=self._session())
        item = self._item
        if item is None or any(one.request.number == item.request.number for one in seen.items):
            return seen, None
        try:
            return seen, self._desk.standing(item.request.number)
        except RequestUnknown:
            return seen, None

    def _on_seen(self, read: tuple[ReviewsSeen, PassRequest | None]) -> None:
        self._seen, gone = read
        if gone is not None:
            self._tell_taken(gone)
        self._show()

    def _tell_taken(self, gone: PassRequest) -> None:
        """Say who was first, where the check in view was decided about elsewhere."""
        said = gone.reviewed
        if said is None or gone.number in self._own or not self.isVisible():
            return
        error = AlreadyReviewed(operator=said.operator_name, at=said.at, verdict=said.verdict)
        said_ = f"{gone.number}: {told(error)}"
        self.notice.notify(Kind.INFO, "info-circle", said_, strong=gone.number, seconds=0)

    def _on_unread(self, error: RaError) -> None:
        self.notice.notify(Kind.ERR, "alert-triangle", told(error), seconds=0)

    def _on_line(self, state: LineState) -> None:
        self.hold.online = state.online is not False
        self.offline.setVisible(state.online is False)
        if not state.busy:
            self.on_news()

    # Showing

    @property
    def items(self) -> Sequence[ReviewItem]:
        """What stands in the list, filtered."""
        return () if self._seen is None else self.filters.fitting(self._seen.items)

    def _show(self) -> None:
        seen, now = self._seen, self._desk.time()
        if seen is None:
            self.set_title(_("Review"), sub=_("Loading …"))
            return
        self.filters.offer(seen.items)
        items = self.items
        place = max(0, self.table.currentIndex().row())
        sub = words.headline(len(seen.items)) if seen.items else ""
        self.set_title(_("Review"), sub=sub, below=self._narrow)
        self._show_empty(seen)
        self._show_alone(seen)
        self.own.setVisible(any(item.own for item in items))
        # A row that goes moves the choice on by itself, and whatever is chosen is opened.
        self._listing = True
        self.table.cases.show_rows([words.list_row(item, now=now) for item in items])
        self._listing = False
        if not self.isVisible():
            return
        numbers = [item.request.number for item in items]
        shown = self._wanted or ("" if self._item is None else self._item.request.number)
        if shown in numbers:
            place = numbers.index(RequestNumber(shown))
        if not items:
            self._put_away()
            return
        self._choose(min(place, len(items) - 1))
        if self._unfocused:
            self._unfocused = False
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_empty(self, seen: ReviewsSeen) -> None:
        nothing = not self.items
        self.empty.setVisible(nothing)
        self.list.setVisible(not nothing)
        self.detail.setVisible(not nothing)
        self.filters.setVisible(bool(seen.items))
        if seen.items:
            self.empty.title.setText(_("Nothing fits these filters."))
            words_ = _("Choose another reason or clerk.")
        else:
            self.empty.title.setText(_("Nothing waits for review."))
            words_ = _("Nobody has decided at this computer yet.")
        if seen.last_decided_at is not None and not seen.items:
            at = recent_text(seen.last_decided_at, language(), now=self._desk.time())
            words_ = _("Last decision: {time}.").format(time=at)
        self.empty.detail.setText(words_)

    def _show_alone(self, seen: ReviewsSeen) -> None:
        """Say what becomes of one's own checks where nobody else is there."""
        mine = [item.case for item in seen.items if item.own and item.case.alone]
        if not mine:
            self.alone.hide()
            return
        case = mine[0]
        error: RaError = NobodyAtAll()
        if case.hand_over_to and case.hand_over_at is not None:
            hours = round((case.hand_over_at - case.since).total_seconds() / 3600)
            error = NobodyElse(office=case.hand_over_to, hours=hours)
        if self.alone.isHidden() or self.alone.words != told(error):
            self.alone.say(Kind.WARN, "user", told(error))

    def _choose(self, place: int) -> None:
        index = self.table.cases.index(place, 0)
        if self.table.currentIndex() != index:
            self.table.setCurrentIndex(index)
        else:
            self._on_chosen(place)

    def _on_chosen(self, place: int) -> None:
        """Open the check: that somebody looked at it is written down before it is shown."""
        items = self.items
        if self._listing or not 0 <= place < min(len(items), self.table.cases.rowCount()):
            return
        item, session = items[place], self._session()
        number = item.request.number
        if self._item is not None and self._item.request.number == number:
            self._wanted = ""
            self._show_item(item)
            return
        self._wanted = number
        self._background.run(
            Lane.STORE,
            lambda: self._desk.reviews.open(number, session=session),
            owner=self,
            on_done=partial(self._on_opened, item),
            on_error=self._on_unread,
        )

    def _on_opened(self, item: ReviewItem, _request: PassRequest) -> None:
        if self._wanted == item.request.number:
            self._wanted = ""
            self._show_item(item)

    def _show_item(self, item: ReviewItem) -> None:
        self._item = item
        self.detail.show_item(item, now=self._desk.time())
        may = () if item.own else possible(item.request)
        reason = self.own.text() if item.own else ""
        if not item.own and Verdict.RETURN not in may:
            reason = _("The code was used: the check cannot go back.")
        buttons = (self.approve, self.give_back, self.end)
        for button, verdict in zip(buttons, Verdict, strict=True):
            button.setEnabled(verdict in may)
        self.set_actions(left=(self.give_back,), right=(self.end, self.approve), reason=reason)

    def _put_away(self) -> None:
        self._item, self._wanted = None, ""
        self.detail.clear()
        self.set_actions()

    def _to_detail(self) -> None:
        if self.detail.table is not None:
            self.detail.table.setFocus(Qt.FocusReason.OtherFocusReason)

    # Deciding

    def _on_decided(self, decision: ReviewDecision, recorded: Recorded) -> None:
        done = words.done(decision.verdict, decision.request)
        self.hold.begin(recorded, done=done, aloud=False)
        left = [one for one in self.items if one.request.number != decision.request]
        place = max(0, self.table.currentIndex().row())
        self._say_next(decision.verdict, left[min(place, len(left) - 1)] if left else None)
        self._item = None
        self._line.poke()
        self.read()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say_next(self, verdict: Verdict, following: ReviewItem | None) -> None:
        """Tell in one breath what was decided and what comes now."""
        said = [words.decided(verdict)]
        if following is None:
            said.append(_("Nothing waits for review."))
        else:
            count = 0 if self._seen is None else len(self._seen.items) - 1
            more = ngettext("{count} still waits", "{count} still wait", count)
            said.append(
                _("Next: {reason}, {more}.").format(
                    reason=words.reason_words(following), more=more.format(count=count)
                )
            )
        announce(self, " ".join(said))

    def _on_failed(self, number: str, error: RaError, told_already: bool) -> None:
        self._own.discard(number)
        if not told_already:
            self._on_unread(error)
        self.read()

    def _on_undone(self, request: PassRequest) -> None:
        self._own.discard(request.number)
        self._item, self._wanted, self._unfocused = None, request.number, True
        announce(self, _("Undone: {number} waits again.").format(number=request.number))
        self.read()
