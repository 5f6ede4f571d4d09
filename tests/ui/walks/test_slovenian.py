"""Every state of every page, walked over as assistive technology, a keyboard and an eye do."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from ra_desk.ui.help.whats_this import text_for
from ra_desk.ui.theme.focus_ring import FocusRing
from tests.ui.hands import SMALL, WIDE, Hands
from tests.ui.keys import NoMouse
from tests.ui.walks import keyboard, tree


@pytest.fixture(autouse=True)
def no_mouse(qapp: QApplication) -> Iterator[None]:
    """Nothing here needs one."""
    watch = NoMouse(qapp)
    yield
    qapp.removeEventFilter(watch)
    assert watch.seen == []


def test_everything_is_told_to_assistive_technology(hands: Hands, english: tree.English) -> None:
    """Names, roles, labels, tables: somebody who sees nothing works as everybody does."""
    nodes = tree.walk(hands.front.window)
    assert len(nodes) > 10
    wrong = [
        *tree.unnamed(nodes),
        *tree.alike(nodes),
        *tree.misplaced_roles(nodes),
        *tree.unlabelled_fields(nodes),
        *tree.exposed_pictures(nodes),
        *tree.silent_tables(nodes),
        *tree.foreign_words(nodes, english),
    ]
    assert not wrong, "\n".join(wrong)


def test_tab_reaches_everything_once_and_in_reading_order(hands: Hands) -> None:
    """No trap, nothing left out, and back by the same way."""
    window = hands.front.window
    stops = keyboard.tab_round(window)
    back = keyboard.tab_round(window, back=True)
    assert [keyboard.name_of(w) for w in back[1:]] == [
        keyboard.name_of(w) for w in reversed(stops[1:])
    ]
    wrong = keyboard.missed(window, stops) + keyboard.out_of_order(window, stops)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("size", [WIDE, SMALL], ids=["wide", "200_percent"])
def test_what_has_the_focus_is_in_view_with_its_ring(hands: Hands, size: tuple[int, int]) -> None:
    """Also where the page scrolls, and never under a pinned bar."""
    window = hands.front.window
    hands.resize(*size)
    ring = window.findChild(FocusRing)
    assert ring is not None
    wrong: list[str] = []
    first = QApplication.focusWidget()
    assert first is not None
    for _stop in range(200):
        focus = QApplication.focusWidget()
        assert focus is not None
        QApplication.processEvents()
        wrong += keyboard.out_of_view(focus)
        if size == WIDE:
            wrong += keyboard.faint_ring(window, ring, focus)
        hands.press(Qt.Key.Key_Tab)
        if QApplication.focusWidget() is first:
            break
    hands.resize(*WIDE)
    assert not wrong, "\n".join(wrong)


def test_every_control_in_view_says_what_it_is_for(hands: Hands) -> None:
    """Shift+F1 on a control without a sentence would look broken to whoever needs it most."""
    controls = focusable(hands.front.window)
    assert controls
    mute = [words(one) for one in controls if not text_for(one)]
    assert mute == []
    idle = [
        words(one)
        for one in controls
        if text_for(one).rstrip(".") in (one.accessibleName(), words(one))
    ]
    assert idle == [], "repeating its name says nothing"


def focusable(inside: QWidget) -> list[QWidget]:
    """Everything in view that Tab can reach."""
    return [
        widget
        for widget in inside.findChildren(QWidget)
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]


def words(control: QWidget) -> str:
    shown = control.text() if isinstance(control, QAbstractButton) else ""
    return f"{type(control).__name__} »{control.accessibleName() or shown}«"
