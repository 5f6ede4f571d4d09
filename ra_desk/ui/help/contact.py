"""What the manual takes from elsewhere: whom to call, the keys, what an administrator can fix."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from json import dumps
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from ra_desk.domain.errors import RaError
from ra_desk.services.desk import Desk
from ra_desk.services.settings import SettingValue
from ra_desk.texts import _
from ra_desk.ui.actions import ACTIONS, Scope, place_key, scope_name
from ra_desk.ui.background import Background, Lane
from ra_desk.ui.parts.buttons import Button, Size
from ra_desk.ui.parts.card import Card
from ra_desk.ui.parts.labels import label
from ra_desk.ui.settings.declared import SETTINGS
from ra_desk.ui.settings.shapes import LockedBy, OneOf, Shape, Switch, Text, Whole
from ra_desk.ui.theme import Theme, Type

_NOTHING: Final = "–"
_NAMES: Final = ("phone", "email", "hours", "local", "issuer", "issuer_address", "police")


def values_of(contact: Mapping[str, str] | None, own: Mapping[str, str]) -> dict[str, str]:
    """Return what ``{name}`` in the manual stands for; what nobody has said is a dash."""
    said = {**own, **(contact or {})}
    tables = {"shortcuts": shortcut_table(), "settings": settings_table()}
    return {name: said.get(name) or _NOTHING for name in _NAMES} | tables


def read_contact(
    desk: Desk,
    background: Background,
    *,
    owner: QObject,
    on_done: Callable[[Mapping[str, str]], None],
) -> None:
    """Ask the store for central's policy, which names the help desk."""

    def read() -> dict[str, str]:
        service = desk.policy().service
        return {name: str(getattr(service, name, "")) for name in _NAMES if name != "local"}

    def on_error(_error: RaError) -> None:
        on_done({})

    background.run(Lane.STORE, read, owner=owner, on_done=on_done, on_error=on_error)


def shortcut_table() -> str:
    """Return every key of the window as Markdown, out of the table that binds them."""
    key, what, pages = _("Key"), _("What it does"), _("Pages of the navigation")
    lines: list[str] = []
    for scope in Scope:
        here = [action for action in ACTIONS if action.scope is scope and action.keys]
        if not here:
            continue
        lines += [
            f"## {scope_name(scope)}",
            "",
            f"| {key} | {what} |",
            "|---|---|",
        ]
        if scope is Scope.EVERYWHERE:
            lines.append(f"| `{place_key(1)}` … `{place_key(8)}` | {pages} |")
        lines += [f"| `{action.key}` | {action.title} |" for action in here]
        lines.append("")
    return "\n".join(lines)


def settings_table() -> str:
    """Return every setting that an administrator's file can fix as Markdown, as it is declared."""
    name, what = _("Name in the file"), _("Setting: default (other values)")
    lines = [f"| {name} | {what} |", "|---|---|"]
    for setting in SETTINGS.values():
        label = setting.label()
        if label and LockedBy.ADMINISTRATOR in setting.locked_by:
            values = _values(setting.shape, setting.default)
            lines.append(f"| `{setting.key}` | {label}: {values} |")
    return "\n".join(lines)


def _values(shape: Shape, default: SettingValue) -> str:
    """Return the values as the file writes them, the default first."""
    others: Sequence[SettingValue] = ()
    match shape:
        case Switch():
            others = (not default,)
        case OneOf():
            others = tuple(value for value in shape.words if value != default)
        case Whole():
            return f"`{default}` ({shape.least}–{shape.most})"
        case Text():
            pass
    first, *rest = (f"`{dumps(value, ensure_ascii=False)}`" for value in (default, *others))
    return f"{first} ({', '.join(rest)})" if rest else first


class ContactCard(Card):
    """Help desk, hours, local help, and the way to the doctor."""

    doctor_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(_("Contact"), parent=parent)
        self._lines = {
            "phone": label(_NOTHING, Type.STRONG, wrap=True),
            "email": label(_NOTHING, wrap=True),
            "hours": label("", tone="muted", wrap=True),
            "local": label("", wrap=True),
        }
        for line in self._lines.values():
            line.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self.body.addWidget(line)
        self.body.addSpacing(8)
        look = Button(theme, _("Look at this computer"), size=Size.ROW)
        look.clicked.connect(self.doctor_wanted)
        self.body.addWidget(look, 0, Qt.AlignmentFlag.AlignLeft)

    def show_values(self, values: Mapping[str, str]) -> None:
        """Show whom to call; what nobody has said is left out."""
        for name, line in self._lines.items():
            said = values.get(name, _NOTHING)
            line.setText(said)
            line.setVisible(said != _NOTHING or name == "phone")
        local = values.get("local", _NOTHING)
        if local != _NOTHING:
            self._lines["local"].setText(_("Local help: {who}").format(who=local))
