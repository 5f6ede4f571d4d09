"""Telling a scanner from a person by the time between keys. No Qt, no clock: times are given."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

#: A scanner types at least this many signs, with at most this much time between two (ms);
#: a slow wireless one may need more time, which a setting gives it.
SHORTEST: Final = 8
LONGEST_GAP_MS: Final = 35
#: A key outside a text field is held this long before it may act (ms).
HOLD_MS: Final = 70
#: After a line of this many signs the next line of a machine readable zone may follow (ms).
NEXT_LINE_MS: Final = 150
MRZ_LINES: Final = {30: 3, 36: 2, 44: 2}


@dataclass(slots=True)
class Burst:
    """The keys typed since the last pause, and the lines of a zone scanned before them."""

    text: str = ""
    lines: list[str] = field(default_factory=list)
    gap_ms: int = LONGEST_GAP_MS
    #: What the scanner sends before a scan, or before each of its lines; it is cut off.
    prefix: str = ""
    #: Whether the keys began at a scanner's speed after a scan: its tail, if they are no scan.
    tail: bool = False
    #: Whether a control character stands among the keys: no person types one so fast.
    certain: bool = False
    _last_ms: int = 0
    _ended_ms: int | None = None

    def continues(self, at_ms: int) -> bool:
        """Whether a key at this moment belongs to the keys before it."""
        return bool(self.text) and 0 <= at_ms - self._last_ms <= self.gap_ms

    def awaits_line(self, at_ms: int) -> bool:
        """Whether lines of a zone have come and a key now would start the next one."""
        return bool(self.lines) and not self.text and 0 <= at_ms - self._last_ms <= NEXT_LINE_MS

    def trails(self, at_ms: int) -> bool:
        """Whether a key now follows a scan or one of its lines faster than a person could."""
        if self.text or self._ended_ms is None:
            return False
        return 0 <= at_ms - self._ended_ms <= self.gap_ms

    def add(self, sign: str, at_ms: int) -> None:
        """Take one more sign; the caller has asked `continues` before."""
        if not self.text:
            self.tail = not self.lines and self.trails(at_ms)
        self.text += sign
        self._last_ms = at_ms

    def takes_control(self, at_ms: int) -> bool:
        """Whether a control character at this moment is a scanner's, and no shortcut."""
        return self.continues(at_ms) or self.trails(at_ms)

    def add_control(self, at_ms: int) -> None:
        """Pass over a control character; the caller has asked `takes_control` before."""
        if self.text:
            self.certain, self._last_ms = True, at_ms
        else:
            self._ended_ms = at_ms

    def ends_scan(self, at_ms: int) -> bool:
        """Whether Enter or Tab at this moment ends what only a scanner can have typed."""
        return (self.certain or len(self.text) >= SHORTEST) and self.continues(at_ms)

    def ends_tail(self, at_ms: int) -> bool:
        """Whether Enter or Tab at this moment is a second one that the scanner sends."""
        return self.trails(at_ms) or (self.tail and self.continues(at_ms))

    def end(self, at_ms: int) -> None:
        """Note that a scan, a line of it, or its tail is over."""
        self.forget_keys()
        self._ended_ms = at_ms

    def end_line(self, at_ms: int) -> str | None:
        """Close the line; return the whole scan, or None while another line may follow."""
        self.lines.append(self.bare(self.text))
        self.end(at_ms)
        self._last_ms = at_ms
        wanted = MRZ_LINES.get(len(self.lines[0]), 1)
        same = all(len(line) == len(self.lines[0]) for line in self.lines)
        if wanted == 1 or not same or len(self.lines) >= wanted:
            return self.take()
        return None

    def bare(self, scan: str) -> str:
        """Return a scan without what the scanner puts before it, and without empty lines."""
        lines = (line.removeprefix(self.prefix) for line in scan.split("\n"))
        return "\n".join(line for line in lines if line)

    def take(self) -> str:
        """Return the lines that have come, and forget them."""
        scan = "\n".join(self.lines)
        self.lines.clear()
        return scan

    def forget_keys(self) -> None:
        """Forget the keys of the unfinished line."""
        self.text, self.certain = "", False
