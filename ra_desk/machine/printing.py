"""Where a drawn letter goes: a queue of CUPS, or the demo's tray.

Bytes leave by standard input and are never a file of ours. What the spooler keeps is outside
this program's reach; the administrator's manual says how to set it.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from ra_desk.domain.errors import Unavailable
from ra_desk.machine.cups import TIMEOUT_S as ASKING_S
from ra_desk.machine.cups import Attributes, NoAnswer, NoLibrary, Scheduler
from ra_desk.machine.job_state import job_state
from ra_desk.services.paper import JobPhase, JobState, PrintJob

#: Seconds that CUPS may take to accept a job; accepting is quick, printing is not waited for.
TIMEOUT_S = 30.0
#: Seconds for which the scheduler is asked to note how jobs end; it forgets the notes of a day ago.
LEASE_S = 86_400
#: Ends of jobs that are kept in memory, for whoever asks again.
NOTES = 500

#: One letter on one sheet, in the true millimetres, without a banner page or a second copy.
_JOB = (
    *("-n", "1"),
    *("-o", "media=A4"),
    *("-o", "sides=one-sided"),
    *("-o", "print-scaling=none"),
    *("-o", "number-up=1"),
    *("-o", "job-sheets=none"),
)
_REASON_LENGTH = 200


class PrintingNotInstalled(Unavailable):
    """This computer has no CUPS client. ``program``: what was looked for."""

    code = "printer.not_installed"


class PrinterRefused(Unavailable):
    """The queue did not take the job: nothing is printed. ``queue``, ``reason``: in its words."""

    code = "printer.refused"


class PrinterSilent(Unavailable):
    """No answer in time: look at the tray whether it was printed. ``queue``, ``seconds``."""

    code = "printer.silent"


class CupsQueue:
    """A queue of CUPS, which takes PDF as it is.

    Args:
        queue: its name, one of `queues`.
        server: where its scheduler is; as this computer is set up by default.
        lp: the program; the one on the PATH by default.
        timeout_s: how long to wait until the job is accepted, in seconds.
    """

    def __init__(
        self, queue: str, *, server: str = "", lp: str = "lp", timeout_s: float = TIMEOUT_S
    ) -> None:
        self._queue = queue
        self._server = server
        self._lp = lp
        self._timeout_s = timeout_s
        self._scheduler = Scheduler(server)
        self._listening = 0
        self._listening_until = 0.0
        self._heard: OrderedDict[tuple[int, int], Attributes] = OrderedDict()
        self._next: dict[int, int] = {}

    @property
    def name(self) -> str:
        return self._queue

    def print(self, pdf: bytes, *, title: str) -> PrintJob:
        """Hand a document over, and return when the queue has accepted it.

        Args:
            pdf: the whole document.
            title: what the list of jobs shows to everybody, so never a name.

        Raises:
            PrintingNotInstalled, PrinterRefused: nothing was printed.
            PrinterSilent: whether it was printed has to be looked up in the tray.
        """
        ticket = self._listen()
        # Without names of files lp reads standard input.
        where = ("-h", self._server) if self._server else ()
        command = (self._lp, *where, "-d", self._queue, "-t", title, *_JOB)
        try:
            said = _run(command, input_=pdf, timeout_s=self._timeout_s)
        except subprocess.TimeoutExpired:
            # The exception holds the command and its output, of which nothing is to be kept.
            raise PrinterSilent(queue=self._queue, seconds=self._timeout_s) from None
        except subprocess.CalledProcessError as error:
            raise PrinterRefused(queue=self._queue, reason=_reason(error.stderr)) from None
        number = _job_number(said, self._queue)
        if number is None:
            raise PrinterSilent(queue=self._queue, seconds=self._timeout_s)
        return PrintJob(queue=self._queue, number=number, ticket=ticket)

    def state(self, job: PrintJob) -> JobState:
        """Ask the scheduler what became of a job.

        Raises:
            PrintingNotInstalled, PrinterSilent: there is nobody to ask.
        """
        with self._told():
            known = self._scheduler.job(job.number)
            if known is not None:
                return job_state(known, self._scheduler.printer(self._queue))
            # A scheduler that keeps no record forgets a job with its end.
            noted = self._noted(job)
        return JobState(phase=JobPhase.GONE) if noted is None else job_state(noted, None)

    def cancel(self, job: PrintJob) -> JobState:
        """Take a job back and return what it is now; one that is over stays what it is.

        Raises:
            PrintingNotInstalled, PrinterSilent: there is nobody to ask.
        """
        before = self.state(job)
        if before.over:
            return before
        with self._told():
            self._scheduler.cancel(job.number)
        after = self.state(job)
        # A scheduler that keeps no record notes the end of a job only if it was at the printer.
        return JobState(phase=JobPhase.CANCELLED) if after.phase is JobPhase.GONE else after

    def _noted(self, job: PrintJob) -> Attributes | None:
        """Return what was noted of a job's end; each note is fetched once."""
        if job.ticket and (job.ticket, job.number) not in self._heard:
            since = self._next.get(job.ticket, 1)
            for note in self._scheduler.noted(job.ticket, since=since):
                about, sequence = note["notify-job-id"][0], note["notify-sequence-number"][0]
                self._heard[job.ticket, int(about)] = note
                self._next[job.ticket] = int(sequence) + 1
            while len(self._heard) > NOTES:
                self._heard.popitem(last=False)
        return self._heard.get((job.ticket, job.number))

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Tell the library's troubles as ours."""
        try:
            yield
        except NoLibrary:
            raise PrintingNotInstalled(program="libcups.so.2") from None
        except NoAnswer:
            raise PrinterSilent(queue=self._queue, seconds=ASKING_S) from None

    def _listen(self) -> int:
        """Return where the ends of this queue's jobs are noted, 0 for nowhere."""
        if time.monotonic() >= self._listening_until:
            try:
                self._listening = self._scheduler.listen(self._queue, seconds=LEASE_S)
            except (NoLibrary, NoAnswer):
                # Printing goes without; only how a forgotten job ended is then not known.
                return 0
            self._listening_until = time.monotonic() + LEASE_S / 2
        return self._listening


class DemoTray:
    """A tray that no paper comes out of; only the demo may use it, its letters being invented.

    Args:
        folder: where each document is also written as a file of its own, if anywhere. Readable
            by its owner only.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._documents: list[bytes] = []

    @property
    def name(self) -> str:
        return "demo-tray"

    @property
    def documents(self) -> tuple[bytes, ...]:
        """What was printed, in its order."""
        return tuple(self._documents)

    def print(self, pdf: bytes, *, title: str) -> PrintJob:
        """Keep a document under its title, a letter's number.

        Raises:
            PrinterRefused: the folder cannot be written.
        """
        if self._folder is not None:
            try:
                self._write(pdf, title=title)
            except OSError as error:
                raise PrinterRefused(queue=self.name, reason=error.strerror or "") from error
        self._documents.append(pdf)
        return PrintJob(queue=self.name, number=len(self._documents))

    def state(self, job: PrintJob) -> JobState:
        """Return that it lies in the tray, where it came at once."""
        known = 0 < job.number <= len(self._documents)
        return JobState(phase=JobPhase.PRINTED if known else JobPhase.GONE)

    def cancel(self, job: PrintJob) -> JobState:
        """Return that it lies in the tray: nothing can be taken back here."""
        return self.state(job)

    def _write(self, pdf: bytes, *, title: str) -> None:
        folder = self._folder or Path()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        safe = "".join(s for s in title if s.isascii() and (s.isalnum() or s == "-"))
        path = folder / f"{len(self._documents) + 1:03}-{safe}.pdf"
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(pdf)


def queues(*, lpstat: str = "lpstat", timeout_s: float = TIMEOUT_S) -> tuple[str, ...]:
    """Return the names of the queues that this computer can print to, in CUPS's order.

    Raises:
        PrintingNotInstalled: there is no CUPS client.
        PrinterSilent: CUPS does not answer.
    """
    try:
        listed = _run((lpstat, "-e"), input_=b"", timeout_s=timeout_s)
    except subprocess.TimeoutExpired:
        raise PrinterSilent(queue="", seconds=timeout_s) from None
    except subprocess.CalledProcessError:
        # lpstat ends with 1 if there is no queue, or no scheduler to ask.
        return ()
    return tuple(line.strip() for line in listed.decode(errors="replace").splitlines() if line)


def _run(command: Sequence[str], *, input_: bytes, timeout_s: float) -> bytes:
    program = shutil.which(command[0])
    if program is None:
        raise PrintingNotInstalled(program=command[0])
    # Its words go into an error's facts, so they come in one language.
    environment = os.environ | {"LC_ALL": "C.UTF-8"}
    done = subprocess.run(  # noqa: S603 - a fixed program, no shell
        [program, *command[1:]],
        input=input_,
        capture_output=True,
        timeout=timeout_s,
        env=environment,
        check=True,
    )
    return done.stdout


def _job_number(said: bytes, queue: str) -> int | None:
    """Return the number in ``request id is QUEUE-12 (0 file(s))``."""
    found = re.search(rf"\b{re.escape(queue)}-(\d+) \(", said.decode(errors="replace"))
    return None if found is None else int(found[1])


def _reason(stderr: bytes) -> str:
    first = stderr.decode(errors="replace").strip().partition("\n")[0]
    # lp begins with the path by which it was called.
    return re.sub(r"^\S*lp: ", "", first)[:_REASON_LENGTH]
