"""The verbs of the counter: find, open, check, refuse, undo; what is refused leaves no trace."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ra_desk.domain.access import CentralUnreachable, LookUpIncomplete
from ra_desk.domain.activation import RequestNumber, new_request_number
from ra_desk.domain.checks import AlreadyDecided, AnswerIsNo, DataTooOld
from ra_desk.domain.facts import LookedUp, Purpose, RequestViewed, SearchKey, Withdrawn
from ra_desk.domain.mrz import parse_mrz
from ra_desk.domain.numbers import TaxNumber
from ra_desk.domain.pass_request import RequestUnknown, Stage
from ra_desk.domain.people import NotYourRole, Role
from ra_desk.domain.policy import Policy
from ra_desk.domain.refusals import NoteMissing, Refusal, RefusalReason
from ra_desk.domain.standing import UndoTooLate
from ra_desk.services.exchange import exchange
from ra_desk.services.find_requests import (
    find_person,
    find_requests,
    look_up,
    query_of,
    today_of,
)
from ra_desk.services.open_request import open_request
from ra_desk.services.overview import overview
from ra_desk.services.pacing import pause_before_exchange
from ra_desk.services.ports import Hits, Query
from ra_desk.services.record_check import record_check, recorded
from ra_desk.services.refuse_request import refuse_request
from ra_desk.services.understand import understand
from ra_desk.services.undo import NothingToUndo, send_now, undo
from tests.fakes import (
    FakeCentral,
    FakeClock,
    FakeDesk,
    a_check,
    a_desk,
    a_request,
    a_session,
    an_operator,
)

TODAY = date(2026, 11, 20)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def number() -> RequestNumber:
    return new_request_number()


@pytest.fixture
def desk(number: RequestNumber) -> FakeDesk:
    return a_desk(FakeCentral({number: a_request(number)}, Policy()))


def head(desk: FakeDesk) -> object:
    with desk.store.read() as unit:
        return unit.marks().head


def test_a_check_is_one_entry_and_awaits_its_ruling(desk, clock, number):
    done = record_check(a_check(number), session=desk.session, store=desk.store, now=clock)
    assert (done.seq, done.hold_s) == (1, 8)
    assert done.request.stage is Stage.IDENTIFIED
    assert done.request.awaits_ruling
    assert len(desk.store.kept.entries) == 1


REFUSALS = {
    "an answer is no": (lambda n: a_check(n, answers=(False, True, True)), AnswerIsNo),
    "nobody we know": (lambda n: a_check(new_request_number()), RequestUnknown),
}


@pytest.mark.parametrize("why", REFUSALS)
def test_a_refused_check_writes_nothing(desk, clock, number, why):
    """The head of the chain is the same before and after."""
    make, error = REFUSALS[why]
    before = head(desk)
    with pytest.raises(error):
        record_check(make(number), session=desk.session, store=desk.store, now=clock)
    assert head(desk) == before


def test_pressing_enter_twice_records_once(desk, clock, number):
    record_check(a_check(number), session=desk.session, store=desk.store, now=clock)
    before = head(desk)
    with pytest.raises(AlreadyDecided):
        record_check(a_check(number), session=desk.session, store=desk.store, now=clock)
    assert head(desk) == before


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.PRINT_ROOM, Role.ADMINISTRATOR])
def test_only_clerks_and_supervisors_check(desk, clock, number, role):
    before = head(desk)
    session = a_session(an_operator("Bojan P.", role))
    with pytest.raises(NotYourRole):
        record_check(a_check(number), session=session, store=desk.store, now=clock)
    with pytest.raises(NotYourRole):
        refuse_request(
            Refusal(request=number, reason=RefusalReason.FALSE_DATA),
            session=session,
            store=desk.store,
            now=clock,
        )
    assert head(desk) == before


def test_a_refusal_is_recorded_and_can_be_undone(desk, clock, number):
    refusal = Refusal(request=number, reason=RefusalReason.NOT_THE_PERSON)
    done = refuse_request(refusal, session=desk.session, store=desk.store, now=clock)
    assert done.request.stage is Stage.REFUSED
    back = undo(done.seq, session=desk.session, store=desk.store, now=clock)
    assert back.stage is Stage.SUBMITTED


def test_a_refusal_without_its_words_writes_nothing(desk, clock, number):
    before = head(desk)
    with pytest.raises(NoteMissing):
        refuse_request(
            Refusal(request=number, reason=RefusalReason.OTHER, note="  "),
            session=desk.session,
            store=desk.store,
            now=clock,
        )
    assert head(desk) == before


def test_an_undone_check_waits_again_and_can_be_made_again(desk, clock, number):
    done = record_check(a_check(number), session=desk.session, store=desk.store, now=clock)
    assert undo(done.seq, session=desk.session, store=desk.store, now=clock).stage is (
        Stage.SUBMITTED
    )
    again = record_check(a_check(number), session=desk.session, store=desk.store, now=clock)
    assert again.request.stage is Stage.IDENTIFIED


def test_undoing_twice_or_nothing_or_anothers_is_refused(desk, clock, number):
    done = record_check(a_check(number), session=desk.session, store=desk.store, now=clock)
    somebody = a_session(an_operator("Endre H."))
    for seq, session in ((done.seq, somebody), (99, desk.session), (0, desk.session)):
        with pytest.raises(NothingToUndo):
            undo(seq, session=session, store=desk.store, now=clock)
    undo(done.seq, session=desk.session, store=desk.store, now=clock)
    before = head(desk)
    with pytest.raises(NothingToUndo):
        undo(done.seq, session=desk.session, store=desk.store, now=clock)
    assert head(desk) == before


def test_what_was_offered_cannot_be_undone_whatever_the_clock_says(desk, clock, number):
    done = record_check(a_check(number), session=desk.session, store=desk.store, now=clock)
    clock.forward(9)
    exchange(store=desk.store, central=desk.central, now=clock)
    clock.forward(-3600)
    before = head(desk)
    with pytest.raises(UndoTooLate):
        undo(done.seq, session=desk.session, store=desk.store, now=clock)
    assert head(desk) == before


def test_the_hold_keeps_a_check_back_and_sending_now_ends_it(desk, clock, number):
    done = record_check(a_check(number), session=desk.session, store=desk.store, now=clock)
    assert exchange(store=desk.store, central=desk.central, now=clock).sent == 0
    send_now(done.seq, store=desk.store)
    assert exchange(store=desk.store, central=desk.central, now=clock).sent == 2


def test_undo_and_check_go_up_in_one_round(desk, clock, number):
    done = record_check(a_check(number), session=desk.session, store=desk.store, now=clock)
    undo(done.seq, session=desk.session, store=desk.store, now=clock)
    exchange(store=desk.store, central=desk.central, now=clock)
    facts = [type(d.fact) for d, _ in desk.central.deeds[desk.store.enrolment.desk]]
    assert Withdrawn in facts
    assert desk.central.codes == []


LEASE_S = Policy().lease.total_seconds()


def decisions(desk, clock, number):
    """What decides about a request anew, as a clerk does it."""
    ends = Refusal(request=number, reason=RefusalReason.NOT_ENTITLED)
    parts = {"session": desk.session, "store": desk.store, "now": clock}
    return (
        lambda: record_check(a_check(number), **parts),
        lambda: refuse_request(ends, **parts),
    )


def test_by_data_that_are_too_old_nothing_new_is_decided(desk, clock, number):
    """What central last said may be wrong by now; a line brings the same form through."""
    exchange(store=desk.store, central=desk.central, now=clock)
    clock.forward(LEASE_S + 1)
    before = head(desk)
    for decide in decisions(desk, clock, number):
        with pytest.raises(DataTooOld) as old:
            decide()
        assert old.value.facts == {"hours": 72}
    assert head(desk) == before
    exchange(store=desk.store, central=desk.central, now=clock)
    assert decisions(desk, clock, number)[0]().request.stage is Stage.IDENTIFIED


def test_within_the_lease_and_before_the_first_answer_work_goes_on(desk, clock, number):
    """A whole weekend without a line is no reason to send a client home."""
    assert desk.store.kept.last_answer_at is None
    done = record_check(a_check(number), session=desk.session, store=desk.store, now=clock)
    undo(done.seq, session=desk.session, store=desk.store, now=clock)
    exchange(store=desk.store, central=desk.central, now=clock)
    clock.forward(LEASE_S)
    assert decisions(desk, clock, number)[0]().request.stage is Stage.IDENTIFIED


def test_a_clock_that_is_turned_back_makes_no_data_younger(desk, clock, number):
    """The journal remembers how late it has been since central's last answer."""
    exchange(store=desk.store, central=desk.central, now=clock)
    clock.forward(LEASE_S + 60)
    open_request(number, session=desk.session, store=desk.store, now=clock)
    clock.forward(-LEASE_S)
    for decide in decisions(desk, clock, number):
        with pytest.raises(DataTooOld):
            decide()


def test_what_is_decided_already_is_undone_and_a_visit_ends_on_any_data(desk, clock, number):
    """Nobody is kept from taking something back, nor from sending a client for another document."""
    exchange(store=desk.store, central=desk.central, now=clock)
    done = record_check(a_check(number), session=desk.session, store=desk.store, now=clock)
    clock.forward(LEASE_S + 1)
    assert undo(done.seq, session=desk.session, store=desk.store, now=clock).stage is (
        Stage.SUBMITTED
    )
    visit = Refusal(request=number, reason=RefusalReason.DOCUMENT_INVALID)
    refused = refuse_request(visit, session=desk.session, store=desk.store, now=clock)
    assert refused.request.stage is Stage.SUBMITTED


@pytest.mark.requirement("S0-43")
def test_opening_a_request_is_evidence_with_its_purpose(desk, clock, number):
    open_request(number, session=desk.session, store=desk.store, now=clock)
    assert desk.store.kept.deeds[-1].fact == RequestViewed(
        request=number, purpose=Purpose.CLIENT_AT_COUNTER
    )
    before = head(desk)
    with pytest.raises(RequestUnknown):
        open_request(new_request_number(), session=desk.session, store=desk.store, now=clock)
    assert head(desk) == before


UNDERSTOOD = {
    "R-7F4K-22": SearchKey.NAME,
    "50223054": SearchKey.TAX_NUMBER,
    "SI50223054": SearchKey.TAX_NUMBER,
    "žag 91": SearchKey.NAME,
    "Novak 4.3.1991": SearchKey.NAME_AND_BIRTH_DATE,
    "0101006500006": SearchKey.NAME_AND_BIRTH_DATE,
    "spela@posta.example": SearchKey.NAME,
}


@pytest.mark.parametrize("text", UNDERSTOOD)
def test_what_was_typed_is_understood(text):
    assert understand(text, today=TODAY).key is UNDERSTOOD[text]


def test_a_name_and_two_digits_are_a_year_of_birth():
    query = understand("žag 91", today=TODAY).query
    assert (query.tokens, query.birth_year) == (("zag",), 1991)
    assert understand("kos 30", today=TODAY).query.birth_year == 1930


def test_a_request_number_is_understood_in_any_writing(number):
    bare = number.replace("-", "")[1:]
    for text in (number, number.lower(), f"RA1{bare}", number.replace("-", " ")):
        assert understand(text, today=TODAY).query == Query(number=number), text


@pytest.mark.parametrize("text", ["R-QDTG-QNC", "rqdtgqnc", "R QDTG QNC", "RA1QDTGQNC"])
def test_a_request_number_without_a_digit_is_one_all_the_same(text):
    """One in five has none; no name has eight signs and no vowel."""
    assert understand(text, today=TODAY).query == Query(number=RequestNumber("R-QDTG-QNC"))


@pytest.mark.parametrize("text", ["rajko", "Rok Novak", "rudolfa", "r krt", "Rkrt"])
def test_a_name_that_begins_with_an_r_is_a_name(text):
    assert understand(text, today=TODAY).key is SearchKey.NAME


def test_a_date_that_does_not_exist_is_no_birth_date():
    assert understand("kos 31.2.1990", today=TODAY).query.birth_date is None


def test_a_number_that_cannot_be_one_says_why():
    understood = understand("50223055", today=TODAY)
    assert understood.problem is not None
    assert understood.problem.code == "tax_number.check_digit"


@pytest.mark.parametrize(
    "text", ["", "   ", "=cmd()", "\u202e", "💥", "9" * 500, "R-", "R--", "a" * 5000, "0" * 13]
)
def test_anything_typed_is_harmless(text):
    understand(text, today=TODAY)


def test_an_empty_field_finds_nobody(desk):
    assert find_requests(Query(), store=desk.store) == Hits(requests=(), count=0)


def test_a_document_finds_its_person_also_when_names_do_not_fit(desk, clock, number):
    lines = (
        "IDSVNIE98765430<<<<<<<<<<<<<<<",
        "9103049F3109124SVN<<<<<<<<<<<<",
        "ZAGAR<<SPELA<<<<<<<<<<<<<<<<<<",
    )
    mrz = parse_mrz(_with_check_digits(lines), today=TODAY)
    assert query_of(mrz).birth_date == date(1991, 3, 4)
    assert find_person(mrz, store=desk.store).requests[0].number == number
    assert today_of(clock) == TODAY
    kept = desk.store.kept.cache[number]
    whole = replace(kept, applicant=replace(kept.applicant, surname="Žagar"))
    desk.store.kept.cache[number] = whole
    assert find_person(mrz, store=desk.store).requests[0].number == number


def _with_check_digits(lines: tuple[str, str, str]) -> tuple[str, str, str]:
    def digit(field: str) -> str:
        values = [0 if c == "<" else int(c, 36) for c in field]
        return str(sum(v * (7, 3, 1)[i % 3] for i, v in enumerate(values)) % 10)

    one, two, three = lines
    one = one[:14] + digit(one[5:14]) + one[15:]
    two = two[:6] + digit(two[:6]) + two[7:14] + digit(two[8:14]) + two[15:29]
    return one, two + digit(one[5:] + two[:7] + two[8:15] + two[18:29]), three


class LookUpCentral(FakeCentral):
    """Answers a look-up with everybody, or not at all."""

    down = False

    def look_up(self, query: Query, **_: object) -> Hits:
        if self.down:
            raise CentralUnreachable()
        return Hits(requests=tuple(self.requests.values()), count=len(self.requests))


def looked_up(desk: FakeDesk, query: Query, clock: FakeClock) -> Hits:
    return look_up(
        query,
        key=SearchKey.TAX_NUMBER,
        purpose=Purpose.CLIENT_AT_COUNTER,
        session=desk.session,
        store=desk.store,
        central=desk.central,  # type: ignore[arg-type]
        now=clock,
    )


def test_a_look_up_across_offices_is_evidence_and_keeps_what_it_found(clock, number):
    central = LookUpCentral({number: a_request(number)}, Policy())
    desk = a_desk(central)
    desk.store.kept.cache = {}
    hits = looked_up(desk, Query(tax_number=TaxNumber("50223054")), clock)
    assert hits.count == 1
    assert desk.store.kept.deeds[-1].fact == LookedUp(
        key=SearchKey.TAX_NUMBER, purpose=Purpose.CLIENT_AT_COUNTER, online=True, hits=1
    )
    with desk.store.read() as unit:
        assert unit.standing(number).stage is Stage.SUBMITTED


@pytest.mark.parametrize(
    "query", [Query(), Query(tokens=("novak",)), Query(birth_date=date(1991, 3, 4))]
)
def test_a_look_up_across_offices_needs_one_person_in_mind(clock, number, query):
    desk = a_desk(LookUpCentral({}, Policy()))
    before = head(desk)
    with pytest.raises(LookUpIncomplete):
        looked_up(desk, query, clock)
    assert head(desk) == before


def test_a_look_up_that_did_not_happen_leaves_nothing(clock, number):
    central = LookUpCentral({}, Policy())
    central.down = True
    desk = a_desk(central)
    before = head(desk)
    with pytest.raises(CentralUnreachable):
        looked_up(desk, Query(number=number), clock)
    assert head(desk) == before


def test_the_counter_shows_todays_work(desk, clock, number):
    record_check(a_check(number), session=desk.session, store=desk.store, now=clock)
    open_request(number, session=desk.session, store=desk.store, now=clock)
    shown = overview(store=desk.store, now=clock)
    assert (shown.count, shown.waiting, shown.decide) == (1, 1, 0)
    assert shown.today[0][1].stage is Stage.IDENTIFIED
    clock.forward(24 * 3600)
    assert overview(store=desk.store, now=clock).count == 0


def test_the_pause_grows_and_has_a_ceiling():
    assert [pause_before_exchange(n) for n in (0, 1, 2, 3)] == [15.0, 5.0, 10.0, 20.0]
    assert pause_before_exchange(10_000) == 25.0
    with pytest.raises(ValueError, match="negative"):
        pause_before_exchange(-1)


def test_only_a_fact_about_a_request_is_held(desk, clock):
    fact = LookedUp(key=SearchKey.NAME, purpose=Purpose.REVIEW, online=False, hits=0)
    with pytest.raises(ValueError, match="request"), desk.store.begin() as unit:
        recorded(fact, unit=unit, session=desk.session, now=clock)
    assert desk.store.kept.entries == []


def test_a_refusal_elsewhere_is_shown_as_to_be_decided(number, clock):
    """Two counters, one person: the second is told, its attestation stays as evidence."""
    central = FakeCentral({number: a_request(number)}, replace(Policy(), hold_s=0))
    first, second = a_desk(central, "d1"), a_desk(central, "d2", "Endre H.")
    for desk in (first, second):
        record_check(a_check(number), session=desk.session, store=desk.store, now=clock)
    for desk in (first, second):
        exchange(store=desk.store, central=central, now=clock)
    assert overview(store=first.store, now=clock).decide == 0
    assert overview(store=second.store, now=clock).decide == 1
    with second.store.read() as unit:
        [item] = unit.outbox(limit=9)
    assert item.ruling is not None
    assert item.ruling.facts["operator"] == "Maja K."
