"""Stay with a sheet until the queue says what became of it."""

from __future__ import annotations

from collections.abc import Callable

from ra_desk.services.paper import JobState, Printer, PrintJob


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
