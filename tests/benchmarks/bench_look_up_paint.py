"""From a key in the look-up to its hits on the screen, in the real window over the real store.

    QT_QPA_PLATFORM=offscreen python -m tests.benchmarks.bench_look_up_paint [rows]

A key is sent to the field as the keyboard sends it. The time ends when the panel with the hits
of exactly that text has been painted. It is measured twice: with the desk at rest, and while
pages of 1,000 changed requests are taken into the same store one after another.
"""

from __future__ import annotations

import platform
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import PySide6
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from ra_desk.domain.pass_request import PassRequest
from ra_desk.services.desk import Desk as DeskServices
from ra_desk.store.local import SqlStore
from ra_desk.texts import use
from ra_desk.ui.background import Background
from ra_desk.ui.line import Line
from ra_desk.ui.run import favour_the_window
from ra_desk.ui.workplace import Workplace
from tests.benchmarks.bench_lookup import NAMES, fill
from tests.benchmarks.rows import many_requests
from tests.benchmarks.window import open_place
from tests.fakes import FakeVault
from tests.store.support import NOON, Desk

PAGE = 1000
ROUNDS = 6
LIMIT_MS = 16.0
#: Between two keys; a quick typist leaves five times as long.
GAP_MS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Milliseconds from key to painted hits; ``pages``: taken meanwhile.

    ``own``: of them, what the window's thread itself worked (95 of 100 keys need no more);
    the rest it waited, which on a computer busy with other things is most of it.
    """

    keys: int
    own: float
    median: float
    p95: float
    worst: float
    pages: int


class _Painted(QObject):
    """Ends ``loop`` with the paint that follows the hits of one text."""

    def __init__(self, place: Workplace) -> None:
        super().__init__()
        self.loop = QEventLoop()
        self._wanted = ""
        self._shown = False
        panel = place.look_up.panel
        self._hits = panel.table.viewport()
        place.finder.shown.connect(self._on_shown)
        for part in (panel, self._hits):  # where nobody is found there are no rows to paint
            part.installEventFilter(self)

    def expect(self, text: str) -> None:
        self._wanted, self._shown = text, False

    def _on_shown(self, text: str) -> None:
        self._shown = text == self._wanted
        if text.endswith(" "):
            self._hits.update()  # nothing that is seen changes, so nothing would be painted

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and self._shown:
            self.loop.quit()  # once this round of painting is over
        return False


def a_place(desk: Desk, store: SqlStore, background: Background) -> Workplace:
    """Return the frame of a session over the real store, as wide as on a usual screen."""
    services = DeskServices(
        store=store,
        central=None,  # type: ignore[arg-type]  # nothing here asks central
        vault=FakeVault(),
        printers={},
        render_receipt=lambda *_a, **_k: b"",
        now=lambda: NOON,
        way=store.way,
    )
    line = Line(services, background)
    return open_place(services, background, line, enrolment=desk.enrolment, session=desk.session)


def type_names(place: Workplace, *, rounds: int) -> list[tuple[float, float]]:
    """Type every name, sign by sign, and return for each key the milliseconds, and those of work."""
    painted = _Painted(place)
    field, spent, rest = place.look_up.edit, [], QEventLoop()
    for _round in range(rounds):
        for name in NAMES:
            for end in range(1, len(name) + 1):
                painted.expect(name[:end])
                started, worked = time.perf_counter(), time.thread_time()
                none = Qt.KeyboardModifier.NoModifier
                event = QKeyEvent(QEvent.Type.KeyPress, 0, none, name[end - 1])
                QCoreApplication.sendEvent(field, event)
                _wait(painted.loop)
                passed, worked = time.perf_counter() - started, time.thread_time() - worked
                spent.append((passed * 1000, worked * 1000))
                QTimer.singleShot(GAP_MS, rest.quit)
                _wait(rest)
            place.look_up.clear()
            QTimer.singleShot(GAP_MS, rest.quit)  # the page takes its room back
            _wait(rest)
    return spent


def _wait(loop: QEventLoop) -> None:
    """Run the loop as the program does: asleep until something happens."""
    late = QTimer()
    late.setSingleShot(True)
    late.timeout.connect(lambda: loop.exit(1))
    late.start(10_000)
    if loop.exec():
        raise TimeoutError("the hits were not painted within 10 s")


@contextmanager
def taking(desk: Desk, store: SqlStore, rows: int) -> Iterator[list[int]]:
    """Take pages of changed requests in another thread, as the lane to central does."""
    page = [
        _changed(request) for request, _n in zip(many_requests(rows), range(PAGE), strict=False)
    ]
    pages: list[int] = []
    stop = threading.Event()

    def run() -> None:
        while not stop.is_set():
            answer = desk.answer(store, requests=page)
            with store.begin() as unit:
                unit.take(answer, now=NOON)
            pages.append(len(page))

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield pages
    finally:
        stop.set()
        thread.join()


def _changed(request: PassRequest) -> PassRequest:
    return replace(request, revision=2, expires_at=request.expires_at + timedelta(minutes=1))


def measure(folder: Path, rows: int, *, rounds: int = ROUNDS) -> tuple[Figures, Figures]:
    """Return the figures of a desk at rest, and of one that takes pages meanwhile."""
    use("sl")
    favour_the_window()
    desk = Desk(path=folder / "store" / "desk.db")
    store = desk.enrolled()
    fill(store, rows)
    background = Background()
    place = a_place(desk, store, background)
    try:
        type_names(place, rounds=1)  # fonts, pictures and the first statement
        at_rest = _figures(type_names(place, rounds=rounds), pages=0)
        with taking(desk, store, rows) as pages:
            busy = type_names(place, rounds=rounds)
        return at_rest, _figures(busy, pages=len(pages))
    finally:
        place.close()
        place.deleteLater()
        background.close()
        store.close()


def _figures(spent: list[tuple[float, float]], *, pages: int) -> Figures:
    ordered = sorted(passed for passed, _worked in spent)
    own = sorted(worked for _passed, worked in spent)
    return Figures(
        keys=len(ordered),
        own=own[int(len(own) * 0.95)],
        median=statistics.median(ordered),
        p95=ordered[int(len(ordered) * 0.95)],
        worst=ordered[-1],
        pages=pages,
    )


def main(rows: int) -> None:
    app = QApplication([])
    with tempfile.TemporaryDirectory() as folder:
        found = measure(Path(folder), rows)
    print(
        f"Python {platform.python_version()}, PySide6 {PySide6.__version__}, {app.platformName()}"
    )
    for name, f in zip(("at rest", "taking pages of 1,000"), found, strict=True):
        print(
            f"N={rows:,}  key to painted hits, {name}: median {f.median:.1f} ms"
            f"  p95 {f.p95:.1f} ms (limit {LIMIT_MS:.0f})  worst {f.worst:.1f} ms,"
            f" own work p95 {f.own:.1f} ms,"
            f"  of {f.keys} keys, {f.pages} pages taken"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 20_000)
