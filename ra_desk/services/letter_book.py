"""The ledger of letters as the services see it: batches, sheets, windows, and what waits.

It follows from the journal: an entry moves the sheet it is about in the same transaction, and a
move that the rules do not know keeps the entry from being written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from ra_desk.domain.activation import LetterNumber, RequestNumber
from ra_desk.domain.errors import Refused
from ra_desk.domain.letter_form import Envelope, EnvelopeFit
from ra_desk.domain.letters import (
    LetterState,
    ReturnedReason,
    Sheet,
    Step,
    batch_name,
    is_stale,
)
from ra_desk.domain.pass_request import PassRequest
from ra_desk.domain.people import DeskId
from ra_desk.services.paper import SealedLetter


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """A batch as it stands in the ledger.

    Attributes:
        number: counts from 1 at this desk; people read ``S-0482``.
        prepared_by: the operator's name.
        sheets: how many it has, whatever became of them.
        counts: sheets by state; states without sheets are left out.
        run: which opening of the program sends it to the printer and has not heard what came
            out; ``run_first``: the first sheet that it sent.
        fit: the window of its printer and envelope, if somebody has ever confirmed one.
        confirmed_at: when that was.
    """

    number: int
    prepared_at: datetime
    prepared_by: str
    printer: str
    envelope: Envelope
    sheets: int
    counts: Mapping[LetterState, int]
    looked_over_at: datetime
    run: str | None = None
    run_first: int = 1
    posted_at: datetime | None = None
    posted_on: date | None = None
    receipt: str = ""
    fit: EnvelopeFit | None = None
    confirmed_at: datetime | None = None

    @property
    def name(self) -> str:
        """The number as people read it."""
        return batch_name(self.number)

    def count(self, *states: LetterState) -> int:
        return sum(self.counts.get(state, 0) for state in states)

    def stale(self, *, now: datetime) -> bool:
        """Whether it has to be looked over before anything more of it is printed."""
        waits = self.count(LetterState.WAITING) > 0
        return waits and self.posted_at is None and is_stale(self.looked_over_at, now=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What the program cannot know: which sheet in the tray is the last good one.

    Attributes:
        first, last: the sheets that went to the printer; an answer is ``first - 1`` to ``last``.
        interrupted: the program ended meanwhile; else the run came to its end.
        doubtful: the sheet of which the printer has not said that it came out, if any.
        two_sheets: whether a letter among them is in large print, on two sheets of paper.
    """

    first: int
    last: int
    interrupted: bool
    doubtful: int | None = None
    two_sheets: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchSeen:
    """A batch with what is to be done next.

    Attributes:
        question: to be answered before anything more is printed, or None.
        stale: it is a day old and has to be looked over before it is printed on.
        window_confirmed: its window was confirmed today, so the test page may be skipped.
    """

    batch: Batch
    step: Step
    question: Question | None
    stale: bool
    window_confirmed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchPage:
    """Some batches, the newest first; ``earlier``: the place to go on from, 0 at the end."""

    batches: tuple[BatchSeen, ...] = ()
    earlier: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRow:
    """A sheet in a list. ``reason``: why it is spoilt or came back; ``changed_at``: since when."""

    sheet: Sheet
    changed_at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A letter that no batch takes until its problem is solved; ``problems`` are not raised."""

    letter: LetterNumber
    request: RequestNumber
    problems: tuple[Refused, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What waits to be put into a batch.

    Attributes:
        count: of all, problems included.
        oldest: when the longest waiting one was ordered.
        languages: letters by the languages they are in.
        places: letters by the name of their post.
        problems: letters that cannot be addressed or do not fit.
        elsewhere: what lies at other desks of the office, as central last said.
        unnumbered: so many of the office have not come: its numbers of registered post are used up.
    """

    count: int
    oldest: datetime | None
    languages: Mapping[str, int]
    places: Mapping[str, int]
    problems: tuple[LeftOut, ...]
    elsewhere: tuple[Elsewhere, ...]
    unnumbered: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """Letters that lie at another desk of the office.

    Attributes:
        batch: the number there of the batch that is open, 0 for none.
        since: when that desk got the oldest of them, or made the batch.
        leased_until: before that nobody else gets them.
    """

    desk: DeskId
    counter: str
    letters: int
    batch: int
    since: datetime
    leased_until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which of the waiting letters a batch takes; what is not said allows all.

    ``letters``: just these. ``before``: ordered earlier than that.
    """

    letters: tuple[LetterNumber, ...] = ()
    languages: str = ""
    place: str = ""
    before: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """A letter that the post brought back. ``request`` is None if this desk does not know it."""

    letter: LetterNumber
    reason: ReturnedReason
    at: datetime
    request: RequestNumber | None = None
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CameBack:
    """Who noted last that the post brought a letter; ``refused``: central did not count that."""

    by: str
    at: datetime
    refused: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NewBatch:
    """A batch that is to be entered; ``sheets`` in the order of printing."""

    number: int
    printer: str
    envelope: Envelope
    sheets: tuple[Sheet, ...] = field(repr=False)


class LetterBook(Protocol):
    """What a store knows of letters; lists are cut in the store, never in memory."""

    def unbatched(self, *, limit: int) -> Sequence[SealedLetter]:
        """Return letters that are in no batch and were never begun, the longest waiting first."""
        ...

    def unbatched_count(self) -> int: ...

    def next_number(self) -> int:
        """Return the number of the next batch."""
        ...

    def enter(self, batch: NewBatch, *, by: str, at: datetime) -> None:
        """Write a batch and its sheets, all waiting; its entry was appended before."""
        ...

    def batch(self, number: int) -> Batch | None: ...

    def batches(self, *, before: int, limit: int) -> Sequence[Batch]:
        """Return batches with smaller numbers, the newest first; 0 begins at the end."""
        ...

    def rows(self, batch: int, *, after: int, limit: int) -> Sequence[SheetRow]:
        """Return sheets of a batch in their order, those after the sheet ``after``."""
        ...

    def sheets(self, batch: int, *states: LetterState) -> Sequence[Sheet]:
        """Return the sheets of a batch in these states, in their order."""
        ...

    def sheet(self, batch: int, number: int) -> Sheet | None: ...

    def sheet_of(self, letter: LetterNumber) -> Sheet | None: ...

    def came_back(self, letter: LetterNumber) -> CameBack | None:
        """Return who noted last that the post brought it, also one that was printed elsewhere."""
        ...

    def recipient(self, sheet: Sheet) -> PassRequest | None:
        """Return whom a sheet is for, as far as the desk still knows."""
        ...

    def begun_on(self, sheet: Sheet) -> str:
        """Return the printer that a sheet was begun on; "" for one that never was."""
        ...

    def spoilt_alone(self, batch: int) -> int:
        """Return how many sheets were called spoilt that no second person has agreed to."""
        ...

    def look_over(self, batch: int, sheets: Sequence[Sheet], *, at: datetime) -> None:
        """Note what the addresses are now, and that somebody has looked."""
        ...

    def begin_run(self, batch: int, run: str, *, first: int) -> None:
        """Note who sends sheets of this batch to the printer, from which sheet on."""
        ...

    def use_printer(self, batch: int, printer: str, envelope: Envelope) -> None: ...

    def fit(self, printer: str, envelope: Envelope) -> tuple[EnvelopeFit, datetime] | None:
        """Return where a window is, and when somebody last saw an address in it."""
        ...

    def returned(self, *, before: datetime | None, limit: int) -> Sequence[Returned]:
        """Return letters that came back, the newest first."""
        ...

    def has_control(self, *, since: datetime) -> bool:
        """Whether a control letter has been put into a batch since a moment."""
        ...

    def unnumbered(self) -> int:
        """Return how many of the office's letters wait for a number of registered post."""
        ...

    def elsewhere(self) -> Sequence[Elsewhere]: ...
