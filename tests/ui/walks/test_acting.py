"""What assistive technology does acts as what a hand does: it toggles and presses, never clicks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget

from ra_desk.domain.people import Role
from ra_desk.ui.parts.segments import Segments
from ra_desk.ui.parts.switch import SwitchBox
from ra_desk.ui.settings.page import SettingsPage
from ra_desk.ui.settings.shapes import Section
from ra_desk.ui.theme import Theme
from tests.ui.hands import Hands, at_the_window
from tests.ui.states import go, town


@pytest.fixture(scope="module")
def hands(look: Theme) -> Iterator[Hands]:
    with at_the_window(look, *town(), roles=(Role.CLERK, Role.SUPERVISOR)) as made:
        made.sign_in()
        yield made


def act(widget: QWidget, action: str) -> None:
    """Do what a screen reader's user asks for, and no more."""
    held = QAccessible.queryAccessibleInterface(widget)
    assert held is not None
    actions = held.actionInterface()
    assert action in actions.actionNames(), f"{action} is not among {actions.actionNames()}"
    actions.doAction(action)


def test_a_place_in_the_rail_that_is_toggled_is_gone_to(hands: Hands) -> None:
    """Else the rail says "Outbox" while the counter is in view."""
    rail = hands.front.place.rail
    for key in ("outbox", "settings", "counter"):
        act(rail.items[key], "Toggle")
        hands.until(lambda key=key: hands.page == key)
        assert [place for place, item in rail.items.items() if item.isChecked()] == [key]


def test_going_by_keys_tells_the_rail_and_goes_once(hands: Hands) -> None:
    """The rail that shows where the window is does not send it there again."""
    rail, went = hands.front.place.rail, []
    rail.went.connect(went.append)
    go(hands, "outbox")
    go(hands, "counter")
    assert went == []
    rail.items["outbox"].click()
    hands.until(lambda: hands.page == "outbox")
    assert went == ["outbox"]


def test_a_segment_and_a_switch_that_are_toggled_change_the_setting(hands: Hands) -> None:
    """And showing what is in force decides nothing."""
    go(hands, "settings")
    page = hands.front.place.page("settings")
    assert isinstance(page, SettingsPage)
    page.go(Section.APPEARANCE)
    settings, changed = hands.front.settings, []
    settings.changed.connect(changed.append)
    density = page.rows["appearance.density"].findChild(Segments)
    switch = page.rows["appearance.reduced_motion"].findChild(SwitchBox)
    assert density is not None
    assert switch is not None
    other = next(key for key in density.items if key != density.key)
    act(density.items[other], "Toggle")
    hands.settle()
    assert settings.text("appearance.density") == other
    before = settings.flag("appearance.reduced_motion")
    act(switch, "Toggle")
    hands.settle()
    assert settings.flag("appearance.reduced_motion") is not before
    assert changed == ["appearance.density", "appearance.reduced_motion"]


def test_a_chip_that_is_pressed_opens_its_page(hands: Hands) -> None:
    go(hands, "counter")
    act(hands.front.place.status_bar.chips["outbox"], "Press")
    hands.until(lambda: hands.page == "outbox")
