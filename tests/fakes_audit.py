"""The journal for readers over the fake store: the same conditions, sifted in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ra_desk.domain.activation import RequestNumber
from ra_desk.domain.facts import Withdrawn
from ra_desk.domain.people import OperatorId
from ra_desk.journal.seal import Head
from ra_desk.services.journal_rows import (
    COUNTED,
    EntryDetails,
    JournalEntry,
    JournalFilter,
    Verdict,
)

if TYPE_CHECKING:
    from ra_desk.services.ports import Enrolment
    from tests.fakes import Journal


class MemoryJournal:
    """The port ``JournalRows``: all deeds, sifted in memory."""

    def __init__(self, enrolment: Enrolment, journal: Journal) -> None:
        self._enrolment, self._j = enrolment, journal

    def _fitting(self, which: JournalFilter) -> list[JournalEntry]:
        return [
            JournalEntry(
                seq=deed.ref.seq,
                at=deed.at,
                by=deed.by,
                operator_name=deed.operator_name,
                kind=deed.fact.kind,
                subject=deed.fact.subject,
                fact=deed.fact,
            )
            for deed in reversed(self._j.deeds)
            if (which.since is None or deed.at >= which.since)
            and (which.until is None or deed.at < which.until)
            and (which.by in {None, deed.by})
            and (not which.system or deed.by is None)
            and (which.kinds is None or deed.fact.kind in which.kinds)
            and (which.subjects is None or deed.fact.subject in which.subjects)
        ]

    def page(self, which: JournalFilter, before: int, *, limit: int) -> Sequence[JournalEntry]:
        return [entry for entry in self._fitting(which) if entry.seq < before][:limit]

    def count(self, which: JournalFilter, *, most: int = COUNTED) -> int:
        return min(len(self._fitting(which)), most + 1)

    def details(self, seq: int) -> EntryDetails | None:
        found = next((e for e in self._fitting(JournalFilter()) if e.seq == seq), None)
        if found is None:
            return None
        return EntryDetails(
            entry=found,
            desk=self._enrolment.desk,
            counter=self._enrolment.counter,
            epoch=self._enrolment.epoch,
            digest=self._j.digests[seq - 1],
            previous=self._j.digests[seq - 2] if seq > 1 else Head().digest,
            filed=seq <= self._j.filed,
            ruling=(self._j.rulings[seq].ruling if seq in self._j.rulings else None),
            undone=any(isinstance(d.fact, Withdrawn) and d.fact.seq == seq for d in self._j.deeds),
        )

    def people(self) -> Mapping[OperatorId, str]:
        return {deed.by: deed.operator_name for deed in self._j.deeds if deed.by is not None}

    def requests_of(self, tax_number: str) -> tuple[RequestNumber, ...]:
        cache = self._j.cache.items()
        return tuple(n for n, request in cache if request.applicant.tax_number == tax_number)

    def verdict(self) -> Verdict | None:
        return self._j.verdict

    def keep_verdict(self, verdict: Verdict) -> None:
        self._j.verdict = verdict
