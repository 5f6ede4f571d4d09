"""How the scanner does: the chip that tells of the last scan, and the sound of one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from ra_desk.domain.mrz_keyboard import Keyboard, KeyboardPair
from ra_desk.texts import _
from ra_desk.ui.parts.state import State
from ra_desk.ui.theme import Kind

#: How long the chip says that something was read.
_FLASH_MS = 1_500
#: Between the two tones of a scan that was not read.
_SECOND_TONE_MS = 180


class ScannerState(QObject):
    """One sound when a scan was read, two when not; silent unless somebody wants it."""

    changed = Signal()

    def __init__(
        self, *, tone: Callable[[], None] = QApplication.beep, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        #: Asked at each scan: whether somebody wants to hear it.
        self.sound: Callable[[], bool] = lambda: False
        self._tone = tone
        self._pair: KeyboardPair | None = None
        self.state = State(kind=Kind.IDLE, icon="scan", text=_("Scanner"))
        self._flash = self._timer(_FLASH_MS, self._on_flash_over)
        self._second = self._timer(_SECOND_TONE_MS, tone)

    def _timer(self, milliseconds: int, act: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(act)
        return timer

    def note_scan(self, good: bool) -> None:
        """Show whether the last scan was something."""
        if good:
            self._show(Kind.OK, "circle-check", _("Read"))
            self._flash.start()
        else:
            self._flash.stop()
            self._show(Kind.WARN, "alert-triangle", _("Not read"))
        if self.sound():
            self._tone()
            if not good:
                self._second.start()

    def note_keyboard(self, pair: KeyboardPair) -> None:
        """Show, from now on, that the scanner is set to another keyboard."""
        self._pair = pair

    def _on_flash_over(self) -> None:
        if self._pair is None:
            self._show(Kind.OK, "scan", _("Scanner ready"))
        else:
            words = _("Scanner keyboard: {keyboard} – corrected")
            name = keyboard_name(self._pair.scanner)
            self._show(Kind.WARN, "keyboard", words.format(keyboard=name))

    def _show(self, kind: Kind, icon: str, text: str) -> None:
        self.state = State(kind=kind, icon=icon, text=text)
        self.changed.emit()


def keyboard_name(keyboard: Keyboard) -> str:
    """Return a layout as people call it."""
    match keyboard:
        case Keyboard.US:
            return _("American (US)")
        case Keyboard.SLOVENIAN:
            return _("Slovenian (SI)")
        case Keyboard.ITALIAN:
            return _("Italian (IT)")
        case Keyboard.HUNGARIAN:
            return _("Hungarian (HU)")
