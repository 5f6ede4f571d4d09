"""A document against a request, line by line.

The outcome supports the clerk and decides what goes to review; it never changes the request,
whose spelling is right even where the document cannot print it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from dataclasses import field as attribute
from datetime import date
from enum import StrEnum

from ra_desk.domain.addresses import address_lines
from ra_desk.domain.documents import is_expired
from ra_desk.domain.folding import in_capitals, is_spelling, plain, without_marks
from ra_desk.domain.mrz import Mrz
from ra_desk.domain.people import Applicant, age

#: General terms of smsPASS, 6; a policy may say otherwise.
_MINIMUM_AGE = 15

#: What a line shows; whoever shows it writes dates and ages in the language of the window.
Shown = str | date | int | None


class Field(StrEnum):
    """The lines of a comparison, in the order in which they are shown."""

    SURNAME = "surname"
    GIVEN_NAMES = "given_names"
    BIRTH_DATE = "birth_date"
    DOCUMENT_VALIDITY = "document_validity"
    AGE = "age"
    TAX_NUMBER = "tax_number"
    ADDRESS = "address"
    EMAIL = "email"


class Match(StrEnum):
    """What a line says."""

    MATCHES = "matches"
    TRANSLITERATED = "transliterated"
    POSSIBLY = "possibly"
    DIFFERS = "differs"
    CLIENT_CONFIRMS = "client_confirms"
    NO_DATA = "no_data"
    VALID = "valid"
    EXPIRED = "expired"
    OF_AGE = "of_age"
    UNDERAGE = "underage"


class Why(StrEnum):
    """What to look at, where a line is not simply equal."""

    HYPHEN_OR_SPACE = "hyphen_or_space"
    MARKS_MISSING = "marks_missing"
    CUT_ON_DOCUMENT = "cut_on_document"
    OTHER_ORDER = "other_order"
    FEWER_ON_DOCUMENT = "fewer_on_document"
    MORE_ON_DOCUMENT = "more_on_document"
    NAMES_SWAPPED = "names_swapped"
    DAY_UNKNOWN = "day_unknown"
    DAY_AND_MONTH_SWAPPED = "day_and_month_swapped"
    EMSO_DISAGREES = "emso_disagrees"
    NO_EXPIRY = "no_expiry"


@dataclass(frozen=True, slots=True, kw_only=True)
class Presented:
    """What the document at the counter shows; nothing of it is kept.

    Attributes:
        birth_date: None if the document leaves it open; then ``birth_raw`` has what it says.
        valid_until: last day of validity; None for a document without expiry.
        from_mrz: read from a machine-readable zone, not typed.
        truncated: the names fill their field, so they may be cut.
        birth_raw: YYMMDD as in the zone, ``<`` for what is not known; empty if typed.
        emso_birth_date: the birth date in the EMŠO of the document, where there is one.
    """

    surname: str = attribute(repr=False)
    given_names: str = attribute(repr=False)
    birth_date: date | None = attribute(repr=False)
    valid_until: date | None
    from_mrz: bool
    truncated: bool = False
    birth_raw: str = attribute(default="", repr=False)
    emso_birth_date: date | None = attribute(default=None, repr=False)

    @classmethod
    def from_zone(cls, mrz: Mrz) -> Presented:
        """Return what a machine-readable zone shows of its holder."""
        return cls(
            surname=mrz.surname,
            given_names=mrz.given_names,
            birth_date=mrz.birth_date,
            valid_until=mrz.valid_until,
            from_mrz=True,
            truncated=mrz.truncated,
            birth_raw=mrz.birth_raw,
            emso_birth_date=mrz.emso_birth_date,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line: what the request says, what the document shows, and whether that fits."""

    field: Field
    request: Shown = attribute(repr=False)
    document: Shown = attribute(repr=False)
    match: Match
    why: Why | None = None


#: From what needs no thought to what stops the check.
_SEVERITY = (
    Match.VALID,
    Match.OF_AGE,
    Match.MATCHES,
    Match.CLIENT_CONFIRMS,
    Match.TRANSLITERATED,
    Match.POSSIBLY,
    Match.NO_DATA,
    Match.UNDERAGE,
    Match.EXPIRED,
    Match.DIFFERS,
)
_STOPS = frozenset({Match.DIFFERS, Match.EXPIRED, Match.UNDERAGE})


def compare(
    applicant: Applicant, presented: Presented, *, on: date, minimum_age: int = _MINIMUM_AGE
) -> tuple[Line, ...]:
    """Compare a document with a request, in the order of ``Field``.

    Names read from a zone are compared with every spelling that ICAO Doc 9303-3 allows. What
    could be the same person and need not be (marks missing in what was typed, another order,
    a surname more or less, a name cut at the 30th or 39th sign) is POSSIBLY, with the reason.

    ``on`` is the day of the check in the office's time zone; ``minimum_age`` is in completed
    years.
    """
    return (
        *_name_lines(applicant, presented),
        _birth_line(applicant, presented),
        _validity_line(presented, on=on),
        _age_line(applicant, on=on, minimum_age=minimum_age),
        _asked(Field.TAX_NUMBER, applicant.tax_number),
        _asked(Field.ADDRESS, ", ".join(address_lines("", applicant.address))),
        _asked(Field.EMAIL, applicant.email),
    )


def compare_name(
    request: str, document: str, *, from_mrz: bool, truncated: bool = False
) -> tuple[Match, Why | None]:
    """Compare one name, which may have several words, in the two ways a document shows it.

    ``truncated`` says that the document's field may have been too short for the name.
    """
    if not plain(document) and not (truncated and from_mrz):
        return Match.NO_DATA, None
    if _spaced(request) == _spaced(document):
        return Match.MATCHES, None
    if from_mrz and is_spelling(plain(document), request):
        why = Why.HYPHEN_OR_SPACE if _divided_otherwise(request) else None
        return Match.TRANSLITERATED, why
    if plain(request) == plain(document) or _joined(request) == _joined(document):
        return Match.POSSIBLY, Why.HYPHEN_OR_SPACE
    asked, shown = plain(request).split(), plain(document).split()
    if truncated and _begins(asked, shown):
        return Match.POSSIBLY, Why.CUT_ON_DOCUMENT
    why = _likeness(asked, shown)
    return (Match.POSSIBLY, why) if why else (Match.DIFFERS, None)


def worst(lines: Iterable[Line]) -> Match:
    """Return the gravest of the outcomes; MATCHES where there is none.

    From light to grave: valid, of age, matches, client confirms, transliterated, possibly,
    no data, underage, expired, differs.
    """
    return max((line.match for line in lines), key=_SEVERITY.index, default=Match.MATCHES)


def differs(lines: Iterable[Line]) -> bool:
    """Whether a line forbids the check: it differs, is expired, or is of a person too young."""
    return any(line.match in _STOPS for line in lines)


def _name_lines(applicant: Applicant, presented: Presented) -> tuple[Line, Line]:
    def compared(request: str, document: str) -> tuple[Match, Why | None]:
        return compare_name(
            request, document, from_mrz=presented.from_mrz, truncated=presented.truncated
        )

    surname = compared(applicant.surname, presented.surname)
    given = compared(applicant.given_names, presented.given_names)
    if given[0] is Match.NO_DATA and surname[0] is not Match.NO_DATA and presented.from_mrz:
        given = Match.POSSIBLY, Why.FEWER_ON_DOCUMENT  # the zone of somebody with one name
    if Match.DIFFERS in (surname[0], given[0]) and _swapped(applicant, presented, compared):
        surname = given = Match.DIFFERS, Why.NAMES_SWAPPED
    return (
        Line(
            field=Field.SURNAME,
            request=applicant.surname,
            document=presented.surname,
            match=surname[0],
            why=surname[1],
        ),
        Line(
            field=Field.GIVEN_NAMES,
            request=applicant.given_names,
            document=presented.given_names,
            match=given[0],
            why=given[1],
        ),
    )


def _swapped(
    applicant: Applicant,
    presented: Presented,
    compared: Callable[[str, str], tuple[Match, Why | None]],
) -> bool:
    same = {Match.MATCHES, Match.TRANSLITERATED}
    return (
        compared(applicant.surname, presented.given_names)[0] in same
        and compared(applicant.given_names, presented.surname)[0] in same
    )


def _birth_line(applicant: Applicant, presented: Presented) -> Line:
    if presented.from_mrz and presented.birth_raw == f"{applicant.birth_date:%y%m%d}":
        # A zone says no century, and the latest one is not that of whoever is over a hundred.
        presented = replace(presented, birth_date=applicant.birth_date)
    match, why = _birth_outcome(applicant.birth_date, presented)
    return Line(
        field=Field.BIRTH_DATE,
        request=applicant.birth_date,
        document=presented.birth_date or presented.birth_raw or None,
        match=match,
        why=why,
    )


def _birth_outcome(born: date, presented: Presented) -> tuple[Match, Why | None]:
    shown, emso = presented.birth_date, presented.emso_birth_date
    if shown is None:
        known = presented.birth_raw.rstrip("<")
        if not known:
            return Match.NO_DATA, None
        fits = born.strftime("%y%m%d").startswith(known)
        return (Match.POSSIBLY, Why.DAY_UNKNOWN) if fits else (Match.DIFFERS, None)
    if shown == born:
        # A wrong EMŠO is annulled and the card stays in use for a while: a reason to look
        # closer, not to refuse (domain.md §2.1).
        agrees = emso is None or emso == born
        return (Match.MATCHES, None) if agrees else (Match.POSSIBLY, Why.EMSO_DISAGREES)
    swapped = (shown.year, shown.month, shown.day) == (born.year, born.day, born.month)
    return Match.DIFFERS, Why.DAY_AND_MONTH_SWAPPED if swapped else None


def _validity_line(presented: Presented, *, on: date) -> Line:
    expired = is_expired(presented.valid_until, on=on)
    return Line(
        field=Field.DOCUMENT_VALIDITY,
        request=None,
        document=presented.valid_until,
        match=Match.EXPIRED if expired else Match.VALID,
        why=Why.NO_EXPIRY if presented.valid_until is None else None,
    )


def _age_line(applicant: Applicant, *, on: date, minimum_age: int) -> Line:
    years = age(applicant.birth_date, on=on)
    return Line(
        field=Field.AGE,
        request=years,
        document=None,
        match=Match.OF_AGE if years >= minimum_age else Match.UNDERAGE,
    )


def _asked(field: Field, value: str) -> Line:
    """Return a line that no document answers: the client confirms it by word of mouth."""
    return Line(field=field, request=value, document=None, match=Match.CLIENT_CONFIRMS)


def _likeness(asked: list[str], shown: list[str]) -> Why | None:
    """Return how the words of two unequal names could still be those of one person."""
    if len(asked) == len(shown) and all(map(_same_word, asked, shown)):
        return Why.MARKS_MISSING
    more_asked = _without(asked, shown)
    more_shown = _without(shown, asked)
    if not more_asked and not more_shown:
        return Why.OTHER_ORDER
    if not more_shown:
        return Why.FEWER_ON_DOCUMENT
    return None if more_asked else Why.MORE_ON_DOCUMENT


def _without(words: list[str], others: list[str]) -> list[str]:
    """Return the words that are left when each of the others has taken one like itself."""
    left = list(words)
    for other in others:
        for at, word in enumerate(left):
            if _same_word(word, other):
                del left[at]
                break
    return left


def _same_word(one: str, other: str) -> bool:
    """Whether two words can be spellings of one name: ``Müller``, ``Muller`` and ``MUELLER``."""
    return is_spelling(one, other) or is_spelling(other, one) or _bare(one) == _bare(other)


def _bare(word: str) -> str:
    """Return a word in its shortest spelling, so that all spellings of a letter are equal."""
    return re.sub(r"([UN])XX|DJ|([AOU])E|(A)A", _shortest, without_marks(word))


def _shortest(spelling: re.Match[str]) -> str:
    return spelling[1] or spelling[2] or spelling[3] or "D"


def _begins(asked: list[str], shown: list[str]) -> bool:
    """Whether the shown words are, one by one, the beginnings of the words asked for.

    ICAO Doc 9303-3, section 4.6: names that are too long lose words at the end, or letters at
    the end of words.
    """
    return len(shown) <= len(asked) and all(
        is_spelling(cut, whole, cut=True) for cut, whole in zip(shown, asked, strict=False)
    )


def _spaced(name: str) -> str:
    return " ".join(in_capitals(unicodedata.normalize("NFC", name)).split())


def _joined(name: str) -> str:
    return plain(name).replace(" ", "")


def _divided_otherwise(name: str) -> bool:
    return plain(name) != _spaced(name)
