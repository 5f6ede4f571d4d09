"""The clipboard of this window: identifiers never get there, the rest does not stay (decision 24)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QMimeData, QObject, QTimer, Signal
from PySide6.QtGui import QClipboard
from PySide6.QtWidgets import QApplication

from ra_desk.domain.activation import parse_letter_number, parse_request_number
from ra_desk.domain.errors import RaError
from ra_desk.domain.numbers import parse_tax_number
from ra_desk.ui.settings.values import Settings

#: Set on an input whose content is an identifier, whatever it looks like.
IDENTIFIER: Final = "identifier"
_KEY: Final = "privacy.clipboard_seconds"
#: EMŠO, a document's number, an activation code, a machine-readable zone.
_SHAPES: Final = re.compile(
    r"\b\d{13}\b|\b[A-Z]{1,3}\d{6,9}\b"
    r"|\b[2-9B-DF-HJ-NP-TV-X]{4}(?:-[2-9B-DF-HJ-NP-TV-X]{4}){2}\b|<<",
    re.IGNORECASE,
)
_WORD: Final = re.compile(r"[\w-]+")
_PARSERS: Final[tuple[Callable[[str], object], ...]] = (
    parse_tax_number,
    parse_request_number,
    parse_letter_number,
)
#: Asks the managers of clipboards on Windows and KDE to keep no history of it.
_UNKEPT: Final = {
    'application/x-qt-windows-mime;value="ExcludeClipboardContentFromMonitorProcessing"': b"1",
    "x-kde-passwordManagerHint": b"secret",
}


def is_identifier(text: str) -> bool:
    """Whether ``text`` is or holds something by which a person or a request is found again."""
    return _SHAPES.search(text) is not None or any(
        _parses(parser, word) for word in _WORD.findall(text) for parser in _PARSERS
    )


def _parses(parser: Callable[[str], object], word: str) -> bool:
    try:
        parser(word)
    except RaError:
        return False
    return True


class Clipboard(QObject):
    """Watches what this program puts into the clipboard, and takes it out again."""

    refused = Signal()  # an identifier was not copied

    def __init__(
        self,
        app: QApplication,
        settings: Settings,
        *,
        is_ours: Callable[[], bool] | None = None,
        parent: QObject | None = None,
    ) -> None:
        """Begin to watch.

        Args:
            is_ours: whether what is in the clipboard was put there by this program.
        """
        super().__init__(parent)
        self._app, self._settings = app, settings
        self._board: QClipboard = app.clipboard()
        self._is_ours = is_ours or self._board.ownsClipboard
        self._kept = ""
        self._busy = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.clear)
        self._board.dataChanged.connect(self._on_changed)
        self._board.selectionChanged.connect(self._on_selected)

    def _on_changed(self) -> None:
        if self._busy or not self._is_ours():
            return
        text = self._board.text()
        if not text:
            return
        if self._from_identifier() or is_identifier(text):
            self._put("")
            self.refused.emit()
            return
        self._put(text)
        self._timer.start(self._settings.number(_KEY) * 1000)

    def _on_selected(self) -> None:
        """X11 copies whatever is selected; identifiers are not left there either."""
        mode = QClipboard.Mode.Selection
        if self._busy or not self._board.ownsSelection():
            return
        text = self._board.text(mode)
        if text and (self._from_identifier() or is_identifier(text)):
            self._busy = True
            self._board.clear(mode)
            self._busy = False

    def _from_identifier(self) -> bool:
        focus = self._app.focusWidget()
        return focus is not None and bool(focus.property(IDENTIFIER))

    def _put(self, text: str) -> None:
        self._busy = True
        if text:
            data = QMimeData()
            data.setText(text)
            for kind, value in _UNKEPT.items():
                data.setData(kind, value)
            self._board.setMimeData(data)
        else:
            self._board.clear()
        self._kept = text
        self._busy = False

    def clear(self) -> None:
        """Take out what was copied here, if it is still there: its time is over, or the program."""
        self._timer.stop()
        if self._kept and self._is_ours() and self._board.text() == self._kept:
            self._put("")
        self._kept = ""
