"""A batch on its way: prepared, printed, reconciled, posted; and all that goes wrong on it."""

from __future__ import annotations

import random
import shutil
from contextlib import nullcontext, suppress
from dataclasses import replace
from datetime import timedelta

import pytest

from ra_desk.app import office_paper
from ra_desk.domain.activation import letter_number_scan, new_letter_number
from ra_desk.domain.after_check import Wrong
from ra_desk.domain.errors import Broken, Refused, Unavailable
from ra_desk.domain.facts import (
    CheckCorrected,
    LetterPrinted,
    LetterPrintStarted,
    LetterSpoilt,
    SpoiltReason,
)
from ra_desk.domain.facts_letters import (
    ControlLetterArrived,
    ControlLetterNoted,
    LetterBatchPrepared,
    LetterReconciled,
    SpoilingAgreed,
)
from ra_desk.domain.letter_form import Envelope
from ra_desk.domain.letters import (
    MOST_SHEETS,
    BatchStale,
    BatchUnknown,
    CountsDiffer,
    LastGoodOutside,
    LetterChecked,
    LetterDead,
    LetterElsewhere,
    LetterEvent,
    LetterNotNow,
    LetterOfOtherBatch,
    LetterPosted,
    LettersLeased,
    LetterState,
    ReturnedReason,
    SamePerson,
    ScanDamaged,
    ScanForeign,
    SecondPersonNeeded,
    Sheet,
    Step,
    advance_letter,
)
from ra_desk.domain.pass_request import Decision, EntryRef, Stage
from ra_desk.domain.people import DeskId, NotYourRole, Role
from ra_desk.domain.sheet_ranges import RangeOutside
from ra_desk.domain.standing import NOTED, Outcome, Ruling
from ra_desk.journal.box import BoxKey
from ra_desk.services.day_rows import Stretch
from ra_desk.services.letter_batches import (
    BatchPosted,
    LeaseOver,
    LetterInBatch,
    LetterLapsed,
    NothingToPrint,
)
from ra_desk.services.letter_book import Choice, Elsewhere
from ra_desk.services.letter_posting import (
    ArrivedAlready,
    PostingDayWrong,
    ReceiptTooLong,
    ReturnedAlready,
    posting,
)
from ra_desk.services.letter_printing import (
    PrinterGone,
    PrintingInterrupted,
    SheetInDoubt,
    WindowUnconfirmed,
)
from ra_desk.services.letter_taking import TakeOverRefused
from ra_desk.services.paper import JobPhase, JobState, Trouble
from ra_desk.services.ports import Ruled, SealedLetter
from ra_desk.store.engine import DiskFull
from ra_desk.store.unit import ReceiptForeign
from tests.fakes import FakePrinter
from tests.paper.sheets import opened
from tests.services.print_room import PRINTER, PrintRoom
from tests.store.support import NOON, some_requests


@pytest.fixture
def printed(room: PrintRoom) -> PrintRoom:
    """The same with a batch of four letters and the control letter, printed and confirmed."""
    batch = room.prepare(4).batch.number
    room.confirm()
    room.print_all(batch)
    room.letters.tell_last_good(batch, 5, session=room.session)
    return room


def sheets(room: PrintRoom) -> list[Sheet]:
    return [row.sheet for row in room.letters.sheets(1)]


def scan(room: PrintRoom, sheet: Sheet) -> Sheet:
    return room.letters.reconcile(1, letter_number_scan(sheet.letter), session=room.session)


def replaced(room: PrintRoom) -> tuple[Sheet, SealedLetter]:
    """Post the batch and let another letter go in place of the first; return both."""
    room.letters.reconcile_sheets(1, [1, 2, 3, 4, 5], session=room.session)
    room.letters.post(1, on=NOON.date(), session=room.session)
    first = sheets(room)[0]
    assert first.request is not None
    with room.store.read() as unit:
        again = replace(unit.standing(first.request), awaits_ruling=False)
    [new] = room.order([again])
    return first, new


def facts(room: PrintRoom, *kinds: type) -> list[object]:
    with room.store.read() as unit:
        found = [unit.entry_at(seq) for seq in range(1, unit.marks().head.seq + 1)]
    return [deed.fact for deed in found if deed is not None and isinstance(deed.fact, kinds)]


def test_a_batch_is_sorted_by_postcode_and_stands_in_the_ledger_before_any_paper(room):
    """The post takes piles; and a letter exists in the ledger before it exists on paper."""
    seen = room.prepare(6)
    rows = room.letters.sheets(seen.batch.number)
    with room.store.read() as unit:
        codes = [
            unit.standing(row.sheet.request).applicant.address.postcode
            for row in rows
            if row.sheet.request is not None
        ]
    assert codes == sorted(codes)
    assert [row.sheet.number for row in rows] == [1, 2, 3, 4, 5, 6, 7]
    assert rows[-1].sheet.request is None
    assert (seen.step, seen.batch.name) == (Step.TEST_PAGE, "S-0001")
    assert (room.paper.drawn, room.printer.printed) == ([], [])
    [fact] = facts(room, LetterBatchPrepared)
    assert isinstance(fact, LetterBatchPrepared)
    assert fact.letters == tuple(row.sheet.letter for row in rows[:-1])


def test_a_letter_in_large_print_is_one_letter_of_two_pages(room):
    """Who wished it gets it, the others do not; the journal counts the paper."""
    room.paper = office_paper()  # type: ignore[assignment]
    plain, wished = some_requests(2)
    room.order([plain, replace(wished, large_print=True)])
    batch = room.letters.prepare(
        Choice(), printer=PRINTER, envelope=Envelope.RIGHT, session=room.session
    ).batch.batch.number
    room.confirm()
    room.restart()
    room.told()
    assert room.print_all(batch) == 3
    asked = room.letters.batch(batch).question
    assert asked is not None
    assert asked.two_sheets
    large = {
        row.sheet.letter: row.sheet.large_print
        for row in room.letters.sheets(batch)
        if row.sheet.request is not None
    }
    assert sorted(large.values()) == [False, True]
    pages = {title: len(opened(pdf)) for title, pdf in room.printer.printed if title in large}
    assert pages == {letter: 2 if is_large else 1 for letter, is_large in large.items()}
    assert {fact.letter: fact.pages for fact in facts(room, LetterPrinted)} == pages


def test_the_office_sends_itself_one_control_letter_a_day(room):
    """With the first batch; its printed sheet never held a code."""
    first = room.prepare(1)
    second = room.prepare(1)
    assert (first.batch.sheets, second.batch.sheets) == (2, 1)
    room.clock.forward(24 * 3600)
    room.told()
    assert room.prepare(1).batch.sheets == 2


def test_letters_with_a_problem_are_left_out_and_told(room):
    """They are not lost: they wait on, and the rest is printed."""
    good, bad = some_requests(2)
    nowhere = replace(bad.applicant, address=replace(bad.applicant.address, house_number=""))
    room.order([good, replace(bad, applicant=nowhere)])
    waits = room.letters.waiting()
    assert (waits.count, len(waits.problems)) == (2, 1)
    assert waits.problems[0].problems[0].code == "address.house_number_missing"
    made = room.letters.prepare(
        Choice(), printer=PRINTER, envelope=Envelope.RIGHT, session=room.session
    )
    assert (made.batch.batch.sheets, [one.request for one in made.left_out]) == (2, [bad.number])
    assert room.letters.waiting().count == 1
    with pytest.raises(NothingToPrint):
        room.letters.prepare(
            Choice(), printer=PRINTER, envelope=Envelope.RIGHT, session=room.session
        )


def test_a_choice_takes_what_it_says_and_nothing_twice(room):
    """Pressing twice makes no second batch of the same letters."""
    first, second, third = room.order(some_requests(3))
    chosen = Choice(letters=(first.number, second.number))
    room.letters.prepare(chosen, printer=PRINTER, envelope=Envelope.RIGHT, session=room.session)
    with pytest.raises(LetterInBatch) as refused:
        room.letters.prepare(chosen, printer=PRINTER, envelope=Envelope.RIGHT, session=room.session)
    assert refused.value.facts == {"letter": first.number, "batch": "S-0001"}
    unknown = Choice(letters=(new_letter_number(),))
    with pytest.raises(LetterDead):
        room.letters.prepare(
            unknown, printer=PRINTER, envelope=Envelope.RIGHT, session=room.session
        )
    by_place = Choice(place=third.recipient.applicant.address.post, languages="sl")
    made = room.letters.prepare(
        by_place, printer=PRINTER, envelope=Envelope.RIGHT, session=room.session
    )
    assert [row.sheet.letter for row in room.letters.sheets(2)] == [third.number]
    assert made.left_out == ()


def test_what_waits_longest_is_in_the_next_batch_wherever_it_goes(room):
    """By postcodes alone one end of the country would wait until its letters lapse."""
    far, *near = some_requests(MOST_SHEETS + 1)
    address = replace(far.applicant.address, postcode="9999")
    [first] = room.order([replace(far, applicant=replace(far.applicant, address=address))])
    room.clock.forward(60)
    room.order(near)
    made = room.letters.prepare(
        Choice(), printer=PRINTER, envelope=Envelope.RIGHT, session=room.session
    )
    taken = [row.sheet for row in room.letters.sheets(1) if row.sheet.request is not None]
    assert len(taken) == MOST_SHEETS
    assert taken[-1].letter == first.number, "printed by postcode all the same"
    assert room.letters.waiting().count == 1
    assert made.left_out == ()


def test_nothing_is_printed_before_the_window_was_confirmed_today(room):
    """A code that slides beside the window is worse than a test page a day."""
    batch = room.prepare(2).batch.number
    with pytest.raises(WindowUnconfirmed):
        room.print_one(batch)
    room.letters.print_test_page(printer=PRINTER, fit=room.letters.fit(PRINTER, Envelope.RIGHT)[0])
    assert room.printer.printed == [("test", b"%PDF test page")]
    room.confirm()
    assert room.letters.fit(PRINTER, Envelope.RIGHT)[0].right == 1.5
    assert room.letters.batch(batch).step is Step.PRINT
    room.print_one(batch)
    room.clock.forward(13 * 3600)
    room.told()
    with pytest.raises(WindowUnconfirmed):
        room.print_one(batch)
    room.confirm()
    room.print_one(batch)


def test_each_code_is_drawn_once_and_evidence_stands_around_it(printed):
    """Four letters, four codes, four sheets; nothing in the store can draw them again."""
    assert len(set(printed.codes())) == 5  # the control letter shows its own words
    assert len(printed.paper.drawn) == len(set(printed.paper.drawn)) == 4
    assert printed.print_one(1) is None
    assert printed.letters.waiting_letters() == []
    printed.store.verify_all()


def test_a_printer_that_is_gone_or_lets_down_leaves_one_sheet_in_doubt(room):
    """Paper out, jam, silence: the ledger knows what it does not know, and asks."""
    batch = room.prepare(3).batch.number
    room.confirm()
    room.printer.states = [JobState(phase=JobPhase.STOPPED, troubles=(Trouble.JAM,))]
    with pytest.raises(SheetInDoubt) as stopped:
        room.print_one(batch)
    assert stopped.value.facts == {"sheet": 1, "count": 4}
    with pytest.raises(SheetInDoubt):
        room.print_one(batch)
    asked = room.letters.batch(batch).question
    assert asked is not None
    assert (asked.doubtful, asked.interrupted) == (1, False)
    room.letters.judge_sheet(batch, 1, good=True, session=room.session)
    with pytest.raises(LetterNotNow):
        room.letters.judge_sheet(batch, 1, good=True, session=room.session)
    room.printer.broken = Unavailable()
    with pytest.raises(Unavailable):
        room.print_one(batch)
    room.letters.judge_sheet(
        batch, 2, good=False, reason=SpoiltReason.MISSING, session=room.session
    )
    room.printer.broken = None
    gone = replace(room.letters, printers={})
    with pytest.raises(PrinterGone):
        gone.print_next(batch, session=room.session, pause=lambda: False)
    assert room.counts(batch) == {
        LetterState.PRINTED: 1,
        LetterState.SPOILT: 1,
        LetterState.WAITING: 2,
    }
    room.letters.use_printer(batch, printer="drugi", envelope=Envelope.LEFT, session=room.session)
    with pytest.raises(WindowUnconfirmed):
        room.print_one(batch)


def test_a_sheet_came_out_of_the_printer_it_was_sent_to(room):
    """Whoever chooses another one before the answer chooses it for the rest of the batch."""
    batch = room.prepare(3).batch.number
    room.confirm()
    room.printer.states = [JobState(phase=JobPhase.STOPPED, troubles=(Trouble.JAM,))] * 3
    for answer in (
        lambda: room.letters.judge_sheet(batch, 1, good=True, session=room.session),
        lambda: scan(room, sheets(room)[1]),
        lambda: room.letters.tell_last_good(batch, 3, session=room.session),
    ):
        with pytest.raises(SheetInDoubt):
            room.print_one(batch)
        room.letters.use_printer(
            batch, printer="drugi", envelope=Envelope.RIGHT, session=room.session
        )
        answer()
        room.letters.use_printer(
            batch, printer=PRINTER, envelope=Envelope.RIGHT, session=room.session
        )
    assert [fact.printer for fact in facts(room, LetterPrinted)] == [PRINTER] * 3


def test_after_a_restart_the_program_asks_before_it_goes_on(room):
    """Which is the last good sheet? What lies behind it is spoilt, destroyed and ordered anew."""
    batch = room.prepare(5).batch.number
    room.confirm()
    room.print_all(batch, most=3)
    room.restart()
    assert room.letters.batch(batch).step is Step.PRINT
    with pytest.raises(PrintingInterrupted) as asked:
        room.print_one(batch)
    assert asked.value.facts == {"batch": "S-0001", "first": 1, "last": 3}
    for wrong in (-1, 4):
        with pytest.raises(LastGoodOutside):
            room.letters.tell_last_good(batch, wrong, session=room.session)
    room.letters.tell_last_good(batch, 2, session=room.session)
    with room.store.read() as unit:
        assert unit.day().spoilt(since=None).left == 1, "it may lie in the tray with a code on it"
    with pytest.raises(LetterNotNow):
        room.letters.tell_last_good(batch, 2, session=room.session)
    room.told()
    room.print_all(batch)
    asked_again = room.letters.batch(batch).question
    assert asked_again is not None
    assert (asked_again.first, asked_again.last, asked_again.interrupted) == (4, 6, False)
    room.letters.tell_last_good(batch, 6, session=room.session)
    assert room.letters.batch(batch).step is Step.RECONCILE
    assert room.counts(batch) == {LetterState.PRINTED: 5, LetterState.SPOILT: 1}


def test_a_scan_says_what_is_wrong_with_a_letter(printed):
    """Foreign, damaged, elsewhere, another batch, doubled, dead: each its own word."""
    first, second, *_rest = sheets(printed)
    printed.prepare(1)
    other = printed.letters.sheets(2)[0].sheet
    assert scan(printed, first).number == 1
    with pytest.raises(LetterChecked):
        scan(printed, first)
    printed.letters.spoil(1, [2], reason=SpoiltReason.DAMAGED, session=printed.session)
    with pytest.raises(LetterDead):
        scan(printed, second)
    with pytest.raises(LetterOfOtherBatch) as elsewhere:
        scan(printed, other)
    assert elsewhere.value.facts == {"letter": other.letter, "batch": "S-0002", "sheet": 1}
    for text, error in (
        ("https://portal.example/a", ScanForeign),
        ("RA1BCDFGHJ", ScanForeign),
        ("", ScanForeign),
        (letter_number_scan(first.letter)[:-1], ScanDamaged),
        (letter_number_scan(first.letter)[:-1] + "%", ScanDamaged),
        (letter_number_scan(new_letter_number()), LetterElsewhere),
    ):
        with pytest.raises(error):
            printed.letters.reconcile(1, text, session=printed.session)


def test_sheets_are_counted_without_a_scanner_too(printed):
    """Ranges; what is checked already is passed over, what is spoilt is told."""
    assert printed.letters.reconcile_sheets(1, [1, 2, 3], session=printed.session) == 3
    assert printed.letters.reconcile_sheets(1, [3, 4], session=printed.session) == 1
    printed.letters.spoil(1, [5], reason=SpoiltReason.OTHER, session=printed.session)
    for wrong, error in (([5], LetterDead), ([6], RangeOutside)):
        with pytest.raises(error):
            printed.letters.reconcile_sheets(1, wrong, session=printed.session)
    assert printed.letters.batch(1).step is Step.POST


def test_a_batch_is_posted_only_when_every_sheet_is_accounted_for(printed):
    """And only once; what was posted can be neither spoilt nor printed again."""
    with pytest.raises(CountsDiffer) as missing:
        printed.letters.post(1, on=NOON.date(), session=printed.session)
    assert missing.value.facts == {"accounted": 0, "count": 5, "missing": "1–5"}
    printed.letters.reconcile_sheets(1, [1, 2, 4, 5], session=printed.session)
    with pytest.raises(CountsDiffer):
        printed.letters.post(1, on=NOON.date(), session=printed.session)
    printed.letters.spoil(1, [3], reason=SpoiltReason.MISSING, session=printed.session)
    for day in (NOON.date() + timedelta(days=1), NOON.date() - timedelta(days=1)):
        with pytest.raises(PostingDayWrong):
            printed.letters.post(1, on=day, session=printed.session)
    with pytest.raises(ReceiptTooLong):
        printed.letters.post(1, on=NOON.date(), receipt="9" * 41, session=printed.session)
    assert printed.letters.post(1, on=NOON.date(), receipt=" 12 3 ", session=printed.session) == 4
    done = printed.letters.batch(1)
    assert (done.step, done.batch.posted_on, done.batch.receipt) == (
        Step.POSTED,
        NOON.date(),
        "12 3",
    )
    for again in (
        lambda: printed.letters.post(1, on=NOON.date(), session=printed.session),
        lambda: printed.letters.spoil(1, [1], reason=SpoiltReason.JAM, session=printed.session),
        lambda: scan(printed, sheets(printed)[0]),
        lambda: printed.print_one(1),
    ):
        with pytest.raises(BatchPosted):
            again()
    assert printed.letters.posting_list(1).startswith(b"%PDF S-0001: 3 and L-")
    assert len(printed.letters.posting_list(1, table=True).splitlines()) == 3


def test_the_posting_list_is_printed_when_the_printer_of_its_batch_is_gone(printed):
    """The letters went out days ago, and the post asks for the list once more."""
    printed.letters.reconcile_sheets(1, range(1, 6), session=printed.session)
    printed.letters.post(1, on=NOON.date(), session=printed.session)
    other = FakePrinter(name="drugi")
    replace(printed.letters, printers={other.name: other}).print_posting_list(1)
    printed.letters.print_posting_list(1)
    assert other.printed == printed.printer.printed[-1:]
    assert other.printed[0][0] == "S-0001"


def test_more_than_ten_spoilt_sheets_need_a_second_person(room):
    """Also when they come ten and one; the same human being with two accounts is no second."""
    batch = room.prepare(13).batch.number
    room.confirm()
    room.print_all(batch)
    ten = list(range(1, 11))
    room.letters.spoil(batch, ten, reason=SpoiltReason.BAD_PRINT, session=room.session)
    assert room.letters.spoil(batch, ten, reason=SpoiltReason.JAM, session=room.session) == 0
    with pytest.raises(SecondPersonNeeded) as alone:
        room.letters.spoil(batch, [11], reason=SpoiltReason.JAM, session=room.session)
    assert alone.value.facts == {"sheets": 11, "most": 10}
    own = room.another(person=room.session.operator.person)
    with pytest.raises(SamePerson):
        room.letters.spoil(batch, [11], reason=SpoiltReason.JAM, session=room.session, second=own)
    other = room.another()
    assert (
        room.letters.spoil(
            batch, [11, 12], reason=SpoiltReason.JAM, session=room.session, second=other
        )
        == 2
    )
    [agreed] = facts(room, SpoilingAgreed)
    assert agreed == SpoilingAgreed(batch=batch, sheets=(11, 12))
    room.letters.spoil(batch, [13], reason=SpoiltReason.JAM, session=room.session)


def test_the_eleventh_sheet_that_jams_needs_a_second_person_too(room):
    """The printer stands and asks about it: whoever says that it is spoilt is not alone either."""
    batch = room.prepare(11).batch.number
    room.confirm()
    room.print_all(batch, most=10)
    room.letters.spoil(
        batch, range(1, 11), reason=SpoiltReason.BAD_PRINT, session=room.session, second=None
    )
    room.printer.states = [JobState(phase=JobPhase.ABORTED)]
    with pytest.raises(SheetInDoubt):
        room.print_one(batch)
    with pytest.raises(SecondPersonNeeded):
        room.letters.judge_sheet(batch, 11, good=False, session=room.session)
    room.letters.judge_sheet(batch, 11, good=False, session=room.session, second=room.another())
    assert facts(room, SpoilingAgreed) == [SpoilingAgreed(batch=batch, sheets=(11,))]


def test_a_letter_that_comes_back_is_counted_once(printed):
    """Its code dies at central; a letter that was never posted cannot come back."""
    first = sheets(printed)[0]
    control = sheets(printed)[-1]
    for sheet in sheets(printed):
        scan(printed, sheet)
    text = letter_number_scan(first.letter)
    with pytest.raises(LetterNotNow):
        printed.letters.take_returned(text, reason=ReturnedReason.MOVED, session=printed.session)
    printed.letters.post(1, on=NOON.date(), session=printed.session)
    taken = printed.letters.take_returned(
        text, reason=ReturnedReason.MOVED, session=printed.session
    )
    assert taken is not None
    assert taken.letter == first.letter
    with printed.store.read() as unit:
        assert first.request is not None
        assert unit.standing(first.request).letter is None
    before = printed.clock()
    printed.clock.forward(60)
    with pytest.raises(ReturnedAlready) as twice:
        printed.letters.take_returned(text, reason=ReturnedReason.MOVED, session=printed.session)
    assert twice.value.facts == {
        "letter": first.letter,
        "operator": printed.session.operator.name,
        "at": before,
    }
    [back] = printed.letters.returned()
    assert (back.letter, back.reason) == (first.letter, ReturnedReason.MOVED)
    unknown = letter_number_scan(new_letter_number())
    for text, noted in ((control.letter, ArrivedAlready), (unknown, ReturnedAlready)):
        for error in (None, noted):
            with pytest.raises(error) if error is not None else nullcontext():
                printed.letters.take_returned(
                    text, reason=ReturnedReason.UNKNOWN, session=printed.session
                )
    assert len(printed.letters.returned()) == 1
    assert len(facts(printed, ControlLetterArrived)) == 1
    with printed.store.read() as unit:
        assert sum(unit.day().counted(Stretch()).returned.values()) == 2


def test_a_replaced_letter_that_comes_back_is_counted_once(printed):
    """It is known by its own state, so that no second scan of it counts, here or at central."""
    first, _new = replaced(printed)
    for error in (nullcontext(), pytest.raises(ReturnedAlready)):
        with error:
            printed.letters.take_returned(
                first.letter, reason=ReturnedReason.NOT_COLLECTED, session=printed.session
            )
    assert sheets(printed)[0].state is LetterState.RETURNED
    assert [one.letter for one in printed.letters.returned()] == [first.letter]
    with printed.store.read() as unit:
        assert unit.day().counted(Stretch()).returned == {first.place: 1}


def test_a_return_that_central_refused_is_not_counted_and_may_be_noted_anew(printed):
    """It was not this office's to take, or not yet; whoever scans it later is not sent away."""
    letter = new_letter_number()

    def noted() -> int:
        printed.letters.take_returned(letter, reason=ReturnedReason.MOVED, session=printed.session)
        with printed.store.read() as unit:
            return unit.marks().head.seq

    refused = Ruling(outcome=Outcome.REFUSED, reason=LetterElsewhere.code)
    printed.told(rulings=[Ruled(seq=noted(), ruling=refused, at=NOON)])
    with printed.store.read() as unit:
        assert unit.day().counted(Stretch()).returned == {}
    noted()
    with printed.store.read() as unit:
        assert unit.day().counted(Stretch()).returned == {"": 1}


def test_the_list_of_a_posted_batch_names_letters_that_came_back_later(printed):
    """It says what was handed over on that day, also when somebody asks for it weeks afterwards."""
    for sheet in sheets(printed):
        scan(printed, sheet)
    printed.letters.post(1, on=NOON.date(), session=printed.session)
    before = printed.letters.posting_list(1, table=True)
    first, second, *_rest = sheets(printed)
    printed.letters.take_returned(
        first.letter, reason=ReturnedReason.MOVED, session=printed.session
    )
    assert second.request is not None
    with printed.store.read() as unit:
        again = replace(unit.standing(second.request), awaits_ruling=False)
    printed.order([again])
    states = [sheet.state for sheet in sheets(printed)[:2]]
    assert states == [LetterState.RETURNED, LetterState.REPLACED]
    assert printed.letters.posting_list(1, table=True) == before


def test_the_list_of_a_posted_batch_has_all_its_letters_when_addresses_were_let_go(printed):
    """Closed requests leave the desk after a week; what was handed over is not fewer for that."""
    printed.letters.reconcile_sheets(1, range(1, 6), session=printed.session)
    printed.letters.post(1, on=NOON.date(), session=printed.session)
    before = posting(1, on=NOON.date(), store=printed.store, paper=printed.paper)
    two = sheets(printed)[:2]
    with printed.store.read() as unit:
        closed = [
            replace(unit.standing(sheet.request), stage=Stage.ACTIVE, awaits_ruling=False)
            for sheet in two
        ]
        last = unit.marks().head.seq
    printed.told(requests=closed, reflected=last)
    printed.clock.forward(8 * 24 * 3600)
    printed.told(reflected=last)
    after = posting(1, on=NOON.date(), store=printed.store, paper=printed.paper)
    assert (len(before.letters), len(after.letters), len(after.forgotten)) == (4, 2, 2)
    assert after.count == before.count == 5


def test_letters_without_a_number_of_registered_post_are_told_and_hold_up_no_other(room):
    """They have not come, and nobody but central knows of them; the rest is printed as ever."""
    before = room.letters.waiting().count
    room.told(unnumbered=3)
    told = room.letters.waiting()
    assert (told.unnumbered, told.count) == (3, before)
    assert room.prepare(2).batch.sheets == 3
    room.told()
    assert room.letters.waiting().unnumbered == 0


def test_a_letter_whose_code_died_meanwhile_is_taken_out_of_the_pile(printed):
    """The client withdrew after the sheet was printed: it may not be posted."""
    first, second, *_rest = sheets(printed)
    assert first.request is not None
    with printed.store.read() as unit:
        ended = replace(unit.standing(first.request), stage=Stage.WITHDRAWN, awaits_ruling=False)
    printed.told(requests=[ended])
    with pytest.raises(LetterDead):
        scan(printed, first)
    printed.letters.reconcile_sheets(1, [2, 3, 4, 5], session=printed.session)
    with pytest.raises(CountsDiffer) as still:
        printed.letters.post(1, on=NOON.date(), session=printed.session)
    assert still.value.facts["missing"] == "1"
    printed.letters.spoil(1, [1], reason=SpoiltReason.OTHER, session=printed.session)
    assert printed.letters.post(1, on=NOON.date(), session=printed.session) == 4
    assert printed.letters.find_sheet(second.letter).state is LetterState.POSTED


def test_a_letter_that_central_killed_before_paper_never_gets_any(room):
    """It counts as dead, and the batch can be posted without it."""
    batch = room.prepare(2).batch.number
    room.confirm()
    dead = room.letters.sheets(batch)[0].sheet
    room.told(dead=[dead.letter])
    room.print_all(batch)
    assert dead.letter not in room.paper.drawn
    assert room.counts(batch) == {LetterState.DEAD: 1, LetterState.PRINTED: 2}


def test_another_letter_replaces_a_posted_one(printed):
    """No reprint: a posted letter stands as replaced beside the one that goes in its place."""
    first, new = replaced(printed)
    assert sheets(printed)[0].state is LetterState.REPLACED
    assert new.number != first.letter
    with pytest.raises(LetterPosted), printed.store.begin() as unit:
        unit.append(spoilt(first), at=printed.clock(), session=printed.session)


def spoilt(sheet: Sheet) -> LetterSpoilt:
    assert sheet.request is not None
    return LetterSpoilt(request=sheet.request, letter=sheet.letter, reason=SpoiltReason.JAM)


def test_a_batch_that_is_a_day_old_is_looked_over_first(room):
    """Addresses change; what was prepared yesterday is printed with today's."""
    batch = room.prepare(3).batch.number
    moved = room.letters.sheets(batch)[0].sheet
    room.clock.forward(25 * 3600)
    room.confirm()
    with pytest.raises(LeaseOver):
        room.print_one(batch)
    assert moved.request is not None
    with room.store.read() as unit:
        old = unit.standing(moved.request)
    there = replace(old.applicant.address, post="Nova Gorica", postcode="5000")
    new = replace(old, applicant=replace(old.applicant, address=there), revision=2)
    room.told(requests=[new])
    assert room.letters.batch(batch).stale
    with pytest.raises(BatchStale) as stale:
        room.print_one(batch)
    assert stale.value.facts == {"batch": "S-0001", "changed": 1}
    looked = room.letters.look_over(batch, session=room.session)
    assert (looked.changed, looked.problems, looked.batch.stale) == ((1,), (), False)
    assert room.letters.sheets(batch)[0].sheet.place == "Nova Gorica"
    room.print_one(batch)


def test_a_clock_that_was_set_back_prolongs_no_lease(room):
    """Central counts its own day, and gives the letters to another desk when that is over."""
    batch = room.prepare(3).batch.number
    room.confirm()
    room.clock.forward(-60)
    room.print_one(batch)
    room.clock.forward(-3600)
    with pytest.raises(LeaseOver):
        room.print_one(batch)
    room.told()
    assert room.print_one(batch) is not None, "the program was opened by a clock that ran ahead"


def test_a_store_restored_from_yesterday_prints_nothing_again(room, tmp_path):
    """The copy believes that its letters wait; their codes lie on sheets since."""
    batch = room.prepare(3).batch.number
    room.confirm()
    room.store.close()
    shutil.copy(room.desk.path, tmp_path / "yesterday.db")
    room.store = room.desk.open()
    room.told()
    room.print_all(batch, most=2)
    receipt = room.desk.answer(room.store, filed=6)
    room.store.close()
    for rest in room.desk.path.parent.glob("desk.db*"):
        rest.unlink()
    shutil.copy(tmp_path / "yesterday.db", room.desk.path)
    room.clock.forward(3600)
    room.store = room.desk.open()
    room.restart()
    assert room.counts(batch) == {LetterState.WAITING: 4}
    with pytest.raises(LeaseOver):
        room.print_one(batch)
    with room.store.begin() as unit, pytest.raises(ReceiptForeign):
        unit.take(receipt, now=room.clock())
    with pytest.raises(LeaseOver):
        room.print_one(batch)
    assert len(room.paper.drawn) == 2


def test_a_disk_that_fills_up_in_the_middle_costs_no_code(room):
    """What was not written did not happen, or is asked about; then the batch goes on."""
    batch = room.prepare(12).batch.number
    room.confirm()

    def limit(pages: int) -> None:
        with room.store.engines.writing.begin() as connection:
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    with room.store.engines.writing.begin() as connection:
        used = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    limit(used + 6)
    with pytest.raises(DiskFull):
        room.print_all(batch)
    limit(100_000)
    question = room.letters.batch(batch).question
    if question is not None:
        assert question.doubtful is not None
        out = {title for title, _ in room.printer.printed}
        doubtful = room.letters.sheets(batch)[question.doubtful - 1].sheet
        room.letters.judge_sheet(
            batch, doubtful.number, good=doubtful.letter in out, session=room.session
        )
    room.print_all(batch)
    counts = room.counts(batch)
    assert sum(counts.values()) == 13
    assert set(counts) <= {LetterState.PRINTED, LetterState.SPOILT}
    assert len(room.paper.drawn) == len(set(room.paper.drawn))
    room.store.verify_all()


def test_a_lapsed_letter_is_passed_over_and_told_at_the_end(room):
    """It must not hold the others up, and it must not be printed."""
    room.prepare(2)
    room.clock.forward(10 * 24 * 3600)
    room.told()
    room.order(some_requests(4)[2:])
    batch = room.letters.prepare(
        Choice(), printer=PRINTER, envelope=Envelope.RIGHT, session=room.session
    ).batch.batch.number
    room.confirm()
    room.clock.forward(5 * 3600)
    room.told()
    room.print_one(batch)
    room.clock.forward(4 * 24 * 3600 + 3600)
    room.told()
    room.confirm()
    room.letters.look_over(1, session=room.session)
    room.print_one(1)  # the control letter, which never lapses
    with pytest.raises(LetterLapsed):
        room.print_one(1)


def test_a_sheet_that_was_passed_over_is_asked_about_when_it_is_printed_at_last(room):
    """Its number lies before the first one of the run, and nobody knows whether it came out."""
    batch = room.prepare(3).batch.number
    room.confirm()
    first = room.letters.sheets(batch)[0].sheet
    assert first.request is not None
    with room.store.read() as unit:
        right = replace(unit.standing(first.request), awaits_ruling=False)
    address = replace(right.applicant.address, postcode="")
    wrong = replace(right, applicant=replace(right.applicant, address=address))
    room.told(requests=[wrong])
    assert room.print_one(batch).sheet == 2
    room.told(requests=[right])
    room.printer.states = [JobState(phase=JobPhase.STOPPED)]
    with pytest.raises(SheetInDoubt):
        room.print_one(batch)
    question = room.letters.batch(batch).question
    assert question is not None
    assert (question.first, question.last, question.doubtful) == (1, 2, 1)


def test_a_run_whose_sheets_are_all_reconciled_interrupts_no_other(room):
    """After a restart the sheets were scanned instead: there is nothing left to ask about them."""
    batch = room.prepare(4).batch.number
    room.confirm()
    room.print_all(batch, most=2)
    room.restart()
    room.letters.reconcile_sheets(batch, [1, 2], session=room.session)
    room.told()
    room.print_all(batch)
    question = room.letters.batch(batch).question
    assert question is not None
    assert (question.first, question.last, question.interrupted) == (3, 5, False)


def test_a_letter_whose_check_was_corrected_here_gets_no_paper(room):
    """Central has not heard of it yet; its code is as good as dead all the same."""
    batch = room.prepare(2).batch.number
    room.confirm()
    first, second, _control = (row.sheet for row in room.letters.sheets(batch))
    assert first.request is not None
    with room.store.read() as unit:
        ordered = unit.standing(first.request)
    own = room.desk.enrolment
    decision = Decision(
        ref=EntryRef(desk=own.desk, epoch=own.epoch, seq=1),
        by=room.session.operator.id,
        operator_name=room.session.operator.name,
        office=own.office.id,
        office_name=own.office.name,
        at=NOON,
        before=Stage.SUBMITTED,
    )
    room.told(requests=[replace(ordered, decision=decision)])
    corrected = CheckCorrected(
        request=first.request,
        check_desk=decision.ref.desk,
        check_epoch=decision.ref.epoch,
        check_seq=decision.ref.seq,
        wrong=Wrong.PERSON,
        reason="the wrong twin",
    )
    with room.store.begin() as unit:
        unit.append(corrected, at=room.clock(), session=room.session)
    assert room.print_one(batch).letter == second.letter
    assert room.print_one(batch).sheet == 3
    with pytest.raises(LetterDead):
        room.print_one(batch)
    assert first.letter not in room.paper.drawn


def test_lists_are_paged(room):
    """Newest first, and on from the last one seen."""
    for _ in range(5):
        room.prepare(1)
    first = room.letters.batches(limit=2)
    assert ([one.batch.number for one in first.batches], first.earlier) == ([5, 4], 4)
    rest = room.letters.batches(before=first.earlier, limit=9)
    assert ([one.batch.number for one in rest.batches], rest.earlier) == ([3, 2, 1], 0)
    with pytest.raises(BatchUnknown):
        room.letters.batch(99)


def test_only_those_who_may_print_do(printed):
    """Every verb asks for the role, because a page is no lock."""
    auditor = replace(printed.session.operator, roles=frozenset({Role.AUDITOR}))
    session = replace(printed.session, operator=auditor)
    letters = printed.letters
    fit = letters.fit(PRINTER, Envelope.RIGHT)[0]
    number = sheets(printed)[0].letter
    for verb in (
        lambda: letters.prepare(
            Choice(), printer=PRINTER, envelope=Envelope.RIGHT, session=session
        ),
        lambda: letters.look_over(1, session=session),
        lambda: letters.use_printer(1, printer=PRINTER, envelope=Envelope.RIGHT, session=session),
        lambda: letters.confirm_window(printer=PRINTER, fit=fit, session=session),
        lambda: letters.print_next(1, session=session, pause=lambda: False),
        lambda: letters.judge_sheet(1, 1, good=True, session=session),
        lambda: letters.tell_last_good(1, 1, session=session),
        lambda: letters.reconcile(1, number, session=session),
        lambda: letters.reconcile_sheets(1, [1], session=session),
        lambda: letters.spoil(1, [1], reason=SpoiltReason.JAM, session=session),
        lambda: letters.post(1, on=NOON.date(), session=session),
        lambda: letters.take_returned(number, reason=ReturnedReason.MOVED, session=session),
    ):
        with pytest.raises(NotYourRole):
            verb()


def test_a_preview_has_dots_where_the_code_goes(printed):
    """It is drawn from what stands in the ledger; no box is opened for it."""
    assert "••••" in printed.letters.preview(1, 1).decode()
    assert b"control" in printed.letters.preview(1, 5)
    with pytest.raises(RangeOutside):
        printed.letters.preview(1, 6)
    assert len(printed.paper.drawn) == 4


def test_a_box_that_this_desk_cannot_open_is_in_doubt_and_then_spoilt(room):
    """The evidence stands; nothing was printed, and a new letter is ordered."""
    batch = room.prepare(1).batch.number
    room.confirm()
    room.box_key = BoxKey.generate()
    with pytest.raises(Broken):
        room.print_one(batch)
    assert room.printer.printed == []
    room.letters.judge_sheet(batch, 1, good=False, reason=SpoiltReason.OTHER, session=room.session)
    assert room.counts(batch) == {LetterState.SPOILT: 1, LetterState.WAITING: 1}


def test_neither_store_nor_journal_holds_a_code(printed):
    """It was in memory and on paper; here it never was."""
    with printed.store.read() as unit:
        last = unit.marks().head.seq
    kept = b"".join(e.jws + (e.payload or b"") for e in printed.store.journal())
    assert last > 10
    for code in printed.codes()[:4]:
        assert code.encode() not in kept
        assert code.replace("-", "").encode() not in kept


def test_the_ledger_follows_from_the_journal(room):
    """Whatever was pressed, also twice, also after restarts: both tell the same of each letter."""
    chance = random.Random(20261120)
    batch = room.prepare(20).batch.number
    room.confirm()
    session = room.session

    def act() -> None:
        rows, any_sheet = room.letters.sheets(batch), chance.randrange(1, 22)
        match chance.randrange(9):
            case 0 | 1 | 2:
                room.print_one(batch)
            case 3:
                room.printer.states = [JobState(phase=JobPhase.GONE)]
                room.print_one(batch)
            case 4:
                room.letters.judge_sheet(
                    batch, any_sheet, good=chance.random() < 0.5, session=session
                )
            case 5:
                room.letters.tell_last_good(batch, chance.randrange(22), session=session)
            case 6:
                room.letters.reconcile(batch, rows[any_sheet - 1].sheet.letter, session=session)
            case 7:
                room.letters.spoil(batch, [any_sheet], reason=SpoiltReason.JAM, session=session)
            case _:
                room.restart()
                room.told()

    for _ in range(150):
        with suppress(Refused):
            act()
    told = {
        LetterPrintStarted: LetterEvent.STARTED,
        LetterPrinted: LetterEvent.PRINTED,
        LetterReconciled: LetterEvent.RECONCILED,
        LetterSpoilt: LetterEvent.SPOILT,
    }
    by_journal = {row.sheet.letter: LetterState.WAITING for row in room.letters.sheets(batch)}
    for fact in facts(room, *told, ControlLetterNoted):
        event = told.get(type(fact)) or fact.event
        by_journal[fact.letter] = advance_letter(by_journal[fact.letter], event, letter=fact.letter)
    assert by_journal == {row.sheet.letter: row.sheet.state for row in room.letters.sheets(batch)}
    assert len(set(by_journal.values())) >= 3
    assert len(room.paper.drawn) == len(set(room.paper.drawn))


def test_sheets_of_batches_posted_long_ago_are_forgotten(printed):
    """They name requests and towns; what comes back after months central knows."""
    printed.letters.reconcile_sheets(1, [1, 2, 3, 4, 5], session=printed.session)
    printed.letters.post(1, on=NOON.date(), session=printed.session)
    printed.clock.forward(90 * 24 * 3600)
    printed.told()
    assert len(sheets(printed)) == 5
    printed.clock.forward(1)
    printed.told()
    assert sheets(printed) == []
    assert printed.letters.batch(1).step is Step.POSTED


def test_another_desk_s_letters_are_shown_and_asked_for(room):
    """Central decides; its word comes with a later exchange."""
    there = Elsewhere(
        desk=DeskId("tisk-2"),
        counter="tisk-2",
        letters=7,
        batch=482,
        since=NOON,
        leased_until=NOON + timedelta(hours=24),
    )
    room.told(elsewhere=[there])
    assert room.letters.waiting().elsewhere == (there,)
    seq = room.letters.take_over(there.desk, session=room.session)
    assert not room.letters.require_taken_over(seq)

    def ruled(reason: str, **about: str) -> None:
        said = Ruling(outcome=Outcome.REFUSED, reason=reason, facts=about)
        room.told(rulings=[Ruled(seq=seq, ruling=said, at=NOON)])

    ruled("letter.leased", batch="S-0482", counter="tisk-2", at=NOON.isoformat())
    with pytest.raises(LettersLeased) as leased:
        room.letters.require_taken_over(seq)
    assert leased.value.facts == {"batch": "S-0482", "counter": "tisk-2", "at": NOON}
    ruled("letter.elsewhere", letter="")
    with pytest.raises(TakeOverRefused):
        room.letters.require_taken_over(seq)
    room.told(rulings=[Ruled(seq=seq, ruling=NOTED, at=NOON)])
    assert room.letters.require_taken_over(seq)
    assert room.letters.waiting().elsewhere == ()
