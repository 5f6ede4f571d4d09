"""What a clerk means by a text: every form the field takes, and none that it trips over."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ra_desk.domain.activation import (
    letter_number_scan,
    new_letter_number,
    new_request_number,
    request_number_scan,
)
from ra_desk.domain.facts import SearchKey
from ra_desk.services.ports import Query
from ra_desk.services.understand import understand
from tests.domain.test_mrz import CARD

TODAY = date(2026, 11, 22)
BORN = date(1991, 3, 4)
EMSO = "1208977505120"
_SIGNS = Random(7)
NUMBER = new_request_number(_SIGNS.choice)
LETTER = new_letter_number(_SIGNS.choice)


def said(text):
    return understand(text, today=TODAY)


@pytest.mark.parametrize(
    "text",
    [
        "zagar 4.3.1991",
        "4.3.1991 Žagar",
        "ŽAGAR 4. 3. 1991",
        "zagar 4. 3. 91",
        "zagar 04031991",
        "zagar 4 3 1991",
        "zagar 4/3/1991",
        "zagar 1991-03-04",
        "zagar 040391",
        "  zagar\t4-3-1991  ",
    ],
)
def test_a_name_and_a_date_stand_in_any_order_and_form(text):
    """Clients say a date in one way, clerks type it in ten."""
    understood = said(text)
    assert understood.query == Query(tokens=("zagar",), birth_date=BORN)
    assert understood.key is SearchKey.NAME_AND_BIRTH_DATE


@pytest.mark.parametrize("text", ["spela zagar 91", "91 Žagar Špela", "žagar 1991 špela"])
def test_a_name_and_a_year_stand_in_any_order(text):
    query = said(text).query
    assert (sorted(query.tokens), query.birth_year) == (["spela", "zagar"], 1991)


@pytest.mark.parametrize(
    "text",
    [
        NUMBER,
        NUMBER.removeprefix("R-"),
        request_number_scan(NUMBER),
        f"https://portal.example/z/{NUMBER}",
    ],
)
def test_a_request_is_named_by_its_number_its_code_or_its_address(text):
    if not any(sign.isdigit() for sign in NUMBER):
        return  # without R and digits it might be a name
    assert said(text).query == Query(number=NUMBER)


@pytest.mark.parametrize("text", [LETTER, letter_number_scan(LETTER), LETTER.lower()])
def test_a_letter_is_told_from_a_request(text):
    assert said(text).letter == LETTER


@pytest.mark.parametrize("text", [EMSO, f"novak {EMSO}", f"{EMSO} Novak"])
def test_of_an_emso_only_the_birth_date_is_left(text):
    """Decision 24: the number stands neither in the query nor in what goes back to the field."""
    understood = said(text)
    assert understood.query.birth_date == date(1977, 8, 12)
    assert understood.emso is not None
    assert EMSO not in understood.instead
    assert understand(understood.instead, today=TODAY).query == understood.query
    assert EMSO not in repr(understood)


def test_an_emso_of_another_register_is_a_warning_and_a_wrong_one_a_problem():
    """People registered elsewhere before 1991 keep their number."""
    other = said("0101950100008")
    assert other.problem is not None or (other.emso and other.emso.unusual_register)
    wrong = said("1208977505123")
    assert wrong.problem is not None
    assert (wrong.problem.code, wrong.query, wrong.instead) == ("emso.check_digit", Query(), "")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("kos 31.2.1990", "date.no_such_date"),
        ("31. 2. 1990 Kos", "date.no_such_date"),
        ("kos 1/13/1990", "date.no_such_date"),
        ("kos 4.3.2091", "date.birth_out_of_range"),
        ("kos 31.2.19", None),
        ("kos 31.2.199", None),
        ("kos 4.3.1991", None),
    ],
)
def test_a_date_that_is_none_is_a_problem_once_it_is_whole(text, code):
    """Else the clerk hears that there is no such request, and sends the client away."""
    problem = said(text).problem
    assert (problem and problem.code) == code


def test_a_tax_number_may_stand_beside_a_name():
    query = said("Žagar 50223054").query
    assert (query.tax_number, query.tokens) == ("50223054", ("zagar",))


def test_eight_digits_that_are_no_tax_number_may_be_a_date():
    """12081977 fails as a tax number and is a day; 50223055 is neither."""
    assert said("12081977").query == Query(birth_date=date(1977, 8, 12))
    assert said("50223055").problem is not None


@pytest.mark.parametrize(("text", "code"), [("50223", "tax_number"), ("120897750", "emso")])
def test_a_number_that_is_not_complete_says_how_long_it_is(text, code):
    problem = said(text).problem
    assert problem is not None
    assert problem.code == f"{code}.wrong_length"


@pytest.mark.parametrize("text", [CARD, CARD.replace("\n", " "), CARD.replace("\n", "")])
def test_a_document_may_be_pasted(text):
    """From a reader's own program, with its line ends or without."""
    understood = said(text)
    assert understood.key is SearchKey.DOCUMENT
    assert understood.zone is not None
    assert understood.query.birth_date == date(1977, 8, 12)
    assert "120897750" not in repr(understood)


def test_half_an_address_and_a_name_are_found_together():
    query = said("novak Ana@posta.EXAMPLE").query
    assert (query.email, query.tokens) == ("ana@posta.example", ("novak",))


PIECES = st.sampled_from(
    [
        "žagar",
        "Őry",
        "R-7F4K",
        "RA1",
        "<<",
        ";;;",
        "'; DROP TABLE request; --",
        '" OR * NEAR(',
        "AND NOT",
        "\x00",
        "\u202e",
        "🧑‍⚖️",
        "\ud800",
        "ſ",
        "ß",
        "مرحبا",
        "31.2.1990",
        EMSO,
        "50223054",
        "@",
        "٣",
        "¹²",
        "https://",
        ">",
    ]
)


@given(st.lists(st.one_of(PIECES, st.text(max_size=40)), max_size=9).map(" ".join))
@settings(max_examples=2000)
def test_nothing_that_is_typed_makes_it_fail(text):
    """SQL, FTS operators, half emojis, digits of other scripts, marks that nobody sees."""
    understood = said(text)
    assert len(understood.query.tokens) <= 8
    for token in understood.query.tokens:
        token.encode()
