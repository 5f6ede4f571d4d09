"""Acts that wait for a second person, and blocks that hold already, as rows."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

import sqlalchemy as sa

from ra_desk.central.columns import identifier, moment, refers, text
from ra_desk.central.metadata import metadata
from ra_desk.central.pass_requests import note
from ra_desk.central.tables import desk, office, operator, person
from ra_desk.domain.administered import Gone
from ra_desk.domain.administration import (
    PROPOSAL_LIFE,
    Act,
    AlreadyProposed,
    MatterGone,
    Needs,
    Proposal,
    ProposalId,
    ProposalOver,
    ProposalState,
)
from ra_desk.domain.people import OperatorId, PersonId
from ra_desk.wire.convert_administration import act_fields, act_of

proposal = sa.Table(
    "proposal",
    metadata,
    identifier(),
    text("act", 40),
    #: The act's own fields.
    sa.Column("fields", sa.JSON, nullable=False),
    #: Id of what it is about, or the login of an account that is to be.
    text("subject", 200),
    #: The human being whom it is about.
    refers("about", "person.id", optional=True),
    refers("by", "operator.id"),
    moment("at"),
    moment("lapses_at", optional=True),
    text("state", 20),
    refers("decided_by", "operator.id", optional=True),
    moment("decided_at", optional=True),
    #: Of what the first person was shown once; it opens something when the second has confirmed.
    text("token_digest", 43, optional=True),
    sa.Index(None, "state", "at"),
)

#: Accounts that are to be opened: by this half together with the one-time code of the other.
invitation = sa.Table(
    "invitation",
    metadata,
    text("digest", 43, primary_key=True),
    refers("operator", "operator.id"),
    moment("expires_at"),
    moment("used_at", optional=True),
    sa.Index(None, "operator"),
)


def put(
    connection: sa.Connection,
    act: Act,
    *,
    by: OperatorId,
    about: PersonId | None,
    token_digest: str | None,
    at: datetime,
) -> ProposalId:
    """Write an act down for its second person; return the name of the proposal.

    Raises:
        AlreadyProposed: the same about the same is waiting.
    """
    if act.subject:
        same = sa.select(proposal.c.id).where(
            proposal.c.act == act.name,
            proposal.c.subject == act.subject,
            proposal.c.state == ProposalState.WAITING,
        )
        if connection.execute(same.limit(1)).first() is not None:
            raise AlreadyProposed()
    made = ProposalId(str(uuid4()))
    holds = act.needs is Needs.TWO_AFTERWARDS
    connection.execute(
        proposal.insert().values(
            id=made,
            act=act.name,
            fields=act_fields(act),
            subject=act.subject,
            about=about,
            by=by,
            at=at,
            lapses_at=None if holds else at + PROPOSAL_LIFE,
            state=ProposalState.WAITING,
            token_digest=token_digest,
        )
    )
    note(connection, made, "administration.proposed", at=at, by=by, facts={"act": act.name})
    return made


def lapse(connection: sa.Connection, *, at: datetime) -> None:
    """End what nobody has confirmed in its time."""
    over = sa.and_(proposal.c.state == ProposalState.WAITING, proposal.c.lapses_at <= at)
    rows = connection.execute(
        sa.select(proposal.c.id, proposal.c.act).where(over).with_for_update()
    ).all()
    for row in rows:
        connection.execute(
            proposal.update()
            .where(proposal.c.id == row.id)
            .values(state=ProposalState.LAPSED, decided_at=at)
        )
        note(connection, row.id, "administration.lapsed", at=at, facts={"act": row.act})


def waiting(connection: sa.Connection, *, at: datetime) -> tuple[Proposal, ...]:
    """Return what waits for a second person, the newest first."""
    rows = connection.execute(
        _with_names()
        .where(
            proposal.c.state == ProposalState.WAITING,
            sa.or_(proposal.c.lapses_at.is_(None), proposal.c.lapses_at > at),
        )
        .order_by(proposal.c.at.desc(), proposal.c.id)
    )
    return tuple(_proposal(row) for row in rows)


def locked(connection: sa.Connection, wanted: ProposalId) -> tuple[Proposal, str | None]:
    """Return a waiting proposal, locked, with the digest of what the first person was shown.

    Raises:
        ProposalOver: it does not wait any more.
        MatterGone: there is none.
    """
    state = connection.scalar(
        sa.select(proposal.c.state).where(proposal.c.id == wanted).with_for_update()
    )
    if state is None:
        raise MatterGone(why=Gone.UNKNOWN)
    if state != ProposalState.WAITING:
        decided_by = (
            sa.select(person.c.name)
            .join(operator, operator.c.person == person.c.id)
            .join(proposal, proposal.c.decided_by == operator.c.id)
            .where(proposal.c.id == wanted)
        )
        raise ProposalOver(ended=state, by=connection.scalar(decided_by) or "")
    row = connection.execute(_with_names().where(proposal.c.id == wanted)).one()
    return _proposal(row), row.token_digest


def end(
    connection: sa.Connection,
    ended: Proposal,
    state: ProposalState,
    *,
    by: OperatorId,
    at: datetime,
    stepped_up: bool,
) -> None:
    """Write down how a proposal ended, whose word that was, and whether with the password."""
    connection.execute(
        proposal.update()
        .where(proposal.c.id == ended.id)
        .values(state=state, decided_by=by, decided_at=at)
    )
    kind = f"administration.{state}"
    facts = {"act": ended.act.name, "stepped_up": stepped_up}
    note(connection, ended.id, kind, at=at, by=by, facts=facts)


def overtake(
    connection: sa.Connection, act: type[Act], subject: str, *, by: str | None, at: datetime
) -> None:
    """End a block that waits for its second person and was lifted by another way."""
    of_it = sa.and_(
        proposal.c.act == act.name,
        proposal.c.subject == subject,
        proposal.c.state == ProposalState.WAITING,
    )
    for waits in connection.scalars(sa.select(proposal.c.id).where(of_it)).all():
        note(connection, waits, "administration.overtaken", at=at, by=by, facts={"act": act.name})
    connection.execute(
        proposal.update().where(of_it).values(state=ProposalState.REFUSED, decided_at=at)
    )


def _with_names() -> sa.Select[tuple[object, ...]]:
    """Select proposals with the names of people, offices and desks in them."""
    first, about = person.alias("first"), person.alias("about")
    named = sa.func.coalesce(about.c.name, office.c.name, desk.c.counter, "")
    return (
        sa.select(
            *proposal.c,
            first.c.name.label("by_name"),
            first.c.id.label("first_person"),
            named.label("subject_name"),
        )
        .join(operator, operator.c.id == proposal.c.by)
        .join(first, first.c.id == operator.c.person)
        .outerjoin(about, about.c.id == proposal.c.about)
        .outerjoin(office, office.c.id == proposal.c.subject)
        .outerjoin(desk, desk.c.id == proposal.c.subject)
    )


def _proposal(row: sa.Row[tuple[object, ...]]) -> Proposal:
    found = row._mapping  # noqa: SLF001 - the public name of a row's columns
    return Proposal(
        id=ProposalId(found["id"]),
        act=act_of(found["act"], found["fields"]),
        by=OperatorId(found["by"]),
        by_name=found["by_name"],
        person=PersonId(found["first_person"]),
        about=None if found["about"] is None else PersonId(found["about"]),
        subject_name=found["subject_name"],
        at=found["at"],
        lapses_at=found["lapses_at"],
    )
