"""What a person can still decide about a record that central did not take as it was meant.

A conflict is read off the ruling on the record; the decision is a fact of its own
(``ConflictDecided``), and the record leaves the list only by it.

Source:
    ux.md 3.6; decisions 16 and 19 (nobody overrules a rule alone: an exception is a review).
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING

from ra_desk.domain.errors import Refused
from ra_desk.domain.facts import CheckAttested, ConflictChoice, ConflictDecided, Deed, Fact
from ra_desk.domain.pass_request import PassRequest, Stage

if TYPE_CHECKING:
    from ra_desk.domain.people import OperatorId
    from ra_desk.domain.standing import Ruling

#: Reason of a ruling that accepts a check and says that the data are others by now.
DATA_CHANGED = "check.data_changed"


class Conflict(StrEnum):
    """Why a record needs a decision."""

    #: The applicant's data changed after the check; it waits for a second pair of eyes.
    DATA_CHANGED = "data_changed"
    #: Another check or refusal counts.
    DECIDED_ELSEWHERE = "decided_elsewhere"
    #: The request was over when the record arrived.
    REQUEST_OVER = "request_over"
    #: There is no such request.
    NO_REQUEST = "no_request"
    #: Anything else that central refused.
    REFUSED = "refused"


class NoSuchConflict(Refused):
    """``seq``: there is no such record, or nothing of this kind to decide about it."""

    code = "conflict.none"


class NotYourConflict(Refused):
    """The check is somebody else's; only they send it on, take it back or ask for an exception."""

    code = "conflict.not_yours"


class AlreadyChosen(Refused):
    """``seq``: the record was decided about before."""

    code = "conflict.already_chosen"


class TooLateForException(Refused):
    """``lapsed_at``: the check itself was made after the deadline."""

    code = "conflict.too_late_for_exception"


_BY_REASON: Mapping[str, Conflict] = {
    "check.already_decided": Conflict.DECIDED_ELSEWHERE,
    "check.not_waiting": Conflict.REQUEST_OVER,
    "check.request_lapsed": Conflict.REQUEST_OVER,
    "request.unknown": Conflict.NO_REQUEST,
}

_C = ConflictChoice
#: What may ever be decided about a conflict.
POSSIBLE: Mapping[Conflict, frozenset[ConflictChoice]] = {
    Conflict.DATA_CHANGED: frozenset({_C.SECOND_REVIEW, _C.WITHDRAW, _C.KEEP}),
    Conflict.DECIDED_ELSEWHERE: frozenset({_C.KEEP}),
    Conflict.REQUEST_OVER: frozenset({_C.EXCEPTION, _C.INFORM, _C.KEEP}),
    Conflict.NO_REQUEST: frozenset({_C.WITHDRAW, _C.KEEP}),
    Conflict.REFUSED: frozenset({_C.KEEP}),
}
#: Choices that say something of the check itself: only who made it may say so.
OWN = frozenset({_C.SECOND_REVIEW, _C.WITHDRAW, _C.EXCEPTION})
#: Stages out of which a second person may still let a check count that was made in time.
EXCEPTION_FROM = frozenset({Stage.EXPIRED, Stage.WITHDRAWN})


def conflict_of(ruling: Ruling | None) -> Conflict | None:
    """Return what is to be decided after a ruling, or None."""
    if ruling is None:
        return None
    if ruling.outcome == "refused":
        return _BY_REASON.get(ruling.reason, Conflict.REFUSED)
    return Conflict.DATA_CHANGED if ruling.reason == DATA_CHANGED else None


def choices(
    deed: Deed, ruling: Ruling | None, request: PassRequest | None, *, by: OperatorId
) -> tuple[ConflictChoice, ...]:
    """Return what ``by`` may decide about a record, the recommended choice first.

    Args:
        request: as it stands now; None if this desk does not keep it.
    """
    found = _fitting(deed.fact, conflict_of(ruling), deed, request)
    if deed.by != by:
        found = tuple(choice for choice in found if choice not in OWN) or (_C.KEEP,)
    return found if conflict_of(ruling) is not None else ()


def _fitting(
    fact: Fact, conflict: Conflict | None, deed: Deed, request: PassRequest | None
) -> tuple[ConflictChoice, ...]:
    is_check = isinstance(fact, CheckAttested)
    match conflict:
        case Conflict.DATA_CHANGED if request is not None and _waits_for_review(deed, request):
            return (_C.SECOND_REVIEW, _C.WITHDRAW)
        case Conflict.REQUEST_OVER if is_check and request is not None:
            if request.stage not in EXCEPTION_FROM or deed.at > request.expires_at:
                return (_C.INFORM,)
            # Who withdrew has spoken last: that a second person overrules it is not the rule.
            if request.stage is Stage.WITHDRAWN:
                return (_C.INFORM, _C.EXCEPTION)
            return (_C.EXCEPTION, _C.INFORM)
        case Conflict.REQUEST_OVER if is_check:
            return (_C.INFORM,)
        case Conflict.NO_REQUEST:
            return (_C.WITHDRAW,)
        case _:
            return (_C.KEEP,)


def _waits_for_review(deed: Deed, request: PassRequest) -> bool:
    decision = request.decision
    return request.stage is Stage.IN_REVIEW and decision is not None and decision.ref == deed.ref


def require_decidable(
    decided: ConflictDecided,
    deed: Deed | None,
    ruling: Ruling | None,
    request: PassRequest | None,
    *,
    by: OperatorId | None,
) -> None:
    """Refuse a decision that does not fit the record it is about; desk and central ask alike.

    Args:
        deed, ruling: the record at ``decided.seq`` of the same chain, and what central ruled.
        request: as it stands; None where it is not kept.

    Raises:
        NoSuchConflict: no such record, or nothing of this kind to decide.
        NotYourConflict: it speaks of somebody else's check.
        TooLateForException: the check was made after the deadline.
    """
    conflict = conflict_of(ruling)
    if deed is None or conflict is None or deed.fact.subject != decided.request:
        raise NoSuchConflict(seq=decided.seq)
    if decided.choice not in POSSIBLE[conflict]:
        raise NoSuchConflict(seq=decided.seq)
    if decided.choice in OWN and deed.by != by:
        raise NotYourConflict()
    if decided.choice is not _C.EXCEPTION:
        return
    if not isinstance(deed.fact, CheckAttested) or deed.fact.channel != decided.channel:
        raise NoSuchConflict(seq=decided.seq)
    if request is not None and deed.at > request.expires_at:
        raise TooLateForException(lapsed_at=request.expires_at)
