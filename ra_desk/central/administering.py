"""Administration as an administrator's desk asks for it: one session, one answer."""

from __future__ import annotations

from ra_desk.central.administration import administered, decide, propose
from ra_desk.central.database import snapshot
from ra_desk.central.invitations import accept
from ra_desk.central.offices import policy_of
from ra_desk.central.operators import require_session
from ra_desk.central.parts import Parts
from ra_desk.central.proofs import CallingDesk
from ra_desk.domain.administered import Gone
from ra_desk.domain.administration import MatterGone, ProposalId, Verdict
from ra_desk.domain.people import Operator
from ra_desk.domain.review import StepUpMissing
from ra_desk.domain.secret import Secret
from ra_desk.wire.convert_administration import act_of, administered_out
from ra_desk.wire.messages import PROTOCOL
from ra_desk.wire.messages_administration import (
    AcceptCall,
    AcceptedReply,
    AdministrationCall,
    AdministrationReply,
    DecideCall,
    DecidedReply,
    ProposeCall,
    ProposedReply,
)


def hear_administered(
    parts: Parts, message: AdministrationCall, caller: CallingDesk
) -> AdministrationReply:
    """Return all that administrators see.

    Raises:
        SessionOver: nobody is signed in with this token at this desk.
        NotYourRole: only administrators administer.
    """
    seen = administered(parts, by=_who(parts, message.session, caller))
    return administered_out(seen, v=PROTOCOL, jti=caller.jti)


def hear_proposal(parts: Parts, message: ProposeCall, caller: CallingDesk) -> ProposedReply:
    """Do or propose an act; errors as `hear_administered`, and as `administration.propose`."""
    who = _who(parts, message.session, caller)
    done = propose(parts, act_of(message.act, message.fields), by=who)
    return ProposedReply(
        v=PROTOCOL,
        jti=caller.jti,
        proposal=done.proposal,
        holds=done.holds,
        secret="" if done.secret is None else done.secret.reveal(),
    )


def hear_decision(parts: Parts, message: DecideCall, caller: CallingDesk) -> DecidedReply:
    """Take a second person's word; errors as `hear_administered`, and `administration.decide`.

    Raises:
        StepUpMissing: the office of this desk asks for the password with it.
    """
    who = _who(parts, message.session, caller)
    try:
        verdict = Verdict(message.verdict)
    except ValueError:
        raise MatterGone(why=Gone.UNKNOWN) from None
    if verdict is not Verdict.WITHDRAW and not message.stepped_up:
        with snapshot(parts.engine) as connection:
            if policy_of(connection, caller.office).review_password:
                raise StepUpMissing()
    done = decide(
        parts, ProposalId(message.proposal), verdict, by=who, stepped_up=message.stepped_up
    )
    return DecidedReply(
        v=PROTOCOL,
        jti=caller.jti,
        login=done.login,
        otpauth="" if done.otpauth is None else done.otpauth.reveal(),
    )


def hear_acceptance(parts: Parts, message: AcceptCall, caller: CallingDesk) -> AcceptedReply:
    """Open an account for whoever brings both halves; errors as `invitations.accept`."""
    accept(
        parts,
        word=message.invitation,
        login=message.login,
        password=Secret(message.password),
        one_time_code=message.one_time_code,
    )
    return AcceptedReply(v=PROTOCOL, jti=caller.jti)


def _who(parts: Parts, session: str, caller: CallingDesk) -> Operator:
    with snapshot(parts.engine) as connection:
        return require_session(connection, session, caller, at=parts.now())
