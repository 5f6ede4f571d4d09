"""The line: one exchange at a time, sooner when something may go, and never against a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from ra_desk.domain.access import CentralUnreachable, CertificateWrong, DeskQuarantined
from ra_desk.services.pacing import pause_before_exchange
from ra_desk.ui.line import Line, hold_left
from ra_desk.ui.line_state import LineState
from tests.fakes import NOON, a_check, a_request
from tests.ui.desks import Place, a_place

LONG_S = 600.0


@pytest.fixture
def place() -> Place:
    return a_place(*(a_request() for _ in range(3)))


@pytest.fixture
def line(qtbot, place, background):
    """A line that does nothing by itself for ten minutes after each exchange."""
    made = Line(place.desk, background, pause=lambda _failures: LONG_S, spread=lambda: 1.0)
    yield made
    made.stop()


def settled(qtbot, line: Line) -> LineState:
    qtbot.waitUntil(lambda: line.state.online is not None and not line.state.busy)
    return line.state


def started(qtbot, line: Line) -> LineState:
    line.start()
    return settled(qtbot, line)


def seconds_to_next(place: Place, state: LineState) -> float:
    assert state.next_try_at is not None
    return (state.next_try_at - place.clock()).total_seconds()


def test_it_rests_until_it_is_started(qtbot, place, line):
    """A page may be built before anybody is enrolled to talk."""
    line.poke()
    line.exchange_now()
    assert line.state == LineState()
    assert place.central.calls == 0


def test_the_first_exchange_comes_at_once_and_the_next_is_announced(qtbot, place, line):
    """The state says since when, when last and when next: the outbox tells all three."""
    state = started(qtbot, line)
    assert (state.online, state.failures, state.error) == (True, 0, None)
    assert state.since == state.last_success_at == NOON
    assert seconds_to_next(place, state) == LONG_S


def test_it_goes_on_at_once_while_there_is_more(qtbot, place, line):
    """A desk that was away for a week must not wait fifteen seconds for each page."""
    place.central.pages_left = 3
    line.start()
    qtbot.waitUntil(lambda: place.central.calls == 4)
    assert seconds_to_next(place, settled(qtbot, line)) == LONG_S


def test_there_are_never_two_at_a_time(qtbot, place, line):
    """Whatever is asked for meanwhile is one more exchange, after the one under way."""
    place.central.open.clear()
    line.start()
    qtbot.waitUntil(lambda: place.central.calls == 1)
    for _ in range(5):
        line.exchange_now()
    assert line.state.busy
    place.central.open.set()
    qtbot.waitUntil(lambda: place.central.calls == 2)
    settled(qtbot, line)
    assert place.central.most_at_once == 1
    assert seconds_to_next(place, line.state) == LONG_S


def test_a_recorded_check_goes_when_its_hold_is_over(qtbot, place, line):
    """Poked at second 0, the line wakes by itself at second 8 and not before."""
    state = started(qtbot, line)
    number = next(iter(place.central.requests))
    place.desk.record_check(a_check(number), session=place.session)
    place.clock.forward(1)
    assert hold_left(place.desk) == 7
    line.poke()
    qtbot.waitUntil(lambda: line.state != state)
    assert seconds_to_next(place, line.state) == 7
    assert place.central.calls == 1


def test_what_is_not_held_any_more_goes_at_once(qtbot, place, line):
    """And the pages hear how much went up and which requests may look different."""
    started(qtbot, line)
    number = next(iter(place.central.requests))
    place.desk.record_check(a_check(number), session=place.session)
    place.clock.forward(9)
    heard: list[object] = []
    line.requests_changed.connect(heard.append)
    with qtbot.waitSignal(line.sent) as sent:
        line.poke()
    assert sent.args[0] >= 1
    qtbot.waitUntil(lambda: bool(heard))
    assert number in heard[0]


def test_after_an_exchange_the_next_follows_the_hold(qtbot, place, line):
    """A check that was still held during an exchange does not wait a whole pause more."""
    number = next(iter(place.central.requests))
    place.desk.record_check(a_check(number), session=place.session)
    place.clock.forward(5)
    assert seconds_to_next(place, started(qtbot, line)) == 3


def test_a_clock_that_was_turned_back_does_not_lengthen_a_hold(place):
    number = next(iter(place.central.requests))
    place.desk.record_check(a_check(number), session=place.session)
    place.clock.forward(-86_400)
    assert hold_left(place.desk) == place.desk.policy().hold_s


def test_the_pause_grows_with_every_try_that_was_due(qtbot, place, background):
    """Soon again after a blink, then less and less often."""
    counted = []
    line = Line(place.desk, background, pause=lambda n: counted.append(n) or 0.01, spread=lambda: 1)
    place.central.trouble = CentralUnreachable()
    line.start()
    qtbot.waitUntil(lambda: len(counted) >= 3)
    line.stop()
    assert counted[:3] == [1, 2, 3]


def test_a_try_that_somebody_asked_for_does_not_lengthen_the_pause(qtbot, place, background):
    """A counter that works on without a line pokes it with each check, and finds it soon again.

    The pause is spread, so that not all desks of an office ask at once.
    """
    line = Line(
        place.desk, background, pause=lambda n: pause_before_exchange(n) * 100, spread=lambda: 0.5
    )
    place.central.trouble = CentralUnreachable()
    state = started(qtbot, line)
    assert (state.online, state.failures) == (False, 1)
    assert isinstance(state.error, CentralUnreachable)
    assert seconds_to_next(place, state) == 250
    place.clock.forward(60)
    line.exchange_now()
    qtbot.waitUntil(lambda: place.central.calls == 2 and not line.state.busy)
    assert line.state.failures == 1
    assert seconds_to_next(place, line.state) == 250
    assert line.state.since == NOON
    place.central.trouble = None
    line.exchange_now()
    qtbot.waitUntil(lambda: line.state.online is True)
    assert (line.state.failures, line.state.error) == (0, None)
    assert line.state.since == place.clock()
    line.stop()


def test_a_wrong_certificate_stops_it_until_a_person_acts(qtbot, place, line):
    """Decision 17: nothing is tried again behind anybody's back."""
    place.central.trouble = CertificateWrong()
    state = started(qtbot, line)
    assert state.certificate_stopped
    assert state.stopped
    assert state.next_try_at is None
    line.poke()
    line.exchange_now()
    assert not line.state.busy
    assert place.central.calls == 1
    place.central.trouble = None
    line.retry()
    qtbot.waitUntil(lambda: line.state.online is True)
    assert not line.state.stopped


def test_a_quarantined_desk_asks_no_more(qtbot, place, line):
    """Central takes nothing more; the work stays here and a person must look."""
    place.central.trouble = DeskQuarantined(reason="desk.forked")
    state = started(qtbot, line)
    assert state.quarantined
    assert state.next_try_at is None


def test_what_the_store_remembers_is_told_while_nobody_answers(qtbot, place, line):
    """After a start without a line the clerk still sees how old the data are."""
    earlier = NOON - timedelta(hours=5)
    place.fake.store.kept = replace(place.fake.store.kept, last_answer_at=earlier)
    place.central.trouble = CentralUnreachable()
    line.start()
    qtbot.waitUntil(lambda: line.state.last_success_at == earlier)


def test_a_line_that_takes_its_time_is_told_while_it_does(qtbot, place, background):
    """Whoever waits sees why, until an answer comes in time."""
    slow = Line(place.desk, background, pause=lambda _n: LONG_S, spread=lambda: 1.0, slow_ms=0)
    place.central.open.clear()
    slow.start()
    qtbot.waitUntil(lambda: slow.state.slow)
    assert slow.state.busy
    place.central.open.set()
    assert settled(qtbot, slow).slow
    slow.stop()


class EarlierCentral:
    """A central whose clock is six minutes behind this computer's."""

    def __init__(self, central):
        self.central = central

    def exchange(self, round_, **said):
        answer = self.central.exchange(round_, **said)
        return replace(answer, at=answer.at - timedelta(minutes=6))


def test_a_wrong_clock_is_told_as_central_sees_it(qtbot, place, background):
    """Recorded times may be wrong, and nobody at the counter would notice."""
    desk = replace(place.desk, central=EarlierCentral(place.central))
    line = Line(desk, background, pause=lambda _n: LONG_S, spread=lambda: 1.0)
    assert started(qtbot, line).ahead == timedelta(minutes=6)
    line.stop()


def test_stopping_lets_the_exchange_under_way_come_home(qtbot, place, line):
    """Its outcome counts, but no other follows."""
    place.central.open.clear()
    line.start()
    qtbot.waitUntil(lambda: place.central.calls == 1)
    line.stop()
    place.central.open.set()
    assert settled(qtbot, line).online
    assert line.state.next_try_at is None
