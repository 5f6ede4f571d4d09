"""The person at the counter goes first: long work steps aside while the window answers a key.

Python runs one thread at a time, so a page of a thousand changes would make each key wait for
the interpreter many times over. The window claims the way for a moment; work that takes long
asks for it between two small portions.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")

#: What one key takes at most; a claim ends by itself, because a lane must never hang on a window.
CLAIM_S = 0.03
#: A person who leans on a key delays one portion no longer than this.
_PATIENCE_S = 0.25
#: Somebody who types on and on stops one piece of work no longer: others wait for its lock. As
#: long again it goes on between the keys, and then whatever is pressed.
_ALTOGETHER_S = 2.0
#: So long after a key was pressed it is answered.
ANSWERED_S = 0.016
#: Rows of which a portion takes about a millisecond.
PORTION = 4


class RightOfWay:
    """Claimed on the main thread, respected in the lanes."""

    def __init__(
        self,
        *,
        patience_s: float = _PATIENCE_S,
        altogether_s: float = _ALTOGETHER_S,
        clock: Callable[[], float] = time.monotonic,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._clock, self._pause = clock, pause
        self._claimed = self._until = -math.inf
        self._patience_s, self._altogether_s = patience_s, altogether_s

    def claim(self, seconds: float = CLAIM_S) -> None:
        """Ask the lanes to stand still for a moment, from now on; a longer claim stays."""
        self._claimed = self._clock()
        self._until = max(self._until, self._claimed + seconds)

    def is_claimed(self) -> bool:
        """Whether somebody is at the keys at this moment."""
        return self._clock() < self._until

    def give(self, *, between_keys: bool = False) -> float:
        """Wait until nobody claims the way, between two portions of long work; return seconds.

        ``between_keys``: a claim ends as soon as the key that it was made for is answered.
        """
        began = self._clock()
        patience = began + self._patience_s
        while (now := self._clock()) < (until := min(self._ends(between_keys), patience)):
            self._pause(until - now)
        return now - began

    def _ends(self, between_keys: bool) -> float:
        return min(self._until, self._claimed + ANSWERED_S) if between_keys else self._until

    def portions(self, rows: Sequence[T], size: int = PORTION) -> Iterator[Sequence[T]]:
        """Yield the rows in portions, and give way before each, within reason."""
        given = 0.0
        for begin in range(0, len(rows), size):
            if given < 2 * self._altogether_s:
                given += self.give(between_keys=given >= self._altogether_s)
            yield rows[begin : begin + size]
