"""What the journal keeps of letters between the order and the post, and of what comes back.

That the printing of a letter began, that it is printed, and that it is spoilt are kinds of
their own in ``facts``, because each of them is about a code.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as attribute
from datetime import date

from ra_desk.domain.activation import LetterNumber, RequestNumber
from ra_desk.domain.fact import Fact
from ra_desk.domain.letters import LetterEvent, ReturnedReason
from ra_desk.domain.people import DeskId


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterBatchPrepared(Fact):
    """Letters were put in the order in which they are printed; the first one is sheet 1.

    Attributes:
        batch: counts from 1 at each desk.
        control: the letter to the office itself, if the batch has one; it is the last sheet.
    """

    kind = "letter_batch_prepared/1"
    batch: int
    printer: str
    envelope: str
    letters: tuple[LetterNumber, ...]
    control: LetterNumber | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterBatchLookedOver(Fact):
    """A batch that had become old was looked over: so many addresses had changed."""

    kind = "letter_batch_looked_over/1"
    batch: int
    changed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowConfirmed(Fact):
    """The address of a test page lies in the window.

    Attributes:
        right, down: how far the window is from where it ought to be, tenths of a millimetre.
    """

    kind = "window_confirmed/1"
    printer: str
    envelope: str
    right: int
    down: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterSheetsSeen(Fact):
    """Somebody looked into the tray: sheets are good up to ``last_good``, of those sent there."""

    kind = "letter_sheets_seen/1"
    batch: int
    last_good: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterReconciled(Fact):
    """The sheet is there. ``scanned``: its mark was read; else somebody ticked it."""

    kind = "letter_reconciled/1"
    request: RequestNumber
    letter: LetterNumber
    batch: int
    scanned: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SpoilingAgreed(Fact):
    """A second person agrees that these sheets are spoilt; signed by that person."""

    kind = "spoiling_agreed/1"
    batch: int
    sheets: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterBatchPosted(Fact):
    """All reconciled letters of a batch were handed to the post.

    Attributes:
        letters: how many.
        receipt: number of the post's receipt, if there is one.
    """

    kind = "letter_batch_posted/1"
    batch: int
    letters: int
    on: date
    receipt: str = attribute(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterReturned(Fact):
    """The post brought a letter back. ``request`` is None where the desk does not know it."""

    kind = "letter_returned/1"
    request: RequestNumber | None
    letter: LetterNumber
    reason: ReturnedReason


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlLetterNoted(Fact):
    """What became of the letter to the office itself; no code is in it."""

    kind = "control_letter_noted/1"
    batch: int
    letter: LetterNumber
    event: LetterEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlLetterArrived(Fact):
    """The post brought the control letter; from its day the post's time is known."""

    kind = "control_letter_arrived/1"
    letter: LetterNumber
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class LettersTakenOver(Fact):
    """Letters that lie at another desk of the office are wanted here, each with a new code."""

    kind = "letters_taken_over/1"
    holder: DeskId


FACTS: tuple[type[Fact], ...] = (
    LetterBatchPrepared,
    LetterBatchLookedOver,
    WindowConfirmed,
    LetterSheetsSeen,
    LetterReconciled,
    SpoilingAgreed,
    LetterBatchPosted,
    LetterReturned,
    ControlLetterNoted,
    ControlLetterArrived,
    LettersTakenOver,
)
