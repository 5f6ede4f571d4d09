"""How the line to central stands; the sign-in shows it before there is a line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from ra_desk.domain.errors import RaError


@dataclass(frozen=True, slots=True, kw_only=True)
class LineState:
    """How the line stands; moments are the desk's clock, UTC.

    Attributes:
        online: whether central answered last time; None before the first answer or failure.
        since: when ``online`` became what it is.
        failures: exchanges that have failed in a row, without those that somebody asked for
            after the first.
        next_try_at: None while an exchange runs, and when none will follow by itself.
        quarantined: nothing more is exchanged, by central's word or because the journal is broken.
        certificate_stopped: central could not prove itself; a person must act (decision 17).
        more: the next exchange follows at once, because entries or pages are left.
        slow: the exchange under way, or the last one, took longer than people expect.
        ahead: the desk's clock minus central's, as of the last answer.
        restored: entries that went up in the first exchange after an outage, until the next.
    """

    online: bool | None = None
    since: datetime | None = None
    last_success_at: datetime | None = None
    error: RaError | None = None
    failures: int = 0
    next_try_at: datetime | None = None
    busy: bool = False
    quarantined: bool = False
    certificate_stopped: bool = False
    more: bool = False
    slow: bool = False
    ahead: timedelta = timedelta()
    restored: int | None = None

    @property
    def stopped(self) -> bool:
        """Whether no exchange follows until somebody has acted."""
        return self.quarantined or self.certificate_stopped
