"""One round past every page, sheet and strip: each is told whole, and keys reach all of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from ra_desk.domain.people import Role
from ra_desk.ui.theme import Theme
from tests.ui.hands import Hands, at_the_window
from tests.ui.states import town
from tests.ui.walks import keyboard, tree
from tests.ui.walks.rounds import POLICY, round_through
from tests.ui.walks.whole import wrong_with


@pytest.fixture
def hands(look: Theme) -> Iterator[Hands]:
    roles = (Role.CLERK, Role.SUPERVISOR, Role.PRINT_ROOM)
    with at_the_window(look, *town(), roles=roles, policy=POLICY) as made:
        yield made


def regions(hands: Hands) -> list[QWidget]:
    """Return the parts of the window between which F6 steps, also those that show nothing."""
    place = hands.front.place
    page = place.page(place.key)
    parts = (place.rail, place.look_up, place.banner, page, place.action_bar, place.status_bar)
    return [*parts]


def test_every_stop_of_the_round_is_told_and_reached(hands: Hands, english: tree.English) -> None:
    """All pages, the sections of the settings, the lock, the lists, the sheets (ux 7.3, 7.4)."""
    window, wrong = hands.front.window, []
    for place in round_through(hands):
        before = QApplication.focusWidget()
        try:
            found = wrong_with(window, english)
            if hands.sheet is None and hands.front.window.session is not None:
                found += keyboard.regions_missed(regions(hands))
        except AssertionError as lost:
            found = [str(lost)]
        wrong += [f"{place}: {what}" for what in found]
        if before is not None:
            before.setFocus()
    assert not wrong, "\n".join(wrong)
