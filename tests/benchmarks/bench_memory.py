"""How much memory the window holds over a desk that keeps many requests.

    QT_QPA_PLATFORM=offscreen python -m tests.benchmarks.bench_memory [rows ...]

Each size is a process of its own, and the store is filled by another one, so that only what the
window needs is counted: all its pages made, names looked up, the list of pending requests paged.
"""

from __future__ import annotations

import multiprocessing
import os
import platform
import resource
import sys
import tempfile
from pathlib import Path

import PySide6
from PySide6.QtWidgets import QApplication

from ra_desk.texts import use
from ra_desk.ui.ahead import Ahead
from ra_desk.ui.background import Background
from ra_desk.ui.pages import OUTBOX, PENDING
from ra_desk.ui.run import favour_the_window
from tests.benchmarks.bench_heartbeat import wait
from tests.benchmarks.bench_look_up_paint import a_place, type_names
from tests.benchmarks.bench_lookup import fill
from tests.store.support import Desk

LIMIT_MB = 250
LIMITED_ROWS = 20_000
_FORK = multiprocessing.get_context("fork")


def _fill(desk: Desk, rows: int) -> None:
    store = desk.enrolled()
    fill(store, rows)
    store.close()


def _resident_mb() -> float:
    """Return the memory of this process that is in RAM now (proc(5), statm), in MB of 2^20."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def measure(desk: Desk, *, rounds: int = 2) -> tuple[float, float]:
    """Return the MB that are held after some work, and the most that ever were."""
    app = QApplication.instance() or QApplication([])
    use("sl")
    favour_the_window()
    store, background = desk.open(), Background()
    place = a_place(desk, store, background)
    ahead = place.findChild(Ahead)
    assert ahead is not None
    wait(lambda: not ahead.at_work)
    type_names(place, rounds=rounds)
    for key in (OUTBOX, PENDING, "counter"):
        place.go(key)
        app.processEvents()
    held = _resident_mb()
    place.close()
    place.deleteLater()
    background.close()
    store.close()
    return held, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _print(desk: Desk, rows: int) -> None:
    held, most = measure(desk)
    limit = f" (limit {LIMIT_MB})" if rows <= LIMITED_ROWS else ""
    print(f"N={rows:>9,}  resident {held:.0f} MB{limit}, at most ever {most:.0f} MB", flush=True)


def main(sizes: list[int]) -> None:
    print(f"Python {platform.python_version()}, PySide6 {PySide6.__version__}", flush=True)
    for rows in sizes:
        with tempfile.TemporaryDirectory() as folder:
            desk = Desk(path=Path(folder) / "store" / "desk.db")
            for work in (_fill, _print):
                child = _FORK.Process(target=work, args=(desk, rows))
                child.start()
                child.join()
                if child.exitcode:
                    raise SystemExit(child.exitcode)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [LIMITED_ROWS, 1_000_000])
