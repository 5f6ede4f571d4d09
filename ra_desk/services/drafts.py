"""Keep what somebody began at the counter, so that only that operator can go on with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ra_desk.domain.activation import RequestNumber
from ra_desk.domain.checks import require_waiting
from ra_desk.domain.drafts import KEPT_FOR, Draft
from ra_desk.domain.errors import Refused
from ra_desk.domain.pass_request import PassRequest
from ra_desk.domain.people import Operator
from ra_desk.journal.canonical import NotCanonical, canonical, parse_canonical
from ra_desk.journal.codec import read_record, record_fields
from ra_desk.journal.ring import SealBroken
from ra_desk.services.ports import Clock, Enrolment, SealedDraft, Session, Store, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDraft:
    """A draft, and the request that it is about as it stands now."""

    draft: Draft
    request: PassRequest


def keep_draft(draft: Draft, *, session: Session, store: Store, now: Clock) -> None:
    """Keep a draft in place of the one before; one with nothing in it is dropped.

    Raises:
        KeyGone: the operator has locked the screen meanwhile; nothing was kept.
        Unavailable: the store did not take it.
    """
    operator = session.operator.id
    if draft.empty:
        drop_draft(draft.request, session=session, store=store)
        return
    with store.begin() as unit:
        plain = canonical(record_fields(draft))
        about = _about(draft.request, session.operator, unit.enrolment())
        sealed = session.seal.close(plain, about=about)
        unit.keep_draft(
            SealedDraft(operator=operator, request=draft.request, saved_at=now(), sealed=sealed)
        )


def draft_of(number: RequestNumber, *, session: Session, store: Store, now: Clock) -> Draft | None:
    """Return the operator's draft about a request, if there is one that still fits it."""
    return next(
        (
            one.draft
            for one in open_drafts(session=session, store=store, now=now)
            if one.draft.request == number
        ),
        None,
    )


def open_drafts(*, session: Session, store: Store, now: Clock) -> Sequence[OpenDraft]:
    """Return the operator's drafts, the one that was left last first.

    What is too old, sealed with a key that is no more, or about other data than the request has
    now is left out, and so is what somebody else has decided meanwhile: nobody can go on with it.
    """
    moment = now()
    with store.read() as unit:
        oldest = moment - KEPT_FOR
        found = []
        for sealed in unit.drafts(session.operator.id):
            draft = None if sealed.saved_at < oldest else _opened(sealed, session, unit)
            request = None if draft is None else _request(draft, unit, at=moment)
            if draft is not None and request is not None:
                found.append(OpenDraft(draft=draft, request=request))
        return tuple(found)


def drop_draft(number: RequestNumber, *, session: Session, store: Store) -> None:
    """Throw the operator's draft about a request away."""
    with store.begin() as unit:
        unit.drop_drafts(operator=session.operator.id, request=number)


def drop_drafts(*, store: Store) -> None:
    """Throw away every draft at this desk: the day is closed."""
    with store.begin() as unit:
        unit.drop_drafts()


def _opened(sealed: SealedDraft, session: Session, unit: Unit) -> Draft | None:
    about = _about(sealed.request, session.operator, unit.enrolment())
    try:
        plain = session.seal.open(sealed.sealed, about=about)
        draft = read_record(Draft, parse_canonical(plain, what="draft"))
    except (SealBroken, NotCanonical, TypeError, ValueError):
        return None  # of a key before this one, or of an older version of this program
    return draft if draft.request == sealed.request else None


def _request(draft: Draft, unit: Unit, *, at: datetime) -> PassRequest | None:
    try:
        request = unit.standing(draft.request)
        require_waiting(request, at=at)
    except Refused:
        return None
    return request if request.revision == draft.revision else None


def _about(number: RequestNumber, operator: Operator, enrolment: Enrolment) -> str:
    return f"draft {enrolment.desk} {operator.id} {number}"
