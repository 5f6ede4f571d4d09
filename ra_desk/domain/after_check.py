"""What may still be done once a check has been sent: correct it, suspect it, send the code again."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from ra_desk.domain.checks import office_day, require_short
from ra_desk.domain.documents import IdentityDocument, require_plausible
from ra_desk.domain.errors import Refused
from ra_desk.domain.pass_request import WAITING, PassRequest, Stage
from ra_desk.domain.policy import ReviewReason
from ra_desk.domain.reviewed import Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

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
    """What a clerk says of a check that was sent: what was wrong, and why.

    ``document``: the whole document as it should have been recorded; None where nothing in the
    record of it is wrong, or nobody can say what would be right.
    """

    request: RequestNumber
    check: EntryRef
    wrong: Wrong
    reason: str = field(repr=False)
    document: IdentityDocument | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledCorrection:
    """A correction that central took, where and when, and the document that it names, if any."""

    ref: EntryRef
    filed_at: datetime
    document: IdentityDocument | None


def correct(correction: Correction, request: PassRequest) -> PassRequest:
    """Return the request with its check back in review and no living code.

    Raises:
        CorrectionUnexplained, NoteTooLong: the reason is missing or too long.
        CorrectionTooLate: the code was used, or the request is closed.
        AnotherCheck: another check counts by now.
        Refused: the document could not have been evidence on the day of the check.
    """
    if not correction.reason.strip():
        raise CorrectionUnexplained()
    require_short(correction.reason)
    if request.stage not in CORRECTABLE or request.decision is None:
        raise CorrectionTooLate(stage=request.stage)
    if request.decision.ref != correction.check:
        raise AnotherCheck()
    if correction.document is not None:
        require_plausible(correction.document, on=office_day(request.decision.at))
    return _to_review(request, ReviewReason.CORRECTION)


def split_corrections(
    corrections: Sequence[FiledCorrection], request: PassRequest, *, approved_at: datetime | None
) -> tuple[Sequence[FiledCorrection], Sequence[FiledCorrection]]:
    """Return the corrections of the check that count, and those that wait for somebody.

    Args:
        corrections: those of the check that counts, oldest first.
        approved_at: when somebody last approved the request.
    """
    if request.stage is not Stage.IN_REVIEW or ReviewReason.CORRECTION not in request.review:
        return corrections, ()
    # One always waits: who approves and corrects in one round does both at one moment.
    waiting = max(1, sum(approved_at is None or one.filed_at > approved_at for one in corrections))
    return corrections[:-waiting], corrections[-waiting:]


def document_after(
    corrections: Sequence[FiledCorrection], document: IdentityDocument
) -> IdentityDocument:
    """Return the document as the corrections leave it; one that names none changes nothing."""
    named = [one.document for one in corrections if one.document is not None]
    return named[-1] if named else document


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
