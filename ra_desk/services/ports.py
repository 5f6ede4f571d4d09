"""What the services need from the outside world; adapters provide it, ``app`` joins them.

Ports speak domain types. Nothing here knows a table, a URL, a widget or a key store.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol

from ra_desk.domain.activation import LetterNumber, RequestNumber
from ra_desk.domain.errors import Broken
from ra_desk.domain.facts import Deed, Fact, Purpose, SearchKey
from ra_desk.domain.pass_request import PassRequest
from ra_desk.domain.people import DeskId, Office, Operator, OperatorId, Role
from ra_desk.domain.policy import Policy
from ra_desk.domain.secret import Secret
from ra_desk.domain.standing import Ruling
from ra_desk.journal.box import BoxKey
from ra_desk.journal.keys import PublicKey, Signer, SigningKey
from ra_desk.journal.ring import Seal
from ra_desk.journal.seal import Head, SealedEntry
from ra_desk.services.journal_rows import JournalRows, WholeJournal
from ra_desk.services.paper import Printer as Printer
from ra_desk.services.paper import ReceiptRenderer as ReceiptRenderer
from ra_desk.services.paper import SealedLetter as SealedLetter
from ra_desk.services.queue import OutboxItem as OutboxItem
from ra_desk.services.queue import Queue
from ra_desk.services.report import OfficeCounting
from ra_desk.services.review_rows import ReviewRows, ReviewsTold
from ra_desk.services.tracing import Tracing

if TYPE_CHECKING:
    from ra_desk.services.day_rows import DayRows
    from ra_desk.services.letter_book import Elsewhere, LetterBook
    from ra_desk.services.pending import PendingRows


class Clock(Protocol):
    """The time now, aware, UTC."""

    def __call__(self) -> datetime: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolment:
    """What this desk is: given once by central, kept in the store."""

    desk: DeskId
    epoch: int
    office: Office
    counter: str
    central_url: str
    central_key: PublicKey
    demo: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """An operator who is signed in at this desk; the keys live in memory only.

    ``seal``: for what the operator leaves behind at this desk, and nobody else may read.
    """

    operator: Operator
    signer: SigningKey
    token: Secret[str] | None
    online: bool
    opened_at: datetime
    login: str = ""
    seal: Seal = field(default_factory=Seal.generate)

    def wipe(self) -> None:
        """Let go of keys and token, whoever still holds this session."""
        self.signer.wipe()
        self.seal.wipe()
        if self.token is not None:
            self.token.wipe()


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownOperator:
    """An operator who has signed in at this desk, with central's word on the signing key.

    Attributes:
        last_online: when central last let the operator in here, by the desk's clock.
        wrapped: the operator's keys as the password opens them; empty if there are none.
        wrong: tries without a line since the last right one.
        barred_until: no try is allowed before, by the desk's clock.
    """

    operator: Operator
    login: str
    key_statement: str
    last_online: datetime
    wrapped: bytes = field(default=b"", repr=False)
    wrong: int = 0
    barred_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedDraft:
    """A draft as the store keeps it: only the operator's own key opens it."""

    operator: OperatorId
    request: RequestNumber
    saved_at: datetime
    sealed: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """Another desk that has the same request open.

    ``since``: seconds since it was opened there, by central's clock.
    """

    counter: str
    office: str
    operator: str
    since: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruled:
    """Central's ruling on the entry ``seq`` of this desk."""

    seq: int
    ruling: Ruling
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """What goes up in one exchange. ``unsent``: entries that are kept back in it."""

    entries: Sequence[SealedEntry]
    cursor: str
    reflected: int
    ruled: int
    last_reply: str
    unsent: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came down: central signed all of it, together with the call it answers.

    Attributes:
        reply: names this answer; the next round says that it was stored.
        receipt: central's signed receipt, verified by the exchange service.
        reflected: the desk's last entry whose effects are in the rows so far; only the last
            page of a pull moves it.
        more: another page is waiting.
        dead_letters: letters whose boxes must be dropped.
        at: central's clock when it answered.
        elsewhere: letters of the office that lie at its other desks.
        unnumbered: so many of its letters wait for a number of registered post.
    """

    reply: str
    receipt: str
    rulings: Sequence[Ruled]
    requests: Sequence[PassRequest]
    letters: Sequence[SealedLetter]
    dead_letters: Sequence[LetterNumber]
    reflected: int
    cursor: str
    more: bool
    policy: Policy
    operator_names: Mapping[OperatorId, str]
    at: datetime
    elsewhere: Sequence[Elsewhere] = ()
    unnumbered: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What to look for; ``services.find_requests`` makes it from what was typed."""

    number: RequestNumber | None = None
    tax_number: str = field(default="", repr=False)
    tokens: tuple[str, ...] = field(default=(), repr=False)
    birth_date: date | None = field(default=None, repr=False)
    birth_year: int | None = field(default=None, repr=False)
    email: str = field(default="", repr=False)

    @property
    def empty(self) -> bool:
        return self == Query()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hits:
    """The first rows, soonest to lapse first; ``count`` is exact up to 100."""

    requests: tuple[PassRequest, ...]
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """How far the desk's chain has come; see architecture (d4) and decision 12.

    ``heard``: whether central has answered since this store was opened, whatever the clock says.
    ``stopped``: why nothing is written or sent any more: central's word, or a broken journal.
    """

    head: Head
    offered: int
    filed: int
    reflected: int
    ruled: int
    cursor: str
    last_reply: str
    last_answer_at: datetime | None
    heard: bool
    stopped: Broken | None


class Unit(Protocol):
    """One transaction on the local store: everything in it happens, or nothing does."""

    def enrolment(self) -> Enrolment: ...
    def policy(self) -> Policy: ...
    def marks(self) -> Marks: ...

    def standing(self, number: RequestNumber) -> PassRequest:
        """Return the cached request with own unreflected facts laid over it.

        Raises:
            RequestUnknown: the desk does not keep it.
        """
        ...

    def find(self, query: Query, *, limit: int) -> Hits: ...
    def pending(self) -> PendingRows: ...
    def review(self) -> ReviewRows: ...
    def day(self) -> DayRows: ...

    def append(self, fact: Fact, *, at: datetime, session: Session | None = None) -> SealedEntry:
        """Seal the fact and add it to the journal; system kinds take no session."""
        ...

    def entry_at(self, seq: int) -> Deed | None: ...

    def digest_at(self, seq: int) -> str | None:
        """Return the digest of the own entry ``seq``; the beginning of all chains for 0."""
        ...

    def withdrawn(self, seq: int) -> bool:
        """Whether a later entry undoes the entry ``seq``."""
        ...

    def offer(self, *, now: datetime) -> Sequence[SealedEntry]:
        """Return at most 500 entries that central has not filed, and note them as offered.

        Stops before the first check or refusal that is still held at ``now`` and not yet
        withdrawn or released, and never parts one from its withdrawal.
        """
        ...

    def release(self, seq: int) -> None:
        """End the hold of an entry now ("send now")."""
        ...

    def take(self, answer: Answer, *, now: datetime) -> frozenset[RequestNumber]:
        """Take over one answer, all or nothing; return which requests may look different."""
        ...

    def quarantine(self, reason: str) -> None: ...
    def outbox(self, *, limit: int) -> Sequence[OutboxItem]:
        """Return the newest entries that act on a request."""
        ...

    def queue(self) -> Queue:
        """Return what of the journal is under way."""
        ...

    def journal_rows(self) -> JournalRows: ...

    def today(self, *, since: datetime, limit: int) -> Sequence[OutboxItem]:
        """Return the newest entries that act on a request, not older than ``since``."""
        ...

    def letters(self, *, limit: int) -> Sequence[SealedLetter]: ...
    def letter(self, number: LetterNumber) -> SealedLetter | None: ...
    def drop_letter(self, number: LetterNumber) -> None: ...
    def letter_book(self) -> LetterBook: ...
    def operator(self, login: str) -> KnownOperator | None: ...
    def keep_operator(self, known: KnownOperator) -> None: ...
    def latest_moment(self) -> datetime | None:
        """Return the latest moment this desk knows of: of central's last answer or an entry."""
        ...

    def keep_draft(self, draft: SealedDraft) -> None: ...
    def drafts(self, operator: OperatorId) -> Sequence[SealedDraft]:
        """Return an operator's drafts, the one saved last first."""
        ...

    def drop_drafts(
        self, *, operator: OperatorId | None = None, request: RequestNumber | None = None
    ) -> None:
        """Delete drafts; None stands for all."""
        ...

    def cache(self, requests: Sequence[PassRequest]) -> None:
        """Keep requests that an online look-up brought."""
        ...


class Store(WholeJournal, Protocol):
    """The encrypted local store. ``begin`` writes; ``read`` sees one snapshot beside it."""

    def begin(self) -> AbstractContextManager[Unit]: ...
    def read(self) -> AbstractContextManager[Unit]: ...
    def forget(self) -> None:
        """Let go of what is held in memory about people: somebody has locked the screen."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """Central's answer to a right name, password and one-time code."""

    operator: Operator
    key_statement: str
    token: Secret[str]
    policy: Policy


class Central(Tracing, OfficeCounting, Protocol):
    """Central over the line. Every method may raise ``Unavailable`` or ``Broken``.

    ``DeskQuarantined`` and every ``Refused`` are central's signed word in answer to this call.
    """

    def exchange(self, round_: Round, *, enrolment: Enrolment, now: datetime) -> Answer: ...

    def sign_in(
        self,
        *,
        login: str,
        password: Secret[str],
        one_time_code: str,
        key: PublicKey,
        enrolment: Enrolment,
        now: datetime,
    ) -> SignedIn: ...

    def look_up(
        self,
        query: Query,
        *,
        key: SearchKey,
        purpose: Purpose,
        session: Session,
        enrolment: Enrolment,
        now: datetime,
    ) -> Hits: ...

    def tell_open(
        self,
        number: RequestNumber | None,
        *,
        take_over: bool,
        session: Session,
        enrolment: Enrolment,
        now: datetime,
    ) -> Opened | None:
        """Say which request is open here, None for none; return who else has it open."""
        ...

    def reviews(self, *, session: Session, enrolment: Enrolment, now: datetime) -> ReviewsTold:
        """Return what waits for a reviewer who is signed in at this desk."""
        ...


class Vault(Protocol):
    """The OS key store: this desk's secrets, and nothing that they could be guessed from."""

    def desk_signer(self) -> Signer: ...
    def store_key(self) -> bytes: ...
    def box_key(self) -> BoxKey: ...


#: Roles that may print letters.
PRINTING = (Role.PRINT_ROOM, Role.CLERK, Role.SUPERVISOR)
