"""How long the window's thread is ever held while much is pulled and sent.

    QT_QPA_PLATFORM=offscreen python -m tests.benchmarks.bench_heartbeat [changes] [entries]

Central runs in a process of its own; the window is the real one over the real store, line and
exchange. A timer of the window beats all the while: a beat that comes late says how long the
window could not have answered a key. The same beat over an empty event loop in the same run
says what the machine itself adds, and how long the thread itself worked what is the window's own.
Printed beside it: the beat while the window makes its pages ahead, as it does in its first seconds;
how long switching a page and a key in the look-up take while it is busy; and the memory that the
process holds at the end.
"""

from __future__ import annotations

import json
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pyotp
import PySide6
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from ra_desk.app import enrol, open_desk
from ra_desk.domain.facts import LookedUp, Purpose, SearchKey
from ra_desk.domain.secret import Secret
from ra_desk.machine.paths import desk_folder
from ra_desk.machine.vault import new_secrets
from ra_desk.services.desk import Desk
from ra_desk.services.ports import Session
from ra_desk.texts import use
from ra_desk.ui.ahead import Ahead
from ra_desk.ui.background import Background
from ra_desk.ui.line import Line
from ra_desk.ui.pages import OUTBOX
from ra_desk.ui.run import favour_the_window
from ra_desk.ui.workplace import Workplace
from tests.benchmarks.window import open_place

LIMIT_MS = 50.0
BEAT_MS = 4
_PATIENCE_S = 600


class Heartbeat(QObject):
    """Beats every few milliseconds and keeps how late each beat came, in milliseconds.

    Beside it how long the thread itself worked since the beat before; the rest it waited, for the
    interpreter or for a processor that others had.
    """

    def __init__(self) -> None:
        super().__init__()
        self.late: list[float] = []
        self.worked: list[float] = []
        self._last, self._work = time.perf_counter(), time.thread_time()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(BEAT_MS)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def _beat(self) -> None:
        now, work = time.perf_counter(), time.thread_time()
        self.late.append(max(0.0, (now - self._last) * 1000 - BEAT_MS))
        self.worked.append((work - self._work) * 1000)
        self._last, self._work = now, work

    def end(self) -> str:
        """Stop, and return the figures in words."""
        self._timer.stop()
        ordered = sorted(self.late)
        return (
            f"worst {ordered[-1]:.1f} ms, 99.9 % {ordered[int(len(ordered) * 0.999)]:.1f} ms,"
            f" 99 % {ordered[int(len(ordered) * 0.99)]:.1f} ms of {len(ordered)} beats,"
            f" own work worst {max(self.worked):.1f} ms"
        )


@contextmanager
def big_central(folder: Path, rows: int) -> Iterator[dict[str, str]]:
    """Run central beside us, filled; yields what it told."""
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.benchmarks.big_central", str(folder), str(rows)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    assert child.stdin is not None
    try:
        yield json.loads(child.stdout.readline())
    finally:
        child.stdin.close()
        child.wait(30)
        child.stdout.close()


def wait(done: Callable[[], bool]) -> None:
    """Let the event loop run, asleep between events, until ``done`` or a very long time."""
    loop, look, end = QEventLoop(), QTimer(), time.monotonic() + _PATIENCE_S
    look.setInterval(20)
    look.timeout.connect(lambda: loop.quit() if done() or time.monotonic() > end else None)
    look.start()
    loop.exec()
    if not done():
        raise TimeoutError("the exchange did not come to an end")


class Switches(QObject):
    """Changes pages and keeps how long each took until it was painted, in milliseconds.

    The window lays out and paints in the turns of its loop that follow, as Qt does it for a key.
    """

    def __init__(self, place: Workplace) -> None:
        super().__init__(place)
        self.spent: list[float] = []
        self._place = place
        self._began = 0.0
        place.installEventFilter(self)

    def switch(self) -> None:
        """Go to the other of two pages."""
        self._began = time.perf_counter()
        self._place.go(OUTBOX if self._place.key != OUTBOX else "counter")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.UpdateRequest and self._began:
            QTimer.singleShot(0, self._on_painted)  # once this round of painting is over
        return False

    def _on_painted(self) -> None:
        if self._began:
            self.spent.append((time.perf_counter() - self._began) * 1000)
            self._began = 0.0


def lean_on_keys(place: Workplace) -> tuple[QTimer, list[float], list[float]]:
    """Type and change pages twice a second; returns the timer, and milliseconds of both."""
    keys: list[float] = []
    switches = Switches(place)
    text = "novak"
    turn = iter(range(1_000_000))

    def act() -> None:
        step, started = next(turn), time.perf_counter()
        if step % 2:
            switches.switch()
            return
        sign = text[step // 2 % len(text)]
        event = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, sign)
        QCoreApplication.sendEvent(place.look_up.edit, event)
        place.look_up.repaint()
        keys.append((time.perf_counter() - started) * 1000)
        if len(place.look_up.text()) >= len(text):
            place.look_up.clear()

    timer = QTimer()
    timer.setInterval(250)
    timer.timeout.connect(act)
    timer.start()
    return timer, keys, switches.spent


def p95(spent: list[float]) -> str:
    ordered = sorted(spent)
    return f"p95 {ordered[int(len(ordered) * 0.95)]:.1f} ms of {len(ordered)}"


def write_entries(desk: Desk, session: Session, count: int) -> None:
    """Put entries into the journal that central does not have."""
    fact = LookedUp(key=SearchKey.NAME, purpose=Purpose.CLIENT_AT_COUNTER, online=False, hits=1)
    with desk.store.begin() as unit:
        for _entry in range(count):
            unit.append(fact, at=desk.time(), session=session)


def measure(folder: Path, told: dict[str, str], *, entries: int) -> None:
    vault, place_on_disk = new_secrets(), desk_folder(folder / "desk")
    enrol(place_on_disk, vault, told["code"])
    with open_desk(place_on_disk, vault, printers={}) as desk:
        session = desk.sign_in(
            login=told["login"],
            password=Secret(told["password"]),
            one_time_code=pyotp.TOTP(told["totp"]).now(),
        )
        write_entries(desk, session, entries)
        background = Background()
        line = Line(desk, background)
        place = open_place(desk, background, line, enrolment=desk.enrolment(), session=session)
        making, ahead = Heartbeat(), place.findChild(Ahead)
        assert ahead is not None
        wait(lambda: not ahead.at_work)
        print(f"beat, pages made ahead: {making.end()}")
        quiet = Heartbeat()
        end = time.monotonic() + 2
        wait(lambda: time.monotonic() > end)
        print(f"beat at rest:           {quiet.end()}")
        sent: list[int] = []
        line.sent.connect(sent.append)
        busy, (timer, keys, pages) = Heartbeat(), lean_on_keys(place)
        started = time.monotonic()
        line.start()
        wait(lambda: line.state.last_success_at is not None and _rests(line) and sum(sent) > 0)
        took = time.monotonic() - started
        timer.stop()
        print(f"beat while busy:        {busy.end()} (limit {LIMIT_MS:.0f} ms)")
        print(f"key echo meanwhile:     {p95(keys)} (limit {LIMIT_MS:.0f} ms)")
        print(f"page switch meanwhile:  {p95(pages)} (limit {LIMIT_MS:.0f} ms)")
        with desk.store.read() as unit:
            filed = unit.marks().filed
        megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{sum(sent)} entries sent, filed up to {filed}, in {took:.1f} s")
        print(f"most memory ever held by the process: {megabytes:.0f} MB")
        line.stop()
        place.close()
        place.deleteLater()
        background.close()


def _rests(line: Line) -> bool:
    due = line.state.next_try_at
    now = line._desk.time()
    return not line.state.busy and due is not None and (due - now).total_seconds() > 1


def main(changes: int, entries: int) -> None:
    use("sl")
    favour_the_window()
    app = QApplication([])
    print(
        f"Python {platform.python_version()}, PySide6 {PySide6.__version__}, {app.platformName()},"
        f" {changes:,} changes, {entries:,} entries"
    )
    with tempfile.TemporaryDirectory() as folder, big_central(Path(folder), changes) as told:
        measure(Path(folder), told, entries=entries)


if __name__ == "__main__":
    arguments = [int(one) for one in sys.argv[1:]]
    main(*(arguments or [100_000, 1_000]))
