"""What the services read of a day: figures that the store has counted, never a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from ra_desk.domain.day import Closing
from ra_desk.domain.people import OperatorId
from ra_desk.domain.report import Drawn, Result


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Which part of the journal is counted; what is None bounds nothing.

    Attributes:
        after: entries after this one,
        up_to: up to this one,
        begins: recorded from this moment on,
        ends: and before this one,
        by: by this operator.
    """

    after: int = 0
    up_to: int | None = None
    begins: datetime | None = None
    ends: datetime | None = None
    by: OperatorId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Counts of a stretch; what was undone is in none of them.

    Attributes:
        hours: checks by the hour in which they were recorded, by its beginning, UTC.
        outcomes: checks by what became of them.
        reasons: refusals by reason, and reported documents.
        seconds: of all checks together.
        bands: checks by the number of their band of time.
        drawn: letters whose sheet was begun in the stretch, by what became of it.
        returned: letters that came back, by the post that was to deliver them.
        oldest_review: when the check was recorded that waits longest for its second review.
    """

    hours: Mapping[datetime, int] = field(default_factory=dict)
    outcomes: Mapping[Result, int] = field(default_factory=dict)
    reasons: Mapping[str, int] = field(default_factory=dict)
    seconds: int = 0
    bands: Mapping[int, int] = field(default_factory=dict)
    corrected: int = 0
    drawn: Mapping[Drawn, int] = field(default_factory=dict)
    posted: int = 0
    returned: Mapping[str, int] = field(default_factory=dict)
    oldest_review: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenBatch:
    """A batch in which sheets are neither good nor spoilt yet; ``of`` sheets in all."""

    batch: int
    left: int
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SpoiltSheets:
    """Spoilt sheets since the last destruction.

    Attributes:
        up_to: the entry that called the last of them spoilt.
        destroyed: sheets of the last destruction, if it was since the last closing.
        destroyed_at: when that was.
    """

    left: int = 0
    up_to: int = 0
    destroyed: int = 0
    destroyed_at: datetime | None = None


class DayRows(Protocol):
    """The end of a day in the store; everything is counted there."""

    def counted(self, stretch: Stretch) -> Counted: ...

    def checks(self, stretch: Stretch) -> int:
        """Return how many checks there are, and nothing else."""
        ...

    def closing(self) -> Closing | None:
        """Return the newest closing that was neither opened again nor refused by central."""
        ...

    def drafts(self, *, since: datetime) -> int:
        """Return how many drafts there are, everybody's, that were saved since a moment."""
        ...

    def batches(self) -> Sequence[OpenBatch]:
        """Return the batches in which sheets are not accounted for; oldest first."""
        ...

    def spoilt(self, *, since: datetime | None) -> SpoiltSheets:
        """Return what waits to be destroyed; ``since``: when the day before was closed."""
        ...
