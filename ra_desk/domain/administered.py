"""What administrators see: offices with their policies, accounts, desks, and what waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from ra_desk.domain.administration import Proposal
from ra_desk.domain.people import DeskId, Office, OfficeId, OperatorId, PersonId, Role
from ra_desk.domain.policy import Policy

#: A desk that has work to send and was not heard of for so long is shown as silent (decision 5).
SILENT_AFTER = timedelta(days=1)
#: With fewer numbers of registered post left, administrators are warned: a range takes days to get.
FEW_NUMBERS = 100


class Gone(StrEnum):
    """Why an act is not possible: what it is about is not there, or is as the act would make it."""

    OFFICE = "office"
    ACCOUNT = "account"
    PERSON = "person"
    DESK = "desk"
    BLOCKED = "blocked"
    NOT_BLOCKED = "not_blocked"
    DESK_STOPPED = "desk_stopped"
    #: Central does not know such an act or proposal.
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownAccount:
    """An operator as administrators see one.

    Attributes:
        roles: held, each at its office.
        invited: nobody has opened the account yet.
        reviewed: so many of the next checks are reviewed since a reset.
    """

    id: OperatorId
    person: PersonId
    login: str
    name: str
    roles: tuple[tuple[OfficeId, Role], ...]
    blocked_at: datetime | None = None
    invited: bool = False
    reviewed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownDesk:
    """A desk as administrators see one.

    Attributes:
        unsent: entries that it kept back at its last exchange.
        working: somebody works there, or did when it was last heard of: it has work to send.
        trouble: code of why central takes nothing from it, "" if it does.
    """

    id: DeskId
    office: OfficeId
    counter: str
    prints: bool
    epoch: int
    enrolled_at: datetime
    seen_at: datetime
    unsent: int = 0
    working: bool = False
    trouble: str = ""

    def silent_since(self, now: datetime) -> datetime | None:
        """Return since when a desk with work to send was not heard of, or None (decision 5)."""
        has_work = self.unsent > 0 or self.working
        return self.seen_at if has_work and now - self.seen_at >= SILENT_AFTER else None


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownOffice:
    """An office with its policy.

    Attributes:
        numbers_left: of registered post; None where letters are not registered.
    """

    office: Office
    policy: Policy
    numbers_left: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Administered:
    """All that administrators see, as central had it at ``at``.

    Attributes:
        password: whether the office of this desk asks for it with each word of a second person.
    """

    offices: tuple[KnownOffice, ...]
    accounts: tuple[KnownAccount, ...]
    desks: tuple[KnownDesk, ...]
    proposals: tuple[Proposal, ...]
    at: datetime
    password: bool = False
