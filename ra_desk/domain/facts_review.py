"""What a reviewer writes into the journal of their desk."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as attribute

from ra_desk.domain.activation import RequestNumber
from ra_desk.domain.fact import Fact
from ra_desk.domain.people import DeskId
from ra_desk.domain.refusals import RefusalReason
from ra_desk.domain.reviewed import ReturnReason, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewDecided(Fact):
    """A reviewer decided about a check.

    Attributes:
        check_desk: with the next two, the check that was looked at; a decision never meets another.
        seen: central's mark on what was shown to the reviewer.
        return_reason: why it goes back; None unless it does.
        refusal: why the request ends; None unless it does.
        stepped_up: the password was asked for once more.
    """

    kind = "review_decided/1"
    request: RequestNumber
    check_desk: DeskId
    check_epoch: int
    check_seq: int
    seen: str
    verdict: Verdict
    return_reason: ReturnReason | None = None
    refusal: RefusalReason | None = None
    text: str = attribute(default="", repr=False)
    stepped_up: bool = False
