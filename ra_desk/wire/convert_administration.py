"""Administration between messages and domain types."""

from __future__ import annotations

from collections.abc import Mapping

from ra_desk.domain.administered import Administered, Gone, KnownAccount, KnownDesk, KnownOffice
from ra_desk.domain.administration import ACTS, Act, MatterGone, Proposal, ProposalId
from ra_desk.domain.people import OperatorId, PersonId
from ra_desk.journal.codec import read_record, record_fields
from ra_desk.wire.convert import office_in, office_out, policy_in, policy_out
from ra_desk.wire.messages_administration import (
    AccountMessage,
    AdministrationReply,
    DeskMessage,
    KnownOfficeMessage,
    ProposalMessage,
)


def act_fields(act: Act) -> dict[str, object]:
    """Return the fields of an act as JSON values."""
    return record_fields(act)


def act_of(name: str, fields: Mapping[str, object]) -> Act:
    """Return the act of that name with these fields.

    Raises:
        MatterGone: there is no such act, or its fields are others.
    """
    kind = ACTS.get(name)
    if kind is None:
        raise MatterGone(why=Gone.UNKNOWN)
    try:
        return read_record(kind, fields)
    except (TypeError, ValueError):
        raise MatterGone(why=Gone.UNKNOWN) from None


def administered_out(seen: Administered, *, v: int, jti: str) -> AdministrationReply:
    """Return what administrators see as a message."""
    return AdministrationReply(
        v=v,
        jti=jti,
        at=seen.at,
        offices=[
            KnownOfficeMessage(
                office=office_out(one.office),
                policy=policy_out(one.policy),
                numbers_left=one.numbers_left,
            )
            for one in seen.offices
        ],
        accounts=[AccountMessage.model_validate(record_fields(one)) for one in seen.accounts],
        desks=[DeskMessage.model_validate(record_fields(one)) for one in seen.desks],
        proposals=[_proposal_out(one) for one in seen.proposals],
    )


def administered_in(message: AdministrationReply) -> Administered:
    """Return what a message says; proposals of acts that this version does not know are left out.

    Raises:
        ValueError: it holds what this version cannot read.
    """
    try:
        return Administered(
            offices=tuple(
                KnownOffice(
                    office=office_in(one.office),
                    policy=policy_in(one.policy),
                    numbers_left=one.numbers_left,
                )
                for one in message.offices
            ),
            accounts=tuple(
                read_record(KnownAccount, one.model_dump(mode="json")) for one in message.accounts
            ),
            desks=tuple(
                read_record(KnownDesk, one.model_dump(mode="json")) for one in message.desks
            ),
            proposals=tuple(_proposal_in(one) for one in message.proposals if one.act in ACTS),
            at=message.at,
        )
    except TypeError as error:
        raise ValueError("another type") from error


def _proposal_out(one: Proposal) -> ProposalMessage:
    return ProposalMessage.model_validate(
        {
            "id": one.id,
            "act": one.act.name,
            "fields": act_fields(one.act),
            "by": one.by,
            "by_name": one.by_name,
            "person": one.person,
            "about": one.about,
            "subject_name": one.subject_name,
            "at": one.at,
            "lapses_at": one.lapses_at,
        }
    )


def _proposal_in(one: ProposalMessage) -> Proposal:
    return Proposal(
        id=ProposalId(one.id),
        act=act_of(one.act, one.fields),
        by=OperatorId(one.by),
        by_name=one.by_name,
        person=PersonId(one.person),
        about=None if one.about is None else PersonId(one.about),
        subject_name=one.subject_name,
        at=one.at,
        lapses_at=one.lapses_at,
    )
