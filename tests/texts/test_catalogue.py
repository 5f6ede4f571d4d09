"""Where texts come from, and that a broken or read-only cache never stops the program."""

from __future__ import annotations

import gettext
import io
import multiprocessing
from pathlib import Path

import pytest

from ra_desk import texts
from ra_desk.texts.catalogue import (
    CatalogueMissing,
    available,
    compile_po,
    load_from,
)

HEADER = """msgid ""
msgstr ""
"Language: sl\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=4; plural=(n%100==1 ? 0 : n%100==2 ? 1 : n%100==3 || n%100==4 ? 2 : 3);\\n"

"""
LETTERS = """msgid "{n} letter"
msgid_plural "{n} letters"
msgstr[0] "{n} pismo"
msgstr[1] "{n} pismi"
msgstr[2] "{n} pisma"
msgstr[3] "{n} pisem"
"""


def _write(root: Path, body: str, *, domain: str = "desk", language: str = "sl") -> Path:
    path = root / language / "LC_MESSAGES" / f"{domain}.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEADER + body, encoding="utf-8")
    return path


def _one(message: str, translation: str) -> str:
    return f'msgid "{message}"\nmsgstr "{translation}"\n'


def _window_text(root: Path, cache: Path, message: str = "Save") -> str:
    return load_from(root, cache, domain="desk", language="sl").gettext(message)


def test_the_sources_are_english(tmp_path: Path) -> None:
    """English needs no catalogue, so it works even where no file was installed."""
    catalogue = load_from(tmp_path, tmp_path, domain="desk", language="en")
    assert catalogue.gettext("Save") == "Save"
    assert catalogue.ngettext("{n} letter", "{n} letters", 2) == "{n} letters"


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, "pisem"),
        (1, "pismo"),
        (2, "pismi"),
        (3, "pisma"),
        (4, "pisma"),
        (5, "pisem"),
        (11, "pisem"),
        (101, "pismo"),
        (102, "pismi"),
        (103, "pisma"),
        (112, "pisem"),
    ],
)
def test_slovenian_counts_in_four_forms(tmp_path: Path, count: int, said: str) -> None:
    """The dual and the hundreds are where a two-form language goes wrong."""
    _write(tmp_path / "i18n", LETTERS)
    catalogue = load_from(tmp_path / "i18n", tmp_path / "cache", domain="desk", language="sl")
    assert catalogue.ngettext("{n} letter", "{n} letters", count) == f"{{n}} {said}"


def test_the_same_word_can_mean_two_things(tmp_path: Path) -> None:
    """The word "Open" is a verb on a button and an adjective in a list."""
    body = _one("Open", "Odpri") + "\n" + 'msgctxt "state"\n' + _one("Open", "odprt")
    _write(tmp_path / "i18n", body)
    catalogue = load_from(tmp_path / "i18n", tmp_path / "cache", domain="desk", language="sl")
    assert catalogue.gettext("Open") == "Odpri"
    assert catalogue.pgettext("state", "Open") == "odprt"
    assert catalogue.pgettext("elsewhere", "Open") == "Open"


def test_the_empty_text_is_empty(tmp_path: Path) -> None:
    """The library would answer it with the file's header, which must not appear on a label."""
    _write(tmp_path / "i18n", _one("Save", "Shrani"))
    assert _window_text(tmp_path / "i18n", tmp_path / "cache", "") == ""


def test_a_translation_is_compiled_once_and_kept(tmp_path: Path) -> None:
    """The second start reads what the first one made."""
    root, cache = tmp_path / "i18n", tmp_path / "cache"
    _write(root, _one("Save", "Shrani"))
    assert _window_text(root, cache) == "Shrani"
    (kept,) = cache.iterdir()
    other = _write(tmp_path / "other", _one("Save", "iz predpomnilnika"))
    kept.write_bytes(compile_po(other))
    assert _window_text(root, cache) == "iz predpomnilnika"


def test_a_changed_translation_is_never_read_from_an_old_file(tmp_path: Path) -> None:
    """The cache goes by the digest of the bytes, not by a clock."""
    root, cache = tmp_path / "i18n", tmp_path / "cache"
    _write(root, _one("Save", "Shrani"))
    assert _window_text(root, cache) == "Shrani"
    _write(root, _one("Save", "Shranite"))
    assert _window_text(root, cache) == "Shranite"


@pytest.mark.parametrize("left", [0, 3, 20, 60])
def test_a_cached_file_cut_short_is_made_anew(tmp_path: Path, left: int) -> None:
    """A power failure while it was written must not stop the desk from starting."""
    root, cache = tmp_path / "i18n", tmp_path / "cache"
    _write(root, _one("Save", "Shrani"))
    _window_text(root, cache)
    (kept,) = cache.iterdir()
    kept.write_bytes(kept.read_bytes()[:left])
    assert _window_text(root, cache) == "Shrani"
    assert _window_text(root, cache) == "Shrani"
    assert len(list(cache.iterdir())) == 1


def test_a_cache_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    """A full or read-only disk costs time at the start, not the texts."""
    root, cache = tmp_path / "i18n", tmp_path / "cache"
    _write(root, _one("Save", "Shrani"))
    cache.write_text("a file stands where the folder should be", encoding="utf-8")
    assert _window_text(root, cache) == "Shrani"


def test_two_processes_may_fill_the_cache_at_once(tmp_path: Path) -> None:
    """Desk and central of the demo start together."""
    root, cache = tmp_path / "i18n", tmp_path / "cache"
    _write(root, "\n".join(_one(f"Text {n}", f"Besedilo {n}") for n in range(300)))
    spawn = multiprocessing.get_context("spawn")
    with spawn.Pool(2) as pool:
        said = pool.starmap(_window_text, [(root, cache, "Text 299")] * 8)
    assert said == ["Besedilo 299"] * 8
    assert [path.suffix for path in cache.iterdir()] == [".mo"]


def test_a_wheel_brings_its_own_mo_files(tmp_path: Path) -> None:
    """Where there is a built file no cache is touched."""
    root, cache = tmp_path / "i18n", tmp_path / "cache"
    source = _write(root, _one("Save", "Shrani"))
    source.with_suffix(".mo").write_bytes(compile_po(source))
    source.unlink()
    assert _window_text(root, cache) == "Shrani"
    assert not cache.exists()


def test_fuzzy_and_empty_translations_are_not_shown(tmp_path: Path) -> None:
    """A guess is worse than the English sentence."""
    body = "#, fuzzy\n" + _one("Refuse", "Potrdi") + "\n" + _one("Save", "")
    source = _write(tmp_path / "i18n", body)
    translations = gettext.GNUTranslations(io.BytesIO(compile_po(source)))
    assert translations.gettext("Refuse") == "Refuse"
    assert translations.gettext("Save") == "Save"


def test_a_language_without_catalogue_gives_slovenian(tmp_path: Path) -> None:
    """Italian comes later; a citizen who chose it gets a letter all the same, and it says so."""
    _write(tmp_path / "i18n", _one("Save", "Shrani"))
    catalogue = load_from(tmp_path / "i18n", tmp_path / "cache", domain="desk", language="it")
    assert (catalogue.language, catalogue.gettext("Save")) == ("sl", "Shrani")
    assert available("desk", root=tmp_path / "i18n") == ("sl", "en")


def test_without_slovenian_texts_nothing_starts(tmp_path: Path) -> None:
    """An installation without its texts is broken; English screens would hide that."""
    with pytest.raises(CatalogueMissing):
        load_from(tmp_path, tmp_path, domain="desk", language="sl")


def test_a_language_nobody_wrote_for_is_a_mistake(tmp_path: Path) -> None:
    """Also when it looks like a path."""
    for language in ("de", "", "../sl"):
        with pytest.raises(ValueError, match="not a language"):
            load_from(tmp_path, tmp_path, domain="desk", language=language)


def test_the_window_and_a_letter_can_speak_different_languages() -> None:
    """The language of letters is not the language of the window."""
    before = texts.language()
    try:
        texts.use("en")
        assert texts._("lapsed") == "lapsed"
        assert texts.ngettext("{count} day", "{count} days", 2) == "{count} days"
        assert texts.citizen("sl").gettext("lapsed") == "poteklo"
        texts.use("sl")
        assert (texts.language(), texts._("lapsed")) == ("sl", "poteklo")
        assert texts.citizen("en").gettext("lapsed") == "lapsed"
    finally:
        texts.use(before)


def test_the_window_speaks_slovenian_unless_told_otherwise() -> None:
    """Decision 29; the tests run with the default too."""
    assert texts.DEFAULT_LANGUAGE == "sl"
    assert texts.available()[0] == "sl"
