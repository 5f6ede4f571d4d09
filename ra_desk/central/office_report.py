"""What an office did in a period, counted out of the entries that its desks have filed.

Everything is counted in SQL, by the rules of a counter's own report (``store.day``): what was
undone is in no count, what central refused is a check without effect. The answer is numbers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import sqlalchemy as sa

from ra_desk.central.columns import Moment, same_place
from ra_desk.central.database import snapshot
from ra_desk.central.operators import require_session
from ra_desk.central.parts import Parts
from ra_desk.central.proofs import CallingDesk
from ra_desk.central.tables import desk, entry, event, letter, payload, request, ruling
from ra_desk.domain.facts import (
    CheckAttested,
    CheckCorrected,
    DocumentReported,
    Fact,
    LetterPrintStarted,
    LetterReturned,
    LetterSpoilt,
    RequestRefused,
    Withdrawn,
    kinds_of,
)
from ra_desk.domain.facts_letters import ControlLetterNoted, LetterBatchPosted
from ra_desk.domain.letters import LetterEvent, LetterState
from ra_desk.domain.pass_request import Stage
from ra_desk.domain.people import OfficeId, require_role
from ra_desk.domain.report import BANDS, OVERSEEING, REPORTED, Drawn, Period, Result, own_period
from ra_desk.domain.standing import Outcome
from ra_desk.wire.messages import PROTOCOL
from ra_desk.wire.messages_report import OfficeReportCall, OfficeReportReply

#: A sheet in one of these states was confirmed as good.
_GOOD = (
    LetterState.RECONCILED,
    LetterState.POSTED,
    LetterState.RETURNED,
    LetterState.REPLACED,
)
#: Whether central has refused an entry.
_REFUSED = (
    sa.exists()
    .where(same_place(ruling, entry), ruling.c.outcome == Outcome.REFUSED)
    .correlate(entry)
)
#: The first column, by which all is grouped.
_KEY: Final = sa.literal_column("1", sa.Integer)


def office_report(
    parts: Parts, message: OfficeReportCall, caller: CallingDesk
) -> OfficeReportReply:
    """Return what the desks of the caller's office did; nothing is written.

    Raises:
        SessionOver: nobody is signed in with this token at this desk.
        NotYourRole: the operator sees their own work only.
        PeriodUnfit: it ends before it begins, or is too long.
    """
    with snapshot(parts.engine) as connection:
        who = require_session(connection, message.session, caller, at=parts.now())
        require_role(who, *OVERSEEING)
        period = own_period(message.first, message.last)
        work = _Work(connection=connection, office=caller.office, period=period)
        before = _Work(connection=connection, office=caller.office, period=period.before)
        times, outcomes = work.times(), work.outcomes()
        bands = Counter[int]()
        for seconds, count in times.items():
            bands[sum(bound <= seconds for bound in BANDS)] += count
        return OfficeReportReply(
            v=PROTOCOL,
            jti=caller.jti,
            hours=work.hours(),
            outcomes={key: count for key, count, _since in outcomes},
            reasons=work.reasons(),
            seconds=sum(seconds * count for seconds, count in times.items()),
            bands=bands,
            corrected=work.number(CheckCorrected),
            drawn=work.drawn(),
            posted=work.posted(),
            returned=work.returned(),
            oldest_review=next((s for key, _, s in outcomes if key == Result.IN_REVIEW), None),
            checks_before=before.number(CheckAttested),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Work:
    """The entries of an office in a period."""

    connection: sa.Connection
    office: OfficeId
    period: Period

    @property
    def _desks(self) -> sa.Select[str]:
        return sa.select(desk.c.id).where(desk.c.office == self.office)

    def hours(self) -> dict[datetime, int]:
        at: sa.ColumnElement[datetime]
        if self.connection.dialect.name == "postgresql":
            at = sa.func.date_trunc("hour", entry.c.at, "UTC", type_=Moment())
        else:
            at = sa.func.strftime("%Y-%m-%d %H:00:00.000000", entry.c.at, type_=Moment())
        found = sa.select(at, sa.func.count()).where(*self._of(CheckAttested)).group_by(_KEY)
        return dict(self.connection.execute(found).all())

    def outcomes(self) -> Sequence[tuple[str, int, datetime]]:
        """Return what became of the checks: how many of each, and when the first of them was."""
        result = sa.case(
            (ruling.c.outcome == Outcome.REFUSED, Result.NO_EFFECT.value),
            (request.c.stage == Stage.IN_REVIEW, Result.IN_REVIEW.value),
            (request.c.stage.in_((Stage.RETURNED, Stage.REFUSED)), Result.NO_EFFECT.value),
            else_=Result.ISSUED.value,
        )
        found = (
            sa.select(result, sa.func.count(), sa.func.min(entry.c.at))
            .select_from(entry)
            .outerjoin(ruling, same_place(ruling, entry))
            .outerjoin(request, request.c.number == entry.c.subject)
            .where(*self._of(CheckAttested))
            .group_by(_KEY)
        )
        return [(key, count, since) for key, count, since in self.connection.execute(found)]

    def times(self) -> dict[int, int]:
        """Return how many checks took so many seconds."""
        seconds = sa.func.coalesce(sa.cast(self._field("seconds"), sa.BigInteger), 0)
        found = sa.select(seconds, sa.func.count()).select_from(self._payloads)
        counted = found.where(*self._of(CheckAttested)).group_by(_KEY)
        return dict(self.connection.execute(counted).all())

    def reasons(self) -> dict[str, int]:
        reason = sa.case(
            (entry.c.kind == DocumentReported.kind, REPORTED),
            else_=sa.func.coalesce(self._field("reason"), "other"),
        )
        found = sa.select(reason, sa.func.count()).select_from(self._payloads)
        return self._counts(found.where(*self._of(RequestRefused, DocumentReported)))

    def number(self, kind: type[Fact]) -> int:
        """Return how many entries of a kind there are."""
        found = sa.select(sa.func.count()).select_from(entry).where(*self._of(kind))
        return self.connection.scalar(found) or 0

    def drawn(self) -> dict[str, int]:
        """Return what became of the sheets that were begun; a control letter is one of them."""
        named = self._field("letter")
        state = sa.case(
            (letter.c.state.in_(_GOOD), Drawn.GOOD.value),
            (self._is_spoilt(named), Drawn.SPOILT.value),
            (_control(named, LetterEvent.SPOILT), Drawn.SPOILT.value),
            (_control(named, LetterEvent.RECONCILED), Drawn.GOOD.value),
            else_=Drawn.UNKNOWN.value,
        )
        own = sa.and_(letter.c.number == named, letter.c.desk == entry.c.desk)
        begun = sa.or_(
            entry.c.kind != ControlLetterNoted.kind, self._field("event") == LetterEvent.STARTED
        )
        found = sa.select(state, sa.func.count()).select_from(self._payloads.outerjoin(letter, own))
        return self._counts(found.where(*self._of(LetterPrintStarted, ControlLetterNoted), begun))

    def posted(self) -> int:
        """Return how many letters were handed to the post: each batch goes there once."""
        letters = sa.func.max(sa.cast(self._field("letters"), sa.BigInteger)).label("letters")
        batches = (
            sa.select(letters)
            .select_from(self._payloads)
            .where(*self._of(LetterBatchPosted), sa.not_(_REFUSED))
            .group_by(entry.c.desk, entry.c.epoch, self._field("batch"))
            .subquery()
        )
        return int(self.connection.scalar(sa.select(sa.func.sum(batches.c.letters))) or 0)

    def returned(self) -> dict[str, int]:
        """Return how many letters came back by post office, the most first."""
        post = sa.func.coalesce(request.c.address["post"].as_string(), "")
        own = sa.and_(letter.c.number == self._field("letter"), letter.c.desk.in_(self._desks))
        from_ = self._payloads.outerjoin(letter, own).outerjoin(
            request, request.c.number == letter.c.request
        )
        # A letter that two counters have scanned came back once.
        found = sa.select(post, sa.func.count(self._field("letter").distinct())).select_from(from_)
        counts = self._counts(found.where(*self._of(LetterReturned), sa.not_(_REFUSED)))
        return dict(sorted(counts.items(), key=lambda one: (-one[1], one[0])))

    def _counts(self, found: sa.Select[str, int]) -> dict[str, int]:
        return dict(self.connection.execute(found.group_by(_KEY)).all())

    def _of(self, *kinds: type[Fact]) -> Sequence[sa.ColumnElement[bool]]:
        """Return which entries are meant: of the office, the period and a kind, not undone."""
        undoing, body = entry.alias(), payload.alias()
        undone = (
            sa.exists()
            .where(
                undoing.c.desk == entry.c.desk,
                undoing.c.epoch == entry.c.epoch,
                undoing.c.subject == entry.c.subject,
                undoing.c.kind == Withdrawn.kind,
                same_place(body, undoing),
                sa.cast(self._field("seq", body), sa.BigInteger) == entry.c.seq,
            )
            .correlate(entry)
        )
        return (
            entry.c.desk.in_(self._desks),
            entry.c.kind.in_(kinds_of(*kinds)),
            entry.c.at >= self.period.begins,
            entry.c.at < self.period.ends,
            sa.not_(undone),
        )

    @property
    def _payloads(self) -> sa.Join:
        return entry.outerjoin(payload, same_place(payload, entry))

    def _field(self, name: str, of: sa.FromClause = payload) -> sa.ColumnElement[str]:
        """Return a field of a fact as text; null where the payload was erased."""
        if self.connection.dialect.name == "postgresql":
            text = sa.func.convert_from(of.c.body, "UTF8")
            found: sa.ColumnElement[str] = sa.cast(text, sa.JSON)[("fact", name)].as_string()
            return found
        return sa.func.json_extract(sa.cast(of.c.body, sa.Text), f"$.fact.{name}", type_=sa.Text())

    def _is_spoilt(self, named: sa.ColumnElement[str]) -> sa.ColumnElement[bool]:
        """Whether the desk that printed a sheet calls it spoilt; a dead letter need not be."""
        said, body = entry.alias(), payload.alias()
        return (
            sa.exists()
            .where(
                said.c.desk == entry.c.desk,
                said.c.subject == entry.c.subject,
                said.c.kind == LetterSpoilt.kind,
                same_place(body, said),
                self._field("letter", body) == named,
            )
            .correlate(entry, payload)
        )


def _control(named: sa.ColumnElement[str], what: LetterEvent) -> sa.ColumnElement[bool]:
    """Whether something became of a control letter."""
    noted = sa.exists().where(event.c.subject == named, event.c.kind == f"control.{what}")
    return noted.correlate(payload)
