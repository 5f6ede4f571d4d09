"""Undo a recorded check or refusal while this desk still holds it, or send it at once."""

from __future__ import annotations

from ra_desk.domain.errors import Refused
from ra_desk.domain.facts import HELD, Withdrawn
from ra_desk.domain.pass_request import PassRequest
from ra_desk.domain.standing import UndoTooLate
from ra_desk.services.ports import Clock, Session, Store


class NothingToUndo(Refused):
    """There is no such entry of this operator, or it has been undone already."""

    code = "undo.nothing"


def undo(seq: int, *, session: Session, store: Store, now: Clock) -> PassRequest:
    """Withdraw the own check or refusal ``seq`` and return the request as it now stands.

    Whether it is still possible depends on what was offered to central, never on a clock.

    Raises:
        NothingToUndo: no such entry of this operator, or it was undone before.
        UndoTooLate: it was offered to central; from then on it can only be corrected.
    """
    with store.begin() as unit:
        deed = unit.entry_at(seq)
        if deed is None or deed.by != session.operator.id or not isinstance(deed.fact, HELD):
            raise NothingToUndo()
        if unit.withdrawn(seq):
            raise NothingToUndo()
        if seq <= unit.marks().offered:
            raise UndoTooLate()
        number = deed.fact.request
        unit.append(Withdrawn(request=number, seq=seq), at=now(), session=session)
        return unit.standing(number)


def send_now(seq: int, *, store: Store) -> None:
    """End the hold of an entry; the next exchange may take it."""
    with store.begin() as unit:
        unit.release(seq)
