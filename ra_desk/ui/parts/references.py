"""Numbers such as RA-1302 in messages: shown as links, and followed by whoever holds the message.

A part knows nothing of what a number means; it only hands on that one was pressed. By keyboard
F1 opens the same page.
"""

from __future__ import annotations

import re
from typing import Final, Protocol, runtime_checkable

from PySide6.QtWidgets import QWidget

_NUMBER: Final = re.compile(r"\bRA-\d{4}\b")


@runtime_checkable
class Follows(Protocol):
    """A widget that opens the page of a number pressed somewhere in it."""

    def follow_reference(self, number: str) -> None: ...


@runtime_checkable
class Helps(Protocol):
    """A widget that opens the help for what has the focus, or explains it in place."""

    def show_help(self, *, explain: bool) -> None: ...


def ask_help(inside: QWidget, *, explain: bool) -> None:
    """Ask the nearest holder around ``inside`` for help, if there is one."""
    holder = inside.parentWidget()
    while holder is not None:
        if isinstance(holder, Helps):
            holder.show_help(explain=explain)
            return
        holder = holder.parentWidget()


def linked(markup: str, colour: str) -> str:
    """Return markup with each number as a link in ``colour``; everything else stays inert."""
    return _NUMBER.sub(
        lambda found: f'<a href="{found[0]}" style="color: {colour}">{found[0]}</a>', markup
    )


def follow(inside: QWidget, number: str) -> None:
    """Hand a number to the nearest holder around ``inside``, if there is one."""
    holder = inside.parentWidget()
    while holder is not None:
        if isinstance(holder, Follows):
            holder.follow_reference(number)
            return
        holder = holder.parentWidget()
