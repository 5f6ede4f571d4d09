"""The desk's folder: can it be written, is it private, is there room."""

from __future__ import annotations

import os
import secrets
import shutil
import stat
from pathlib import Path

from ra_desk.services.diagnosis import DiskFacts


def look(folder: Path) -> DiskFacts:
    """Write a few bytes beside the store, wait until the disk confirms them, and take them away."""
    place = _existing(folder)
    files = os.statvfs(place).f_favail if hasattr(os, "statvfs") else None
    # A filesystem that counts no files says 0 of 0.
    if files == 0 and os.statvfs(place).f_files == 0:
        files = None
    return DiskFacts(
        writable=_writes(place),
        private=not folder.exists() or not folder.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO),
        free_bytes=shutil.disk_usage(place).free,
        free_files=files,
    )


def _existing(folder: Path) -> Path:
    """Before enrolment the folder is not there yet; then its parent's disk is what counts."""
    return next(place for place in (folder, *folder.parents) if place.exists())


def _writes(place: Path) -> bool:
    probe = place / f".ra-desk-probe-{secrets.token_hex(4)}"
    try:
        handle = os.open(probe, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        try:
            os.write(handle, b"x" * 4096)
            os.fsync(handle)
        finally:
            os.close(handle)
            probe.unlink(missing_ok=True)
    except OSError:
        return False
    return True
