"""A window at the sizes that a clerk may need, and what does not fit now."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QRect
from PySide6.QtWidgets import QApplication, QWidget

from ra_desk.ui.theme import Theme
from tests.ui.hands import SMALL, WIDE, Hands
from tests.ui.walks import fit

#: Text in percent and the window: as delivered, a screen at 200 %, and text at 200 % there.
SIZES = ((100, WIDE), (100, SMALL), (200, SMALL))
#: Text that is larger in the window that most have.
LARGER = (150, WIDE)


def misfits_now(hands: Hands, look: Theme) -> list[str]:
    """Return what is clipped, covered, too small or out of reach."""
    window = hands.front.window
    _come_to_rest(window)
    return [
        *fit.clipped_words(window, look),
        *fit.overlapping(window),
        *fit.scrolled_sideways(window),
        *fit.small_targets(window),
    ]


def _come_to_rest(window: QWidget) -> None:
    """Let the layout come to its end.

    What wraps asks for its height after it has its width, and each turn of the loop carries that
    one widget further up: it is over when a few turns have moved nothing.
    """
    quiet, before = 0, _places(window)
    for _turn in range(100):
        QApplication.processEvents()
        # What a timer has just changed is laid out at once, too.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        now = _places(window)
        quiet = quiet + 1 if now == before else 0
        before = now
        if quiet == 4:
            return
    raise AssertionError("the layout does not come to rest")


def _places(window: QWidget) -> list[QRect]:
    return [part.geometry() for part in window.findChildren(QWidget) if part.isVisible()]
