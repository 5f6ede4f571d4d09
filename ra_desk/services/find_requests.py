"""Find requests: what was understood of a text or a document becomes rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from ra_desk.domain.access import LookUpIncomplete
from ra_desk.domain.activation import RequestNumber
from ra_desk.domain.checks import office_day
from ra_desk.domain.facts import LookedUp, Purpose, SearchKey
from ra_desk.domain.mrz import Mrz
from ra_desk.domain.pass_request import RequestUnknown
from ra_desk.services.ports import Central, Clock, Hits, Query, Session, Store, Unit
from ra_desk.services.understand import query_of

#: Rows that a look-up shows; more hits ask for more to be typed.
ROWS = 8


def find_requests(query: Query, *, store: Store) -> Hits:
    """Return the first rows on this desk that fit, as they stand; at most ``ROWS``."""
    if query.empty:
        return Hits(requests=(), count=0)
    with store.read() as unit:
        return unit.find(query, limit=ROWS)


def find_person(mrz: Mrz, *, store: Store) -> Hits:
    """Return the requests that a read document may belong to.

    Names on documents are transliterated and cut short, so the birth date leads: first with
    the names as read, then, when nobody fits, by the birth date alone.
    """
    query = query_of(mrz)
    hits = find_requests(query, store=store)
    if hits.count or mrz.birth_date is None:
        return hits
    return find_requests(replace(query, tokens=()), store=store)


def look_up(
    query: Query,
    *,
    key: SearchKey,
    purpose: Purpose,
    session: Session,
    store: Store,
    central: Central,
    now: Clock,
) -> Hits:
    """Ask central across all offices; what is found is kept here, and returned as it stands here.

    The look-up is evidence with its purpose, whether it found somebody or not; what was typed
    is not kept.

    Raises:
        LookUpIncomplete: no number, no tax number, and no name with a birth date.
        Unavailable: central did not answer; nothing was written.
    """
    enough = query.number or query.tax_number or (query.tokens and query.birth_date)
    if not enough:
        raise LookUpIncomplete()
    moment = now()
    with store.read() as unit:
        enrolment, taken = unit.enrolment(), unit.marks().last_reply
    hits = central.look_up(
        query, key=key, purpose=purpose, session=session, enrolment=enrolment, now=moment
    )
    with store.begin() as unit:
        # An exchange that came home meanwhile may have brought newer rows: those stay.
        outrun = unit.marks().last_reply != taken
        unit.cache([r for r in hits.requests if not (outrun and _is_kept(r.number, unit))])
        fact = LookedUp(key=key, purpose=purpose, online=True, hits=hits.count)
        unit.append(fact, at=moment, session=session)
        return replace(hits, requests=tuple(unit.standing(r.number) for r in hits.requests))


def _is_kept(number: RequestNumber, unit: Unit) -> bool:
    try:
        unit.standing(number)
    except RequestUnknown:
        return False
    return True


def today_of(now: Clock) -> date:
    """Return the day at the office."""
    return office_day(now())
