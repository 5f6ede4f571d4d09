"""What the attributes of a job and its queue mean for the sheet.

Source:
    RFC 8011 §5.3.7–5.3.8 (states of a job), §5.4.11–5.4.12 (of a printer; a reason without
    ``-report`` or ``-warning`` stops it); the names CUPS adds are in cups-ipp-extensions.
"""

from __future__ import annotations

from typing import Final

from ra_desk.machine.cups import Attributes
from ra_desk.services.paper import JobPhase, JobState, Trouble

#: Seconds after which a printer that is still being called counts as switched off.
CALLED_IN_VAIN_S: Final = 10

_STOPPED_PRINTER: Final = 5
_PROCESSING: Final = 5
_PHASES: Final = {
    3: JobPhase.WAITING,
    4: JobPhase.STOPPED,  # held by somebody
    _PROCESSING: JobPhase.PRINTING,
    6: JobPhase.STOPPED,
    7: JobPhase.CANCELLED,
    8: JobPhase.ABORTED,
    9: JobPhase.PRINTED,
}
#: Low paper, low toner and the like stop nothing.
_TROUBLES: Final = {
    "media-jam": Trouble.JAM,
    "media-empty": Trouble.PAPER_OUT,
    "media-needed": Trouble.PAPER_OUT,
    "input-tray-missing": Trouble.PAPER_OUT,
    "cover-open": Trouble.COVER_OPEN,
    "door-open": Trouble.COVER_OPEN,
    "interlock-open": Trouble.COVER_OPEN,
    "toner-empty": Trouble.TONER_OUT,
    "marker-supply-empty": Trouble.TONER_OUT,
    "output-area-full": Trouble.TRAY_FULL,
    "offline": Trouble.OFFLINE,
    "shutdown": Trouble.OFFLINE,
    "timed-out": Trouble.OFFLINE,
    "paused": Trouble.PAUSED,
}
_NONE: Final = "none"
_CALLING: Final = "connecting-to-device"
_OFFLINE: Final = "offline-report"
_HARMLESS: Final = ("-report", "-warning")


def job_state(job: Attributes, queue: Attributes | None) -> JobState:
    """Return what a job's attributes, and its queue's, say of the sheet.

    Args:
        job: of the job, or of the note of its end.
        queue: of the queue it is in; None if that is not known.
    """
    phase = _PHASES.get(_number(job, "job-state"), JobPhase.GONE)
    if JobState(phase=phase).over or queue is None:
        return JobState(phase=phase)
    stands = _number(queue, "printer-state") == _STOPPED_PRINTER
    if stands and phase is JobPhase.WAITING:
        phase = JobPhase.STOPPED
    reasons = [str(reason) for reason in queue.get("printer-state-reasons", ())]
    found = {trouble for reason in reasons if (trouble := _trouble(reason, job, stands=stands))}
    if not found and stands:
        found.add(Trouble.PAUSED)
    return JobState(phase=phase, troubles=tuple(t for t in Trouble if t in found))


def _trouble(reason: str, job: Attributes, *, stands: bool) -> Trouble | None:
    if reason == _CALLING:
        # Each print to a printer in the network begins so; it is a trouble when nobody answers.
        return Trouble.OFFLINE if _seconds_at_printer(job) >= CALLED_IN_VAIN_S else None
    # An empty second tray is a warning. When the printer stands, it is why.
    if reason == _NONE or (reason.endswith(_HARMLESS) and reason != _OFFLINE and not stands):
        return None
    known = reason.removesuffix("-error").removesuffix("-report").removesuffix("-warning")
    if known in _TROUBLES:
        return _TROUBLES[known]
    return Trouble.OTHER if reason.endswith("-error") else None


def _seconds_at_printer(job: Attributes) -> int:
    if _number(job, "job-state") != _PROCESSING:
        return 0
    since, now = _number(job, "time-at-processing"), _number(job, "job-printer-up-time")
    return now - since if since and now else 0


def _number(attributes: Attributes, name: str) -> int:
    values = attributes.get(name, ())
    return values[0] if values and isinstance(values[0], int) else 0
