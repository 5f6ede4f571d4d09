"""A window at the three sizes that a clerk may need, and what does not fit at each."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from ra_desk.ui.theme import Scheme, Theme
from tests.ui.hands import SMALL, WIDE, Hands
from tests.ui.walks import fit

#: Text in percent and the window: as delivered, large text, and a screen at 200 %.
SIZES = ((100, WIDE), (100, SMALL), (150, WIDE))


def misfits(hands: Hands, look: Theme) -> list[str]:
    """Return what is clipped, covered, too small or out of reach, at each of the sizes."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    window, wrong = hands.front.window, []
    for percent, size in SIZES:
        if look.text_percent != percent:
            look.apply(app, Scheme.LIGHT, text_percent=percent)
        hands.resize(*size)
        found = [
            *fit.clipped_words(window, look),
            *fit.overlapping(window),
            *fit.scrolled_sideways(window),
            *fit.small_targets(window),
        ]
        wrong += [f"{percent} % {size[0]}×{size[1]}: {what}" for what in found]
    look.apply(app, Scheme.LIGHT)
    hands.resize(*WIDE)
    return wrong
