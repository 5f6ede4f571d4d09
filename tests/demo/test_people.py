"""The demo's invented citizens hold to the same rules as real ones."""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import date, timedelta

import countrystatecity_postal_codes as postcodes
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.si import ddv, emso

from ra_desk.demo import lists, zone
from ra_desk.demo.people import COUNTER, Citizen, citizens, mrz, offices, operators
from ra_desk.domain.addresses import problems
from ra_desk.domain.comparison import Match, compare_name
from ra_desk.domain.documents import DocumentKind, is_expired, require_plausible
from ra_desk.domain.mrz import document_from_mrz, parse_mrz
from ra_desk.domain.numbers import parse_tax_number
from ra_desk.domain.people import Role, age

TODAY = date(2026, 11, 22)
PEOPLE = citizens(7, 400, today=TODAY)


def _named(surname: str) -> list[Citizen]:
    return [person for person in PEOPLE if person.surname == surname]


def test_a_seed_gives_the_same_people_on_every_computer_and_python() -> None:
    """Screenshots and bug reports speak of the same person; the digest was made on 3.11."""
    said = [
        f"{p.given_names} {p.surname} {p.emso} {p.tax_number} {p.email} {p.document.number} "
        f"{p.document.valid_until} {p.address.postcode} {p.address.house_number}"
        for p in PEOPLE
    ]
    digest = hashlib.sha256("\n".join(said).encode())
    assert citizens(7, 400, today=TODAY) == PEOPLE
    assert citizens(8, 400, today=TODAY) != PEOPLE
    assert digest.hexdigest()[:16] == "53dfc9898679e9d9"


def test_fewer_are_the_first_of_more() -> None:
    """A smaller demo shows people known from the larger one."""
    assert citizens(7, 33, today=TODAY) == PEOPLE[:33]


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 2**32),
    today=st.dates(date(2026, 1, 1), date(2040, 12, 31)) | st.just(date(2028, 2, 29)),
)
def test_every_number_is_valid_on_every_day(seed: int, today: date) -> None:
    """The demo must not break on a leap day or with an unlucky seed."""
    for person in citizens(seed, 110, today=today):
        assert ddv.validate(person.tax_number) == person.tax_number
        assert emso.validate(person.emso) == person.emso
        assert emso.get_birth_date(person.emso) == person.birth_date
        assert emso.get_gender(person.emso) == person.sex
        assert emso.get_region(person.emso) == "59"
        assert date(1900, 1, 1) <= person.birth_date <= today
        assert problems(person.address) == ()
        if not is_expired(person.document.valid_until, on=today):
            require_plausible(person.document, on=today)


def test_nothing_that_must_be_unique_occurs_twice() -> None:
    """One account per tax number, one person per document."""
    for values in (
        [person.tax_number for person in PEOPLE],
        [person.emso for person in PEOPLE],
        [person.email for person in PEOPLE],
        [person.document.number for person in PEOPLE],
    ):
        assert [value for value, count in Counter(values).items() if count > 1] == []


def test_mail_can_reach_nobody() -> None:
    """Reserved top-level name, plain signs, no longer than a mail server accepts."""
    for person in PEOPLE:
        account, _, host = person.email.partition("@")
        assert host.endswith(".example")
        assert account.replace(".", "").isalnum()
        assert account.isascii()
        assert len(account) <= 64


def test_the_hard_ages_are_there() -> None:
    """Exactly fifteen today, fifteen tomorrow, thirteen, ninety-one, born on 29 February."""
    ages = Counter(age(person.birth_date, on=TODAY) for person in PEOPLE)
    assert any(person.birth_date == date(2011, 11, 22) for person in PEOPLE)
    assert any(person.birth_date == date(2011, 11, 23) for person in PEOPLE)
    assert any((p.birth_date.month, p.birth_date.day) == (2, 29) for p in PEOPLE)
    assert ages[13] >= 1
    assert ages[91] >= 1
    assert sum(count for years, count in ages.items() if years < 15) == 2


def test_the_hard_names_are_there() -> None:
    """Every letter, double names with hyphen and without, the longest in the register."""
    for surname in ("Žnidaršič", "Đorđević", "Štrukelj-Šubic", "Szabó", "Őri", "D'Angelo"):
        assert _named(surname), surname
    assert _named("Kovač Novak")
    assert _named("Kovač-Novak")
    longest = _named(lists.LONGEST_SURNAME)
    assert len(lists.LONGEST_SURNAME) == 49
    assert any(len(person.given_names) == 53 for person in longest)
    namesakes = [p for p in _named("Novak") if p.given_names == "Marija"]
    assert len(namesakes) >= 2


def test_the_hard_documents_are_there() -> None:
    """Expired yesterday, valid to the end of today, without end, without a zone."""
    last_days = {person.document.valid_until for person in PEOPLE}
    assert {TODAY, TODAY - timedelta(days=1), None} <= last_days
    expired = [p for p in PEOPLE if is_expired(p.document.valid_until, on=TODAY)]
    assert 2 <= len(expired) <= 40
    for person in PEOPLE:
        permanent = person.document.valid_until is None
        over_70 = age(person.birth_date, on=TODAY) > 70
        assert permanent == (over_70 and person.document.kind is DocumentKind.ID_CARD)


def test_nobody_drives_before_eighteen() -> None:
    """A licence in the pocket of a child would be noticed."""
    licences = [p for p in PEOPLE if p.document.kind is DocumentKind.DRIVING_LICENCE]
    assert licences
    for person in licences:
        assert age(person.birth_date, on=TODAY) >= 18
        assert len(person.document.number) == 9
        assert mrz(person) == ()


def test_places_have_their_own_postcode() -> None:
    """A wrong pair would show the warning about unknown postcodes all day long."""
    known = {entry.code for entry in postcodes.get_postcodes_of_country("SI")}
    for _, postcode, _ in (*lists.TOWNS, *lists.VILLAGES):
        assert postcode in known, postcode
    villages = {village for village, _, _ in lists.VILLAGES}
    for person in PEOPLE:
        assert (person.address.street is None) == (person.address.settlement in villages)


def test_the_writer_of_zones_agrees_with_published_examples() -> None:
    """The vectors of domain.md §3.3, which another implementation has checked."""
    card = zone.td1(
        number="IE9876543",
        born=date(1977, 8, 12),
        sex="F",
        valid_until=date(2032, 3, 27),
        optional="1208977505123",
        name=zone.name_field("Novak", "Ana", width=30),
    )
    assert card == (
        "IDSVNIE987654301208977505123<<",
        "7708121F3203271SVN<<<<<<<<<<<8",
        "NOVAK<<ANA<<<<<<<<<<<<<<<<<<<<",
    )
    passport = zone.td3(
        number="PB1234567",
        born=date(1977, 8, 12),
        sex="F",
        valid_until=date(2032, 3, 27),
        optional="1208977505123",
        name=zone.name_field("Žnidaršič", "Špela", width=39),
    )
    assert passport == (
        "P<SVNZNIDARSIC<<SPELA<<<<<<<<<<<<<<<<<<<<<<<",
        "PB12345676SVN7708121F32032711208977505123<80",
    )


@pytest.mark.parametrize(
    ("surname", "given_names", "width", "field"),
    [
        ("Đorđević", "Đorđe", 30, "DORDEVIC<<DORDE"),
        ("D'Angelo", "Giulia", 30, "DANGELO<<GIULIA"),
        ("Štrukelj-Šubic", "Žan Luka", 30, "STRUKELJ<SUBIC<<ZAN<LUKA"),
        ("Müller", "Őri", 30, "MUELLER<<ORI"),
        (lists.LONGEST_SURNAME, "Špela", 30, "STRUKELJ<ZNIDARSIC<HOCEVAR<<SP"),
        ("A" * 40, "Špela", 30, "A" * 27 + "<<S"),
    ],
)
def test_names_are_written_in_the_letters_of_the_zone(
    surname: str, given_names: str, width: int, field: str
) -> None:
    """As ICAO lays down, cut to the width of the line."""
    assert zone.name_field(surname, given_names, width=width) == field.ljust(width, "<")


def test_zones_have_the_shape_of_their_document() -> None:
    """Three lines of 30 signs or two of 44, capitals, digits and fillers."""
    for person in PEOPLE:
        lines = mrz(person)
        shape = {DocumentKind.ID_CARD: [30] * 3, DocumentKind.PASSPORT: [44] * 2}
        assert [len(line) for line in lines] == shape.get(person.document.kind, [])
        for line in lines:
            assert line.replace("<", "0").isalnum()
            assert line.isascii()
            assert line == line.upper()


def test_every_role_that_needs_a_second_person_has_two() -> None:
    """Review, blocking and enrolment are never one person's alone."""
    people = operators()
    count = Counter(role for person in people for role in person.roles)
    assert people[0].roles == {Role.CLERK}
    assert (count[Role.SUPERVISOR], count[Role.ADMINISTRATOR]) == (2, 2)
    assert set(count) == set(Role)
    assert len({person.person for person in people}) == len(people)


def test_the_office_of_the_demo_is_koper() -> None:
    """As in the pictures; addresses and phones of offices are nobody's."""
    assert (offices()[0].name, COUNTER) == ("UE Koper", "3")
    for office in offices():
        assert office.email.endswith(".example")
        assert office.phone.split()[1].startswith("0")


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_the_desk_reads_what_the_demo_writes(seed: int) -> None:
    """A scan in the demo gives the document in the citizen's pocket, and the name agrees."""
    for person in citizens(seed, 110, today=TODAY):
        lines = mrz(person)
        if not lines:
            continue
        read = parse_mrz(lines, today=TODAY)
        assert document_from_mrz(read) == person.document
        assert read.birth_date == person.birth_date
        assert read.emso_birth_date == person.birth_date
        assert read.sex == person.sex
        for said, written in (
            (person.surname, read.surname),
            (person.given_names, read.given_names),
        ):
            match, _ = compare_name(said, written, from_mrz=True, truncated=read.truncated)
            assert match is not Match.DIFFERS, (said, written)
        assert parse_tax_number(person.tax_number) == person.tax_number
