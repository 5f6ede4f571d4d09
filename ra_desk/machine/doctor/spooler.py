"""CUPS: which queues take jobs, and what the spooler keeps of them afterwards.

Source:
    cupsd.conf(5): PreserveJobFiles (a day if not set) and PreserveJobHistory (Yes if not set)
    take Yes, No or a number of seconds, to which CUPS 2.x also takes a unit.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from ra_desk.machine.cups import NoAnswer, NoLibrary, Scheduler
from ra_desk.machine.doctor.programs import Silent, said
from ra_desk.services.diagnosis import QueueFacts, SpoolerFacts

CONFIG: Final = Path("/etc/cups/cupsd.conf")
CLIENT: Final = Path("/etc/cups/client.conf")
#: What CUPS does when nothing is said: files for a day, the history for ever.
_FILES_UNSAID: Final = 86_400
_UNITS: Final = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}
_LENGTH: Final = re.compile(r"(\d+)([smhdw]?)", re.IGNORECASE)
_NEVER: Final = {"no", "off", "false"}


#: What CUPS does by itself after a driver failed: these print the whole sheet once more.
_REPEATING: Final = {"retry-job", "retry-current-job"}


def queues(*, lpstat: str = "lpstat", server: str = "") -> QueueFacts:
    """Return the queues of this computer, whether each takes jobs, and which repeat a sheet."""
    if shutil.which(lpstat) is None:
        return QueueFacts(accepting={}, failed="not_installed")
    where = ("-h", server) if server else ()
    try:
        listed = said(lpstat, *where, "-e").splitlines()
        takes = said(lpstat, *where, "-a")
    except Silent:
        return QueueFacts(accepting={}, failed="silent")
    # "HP-1 accepting requests since …" or "HP-1 not accepting requests since …"
    words = [line.split() for line in takes.splitlines()]
    accepting = {said_of[0] for said_of in words if said_of[1:2] == ["accepting"]}
    names = [name.strip() for name in listed if name.strip()]
    return QueueFacts(
        accepting={name: name in accepting for name in names},
        repeating=tuple(name for name in names if _repeats(name, Scheduler(server))),
    )


def _repeats(queue: str, scheduler: Scheduler) -> bool:
    try:
        known = scheduler.printer(queue) or {}
    except (NoLibrary, NoAnswer):
        return False
    return not _REPEATING.isdisjoint(known.get("printer-error-policy", ()))


def spooler(
    *,
    config: Path = CONFIG,
    client: Path = CLIENT,
    environment: Mapping[str, str] = os.environ,
    server: str = "",
) -> SpoolerFacts:
    """Read what this computer's spooler keeps, and ask it whether it lists what is over."""
    if _elsewhere(client, environment):
        return SpoolerFacts(state="elsewhere")
    lists = _lists_what_is_over(Scheduler(server))
    try:
        text = config.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return SpoolerFacts(state="absent")
    except OSError:
        return SpoolerFacts(state="unreadable", lists_what_is_over=lists)
    return replace(kept(text), lists_what_is_over=lists)


def _lists_what_is_over(scheduler: Scheduler) -> bool:
    try:
        return scheduler.remembers()
    except (NoLibrary, NoAnswer):
        return False


def kept(config: str) -> SpoolerFacts:
    """Read the two settings out of a cupsd.conf; the last word counts, names know no case."""
    words = {"preservejobfiles": "", "preservejobhistory": ""}
    for line in config.splitlines():
        name, _, value = line.strip().partition(" ")
        if name.lower() in words:
            words[name.lower()] = value.strip()
    return SpoolerFacts(
        state="read",
        keeps_files=_length(words["preservejobfiles"], unsaid=_FILES_UNSAID),
        keeps_history=_length(words["preservejobhistory"], unsaid=None),
    )


def _length(value: str, *, unsaid: int | None) -> int | None:
    if not value:
        return unsaid
    if value.lower() in _NEVER:
        return 0
    if (found := _LENGTH.fullmatch(value)) is not None:
        return int(found[1]) * _UNITS[found[2].lower()]
    return None  # Yes, and whatever is not understood: better refused than trusted


def _elsewhere(client: Path, environment: Mapping[str, str]) -> bool:
    server = environment.get("CUPS_SERVER", "")
    try:
        lines = client.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        lines = []
    for line in lines:
        name, _, value = line.strip().partition(" ")
        if name.lower() == "servername" and not server:
            server = value.strip()
    host = server.partition(":")[0]
    return bool(host) and not host.startswith("/") and host not in {"localhost", "127.0.0.1"}
