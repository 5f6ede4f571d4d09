"""Decide about a record that central did not take as it was meant."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from ra_desk.domain.checks import require_short
from ra_desk.domain.conflicts import (
    AlreadyChosen,
    Conflict,
    NoSuchConflict,
    choices,
    conflict_of,
    require_decidable,
)
from ra_desk.domain.facts import CheckAttested, ConflictChoice, ConflictDecided
from ra_desk.domain.pass_request import PassRequest, RequestUnknown
from ra_desk.services.ports import Clock, Session, Store, Unit
from ra_desk.services.queue import OutboxItem


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenConflict:
    """What has to be decided about: the record, the request as it stands, and the ways out.

    ``choices``: the recommended one first. ``request``: None if there is none, or this desk does
    not keep it.
    """

    item: OutboxItem
    conflict: Conflict
    request: PassRequest | None
    choices: Sequence[ConflictChoice]


def open_conflict(seq: int, *, session: Session, store: Store) -> OpenConflict:
    """Return what can be decided about the entry ``seq``, read in one picture.

    Raises:
        NoSuchConflict, AlreadyChosen: there is nothing to decide about it (any more).
    """
    with store.read() as unit:
        return _open(unit, seq, session)


def decide_conflict(
    seq: int,
    choice: ConflictChoice,
    *,
    note: str = "",
    session: Session,
    store: Store,
    now: Clock,
) -> None:
    """Write the decision into the journal; central rules on it like on any other entry.

    Raises:
        NoSuchConflict, AlreadyChosen: there is nothing to decide about the entry (any more).
        NotYourConflict, TooLateForException: not by this operator, not in this way.
        NoteTooLong: the note does not fit.
    """
    require_short(note)
    with store.begin() as unit:
        about = _open(unit, seq, session)
        deed = about.item.deed
        asks = choice is ConflictChoice.EXCEPTION and isinstance(deed.fact, CheckAttested)
        fact = ConflictDecided(
            request=deed.fact.subject,
            seq=seq,
            choice=choice,
            channel=deed.fact.channel if asks and isinstance(deed.fact, CheckAttested) else None,
            note=note.strip(),
        )
        require_decidable(fact, deed, about.item.ruling, about.request, by=session.operator.id)
        unit.append(fact, at=now(), session=session)


def _open(unit: Unit, seq: int, session: Session) -> OpenConflict:
    queue = unit.queue()
    item = queue.item(seq)
    conflict = None if item is None else conflict_of(item.ruling)
    if item is None or conflict is None:
        raise NoSuchConflict(seq=seq)
    if queue.decided(seq):
        raise AlreadyChosen(seq=seq)
    subject, request = item.deed.fact.subject, None
    with suppress(RequestUnknown):
        request = None if subject is None else unit.standing(subject)
    return OpenConflict(
        item=item,
        conflict=conflict,
        request=request,
        choices=choices(item.deed, item.ruling, request, by=session.operator.id),
    )
