"""One process for each desk: two that exchange at once would look like a desk and its copy."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout

from ra_desk.domain.errors import Unavailable
from ra_desk.machine.paths import DeskFolder

OWNER_ONLY = 0o600


class AlreadyOpen(Unavailable):
    """Another process of this account has the desk open."""

    code = "desk.already_open"


@contextmanager
def only_process(folder: DeskFolder) -> Iterator[None]:
    """Hold the desk's folder for this process; whoever dies lets go of it.

    Raises:
        AlreadyOpen: another process holds it, or this one does already.
        OSError: the disk knows no locks, so nothing could keep two processes apart.
    """
    lock = FileLock(
        folder.lock,
        mode=OWNER_ONLY,
        # Opened in one thread, closed in another: still the same process.
        thread_local=False,
        # A mark instead of a lock would outlive the process that set it.
        fallback_to_soft=False,
    )
    try:
        lock.acquire(blocking=False)
    except Timeout:
        raise AlreadyOpen() from None
    try:
        yield
    finally:
        lock.release()
