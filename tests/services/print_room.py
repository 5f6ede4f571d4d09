"""A print room: a desk's real store with letters that central has sealed to it."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

from ra_desk.domain.activation import (
    ActivationCode,
    Channel,
    LetterNumber,
    new_code,
    new_letter_number,
)
from ra_desk.domain.addresses import problems
from ra_desk.domain.errors import Refused
from ra_desk.domain.letter_form import (
    Envelope,
    EnvelopeFit,
    Letterhead,
    LetterLanguages,
    LetterSheet,
    Posting,
)
from ra_desk.domain.letters import LetterState
from ra_desk.domain.pass_request import PassRequest, Stage
from ra_desk.domain.people import Operator, OperatorId, PersonId, Role
from ra_desk.journal.box import BoxContext, BoxKey, seal_box
from ra_desk.journal.envelope import operator_key_statement
from ra_desk.journal.keys import SigningKey
from ra_desk.services.letter_book import BatchSeen, Choice
from ra_desk.services.letters import Letters
from ra_desk.services.ports import KnownOperator, SealedLetter, Session
from ra_desk.store.local import SqlStore
from tests.fakes import FakeClock, FakePrinter
from tests.store.support import NOON, Desk, some_requests

PRINTER = "HP-KP-2"


class FakePaper:
    """Draws a line of text; keeps which letter was drawn with a code, and how often."""

    def __init__(self) -> None:
        self.drawn: list[LetterNumber] = []

    def languages(self, recipient: PassRequest) -> LetterLanguages:
        return LetterLanguages.SL

    def problems(
        self, recipient: PassRequest, fit: EnvelopeFit, *, large_print: bool = False
    ) -> tuple[Refused, ...]:
        return problems(recipient.applicant.address)

    def letter(
        self, sheet: LetterSheet, code: ActivationCode, head: Letterhead, fit: EnvelopeFit
    ) -> bytes:
        self.drawn.append(sheet.number)
        return f"%PDF {sheet.number} {code.reveal()}".encode()

    def preview(self, sheet: LetterSheet, head: Letterhead, fit: EnvelopeFit) -> bytes:
        return f"%PDF {sheet.number} ••••".encode()

    def test_page(self, head: Letterhead, fit: EnvelopeFit) -> bytes:
        return b"%PDF test page"

    def control_letter(self, number: LetterNumber, head: Letterhead, fit: EnvelopeFit) -> bytes:
        return f"%PDF {number} control".encode()

    def posting_list(self, posting: Posting, head: Letterhead) -> bytes:
        return f"%PDF {posting.batch}: {len(posting.letters)} and {posting.control}".encode()

    def posting_table(self, posting: Posting, head: Letterhead) -> bytes:
        return "".join(f"{one.number};{one.registered or ''}\n" for one in posting.letters).encode()


class FakeVault:
    """Only the key for boxes."""

    def __init__(self, key: BoxKey) -> None:
        self._key = key

    def box_key(self) -> BoxKey:
        return self._key


@dataclass(kw_only=True)
class PrintRoom:
    """A desk in an office's print room, its printer, and people who may print."""

    desk: Desk
    store: SqlStore
    clock: FakeClock = field(default_factory=lambda: FakeClock(NOON))
    printer: FakePrinter = field(default_factory=lambda: FakePrinter(name=PRINTER))
    paper: FakePaper = field(default_factory=FakePaper)
    box_key: BoxKey = field(default_factory=BoxKey.generate)
    run: str = "first"
    vault: FakeVault | None = None

    @property
    def letters(self) -> Letters:
        return Letters(
            store=self.store,
            vault=self.vault or FakeVault(self.box_key),  # type: ignore[arg-type]
            paper=lambda: self.paper,
            printers={PRINTER: self.printer},
            now=self.clock,
            run=self.run,
        )

    @property
    def session(self) -> Session:
        return self.desk.session

    def restart(self) -> None:
        """Open the program again: what was not committed is gone, and so is the run."""
        self.store.close()
        self.store = self.desk.open()
        self.run = secrets.token_hex(4)

    def another(self, *, person: str = "person-bor") -> Session:
        """Sign somebody else in at this desk."""
        key = SigningKey.generate()
        who = Operator(
            id=OperatorId(f"{person}.account"),
            person=PersonId(person),
            name="Bor P.",
            roles=frozenset({Role.PRINT_ROOM}),
        )
        statement = operator_key_statement(
            who.id, self.desk.enrolment.desk, key.public, at=NOON, signer=self.desk.central
        )
        with self.store.begin() as unit:
            unit.keep_operator(
                KnownOperator(operator=who, login=who.id, key_statement=statement, last_online=NOON)
            )
        return Session(operator=who, signer=key, token=None, online=True, opened_at=NOON)

    def order(self, requests: Sequence[PassRequest], *, item: str = "") -> list[SealedLetter]:
        """Let central order a letter for each request and tell the desk of it."""
        made = [self._sealed(one, item) for one in requests]
        self.told(letters=made, requests=[one.recipient for one in made])
        return made

    def told(
        self,
        *,
        letters: Sequence[SealedLetter] = (),
        requests: Sequence[PassRequest] = (),
        dead: Sequence[LetterNumber] = (),
        **more: object,
    ) -> None:
        """Let central answer an exchange."""
        answer = self.desk.answer(self.store, requests=requests, at=self.clock())
        whole = replace(answer, letters=letters, dead_letters=dead, **more)
        with self.store.begin() as unit:
            unit.take(whole, now=self.clock())

    def _sealed(self, request: PassRequest, item: str) -> SealedLetter:
        number, expires = new_letter_number(), self.clock() + timedelta(days=14)
        expires = expires.replace(microsecond=0)
        context = BoxContext(
            item=number,
            request=request.number,
            recipient=self.desk.enrolment.desk,
            expires=expires,
        )
        ordered = replace(request, stage=Stage.CODE_ORDERED, channel=Channel.POST, letter=number)
        return SealedLetter(
            number=number,
            request=request.number,
            box=seal_box(new_code(), context, to=self.box_key.public),
            expires_at=expires,
            ordered_at=self.clock(),
            recipient=ordered,
            item=item,
        )

    def prepare(self, count: int) -> BatchSeen:
        """Order letters and put all of them into a batch."""
        self.order(some_requests(count))
        return self.letters.prepare(
            Choice(), printer=PRINTER, envelope=Envelope.RIGHT, session=self.session
        ).batch

    def confirm(self) -> None:
        """Say that the address of a test page lies in the window."""
        fit = EnvelopeFit(envelope=Envelope.RIGHT, right=1.5)
        self.letters.confirm_window(printer=PRINTER, fit=fit, session=self.session)

    def print_all(self, batch: int, *, most: int = 999) -> int:
        """Print until no sheet waits; return how many were printed."""
        printed = 0
        while printed < most and self.print_one(batch) is not None:
            printed += 1
        return printed

    def print_one(self, batch: int) -> object:
        return self.letters.print_next(batch, session=self.session, pause=lambda: False)

    def counts(self, batch: int) -> dict[LetterState, int]:
        return dict(self.letters.batch(batch).batch.counts)

    def codes(self) -> list[str]:
        """The codes that the printer has seen."""
        return [pdf.decode().split()[2] for _, pdf in self.printer.printed if b"-" in pdf]


def a_print_room(folder: Path) -> PrintRoom:
    """Return an enrolled desk that has just heard from central."""
    desk = Desk(path=folder / "store" / "desk.db")
    room = PrintRoom(desk=desk, store=desk.enrolled())
    room.told()
    return room


def a_copy(made: PrintRoom, folder: Path) -> PrintRoom:
    """Return the same print room with a store of its own, open."""
    desk = replace(made.desk, path=folder / "store" / "desk.db")
    desk.path.parent.mkdir(mode=0o700)
    shutil.copy(made.desk.path, desk.path)
    return PrintRoom(desk=desk, store=desk.open())
