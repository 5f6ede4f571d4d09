"""Asking central what the office of this desk has done."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Protocol

from pydantic import BaseModel

from ra_desk.domain.report import Drawn, Period, Result
from ra_desk.services.day_rows import Counted
from ra_desk.services.ports import Enrolment, Session
from ra_desk.services.report import OfficeCounted
from ra_desk.sync.messages import sayable, token_of, understood
from ra_desk.wire.messages_report import OfficeReportCall, OfficeReportReply


class _Caller(Protocol):
    def enrolled_call(
        self,
        path: str,
        call: BaseModel,
        reply_type: type[OfficeReportReply],
        enrolment: Enrolment,
        now: datetime,
    ) -> OfficeReportReply: ...


class OfficeReportCalls:
    """The part of ``HttpCentral`` that is ``services.report.OfficeCounting``."""

    def office_counted(
        self: _Caller, period: Period, *, session: Session, enrolment: Enrolment, now: datetime
    ) -> OfficeCounted:
        with sayable():
            call = OfficeReportCall(session=token_of(session), first=period.first, last=period.last)
        reply = self.enrolled_call("/v1/report", call, OfficeReportReply, enrolment, now)
        with understood():
            since = reply.oldest_review
            return OfficeCounted(
                counted=Counted(
                    hours={hour.astimezone(UTC): count for hour, count in reply.hours.items()},
                    outcomes={Result(key): count for key, count in reply.outcomes.items()},
                    reasons=reply.reasons,
                    seconds=reply.seconds,
                    bands=reply.bands,
                    corrected=reply.corrected,
                    drawn={Drawn(key): count for key, count in reply.drawn.items()},
                    posted=reply.posted,
                    returned=reply.returned,
                    oldest_review=None if since is None else since.astimezone(UTC),
                ),
                checks_before=reply.checks_before,
            )
