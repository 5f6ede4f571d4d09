"""The second pair of eyes: why a check is looked at again, by whom, and what a decision does.

Reasons that a rule gives are in ``checks.review_reasons`` (what desk and central can both see)
and at central; a random sample is drawn beside them. Before the code leaves the request waits
in review; after it has left, ``RANDOM_SAMPLE`` stays with the request until somebody decided.

Source:
    Decision 19; ux.md 3.5.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from ra_desk.domain.after_check import CORRECTABLE
from ra_desk.domain.checks import require_short
from ra_desk.domain.errors import Refused, Unavailable
from ra_desk.domain.life import Event, advance
from ra_desk.domain.pass_request import EntryRef, PassRequest, Stage
from ra_desk.domain.people import DeskId
from ra_desk.domain.policy import Policy, ReviewReason
from ra_desk.domain.refusals import ENDS_REQUEST
from ra_desk.domain.reviewed import ReturnReason, Reviewed, Verdict

if TYPE_CHECKING:
    from ra_desk.domain.facts_review import ReviewDecided
    from ra_desk.domain.people import PersonId

#: The code was used: what a review of the sample finds can only be stopped, not repeated.
USED = frozenset({Stage.REDEEMED, Stage.ACTIVE})
_SAMPLE = ReviewReason.RANDOM_SAMPLE
#: What a decision is in the life of a request, and the name under which it is written down.
EVENTS = {
    Verdict.APPROVE: Event.REVIEW_APPROVED,
    Verdict.RETURN: Event.REVIEW_RETURNED,
    Verdict.REFUSE: Event.REVIEW_REFUSED,
}


class ReviewElsewhere(Refused):
    """The check belongs to an office that this one does not review for."""

    code = "review.elsewhere"


class AlreadyReviewed(Refused):
    """``operator``, ``at``, ``verdict``: whose decision counts."""

    code = "review.already_decided"


class NotInReview(Refused):
    """``stage``: the request waits for no review, or not for this decision."""

    code = "review.not_waiting"


class ReviewChanged(Refused):
    """Something was added since the reviewer looked: another check, a correction, other data."""

    code = "review.changed"


class OwnCheck(Refused):
    """The check, its correction or a warning is the same person's, be it of another account."""

    code = "review.own_check"


class ReturnUnexplained(Refused):
    """Who sends a check back says what the clerk can do; "other" needs words."""

    code = "review.return_unexplained"


class VisitOnly(Refused):
    """``reason``: a reason that ends a visit and leaves the request open; None for no reason."""

    code = "review.visit_only"


class ReturnTooLate(Refused):
    """``stage``: the code was used; nothing can be repeated at a counter."""

    code = "review.return_too_late"


class DecidedTooLate(Refused):
    """The decision came to central later than its reviewer's rights last, or after they ended."""

    code = "review.too_late"


class StepUpMissing(Refused):
    """The office's policy asks for the password with each decision."""

    code = "review.step_up_missing"


class NobodyElse(Refused):
    """``office``, ``hours``: who takes it over, and after how many. Told, and never raised."""

    code = "review.nobody_else"


class NobodyAtAll(Refused):
    """Nobody else is there today, and no office takes it over. Told, and never raised."""

    code = "review.nobody_at_all"


class DecisionNotSaved(Unavailable):
    """The store of this desk did not take the decision."""

    code = "review.not_saved"


def waits(request: PassRequest) -> bool:
    """Whether somebody is still to look at the request's check."""
    return request.stage is Stage.IN_REVIEW or is_sample(request)


def is_sample(request: PassRequest) -> bool:
    """Whether the check was drawn by chance and its code did not wait."""
    return request.stage is not Stage.IN_REVIEW and _SAMPLE in request.review


def is_drawn(chance: float, policy: Policy) -> bool:
    """Whether a check is in the random sample; ``chance`` is in 0 to 1, 1 excluded."""
    return chance < policy.sample_after


def require_other(reviewer: PersonId, behind: Iterable[PersonId]) -> None:
    """Refuse a reviewer who stands behind the check: the person counts, not the account.

    Raises:
        OwnCheck: the reviewer is one of these people.
    """
    if reviewer in behind:
        raise OwnCheck()


def check_under_review(request: PassRequest) -> EntryRef:
    """Return the check that counts; one without a desk where nobody has checked a document."""
    if request.decision is None:
        return EntryRef(desk=DeskId(""), epoch=0, seq=0)
    return request.decision.ref


def possible(request: PassRequest) -> tuple[Verdict, ...]:
    """Return what may be decided about a request that waits."""
    if request.stage is Stage.IN_REVIEW or (is_sample(request) and request.stage in CORRECTABLE):
        return (Verdict.APPROVE, Verdict.RETURN, Verdict.REFUSE)
    if is_sample(request) and request.stage in USED:
        return (Verdict.APPROVE, Verdict.REFUSE)
    return (Verdict.APPROVE,) if is_sample(request) else ()


def decide_review(fact: ReviewDecided, request: PassRequest, *, said: Reviewed) -> PassRequest:
    """Return the request after a reviewer's decision.

    Before the code leaves: it goes on to its code, back to the counter, or ends. A sampled
    check whose code has left but was not used: the code dies with a return or a refusal. One
    whose code was used: a refusal restricts.

    Raises:
        ReturnUnexplained, NoteTooLong, VisitOnly: the reason is missing, wrong or too long.
        AlreadyReviewed: somebody else has decided.
        ReviewChanged: another check counts by now.
        ReturnTooLate: the code was used.
        NotInReview: nothing waits for this decision.
    """
    require_decidable(fact, request)
    if request.stage is Stage.IN_REVIEW:
        return replace(advance(request, EVENTS[fact.verdict]), reviewed=said)
    rest = tuple(reason for reason in request.review if reason is not _SAMPLE)
    decided = replace(request, review=rest, reviewed=said)
    match fact.verdict:
        case Verdict.APPROVE:
            return decided
        case Verdict.RETURN:
            return replace(decided, stage=Stage.RETURNED, letter=None)
        case _ if request.stage in USED:
            return replace(decided, stage=Stage.RESTRICTED)
        case _:
            return replace(decided, stage=Stage.REFUSED, letter=None)


def require_decidable(fact: ReviewDecided, request: PassRequest) -> None:
    """Refuse a decision that does not fit the request as it stands; errors as `decide_review`."""
    require_explained(fact)
    if not waits(request):
        if request.reviewed is not None:
            raise AlreadyReviewed(
                operator=request.reviewed.operator_name,
                at=request.reviewed.at,
                verdict=request.reviewed.verdict,
            )
        raise NotInReview(stage=request.stage)
    seen = EntryRef(desk=fact.check_desk, epoch=fact.check_epoch, seq=fact.check_seq)
    if seen != check_under_review(request):
        raise ReviewChanged()
    if fact.verdict not in possible(request):
        if fact.verdict is Verdict.RETURN and request.stage in USED:
            raise ReturnTooLate(stage=request.stage)
        raise NotInReview(stage=request.stage)


def require_explained(fact: ReviewDecided) -> None:
    """Refuse a decision whose reason does not fit it.

    Raises:
        ReturnUnexplained, NoteTooLong, VisitOnly: the reason is missing, wrong or too long.
    """
    require_short(fact.text)
    if fact.verdict is Verdict.RETURN and (
        fact.return_reason is None
        or (fact.return_reason is ReturnReason.OTHER and not fact.text.strip())
    ):
        raise ReturnUnexplained()
    if fact.verdict is Verdict.REFUSE and fact.refusal not in ENDS_REQUEST:
        raise VisitOnly(reason=fact.refusal)


def masked_pair(original: str, corrected: str) -> tuple[str, str]:
    """Return two numbers of documents as a reviewer sees them: what differs, and the last four.

    Source:
        Decision 24: a document's number is shown as its last four signs.
    """
    first, second = differences(original, corrected)
    return _shown(original, first), _shown(corrected, second)


def differences(original: str, corrected: str) -> tuple[tuple[bool, ...], tuple[bool, ...]]:
    """Return for each sign of two texts whether it differs; sign by sign where both are as long."""
    if len(original) == len(corrected):
        changed = tuple(a != b for a, b in zip(original, corrected, strict=True))
        return changed, changed
    first, second = [False] * len(original), [False] * len(corrected)
    blocks = SequenceMatcher(None, original, corrected, autojunk=False).get_opcodes()
    for kind, from_, to, other_from, other_to in blocks:
        if kind != "equal":
            first[from_:to] = [True] * (to - from_)
            second[other_from:other_to] = [True] * (other_to - other_from)
    return tuple(first), tuple(second)


def masked(number: str) -> str:
    """Return a document's number with all but its last four signs hidden."""
    return _shown(number, (False,) * len(number))


def _shown(number: str, changed: tuple[bool, ...]) -> str:
    last_four = len(number) - 4
    return "".join(
        sign if differs or place >= last_four else "•"
        for place, (sign, differs) in enumerate(zip(number, changed, strict=True))
    )
