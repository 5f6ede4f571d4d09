"""Long work steps aside for a key, and is never stopped by one."""

from __future__ import annotations

import time

from ra_desk.services.right_of_way import ANSWERED_S, RightOfWay


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
    way = RightOfWay(patience_s=3600, altogether_s=0.05)
    way.claim(0.06)
    portions = way.portions("ab", 1)
    assert next(portions) == "a"
    before = time.monotonic()
    way.claim(3600)
    assert next(portions) == "b"
    assert time.monotonic() - before >= ANSWERED_S


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
