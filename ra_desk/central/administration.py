"""Administration: an act of one, a proposal for two, and a second person's word.

Everything is written with its event in one transaction: who proposed, what, when, who confirmed.
The same functions serve the desk of an administrator and the terminal of the server.

Source:
    Decision 16.
"""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from ra_desk.central.acts import about_whom, perform, require_possible, take_back
from ra_desk.central.database import snapshot
from ra_desk.central.enrolment import code_text
from ra_desk.central.invitations import new_word, word_digest
from ra_desk.central.keyed import new_token, token_digest
from ra_desk.central.known import accounts, desks, known_offices
from ra_desk.central.operators import opened_once
from ra_desk.central.parts import Parts
from ra_desk.central.pass_requests import note
from ra_desk.central.proposals import end, lapse, locked, proposal, put, waiting
from ra_desk.central.tables import operator, operator_role
from ra_desk.domain.administered import Administered
from ra_desk.domain.administration import (
    FEWEST_ADMINISTRATORS,
    Act,
    BlockOperator,
    Decided,
    EnrolDesk,
    InviteOperator,
    Needs,
    OwnMatter,
    ProposalId,
    ProposalState,
    Proposed,
    ResetOperator,
    RestoreDesk,
    SetUpOver,
    Verdict,
    require_other,
    tidied,
)
from ra_desk.domain.people import Operator, Role, require_role
from ra_desk.domain.secret import Secret

#: Whose word an act is that is done while central is being set up.
TERMINAL = "terminal"


@dataclass(frozen=True, slots=True, kw_only=True)
class SetUp:
    """What an act at the server's terminal did, before there are two administrators."""

    proposed: Proposed
    decided: Decided


def propose(parts: Parts, act: Act, *, by: Operator) -> Proposed:
    """Do what one person may do, begin a block, or write down what a second must confirm.

    Raises:
        NotYourRole: only administrators administer.
        Refused: the act is not possible; see `acts.require_possible`.
        AlreadyProposed: the same is waiting.
    """
    require_role(by, Role.ADMINISTRATOR)
    act, now = tidied(act), parts.now()
    secret, digest = _secret(parts, act)
    with parts.engine.begin() as connection:
        lapse(connection, at=now)
        require_possible(connection, act)
        made = ProposalId("")
        if act.needs is not Needs.ONE:
            made = put(
                connection,
                act,
                by=by.id,
                about=about_whom(connection, act),
                token_digest=digest,
                at=now,
            )
        done = Decided()
        if act.needs is not Needs.TWO_BEFORE:
            done = perform(parts, connection, act, digest=None, by=by.id, at=now)
    return Proposed(
        proposal=made, holds=act.needs is not Needs.TWO_BEFORE, made=done.made, secret=secret
    )


def decide(
    parts: Parts, which: ProposalId, verdict: Verdict, *, by: Operator, stepped_up: bool = False
) -> Decided:
    """Let a second person confirm or refuse, or the first withdraw.

    Confirmed, an act holds from now on; refused, a block is lifted.

    Args:
        stepped_up: whether the password was given once more for this word.

    Raises:
        NotYourRole: only administrators administer.
        ProposalOver: it waits no longer.
        OwnMatter: it is their own, or a block that its maker would take back alone.
        Refused: the act is not possible any more.
    """
    require_role(by, Role.ADMINISTRATOR)
    now = parts.now()
    with parts.engine.begin() as connection:
        lapse(connection, at=now)
    with parts.engine.begin() as connection:
        found, digest = locked(connection, which)
        done = Decided()
        holds = found.act.needs is Needs.TWO_AFTERWARDS
        if verdict is Verdict.WITHDRAW:
            if found.person != by.person or holds:
                raise OwnMatter()
            state = ProposalState.WITHDRAWN
        else:
            require_other(found, by.person)
            confirmed = verdict is Verdict.CONFIRM
            state = ProposalState.CONFIRMED if confirmed else ProposalState.REFUSED
            if confirmed and not holds:
                require_possible(connection, found.act)
                done = perform(parts, connection, found.act, digest=digest, by=by.id, at=now)
            elif holds and not confirmed:
                take_back(connection, found.act, by=by.id, at=now)
        end(connection, found, state, by=by.id, at=now, stepped_up=stepped_up)
    return done


def administered(parts: Parts, *, by: Operator) -> Administered:
    """Return all that administrators see.

    Raises:
        NotYourRole: only administrators do.
    """
    require_role(by, Role.ADMINISTRATOR)
    now = parts.now()
    with snapshot(parts.engine) as connection:
        return Administered(
            offices=known_offices(connection),
            accounts=accounts(connection),
            desks=desks(connection),
            proposals=waiting(connection, at=now),
            at=now,
        )


def is_being_set_up(connection: sa.Connection) -> bool:
    """Whether there are not two people yet who could confirm for one another.

    Who is invited cannot: an invitation may lapse or get lost, and then nobody could invite anew.
    A block that nobody has confirmed does not bring that time back, nor does a reset.
    """
    unconfirmed = sa.select(proposal.c.subject).where(
        proposal.c.act == BlockOperator.name, proposal.c.state == ProposalState.WAITING
    )
    found = connection.scalar(
        sa.select(sa.func.count(sa.distinct(operator.c.person)))
        .select_from(operator.join(operator_role, operator_role.c.operator == operator.c.id))
        .where(
            operator_role.c.role == Role.ADMINISTRATOR,
            opened_once(),
            sa.or_(operator.c.blocked_at.is_(None), operator.c.id.in_(unconfirmed)),
        )
    )
    return (found or 0) < FEWEST_ADMINISTRATORS


def set_up(parts: Parts, act: Act) -> SetUp:
    """Do an act alone, at the terminal of the server, while central is being set up.

    Raises:
        SetUpOver: two administrators have opened their accounts; from then on nobody acts alone.
        Refused: the act is not possible.
    """
    act, now = tidied(act), parts.now()
    secret, digest = _secret(parts, act)
    with parts.engine.begin() as connection:
        if not is_being_set_up(connection):
            raise SetUpOver()
        require_possible(connection, act)
        done = perform(parts, connection, act, digest=digest, by=TERMINAL, at=now)
        note(connection, TERMINAL, "administration.set_up", at=now, facts={"act": act.name})
    return SetUp(
        proposed=Proposed(proposal=ProposalId(""), holds=True, made=done.made, secret=secret),
        decided=done,
    )


def _secret(parts: Parts, act: Act) -> tuple[Secret[str] | None, str | None]:
    """Return what is shown once to who proposes, and what is kept of it."""
    match act:
        case EnrolDesk() | RestoreDesk():
            token = new_token()
            return code_text(parts, token), token_digest(token.reveal())
        case InviteOperator() | ResetOperator():
            word = new_word()
            return word, word_digest(word.reveal())
        case _:
            return None, None
