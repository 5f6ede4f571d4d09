"""Collect the texts of the sources and bring the catalogues up to date.

`packaging/build.py texts` runs `update`; the tests run `extract` and compare. Which catalogue a
text belongs to follows from the room it stands in: what a citizen reads is written by `paper`
and `central` (its command line aside), everything else by the desk. `texts` serves both.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any, Literal

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

Domain = Literal["desk", "citizen"]

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "ra_desk"
CATALOGUES = ROOT / "i18n"
DOMAINS: tuple[Domain, ...] = ("desk", "citizen")
CITIZEN_ROOMS = frozenset({"paper", "central"})
SHARED_ROOM = "texts"

# Babel's notation: the position of each argument; (n, "c") is a context.
_MARKS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


def serves(path: Path, *, sources: Path = SOURCES) -> tuple[Domain, ...]:
    """Return the domains to which the texts of a source file belong."""
    inside = path.relative_to(sources)
    room = inside.parts[0]
    if room == SHARED_ROOM:
        return DOMAINS
    # The command line of central speaks to administrators.
    of_citizen = room in CITIZEN_ROOMS and inside.name != "cli.py"
    return ("citizen",) if of_citizen else ("desk",)


def extract(domain: Domain, *, sources: Path = SOURCES) -> Catalog:
    """Return every text of a domain that stands in the sources, with the translators' notes."""
    found = Catalog(domain=domain, charset="utf-8", fuzzy=False)
    for path in sorted(sources.rglob("*")):
        method = _METHODS.get(path.suffix)
        if method is None or domain not in serves(path, sources=sources):
            continue
        for line, message, comments, context in extract_from_file(
            method, path, keywords=_MARKS, comment_tags=("i18n:",), strip_comment_tags=True
        ):
            found.add(
                message,
                None,
                [(path.relative_to(sources.parent).as_posix(), line)],
                auto_comments=comments,
                context=context,
            )
    return found


def update(*, catalogues: Path = CATALOGUES, sources: Path = SOURCES) -> list[Path]:
    """Bring every catalogue up to date with the sources; return the files that changed.

    Texts that are gone from the sources are dropped; new ones stand there without translation.
    """
    changed = []
    for domain in DOMAINS:
        template = extract(domain, sources=sources)
        for path in sorted(catalogues.glob(f"*/LC_MESSAGES/{domain}.po")):
            before = path.read_bytes()
            after = _merged(before, template, language=path.parts[-3])
            if after != before:
                path.write_bytes(after)
                changed.append(path)
    return changed


_METHODS = {".py": "python", ".html": "jinja2", ".jinja": "jinja2"}


def _merged(before: bytes, template: Catalog, *, language: str) -> bytes:
    catalogue = read_po(io.BytesIO(before), locale=language, ignore_obsolete=True)
    revised = catalogue.revision_date, catalogue.creation_date
    catalogue.update(template, no_fuzzy_matching=True, update_header_comment=False)
    catalogue.obsolete.clear()
    catalogue.revision_date, catalogue.creation_date = revised
    written = io.BytesIO()
    # Without line numbers a moved line changes no catalogue.
    write_po(written, catalogue, width=100, sort_output=True, no_location=True)
    return written.getvalue()
