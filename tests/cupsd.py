"""A real CUPS of the tests' own: its scheduler, its queues, its spool, its paper, in one folder.

Never the system's: it listens on a socket in its folder and on no port. Each queue takes PDF as
it is and ends in a backend that lays each job down as a sheet; what the folder of a queue holds
says what goes wrong there.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from ra_desk.machine.cups import NoAnswer, Scheduler
from ra_desk.machine.printing import CupsQueue

#: Where Debian keeps what cupsd starts; its backends are not used.
_PROGRAMS = Path("/usr/lib/cups")
_STARTS_WITHIN_S = 60.0

# A word in "trouble" makes the printer stand until something is written to "go"; a number in
# "fails" makes the backend end with it. Each job is one sheet, by its number.
_BACKEND = """#!/bin/sh
[ $# -eq 0 ] && exit 0
cd "${DEVICE_URI#paper:}" || exit 5
echo $$ > pid
if [ -s trouble ]; then
    read -r trouble < trouble
    echo "STATE: +$trouble" >&2
    read -r _ < go
    echo "STATE: -$trouble" >&2
fi
if [ -s fails ]; then read -r status < fails; exit "$status"; fi
cat -- "${6:--}" > "sheets/$1.pdf"
"""

# What CUPS needs to know of a printer that takes PDF and cannot do anything else.
_PPD = """*PPD-Adobe: "4.3"
*FormatVersion: "4.3"
*FileVersion: "1.0"
*LanguageVersion: English
*LanguageEncoding: ISOLatin1
*PCFileName: "PAPER.PPD"
*Manufacturer: "Paper"
*Product: "(Paper)"
*ModelName: "Paper"
*ShortNickName: "Paper"
*NickName: "Paper"
*PSVersion: "(3010.000) 0"
*LanguageLevel: "3"
*ColorDevice: False
*DefaultColorSpace: Gray
*cupsVersion: 2.2
*cupsFilter2: "application/pdf application/pdf 0 -"
*OpenUI *PageSize/Media Size: PickOne
*OrderDependency: 10 AnySetup *PageSize
*DefaultPageSize: A4
*PageSize A4/A4: ""
*CloseUI: *PageSize
*OpenUI *PageRegion/Media Size: PickOne
*OrderDependency: 10 AnySetup *PageRegion
*DefaultPageRegion: A4
*PageRegion A4/A4: ""
*CloseUI: *PageRegion
*DefaultImageableArea: A4
*ImageableArea A4/A4: "0 0 595 842"
*DefaultPaperDimension: A4
*PaperDimension A4/A4: "595 842"
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """One printer: its queue, and the folder in which its paper comes out."""

    name: str
    printer: CupsQueue
    folder: Path

    @property
    def sheets(self) -> list[bytes]:
        """What came out, in its order."""
        names = sorted((self.folder / "sheets").iterdir(), key=lambda path: int(path.stem))
        return [path.read_bytes() for path in names]

    def stands(self, reason: str) -> None:
        """Let the next job stop with a reason, as a driver would report it."""
        (self.folder / "trouble").write_text(f"{reason}\n")

    def fails(self, status: int) -> None:
        """Let the driver end the next jobs with this status instead of printing."""
        (self.folder / "fails").write_text(f"{status}\n")

    def put_right(self) -> None:
        """Go to the printer and put it right; a job that stands goes on."""
        (self.folder / "trouble").unlink(missing_ok=True)
        # A pipe that somebody reads from takes it at once; both ends are held open meanwhile.
        go = os.open(self.folder / "go", os.O_RDWR)
        os.write(go, b"\n")
        wait_for(lambda: not self.reports_trouble)
        os.close(go)

    @property
    def reports_trouble(self) -> bool:
        known = self.printer._scheduler.printer(self.name) or {}
        return known.get("printer-state-reasons", ("none",)) != ("none",)


@dataclass(slots=True, kw_only=True)
class Cups:
    """A scheduler that runs."""

    folder: Path
    process: subprocess.Popen[bytes]

    @property
    def socket(self) -> str:
        return str(self.folder / "socket")

    @property
    def keeps(self) -> tuple[Path, ...]:
        """Every folder that it writes to, but the paper."""
        return tuple(self.folder / name for name in ("server", "spool", "cache", "state", "temp"))

    def queue(self, name: str, *, policy: str = "stop-printer") -> Queue:
        """Set a printer up; ``policy``: what CUPS does when the driver fails."""
        folder = self.folder / name
        (folder / "sheets").mkdir(parents=True)
        os.mkfifo(folder / "go")
        ppd = self.folder / "paper.ppd"
        ppd.write_text(_PPD)
        self.command("lpadmin", "-p", name, "-v", f"paper:{folder}", "-P", str(ppd), "-E")
        self.command("lpadmin", "-p", name, "-o", f"printer-error-policy={policy}")
        return Queue(name=name, printer=CupsQueue(name, server=self.socket), folder=folder)

    def command(self, program: str, *arguments: str) -> str:
        """Run one of CUPS's own programs against this scheduler."""
        done = subprocess.run(
            [_found(program), "-h", self.socket, *arguments],
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
        return done.stdout

    def die(self) -> None:
        """End it without a word, as a power cut would, and what it started."""
        self.process.kill()
        self.process.wait()
        for path in self.folder.glob("*/pid"):
            with suppress(ProcessLookupError):
                os.kill(int(path.read_text()), signal.SIGKILL)


def wait_for(happened: object, *, within_s: float = _STARTS_WITHIN_S) -> None:
    """Ask again and again, with a breath between, until something has happened."""
    assert callable(happened)
    breath = Event()
    for _ in range(round(within_s / 0.01)):
        if happened():
            return
        breath.wait(0.01)
    raise AssertionError("it did not happen")


@contextmanager
def own_cups(*, keeps_history: bool) -> Iterator[Cups]:
    """Start a scheduler that keeps no files, as the manual demands; end it and its folder."""
    folder = Path(tempfile.mkdtemp(prefix="ra-cups-"))
    programs = folder / "programs"
    for name in ("server", "spool", "cache", "state", "temp", "programs/backend"):
        (folder / name).mkdir(parents=True)
    for name in ("daemon", "notifier"):
        (programs / name).symlink_to(_PROGRAMS / name)
    backend = programs / "backend" / "paper"
    backend.write_text(_BACKEND)
    backend.chmod(0o700)
    (folder / "cups-files.conf").write_text(
        f"ServerRoot {folder}/server\nServerBin {programs}\nRequestRoot {folder}/spool\n"
        f"CacheDir {folder}/cache\nStateDir {folder}/state\nTempDir {folder}/temp\n"
        f"AccessLog {folder}/server/access\nErrorLog {folder}/server/error\n"
        f"PageLog {folder}/server/page\nSystemGroup root\n"
    )
    (folder / "cupsd.conf").write_text(
        f"Listen {folder}/socket\nBrowsing No\nWebInterface No\nLogLevel info\n"
        f"PreserveJobFiles No\nPreserveJobHistory {'Yes' if keeps_history else 'No'}\n"
        "DefaultAuthType None\n"
    )
    # A copy: where AppArmor confines the system's cupsd, it does so by its path.
    cupsd = shutil.copy(_found("cupsd"), programs)
    command = [cupsd, "-f", "-c", str(folder / "cupsd.conf")]
    process = subprocess.Popen(
        [*command, "-s", str(folder / "cups-files.conf")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    cups = Cups(folder=folder, process=process)
    try:
        wait_for(lambda: _answers(cups))
        yield cups
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)
        shutil.rmtree(folder)


def _answers(cups: Cups) -> bool:
    assert cups.process.poll() is None, "cupsd does not start"
    try:
        return Scheduler(cups.socket).printer("none") is None
    except NoAnswer:
        return False


def _found(program: str) -> str:
    path = shutil.which(program, path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")
    assert path, f"{program} is missing: apt-get install cups-daemon cups-client"
    return path
