"""Qt's own texts in the language of the window: there is no Slovenian catalogue for Qt."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTranslator

from ra_desk.texts import _
from ra_desk.ui.translator_dialogs import words as dialogs


class OwnTranslator(QTranslator):
    """Asks the catalogue of the window for what Qt says by itself (decision 29)."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words: dict[str, str] = {}
        self.read_again()

    def read_again(self) -> None:
        """Read the texts again, after the language has changed."""
        self._words = _words()

    def isEmpty(self) -> bool:
        return False

    def translate(
        self,
        context: str,
        source_text: str,
        disambiguation: str | None = None,
        n: int = -1,
    ) -> str:
        # An empty answer would be shown as such; what is not known stays as Qt says it.
        return self._words.get(source_text, source_text)


def _words() -> dict[str, str]:
    """Return Qt's texts that this window can show: menus of text fields, scroll bars, dates."""
    return dialogs() | {
        "&Undo": _("&Undo"),
        "&Redo": _("&Redo"),
        "Cu&t": _("Cu&t"),
        "&Copy": _("&Copy"),
        "&Paste": _("&Paste"),
        "Delete": _("Delete"),
        "Select All": _("Select All"),
        "Scroll here": _("Scroll here"),
        "Top": _("Top"),
        "Bottom": _("Bottom"),
        "Page up": _("Page up"),
        "Page down": _("Page down"),
        "Scroll up": _("Scroll up"),
        "Scroll down": _("Scroll down"),
        "Close": _("Close"),
        "OK": _("OK"),
        "Cancel": _("Cancel"),
        "Show this menu": _("Show this menu"),
        "&Step up": _("&Step up"),
        "Step &down": _("Step &down"),
    }
