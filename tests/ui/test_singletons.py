"""A desk that has been open all day has made millions of calls of Qt."""

from __future__ import annotations

import subprocess
import sys

DAY = """
import ra_desk.ui
from PySide6.QtCore import QCoreApplication, QObject, Signal, QTimer

class Source(QObject):
    said = Signal(object)

app = QCoreApplication([])
source, timer = Source(), QTimer()
for _ in range(50_000):
    source.said.emit(True)
    timer.stop()
print("alive")
"""


def test_a_long_day_of_signals_does_not_end_the_process():
    """Without help, Python 3.11 under PySide6 6.12 is aborted after some thousand calls."""
    ended = subprocess.run(
        [sys.executable, "-c", DAY], capture_output=True, text=True, timeout=60, check=False
    )
    assert ended.stdout == "alive\n"
    assert ended.returncode == 0, ended.stderr
