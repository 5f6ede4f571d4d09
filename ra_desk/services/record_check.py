"""Record that a document belongs to the person at the counter."""

from __future__ import annotations

from dataclasses import dataclass

from ra_desk.domain.checks import DocumentCheck, require_allowed
from ra_desk.domain.facts import CheckAttested, Fact
from ra_desk.domain.pass_request import PassRequest
from ra_desk.domain.people import Role, require_role
from ra_desk.services.data_age import require_fresh_data
from ra_desk.services.ports import Clock, Session, Store, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What was written: the entry that can be undone, and the request as it now stands."""

    seq: int
    request: PassRequest
    hold_s: int


def record_check(check: DocumentCheck, *, session: Session, store: Store, now: Clock) -> Recorded:
    """Write the attestation into the journal and return the request as it now stands.

    The journal entry is the only write. It is audit record and outgoing message at once, so
    the two cannot disagree; an exchange carries it to central once its hold is over.

    Raises:
        Refused: the rules forbid the check; nothing was written.
        Unavailable: the store did not confirm; read the request again before repeating.
    """
    require_role(session.operator, Role.CLERK, Role.SUPERVISOR)
    moment = now()
    with store.begin() as unit:
        require_fresh_data(unit, at=moment)
        require_allowed(check, unit.standing(check.request), at=moment, policy=unit.policy())
        fact = CheckAttested(
            request=check.request,
            revision=check.revision,
            document_kind=check.document.kind,
            issuing_state=check.document.issuing_state,
            document_number=check.document.number,
            valid_until=check.document.valid_until,
            document_entry=check.document.entry,
            lines=check.lines,
            answers=check.answers,
            seconds=check.seconds,
            channel=check.channel,
            channel_reason=check.channel_reason,
            note=check.note.strip(),
            second_look=check.second_look,
            why_typed=check.why_typed,
        )
        return recorded(fact, unit=unit, session=session, now=lambda: moment)


def recorded(fact: Fact, *, unit: Unit, session: Session, now: Clock) -> Recorded:
    """Append a fact that concerns a request and waits in the hold."""
    entry = unit.append(fact, at=now(), session=session)
    if fact.subject is None:
        raise ValueError("only a fact about a request is held")
    unit.drop_drafts(request=fact.subject)
    return Recorded(seq=entry.seq, request=unit.standing(fact.subject), hold_s=unit.policy().hold_s)
