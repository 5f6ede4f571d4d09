"""Where the window has been, to go back and forward as in a browser."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

#: Steps back that are kept.
LONGEST: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """A page; ``subject`` is the number of what was open on it, never a person's name."""

    key: str
    subject: str = ""


class Trail:
    """The stops of one session, in order, and the one in view among them."""

    def __init__(self) -> None:
        self._stops: list[Stop] = []
        self._at = -1

    def visit(self, stop: Stop) -> None:
        """Note that ``stop`` is in view; what lay ahead is forgotten."""
        if self._at >= 0 and self._stops[self._at] == stop:
            return
        self._stops = [*self._stops[: self._at + 1], stop][-LONGEST:]
        self._at = len(self._stops) - 1

    def step(self, by: int) -> Stop | None:
        """Go back (-1) or forward (1); None if there is nothing."""
        if not 0 <= self._at + by < len(self._stops):
            return None
        self._at += by
        return self._stops[self._at]
