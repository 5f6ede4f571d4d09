"""The journal in its tables: append, read, offer to central, verify."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from ra_desk.domain.facts import (
    HELD,
    CheckAttested,
    CheckCorrected,
    CodeOrderedAgain,
    ConflictDecided,
    Deed,
    DocumentReported,
    Fact,
    LetterPrinted,
    LetterSpoilt,
    RequestRefused,
    ReviewDecided,
    Withdrawn,
    kinds_of,
)
from ra_desk.domain.facts_day import DayClosed, DayCountersigned
from ra_desk.domain.facts_letters import ControlLetterNoted, SpoilingAgreed
from ra_desk.domain.pass_request import EntryRef
from ra_desk.domain.people import OperatorId
from ra_desk.domain.standing import Outcome, Ruling, UndoTooLate
from ra_desk.journal.canonical import digest
from ra_desk.journal.codec import instant, read_payload
from ra_desk.journal.keys import PublicKey
from ra_desk.journal.seal import (
    NOTHING_BEFORE,
    ChainBroken,
    Head,
    Keys,
    SealedEntry,
    fact_of,
    follow,
    header_bytes,
)
from ra_desk.services.ports import Enrolment, Marks, OutboxItem
from ra_desk.store import tables
from ra_desk.store.engine import driver_rows

#: Entries of one round, at most (decision 11).
ROUND = 500
#: Kinds that act on a request; the others are evidence that no list of work shows.
ACTING = kinds_of(
    CheckAttested,
    RequestRefused,
    DocumentReported,
    CheckCorrected,
    CodeOrderedAgain,
    Withdrawn,
    LetterPrinted,
    LetterSpoilt,
    ConflictDecided,
    ReviewDecided,
)
_HELD_KINDS = kinds_of(*HELD)

_HEAD = sa.text("SELECT seq, digest FROM entry ORDER BY seq DESC LIMIT 1")
_APPEND = sa.insert(tables.entry)
_PAYLOAD = sa.insert(tables.payload)

_DEED = sa.text(
    'SELECT e.seq, e.kind, e."by", e.at, p.bytes, coalesce(n.name, e."by", \'\')'
    " FROM entry e JOIN payload p ON p.seq = e.seq"
    ' LEFT JOIN operator_name n ON n.id = e."by" WHERE e.seq = :seq'
)
_UNREFLECTED = sa.text(
    'SELECT e.seq, e.kind, e."by", e.at, p.bytes, coalesce(n.name, e."by", \'\')'
    " FROM entry e JOIN payload p ON p.seq = e.seq"
    ' LEFT JOIN operator_name n ON n.id = e."by"'
    " WHERE e.subject IN (SELECT value FROM json_each(:subjects))"
    " AND e.seq > (SELECT reflected FROM mark) ORDER BY e.seq"
)
_WORK = sa.text(
    'SELECT e.seq, e.kind, e."by", e.at, p.bytes, coalesce(n.name, e."by", \'\'),'
    " r.outcome, r.reason, r.facts"
    " FROM entry e JOIN payload p ON p.seq = e.seq"
    ' LEFT JOIN operator_name n ON n.id = e."by" LEFT JOIN ruling r ON r.seq = e.seq'
    " WHERE e.kind IN (SELECT value FROM json_each(:kinds)) AND e.at >= :since"
    " ORDER BY e.seq DESC LIMIT :limit"
)
_BATCH = sa.text(
    "SELECT e.seq, e.jws, p.bytes FROM entry e LEFT JOIN payload p ON p.seq = e.seq"
    " WHERE e.seq > :after AND e.seq <= :last ORDER BY e.seq"
)
_HELD = sa.text(
    "SELECT e.seq, e.at FROM entry e WHERE e.seq > :offered"
    " AND e.kind IN (SELECT value FROM json_each(:kinds))"
    " AND NOT EXISTS (SELECT 1 FROM released WHERE released.seq = e.seq)"
    " AND NOT EXISTS (SELECT 1 FROM entry w WHERE w.undoes = e.seq)"
    " ORDER BY e.seq"
)
_PARTED = sa.text(
    "SELECT min(undoes) FROM entry WHERE undoes BETWEEN :first AND :last AND seq > :last"
)
#: What a second person signs, right before the word of that person; both are written at once.
_PARTS = json.dumps([LetterSpoilt.kind, ControlLetterNoted.kind, DayClosed.kind])
_SECOND_WORDS = frozenset({SpoilingAgreed.kind, DayCountersigned.kind})
_AFTER_PARTS = sa.text(
    "SELECT kind FROM entry WHERE seq > :last"
    " AND kind NOT IN (SELECT value FROM json_each(:parts)) ORDER BY seq LIMIT 1"
)
_BEFORE_PARTS = sa.text(
    "SELECT seq FROM entry WHERE seq <= :last"
    " AND kind NOT IN (SELECT value FROM json_each(:parts)) ORDER BY seq DESC LIMIT 1"
)
_WITHDRAWN = sa.text("SELECT count(*) FROM entry WHERE undoes = :seq")
_PAYLOAD_TYPES = {bytes, type(None)}
_WHOLE = (
    'SELECT e.seq, e.digest, e.kind, e.subject, e."by", e.at, e.undoes, e.jws, p.bytes'
    " FROM entry e LEFT JOIN payload p ON p.seq = e.seq"
    " WHERE e.seq > :after AND e.seq <= :last ORDER BY e.seq"
)


#: Columns and bytes of entries, in order, as the driver gives them.
Whole = list[tuple[Any, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnChain:
    """Whose chain this is and whose signatures count in it."""

    enrolment: Enrolment
    keys: Keys


def head(connection: sa.Connection) -> Head:
    """Return the end of the chain."""
    row = connection.execute(_HEAD).first()
    return Head() if row is None else Head(seq=row[0], digest=row[1])


def digest_at(connection: sa.Connection, seq: int) -> str | None:
    """Return the digest of an entry, or what the first entry names as its predecessor."""
    if seq == 0:
        return NOTHING_BEFORE
    found: str | None = connection.scalar(
        sa.select(tables.entry.c.digest).where(tables.entry.c.seq == seq)
    )
    return found


def add(
    connection: sa.Connection,
    sealed: SealedEntry,
    fact: Fact,
    *,
    by: OperatorId | None,
    at: datetime,
) -> None:
    """Insert an entry that was just sealed."""
    connection.execute(
        _APPEND,
        {
            "seq": sealed.seq,
            "jws": sealed.jws,
            "digest": digest(header_bytes(sealed)),
            "kind": fact.kind,
            "subject": fact.subject,
            "by": by,
            "at": instant(at),
            "undoes": fact.seq if isinstance(fact, Withdrawn) else None,
        },
    )
    connection.execute(_PAYLOAD, {"seq": sealed.seq, "bytes": sealed.payload})


def withdrawn(connection: sa.Connection, seq: int) -> bool:
    """Whether a later entry undoes this one."""
    return bool(connection.scalar(_WITHDRAWN, {"seq": seq}))


def require_undoable(connection: sa.Connection, fact: Withdrawn, *, offered: int) -> None:
    """Refuse a withdrawal that could not go up in the same round as what it withdraws.

    Raises:
        UndoTooLate: it was offered, or too much has been written since.
    """
    first, last = fact.seq, head(connection).seq
    while True:
        earlier = connection.scalar(_PARTED, {"first": offered + 1, "last": first - 1})
        if earlier is None:
            break
        first = earlier
    if fact.seq <= offered or last + 1 - first >= ROUND:
        raise UndoTooLate()


def deed(connection: sa.Connection, seq: int, *, enrolment: Enrolment) -> Deed | None:
    """Return an entry's fact with its place; None if there is none or it was erased."""
    row = connection.execute(_DEED, {"seq": seq}).first()
    return None if row is None else _deed(tuple(row), enrolment)


def unreflected(
    connection: sa.Connection, subjects: Sequence[str], *, enrolment: Callable[[], Enrolment]
) -> Mapping[str, list[Deed]]:
    """Return what this desk did to these requests and central's rows do not show yet."""
    found: dict[str, list[Deed]] = {}
    for row in connection.execute(_UNREFLECTED, {"subjects": json.dumps(subjects)}).all():
        one = _deed(tuple(row), enrolment())
        found.setdefault(str(one.fact.subject), []).append(one)
    return found


def work(
    connection: sa.Connection,
    *,
    since: datetime | None,
    limit: int,
    marks: Marks,
    enrolment: Enrolment,
) -> list[OutboxItem]:
    """Return the newest entries that act on a request, and how far each has come."""
    values = {
        "kinds": json.dumps(ACTING),
        "since": "" if since is None else instant(since),
        "limit": limit,
    }
    return [
        item(tuple(row), marks=marks, enrolment=enrolment)
        for row in connection.execute(_WORK, values)
    ]


def item(row: tuple[Any, ...], *, marks: Marks, enrolment: Enrolment) -> OutboxItem:
    """Return an item out of the columns of a deed and those of its ruling."""
    return OutboxItem(
        deed=_deed(row[:6], enrolment),
        held=row[0] > marks.offered,
        filed=row[0] <= marks.filed,
        ruling=None
        if row[6] is None
        else Ruling(outcome=Outcome(row[6]), reason=row[7], facts=json.loads(row[8])),
    )


def offerable(
    connection: sa.Connection, *, filed: int, offered: int, hold_s: int, now: datetime
) -> list[SealedEntry]:
    """Return what goes up next: nothing from the first held entry on, and no torn pair."""
    held = connection.execute(_HELD, {"offered": offered, "kinds": json.dumps(_HELD_KINDS)})
    hold = timedelta(seconds=hold_s)
    first_held = next((seq for seq, at in held if _is_held(at, hold=hold, now=now)), None)
    last = head(connection).seq if first_held is None else first_held - 1
    cut = min(last, filed + ROUND)
    # An act of two people is parted only where nothing at all would go otherwise.
    ends = (_before_act(connection, last=cut), cut) if cut < last else (cut,)
    for end in ends:
        last = _before_undone(connection, first=filed + 1, last=end)
        if last > filed:
            break
    return list(between(connection, after=filed, last=last))


def _before_undone(connection: sa.Connection, *, first: int, last: int) -> int:
    """Return ``last``, or an earlier entry if what is withdrawn later stands before it."""
    while True:
        parted = connection.scalar(_PARTED, {"first": first, "last": last})
        if parted is None:
            return last
        last = parted - 1


def _before_act(connection: sa.Connection, *, last: int) -> int:
    """Return ``last``, or the entry before an act whose second signature comes after it."""
    following = connection.execute(_AFTER_PARTS, {"last": last, "parts": _PARTS}).first()
    if following is None or following.kind not in _SECOND_WORDS:
        return last
    return connection.scalar(_BEFORE_PARTS, {"last": last, "parts": _PARTS}) or 0


def between(connection: sa.Connection, *, after: int, last: int) -> Iterator[SealedEntry]:
    """Yield entries in order, each with its payload unless that was erased."""
    for seq, jws, payload in connection.execute(_BATCH, {"after": after, "last": last}):
        yield SealedEntry(seq=seq, jws=jws, payload=payload)


def whole(connection: sa.Connection, *, after: int, last: int) -> Whole:
    """Return entries in order, each with the columns beside it, to be verified."""
    return driver_rows(connection, _WHOLE, {"after": after, "last": last})


def verify(rows: Whole, chain: OwnChain, *, start: Head) -> Head:
    """Verify what follows ``start``; return the head that it leads to.

    The columns beside the sealed bytes must say what the bytes say.

    Raises:
        ChainBroken: an entry is missing, altered, forged or out of place.
    """
    for row in rows:
        # Whoever has the file can put another type into a column.
        if type(row[7]) is not bytes or type(row[8]) not in _PAYLOAD_TYPES:
            raise ChainBroken(seq=row[0], reason="columns")
    entries = [SealedEntry(seq=row[0], jws=row[7], payload=row[8]) for row in rows]
    headers = follow(entries, start, chain.keys)
    own = (chain.enrolment.desk, chain.enrolment.epoch, chain.enrolment.demo)
    for sealed, header, row in zip(entries, headers, rows, strict=True):
        if (header.desk, header.epoch, header.demo) != own:
            raise ChainBroken(seq=header.seq, reason="desk")
        fact = fact_of(header, sealed)
        undoes = fact.seq if isinstance(fact, Withdrawn) else row[6]
        said = (header.seq, header.digest, header.kind, header.subject, header.by)
        if row[:7] != (*said, instant(header.at), undoes):
            raise ChainBroken(seq=header.seq, reason="columns")
    return start if not headers else Head(seq=headers[-1].seq, digest=headers[-1].digest)


def chain_keys(
    connection: sa.Connection, read_statement: Callable[[str], tuple[OperatorId, PublicKey]]
) -> Keys:
    """Return whose signatures count: this desk's, and each operator's that central confirmed."""
    raw = connection.scalar(sa.select(tables.enrolment.c.desk_key))
    stated = [read_statement(token) for token in statements(connection)]
    return Keys(
        desk=PublicKey(bytes(raw or b"")),
        operators={key.kid: (operator, key) for operator, key in stated},
    )


def statements(connection: sa.Connection) -> Sequence[str]:
    """Return central's word on every operator key used here."""
    return connection.scalars(
        sa.select(tables.statement.c.token).order_by(tables.statement.c.kid)
    ).all()


def _deed(row: tuple[object, ...], enrolment: Enrolment) -> Deed:
    match row:
        case (int(seq), str(kind), str() | None as by, str(at), bytes(payload), str(name)):
            return Deed(
                ref=EntryRef(desk=enrolment.desk, epoch=enrolment.epoch, seq=seq),
                at=datetime.fromisoformat(at),
                by=None if by is None else OperatorId(by),
                operator_name=name,
                office=enrolment.office.id,
                office_name=enrolment.office.name,
                fact=read_payload(kind, payload),
            )
        case _:
            raise TypeError("not the columns of a deed")


def _is_held(recorded_at: str, *, hold: timedelta, now: datetime) -> bool:
    """Whether the hold still runs, by a clock that may have been set in between.

    An entry from further in the future than a hold lasts was written before the clock went
    back: it is held no longer, because nobody can say for how long it would be. Offering early
    costs the undo, never more: what is undone counts from ``offered``, not from a clock.
    """
    at = datetime.fromisoformat(recorded_at)
    return at - hold <= now < at + hold
