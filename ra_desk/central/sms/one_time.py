"""One-time passwords by SMS: how they come about, how long and how often they are good.

A password stands in no table. It is an HOTP (RFC 4226) whose secret is derived from a key outside
the database, the id of its row and the number it goes to; so every repetition of its SMS has the
same password, and a stolen database has none.

Source:
    Decision 34; security.md §7; requirement S4-99.
"""

from __future__ import annotations

import base64
import hmac
from datetime import timedelta

import pyotp

from ra_desk.central.keyed import KeyedDigests
from ra_desk.domain.errors import Refused
from ra_desk.domain.numbers import PhoneNumber
from ra_desk.domain.secret import Secret

DIGITS = 6
VALID = timedelta(minutes=10)
#: Wrong tries after which a password is dead.
TRIES = 5
#: The same password goes out so many times at most, not faster than this.
SENDS = 3
AGAIN_AFTER = timedelta(seconds=60)
#: How often within the window one number may be entered, by whomever, and one account may enter
#: any.
SAME_NUMBER, SAME_ACCOUNT = 2, 4
WINDOW = timedelta(hours=2)


class PasswordMalformed(Refused):
    """``digits``: what was typed is not that many digits; it counts as no try."""

    code = "one_time_password.malformed"


class PasswordNone(Refused):
    """No password is under way: a phone number has to be entered first."""

    code = "one_time_password.none"


class PasswordWrong(Refused):
    """``left``: tries that are left before the password is dead."""

    code = "one_time_password.wrong"


class PasswordDead(Refused):
    """The password was tried too often, or no SMS reaches the number; enter one again."""

    code = "one_time_password.dead"


class PasswordExpired(Refused):
    """``expired``: until when the password was good."""

    code = "one_time_password.expired"


class AgainTooSoon(Refused):
    """``until``: when the same password may be sent again."""

    code = "one_time_password.again_too_soon"


class SentTooOften(Refused):
    """``most``: how often one password is sent."""

    code = "one_time_password.sent_too_often"


class EnteredTooOften(Refused):
    """``until``: when a number, or this one, may be entered again."""

    code = "phone.entered_too_often"


def one_time_password(
    digests: KeyedDigests, *, password_id: str, phone: PhoneNumber
) -> Secret[str]:
    """Return the password of a row; the same for ever."""
    key = digests.one_time_key(password_id, phone).reveal()
    return Secret(pyotp.HOTP(base64.b32encode(key).decode(), digits=DIGITS).at(0))


def parse_password(typed: str) -> str:
    """Return a password as it was typed, without spaces.

    Raises:
        PasswordMalformed: it is not six digits.
    """
    digits = "".join(typed.split())
    if len(digits) != DIGITS or not (digits.isascii() and digits.isdigit()):
        raise PasswordMalformed(digits=DIGITS)
    return digits


def matches(password: Secret[str], guess: str) -> bool:
    """Whether this is the password; takes the same time for any wrong one."""
    return hmac.compare_digest(password.reveal(), guess)
