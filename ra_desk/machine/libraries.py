"""What is not installed on this computer, named with the command that installs it."""

import re

_NOT_FOUND = re.compile(r"(?P<library>lib[^\s:/]+\.so[.\d]*): cannot open shared object file")


#: Library → Debian package, for what Qt, the key store and PDF need beyond a bare Debian.
PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libGLX.so.0": "libglx0",
    "libOpenGL.so.0": "libopengl0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
}


def explain(error: ImportError) -> str | None:
    """Return the advice for an import that failed because of this computer, else None."""
    if found := _NOT_FOUND.search(str(error)):
        library = found["library"]
        package = PACKAGES.get(library)
        if package is None:
            return f"the system library {library} is missing; install the package that holds it."
        return f"the system library {library} is missing; install it: apt-get install {package}"
    return None
