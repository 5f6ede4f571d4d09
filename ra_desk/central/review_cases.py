"""What waits for a reviewer of an office, with everything that there is to see about it.

Source:
    ux.md 3.5; decisions 19 and 24.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa

from ra_desk.central.columns import same_place
from ra_desk.central.corrections import corrections_of
from ra_desk.central.database import snapshot
from ra_desk.central.operators import require_session
from ra_desk.central.parts import Parts
from ra_desk.central.pass_requests import hold, message_of
from ra_desk.central.proofs import CallingDesk
from ra_desk.central.review_reach import (
    Reach,
    office_under_review,
    people_behind,
    reach_of,
    supervisors_today,
)
from ra_desk.central.reviewing import SEEN_KINDS, seen_mark
from ra_desk.central.tables import desk, entry, event, office, operator, payload, person, request
from ra_desk.domain.activation import RequestNumber
from ra_desk.domain.after_check import FiledCorrection, document_after, split_corrections
from ra_desk.domain.documents import IdentityDocument
from ra_desk.domain.facts import (
    CheckAttested,
    CheckCorrected,
    ConflictDecided,
    DocumentReported,
    Fact,
    SuspicionNoted,
    Withdrawn,
)
from ra_desk.domain.pass_request import EntryRef, PassRequest
from ra_desk.domain.people import DeskId, OfficeId, PersonId, Role, require_role
from ra_desk.domain.review import check_under_review, masked, masked_pair
from ra_desk.domain.review_case import MOST_CASES, Happening, ReviewCase, ShownCheck, Step
from ra_desk.domain.standing import document_of
from ra_desk.journal.codec import read_payload
from ra_desk.wire.convert import request_in
from ra_desk.wire.convert_review import case_out
from ra_desk.wire.messages import PROTOCOL
from ra_desk.wire.messages_review import ReviewCall, ReviewReply

_APPROVED = "approved"
_EVENTS = {
    "review_approved": Happening.REVIEWED,
    "review_returned": Happening.REVIEWED,
    "review_refused": Happening.REVIEWED,
    "stage.code_sent": Happening.CODE_SENT,
    "stage.redeemed": Happening.REDEEMED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """An entry about a request, with whose it is and where it was made."""

    ref: EntryRef
    at: datetime
    who: str
    office: str
    counter: str
    fact: Fact


def cases(parts: Parts, message: ReviewCall, caller: CallingDesk) -> ReviewReply:
    """Return what waits for a reviewer at this desk; its requests stay in the desk's feed.

    Raises:
        SessionOver: nobody is signed in with this token at this desk.
        NotYourRole: only supervisors review.
    """
    now = parts.now()
    with snapshot(parts.engine) as connection:
        who = require_session(connection, message.session, caller, at=now)
        require_role(who, Role.SUPERVISOR)
        found = _waiting(connection, caller.office, at=now)
    with parts.engine.begin() as connection:
        hold(connection, caller.id, [one.number for one in found[:MOST_CASES]], at=now)
    # Read only now: whatever changes from here on is in the desk's feed.
    with snapshot(parts.engine) as connection:
        numbers = [one.number for one in found[:MOST_CASES]]
        rows = connection.execute(sa.select(request).where(request.c.number.in_(numbers)))
        messages = {row["number"]: message_of(row) for row in rows.mappings()}
        entries, steps = _entries(connection, numbers), _events(connection, numbers)
        corrections = corrections_of(connection, numbers)
        told = [
            case_out(
                _case(
                    connection,
                    one,
                    request_in(messages[one.number]),
                    entries[one.number],
                    steps[one.number],
                    corrections,
                )
            )
            for one in found[:MOST_CASES]
        ]
    return ReviewReply(
        v=PROTOCOL,
        jti=caller.jti,
        cases=told,
        requests=[messages[number] for number in numbers],
        count=len(found),
    )


def _waiting(connection: sa.Connection, where: OfficeId, *, at: datetime) -> list[ReviewCase]:
    """Return what waits and is this office's to review, the longest wait first."""
    reach, present = reach_of(connection), supervisors_today(connection, at=at)
    rows = connection.execute(
        sa.select(request)
        .where(request.c.review_since.is_not(None))
        .order_by(request.c.review_since, request.c.number)
    ).mappings()
    found = []
    for row in rows:
        one = request_in(message_of(row))
        if not reach.covers(where, office_under_review(one)):
            continue  # the whole country waits here; who stands behind a check is asked of few
        case = ReviewCase(
            number=one.number,
            since=row["review_since"],
            seen="",
            people=tuple(sorted(people_behind(connection, one))),
        )
        case = _with_hand_over(case, one, reach, present)
        if _is_for(case, one, where, reach, at=at):
            found.append(case)
    return found


def _with_hand_over(
    case: ReviewCase,
    checked: PassRequest,
    reach: Reach,
    present: frozenset[tuple[OfficeId, PersonId]],
) -> ReviewCase:
    """Return the case with who takes it over, where nobody else is there today."""
    own = office_under_review(checked)
    if own is None:
        return case
    near = reach.near(own)
    if any(place in near and who not in case.people for place, who in present):
        return case
    to = reach.hands_over_to(own)
    if to is None:
        return replace(case, alone=True)
    after = reach.policies[own].hand_over_after
    return replace(case, alone=True, hand_over_to=reach.names[to], hand_over_at=case.since + after)


def _is_for(
    case: ReviewCase, checked: PassRequest, where: OfficeId, reach: Reach, *, at: datetime
) -> bool:
    own = office_under_review(checked)
    if own is None or own in reach.near(where):
        return True
    due = case.hand_over_at is not None and case.hand_over_at <= at
    return due and reach.hands_over_to(own) == where


def _case(
    connection: sa.Connection,
    case: ReviewCase,
    checked: PassRequest,
    told: Sequence[_Told],
    steps: Sequence[Step],
    corrections: Mapping[EntryRef, list[FiledCorrection]],
) -> ReviewCase:
    undone = {replace(one.ref, seq=one.fact.seq) for one in told if isinstance(one.fact, Withdrawn)}
    counts = check_under_review(checked)
    checks = [
        (one, one.fact)
        for one in told
        if isinstance(one.fact, CheckAttested) and one.ref not in undone
    ]
    checks.sort(key=lambda pair: pair[0].ref == counts)  # the one that counts comes last
    shown = checks[-2:] if checks and checks[-1][0].ref == counts else []
    if shown:
        last = shown.pop()
        about = corrections.get(counts, ())
        shown = [*shown, *_as_corrected(*last, told, steps, checked, about)][-2:]
    happened = [step for one in told if one.ref not in undone and (step := _step(one)) is not None]
    return replace(
        case,
        seen=seen_mark(connection, checked),
        checks=_shown(shown),
        steps=tuple(sorted((*happened, *steps), key=lambda step: step.at)),
    )


def _as_corrected(
    made: _Told,
    check: CheckAttested,
    told: Sequence[_Told],
    steps: Sequence[Step],
    checked: PassRequest,
    corrections: Sequence[FiledCorrection],
) -> Sequence[tuple[_Told, CheckAttested]]:
    """Return the check as it counts, and behind it as it would count once this is approved."""
    approved = [
        step.at for step in steps if step.what is Happening.REVIEWED and step.detail == _APPROVED
    ]
    count, wait = split_corrections(corrections, checked, approved_at=max(approved, default=None))
    counts = document_after(count, document_of(check))
    proposed = document_after(wait, counts)
    check = _with_document(check, counts)
    if proposed == counts:
        return [(made, check)]
    last = [one.ref for one in wait if one.document is not None][-1]
    words = next(one for one in told if one.ref == last)
    return [(made, check), (replace(words, ref=made.ref), _with_document(check, proposed))]


def _with_document(check: CheckAttested, document: IdentityDocument) -> CheckAttested:
    if document == document_of(check):
        return check
    return replace(
        check,
        document_kind=document.kind,
        issuing_state=document.issuing_state,
        document_number=document.number,
        valid_until=document.valid_until,
        document_entry=document.entry,
        why_typed=None,
    )


def _shown(checks: Sequence[tuple[_Told, CheckAttested]]) -> tuple[ShownCheck, ...]:
    numbers: Sequence[str] = [masked(fact.document_number) for _, fact in checks]
    if len(checks) == 2:
        first, second = checks[0][1].document_number, checks[1][1].document_number
        numbers = masked_pair(first, second)
    return tuple(
        ShownCheck(
            ref=one.ref,
            at=one.at,
            operator_name=one.who,
            office_name=one.office,
            counter=one.counter,
            document_kind=fact.document_kind,
            issuing_state=fact.issuing_state,
            number=number,
            valid_until=fact.valid_until,
            document_entry=fact.document_entry,
            lines=fact.lines,
            answers=fact.answers,
            seconds=fact.seconds,
            channel=fact.channel,
            note=fact.note,
            second_look=fact.second_look,
            why_typed=fact.why_typed,
        )
        for (one, fact), number in zip(checks, numbers, strict=True)
    )


def _step(one: _Told) -> Step | None:
    what, detail, text = None, "", ""
    match one.fact:
        case CheckAttested():
            what = Happening.CHECKED
        case CheckCorrected() as fact:
            what, detail, text = Happening.CORRECTED, fact.wrong.value, fact.reason
        case SuspicionNoted():
            what = Happening.SUSPECTED
        case DocumentReported() as fact:
            what, text = Happening.REPORTED, fact.note
        case ConflictDecided() as fact:
            what, detail, text = Happening.CONFLICT, fact.choice.value, fact.note
        case _:
            return None
    return Step(what=what, at=one.at, who=one.who, detail=detail, text=text)


def _entries(connection: sa.Connection, numbers: Sequence[str]) -> Mapping[str, list[_Told]]:
    """Return what desks have filed about these requests, oldest first; erased ones are left out."""
    found = (
        sa.select(
            entry.c.desk,
            entry.c.epoch,
            entry.c.seq,
            entry.c.subject,
            entry.c.kind,
            entry.c.at,
            payload.c.body,
            person.c.name.label("who"),
            office.c.name.label("office"),
            desk.c.counter,
        )
        .join(payload, same_place(payload, entry))
        .outerjoin(operator, operator.c.id == entry.c.by)
        .outerjoin(person, person.c.id == operator.c.person)
        .outerjoin(desk, desk.c.id == entry.c.desk)
        .outerjoin(office, office.c.id == desk.c.office)
        .where(entry.c.subject.in_(numbers), entry.c.kind.in_((*SEEN_KINDS, Withdrawn.kind)))
        .order_by(entry.c.filed_at, entry.c.desk, entry.c.seq)
    )
    told: dict[str, list[_Told]] = defaultdict(list)
    for row in connection.execute(found):
        told[row.subject].append(
            _Told(
                ref=EntryRef(desk=DeskId(row.desk), epoch=row.epoch, seq=row.seq),
                at=row.at,
                who=row.who or "",
                office=row.office or "",
                counter=row.counter or "",
                fact=read_payload(row.kind, bytes(row.body)),
            )
        )
    return told


def _events(connection: sa.Connection, numbers: Sequence[str]) -> Mapping[str, list[Step]]:
    found = (
        sa.select(event.c.subject, event.c.kind, event.c.at, event.c.facts, person.c.name)
        .outerjoin(operator, operator.c.id == event.c.by)
        .outerjoin(person, person.c.id == operator.c.person)
        .where(event.c.subject.in_(numbers), event.c.kind.in_(sorted(_EVENTS)))
        .order_by(event.c.at)
    )
    told: dict[str, list[Step]] = defaultdict(list)
    for row in connection.execute(found):
        what = _EVENTS[row.kind]
        reviewed = what is Happening.REVIEWED
        told[RequestNumber(row.subject)].append(
            Step(
                what=what,
                at=row.at,
                who=(row.name or "") if reviewed else "",
                detail=row.kind.removeprefix("review_") if reviewed else "",
            )
        )
    return told
