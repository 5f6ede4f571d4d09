"""Refuse a visit or a request, with the reason that the client will read."""

from __future__ import annotations

from ra_desk.domain.facts import RequestRefused
from ra_desk.domain.people import Role, require_role
from ra_desk.domain.refusals import Refusal, require_refusable
from ra_desk.services.data_age import require_fresh_data
from ra_desk.services.ports import Clock, Session, Store
from ra_desk.services.record_check import Recorded, recorded


def refuse_request(refusal: Refusal, *, session: Session, store: Store, now: Clock) -> Recorded:
    """Write the refusal into the journal and return the request as it now stands.

    Raises:
        Refused: the rules forbid it, or the note is missing; nothing was written.
        Unavailable: the store did not confirm; read the request again before repeating.
    """
    require_role(session.operator, Role.CLERK, Role.SUPERVISOR)
    moment = now()
    with store.begin() as unit:
        if refusal.ends_request:
            # Central would let no such end count either; a visit may end on any data.
            require_fresh_data(unit, at=moment)
        require_refusable(refusal, unit.standing(refusal.request), at=moment)
        fact = RequestRefused(
            request=refusal.request, reason=refusal.reason, note=refusal.note.strip()
        )
        return recorded(fact, unit=unit, session=session, now=lambda: moment)
