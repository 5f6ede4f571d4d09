"""When the day of a desk may be closed, and by whom."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ra_desk.domain.checks import NoteTooLong
from ra_desk.domain.day import (
    DayCounts,
    Point,
    PointKind,
    PointsOpen,
    ReasonMissing,
    SamePerson,
    SecondSignerMissing,
    require_closable,
    require_reopening,
    require_signers,
    still_open,
)
from ra_desk.domain.people import NotYourRole, Role
from tests.fakes import an_operator

DONE = Point(kind=PointKind.SENT, left=0, of=38)
OPEN = Point(kind=PointKind.RECONCILED, left=2, of=96, batch=482)


def test_open_points_need_a_reason() -> None:
    """The closing says what was open and why; without open points nobody is asked."""
    require_closable([DONE], reason="")
    require_closable([DONE, OPEN], reason="Serija se potrdi jutri.")
    with pytest.raises(PointsOpen) as refused:
        require_closable([DONE, OPEN], reason="  ")
    assert refused.value.facts == {"count": 1}
    with pytest.raises(NoteTooLong):
        require_closable([OPEN], reason="x" * 301)


def test_what_is_open_is_told_once_for_each_kind() -> None:
    """Two batches are one kind of open point."""
    assert still_open([DONE, OPEN, replace(OPEN, batch=483)]) == (PointKind.RECONCILED,)


def test_one_signature_is_enough_unless_the_policy_wants_two() -> None:
    """The number comes from central."""
    maja = an_operator("Maja K.")
    require_signers(maja, None, wanted=1)
    with pytest.raises(SecondSignerMissing):
        require_signers(maja, None, wanted=2)
    require_signers(maja, an_operator("Tina B.", Role.SUPERVISOR), wanted=2)


def test_two_accounts_of_one_person_are_one_signature() -> None:
    """Four eyes are counted by person."""
    maja = an_operator("Maja K.")
    with pytest.raises(SamePerson):
        require_signers(maja, replace(an_operator("Maja 2"), person=maja.person), wanted=2)


def test_who_does_not_work_at_desks_closes_none() -> None:
    """An auditor reads."""
    with pytest.raises(NotYourRole):
        require_signers(an_operator("Rok A.", Role.AUDITOR), None, wanted=1)


def test_a_closed_day_is_opened_again_for_a_reason() -> None:
    """The journal keeps it."""
    require_reopening("Še ena stranka.")
    with pytest.raises(ReasonMissing):
        require_reopening(" ")


def test_counts_agree_when_nothing_is_lost_between_parts_and_sums() -> None:
    """Checks are issued, in review, without effect or unsent; sheets good, spoilt or unknown."""
    counts = DayCounts(
        checks=5, issued=3, in_review=1, unsent=1, drawn=4, good=2, spoilt=1, unknown=1
    )
    assert counts.agree
    assert not replace(counts, spoilt=0).agree
    assert not replace(counts, issued=4).agree
