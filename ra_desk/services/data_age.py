"""How old the data of this desk are, also where its clock was turned back."""

from __future__ import annotations

from datetime import datetime

from ra_desk.domain.checks import require_fresh
from ra_desk.services.ports import Unit


def at_least(unit: Unit, moment: datetime) -> datetime:
    """Return the moment, which a clock that was turned back does not turn back.

    With a line the desk's clock is within two minutes of central's, or central takes no call.
    """
    return max(filter(None, (moment, unit.latest_moment())))


def require_fresh_data(unit: Unit, *, at: datetime) -> None:
    """Refuse to decide about a request by what central said too long ago.

    Raises:
        DataTooOld: the lease of central's last answer is over.
    """
    answered_at = unit.marks().last_answer_at
    require_fresh(answered_at, at=at_least(unit, at), lease=unit.policy().lease)
