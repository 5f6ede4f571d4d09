"""What a report says in words and as a table, without a window."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from ra_desk import texts
from ra_desk.domain.day import Closing, DayCounts, PointKind
from ra_desk.domain.numbers import TaxNumber
from ra_desk.domain.policy import Policy
from ra_desk.domain.refusals import Refusal, RefusalReason
from ra_desk.domain.report import Drawn, Figures, Period, Result, Span, Topic, release
from ra_desk.paper.report import render_report
from ra_desk.services.day import Head
from ra_desk.services.day_rows import Counted
from ra_desk.services.report import tables_of
from ra_desk.ui.reports.forms import protocol_form, report_csv, report_form
from tests.fakes import NOON, OFFICE, FakeCentral, a_check, a_desk, a_request
from tests.paper.sheets import opened
from tests.ui.desks import a_place

DAY = date(2026, 11, 20)
ENROLMENT = a_desk(FakeCentral({}, Policy())).store.enrolment


@pytest.fixture(autouse=True)
def slovenian() -> Iterator[None]:
    texts.use("sl")
    yield
    texts.use("sl")


def figures(*, post: str = "Koper", days: int = 1, office: bool = False) -> Figures:
    period = Period(first=DAY - timedelta(days=days - 1), last=DAY)
    counted = Counted(
        hours={datetime(2026, 11, 20, hour, tzinfo=UTC): 9 for hour in (8, 9)},
        outcomes={Result.ISSUED: 15, Result.IN_REVIEW: 3},
        reasons={"document_invalid": 6},
        seconds=18 * 48,
        bands={0: 18},
        drawn={Drawn.GOOD: 91, Drawn.SPOILT: 9},
        posted=91,
        returned={post: 7},
    )
    return Figures(
        period=period,
        own=False,
        seconds=counted.seconds,
        tables=tables_of(counted, period, office=office),
        office=office,
    )


def rows(raw: bytes) -> list[list[str]]:
    text = raw.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


def test_the_table_is_utf_8_with_a_mark_and_lines_of_rfc_4180() -> None:
    """A spreadsheet in Slovenia opens it as it is."""
    raw = report_csv(release(figures()), enrolment=ENROLMENT)
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.count(b"\r\n") == raw.count(b"\n") == len(rows(raw))
    assert {len(row) for row in rows(raw)} == {7}
    assert rows(raw)[1][:4] == ["UE Koper", "3", "2026-11-20", "2026-11-20"]


def test_no_small_count_is_in_the_table_and_none_comes_out_of_the_sums() -> None:
    """Three checks in review are kept back, and the accepted ones with them."""
    found = {row[5]: row[6] for row in rows(report_csv(release(figures()), enrolment=ENROLMENT))}
    assert (found["V drugem pregledu"], found["Sprejeta, koda sledi"]) == ("", "")
    assert (found["Potrjena kot dobra"], found["Pokvarjena pisma"]) == ("91", "9")


def test_a_report_of_the_whole_office_says_so_and_hides_as_much() -> None:
    """On paper, in each row of the table, and with what it does not know of."""
    out = release(figures(office=True))
    found = rows(report_csv(out, enrolment=ENROLMENT))
    assert {row[1] for row in found[1:]} == {"Vsa okenca"}
    assert {row[5]: row[6] for row in found}["V drugem pregledu"] == ""
    form = report_form(out, enrolment=ENROLMENT, now=NOON)
    assert form.facts[0] == "UE Koper, vsa okenca"
    assert any("niso poslala" in note for note in form.notes)


def test_a_clerks_own_figures_are_not_called_those_of_the_counter() -> None:
    """Two people work there; whoever gets the file cannot see on whose screen it was made."""
    out = release(replace(figures(), own=True))
    form = report_form(out, enrolment=ENROLMENT, now=NOON)
    assert form.facts[0] == "UE Koper, okence 3 · delo ene osebe"
    found = rows(report_csv(out, enrolment=ENROLMENT))
    assert {row[1] for row in found[1:]} == {"3, delo ene osebe"}


def test_a_name_that_a_spreadsheet_would_reckon_with_is_only_a_name() -> None:
    """The name of a post is data from outside."""
    raw = report_csv(release(figures(post='=1+1;"x"')), enrolment=ENROLMENT)
    assert '\'=1+1;"x"' in {row[5] for row in rows(raw)}


def test_on_paper_a_count_that_is_kept_back_is_a_dash_and_explained() -> None:
    """Nobody takes it for a zero."""
    form = report_form(release(figures(days=5)), enrolment=ENROLMENT, now=NOON)
    outcomes = next(table for table in form.tables if table.title == "Preverjanja po izidu")
    assert dict(outcomes.rows)["V drugem pregledu"] == "–"
    assert any("pod 5" in note for note in form.notes)
    days = next(table for table in form.tables if table.title == "Preverjanja po dnevih")
    assert days.bars[-1] == 18


def test_the_protocol_says_what_was_open_and_whose_signatures_it_has() -> None:
    """Counts in full: it stays in the files of the office."""
    closing = Closing(
        seq=8,
        last=9,
        day=DAY,
        at=NOON,
        by="Maja K.",
        second="Tina B.",
        after=0,
        up_to=7,
        counts=DayCounts(checks=2, issued=1, unsent=1, drawn=1, unknown=1),
        still_open=(PointKind.SENT, PointKind.RECONCILED),
        reason="Izpad povezave.",
    )
    head = Head(enrolment=ENROLMENT, seq=9, digest="47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU")
    form = protocol_form(closing, head, now=NOON)
    said = " ".join((form.title, *form.facts, *form.notes))
    for words in (
        "20. 11. 2026".replace(" ", "\u00a0"),
        "Maja K.",
        "Tina B.",
        "Števila se ujemajo.",
    ):
        assert words in said, words
    assert "neposlani zapisi, nepotrjena pisma" in said
    assert "Izpad povezave." in said
    assert form.signatures == ("Maja K.", "Tina B.")
    assert form.head is not None
    assert form.head.groups[:2] == ("e3b0", "c442")
    assert head.digest in form.head.code
    off = replace(closing, counts=DayCounts(checks=2, issued=1))
    assert "Števila se ne ujemajo" in " ".join(protocol_form(off, head, now=NOON).notes)


def test_a_day_has_hours_and_a_week_its_days() -> None:
    """A longer period than a month stands by its hours alone."""
    assert Topic.DAYS not in {table.topic for table in figures().tables}
    assert len(figures(days=5).table(Topic.DAYS).counts) == 5
    assert Topic.DAYS not in {table.topic for table in figures(days=60).tables}


@pytest.mark.requirement("S0-45")
def test_what_leaves_the_office_of_a_report_is_counts_and_none_under_five(qapp) -> None:
    """Eight people at a counter: in PDF and table nothing is about one of them, or tells of few."""
    people = [
        a_request(
            applicant=replace(
                a_request().applicant,
                given_names=f"Ime{n}",
                surname=f"Priimek{n}",
                tax_number=TaxNumber(f"5022305{n}"),
                email=f"oseba{n}@posta.example",
            )
        )
        for n in range(8)
    ]
    place = a_place(*people)
    for one in people[:6]:
        place.desk.record_check(a_check(one.number), session=place.session)
        place.clock.forward(60)
    for one in people[6:]:
        refusal = Refusal(request=one.number, reason=RefusalReason.DOCUMENT_INVALID)
        place.desk.refuse(refusal, session=place.session)
    place.clock.forward(60)
    place.desk.exchange()
    assert place.session is not None
    figures = place.desk.day.figures(Span.TODAY, session=place.session)
    assert (figures.checks, figures.table(Topic.REASONS).total) == (6, 2)

    out = place.desk.day.release(figures)
    enrolment = place.desk.enrolment()
    table = report_csv(out, enrolment=enrolment)
    form = report_form(out, enrolment=enrolment, now=NOON)
    pdf = render_report(form, office=OFFICE, service=Policy().service, demo=False)
    pages = opened(pdf)
    paper = " ".join(pages.text(page) for page in range(len(pages)))
    for said in (table.decode("utf-8-sig"), paper, repr(out), repr(figures)):
        for one in people:
            about, who = one.applicant, place.session.operator
            for theirs in (one.number, about.surname, about.tax_number, about.email, who.name):
                assert theirs not in said, theirs

    counts = [row[6] for row in rows(table)[1:]]
    assert "6" in counts
    assert not {"1", "2", "3", "4"} & set(counts)
    told = [number for table in form.tables for _, number in table.rows]
    told += [table.total[1] for table in form.tables if table.total is not None]
    assert "6" in told
    assert not {"1", "2", "3", "4"} & set(told)
    assert [bar for one in form.tables for bar in one.bars if bar in {1, 2, 3, 4}] == []
    assert "ne vsebuje osebnih podatkov" in " ".join(paper.split())
