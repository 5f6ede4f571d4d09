"""The command `ra-desk demo`."""

from __future__ import annotations

import argparse
import logging
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ra_desk.demo.steps import Step, write_steps
from ra_desk.machine.libraries import require_window

_OWNER_ONLY = 0o700


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``ra-desk demo``."""
    parser = commands.add_parser("demo", help="try everything with invented people")
    parser.add_argument(
        "--tour", metavar="DIR", type=Path, help="do the main job by itself and leave DIR behind"
    )
    parser.add_argument(
        "--folder", type=Path, help="where the demo keeps its files; they stay after its end"
    )
    parser.add_argument(
        "--scheme",
        choices=("light", "dark", "highContrast"),
        help="the colours; by default those of the system",
    )
    parser.add_argument(
        "--text",
        metavar="PERCENT",
        type=int,
        choices=range(100, 201, 25),
        default=100,
        help="the size of all text: 100, 125, 150, 175 or 200",
    )
    parser.set_defaults(run=_demo)


def _demo(arguments: argparse.Namespace) -> int:
    tour: Path | None = arguments.tour
    if not _has_display(os.environ):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        if tour is None:
            tour = Path(tempfile.mkdtemp(prefix="ra-desk-tour-"))
            print(f"There is no display here. The demo goes through itself and leaves {tour}")
    require_window(os.environ)
    for given in (tour, arguments.folder):
        if given is not None and given.exists() and any(given.iterdir()):
            print(f"ra-desk demo: {given} is not empty", file=sys.stderr)
            return 2
    with _own_folder(arguments.folder) as folder:
        _log_to(folder / "demo.log")
        look = {"scheme": arguments.scheme, "text_percent": arguments.text}
        return _show(folder, look) if tour is None else _tour(folder, tour, look)


def _show(folder: Path, look: Mapping[str, Any]) -> int:
    from ra_desk.demo.windows import Look, show
    from ra_desk.demo.world import demo_world

    print(
        "RA Desk demo: all people are invented, nothing leaves this computer. Two rules are off:\n"
        "the first checks of a new clerk and very fast checks need no review here."
    )
    with demo_world(folder, mails=None, letters=None) as world:
        return show(world, look=Look(**look))


def _tour(folder: Path, left: Path, look: Mapping[str, Any]) -> int:
    left.mkdir(mode=_OWNER_ONLY, parents=True, exist_ok=True)
    steps: list[Step] = []
    try:
        steps += _steps(folder, left, look)
    finally:
        ok = write_steps(left, steps)
        total = sum(step.seconds for step in steps)
        print(f"{'done' if ok else 'FAILED'} {total:6.2f} s  {left}")
    return 0 if ok else 1


def _steps(folder: Path, left: Path, look: Mapping[str, Any]) -> list[Step]:
    import time

    from ra_desk.demo.journal import leave_journal
    from ra_desk.demo.windows import Look, play
    from ra_desk.demo.world import demo_world

    mails, texts, letters = left / "mail", left / "sms", left / "letters"
    begun = time.monotonic()
    with demo_world(folder, mails=mails, letters=letters, texts=texts) as world:
        started = Step(name="start", ok=True, seconds=round(time.monotonic() - begun, 2))
        _tell(started, "")
        played = play(world, folder=left, letters=letters, look=Look(**look), tell=_tell)
        steps = [started, *played]
        begun = time.monotonic()
        entries = leave_journal(world, left / "journal.jsonl")
        kept = Step(name="journal", ok=entries > 0, seconds=round(time.monotonic() - begun, 2))
        _tell(kept, "")
        return [*steps, kept]


def _tell(step: Step, trouble: str) -> None:
    print(
        f"{'ok  ' if step.ok else 'FAIL'} {step.seconds:6.2f} s  {step.name}  {trouble}".rstrip(),
        flush=True,
    )


def _has_display(environment: Mapping[str, str]) -> bool:
    if environment.get("QT_QPA_PLATFORM"):
        return environment["QT_QPA_PLATFORM"] not in ("offscreen", "minimal")
    if not sys.platform.startswith("linux"):
        return True
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


@contextmanager
def _own_folder(given: Path | None) -> Iterator[Path]:
    if given is not None:
        given.mkdir(mode=_OWNER_ONLY, parents=True, exist_ok=True)
        given.chmod(_OWNER_ONLY)
        yield given
        return
    made = Path(tempfile.mkdtemp(prefix="ra-desk-demo-"))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _log_to(file: Path) -> None:
    """Let everything that the program would tell an administrator go into one file."""
    file.touch(mode=0o600)
    handler = logging.FileHandler(file, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
