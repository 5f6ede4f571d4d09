"""Where translations come from: `.mo` files in a wheel, `.po` files in a source tree.

A `.po` file is compiled once and kept in the user's cache under the digest of its bytes, so a
changed translation is never read from an old file and two processes cannot disturb each other.
"""

from __future__ import annotations

import contextlib
import gettext as standard
import io
import os
import struct
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Literal

from ra_desk import places
from ra_desk.domain.errors import Broken

Domain = Literal["desk", "citizen"]

#: The languages RA Desk is written for; English is the language of the sources.
LANGUAGES = ("sl", "en", "it", "hu")
DEFAULT_LANGUAGE = "sl"
SOURCE_LANGUAGE = "en"
#: Written by us and waiting for a native official's approval: the one place that says so.
DRAFTS = frozenset({"it", "hu"})


class CatalogueMissing(Broken):
    """The Slovenian texts are not where they belong. ``path``: where they were looked for."""

    code = "texts.catalogue_missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """The texts of one domain in one language."""

    domain: Domain
    language: str
    _translations: standard.NullTranslations = field(repr=False)

    def gettext(self, message: str) -> str:
        """Return a text in this language, or the English source if it has none."""
        # gettext answers the empty string with the header of the file.
        return self._translations.gettext(message) if message else ""

    def ngettext(self, singular: str, plural: str, count: int) -> str:
        """Return the form of a text that belongs to a count (Slovenian has four)."""
        return self._translations.ngettext(singular, plural, count)

    def pgettext(self, context: str, message: str) -> str:
        """Return a text that means something else in another context."""
        return self._translations.pgettext(context, message)

    def npgettext(self, context: str, singular: str, plural: str, count: int) -> str:
        """Return the form of a text with a context that belongs to a count."""
        return self._translations.npgettext(context, singular, plural, count)


def compile_po(path: Path) -> bytes:
    """Return the `.mo` form of a `.po` file; fuzzy and empty translations are left out."""
    # Babel is only needed where there are sources; a wheel has its .mo files.
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with path.open("rb") as source:
        catalogue = read_po(source)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    return compiled.getvalue()


def available(domain: Domain = "desk", *, root: Path | None = None) -> tuple[str, ...]:
    """Return the languages that can be chosen, the default first."""
    folder = places.catalogues() if root is None else root
    return tuple(
        language
        for language in LANGUAGES
        if language == SOURCE_LANGUAGE or _stem_exists(_stem(folder, domain, language))
    )


def load(domain: Domain, language: str) -> Catalogue:
    """Return a catalogue of this installation, from memory after the first time."""
    return _load(domain, language, places.catalogues())


def load_from(root: Path, cache: Path | None, *, domain: Domain, language: str) -> Catalogue:
    """Read a catalogue.

    Args:
        root: the folder that holds ``<language>/LC_MESSAGES/<domain>.mo`` or ``.po``.
        domain: whose texts, the clerk's or the citizen's.
        language: one of `LANGUAGES`.
        cache: where a compiled ``.po`` may be kept, need not exist or be writable; None takes
            the account's.

    Raises:
        ValueError: RA Desk is not written for that language.
        CatalogueMissing: not even the Slovenian texts are there.
    """
    if language not in LANGUAGES:
        raise ValueError(f"not a language of RA Desk: {language!r}")
    if language == SOURCE_LANGUAGE:
        return Catalogue(
            domain=domain, language=language, _translations=standard.NullTranslations()
        )
    stem = _stem(root, domain, language)
    if not _stem_exists(stem):
        if language == DEFAULT_LANGUAGE:
            raise CatalogueMissing(path=str(stem))
        return load_from(root, cache, domain=domain, language=DEFAULT_LANGUAGE)
    built = stem.with_suffix(".mo")
    if built.exists():
        translations = standard.GNUTranslations(io.BytesIO(built.read_bytes()))
    else:
        translations = _from_source(stem.with_suffix(".po"), cache)
    return Catalogue(domain=domain, language=language, _translations=translations)


@lru_cache(maxsize=16)
def _load(domain: Domain, language: str, root: Path) -> Catalogue:
    return load_from(root, None, domain=domain, language=language)


def _stem(root: Path, domain: Domain, language: str) -> Path:
    return root / language / "LC_MESSAGES" / domain


def _stem_exists(stem: Path) -> bool:
    return stem.with_suffix(".mo").exists() or stem.with_suffix(".po").exists()


def _from_source(source: Path, cache: Path | None) -> standard.GNUTranslations:
    # A wheel has its .mo files, and need not read what only a source tree uses.
    import zlib

    if cache is None:
        from platformdirs import user_cache_path

        cache = user_cache_path("ra-desk") / "texts"
    texts = source.read_bytes()
    kept = cache / f"{source.stem}-{zlib.crc32(texts):08x}-{len(texts)}.mo"
    try:
        return standard.GNUTranslations(io.BytesIO(kept.read_bytes()))
    except (OSError, struct.error, UnicodeDecodeError):
        # Not there yet, or cut short by a power failure: made anew either way.
        compiled = compile_po(source)
    # A cache that cannot be written costs a fraction of a second at the next start.
    with contextlib.suppress(OSError):
        _keep(compiled, kept)
    return standard.GNUTranslations(io.BytesIO(compiled))


def _keep(compiled: bytes, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    import tempfile

    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".making-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(compiled)
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
