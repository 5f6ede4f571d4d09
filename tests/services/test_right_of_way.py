"""Long work steps aside for a key, and is never stopped by one."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from ra_desk.services.right_of_way import ANSWERED_S, RightOfWay


@dataclass
class Seconds:
    """Time that passes only while somebody waits, and as long as they ask for."""

    now: float = 100.0

    def __call__(self) -> float:
        return self.now

    def wait(self, seconds: float) -> None:
        self.now += seconds


def test_rows_come_in_portions():
    """All of them, in their order."""
    assert list(RightOfWay().portions(range(10), 4)) == [range(4), range(4, 8), range(8, 10)]


def test_a_claim_that_nobody_ends_holds_nothing_for_long():
    """Neither one portion, nor all of them together: others wait for the lock of the store."""
    way = RightOfWay(patience_s=0.002, altogether_s=0.01)
    way.claim(3600)
    assert 0 < way.give() < 60
    assert len(list(way.portions(range(200_000), 1))) == 200_000


def test_who_types_on_and_on_is_still_answered_first():
    """Work that has waited long enough goes on between the keys, not against them."""
    seconds = Seconds()
    way = RightOfWay(patience_s=3600, altogether_s=5, clock=seconds, pause=seconds.wait)
    way.claim(6)
    portions = way.portions("ab", 1)
    assert next(portions) == "a"
    assert seconds.now == 106
    way.claim(3600)
    assert next(portions) == "b"
    assert seconds.now == pytest.approx(106 + ANSWERED_S)


def test_a_shorter_claim_ends_no_longer_one():
    """Any key claims a moment; a name that is being typed claims more."""
    way = RightOfWay(patience_s=0.05)
    way.claim(3600)
    way.claim(0)
    assert way.give() >= 0.05


def test_a_claim_can_be_asked_for():
    """What is made ahead waits for whoever is at the keys."""
    way = RightOfWay()
    assert not way.is_claimed()
    way.claim(3600)
    assert way.is_claimed()
