"""Asking central who dealt with a citizen."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Protocol

from pydantic import BaseModel

from ra_desk.domain.activation import RequestNumber
from ra_desk.domain.numbers import TaxNumber
from ra_desk.services.ports import Enrolment, Session
from ra_desk.services.tracing import Trace, Traces
from ra_desk.sync.messages import sayable, token_of, understood
from ra_desk.wire.messages_trace import TraceCall, TraceReply


class _Caller(Protocol):
    def enrolled_call(
        self,
        path: str,
        call: BaseModel,
        reply_type: type[TraceReply],
        enrolment: Enrolment,
        now: datetime,
    ) -> TraceReply: ...


class TraceCalls:
    """The part of ``HttpCentral`` that is ``services.tracing.Tracing``."""

    def trace(
        self: _Caller,
        *,
        number: RequestNumber | None,
        tax_number: TaxNumber | None,
        purpose: str,
        session: Session,
        enrolment: Enrolment,
        now: datetime,
    ) -> Traces:
        with sayable():
            call = TraceCall(
                session=token_of(session),
                purpose=purpose,
                number=number or "",
                tax_number=tax_number or "",
            )
        reply = self.enrolled_call("/v1/trace", call, TraceReply, enrolment, now)
        with understood():
            return Traces(
                requests=tuple(RequestNumber(one) for one in reply.requests),
                traces=tuple(
                    Trace(
                        at=one.at.astimezone(UTC),
                        kind=one.kind,
                        request=RequestNumber(one.request),
                        operator_name=one.operator,
                        office=one.office,
                        counter=one.counter,
                        seq=one.seq,
                    )
                    for one in reply.traces
                ),
                count=reply.count,
            )
