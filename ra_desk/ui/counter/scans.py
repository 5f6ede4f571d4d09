"""What stands between a scan and its use at this window: sheets, and the computer's keyboard."""

from __future__ import annotations

from PySide6.QtCore import QLocale
from PySide6.QtGui import QGuiApplication

from ra_desk.domain.errors import Refused
from ra_desk.domain.mrz_keyboard import Keyboard


class ScanInTheWay(Refused):
    """A sheet is open; what was scanned belongs to nothing in it."""

    code = "scan.in_the_way"


_L = QLocale.Language
#: Croatian, Bosnian and Serbian (Latin) keyboards are the Slovenian one.
_KEYBOARDS = {
    _L.Slovenian: Keyboard.SLOVENIAN,
    _L.Croatian: Keyboard.SLOVENIAN,
    _L.Bosnian: Keyboard.SLOVENIAN,
    _L.Serbian: Keyboard.SLOVENIAN,
    _L.Italian: Keyboard.ITALIAN,
    _L.Hungarian: Keyboard.HUNGARIAN,
    _L.English: Keyboard.US,
}


def computer_keyboard() -> Keyboard | None:
    """Return the keyboard layout in force, as far as the system tells it."""
    method = QGuiApplication.inputMethod()
    return _KEYBOARDS.get(method.locale().language())
