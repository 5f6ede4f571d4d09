"""The register of persons: do tax number, name and birth date belong to one living person?

Central asks before any code is made, because no identity document shows a tax number: without
this, anybody could take a namesake's. No answer means that the code waits.

Source:
    Decision 21.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from ra_desk.domain.comparison import Match, compare_name
from ra_desk.domain.errors import Broken, Unavailable
from ra_desk.domain.people import Applicant


class RegisterUnreachable(Unavailable):
    """The register of persons did not answer."""

    code = "register.unreachable"


class RegisterUnreadable(Broken):
    """The file with the register's records is not what it must be."""

    code = "register.unreadable"


class Disagreement(StrEnum):
    """Why the answer is no. All but the first four come from the register, those from central."""

    TAX_NUMBER_TAKEN = "tax_number_taken"
    PERSON_RESTRICTED = "person_restricted"
    NO_ACCOUNT = "no_account"
    DATA_CHANGED = "data_changed"
    TAX_NUMBER_UNKNOWN = "tax_number_unknown"
    NAME_DIFFERS = "name_differs"
    BIRTH_DATE_DIFFERS = "birth_date_differs"
    DECEASED = "deceased"
    NO_EMSO = "no_emso"
    NO_CAPACITY = "no_capacity"


class PersonRegister(Protocol):
    """The register, wherever it is."""

    def disagreement(self, applicant: Applicant) -> Disagreement | None:
        """Return why the register does not confirm the applicant, or None if it does.

        Raises:
            Unavailable: no answer.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A record of the register, as far as it matters here."""

    tax_number: str = field(repr=False)
    given_names: str
    surname: str
    birth_date: date
    alive: bool = True
    has_emso: bool = True
    has_capacity: bool = True


class RegisterInMemory:
    """A register of invented persons; it can be down. For the demo, for trials and for tests."""

    def __init__(self, persons: Iterable[Person] = ()) -> None:
        self._persons = {person.tax_number: person for person in persons}
        self._up = threading.Event()
        self._up.set()

    def take_down(self) -> None:
        """From now on nobody answers."""
        self._up.clear()

    def bring_up(self) -> None:
        self._up.set()

    def put(self, person: Person) -> None:
        """Add a person, or correct the record of one."""
        self._persons[person.tax_number] = person

    def forget(self, tax_number: str) -> None:
        """Take a person out."""
        self._persons.pop(tax_number, None)

    def disagreement(self, applicant: Applicant) -> Disagreement | None:
        """See `PersonRegister`."""
        if not self._up.is_set():
            raise RegisterUnreachable()
        person = self._persons.get(applicant.tax_number)
        return Disagreement.TAX_NUMBER_UNKNOWN if person is None else judge(applicant, person)


class NoRegister:
    """Stands where no register has been connected: every code waits."""

    def disagreement(self, applicant: Applicant) -> Disagreement | None:
        """See `PersonRegister`."""
        raise RegisterUnreachable()


def judge(applicant: Applicant, person: Person) -> Disagreement | None:
    """Return the first thing in which a record does not bear out what the applicant gave.

    Names must be the same letter for letter but for case, spaces and hyphens' width; a register
    has no zone of capitals that would excuse another spelling.
    """
    same_name = all(
        compare_name(given, kept, from_mrz=False)[0] is Match.MATCHES
        for given, kept in (
            (applicant.given_names, person.given_names),
            (applicant.surname, person.surname),
        )
    )
    found = {
        Disagreement.NAME_DIFFERS: not same_name,
        Disagreement.BIRTH_DATE_DIFFERS: applicant.birth_date != person.birth_date,
        Disagreement.DECEASED: not person.alive,
        Disagreement.NO_EMSO: not person.has_emso,
        Disagreement.NO_CAPACITY: not person.has_capacity,
    }
    return next((reason for reason, is_so in found.items() if is_so), None)


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid")

    tax_number: str
    given_names: str
    surname: str
    birth_date: date
    alive: bool = True
    has_emso: bool = True
    has_capacity: bool = True


def read_register(path: Path) -> RegisterInMemory:
    """Return a register of the records in a JSON file: a list of objects as `Person` has fields.

    Raises:
        RegisterUnreadable: there is no such file, or it is something else.
    """
    try:
        records = TypeAdapter(list[_Record]).validate_python(json.loads(path.read_bytes()))
    except (OSError, ValueError, ValidationError):
        raise RegisterUnreadable() from None
    return RegisterInMemory(Person(**record.model_dump()) for record in records)
