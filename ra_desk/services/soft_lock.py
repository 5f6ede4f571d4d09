"""Say which request is open here, and hear who else has it open. Never needed, never in the way."""

from __future__ import annotations

from ra_desk.domain.activation import RequestNumber
from ra_desk.domain.errors import RaError, Refused
from ra_desk.services.ports import Central, Clock, Opened, Session, Store


class OpenElsewhere(Refused):
    """``counter``, ``operator``, ``since``: who has the request open. Told, and never raised."""

    code = "request.open_elsewhere"


def tell_open(
    number: RequestNumber | None,
    *,
    take_over: bool = False,
    session: Session,
    store: Store,
    central: Central,
    now: Clock,
) -> Opened | None:
    """Return who else has the request open, None if nobody has or nobody can tell.

    Without a line, or when central does not answer properly, it silently says nothing: of two
    checks one counts whatever a screen said.
    """
    if session.token is None:
        return None
    with store.read() as unit:
        enrolment = unit.enrolment()
    try:
        return central.tell_open(
            number, take_over=take_over, session=session, enrolment=enrolment, now=now()
        )
    except RaError:
        return None
