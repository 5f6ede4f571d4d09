"""Files that somebody has chosen a place for."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path


def write_file(data: bytes, path: Path) -> None:
    """Write a whole file for this account only, in place of one of that name; or nothing.

    Raises:
        OSError: the folder cannot be written, or the disk is full; no half of a file is left.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem[:20]}-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise
