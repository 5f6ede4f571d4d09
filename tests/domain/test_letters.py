"""The rules of the ledger of letters: states, scans, ranges, second persons, steps."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ra_desk.domain.activation import (
    LetterNumber,
    letter_number_scan,
    new_letter_number,
    request_number_scan,
)
from ra_desk.domain.letters import (
    LEASE,
    LIFE,
    SPOILT_ALONE,
    CountsDiffer,
    LastGoodOutside,
    LetterChecked,
    LetterDead,
    LetterElsewhere,
    LetterEvent,
    LetterNotNow,
    LetterOfOtherBatch,
    LetterPosted,
    LetterState,
    SamePerson,
    ScanDamaged,
    ScanForeign,
    SecondPersonNeeded,
    Sheet,
    Step,
    advance_letter,
    batch_name,
    is_alive,
    is_stale,
    judge_last_good,
    judge_scan,
    read_scan,
    require_accounted,
    require_second_person,
    step_of,
)
from ra_desk.domain.pass_request import Stage
from ra_desk.domain.sheet_ranges import RangeOutside, RangeUnreadable, parse_sheets, sheets_text
from tests.fakes import a_request, an_operator

NUMBER = LetterNumber("L-2345-6786")
STATES, EVENTS = st.sampled_from(LetterState), st.sampled_from(LetterEvent)


def a_sheet(state: LetterState, *, number: int = 3, batch: int = 1) -> Sheet:
    return Sheet(batch=batch, number=number, letter=NUMBER, request=None, state=state)


@given(st.lists(EVENTS, max_size=12))
def test_no_way_leads_back_to_a_printer(events):
    """Whatever happens in whatever order: a letter is begun once, and spoilt is for ever."""
    state, begun = LetterState.WAITING, 0
    for event in events:
        before = state
        try:
            state = advance_letter(state, event, letter=NUMBER)
        except (LetterNotNow, LetterPosted):
            assert event not in LIFE or before not in LIFE[event]
            continue
        begun += event is LetterEvent.STARTED
        assert before not in {LetterState.SPOILT, LetterState.DEAD}
    assert begun <= 1
    assert (state is LetterState.WAITING) <= (begun == 0)


@given(STATES)
def test_what_has_left_the_room_is_told_as_posted(state):
    """It can be replaced; the word says so."""
    gone = state in {LetterState.POSTED, LetterState.RETURNED, LetterState.REPLACED}
    if state in LIFE[LetterEvent.SPOILT]:
        assert advance_letter(state, LetterEvent.SPOILT, letter=NUMBER) is LetterState.SPOILT
        return
    with pytest.raises(LetterPosted if gone else LetterNotNow):
        advance_letter(state, LetterEvent.SPOILT, letter=NUMBER)


def test_a_letter_is_alive_while_its_request_waits_for_it():
    """Another letter, or a code that was used, makes it dead paper."""
    request = a_request(stage=Stage.CODE_SENT, letter=NUMBER)
    assert is_alive(NUMBER, request)
    assert not is_alive(new_letter_number(), request)
    assert not is_alive(NUMBER, a_request(stage=Stage.REDEEMED, letter=NUMBER))


def test_a_scan_is_ours_whole_or_neither():
    """The mark of a request, an address or a torn number: each its own word, nothing repeated."""
    number = new_letter_number()
    for text in (letter_number_scan(number), number, number.lower(), f" {number[2:]} "):
        assert read_scan(text) == number
    for text in ("", "https://x.example", "123", request_number_scan(a_request().number), "RL"):
        with pytest.raises(ScanForeign) as foreign:
            read_scan(text)
        assert foreign.value.facts == {}
    for text in ("RL1", "RL1234", letter_number_scan(number) + "2", "RL1AAAAAAAA", "L-AAAA-AAAA"):
        with pytest.raises(ScanDamaged) as damaged:
            read_scan(text)
        assert damaged.value.facts == {}


@pytest.mark.parametrize(
    ("state", "error"),
    [
        (LetterState.SPOILT, LetterDead),
        (LetterState.DEAD, LetterDead),
        (LetterState.CANCELLED, LetterDead),
        (LetterState.RECONCILED, LetterChecked),
        (LetterState.POSTED, LetterPosted),
        (LetterState.RETURNED, LetterPosted),
        (LetterState.WAITING, LetterNotNow),
    ],
)
def test_a_scanned_sheet_is_judged_by_its_state(state, error):
    """Only what came out of the printer and was not counted yet is counted."""
    with pytest.raises(error):
        judge_scan(a_sheet(state), letter=NUMBER, batch=1)


def test_a_scan_counts_what_is_here():
    """A printed sheet, and one that nobody was sure of."""
    for state in (LetterState.PRINTED, LetterState.STARTED):
        assert judge_scan(a_sheet(state), letter=NUMBER, batch=1).number == 3
    with pytest.raises(LetterElsewhere):
        judge_scan(None, letter=NUMBER, batch=1)
    with pytest.raises(LetterOfOtherBatch) as other:
        judge_scan(a_sheet(LetterState.PRINTED, batch=7), letter=NUMBER, batch=1)
    assert other.value.facts["batch"] == batch_name(7) == "S-0007"


@given(st.sets(st.integers(1, 250), min_size=1))
def test_what_is_written_as_ranges_is_read_as_the_same_sheets(sheets):
    """Whatever the interface shows can be typed again."""
    assert parse_sheets(sheets_text(sheets), last=250) == tuple(sorted(sheets))


@pytest.mark.parametrize(
    ("text", "sheets"),
    [
        ("17-19, 44", (17, 18, 19, 44)),
        ("17 – 19;44", (17, 18, 19, 44)),
        (" 3 ", (3,)),
        ("3,3 3", (3,)),
        ("5-5", (5,)),
        ("007", (7,)),
        ("1-50", tuple(range(1, 51))),
    ],
)
def test_sheets_are_read_as_people_write_them(text, sheets):
    """Hyphen or dash, comma or space."""
    assert parse_sheets(text, last=50) == sheets


@pytest.mark.parametrize("text", ["", " ", ",", "a", "1-", "-3", "3-1", "1-2-3", "12345", "1.5"])
def test_what_names_no_sheets_is_told(text):
    """With the part that cannot be read, cut short."""
    with pytest.raises((RangeUnreadable, RangeOutside)):
        parse_sheets(text, last=20_000)
    assert len(RangeUnreadable(part="x" * 20).facts["part"]) == 20


@pytest.mark.parametrize("text", ["0", "51", "40-51", "9999"])
def test_a_sheet_that_the_batch_has_not_is_told(text):
    """A slip of the finger must not spoil nothing in silence."""
    with pytest.raises(RangeOutside) as outside:
        parse_sheets(text, last=50)
    assert outside.value.facts["last"] == 50


def test_the_last_good_sheet_parts_good_from_spoilt():
    """None good is one before the first; beyond the last is no answer."""
    sent = [a_sheet(LetterState.PRINTED, number=n) for n in (4, 5, 7)]
    assert [len(part) for part in judge_last_good(sent, 3)] == [0, 3]
    assert [len(part) for part in judge_last_good(sent, 6)] == [2, 1]
    assert [len(part) for part in judge_last_good(sent, 7)] == [3, 0]
    for wrong in (2, 8):
        with pytest.raises(LastGoodOutside):
            judge_last_good(sent, wrong)
    with pytest.raises(LastGoodOutside):
        judge_last_good([], 4)


def test_a_second_person_is_another_human_being():
    """Ten alone, eleven by two."""
    maja, bor = an_operator("Maja K."), an_operator("Bor P.")
    require_second_person(SPOILT_ALONE, first=maja, second=None)
    require_second_person(SPOILT_ALONE + 1, first=maja, second=bor)
    with pytest.raises(SecondPersonNeeded):
        require_second_person(SPOILT_ALONE + 1, first=maja, second=None)
    with pytest.raises(SamePerson):
        require_second_person(SPOILT_ALONE + 1, first=maja, second=maja)


def test_missing_sheets_are_listed():
    """By number, so that somebody can look for them."""
    require_accounted(3, [])
    with pytest.raises(CountsDiffer) as differ:
        require_accounted(96, [41, 77])
    assert differ.value.facts == {"accounted": 94, "count": 96, "missing": "41, 77"}


def test_a_batch_is_stale_after_a_day():
    """Not at the day itself."""
    now = datetime(2026, 3, 2, tzinfo=UTC)
    assert not is_stale(now - LEASE, now=now)
    assert is_stale(now - LEASE - timedelta(seconds=1), now=now)


W, S, P, R, X = (
    LetterState.WAITING,
    LetterState.STARTED,
    LetterState.PRINTED,
    LetterState.RECONCILED,
    LetterState.SPOILT,
)


@pytest.mark.parametrize(
    ("counts", "confirmed", "asked", "posted", "step"),
    [
        ({W: 3}, False, False, False, Step.TEST_PAGE),
        ({W: 3}, True, False, False, Step.PRINT),
        ({W: 1, P: 2}, False, False, False, Step.TEST_PAGE),
        ({S: 1, P: 2}, False, False, False, Step.PRINT),
        ({P: 3}, True, True, False, Step.PRINT),
        ({P: 3}, True, False, False, Step.RECONCILE),
        ({R: 2, LetterState.CANCELLED: 1}, True, False, False, Step.RECONCILE),
        ({R: 2, X: 1}, True, False, False, Step.POST),
        ({X: 3}, False, False, False, Step.POST),
        ({LetterState.POSTED: 3}, True, False, True, Step.POSTED),
    ],
)
def test_the_step_follows_from_the_sheets(counts, confirmed, asked, posted, step):
    """Nothing else is kept of it, so that it can be taken up again after anything."""
    assert step_of(counts, window_confirmed=confirmed, asked=asked, posted=posted) is step
