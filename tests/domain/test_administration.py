"""What takes two people, and the bounds of a policy, as data."""

from __future__ import annotations

from dataclasses import fields
from datetime import timedelta

import pytest

from ra_desk.domain.administration import (
    ACTS,
    LONGEST,
    FieldWrong,
    InviteOperator,
    Needs,
    PasswordTooShort,
    require_field,
    require_password,
    tidied,
)
from ra_desk.domain.people import OfficeId, Role
from ra_desk.domain.policy import Policy, ReviewReason
from ra_desk.domain.policy_fields import (
    FIELDS,
    PolicyField,
    PolicyValueWrong,
    ValueKind,
    value_text,
    with_values,
)


def test_what_gives_power_waits_for_a_second_person_and_what_takes_it_does_not():
    """Decision 16, and the policy, which could switch reviews off."""
    needs = {kind: {name for name, act in ACTS.items() if act.needs is kind} for kind in Needs}
    assert needs[Needs.ONE] == {"add_office", "change_office"}
    assert needs[Needs.TWO_AFTERWARDS] == {"block_operator", "block_desk"}
    assert needs[Needs.TWO_BEFORE] >= {
        "reset_operator",
        "change_roles",
        "invite_operator",
        "enrol_desk",
        "restore_desk",
        "unblock_operator",
        "change_policy",
    }


def test_every_field_of_a_policy_is_declared():
    """One that is not could not be administered; who issues is set where central is set up."""
    assert set(FIELDS) == {one.name for one in fields(Policy)} - {"service"}


@pytest.mark.parametrize("key", FIELDS)
def test_a_value_as_it_is_shown_is_read_back(key):
    """The window and the terminal write what they read."""
    policy = Policy(review_area="Zahod", hand_over_to="o2", lease=timedelta(hours=5))
    assert with_values(policy, {key: value_text(policy, key)}) == policy


BOUNDED = [one for one in FIELDS.values() if one.highest and one.kind is not ValueKind.TEXT]


@pytest.mark.parametrize("field", BOUNDED, ids=lambda one: one.key)
def test_bounds_are_kept_at_both_ends(field: PolicyField):
    """A share of 101 % or a hold of 31 s is refused before it is anywhere."""
    for value in (field.lowest, field.highest):
        changed = with_values(Policy(), {field.key: str(value)})
        assert value_text(changed, field.key) == str(value)
    for value in (field.lowest - 1, field.highest + 1, "x", "", "1.5", "٣"):
        with pytest.raises(PolicyValueWrong):
            with_values(Policy(), {field.key: str(value)})


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("review_password", "maybe"),
        ("review_before", "suspicion"),
        ("review_before", "no_such_reason"),
        ("review_area", "x" * 101),
        ("review_area", "a\nb"),
        ("hand_over_to", "x" * 37),
        ("service", "x"),
        ("no_such_field", "1"),
    ],
)
def test_other_values_are_refused(key, text):
    """Also the reasons that no policy can switch off."""
    with pytest.raises(PolicyValueWrong):
        with_values(Policy(), {key: text})


def test_reasons_are_a_list():
    """In any order, with spaces."""
    changed = with_values(Policy(), {"review_before": " very_fast, new_clerk "})
    assert changed.review_before == {ReviewReason.VERY_FAST, ReviewReason.NEW_CLERK}
    assert with_values(changed, {"review_before": ""}).review_before == frozenset()


@pytest.mark.parametrize("value", ["", "  ", "a" * 201, "a\nb", "a\0"])
def test_a_field_is_one_line_with_something_in_it(value):
    """It stands in lists and letters."""
    with pytest.raises(FieldWrong) as refused:
        require_field(value, "title")
    assert refused.value.facts == {"field": "title"}
    assert require_field(" Koper ", "title") == "Koper"


@pytest.mark.parametrize("name", sorted(LONGEST))
def test_a_field_with_less_room_is_refused_before_it_is_written(name):
    """A second person would meet the database's own error, and could not confirm."""
    require_field("1" * LONGEST[name], name)
    with pytest.raises(FieldWrong):
        require_field("1" * (LONGEST[name] + 1), name)


def test_what_was_typed_has_no_spaces_around_it():
    """A login with one at its end could be invited and never be typed."""
    wanted = InviteOperator(
        login=" bine ", full_name="Bine Kos ", office=OfficeId("o1"), roles=(Role.CLERK,)
    )
    tidy = InviteOperator(
        login="bine", full_name="Bine Kos", office=OfficeId("o1"), roles=(Role.CLERK,)
    )
    assert tidied(wanted) == tidy


def test_a_password_has_twelve_signs():
    """Shorter ones are refused before anything is sent."""
    with pytest.raises(PasswordTooShort):
        require_password("elevensigns")
    require_password("twelve signs")
