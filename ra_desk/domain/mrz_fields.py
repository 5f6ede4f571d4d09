"""Where the fields of a machine-readable zone stand, and how each one is read.

A zone is treated as one string, its lines joined. Nothing is corrected: what does not fit is
refused, with the name of the field.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ra_desk.domain.errors import Refused
from ra_desk.domain.numbers import NoSuchDate, birth_in_century, validity_in_century

FILLER = "<"

_WEIGHTS = (7, 3, 1)
_VALUES = {sign: value for value, sign in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")}
_VALUES[FILLER] = 0


class MrzField(StrEnum):
    """A part of the zone that an error can name; the window has a word for each."""

    DOCUMENT_CODE = "document_code"
    ISSUING_STATE = "issuing_state"
    NAMES = "names"
    NUMBER = "number"
    NATIONALITY = "nationality"
    BIRTH_DATE = "birth_date"
    SEX = "sex"
    VALID_UNTIL = "valid_until"
    OPTIONAL_DATA = "optional_data"
    WHOLE = "whole"


class MrzFieldMalformed(Refused):
    """Facts: ``field``, a MrzField that holds what it cannot hold."""

    code = "mrz.field_malformed"


class MrzCheckDigitWrong(Refused):
    """Facts: ``field``, the MrzField whose check digit does not fit; WHOLE for the composite."""

    code = "mrz.check_digit"


class MrzFormat(StrEnum):
    """The three sizes of travel documents with a machine-readable zone."""

    TD1 = "TD1"
    TD2 = "TD2"
    TD3 = "TD3"


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Positions in the joined lines; ``composite`` is what the last check digit covers."""

    lines: int
    width: int
    names: slice
    number: slice
    number_check: int
    nationality: slice
    birth: slice
    birth_check: int
    sex: int
    expiry: slice
    expiry_check: int
    optional: slice
    optional_check: int | None
    composite: tuple[slice, ...]
    composite_check: int
    long_numbers: bool

    @property
    def signs(self) -> int:
        """Return the number of signs of all lines together."""
        return self.lines * self.width


#: ICAO Doc 9303-5 §4.2 (TD1), 9303-6 §4.2 (TD2), 9303-4 §4.2 (TD3).
LAYOUTS = {
    MrzFormat.TD1: Layout(
        lines=3,
        width=30,
        number=slice(5, 14),
        number_check=14,
        optional=slice(15, 30),
        optional_check=None,
        birth=slice(30, 36),
        birth_check=36,
        sex=37,
        expiry=slice(38, 44),
        expiry_check=44,
        nationality=slice(45, 48),
        composite=(slice(5, 30), slice(30, 37), slice(38, 45), slice(48, 59)),
        composite_check=59,
        names=slice(60, 90),
        long_numbers=True,
    ),
    MrzFormat.TD2: Layout(
        lines=2,
        width=36,
        names=slice(5, 36),
        number=slice(36, 45),
        number_check=45,
        nationality=slice(46, 49),
        birth=slice(49, 55),
        birth_check=55,
        sex=56,
        expiry=slice(57, 63),
        expiry_check=63,
        optional=slice(64, 71),
        optional_check=None,
        composite=(slice(36, 46), slice(49, 56), slice(57, 71)),
        composite_check=71,
        long_numbers=True,
    ),
    MrzFormat.TD3: Layout(
        lines=2,
        width=44,
        names=slice(5, 44),
        number=slice(44, 53),
        number_check=53,
        nationality=slice(54, 57),
        birth=slice(57, 63),
        birth_check=63,
        sex=64,
        expiry=slice(65, 71),
        expiry_check=71,
        optional=slice(72, 86),
        optional_check=86,
        composite=(slice(44, 54), slice(57, 64), slice(65, 87)),
        composite_check=87,
        long_numbers=False,
    ),
}


def check_digit(text: str) -> str:
    """Return the check digit of fields of a zone.

    It finds every wrong digit. It cannot tell signs whose values are 10 or 20 apart
    (``0``, ``<``, ``A``, ``K`` and ``U``, say): the comparison with the request and the
    clerk's eyes remain.

    Source:
        ICAO Doc 9303-3, section 4.9: weights 7 3 1, ``<`` counts 0, A to Z count 10 to 35.
    """
    total = sum(_VALUES[sign] * _WEIGHTS[at % 3] for at, sign in enumerate(text))
    return str(total % 10)


def require_check_digit(text: str, digit: str, field: MrzField) -> None:
    """Refuse fields whose check digit does not fit; where all is empty, ``<`` serves as well.

    Raises:
        MrzCheckDigitWrong: it does not fit.
    """
    if digit == FILLER and not text.strip(FILLER):
        return
    if check_digit(text) != digit:
        raise MrzCheckDigitWrong(field=field)


def read_state(text: str, field: MrzField) -> str:
    """Return the code of a state, for example ``SVN``, or ``D`` for ``D<<``.

    Raises:
        MrzFieldMalformed: not one to three letters.
    """
    return _read(r"([A-Z]{1,3})<*", text, field)


def read_number(text: str) -> str:
    """Return a document number; fillers stand at its end only.

    Raises:
        MrzFieldMalformed: empty, or with a filler inside.
    """
    return _read(r"([A-Z0-9]+)<*", text, MrzField.NUMBER)


def read_sex(sign: str) -> str:
    """Return ``M``, ``F``, or ``X`` for a filler, in whose place some states print an X.

    Raises:
        MrzFieldMalformed: another sign.
    """
    return _read(r"([MFX<])", sign, MrzField.SEX).replace(FILLER, "X")


def read_birth_date(text: str, *, today: date) -> date | None:
    """Return the birth date; None where the day, or the day and the month are not known.

    Raises:
        MrzFieldMalformed: not a date, or fillers elsewhere than at the end.
    """
    _read(r"(\d{6}|\d{4}<<|\d{2}<<<<|<{6})", text, MrzField.BIRTH_DATE)
    if FILLER in text:
        printed_month = text[2:4]
        if printed_month.isdigit() and not 1 <= int(printed_month) <= 12:
            raise MrzFieldMalformed(field=MrzField.BIRTH_DATE)
        return None
    year, month, day = _date_parts(text)
    try:
        return birth_in_century(day, month, year, today=today)
    except NoSuchDate:
        raise MrzFieldMalformed(field=MrzField.BIRTH_DATE) from None


def read_valid_until(text: str, *, today: date) -> date | None:
    """Return the last day of validity; None for fillers, that is a document without expiry.

    A date such as 991231 is taken as it stands. Should an issuer mean "for ever" by it, the
    document counts as expired, and the clerk can enter it by hand, which a second person sees.

    Raises:
        MrzFieldMalformed: not a date.
    """
    _read(r"(\d{6}|<{6})", text, MrzField.VALID_UNTIL)
    if FILLER in text:
        return None
    year, month, day = _date_parts(text)
    try:
        return validity_in_century(day, month, year, today=today)
    except NoSuchDate:
        raise MrzFieldMalformed(field=MrzField.VALID_UNTIL) from None


def read_names(text: str) -> tuple[str, str]:
    """Return surname and given names, their words divided by spaces; one name is a surname.

    Raises:
        MrzFieldMalformed: no name, or signs that are no letters.

    Source:
        ICAO Doc 9303-3, section 4.6.
    """
    if not re.fullmatch(r"[A-Z][A-Z<]*", text):
        raise MrzFieldMalformed(field=MrzField.NAMES)
    surname, _, given_names = text.rstrip(FILLER).partition(FILLER * 2)
    if FILLER * 2 in given_names:
        raise MrzFieldMalformed(field=MrzField.NAMES)
    return surname.replace(FILLER, " "), given_names.replace(FILLER, " ").strip()


def _read(pattern: str, text: str, field: MrzField) -> str:
    found = re.fullmatch(pattern, text, re.ASCII)
    if found is None:
        raise MrzFieldMalformed(field=field)
    return found[1]


def _date_parts(text: str) -> tuple[int, int, int]:
    return int(text[:2]), int(text[2:4]), int(text[4:])
