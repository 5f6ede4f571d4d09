"""The copy of a store that is made before its schema is changed, and its early end.

It is encrypted with the same key, holds no box with a code, and goes with the first exchange
that succeeds, or after seven days: it must not outlive what the store itself has let go of.
"""

from __future__ import annotations

import os
import time
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlcipher

#: How long a copy is kept at most (decision 14).
KEPT_FOR = timedelta(days=7)


def backup_of(path: Path) -> Path:
    """Return where the copy of a store stands."""
    return path.with_name(f"{path.name}.before-update")


def make(source: sqlcipher.Connection, path: Path, key: bytes) -> None:
    """Copy the store whole, without boxes; an older copy is replaced, or stays if this fails.

    Args:
        source: a connection to the store without an open transaction.

    Raises:
        sqlcipher.Error: the disk is full or does not do what it must; no half copy is left.
    """
    source.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    half = path.with_name(f"{path.name}.half")
    half.unlink(missing_ok=True)
    os.close(os.open(half, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    try:
        copy = sqlcipher.connect(str(half), isolation_level=None)
        try:
            copy.execute("PRAGMA cipher_log_level = NONE")
            copy.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
            source.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
            copy.execute("PRAGMA secure_delete = ON")
            copy.execute("UPDATE letter SET box = NULL")
        finally:
            copy.close()
        with half.open("rb+") as file:
            os.fsync(file.fileno())
        half.replace(backup_of(path))
    except BaseException:
        half.unlink(missing_ok=True)
        half.with_name(f"{half.name}-journal").unlink(missing_ok=True)
        raise


def drop(path: Path) -> None:
    """Delete the copy, if there is one."""
    with suppress(OSError):  # tried again at the next exchange
        backup_of(path).unlink(missing_ok=True)


def drop_if_old(path: Path) -> None:
    """Delete the copy if it has been kept for as long as it may."""
    with suppress(OSError):
        age = time.time() - backup_of(path).stat().st_mtime
        if not 0 <= age < KEPT_FOR.total_seconds():
            drop(path)
