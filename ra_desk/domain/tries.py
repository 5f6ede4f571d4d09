"""Wrong tries at a sign-in: a few cost nothing, then each further one waits twice as long.

Source:
    Decision 18; security.md §7 for citizens.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

_AT_ONCE: Final = 5
_FIRST_DELAY: Final = timedelta(seconds=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long somebody waits who was wrong so often.

    Attributes:
        lock_after: so many wrong tries end it; None: never, because a stranger could do it.
        longest: beyond it a delay does not grow.
    """

    lock_after: int | None = None
    longest: timedelta = timedelta(hours=1)

    def is_over(self, wrong: int) -> bool:
        """Whether no further try is allowed after ``wrong`` wrong ones."""
        return self.lock_after is not None and wrong >= self.lock_after

    def left(self, wrong: int) -> int:
        """Return how many further tries come without a delay."""
        return max(0, _AT_ONCE - wrong)

    def barred_until(self, wrong: int, now: datetime) -> datetime | None:
        """Return when the next try is allowed; None: at once."""
        late = wrong - _AT_ONCE
        if late < 0:
            return None
        delay = _FIRST_DELAY
        while late and delay < self.longest:
            delay, late = delay * 2, late - 1
        return now + min(delay, self.longest)


OPERATORS: Final = Patience(lock_after=10)
CITIZENS: Final = Patience(longest=timedelta(minutes=15))
