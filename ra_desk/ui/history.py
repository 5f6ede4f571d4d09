"""What the window has said in this session: the last fifty notices, until somebody locks."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from PySide6.QtCore import QObject, Signal

from ra_desk.ui.parts.strip import Notice, NoticeStrip

LONGEST: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A notice, when it was told, and the strip that may still show it."""

    at: datetime
    notice: Notice
    strip: NoticeStrip

    @property
    def in_force(self) -> bool:
        """Whether its strip still shows it; only then do its buttons mean what they say."""
        return self.strip.notice is self.notice


class History(QObject):
    """Hears every strip of a workplace. It dies with it, so nothing outlives a lock."""

    grown = Signal()

    def __init__(self, now: Callable[[], datetime], parent: QObject) -> None:
        super().__init__(parent)
        self._now = now
        self._told: deque[Told] = deque(maxlen=LONGEST)
        self.unread = 0

    @property
    def told(self) -> tuple[Told, ...]:
        """What was said, newest first."""
        return tuple(reversed(self._told))

    def hear(self, strip: NoticeStrip) -> None:
        """Write down what ``strip`` says from now on."""
        strip.told.connect(lambda notice: self._add(strip, notice))

    def _add(self, strip: NoticeStrip, notice: Notice) -> None:
        self._told.append(Told(at=self._now(), notice=notice, strip=strip))
        self.unread += 1
        self.grown.emit()

    def read(self) -> None:
        """Note that somebody looks at the list."""
        self.unread = 0
        self.grown.emit()
