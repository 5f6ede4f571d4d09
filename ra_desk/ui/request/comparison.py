"""The card that sets the document against the request, line by line."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ra_desk.domain.comparison import Field, Line, Match
from ra_desk.domain.documents import DocumentKind
from ra_desk.texts import _
from ra_desk.texts.formats import address_text
from ra_desk.ui.names import field_name, match_name
from ra_desk.ui.page import LARGE_TEXT
from ra_desk.ui.parts.buttons import Button, Look, Size
from ra_desk.ui.parts.card import ROW_SIDE, Card, Glyph
from ra_desk.ui.parts.cells import Cell
from ra_desk.ui.parts.chip import chip_size
from ra_desk.ui.parts.columns import COMPARISON, Column
from ra_desk.ui.parts.curtain import PersonalLabel
from ra_desk.ui.parts.labels import label
from ra_desk.ui.parts.rows import Row, RowModel
from ra_desk.ui.parts.table import RowTable
from ra_desk.ui.request import words
from ra_desk.ui.request.visit import Visit
from ra_desk.ui.theme import Kind, Theme, Type

_LOOKS = {
    Match.MATCHES: (Kind.OK, "circle-check"),
    Match.TRANSLITERATED: (Kind.OK, "circle-check"),
    Match.VALID: (Kind.OK, "circle-check"),
    Match.OF_AGE: (Kind.OK, "circle-check"),
    Match.POSSIBLY: (Kind.WARN, "alert-triangle"),
    Match.NO_DATA: (Kind.WARN, "question-mark"),
    Match.DIFFERS: (Kind.ERR, "circle-x"),
    Match.EXPIRED: (Kind.ERR, "calendar-x"),
    Match.UNDERAGE: (Kind.ERR, "circle-x"),
    Match.CLIENT_CONFIRMS: (Kind.IDLE, "user"),
}
_ICONS = {
    DocumentKind.ID_CARD: "id",
    DocumentKind.RESIDENCE_PERMIT: "id",
    DocumentKind.DRIVING_LICENCE: "id",
}
#: What stands masked until it is asked for.
_MASKED = {Field.TAX_NUMBER: words.masked_tax_number, Field.EMAIL: words.masked_email}
#: Lines that the request answers by itself, before any document.
_OF_REQUEST = frozenset({Field.AGE, *_MASKED, Field.ADDRESS})
_DOCUMENT_COLUMN = 2


class ComparisonCard(Card):
    """Eight lines: what the request says, what the document shows, and whether that fits."""

    type_wanted = Signal()  # the document is to be typed
    reveal_wanted = Signal(object)  # Field: shown once that has been written down

    def __init__(self, theme: Theme, *, parent: QWidget | None = None) -> None:
        super().__init__(_("Comparison of data"), parent=parent)
        self._theme = theme
        self._visit: Visit | None = None
        self._editable = False
        self._revealed: set[Field] = set()
        self._glyph = Glyph(theme, "id", "muted")
        self._document = PersonalLabel(theme, tone="muted")
        self.type_button = Button(
            theme, _("Type the document"), look=Look.QUIET, size=Size.ROW, key="F2", flush=True
        )
        self.type_button.clicked.connect(self.type_wanted)
        self.add_to_head(self._glyph)
        self.add_to_head(self._document)
        self.add_to_head(self.type_button)
        self._narrow = False
        columns = self._columns()
        self._model = RowModel(columns, self)
        self.table = RowTable(
            theme,
            self._model,
            columns,
            name=_("Comparison of data"),
            pitch=COMPARISON,
            fit=True,
            selectable=False,
        )
        self.let_rows_out()
        self.body.addWidget(self.table)
        self._reveal: dict[Field, Button] = {}
        self._explained = QVBoxLayout()
        self._explained.setSpacing(4)
        self.body.addLayout(self._explained)
        self.body.addStretch(1)

    def set_narrow(self, narrow: bool) -> None:
        """Put what a line is about above what the request says, where there is little room."""
        self._narrow = narrow
        large = self._theme.text_percent >= LARGE_TEXT
        self._document.setWordWrap(narrow and large)
        self.table.set_columns(self._columns())
        if self._visit is not None:
            self._show_rows(self._visit)

    def _columns(self) -> tuple[Column, ...]:
        about = Column(title=_("Request")) if self._narrow else Column(title=_("Data"), width=101)
        return (
            about,
            Column(title=_("Request"), width=0 if self._narrow else None),
            Column(title=_("Document"), width=101),
            Column(title=_("Result"), width=self._result_width()),
        )

    def _result_width(self) -> int:
        """Return the width of the widest result, in pixels at 100 %."""
        wide = max(
            chip_size(self._theme, match_name(match), icon="user").width() for match in _LOOKS
        )
        return min(230, max(160, round(wide * 100 / self._theme.text_percent)))

    def show_visit(self, visit: Visit, *, editable: bool) -> None:
        """Show a visit as it stands; ``editable``: a document can be entered."""
        if self._visit is None or self._visit.request.number != visit.request.number:
            self._revealed.clear()
        self._visit, self._editable = visit, editable
        self._show_head(visit, editable=editable)
        self._show_rows(visit)
        self._explain(visit)

    def reveal(self, field: Field) -> None:
        """Show a masked value in full."""
        self._revealed.add(field)
        if self._visit is not None:
            self._show_rows(self._visit)

    def is_revealed(self, field: Field) -> bool:
        """Whether a masked value is in view."""
        return field in self._revealed

    def _toggle(self, field: Field) -> None:
        if field in self._revealed:
            self._revealed.discard(field)
            if self._visit is not None:
                self._show_rows(self._visit)
        else:
            self.reveal_wanted.emit(field)

    def clear(self) -> None:
        """Forget the person."""
        self._visit = None
        self._revealed.clear()
        self._reveal.clear()
        self._model.show_rows(())
        self._explain(None)
        self._document.setText("")

    def _show_head(self, visit: Visit, *, editable: bool) -> None:
        document = visit.document
        self._glyph.setVisible(document is not None)
        self._document.setVisible(document is not None)
        self.type_button.setVisible(editable and document is None)
        if document is not None:
            self._glyph.show_icon(_ICONS.get(document.kind, "file-text"), "muted")
            self._document.setText(words.document_words(document))

    def _show_rows(self, visit: Visit) -> None:
        self._model.show_rows([self._row(line, visit) for line in visit.lines()])
        for field in _MASKED:
            self._put_reveal(field)

    def _row(self, line: Line, visit: Visit) -> Row:
        mine, theirs = self._request_side(line), self._document_side(line, visit)
        said = line.field is Field.AGE or self._editable
        if visit.document is None:
            said = said and line.field in _OF_REQUEST
        result = self._result(line, visit) if said else Cell(text=words.NOTHING)
        spoken = words.spoken_line(
            line, request=mine, document=theirs, result=result.text if said else ""
        )
        quiet = theirs == words.NOTHING
        there = "" if line.field in _MASKED else theirs
        about = Cell(text=field_name(line.field), tone="muted", wrap=True, spoken=spoken)
        if self._narrow:
            both = f"{about.text}:\n{mine}"
            about = Cell(text=both, wrap=True, spoken=spoken, personal=True)
        return Row(
            key=line.field,
            cells=(
                about,
                Cell(text=mine, wrap=True, personal=True),
                Cell(
                    text=there,
                    spoken=there or theirs,  # a button stands in its place
                    type=Type.BODY if quiet else Type.MONO_STRONG,
                    wrap=True,
                    personal=not quiet,
                ),
                result,
            ),
            subject=line.field,
        )

    def _result(self, line: Line, visit: Visit) -> Cell:
        kind, icon = _LOOKS[line.match]
        text = words.result_words(line, policy=visit.policy)
        return Cell(text=text, kind=kind, icon=icon, small=False)

    def _request_side(self, line: Line) -> str:
        mask = _MASKED.get(line.field)
        if mask is not None and isinstance(line.request, str):
            hidden = line.field not in self._revealed
            return mask(line.request) if hidden else words.shown(line.request)
        shown = words.shown(line.request)
        return address_text(shown) if line.field is Field.ADDRESS else shown

    def _document_side(self, line: Line, visit: Visit) -> str:
        if visit.document is None:
            return words.NOTHING
        shown = words.shown(line.document)
        from_zone = visit.presented is not None and visit.presented.from_mrz
        if from_zone and line.field in (Field.SURNAME, Field.GIVEN_NAMES):
            return shown.replace(" ", "<")
        return shown

    def _put_reveal(self, field: Field) -> None:
        """Put the button that unmasks a value where no document has anything to say, once."""
        place = self._model.place_of(field)
        if place is None:
            return
        button = self._reveal.get(field)
        if button is None:
            button = Button(self._theme, _("Show"), size=Size.ROW)
            button.clicked.connect(lambda: self._toggle(field))
            self._reveal[field] = button
            holder = QWidget()
            row = QHBoxLayout(holder)
            row.setContentsMargins(0, 0, 0, 1)
            row.addWidget(button)
            row.addStretch(1)
            self.table.setIndexWidget(self._model.index(place, _DOCUMENT_COLUMN), holder)
        shown = field in self._revealed
        button.set_words(_("Hide") if shown else _("Show"))
        button.setAccessibleName(f"{button.text()}: {field_name(field)}")

    def _explain(self, visit: Visit | None) -> None:
        while (item := self._explained.takeAt(0)) is not None:
            held = item.widget()
            if held is not None:
                held.deleteLater()
        lines = () if visit is None or visit.document is None else visit.lines()
        for line in lines:
            said = words.why_words(line)
            if said:
                tone = (
                    "muted" if line.match is Match.TRANSLITERATED else _LOOKS[line.match][0].value
                )
                self._explained.addWidget(label(said, tone=tone, wrap=True))
        # Even without a word in it a layout takes the room of its margins.
        above = 8 if self._explained.count() else 0
        self._explained.setContentsMargins(ROW_SIDE, above, ROW_SIDE, 0)

    @property
    def explained(self) -> tuple[str, ...]:
        """The explanations on show."""
        found = [self._explained.itemAt(at) for at in range(self._explained.count())]
        shown = [item.widget() for item in found if item is not None]
        return tuple(str(widget.property("text")) for widget in shown if widget is not None)


def match_look(match: Match) -> tuple[Kind, str]:
    """Return kind and icon of the chip that says what a line gave."""
    return _LOOKS[match]
