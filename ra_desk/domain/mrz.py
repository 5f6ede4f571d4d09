"""The machine-readable zone of an identity document: ICAO Doc 9303, sizes TD1, TD2 and TD3.

Its text comes from a reader that types like a keyboard, so it may be cut, doubled or out of
order. Nothing is guessed: a zone is read completely and all its check digits fit, or it is
refused with the name of what is wrong. The optional data, which in Slovenia hold the EMŠO, end
here (decision 24).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from ra_desk.domain.documents import DocumentKind, EntryMode, IdentityDocument
from ra_desk.domain.errors import Refused
from ra_desk.domain.mrz_fields import (
    FILLER,
    LAYOUTS,
    Layout,
    MrzCheckDigitWrong,
    MrzField,
    MrzFieldMalformed,
    MrzFormat,
    check_digit,
    read_birth_date,
    read_names,
    read_number,
    read_sex,
    read_state,
    read_valid_until,
    require_check_digit,
)
from ra_desk.domain.numbers import birth_date_from_emso

__all__ = [
    "Mrz",
    "MrzCheckDigitWrong",
    "MrzField",
    "MrzFieldMalformed",
    "MrzForeignSign",
    "MrzFormat",
    "MrzLineMissing",
    "MrzLineWrongLength",
    "MrzLinesOutOfOrder",
    "MrzNotAnIdentityDocument",
    "MrzTooManyLines",
    "check_digit",
    "document_from_mrz",
    "document_kind",
    "parse_mrz",
]

_FORMAT_OF_WIDTH = {layout.width: form for form, layout in LAYOUTS.items()}
_FORMAT_OF_ONE_LINE = {layout.signs: form for form, layout in LAYOUTS.items()}

_FOREIGN_SIGN = re.compile(r"[^A-Z0-9<]")
_DATES_OF_TD1 = re.compile(r"[\d<]{7}[MFX<][\d<]{7}[A-Z<]{3}", re.ASCII)
_SECOND_OF_TWO = re.compile(r"[A-Z0-9<]{9}[\d<][A-Z<]{3}[\d<]{7}[MFX<][\d<]{7}", re.ASCII)


class MrzLineMissing(Refused):
    """Facts: ``line``, from 1; it was not read."""

    code = "mrz.line_missing"


class MrzTooManyLines(Refused):
    """Facts: ``found`` and ``expected``, numbers of lines."""

    code = "mrz.too_many_lines"


class MrzLinesOutOfOrder(Refused):
    """All lines are there, in another order."""

    code = "mrz.lines_out_of_order"


class MrzLineWrongLength(Refused):
    """Facts: ``line`` from 1; ``found`` and ``expected``, numbers of signs.

    ``expected`` is None where no line has the length of a zone.
    """

    code = "mrz.line_wrong_length"


class MrzForeignSign(Refused):
    """Facts: ``line`` and ``place`` from 1, and ``sign``, which stands in no zone."""

    code = "mrz.foreign_sign"


class MrzNotAnIdentityDocument(Refused):
    """Facts: ``document_code``: a visa, a vehicle paper and the like identify nobody."""

    code = "mrz.not_an_identity_document"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mrz:
    """What a machine-readable zone says, without its optional data.

    Attributes:
        document_code: one or two letters, for example ``P``, ``ID``.
        number: complete, also where it was longer than its field.
        birth_date: None where the document leaves the day open; see ``birth_raw``.
        birth_raw: the six signs as printed, YYMMDD with ``<`` for what is not known.
        sex: ``M``, ``F`` or ``X``.
        valid_until: last day of validity; None for a document without expiry.
        truncated: the names reach the end of their field, so they may be cut.
        emso_birth_date: the birth date in the EMŠO of a Slovenian document, if there is a valid
            one, for a cross-check; the EMŠO itself is gone.
    """

    format: MrzFormat
    document_code: str
    issuing_state: str
    surname: str = field(repr=False)
    given_names: str = field(repr=False)
    number: str = field(repr=False)
    nationality: str = field(repr=False)
    birth_date: date | None = field(repr=False)
    birth_raw: str = field(repr=False)
    sex: str = field(repr=False)
    valid_until: date | None
    truncated: bool
    emso_birth_date: date | None = field(repr=False)


def parse_mrz(lines_or_text: str | Sequence[str], *, today: date) -> Mrz:
    """Read a zone, given as its lines, as one text with line breaks, or all lines in one.

    ``today`` decides the century of the dates: a birth is the latest that is not in the future,
    or that of the EMŠO; a validity is at most 50 years ahead. Whether the document has expired is
    not decided here, nor whether its state exists (``documents.require_plausible``), which no
    check digit protects.

    Raises:
        MrzLineMissing: and which one.
        MrzTooManyLines: more lines than such a document has.
        MrzLinesOutOfOrder: complete, but in another order.
        MrzLineWrongLength: a line is cut or too long.
        MrzForeignSign: a sign that is not A–Z, 0–9 or ``<``; often a wrong keyboard layout.
        MrzFieldMalformed: a field holds what it cannot hold.
        MrzCheckDigitWrong: one of the check digits does not fit.
        MrzNotAnIdentityDocument: the zone of a visa and the like.

    Source:
        ICAO Doc 9303, parts 3 to 6, eighth edition.
    """
    lines = _lines(lines_or_text)
    form = _format_of(lines)
    layout = LAYOUTS[form]
    text = "".join(lines)
    document_code = _document_code(text[:2])
    issuing_state = read_state(text[2:5], MrzField.ISSUING_STATE)
    number, optional = _number_and_optional(text, layout)
    birth_raw = text[layout.birth]
    require_check_digit(birth_raw, text[layout.birth_check], MrzField.BIRTH_DATE)
    expiry = text[layout.expiry]
    require_check_digit(expiry, text[layout.expiry_check], MrzField.VALID_UNTIL)
    if layout.optional_check is not None:
        require_check_digit(optional, text[layout.optional_check], MrzField.OPTIONAL_DATA)
    composite = "".join(text[part] for part in layout.composite)
    require_check_digit(composite, text[layout.composite_check], MrzField.WHOLE)
    surname, given_names = read_names(text[layout.names])
    birth_date = read_birth_date(birth_raw, today=today)
    emso_birth_date = _emso_birth_date(optional, issuing_state, today=today)
    if emso_birth_date is not None and f"{emso_birth_date:%y%m%d}" == birth_raw:
        birth_date = emso_birth_date  # which has three digits of the year
    return Mrz(
        format=form,
        document_code=document_code,
        issuing_state=issuing_state,
        surname=surname,
        given_names=given_names,
        number=number,
        nationality=read_state(text[layout.nationality], MrzField.NATIONALITY),
        birth_date=birth_date,
        birth_raw=birth_raw,
        sex=read_sex(text[layout.sex]),
        valid_until=read_valid_until(expiry, today=today),
        # A name cut between two words leaves one filler at the end, against the standard.
        truncated=not text[layout.names].endswith(FILLER * 2),
        emso_birth_date=emso_birth_date,
    )


def document_kind(mrz: Mrz) -> DocumentKind:
    """Return the kind of document that a zone's code and size say.

    Source:
        ICAO Doc 9303-4 and 9303-5, document codes; R in the second place is what residence
        permits of the EU carry (domain.md §3.1, from reports).
    """
    match mrz.document_code:
        case code if code.startswith("P"):
            return DocumentKind.PASSPORT
        case "AC":  # crew member certificate
            return DocumentKind.OTHER
        case code if code.endswith("R"):
            return DocumentKind.RESIDENCE_PERMIT
        case _:
            return DocumentKind.ID_CARD


def document_from_mrz(mrz: Mrz) -> IdentityDocument:
    """Return what the desk keeps of a scanned document."""
    return IdentityDocument(
        kind=document_kind(mrz),
        issuing_state=mrz.issuing_state,
        number=mrz.number,
        valid_until=mrz.valid_until,
        entry=EntryMode.SCANNED,
    )


def _lines(lines_or_text: str | Sequence[str]) -> list[str]:
    given = lines_or_text.splitlines() if isinstance(lines_or_text, str) else lines_or_text
    bare = ["".join(line.split()) for line in given]
    # Elsewhere than in ASCII a capital may be another letter's: "ſ" would become an S.
    lines = [line.upper() if line.isascii() else line for line in bare if line]
    if len(lines) == 1 and (form := _FORMAT_OF_ONE_LINE.get(len(lines[0]))):
        width = LAYOUTS[form].width
        return [lines[0][at : at + width] for at in range(0, len(lines[0]), width)]
    return lines


def _format_of(lines: Sequence[str]) -> MrzFormat:
    """Return the size of the document after seeing to it that all its lines are there."""
    if not lines:
        raise MrzLineMissing(line=1)
    for at, line in enumerate(lines):
        if foreign := _FOREIGN_SIGN.search(line):
            raise MrzForeignSign(line=at + 1, place=foreign.start() + 1, sign=foreign[0])
    widths = [len(line) for line in lines]
    known = [width for width in widths if width in _FORMAT_OF_WIDTH]
    if not known:
        raise MrzLineWrongLength(line=1, found=widths[0], expected=None)
    width = max(known, key=known.count)
    for at, found in enumerate(widths):
        if found != width:
            raise MrzLineWrongLength(line=at + 1, found=found, expected=width)
    form = _FORMAT_OF_WIDTH[width]
    places = [_place_of(line, form) for line in lines]
    expected = list(range(1, LAYOUTS[form].lines + 1))
    if len(lines) > len(expected):
        raise MrzTooManyLines(found=len(lines), expected=len(expected))
    if len(lines) < len(expected):
        missing = [place for place in expected if place not in places]
        raise MrzLineMissing(line=missing[0])
    if places != expected and sorted(places) == expected:
        raise MrzLinesOutOfOrder()
    return form


def _place_of(line: str, form: MrzFormat) -> int:
    """Return which line of its document this one looks like, from 1."""
    if form is not MrzFormat.TD1:
        return 2 if _SECOND_OF_TWO.match(line) else 1
    if _DATES_OF_TD1.match(line):
        return 2
    return 1 if any(sign.isdigit() for sign in line) else 3


def _document_code(text: str) -> str:
    if not re.fullmatch(r"[A-Z][A-Z<]", text):
        raise MrzFieldMalformed(field=MrzField.DOCUMENT_CODE)
    code = text.rstrip(FILLER)
    # P passport; I, A and C are all three card codes. V is a visa, D a driving licence's own.
    if code[0] not in "PIAC":
        raise MrzNotAnIdentityDocument(document_code=code)
    return code


def _number_and_optional(text: str, layout: Layout) -> tuple[str, str]:
    """Return the document number, and what is left of the optional data.

    A number that is longer than its field has a filler for its check digit, and goes on at the
    beginning of the optional data, up to its check digit (ICAO Doc 9303-5, note j to §4.2.2.1).
    """
    printed, digit, optional = text[layout.number], text[layout.number_check], text[layout.optional]
    if layout.long_numbers and digit == FILLER:
        rest, _, optional = optional.partition(FILLER)
        number = read_number(printed + rest[:-1])
        if not rest[:-1]:
            raise MrzCheckDigitWrong(field=MrzField.NUMBER)
        require_check_digit(number, rest[-1], MrzField.NUMBER)
        return number, optional
    require_check_digit(printed, digit, MrzField.NUMBER)
    return read_number(printed), optional


def _emso_birth_date(optional: str, issuing_state: str, *, today: date) -> date | None:
    """Return the birth date of an EMŠO in the optional data; anything else there is no error."""
    if issuing_state != "SVN":
        return None
    try:
        return birth_date_from_emso(optional.strip(FILLER), today=today)
    except Refused:
        return None
