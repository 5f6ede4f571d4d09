"""Between messages and domain types; both ends of the line use the same functions."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime, timedelta

from ra_desk.domain.activation import Channel, LetterNumber, RequestNumber
from ra_desk.domain.addresses import PostalAddress, one_line
from ra_desk.domain.numbers import TaxNumber
from ra_desk.domain.pass_request import Decision, EntryRef, PassRequest, Route, Stage
from ra_desk.domain.people import Applicant, DeskId, Office, OfficeId, OperatorId
from ra_desk.domain.policy import Policy, ReviewReason, Service
from ra_desk.domain.refusals import RefusalReason
from ra_desk.domain.reviewed import ReturnReason, Reviewed, Verdict
from ra_desk.domain.standing import Outcome, Ruling
from ra_desk.wire.messages import (
    AddressMessage,
    ApplicantMessage,
    DecisionMessage,
    OfficeMessage,
    PolicyMessage,
    RequestMessage,
    ReviewedMessage,
    RulingMessage,
    ServiceMessage,
)


def request_out(request: PassRequest) -> RequestMessage:
    """Return a request as a message."""
    a, d = request.applicant, request.decision
    return RequestMessage(
        number=request.number,
        route=request.route,
        stage=request.stage,
        applicant=ApplicantMessage(
            given_names=a.given_names,
            surname=a.surname,
            birth_date=a.birth_date,
            tax_number=a.tax_number,
            address=AddressMessage(
                street=a.address.street,
                house_number=a.address.house_number,
                settlement=a.address.settlement,
                postcode=a.address.postcode,
                post=a.address.post,
                flat=a.address.flat,
                country=a.address.country,
            ),
            email=a.email,
        ),
        submitted_at=request.submitted_at,
        expires_at=request.expires_at,
        revision=request.revision,
        terms_version=request.terms_version,
        channel=request.channel,
        decision=None if d is None else _decision_out(d),
        review=list(request.review),
        letter=request.letter,
        office=request.office,
        language=request.language,
        large_print=request.large_print,
        reviewed=None if request.reviewed is None else _reviewed_out(request.reviewed),
    )


def request_in(message: RequestMessage) -> PassRequest:
    """Return the request in a message; an unknown stage becomes ``Stage.UNKNOWN``.

    What a citizen has written is one plain line from here on, whatever another central lets pass.
    """
    a = message.applicant
    return PassRequest(
        number=RequestNumber(message.number),
        route=Route(message.route),
        stage=Stage(message.stage),
        applicant=Applicant(
            given_names=_plain(a.given_names),
            surname=_plain(a.surname),
            birth_date=a.birth_date,
            tax_number=TaxNumber(a.tax_number),
            address=PostalAddress(**{part: text and _plain(text) for part, text in a.address}),
            email=_plain(a.email),
        ),
        submitted_at=utc(message.submitted_at),
        expires_at=utc(message.expires_at),
        revision=message.revision,
        terms_version=message.terms_version,
        channel=None if message.channel is None else Channel(message.channel),
        decision=None if message.decision is None else _decision_in(message.decision),
        review=_reasons(message.review),
        letter=None if message.letter is None else LetterNumber(message.letter),
        office=None if message.office is None else OfficeId(message.office),
        language=message.language,
        large_print=message.large_print,
        reviewed=None if message.reviewed is None else _reviewed_in(message.reviewed),
    )


def _plain(text: str) -> str:
    # One look over the text for nearly everybody: a page brings a thousand requests.
    return text if text.isprintable() else one_line(text)


def policy_out(policy: Policy) -> PolicyMessage:
    return PolicyMessage(
        minimum_age=policy.minimum_age,
        hold_s=policy.hold_s,
        fast_check_s=policy.fast_check_s,
        new_clerk_checks=policy.new_clerk_checks,
        review_before=sorted(policy.review_before),
        sample_after=policy.sample_after,
        office_post=policy.office_post,
        lease_s=int(policy.lease.total_seconds()),
        keep_closed_s=int(policy.keep_closed.total_seconds()),
        look_ups_without_check=policy.look_ups_without_check,
        service=ServiceMessage(**asdict(policy.service)),
        review_area=policy.review_area,
        hand_over_to=policy.hand_over_to,
        hand_over_after_s=int(policy.hand_over_after.total_seconds()),
        review_password=policy.review_password,
        day_signers=policy.day_signers,
        registered_letters=policy.registered_letters,
    )


def policy_in(message: PolicyMessage) -> Policy:
    """Return the policy; reasons that this version does not know are central's business."""
    return Policy(
        minimum_age=message.minimum_age,
        hold_s=message.hold_s,
        fast_check_s=message.fast_check_s,
        new_clerk_checks=message.new_clerk_checks,
        review_before=frozenset(_reasons(message.review_before)),
        sample_after=message.sample_after,
        office_post=message.office_post,
        lease=timedelta(seconds=message.lease_s),
        keep_closed=timedelta(seconds=message.keep_closed_s),
        look_ups_without_check=message.look_ups_without_check,
        service=Service(**message.service.model_dump()),
        review_area=message.review_area,
        hand_over_to=message.hand_over_to,
        hand_over_after=timedelta(seconds=message.hand_over_after_s),
        review_password=message.review_password,
        day_signers=message.day_signers,
        registered_letters=message.registered_letters,
    )


def ruling_out(seq: int, ruling: Ruling, at: datetime) -> RulingMessage:
    return RulingMessage(
        seq=seq, outcome=ruling.outcome, reason=ruling.reason, facts=dict(ruling.facts), at=at
    )


def ruling_in(message: RulingMessage) -> Ruling:
    return Ruling(
        outcome=Outcome(message.outcome), reason=message.reason, facts=dict(message.facts)
    )


def office_out(office: Office) -> OfficeMessage:
    return OfficeMessage(
        id=office.id,
        name=office.name,
        street=office.street,
        post=office.post,
        email=office.email,
        phone=office.phone,
    )


def office_in(message: OfficeMessage) -> Office:
    return Office(
        id=OfficeId(message.id),
        name=message.name,
        street=message.street,
        post=message.post,
        email=message.email,
        phone=message.phone,
    )


def _decision_out(decision: Decision) -> DecisionMessage:
    return DecisionMessage(
        desk=decision.ref.desk,
        epoch=decision.ref.epoch,
        seq=decision.ref.seq,
        by=decision.by,
        operator_name=decision.operator_name,
        office=decision.office,
        office_name=decision.office_name,
        at=decision.at,
        before=decision.before,
    )


def _decision_in(message: DecisionMessage) -> Decision:
    return Decision(
        ref=EntryRef(desk=DeskId(message.desk), epoch=message.epoch, seq=message.seq),
        by=OperatorId(message.by),
        operator_name=message.operator_name,
        office=OfficeId(message.office),
        office_name=message.office_name,
        at=utc(message.at),
        before=Stage(message.before),
    )


def _reviewed_out(said: Reviewed) -> ReviewedMessage:
    return ReviewedMessage(
        verdict=said.verdict,
        by=said.by,
        operator_name=said.operator_name,
        office=said.office,
        office_name=said.office_name,
        at=said.at,
        return_reason=said.return_reason,
        refusal=said.refusal,
        text=said.text,
    )


def _reviewed_in(message: ReviewedMessage) -> Reviewed:
    reason, refusal = message.return_reason, message.refusal
    return Reviewed(
        verdict=Verdict(message.verdict),
        by=OperatorId(message.by),
        operator_name=message.operator_name,
        office=OfficeId(message.office),
        office_name=message.office_name,
        at=utc(message.at),
        return_reason=None if reason is None else ReturnReason(reason),
        refusal=None if refusal is None else RefusalReason(refusal),
        text=message.text,
    )


def _reasons(values: list[str]) -> tuple[ReviewReason, ...]:
    known = {reason.value for reason in ReviewReason}
    return tuple(ReviewReason(value) for value in values if value in known)


def utc(moment: datetime) -> datetime:
    """Return a moment of a message as the domain has it."""
    return moment.astimezone(UTC)
