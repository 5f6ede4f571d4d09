"""The sheets of administration: fields, one verb, and what it does in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QGroupBox, QLineEdit, QWidget

from ra_desk.domain.administration import LONGEST_FIELD
from ra_desk.domain.errors import RaError
from ra_desk.texts import _
from ra_desk.ui.admin.words import why_not
from ra_desk.ui.parts.field import Field
from ra_desk.ui.parts.labels import label
from ra_desk.ui.parts.select import Select
from ra_desk.ui.parts.sheet import Sheet
from ra_desk.ui.parts.strip import Strip
from ra_desk.ui.parts.tick import Tick
from ra_desk.ui.theme import Kind, Theme, Type


@dataclass(frozen=True, slots=True, kw_only=True)
class TextInput:
    """``secret``: what is typed does not show."""

    key: str
    title: str
    value: str = ""
    hint: str = ""
    needed: bool = True
    secret: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SelectInput:
    """``options``: words by the value that they stand for."""

    key: str
    title: str
    options: Mapping[str, str]
    value: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TicksInput:
    """``options``: words by value; ``values``: those that are ticked."""

    key: str
    title: str
    options: Mapping[str, str]
    values: frozenset[str] = frozenset()
    hint: str = ""
    needed: bool = False


Input = TextInput | SelectInput | TicksInput


class Ticks(QGroupBox):
    """Boxes to tick, in two columns."""

    def __init__(self, theme: Theme, wanted: TicksInput) -> None:
        super().__init__()
        self.setAccessibleName(wanted.title)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(6)
        self.boxes: dict[str, Tick] = {}
        grid.addWidget(label(wanted.title, Type.STRONG), 0, 0, 1, 2)
        for place, (key, name) in enumerate(wanted.options.items()):
            box = Tick(theme, name)
            box.setWhatsThis(wanted.hint or _("Goes with what you propose here."))
            box.setChecked(key in wanted.values)
            grid.addWidget(box, 1 + place // 2, place % 2)
            self.boxes[key] = box
        if wanted.hint:
            low = 2 + len(wanted.options) // 2
            grid.addWidget(label(wanted.hint, Type.CAPTION, wrap=True), low, 0, 1, 2)

    @property
    def values(self) -> tuple[str, ...]:
        return tuple(key for key, box in self.boxes.items() if box.isChecked())

    def tick(self, values: Sequence[str]) -> None:
        """Tick exactly these."""
        for key, box in self.boxes.items():
            box.setChecked(key in values)


class FormSheet(Sheet):
    """Fields to fill in; stays open until what was asked for has been done."""

    filled = Signal(dict)  # text, or a tuple of values, by key

    def __init__(
        self,
        theme: Theme,
        window: QWidget,
        *,
        question: str,
        accept_words: str,
        inputs: Sequence[Input] = (),
        sentence: str = "",
        effect: str = "",
        danger: bool = False,
    ) -> None:
        super().__init__(
            theme,
            window,
            question=question,
            sentence=sentence,
            accept_words=accept_words,
            effect=effect,
            danger=danger,
        )
        self.setProperty("of", "admin")
        #: Whether it was neither left nor closed; an answer may come later than that.
        self.stands = True
        self._inputs = {one.key: one for one in inputs}
        self.edits: dict[str, QWidget] = {}
        self.fields: dict[str, Field] = {}
        for one in inputs:
            self._add(one)
        self.wrong = Strip(theme)
        self.body.addWidget(self.wrong)
        self.accept_button.setWhatsThis(effect)
        self.accepted.connect(self._on_accepted)

    def _add(self, one: Input) -> None:
        match one:
            case TextInput():
                line = QLineEdit(one.value)
                line.setMaxLength(LONGEST_FIELD)
                if one.secret:
                    line.setEchoMode(QLineEdit.EchoMode.Password)
                line.textChanged.connect(lambda _text: self.fields[one.key].set_error(""))
                self._keep(one.key, line, Field(self._theme, one.title, line, hint=one.hint))
            case SelectInput():
                select = Select(self._theme)
                for value, name in one.options.items():
                    select.addItem(name, value)
                select.setCurrentIndex(max(0, select.findData(one.value)))
                self._keep(one.key, select, Field(self._theme, one.title, select, hint=one.hint))
            case TicksInput():
                ticks = Ticks(self._theme, one)
                self.edits[one.key] = ticks
                self.body.addWidget(ticks)

    def _keep(self, key: str, edit: QWidget, field: Field) -> None:
        self.edits[key], self.fields[key] = edit, field
        edit.setWhatsThis(self._inputs[key].hint or _("Goes with what you propose here."))
        self.body.addWidget(field)

    def ask(self) -> None:
        """Show the sheet with the focus on its first field, or on leaving where there is none."""
        for edit in self.edits.values():
            match edit:
                case Ticks():
                    self.open(next(iter(edit.boxes.values())))
                case _:
                    self.open(edit)
            return
        self.open(self.leave_button)

    def close_sheet(self) -> None:
        if self.stands:
            self.stands = False
            super().close_sheet()

    def values(self) -> dict[str, str | tuple[str, ...]]:
        """Return what the fields say."""
        said: dict[str, str | tuple[str, ...]] = {}
        for key, edit in self.edits.items():
            match edit:
                case QLineEdit():
                    # A password is what was typed: it will be typed like that again.
                    secret = edit.echoMode() == QLineEdit.EchoMode.Password
                    said[key] = edit.text() if secret else edit.text().strip()
                case Select():
                    said[key] = str(edit.currentData())
                case Ticks():
                    said[key] = edit.values
        return said

    def _on_accepted(self) -> None:
        said = self.values()
        for key, value in said.items():
            one = self._inputs[key]
            if isinstance(one, TextInput) and one.needed and not value:
                self.fields[key].set_error(_("Fill in this field."))
                self.edits[key].setFocus()
                return
            if isinstance(one, TicksInput) and one.needed and not value:
                self.wrong.say(Kind.WARN, "alert-triangle", _("Tick at least one."))
                return
        self.wrong.hide()
        self.accept_button.setEnabled(False)
        self.filled.emit(said)

    def say_wrong(self, error: RaError) -> None:
        """Say why it was not done; the sheet stays."""
        self.accept_button.setEnabled(True)
        self.wrong.say(Kind.ERR, "alert-circle", why_not(error))
