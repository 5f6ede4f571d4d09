"""Where the data beside the code is: the single place that knows wheel and source tree apart.

In a wheel the data lies inside the package, in `_data`; in a source tree it lies beside the package.
"""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_PACKED = _PACKAGE / "_data"


def is_source_tree() -> bool:
    """Whether the program runs from its sources, where the catalogues are not compiled yet."""
    return not _PACKED.is_dir()


def _beside() -> Path:
    return _PACKAGE.parent if is_source_tree() else _PACKED


def resources() -> Path:
    """Return the folder of icons, fonts, letters, pages and the demo's data."""
    return _beside() / "resources"


def catalogues() -> Path:
    """Return the folder `<lang>/LC_MESSAGES`: `.mo` files in a wheel, `.po` in a source tree."""
    return _beside() / "i18n"
