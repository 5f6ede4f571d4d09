"""States of the second review: what waits, a correction, one's own check, and nobody else there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from PySide6.QtCore import Qt

from ra_desk.domain.activation import Channel, RequestNumber
from ra_desk.domain.after_check import Wrong
from ra_desk.domain.comparison import Field, Match
from ra_desk.domain.documents import DocumentKind, EntryMode
from ra_desk.domain.pass_request import Decision, EntryRef, PassRequest, Stage
from ra_desk.domain.people import DeskId, OfficeId, OperatorId, PersonId, Role
from ra_desk.domain.policy import ReviewReason
from ra_desk.domain.review_case import Happening, ReviewCase, ShownCheck, Step
from tests.fakes import NOON, OFFICE
from tests.ui.hands import CTRL, Hands

#: Who signs in at the window, and somebody else.
ME, TINA = PersonId("person-maja-k."), PersonId("person-tina-b.")
_LINES = (
    (Field.SURNAME, Match.MATCHES),
    (Field.GIVEN_NAMES, Match.MATCHES),
    (Field.BIRTH_DATE, Match.MATCHES),
    (Field.DOCUMENT_VALIDITY, Match.VALID),
    (Field.AGE, Match.OF_AGE),
    (Field.TAX_NUMBER, Match.CLIENT_CONFIRMS),
)


def a_shown_check(seq: int = 1, *, at: datetime = NOON, **changes: object) -> ShownCheck:
    """Return a check as central shows it to a reviewer."""
    check = ShownCheck(
        ref=EntryRef(desk=DeskId("desk-7"), epoch=1, seq=seq),
        at=at,
        operator_name="Tina B.",
        office_name=OFFICE.name,
        counter="1",
        document_kind=DocumentKind.DRIVING_LICENCE,
        issuing_state="SVN",
        number="•••••2385",
        valid_until=date(2031, 6, 3),
        document_entry=EntryMode.TYPED,
        lines=_LINES,
        answers=(True, True, True),
        seconds=72,
        channel=Channel.EMAIL,
    )
    return replace(check, **changes)  # type: ignore[arg-type]


def under_review(
    request: PassRequest, *reasons: ReviewReason, seq: int = 1, at: datetime = NOON
) -> PassRequest:
    """Return a request whose check waits for somebody else."""
    return replace(
        request,
        stage=Stage.IN_REVIEW,
        review=reasons,
        channel=Channel.EMAIL,
        decision=Decision(
            ref=EntryRef(desk=DeskId("desk-7"), epoch=1, seq=seq),
            by=OperatorId("tina-b."),
            operator_name="Tina B.",
            office=OfficeId(OFFICE.id),
            office_name=OFFICE.name,
            at=at,
            before=Stage.SUBMITTED,
        ),
    )


def a_case(request: PassRequest, *checks: ShownCheck, **changes: object) -> ReviewCase:
    """Return what central tells of a check that waits."""
    shown = checks or (a_shown_check(),)
    case = ReviewCase(
        number=request.number,
        since=shown[-1].at,
        seen="1.1",
        people=(TINA,),
        checks=shown,
        steps=tuple(Step(what=Happening.CHECKED, at=check.at, who="Tina B.") for check in shown),
    )
    return replace(case, **changes)  # type: ignore[arg-type]


def put_to_review(hands: Hands, *, alone: bool = False) -> list[RequestNumber]:
    """Let four checks wait at central: for data, a correction, a typed document, and one's own."""
    central = hands.front.central
    people = list(central.requests.values())
    wednesday, morning = NOON - timedelta(days=2), NOON - timedelta(hours=2)
    told = (
        (people[0], (ReviewReason.DATA_CHANGED,), wednesday, {}),
        (people[1], (ReviewReason.CORRECTION,), morning, {}),
        (people[3], (ReviewReason.TYPED_DOCUMENT,), morning + timedelta(minutes=11), {}),
        (people[5], (ReviewReason.VERY_FAST,), morning + timedelta(minutes=27), {"people": (ME,)}),
    )
    central.cases = []
    for request, reasons, at, changes in told:
        waiting = under_review(request, *reasons, at=at)
        central.requests[request.number] = waiting
        checks = (a_shown_check(at=at),)
        if ReviewReason.CORRECTION in reasons:
            # One check, as it was made and as somebody else says that it should have been.
            checks = (
                a_shown_check(
                    at=at - timedelta(minutes=29),
                    number="••71•2385",
                    valid_until=date(2029, 6, 3),
                ),
                a_shown_check(at=at, number="••17•2385", operator_name="Bojan P."),
            )
            step = Step(
                what=Happening.CORRECTED,
                at=at,
                who="Bojan P.",
                detail=Wrong.DOCUMENT,
                text="Zamenjani števki.",
            )
            changes = {"steps": (Step(what=Happening.CHECKED, at=checks[0].at), step)}
        case = a_case(waiting, *checks, **changes)
        if alone and case.people == (ME,):
            case = replace(
                case,
                alone=True,
                hand_over_to="UE Nova Gorica",
                hand_over_at=case.since + timedelta(hours=2),
            )
        central.cases.append(case)
    central.snap()
    hands.exchange()
    return [case.number for case in central.cases]


def to_review(hands: Hands) -> None:
    """Go to the page and wait for what central tells."""
    hands.front.place.go("review")
    hands.settle()


def add_states(state) -> None:  # type: ignore[no-untyped-def]
    """Register the states of the page; the empty one is that of the role."""
    supervisor = (Role.CLERK, Role.SUPERVISOR)

    @state("review", "typed document", roles=supervisor)
    def _typical(hands: Hands) -> None:
        put_to_review(hands)
        to_review(hands)

    @state("review", "correction", roles=supervisor)
    def _correction(hands: Hands) -> None:
        put_to_review(hands)
        to_review(hands)
        hands.press(Qt.Key.Key_Down)
        hands.settle()

    @state("review", "nobody else is there", roles=supervisor)
    def _alone(hands: Hands) -> None:
        put_to_review(hands, alone=True)
        to_review(hands)
        for _step in range(3):
            hands.press(Qt.Key.Key_Down)
            hands.settle()

    @state("review", "return sheet", roles=supervisor)
    def _sheet(hands: Hands) -> None:
        put_to_review(hands)
        to_review(hands)
        hands.press(Qt.Key.Key_R, CTRL)
        hands.until(lambda: hands.sheet is not None)
