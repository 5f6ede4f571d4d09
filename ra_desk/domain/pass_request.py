"""A citizen's request for smsPASS, and the stages of its life."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from ra_desk.domain.errors import Refused
from ra_desk.domain.people import DeskId

if TYPE_CHECKING:
    from ra_desk.domain.activation import Channel, LetterNumber, RequestNumber
    from ra_desk.domain.people import Applicant, OfficeId, OperatorId
    from ra_desk.domain.policy import ReviewReason
    from ra_desk.domain.reviewed import Reviewed


class Route(StrEnum):
    """How the citizen is identified: in person, or by a qualified certificate."""

    OFFICE = "office"
    CERTIFICATE = "certificate"


class Stage(StrEnum):
    """Where a request stands. Only a check and a refusal are the clerk's doing."""

    SUBMITTED = "submitted"
    IDENTIFIED = "identified"
    IN_REVIEW = "in_review"
    RETURNED = "returned"
    CODE_ORDERED = "code_ordered"
    CODE_SENT = "code_sent"
    REDEEMED = "redeemed"
    ACTIVE = "active"
    REFUSED = "refused"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    RESTRICTED = "restricted"
    CANCELLED = "cancelled"
    #: A stage that this version does not know: shown as such, read-only.
    UNKNOWN = "unknown"

    @classmethod
    def _missing_(cls, value: object) -> Stage:
        return cls.UNKNOWN


#: Stages in which somebody at a counter may check the applicant's document.
WAITING = frozenset({Stage.SUBMITTED, Stage.RETURNED})
#: Stages that nothing follows.
CLOSED = frozenset({Stage.ACTIVE, Stage.REFUSED, Stage.EXPIRED, Stage.WITHDRAWN, Stage.CANCELLED})
#: After these a citizen may submit again; an active or restricted smsPASS is not one.
CAME_TO_NOTHING = CLOSED - {Stage.ACTIVE}


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRef:
    """The place of an entry among all journals."""

    desk: DeskId
    epoch: int
    seq: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The check or refusal that counts for a request: whose it was, where and when.

    ``before``: the stage to which undoing it in time leads back.
    """

    ref: EntryRef
    by: OperatorId
    operator_name: str
    office: OfficeId
    office_name: str
    at: datetime
    before: Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class PassRequest:
    """A request as central last told it, or as it stands with this desk's own facts laid over.

    ``revision`` grows with every change of the applicant's data, so that a check can say which
    data it saw. ``letter``: the letter that carries the living code, if it goes by post.
    ``reviewed``: what a reviewer last said. ``language``: in which the applicant reads, and
    ``large_print``: whether a letter is wished so. ``awaits_ruling``: own facts are laid over that
    central has not reflected yet.
    """

    number: RequestNumber
    route: Route
    stage: Stage
    applicant: Applicant
    submitted_at: datetime
    expires_at: datetime
    revision: int = 1
    terms_version: str = ""
    channel: Channel | None = None
    decision: Decision | None = None
    review: tuple[ReviewReason, ...] = ()
    reviewed: Reviewed | None = None
    letter: LetterNumber | None = None
    office: OfficeId | None = None
    language: str = "sl"
    large_print: bool = False
    awaits_ruling: bool = False


class RequestUnknown(Refused):
    """``number``: no such request is kept here."""

    code = "request.unknown"
