"""The cards of what is unfinished: returned checks, drafts, and the way to all that is under way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ra_desk.domain.checks import days_left
from ra_desk.domain.documents import EntryMode
from ra_desk.domain.drafts import Draft
from ra_desk.domain.pass_request import PassRequest
from ra_desk.services.drafts import OpenDraft
from ra_desk.services.my_work import MyWork
from ra_desk.services.pending import COUNTED
from ra_desk.texts import _, desk, language
from ra_desk.texts.formats import days_left_text, recent_text
from ra_desk.ui.counter.pending_rows import initial_and_surname
from ra_desk.ui.names import review_reason_name
from ra_desk.ui.names_review import why_returned as asked_by_reviewer
from ra_desk.ui.parts.buttons import Button, Look, Size
from ra_desk.ui.parts.card import Card, ItemRow
from ra_desk.ui.parts.curtain import masked
from ra_desk.ui.theme import Theme


class Unfinished(QWidget):
    """Cards that are there only while there is something in them."""

    wanted = Signal(str)  # RequestNumber
    list_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._shown: MyWork | None = None
        self._now: datetime | None = None
        self._day = ""
        theme.covered_changed.connect(self._on_curtain)
        self.returned = Card(_("Returned for correction"))
        self.drafts = Card(_("Drafts"))
        self.under_way = Card(_("Requests under way"))
        self._all = Button(
            theme, _("Open the list"), look=Look.QUIET, size=Size.ROW, key="↓", flush=True
        )
        self._all.clicked.connect(self.list_wanted)
        self.under_way.add_to_head(self._all)
        self.under_way.let_count_below()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        for card in (self.returned, self.drafts, self.under_way):
            card.hide()
            column.addWidget(card)
        column.addStretch(1)

    def show_work(self, work: MyWork, *, now: datetime) -> None:
        """Show what is unfinished; cards that say the same as before are left alone."""
        day = f"{now:%Y-%m-%d}"
        if work == self._shown and day == self._day:
            return
        self._shown, self._day, self._now = work, day, now
        self._fill(self.returned, [self._returned(request) for request in work.returned])
        self._fill(self.drafts, [self._draft(one, now=now) for one in work.drafts])
        many = f"{COUNTED}+" if work.under_way > COUNTED else str(work.under_way)
        self.under_way.count.setText(
            " · ".join(part for part in (many, _first(work.next_to_lapse, now=now)) if part)
        )
        self.under_way.setVisible(bool(work.under_way))

    def _on_curtain(self) -> None:
        if self._shown is not None:
            self._fill(self.returned, [self._returned(request) for request in self._shown.returned])

    def forget(self) -> None:
        """Drop everything about people."""
        self._shown = None
        for card in (self.returned, self.drafts):
            self._fill(card, [])

    def _fill(self, card: Card, rows: Sequence[ItemRow]) -> None:
        while (item := card.body.takeAt(0)) is not None:
            held = item.widget()
            if held is not None:
                held.hide()
                held.deleteLater()
        for row in rows:
            card.add_row(row)
        card.count.setText(str(len(rows)))
        card.setVisible(bool(rows))

    def _returned(self, request: PassRequest) -> ItemRow:
        year = request.applicant.birth_date.year
        person = _("{person} · born {year}").format(person=initial_and_surname(request), year=year)
        person = masked(person) if self._theme.covered else person
        why = "" if self._now is None else asked_by_reviewer(request, now=self._now)
        return self._row(request.number, person, why or why_returned(request), _("Correct …"))

    def _draft(self, one: OpenDraft, *, now: datetime) -> ItemRow:
        begun = _("begun at {time}").format(
            time=recent_text(one.draft.started_at, language(), now=now)
        )
        detail = " · ".join(part for part in (how_entered(one.draft), begun) if part)
        return self._row(one.draft.request, what_is_open(one.draft), detail, _("Continue"))

    def _row(self, number: str, title: str, detail: str, verb: str) -> ItemRow:
        button = Button(self._theme, verb, size=Size.ROW)
        button.setAccessibleName(f"{verb} {number}, {title}")
        button.setWhatsThis(_("Opens the request, with what was begun in it."))
        button.clicked.connect(_emits(self.wanted.emit, number))
        return ItemRow(number, title, detail, trailing=button)


def _emits(emit: Callable[[str], None], number: str) -> Callable[[], None]:
    return lambda: emit(number)


def why_returned(request: PassRequest) -> str:
    """Return why a check came back, as far as central tells it."""
    reasons = ", ".join(review_reason_name(reason) for reason in request.review)
    if reasons:
        return _("The second review returned it: {reasons}").format(reasons=reasons)
    return _("Central returned it: the client has to be checked once more.")


def what_is_open(draft: Draft) -> str:
    """Return what a draft lacks."""
    if draft.document is None:
        return _("The client's document is missing")
    unanswered = [str(n) for n, answer in enumerate(draft.answers, 1) if answer is None]
    match unanswered:
        case []:
            return _("All questions are answered")
        case [one]:
            return _("Question {number} is open").format(number=one)
        case [one, other]:
            return _("Questions {first} and {second} are open").format(first=one, second=other)
    return _("All three questions are open")


def how_entered(draft: Draft) -> str:
    """Return how the document came in; "" while there is none."""
    match draft.entry:
        case EntryMode.SCANNED:
            return _("Document read")
        case EntryMode.TYPED:
            return _("Document typed")
    return ""


def _first(request: PassRequest | None, *, now: datetime) -> str:
    if request is None:
        return ""
    left = days_left_text(days_left(request, now=now), desk())
    return _("the first: {left}").format(left=left)
