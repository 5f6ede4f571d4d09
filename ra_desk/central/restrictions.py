"""Limiting and ending the use of smsPASS on abuse: the issuer's word, not the clerk's.

Source:
    General terms of smsPASS, 2 and 10; requirement S0-09.
"""

from __future__ import annotations

from ra_desk.central.my_request import close
from ra_desk.central.operators import operator_named
from ra_desk.central.parts import Parts
from ra_desk.central.pass_requests import note
from ra_desk.domain.activation import RequestNumber
from ra_desk.domain.life import Event
from ra_desk.domain.pass_request import PassRequest
from ra_desk.domain.people import Role, require_role


def restrict(parts: Parts, number: RequestNumber, *, login: str) -> PassRequest:
    """Limit the use: codes die now, and the person's tax number gets no other.

    Raises:
        OperatorUnknown: nobody has this login.
        NotYourRole: only administrators do this.
        NotPossibleNow: the request is closed in another way.
    """
    return _end(parts, number, Event.RESTRICTED, login=login)


def cancel(parts: Parts, number: RequestNumber, *, login: str) -> PassRequest:
    """End the use for good; the person may ask for another smsPASS. Errors as for `restrict`."""
    return _end(parts, number, Event.CANCELLED, login=login)


def _end(parts: Parts, number: RequestNumber, what: Event, *, login: str) -> PassRequest:
    now = parts.now()
    with parts.engine.begin() as connection:
        by = operator_named(connection, login)
        require_role(by, Role.ADMINISTRATOR)
        after = close(connection, number, what, at=now)
        note(connection, number, what, at=now, by=by.id)
    return after
