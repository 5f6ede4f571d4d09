"""Random keys and scans over all pages: nothing raises, nothing is decided that nobody meant.

``python -m tests.ui.flows.fuzz 10000 [SEED]`` runs the whole; a test runs a sample.
"""

from __future__ import annotations

import os
import random
import sys
import time
from dataclasses import dataclass, field
from types import TracebackType

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication

from ra_desk.domain.activation import request_number_scan
from ra_desk.domain.facts import (
    CheckAttested,
    CheckCorrected,
    CodeOrderedAgain,
    ConflictDecided,
    DocumentReported,
    RequestRefused,
    SuspicionNoted,
)
from ra_desk.texts import use
from ra_desk.ui.theme import Scheme, Theme
from tests.ui.front import PASSWORD
from tests.ui.hands import ALT, CTRL, LOGIN, ONE_TIME_CODE, SHIFT, Hands, at_the_window
from tests.ui.request.zones import td1
from tests.ui.states import SWIFT, town

#: What a person must have meant.
DECISIONS = (
    CheckAttested,
    CheckCorrected,
    CodeOrderedAgain,
    ConflictDecided,
    DocumentReported,
    RequestRefused,
    SuspicionNoted,
)
_KEY, _NONE = Qt.Key, Qt.KeyboardModifier.NoModifier
#: Not Ctrl+L, Ctrl+Q and F11: whoever is out of the window fuzzes nothing.
_CHORDS = [
    *[(key, CTRL) for key in (_KEY.Key_1, _KEY.Key_2, _KEY.Key_3, _KEY.Key_4, _KEY.Key_5)],
    *[(key, CTRL) for key in (_KEY.Key_D, _KEY.Key_R, _KEY.Key_K, _KEY.Key_Z, _KEY.Key_F)],
    *[(key, CTRL) for key in (_KEY.Key_A, _KEY.Key_C, _KEY.Key_V, _KEY.Key_X, _KEY.Key_Comma)],
    *[(key, ALT) for key in (_KEY.Key_Left, _KEY.Key_Right)],
    *[(key, _NONE) for key in (_KEY.Key_F2, _KEY.Key_F3, _KEY.Key_F5, _KEY.Key_F6, _KEY.Key_F7)],
    *[(key, _NONE) for key in (_KEY.Key_F8, _KEY.Key_F9, _KEY.Key_Tab, _KEY.Key_Escape)],
    *[(key, _NONE) for key in (_KEY.Key_Up, _KEY.Key_Down, _KEY.Key_Left, _KEY.Key_Right)],
    *[(key, _NONE) for key in (_KEY.Key_Backspace, _KEY.Key_Delete, _KEY.Key_Home, _KEY.Key_End)],
    (_KEY.Key_Tab, SHIFT),
]
_DECIDING = [(_KEY.Key_Return, _NONE), (_KEY.Key_Return, CTRL), (_KEY.Key_Space, _NONE)]
_SIGNS = "abcžšđőű0123456789 .,-/@<>&%${}'\"\\ÄßŁ中"


@dataclass
class Fuzz:
    """One run, and what went wrong in it."""

    hands: Hands
    seed: int
    chance: random.Random = field(init=False)
    wrong: list[str] = field(default_factory=list)
    decided: int = 0

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)

    def run(self, bursts: int) -> None:
        """Send so many bursts, and look at the journal after each."""
        for number in range(bursts):
            before = len(self._deeds())
            open_now = self._open()
            meant, what = self._burst()
            if number % 10 == 0:
                self.hands.settle()
                if QApplication.focusWidget() is None:
                    self.wrong.append(f"{number}: {what} left the focus nowhere")
            QApplication.processEvents()
            self._judge(before, open_now, meant=meant, what=f"{number}: {what}")
        self.hands.settle()

    def _deeds(self) -> list[object]:
        return [deed.fact for deed in self.hands.front.fake.store.kept.deeds]

    def _open(self) -> str | None:
        window = self.hands.front.window
        return None if window.workplace is None else window.workplace.request.number

    def _burst(self) -> tuple[bool, str]:
        """Send one burst; return whether a person decides by it, and what it was."""
        hands, pick = self.hands, self.chance
        if QApplication.focusWidget() is None:
            hands.front.window.activateWindow()
            hands.front.window.setFocus()
        match pick.randrange(6):
            case 0:
                text = "".join(pick.choices(_SIGNS, k=pick.randrange(1, 7)))
                hands.type(text)
                return " " in text, repr(text)  # a space presses the button that has the focus
            case 1:
                lines = self._scan()
                hands.scan(*lines)
                return False, f"scan {lines}"
            case 2:
                key, modifiers = pick.choice(_DECIDING)
                hands.settle()
                hands.press(key, modifiers)
                hands.settle()
                return True, f"{key.name}"
            case _:
                key, modifiers = pick.choice(_CHORDS)
                hands.press(key, modifiers)
                return False, f"{modifiers} {key.name}"

    def _scan(self) -> tuple[str, ...]:
        pick = self.chance
        someone = pick.choice(list(self.hands.front.central.requests.values()))
        junk = "".join(pick.choices("ABCDEFGHIJ0123456789<", k=pick.randrange(8, 40)))
        zone = pick.choice(["", "NOVAK", "ZAGAR"])
        lines = tuple((td1(surname=zone) if zone else td1()).split("\n"))
        return pick.choice(
            [(request_number_scan(someone.number),), lines, lines[:2], (junk,), (someone.number,)]
        )

    def _judge(self, before: int, open_now: str | None, *, meant: bool, what: str) -> None:
        for fact in self._deeds()[before:]:
            if not isinstance(fact, DECISIONS):
                continue
            self.decided += 1
            about = getattr(fact, "request", None)
            if not meant:
                self.wrong.append(f"{what} recorded {type(fact).__name__} by itself")
            elif about != open_now and not isinstance(fact, ConflictDecided):
                self.wrong.append(f"{what} recorded {about} with {open_now} in view")
        if self.hands.front.window.session is None:
            if not meant:  # Enter or Space on the button that locks is a person's wish
                self.wrong.append(f"{what} ended the session")
            self._come_back()

    def _come_back(self) -> None:
        """Give what the cover asks for: the password alone where the screen was locked."""
        cover = self.hands.front.window.sign_in
        words = {cover.name: LOGIN, cover.password: PASSWORD, cover.code: ONE_TIME_CODE}
        for asked in cover.asks_for():
            asked.setFocus()
            asked.clear()
            self.hands.type(words[asked])
        self.hands.enter()
        self.hands.until(lambda: self.hands.front.window.session is not None)
        self.hands.settle()


def fuzzed(look: Theme, *, bursts: int, seed: int) -> Fuzz:
    """Open a window, run, and return what came of it."""
    with at_the_window(look, *town(), policy=SWIFT) as hands:
        hands.sign_in()
        run = Fuzz(hands, seed)
        run.run(bursts)
    return run


def main(bursts: int, seed: int) -> int:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication([])
    assert isinstance(app, QObject)
    use("sl")
    look, begun, raised = Theme(), time.monotonic(), []
    look.apply(app, Scheme.LIGHT)

    def note(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        raised.append(error)
        sys.__excepthook__(kind, error, trace)

    sys.excepthook = note
    run = fuzzed(look, bursts=bursts, seed=seed)
    wrong = [*run.wrong, *map(repr, raised)]
    print(f"seed {seed}: {bursts} bursts in {time.monotonic() - begun:.0f} s, ", end="")
    print(f"{run.decided} decisions meant, {len(wrong)} wrong", *wrong, sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    given = [int(number) for number in sys.argv[1:3]]
    sys.exit(main(*given) if len(given) == 2 else main(given[0], random.randrange(10**6)))
