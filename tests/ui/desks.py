"""A desk with fakes for tests of pages: real services and widgets, a central that obeys."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from ra_desk.domain.activation import Channel, new_code, new_letter_number
from ra_desk.domain.errors import RaError
from ra_desk.domain.pass_request import PassRequest, Stage
from ra_desk.domain.people import Role
from ra_desk.domain.policy import Policy
from ra_desk.domain.report import REPORTED, Drawn, Period, Result
from ra_desk.journal.box import BoxContext, seal_box
from ra_desk.services.day_rows import Counted
from ra_desk.services.desk import Desk
from ra_desk.services.ports import Answer, Enrolment, Round, SealedLetter, Session
from ra_desk.services.report import OfficeCounted
from ra_desk.services.tracing import Traces
from tests.fakes import (
    FakeCentral,
    FakeClock,
    FakeDesk,
    FakePrinter,
    a_desk,
    a_request,
    an_operator,
)


def an_office_day(period: Period) -> OfficeCounted:
    """Return what several counters did on the last day of a period."""
    done = (3, 14, 18, 9, 14, 11)
    opens = period.ends - timedelta(hours=17)
    return OfficeCounted(
        counted=Counted(
            hours={opens + timedelta(hours=hour): count for hour, count in enumerate(done)},
            outcomes={Result.ISSUED: 61, Result.IN_REVIEW: 6, Result.NO_EFFECT: 2},
            reasons={"document_invalid": 7, "not_the_person": 2, REPORTED: 1},
            seconds=69 * 52,
            bands={0: 8, 1: 33, 2: 19, 3: 7, 4: 2},
            corrected=1,
            drawn={Drawn.GOOD: 91, Drawn.SPOILT: 5},
            posted=91,
            returned={"Koper - Capodistria": 6, "Piran - Pirano": 1},
            oldest_review=opens + timedelta(minutes=48),
        ),
        checks_before=64,
    )


class MovedCentral(FakeCentral):
    """A central that can be away, slow, or have more to tell."""

    def __init__(self, *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        self.trouble: RaError | None = None
        self.pages_left = 0
        self.calls = 0
        self.at_once = 0
        self.most_at_once = 0
        self.open = threading.Event()
        self.open.set()
        self.letters: list[SealedLetter] = []
        #: The periods of which an office's figures were told.
        self.asked_offices: list[Period] = []

    def exchange(self, round_: Round, *, enrolment: Enrolment, now: datetime) -> Answer:
        self.calls += 1
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        self.open.wait(60)
        self.at_once -= 1
        if self.trouble is not None:
            raise self.trouble
        answer = super().exchange(round_, enrolment=enrolment, now=now)
        self.pages_left, more = max(0, self.pages_left - 1), self.pages_left > 0
        return replace(answer, more=more, letters=self.letters)

    def office_counted(self, period: Period, **_asked: object) -> OfficeCounted:
        self.open.wait(60)
        if self.trouble is not None:
            raise self.trouble
        self.asked_offices.append(period)
        return an_office_day(period)

    def trace(self, **asked: object) -> Traces:
        if self.trouble is not None:
            raise self.trouble
        return super().trace(**asked)  # type: ignore[arg-type]


@dataclass
class Place:
    """A desk at its counter, with its clock, its central and its printer in reach."""

    desk: Desk
    clock: FakeClock
    central: MovedCentral
    fake: FakeDesk
    printer: FakePrinter
    session: Session | None = None

    def get_session(self) -> Session | None:
        return self.session

    def letter(self, request: PassRequest, *, days: int = 21, **changes: object) -> SealedLetter:
        """Put a sealed letter for ``request`` into the store, as an exchange would."""
        number = new_letter_number()
        enrolment = self.fake.store.enrolment
        expires = self.clock() + timedelta(days=days)
        context = BoxContext(
            item=number, request=request.number, recipient=enrolment.desk, expires=expires
        )
        ordered = replace(request, stage=Stage.CODE_ORDERED, channel=Channel.POST, letter=number)
        letter = SealedLetter(
            number=number,
            request=request.number,
            box=seal_box(new_code(), context, to=self.fake.vault.box.public),
            expires_at=expires,
            ordered_at=self.clock() - timedelta(days=1),
            recipient=ordered,
        )
        letter = replace(letter, **changes)  # type: ignore[arg-type]
        with self.fake.store.meanwhile() as kept:
            kept.cache[request.number] = ordered
            kept.letters[number] = letter
        return letter


def a_place(*requests: PassRequest, policy: Policy | None = None) -> Place:
    """Return a desk that keeps ``requests``, with one who may check and print signed in."""
    held = requests or (a_request(),)
    central = MovedCentral({r.number: r for r in held}, policy or Policy())
    fake = a_desk(central)
    clock, printer = FakeClock(), FakePrinter(name="HP-KP-2")
    desk = Desk(
        store=fake.store,
        central=central,
        vault=fake.vault,
        printers={printer.name: printer},
        render_receipt=lambda request, **_details: b"%PDF-1.7 " + request.number.encode(),
        now=clock,
    )
    operator = replace(an_operator("Maja K."), roles=frozenset({Role.CLERK, Role.SUPERVISOR}))
    session = replace(fake.session, operator=operator)
    return Place(
        desk=desk,
        clock=clock,
        central=central,
        fake=fake,
        printer=printer,
        session=session,
    )
