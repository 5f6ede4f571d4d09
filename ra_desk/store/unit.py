"""One transaction on the local store, as the services see it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from ra_desk.domain.access import stop_read
from ra_desk.domain.activation import LetterNumber, RequestNumber
from ra_desk.domain.errors import Broken
from ra_desk.domain.facts import Deed, Fact, Withdrawn
from ra_desk.domain.pass_request import PassRequest, RequestUnknown
from ra_desk.domain.people import DeskId, Operator, OperatorId, PersonId, Role
from ra_desk.domain.policy import Policy
from ra_desk.domain.standing import project
from ra_desk.journal.codec import instant
from ra_desk.journal.envelope import read_operator_key, read_receipt
from ra_desk.journal.keys import PublicKey, Signer
from ra_desk.journal.seal import SealedEntry, seal
from ra_desk.services.ports import (
    Answer,
    Enrolment,
    Hits,
    KnownOperator,
    Marks,
    OutboxItem,
    Query,
    SealedDraft,
    SealedLetter,
    Session,
)
from ra_desk.services.right_of_way import RightOfWay
from ra_desk.store import drafts, entries, letter_moves, search, tables
from ra_desk.store.audit import SqlJournal
from ra_desk.store.day import SqlDay
from ra_desk.store.letter_ledger import UNBATCHED, SqlLetterBook
from ra_desk.store.outbox import SqlQueue
from ra_desk.store.pending import SqlPending
from ra_desk.store.reviews import SqlReviews
from ra_desk.store.shapes import read_office, read_policy, read_request
from ra_desk.store.taking import drop_letter, keep_names, take

_ENROLMENT = sa.text(
    "SELECT desk, epoch, office, counter, central_url, central_key, demo FROM enrolment"
)
_MARKS = sa.text(
    "SELECT offered, filed, reflected, ruled, cursor, last_reply, last_answer_at, quarantined"
    " FROM mark"
)
_ROW = sa.text("SELECT data FROM request WHERE number = :number")
_LETTER_COLUMNS = (
    "SELECT l.number, l.request, l.box, l.expires_at, l.ordered_at, l.started_at, l.item,"
    " coalesce(r.data, l.recipient) AS recipient FROM letter l LEFT JOIN request r ON r.number = l.request"
    " WHERE l.box IS NOT NULL"
)
_LETTERS = sa.text(f"{_LETTER_COLUMNS} ORDER BY l.ordered_at, l.number LIMIT :limit")
_LETTER = sa.text(f"{_LETTER_COLUMNS} AND l.number = :number")
_UNBATCHED = sa.text(f"{_LETTER_COLUMNS}{UNBATCHED} ORDER BY l.ordered_at, l.number LIMIT :limit")
_KEEP_OPERATOR = sa.text(
    "INSERT OR REPLACE INTO operator (login, id, person, name, roles, key_statement,"
    " last_online, wrapped, wrong, barred_until)"
    " VALUES (:login, :id, :person, :name, :roles, :key_statement,"
    " :last_online, :wrapped, :wrong, :barred_until)"
)
# Central calls no desk's entry filed whose clock is more than minutes away, so that only what
# is not filed yet can be later than its last answer.
_LATEST = sa.text(
    "SELECT max(at) FROM (SELECT last_answer_at AS at FROM mark"
    " UNION ALL SELECT max(at) FROM entry WHERE seq > (SELECT filed FROM mark))"
)
_KEEP_STATEMENT = sa.text(
    "INSERT INTO statement (kid, token) VALUES (:kid, :token) ON CONFLICT (kid) DO NOTHING"
)


class NotEnrolled(Broken):
    """This store belongs to no desk yet."""

    code = "store.not_enrolled"


class ReceiptForeign(Broken):
    """``filed``: central's receipt speaks of entries that are not these."""

    code = "store.receipt_foreign"


class SqlUnit:
    """``services.ports.Unit`` over one connection with an open transaction.

    Enrolment and policy are read once and kept for the transaction; marks are read anew.
    """

    def __init__(
        self,
        connection: sa.Connection,
        *,
        desk_signer: Signer,
        way: RightOfWay | None = None,
        heard: bool = False,
    ) -> None:
        self._connection = connection
        self._desk_signer = desk_signer
        self._way = way or RightOfWay()
        self._enrolment: Enrolment | None = None
        self._policy: Policy | None = None
        self._heard = heard
        self.took = False  # an answer of central was taken over in this transaction

    def enrolment(self) -> Enrolment:
        """Return what this desk is.

        Raises:
            NotEnrolled: it is no desk yet.
        """
        if self._enrolment is None:
            row = self._connection.execute(_ENROLMENT).first()
            if row is None:
                raise NotEnrolled()
            self._enrolment = Enrolment(
                desk=DeskId(row.desk),
                epoch=row.epoch,
                office=read_office(row.office),
                counter=row.counter,
                central_url=row.central_url,
                central_key=PublicKey(row.central_key),
                demo=bool(row.demo),
            )
        return self._enrolment

    def policy(self) -> Policy:
        if self._policy is None:
            text = self._connection.scalar(sa.text("SELECT data FROM policy"))
            if text is None:
                raise NotEnrolled()
            self._policy = read_policy(text)
        return self._policy

    def marks(self) -> Marks:
        row = self._connection.execute(_MARKS).first()
        if row is None:
            raise NotEnrolled()
        at = row.last_answer_at
        return Marks(
            head=entries.head(self._connection),
            offered=row.offered,
            filed=row.filed,
            reflected=row.reflected,
            ruled=row.ruled,
            cursor=row.cursor,
            last_reply=row.last_reply,
            last_answer_at=None if at is None else datetime.fromisoformat(at),
            heard=self._heard,
            stopped=None if row.quarantined is None else stop_read(row.quarantined),
        )

    def standing(self, number: RequestNumber) -> PassRequest:
        data = self._connection.scalar(_ROW, {"number": number})
        if data is None:
            raise RequestUnknown(number=number)
        return self._projected([read_request(data)])[0]

    def find(self, query: Query, *, limit: int) -> Hits:
        """Return the first rows that fit; what waits for a counter, if the query is empty."""
        found = search.look_up(self._connection, query, limit=limit)
        cached = [read_request(data) for data in found.rows]
        shown = self._projected(cached) if found.touched else cached
        return Hits(requests=tuple(shown), count=found.count)

    def pending(self) -> SqlPending:
        return SqlPending(self._connection, self._projected)

    def review(self) -> SqlReviews:
        return SqlReviews(self._connection, self.standing)

    def day(self) -> SqlDay:
        return SqlDay(self._connection, enrolment=self.enrolment)

    def cache(self, requests: Sequence[PassRequest]) -> None:
        moment = self.marks().last_answer_at or datetime.fromtimestamp(0, UTC)
        search.keep(self._connection, requests, now=moment, way=self._way, looked_up=True)

    def append(self, fact: Fact, *, at: datetime, session: Session | None = None) -> SealedEntry:
        """Seal the fact and add it to the journal; system kinds take no session.

        Raises:
            Broken: the desk is stopped; nothing is written until somebody has looked.
            UndoTooLate: a withdrawal of what was offered to central.
        """
        marks, enrolment = self.marks(), self.enrolment()
        if marks.stopped is not None:
            raise marks.stopped
        if isinstance(fact, Withdrawn):
            entries.require_undoable(self._connection, fact, offered=marks.offered)
        by = None if session is None else session.operator.id
        sealed = seal(
            fact,
            marks.head,
            desk=enrolment.desk,
            epoch=enrolment.epoch,
            at=at,
            demo=enrolment.demo,
            desk_key=self._desk_signer,
            by=by,
            operator_key=None if session is None else session.signer,
        )
        entries.add(self._connection, sealed, fact, by=by, at=at)
        letter_moves.note(self._connection, fact, by=by, at=at)
        return sealed

    def entry_at(self, seq: int) -> Deed | None:
        return entries.deed(self._connection, seq, enrolment=self.enrolment())

    def digest_at(self, seq: int) -> str | None:
        return entries.digest_at(self._connection, seq)

    def withdrawn(self, seq: int) -> bool:
        return entries.withdrawn(self._connection, seq)

    def offer(self, *, now: datetime) -> Sequence[SealedEntry]:
        marks = self.marks()
        if marks.stopped is not None:
            return ()
        offered = entries.offerable(
            self._connection,
            filed=marks.filed,
            offered=marks.offered,
            hold_s=self.policy().hold_s,
            now=now,
        )
        if offered and offered[-1].seq > marks.offered:
            self._connection.execute(sa.update(tables.mark).values(offered=offered[-1].seq))
        return offered

    def release(self, seq: int) -> None:
        self._connection.execute(
            sa.text("INSERT INTO released (seq) VALUES (:seq) ON CONFLICT (seq) DO NOTHING"),
            {"seq": seq},
        )

    def take(self, answer: Answer, *, now: datetime) -> frozenset[RequestNumber]:
        """Take over one answer; the receipt in it must be about this chain.

        Raises:
            NotGenuine: the receipt is not central's word.
            ReceiptForeign: it is about another chain, or another past of this one.
        """
        receipt = read_receipt(answer.receipt, key=self.enrolment().central_key)
        own = (self.enrolment().desk, self.enrolment().epoch, self.digest_at(receipt.filed))
        if (receipt.desk, receipt.epoch, receipt.digest) != own:
            raise ReceiptForeign(filed=receipt.filed)
        changed = take(
            self._connection, answer, receipt, marks=self.marks(), now=now, way=self._way
        )
        self._policy = None
        self.took = True
        return changed

    def quarantine(self, reason: str) -> None:
        self._connection.execute(sa.update(tables.mark).values(quarantined=reason))

    def outbox(self, *, limit: int) -> Sequence[OutboxItem]:
        """Return the newest entries that act on a request."""
        return self._work(since=None, limit=limit)

    def today(self, *, since: datetime, limit: int) -> Sequence[OutboxItem]:
        """Return the newest entries that act on a request, not older than ``since``."""
        return self._work(since=since, limit=limit)

    def queue(self) -> SqlQueue:
        return SqlQueue(self._connection, marks=self.marks(), enrolment=self.enrolment)

    def journal_rows(self) -> SqlJournal:
        return SqlJournal(self._connection, marks=self.marks, enrolment=self.enrolment())

    def letters(self, *, limit: int) -> Sequence[SealedLetter]:
        """Return the letters that wait here, the longest waiting first."""
        return self._letters(self._connection.execute(_LETTERS, {"limit": limit}))

    def letter(self, number: LetterNumber) -> SealedLetter | None:
        found = self._letters(self._connection.execute(_LETTER, {"number": number}))
        return found[0] if found else None

    def drop_letter(self, number: LetterNumber) -> None:
        drop_letter(self._connection, number)

    def letter_book(self) -> SqlLetterBook:
        return SqlLetterBook(self._connection, unbatched=self._unbatched)

    def _unbatched(self, limit: int) -> Sequence[SealedLetter]:
        return self._letters(self._connection.execute(_UNBATCHED, {"limit": limit}))

    def operator(self, login: str) -> KnownOperator | None:
        row = self._connection.execute(
            sa.select(tables.operator).where(tables.operator.c.login == login)
        ).first()
        if row is None:
            return None
        return KnownOperator(
            operator=Operator(
                id=OperatorId(row.id),
                person=PersonId(row.person),
                name=row.name,
                roles=frozenset(Role(role) for role in row.roles.split()),
            ),
            login=row.login,
            key_statement=row.key_statement,
            last_online=datetime.fromisoformat(row.last_online),
            wrapped=row.wrapped or b"",
            wrong=row.wrong,
            barred_until=None
            if row.barred_until is None
            else datetime.fromisoformat(row.barred_until),
        )

    def keep_operator(self, known: KnownOperator) -> None:
        """Keep who signed in, and central's word on the key, which is kept for ever.

        Raises:
            NotGenuine: it is not central's word.
        """
        operator = known.operator
        _, _, key = read_operator_key(known.key_statement, key=self.enrolment().central_key)
        row = {
            "login": known.login,
            "id": operator.id,
            "person": operator.person,
            "name": operator.name,
            "roles": " ".join(sorted(operator.roles)),
            "key_statement": known.key_statement,
            "last_online": instant(known.last_online),
            "wrapped": known.wrapped,
            "wrong": known.wrong,
            "barred_until": None if known.barred_until is None else instant(known.barred_until),
        }
        self._connection.execute(_KEEP_OPERATOR, row)
        keep_names(self._connection, {operator.id: operator.name})
        self._connection.execute(_KEEP_STATEMENT, {"kid": key.kid, "token": known.key_statement})

    def latest_moment(self) -> datetime | None:
        latest = self._connection.scalar(_LATEST)
        return None if latest is None else datetime.fromisoformat(latest)

    def keep_draft(self, draft: SealedDraft) -> None:
        drafts.keep(self._connection, draft)

    def drafts(self, operator: OperatorId) -> Sequence[SealedDraft]:
        return drafts.of_operator(self._connection, operator)

    def drop_drafts(
        self, *, operator: OperatorId | None = None, request: RequestNumber | None = None
    ) -> None:
        drafts.drop(self._connection, operator=operator, request=request)

    def _projected(self, cached: Sequence[PassRequest]) -> list[PassRequest]:
        """Lay this desk's own unreflected facts over what central last said."""
        deeds = entries.unreflected(
            self._connection, [request.number for request in cached], enrolment=self.enrolment
        )
        if not deeds:
            return list(cached)
        policy = self.policy()
        return [
            project(request, deeds.get(request.number, ()), policy=policy) for request in cached
        ]

    def _work(self, *, since: datetime | None, limit: int) -> Sequence[OutboxItem]:
        return entries.work(
            self._connection,
            since=since,
            limit=limit,
            marks=self.marks(),
            enrolment=self.enrolment(),
        )

    def _letters(self, rows: Iterable[sa.Row[Any]]) -> list[SealedLetter]:
        found = list(rows)
        recipients = self._projected([read_request(row.recipient) for row in found])
        return [
            SealedLetter(
                number=LetterNumber(row.number),
                request=RequestNumber(row.request),
                box=row.box,
                expires_at=datetime.fromisoformat(row.expires_at),
                ordered_at=datetime.fromisoformat(row.ordered_at),
                recipient=recipient,
                item=row.item,
                started_at=None
                if row.started_at is None
                else datetime.fromisoformat(row.started_at),
            )
            for row, recipient in zip(found, recipients, strict=True)
        ]
