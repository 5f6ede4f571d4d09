"""Two print stations: ask central for letters that lie at another desk of the office."""

from __future__ import annotations

from datetime import datetime

from ra_desk.domain.errors import Refused
from ra_desk.domain.facts_letters import LettersTakenOver
from ra_desk.domain.letters import LettersLeased
from ra_desk.domain.people import DeskId, require_role
from ra_desk.domain.standing import Outcome
from ra_desk.services.ports import PRINTING, Clock, Session, Store


class TakeOverRefused(Refused):
    """``reason``: the code of central's ruling on letters that were wanted here."""

    code = "letter.take_over_refused"


def take_over(holder: DeskId, *, session: Session, store: Store, now: Clock) -> int:
    """Write that letters are wanted here; return the entry that central rules on.

    The letters themselves come, if they do, with a later exchange: under new numbers and with
    new codes, so that no sheet of the other desk is worth anything any more.
    """
    require_role(session.operator, *PRINTING)
    with store.begin() as unit:
        entry = unit.append(LettersTakenOver(holder=holder), at=now(), session=session)
    return entry.seq


def require_taken_over(seq: int, *, store: Store) -> bool:
    """Return whether central has agreed; False while it has not answered.

    Raises:
        LettersLeased: the other desk holds them still.
        TakeOverRefused: for another reason.
    """
    with store.read() as unit:
        item = unit.queue().item(seq)
    if item is None or item.ruling is None:
        return False
    if item.ruling.outcome is not Outcome.REFUSED:
        return True
    if item.ruling.reason == LettersLeased.code:
        said = item.ruling.facts
        raise LettersLeased(
            batch=said.get("batch", ""),
            counter=said.get("counter", ""),
            at=datetime.fromisoformat(said["at"]),
        )
    raise TakeOverRefused(reason=item.ruling.reason)
