"""Asks a small program of the system, and does not wait long for it."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import Final

TIMEOUT_S: Final = 5.0


class Silent(Exception):
    """The program is not there, or did not answer in time."""


def said(program: str, *arguments: str, timeout_s: float = TIMEOUT_S) -> str:
    """Return what a program says; one that ends badly has said what it had to say.

    Raises:
        Silent: it is not installed or does not answer.
    """
    found = shutil.which(program)
    if found is None:
        raise Silent
    try:
        done = subprocess.run(  # noqa: S603 - a fixed program, no shell
            [found, *arguments],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=timeout_s,
            env=os.environ | {"LC_ALL": "C.UTF-8"},
            check=False,
        )
    except (subprocess.TimeoutExpired, OSError):
        raise Silent from None
    return done.stdout.decode(errors="replace")
