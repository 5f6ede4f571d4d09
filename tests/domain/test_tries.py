"""Who guesses waits: twice as long each time, and never so long that a sum overflows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from ra_desk.domain.tries import CITIZENS, OPERATORS

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("wrong", "seconds"), [(1, None), (4, None), (5, 30), (6, 60), (7, 120), (9, 480), (10, 960)]
)
def test_an_operator_waits_twice_as_long_each_time(wrong, seconds):
    until = OPERATORS.barred_until(wrong, NOW)
    assert until == (None if seconds is None else NOW + timedelta(seconds=seconds))


def test_an_operator_has_ten_tries_and_a_citizen_is_never_locked_out():
    """A stranger could lock a citizen out by trying; an operator has an administrator."""
    assert [wrong for wrong in (0, 9, 10, 11) if OPERATORS.is_over(wrong)] == [10, 11]
    assert not CITIZENS.is_over(10**9)


@pytest.mark.parametrize("wrong", [10, 11, 60, 10**9])
def test_a_citizen_waits_a_quarter_of_an_hour_at_most(wrong):
    until = CITIZENS.barred_until(wrong, NOW)
    assert until == NOW + timedelta(minutes=15)


def test_what_is_left_before_the_delay_is_said():
    assert [OPERATORS.left(wrong) for wrong in (0, 1, 4, 5, 9)] == [5, 4, 1, 0, 0]
