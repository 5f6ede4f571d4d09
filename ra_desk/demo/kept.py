"""What the demo's servers have caught, in order, for whoever looks and whoever listens."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

T = TypeVar("T")


class Kept(Generic[T]):
    """Things that were caught.

    Args:
        folder: where each is also written as ``001`` and so on, if anywhere.
        ending: of these files, with its dot.
    """

    def __init__(self, folder: Path | None, *, ending: str) -> None:
        self._folder, self._ending = folder, ending
        self._things: list[T] = []
        self._lock = threading.Lock()
        self._listeners: list[Callable[[], None]] = []

    def all(self) -> tuple[T, ...]:
        """Return what was caught, the oldest first."""
        with self._lock:
            return tuple(self._things)

    def tell(self, listener: Callable[[], None]) -> None:
        """Call ``listener`` after each, from a server's thread."""
        self._listeners.append(listener)

    def add(self, thing: T, raw: bytes) -> None:
        """Keep one more; ``raw`` is what its file holds."""
        with self._lock:
            self._things.append(thing)
            number = len(self._things)
        if self._folder is not None:
            _write(self._folder / f"{number:03}{self._ending}", raw)
        for listener in self._listeners:
            listener()


def _write(path: Path, raw: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(raw)
