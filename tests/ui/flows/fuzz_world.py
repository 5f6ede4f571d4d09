"""Where the fuzz goes on: an office with people, reviews, letters and a drawer for files."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

from ra_desk.services.day import DayTools
from tests.store.support import some_requests
from tests.ui.press import Press
from tests.ui.states import SWIFT, town
from tests.ui.states_review import put_to_review


def stock(press: Press) -> None:
    """Give the office its people, its reviews and a drawer for files."""
    hands, central = press.hands, press.hands.front.central
    letters = dict(central.requests)
    central.policy = SWIFT
    reviewed = some_requests(6, seed=11)
    central.requests = {one.number: one for one in (*reviewed, *town())} | letters
    central.snap()
    put_to_review(hands)
    tools = DayTools(
        draw=lambda form, **_about: form.title.encode(),
        write=lambda data, path: path.write_bytes(data) and None,
    )
    object.__setattr__(hands.front.desk, "day_tools", tools)
    hands.exchange()


@contextlib.contextmanager
def at_home() -> Iterator[None]:
    """Let files go where nobody misses them."""
    before, home = Path.cwd(), os.environ.get("HOME")
    with tempfile.TemporaryDirectory(prefix="ra-desk-fuzz-") as folder:
        (Path(folder) / "Documents").mkdir()
        os.environ["HOME"] = folder
        os.chdir(folder)
        try:
            yield
        finally:
            os.chdir(before)
            if home is not None:
                os.environ["HOME"] = home


@contextlib.contextmanager
def raising(wrong: list[str]) -> Iterator[None]:
    """Note what is raised where nobody catches it, as in a slot."""
    before = sys.excepthook

    def note(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        wrong.append(f"raised {error!r}")
        sys.__excepthook__(kind, error, trace)

    sys.excepthook = note
    try:
        yield
    finally:
        sys.excepthook = before


def hear_qt(wrong: list[str]) -> None:
    """Note what Qt complains of, but for what the platform of the tests cannot do."""

    def hear(_kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
        if not message.startswith("This plugin does not support"):
            wrong.append(f"Qt says: {message}")

    qInstallMessageHandler(hear)
