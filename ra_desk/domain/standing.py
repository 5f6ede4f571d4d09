"""How a request stands: what central last said, and what this desk has done since.

``apply`` runs at central on what it files and at the desk on what central has not reflected
yet. That both ends agree is a law with a test.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from ra_desk.domain.activation import Channel, RequestNumber
from ra_desk.domain.after_check import Correction, correct, order_again, suspect
from ra_desk.domain.checks import (
    AlreadyDecided,
    DocumentCheck,
    NotWaiting,
    require_allowed,
    require_short,
    require_waiting,
    review_reasons,
)
from ra_desk.domain.conflicts import DATA_CHANGED, EXCEPTION_FROM
from ra_desk.domain.documents import IdentityDocument
from ra_desk.domain.errors import Refused
from ra_desk.domain.facts import (
    HELD,
    CheckAttested,
    CheckCorrected,
    CodeOrderedAgain,
    ConflictChoice,
    ConflictDecided,
    Deed,
    DocumentReported,
    LetterPrinted,
    LetterReconciled,
    LetterReturned,
    LetterSpoilt,
    RequestRefused,
    ReviewDecided,
    SuspicionNoted,
    Withdrawn,
)
from ra_desk.domain.letters import LetterDead as LetterDead
from ra_desk.domain.pass_request import Decision, EntryRef, PassRequest, Stage
from ra_desk.domain.people import OperatorId
from ra_desk.domain.policy import Policy, ReviewReason
from ra_desk.domain.refusals import Refusal, require_refusable
from ra_desk.domain.review import decide_review
from ra_desk.domain.reviewed import Reviewed


class Outcome(StrEnum):
    ACCEPTED = "accepted"
    REFUSED = "refused"
    #: Evidence without effect on a request: look-ups, sign-ins, measurements.
    NOTED = "noted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What a fact led to. ``reason`` is an error code, ``facts`` its facts as text."""

    outcome: Outcome
    reason: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)


_AboutLetter = LetterPrinted | LetterSpoilt | LetterReconciled | LetterReturned

ACCEPTED = Ruling(outcome=Outcome.ACCEPTED)
NOTED = Ruling(outcome=Outcome.NOTED)


class UndoTooLate(Refused):
    """The check or refusal was offered to central already; it can only be corrected."""

    code = "undo.too_late"


def document_of(fact: CheckAttested) -> IdentityDocument:
    """Return the document that a check says was shown."""
    return IdentityDocument(
        kind=fact.document_kind,
        issuing_state=fact.issuing_state,
        number=fact.document_number,
        valid_until=fact.valid_until,
        entry=fact.document_entry,
    )


def check_of(fact: CheckAttested) -> DocumentCheck:
    """Return the check that a fact attests."""
    return DocumentCheck(
        request=fact.request,
        revision=fact.revision,
        document=document_of(fact),
        lines=fact.lines,
        answers=fact.answers,
        seconds=fact.seconds,
        channel=fact.channel,
        channel_reason=fact.channel_reason,
        note=fact.note,
        second_look=fact.second_look,
        why_typed=fact.why_typed,
    )


def correction_of(fact: CheckCorrected) -> Correction:
    """Return the correction that a fact tells."""
    return Correction(
        request=fact.request,
        check=EntryRef(desk=fact.check_desk, epoch=fact.check_epoch, seq=fact.check_seq),
        wrong=fact.wrong,
        reason=fact.reason,
        document=fact.document,
    )


def apply(deed: Deed, request: PassRequest, *, policy: Policy) -> tuple[PassRequest, Ruling]:
    """Return the request after the fact, and the ruling on the fact.

    A fact that changes nothing is still a fact: it is filed, and the ruling says why.
    """
    try:
        match deed.fact:
            case CheckAttested() as fact:
                return _attest(deed, fact, request, policy), _accepted(fact, request)
            case RequestRefused() as fact:
                return _refuse(deed, fact, request), ACCEPTED
            case DocumentReported() as fact:
                require_waiting(request, at=deed.at)
                require_short(fact.note)
                return request, ACCEPTED
            case SuspicionNoted():
                suspected = suspect(request)
                return suspected, NOTED if suspected == request else ACCEPTED
            case CheckCorrected() as fact:
                return correct(correction_of(fact), request), ACCEPTED
            case CodeOrderedAgain():
                return order_again(request), ACCEPTED
            case Withdrawn() as fact:
                return _withdraw(deed, fact, request), ACCEPTED
            case LetterPrinted() as fact:
                _require_alive(fact, request, Stage.CODE_ORDERED)
                return replace(request, stage=Stage.CODE_SENT), ACCEPTED
            case LetterSpoilt() as fact:
                if not _is_alive(fact, request, Stage.CODE_ORDERED, Stage.CODE_SENT):
                    return request, NOTED  # its code had died before; the sheet is out of the pile
                return replace(request, stage=Stage.CODE_ORDERED, letter=None), ACCEPTED
            case LetterReconciled() as fact:
                _require_alive(fact, request, Stage.CODE_SENT)
                return request, NOTED
            case LetterReturned() as fact:
                if _is_alive(fact, request, Stage.CODE_ORDERED):
                    raise LetterDead(letter=fact.letter)  # it has not left
                if not _is_alive(fact, request, Stage.CODE_SENT):
                    return request, NOTED  # its code had died; that it came back is counted
                return replace(request, letter=None), ACCEPTED
            case ConflictDecided() as fact:
                return _decide(deed, fact, request)
            case ReviewDecided() as fact:
                return decide_review(fact, request, said=_said(deed, fact)), ACCEPTED
            case _:
                return request, NOTED
    except Refused as refusal:
        return request, ruling_of(refusal)


def project(cached: PassRequest, unreflected: Iterable[Deed], *, policy: Policy) -> PassRequest:
    """Return the cached request with the desk's own unreflected facts laid over it."""
    request, pending = cached, False
    deeds = tuple(unreflected)
    undone = undone_reviews(deeds)
    for deed in deeds:
        if deed.ref in undone:
            continue
        request, ruling = apply(deed, request, policy=policy)
        # A silent warning waits in silence: whoever reads the screen must not see that it does.
        silent = isinstance(deed.fact, SuspicionNoted)
        pending = pending or (ruling.outcome is Outcome.ACCEPTED and not silent)
    return replace(request, awaits_ruling=pending)


def settle(
    deeds: Sequence[Deed],
    requests: MutableMapping[RequestNumber, PassRequest],
    *,
    policy: Policy,
) -> list[Ruling]:
    """Apply one round of a desk's facts in order; central's half of an exchange.

    ``requests`` is changed in place. A withdrawal counts only in the round of its check, after it
    and by the same operator: what an earlier round has offered may have led to a code.
    """
    undoable: dict[int, tuple[RequestNumber | None, OperatorId | None]] = {}
    undone = undone_reviews(deeds)
    rulings = []
    for deed in deeds:
        number = deed.fact.subject
        if isinstance(deed.fact, HELD):
            undoable[deed.ref.seq] = (number, deed.by)
        of_nothing = number not in requests and isinstance(deed.fact, ConflictDecided)
        if number is None or of_nothing:
            rulings.append(NOTED)
        elif number not in requests:
            rulings.append(Ruling(outcome=Outcome.REFUSED, reason="request.unknown"))
        elif isinstance(deed.fact, Withdrawn) and (
            undoable.get(deed.fact.seq) != (number, deed.by)
        ):
            rulings.append(ruling_of(UndoTooLate()))
        elif deed.ref in undone:
            rulings.append(ACCEPTED)
        else:
            requests[number], ruling = apply(deed, requests[number], policy=policy)
            rulings.append(ruling)
    return rulings


def undone_reviews(deeds: Iterable[Deed]) -> frozenset[EntryRef]:
    """Return the reviewers' decisions that were undone in the same round: they never were.

    A check is put back by what it left in the request; a decision leaves too little for that.
    """
    decided: dict[EntryRef, Deed] = {}
    undone = set()
    for deed in deeds:
        match deed.fact:
            case ReviewDecided():
                decided[deed.ref] = deed
            case Withdrawn() as fact:
                before = decided.get(replace(deed.ref, seq=fact.seq))
                if before is not None and (before.fact.subject, before.by) == (
                    fact.request,
                    deed.by,
                ):
                    undone.add(before.ref)
            case _:
                pass
    return frozenset(undone)


def ruling_of(refusal: Refused) -> Ruling:
    """Return a refusal as a ruling, its facts as text that survives the wire."""
    return Ruling(
        outcome=Outcome.REFUSED,
        reason=refusal.code,
        facts={name: as_text(value) for name, value in refusal.facts.items()},
    )


def as_text(value: object) -> str:
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def _decision(deed: Deed, request: PassRequest) -> Decision:
    if deed.by is None:
        raise ValueError("a system entry decides nothing")
    return Decision(
        ref=deed.ref,
        by=deed.by,
        operator_name=deed.operator_name,
        office=deed.office,
        office_name=deed.office_name,
        at=deed.at,
        before=request.stage,
    )


def _said(deed: Deed, fact: ReviewDecided) -> Reviewed:
    if deed.by is None:
        raise ValueError("a system entry decides nothing")
    return Reviewed(
        verdict=fact.verdict,
        by=deed.by,
        operator_name=deed.operator_name,
        office=deed.office,
        office_name=deed.office_name,
        at=deed.at,
        return_reason=fact.return_reason,
        refusal=fact.refusal,
        text=fact.text,
    )


def _attest(deed: Deed, fact: CheckAttested, request: PassRequest, policy: Policy) -> PassRequest:
    check = check_of(fact)
    require_allowed(check, request, at=deed.at, policy=policy)
    reasons = review_reasons(check, request, policy=policy)
    return replace(
        request,
        stage=Stage.IN_REVIEW if reasons else Stage.IDENTIFIED,
        review=reasons,
        channel=check.channel,
        decision=_decision(deed, request),
    )


def _accepted(fact: CheckAttested, request: PassRequest) -> Ruling:
    """Return the ruling on a check that counts; it says so if it saw other data than there are."""
    if fact.revision == request.revision:
        return ACCEPTED
    facts = {"seen": str(fact.revision), "now": str(request.revision)}
    return Ruling(outcome=Outcome.ACCEPTED, reason=DATA_CHANGED, facts=facts)


def _decide(deed: Deed, fact: ConflictDecided, request: PassRequest) -> tuple[PassRequest, Ruling]:
    """Return what a decision about an earlier record changes: most change nothing."""
    ref = replace(deed.ref, seq=fact.seq)
    counts = request.decision is not None and request.decision.ref == ref
    match fact.choice:
        case ConflictChoice.WITHDRAW if counts:
            return _take_back(request), ACCEPTED
        case ConflictChoice.EXCEPTION if fact.channel is not None:
            return _except(deed, ref, fact.channel, request), ACCEPTED
        case _:
            return request, NOTED


def _take_back(request: PassRequest) -> PassRequest:
    if request.stage is not Stage.IN_REVIEW or request.decision is None:
        raise NotWaiting(stage=request.stage)
    return _as_before(request, request.decision)


def _as_before(request: PassRequest, decision: Decision) -> PassRequest:
    # A silent warning outlives the check that it came with.
    kept = tuple(reason for reason in request.review if reason is ReviewReason.SUSPICION)
    return replace(request, stage=decision.before, decision=None, review=kept, channel=None)


def _except(deed: Deed, ref: EntryRef, channel: Channel, request: PassRequest) -> PassRequest:
    decided = request.decision
    if decided is not None and request.stage not in EXCEPTION_FROM:
        raise AlreadyDecided(
            office=decided.office_name, operator=decided.operator_name, at=decided.at
        )
    if request.stage not in EXCEPTION_FROM:
        raise NotWaiting(stage=request.stage)
    return replace(
        request,
        stage=Stage.IN_REVIEW,
        review=(ReviewReason.EXCEPTION,),
        channel=channel,
        decision=replace(_decision(deed, request), ref=ref),
    )


def _refuse(deed: Deed, fact: RequestRefused, request: PassRequest) -> PassRequest:
    refusal = Refusal(request=fact.request, reason=fact.reason, note=fact.note)
    require_refusable(refusal, request, at=deed.at)
    if not refusal.ends_request:
        return request
    return replace(request, stage=Stage.REFUSED, decision=_decision(deed, request))


def _withdraw(deed: Deed, fact: Withdrawn, request: PassRequest) -> PassRequest:
    decision = request.decision
    if decision is None or decision.ref != replace(deed.ref, seq=fact.seq):
        return request
    if request.stage not in {Stage.IDENTIFIED, Stage.IN_REVIEW, Stage.REFUSED}:
        raise UndoTooLate()
    return _as_before(request, decision)


def _is_alive(fact: _AboutLetter, request: PassRequest, *stages: Stage) -> bool:
    own = request.channel is Channel.POST and request.letter == fact.letter
    return own and request.stage in stages


def _require_alive(fact: _AboutLetter, request: PassRequest, *stages: Stage) -> None:
    if not _is_alive(fact, request, *stages):
        raise LetterDead(letter=fact.letter)
