"""Keeps a Python before 3.12 alive under Qt: None, True and False must not be counted to zero."""

from __future__ import annotations

import ctypes
import sys

_MANY = 1 << 40


def keep_singletons() -> None:
    """Make the singletons practically immortal where Python itself does not; once is enough.

    PySide6 6.12.0 is built as if they were immortal on every Python, which they are from 3.12
    (PEP 683). On 3.11 each signal that is emitted and each call without a result takes a
    reference that was never given, and after some thousands of calls the process is aborted.
    Measured: 100 calls of ``QLabel.setText`` take 100 references to None; 6.11.2 takes none.
    """
    if sys.version_info >= (3, 12):
        return
    for thing in (None, True, False):
        # The count is the first field of every object of a release build.
        ctypes.c_ssize_t.from_address(id(thing)).value += _MANY
