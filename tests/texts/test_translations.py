"""Every text in the sources is translated, completely and without damage."""

from __future__ import annotations

import importlib.util
import json
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
FINISHED = ("sl",)
PLURAL_FORMS = {"sl": 4, "en": 2, "it": 2, "hu": 2}
DOMAINS = ("desk", "citizen")
EACH = [(domain, language) for domain in DOMAINS for language in FINISHED]


@pytest.fixture(scope="module")
def collector() -> ModuleType:
    # `packaging/` is no package: an __init__.py there would hide the library of that name.
    spec = importlib.util.spec_from_file_location("texts_build", ROOT / "packaging/texts.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def in_sources(collector: ModuleType) -> dict[str, Catalog]:
    return {domain: collector.extract(domain) for domain in DOMAINS}


def _committed(domain: str, language: str) -> Catalog:
    path = ROOT / "i18n" / language / "LC_MESSAGES" / f"{domain}.po"
    with path.open("rb") as file:
        return read_po(file, locale=language, domain=domain)


def _texts(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def _ids(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def _strings(message: Message) -> tuple[str, ...]:
    string = message.string
    return (string or "",) if isinstance(string, str | None) else tuple(string)


def _placeholders(text: str) -> set[str]:
    return set(re.findall(r"\{(\w*)[^{}]*\}", text))


def _tags(text: str) -> list[str]:
    return sorted(re.findall(r"</?\w+", text))


def _missing_as_json(messages: list[Message]) -> str:
    """The form that can be filled in and merged: context, a separator, singular||plural."""
    empty: dict[str, str | list[str]] = {}
    for message in messages:
        key = "||".join(_ids(message))
        if message.context:
            key = f"{message.context}\u0004{key}"
        empty[key] = ["", "", "", ""] if message.pluralizable else ""
    return json.dumps(empty, ensure_ascii=False, indent=1)


@pytest.mark.parametrize(("domain", "language"), EACH)
def test_every_text_of_the_sources_is_translated(
    in_sources: dict[str, Catalog], domain: str, language: str
) -> None:
    """An untranslated text would stand in English on a Slovenian screen or letter."""
    catalogue = _committed(domain, language)
    missing = []
    for message in _texts(in_sources[domain]):
        there = catalogue.get(_ids(message)[0], message.context)
        whole = there is not None and _ids(there) == _ids(message) and all(_strings(there))
        if not whole or (there is not None and there.fuzzy):
            missing.append(message)
    assert not missing, f"{domain}.po, {language}, lacks:\n{_missing_as_json(missing)}"


@pytest.mark.parametrize(("domain", "language"), EACH)
def test_placeholders_are_the_same_in_a_translation(domain: str, language: str) -> None:
    """A renamed placeholder is a KeyError before a citizen, a dropped one a lost fact.

    A plural form may leave the number out ("one letter"), but never invent one.
    """
    for message in _texts(_committed(domain, language)):
        wanted = set().union(*map(_placeholders, _ids(message)))
        for string in _strings(message):
            found = _placeholders(string)
            assert found <= wanted, (message.id, string)
            assert message.pluralizable or found == wanted, (message.id, string)
            string.format(**dict.fromkeys(wanted, 0))


@pytest.mark.parametrize(("domain", "language"), EACH)
def test_plurals_have_all_their_forms(domain: str, language: str) -> None:
    """Slovenian has four: 1 pismo, 2 pismi, 3 pisma, 5 pisem."""
    catalogue = _committed(domain, language)
    assert catalogue.num_plurals == PLURAL_FORMS[language]
    for message in _texts(catalogue):
        if message.pluralizable:
            assert len(_strings(message)) == PLURAL_FORMS[language], message.id


@pytest.mark.parametrize(("domain", "language"), EACH)
def test_no_translation_is_a_guess(domain: str, language: str) -> None:
    """Fuzzy entries are Babel's guesses; they are not shown and must not be left lying about."""
    assert [message.id for message in _texts(_committed(domain, language)) if message.fuzzy] == []


@pytest.mark.parametrize(("domain", "language"), EACH)
def test_markup_and_edges_survive_translation(domain: str, language: str) -> None:
    """Tags, leading and trailing white space and the final colon belong to the layout."""
    for message in _texts(_committed(domain, language)):
        source = _ids(message)[0]
        for string in filter(None, _strings(message)):
            assert _tags(string) == _tags(source), message.id
            assert string.endswith(":") == source.endswith(":"), message.id
            assert (string[:1].isspace(), string[-1:].isspace()) == (
                source[:1].isspace(),
                source[-1:].isspace(),
            ), message.id


@pytest.mark.parametrize(("domain", "language"), EACH)
def test_slovenian_keeps_the_house_style(domain: str, language: str) -> None:
    """»…« for quotations, no exclamation marks, no double spaces (ux.md, copy rules)."""
    for message in _texts(_committed(domain, language)):
        for string in _strings(message):
            assert not re.search(r"[“”„!]|  ", string), string


def test_forms_of_one_and_two_serve_101_and_102_too() -> None:
    """The form of one is said of 101 and that of two of 102, where nothing is »both«."""
    plural = [m for d in DOMAINS for m in _texts(_committed(d, "sl")) if not isinstance(m.id, str)]
    both = re.compile(r"\bob(a|e|eh|ema)\b", re.IGNORECASE)
    assert not [m.id[0] for m in plural if both.search(_strings(m)[1])]
    shown = re.compile(r"\w+[nt] \{shown\}")
    assert not [m.id[0] for m in plural if shown.search(_strings(m)[0])]


def test_texts_are_found_in_the_room_they_belong_to(collector: ModuleType, tmp_path: Path) -> None:
    """What a citizen reads goes to one catalogue, what a clerk reads to the other."""
    for name, line in {
        "ui/page.py": '_("Save"); ngettext("{n} row", "{n} rows", n)',
        "paper/letter.py": 'texts.gettext("Your code"); texts.pgettext("letter", "Date")',
        "central/mails.py": 'catalogue.gettext("Refused")',
        "central/cli.py": '_("Operator added")',
        "texts/formats.py": 'catalogue.gettext("lapsed")',
    }.items():
        file = tmp_path / "ra_desk" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        note = "    # i18n: a note for the translator\n"
        file.write_text(f"def f():\n{note}    {line}\n", encoding="utf-8")
    found = {
        domain: {
            message.id: message
            for message in _texts(collector.extract(domain, sources=tmp_path / "ra_desk"))
        }
        for domain in DOMAINS
    }
    assert set(found["desk"]) == {"Save", ("{n} row", "{n} rows"), "Operator added", "lapsed"}
    assert set(found["citizen"]) == {"Your code", "Date", "Refused", "lapsed"}
    assert found["citizen"]["Date"].context == "letter"
    assert found["desk"]["Save"].auto_comments == ["a note for the translator"]


def test_an_update_adds_what_is_new_and_keeps_what_is_translated(
    collector: ModuleType, tmp_path: Path
) -> None:
    """The catalogues follow the sources; a second update changes nothing."""
    sources, catalogues = tmp_path / "ra_desk", tmp_path / "i18n"
    (sources / "ui").mkdir(parents=True)
    (sources / "ui" / "page.py").write_text('_("Save")\n_("Refuse")\n', encoding="utf-8")
    path = catalogues / "sl" / "LC_MESSAGES" / "desk.po"
    path.parent.mkdir(parents=True)
    path.write_text(
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
        'msgid "Save"\nmsgstr "Shrani"\n\nmsgid "Gone"\nmsgstr "Izginilo"\n',
        encoding="utf-8",
    )
    assert collector.update(catalogues=catalogues, sources=sources) == [path]
    with path.open("rb") as file:
        after = {message.id: message.string for message in _texts(read_po(file))}
    assert after == {"Save": "Shrani", "Refuse": ""}
    assert collector.update(catalogues=catalogues, sources=sources) == []
