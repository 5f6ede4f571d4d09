"""Numbers and dates that people type: read tolerantly, checked strictly, named part by part."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NewType

from stdnum.exceptions import InvalidChecksum, InvalidComponent
from stdnum.si import ddv, emso
from stdnum.util import clean

from ra_desk.domain.countries import ENGLISH_NAMES
from ra_desk.domain.errors import Refused

TaxNumber = NewType("TaxNumber", str)
PhoneNumber = NewType("PhoneNumber", str)
ItemNumber = NewType("ItemNumber", str)

_TAX_DIGITS = 8
_EMSO_DIGITS = 13
_ITEM_SIGNS = 13
_ITEM_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)
_FIRST_YEAR = 1900
#: Codes that the registers of Slovenia assign since 2024; before it was 50 alone.
_SLOVENIAN_REGISTERS = range(50, 60)
#: A validity is never this many years away, so a two-digit year is not ambiguous.
_YEARS_AHEAD = 50

_THIRTEEN = re.compile(r"(?<!\d)(?:\d[ .\-]?){12}\d(?!\d)", re.ASCII)
_POSTCODE = re.compile(r"[1-689]\d{3}", re.ASCII)
_DATE_BY_PARTS = re.compile(r"(\d{1,4})[\s./-]+(\d{1,2})[\s./-]+(\d{1,4})\.?", re.ASCII)
_DATE_IN_ONE = re.compile(r"(\d\d)(\d\d)(\d{4}|\d\d)", re.ASCII)


class TaxNumberWrongLength(Refused):
    """Facts: ``found`` and ``expected``, numbers of digits."""

    code = "tax_number.wrong_length"


class TaxNumberForeignSign(Refused):
    """Facts: ``sign`` and its ``place`` from 1, spaces, hyphens and SI not counted."""

    code = "tax_number.foreign_sign"


class TaxNumberStartsWithZero(Refused):
    """The first digit of a tax number is 1 to 9."""

    code = "tax_number.starts_with_zero"


class TaxNumberCheckDigitWrong(Refused):
    """A digit is mistyped, or two have changed places; which one cannot be known."""

    code = "tax_number.check_digit"


class EmsoWrongLength(Refused):
    """Facts: ``found`` and ``expected``, numbers of digits."""

    code = "emso.wrong_length"


class EmsoForeignSign(Refused):
    """Facts: ``sign`` and its ``place`` from 1."""

    code = "emso.foreign_sign"


class EmsoNoSuchDate(Refused):
    """The first seven digits are no date, or none from 1900 to today."""

    code = "emso.no_such_date"


class EmsoCheckDigitWrong(Refused):
    """A digit is mistyped, or two have changed places; which one cannot be known."""

    code = "emso.check_digit"


class ItemNumberWrongLength(Refused):
    """Facts: ``found`` and ``expected``, numbers of signs."""

    code = "item_number.wrong_length"


class ItemNumberForeignSign(Refused):
    """Facts: ``sign`` and its ``place`` from 1; two letters, nine digits, two letters."""

    code = "item_number.foreign_sign"


class ItemNumberCheckDigitWrong(Refused):
    """A digit is mistyped, or two have changed places; which one cannot be known."""

    code = "item_number.check_digit"


class ItemNumberCountryUnknown(Refused):
    """Facts: ``country``, the last two letters."""

    code = "item_number.country_unknown"


class PhoneUnreadable(Refused):
    """What was typed is no phone number at all."""

    code = "phone.unreadable"


class PhoneNotAssigned(Refused):
    """The shape is right, but no such number exists in that country's plan."""

    code = "phone.not_assigned"


class PhoneNotMobile(Refused):
    """A number that cannot be relied on to receive an SMS."""

    code = "phone.not_mobile"


class DateUnreadable(Refused):
    """Expected is day, month, year."""

    code = "date.unreadable"


class NoSuchDate(Refused):
    """Facts: ``day``, ``month`` and ``year``, of which the calendar has none."""

    code = "date.no_such_date"


class BirthDateOutOfRange(Refused):
    """Facts: ``birth_date``, which is in the future or before 1900."""

    code = "date.birth_out_of_range"


class ValidityOutOfRange(Refused):
    """Facts: ``valid_until``, which lies more than 50 years away."""

    code = "date.validity_out_of_range"


class DateContext(StrEnum):
    """What a typed date says; it decides the century of a two-digit year."""

    BIRTH = "birth"
    VALIDITY = "validity"


@dataclass(frozen=True, slots=True, kw_only=True)
class EmsoReading:
    """What an EMŠO says; the number itself is never kept (decision 24).

    Attributes:
        unusual_register: the register code is not 50–59. A warning only: persons registered in
            another republic before 1991 keep their number.
    """

    birth_date: date
    unusual_register: bool


def parse_tax_number(text: str) -> TaxNumber:
    """Read a tax number (davčna številka), also with spaces, hyphens and the prefix SI.

    Raises:
        TaxNumberForeignSign: a sign is no digit.
        TaxNumberWrongLength: there are not 8 digits.
        TaxNumberStartsWithZero: such numbers are not assigned.
        TaxNumberCheckDigitWrong: modulus 11 does not fit, or gives 11, which is never assigned.

    Source:
        FURS; domain.md §2.2; the check digit by python-stdnum.
    """
    digits = ddv.compact(text)
    for at, sign in enumerate(digits):
        if sign not in "0123456789":
            raise TaxNumberForeignSign(sign=sign, place=at + 1)
    if len(digits) != _TAX_DIGITS:
        raise TaxNumberWrongLength(found=len(digits), expected=_TAX_DIGITS)
    if digits[0] == "0":
        raise TaxNumberStartsWithZero()
    if not ddv.is_valid(digits):
        raise TaxNumberCheckDigitWrong()
    return TaxNumber(digits)


def parse_emso(text: str, *, today: date) -> EmsoReading:
    """Read an EMŠO and return what it says, without the number.

    Neither the errors nor their tracebacks hold the number.

    Raises:
        EmsoForeignSign: a sign is no digit.
        EmsoWrongLength: there are not 13 digits.
        EmsoNoSuchDate: no such day, or not between 1900 and today.
        EmsoCheckDigitWrong: modulus 11 does not fit.

    Source:
        UL RS 8/1999-345; register codes 50–59 by the amendment of 2024; domain.md §2.1.
    """
    digits = emso.compact(text)
    for at, sign in enumerate(digits):
        if sign not in "0123456789":
            raise EmsoForeignSign(sign=sign, place=at + 1)
    if len(digits) != _EMSO_DIGITS:
        raise EmsoWrongLength(found=len(digits), expected=_EMSO_DIGITS)
    try:
        emso.validate(digits)
    except InvalidComponent:
        raise EmsoNoSuchDate() from None
    except InvalidChecksum:
        raise EmsoCheckDigitWrong() from None
    birth_date = emso.get_birth_date(digits)
    if not birth_date.year >= _FIRST_YEAR or birth_date > today:
        raise EmsoNoSuchDate()
    register = int(emso.get_region(digits))
    return EmsoReading(birth_date=birth_date, unusual_register=register not in _SLOVENIAN_REGISTERS)


def holds_emso(text: str) -> bool:
    """Whether an EMŠO stands in a text: thirteen digits whose day and check digit fit."""
    return any(emso.is_valid(re.sub(r"\D", "", found)) for found in _THIRTEEN.findall(text))


def birth_date_from_emso(text: str, *, today: date) -> date:
    """Return the birth date in an EMŠO; the errors are those of ``parse_emso``."""
    return parse_emso(text, today=today).birth_date


def item_check_digit(serial: str) -> str:
    """Return the check digit of the eight digits of a postal item number.

    Source:
        UPU S10: weights 8 6 4 2 3 5 9 7, 11 − sum mod 11, where 10 becomes 0 and 11 becomes 5.
    """
    total = sum(int(digit) * weight for digit, weight in zip(serial, _ITEM_WEIGHTS, strict=True))
    return {10: "0", 11: "5"}.get(rest := 11 - total % 11, str(rest))


def parse_item_number(text: str) -> ItemNumber:
    """Read the number of a registered item, for example ``RR 473 124 829 SI``.

    Raises:
        ItemNumberWrongLength: there are not 13 signs.
        ItemNumberForeignSign: a digit where a letter belongs, or the other way round.
        ItemNumberCheckDigitWrong: the check digit does not fit.
        ItemNumberCountryUnknown: the last two letters are no country.

    Source:
        UPU S10; domain.md §4.4.
    """
    signs = clean(text, " -").upper()
    if len(signs) != _ITEM_SIGNS:
        raise ItemNumberWrongLength(found=len(signs), expected=_ITEM_SIGNS)
    for at, sign in enumerate(signs):
        kind = r"[0-9]" if 2 <= at < 11 else r"[A-Z]"
        if not re.fullmatch(kind, sign):
            raise ItemNumberForeignSign(sign=sign, place=at + 1)
    if item_check_digit(signs[2:10]) != signs[10]:
        raise ItemNumberCheckDigitWrong()
    if signs[11:] not in ENGLISH_NAMES:
        raise ItemNumberCountryUnknown(country=signs[11:])
    return ItemNumber(signs)


def parse_phone(text: str, *, region: str = "SI") -> PhoneNumber:
    """Read a mobile number and return it in E.164; without ``+`` or ``00`` it is Slovenian.

    Raises:
        PhoneUnreadable: this is no phone number.
        PhoneNotAssigned: no such number in the plan of its country.
        PhoneNotMobile: not a mobile number, and not one of a country that mixes the two.

    Source:
        ITU-T E.164; domain.md §5; the plans by phonenumbers.
    """
    # Read when it is needed: its plans of the world take longer to read than a window to open.
    import phonenumbers
    from phonenumbers import PhoneNumberType

    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        raise PhoneUnreadable() from None
    if not phonenumbers.is_valid_number(number):
        raise PhoneNotAssigned()
    mobile = {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE}
    if phonenumbers.number_type(number) not in mobile:
        raise PhoneNotMobile()
    return PhoneNumber(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def shown_phone(phone: PhoneNumber) -> str:
    """Return the number as people write it: nationally at home, with + elsewhere."""
    import phonenumbers
    from phonenumbers import PhoneNumberFormat

    number = phonenumbers.parse(phone)
    home = number.country_code == 386
    form = PhoneNumberFormat.NATIONAL if home else PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, form)


def masked_phone(phone: PhoneNumber) -> str:
    """Return the number as people write it, all digits but the last three hidden."""
    return re.sub(r"\d(?=(?:\D*\d){3})", "•", shown_phone(phone))


def is_postcode(text: str) -> bool:
    """Whether ``text`` has the shape of a Slovenian postcode: 4 digits, no 0 or 7 in front.

    Source:
        Pošta Slovenije; domain.md §4.3. Which of them exist is data, and only worth a warning.
    """
    return _POSTCODE.fullmatch(text) is not None


def parse_date(text: str, *, context: DateContext, today: date) -> date:
    """Read a typed date: ``4.3.91``, ``4 3 1991``, ``04031991``, also ``1991-3-4``.

    A birth with a two-digit year is the latest one that is not in the future; a validity is
    the one that is at most 50 years ahead, so that a document expired last year stays expired.

    Raises:
        DateUnreadable: not a day, a month and a year.
        NoSuchDate: the calendar has no such day.
        BirthDateOutOfRange: a birth in the future, or before 1900.
        ValidityOutOfRange: a validity more than 50 years away.

    Source:
        ux.md §3.11; the pivot from domain.md §3.1.
    """
    parts = _DATE_BY_PARTS.fullmatch(text.strip()) or _DATE_IN_ONE.fullmatch(text.strip())
    if parts is None:
        raise DateUnreadable()
    first, month, last = parts.groups()
    day, year = (last, first) if len(first) == 4 else (first, last)
    if len(day) > 2 or len(year) not in {2, 4}:
        raise DateUnreadable()
    if len(year) == 4:
        found = _calendar_day(int(day), int(month), int(year))
    elif context is DateContext.BIRTH:
        found = birth_in_century(int(day), int(month), int(year), today=today)
    else:
        found = validity_in_century(int(day), int(month), int(year), today=today)
    if context is DateContext.BIRTH and (found > today or found.year < _FIRST_YEAR):
        raise BirthDateOutOfRange(birth_date=found)
    if context is DateContext.VALIDITY and abs(found.year - today.year) > _YEARS_AHEAD:
        raise ValidityOutOfRange(valid_until=found)
    return found


def birth_in_century(day: int, month: int, year: int, *, today: date) -> date:
    """Return the latest day with this two-digit year that is not after ``today``.

    Raises:
        NoSuchDate: the calendar has no such day in that year.
    """
    century = today.year - today.year % 100
    if (century + year, month, day) > (today.year, today.month, today.day):
        century -= 100
    return _calendar_day(day, month, century + year)


def validity_in_century(day: int, month: int, year: int, *, today: date) -> date:
    """Return the latest day with this two-digit year that is at most 50 years ahead.

    Raises:
        NoSuchDate: the calendar has no such day in that year.
    """
    limit = today.year + _YEARS_AHEAD
    return _calendar_day(day, month, limit - (limit - year) % 100)


def _calendar_day(day: int, month: int, year: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise NoSuchDate(day=day, month=month, year=year) from None
