"""A lane that stands still, for whoever is quicker than what they have begun."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event

from ra_desk.ui.background import Lane
from tests.ui.hands import Hands


@contextmanager
def held(hands: Hands, lane: Lane) -> Iterator[None]:
    """Let nothing in a lane be done as long as this lasts."""
    gate = Event()
    hands.background.run(
        lane,
        lambda: gate.wait(60),
        owner=hands.front.window,
        on_done=lambda _answer: None,
        on_error=lambda _error: None,
    )
    try:
        yield
    finally:
        gate.set()
