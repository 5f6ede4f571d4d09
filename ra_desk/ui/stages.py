"""Stages as chips: icon, words and colour together, never colour alone."""

from __future__ import annotations

from ra_desk.domain.after_check import as_told
from ra_desk.domain.pass_request import PassRequest, Stage
from ra_desk.domain.policy import ReviewReason
from ra_desk.texts import _
from ra_desk.ui.names import stage_name
from ra_desk.ui.parts.state import State
from ra_desk.ui.theme import Kind

_LOOKS: dict[Stage, tuple[Kind, str]] = {
    Stage.SUBMITTED: (Kind.INFO, "hourglass"),
    Stage.IDENTIFIED: (Kind.INFO, "clipboard-check"),
    Stage.IN_REVIEW: (Kind.REV, "shield-check"),
    Stage.RETURNED: (Kind.WARN, "arrow-back-up"),
    Stage.CODE_ORDERED: (Kind.INFO, "mail-forward"),
    Stage.CODE_SENT: (Kind.OK, "mail-check"),
    Stage.REDEEMED: (Kind.INFO, "circle-check"),
    Stage.ACTIVE: (Kind.OK, "circle-check"),
    Stage.REFUSED: (Kind.ERR, "circle-x"),
    Stage.EXPIRED: (Kind.IDLE, "calendar-x"),
    Stage.WITHDRAWN: (Kind.IDLE, "ban"),
    Stage.RESTRICTED: (Kind.WARN, "lock"),
    Stage.CANCELLED: (Kind.IDLE, "ban"),
    Stage.UNKNOWN: (Kind.IDLE, "question-mark"),
}


def stage_state(stage: Stage) -> State:
    """Return the chip of a stage (ux.md, status catalogue)."""
    kind, icon = _LOOKS[stage]
    return State(kind=kind, icon=icon, text=stage_name(stage))


def request_state(request: PassRequest) -> State:
    """Return the chip of a request; what central has not seen yet waits to be sent."""
    if request.awaits_ruling:
        return saved_here()
    if _is_undelivered(request):
        return undelivered()
    return stage_state(as_told(request).stage)


def saved_here() -> State:
    return State(kind=Kind.WARN, icon="cloud-upload", text=_("Waiting to be sent"))


def _is_undelivered(request: PassRequest) -> bool:
    return request.stage is Stage.RETURNED and ReviewReason.MAIL_REFUSED in request.review


def undelivered_words(request: PassRequest) -> str:
    """Return what to do where no mail reaches the client; else ""."""
    if not _is_undelivered(request):
        return ""
    return _(
        "E-mail not delivered: ask the client for the address. With another address the client "
        "submits a new request; where the office may, check again and choose post."
    )


def undelivered() -> State:
    return State(kind=Kind.ERR, icon="mail-x", text=_("E-mail not delivered"))


def needs_decision() -> State:
    return State(kind=Kind.ERR, icon="arrows-diff", text=_("Needs a decision"))
