"""Who dealt with a citizen: traces in the journals of one desk or of all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from ra_desk.domain.activation import RequestNumber
from ra_desk.domain.audit import may_be_told
from ra_desk.services.journal_rows import END, JournalFilter, JournalRows

if TYPE_CHECKING:
    from ra_desk.domain.numbers import TaxNumber
    from ra_desk.services.ports import Enrolment, Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """One entry about a citizen's request, at whichever desk.

    Attributes:
        at: by the clock of the desk, or central's for what happened there.
        kind: of the entry; "event:…" for what happened at central.
        operator_name: "" for what no operator did.
        office, counter: where; "" at central.
        seq: its number in the chain of that desk; 0 at central.
    """

    at: datetime
    kind: str
    request: RequestNumber
    operator_name: str
    office: str
    counter: str
    seq: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Traces:
    """Newest first, at most as many as were asked for; ``count``: of all."""

    requests: tuple[RequestNumber, ...]
    traces: tuple[Trace, ...]
    count: int

    @classmethod
    def here(
        cls,
        rows: JournalRows,
        requests: Sequence[RequestNumber],
        *,
        enrolment: Enrolment,
        limit: int,
    ) -> Traces:
        """Return the traces in the journal of this desk; requests without any are not named."""
        which = JournalFilter(subjects=tuple(requests))
        traces = tuple(
            Trace(
                at=entry.at,
                kind=entry.kind,
                request=entry.subject,
                operator_name=entry.operator_name,
                office=enrolment.office.name,
                counter=enrolment.counter,
                seq=entry.seq,
            )
            for entry in (rows.page(which, END, limit=limit) if requests else ())
            if entry.subject is not None
        )
        seen = tuple(number for number in requests if any(t.request == number for t in traces))
        return cls(requests=seen, traces=traces, count=rows.count(which) if requests else 0)

    def for_person(self) -> tuple[Trace, ...]:
        """Return what the person may know: no operator's name, and no silent warning.

        Who it was the office finds by desk and entry; a name is somebody else's data, told only
        where the person needs it (Court of Justice, C-579/21).
        """
        return tuple(
            replace(trace, operator_name="") for trace in self.traces if may_be_told(trace.kind)
        )


class Tracing(Protocol):
    """What central knows of all desks' journals."""

    def trace(
        self,
        *,
        number: RequestNumber | None,
        tax_number: TaxNumber | None,
        purpose: str,
        session: Session,
        enrolment: Enrolment,
        now: datetime,
    ) -> Traces:
        """Return who dealt with a citizen's requests; central files who asked, and what for."""
        ...
