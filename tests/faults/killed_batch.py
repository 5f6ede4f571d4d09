"""A batch of letters whose program is killed (-9) again and again: run with a folder.

Each child opens the store as the program does, goes on with the batch from wherever it stands,
and dies at one named point. Before the next child begins, the parent opens the store as well and
looks whether ledger, tray and what was drawn agree. At the end one line of JSON says how it was.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from ra_desk.domain.activation import ActivationCode, LetterNumber
from ra_desk.domain.facts import SpoiltReason
from ra_desk.domain.letter_form import Envelope, EnvelopeFit, Letterhead, LetterSheet
from ra_desk.domain.letters import LetterState, Step
from ra_desk.journal.box import BoxKey
from ra_desk.services.letter_book import Choice, Question
from ra_desk.services.paper import JobPhase, JobState, PrintJob, Trouble
from ra_desk.store.local import SqlStore
from ra_desk.store.unit import SqlUnit
from tests.services.print_room import PRINTER, FakePaper, FakeVault, PrintRoom, a_print_room
from tests.store.support import NOON, some_requests

LETTERS = 50
#: With the control letter to the office itself.
SHEETS = LETTERS + 1
SPOILT = (17, 18, 19)

#: Where it dies: a point, and at which of its occurrences in one life.
POINTS = (
    ("prepare: before the commit", 1),
    ("prepare: committed", 1),
    ("window: before the commit", 1),
    ("window: committed", 1),
    ("print: before the commit", 1),
    ("print: committed", 1),
    ("opening the box", 2),
    ("drawing", 3),
    ("handing over", 2),
    ("handed over", 3),
    ("at the printer", 2),
    ("paper jam", 1),
    ("came out", 4),
    ("print: before the commit", 6),
    ("print: committed", 8),
    ("answer: before the commit", 1),
    ("answer: committed", 1),
    ("drawing the control letter", 1),
    ("reconcile: before the commit", 9),
    ("spoil: before the commit", 1),
    ("reconcile: committed", 9),
    ("post: before the commit", 1),
    ("post: committed", 1),
)


@dataclass
class Fuse:
    """Kills this process at the given occurrence of a point; ``phase``: what is being done."""

    point: str = ""
    occurrence: int = 0
    phase: str = ""

    def at(self, point: str) -> None:
        if point == self.point:
            self.occurrence -= 1
            if self.occurrence == 0:
                os.kill(os.getpid(), signal.SIGKILL)


class FusedStore:
    """The real store; the fuse may burn right before and right after each commit."""

    def __init__(self, store: SqlStore, fuse: Fuse) -> None:
        self._store, self._fuse = store, fuse
        self.read, self.close = store.read, store.close

    @contextmanager
    def begin(self) -> Iterator[SqlUnit]:
        with self._store.begin() as unit:
            yield unit
            self._fuse.at(f"{self._fuse.phase}: before the commit")
        self._fuse.at(f"{self._fuse.phase}: committed")


class FusedVault(FakeVault):
    def __init__(self, key: BoxKey, fuse: Fuse) -> None:
        super().__init__(key)
        self._fuse = fuse

    def box_key(self) -> BoxKey:
        self._fuse.at("opening the box")
        return super().box_key()


class FusedPaper(FakePaper):
    """Writes down which letter it draws with its code, before it draws it."""

    def __init__(self, fuse: Fuse, log: Path) -> None:
        super().__init__()
        self._fuse, self._log = fuse, log

    def letter(
        self, sheet: LetterSheet, code: ActivationCode, head: Letterhead, fit: EnvelopeFit
    ) -> bytes:
        noted(self._log, f"{sheet.number} {code.reveal()}")
        self._fuse.at("drawing")
        return super().letter(sheet, code, head, fit)

    def control_letter(self, number: LetterNumber, head: Letterhead, fit: EnvelopeFit) -> bytes:
        self._fuse.at("drawing the control letter")
        return super().control_letter(number, head, fit)


@dataclass
class Tray:
    """A printer whose sheets lie in a folder, in the order in which they came out."""

    folder: Path
    fuse: Fuse
    name: str = PRINTER
    asked: int = field(default=0, init=False)

    def print(self, pdf: bytes, *, title: str) -> PrintJob:
        self.fuse.at("handing over")
        noted(self.folder / "tray", title)
        self.fuse.at("handed over")
        return PrintJob(queue=self.name, number=1)

    def state(self, job: PrintJob) -> JobState:
        self.fuse.at("at the printer")
        self.asked += 1
        if self.asked == 5:
            return JobState(phase=JobPhase.STOPPED, troubles=(Trouble.JAM,))
        self.fuse.at("came out")
        return JobState(phase=JobPhase.PRINTED)

    def cancel(self, job: PrintJob) -> JobState:
        return JobState(phase=JobPhase.CANCELLED)


def noted(file: Path, line: str) -> None:
    """Add a line that outlives this process."""
    with file.open("a", encoding="utf-8") as out:
        out.write(line + "\n")


def lines(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8").splitlines() if file.exists() else []


def live(room: PrintRoom, folder: Path, fuse: Fuse) -> None:
    """Go on with the batch from wherever it stands, until it is posted."""
    room.run = f"run-{os.getpid()}"
    room.paper = FusedPaper(fuse, folder / "drawn")
    room.vault = FusedVault(room.box_key, fuse)
    room.printer = Tray(folder, fuse)  # type: ignore[assignment]
    room.store = room.desk.open()
    room.told()
    room.store = FusedStore(room.store, fuse)  # type: ignore[assignment]
    letters, session = room.letters, room.session
    if not letters.batches().batches:
        fuse.phase = "prepare"
        letters.prepare(Choice(), printer=PRINTER, envelope=Envelope.RIGHT, session=session)
    while (now := letters.batch(1)).step is not Step.POSTED:
        if now.question is not None:
            fuse.phase = "answer"
            answer(room, folder, now.question)
            continue
        match now.step:
            case Step.TEST_PAGE:
                fuse.phase = "window"
                room.confirm()
            case Step.PRINT:
                fuse.phase = "print"
                letters.print_next(1, session=session, pause=lambda: jam(fuse))
            case Step.RECONCILE:
                reconcile(room, fuse)
            case Step.POST:
                fuse.phase = "post"
                letters.post(1, on=NOON.date(), session=session)
            case _:
                raise AssertionError(now.step)


def jam(fuse: Fuse) -> bool:
    fuse.at("paper jam")
    return True


def answer(room: PrintRoom, folder: Path, question: Question) -> None:
    """Look into the tray: the last good sheet is the last one that lies there."""
    out = set(lines(folder / "tray"))
    asked = [
        row.sheet
        for row in room.letters.sheets(1)
        if question.first <= row.sheet.number <= question.last
    ]
    good = [sheet.number for sheet in asked if sheet.letter in out]
    room.letters.tell_last_good(1, max(good, default=question.first - 1), session=room.session)


def reconcile(room: PrintRoom, fuse: Fuse) -> None:
    """Call three sheets spoilt, halfway; scan the others one by one."""
    printed = [
        row.sheet for row in room.letters.sheets(1) if row.sheet.state is LetterState.PRINTED
    ]
    wanted = [sheet.number for sheet in printed if sheet.number in SPOILT]
    if wanted and printed[0].number >= SPOILT[0]:
        fuse.phase = "spoil"
        room.letters.spoil(1, wanted, reason=SpoiltReason.BAD_PRINT, session=room.session)
    else:
        fuse.phase = "reconcile"
        room.letters.reconcile(1, printed[0].letter, session=room.session)


def look(room: PrintRoom, folder: Path, died_at: str) -> dict[str, object]:
    """Open the store as the next start does, and compare it with the tray and what was drawn."""
    store = room.desk.open()
    room.store = store
    room.run = "the next start"
    store.verify_all()
    drawn = [line.split()[0] for line in lines(folder / "drawn")]
    codes = [line.split()[1] for line in lines(folder / "drawn")]
    tray = set(lines(folder / "tray"))
    page = room.letters.batches().batches
    wrong = []
    if len(drawn) != len(set(drawn)) or len(codes) != len(set(codes)):
        wrong.append("a code was drawn twice")
    if page:
        batch = page[0]
        rows = [row.sheet for row in room.letters.sheets(1)]
        counts = batch.batch.counts
        if sum(counts.values()) != SHEETS or len(rows) != SHEETS:
            wrong.append(f"ordered {SHEETS}, accounted {dict(counts)}")
        waiting = {sheet.letter for sheet in rows if sheet.state is LetterState.WAITING}
        if waiting & (set(drawn) | tray):
            wrong.append("a sheet waits whose letter was drawn")
        reconciled = {s.letter for s in rows if s.state in {"reconciled", "posted", "printed"}}
        if reconciled - tray:
            wrong.append("a sheet counts as printed that is in no tray")
        open_ = [s.number for s in rows if s.state in {"started", "printed"}]
        asked = batch.question
        begun = batch.batch.run is not None
        if begun and open_ and (asked is None or not asked.interrupted):
            wrong.append("nobody asks which sheet is the last good one")
        if asked is not None and not (asked.first in open_ and asked.last == open_[-1]):
            wrong.append(f"asked between {asked.first} and {asked.last}, open are {open_}")
        if not begun and counts.get(LetterState.STARTED):
            wrong.append("a sheet is in doubt and nobody asks")
    store.close()
    return {"died at": died_at, "wrong": wrong}


def killed(room: PrintRoom, folder: Path, point: str, occurrence: int) -> bool:
    """Let a process of its own live until it dies there; return whether it was killed."""
    child = os.fork()
    if child == 0:
        try:
            live(room, folder, Fuse(point, occurrence))
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


def main(folder: Path) -> None:
    began = time.process_time()
    room = a_print_room(folder)
    room.order(some_requests(LETTERS))
    room.store.close()
    seen, deaths = [], 0
    for point, occurrence in POINTS:
        died = killed(room, folder, point, occurrence)
        deaths += died
        seen.append(look(room, folder, point if died else f"NOT {point}"))
    ended = killed(room, folder, "", 0)
    seen.append(look(room, folder, "killed without a reason" if ended else "the end"))
    room.store = room.desk.open()
    last = room.letters.batch(1).batch
    result = {
        "deaths": deaths,
        "wrong": [one for one in seen if one["wrong"] or str(one["died at"]).startswith("NOT")],
        "posted": last.posted_at is not None,
        "counts": {str(state): count for state, count in last.counts.items()},
        "drawn": len(lines(folder / "drawn")),
        "seconds": round(time.process_time() - began, 1),
    }
    room.store.close()
    sys.stdout.write(json.dumps(result) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
