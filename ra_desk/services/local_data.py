"""What this computer keeps of citizens' requests, and how to be rid of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from ra_desk.domain.activation import RequestNumber
from ra_desk.services.ports import Clock, Store


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalData:
    """How many requests are kept here, and how old what is kept is; None: central never answered."""

    requests: int
    age: timedelta | None


def local_data(*, store: Store, now: Clock) -> LocalData:
    """Return what is kept here."""
    with store.read() as unit:
        answered = unit.marks().last_answer_at
        age = None if answered is None else max(timedelta(0), now() - answered)
        return LocalData(requests=unit.queue().kept(), age=age)


def delete_local_data(*, store: Store) -> frozenset[RequestNumber]:
    """Delete the kept requests; those with own work that central does not show yet stay.

    The journal stays whole: it is evidence, and it is what is sent. The next exchange brings
    anew what this desk is to keep.
    """
    with store.begin() as unit:
        return unit.queue().forget()
