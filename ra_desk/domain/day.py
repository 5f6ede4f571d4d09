"""The end of a day at a desk: what must be done, what is counted, who signs, when it is opened again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from ra_desk.domain.checks import require_short
from ra_desk.domain.errors import Refused
from ra_desk.domain.people import Operator, Role, require_role

#: Who works at a desk closes its day.
CLOSING = (Role.SUPERVISOR, Role.CLERK, Role.PRINT_ROOM)


class PointKind(StrEnum):
    """What must be true before a day is closed."""

    #: Central holds all that was recorded.
    SENT = "sent"
    #: Nothing that central did not take as it was meant waits for a decision.
    DECIDED = "decided"
    #: Nobody has left a check half done.
    DRAFTS = "drafts"
    #: Every sheet that was begun is called good or spoilt.
    RECONCILED = "reconciled"
    #: Every spoilt sheet is destroyed.
    DESTROYED = "destroyed"


class PointsOpen(Refused):
    """``count``: points that are open and have no reason."""

    code = "day.points_open"


class DayIsClosed(Refused):
    """``operator``, ``at``: who has closed the day, and when."""

    code = "day.already_closed"


class DayOver(Refused):
    """Midnight has passed since somebody was asked to sign: the closing would bear another date."""

    code = "day.over"


class DayNotClosed(Refused):
    """There is no closing that could be opened again."""

    code = "day.not_closed"


class SecondSignerMissing(Refused):
    """The policy wants two people to sign."""

    code = "day.second_signer_missing"


class FollowsRefused(Refused):
    """The closing begins where one ends that central refused: what that counted is in neither."""

    code = "day.follows_refused"


class SamePerson(Refused):
    """Both signatures would be of one person."""

    code = "day.same_person"


class ReasonMissing(Refused):
    """Opening a closed day again needs a reason."""

    code = "day.reason_missing"


class NothingSpoilt(Refused):
    """No spoilt sheet waits to be destroyed."""

    code = "day.nothing_spoilt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One thing that must be true, and how far it is.

    Attributes:
        left: what is still to do; 0 when it is true.
        of: how many there are in all.
        batch: number of the batch of letters it is about; 0 for none.
    """

    kind: PointKind
    left: int
    of: int
    batch: int = 0

    @property
    def done(self) -> bool:
        return self.left == 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCounts:
    """What a desk did, in numbers that must agree.

    Attributes:
        checks: recorded and not undone; each is one of the next four.
        issued: central accepted it and the code follows.
        in_review: a second person decides.
        no_effect: central did not take it, or no code follows: it went back, or was refused.
        unsent: central has not ruled yet.
        refused: visits and requests refused at the counter.
        reported: documents reported stolen or missing.
        corrected: sent checks that were called wrong afterwards.
        drawn: letters whose sheet was begun; each is one of the next three.
        good: sheets that came out well.
        spoilt: sheets that did not.
        unknown: sheets nobody has spoken of yet.
        posted: letters handed to the post.
        returned: letters that came back.
    """

    checks: int = 0
    issued: int = 0
    in_review: int = 0
    no_effect: int = 0
    unsent: int = 0
    refused: int = 0
    reported: int = 0
    corrected: int = 0
    drawn: int = 0
    good: int = 0
    spoilt: int = 0
    unknown: int = 0
    posted: int = 0
    returned: int = 0

    @property
    def agree(self) -> bool:
        """Whether nothing is lost between the parts and their sums."""
        return (
            self.checks == self.issued + self.in_review + self.no_effect + self.unsent
            and self.drawn == self.good + self.spoilt + self.unknown
        )


def still_open(points: Sequence[Point]) -> tuple[PointKind, ...]:
    """Return the kinds of what is not done, each once."""
    return tuple(dict.fromkeys(point.kind for point in points if not point.done))


def require_closable(points: Sequence[Point], *, reason: str) -> None:
    """Refuse to close over open points without saying why.

    Raises:
        PointsOpen: something is open, and no reason is given.
        NoteTooLong: the reason is too long.
    """
    require_short(reason)
    count = sum(not point.done for point in points)
    if count and not reason.strip():
        raise PointsOpen(count=count)


def require_signers(first: Operator, second: Operator | None, *, wanted: int) -> None:
    """Refuse signatures that are too few, of one person, or of somebody who does not work here.

    Raises:
        NotYourRole: one of the two does not work at desks.
        SecondSignerMissing: the policy wants two.
        SamePerson: both are one human being, with however many accounts.
    """
    require_role(first, *CLOSING)
    if second is None:
        if wanted > 1:
            raise SecondSignerMissing()
        return
    require_role(second, *CLOSING)
    if second.person == first.person:
        raise SamePerson()


def require_reopening(reason: str) -> None:
    """Refuse to open a closed day again without saying why.

    Raises:
        ReasonMissing, NoteTooLong: of the reason.
    """
    require_short(reason)
    if not reason.strip():
        raise ReasonMissing()


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """A closing that counts.

    Attributes:
        seq: its entry; ``last`` is that of the countersignature, or the same.
        by: name of who signed; ``second`` of who countersigned, or "".
    """

    seq: int
    last: int
    day: date
    at: datetime
    by: str
    second: str
    after: int
    up_to: int
    counts: DayCounts
    still_open: tuple[PointKind, ...]
    reason: str = field(repr=False)
