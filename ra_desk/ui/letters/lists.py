"""The three lists of the print room: what waits, batches, and what the post brought back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ra_desk.domain.checks import OFFICE_ZONE, office_day
from ra_desk.domain.letter_form import Envelope
from ra_desk.domain.letters import MOST_SHEETS, LettersUnnumbered
from ra_desk.services.letter_book import BatchPage, BatchSeen, Choice, Elsewhere, Returned, Waiting
from ra_desk.texts import _, ngettext
from ra_desk.texts.formats import NO_BREAK
from ra_desk.ui.collation import in_order, words_in_order
from ra_desk.ui.letters import rows
from ra_desk.ui.letters.window_forms import a_select
from ra_desk.ui.letters.words import envelope_name, languages_name
from ra_desk.ui.parts.buttons import Button, Look, Size
from ra_desk.ui.parts.card import Card, EmptyState
from ra_desk.ui.parts.field import Field
from ra_desk.ui.parts.flow import Flow
from ra_desk.ui.parts.labels import label
from ra_desk.ui.parts.row_list import RowList
from ra_desk.ui.parts.select import Select
from ra_desk.ui.parts.strip import Banner
from ra_desk.ui.theme import Kind, Theme, Type
from ra_desk.ui.wording import told

_AGES = (1, 3, 7)


class WaitingView(QWidget):
    """What waits to be put into a batch, and how the next batch is chosen."""

    opened = Signal(int)  # number of a batch
    take_over_wanted = Signal(object)  # Elsewhere
    chosen = Signal()  # which letters the next batch takes

    def __init__(
        self,
        theme: Theme,
        *,
        printers: Sequence[str],
        envelopes: Sequence[Envelope],
        chosen: tuple[str, Envelope],
    ) -> None:
        super().__init__()
        self._theme = theme
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self.card = Card(_("For printing"))
        self.headline = label(kind=Type.STRONG, wrap=True)
        self.detail = label(tone="muted", wrap=True)
        self.card.body.addWidget(self.headline)
        self.card.body.addWidget(self.detail)
        self.card.body.addSpacing(12)
        self.language = a_select(theme, _("Language"), [(_("all languages"), "")])
        self.place = a_select(theme, _("Place"), [(_("all places"), "")])
        self.age = a_select(theme, _("Waiting"), [(_("for any time"), 0), *_ages()])
        self.printer = a_select(theme, _("Printer"), [(name, name) for name in printers])
        self.envelope = a_select(
            theme, _("Envelope"), [(envelope_name(one), one) for one in envelopes]
        )
        for choice, value in ((self.printer, chosen[0]), (self.envelope, chosen[1])):
            choice.setCurrentIndex(max(0, choice.findData(value)))
        self.place.setWhatsThis(_("Only letters for this post go into the next batch."))
        self.age.setWhatsThis(_("Only letters that have waited so long go into the next batch."))
        self.envelope.setWhatsThis(_("The envelopes at hand; the address is printed to fit them."))
        choices = Flow(spacing=12, even=True)
        for choice in (self.language, self.place, self.age, self.printer, self.envelope):
            choices.add(Field(theme, choice.accessibleName(), choice))
        self.card.body.addWidget(choices)
        self.card.body.setSpacing(4)
        self.offline, self.unnumbered = Banner(theme), Banner(theme)
        self.empty = EmptyState(
            theme, "mail", _("No letters are waiting."), _("New ones come in by themselves.")
        )
        self.problems = RowList(theme, _("Left out"), rows.problem_columns, head=30)
        self.elsewhere = RowList(
            theme, _("At other computers of this office"), rows.elsewhere_columns
        )
        self.batches = RowList(theme, _("Batches under way"), rows.batch_columns, head=30)
        shown = (self.unnumbered, self.offline, self.card, self.empty, self.batches, self.problems)
        for part in shown:
            column.addWidget(part)
            part.hide()
        column.addWidget(self.elsewhere)
        self.elsewhere.hide()
        for choice in (self.language, self.place, self.age):
            choice.currentIndexChanged.connect(lambda _at: self.chosen.emit())
        self.batches.opened.connect(self._on_opened)
        self.elsewhere.opened.connect(self._on_elsewhere)

    def show_waiting(
        self, waiting: Waiting, page: BatchPage, *, now: datetime, narrow: bool, offline: bool
    ) -> None:
        """Show what waits, and batches that are not posted yet."""
        count = waiting.count
        self.card.setVisible(bool(count))
        self.empty.setVisible(not count and not waiting.unnumbered)
        if waiting.unnumbered:
            missing = LettersUnnumbered(letters=waiting.unnumbered)
            self.unnumbered.say(Kind.WARN, "alert-triangle", told(missing), aloud=False)
        self.unnumbered.setVisible(bool(waiting.unnumbered))
        if count:
            self.headline.setText(_waiting_words(waiting, now=now))
            self.detail.setText(_languages_words(waiting))
        languages = in_order(waiting.languages, languages_name)
        _offer(self.language, [(languages_name(one), one) for one in languages])
        _offer(self.place, [(one, one) for one in words_in_order(waiting.places)])
        if offline:
            self.offline.say(
                Kind.INFO,
                "cloud-off",
                _(
                    "Batches already downloaded can be printed. New codes need the connection. "
                    "Results are sent later."
                ),
                aloud=False,
            )
        self.offline.setVisible(offline)
        under_way = [one for one in page.batches if one.batch.posted_at is None]
        self.batches.show_rows(
            [rows.batch_row(one, now=now, narrow=narrow) for one in under_way], narrow=narrow
        )
        self.problems.show_rows(
            [rows.problem_row(one, narrow=narrow) for one in waiting.problems], narrow=narrow
        )
        self.elsewhere.show_rows(
            [rows.elsewhere_row(one, now=now) for one in waiting.elsewhere], narrow=narrow
        )

    def choice(self, *, now: datetime) -> Choice:
        """Return which of the waiting letters the next batch takes."""
        days = int(self.age.currentData() or 0)
        return Choice(
            languages=str(self.language.currentData() or ""),
            place=str(self.place.currentData() or ""),
            before=_end_of_day(days, now=now) if days else None,
        )

    @property
    def chosen_envelope(self) -> Envelope:
        return Envelope(self.envelope.currentData())

    def next_batch(self, count: int) -> str:
        """Return what the next batch takes, where ``count`` letters wait."""
        narrowed = any(one.currentIndex() > 0 for one in (self.language, self.place, self.age))
        if narrowed or not count:
            return _("New batch")
        if count > MOST_SHEETS:
            return ngettext(
                "Prepare a batch of the oldest {count} letter",
                "Prepare a batch of the oldest {count}",
                MOST_SHEETS,
            ).format(count=MOST_SHEETS)
        return ngettext(
            "Prepare a batch of {count} letter", "Prepare a batch of all {count}", count
        ).format(count=count)

    def _on_opened(self, subject: object) -> None:
        if isinstance(subject, BatchSeen):
            self.opened.emit(subject.batch.number)

    def _on_elsewhere(self, subject: object) -> None:
        if isinstance(subject, Elsewhere):
            self.take_over_wanted.emit(subject)


class BatchesView(QWidget):
    """All batches of this desk, the newest first."""

    opened = Signal(int)  # number of a batch
    earlier_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self.list = RowList(theme, _("Batches"), rows.batch_columns, head=30)
        self.empty = EmptyState(
            theme, "printer", _("No batch yet."), _("Prepare one from the letters that wait.")
        )
        self.more = Button(theme, _("Show earlier ones"), look=Look.QUIET, size=Size.ROW)
        self.more.setWhatsThis(_("Shows batches that are older."))
        self.more.clicked.connect(self.earlier_wanted)
        for part in (self.list, self.empty, self.more):
            column.addWidget(part)
            part.hide()
        self.list.opened.connect(self._on_opened)

    def show_batches(
        self, batches: Sequence[BatchSeen], *, earlier: bool, now: datetime, narrow: bool
    ) -> None:
        """Show batches; ``earlier``: there are more."""
        self.list.show_rows(
            [rows.batch_row(one, now=now, narrow=narrow) for one in batches], narrow=narrow
        )
        self.empty.setVisible(not batches)
        self.more.setVisible(earlier)

    def _on_opened(self, subject: object) -> None:
        if isinstance(subject, BatchSeen):
            self.opened.emit(subject.batch.number)


class ReturnedView(QWidget):
    """What the post brought back."""

    earlier_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self.hint = Banner(theme)
        column.addWidget(self.hint)
        self.hint.say(
            Kind.INFO,
            "scan",
            _("Open the envelope and scan the code of the letter; it stands beside the address."),
            aloud=False,
        )
        self.list = RowList(theme, _("Returned post"), rows.returned_columns, head=30)
        self.empty = EmptyState(theme, "mail-x", _("No letter has come back."))
        self.more = Button(theme, _("Show earlier ones"), look=Look.QUIET, size=Size.ROW)
        self.more.setWhatsThis(_("Shows letters that came back before these."))
        self.more.clicked.connect(self.earlier_wanted)
        for part in (self.list, self.empty, self.more):
            column.addWidget(part)
            part.hide()

    def show_returned(
        self, found: Sequence[Returned], *, more: bool, now: datetime, narrow: bool
    ) -> None:
        """Show returned letters, the newest first; ``more``: there are earlier ones."""
        self.list.show_rows(
            [rows.returned_row(one, now=now, narrow=narrow) for one in found], narrow=narrow
        )
        self.empty.setVisible(not found)
        self.more.setVisible(more)


def _ages() -> list[tuple[str, object]]:
    return [
        (ngettext("{days} day or more", "{days} days or more", days).format(days=days), days)
        for days in _AGES
    ]


def _end_of_day(days: int, *, now: datetime) -> datetime:
    """Return when the office's day ended that was so many days ago."""
    following = office_day(now) - timedelta(days=days - 1)
    return datetime.combine(following, time(), tzinfo=OFFICE_ZONE)


def _offer(choice: Select, found: Sequence[tuple[str, str]]) -> None:
    """Offer these beside the first, which is all, and keep what is chosen if it is there."""
    everything = ("", choice.itemText(0))
    wanted = [everything, *((value, words) for words, value in found)]
    known = [(choice.itemData(at), choice.itemText(at)) for at in range(choice.count())]
    if known == wanted:
        return
    before = choice.currentData()
    with QSignalBlocker(choice):
        choice.clear()
        for value, words in wanted:
            choice.addItem(words, value)
        choice.setCurrentIndex(max(0, choice.findData(before)))


def _waiting_words(waiting: Waiting, *, now: datetime) -> str:
    count = waiting.count
    words = ngettext(
        "{count} letter waits to be printed", "{count} letters wait to be printed", count
    ).format(count=count)
    if waiting.oldest is None:
        return words
    days = max(0, (office_day(now) - office_day(waiting.oldest)).days)
    if not days:
        return f"{words}{NO_BREAK}· " + _("all from today")
    oldest = ngettext("the oldest {days} day", "the oldest {days} days", days).format(days=days)
    return f"{words}{NO_BREAK}· {oldest}"


def _languages_words(waiting: Waiting) -> str:
    most = sorted(waiting.languages.items(), key=lambda one: (-one[1], one[0]))
    return f"{NO_BREAK}· ".join(
        f"{count}{NO_BREAK}{languages_name(languages)}" for languages, count in most
    )
