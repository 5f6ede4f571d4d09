"""Write the machine-readable zone of an invented document, as a scanner would type it.

The desk reads zones and never writes one; this is the other side of that, for the demo alone.
"""

from __future__ import annotations

import unicodedata
from datetime import date

# ICAO Doc 9303-3, section 6: the letters that are more than a base letter with an accent.
_LETTERS = str.maketrans(
    {"Đ": "D", "Ö": "OE", "Ő": "O", "Ü": "UE", "Ű": "U", "Ä": "AE", "ß": "SS", "ẞ": "SS"}
    | {"'": "", "’": "", ".": "", ",": ""}
)
_WEIGHTS = (7, 3, 1)
_FILLER = "<"


def td1(
    *, number: str, born: date, sex: str, valid_until: date | None, optional: str, name: str
) -> tuple[str, str, str]:
    """Return the three lines of a Slovenian identity card.

    Args:
        number: nine signs.
        born: printed with two digits of its year.
        sex: ``M`` or ``F``.
        valid_until: None for a card that does not expire, printed as fillers.
        optional: at most 15 signs, on Slovenian cards the personal number.
        name: from `name_field`, 30 signs.
    """
    first = f"IDSVN{number}{_check(number)}{optional:<15}".replace(" ", _FILLER)
    birth, expiry = _dated(born), _dated(valid_until)
    second = f"{birth}{sex}{expiry}SVN{_FILLER * 11}"
    composite = _check(first[5:30] + second[0:7] + second[8:15] + second[18:29])
    return first, second + composite, name


def td3(
    *, number: str, born: date, sex: str, valid_until: date, optional: str, name: str
) -> tuple[str, str]:
    """Return the two lines of a Slovenian passport.

    Args:
        number: nine signs.
        born: printed with two digits of its year.
        sex: ``M`` or ``F``.
        valid_until: the last day of validity.
        optional: at most 14 signs, in Slovenian passports the personal number.
        name: from `name_field`, 39 signs.
    """
    personal = f"{optional:<14}".replace(" ", _FILLER)
    second = f"{number}{_check(number)}SVN{_dated(born)}{sex}{_dated(valid_until)}"
    second += personal + _check(personal)
    composite = _check(second[0:10] + second[13:20] + second[21:43])
    return f"P<SVN{name}", second + composite


def name_field(surname: str, given_names: str, *, width: int) -> str:
    """Return the field of the name, cut to its width as issuers do.

    A surname that fills the field is cut, so that the first letter of the given name remains.

    Source:
        ICAO Doc 9303-3, section 4.7.
    """
    family = _latin(surname)[: width - 3].rstrip(_FILLER)
    return f"{family}<<{_latin(given_names)}"[:width].ljust(width, _FILLER)


def _latin(name: str) -> str:
    replaced = unicodedata.normalize("NFC", name.upper()).translate(_LETTERS)
    bare = unicodedata.normalize("NFD", replaced)
    letters = "".join(sign for sign in bare if not unicodedata.combining(sign))
    return _FILLER.join(letters.replace("-", " ").split())


def _dated(day: date | None) -> str:
    field = _FILLER * 6 if day is None else f"{day:%y%m%d}"
    return field + _check(field)


def _check(field: str) -> str:
    total = sum(_value(sign) * _WEIGHTS[place % 3] for place, sign in enumerate(field))
    return str(total % 10)


def _value(sign: str) -> int:
    return 0 if sign == _FILLER else int(sign, 36)
