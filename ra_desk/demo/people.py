"""Invent citizens, clerks and offices for the demo; the same seed gives the same people.

Everything is made up: e-mail addresses end in ``.example``, personal numbers carry register
code 59, which is legal since 2024 and hardly assigned, and no phone number can exist.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import TypeVar

from stdnum.si import ddv, emso

from ra_desk.demo import lists, zone
from ra_desk.domain.addresses import PostalAddress
from ra_desk.domain.documents import DocumentKind, EntryMode, IdentityDocument
from ra_desk.domain.numbers import TaxNumber
from ra_desk.domain.people import (
    Applicant,
    Office,
    OfficeId,
    Operator,
    OperatorId,
    PersonId,
    Role,
    age,
    birthday,
)

T = TypeVar("T")

#: Every fourth citizen is one of the hard cases, until there are no more.
_HARD_EVERY = 4
_REGISTER = "59"
_ADULT = 18
_PERMANENT_FROM = 70


class Sex(StrEnum):
    """As a document says it."""

    MALE = "M"
    FEMALE = "F"


@dataclass(frozen=True, slots=True, kw_only=True)
class Citizen:
    """An invented person with what the register knows and the document in their pocket.

    Attributes:
        emso: known to the register and printed in the document, never given with a request.
        email: also the name of the SI-PASS account.
    """

    given_names: str
    surname: str
    sex: Sex
    birth_date: date
    tax_number: TaxNumber = field(repr=False)
    emso: str = field(repr=False)
    address: PostalAddress
    email: str
    document: IdentityDocument

    def applicant(self) -> Applicant:
        """Return what this citizen enters on the page of the request."""
        return Applicant(
            given_names=self.given_names,
            surname=self.surname,
            birth_date=self.birth_date,
            tax_number=self.tax_number,
            address=self.address,
            email=self.email,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wish:
    """What is laid down about a hard case; the rest is drawn."""

    surname: str | None = None
    given_names: str | None = None
    sex: Sex | None = None
    born: Callable[[date], date] | None = None
    kind: DocumentKind | None = None
    #: Days from today to the last day of validity.
    valid_days: int | None = None
    place: tuple[str, str, str] | None = None


def citizens(seed: int, count: int, *, today: date) -> tuple[Citizen, ...]:
    """Invent citizens; fewer of the same seed and day are the first of more."""
    inventor = _Inventor(random.Random(seed), today)  # noqa: S311 - nothing secret is drawn
    return tuple(inventor.citizen(place) for place in range(count))


def is_hard(place: int) -> bool:
    """Whether the citizen at this place, counted from 0, is one of the hard cases."""
    turn, hard = divmod(place, _HARD_EVERY)
    return hard == _HARD_EVERY - 1 and turn < len(_HARD)


def mrz(citizen: Citizen) -> tuple[str, ...]:
    """Return the machine-readable zone of the citizen's document; a driving licence has none."""
    document = citizen.document
    match document.kind:
        case DocumentKind.ID_CARD:
            return zone.td1(
                number=document.number,
                born=citizen.birth_date,
                sex=citizen.sex,
                valid_until=document.valid_until,
                optional=citizen.emso,
                name=zone.name_field(citizen.surname, citizen.given_names, width=30),
            )
        case DocumentKind.PASSPORT if document.valid_until is not None:
            return zone.td3(
                number=document.number,
                born=citizen.birth_date,
                sex=citizen.sex,
                valid_until=document.valid_until,
                optional=citizen.emso,
                name=zone.name_field(citizen.surname, citizen.given_names, width=39),
            )
        case _:
            return ()


def offices() -> tuple[Office, ...]:
    """Return the demo's offices, the one of the demo's desk first.

    Subscriber numbers do not begin with 0, so the phone numbers cannot be anybody's.
    """
    return (
        Office(
            id=OfficeId("ue-koper"),
            name="UE Koper",
            street="Zgledna ulica 3",
            post="6000 Koper – Capodistria",
            email="ue.koper@uprava.example",
            phone="05 000 00 00",
        ),
        Office(
            id=OfficeId("ue-nova-gorica"),
            name="UE Nova Gorica",
            street="Zgledni trg 1",
            post="5000 Nova Gorica",
            email="ue.novagorica@uprava.example",
            phone="05 000 00 01",
        ),
        Office(
            id=OfficeId("ue-lendava"),
            name="UE Lendava",
            street="Zgledna ulica 12",
            post="9220 Lendava – Lendva",
            email="ue.lendava@uprava.example",
            phone="02 000 00 02",
        ),
    )


#: Where the demo's desk stands in its office.
COUNTER = "3"


def operators() -> tuple[Operator, ...]:
    """Return who works in the demo; the clerk at the demo's desk first, then her supervisor.

    Each role that needs a second person has two of them.
    """
    return (
        _operator("maja.kralj", "Maja Kralj", Role.CLERK),
        _operator("tina.bele", "Tina Bele", Role.SUPERVISOR),
        _operator("ana.lukan", "Ana Lukan", Role.SUPERVISOR),
        _operator("jan.potok", "Jan Potok", Role.CLERK),
        _operator("rok.petek", "Rok Petek", Role.PRINT_ROOM),
        _operator("vida.kogoj", "Vida Kogoj", Role.AUDITOR),
        _operator("igor.hrast", "Igor Hrast", Role.ADMINISTRATOR),
        _operator("eva.dolinar", "Eva Dolinar", Role.ADMINISTRATOR),
    )


def _operator(account: str, name: str, role: Role) -> Operator:
    return Operator(
        id=OperatorId(account),
        person=PersonId(f"person-{account}"),
        name=name,
        roles=frozenset({role}),
    )


def _before(*, years: int, days: int = 0) -> Callable[[date], date]:
    """Return a birth date: so many years before today, and so many days before that."""

    def born(today: date) -> date:
        try:
            day = today.replace(year=today.year - years)
        except ValueError:
            day = date(today.year - years, 3, 1)
        return day - timedelta(days=days)

    return born


def _leap_day(today: date) -> date:
    year = (today.year - 26) // 4 * 4
    return date(year, 2, 29)


_KOPER, _LENDAVA = lists.TOWNS[5], lists.TOWNS[36]
_HARD = (
    _Wish(surname="Žagar Őry", given_names="Špela", sex=Sex.FEMALE, kind=DocumentKind.ID_CARD),
    _Wish(surname="Žnidaršič", kind=DocumentKind.ID_CARD),
    _Wish(surname="Đorđević", given_names="Đorđe", sex=Sex.MALE, kind=DocumentKind.PASSPORT),
    _Wish(born=_before(years=15), kind=DocumentKind.ID_CARD),
    _Wish(surname="Štrukelj-Šubic", kind=DocumentKind.ID_CARD),
    _Wish(kind=DocumentKind.ID_CARD, valid_days=-1),
    _Wish(surname="Szabó", given_names="Ilona", sex=Sex.FEMALE, place=_LENDAVA),
    _Wish(born=_before(years=15, days=-1), kind=DocumentKind.ID_CARD),
    _Wish(surname="D'Angelo", given_names="Giulia", sex=Sex.FEMALE, place=_KOPER),
    _Wish(
        surname=lists.LONGEST_SURNAME,
        given_names=lists.LONGEST_GIVEN_NAMES,
        sex=Sex.FEMALE,
        kind=DocumentKind.ID_CARD,
    ),
    _Wish(born=_leap_day, kind=DocumentKind.PASSPORT),
    _Wish(kind=DocumentKind.ID_CARD, valid_days=0),
    _Wish(surname="Őri", place=_LENDAVA),
    _Wish(born=_before(years=74, days=40), kind=DocumentKind.ID_CARD),
    _Wish(surname="Kovač Novak", kind=DocumentKind.ID_CARD),
    _Wish(surname="Kovač-Novak", kind=DocumentKind.ID_CARD),
    _Wish(surname="Novak", given_names="Marija", sex=Sex.FEMALE),
    _Wish(surname="Novak", given_names="Marija", sex=Sex.FEMALE),
    _Wish(surname="Müller", kind=DocumentKind.PASSPORT),
    _Wish(born=_before(years=13, days=100), kind=DocumentKind.PASSPORT),
    _Wish(surname="Ćosić", kind=DocumentKind.DRIVING_LICENCE),
    _Wish(kind=DocumentKind.PASSPORT, valid_days=-400),
    _Wish(surname="De Luca", given_names="Žan Luka", sex=Sex.MALE, place=_KOPER),
    _Wish(surname=lists.LONGEST_SURNAME, kind=DocumentKind.PASSPORT),
    _Wish(born=_before(years=91, days=12), kind=DocumentKind.ID_CARD),
)
_PLAIN = _Wish()


class _Inventor:
    """Draws people one after the other and remembers what must not occur twice.

    Only ``Random.random`` is used: it is the one method whose results Python keeps the same.
    """

    def __init__(self, source: random.Random, today: date) -> None:
        self._source = source
        self._today = today
        self._taken: set[str] = set()

    def citizen(self, place: int) -> Citizen:
        wish = _HARD[place // _HARD_EVERY] if is_hard(place) else _PLAIN
        sex = wish.sex or self._one_of((Sex.FEMALE, Sex.MALE))
        born = wish.born(self._today) if wish.born else self._birth_date()
        names = lists.MEN if sex is Sex.MALE else lists.WOMEN
        surname = wish.surname or self._frequent(lists.SURNAMES)
        given_names = wish.given_names or self._frequent(names)
        return Citizen(
            given_names=given_names,
            surname=surname,
            sex=sex,
            birth_date=born,
            tax_number=self._tax_number(),
            emso=self._emso(born, sex),
            address=self._address(wish),
            email=self._email(given_names, surname),
            document=self._document(wish, born),
        )

    def _number(self, below: int) -> int:
        return int(self._source.random() * below)

    def _one_of(self, choices: Sequence[T]) -> T:
        return choices[self._number(len(choices))]

    def _frequent(self, choices: Sequence[T]) -> T:
        # The lists begin with the most frequent names.
        return choices[int(self._source.random() ** 1.5 * len(choices))]

    def _new(self, draw: Callable[[], str]) -> str:
        while (drawn := draw()) in self._taken:
            pass
        self._taken.add(drawn)
        return drawn

    def _birth_date(self) -> date:
        youngest = birthday(self._today, age=-16)
        return youngest - timedelta(days=self._number(68 * 365))

    def _tax_number(self) -> TaxNumber:
        def draw() -> str:
            while True:
                first_seven = str(1_000_000 + self._number(9_000_000))
                number = first_seven + ddv.calc_check_digit(first_seven)
                if ddv.is_valid(number):  # some first seven digits have no check digit
                    return number

        return TaxNumber(self._new(draw))

    def _emso(self, born: date, sex: Sex) -> str:
        def draw() -> str:
            serial = self._number(500) + (500 if sex is Sex.FEMALE else 0)
            number = f"{born:%d%m}{born.year % 1000:03}{_REGISTER}{serial:03}"
            return number + emso.calc_check_digit(number)

        return self._new(draw)

    def _address(self, wish: _Wish) -> PostalAddress:
        village = wish.place is None and self._number(8) == 0
        places = lists.VILLAGES if village else lists.TOWNS
        settlement, postcode, post = wish.place or self._one_of(places)
        suffix = self._one_of(("", "", "", "", "", "", " a", " b", "/2"))
        return PostalAddress(
            street=None if village else self._street(settlement),
            house_number=f"{1 + self._number(120)}{suffix}",
            settlement=settlement,
            postcode=postcode,
            post=post,
            flat=f"stanovanje {1 + self._number(30)}" if self._number(12) == 0 else None,
        )

    def _street(self, settlement: str) -> str:
        own = lists.OWN_STREETS.get(settlement, ())
        return self._one_of(own if own and self._number(3) else lists.STREETS)

    def _email(self, given_names: str, surname: str) -> str:
        account = f"{_ascii(given_names)[:20]}.{_ascii(surname)[:24]}"
        attempt = 0

        def draw() -> str:
            nonlocal attempt
            attempt += 1
            return f"{account}{attempt if attempt > 1 else ''}@posta.example"

        return self._new(draw)

    def _document(self, wish: _Wish, born: date) -> IdentityDocument:
        years = age(born, on=self._today)
        kind = wish.kind or self._kind(years)
        permanent = kind is DocumentKind.ID_CARD and years > _PERMANENT_FROM
        scanned = kind is not DocumentKind.DRIVING_LICENCE
        return IdentityDocument(
            kind=kind,
            issuing_state="SVN",
            number=self._new(lambda: self._document_number(kind)),
            valid_until=None if permanent else self._valid_until(wish, years),
            entry=EntryMode.SCANNED if scanned else EntryMode.TYPED,
        )

    def _kind(self, years: int) -> DocumentKind:
        cards = (DocumentKind.ID_CARD,) * 7 + (DocumentKind.PASSPORT,) * 2
        licences = (DocumentKind.DRIVING_LICENCE,) if years >= _ADULT else ()
        return self._one_of(cards + licences)

    def _document_number(self, kind: DocumentKind) -> str:
        digits = f"{self._number(10_000_000):07}"
        match kind:
            case DocumentKind.ID_CARD:
                return f"IE{digits}"
            case DocumentKind.PASSPORT:
                return f"P{self._one_of('ABCDE')}{digits}"
            case _:
                return f"{1 + self._number(9)}{self._number(10)}{digits}"

    def _valid_until(self, wish: _Wish, years: int) -> date:
        if wish.valid_days is not None:
            return self._today + timedelta(days=wish.valid_days)
        # A hard case is hard for one reason; among the others some documents have expired.
        if wish is _PLAIN and self._number(25) == 0:
            return self._today - timedelta(days=1 + self._number(700))
        longest = (10 if years >= _ADULT else 5) * 365
        return self._today + timedelta(days=1 + self._number(longest))


def _ascii(name: str) -> str:
    bare = unicodedata.normalize("NFD", name.lower().replace("đ", "d"))
    return "".join(sign for sign in bare if sign.isascii() and sign.isalpha())
