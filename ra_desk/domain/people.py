"""Applicants, operators and offices, and who is entitled to what."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, NewType

from ra_desk.domain.errors import Refused

if TYPE_CHECKING:
    from ra_desk.domain.addresses import PostalAddress
    from ra_desk.domain.numbers import TaxNumber

OperatorId = NewType("OperatorId", str)
PersonId = NewType("PersonId", str)
OfficeId = NewType("OfficeId", str)
DeskId = NewType("DeskId", str)


class Underage(Refused):
    """``turns``: the day on which the applicant may come."""

    code = "people.underage"


class NotYourRole(Refused):
    """``role_needed``: the role that may do this."""

    code = "people.not_your_role"


@dataclass(frozen=True, slots=True, kw_only=True)
class Applicant:
    """What a citizen gave with the request: exactly these five groups and the e-mail."""

    given_names: str = field(repr=False)
    surname: str = field(repr=False)
    birth_date: date = field(repr=False)
    tax_number: TaxNumber = field(repr=False)
    address: PostalAddress = field(repr=False)
    email: str = field(repr=False)

    @property
    def name(self) -> str:
        return f"{self.given_names} {self.surname}"


class Role(StrEnum):
    CLERK = "clerk"
    SUPERVISOR = "supervisor"
    PRINT_ROOM = "print_room"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """Somebody who works at a desk. ``person`` is the human being; one may have two accounts."""

    id: OperatorId
    person: PersonId
    name: str
    roles: frozenset[Role]


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """A registration office (prijavna služba). Offices are data, never code."""

    id: OfficeId
    name: str
    street: str
    post: str
    email: str
    phone: str

    @property
    def town(self) -> str:
        """The post's name without its postcode."""
        return self.post.lstrip("0123456789 ")


def require_role(operator: Operator, *roles: Role) -> None:
    """Refuse an operator who has none of ``roles``.

    Raises:
        NotYourRole: none of the roles is the operator's.
    """
    if not operator.roles & set(roles):
        raise NotYourRole(role_needed=roles[0])


def birthday(born: date, *, age: int) -> date:
    """Return the day on which somebody born on ``born`` completes ``age`` years.

    Who was born on 29 February completes a year on 1 March of a common year.
    """
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return date(born.year + age, 3, 1)


def age(born: date, *, on: date) -> int:
    """Return completed years of life on a day; negative before birth."""
    years = on.year - born.year
    return years if birthday(born, age=years) <= on else years - 1


def require_of_age(born: date, *, years: int, on: date) -> None:
    """Refuse who has not completed ``years`` years of life on the day of the check.

    Raises:
        Underage: with ``turns``, the first day on which the check is allowed.

    Source:
        General terms of smsPASS, 6: "over 15 years"; read as 15 completed years.
    """
    turns = birthday(born, age=years)
    if on < turns:
        raise Underage(turns=turns, years=years)
