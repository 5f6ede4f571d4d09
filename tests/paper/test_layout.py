import itertools

import pytest

from ra_desk.domain.letter_form import FARTHEST_MM, CalibrationTooFar, Envelope, EnvelopeFit
from ra_desk.paper.fonts import Face, width_pt
from ra_desk.paper.layout import A4, PROFILES, SLIP, Box, profile_of
from ra_desk.paper.plans import PLANS, Setting, plan_for

MOVES = [(0.0, 0.0), (10.0, 10.0), (-10.0, -10.0), (10.0, -10.0), (-10.0, 10.0)]
WINDOWED = [each for each in Envelope if PROFILES[each].windowed]
EACH_PLAN = pytest.mark.parametrize(
    ("profile", "plan"),
    [
        pytest.param(
            PROFILES[envelope],
            PLANS[len(PROFILES[envelope].folds), setting],
            id=f"{envelope}-{setting}",
        )
        for envelope in (Envelope.RIGHT, Envelope.LEFT, Envelope.C5_RIGHT, Envelope.C5_LEFT)
        for setting in Setting
    ],
)


def test_the_windows_lie_where_the_envelopes_have_them():
    """Pošta Slovenije's right half, and DIN 5008 form B."""
    assert PROFILES[Envelope.RIGHT].window == Box(x=105.0, y=45.0, width=85.0, height=45.0)
    assert PROFILES[Envelope.LEFT].window == Box(x=20.0, y=45.0, width=85.0, height=45.0)
    assert PROFILES[Envelope.NONE].window is None


def test_letters_for_dl_are_folded_like_a_z_and_those_for_c5_once():
    """Decision 28: thirds for DL."""
    assert PROFILES[Envelope.RIGHT].folds == PROFILES[Envelope.NONE].folds == (105.0, 210.0)
    assert PROFILES[Envelope.C5_LEFT].folds == (148.5,)


@EACH_PLAN
def test_folded_the_hatch_lies_over_the_code(profile, plan):
    """With 3 mm to spare above and below, because nobody folds to the millimetre."""
    signs = plan.field.signs(on_left=profile.code_on_left)
    folded = signs.mirrored(profile.folds[-1])

    assert plan.hatch.y <= folded.y - 3.0
    assert folded.bottom + 3.0 <= plan.hatch.bottom
    assert plan.hatch.x <= folded.x
    assert folded.right <= plan.hatch.right


@EACH_PLAN
def test_the_code_lies_wholly_in_the_middle_third_and_on_one_side_of_every_fold(profile, plan):
    """The outer thirds are what one sees of a folded letter; a fold would wear the code off."""
    signs, field = plan.field.signs(on_left=profile.code_on_left), plan.field.box

    assert signs.y >= 105.0
    assert signs.bottom <= 210.0
    assert field.holds(signs)
    assert not [fold for fold in profile.folds if field.y - SLIP / 4 < fold < field.bottom]


def test_the_place_of_the_code_is_as_wide_as_its_typeface_sets_it():
    """The place is reckoned without the font; if another is taken, this fails."""
    for plan in PLANS.values():
        signs = plan.field.signs(on_left=True)
        measured = width_pt("7KQM-4XWP-9TRC", Face.CODE, plan.field.size) / 72 * 25.4
        assert signs.width == pytest.approx(measured, abs=0.05)


@EACH_PLAN
def test_text_keeps_off_the_hatch_the_field_and_the_folds(profile, plan):
    """What lies in the hatch cannot be read, what lies in a fold is worn off."""
    boxes = [frame.box for frames in plan.strands for frame in frames if frame.sheet == 1]

    for box in boxes:
        assert not box.meets(plan.hatch)
        assert not box.meets(plan.field.box)
        assert not [fold for fold in profile.folds if box.y - 1 < fold < box.bottom + 1]
    for one, other in itertools.combinations(boxes, 2):
        assert not one.meets(other)


@pytest.mark.parametrize("move", MOVES)
@pytest.mark.parametrize("envelope", WINDOWED)
def test_only_the_address_can_come_into_the_window(envelope, move):
    """However the sheet slips and however an office has moved its window (Pošta Slovenije)."""
    moved = profile_of(EnvelopeFit(envelope=envelope, right=move[0], down=move[1]))
    reached = moved.place.inset(-SLIP)

    assert moved.place.inset(SLIP).holds(moved.address)
    for other in (moved.sender, moved.tracking, moved.bars, moved.reference):
        assert not reached.meets(other)
        assert Box(x=0.0, y=0.0, width=A4[0], height=A4[1]).inset(15.0).holds(other)
    for setting in Setting:
        plan = plan_for(moved, setting)
        for box in (
            plan.field.box,
            plan.hatch,
            *(f.box for s in plan.strands for f in s if f.sheet == 1),
        ):
            assert not reached.meets(box)


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
def test_the_code_stands_on_the_side_away_from_the_window(profile):
    """Folded, the block lies behind the window, under two layers of paper and no envelope."""
    assert profile.code_on_left is profile.window_on_right


@pytest.mark.parametrize(
    ("right", "down"), [(FARTHEST_MM + 0.1, 0.0), (0.0, -FARTHEST_MM - 0.1), (float("nan"), 0.0)]
)
def test_a_window_far_elsewhere_is_another_envelope(right, down):
    """Calibration by more than 10 mm would end in the code or off the sheet."""
    with pytest.raises(CalibrationTooFar) as refused:
        EnvelopeFit(right=right, down=down)

    assert refused.value.facts == {"farthest": FARTHEST_MM}


def test_the_address_is_no_wider_than_the_post_reads():
    """10 cm (Pošta Slovenije)."""
    assert all(profile.address.width <= 100.0 for profile in PROFILES.values())
