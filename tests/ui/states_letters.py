"""States of the print room: what waits, letters being confirmed, spoilt sheets, a run that broke.

They stand over a real store: what a batch shows follows from its entries.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt

from ra_desk.domain.facts import SpoiltReason
from ra_desk.domain.people import Role
from tests.ui.hands import CTRL, Hands
from tests.ui.press import press_of

Reach = Callable[[Hands], None]


def add_states(state: Callable[..., Callable[[Reach], Reach]]) -> None:
    """Register the states of the print room with ``state`` of ``tests.ui.states``."""
    room = (Role.PRINT_ROOM,)

    @state("letters", "waiting", roles=room, letters=4)
    def _waiting(hands: Hands) -> None:
        press_of(hands).go()

    @state("letters", "being confirmed", roles=room, letters=4)
    def _confirmed(hands: Hands) -> None:
        """Two are there, one is spoilt, and one was scanned twice."""
        press = press_of(hands)
        press.printed()
        session = hands.front.window.session
        assert session is not None
        hands.front.desk.letters.spoil(
            press.batch.batch.number, [4], reason=SpoiltReason.JAM, session=session
        )
        for sheet in (1, 2, 2):
            press.scan(sheet)

    @state("letters", "marked as spoiled", roles=room, letters=11)
    def _spoilt(hands: Hands) -> None:
        """So many that somebody else has to agree."""
        press_of(hands).printed()
        hands.press(Qt.Key.Key_K, CTRL)
        hands.until(lambda: hands.sheet is not None)
        hands.type("1-11")

    @state("letters", "interrupted", roles=room, letters=4)
    def _interrupted(hands: Hands) -> None:
        """The program was started anew: which is the last good sheet?"""
        press = press_of(hands)
        press.start_and_break()
        hands.press(Qt.Key.Key_Return, CTRL)
        hands.until(lambda: hands.sheet is not None)
