"""What a printer reports and what of it stops a sheet: no alarm for a low tray, none missed."""

from __future__ import annotations

import pytest

from ra_desk.machine.job_state import CALLED_IN_VAIN_S, job_state
from ra_desk.services.paper import JobPhase, JobState, Trouble

PRINTING = {"job-state": (5,), "time-at-processing": (1000,), "job-printer-up-time": (1001,)}
IDLE, STANDS = 3, 5


def queue(*reasons: str, state: int = IDLE) -> dict[str, tuple[str | int, ...]]:
    return {"printer-state": (state,), "printer-state-reasons": reasons or ("none",)}


@pytest.mark.parametrize(
    ("reasons", "troubles"),
    [
        ((), ()),
        (("media-empty-error",), (Trouble.PAPER_OUT,)),
        (("media-empty",), (Trouble.PAPER_OUT,)),  # without a word on its gravity it stops
        (("media-empty-warning",), ()),  # the other tray
        (("media-low-report", "toner-low-warning"), ()),
        (("media-needed-error", "media-jam-error"), (Trouble.JAM, Trouble.PAPER_OUT)),
        (("offline-report",), (Trouble.OFFLINE,)),
        (("output-area-full-error",), (Trouble.TRAY_FULL,)),
        (("marker-supply-empty-error",), (Trouble.TONER_OUT,)),
        (("fuser-over-temp-error",), (Trouble.OTHER,)),
        (("cups-waiting-for-job-completed",), ()),
    ],
)
def test_only_what_stops_a_printer_is_a_trouble(reasons, troubles):
    """Whoever is called to the printer for nothing does not come the next time."""
    wanted = JobState(phase=JobPhase.PRINTING, troubles=troubles)
    assert job_state(PRINTING, queue(*reasons)) == wanted


def test_a_printer_that_stands_says_why_even_by_a_warning():
    stopped = {"job-state": (3,)}
    seen = job_state(stopped, queue("media-empty-warning", state=STANDS))
    assert seen == JobState(phase=JobPhase.STOPPED, troubles=(Trouble.PAPER_OUT,))
    assert job_state(stopped, queue(state=STANDS)).troubles == (Trouble.PAUSED,)


@pytest.mark.parametrize("seconds", [0, CALLED_IN_VAIN_S - 1, CALLED_IN_VAIN_S])
def test_a_printer_in_the_network_is_off_when_it_is_called_in_vain(seconds):
    """Each print begins with the call, so the call alone is no trouble."""
    job = {**PRINTING, "job-printer-up-time": (1000 + seconds,)}
    troubles = job_state(job, queue("connecting-to-device")).troubles
    assert troubles == ((Trouble.OFFLINE,) if seconds >= CALLED_IN_VAIN_S else ())


@pytest.mark.parametrize(
    ("state", "phase"),
    [(7, JobPhase.CANCELLED), (8, JobPhase.ABORTED), (9, JobPhase.PRINTED), (0, JobPhase.GONE)],
)
def test_what_is_over_has_no_trouble_left(state, phase):
    """The next sheet's jam is not this one's."""
    over = job_state({"job-state": (state,)}, queue("media-jam-error"))
    assert over == JobState(phase=phase)
    assert over.over
    assert not over.needs_somebody
