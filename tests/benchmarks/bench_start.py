"""From the beginning of the process to a sign-in that takes keys, beside a bare window of Qt.

    QT_QPA_PLATFORM=offscreen python -m tests.benchmarks.bench_start [runs]

Both are processes of their own, run in turn, with compiled modules and texts as an installation
has them.
The bare side imports PySide6, shows one window with one text field and ends when it has been
painted. Each says itself how old it is; the ratio is of the medians.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import PySide6

from ra_desk import places
from ra_desk.texts.catalogue import compile_po

LIMIT = 2.0
RUNS = 9
#: What must not be read before somebody can type.
HEAVY = ("reportlab", "requests", "phonenumbers", "pydantic", "sqlalchemy", "cryptography")

_BARE = """
import json, os, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

class Window(QWidget):
    def paintEvent(self, event):
        QTimer.singleShot(0, done)

def done():
    ticks = int(open("/proc/self/stat").read().rpartition(")")[2].split()[19])
    age = time.clock_gettime(time.CLOCK_BOOTTIME) - ticks / os.sysconf("SC_CLK_TCK")
    print(json.dumps({"seconds": age}))
    app.quit()

app = QApplication([])
window = Window()
edit = QLineEdit()
QVBoxLayout(window).addWidget(edit)
window.show()
edit.setFocus()
app.exec()
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Seconds, medians; ``modules``: what the desk had read when its sign-in took keys."""

    bare: float
    real: float
    modules: int

    @property
    def ratio(self) -> float:
        return self.real / self.bare


def _install(folder: Path) -> Path:
    """Lay the program out with the texts compiled, as in a wheel; return where."""
    tree = places.catalogues().parent
    for part in ("ra_desk", "resources", "i18n"):
        shutil.copytree(tree / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    for source in folder.glob("i18n/*/LC_MESSAGES/*.po"):
        source.with_suffix(".mo").write_bytes(compile_po(source))
    return folder


def measure(folder: Path, *, runs: int = RUNS) -> Figures:
    """Return the figures of both sides."""
    installed = _install(folder / "installed")
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(folder / "compiled")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    desk = ["-m", "ra_desk", "run", "--measure-start", "--folder", str(folder / "desk")]
    bare = ["-c", _BARE]

    def once(arguments: list[str]) -> dict[str, float]:
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=installed,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        told: dict[str, float] = json.loads(done.stdout)
        return told

    once(desk), once(bare)  # compile, and fill the cache of the disk
    real_told, bare_told = [], []
    for _run in range(runs):
        real_told.append(once(desk))
        bare_told.append(once(bare))
    return Figures(
        bare=statistics.median(told["seconds"] for told in bare_told),
        real=statistics.median(told["seconds"] for told in real_told),
        modules=int(real_told[0]["modules"]),
    )


def main(runs: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        found = measure(Path(folder), runs=runs)
    print(f"Python {platform.python_version()}, PySide6 {PySide6.__version__}")
    print(
        f"N={runs}  bare window {found.bare:.3f} s, sign-in takes keys {found.real:.3f} s"
        f" ({found.modules} modules): {found.ratio:.2f} × (limit {LIMIT})"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else RUNS)
