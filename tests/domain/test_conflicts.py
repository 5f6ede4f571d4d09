"""Conflicts: what may be decided about a record that central did not take as it was meant."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from ra_desk.domain.activation import Channel
from ra_desk.domain.checks import AlreadyDecided, NotWaiting
from ra_desk.domain.conflicts import (
    DATA_CHANGED,
    POSSIBLE,
    Conflict,
    NoSuchConflict,
    NotYourConflict,
    TooLateForException,
    choices,
    conflict_of,
    require_decidable,
)
from ra_desk.domain.facts import (
    CheckAttested,
    ConflictChoice,
    ConflictDecided,
    Deed,
    Fact,
    RequestRefused,
)
from ra_desk.domain.pass_request import Decision, EntryRef, PassRequest, Stage
from ra_desk.domain.people import DeskId, OperatorId
from ra_desk.domain.policy import Policy, ReviewReason
from ra_desk.domain.refusals import RefusalReason
from ra_desk.domain.standing import (
    ACCEPTED,
    NOTED,
    Outcome,
    Ruling,
    apply,
    ruling_of,
    settle,
)
from tests.fakes import NOON, OFFICE, a_request
from tests.store.support import check

MAJA, BOJAN = OperatorId("maja"), OperatorId("bojan")
C = ConflictChoice


def a_deed(fact: Fact, *, seq: int = 4, by: OperatorId = MAJA, after_s: float = 0) -> Deed:
    return Deed(
        ref=EntryRef(desk=DeskId("desk-1"), epoch=1, seq=seq),
        at=NOON + timedelta(seconds=after_s),
        by=by,
        operator_name="Maja K.",
        office=OFFICE.id,
        office_name=OFFICE.name,
        fact=fact,
    )


def of(reason: str) -> Ruling:
    return Ruling(outcome=Outcome.REFUSED, reason=reason)


def decided(request: PassRequest, choice: C, **more: object) -> Deed:
    channel = Channel.EMAIL if choice is C.EXCEPTION else None
    fact = ConflictDecided(request=request.number, seq=4, choice=choice, channel=channel)
    return a_deed(replace(fact, **more), seq=5, after_s=60)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("ruling", "conflict"),
    [
        (None, None),
        (ACCEPTED, None),
        (NOTED, None),
        (Ruling(outcome=Outcome.ACCEPTED, reason=DATA_CHANGED), Conflict.DATA_CHANGED),
        (of("check.already_decided"), Conflict.DECIDED_ELSEWHERE),
        (of("check.not_waiting"), Conflict.REQUEST_OVER),
        (of("check.request_lapsed"), Conflict.REQUEST_OVER),
        (of("request.unknown"), Conflict.NO_REQUEST),
        (of("letter.dead"), Conflict.REFUSED),
        (of("of.a.later.version"), Conflict.REFUSED),
    ],
)
def test_every_ruling_is_a_conflict_or_none(ruling, conflict):
    """Also a reason that this version does not know leaves something to decide."""
    assert conflict_of(ruling) is conflict


def test_a_check_of_changed_data_goes_to_review_and_says_so():
    """No code leaves on data that nobody has seen; the clerk is told which they saw."""
    request = a_request(revision=2)
    after, ruling = apply(a_deed(check(request.number)), request, policy=Policy())
    assert after.stage is Stage.IN_REVIEW
    assert ReviewReason.DATA_CHANGED in after.review
    assert ruling == Ruling(
        outcome=Outcome.ACCEPTED, reason=DATA_CHANGED, facts={"seen": "1", "now": "2"}
    )


def test_a_check_of_changed_data_may_be_sent_on_or_taken_back():
    """Sent on is recommended; taken back, the client has to come again."""
    request = a_request(revision=2)
    deed = a_deed(check(request.number))
    after, ruling = apply(deed, request, policy=Policy())
    assert choices(deed, ruling, after, by=MAJA) == (C.SECOND_REVIEW, C.WITHDRAW)
    assert apply(decided(request, C.SECOND_REVIEW), after, policy=Policy()) == (after, NOTED)
    back, said = apply(decided(request, C.WITHDRAW), after, policy=Policy())
    assert (back, said) == (request, ACCEPTED)


def test_once_the_second_person_has_decided_nothing_is_taken_back():
    """A code may be under way; only a review or a correction can stop it."""
    request = a_request(revision=2)
    deed = a_deed(check(request.number))
    after, ruling = apply(deed, request, policy=Policy())
    approved = replace(after, stage=Stage.IDENTIFIED)
    assert choices(deed, ruling, approved, by=MAJA) == (C.KEEP,)
    same, said = apply(decided(request, C.WITHDRAW), approved, policy=Policy())
    assert same == approved
    assert said == ruling_of(NotWaiting(stage=Stage.IDENTIFIED))


@pytest.mark.parametrize(
    ("stage", "first"), [(Stage.EXPIRED, C.EXCEPTION), (Stage.WITHDRAWN, C.INFORM)]
)
def test_a_request_that_was_over_may_count_by_way_of_a_review(stage, first):
    """The check was in time and the line was not; whoever withdrew has spoken last."""
    request = a_request(stage=stage)
    deed = a_deed(check(request.number))
    _, ruling = apply(deed, request, policy=Policy())
    offered = choices(deed, ruling, request, by=MAJA)
    assert offered[0] is first
    assert set(offered) == {C.EXCEPTION, C.INFORM}
    after, said = apply(decided(request, C.EXCEPTION), request, policy=Policy())
    assert said == ACCEPTED
    assert (after.stage, after.review) == (Stage.IN_REVIEW, (ReviewReason.EXCEPTION,))
    assert after.decision is not None
    assert (after.decision.ref, after.decision.before) == (deed.ref, stage)
    assert after.channel is Channel.EMAIL
    assert apply(decided(request, C.INFORM), request, policy=Policy()) == (request, NOTED)


@pytest.mark.parametrize("stage", [Stage.RESTRICTED, Stage.CANCELLED, Stage.ACTIVE])
def test_nobody_is_asked_to_overrule_a_restriction(stage):
    """Only what ended by time or by the client's own word may be taken up again."""
    request = a_request(stage=stage)
    deed = a_deed(check(request.number))
    _, ruling = apply(deed, request, policy=Policy())
    assert choices(deed, ruling, request, by=MAJA) == (C.INFORM,)
    same, said = apply(decided(request, C.EXCEPTION), request, policy=Policy())
    assert same == request
    assert said == ruling_of(NotWaiting(stage=stage))


def test_an_exception_does_not_take_the_place_of_another_decision():
    """Somebody else decided meanwhile: theirs counts."""
    ref = EntryRef(desk=DeskId("desk-2"), epoch=1, seq=9)
    other = Decision(
        ref=ref,
        by=BOJAN,
        operator_name="Bojan P.",
        office=OFFICE.id,
        office_name=OFFICE.name,
        at=NOON,
        before=Stage.SUBMITTED,
    )
    request = a_request(stage=Stage.IDENTIFIED, decision=other)
    same, said = apply(decided(request, C.EXCEPTION), request, policy=Policy())
    assert same == request
    expected = AlreadyDecided(office=OFFICE.name, operator="Bojan P.", at=NOON)
    assert said == ruling_of(expected)


def test_evidence_changes_nothing_and_no_request_is_needed_for_it():
    """A decision about a record without a request is filed and done with."""
    request = a_request()
    said = settle([decided(request, C.WITHDRAW)], {}, policy=Policy())
    assert said == [NOTED]
    assert apply(decided(request, C.KEEP), request, policy=Policy()) == (request, NOTED)


def test_a_colleague_only_takes_note():
    """Sending on, taking back and asking are about one's own check."""
    request = a_request(stage=Stage.EXPIRED)
    deed = a_deed(check(request.number))
    _, ruling = apply(deed, request, policy=Policy())
    assert choices(deed, ruling, request, by=BOJAN) == (C.INFORM,)
    with pytest.raises(NotYourConflict):
        require_decidable(
            decided(request, C.EXCEPTION).fact,  # type: ignore[arg-type]
            deed,
            ruling,
            request,
            by=BOJAN,
        )


def test_a_check_after_the_deadline_is_no_case_for_an_exception():
    """The clerk was told at the counter that it was over."""
    request = a_request(stage=Stage.EXPIRED, expires_at=NOON - timedelta(minutes=1))
    deed = a_deed(check(request.number))
    _, ruling = apply(deed, request, policy=Policy())
    assert choices(deed, ruling, request, by=MAJA) == (C.INFORM,)
    fact = decided(request, C.EXCEPTION).fact
    assert isinstance(fact, ConflictDecided)
    with pytest.raises(TooLateForException):
        require_decidable(fact, deed, ruling, request, by=MAJA)


@pytest.mark.parametrize(
    ("fact", "reason", "choice", "channel"),
    [
        (None, "check.not_waiting", C.INFORM, None),
        ("check", "", C.KEEP, None),
        ("check", "check.already_decided", C.EXCEPTION, Channel.EMAIL),
        ("check", "check.not_waiting", C.EXCEPTION, Channel.POST),
        ("refusal", "check.not_waiting", C.EXCEPTION, Channel.EMAIL),
        ("other", "check.not_waiting", C.INFORM, None),
    ],
)
def test_a_decision_must_fit_its_record(fact, reason, choice, channel):
    """No record, nothing to decide, another channel, another request: refused at both ends."""
    request = a_request(stage=Stage.EXPIRED)
    facts: dict[str | None, Fact] = {
        "check": check(request.number),
        "refusal": RequestRefused(request=request.number, reason=RefusalReason.FALSE_DATA),
        "other": check(a_request().number),
    }
    deed = None if fact is None else a_deed(facts[fact])
    said = of(reason) if reason else ACCEPTED
    about = ConflictDecided(request=request.number, seq=4, choice=choice, channel=channel)
    with pytest.raises(NoSuchConflict):
        require_decidable(about, deed, said, request, by=MAJA)


@pytest.mark.parametrize("conflict", list(Conflict))
def test_each_conflict_can_be_ended_by_anybody_who_is_here(conflict):
    """An item whose clerk has left the office does not stay for ever."""
    assert C.KEEP in POSSIBLE[conflict]


def test_a_refusal_that_came_too_late_is_only_kept():
    """There is no code to be made of a refusal, and nobody to tell."""
    request = a_request(stage=Stage.EXPIRED)
    fact = RequestRefused(request=request.number, reason=RefusalReason.FALSE_DATA)
    deed = a_deed(fact)
    _, ruling = apply(deed, request, policy=Policy())
    assert choices(deed, ruling, request, by=MAJA) == (C.KEEP,)
    assert not isinstance(fact, CheckAttested)
