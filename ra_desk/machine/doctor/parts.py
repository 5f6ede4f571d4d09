"""What the program is made of: its fonts, its libraries and the system under them."""

from __future__ import annotations

import ctypes
import platform
import sys
from collections.abc import Iterable
from pathlib import Path

from ra_desk.machine.libraries import PACKAGES

#: Beginnings of font files: TrueType and OpenType.
_FONTS = (b"\x00\x01\x00\x00", b"OTTO", b"true")


def missing_libraries(wanted: Iterable[str]) -> tuple[str, ...]:
    """Return which libraries of the system cannot be loaded; elsewhere than on Linux none."""
    if not sys.platform.startswith("linux"):
        return ()
    missing = []
    for library in wanted:
        try:
            ctypes.CDLL(library)
        except OSError:
            missing.append(library)
    return tuple(missing)


def packages_of(libraries: Iterable[str]) -> str:
    """Return the packages of Debian that hold libraries, as for apt-get."""
    return " ".join(dict.fromkeys(PACKAGES[one] for one in libraries if one in PACKAGES))


def missing_fonts(folder: Path, wanted: Iterable[str]) -> tuple[str, ...]:
    """Return which font files are not there or are none."""
    return tuple(name for name in wanted if not _is_font(folder / name))


def _is_font(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(4) in _FONTS
    except OSError:
        return False


def system() -> str:
    """Return the operating system and its version, without the name of the computer."""
    try:
        release = platform.freedesktop_os_release()
        name = release.get("PRETTY_NAME", release["NAME"])
    except OSError:
        name = f"{platform.system()} {platform.release()}"
    return f"{name}, Python {platform.python_version()}, {platform.machine()}"
