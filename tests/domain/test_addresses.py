"""Address blocks as Pošta Slovenije wants them."""

from dataclasses import replace

import pytest

from ra_desk.domain import addresses as a
from ra_desk.domain.countries import ALPHA3, ENGLISH_NAMES
from ra_desk.domain.errors import Refused

TOWN = a.PostalAddress(
    street="Slovenska cesta",
    house_number="5 a",
    settlement="Ljubljana",
    postcode="1000",
    post="Ljubljana",
)
VILLAGE = a.PostalAddress(
    street=None, house_number="12", settlement="Vas", postcode="1336", post="Kostel"
)
GRAZ = a.PostalAddress(
    street="Hauptplatz",
    house_number="3",
    settlement="Graz",
    postcode="8010",
    post="Graz",
    country="AT",
)


def test_an_address_in_a_town():
    """Name, street and number, postcode and post; no country code (P3)."""
    assert a.address_lines("Špela Žagar", TOWN) == (
        "Špela Žagar",
        "Slovenska cesta 5 a",
        "1000 Ljubljana",
    )


def test_an_address_without_a_street():
    """The place carries the number."""
    assert a.address_lines("Ana Novak", VILLAGE) == ("Ana Novak", "Vas 12", "1336 Kostel")


def test_a_flat_stands_above_the_name():
    """Rule of the post, easily got wrong."""
    lines = a.address_lines("Ana Novak", replace(TOWN, flat="2. nadstropje"))
    assert lines[:2] == ("2. nadstropje", "Ana Novak")


def test_the_settlement_stands_above_the_street_when_it_is_not_the_seat_of_the_post():
    """There may be several streets of that name in the area of one post."""
    address = replace(
        TOWN, street="Vrtna ulica", settlement="Vnanje Gorice", postcode="1351", post="Brezovica"
    )
    assert a.address_lines("Ana Novak", address) == (
        "Ana Novak",
        "Vnanje Gorice",
        "Vrtna ulica 5 a",
        "1351 Brezovica",
    )


@pytest.mark.parametrize(
    ("settlement", "post"),
    [
        ("Koper", "Koper – Capodistria"),
        ("Koper - Capodistria", "Koper – Capodistria"),
        ("LJUBLJANA", "Ljubljana – Šentvid"),
    ],
)
def test_a_town_is_not_said_twice(settlement, post):
    """Two-language posts, and parts of Ljubljana."""
    lines = a.address_lines("Ana Novak", replace(TOWN, settlement=settlement, post=post))
    assert lines == ("Ana Novak", "Slovenska cesta 5 a", f"1000 {post}")


def test_a_house_number_has_no_leading_zeros():
    """P1."""
    assert a.address_lines("Ana", replace(TOWN, house_number="007"))[1] == "Slovenska cesta 7"


def test_abroad_the_country_stands_last_in_english_capitals():
    """P3; the flat then follows the name, because the rule above is Slovenian."""
    assert a.is_abroad(GRAZ)
    assert not a.is_abroad(TOWN)
    assert a.address_lines("Ana Novak", replace(GRAZ, flat="Tür 4")) == (
        "Ana Novak",
        "Tür 4",
        "Hauptplatz 3",
        "8010 Graz",
        "AUSTRIA",
    )
    assert a.address_lines("A", replace(GRAZ, country="QQ"))[-1] == "QQ"


@pytest.mark.requirement("S0-42")
def test_hostile_text_is_one_plain_line():
    """Marks of writing direction, line breaks and control signs change what is read."""
    hostile = "=cmd()\u202eanA\r\nkavoN\u2028<b>\x00\u200b Nova\u0301k\u00ad"
    lines = a.address_lines(hostile, TOWN)
    assert lines[0] == "=cmd()anA kavoN <b> Novák"
    assert len(lines) == 3


def test_a_good_address_has_no_problems():
    """At home, without a street, abroad, with each shape of house number."""
    for address in (TOWN, VILLAGE, GRAZ):
        assert a.problems(address) == ()
        a.require_deliverable(address)
    for number in ("1", "05", "5a", "5 Č", "12/3", "5-7", "9999"):
        assert a.problems(replace(TOWN, house_number=number)) == ()


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"street": " – "}, a.StreetMalformed),
        ({"house_number": " "}, a.HouseNumberMissing),
        ({"house_number": "a5"}, a.HouseNumberMalformed),
        ({"house_number": "0"}, a.HouseNumberMalformed),
        ({"house_number": "5 a\n1000"}, a.HouseNumberMalformed),
        ({"settlement": ""}, a.SettlementMissing),
        ({"postcode": "7000"}, a.PostcodeMalformed),
        ({"postcode": "SI-1000"}, a.PostcodeMalformed),
        ({"postcode": "١٠٠٠"}, a.PostcodeMalformed),
        ({"post": " "}, a.PostMissing),
        ({"country": "XX"}, a.CountryUnknown),
        ({"country": "AT", "postcode": ""}, a.PostcodeMissing),
        ({"street": "Cesta " * 12}, a.AddressLineTooLong),
    ],
)
def test_a_bad_address_says_which_part_is_wrong(change, error):
    """Before a letter is ordered, not when it comes back."""
    address = replace(TOWN, **change)
    assert error in {type(problem) for problem in a.problems(address)}
    with pytest.raises(error):
        a.require_deliverable(address)


def test_all_problems_are_told_at_once():
    """Nobody likes to correct a form in five rounds."""
    address = replace(TOWN, house_number="", settlement="", postcode="", post="")
    found = [type(problem) for problem in a.problems(address)]
    assert found == [
        a.HouseNumberMissing,
        a.SettlementMissing,
        a.PostcodeMalformed,
        a.PostMissing,
    ]


def test_a_line_that_is_too_long_says_how_long_it_is():
    """10 cm hold about 58 signs."""
    long = replace(TOWN, street="x" * 60)
    (problem,) = a.problems(long)
    assert problem.facts == {
        "line": "x" * 60 + " 5 a",
        "part": "street",
        "found": 64,
        "longest": 58,
    }


def test_the_countries_are_those_of_iso():
    """249 and Kosovo, each with two letters, three letters and a name."""
    assert len(ENGLISH_NAMES) == len(ALPHA3) == 250
    assert set(ALPHA3.values()) == set(ENGLISH_NAMES)
    assert ALPHA3["SVN"] == "SI"
    assert ENGLISH_NAMES["CI"] == "Ivory Coast"
    assert all(len(code) == 2 for code in ENGLISH_NAMES)
    assert all(len(code) == 3 for code in ALPHA3)


@pytest.mark.parametrize(
    ("street", "house_number"),
    [
        ("p. p. 12", ""),
        ("PP 12", ""),
        ("p.p.", "12"),
        ("Poštni predal 12", ""),
        ("postni predal", "12"),
    ],
)
def test_a_post_office_box_is_written_as_the_post_writes_it(street, house_number):
    """``p. p. 12`` and no settlement: the box stands at the post itself."""
    box = replace(TOWN, street=street, house_number=house_number, postcode="1001")
    assert a.address_lines("Ana Novak", box) == ("Ana Novak", "p. p. 12", "1001 Ljubljana")
    assert a.problems(box) == ()


@pytest.mark.parametrize("street", ["Ppotna ulica", "Pod Pečmi", "p. p."])
def test_a_street_that_only_begins_like_a_box_is_a_street(street):
    """And a box without a number is not one."""
    lines = a.address_lines("Ana", replace(TOWN, street=street, house_number="7 a"))
    assert lines[1] == f"{street} 7 a"


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ({"street": " – "}, a.AddressLine.STREET),
        ({"house_number": ""}, a.AddressLine.STREET),
        ({"settlement": ""}, a.AddressLine.SETTLEMENT),
        ({"postcode": "7000"}, a.AddressLine.POST),
        ({"country": "XX"}, a.AddressLine.COUNTRY),
        ({"flat": "f" * 60}, a.AddressLine.FLAT),
        ({"post": "p" * 60}, a.AddressLine.POST),
    ],
)
def test_a_problem_says_which_line_it_is_about(change, line):
    """So that the line can be marked where it stands."""
    found = a.problems(replace(TOWN, **change))
    assert line in {a.line_of(problem) for problem in found}
    kinds = {kind for kind, _text in a.address_block("Ana", TOWN)}
    assert kinds == {a.AddressLine.NAME, a.AddressLine.STREET, a.AddressLine.POST}


def test_an_error_of_others_is_about_no_line():
    """A name that is too long for the window is found where millimetres are."""
    assert a.line_of(Refused()) is None
