"""The words of the trade are the same on every page, mail and letter (S0-11)."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
GLOSSARY = tomllib.loads((Path(__file__).parent / "glossary.toml").read_text("utf-8"))
DOMAINS = ("desk", "citizen")


def texts(domain: str, language: str) -> list[tuple[str, str]]:
    """Return each source text with each form of its translation."""
    path = ROOT / "i18n" / language / "LC_MESSAGES" / f"{domain}.po"
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language, domain=domain)
    found = []
    for message in catalogue:
        sources = (message.id,) if isinstance(message.id, str) else tuple(message.id)
        forms = (message.string,) if isinstance(message.string, str) else tuple(message.string)
        found += [(sources[-1], form) for form in forms if message.id and form]
    return found


EACH = [
    (language, domain)
    for language in GLOSSARY
    for domain in DOMAINS
    if (ROOT / "i18n" / language / "LC_MESSAGES" / f"{domain}.po").exists()
]


@pytest.mark.requirement("S0-11")
@pytest.mark.parametrize(("language", "domain"), EACH)
def test_each_term_of_the_glossary_has_its_word(language: str, domain: str) -> None:
    """A clerk and a citizen who say the same word mean the same thing."""
    wrong = []
    for term, wanted in GLOSSARY[language]["wanted"].items():
        said = re.compile(rf"\b{re.escape(term)}s?\b", re.IGNORECASE)
        for source, translation in texts(domain, language):
            folded = translation.casefold()
            if said.search(source) and not any(stem in folded for stem in wanted):
                wrong.append(f"{term}: {source!r} is {translation!r}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.requirement("S0-11")
@pytest.mark.parametrize(("language", "domain"), EACH)
def test_no_word_that_the_glossary_forbids(language: str, domain: str) -> None:
    """Office slang and English stay out of official texts; a command to type is neither."""
    wrong = []
    for word in GLOSSARY[language]["never"]["words"]:
        said = re.compile(rf"\b{re.escape(word)}", re.IGNORECASE)
        wrong += [
            f"{word}: {translation!r}"
            for _source, translation in texts(domain, language)
            if said.search(re.sub(r"\{\w*\}|lpadmin .*=\S+", "", translation))
        ]
    assert not wrong, "\n".join(wrong)


def test_the_glossary_is_of_use() -> None:
    """Most of its terms stand in some text; a term that never does is a slip of the pen."""
    sources = " ".join(s for d in DOMAINS for s, _t in texts(d, "sl")).casefold()
    used = [term for term in GLOSSARY["sl"]["wanted"] if term in sources]
    assert len(used) >= 20
