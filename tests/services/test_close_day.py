"""The close of a day: nothing is lost between two closings, and the signatures are two people's."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from ra_desk.domain.access import SignInWrong
from ra_desk.domain.activation import new_letter_number
from ra_desk.domain.day import (
    DayIsClosed,
    DayNotClosed,
    DayOver,
    NothingSpoilt,
    PointKind,
    PointsOpen,
    SamePerson,
    SecondSignerMissing,
)
from ra_desk.domain.drafts import Draft
from ra_desk.domain.facts import LetterPrintStarted, LetterSpoilt, SessionClosed, SpoiltReason
from ra_desk.domain.facts_day import DayClosed, DayCountersigned, DayReopened
from ra_desk.domain.people import NotYourRole, Role
from ra_desk.domain.policy import Policy
from ra_desk.domain.report import Period, Span, Topic
from ra_desk.services.close_day import Signature
from ra_desk.services.day import grouped
from tests.fakes import NOON, a_check, a_request, an_operator
from tests.services.test_sign_in import RIGHT, WRONG, Counter

SWIFT = Policy(review_before=frozenset())
MAJA, TINA = an_operator("Maja K."), an_operator("Tina B.", Role.SUPERVISOR)


def a_counter(*, signers: int = 1) -> Counter:
    """Return a desk with three requests and Maja signed in with a line."""
    counter = Counter()
    for _place in range(2):
        more = a_request()
        counter.central.requests[more.number] = more
    counter.fake.store.kept.cache = dict(counter.central.requests)
    counter.central.policy = replace(SWIFT, day_signers=signers)
    counter.central.operator = MAJA
    counter.desk.exchange()
    counter.session = counter.online()
    return counter


def tina(counter: Counter) -> Signature:
    """Have Tina at the door, and return what she types."""
    counter.central.operator = TINA
    return Signature(login="tina", password=RIGHT, one_time_code="123 456")


def close(
    counter: Counter,
    *,
    day: date | None = None,
    reason: str = "",
    second: Signature | None = None,
    password=RIGHT,
):
    return counter.desk.day.close(
        day=day or counter.desk.day.today(),
        reason=reason,
        password=password,
        second=second,
        session=counter.session,
    )


def settle(counter: Counter) -> None:
    """Let the hold end and central answer."""
    counter.clock.forward(30)
    counter.desk.exchange()


def checked(counter: Counter, place: int = 0) -> None:
    number = list(counter.central.requests)[place]
    counter.desk.record_check(a_check(number), session=counter.session)


def test_a_day_with_everything_done_is_closed_by_one_signature() -> None:
    """The counts, the head that they end at, and no open point stand in the journal."""
    counter = a_counter()
    checked(counter)
    settle(counter)
    standing = counter.desk.day.standing()
    assert [point.kind for point in standing.points if not point.done] == []
    head = counter.fake.store.kept.digests[-1]
    closing = close(counter)
    fact = counter.fake.store.kept.deeds[closing.seq - 1].fact
    assert isinstance(fact, DayClosed)
    assert (fact.head, fact.after, fact.still_open, fact.reason) == (head, 0, (), "")
    assert (fact.counts.checks, fact.counts.issued, fact.counts.unsent) == (1, 1, 0)
    assert fact.counts.agree
    assert counter.desk.day.standing().closing == closing


def test_what_is_open_needs_a_reason_and_is_marked() -> None:
    """An outage at the end of the day must not keep people from going home."""
    counter = a_counter()
    checked(counter)
    with pytest.raises(PointsOpen) as refused:
        close(counter)
    assert refused.value.facts == {"count": 1}
    closing = close(counter, reason=" Izpad povezave. ")
    assert (closing.still_open, closing.reason) == ((PointKind.SENT,), "Izpad povezave.")
    assert closing.counts.unsent == 1


def test_a_closed_day_is_closed_once_and_counts_no_later_check() -> None:
    """What comes after it belongs to the next closing."""
    counter = a_counter()
    checked(counter)
    settle(counter)
    closing = close(counter)
    with pytest.raises(DayIsClosed) as refused:
        close(counter)
    assert refused.value.facts == {"operator": "Maja K.", "at": closing.at}
    checked(counter, 1)
    standing = counter.desk.day.standing()
    assert (standing.counts.checks, standing.after_closing) == (1, 1)


def test_every_check_is_in_exactly_one_closing() -> None:
    """Also over days that nobody closed, and when a closing was opened again."""
    counter = a_counter()
    checked(counter)
    settle(counter)
    first = close(counter)
    checked(counter, 1)
    settle(counter)
    counter.clock.forward(2 * 24 * 3600)
    counter.session = counter.online()
    checked(counter, 2)
    settle(counter)
    second = close(counter)
    assert (first.counts.checks, second.counts.checks) == (1, 2)
    assert second.after == first.up_to
    counter.desk.day.reopen("Še ena stranka.", session=counter.session)
    assert isinstance(counter.fake.store.kept.deeds[-1].fact, DayReopened)
    again = close(counter)
    assert (again.after, again.counts.checks) == (first.up_to, 2)


def test_who_was_asked_before_midnight_signs_no_closing_of_the_next_day() -> None:
    """The date on the protocol is the one that was read; the records wait for the next closing."""
    counter = a_counter()
    checked(counter)
    settle(counter)
    asked = counter.desk.day.today()
    counter.clock.forward(13 * 3600)
    with pytest.raises(DayOver):
        close(counter, day=asked)
    closing = close(counter)
    assert (closing.day, closing.counts.checks) == (asked + timedelta(days=1), 1)


def test_a_day_that_is_not_closed_cannot_be_opened_again() -> None:
    """Yesterday's closing stays as it is."""
    counter = a_counter()
    close(counter)
    counter.clock.forward(24 * 3600)
    with pytest.raises(DayNotClosed):
        counter.desk.day.reopen("Popravek.", session=counter.session)


def test_a_wrong_password_closes_nothing() -> None:
    """Somebody else at an unlocked desk is not the one who signs."""
    counter = a_counter()
    with pytest.raises(SignInWrong):
        close(counter, password=WRONG)
    assert counter.desk.day.standing().closing is None


def test_two_people_sign_where_the_policy_wants_two() -> None:
    """The second signature is of the second person's own key, who is signed out again."""
    counter = a_counter(signers=2)
    with pytest.raises(SecondSignerMissing):
        close(counter)
    closing = close(counter, second=tina(counter))
    deeds = counter.fake.store.kept.deeds
    closed, signed = deeds[closing.seq - 1], deeds[closing.last - 1]
    assert (closed.by, signed.by) == (MAJA.id, TINA.id)
    assert isinstance(closed.fact, DayClosed)
    assert closed.fact.second == TINA.id
    assert signed.fact == DayCountersigned(closing=closing.seq)
    assert (closing.by, closing.second) == ("Maja K.", "Tina B.")
    assert isinstance(deeds[-1].fact, SessionClosed)
    assert deeds[-1].by == TINA.id


def test_a_second_account_of_the_same_person_signs_nothing() -> None:
    """Four eyes are counted by person; whoever tried is signed out again."""
    counter = a_counter(signers=2)
    signature = tina(counter)
    counter.central.operator = replace(TINA, person=MAJA.person)
    with pytest.raises(SamePerson):
        close(counter, second=signature)
    assert isinstance(counter.fake.store.kept.deeds[-1].fact, SessionClosed)
    assert counter.desk.day.standing().closing is None


def test_without_a_line_the_second_person_signs_by_password() -> None:
    """Who has signed in here before can be let in by the desk."""
    counter = a_counter(signers=2)
    with_a_line = tina(counter)
    session = counter.desk.sign_in(login=with_a_line.login, password=RIGHT, one_time_code="123456")
    counter.desk.sign_out(session)
    closing = close(counter, second=replace(with_a_line, one_time_code=""))
    assert closing.second == "Tina B."


def test_drafts_keep_a_day_open_and_are_thrown_away_with_it() -> None:
    """Tomorrow begins with an empty list."""
    counter = a_counter()
    number = next(iter(counter.central.requests))
    draft = Draft(request=number, revision=1, started_at=counter.clock(), note="nekaj")
    counter.desk.keep_draft(draft, session=counter.session)
    [point] = [point for point in counter.desk.day.standing().points if not point.done]
    assert (point.kind, point.left) == (PointKind.DRAFTS, 1)
    close(counter, reason="Stranka pride jutri.")
    assert counter.desk.drafts(session=counter.session) == ()


def test_spoilt_sheets_are_destroyed_before_the_day_is_closed() -> None:
    """A code on a sheet in a bin is a code in a bin; a missing sheet cannot be destroyed."""
    counter = a_counter()
    number = next(iter(counter.central.requests))
    with counter.fake.store.begin() as unit:
        for reason in (SpoiltReason.JAM, SpoiltReason.MISSING):
            letter = new_letter_number()
            for fact in (
                LetterPrintStarted(request=number, letter=letter, box_digest="d", printer="p"),
                LetterSpoilt(request=number, letter=letter, reason=reason),
            ):
                unit.append(fact, at=counter.clock(), session=counter.session)
    settle(counter)
    [point] = [p for p in counter.desk.day.standing().points if p.kind is PointKind.DESTROYED]
    assert (point.left, point.of) == (1, 1)
    assert counter.desk.day.destroy_sheets(session=counter.session) == 1
    standing = counter.desk.day.standing()
    [point] = [p for p in standing.points if p.kind is PointKind.DESTROYED]
    assert (point.left, point.of, standing.destroyed_at) == (0, 1, counter.clock())
    assert (standing.counts.drawn, standing.counts.spoilt) == (2, 2)
    with pytest.raises(NothingSpoilt):
        counter.desk.day.destroy_sheets(session=counter.session)


def test_who_does_not_work_here_closes_nothing() -> None:
    """An auditor may read the figures."""
    counter = a_counter()
    counter.session = replace(
        counter.session, operator=replace(MAJA, roles=frozenset({Role.AUDITOR}))
    )
    with pytest.raises(NotYourRole):
        close(counter)


def test_a_clerk_sees_the_own_figures_and_a_supervisor_all() -> None:
    """ux.md 2.1: all their own, a supervisor the desk's."""
    counter = a_counter()
    checked(counter)
    counter.clock.forward(3600)
    other = replace(counter.session, operator=replace(TINA, roles=frozenset({Role.SUPERVISOR})))
    own = counter.desk.day.figures(Span.TODAY, session=counter.session)
    assert (own.own, own.checks) == (True, 1)
    every = counter.desk.day.figures(Span.TODAY, session=other)
    assert (every.own, every.checks, every.checks_before) == (False, 1, 0)
    stranger = replace(other, operator=replace(TINA, roles=frozenset({Role.CLERK})))
    assert counter.desk.day.figures(Span.TODAY, session=stranger).checks == 0


def test_figures_stand_at_the_hour_and_day_of_the_office() -> None:
    """Noon UTC is one o'clock at the counter; a week shows its days."""
    counter = a_counter()
    checked(counter)
    week = counter.desk.day.figures(Span.WEEK, session=counter.session)
    hour = f"{(NOON + timedelta(hours=1)).hour:02}"
    assert [k for k, count in week.table(Topic.HOURS).counts.items() if count] == [hour]
    assert week.table(Topic.DAYS).counts[NOON.date().isoformat()] == 1
    yesterday = Period(first=NOON.date() - timedelta(days=1), last=NOON.date() - timedelta(days=1))
    assert counter.desk.day.figures(Span.OWN, session=counter.session, own=yesterday).empty


def test_the_head_of_a_closing_is_that_of_the_chain() -> None:
    """The groups on paper and the digest in the journal are the same bytes."""
    counter = a_counter()
    closing = close(counter)
    head = counter.desk.day.head(closing)
    assert head.digest == counter.fake.store.kept.digests[closing.last - 1]
    assert len(head.groups) == 16
    assert grouped(head.digest) == head.groups
