"""What stands where at the size of the window in which the pages were drawn (pages.md)."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QFrame, QScrollArea

from ra_desk.ui.theme import Theme
from tests.ui.hands import WIDE
from tests.ui.states import STATES, State, reached

#: An ordinary day, with the banner of a lost line or without.
_ON_ONE_PAGE = (
    "request-complete",
    "request-without_a_line",
    "request-zone_not_read",
    "reports-as_clerk",
    "reports-as_supervisor",
)
_TOP = 60


def state(key: str) -> State:
    return next(one for one in STATES if one.key == key)


@pytest.mark.parametrize("key", _ON_ONE_PAGE)
def test_a_page_that_is_there_as_a_whole_has_no_scroll_bar(key: str, look: Theme) -> None:
    """Else its right edge leaves that of the banner, for the sake of an empty strip."""
    with reached(state(key), look) as hands:
        hands.resize(*WIDE)
        hands.settle()
        areas = [a for a in hands.front.window.findChildren(QScrollArea) if a.isVisible()]
        assert areas
        assert [a.verticalScrollBar().maximum() for a in areas] == [0] * len(areas)


@pytest.mark.parametrize("key", ["help-as_clerk", "help-as_print_room", "help-as_auditor"])
def test_the_top_bar_is_as_high_for_those_who_look_nobody_up(key: str, look: Theme) -> None:
    """A page stands where it stands, whoever has signed in."""
    with reached(state(key), look) as hands:
        hands.resize(*WIDE)
        hands.settle()
        bars = hands.front.window.findChildren(QFrame)
        heights = [bar.height() for bar in bars if bar.property("role") == "top-bar"]
        assert heights == [_TOP]
