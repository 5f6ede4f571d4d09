"""A sheet that is left gives the focus back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from ra_desk.ui.theme import Theme
from tests.ui.hands import CTRL, Hands, at_the_window
from tests.ui.states import SWIFT, town

_NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture(scope="module")
def hands(look: Theme) -> Iterator[Hands]:
    with at_the_window(look, *town(), policy=replace(SWIFT, office_post=True)) as made:
        made.sign_in()
        made.scan_request(town()[0])
        made.scan_document()
        yield made


@pytest.mark.parametrize(
    ("key", "modifiers"),
    [
        (Qt.Key.Key_F2, _NONE),
        (Qt.Key.Key_D, CTRL),
        (Qt.Key.Key_K, CTRL),
        (Qt.Key.Key_F1, CTRL),
        (Qt.Key.Key_F1, _NONE),
    ],
    ids=["document", "refuse", "channel", "keys", "help"],
)
def test_esc_leaves_a_sheet_for_where_the_focus_was(
    hands: Hands, key: Qt.Key, modifiers: Qt.KeyboardModifier
) -> None:
    """Whoever opened it by mistake goes on as if nothing had been (ux 7.3 d)."""
    before = hands.focus
    hands.press(key, modifiers)
    hands.settle()
    hands.until(lambda: hands.focus is not before)
    hands.press(Qt.Key.Key_Escape)
    hands.settle()
    hands.until(lambda: hands.focus is before)
