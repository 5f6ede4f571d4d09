"""Reads something off the main thread again and again, never twice at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QObject

from ra_desk.domain.errors import RaError
from ra_desk.ui.background import Background, Lane

T = TypeVar("T")


class Reader(Generic[T]):
    """What a page shows, read in one lane; a call while it is read means: once more.

    However many changes come in while one read is under way, one more read follows, so that
    what is shown at last is what stands at last.
    """

    def __init__(
        self,
        background: Background,
        look: Callable[[], T],
        *,
        owner: QObject,
        on_seen: Callable[[T], None],
        on_error: Callable[[RaError], None],
        lane: Lane = Lane.STORE,
    ) -> None:
        """Make a reader at rest.

        Args:
            look: reads; it runs in the lane and knows no widget.
            owner: once it is gone, nothing that was read is handed out any more.
        """
        self._background, self._look, self._owner = background, look, owner
        self._on_seen, self._on_error, self._lane = on_seen, on_error, lane
        self._under_way = self._again = False

    @property
    def under_way(self) -> bool:
        return self._under_way

    def read(self) -> None:
        """Read now, or once more as soon as the read under way is home."""
        if self._under_way:
            self._again = True
            return
        self._under_way = True
        self._background.run(
            self._lane,
            self._look,
            owner=self._owner,
            on_done=self._on_done,
            on_error=self._on_failed,
        )

    def _on_done(self, seen: T) -> None:
        self._under_way = False
        self._on_seen(seen)
        self._go_on()

    def _on_failed(self, error: RaError) -> None:
        self._under_way = False
        self._on_error(error)
        self._go_on()

    def _go_on(self) -> None:
        if self._again:
            self._again = False
            self.read()
