"""Examine the journal: read it page by page, verify it, take a copy, ask who dealt with a citizen.

Reading evidence leaves evidence: who asks about a citizen, shows what is hidden or takes a copy
is an entry before there is an answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from ra_desk.domain.access import LookUpIncomplete, stop_kept
from ra_desk.domain.activation import RequestNumber, parse_request_number
from ra_desk.domain.audit import (
    MOST_TRACES,
    READERS,
    TRACERS,
    Topic,
    kinds_about,
    require_purpose,
)
from ra_desk.domain.checks import OFFICE_ZONE
from ra_desk.domain.errors import Refused
from ra_desk.domain.facts_audit import (
    CitizenTraced,
    EntryTextShown,
    ExportForm,
    JournalExported,
    JournalVerified,
    TraceExported,
    TraceKey,
)
from ra_desk.domain.numbers import TaxNumber, parse_tax_number
from ra_desk.domain.people import OperatorId, require_role
from ra_desk.journal.export import export_lines
from ra_desk.journal.seal import ChainBroken, Head
from ra_desk.services.journal_rows import (
    END,
    EntryDetails,
    JournalEntry,
    JournalFilter,
    Verdict,
)
from ra_desk.services.ports import Central, Clock, Session, Store
from ra_desk.services.tracing import Trace, Traces

#: Entries of a page, and of a portion that is exported.
ROWS = 200
_PORTION = 500
#: Entries that a printed list takes: more is nothing to read on paper.
MOST_ON_PAPER = 2000


class TooManyForPaper(Refused):
    """``count``: how many entries fit; ``most``: how many a printed list takes."""

    code = "audit.too_many_for_paper"


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalQuery:
    """Which entries somebody asks for; what is not set leaves nothing out.

    ``since``, ``until``: days of the office, both included.
    """

    since: date | None = None
    until: date | None = None
    by: OperatorId | None = None
    system: bool = False
    topic: Topic | None = None
    request: RequestNumber | None = None

    @property
    def open(self) -> bool:
        """Whether nothing is left out."""
        return self == JournalQuery()


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalPage:
    """Some entries, newest first. ``count``: of all that fit, see `JournalRows.count`."""

    entries: tuple[JournalEntry, ...] = ()
    more: bool = False
    count: int = 0
    all: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Traced:
    """Who dealt with a citizen.

    ``everywhere``: at any desk, else at this one. ``purpose``: what it was asked for.
    """

    traces: Traces
    everywhere: bool
    purpose: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalReading:
    """The journal for whoever may read it. Methods may block: call them in a lane."""

    store: Store
    central: Central
    now: Clock

    def page(self, query: JournalQuery, *, before: int = END, limit: int = ROWS) -> JournalPage:
        """Return the entries before one, with the counts."""
        which = filter_of(query)
        with self.store.read() as unit:
            rows = unit.journal_rows()
            found = rows.page(which, before, limit=limit + 1)
            return JournalPage(
                entries=tuple(found[:limit]),
                more=len(found) > limit,
                count=rows.count(which),
                all=rows.count(JournalFilter()),
            )

    def people(self) -> Mapping[OperatorId, str]:
        """Return who has written here."""
        with self.store.read() as unit:
            return unit.journal_rows().people()

    def details(self, seq: int) -> EntryDetails | None:
        with self.store.read() as unit:
            return unit.journal_rows().details(seq)

    def verdict(self) -> Verdict | None:
        """Return what came out when the chain was verified last."""
        with self.store.read() as unit:
            return unit.journal_rows().verdict()

    def look_for(self, typed: str, *, session: Session) -> RequestNumber:
        """Return a request number to narrow the list by; that somebody asked is an entry.

        Raises:
            Refused: it is no request number; nothing was written.
        """
        require_role(session.operator, *READERS)
        number = parse_request_number(typed)
        with self.store.begin() as unit:
            found = unit.journal_rows().count(JournalFilter(subjects=(number,)))
            fact = CitizenTraced(
                request=number if found else None,
                key=TraceKey.NUMBER,
                everywhere=False,
                entries=found,
            )
            unit.append(fact, at=self.now(), session=session)
        return number

    def show_text(self, seq: int, *, session: Session) -> None:
        """Note that the hidden text of an entry is shown; show it only after this has returned."""
        require_role(session.operator, *READERS)
        with self.store.begin() as unit:
            details = unit.journal_rows().details(seq)
            subject = None if details is None else details.entry.subject
            unit.append(EntryTextShown(request=subject, seq=seq), at=self.now(), session=session)

    def verify(self, progress: Callable[[int, int], bool], *, session: Session) -> Verdict | None:
        """Verify the whole chain and remember what came out; None if ``progress`` ended it.

        A chain that is broken stops the desk: it is read from then on, and writes nothing.
        """
        require_role(session.operator, *READERS)
        try:
            head = self.store.verify_all(progress)
        except ChainBroken as broken:
            return self._broken(broken)
        return None if head is None else self._whole(head, session)

    def _whole(self, head: Head, session: Session) -> Verdict:
        verdict = Verdict(at=self.now(), entries=head.seq)
        with self.store.begin() as unit:
            unit.journal_rows().keep_verdict(verdict)
            if unit.marks().stopped is None:
                fact = JournalVerified(entries=head.seq, digest=head.digest)
                unit.append(fact, at=verdict.at, session=session)
        return verdict

    def _broken(self, broken: ChainBroken) -> Verdict:
        seq = broken.facts["seq"]
        with self.store.begin() as unit:
            last = unit.marks().head.seq
            verdict = Verdict(
                at=self.now(), entries=last, broken=seq if isinstance(seq, int) else last
            )
            unit.journal_rows().keep_verdict(verdict)
            unit.quarantine(stop_kept(broken))
        return verdict

    def export(
        self, query: JournalQuery, form: ExportForm, purpose: str, *, session: Session
    ) -> Iterator[Sequence[JournalEntry]]:
        """Write down that entries leave, and return them in portions, newest first.

        Raises:
            PurposeMissing: nobody says what for.
            TooManyForPaper: a printed list would be too long.
            Broken: the desk is stopped; the export could not be written down, so there is none.
        """
        which = filter_of(query)
        end = self._note_export(query, which, form, purpose, session)
        return self._portions(which, end)

    def export_whole(self, purpose: str, *, session: Session) -> Iterator[str]:
        """Write down that the whole journal leaves, and return its lines: a stranger verifies them."""
        query = JournalQuery()
        self._note_export(query, filter_of(query), ExportForm.JSON_LINES, purpose, session)
        return export_lines(self.store.provenance(), self.store.journal())

    def _note_export(
        self,
        query: JournalQuery,
        which: JournalFilter,
        form: ExportForm,
        purpose: str,
        session: Session,
    ) -> int:
        """Append the entry of an export; return its number, which is not in the export itself."""
        require_role(session.operator, *READERS)
        said = require_purpose(purpose)
        with self.store.begin() as unit:
            count = unit.journal_rows().count(which, most=END)
            if form is ExportForm.PDF and count > MOST_ON_PAPER:
                raise TooManyForPaper(count=count, most=MOST_ON_PAPER)
            fact = JournalExported(
                form=form,
                purpose=said,
                entries=count,
                request=query.request,
                since=query.since,
                until=query.until,
                operator=query.by,
                what=() if query.topic is None else kinds_about(query.topic),
            )
            return unit.append(fact, at=self.now(), session=session).seq

    def _portions(self, which: JournalFilter, before: int) -> Iterator[Sequence[JournalEntry]]:
        while True:
            with self.store.read() as unit:
                found = unit.journal_rows().page(which, before, limit=_PORTION)
            if not found:
                return
            yield found
            before = found[-1].seq

    def trace(self, typed: str, purpose: str, *, everywhere: bool, session: Session) -> Traced:
        """Return who dealt with a citizen's requests, newest first, and note that somebody asked.

        Args:
            typed: a request number or a tax number.
            everywhere: ask central, over all desks; else only the journal of this one.

        Raises:
            PurposeMissing: nobody says what for.
            LookUpIncomplete: it is neither number.
            Unavailable: central did not answer; nothing was written.
        """
        require_role(session.operator, *(TRACERS if everywhere else READERS))
        said, moment = require_purpose(purpose), self.now()
        number, tax_number = _citizen(typed)
        traces = self._everywhere(number, tax_number, said, session) if everywhere else None
        with self.store.begin() as unit:
            if traces is None:
                rows = unit.journal_rows()
                own = (number,) if number else rows.requests_of(tax_number or "")
                traces = Traces.here(rows, own, enrolment=unit.enrolment(), limit=MOST_TRACES)
            for request in traces.requests or (None,):
                fact = CitizenTraced(
                    request=request,
                    key=TraceKey.NUMBER if number else TraceKey.TAX_NUMBER,
                    everywhere=everywhere,
                    entries=traces.count,
                    purpose=said,
                )
                unit.append(fact, at=moment, session=session)
        return Traced(traces=traces, everywhere=everywhere, purpose=said)

    def export_trace(
        self, traced: Traced, form: ExportForm, purpose: str, *, session: Session
    ) -> tuple[Trace, ...]:
        """Write down that what was traced leaves, and return what the person may know of it.

        Raises:
            PurposeMissing: nobody says what for.
            Broken: the desk is stopped; it could not be written down, so nothing leaves.
        """
        require_role(session.operator, *(TRACERS if traced.everywhere else READERS))
        said, told = require_purpose(purpose), traced.traces.for_person()
        with self.store.begin() as unit:
            for request in traced.traces.requests or (None,):
                fact = TraceExported(
                    request=request,
                    form=form,
                    purpose=said,
                    everywhere=traced.everywhere,
                    entries=len(told),
                )
                unit.append(fact, at=self.now(), session=session)
        return told

    def _everywhere(
        self,
        number: RequestNumber | None,
        tax_number: TaxNumber | None,
        purpose: str,
        session: Session,
    ) -> Traces:
        with self.store.read() as unit:
            enrolment = unit.enrolment()
        return self.central.trace(
            number=number,
            tax_number=tax_number,
            purpose=purpose,
            session=session,
            enrolment=enrolment,
            now=self.now(),
        )


def filter_of(query: JournalQuery) -> JournalFilter:
    """Return the conditions as the store knows them: days of the office made moments."""
    return JournalFilter(
        since=None if query.since is None else _start_of(query.since),
        until=None if query.until is None else _start_of(query.until + timedelta(days=1)),
        by=query.by,
        system=query.system,
        kinds=None if query.topic is None else kinds_about(query.topic),
        subjects=None if query.request is None else (query.request,),
    )


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=OFFICE_ZONE)


def _citizen(typed: str) -> tuple[RequestNumber | None, TaxNumber | None]:
    """Return the request number or the tax number that was typed.

    Raises:
        LookUpIncomplete: it is neither.
    """
    try:
        return parse_request_number(typed), None
    except Refused:
        pass
    try:
        return None, parse_tax_number(typed)
    except Refused:
        raise LookUpIncomplete() from None
