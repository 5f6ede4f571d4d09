"""What happens to a request away from the desk: central's and the citizen's half of its life."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from ra_desk.domain.errors import Refused
from ra_desk.domain.pass_request import CLOSED, PassRequest, Stage
from ra_desk.domain.policy import ReviewReason


class Event(StrEnum):
    REGISTER_AGREED = "register_agreed"
    REGISTER_DISAGREED = "register_disagreed"
    REVIEW_OPENED = "review_opened"
    REVIEW_APPROVED = "review_approved"
    REVIEW_RETURNED = "review_returned"
    REVIEW_REFUSED = "review_refused"
    CODE_ACCEPTED = "code_accepted"
    CODE_DEAD = "code_dead"
    MAIL_REFUSED = "mail_refused"
    REDEEMED = "redeemed"
    ACTIVATED = "activated"
    LAPSED = "lapsed"
    CITIZEN_WITHDREW = "citizen_withdrew"
    RESTRICTED = "restricted"
    CANCELLED = "cancelled"


class NotPossibleNow(Refused):
    """``event``, ``stage``: what was to happen, and where the request stands."""

    code = "request.not_possible_now"


_S = Stage
_OPEN = frozenset(Stage) - CLOSED - {_S.UNKNOWN, _S.RESTRICTED}

#: For each event: the stages it may follow, and the stage it leads to.
LIFE: dict[Event, tuple[frozenset[Stage], Stage]] = {
    Event.REGISTER_AGREED: (frozenset({_S.IDENTIFIED}), _S.CODE_ORDERED),
    Event.REGISTER_DISAGREED: (frozenset({_S.IDENTIFIED}), _S.IN_REVIEW),
    Event.REVIEW_OPENED: (frozenset({_S.IDENTIFIED}), _S.IN_REVIEW),
    Event.REVIEW_APPROVED: (frozenset({_S.IN_REVIEW}), _S.IDENTIFIED),
    Event.REVIEW_RETURNED: (frozenset({_S.IN_REVIEW}), _S.RETURNED),
    Event.REVIEW_REFUSED: (frozenset({_S.IN_REVIEW}), _S.REFUSED),
    Event.CODE_ACCEPTED: (frozenset({_S.CODE_ORDERED}), _S.CODE_SENT),
    Event.MAIL_REFUSED: (frozenset({_S.CODE_ORDERED}), _S.RETURNED),
    Event.CODE_DEAD: (frozenset({_S.CODE_ORDERED, _S.CODE_SENT}), _S.CODE_ORDERED),
    Event.REDEEMED: (frozenset({_S.CODE_SENT}), _S.REDEEMED),
    Event.ACTIVATED: (frozenset({_S.REDEEMED}), _S.ACTIVE),
    Event.LAPSED: (_OPEN - {_S.REDEEMED}, _S.EXPIRED),
    Event.CITIZEN_WITHDREW: (_OPEN - {_S.REDEEMED}, _S.WITHDRAWN),
    Event.RESTRICTED: (_OPEN | {_S.ACTIVE}, _S.RESTRICTED),
    Event.CANCELLED: (_OPEN | {_S.ACTIVE, _S.RESTRICTED}, _S.CANCELLED),
}


def advance(
    request: PassRequest, event: Event, *, reasons: tuple[ReviewReason, ...] = ()
) -> PassRequest:
    """Return the request after the event.

    Args:
        reasons: why a review is opened; they are added to those that stand already.

    Raises:
        NotPossibleNow: the event cannot follow the request's stage.
    """
    allowed, after = LIFE[event]
    if request.stage not in allowed:
        raise NotPossibleNow(event=event, stage=request.stage)
    kept = request.review if after is _S.IN_REVIEW else _sampled(request)
    return replace(request, stage=after, review=tuple(dict.fromkeys((*kept, *reasons))))


def _sampled(request: PassRequest) -> tuple[ReviewReason, ...]:
    """Return what outlives the step: a check drawn by chance is looked at whatever follows."""
    if request.stage is _S.IN_REVIEW or ReviewReason.RANDOM_SAMPLE not in request.review:
        return ()
    return (ReviewReason.RANDOM_SAMPLE,)
