"""Exchange with central: entries up; receipt, rulings, changes and letters down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from ra_desk.domain.access import DeskQuarantined
from ra_desk.domain.activation import RequestNumber
from ra_desk.domain.checks import office_day
from ra_desk.domain.errors import Broken
from ra_desk.domain.facts import ClockMeasured
from ra_desk.journal.envelope import NotGenuine, read_receipt
from ra_desk.services.ports import Answer, Central, Clock, Enrolment, Round, Store, Unit


class ReceiptDiffers(Broken):
    """``filed``: central's receipt up to there does not fit the own chain."""

    code = "exchange.receipt_differs"


class CentralWentBack(Broken):
    """``filed``, ``known``: central holds less of this chain than it once confirmed."""

    code = "exchange.central_went_back"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchanged:
    """What one exchange did.

    Attributes:
        changed: requests that may look different now.
        sent: entries that went up.
        more: whether to exchange again at once, because another page or entry waits.
        offset: the desk's clock minus central's.
    """

    changed: frozenset[RequestNumber]
    sent: int
    more: bool
    offset: timedelta


def exchange(*, store: Store, central: Central, now: Clock) -> Exchanged:
    """Make one idempotent round trip. Sending again after any failure is harmless.

    Raises:
        Unavailable: no proper answer; nothing is lost and nothing is known.
        Broken: the answer must not be taken, or this desk is stopped.
    """
    moment = now()
    with store.begin() as unit:
        enrolment, marks = unit.enrolment(), unit.marks()
        if marks.stopped is not None:
            raise marks.stopped
        entries = unit.offer(now=moment)
        round_ = Round(
            entries=entries,
            cursor=marks.cursor,
            reflected=marks.reflected,
            ruled=marks.ruled,
            last_reply=marks.last_reply,
            unsent=marks.head.seq - (entries[-1].seq if entries else marks.filed),
        )
    try:
        answer = central.exchange(round_, enrolment=enrolment, now=moment)
    except DeskQuarantined as error:
        # The port says this only when central has signed it for this very call.
        with store.begin() as unit:
            unit.quarantine(str(error.facts.get("reason", "")))
        raise
    offset = moment - answer.at
    with store.begin() as unit:
        _require_own_receipt(answer, unit=unit, enrolment=enrolment)
        last = unit.marks().last_answer_at
        changed = unit.take(answer, now=moment)
        # EN 319 401 REQ-7.10-06 wants the clock compared once a day.
        if last is None or office_day(last) != office_day(moment):
            unit.append(
                ClockMeasured(offset_ms=round(offset / timedelta(milliseconds=1))), at=moment
            )
    return Exchanged(
        changed=changed,
        sent=len(entries),
        more=answer.more or len(entries) == 500,
        offset=offset,
    )


def _require_own_receipt(answer: Answer, *, unit: Unit, enrolment: Enrolment) -> None:
    """Refuse a receipt that is not about this chain as it stands here."""
    try:
        receipt = read_receipt(answer.receipt, key=enrolment.central_key)
    except NotGenuine:
        raise ReceiptDiffers(filed=-1) from None
    known = unit.marks().filed
    if (receipt.desk, receipt.epoch) != (enrolment.desk, enrolment.epoch):
        raise ReceiptDiffers(filed=receipt.filed)
    if receipt.filed < known:
        raise CentralWentBack(filed=receipt.filed, known=known)
    if unit.digest_at(receipt.filed) != receipt.digest:
        raise ReceiptDiffers(filed=receipt.filed)
