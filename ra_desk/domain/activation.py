"""Activation codes, and the numbers of requests and letters: one alphabet, one check sign.

All three are typed by people and read by keyboard-wedge scanners, so they share an alphabet
that survives a wrong keyboard layout and cannot form words, and a check sign that finds every
single wrong sign. What a code stands behind is worth guarding; a number is not secret.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import NewType

from stdnum.iso7064 import mod_37_36

from ra_desk.domain.errors import Refused
from ra_desk.domain.secret import Secret

#: 26 signs: no 0/O, 1/I/L, U, no Y/Z (they change places between keyboards), no vowels.
ALPHABET = "23456789BCDFGHJKMNPQRSTVWX"

#: What stands before the signs in a QR or Data Matrix; the digit is the version of the form.
REQUEST_MARK = "RA1"
LETTER_MARK = "RL1"

RequestNumber = NewType("RequestNumber", str)
LetterNumber = NewType("LetterNumber", str)

RandomSign = Callable[[Sequence[str]], str]


class Channel(StrEnum):
    """How an activation code reaches the citizen."""

    EMAIL = "email"
    POST = "post"


class ActivationCode(Secret[str]):
    """A checked activation code; ``reveal`` gives ``XXXX-XXXX-XXXX``, its one canonical form."""

    __slots__ = ()


class CodeWrongLength(Refused):
    """Facts: ``expected`` and ``found``, numbers of signs without hyphens."""

    code = "activation_code.wrong_length"


class CodeForeignSign(Refused):
    """Facts: ``sign``, and ``group`` and ``place`` in the group, both counted from 1."""

    code = "activation_code.foreign_sign"


class CodeCheckSignWrong(Refused):
    """A sign is mistyped, or two have changed places; which one cannot be known."""

    code = "activation_code.check_sign"


class RequestNumberWrongLength(Refused):
    """Facts: ``expected`` and ``found``, numbers of signs without hyphens and ``R``."""

    code = "request_number.wrong_length"


class RequestNumberForeignSign(Refused):
    """Facts: ``sign``, and ``group`` and ``place`` in the group, both counted from 1."""

    code = "request_number.foreign_sign"


class RequestNumberCheckSignWrong(Refused):
    """A sign is mistyped, or two have changed places; which one cannot be known."""

    code = "request_number.check_sign"


class LetterNumberWrongLength(Refused):
    """Facts: ``expected`` and ``found``, numbers of signs without hyphens and ``L``."""

    code = "letter_number.wrong_length"


class LetterNumberForeignSign(Refused):
    """Facts: ``sign``, and ``group`` and ``place`` in the group, both counted from 1."""

    code = "letter_number.foreign_sign"


class LetterNumberCheckSignWrong(Refused):
    """A sign is mistyped, or two have changed places; which one cannot be known."""

    code = "letter_number.check_sign"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Form:
    """How many signs, the check sign included, and what to say when they do not fit."""

    signs: int
    wrong_length: type[Refused]
    foreign_sign: type[Refused]
    check_sign_wrong: type[Refused]


_CODE = _Form(
    signs=12,
    wrong_length=CodeWrongLength,
    foreign_sign=CodeForeignSign,
    check_sign_wrong=CodeCheckSignWrong,
)
_REQUEST = _Form(
    signs=7,
    wrong_length=RequestNumberWrongLength,
    foreign_sign=RequestNumberForeignSign,
    check_sign_wrong=RequestNumberCheckSignWrong,
)
_LETTER = _Form(
    signs=8,
    wrong_length=LetterNumberWrongLength,
    foreign_sign=LetterNumberForeignSign,
    check_sign_wrong=LetterNumberCheckSignWrong,
)

_GROUP = 4
_SEPARATORS = re.compile(r"[\s\u00ad\u2010-\u2015\u2212\ufe58\ufe63\uff0d_-]+")
_EMAIL_VALIDITY = timedelta(hours=24)
_POST_VALIDITY = timedelta(days=21)
_POST_ABROAD_VALIDITY = timedelta(days=30)


def check_sign(body: str) -> str:
    """Return the sign that follows ``body``, which holds signs of ``ALPHABET`` only.

    It finds all single wrong signs, and 99.7 % of the swaps of two neighbours.

    Source:
        ISO/IEC 7064:2003, hybrid system MOD 27,26; decision 26.
    """
    return mod_37_36.calc_check_digit(body, ALPHABET)


def new_code(random: RandomSign = secrets.choice) -> ActivationCode:
    """Make an activation code of 11 random signs (51.7 bits) and a check sign.

    Args:
        random: picks one sign of a sequence; anything but ``secrets.choice`` is for tests.

    Source:
        Decision 26.
    """
    return ActivationCode(_grouped(_new_signs(_CODE, random)))


def parse_code(text: str) -> ActivationCode:
    """Read an activation code as a person types it: any case, with spaces, hyphens or none.

    Neither the errors nor their tracebacks hold the typed text; one sign that belongs to no
    code is named. None of them counts as an attempt (decision 26).

    Raises:
        CodeForeignSign: a sign is not in the alphabet.
        CodeWrongLength: there are not 12 signs.
        CodeCheckSignWrong: a sign is mistyped, or two have changed places.
    """
    return ActivationCode(_grouped(_checked(_bare(text), _CODE)))


def validity(channel: Channel, abroad: bool = False) -> timedelta:
    """Return how long a code can be redeemed: from the relay's acceptance, or from printing.

    ``abroad`` says that a letter leaves the country; an e-mail takes no longer there.

    Source:
        Decision 26.
    """
    if channel is Channel.EMAIL:
        return _EMAIL_VALIDITY
    return _POST_ABROAD_VALIDITY if abroad else _POST_VALIDITY


def new_request_number(random: RandomSign = secrets.choice) -> RequestNumber:
    """Make a request number ``R-XXXX-XXX``; 26⁶ exist, so the caller sees to uniqueness."""
    return RequestNumber("R-" + _grouped(_new_signs(_REQUEST, random)))


def parse_request_number(text: str) -> RequestNumber:
    """Read a request number: typed with or without hyphens and ``R``, or scanned (``RA1…``).

    Raises:
        RequestNumberForeignSign: a sign is not in the alphabet.
        RequestNumberWrongLength: there are not 7 signs.
        RequestNumberCheckSignWrong: a sign is mistyped, or two have changed places.
    """
    signs = _without_mark(text, mark=REQUEST_MARK, letter="R", form=_REQUEST)
    return RequestNumber("R-" + _grouped(_checked(signs, _REQUEST)))


def request_number_scan(number: RequestNumber) -> str:
    """Return what the QR of a request holds: ``RA1`` and the signs, no hyphen."""
    return REQUEST_MARK + _bare(number).removeprefix("R")


def new_letter_number(random: RandomSign = secrets.choice) -> LetterNumber:
    """Make a letter number ``L-XXXX-XXXX``; 26⁷ exist, so the caller sees to uniqueness."""
    return LetterNumber("L-" + _grouped(_new_signs(_LETTER, random)))


def parse_letter_number(text: str) -> LetterNumber:
    """Read a letter number: typed with or without hyphens and ``L``, or scanned (``RL1…``).

    Raises:
        LetterNumberForeignSign: a sign is not in the alphabet.
        LetterNumberWrongLength: there are not 8 signs.
        LetterNumberCheckSignWrong: a sign is mistyped, or two have changed places.
    """
    signs = _without_mark(text, mark=LETTER_MARK, letter="L", form=_LETTER)
    return LetterNumber("L-" + _grouped(_checked(signs, _LETTER)))


def letter_number_scan(number: LetterNumber) -> str:
    """Return what the Data Matrix of a letter holds: ``RL1`` and the signs, no hyphen."""
    return LETTER_MARK + _bare(number).removeprefix("L")


def _new_signs(form: _Form, random: RandomSign) -> str:
    body = "".join(random(ALPHABET) for _ in range(form.signs - 1))
    return body + check_sign(body)


def _grouped(signs: str) -> str:
    return "-".join(signs[at : at + _GROUP] for at in range(0, len(signs), _GROUP))


def _bare(text: str) -> str:
    # Only ASCII is raised to capitals: elsewhere one sign can become two ("ß"), or become an
    # ASCII letter ("ſ"), and then a sign that is not in the alphabet would pass.
    return "".join(s.upper() if s.isascii() else s for s in _SEPARATORS.sub("", text))


def _without_mark(text: str, *, mark: str, letter: str, form: _Form) -> str:
    signs = _bare(text)
    if signs.startswith(mark):
        return signs.removeprefix(mark)
    # "R" is a sign of the alphabet as well: it is taken for the letter of the number only if
    # it stands by itself or if the number would be too long with it.
    stands_alone = re.match(rf"\s*{letter}{_SEPARATORS.pattern}", text, re.IGNORECASE)
    if stands_alone or len(signs) > form.signs:
        return signs.removeprefix(letter)
    return signs


def _checked(signs: str, form: _Form) -> str:
    for at, sign in enumerate(signs):
        if sign not in ALPHABET:
            group, place = divmod(at, _GROUP)
            raise form.foreign_sign(sign=sign, group=group + 1, place=place + 1)
    if len(signs) != form.signs:
        raise form.wrong_length(expected=form.signs, found=len(signs))
    if check_sign(signs[:-1]) != signs[-1]:
        raise form.check_sign_wrong()
    return signs
