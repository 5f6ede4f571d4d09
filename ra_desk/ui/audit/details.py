"""What stands behind a row: what changed, and where the entry is in the chain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QWidget

from ra_desk.domain import facts as f
from ra_desk.domain.conflicts import conflict_of
from ra_desk.domain.documents import IdentityDocument
from ra_desk.domain.facts_audit import (
    CitizenTraced,
    JournalExported,
    JournalVerified,
    TraceExported,
)
from ra_desk.domain.pass_request import Stage
from ra_desk.domain.standing import Outcome, Ruling, document_of
from ra_desk.journal.canonical import unb64
from ra_desk.services.journal_rows import EntryDetails
from ra_desk.texts import _, language, ngettext
from ra_desk.texts.formats import date_text, number_text
from ra_desk.ui.names import (
    channel_name,
    document_kind_name,
    field_name,
    refusal_name,
    spoilt_name,
    stage_name,
    wrong_name,
)
from ra_desk.ui.parts.buttons import Button, Look, Size
from ra_desk.ui.parts.labels import label
from ra_desk.ui.theme import Theme, Type
from ra_desk.ui.wording import ruling_sentence

_LABEL_LEFT: Final = 96
_LABEL_RIGHT: Final = 128
_SHORTEST: Final = 119
_LAST: Final = 4
#: From so many percent on, two columns of text side by side would break every word.
_LARGE: Final = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A line of the details. ``hidden``: free text, shown only after an entry was written."""

    name: str
    value: str
    strong: bool = False
    mono: bool = False
    hidden: bool = False


class DetailsPanel(QWidget):
    """Two columns below a row; free text hides until somebody asks for it."""

    show_wanted = Signal(int)  # seq

    def __init__(self, theme: Theme, about: EntryDetails) -> None:
        super().__init__()
        self._theme, self._about = theme, about
        self.setProperty("role", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.seq = about.entry.seq
        self._values: list[tuple[QWidget, str]] = []
        self._grids: list[tuple[QGridLayout, int]] = []
        self.button: Button | None = None
        changed, recorded = changes(about), chain_lines(about)
        # i18n: heading: what an entry changed
        left = self._column(_("What changed"), changed, _LABEL_LEFT)
        # i18n: heading: where an entry stands in the journal
        right = self._column(_("Entry of the journal"), recorded, _LABEL_RIGHT)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(16, 10, 16, 12)
        self._row.setSpacing(16)
        self._row.addWidget(left, 1)
        self._row.addWidget(right, 1)
        self.fit_text()
        self.setAccessibleName("; ".join(f"{one.name}: {_said(one)}" for one in changed + recorded))

    def fit_text(self) -> None:
        """Take the room that the present size of text needs."""
        theme, way = self._theme, QBoxLayout.Direction
        large = theme.text_percent >= _LARGE
        self._row.setDirection(way.TopToBottom if large else way.LeftToRight)
        for grid, width in self._grids:
            grid.setColumnMinimumWidth(0, theme.scaled(width))
        self.setMinimumHeight(theme.scaled(_SHORTEST))

    def _column(self, head: str, lines: Sequence[Said], width: int) -> QWidget:
        made = QWidget()
        grid = QGridLayout(made)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(3)
        grid.addWidget(label(head, Type.SMALL_STRONG, tone="muted"), 0, 0, 1, 2)
        self._grids.append((grid, width))
        grid.setColumnStretch(1, 1)
        for place, one in enumerate(lines, start=1):
            kind = Type.STRONG if one.strong else Type.MONO if one.mono else Type.BODY
            top = Qt.AlignmentFlag.AlignTop
            grid.addWidget(label(one.name, tone="muted", wrap=True), place, 0, top)
            value = label(_said(one), kind, wrap=True)
            grid.addWidget(value, place, 1, top)
            if one.hidden:
                self._values.append((value, one.value))
        if self.button is None and any(one.hidden for one in lines):
            self.button = Button(
                # i18n: shows free text of an entry; that somebody did is an entry, too
                self._theme,
                _("Show the text"),
                look=Look.QUIET,
                size=Size.ROW,
                icon="eye",
                flush=True,
            )
            self.button.setWhatsThis(
                _("Shows what somebody wrote by hand. That you looked is written down first.")
            )
            self.button.clicked.connect(lambda: self.show_wanted.emit(self.seq))
            grid.addWidget(self.button, len(lines) + 1, 1, Qt.AlignmentFlag.AlignLeft)
        grid.setRowStretch(len(lines) + 2, 1)
        return made

    def show_text(self) -> None:
        """Show what was hidden: the entry about it is written."""
        for widget, text in self._values:
            widget.setProperty("text", text)
        if self.button is not None:
            self.button.hide()


def _said(one: Said) -> str:
    # i18n: in place of a free text that may tell about somebody
    return _("hidden") if one.hidden else one.value


def changes(about: EntryDetails) -> list[Said]:
    """Return what an entry says, and what central made of it."""
    fact = about.entry.fact
    if fact is None:
        # i18n: the personal half of an entry was deleted after its time
        return [Said(name=_("Content"), value=_("erased or not readable"))]
    lines = [*_stages(fact), *_of_fact(fact)]
    if about.undone:
        lines.append(Said(name=_("Undone"), value=_("by a later entry"), strong=True))
    if about.ruling is not None and about.ruling.outcome is not Outcome.NOTED:
        lines.append(Said(name=_("Server"), value=_ruled(about.ruling)))
    # i18n: an entry that says nothing beyond its name
    return lines or [Said(name=_("Content"), value=_("nothing more"))]


def chain_lines(about: EntryDetails) -> list[Said]:
    """Return where an entry stands."""
    version = about.entry.kind
    return [
        # i18n: number of an entry and name of its kind
        Said(
            name=_("Number, kind"),
            value=f"{number_text(about.entry.seq, language())} · {version}",
        ),
        Said(name=_("Computer"), value=f"{about.desk[:8]} · {about.counter} · {about.epoch}"),
        Said(name=_("Digest"), value=short_digest(about.digest), mono=True),
        Said(name=_("Entry before"), value=short_digest(about.previous), mono=True),
        Said(
            name=_("Server"),
            value=_("holds it") if about.filed else _("does not hold it yet"),
        ),
    ]


def short_digest(digest: str) -> str:
    """Return beginning and end of a digest as they can be compared by eye."""
    signs = unb64(digest, what="digest").hex()
    return f"{signs[:4]} {signs[4:8]} … {signs[-8:-4]} {signs[-4:]}"


def _ruled(ruling: Ruling) -> str:
    if ruling.outcome is Outcome.ACCEPTED and conflict_of(ruling) is None:
        return _("accepted")
    return ruling_sentence(ruling)


def _stages(fact: f.Fact) -> list[Said]:
    """Return before and after, where the kind itself says them."""
    before, after = {
        f.LetterPrinted: (Stage.CODE_ORDERED, Stage.CODE_SENT),
        f.LetterSpoilt: (Stage.CODE_SENT, Stage.CODE_ORDERED),
        f.CheckCorrected: (None, Stage.IN_REVIEW),
    }.get(type(fact), (None, None))
    lines = []
    if before is not None:
        lines.append(Said(name=_("Before"), value=stage_name(before)))
    if after is not None:
        lines.append(Said(name=_("After"), value=stage_name(after), strong=True))
    return lines


def _of_fact(fact: f.Fact) -> list[Said]:
    match fact:
        case f.CheckAttested():
            found = [
                Said(name=_("Document"), value=_document(document_of(fact))),
                Said(name=_("Code by"), value=channel_name(fact.channel)),
                Said(
                    name=_("Time taken"),
                    value=ngettext("{count} second", "{count} seconds", fact.seconds).format(
                        count=fact.seconds
                    ),
                ),
            ]
            return found + _note(fact.note)
        case f.RequestRefused():
            return [Said(name=_("Reason"), value=refusal_name(fact.reason)), *_note(fact.note)]
        case f.DocumentReported():
            number = f"… {fact.document_number[-_LAST:]}"
            return [Said(name=_("Document"), value=number), *_note(fact.note)]
        case f.CheckCorrected():
            lines = [Said(name=_("Wrong"), value=wrong_name(fact.wrong))]
            if fact.document is not None:
                lines.append(Said(name=_("Document"), value=_document(fact.document)))
            return lines + _note(fact.reason)
        case f.ValueRevealed():
            return [Said(name=_("Value"), value=field_name(fact.field))]
        case f.LetterSpoilt():
            return [
                Said(name=_("Letter"), value=fact.letter, mono=True),
                Said(name=_("Reason"), value=spoilt_name(fact.reason)),
            ]
        case f.LetterPrinted() | f.LetterPrintStarted():
            return [
                Said(name=_("Letter"), value=fact.letter, mono=True),
                Said(name=_("Printer"), value=fact.printer),
            ]
        case f.ConflictDecided():
            return _note(fact.note)
        case f.SessionClosed():
            return [Said(name=_("Entries"), value=number_text(fact.entries, language()))]
        case f.LookedUp():
            return [Said(name=_("Hits"), value=number_text(fact.hits, language()))]
        case _:
            return _of_audit(fact)


def _document(document: IdentityDocument) -> str:
    number = f"… {document.number[-_LAST:]}"
    return f"{document_kind_name(document.kind)}, {document.issuing_state}, {number}"


def _of_audit(fact: f.Fact) -> list[Said]:
    match fact:
        case CitizenTraced():
            where = _("over all computers") if fact.everywhere else _("on this computer")
            return [
                Said(name=_("Asked"), value=where),
                Said(name=_("Entries"), value=number_text(fact.entries, language())),
                *([Said(name=_("Purpose"), value=fact.purpose)] if fact.purpose else []),
            ]
        case JournalExported():
            days = [day for day in (fact.since, fact.until) if day is not None]
            span = " – ".join(date_text(day, language()) for day in days)
            return [
                Said(name=_("Purpose"), value=fact.purpose),
                Said(name=_("Entries"), value=number_text(fact.entries, language())),
                Said(name=_("Days"), value=span or _("all")),
            ]
        case TraceExported():
            return [
                Said(name=_("Purpose"), value=fact.purpose),
                Said(name=_("Entries"), value=number_text(fact.entries, language())),
            ]
        case JournalVerified():
            return [Said(name=_("Entries"), value=number_text(fact.entries, language()))]
        case _:
            return []


def _note(text: str) -> list[Said]:
    return [Said(name=_("Note"), value=text, hidden=True)] if text else []
