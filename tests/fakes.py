"""Fakes that behave like the real thing, in memory: a store, a central, a clock, a printer."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from ra_desk.domain.access import stop_read
from ra_desk.domain.activation import (
    LetterNumber,
    RequestNumber,
    new_request_number,
)
from ra_desk.domain.addresses import PostalAddress
from ra_desk.domain.checks import DocumentCheck
from ra_desk.domain.comparison import Field, Match
from ra_desk.domain.conflicts import conflict_of
from ra_desk.domain.documents import DocumentKind, EntryMode, IdentityDocument
from ra_desk.domain.facts import (
    HELD,
    ConflictDecided,
    Deed,
    Fact,
    RequestViewed,
    ReviewDecided,
    ValueRevealed,
    Withdrawn,
)
from ra_desk.domain.folding import index_tokens
from ra_desk.domain.numbers import TaxNumber
from ra_desk.domain.pass_request import CLOSED, EntryRef, PassRequest, RequestUnknown, Route, Stage
from ra_desk.domain.people import (
    Applicant,
    DeskId,
    Office,
    OfficeId,
    Operator,
    OperatorId,
    PersonId,
    Role,
)
from ra_desk.domain.policy import Policy
from ra_desk.domain.review import waits
from ra_desk.domain.review_case import ReviewCase
from ra_desk.domain.standing import Outcome, Ruling, project, settle
from ra_desk.journal.box import BoxKey
from ra_desk.journal.envelope import Receipt
from ra_desk.journal.export import Provenance
from ra_desk.journal.keys import Signer, SigningKey
from ra_desk.journal.seal import (
    ChainBroken,
    Head,
    Keys,
    SealedEntry,
    fact_of,
    follow,
    seal,
    verify,
)
from ra_desk.services.journal_rows import Verdict
from ra_desk.services.paper import JobPhase, JobState, PrintJob
from ra_desk.services.pending import COUNTED, PendingFilter, PendingPage
from ra_desk.services.ports import (
    Answer,
    Enrolment,
    Hits,
    KnownOperator,
    Marks,
    Opened,
    Query,
    Round,
    Ruled,
    SealedDraft,
    SealedLetter,
    Session,
)
from ra_desk.services.queue import OutboxCounts, OutboxItem
from ra_desk.services.review_rows import ReviewsTold
from ra_desk.services.tracing import Trace, Traces
from tests.fakes_audit import MemoryJournal
from tests.fakes_day import MemoryDay
from tests.fakes_letters import NoLetters

NOON = datetime(2026, 11, 20, 11, 0, tzinfo=UTC)
OFFICE = Office(
    id=OfficeId("ue-koper"),
    name="UE Koper",
    street="Piranska cesta 2",
    post="6000 Koper",
    email="ue.koper@urad.example",
    phone="05 000 00 00",
)


@dataclass
class FakeClock:
    """A clock that moves only when told; calling it gives the time, UTC."""

    moment: datetime = NOON

    def __call__(self) -> datetime:
        return self.moment

    def forward(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)


def a_request(number: RequestNumber | None = None, **changes: object) -> PassRequest:
    """Return a request that waits for a check."""
    request = PassRequest(
        number=number or new_request_number(),
        route=Route.OFFICE,
        stage=Stage.SUBMITTED,
        applicant=Applicant(
            given_names="Špela",
            surname="Žagar Őry",
            birth_date=date(1991, 3, 4),
            tax_number=TaxNumber("50223054"),
            address=PostalAddress(
                street="Ferrarska ulica",
                house_number="5 b",
                settlement="Koper",
                postcode="6000",
                post="Koper",
            ),
            email="spela.zagar@posta.example",
        ),
        submitted_at=NOON - timedelta(days=4),
        expires_at=NOON + timedelta(days=26),
        terms_version="2026-01",
        office=OFFICE.id,
    )
    return replace(request, **changes)  # type: ignore[arg-type]


def a_check(number: RequestNumber, **changes: object) -> DocumentCheck:
    """Return a check in which everything is as it should be."""
    check = DocumentCheck(
        request=number,
        revision=1,
        document=IdentityDocument(
            kind=DocumentKind.ID_CARD,
            issuing_state="SVN",
            number="IE9876543",
            valid_until=date(2031, 9, 12),
            entry=EntryMode.SCANNED,
        ),
        lines=(
            (Field.SURNAME, Match.TRANSLITERATED),
            (Field.GIVEN_NAMES, Match.TRANSLITERATED),
            (Field.BIRTH_DATE, Match.MATCHES),
        ),
        answers=(True, True, True),
        seconds=30,
    )
    return replace(check, **changes)  # type: ignore[arg-type]


def an_operator(name: str = "Maja K.", *roles: Role) -> Operator:
    identity = name.lower().replace(" ", "-")
    return Operator(
        id=OperatorId(identity),
        person=PersonId(f"person-{identity}"),
        name=name,
        roles=frozenset(roles or (Role.CLERK,)),
    )


def a_session(operator: Operator | None = None, *, key: SigningKey | None = None) -> Session:
    return Session(
        operator=operator or an_operator(),
        signer=key or SigningKey.generate(),
        token=None,
        online=True,
        opened_at=NOON,
    )


class FakeVault:
    """Secrets in memory."""

    def __init__(self) -> None:
        self.signer, self.box = SigningKey.generate(), BoxKey.generate()

    def desk_signer(self) -> Signer:
        return self.signer

    def store_key(self) -> bytes:
        return bytes(32)

    def box_key(self) -> BoxKey:
        return self.box


@dataclass
class Journal:
    """All that the fake store keeps; replaced as a whole when a unit commits."""

    entries: list[SealedEntry] = field(default_factory=list)
    deeds: list[Deed] = field(default_factory=list)
    digests: list[str] = field(default_factory=list)
    cache: dict[RequestNumber, PassRequest] = field(default_factory=dict)
    rulings: dict[int, Ruled] = field(default_factory=dict)
    released: set[int] = field(default_factory=set)
    letters: dict[LetterNumber, SealedLetter] = field(default_factory=dict)
    operators: dict[str, KnownOperator] = field(default_factory=dict)
    drafts: dict[tuple[OperatorId, RequestNumber], SealedDraft] = field(default_factory=dict)
    names: dict[OperatorId, str] = field(default_factory=dict)
    cases: dict[RequestNumber, ReviewCase] = field(default_factory=dict)
    policy: Policy = field(default_factory=Policy)
    offered: int = 0
    filed: int = 0
    reflected: int = 0
    ruled: int = 0
    cursor: str = ""
    last_reply: str = ""
    last_answer_at: datetime | None = None
    quarantined: str | None = None
    verdict: Verdict | None = None

    def copy(self) -> Journal:
        return Journal(
            **{
                name: type(value)(value) if isinstance(value, list | dict | set) else value
                for name, value in vars(self).items()
            }
        )


class MemoryStore:
    """The port ``Store``, all or nothing, in memory."""

    def __init__(self, enrolment: Enrolment, signer: Signer) -> None:
        self.enrolment, self.signer, self.kept = enrolment, signer, Journal()
        self.forgotten = 0
        #: The entry at which the chain is found broken.
        self.broken: int | None = None
        self._writing = threading.RLock()

    @contextmanager
    def begin(self) -> Iterator[MemoryUnit]:
        with self._writing:
            working = self.kept.copy()
            yield MemoryUnit(self, working)
            self.kept = working

    @contextmanager
    def meanwhile(self) -> Iterator[Journal]:
        """Change what is kept behind a window that may be writing at this moment."""
        with self._writing:
            yield self.kept

    @contextmanager
    def read(self) -> Iterator[MemoryUnit]:
        yield MemoryUnit(self, self.kept.copy())

    def forget(self) -> None:
        self.forgotten += 1

    def verify_all(self, progress: Callable[[int, int], bool]) -> Head | None:
        entries = len(self.kept.entries)
        for done in range(min(500, entries), entries + 1, 500):
            if not progress(done, entries):
                return None
        if self.broken is not None:
            raise ChainBroken(seq=self.broken, reason="payload")
        return Head(seq=entries, digest=self.kept.digests[-1]) if entries else Head()

    def provenance(self) -> Provenance:
        return Provenance(
            desk=self.enrolment.desk,
            epoch=self.enrolment.epoch,
            desk_key=self.signer.public,  # type: ignore[attr-defined]
            central_key=self.enrolment.central_key,
            operators=(),
            receipt="",
        )

    def journal(self) -> Iterator[SealedEntry]:
        yield from self.kept.entries


class MemoryUnit:
    """The port ``Unit``: the plainest code that does what the port promises."""

    def __init__(self, store: MemoryStore, journal: Journal) -> None:
        self._store, self._j = store, journal

    def enrolment(self) -> Enrolment:
        return self._store.enrolment

    def policy(self) -> Policy:
        return self._j.policy

    def marks(self) -> Marks:
        j = self._j
        return Marks(
            head=Head(seq=len(j.entries), digest=j.digests[-1]) if j.entries else Head(),
            offered=j.offered,
            filed=j.filed,
            reflected=j.reflected,
            ruled=j.ruled,
            cursor=j.cursor,
            last_reply=j.last_reply,
            last_answer_at=j.last_answer_at,
            heard=j.last_answer_at is not None,
            stopped=None if j.quarantined is None else stop_read(j.quarantined),
        )

    def standing(self, number: RequestNumber) -> PassRequest:
        if number not in self._j.cache:
            raise RequestUnknown(number=number)
        own = [
            d for d in self._j.deeds if d.ref.seq > self._j.reflected and d.fact.subject == number
        ]
        return project(self._j.cache[number], own, policy=self._j.policy)

    def find(self, query: Query, *, limit: int) -> Hits:
        found = sorted(
            (self.standing(n) for n, r in self._j.cache.items() if _fits(r, query)),
            key=lambda r: (r.expires_at, r.number),
        )
        return Hits(requests=tuple(found[:limit]), count=min(100, len(found)))

    def pending(self) -> MemoryPending:
        ordered = sorted(self._j.cache.values(), key=lambda r: (r.submitted_at, r.number))
        return MemoryPending([self.standing(r.number) for r in ordered if r.stage not in CLOSED])

    def review(self) -> MemoryReviews:
        return MemoryReviews(self._j, self.standing, self.withdrawn)

    def day(self) -> MemoryDay:
        saved = [draft.saved_at for draft in self._j.drafts.values()]
        return MemoryDay(self._j.deeds, self._j.rulings, self._j.cache, saved)

    def append(self, fact: Fact, *, at: datetime, session: Session | None = None) -> SealedEntry:
        if self._j.quarantined is not None:
            raise stop_read(self._j.quarantined)
        e = self._store.enrolment
        entry = seal(
            fact,
            self.marks().head,
            desk=e.desk,
            epoch=e.epoch,
            at=at,
            demo=e.demo,
            desk_key=self._store.signer,
            by=None if session is None else session.operator.id,
            operator_key=None if session is None else session.signer,
        )
        keys = Keys(
            desk=self._store.signer.public,  # type: ignore[attr-defined]
            operators={}
            if session is None
            else {session.signer.kid: (session.operator.id, session.signer.public)},  # type: ignore[attr-defined]
        )
        header = verify(entry, keys)
        self._j.entries.append(entry)
        self._j.digests.append(header.digest)
        self._j.deeds.append(
            Deed(
                ref=header.ref,
                at=header.at,
                by=header.by,
                operator_name="" if session is None else session.operator.name,
                office=e.office.id,
                office_name=e.office.name,
                fact=fact,
            )
        )
        return entry

    def entry_at(self, seq: int) -> Deed | None:
        return self._j.deeds[seq - 1] if 0 < seq <= len(self._j.deeds) else None

    def digest_at(self, seq: int) -> str | None:
        if seq == 0:
            return Head().digest
        return self._j.digests[seq - 1] if seq <= len(self._j.digests) else None

    def withdrawn(self, seq: int) -> bool:
        return any(isinstance(d.fact, Withdrawn) and d.fact.seq == seq for d in self._j.deeds)

    def offer(self, *, now: datetime) -> Sequence[SealedEntry]:
        hold = timedelta(seconds=self._j.policy.hold_s)
        end = self._j.filed
        for deed in self._j.deeds[self._j.filed : self._j.filed + 500]:
            held = (
                isinstance(deed.fact, HELD)
                and deed.ref.seq > self._j.offered
                and deed.ref.seq not in self._j.released
                and not self.withdrawn(deed.ref.seq)
                and now < deed.at + hold
            )
            if held:
                break
            end = deed.ref.seq
        self._j.offered = max(self._j.offered, end)
        return self._j.entries[self._j.filed : end]

    def release(self, seq: int) -> None:
        self._j.released.add(seq)

    def take(self, answer: Answer, *, now: datetime) -> frozenset[RequestNumber]:
        from ra_desk.journal.envelope import read_receipt

        receipt = read_receipt(answer.receipt, key=self._store.enrolment.central_key)
        self.cache(answer.requests)
        self._j.rulings |= {r.seq: r for r in answer.rulings}
        self._j.letters |= {one.number: one for one in answer.letters}
        for number in answer.dead_letters:
            self._j.letters.pop(number, None)
        self._j.names |= answer.operator_names
        self._j.filed, self._j.reflected = receipt.filed, answer.reflected
        self._j.ruled = max(self._j.rulings, default=0)
        self._j.cursor, self._j.last_reply = answer.cursor, answer.reply
        self._j.last_answer_at, self._j.policy = now, answer.policy
        return frozenset(r.number for r in answer.requests)

    def quarantine(self, reason: str) -> None:
        self._j.quarantined = reason

    def outbox(self, *, limit: int) -> Sequence[OutboxItem]:
        items = self.items()
        waiting = [
            i
            for i in items
            if not i.filed or (i.ruling is not None and i.ruling.outcome is Outcome.REFUSED)
        ]
        return waiting[:limit]

    def today(self, *, since: datetime, limit: int) -> Sequence[OutboxItem]:
        return [i for i in reversed(self.items()) if i.deed.at >= since][:limit]

    def items(self) -> list[OutboxItem]:
        return [
            OutboxItem(
                deed=d,
                held=d.ref.seq > self._j.offered,
                filed=d.ref.seq <= self._j.filed,
                ruling=self._j.rulings[d.ref.seq].ruling if d.ref.seq in self._j.rulings else None,
            )
            for d in self._j.deeds
            if (d.fact.subject is not None or self._is_refused(d.ref.seq))
            and not isinstance(d.fact, RequestViewed | ValueRevealed | Withdrawn)
            and not self.withdrawn(d.ref.seq)
        ]

    def _is_refused(self, seq: int) -> bool:
        said = self._j.rulings.get(seq)
        return said is not None and said.ruling.outcome is Outcome.REFUSED

    def queue(self) -> MemoryQueue:
        return MemoryQueue(self, self._j)

    def journal_rows(self) -> MemoryJournal:
        return MemoryJournal(self._store.enrolment, self._j)

    def letter_book(self) -> NoLetters:
        return NoLetters()

    def letters(self, *, limit: int) -> Sequence[SealedLetter]:
        found = (self.letter(number) for number in self._j.letters)
        return [letter for letter in found if letter is not None][:limit]

    def letter(self, number: LetterNumber) -> SealedLetter | None:
        found = self._j.letters.get(number)
        started = [
            d.at
            for d in self._j.deeds
            if d.fact.kind == "letter_print_started/1" and getattr(d.fact, "letter", "") == number
        ]
        return None if found is None else replace(found, started_at=(started or [None])[0])

    def drop_letter(self, number: LetterNumber) -> None:
        del self._j.letters[number]

    def operator(self, login: str) -> KnownOperator | None:
        return self._j.operators.get(login)

    def keep_operator(self, known: KnownOperator) -> None:
        self._j.operators[known.login] = known

    def latest_moment(self) -> datetime | None:
        moments = [d.at for d in self._j.deeds[self._j.filed :]]
        return max([*moments, *filter(None, [self._j.last_answer_at])], default=None)

    def keep_draft(self, draft: SealedDraft) -> None:
        self._j.drafts[draft.operator, draft.request] = draft

    def drafts(self, operator: OperatorId) -> Sequence[SealedDraft]:
        own = [draft for draft in self._j.drafts.values() if draft.operator == operator]
        return sorted(own, key=lambda draft: draft.saved_at, reverse=True)

    def drop_drafts(
        self, *, operator: OperatorId | None = None, request: RequestNumber | None = None
    ) -> None:
        self._j.drafts = {
            key: draft
            for key, draft in self._j.drafts.items()
            if operator not in (None, draft.operator) or request not in (None, draft.request)
        }

    def cache(self, requests: Sequence[PassRequest]) -> None:
        self._j.cache |= {r.number: r for r in requests}


class MemoryQueue:
    """The port ``Queue``: the same journal, sifted in memory."""

    def __init__(self, unit: MemoryUnit, journal: Journal) -> None:
        self._unit, self._j = unit, journal

    def waiting(self, *, limit: int) -> Sequence[OutboxItem]:
        return [i for i in self._unit.items() if not i.filed][:limit]

    def undecided(self, *, limit: int) -> Sequence[OutboxItem]:
        asked = (i for i in self._unit.items() if conflict_of(i.ruling) is not None)
        return [i for i in asked if not self.decided(i.deed.ref.seq)][:limit]

    def sent(self, *, since: datetime, limit: int) -> Sequence[OutboxItem]:
        return [i for i in reversed(self._unit.items()) if i.filed and i.deed.at >= since][:limit]

    def counts(self, *, since: datetime) -> OutboxCounts:
        every = len(self._j.deeds)
        return OutboxCounts(
            waiting=len(self.waiting(limit=every)),
            decide=len(self.undecided(limit=every)),
            sent=len(self.sent(since=since, limit=every)),
        )

    def item(self, seq: int) -> OutboxItem | None:
        return next((i for i in self._unit.items() if i.deed.ref.seq == seq), None)

    def decided(self, seq: int) -> bool:
        return any(isinstance(d.fact, ConflictDecided) and d.fact.seq == seq for d in self._j.deeds)

    def kept(self) -> int:
        return len(self._j.cache)

    def forget(self) -> frozenset[RequestNumber]:
        busy = {d.fact.subject for d in self._j.deeds if d.ref.seq > self._j.reflected}
        gone = frozenset(self._j.cache.keys() - busy)
        self._j.cache = {n: r for n, r in self._j.cache.items() if n in busy}
        self._j.cursor = ""
        return gone


class MemoryReviews:
    """The port ``ReviewRows``."""

    def __init__(
        self,
        journal: Journal,
        standing: Callable[[RequestNumber], PassRequest],
        withdrawn: Callable[[int], bool],
    ) -> None:
        self._j, self._standing, self._withdrawn = journal, standing, withdrawn

    def keep(self, cases: Sequence[ReviewCase]) -> None:
        self._j.cases = {case.number: case for case in cases}

    def waiting(self) -> Sequence[tuple[ReviewCase, PassRequest]]:
        ordered = sorted(self._j.cases.values(), key=lambda case: (case.since, case.number))
        kept = [(case, self._standing(case.number)) for case in ordered]
        return [(case, request) for case, request in kept if waits(request)]

    def case(self, number: RequestNumber) -> ReviewCase | None:
        return self._j.cases.get(number)

    def last_decided(self) -> datetime | None:
        decided = [
            deed.at
            for deed in self._j.deeds
            if isinstance(deed.fact, ReviewDecided) and not self._withdrawn(deed.ref.seq)
        ]
        return max(decided, default=None)


class MemoryPending:
    """The port ``PendingRows``; the place of a row is its number in the list, from 1."""

    def __init__(self, requests: Sequence[PassRequest]) -> None:
        self._requests = requests

    def after(self, which: PendingFilter, place: int, *, limit: int) -> PendingPage:
        fitting = self._fitting(which)
        return self._page(fitting, [n for n in fitting if n > place][:limit])

    def before(self, which: PendingFilter, place: int, *, limit: int) -> PendingPage:
        fitting = self._fitting(which)
        return self._page(fitting, [n for n in fitting if n < place][-limit:])

    def count(self, which: PendingFilter) -> int:
        return min(COUNTED + 1, len(self._fitting(which)))

    def _page(self, fitting: Sequence[int], shown: Sequence[int]) -> PendingPage:
        if not shown:
            return PendingPage()
        return PendingPage(
            requests=tuple(self._requests[n - 1] for n in shown),
            first=shown[0],
            last=shown[-1],
            earlier=fitting[0] < shown[0],
            later=fitting[-1] > shown[-1],
        )

    def _fitting(self, which: PendingFilter) -> list[int]:
        return [
            n
            for n, request in enumerate(self._requests, 1)
            if _fits(request, which.query)
            and request.number.startswith(which.number_begins)
            and which.route in {None, request.route}
            and which.stage in {None, request.stage}
            and (which.lapses_before is None or request.expires_at < which.lapses_before)
        ]


def _fits(request: PassRequest, query: Query) -> bool:
    a = request.applicant
    return (
        (query.number is None or request.number == query.number)
        and (not query.tax_number or a.tax_number == query.tax_number)
        and (query.birth_date is None or a.birth_date == query.birth_date)
        and (query.birth_year is None or a.birth_date.year == query.birth_year)
        and (not query.email or a.email.casefold() == query.email)
        and all(any(w.startswith(token) for w in index_tokens(a.name)) for token in query.tokens)
    )


@dataclass
class Snapshot:
    """The rows of the fake central and, read together with them, each desk's mark."""

    requests: dict[RequestNumber, PassRequest]
    reflected: dict[DeskId, int]


class FakeCentral:
    """Central in memory: files what is genuine, rules by the same ``settle``, may be stale."""

    def __init__(self, requests: Mapping[RequestNumber, PassRequest], policy: Policy) -> None:
        self.key, self.requests, self.policy = SigningKey.generate(), dict(requests), policy
        self.heads: dict[DeskId, Head] = {}
        self.keys: dict[DeskId, Keys] = {}
        self.operators: dict[OperatorId, str] = {}
        self.deeds: dict[DeskId, list[tuple[Deed, Ruling]]] = {}
        self.digests: dict[DeskId, list[str]] = {}
        self.codes: list[tuple[RequestNumber, EntryRef]] = []
        self.snapshots: list[Snapshot] = []
        self._replies = itertools.count(1)
        self.opened: Opened | None = None
        self.cases: list[ReviewCase] = []
        self.told_open: list[tuple[RequestNumber | None, bool]] = []
        #: By kind: what central alone knows of a fact, whatever the common rule says.
        self.own_word: dict[str, Ruling] = {}
        self.snap()

    def snap(self) -> None:
        self.snapshots.append(
            Snapshot(dict(self.requests), {desk: head.seq for desk, head in self.heads.items()})
        )

    def file(self, round_: Round, *, enrolment: Enrolment) -> None:
        """Take the entries of a round, as central would before it answers."""
        desk = enrolment.desk
        head = self.heads.get(desk, Head())
        fresh = [e for e in round_.entries if e.seq > head.seq]
        headers = follow(fresh, head, self.keys[desk])
        deeds = []
        for header, entry in zip(headers, fresh, strict=True):
            fact = fact_of(header, entry)
            assert fact is not None
            deeds.append(
                Deed(
                    ref=header.ref,
                    at=header.at,
                    by=header.by,
                    operator_name=self.operators.get(header.by, "") if header.by else "",
                    office=enrolment.office.id,
                    office_name=enrolment.office.name,
                    fact=fact,
                )
            )
        settled = settle(deeds, self.requests, policy=self.policy)
        rulings = [self.own_word.get(d.fact.kind, r) for d, r in zip(deeds, settled, strict=True)]
        self.deeds.setdefault(desk, []).extend(zip(deeds, rulings, strict=True))
        self.digests.setdefault(desk, []).extend(h.digest for h in headers)
        if headers:
            self.heads[desk] = Head(seq=headers[-1].seq, digest=headers[-1].digest)
        self.order_codes()
        self.snap()

    def order_codes(self) -> None:
        """Note which check makes a code now; the worst a fast central could do."""
        for number, request in self.requests.items():
            counted = request.decision
            if request.stage is Stage.IDENTIFIED and counted is not None:
                made = (number, counted.ref)
                if made not in self.codes:
                    self.codes.append(made)

    def answer(self, *, enrolment: Enrolment, age: int = 0, now: datetime = NOON) -> Answer:
        """Return the answer that a replica ``age`` snapshots behind would give."""
        desk = enrolment.desk
        seen = self.snapshots[max(0, len(self.snapshots) - 1 - age)]
        head = self.heads.get(desk, Head())
        return Answer(
            reply=f"reply-{next(self._replies)}",
            receipt=Receipt(
                desk=desk, epoch=enrolment.epoch, filed=head.seq, digest=head.digest, at=now
            ).signed(self.key),
            rulings=[Ruled(seq=d.ref.seq, ruling=r, at=now) for d, r in self.deeds.get(desk, [])],
            requests=list(seen.requests.values()),
            letters=[],
            dead_letters=[],
            reflected=seen.reflected.get(desk, 0),
            cursor=str(len(self.snapshots)),
            more=False,
            policy=self.policy,
            operator_names=self.operators,
            at=now,
        )

    def exchange(self, round_: Round, *, enrolment: Enrolment, now: datetime) -> Answer:
        self.file(round_, enrolment=enrolment)
        return self.answer(enrolment=enrolment, now=now)

    def trace(
        self, *, number: RequestNumber | None, tax_number: str | None, **_details: object
    ) -> Traces:
        wanted = {
            n
            for n, r in self.requests.items()
            if n == number or r.applicant.tax_number == tax_number
        }
        found = [
            Trace(
                at=deed.at,
                kind=deed.fact.kind,
                request=deed.fact.subject,
                operator_name=deed.operator_name,
                office=deed.office_name,
                counter=str(desk),
                seq=deed.ref.seq,
            )
            for desk, deeds in self.deeds.items()
            for deed, _ruling in deeds
            if deed.fact.subject in wanted and deed.fact.subject is not None
        ]
        found.sort(key=lambda trace: trace.at, reverse=True)
        return Traces(requests=tuple(wanted), traces=tuple(found), count=len(found))

    def reviews(self, **_details: object) -> ReviewsTold:
        waiting = [self.requests[case.number] for case in self.cases]
        return ReviewsTold(cases=self.cases, requests=waiting)

    def tell_open(
        self, number: RequestNumber | None, *, take_over: bool, **_details: object
    ) -> Opened | None:
        self.told_open.append((number, take_over))
        return None if number is None or take_over else self.opened


@dataclass
class FakeDesk:
    """A desk with a memory store, enrolled at a fake central, with one clerk signed in."""

    central: FakeCentral
    store: MemoryStore
    session: Session
    vault: FakeVault


def a_desk(central: FakeCentral, name: str = "desk-1", clerk: str = "Maja K.") -> FakeDesk:
    vault = FakeVault()
    session = a_session(an_operator(clerk))
    enrolment = Enrolment(
        desk=DeskId(name),
        epoch=1,
        office=OFFICE,
        counter="3",
        central_url="https://central.example",
        central_key=central.key.public,
        demo=False,
    )
    signer = session.signer
    assert isinstance(signer, SigningKey)
    central.keys[enrolment.desk] = Keys(
        desk=vault.signer.public,
        operators={signer.kid: (session.operator.id, signer.public)},
    )
    central.operators[session.operator.id] = session.operator.name
    store = MemoryStore(enrolment, vault.signer)
    store.kept.cache = dict(central.requests)
    store.kept.policy = central.policy
    return FakeDesk(central, store, session, vault)


@dataclass
class FakePrinter:
    """Keeps what was printed; ``broken`` makes it refuse.

    ``states``: what the queue says of a job each time it is asked; printed, when nothing is left.
    """

    name: str = "pladenj"
    printed: list[tuple[str, bytes]] = field(default_factory=list)
    broken: Exception | None = None
    states: list[JobState | Exception] = field(default_factory=list)
    cancelled: list[PrintJob] = field(default_factory=list)

    def print(self, pdf: bytes, *, title: str) -> PrintJob:
        if self.broken is not None:
            raise self.broken
        self.printed.append((title, pdf))
        return PrintJob(queue=self.name, number=len(self.printed))

    def state(self, job: PrintJob) -> JobState:
        said = self.states.pop(0) if self.states else JobState(phase=JobPhase.PRINTED)
        if isinstance(said, Exception):
            raise said
        return said

    def cancel(self, job: PrintJob) -> JobState:
        self.cancelled.append(job)
        return JobState(phase=JobPhase.CANCELLED)
