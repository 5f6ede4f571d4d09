"""What the services read of the checks that wait for a reviewer at this desk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from ra_desk.domain.activation import RequestNumber
from ra_desk.domain.pass_request import PassRequest
from ra_desk.domain.review_case import ReviewCase


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewsTold:
    """What central said waits for this desk's reviewers."""

    cases: Sequence[ReviewCase]
    requests: Sequence[PassRequest]


class ReviewRows(Protocol):
    """The cases as central last told them; a decision of this desk is laid over them."""

    def keep(self, cases: Sequence[ReviewCase]) -> None:
        """Put these in place of all that were kept."""
        ...

    def waiting(self) -> Sequence[tuple[ReviewCase, PassRequest]]:
        """Return what still waits as far as this desk knows, the longest wait first."""
        ...

    def case(self, number: RequestNumber) -> ReviewCase | None: ...

    def last_decided(self) -> datetime | None:
        """Return when somebody last decided at this desk."""
        ...
