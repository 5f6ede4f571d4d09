"""A window at the three sizes that a clerk may need, and what does not fit now."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from ra_desk.ui.theme import Theme
from tests.ui.hands import SMALL, WIDE, Hands
from tests.ui.walks import fit

#: Text in percent and the window: as delivered, a screen at 200 %, and large text.
SIZES = ((100, WIDE), (100, SMALL), (150, WIDE))


def misfits_now(hands: Hands, look: Theme) -> list[str]:
    """Return what is clipped, covered, too small or out of reach."""
    for _round in range(3):  # what wraps asks for its height after it has its width
        QApplication.processEvents()
    window = hands.front.window
    return [
        *fit.clipped_words(window, look),
        *fit.overlapping(window),
        *fit.scrolled_sideways(window),
        *fit.small_targets(window),
    ]
