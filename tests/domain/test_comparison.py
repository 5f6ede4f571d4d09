"""A document against a request: what is the same, what may be, and what is not."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ra_desk.domain import comparison as c
from ra_desk.domain.addresses import PostalAddress
from ra_desk.domain.comparison import Field, Match, Why
from ra_desk.domain.folding import transliterations
from ra_desk.domain.mrz import parse_mrz
from ra_desk.domain.numbers import TaxNumber
from ra_desk.domain.people import Applicant

DAY = date(2026, 11, 22)
SPELA = Applicant(
    given_names="Špela",
    surname="Žagar Őry",
    birth_date=date(1991, 3, 4),
    tax_number=TaxNumber("50223054"),
    address=PostalAddress(
        street="Ferrarska ulica",
        house_number="5b",
        settlement="Koper",
        postcode="6000",
        post="Koper – Capodistria",
    ),
    email="spela.zagar@example.test",
)
CARD = c.Presented(
    surname="ZAGAR OERY",
    given_names="SPELA",
    birth_date=date(1991, 3, 4),
    valid_until=date(2031, 9, 12),
    from_mrz=True,
)


def by_field(presented=CARD, applicant=SPELA, on=DAY, **more):
    return {line.field: line for line in c.compare(applicant, presented, on=on, **more)}


@pytest.mark.requirement("S0-17")
def test_the_screen_of_the_design():
    """ux.md §3.3: eight lines in this order; each group of data has its line."""
    lines = c.compare(SPELA, CARD, on=DAY)
    assert [(line.field, line.match) for line in lines] == [
        (Field.SURNAME, Match.TRANSLITERATED),
        (Field.GIVEN_NAMES, Match.TRANSLITERATED),
        (Field.BIRTH_DATE, Match.MATCHES),
        (Field.DOCUMENT_VALIDITY, Match.VALID),
        (Field.AGE, Match.OF_AGE),
        (Field.TAX_NUMBER, Match.CLIENT_CONFIRMS),
        (Field.ADDRESS, Match.CLIENT_CONFIRMS),
        (Field.EMAIL, Match.CLIENT_CONFIRMS),
    ]
    shown = {line.field: (line.request, line.document) for line in lines}
    assert shown[Field.SURNAME] == ("Žagar Őry", "ZAGAR OERY")
    assert shown[Field.BIRTH_DATE] == (date(1991, 3, 4), date(1991, 3, 4))
    assert shown[Field.DOCUMENT_VALIDITY] == (None, date(2031, 9, 12))
    assert shown[Field.AGE] == (35, None)
    assert shown[Field.TAX_NUMBER] == ("50223054", None)
    assert shown[Field.ADDRESS] == ("Ferrarska ulica 5b, 6000 Koper – Capodistria", None)
    assert shown[Field.EMAIL] == ("spela.zagar@example.test", None)
    assert list(Field) == [line.field for line in lines]
    assert not c.differs(lines)
    assert c.worst(lines) is Match.TRANSLITERATED


MRZ_NAMES = [
    ("Novak", "NOVAK", Match.MATCHES, None),
    ("Žnidaršič", "ZNIDARSIC", Match.TRANSLITERATED, None),
    ("Đorđević", "DORDEVIC", Match.TRANSLITERATED, None),
    ("Đorđević", "DJORDJEVIC", Match.TRANSLITERATED, None),
    ("Müller", "MUELLER", Match.TRANSLITERATED, None),
    ("Müller", "MUXXLLER", Match.TRANSLITERATED, None),
    ("Müller", "MULLER", Match.TRANSLITERATED, None),
    ("Fűzi", "FUEZI", Match.TRANSLITERATED, None),
    ("Groß", "GROSS", Match.TRANSLITERATED, None),
    ("Kovač-Novak", "KOVAC NOVAK", Match.TRANSLITERATED, Why.HYPHEN_OR_SPACE),
    ("D'Angelo", "DANGELO", Match.TRANSLITERATED, Why.HYPHEN_OR_SPACE),
    ("D'Angelo", "D ANGELO", Match.POSSIBLY, Why.HYPHEN_OR_SPACE),
    ("De Luca", "DELUCA", Match.POSSIBLY, Why.HYPHEN_OR_SPACE),
    ("Muller", "MUELLER", Match.POSSIBLY, Why.MARKS_MISSING),
    ("Djordjevic", "DORDEVIC", Match.POSSIBLY, Why.MARKS_MISSING),
    ("Kovač Novak", "NOVAK KOVAC", Match.POSSIBLY, Why.OTHER_ORDER),
    ("Kovač Novak", "KOVAC", Match.POSSIBLY, Why.FEWER_ON_DOCUMENT),
    ("Kovač-Novak", "NOVAK", Match.POSSIBLY, Why.FEWER_ON_DOCUMENT),
    ("Kovač", "NOVAK KOVAC", Match.POSSIBLY, Why.MORE_ON_DOCUMENT),
    ("Žagar", "ZUPAN", Match.DIFFERS, None),
    ("Kovač Novak", "KOVAC ZUPAN", Match.DIFFERS, None),
    ("Novak Novak", "NOVAK", Match.POSSIBLY, Why.FEWER_ON_DOCUMENT),
    ("Novak", "NOVA", Match.DIFFERS, None),
    ("Novak", "", Match.NO_DATA, None),
]


@pytest.mark.parametrize(("request_name", "printed", "match", "why"), MRZ_NAMES)
def test_a_name_from_a_zone(request_name, printed, match, why):
    """Every spelling of ICAO 9303-3 is the name; what is less than that is said."""
    assert c.compare_name(request_name, printed, from_mrz=True) == (match, why)


@pytest.mark.parametrize(
    ("request_name", "typed", "match", "why"),
    [
        ("Žagar", "ŽAGAR", Match.MATCHES, None),
        ("Žagar", "Z\u030cagar ", Match.MATCHES, None),
        ("Žagar", "Zagar", Match.POSSIBLY, Why.MARKS_MISSING),
        ("Groß", "groß", Match.MATCHES, None),
        ("Groß", "GROSS", Match.POSSIBLY, Why.MARKS_MISSING),
        ("Zagar", "Žagar", Match.POSSIBLY, Why.MARKS_MISSING),
        ("Mueller", "Müller", Match.POSSIBLY, Why.MARKS_MISSING),
        ("Müller", "Mueller", Match.POSSIBLY, Why.MARKS_MISSING),
        ("Kovač-Novak", "Kovač Novak", Match.POSSIBLY, Why.HYPHEN_OR_SPACE),
        ("Kovač Novak", "Novak-Kovač", Match.POSSIBLY, Why.OTHER_ORDER),
        ("Kovač Novak", "Kovac", Match.POSSIBLY, Why.FEWER_ON_DOCUMENT),
        ("Žagar", "Zupan", Match.DIFFERS, None),
        ("Žagar", " - ", Match.NO_DATA, None),
    ],
)
def test_a_typed_name(request_name, typed, match, why):
    """Somebody types what is printed with its marks: missing ones are a doubt, not a rule."""
    assert c.compare_name(request_name, typed, from_mrz=False) == (match, why)


@given(
    st.text(
        st.sampled_from("abcčćdđefghijklmnoprsštuvzžöüőű -'ABČĐŠŽ"), min_size=1, max_size=25
    ).filter(lambda name: any(sign.isalpha() for sign in name))
)
def test_whatever_a_zone_makes_of_a_name_is_that_name(name):
    """The law: no citizen is sent to review because of what a printer cannot print."""
    for printed in transliterations(name):
        match, _ = c.compare_name(name, printed, from_mrz=True)
        assert match in {Match.MATCHES, Match.TRANSLITERATED}


@pytest.mark.parametrize(
    ("request_name", "printed", "match"),
    [
        ("Konstantinopolitanska", "KONSTANTINOP", Match.POSSIBLY),
        ("Konstantin Ana", "KONSTANTIN A", Match.POSSIBLY),
        ("Konstantin Ana", "KONSTANTIN", Match.POSSIBLY),
        ("Ana", "", Match.POSSIBLY),
        ("Müller", "MUX", Match.POSSIBLY),
        ("Konstantin", "KONSTANTINA", Match.DIFFERS),
        ("Žagar", "ZU", Match.DIFFERS),
        ("Ana", "A NA EVA", Match.DIFFERS),
    ],
)
def test_a_cut_name_is_possibly_the_name(request_name, printed, match):
    """TD1 has 30 signs for both names, TD3 has 39; the register goes up to 53."""
    why = Why.CUT_ON_DOCUMENT if match is Match.POSSIBLY else None
    assert c.compare_name(request_name, printed, from_mrz=True, truncated=True) == (match, why)
    assert c.compare_name(request_name, printed, from_mrz=True)[1] is not Why.CUT_ON_DOCUMENT


def test_a_real_zone_that_is_cut_is_compared_by_its_beginning():
    """Zone, parser and comparison together."""
    surname, given = "Konstantinopolitanska-Štrukelj", "Ana Marija Frančiška"
    zone = (
        "P<SVNKONSTANTINOPOLITANSKA<STRUKELJ<<ANA<MAR\nPB12345676SVN9103041F3109122<<<<<<<<<<<<<<00"
    )
    presented = c.Presented.from_zone(parse_mrz(zone, today=DAY))
    assert presented.from_mrz
    assert presented.truncated
    lines = by_field(presented, replace(SPELA, surname=surname, given_names=given))
    assert lines[Field.SURNAME].match is Match.TRANSLITERATED
    assert lines[Field.GIVEN_NAMES].why is Why.CUT_ON_DOCUMENT
    assert lines[Field.BIRTH_DATE].match is Match.MATCHES
    assert lines[Field.GIVEN_NAMES].match is Match.POSSIBLY


def test_somebody_whose_document_has_one_name_goes_to_review():
    """A mononym is a surname only; an empty typed field is a form that is not finished."""
    zone = replace(CARD, given_names="")
    assert by_field(zone)[Field.GIVEN_NAMES].match is Match.POSSIBLY
    assert by_field(zone)[Field.GIVEN_NAMES].why is Why.FEWER_ON_DOCUMENT
    typed = replace(zone, from_mrz=False)
    assert by_field(typed)[Field.GIVEN_NAMES].match is Match.NO_DATA


def test_swapped_names_are_told_as_such():
    """The citizen wrote the surname into the first field: it differs, and the clerk sees why."""
    applicant = replace(SPELA, surname="Špela", given_names="Žagar Őry")
    lines = by_field(applicant=applicant)
    for field in (Field.SURNAME, Field.GIVEN_NAMES):
        assert (lines[field].match, lines[field].why) == (Match.DIFFERS, Why.NAMES_SWAPPED)
    other = by_field(applicant=replace(applicant, given_names="Zupan"))
    assert other[Field.SURNAME].why is None


@pytest.mark.parametrize(
    ("change", "match", "why"),
    [
        ({}, Match.MATCHES, None),
        ({"birth_date": date(1991, 3, 5)}, Match.DIFFERS, None),
        ({"birth_date": date(1991, 4, 3)}, Match.DIFFERS, Why.DAY_AND_MONTH_SWAPPED),
        ({"birth_date": None, "birth_raw": "9103<<"}, Match.POSSIBLY, Why.DAY_UNKNOWN),
        ({"birth_date": None, "birth_raw": "91<<<<"}, Match.POSSIBLY, Why.DAY_UNKNOWN),
        ({"birth_date": None, "birth_raw": "9104<<"}, Match.DIFFERS, None),
        ({"birth_date": None, "birth_raw": "<<<<<<"}, Match.NO_DATA, None),
        ({"birth_date": None}, Match.NO_DATA, None),
        ({"emso_birth_date": date(1991, 3, 4)}, Match.MATCHES, None),
        ({"emso_birth_date": date(1991, 3, 14)}, Match.POSSIBLY, Why.EMSO_DISAGREES),
    ],
)
def test_the_birth_date(change, match, why):
    """The one field that is never transliterated."""
    line = by_field(replace(CARD, **change))[Field.BIRTH_DATE]
    assert (line.match, line.why) == (match, why)


def test_an_unknown_birth_date_shows_what_is_known():
    """The clerk sees 9103<<, not an empty cell."""
    line = by_field(replace(CARD, birth_date=None, birth_raw="9103<<"))[Field.BIRTH_DATE]
    assert line.document == "9103<<"
    assert by_field(replace(CARD, birth_date=None))[Field.BIRTH_DATE].document is None


def test_a_zone_does_not_say_the_century_of_whoever_is_over_a_hundred():
    """It has two digits of the year; who typed the date has written four."""
    old = replace(SPELA, birth_date=date(1925, 6, 1))
    zone = replace(CARD, birth_date=date(2025, 6, 1), birth_raw="250601")
    line = by_field(zone, old)[Field.BIRTH_DATE]
    assert (line.document, line.match, line.why) == (date(1925, 6, 1), Match.MATCHES, None)
    emso = replace(zone, emso_birth_date=date(2025, 6, 1))
    assert by_field(emso, old)[Field.BIRTH_DATE].match is Match.POSSIBLY
    typed = replace(CARD, birth_date=date(2025, 6, 1), from_mrz=False)
    assert by_field(typed, old)[Field.BIRTH_DATE].match is Match.DIFFERS


@pytest.mark.requirement("S0-19")
def test_the_validity_of_the_document():
    """The last day counts; no expiry is valid, and said."""
    last = replace(CARD, valid_until=DAY)
    assert by_field(last)[Field.DOCUMENT_VALIDITY].match is Match.VALID
    late = by_field(last, on=date(2026, 11, 23))
    assert late[Field.DOCUMENT_VALIDITY].match is Match.EXPIRED
    assert c.differs(late.values())
    for_ever = by_field(replace(CARD, valid_until=None))[Field.DOCUMENT_VALIDITY]
    assert (for_ever.match, for_ever.why) == (Match.VALID, Why.NO_EXPIRY)


@pytest.mark.requirement("S0-28")
def test_fifteen_completed_years_on_the_day_of_the_check():
    """The birthday counts, the day before does not; a policy may set another age."""
    born = replace(SPELA, birth_date=date(2011, 11, 22))
    assert by_field(applicant=born)[Field.AGE].match is Match.OF_AGE
    early = by_field(applicant=born, on=date(2026, 11, 21))
    assert early[Field.AGE].match is Match.UNDERAGE
    assert early[Field.AGE].request == 14
    assert c.differs(early.values())
    assert by_field(applicant=born, minimum_age=16)[Field.AGE].match is Match.UNDERAGE


@pytest.mark.parametrize("match", list(Match))
def test_each_outcome_stops_or_does_not(match):
    """What leaves a doubt does not stop: a second person settles it."""
    line = c.Line(field=Field.SURNAME, request="a", document="b", match=match)
    stops = match in {Match.DIFFERS, Match.EXPIRED, Match.UNDERAGE}
    assert c.differs([line]) == stops
    assert c.worst([line]) is match


def test_the_worst_line_is_the_gravest():
    """A chip shows one word for the whole comparison."""
    lines = c.compare(SPELA, replace(CARD, surname="ZUPAN", given_names="SPELKA"), on=DAY)
    assert c.worst(lines) is Match.DIFFERS
    assert c.worst([]) is Match.MATCHES


def test_a_comparison_does_not_print_the_person():
    """It ends up in logs."""
    told = repr(c.compare(SPELA, CARD, on=DAY)) + repr(CARD)
    for part in ("Žagar", "ZAGAR", "Špela", "SPELA", "1991", "50223054", "example.test"):
        assert part not in told
