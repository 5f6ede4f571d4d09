"""What somebody left unfinished: returned checks, drafts, and how much else is under way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ra_desk.domain.pass_request import PassRequest, Stage
from ra_desk.services.drafts import OpenDraft, open_drafts
from ra_desk.services.pending import START, PendingFilter
from ra_desk.services.ports import Clock, Session, Store

#: Rows that are read to find one's own among them.
_RETURNED = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class MyWork:
    """One operator's unfinished work, the most urgent first.

    Attributes:
        returned: requests whose check by this operator came back, soonest to lapse first.
        drafts: checks that were begun here, the one that was left last first.
        under_way: how many requests this desk keeps that are under way, exact up to 100.
        next_to_lapse: the one of them that lapses first.
    """

    returned: Sequence[PassRequest] = ()
    drafts: Sequence[OpenDraft] = ()
    under_way: int = 0
    next_to_lapse: PassRequest | None = None

    @property
    def none(self) -> bool:
        """Whether nothing is left to finish."""
        return not self.returned and not self.drafts


def my_work(*, session: Session, store: Store, now: Clock) -> MyWork:
    """Return what the operator left unfinished at this desk.

    A request stands in one group only: one that came back is not a draft as well.
    """
    me = session.operator.id
    with store.read() as unit:
        rows = unit.pending()
        back = rows.after(PendingFilter(stage=Stage.RETURNED), START, limit=_RETURNED).requests
        returned = [r for r in back if _is_mine(r, me) and r.stage is Stage.RETURNED]
        everything = PendingFilter()
        first = rows.after(everything, START, limit=1).requests
        under_way = rows.count(everything)
    numbers = {request.number for request in returned}
    drafts = [
        one
        for one in open_drafts(session=session, store=store, now=now)
        if one.draft.request not in numbers
    ]
    return MyWork(
        returned=tuple(returned),
        drafts=tuple(drafts),
        under_way=under_way,
        next_to_lapse=first[0] if first else None,
    )


def _is_mine(request: PassRequest, me: str) -> bool:
    return request.decision is not None and request.decision.by == me
