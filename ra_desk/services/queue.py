"""The outbox as the services see it: what waits, what needs a decision, what is kept here.

It is a view of the journal and of central's rulings, never a second place where work is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from ra_desk.domain.activation import RequestNumber
from ra_desk.domain.facts import Deed
from ra_desk.domain.standing import Ruling


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxItem:
    """An entry of this desk that concerns a request, and how far it has come.

    ``held``: not offered yet. ``filed``: central holds it. ``ruling``: what central made of it.
    """

    deed: Deed
    held: bool
    filed: bool
    ruling: Ruling | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxCounts:
    """How many items there are, however few are shown; ``sent``: since a moment."""

    waiting: int = 0
    decide: int = 0
    sent: int = 0


class Queue(Protocol):
    """What of the journal is under way; lists are cut in the store, never in memory.

    An entry that was undone is left out, with its withdrawal, and so are views of a request.
    """

    def waiting(self, *, limit: int) -> Sequence[OutboxItem]:
        """Return entries that central does not hold yet, oldest first."""
        ...

    def undecided(self, *, limit: int) -> Sequence[OutboxItem]:
        """Return entries whose ruling asks for a decision that nobody has made, oldest first."""
        ...

    def sent(self, *, since: datetime, limit: int) -> Sequence[OutboxItem]:
        """Return entries since a moment that central holds, newest first."""
        ...

    def counts(self, *, since: datetime) -> OutboxCounts: ...

    def item(self, seq: int) -> OutboxItem | None: ...

    def decided(self, seq: int) -> bool:
        """Whether a later entry decides about the entry ``seq``."""
        ...

    def kept(self) -> int:
        """Return how many requests are kept at this desk."""
        ...

    def forget(self) -> frozenset[RequestNumber]:
        """Delete the kept requests without own work under way; the next pull begins anew."""
        ...
