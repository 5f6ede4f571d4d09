"""One-time passwords: the same for one row, another for each other row, number and central."""

from __future__ import annotations

import pytest

from ra_desk.central.keyed import KeyedDigests
from ra_desk.central.sms.one_time import (
    PasswordMalformed,
    matches,
    one_time_password,
    parse_password,
)
from ra_desk.domain.numbers import PhoneNumber
from ra_desk.domain.secret import Secret

KEY = KeyedDigests(Secret(bytes(range(32))))
PHONE, OTHER = PhoneNumber("+46701740605"), PhoneNumber("+46701740606")


def made(password_id: str, phone: PhoneNumber = PHONE, digests: KeyedDigests = KEY) -> str:
    return one_time_password(digests, password_id=password_id, phone=phone).reveal()


def test_a_password_is_six_digits_and_comes_again():
    """The SMS that is repeated has the same one, though nothing keeps it."""
    assert made("a") == made("a")
    assert len(made("a")) == 6
    assert made("a").isdigit()


def test_another_row_number_or_key_has_another_password():
    """Who has read the database cannot say what any of them is."""
    stranger = KeyedDigests(Secret(bytes(range(1, 33))))
    many = {made(f"{n}") for n in range(200)}
    assert len(many) > 195
    assert made("a", OTHER) != made("a") != made("a", digests=stranger)


@pytest.mark.parametrize("typed", ["482913", " 482 913 ", "48 29 13\n"])
def test_spaces_are_nothing(typed: str):
    assert parse_password(typed) == "482913"


@pytest.mark.parametrize("typed", ["", "48291", "4829130", "48291O", "４８２９１３", "-82913"])
def test_what_is_no_password_is_refused_as_such(typed: str):
    """It must cost no try."""
    with pytest.raises(PasswordMalformed) as refused:
        parse_password(typed)
    assert refused.value.facts == {"digits": 6}


def test_only_the_password_matches():
    assert matches(Secret("012345"), "012345")
    assert not matches(Secret("012345"), "012346")
