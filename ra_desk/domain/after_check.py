"""What may still be done once a check has been sent: correct it, suspect it, send the code again."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from ra_desk.domain.checks import require_short
from ra_desk.domain.errors import Refused
from ra_desk.domain.pass_request import WAITING, PassRequest, Stage
from ra_desk.domain.policy import ReviewReason
from ra_desk.domain.reviewed import Verdict

if TYPE_CHECKING:
    from ra_desk.domain.activation import RequestNumber
    from ra_desk.domain.pass_request import EntryRef

#: Stages in which a check counts and its code, if there is one, has not been used.
CORRECTABLE = frozenset({Stage.IDENTIFIED, Stage.IN_REVIEW, Stage.CODE_ORDERED, Stage.CODE_SENT})


#: Stages after which the client submits a new request: there is paper that says how.
SUBMIT_ANEW = frozenset({Stage.EXPIRED, Stage.WITHDRAWN, Stage.CANCELLED})


class Wrong(StrEnum):
    """What was wrong with a check."""

    DOCUMENT = "document"
    ANSWER = "answer"
    PERSON = "person"


class CorrectionTooLate(Refused):
    """``stage``: the code was used, or nothing is left that could be corrected."""

    code = "correction.too_late"


class AnotherCheck(Refused):
    """The check that was to be corrected does not count any more."""

    code = "correction.another_check"


class CorrectionUnexplained(Refused):
    """A correction needs a reason."""

    code = "correction.unexplained"


class CodeNotSent(Refused):
    """``stage``: no code has been sent that could be sent again."""

    code = "code_again.not_sent"


class OrderedTooLate(Refused):
    """The order came to central later than its operator's rights last, or after they ended."""

    code = "code_again.too_late"


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What a clerk says of a check that was sent: what was wrong, and why."""

    request: RequestNumber
    check: EntryRef
    wrong: Wrong
    reason: str = field(repr=False)


def correct(correction: Correction, request: PassRequest) -> PassRequest:
    """Return the request with its check back in review and no living code.

    Raises:
        CorrectionUnexplained, NoteTooLong: the reason is missing or too long.
        CorrectionTooLate: the code was used, or the request is closed.
        AnotherCheck: another check counts by now.
    """
    if not correction.reason.strip():
        raise CorrectionUnexplained()
    require_short(correction.reason)
    if request.stage not in CORRECTABLE or request.decision is None:
        raise CorrectionTooLate(stage=request.stage)
    if request.decision.ref != correction.check:
        raise AnotherCheck()
    return _to_review(request, ReviewReason.CORRECTION)


def suspect(request: PassRequest) -> PassRequest:
    """Return the request with a suspicion that only a review can lift; closed ones as they are."""
    if ReviewReason.SUSPICION in request.review:
        return request
    if request.stage in WAITING:
        return replace(request, review=(*request.review, ReviewReason.SUSPICION))
    if request.stage in CORRECTABLE:
        return _to_review(request, ReviewReason.SUSPICION)
    return request


def order_again(request: PassRequest) -> PassRequest:
    """Return the request with a code that is to be made anew; the old one is dead.

    Raises:
        CodeNotSent: none has been sent, or it was used.
    """
    if request.stage is not Stage.CODE_SENT:
        raise CodeNotSent(stage=request.stage)
    return replace(request, stage=Stage.CODE_ORDERED, letter=None)


def as_told(request: PassRequest) -> PassRequest:
    """Return the request as it may be seen at a counter: a silent warning leaves no trace.

    Nor does a check that was drawn by chance, and that somebody found it good: a warning could
    be the reason.
    """
    said = request.reviewed
    if said is not None and said.verdict is Verdict.APPROVE:
        request = replace(request, reviewed=None)
    hidden = {ReviewReason.SUSPICION}
    if request.stage is not Stage.IN_REVIEW:
        hidden.add(ReviewReason.RANDOM_SAMPLE)
    rest = tuple(reason for reason in request.review if reason not in hidden)
    if rest == request.review:
        return request
    alone = request.stage is Stage.IN_REVIEW and not rest
    return replace(request, review=rest, stage=Stage.IDENTIFIED if alone else request.stage)


def _to_review(request: PassRequest, reason: ReviewReason) -> PassRequest:
    before = request.review if request.stage is Stage.IN_REVIEW else ()
    reasons = tuple(dict.fromkeys((*before, reason)))
    return replace(request, stage=Stage.IN_REVIEW, review=reasons, letter=None)
