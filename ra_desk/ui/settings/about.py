"""What the program is, whose work is in it, what it promises, and all its keys."""

from __future__ import annotations

import platform
from collections.abc import Callable
from functools import lru_cache, partial
from importlib import metadata
from typing import Final

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from ra_desk import __version__
from ra_desk.texts import _
from ra_desk.ui.actions import ACTIONS, key_text, scope_name
from ra_desk.ui.parts.labels import label
from ra_desk.ui.settings.rows import Line
from ra_desk.ui.settings.shapes import Section
from ra_desk.ui.theme import Type

#: The libraries that come with the desk, by the names of their packages.
LIBRARIES: Final = (
    "alembic",
    "argon2-cffi",
    "babel",
    "countrystatecity-postal-codes",
    "cryptography",
    "filelock",
    "holidays",
    "joserfc",
    "keyring",
    "phonenumbers",
    "platformdirs",
    "ppf-datamatrix",
    "pydantic",
    "pyotp",
    "pyside6-essentials",
    "pyside6-pdf",
    "python-stdnum",
    "reportlab",
    "requests",
    "segno",
    "sqlalchemy",
    "sqlcipher3",
    "urllib3",
)


def lines() -> tuple[Line, ...]:
    """Return the rows about the program itself."""
    return (
        _text("version", _("Version"), _("RA Desk is free software under the EUPL-1.2."), _program),
        _text(
            "fonts",
            _("Fonts"),
            _("Their licence files lie beside them."),
            lambda: "Source Sans 3, IBM Plex Mono (SIL OFL 1.1)",
        ),
        _text("icons", _("Icons"), "", lambda: "Tabler Icons (MIT)"),
        Line(
            section=Section.ABOUT,
            key="libraries",
            title=_("Libraries"),
            sentence=_("With the licences under which their authors gave them."),
            make=lambda: label(libraries(), Type.CAPTION, wrap=True),
            below=True,
        ),
        Line(
            section=Section.ABOUT,
            key="accessibility",
            title=_("Accessibility statement"),
            make=lambda: label(accessibility(), Type.CAPTION, wrap=True),
            below=True,
        ),
    )


def _text(key: str, title: str, sentence: str, words: Callable[[], str]) -> Line:
    return Line(
        section=Section.ABOUT,
        key=key,
        title=title,
        sentence=sentence,
        make=lambda: label(words()),
    )


def _program() -> str:
    return f"{__version__} · Qt {qVersion()} · Python {platform.python_version()}"


@lru_cache(maxsize=1)
def libraries() -> str:
    """Return each library with its version and licence, as its own package says."""
    return " · ".join(_library(name) for name in LIBRARIES)


def _library(name: str) -> str:
    try:
        said = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return name
    classified = [line for line in said.get_all("Classifier") or () if "License ::" in line]
    named = (said[name] for name in ("License-Expression", "License") if name in said)
    licence = next(named, "").partition("\n")[0]
    if (not licence or len(licence) > 40) and classified:
        licence = classified[0].rpartition(":: ")[2]
    shown = f"{name} {said['Version']}"
    return f"{shown} ({licence})" if licence else shown


def accessibility() -> str:
    """Return the statement that EN 301 549 asks for."""
    return _(
        "RA Desk follows EN 301 549, chapter 11: everything can be done by keyboard, every control "
        "tells screen readers its name, role and state, texts grow to 200 %, and no meaning hangs "
        "on colour alone. This is tested with every change. The letters are printed on paper; "
        "for another form turn to the help desk. Tell the help desk what you cannot use."
    )


def shortcuts() -> tuple[Line, ...]:
    """Return every key of the window, as the overlay (Ctrl+F1) shows them too."""
    return tuple(
        Line(
            section=Section.SHORTCUTS,
            key=f"key.{action.name}",
            title=action.title,
            sentence=scope_name(action.scope),
            words=action.english,
            make=partial(_keys, action.keys),
        )
        for action in ACTIONS
        if action.keys
    )


def _keys(keys: tuple[str, ...]) -> QWidget:
    shown = QWidget()
    row = QHBoxLayout(shown)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    for one in keys:
        row.addWidget(_cap(key_text(one)))
    return shown


def _cap(words: str) -> QLabel:
    made = label(words, Type.MONO)
    made.setAlignment(Qt.AlignmentFlag.AlignRight)
    return made
