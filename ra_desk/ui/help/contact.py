"""Whom to call: the help desk as central's policy names it, and the local help as settings do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from ra_desk.domain.errors import RaError
from ra_desk.services.desk import Desk
from ra_desk.texts import _
from ra_desk.ui.actions import ACTIONS, Scope, place_key, scope_name
from ra_desk.ui.background import Background, Lane
from ra_desk.ui.parts.buttons import Button, Size
from ra_desk.ui.parts.card import Card
from ra_desk.ui.parts.labels import label
from ra_desk.ui.theme import Theme, Type

_NOTHING: Final = "–"
_NAMES: Final = ("phone", "email", "hours", "local", "issuer", "issuer_address", "police")


def values_of(contact: Mapping[str, str] | None, own: Mapping[str, str]) -> dict[str, str]:
    """Return what ``{name}`` in the manual stands for; what nobody has said is a dash."""
    said = {**own, **(contact or {})}
    return {name: said.get(name) or _NOTHING for name in _NAMES} | {"shortcuts": shortcut_table()}


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
    lines: list[str] = []
    for scope in Scope:
        here = [action for action in ACTIONS if action.scope is scope and action.keys]
        if not here:
            continue
        lines += [
            f"## {scope_name(scope)}",
            "",
            f"| {_('Key')} | {_('What it does')} |",
            "|---|---|",
        ]
        if scope is Scope.EVERYWHERE:
            lines.append(
                f"| `{place_key(1)}` … `{place_key(8)}` | {_('Pages of the navigation')} |"
            )
        lines += [f"| `{action.key}` | {action.title} |" for action in here]
        lines.append("")
    return "\n".join(lines)


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
