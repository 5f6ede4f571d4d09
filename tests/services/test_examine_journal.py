"""Examining the journal: what is asked, shown and taken away is written down before it happens."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ra_desk.domain.access import CentralUnreachable, DeskQuarantined, LookUpIncomplete
from ra_desk.domain.activation import RequestNumberCheckSignWrong
from ra_desk.domain.audit import LONGEST_PURPOSE, TOPICS, PurposeMissing, Topic, kinds_about
from ra_desk.domain.checks import NoteHoldsEmso
from ra_desk.domain.facts import KINDS
from ra_desk.domain.facts_audit import (
    CitizenTraced,
    EntryTextShown,
    ExportForm,
    JournalExported,
    JournalVerified,
    TraceExported,
    TraceKey,
)
from ra_desk.domain.people import NotYourRole, Role
from ra_desk.journal.export import verify_lines
from ra_desk.journal.seal import ChainBroken
from ra_desk.services import examine_journal
from ra_desk.services.examine_journal import JournalQuery, TooManyForPaper
from ra_desk.services.journal_rows import Verdict
from tests.fakes import a_check, a_request
from tests.ui.desks import a_place

PURPOSE = "Zahtevek posameznika, zadeva 0921-4/2026"


def held_by(*roles):
    """A desk with one request and somebody of these roles signed in."""
    place = a_place(a_request())
    operator = replace(place.session.operator, roles=frozenset(roles))
    place.session = replace(place.session, operator=operator)
    return place


@pytest.fixture
def place():
    return held_by(Role.AUDITOR)


@pytest.fixture
def clerk():
    return held_by(Role.CLERK)


def number_of(place):
    return next(iter(place.central.requests))


def facts(place):
    return [deed.fact for deed in place.fake.store.kept.deeds]


def worked(place):
    """Somebody viewed the request, as the journal has it."""
    place.desk.open_request(number_of(place), session=place.session)


def test_every_kind_is_about_something():
    """A kind that stands in no group would be found under »system« only; each topic has some."""
    assert set(TOPICS) == set(KINDS)
    assert {kind for topic in Topic for kind in kinds_about(topic)} == set(KINDS)
    assert all(kinds_about(topic) for topic in Topic)


def test_days_are_days_of_the_office(place):
    """»Until 20 November« holds until midnight in Ljubljana."""
    which = examine_journal.filter_of(
        JournalQuery(since=date(2026, 11, 19), until=date(2026, 11, 20))
    )
    assert which.since is not None
    assert which.until is not None
    assert which.since.isoformat() == "2026-11-19T00:00:00+01:00"
    assert which.until.isoformat() == "2026-11-21T00:00:00+01:00"


def test_a_page_says_whether_there_is_more(place):
    for _ in range(4):
        worked(place)
    first = place.desk.journal.page(JournalQuery(), limit=3)
    assert (len(first.entries), first.more, first.all) == (3, True, first.count)
    rest = place.desk.journal.page(JournalQuery(), before=first.entries[-1].seq, limit=50)
    assert not rest.more
    assert len(rest.entries) == first.all - 3


def test_asking_for_a_request_is_an_entry(place):
    """With the number, so that the citizen can be told of this look, too."""
    worked(place)
    number = number_of(place)
    assert place.desk.journal.look_for(number.lower(), session=place.session) == number
    assert facts(place)[-1] == CitizenTraced(
        request=number, key=TraceKey.NUMBER, everywhere=False, entries=1
    )


def test_a_mistyped_number_is_refused_and_writes_nothing(place):
    before = facts(place)
    number = number_of(place)
    wrong = number[:-1] + ("2" if number[-1] != "2" else "3")
    with pytest.raises(RequestNumberCheckSignWrong):
        place.desk.journal.look_for(wrong, session=place.session)
    assert facts(place) == before


def test_showing_a_hidden_text_is_an_entry(place):
    worked(place)
    seq = place.fake.store.kept.deeds[-1].ref.seq
    place.desk.journal.show_text(seq, session=place.session)
    assert facts(place)[-1] == EntryTextShown(request=number_of(place), seq=seq)


def test_a_whole_chain_is_remembered_and_written_down(place):
    worked(place)
    verdict = place.desk.journal.verify(lambda done, last: True, session=place.session)
    entries = len(place.fake.store.kept.deeds) - 1
    assert verdict == Verdict(at=place.clock(), entries=entries)
    assert place.desk.journal.verdict() == verdict
    assert isinstance(facts(place)[-1], JournalVerified)
    assert facts(place)[-1].digest == place.fake.store.kept.digests[entries - 1]


def test_verifying_that_was_ended_says_nothing(place):
    """Half a chain is no verdict, and an older one stays."""
    assert place.desk.journal.verify(lambda done, last: False, session=place.session) is None
    assert place.desk.journal.verdict() is None


def test_a_broken_chain_stops_the_desk_and_can_still_be_read(place):
    """The number of the entry is remembered; nothing more is written, not even that it was read."""
    worked(place)
    place.fake.store.broken = 2
    verdict = place.desk.journal.verify(lambda done, last: True, session=place.session)
    assert verdict is not None
    assert verdict.broken == 2
    stopped = place.desk.overview().stopped
    assert isinstance(stopped, ChainBroken), "not central has stopped it: it does not know yet"
    assert stopped.facts["seq"] == 2
    with pytest.raises(ChainBroken):
        place.desk.exchange()
    assert place.desk.journal.page(JournalQuery()).entries
    place.fake.store.broken = None
    again = place.desk.journal.verify(lambda done, last: True, session=place.session)
    assert again is not None
    assert not isinstance(facts(place)[-1], JournalVerified)


def test_an_export_is_written_down_with_its_purpose_before_the_first_row_leaves(place):
    """The entry of the export is not in it, and stands also when nobody takes the rows."""
    worked(place)
    query = JournalQuery(topic=Topic.LOOKS, since=place.clock().date())
    portions = place.desk.journal.export(
        query, ExportForm.CSV, f"  {PURPOSE} ", session=place.session
    )
    assert facts(place)[-1] == JournalExported(
        form=ExportForm.CSV,
        purpose=PURPOSE,
        entries=1,
        since=query.since,
        what=kinds_about(Topic.LOOKS),
    )
    [[entry]] = list(portions)
    assert entry.kind == "request_viewed/1"


def test_a_purpose_with_an_emso_in_it_is_none(place):
    """The purpose is written to the journal, and an EMŠO is never stored (decision 24)."""
    before, purpose = facts(place), "nadzor osebe 0403991505129"
    with pytest.raises(NoteHoldsEmso):
        place.desk.journal.export(JournalQuery(), ExportForm.CSV, purpose, session=place.session)
    assert facts(place) == before


@pytest.mark.parametrize("purpose", ["", "   ", "nadzor", "x" * (LONGEST_PURPOSE + 1)])
def test_without_a_purpose_nothing_leaves(place, purpose):
    before = facts(place)
    with pytest.raises(PurposeMissing):
        place.desk.journal.export(JournalQuery(), ExportForm.CSV, purpose, session=place.session)
    with pytest.raises(PurposeMissing):
        place.desk.journal.trace("15012557", purpose, everywhere=True, session=place.session)
    assert facts(place) == before


def test_a_printed_list_has_an_end(place):
    """Thousands of rows on paper are read by nobody; a table file takes them."""
    worked(place)
    for _ in range(examine_journal.MOST_ON_PAPER):
        place.fake.store.kept.deeds.append(place.fake.store.kept.deeds[-1])
    with pytest.raises(TooManyForPaper) as refused:
        place.desk.journal.export(JournalQuery(), ExportForm.PDF, PURPOSE, session=place.session)
    assert refused.value.facts["most"] == examine_journal.MOST_ON_PAPER


def test_the_whole_journal_leaves_as_a_stranger_can_verify_it(place):
    lines = place.desk.journal.export_whole(PURPOSE, session=place.session)
    assert facts(place)[-1].form is ExportForm.JSON_LINES
    assert verify_lines([next(lines)]).entries == 0


def test_a_quarantined_desk_gives_nothing_away(place):
    """What cannot be written down does not happen."""
    with place.fake.store.begin() as unit:
        unit.quarantine("journal.chain_broken")
    for ask in (
        lambda: place.desk.journal.export(
            JournalQuery(), ExportForm.CSV, PURPOSE, session=place.session
        ),
        lambda: place.desk.journal.look_for(number_of(place), session=place.session),
        lambda: place.desk.journal.show_text(1, session=place.session),
    ):
        with pytest.raises(DeskQuarantined):
            ask()


def test_who_dealt_with_a_citizen_here_is_found_by_either_number(place):
    """The tax number itself is not kept; each request that it leads to is named."""
    worked(place)
    number = number_of(place)
    tax_number = place.central.requests[number].applicant.tax_number
    by_number = place.desk.journal.trace(number, PURPOSE, everywhere=False, session=place.session)
    assert [trace.kind for trace in by_number.traces.traces] == ["request_viewed/1"]
    by_tax = place.desk.journal.trace(
        f"SI {tax_number}", PURPOSE, everywhere=False, session=place.session
    )
    assert [trace.kind for trace in by_tax.traces.traces] == [
        "citizen_traced/1",
        "request_viewed/1",
    ]
    assert facts(place)[-1] == CitizenTraced(
        request=number, key=TraceKey.TAX_NUMBER, everywhere=False, entries=2, purpose=PURPOSE
    )
    assert tax_number not in repr(facts(place)[-1]) + PURPOSE


def test_who_dealt_with_a_citizen_anywhere_is_centrals_word(place):
    worked(place)
    place.clock.forward(60)
    place.desk.exchange()
    number = number_of(place)
    traced = place.desk.journal.trace(number, PURPOSE, everywhere=True, session=place.session)
    assert traced.traces.requests == (number,)
    assert [trace.counter for trace in traced.traces.traces] == ["desk-1"]
    assert facts(place)[-1].everywhere


def test_nobody_found_is_noted_without_a_request(place):
    traced = place.desk.journal.trace(
        number_of(place), PURPOSE, everywhere=False, session=place.session
    )
    assert traced.traces.count == 0
    assert facts(place)[-1].request is None


def test_central_that_does_not_answer_leaves_nothing_behind(place):
    before = facts(place)
    place.central.trouble = CentralUnreachable()
    with pytest.raises(CentralUnreachable):
        place.desk.journal.trace(number_of(place), PURPOSE, everywhere=True, session=place.session)
    assert facts(place) == before


def test_a_name_is_no_way_to_a_citizen(place):
    with pytest.raises(LookUpIncomplete):
        place.desk.journal.trace("Novak", PURPOSE, everywhere=False, session=place.session)


def test_a_copy_for_the_person_is_an_entry_and_names_nobody():
    """Each request has its entry, so that the next copy tells of this one."""
    place = held_by(Role.CLERK, Role.SUPERVISOR)
    worked(place)
    number = number_of(place)
    place.desk.note_suspicion(number, session=place.session)
    traced = place.desk.journal.trace(number, PURPOSE, everywhere=False, session=place.session)
    assert traced.purpose == PURPOSE
    assert "suspicion_noted/1" in {trace.kind for trace in traced.traces.traces}
    told = place.desk.journal.export_trace(
        traced, ExportForm.PDF, f" {PURPOSE}", session=place.session
    )
    assert facts(place)[-1] == TraceExported(
        request=number, form=ExportForm.PDF, purpose=PURPOSE, everywhere=False, entries=1
    )
    assert [(one.kind, one.operator_name, one.counter) for one in told] == [
        ("request_viewed/1", "", place.desk.enrolment().counter)
    ]
    again = place.desk.journal.trace(number, PURPOSE, everywhere=False, session=place.session)
    assert "trace_exported/1" in {one.kind for one in again.traces.for_person()}


def test_a_copy_leaves_with_a_purpose_only_and_by_whoever_may_ask(place, clerk):
    """Audit's answer over all desks leaves by audit's hand."""
    traced = place.desk.journal.trace(
        number_of(place), PURPOSE, everywhere=True, session=place.session
    )
    before = facts(place)
    with pytest.raises(PurposeMissing):
        place.desk.journal.export_trace(traced, ExportForm.CSV, "", session=place.session)
    assert facts(place) == before
    with pytest.raises(NotYourRole):
        clerk.desk.journal.export_trace(traced, ExportForm.CSV, PURPOSE, session=clerk.session)


def test_clerks_examine_nothing_and_supervisors_not_everywhere(clerk):
    """Who watches the clerks is not a clerk; over all offices only audit asks."""
    clerk.desk.record_check(a_check(number_of(clerk)), session=clerk.session)
    with pytest.raises(NotYourRole):
        clerk.desk.journal.look_for(number_of(clerk), session=clerk.session)
    with pytest.raises(NotYourRole):
        clerk.desk.journal.verify(lambda done, last: True, session=clerk.session)
    chief = held_by(Role.SUPERVISOR)
    chief.desk.journal.trace(number_of(chief), PURPOSE, everywhere=False, session=chief.session)
    with pytest.raises(NotYourRole):
        chief.desk.journal.trace(number_of(chief), PURPOSE, everywhere=True, session=chief.session)
