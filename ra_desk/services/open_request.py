"""Open one request: every view of a person is evidence, also without a line."""

from __future__ import annotations

from ra_desk.domain.activation import RequestNumber
from ra_desk.domain.facts import Purpose, RequestViewed
from ra_desk.domain.pass_request import PassRequest
from ra_desk.services.ports import Clock, Session, Store


def open_request(
    number: RequestNumber,
    *,
    purpose: Purpose = Purpose.CLIENT_AT_COUNTER,
    session: Session,
    store: Store,
    now: Clock,
) -> PassRequest:
    """Note that the operator looks at the request, and return it as it stands.

    Raises:
        RequestUnknown: the desk does not keep it; nothing was written.
        Unavailable: the view could not be noted, so nothing is shown.
    """
    with store.begin() as unit:
        request = unit.standing(number)
        unit.append(RequestViewed(request=number, purpose=purpose), at=now(), session=session)
        return request
