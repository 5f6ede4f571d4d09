"""Cases of review between messages and domain types."""

from __future__ import annotations

from ra_desk.domain.activation import Channel, RequestNumber
from ra_desk.domain.checks import SecondLook, WhyTyped
from ra_desk.domain.comparison import Field, Match
from ra_desk.domain.documents import DocumentKind, EntryMode
from ra_desk.domain.pass_request import EntryRef
from ra_desk.domain.people import DeskId, PersonId
from ra_desk.domain.review_case import Happening, ReviewCase, ShownCheck, Step
from ra_desk.wire.convert import utc
from ra_desk.wire.messages_review import ReviewCaseMessage, ShownCheckMessage, StepMessage


def case_out(case: ReviewCase) -> ReviewCaseMessage:
    """Return a case as a message."""
    return ReviewCaseMessage(
        number=case.number,
        since=case.since,
        seen=case.seen,
        people=list(case.people),
        checks=[_check_out(check) for check in case.checks],
        steps=[
            StepMessage(
                what=step.what, at=step.at, who=step.who, detail=step.detail, text=step.text
            )
            for step in case.steps
        ],
        hand_over_to=case.hand_over_to,
        hand_over_at=case.hand_over_at,
        alone=case.alone,
    )


def case_in(message: ReviewCaseMessage) -> ReviewCase:
    """Return the case in a message; steps that this version does not know are left out."""
    known = {what.value for what in Happening}
    to = message.hand_over_at
    return ReviewCase(
        number=RequestNumber(message.number),
        since=utc(message.since),
        seen=message.seen,
        people=tuple(PersonId(one) for one in message.people),
        checks=tuple(_check_in(check) for check in message.checks),
        steps=tuple(
            Step(
                what=Happening(step.what),
                at=utc(step.at),
                who=step.who,
                detail=step.detail,
                text=step.text,
            )
            for step in message.steps
            if step.what in known
        ),
        hand_over_to=message.hand_over_to,
        hand_over_at=None if to is None else utc(to),
        alone=message.alone,
    )


def _check_out(check: ShownCheck) -> ShownCheckMessage:
    return ShownCheckMessage(
        desk=check.ref.desk,
        epoch=check.ref.epoch,
        seq=check.ref.seq,
        at=check.at,
        operator_name=check.operator_name,
        office_name=check.office_name,
        counter=check.counter,
        document_kind=check.document_kind,
        issuing_state=check.issuing_state,
        number=check.number,
        valid_until=check.valid_until,
        document_entry=check.document_entry,
        lines=[(field.value, match.value) for field, match in check.lines],
        answers=check.answers,
        seconds=check.seconds,
        channel=check.channel,
        note=check.note,
        second_look=check.second_look,
        why_typed=check.why_typed,
    )


def _check_in(message: ShownCheckMessage) -> ShownCheck:
    look, typed = message.second_look, message.why_typed
    return ShownCheck(
        ref=EntryRef(desk=DeskId(message.desk), epoch=message.epoch, seq=message.seq),
        at=utc(message.at),
        operator_name=message.operator_name,
        office_name=message.office_name,
        counter=message.counter,
        document_kind=DocumentKind(message.document_kind),
        issuing_state=message.issuing_state,
        number=message.number,
        valid_until=message.valid_until,
        document_entry=EntryMode(message.document_entry),
        lines=tuple((Field(field), Match(match)) for field, match in message.lines),
        answers=message.answers,
        seconds=message.seconds,
        channel=Channel(message.channel),
        note=message.note,
        second_look=None if look is None else SecondLook(look),
        why_typed=None if typed is None else WhyTyped(typed),
    )
