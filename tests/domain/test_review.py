"""The second pair of eyes: what a decision does, and what may be seen of a number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ra_desk.domain.people import PersonId
from ra_desk.domain.review import OwnCheck, differences, masked, masked_pair, require_other

NUMBERS = st.text(alphabet="ABC0123456789", min_size=5, max_size=12)


def test_only_what_was_changed_and_the_last_four_signs_are_seen():
    """Two digits were swapped: both are seen, and nothing before them (decision 24)."""
    assert masked_pair("007142385", "001742385") == ("••71•2385", "••17•2385")
    assert masked("IE1234567") == "•••••4567"


@given(NUMBERS, NUMBERS)
def test_a_masked_number_is_as_long_and_shows_no_sign_that_did_not_change(one, other):
    """Whatever two numbers there are: hidden is what is equal and not among the last four."""
    for number, shown, changed in zip(
        (one, other), masked_pair(one, other), differences(one, other), strict=True
    ):
        assert len(shown) == len(number)
        for place, sign in enumerate(shown):
            open_ = changed[place] or place >= len(number) - 4
            assert sign == (number[place] if open_ else "•")


@given(NUMBERS)
def test_equal_numbers_differ_nowhere(number):
    """And are masked alike."""
    assert masked_pair(number, number) == (masked(number), masked(number))


def test_the_person_counts_and_not_the_account():
    """Who stands behind a check does not decide about it."""
    require_other(PersonId("vida"), [PersonId("ana")])
    with pytest.raises(OwnCheck):
        require_other(PersonId("ana"), [PersonId("boris"), PersonId("ana")])
