"""After a check counts: the register is asked, and either a code is ordered or people look.

Asked outside any transaction, because the register may be slow; what it said counts only if the
request still stands as it stood when it was asked.

Source:
    Decision 21; requirements S0-03, S0-09, S0-13.
"""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from ra_desk.central.citizen_parts import CitizenParts
from ra_desk.central.codes import order
from ra_desk.central.database import current_xid, insert_into, snapshot
from ra_desk.central.dispatch.outbox import OutboxId
from ra_desk.central.pass_requests import load, lock, note, store
from ra_desk.central.person_register import Disagreement
from ra_desk.central.tables import request, verified_tax_number
from ra_desk.domain.activation import RequestNumber
from ra_desk.domain.life import Event, advance
from ra_desk.domain.pass_request import Stage
from ra_desk.domain.policy import ReviewReason


class Decide:
    """`Handler` of ``codes.DECIDE``; the subject is the request's number."""

    def __init__(self, parts: CitizenParts) -> None:
        self._parts = parts

    def __call__(self, _outbox_id: OutboxId, number: str) -> None:
        """Order the code of an identified applicant, or open a review; done twice it does nothing.

        Raises:
            Unavailable: the register did not answer; the code waits.
        """
        engine, now = self._parts.parts.engine, self._parts.parts.now
        with snapshot(engine) as connection:
            asked = load(connection, number)
        if asked.stage is not Stage.IDENTIFIED:
            return
        said = self._parts.register.disagreement(asked.applicant)
        with engine.begin() as connection:
            kept = lock(connection, [number])[RequestNumber(number)]
            if kept.request.stage is not Stage.IDENTIFIED:
                return
            if kept.request.applicant != asked.applicant:
                said = Disagreement.DATA_CHANGED
            at = now()
            reason = said or _own_doubt(connection, number, at=at)
            if reason is None:
                after = advance(kept.request, Event.REGISTER_AGREED)
                order(self._parts, connection, after)
            else:
                after = advance(
                    kept.request,
                    Event.REGISTER_DISAGREED,
                    reasons=(ReviewReason.REGISTER_DISAGREES,),
                )
                note(connection, number, "register.disagreed", at=at, facts={"reason": reason})
            store(connection, after, read=kept, xid=current_xid(connection), at=at)


def _own_doubt(connection: sa.Connection, number: str, *, at: datetime) -> Disagreement | None:
    """Return what central knows against the applicant; otherwise the tax number is taken now."""
    row = connection.execute(
        sa.select(request.c.account, request.c.tax_digest).where(request.c.number == number)
    ).one()
    if row.account is None:
        return Disagreement.NO_ACCOUNT
    restricted = sa.select(request.c.number).where(
        request.c.tax_digest == row.tax_digest, request.c.stage == Stage.RESTRICTED
    )
    if connection.execute(restricted.limit(1)).first() is not None:
        return Disagreement.PERSON_RESTRICTED
    connection.execute(
        insert_into(connection, verified_tax_number)
        .values(digest=row.tax_digest, account=row.account, at=at)
        .on_conflict_do_nothing()
    )
    owner = connection.scalar(
        sa.select(verified_tax_number.c.account).where(
            verified_tax_number.c.digest == row.tax_digest
        )
    )
    return None if owner == row.account else Disagreement.TAX_NUMBER_TAKEN
