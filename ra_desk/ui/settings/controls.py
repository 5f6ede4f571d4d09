"""The control of each shape of setting; it shows what is in force and says what was chosen."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from ra_desk.services.settings import SettingValue
from ra_desk.texts import _
from ra_desk.ui.parts.chip import Chip
from ra_desk.ui.parts.labels import label
from ra_desk.ui.parts.segments import Segments
from ra_desk.ui.parts.select import Select
from ra_desk.ui.parts.stepper import Stepper
from ra_desk.ui.parts.switch import SwitchBox
from ra_desk.ui.settings.shapes import OneOf, Setting, Switch, Text, Whole
from ra_desk.ui.settings.values import Settings
from ra_desk.ui.theme import Kind, Theme

#: Called with what a person has chosen.
Choose = Callable[[str, SettingValue], None]

_LINE = 260


def value_words(setting: Setting, value: SettingValue) -> str:
    """Return a value as the page says it, such as "100 %" or "Dark"."""
    match setting.shape:
        case Switch():
            # i18n: the state of a switch
            return _("on") if value else _("off")
        case OneOf(words=words):
            return words[str(value)]()
        case Whole(words=say):
            return say(int(value))
        case Text():
            return str(value) or "–"


def managed(theme: Theme, words: str) -> QWidget:
    """Return a value that somebody above the desk decides, marked as such."""
    shown = QWidget()
    row = QHBoxLayout(shown)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(18)
    if words:
        text = label(words, wrap=True)
        text.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(text, 1)
    row.addWidget(Chip(theme, Kind.IDLE, "lock", _("Decided centrally"), small=True))
    return shown


def control_for(
    theme: Theme,
    settings: Settings,
    setting: Setting,
    choose: Choose,
    *,
    offered: Mapping[str, str] | None = None,
) -> QWidget:
    """Return the control of a setting, or its value where it is locked.

    Args:
        choose: told what a person chooses.
        offered: the texts that can be chosen, with their words; None lets people type.
    """
    if settings.locked(setting.key):
        return managed(theme, value_words(setting, settings.value(setting.key)))
    name, control = setting.label(), _control(theme, setting, choose, offered)
    control.setAccessibleName(name)
    control.setAccessibleDescription(setting.sentence())
    show(control, settings.value(setting.key))
    return control


def show(control: QWidget, value: SettingValue) -> None:
    """Let a control show a value without telling anybody."""
    match control:
        case SwitchBox():
            with QSignalBlocker(control):
                control.setChecked(bool(value))
            control.update()
        case Segments():
            control.choose(str(value))
        case Stepper():
            control.show_number(int(value))
        case Select():
            control.setCurrentIndex(max(0, control.findData(value)))
        case QLineEdit():
            control.setText(str(value))


def focus(control: QWidget) -> None:
    """Put the focus where a person begins to use the control."""
    if isinstance(control, Segments | Stepper):
        control.focus()
    else:
        control.setFocus(Qt.FocusReason.ShortcutFocusReason)


def _control(
    theme: Theme, setting: Setting, choose: Choose, offered: Mapping[str, str] | None
) -> QWidget:
    key, name = setting.key, setting.label()
    match setting.shape:
        case Switch():
            switch = SwitchBox(theme, name)
            # Not `clicked`: assistive technology toggles a switch without a click.
            switch.toggled.connect(lambda on: choose(key, on))
            return switch
        case OneOf(words=words):
            segments = Segments(theme, name, {word: say() for word, say in words.items()})
            segments.chosen.connect(lambda word: choose(key, word))
            return segments
        case Whole(least=least, most=most, step=step, words=say):
            stepper = Stepper(theme, name, least=least, most=most, step=step, words=say)
            stepper.stepped.connect(lambda number: choose(key, number))
            return stepper
        case Text() if offered is not None:
            select = Select(theme)
            for text, shown in offered.items():
                select.addItem(shown, text)
            select.activated.connect(lambda place: choose(key, str(select.itemData(place))))
            return select
        case Text(longest=longest) as shape:
            line = QLineEdit()
            line.setMaxLength(longest)
            line.setMaximumWidth(_LINE * 2)
            line.setMinimumWidth(_LINE)
            line.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
            line.editingFinished.connect(lambda: choose(key, _as_kept(line, shape)))
            return line


def _as_kept(line: QLineEdit, shape: Text) -> str:
    """Return what stands in a line as it is kept, and let it stand there so."""
    kept = shape.read(line.text())
    if kept != line.text():
        line.setText(kept)
    return kept
