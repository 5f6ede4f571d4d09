"""The line to central, kept alive beside the window: when to exchange, and how it went."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from ra_desk.domain.access import CertificateWrong, DeskQuarantined
from ra_desk.domain.errors import RaError
from ra_desk.domain.facts import HELD
from ra_desk.journal.envelope import NotGenuine
from ra_desk.journal.seal import ChainBroken
from ra_desk.services.desk import Desk
from ra_desk.services.exchange import Exchanged
from ra_desk.services.overview import Overview
from ra_desk.services.pacing import pause_before_exchange
from ra_desk.ui.background import Background, Lane
from ra_desk.ui.line_state import LineState

#: What stops the exchange of a desk for good: central's word, or a journal that is not whole.
STOPS: Final = (DeskQuarantined, ChainBroken, NotGenuine)
#: Seconds that pass at least before an exchange that a hold has asked for.
_SHORTEST_S = 1.0
_SLOW_MS = 4_000


def hold_left(desk: Desk) -> float | None:
    """Return seconds until the first held entry may go, or None if nothing is held.

    0 if something waits that is not held. Blocks: call it in a lane.
    """
    # Nothing goes before the first entry that waits.
    waiting = desk.waiting(limit=1)
    if not waiting:
        return None
    hold = desk.policy().hold_s
    now = desk.time()
    left = [
        (item.deed.at + timedelta(seconds=hold) - now).total_seconds()
        if item.held and isinstance(item.deed.fact, HELD)
        else 0.0
        for item in waiting
    ]
    # A clock that was turned back does not make a hold longer than it is.
    return min(float(hold), max(0.0, min(left)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Round:
    done: Exchanged
    hold_s: float | None


class Line(QObject):
    """Exchanges with central by itself, one at a time, and says what came of it."""

    state_changed = Signal(object)  # LineState
    requests_changed = Signal(object)  # frozenset[RequestNumber]
    sent = Signal(int)  # entries that went up in one exchange

    def __init__(
        self,
        desk: Desk,
        background: Background,
        *,
        pause: Callable[[int], float] = pause_before_exchange,
        spread: Callable[[], float] | None = None,
        slow_ms: int = _SLOW_MS,
        parent: QObject | None = None,
    ) -> None:
        """Make a line that rests until `start`.

        Args:
            pause: seconds to wait after so many failures in a row.
            spread: a factor near 1, so that the desks of an office do not all ask at once.
            slow_ms: an exchange that takes longer than this makes the line a slow one.
        """
        super().__init__(parent)
        self._desk, self._background = desk, background
        self._pause = pause
        self._spread = spread or _jitter
        self._state = LineState()
        self._running = False
        self._again = False
        self._rests = False  # somebody asked to go on later
        self._asked_for = False  # the exchange was not due by itself
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._exchange)
        self._slow = QTimer(self)
        self._slow.setSingleShot(True)
        self._slow.setInterval(slow_ms)
        self._slow.timeout.connect(lambda: self._put(replace(self._state, slow=True)))

    @property
    def state(self) -> LineState:
        return self._state

    def start(self) -> None:
        """Begin: exchange now, and from then on by itself."""
        if self._running:
            return
        self._running = True
        self._background.run(
            Lane.STORE,
            self._desk.overview,
            owner=self,
            on_done=self._on_overview,
            on_error=lambda _error: None,
        )
        self.exchange_now()

    def stop(self) -> None:
        """Rest: an exchange under way comes home, none follows."""
        self._running = False
        self._timer.stop()
        self._put(replace(self._state, next_try_at=None))

    def poke(self) -> None:
        """Exchange as soon as something may go: now, or when its hold ends."""
        if not self._may_run():
            return
        self._background.run(
            Lane.STORE,
            lambda: hold_left(self._desk),
            owner=self,
            on_done=lambda left: self._sooner(left or 0.0),
            on_error=lambda _error: None,
        )

    def exchange_now(self) -> None:
        """Exchange at once, or once more as soon as the one under way is home."""
        if self._may_run():
            self._sooner(0.0)

    def rest(self) -> None:
        """Send no more in this go: what is left follows with the next exchange by itself."""
        self._rests = self._state.busy

    def retry(self) -> None:
        """Try again after a stop; only a person may ask for this."""
        self._put(replace(self._state, certificate_stopped=False, quarantined=False))
        self.exchange_now()

    def _may_run(self) -> bool:
        return self._running and not self._state.stopped

    def _sooner(self, seconds: float) -> None:
        """Exchange in ``seconds``, if none is due before."""
        if not self._may_run():
            return
        if self._state.busy:
            self._again = True
            return
        if self._timer.isActive() and self._timer.remainingTime() <= seconds * 1000:
            return
        self._asked_for = True
        self._schedule(seconds)

    def _schedule(self, seconds: float) -> None:
        self._timer.start(round(seconds * 1000))
        self._put(replace(self._state, next_try_at=self._desk.time() + timedelta(seconds=seconds)))

    def _exchange(self) -> None:
        if self._state.busy or not self._may_run():
            return
        self._again = False
        self._put(replace(self._state, busy=True, next_try_at=None))
        self._slow.start()
        self._background.run(
            Lane.CENTRAL,
            self._round,
            owner=self,
            on_done=self._on_round,
            on_error=self._on_error,
        )

    def _round(self) -> _Round:
        done = self._desk.exchange()
        return _Round(done=done, hold_s=hold_left(self._desk))

    def _on_round(self, home: _Round) -> None:
        now = self._desk.time()
        self._asked_for = False
        in_time = self._slow.isActive()
        self._slow.stop()
        back = self._state.online is False
        self._put(
            replace(
                self._state,
                online=True,
                slow=not in_time,
                ahead=home.done.offset,
                restored=home.done.sent if back else None,
                since=self._state.since if self._state.online else now,
                last_success_at=now,
                error=None,
                failures=0,
                busy=False,
                more=home.done.more and not self._rests,
            )
        )
        if home.done.sent:
            self.sent.emit(home.done.sent)
        if home.done.changed or home.done.sent:
            self.requests_changed.emit(home.done.changed)
        if not self._running:
            return
        rests, self._rests = self._rests, False
        if (home.done.more or self._again) and not rests:
            self._schedule(0.0)
            return
        pause = self._pause(0) * self._spread()
        if home.hold_s is not None:
            pause = min(pause, max(_SHORTEST_S, home.hold_s))
        self._schedule(pause)

    def _on_error(self, error: RaError) -> None:
        # Only tries that were due by themselves count: a counter that goes on working without a
        # line must not make the desk look for it ever more seldom.
        counted = not (self._asked_for and self._state.failures)
        self._asked_for = False
        failures = self._state.failures + counted
        self._slow.stop()
        self._put(
            replace(
                self._state,
                online=False,
                slow=False,
                restored=None,
                since=self._desk.time() if self._state.online is not False else self._state.since,
                error=error,
                failures=failures,
                busy=False,
                more=False,
                quarantined=isinstance(error, STOPS),
                certificate_stopped=isinstance(error, CertificateWrong),
            )
        )
        if self._may_run():
            self._schedule(self._pause(failures) * self._spread())

    def _on_overview(self, seen: Overview) -> None:
        """Take over what the store remembers of the days before."""
        if self._state.last_success_at is None:
            self._put(replace(self._state, last_success_at=seen.last_answer_at))

    def _put(self, state: LineState) -> None:
        if state != self._state:
            self._state = state
            self.state_changed.emit(state)


def _jitter() -> float:
    from random import SystemRandom

    return SystemRandom().uniform(0.8, 1.2)
