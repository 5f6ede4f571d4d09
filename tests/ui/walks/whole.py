"""All that is wrong with a window for somebody who only hears it, or has only keys."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from tests.ui.walks import keyboard, tree


def wrong_with(window: QWidget, english: tree.English) -> list[str]:
    """Return what somebody who only hears the window, or only has keys, would miss."""
    nodes = tree.walk(window)
    stops = keyboard.tab_round(window)
    return [
        *tree.unnamed(nodes),
        *tree.alike(nodes),
        *tree.misplaced_roles(nodes),
        *tree.unlabelled_fields(nodes),
        *tree.exposed_pictures(nodes),
        *tree.silent_tables(nodes),
        *tree.foreign_words(nodes, english),
        *keyboard.missed(window, stops),
        *keyboard.out_of_order(window, stops),
    ]
