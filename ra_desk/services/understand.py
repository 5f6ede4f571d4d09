"""What somebody means by a text in the look-up field. Nothing is asked and nothing is kept here."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from ra_desk.domain.activation import (
    ALPHABET,
    LETTER_MARK,
    REQUEST_MARK,
    LetterNumber,
    parse_letter_number,
    parse_request_number,
)
from ra_desk.domain.errors import Refused
from ra_desk.domain.facts import SearchKey
from ra_desk.domain.folding import search_tokens
from ra_desk.domain.mrz import Mrz
from ra_desk.domain.mrz_keyboard import Keyboard, ZoneRead
from ra_desk.domain.numbers import (
    DateContext,
    EmsoReading,
    EmsoWrongLength,
    TaxNumber,
    TaxNumberWrongLength,
    parse_date,
    parse_emso,
    parse_tax_number,
)
from ra_desk.domain.scans import holds_zone, read_scan
from ra_desk.services.ports import Query

#: More words than these narrow nobody down any further.
_MOST_WORDS = 8
_TAX_DIGITS, _EMSO_DIGITS = 8, 13
_FIRST_YEAR = 1900

_ADDRESS = re.compile(r"https?[^0-9a-z\s]", re.IGNORECASE)
_LETTER = re.compile(
    rf"{LETTER_MARK}|L[-\s][{ALPHABET}]{{4}}[-\s]?[{ALPHABET}]{{4}}$", re.IGNORECASE
)
_EMSO = re.compile(r"(?<![^\s,;])\d{13}(?![^\s,;])", re.ASCII)
_DATE = re.compile(
    r"(?<!\S)(\d{1,2}\s?[./-]\s?\d{1,2}\s?[./-]\s?(?:\d{4}|\d\d)\.?"
    r"|\d{4}-\d\d?-\d\d?|\d{1,2} \d{1,2} \d{4}|\d{8}|\d{6})(?!\S)",
    re.ASCII,
)
#: A date with all its digits: whoever still types one is not told that it is wrong.
_WHOLE_DATE = re.compile(r"(?<!\S)\d{1,2}\s?[./-]\s?\d{1,2}\s?[./-]\s?\d{4}(?!\S)", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """What was understood of the text: shown under the field, and what is asked of the store.

    Attributes:
        problem: why a text that looks like a number, a date or a document cannot be one.
        letter: a letter is meant, not a request.
        zone: the document whose zone was typed or pasted.
        emso: what an EMŠO in the text said; the number is not in here.
        instead: what has to stand in the field instead, because the text holds an EMŠO.
    """

    query: Query
    key: SearchKey | None
    problem: Refused | None = None
    letter: LetterNumber | None = None
    zone: ZoneRead | None = field(default=None, repr=False)
    emso: EmsoReading | None = field(default=None, repr=False)
    instead: str = field(default="", repr=False)


def understand(text: str, *, today: date, computer: Keyboard | None = None) -> Understood:
    """Return what a clerk means by a text in the look-up field. It never raises.

    A request or letter number, the code or the address in a QR, the zone of a document, 8 digits
    as tax number, 13 as EMŠO (of which only the birth date is used), an e-mail address, and the
    words of a name with a date or a year of birth, in any order.

    Args:
        computer: the keyboard layout in force, for a zone that a scanner typed into the field.
    """
    bare = " ".join("".join(s for s in text if s.isprintable() or s.isspace()).split())
    if not bare:
        return Understood(query=Query(), key=None)
    try:
        return _coded(bare, text, today=today, computer=computer) or _in_words(bare, today=today)
    except Refused as problem:
        return Understood(query=Query(), key=None, problem=problem)


def query_of(mrz: Mrz) -> Query:
    """Return the query for the person whose document was read."""
    names = f"{mrz.surname} {mrz.given_names}"
    return Query(tokens=search_tokens(names), birth_date=mrz.birth_date)


def _coded(bare: str, text: str, *, today: date, computer: Keyboard | None) -> Understood | None:
    """Return what a code, a number or a document stands for, None if the text is none of them.

    Raises:
        Refused: it is one, and damaged.
    """
    if holds_zone(text) or _ADDRESS.match(bare):
        scan = read_scan(text, today=today, computer=computer)
        if scan.zone is not None:
            query = query_of(scan.zone.zone)
            return Understood(query=query, key=SearchKey.DOCUMENT, zone=scan.zone)
        return Understood(query=Query(number=scan.request), key=SearchKey.NUMBER)
    if _LETTER.match(bare):
        return Understood(query=Query(), key=None, letter=parse_letter_number(bare))
    if _looks_like_number(bare):
        try:
            number = parse_request_number(bare)
        except Refused as problem:
            words = _words(bare, today=today)
            return Understood(query=words, key=SearchKey.NAME, problem=problem)
        return Understood(query=Query(number=number), key=SearchKey.NUMBER)
    return None


def _in_words(bare: str, *, today: date) -> Understood:
    digits = re.sub(r"[\s.\-]|^SI(?=[\s\d])", "", bare, flags=re.IGNORECASE)
    if digits.isascii() and digits.isdigit():
        found = _digits(digits, bare, today=today)
        if found is not None:
            return found
    emso = _EMSO.search(bare)
    if emso is not None:
        return _with_emso(bare, emso.group(), today=today)
    query = _words(bare, today=today)
    dated = query.birth_date is not None
    key = SearchKey.NAME_AND_BIRTH_DATE if dated else SearchKey.NAME
    return Understood(
        query=query,
        key=SearchKey.TAX_NUMBER if query.tax_number else key,
        problem=None if dated else _no_birth_date(bare, today=today),
    )


def _no_birth_date(bare: str, *, today: date) -> Refused | None:
    """Return why a date that was written out cannot be one of a birth; None if there is none."""
    written = _WHOLE_DATE.search(bare)
    if written is None:
        return None
    try:
        _parse_birth(written.group(), today=today)
    except Refused as problem:
        return problem
    return None


def _digits(digits: str, bare: str, *, today: date) -> Understood | None:
    """Return what digits alone stand for; None for a year or a date."""
    written_as_date = _DATE.fullmatch(bare) is not None and not bare.isdigit()
    if len(digits) == _EMSO_DIGITS:
        return _with_emso(digits, digits, today=today)
    if written_as_date or len(digits) < 5:
        return None
    try:
        if len(digits) == _TAX_DIGITS:
            query = Query(tax_number=parse_tax_number(digits))
            return Understood(query=query, key=SearchKey.TAX_NUMBER)
    except Refused as problem:
        if _born(bare, today=today) is not None:
            return None
        return Understood(query=Query(), key=SearchKey.TAX_NUMBER, problem=problem)
    if _born(bare, today=today) is not None:
        return None
    if len(digits) < _TAX_DIGITS:
        length: Refused = TaxNumberWrongLength(found=len(digits), expected=_TAX_DIGITS)
    else:
        length = EmsoWrongLength(found=len(digits), expected=_EMSO_DIGITS)
    return Understood(query=Query(), key=None, problem=length)


def _with_emso(bare: str, number: str, *, today: date) -> Understood:
    """Return what is asked by an EMŠO: its birth date, with the words beside it."""
    key = SearchKey.NAME_AND_BIRTH_DATE
    try:
        said = parse_emso(number, today=today)
    except Refused as problem:
        return Understood(query=Query(), key=key, problem=problem)
    born = said.birth_date
    instead = bare.replace(number, f"{born.day}. {born.month}. {born.year}")
    return Understood(query=_words(instead, today=today), key=key, emso=said, instead=instead)


def _looks_like_number(text: str) -> bool:
    """Whether it is a number rather than a name: a digit says so, or seven signs and no vowel."""
    digit = r"R[-\s]?(?=.*\d)[0-9A-Z]{4}[-\s]?[0-9A-Z]{0,3}"
    whole = rf"R[-\s]?[{ALPHABET}]{{4}}[-\s]?[{ALPHABET}]{{3}}"
    without = rf"(?=.*\d)(?=.*[A-Z])[{ALPHABET}]{{4}}[-\s]?[{ALPHABET}]{{3}}"
    forms = rf"{REQUEST_MARK}[0-9A-Z]{{7}}|{digit}|{whole}|{without}"
    return bool(re.fullmatch(forms, text, re.I | re.A))


def _words(text: str, *, today: date) -> Query:
    """Return names, and a birth date or year, a tax number or an address where a word is one."""
    born: date | None = None
    tax: TaxNumber | None = None
    rest = text
    for match in _DATE.finditer(text):
        written = match.group()
        tax = tax or _tax_number(written)
        if tax is not None and tax == written:
            rest = rest.replace(written, " ", 1)
        elif born is None and (found := _born(written, today=today)) is not None:
            born = found
            rest = rest.replace(written, " ", 1)
    year: int | None = None
    email = ""
    names = []
    for word in rest.split():
        if "@" in word and not email:
            email = word.strip("<>,;").casefold()
        elif year is None and (found_year := _year(word, today=today)) is not None:
            year = found_year
        else:
            names.append(word)
    tokens = search_tokens(" ".join(names))[:_MOST_WORDS]
    return Query(tax_number=tax or "", tokens=tokens, birth_date=born, birth_year=year, email=email)


def _tax_number(text: str) -> TaxNumber | None:
    if len(text) != _TAX_DIGITS or not text.isdigit():
        return None
    try:
        return parse_tax_number(text)
    except Refused:
        return None


def _born(text: str, *, today: date) -> date | None:
    """Return a birth date; a date that is none, or none of a birth, is a word like others."""
    try:
        return _parse_birth(text, today=today)
    except Refused:
        return None


def _parse_birth(text: str, *, today: date) -> date:
    close = re.sub(r"\s?([./-])\s?", r"\1", text)
    return parse_date(close, context=DateContext.BIRTH, today=today)


def _year(word: str, *, today: date) -> int | None:
    """Return the year that a word is; of two digits the latest one in the past."""
    if not re.fullmatch(r"\d{4}|\d{2}", word, re.ASCII):
        return None
    if len(word) == 4:
        return int(word) if _FIRST_YEAR <= int(word) <= today.year else None
    year = today.year - today.year % 100 + int(word)
    return year if year <= today.year else year - 100
