"""Cyclic garbage is collected on the main thread only.

Python collects it in whichever thread happens to allocate. A window that went away lies in such
a cycle, and a QObject that is destroyed in a lane ends the process sooner or later.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 500


def collect_due() -> None:
    """Collect the oldest generation that is due, by Python's own thresholds."""
    due = [
        generation
        for generation, (count, limit) in enumerate(
            zip(gc.get_count(), gc.get_threshold(), strict=True)
        )
        if count > limit
    ]
    if due:
        gc.collect(due[-1])


class MainThreadGarbage(QObject):
    """Switches the automatic collection off and does its work by a timer until `stop`."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._was_on = gc.isenabled()
        gc.disable()
        timer = QTimer(self)
        timer.timeout.connect(collect_due)
        timer.start(_EVERY_MS)

    def stop(self) -> None:
        """Leave the collection as it was found; nothing runs beside the main thread any more."""
        if self._was_on:
            gc.enable()
        self.deleteLater()
