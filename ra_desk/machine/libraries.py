"""What is not installed on this computer, named with the command that installs it."""

import ctypes
import re
import sys
from collections.abc import Mapping

#: What the platform plugin of Qt for X11 loads; when one is missing Qt ends the process itself.
WINDOW = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
#: Library → package of Debian 12, for all that Qt needs beyond a bare system.
PACKAGES = {
    **WINDOW,
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libbrotlidec.so.1": "libbrotli1",
    "libcups.so.2": "libcups2",
    "libdbus-1.so.3": "libdbus-1-3",
    "libdrm.so.2": "libdrm2",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libxkbcommon.so.0": "libxkbcommon0",
}
#: Modules that only the extra `central` brings.
CENTRAL = {
    "aiosmtpd",
    "dbos",
    "fastapi",
    "jinja2",
    "psycopg",
    "python_multipart",
    "starlette",
    "uvicorn",
}

_NOT_FOUND = re.compile(r"(lib[^\s:/]+\.so[.\d]*): cannot open shared object file")
#: What the system's loader says of a file that is there and holds no library for this computer.
_BROKEN = re.compile(
    r"(lib[^\s:/]+\.so[.\d]*): "
    r"(?:file too short|invalid ELF header|cannot read file data|wrong ELF class)"
)


def explain(error: ImportError) -> str | None:
    """Return what to install after an import failed for want of it; None if that is not why."""
    missing, broken = (_named(pattern, error) for pattern in (_NOT_FOUND, _BROKEN))
    if missing or broken:
        told = [f"missing on this computer: {', '.join(missing)}."] if missing else []
        told += [f"broken on this computer: {', '.join(broken)}."] if broken else []
        libraries = missing + broken
        packages = list(dict.fromkeys(PACKAGES[lib] for lib in libraries if lib in PACKAGES))
        if len(packages) < len({PACKAGES.get(lib, lib) for lib in libraries}):
            told.append("Install the packages of your system that hold them.")
        else:
            # A package that is there already is put in order only by this word.
            again = "--reinstall " if broken else ""
            told.append(f"Install with: apt-get install {again}{' '.join(packages)}")
        return " ".join(told)
    if (error.name or "").split(".")[0] in CENTRAL:
        return f"{error.name} is missing. Install the server's part: pip install 'ra-desk[central]'"
    return None


def _named(pattern: re.Pattern[str], error: ImportError) -> list[str]:
    return list(dict.fromkeys(pattern.findall(str(error))))


def require_window(environment: Mapping[str, str]) -> None:
    """Check what Qt would end the process for, if it is going to open its window through X11.

    Raises:
        ImportError: libraries are missing; `explain` says which packages hold them.
    """
    x11 = environment.get("QT_QPA_PLATFORM", "xcb") == "xcb" and bool(environment.get("DISPLAY"))
    if not sys.platform.startswith("linux") or not x11 or environment.get("WAYLAND_DISPLAY"):
        return
    missing = []
    for library in WINDOW:
        try:
            ctypes.CDLL(library)
        except OSError as error:
            missing.append(str(error))
    if missing:
        raise ImportError("\n".join(missing))
