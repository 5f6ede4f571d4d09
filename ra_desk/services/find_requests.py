"""Find requests: what was typed or scanned becomes a query, and the query becomes rows."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from ra_desk.domain.access import LookUpIncomplete
from ra_desk.domain.activation import ALPHABET, RequestNumber, parse_request_number
from ra_desk.domain.checks import office_day
from ra_desk.domain.errors import Refused
from ra_desk.domain.facts import LookedUp, Purpose, SearchKey
from ra_desk.domain.folding import search_tokens
from ra_desk.domain.mrz import Mrz
from ra_desk.domain.numbers import DateContext, parse_date, parse_emso, parse_tax_number
from ra_desk.domain.pass_request import RequestUnknown
from ra_desk.services.ports import Central, Clock, Hits, Query, Session, Store, Unit

#: Rows that a look-up shows; more hits ask for more to be typed.
ROWS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """What was understood of the text: shown under the field, and what is asked of the store.

    ``problem``: why a text that looks like a number cannot be one.
    """

    query: Query
    key: SearchKey | None
    problem: Refused | None = None


def understand(text: str, *, today: date) -> Understood:
    """Return what a clerk means by a text in the look-up field. It never raises.

    A request number, 8 digits as tax number, 13 digits as EMŠO (only its birth date is used),
    a date or a year, an e-mail address, and words of a name in any order.
    """
    bare = " ".join(text.split())
    if not bare:
        return Understood(query=Query(), key=None)
    if "@" in bare:
        return Understood(query=Query(email=bare.casefold()), key=SearchKey.NAME)
    digits = re.sub(r"[\s.\-]|^SI", "", bare, flags=re.IGNORECASE)
    try:
        if _looks_like_number(bare):
            return Understood(query=Query(number=parse_request_number(bare)), key=SearchKey.NUMBER)
        if digits.isascii() and digits.isdigit() and len(digits) == 13:
            born = parse_emso(digits, today=today).birth_date
            return Understood(query=Query(birth_date=born), key=SearchKey.NAME_AND_BIRTH_DATE)
        if digits.isascii() and digits.isdigit() and len(digits) == 8 and "." not in bare:
            return Understood(
                query=Query(tax_number=parse_tax_number(bare)), key=SearchKey.TAX_NUMBER
            )
    except Refused as problem:
        return Understood(query=_words(bare, today=today), key=SearchKey.NAME, problem=problem)
    query = _words(bare, today=today)
    dated = query.birth_date is not None
    return Understood(query=query, key=SearchKey.NAME_AND_BIRTH_DATE if dated else SearchKey.NAME)


def query_of(mrz: Mrz) -> Query:
    """Return the query for the person whose document was read."""
    names = f"{mrz.surname} {mrz.given_names}"
    return Query(tokens=search_tokens(names), birth_date=mrz.birth_date)


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


def _looks_like_number(text: str) -> bool:
    """Whether it is a number rather than a name: a digit says so, or seven signs and no vowel."""
    digit = r"R[-\s]?(?=.*\d)[0-9A-Z]{4}[-\s]?[0-9A-Z]{0,3}"
    whole = rf"R[-\s]?[{ALPHABET}]{{4}}[-\s]?[{ALPHABET}]{{3}}"
    return bool(re.fullmatch(f"RA1[0-9A-Z]{{7}}|{digit}|{whole}", text, re.I | re.A))


def _words(text: str, *, today: date) -> Query:
    """Return names, and a birth date or year where one of the words is one."""
    born: date | None = None
    year: int | None = None
    names = []
    for word in text.split(" "):
        if re.fullmatch(r"\d{4}|\d{2}", word) and year is None:
            year = _year(int(word), today=today) if len(word) == 2 else int(word)
        elif re.fullmatch(r"\d{1,2}\.\d{1,2}\.\d{2,4}", word) and born is None:
            try:
                born = parse_date(word, context=DateContext.BIRTH, today=today)
            except Refused:
                names.append(word)
        else:
            names.append(word)
    return Query(tokens=search_tokens(" ".join(names)), birth_date=born, birth_year=year)


def _year(two_digits: int, *, today: date) -> int:
    """Return the latest year in the past that ends so."""
    year = today.year - today.year % 100 + two_digits
    return year if year <= today.year else year - 100
