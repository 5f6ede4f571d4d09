"""Signing in with and without a line: who is let in, for how long, after how many tries."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from ra_desk.domain.access import NoRole, SignInBarred, SignInWrong
from ra_desk.domain.drafts import Draft
from ra_desk.domain.facts import ClockMeasured, SessionClosed, SessionOpened
from ra_desk.domain.policy import Policy
from ra_desk.domain.secret import Secret
from ra_desk.domain.tries import OPERATORS
from ra_desk.journal.envelope import operator_key_statement
from ra_desk.journal.keys import KeyGone
from ra_desk.journal.ring import KeyCost
from ra_desk.journal.seal import Keys
from ra_desk.services.desk import Desk
from ra_desk.services.ports import SignedIn
from ra_desk.services.sign_in import OfflineOver, OnlineOnly
from tests.fakes import NOON, FakeCentral, FakeClock, FakePrinter, a_check, a_desk, a_request
from tests.fakes import an_operator as operator_named

CHEAP = KeyCost(memory_kib=8 * 1024, passes=1)
RIGHT, WRONG, CHANGED = Secret("modra jadra"), Secret("rdeca jadra"), Secret("zelena jadra")
HOURS = 3600


class Door(FakeCentral):
    """Lets one operator in, at the time of its own clock."""

    operator = operator_named("Maja K.")
    clock: FakeClock

    def sign_in(self, *, key, enrolment, **_):
        known = self.keys[enrolment.desk]
        operators = {**known.operators, key.kid: (self.operator.id, key)}
        self.keys[enrolment.desk] = Keys(desk=known.desk, operators=operators)
        self.operators[self.operator.id] = self.operator.name
        return SignedIn(
            operator=self.operator,
            key_statement=operator_key_statement(
                self.operator.id, enrolment.desk, key, at=self.clock(), signer=self.key
            ),
            token=Secret("token"),
            policy=self.policy,
        )


class Counter:
    """A desk whose line and clock are in the test's hands."""

    def __init__(self, *, key_cost=CHEAP):
        self.clock = FakeClock()
        self.request = a_request()
        self.central = Door({self.request.number: self.request}, Policy())
        self.central.clock = self.clock
        self.fake = a_desk(self.central)
        self.desk = Desk(
            store=self.fake.store,
            central=self.central,
            vault=self.fake.vault,
            printers={"p": FakePrinter()},
            render_receipt=lambda *_a, **_k: b"",
            now=self.clock,
            key_cost=key_cost,
        )

    def online(self, password=RIGHT):
        return self.desk.sign_in(
            login="maja.k", password=Secret(password.reveal()), one_time_code="482 913"
        )

    def offline(self, password=RIGHT):
        return self.desk.sign_in_offline(login="maja.k", password=Secret(password.reveal()))

    @property
    def known(self):
        return self.fake.store.kept.operators["maja.k"]

    def facts(self, *kinds):
        return [d.fact for d in self.fake.store.kept.deeds if isinstance(d.fact, kinds)]

    def guess(self, times):
        """Guess wrong so often, and wait out each delay."""
        for _try in range(times):
            with pytest.raises(SignInWrong):
                self.offline(WRONG)
            self.clock.forward(OPERATORS.longest.total_seconds())


@pytest.fixture
def counter():
    return Counter()


def test_without_a_line_the_password_opens_the_key_of_the_last_sign_in(counter):
    """No code: its clock could be turned back, and the desk is the second factor."""
    first = counter.online()
    session = counter.offline()
    assert session.signer.public == first.signer.public
    assert (session.online, session.token, session.operator) == (False, None, first.operator)
    assert counter.facts(SessionOpened) == [
        SessionOpened(online=True),
        SessionOpened(online=False),
    ]


def test_work_of_an_offline_session_is_filed_when_the_line_is_back(counter):
    """Central stated the key at the last sign-in, so its word goes with the entries."""
    counter.online()
    session = counter.offline()
    counter.desk.record_check(a_check(counter.request.number), session=session)
    counter.clock.forward(60)
    assert counter.desk.exchange().sent > 0
    assert counter.fake.store.kept.filed == len(counter.fake.store.kept.entries) - 1


def test_the_production_cost_is_that_of_the_decision():
    """64 MiB, three passes, one lane (decision 18); this is one of the three tests that pay it."""
    dear = Counter(key_cost=KeyCost())
    dear.online()
    assert b'"memory_kib":65536' in dear.known.wrapped
    assert b'"passes":3' in dear.known.wrapped
    assert b'"lanes":1' in dear.known.wrapped
    assert dear.offline().signer is not None


def test_the_store_holds_no_key_and_no_password(counter):
    session = counter.online()
    assert session.signer.seed() not in counter.known.wrapped
    assert session.seal.raw() not in counter.known.wrapped
    assert b"jadra" not in counter.known.wrapped


def test_another_desk_cannot_open_the_key(counter):
    """A copied store is of no use at a desk of another name, with the right password."""
    counter.online()
    store = counter.fake.store
    store.enrolment = replace(store.enrolment, desk="desk-2")
    with pytest.raises(SignInWrong):
        counter.offline()


@pytest.mark.parametrize("hours", [71.9, 72.1])
def test_the_lease_is_72_hours_from_the_last_sign_in_with_a_line(counter, hours):
    counter.online()
    counter.clock.forward(hours * HOURS)
    if hours < 72:
        assert counter.desk.offline_until("maja.k") == NOON + timedelta(hours=72)
        counter.offline()
    else:
        assert counter.desk.offline_until("maja.k") is None
        with pytest.raises(OfflineOver) as over:
            counter.offline()
        assert over.value.facts == {"hours": 72}


def test_signing_in_without_a_line_does_not_lengthen_the_lease(counter):
    counter.online()
    counter.clock.forward(60 * HOURS)
    counter.offline()
    counter.clock.forward(20 * HOURS)
    with pytest.raises(OfflineOver):
        counter.offline()


def test_a_clock_that_was_turned_back_does_not_lengthen_the_lease(counter):
    """The journal remembers how late it has been."""
    counter.online()
    counter.clock.forward(71 * HOURS)
    session = counter.offline()
    counter.clock.forward(2 * HOURS)
    counter.desk.sign_out(session)
    counter.clock.moment = NOON
    with pytest.raises(OfflineOver):
        counter.offline()
    assert counter.desk.offline_until("maja.k") is None


def test_centrals_last_answer_is_a_floor_for_the_clock_too(counter):
    counter.online()
    counter.clock.forward(80 * HOURS)
    counter.desk.exchange()
    counter.clock.moment = NOON
    with pytest.raises(OfflineOver):
        counter.offline()


def test_a_clock_that_was_put_right_does_not_bar_for_ever(counter):
    """Once central holds what was written too late, only the present counts."""
    session = counter.online()
    counter.clock.forward(400 * HOURS)
    counter.desk.sign_out(session)
    counter.clock.moment = NOON + timedelta(hours=1)
    with pytest.raises(OfflineOver):
        counter.offline()
    counter.desk.exchange()
    counter.offline()


def test_who_has_never_been_here_cannot_come_in_without_a_line(counter):
    with pytest.raises(OfflineOver):
        counter.offline()
    assert counter.desk.offline_until("maja.k") is None


def test_five_wrong_tries_delay_the_next_and_each_further_one_doubles_it(counter):
    counter.online()
    left = []
    for _try in range(5):
        with pytest.raises(SignInWrong) as wrong:
            counter.offline(WRONG)
        left.append(wrong.value.facts["left"])
    assert left == [4, 3, 2, 1, 0]
    for seconds in (30, 60, 120, 240, 480):
        with pytest.raises(SignInBarred) as barred:
            counter.offline(RIGHT)
        assert barred.value.facts["until"] == counter.clock() + timedelta(seconds=seconds)
        counter.clock.forward(seconds)
        if seconds < 480:
            with pytest.raises(SignInWrong):
                counter.offline(WRONG)


def test_turning_the_clock_on_and_back_does_not_shorten_a_delay(counter):
    """The delay is counted from the latest moment the desk has seen."""
    counter.online()
    counter.guess(4)
    with pytest.raises(SignInWrong):
        counter.offline(WRONG)
    counter.clock.moment = NOON
    with pytest.raises(SignInBarred):
        counter.offline(RIGHT)


def test_ten_wrong_tries_leave_only_central(counter):
    counter.online()
    counter.guess(10)
    with pytest.raises(OnlineOnly):
        counter.offline(RIGHT)
    assert counter.desk.offline_until("maja.k") is None
    counter.online()
    counter.offline(RIGHT)


def test_the_right_password_forgets_the_wrong_tries(counter):
    counter.online()
    counter.guess(4)
    counter.offline()
    counter.guess(4)
    counter.offline()
    assert counter.known.wrong == 0


def test_a_try_is_counted_before_it_is_made(counter):
    """Whoever ends the program in the middle of a try has still used it."""
    counter.online()
    unopened = replace(counter.known, wrapped=b"damaged")
    counter.fake.store.kept.operators["maja.k"] = unopened
    with pytest.raises(Exception, match="seal_broken"):
        counter.offline()
    assert counter.known.wrong == 1


def test_without_a_role_here_nobody_comes_in(counter):
    counter.central.operator = replace(Door.operator, roles=frozenset())
    with pytest.raises(NoRole):
        counter.online()
    assert not counter.fake.store.kept.operators


# Password changed


def a_draft(counter):
    return Draft(
        request=counter.request.number, revision=1, started_at=NOON, answers=(True, None, None)
    )


def test_drafts_outlive_the_next_sign_in_with_the_same_password(counter):
    """Each sign-in makes a new signing key; what was left behind must stay readable."""
    counter.desk.keep_draft(a_draft(counter), session=counter.online())
    assert counter.desk.draft(counter.request.number, session=counter.online())
    assert counter.desk.draft(counter.request.number, session=counter.offline())


def test_a_password_changed_elsewhere_makes_new_keys_and_drops_what_no_key_opens(counter):
    first = counter.online()
    counter.desk.keep_draft(a_draft(counter), session=first)
    second = counter.online(CHANGED)
    assert second.signer.public != first.signer.public
    assert not counter.fake.store.kept.drafts
    with pytest.raises(SignInWrong):
        counter.offline(RIGHT)
    counter.offline(CHANGED)


def test_what_was_signed_before_the_change_goes_out_after_it(counter):
    session = counter.online()
    counter.desk.record_check(a_check(counter.request.number), session=session)
    counter.online(CHANGED)
    counter.clock.forward(60)
    counter.desk.exchange()
    assert counter.fake.store.kept.filed >= 3


# The end of a session


def test_signing_out_takes_the_keys_from_whoever_still_holds_the_session(counter):
    session = counter.online()
    counter.desk.sign_out(session)
    assert session.token == Secret("")
    with pytest.raises(KeyGone):
        session.signer.sign(b"too late")
    with pytest.raises(KeyGone):
        session.seal.close(b"too late", about="x")
    with pytest.raises(KeyGone):
        counter.desk.record_check(a_check(counter.request.number), session=session)
    assert counter.fake.store.forgotten == 1
    assert len(counter.facts(SessionClosed)) == 1


def test_the_keys_go_also_when_the_journal_takes_no_entry(counter):
    session = counter.online()
    session.signer.wipe()
    with pytest.raises(KeyGone):
        counter.desk.sign_out(session)
    with pytest.raises(KeyGone):
        session.seal.raw()
    assert counter.fake.store.forgotten == 1


# Lock


def test_unlocking_goes_on_with_the_token_and_another_session_in_the_journal(counter):
    session = counter.online()
    locked = counter.desk.locked(session)
    counter.desk.sign_out(session)
    assert b"token" not in locked.token
    again = counter.desk.unlock(locked, password=Secret("modra jadra"))
    assert (again.token, again.online, again.operator) == (
        Secret("token"),
        True,
        session.operator,
    )
    assert [type(f) for f in counter.facts(SessionOpened, SessionClosed)] == [
        SessionOpened,
        SessionClosed,
        SessionOpened,
    ]


def test_a_wrong_password_at_the_lock_counts_as_a_try(counter):
    session = counter.online()
    locked = counter.desk.locked(session)
    counter.desk.sign_out(session)
    with pytest.raises(SignInWrong):
        counter.desk.unlock(locked, password=Secret("x"))
    assert counter.known.wrong == 1


def test_a_session_without_a_line_is_unlocked_without_a_token(counter):
    counter.online()
    session = counter.offline()
    locked = counter.desk.locked(session)
    counter.desk.sign_out(session)
    again = counter.desk.unlock(locked, password=Secret("modra jadra"))
    assert (again.token, again.online) == (None, False)


@pytest.mark.parametrize(("minutes", "needed"), [(14, False), (16, True), (-1, True)])
def test_after_fifteen_minutes_the_code_is_asked_for_too(counter, minutes, needed):
    """Also when the clock was turned back to before the lock."""
    locked = counter.desk.locked(counter.online())
    assert locked.code_needed(now=NOON + timedelta(minutes=minutes)) is needed


def test_measuring_the_clock_needs_no_operator(counter):
    """The exchange goes on behind a locked screen."""
    session = counter.online()
    counter.desk.sign_out(session)
    counter.desk.exchange()
    assert counter.facts(ClockMeasured)
