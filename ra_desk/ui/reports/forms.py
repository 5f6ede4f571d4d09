"""What leaves the office in words: the report on paper and as a table, and the day's protocol."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from ra_desk.domain.day import Closing, PointKind
from ra_desk.domain.report import SMALLEST, Published, Release, Topic
from ra_desk.domain.report_form import ChainHead, FormTable, ReportForm
from ra_desk.services.day import Head
from ra_desk.services.ports import Enrolment
from ra_desk.texts import _, language
from ra_desk.texts.formats import date_text, moment_text, number_text
from ra_desk.texts.tables import MARK, csv_lines
from ra_desk.ui.reports.reading import Whose
from ra_desk.ui.reports.words import (
    KEPT_BACK,
    counter_text,
    period_text,
    row_name,
    seconds_text,
    topic_name,
    whose_names,
    whose_text,
)

#: Tables that are drawn as bars, too.
_DRAWN: Final = frozenset({Topic.HOURS, Topic.DAYS})
_SINGLE: Final = frozenset({Topic.CORRECTED, Topic.POSTED})


def report_form(out: Release, *, enrolment: Enrolment, now: datetime) -> ReportForm:
    """Return the report for paper."""
    whose = whose_text(enrolment, office=out.office)
    facts = [
        f"{whose} · {_one_person()}" if out.own else whose,
        _("Average time per check: {time}").format(time=seconds_text(out.average_s)),
    ]
    notes = [_kept_back()] if out.hides else []
    if out.office:
        notes.append(_("What a counter had not sent to central is not in these figures."))
    return ReportForm(
        title=_("Report for {period}").format(period=period_text(out.period)),
        facts=tuple(facts),
        tables=tuple(_table(table) for table in out.tables if table.counts),
        notes=(*notes, _("The report holds no personal data.")),
        foot=_("Printed on {time}").format(time=moment_text(now, language())),
        language=language(),
    )


def _one_person() -> str:
    # i18n: whose figures are in a report; stands behind the name of a counter
    return _("work of one person")


def _kept_back() -> str:
    return _(
        "{sign} stands for a count under {smallest}, and for others from which one could be told."
    ).format(sign=KEPT_BACK, smallest=SMALLEST)


def _table(table: Published) -> FormTable:
    rows = tuple((row_name(table.topic, key), _count(count)) for key, count in table.counts.items())
    bars: tuple[int | None, ...] = ()
    if table.topic in _DRAWN:
        bars = tuple(table.counts.values())
    total = None if table.topic in _SINGLE else (_("Together"), _count(table.total))
    return FormTable(title=topic_name(table.topic), rows=rows, bars=bars, total=total)


def _count(count: int | None) -> str:
    return KEPT_BACK if count is None else number_text(count, language())


def report_csv(out: Release, *, enrolment: Enrolment) -> bytes:
    """Return the report as CSV as the office's spreadsheet opens it: UTF-8 with a mark, ``;``.

    A count that is kept back is an empty field, never a zero.
    """
    rows = [[_("Office"), _("Counter"), _("From"), _("To"), _("Table"), _("Row"), _("Count")]]
    first, last = out.period.first.isoformat(), out.period.last.isoformat()
    counter = whose_names()[Whose.OFFICE] if out.office else enrolment.counter
    counter = f"{counter}, {_one_person()}" if out.own else counter
    about = [enrolment.office.name, counter, first, last]
    for table in out.tables:
        title = topic_name(table.topic)
        for key, count in table.counts.items():
            name = row_name(table.topic, key)
            rows.append([*about, title, name, "" if count is None else str(count)])
        if table.topic not in _SINGLE:
            total = "" if table.total is None else str(table.total)
            rows.append([*about, title, _("Together"), total])
    average = "" if out.average_s is None else str(out.average_s)
    name = _("Average time per check, seconds")
    rows.append([*about, name, _("In all"), average])
    return MARK + csv_lines(rows)


def protocol_form(closing: Closing, head: Head, *, now: datetime) -> ReportForm:
    """Return the one-page protocol of a closed day; it stays in the office's files."""
    enrolment = head.enrolment
    return ReportForm(
        title=_("Close of day, {date}").format(date=date_text(closing.day, language())),
        facts=(
            counter_text(enrolment),
            _("Closed on {time} by {name}").format(
                time=moment_text(closing.at, language()), name=closing.by
            ),
            *(
                (_("Second signature: {name}").format(name=closing.second),)
                if closing.second
                else ()
            ),
        ),
        tables=_protocol_tables(closing),
        notes=_protocol_notes(closing),
        head=ChainHead(
            title=_("Head of the journal’s chain"),
            where=_("Desk {desk}, epoch {epoch}, entry {entry}").format(
                desk=enrolment.desk, epoch=enrolment.epoch, entry=head.seq
            ),
            groups=head.groups,
            code=f"ra-desk head {enrolment.desk} {enrolment.epoch} {head.seq} {head.digest}",
            note=_(
                "Whoever changed an entry of this day afterwards would get another digest. "
                "Compare it with the journal: ra-desk journal verify."
            ),
        ),
        signatures=tuple(name for name in (closing.by, closing.second) if name),
        foot=_("For the files of the office. Printed on {time}").format(
            time=moment_text(now, language())
        ),
        language=language(),
    )


def _protocol_tables(closing: Closing) -> tuple[FormTable, ...]:
    counts = closing.counts

    def rows(*lines: tuple[str, int]) -> tuple[tuple[str, str], ...]:
        return tuple((words, number_text(count, language())) for words, count in lines)

    return (
        FormTable(
            title=_("Checks"),
            rows=rows(
                (_("Accepted, code follows"), counts.issued),
                (_("In second review"), counts.in_review),
                (_("Without effect"), counts.no_effect),
                (_("Not sent or not decided yet"), counts.unsent),
            ),
            total=(_("Recorded"), number_text(counts.checks, language())),
        ),
        FormTable(
            title=_("Beside them"),
            rows=rows(
                (_("Refused at the counter"), counts.refused),
                (_("Documents reported stolen or missing"), counts.reported),
                (_("Corrected checks"), counts.corrected),
            ),
        ),
        FormTable(
            title=_("Letters"),
            rows=rows(
                (_("Confirmed as good"), counts.good),
                (_("Spoilt letters"), counts.spoilt),
                (_("Not confirmed yet"), counts.unknown),
            ),
            total=(_("Printed"), number_text(counts.drawn, language())),
        ),
        FormTable(
            title=_("Post"),
            rows=rows(
                (_("Handed to the post"), counts.posted),
                (_("Returned by the post"), counts.returned),
            ),
        ),
    )


def _protocol_notes(closing: Closing) -> tuple[str, ...]:
    agree = (
        _("The counts agree.") if closing.counts.agree else _("The counts do not agree: call help.")
    )
    if not closing.still_open:
        return (agree, _("Nothing is open."))
    still = ", ".join(point_name(kind) for kind in closing.still_open)
    return (
        agree,
        _("Closed with open points: {points}.").format(points=still),
        _("Reason: {reason}").format(reason=closing.reason),
    )


def point_name(kind: PointKind) -> str:
    """Return what was left open, for a list."""
    return {
        PointKind.SENT: _("unsent records"),
        PointKind.DECIDED: _("undecided records"),
        PointKind.DRAFTS: _("open drafts"),
        PointKind.RECONCILED: _("unconfirmed letters"),
        PointKind.DESTROYED: _("spoilt sheets not destroyed"),
    }[kind]
