"""What the services need for letters: a letter as it lies here, its drawing, a queue that prints."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from ra_desk.domain.activation import LetterNumber, RequestNumber
from ra_desk.domain.pass_request import PassRequest
from ra_desk.domain.people import Office
from ra_desk.domain.policy import Service


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedLetter:
    """A letter that waits to be printed here. Nobody below ``letter_printing`` can open the box.

    ``started_at``: when its printing began at this desk; from then on it is printed or spoilt,
    never drawn again. ``item``: the number of the registered item, "" for ordinary post.
    """

    number: LetterNumber
    request: RequestNumber
    box: bytes
    expires_at: datetime
    ordered_at: datetime
    recipient: PassRequest
    started_at: datetime | None = None
    item: str = ""


class JobPhase(StrEnum):
    """How far a queue has come with one job."""

    WAITING = "waiting"
    PRINTING = "printing"
    #: The queue or the job stands until somebody lets it go on.
    STOPPED = "stopped"
    #: The queue says that the sheet came out: only this counts as printed.
    PRINTED = "printed"
    #: The printer or its driver gave up; part of the sheet may have come out.
    ABORTED = "aborted"
    CANCELLED = "cancelled"
    #: The queue knows nothing of it any more: only the tray tells whether it was printed.
    GONE = "gone"


class Trouble(StrEnum):
    """Why a printer does not go on, as far as it says; the gravest first."""

    JAM = "jam"
    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    TONER_OUT = "toner_out"
    TRAY_FULL = "tray_full"
    #: Switched off, unplugged, out of the network.
    OFFLINE = "offline"
    #: Somebody, or the spooler after a failure, has stopped the queue.
    PAUSED = "paused"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintJob:
    """What a queue has accepted; ``ticket`` is the queue's own business."""

    queue: str
    number: int
    ticket: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class JobState:
    """What a queue says of one job now, the gravest trouble first."""

    phase: JobPhase
    troubles: tuple[Trouble, ...] = ()

    @property
    def over(self) -> bool:
        """Whether nothing more will come of it."""
        return self.phase not in {JobPhase.WAITING, JobPhase.PRINTING, JobPhase.STOPPED}

    @property
    def needs_somebody(self) -> bool:
        """Whether it stands still until somebody goes to the printer."""
        return not self.over and (bool(self.troubles) or self.phase is JobPhase.STOPPED)


class Printer(Protocol):
    """A queue that takes PDF from memory. ``title`` never holds a name."""

    @property
    def name(self) -> str: ...

    def print(self, pdf: bytes, *, title: str) -> PrintJob:
        """Hand a document over; it is accepted then, and not yet printed.

        Raises:
            Unavailable: see the adapter; only its word that it refused means that no sheet comes.
        """
        ...

    def state(self, job: PrintJob) -> JobState:
        """Ask what became of a job of this queue.

        Raises:
            Unavailable: there is nobody to ask.
        """
        ...

    def cancel(self, job: PrintJob) -> JobState:
        """Take a job back whose sheet must not come out any more, and return what it is now.

        A sheet that is in the printer may come out all the same.

        Raises:
            Unavailable: there is nobody to ask.
        """
        ...


class ReceiptRenderer(Protocol):
    """Draws the citizen's receipt of a check in memory; ``paper`` provides it."""

    def __call__(
        self,
        request: PassRequest,
        *,
        provisional: bool,
        office: Office,
        service: Service,
        demo: bool,
    ) -> bytes: ...
