"""The second pair of eyes at a desk: what waits, and what a reviewer decides about it.

A decision is an entry as a check is: it waits in the hold, can be undone, and works without a
line. Central may rule otherwise, because somebody else was first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from ra_desk.domain.activation import RequestNumber
from ra_desk.domain.checks import office_day
from ra_desk.domain.facts import Purpose, ReviewDecided
from ra_desk.domain.pass_request import PassRequest
from ra_desk.domain.people import Role, require_role
from ra_desk.domain.refusals import RefusalReason
from ra_desk.domain.review import (
    NotInReview,
    ReviewChanged,
    StepUpMissing,
    check_under_review,
    require_decidable,
    require_other,
)
from ra_desk.domain.review_case import ReviewCase
from ra_desk.domain.reviewed import ReturnReason, Verdict
from ra_desk.domain.secret import Secret
from ra_desk.domain.working_days import working_days_since
from ra_desk.services.open_request import open_request
from ra_desk.services.ports import Central, Clock, Session, Store
from ra_desk.services.record_check import Recorded
from ra_desk.services.sign_in import confirm_password


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewItem:
    """A check that waits, and the request as it stands.

    ``own``: the reviewer who is signed in stands behind the check and does not decide.
    ``working_days``: how many it has waited, the first one not counted.
    """

    case: ReviewCase
    request: PassRequest
    own: bool
    working_days: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewsSeen:
    """What waits, the longest wait first.

    ``password``: whether each decision asks for it. ``hold_s``: how long one can be undone.
    """

    items: Sequence[ReviewItem] = ()
    last_decided_at: datetime | None = None
    password: bool = False
    hold_s: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewDecision:
    """What a reviewer decides. Fields as in ``ReviewDecided``; ``seen``: of the case in view."""

    request: RequestNumber
    seen: str
    verdict: Verdict
    return_reason: ReturnReason | None = None
    refusal: RefusalReason | None = None
    text: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviews:
    """What a reviewer can do at this desk. Methods may block."""

    store: Store
    central: Central
    now: Clock

    def refresh(self, *, session: Session) -> None:
        """Ask central what waits.

        Raises:
            Unavailable: no answer; what was told before still stands.
            NotYourRole, SessionOver: central's word.
        """
        require_role(session.operator, Role.SUPERVISOR)
        with self.store.read() as unit:
            enrolment = unit.enrolment()
        told = self.central.reviews(session=session, enrolment=enrolment, now=self.now())
        with self.store.begin() as unit:
            unit.cache(told.requests)
            unit.review().keep(told.cases)

    def waiting(self, *, session: Session) -> ReviewsSeen:
        """Return what waits as far as this desk knows; nothing for whoever does not review."""
        if Role.SUPERVISOR not in session.operator.roles:
            return ReviewsSeen()
        with self.store.read() as unit:
            rows, policy = unit.review(), unit.policy()
            found, last_decided_at = rows.waiting(), rows.last_decided()
        person, today = session.operator.person, office_day(self.now())
        return ReviewsSeen(
            items=tuple(
                ReviewItem(
                    case=case,
                    request=request,
                    own=person in case.people,
                    working_days=working_days_since(office_day(case.since), today),
                )
                for case, request in found
            ),
            last_decided_at=last_decided_at,
            password=policy.review_password,
            hold_s=policy.hold_s,
        )

    def open(self, number: RequestNumber, *, session: Session) -> PassRequest:
        """Note that the reviewer looks at the request, and return it as it stands."""
        require_role(session.operator, Role.SUPERVISOR)
        return open_request(
            number, purpose=Purpose.REVIEW, session=session, store=self.store, now=self.now
        )

    def decide(
        self,
        decision: ReviewDecision,
        *,
        password: Secret[str] | None = None,
        session: Session,
    ) -> Recorded:
        """Write the decision into the journal; the next exchange after its hold carries it.

        Raises:
            NotYourRole: only supervisors review.
            StepUpMissing, SignInWrong, SignInBarred, OnlineOnly, OfflineOver: the password.
            OwnCheck: the reviewer stands behind the check.
            ReviewChanged: central has told of more since the case came into view.
            Refused: it waits no longer, or the reason is missing; nothing was written.
            Unavailable: the store did not confirm.
        """
        require_role(session.operator, Role.SUPERVISOR)
        with self.store.read() as unit:
            asked = unit.policy().review_password
        if asked and password is None:
            raise StepUpMissing()
        if asked and password is not None:
            confirm_password(session, password, store=self.store, now=self.now)
        with self.store.begin() as unit:
            request, case = unit.standing(decision.request), unit.review().case(decision.request)
            if case is None:
                raise NotInReview(stage=request.stage)
            require_other(session.operator.person, case.people)
            if decision.seen != case.seen:
                raise ReviewChanged()
            # What central told of is the check that was looked at, whatever came since.
            seen = case.checks[-1].ref if case.checks else check_under_review(request)
            fact = ReviewDecided(
                request=decision.request,
                check_desk=seen.desk,
                check_epoch=seen.epoch,
                check_seq=seen.seq,
                seen=case.seen,
                verdict=decision.verdict,
                return_reason=decision.return_reason,
                refusal=decision.refusal,
                text=decision.text.strip(),
                stepped_up=asked,
            )
            require_decidable(fact, request)
            entry = unit.append(fact, at=self.now(), session=session)
            return Recorded(
                seq=entry.seq,
                request=unit.standing(decision.request),
                hold_s=unit.policy().hold_s,
            )
