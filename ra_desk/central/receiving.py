"""What a desk sends, before anything of it counts: is it one desk, one chain, and genuine?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from ra_desk.central.quarantine import (
    DemoMixed,
    DeskCloned,
    DeskForked,
    ForeignEntry,
    WrongEpoch,
)
from ra_desk.central.tables import entry, operator_key
from ra_desk.domain.facts import Fact
from ra_desk.domain.people import DeskId, OfficeId, OperatorId
from ra_desk.journal.keys import PublicKey
from ra_desk.journal.seal import (
    ChainBroken,
    Head,
    Header,
    Keys,
    SealedEntry,
    fact_of,
    follow,
    verify,
)
from ra_desk.wire.messages import ExchangeCall


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskState:
    """A desk as its row says, locked for the length of the transaction."""

    id: DeskId
    office: OfficeId
    key: PublicKey
    epoch: int
    head: Head
    last_reply: str
    previous_reply: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Genuine:
    """A fresh entry that is signed and chained as it must be."""

    sealed: SealedEntry
    header: Header
    fact: Fact


def sealed_entries(message: ExchangeCall) -> list[SealedEntry]:
    """Return the entries of a call as bytes."""
    return [
        SealedEntry(seq=sent.seq, jws=sent.jws.encode(), payload=sent.payload.encode())
        for sent in message.entries
    ]


def require_one_desk(message: ExchangeCall, state: DeskState) -> None:
    """Refuse a call that cannot come from the desk as central knows it.

    The desk names the last reply it has stored. That is central's last one, or the one before if
    the last was lost on the way; anything else was stored by another copy of this desk.

    Raises:
        DeskCloned, WrongEpoch: the desk must be put into quarantine.
    """
    if message.epoch != state.epoch:
        raise WrongEpoch(epoch=message.epoch, expected=state.epoch)
    if message.last_reply not in {state.last_reply, state.previous_reply}:
        raise DeskCloned()


def fresh_entries(
    connection: sa.Connection,
    entries: Sequence[SealedEntry],
    state: DeskState,
    *,
    demo: bool,
) -> list[Genuine]:
    """Verify what was sent and return what is new.

    Raises:
        Broken: an entry is not what it must be; the desk must be put into quarantine.
    """
    keys = _keys(connection, state)
    _require_as_filed(connection, [e for e in entries if e.seq <= state.head.seq], state, keys)
    fresh = [e for e in entries if e.seq > state.head.seq]
    headers = follow(fresh, state.head, keys)
    found = []
    for sealed, header in zip(fresh, headers, strict=True):
        if (header.desk, header.epoch) != (state.id, state.epoch):
            raise ForeignEntry(seq=header.seq)
        if header.demo is not demo:
            raise DemoMixed(seq=header.seq)
        fact = fact_of(header, sealed)
        if fact is None:
            raise ChainBroken(seq=header.seq, reason="payload")
        if "\0" in (header.subject or ""):
            raise ChainBroken(seq=header.seq, reason="subject")
        found.append(Genuine(sealed=sealed, header=header, fact=fact))
    return found


def _keys(connection: sa.Connection, state: DeskState) -> Keys:
    rows = connection.execute(
        sa.select(operator_key.c.kid, operator_key.c.operator, operator_key.c.key).where(
            operator_key.c.desk == state.id, operator_key.c.epoch == state.epoch
        )
    )
    operators = {row.kid: (OperatorId(row.operator), PublicKey(bytes(row.key))) for row in rows}
    return Keys(desk=state.key, operators=operators)


def _require_as_filed(
    connection: sa.Connection, again: Sequence[SealedEntry], state: DeskState, keys: Keys
) -> None:
    """Refuse entries that differ from what is filed in their place.

    Raises:
        DeskForked: the desk signed something else for a place that is taken.
        ChainBroken: it is not even genuine.
    """
    if not again:
        return
    rows = connection.execute(
        sa.select(entry.c.seq, entry.c.digest, entry.c.jws).where(
            entry.c.desk == state.id,
            entry.c.epoch == state.epoch,
            entry.c.seq.in_([e.seq for e in again]),
        )
    )
    filed = {row.seq: (row.digest, bytes(row.jws)) for row in rows}
    for sent in again:
        filed_digest, filed_jws = filed[sent.seq]
        if sent.jws == filed_jws:
            continue
        if verify(sent, keys).digest != filed_digest:
            raise DeskForked(seq=sent.seq)
