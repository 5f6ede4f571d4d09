"""The desk as its window sees it: the verbs, bound to the parts that ``app`` has joined.

No rule and no write of its own: each method hands on to the module of its verb.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from secrets import token_hex

from ra_desk.domain.access import CentralUnreachable
from ra_desk.domain.activation import RequestNumber
from ra_desk.domain.after_check import Correction
from ra_desk.domain.checks import DocumentCheck
from ra_desk.domain.comparison import Field
from ra_desk.domain.documents import IdentityDocument
from ra_desk.domain.drafts import Draft
from ra_desk.domain.facts import ConflictChoice, Purpose, SearchKey
from ra_desk.domain.mrz import Mrz
from ra_desk.domain.pass_request import EntryRef, PassRequest
from ra_desk.domain.policy import Policy
from ra_desk.domain.refusals import Refusal
from ra_desk.domain.secret import Secret
from ra_desk.journal.ring import KeyCost
from ra_desk.services import (
    after_check,
    drafts,
    find_requests,
    locking,
    overview,
    sign_in,
)
from ra_desk.services import exchange as exchanges
from ra_desk.services.administration import Administration, AdministrationLine
from ra_desk.services.day import Day, DayTools
from ra_desk.services.decide_conflict import OpenConflict, decide_conflict, open_conflict
from ra_desk.services.doctor import Doctor
from ra_desk.services.drafts import OpenDraft
from ra_desk.services.drawing import LetterPaper
from ra_desk.services.examine_journal import JournalReading
from ra_desk.services.help_bundle import help_bundle
from ra_desk.services.letters import Letters
from ra_desk.services.local_data import LocalData, delete_local_data, local_data
from ra_desk.services.locking import Locked
from ra_desk.services.my_work import MyWork, my_work
from ra_desk.services.open_request import open_request
from ra_desk.services.overview import OutboxSeen, Overview
from ra_desk.services.pending import START, PendingPage, PendingQuery, pending_page
from ra_desk.services.ports import (
    Central,
    Clock,
    Enrolment,
    Hits,
    Opened,
    OutboxItem,
    Printer,
    Query,
    ReceiptRenderer,
    Session,
    Store,
    Vault,
)
from ra_desk.services.record_check import Recorded, record_check
from ra_desk.services.refuse_request import refuse_request
from ra_desk.services.review_check import Reviews
from ra_desk.services.right_of_way import RightOfWay
from ra_desk.services.soft_lock import tell_open
from ra_desk.services.undo import send_now, undo


def no_paper() -> LetterPaper:
    """Stand for what draws letters at a desk that has nothing of the kind."""
    raise ValueError("nothing here draws letters")


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A desk that has been enrolled, with its parts. Methods may block: call them in a lane."""

    store: Store
    central: Central
    vault: Vault
    printers: Mapping[str, Printer]
    render_receipt: ReceiptRenderer
    now: Clock
    way: RightOfWay = field(default_factory=RightOfWay)
    key_cost: KeyCost = field(default_factory=KeyCost)
    doctor: Doctor | None = None
    paper: Callable[[], LetterPaper] = no_paper
    day_tools: DayTools | None = None
    office_line: AdministrationLine | None = None
    #: Makes the modules of a QR code for the screen.
    code_picture: Callable[[str], Sequence[Sequence[int]]] = field(default=lambda _text: ((1,),))
    #: Names this opening of the program: what another one sent to a printer was interrupted.
    run: str = field(default_factory=lambda: token_hex(8))

    def enrolment(self) -> Enrolment:
        with self.store.read() as unit:
            return unit.enrolment()

    def policy(self) -> Policy:
        with self.store.read() as unit:
            return unit.policy()

    def sign_in(self, *, login: str, password: Secret[str], one_time_code: str) -> Session:
        return sign_in.sign_in(
            login=login,
            password=password,
            one_time_code=one_time_code,
            store=self.store,
            central=self.central,
            now=self.now,
            cost=self.key_cost,
        )

    def sign_in_offline(self, *, login: str, password: Secret[str]) -> Session:
        return sign_in.sign_in_offline(
            login=login, password=password, store=self.store, now=self.now
        )

    def offline_until(self, login: str) -> datetime | None:
        return sign_in.offline_until(login, store=self.store, now=self.now)

    def locked(self, session: Session) -> Locked:
        """Return what unlocks a session; never blocks. ``sign_out`` ends it."""
        return locking.locked(session, now=self.now)

    def unlock(self, locked: Locked, *, password: Secret[str]) -> Session:
        return locking.unlock(locked, password=password, store=self.store, now=self.now)

    def leave(self, session: Session, *, draft: Draft | None) -> None:
        """Keep what was begun and end the session: the screen is locked."""
        try:
            if draft is not None:
                self.keep_draft(draft, session=session)
        finally:
            self.sign_out(session)

    def sign_out(self, session: Session) -> None:
        sign_in.sign_out(session=session, store=self.store, now=self.now)

    def find(self, query: Query) -> Hits:
        return find_requests.find_requests(query, store=self.store)

    def pending(
        self, query: PendingQuery, *, place: int = START, backward: bool = False, limit: int
    ) -> PendingPage:
        return pending_page(
            query, place=place, backward=backward, limit=limit, store=self.store, now=self.now
        )

    def find_person(self, mrz: Mrz) -> Hits:
        return find_requests.find_person(mrz, store=self.store)

    def look_up(self, query: Query, *, key: SearchKey, purpose: Purpose, session: Session) -> Hits:
        return find_requests.look_up(
            query,
            key=key,
            purpose=purpose,
            session=session,
            store=self.store,
            central=self.central,
            now=self.now,
        )

    def open_request(self, number: RequestNumber, *, session: Session) -> PassRequest:
        return open_request(number, session=session, store=self.store, now=self.now)

    def standing(self, number: RequestNumber) -> PassRequest:
        """Return a request that is open already, as it stands now."""
        with self.store.read() as unit:
            return unit.standing(number)

    def record_check(self, check: DocumentCheck, *, session: Session) -> Recorded:
        return record_check(check, session=session, store=self.store, now=self.now)

    def refuse(self, refusal: Refusal, *, session: Session) -> Recorded:
        return refuse_request(refusal, session=session, store=self.store, now=self.now)

    def recorded_document(
        self, number: RequestNumber, check: EntryRef, *, session: Session
    ) -> IdentityDocument | None:
        return after_check.recorded_document(number, check, session=session, store=self.store)

    def correct_check(self, correction: Correction, *, session: Session) -> PassRequest:
        return after_check.correct_check(
            correction, session=session, store=self.store, now=self.now
        )

    def note_suspicion(self, number: RequestNumber, *, session: Session) -> PassRequest:
        return after_check.note_suspicion(number, session=session, store=self.store, now=self.now)

    def report_document(
        self, number: RequestNumber, document: IdentityDocument, *, note: str, session: Session
    ) -> Recorded:
        return after_check.report_document(
            number, document, note=note, session=session, store=self.store, now=self.now
        )

    def order_code_again(self, number: RequestNumber, *, session: Session) -> PassRequest:
        return after_check.order_code_again(number, session=session, store=self.store, now=self.now)

    def reveal(self, number: RequestNumber, field: Field, *, session: Session) -> Field:
        return after_check.reveal(number, field, session=session, store=self.store, now=self.now)

    def report_abuse(self, number: RequestNumber | None, *, session: Session) -> None:
        after_check.report_abuse(number, session=session, store=self.store, now=self.now)

    def print_receipt(
        self, number: RequestNumber, *, printer: str, online: bool, session: Session
    ) -> None:
        after_check.print_receipt(
            number,
            session=session,
            store=self.store,
            render=self.render_receipt,
            printers=self.printers,
            wanted=printer,
            online=online,
            now=self.now,
        )

    def tell_open(
        self, number: RequestNumber | None, *, take_over: bool = False, session: Session
    ) -> Opened | None:
        return tell_open(
            number,
            take_over=take_over,
            session=session,
            store=self.store,
            central=self.central,
            now=self.now,
        )

    def keep_draft(self, draft: Draft, *, session: Session) -> None:
        drafts.keep_draft(draft, session=session, store=self.store, now=self.now)

    def my_work(self, *, session: Session) -> MyWork:
        return my_work(session=session, store=self.store, now=self.now)

    def draft(self, number: RequestNumber, *, session: Session) -> Draft | None:
        return drafts.draft_of(number, session=session, store=self.store, now=self.now)

    def drafts(self, *, session: Session) -> Sequence[OpenDraft]:
        return drafts.open_drafts(session=session, store=self.store, now=self.now)

    def drop_draft(self, number: RequestNumber, *, session: Session) -> None:
        drafts.drop_draft(number, session=session, store=self.store)

    def drop_drafts(self) -> None:
        """Throw away every draft at this desk, as when its day is closed."""
        drafts.drop_drafts(store=self.store)

    def undo(self, seq: int, *, session: Session) -> PassRequest:
        return undo(seq, session=session, store=self.store, now=self.now)

    def send_now(self, seq: int) -> None:
        send_now(seq, store=self.store)

    def exchange(self) -> exchanges.Exchanged:
        return exchanges.exchange(store=self.store, central=self.central, now=self.now)

    def overview(self) -> Overview:
        return overview.overview(store=self.store, now=self.now)

    def outbox(self, *, limit: int = 200) -> Sequence[OutboxItem]:
        with self.store.read() as unit:
            return unit.outbox(limit=limit)

    def sent_today(self, *, limit: int = 200) -> Sequence[OutboxItem]:
        return overview.sent_today(limit=limit, store=self.store, now=self.now)

    def waiting(self, *, limit: int = 200) -> Sequence[OutboxItem]:
        with self.store.read() as unit:
            return unit.queue().waiting(limit=limit)

    def outbox_seen(self, *, limit: int = 200) -> OutboxSeen:
        return overview.outbox_seen(limit=limit, store=self.store, now=self.now)

    def conflict(self, seq: int, *, session: Session) -> OpenConflict:
        return open_conflict(seq, session=session, store=self.store)

    def decide_conflict(
        self, seq: int, choice: ConflictChoice, *, note: str = "", session: Session
    ) -> None:
        decide_conflict(seq, choice, note=note, session=session, store=self.store, now=self.now)

    def help_bundle(self, jwk: str) -> str:
        return help_bundle(jwk, store=self.store, now=self.now)

    @property
    def journal(self) -> JournalReading:
        """The journal, for whoever may read it."""
        return JournalReading(store=self.store, central=self.central, now=self.now)

    def local_data(self) -> LocalData:
        return local_data(store=self.store, now=self.now)

    def delete_local_data(self) -> frozenset[RequestNumber]:
        return delete_local_data(store=self.store)

    @property
    def letters(self) -> Letters:
        """The print room: batches of letters, their sheets, and what the post brings back."""
        return Letters(
            store=self.store,
            vault=self.vault,
            paper=self.paper,
            printers=self.printers,
            now=self.now,
            run=self.run,
        )

    @property
    def administration(self) -> Administration:
        """Offices, operators, desks and policies, for administrators."""
        if self.office_line is None:
            raise CentralUnreachable()
        return Administration(store=self.store, line=self.office_line, now=self.now)

    @property
    def reviews(self) -> Reviews:
        """The second pair of eyes: what waits for it, and what a reviewer decides."""
        return Reviews(store=self.store, central=self.central, now=self.now)

    @property
    def day(self) -> Day:
        """Reports, and the close of the day."""
        return Day(
            store=self.store,
            central=self.central,
            printers=self.printers,
            tools=self.day_tools,
            now=self.now,
            cost=self.key_cost,
        )

    def data_age(self) -> timedelta | None:
        """Return how long ago central last answered, or None if it never has."""
        with self.store.read() as unit:
            answered = unit.marks().last_answer_at
        return None if answered is None else max(timedelta(0), self.now() - answered)

    def time(self) -> datetime:
        return self.now()
