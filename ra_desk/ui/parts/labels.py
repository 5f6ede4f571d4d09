"""Plain text on a page. Every text is inert: names with markup in them stay names."""

from __future__ import annotations

import html

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from ra_desk.ui.theme import Type


def label(
    text: str = "",
    kind: Type = Type.BODY,
    *,
    tone: str = "",
    wrap: bool = False,
    parent: QWidget | None = None,
) -> QLabel:
    """Return a label that shows ``text`` as it is.

    Args:
        tone: "muted", "accent", the value of a kind such as "err", or "" for plain text.
    """
    made = QLabel(parent)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setText(text)
    made.setProperty("role", kind.role)
    made.setProperty("tone", tone)
    made.setWordWrap(wrap)
    return made


def set_tone(shown: QLabel, tone: str) -> None:
    """Give a label another tone: "muted", "accent", the value of a kind such as "err", or ""."""
    if shown.property("tone") == tone:
        return
    shown.setProperty("tone", tone)
    shown.style().unpolish(shown)
    shown.style().polish(shown)


def emphasised(text: str, strong: str = "") -> str:
    """Return rich text of ``text`` with each ``strong`` in bold and all markup in it inert."""
    safe = html.escape(text)
    if not strong:
        return safe
    return safe.replace(html.escape(strong), f"<b>{html.escape(strong)}</b>")
