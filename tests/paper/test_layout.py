import pytest

from ra_desk.paper.layout import (
    A4,
    CALIBRATION,
    CODE_BLOCK,
    FOLDS,
    HATCH,
    LAYOUTS,
    OPENING,
    SLIP,
    SMALL_PRINT,
    STEPS,
    WINDOW_LEFT,
    WINDOW_RIGHT,
    Box,
)

MOVES = [(0.0, 0.0), (10.0, 10.0), (-10.0, -10.0), (10.0, -10.0), (-10.0, 10.0)]


def test_the_windows_lie_where_the_envelopes_have_them():
    """Pošta Slovenije's right half, and DIN 5008 form B."""
    assert WINDOW_RIGHT.window == Box(x=105.0, y=45.0, width=85.0, height=45.0)
    assert WINDOW_LEFT.window == Box(x=20.0, y=45.0, width=85.0, height=45.0)


def test_a_layout_is_found_by_the_name_that_settings_hold():
    """The office's choice is kept as a word."""
    assert LAYOUTS == {"right": WINDOW_RIGHT, "left": WINDOW_LEFT}


def test_folded_like_a_z_the_code_lies_on_the_hatch():
    """The middle third's printed side meets the bottom third's, mirrored at the second fold."""
    assert CODE_BLOCK.mirrored(FOLDS[1]) == HATCH
    assert (HATCH.y, HATCH.bottom) == (255.0, 282.0)


@pytest.mark.parametrize("box", [CODE_BLOCK, OPENING, STEPS])
def test_what_tells_of_the_code_lies_between_the_folds(box):
    """The outer thirds are what one sees of a folded letter."""
    middle = Box(x=0.0, y=FOLDS[0], width=A4[0], height=FOLDS[1] - FOLDS[0])

    assert middle.inset(SLIP / 2).holds(box)


def test_the_small_print_keeps_off_the_hatch():
    """Text in the hatch could not be read."""
    assert not SMALL_PRINT.meets(HATCH)
    assert SMALL_PRINT.y > FOLDS[1]


@pytest.mark.parametrize("move", MOVES)
@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_only_the_address_can_come_into_the_window(layout, move):
    """However the sheet slips and however an office has moved its window (Pošta Slovenije)."""
    moved = layout.moved(right=move[0], down=move[1])
    reached = moved.window.inset(-SLIP)

    assert moved.window.inset(SLIP).holds(moved.address)
    assert not reached.meets(moved.sender)
    assert not reached.meets(moved.tracking)
    assert not reached.meets(CODE_BLOCK)


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_the_code_stands_on_the_side_away_from_the_window(layout):
    """Folded, the block lies behind the window, under two layers of paper and no envelope."""
    assert layout.code_on_left is layout.window_on_right


@pytest.mark.parametrize("move", [(CALIBRATION + 0.1, 0.0), (0.0, -CALIBRATION - 0.1)])
def test_a_window_far_elsewhere_is_another_envelope(move):
    """Calibration by more than 10 mm would end in the code or off the sheet."""
    with pytest.raises(ValueError, match="10"):
        WINDOW_RIGHT.moved(right=move[0], down=move[1])
