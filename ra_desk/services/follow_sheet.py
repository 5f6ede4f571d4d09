"""Stay with a sheet until the queue says what became of it."""

from __future__ import annotations

from collections.abc import Callable

from ra_desk.domain.errors import Unavailable
from ra_desk.services.paper import JobPhase, JobState, Printer, PrintJob, Trouble


class PrinterStands(Unavailable):
    """``queue`` does not go on until somebody goes there; ``trouble``: why, as far as it says."""

    code = "printer.stands"


class SheetUnsure(Unavailable):
    """``queue`` gave a sheet up or forgot it, ``phase``: only the tray tells if it came out."""

    code = "printer.unsure"


def trouble_of(job: PrintJob, state: JobState) -> Unavailable | None:
    """Return what to tell of a sheet that is not printed; None if there is nothing to tell."""
    if state.needs_somebody:
        worst = state.troubles[0] if state.troubles else Trouble.PAUSED
        return PrinterStands(queue=job.queue, trouble=worst)
    if state.over and state.phase is not JobPhase.PRINTED:
        return SheetUnsure(queue=job.queue, phase=state.phase)
    return None


def follow_sheet(
    job: PrintJob,
    *,
    printer: Printer,
    pause: Callable[[], bool],
    seen: Callable[[JobState], None] = lambda _: None,
) -> JobState:
    """Return the last word of the queue about a job.

    Paper that is out or jammed is no end: the sheet goes on by itself once somebody has put the
    printer right, and ``seen`` is told meanwhile.

    Args:
        job: what ``printer.print`` returned.
        printer: the queue that took it.
        pause: waits a moment before the queue is asked again; False ends the waiting.
        seen: told each state that differs from the one before.

    Returns:
        A state that is ``over``, or the last one seen when ``pause`` ended the waiting.

    Raises:
        Unavailable: the queue does not answer; whether the sheet came out is seen in the tray.
    """
    state = printer.state(job)
    seen(state)
    while not state.over and pause():
        now = printer.state(job)
        if now != state:
            seen(now)
        state = now
    return state
