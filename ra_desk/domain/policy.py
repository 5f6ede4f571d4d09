"""What central decides for all desks, as data: limits, review, channels, hold.

The defaults are those of the design; central may send others at any exchange.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class ReviewReason(StrEnum):
    """Why a check needs a second pair of eyes."""

    TYPED_DOCUMENT = "typed_document"
    POSSIBLY_MATCHES = "possibly_matches"
    CORRECTION = "correction"
    REGISTER_DISAGREES = "register_disagrees"
    REPEATED_DOCUMENT = "repeated_document"
    NEW_CLERK = "new_clerk"
    VERY_FAST = "very_fast"
    DATA_CHANGED = "data_changed"
    FILED_LATE = "filed_late"
    EXCEPTION = "exception"
    #: The relay takes no mail for the address: back at the counter, not in a review.
    MAIL_REFUSED = "mail_refused"
    OPERATOR_BLOCKED = "operator_blocked"
    RANDOM_SAMPLE = "random_sample"
    MANY_LOOK_UPS = "many_look_ups"
    #: A reviewer sent the client back: the next check answers that, so it is reviewed as well.
    RETURNED = "returned"
    #: The clerk asked for it.
    CHOSEN = "chosen"
    #: Somebody at the counter gave a silent warning; nothing shown there may tell.
    SUSPICION = "suspicion"


#: Reasons no policy can switch off: without them a code could leave against the rules.
ALWAYS = frozenset(
    {
        ReviewReason.CORRECTION,
        ReviewReason.REGISTER_DISAGREES,
        ReviewReason.DATA_CHANGED,
        ReviewReason.FILED_LATE,
        ReviewReason.EXCEPTION,
        ReviewReason.OPERATOR_BLOCKED,
        ReviewReason.RETURNED,
        ReviewReason.CHOSEN,
        ReviewReason.SUSPICION,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """Who issues smsPASS and where a citizen turns: configuration, because names change.

    Attributes:
        issuer: name of the issuer.
        issuer_address: where one may report an infringement in writing, in one line.
        rules: address of the SI-PASS-CA policy and rules, with https.
        phone: the help desk's number as one dials it at home.
        email: the help desk's.
        hours: when somebody answers there, in one line; "" where nobody has said.
        portal: address of the citizens' pages, with https.
        police: the number to call when a document is reported stolen.

    Source:
        Requirements S0-06, S0-31, S0-52, S0-55.
    """

    issuer: str = "Državni center za storitve zaupanja"
    issuer_address: str = "Ministrstvo za javno upravo, Tržaška 21, 1000 Ljubljana"
    rules: str = "https://www.si-trust.gov.si"
    phone: str = "080 2002"
    email: str = "ekc@gov.si"
    portal: str = "https://sicas.gov.si"
    police: str = "113"
    hours: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Rules that may differ from office to office or from year to year.

    Attributes:
        minimum_age: completed years of life on the day of the check.
        hold_s: seconds that a recorded check waits on the desk, 0 to 30.
        fast_check_s: a check recorded sooner after its document is very fast.
        new_clerk_checks: so many first checks of a clerk are reviewed.
        review_before: reasons that keep the code back until the review.
        sample_after: share of checks reviewed at random: after the code has left, unless
            ``review_before`` names the random sample.
        office_post: whether a check at the counter may order the code by post.
        lease: how long after an online sign-in entries make codes without a review.
        keep_closed: how long a desk keeps a request that is closed.
        service: who issues, and where a citizen turns.
        look_ups_without_check: so many look-ups of one operator in a day without a check are reviewed;
            each check of that day allows as many more.
        review_area: offices of one area, by its name, review for one another; "" for none.
        hand_over_to: id of the office that reviews when nobody else is there; "" for none.
        hand_over_after: how long a check waits before that.
        review_password: whether a reviewer gives the password with each decision.
        day_signers: so many people sign the closing of a day, 1 or 2.
        registered_letters: whether letters are registered items, with numbers of the office's range.
    """

    minimum_age: int = 15
    hold_s: int = 8
    fast_check_s: int = 6
    new_clerk_checks: int = 5
    review_before: frozenset[ReviewReason] = frozenset(
        {
            ReviewReason.TYPED_DOCUMENT,
            ReviewReason.POSSIBLY_MATCHES,
            ReviewReason.REPEATED_DOCUMENT,
            ReviewReason.NEW_CLERK,
            ReviewReason.VERY_FAST,
        }
    )
    sample_after: float = 0.05
    office_post: bool = False
    lease: timedelta = timedelta(hours=72)
    keep_closed: timedelta = timedelta(days=7)
    look_ups_without_check: int = 40
    review_area: str = ""
    hand_over_to: str = ""
    hand_over_after: timedelta = timedelta(hours=2)
    review_password: bool = False
    day_signers: int = 1
    registered_letters: bool = False
    service: Service = Service()

    def __post_init__(self) -> None:
        if not 0 <= self.hold_s <= 30:
            raise ValueError(f"hold_s must be 0 to 30: {self.hold_s}")
        if self.day_signers not in {1, 2}:
            raise ValueError(f"day_signers must be 1 or 2: {self.day_signers}")

    def reviews(self, reason: ReviewReason) -> bool:
        """Whether the reason keeps the code back."""
        return reason in ALWAYS or reason in self.review_before
