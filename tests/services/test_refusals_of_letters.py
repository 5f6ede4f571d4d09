"""What a print room is refused, and that none of it leaves anything in the journal."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from ra_desk.domain import letters as rules
from ra_desk.domain.activation import letter_number_scan, new_letter_number
from ra_desk.domain.facts import LetterSpoilt, SpoiltReason
from ra_desk.domain.letter_form import Envelope
from ra_desk.domain.letters import ReturnedReason
from ra_desk.domain.pass_request import Stage
from ra_desk.domain.sheet_ranges import RangeOutside
from ra_desk.domain.standing import Outcome, Ruling
from ra_desk.services import letter_batches, letter_posting, letter_printing, letter_taking
from ra_desk.services.letter_book import Choice
from ra_desk.services.letter_preview import RecipientForgotten
from ra_desk.services.paper import JobPhase, JobState
from ra_desk.services.ports import Ruled
from tests.services.print_room import PRINTER, PrintRoom
from tests.services.refusing import refused
from tests.store.support import NOON

TODAY = NOON.date()
JAM = SpoiltReason.JAM


def printed(room: PrintRoom, letters: int) -> None:
    """Print a batch, with the day's control letter behind it, and say that all of it is good."""
    batch = room.prepare(letters).batch.number
    room.confirm()
    room.print_all(batch)
    room.letters.tell_last_good(batch, letters + 1, session=room.session)


def sheets(room: PrintRoom, batch: int = 1) -> list[rules.Sheet]:
    return [row.sheet for row in room.letters.sheets(batch)]


def prepare(room: PrintRoom, *letters: object) -> None:
    choice = Choice(letters=letters)  # type: ignore[arg-type]
    room.letters.prepare(choice, printer=PRINTER, envelope=Envelope.RIGHT, session=room.session)


def take(room: PrintRoom, text: str) -> None:
    room.letters.take_returned(text, reason=ReturnedReason.MOVED, session=room.session)


def test_a_batch_that_cannot_be_made_or_printed_leaves_the_chain_as_it_was(room):
    """Before the first sheet."""
    room.told()
    made, who = room.letters, room.session
    with refused(letter_batches.NothingToPrint, room.store):
        prepare(room)
    with refused(rules.LetterDead, room.store):
        prepare(room, new_letter_number())
    with refused(rules.BatchUnknown, room.store):
        made.look_over(9, session=who)
    batch = room.prepare(2).batch.number
    first = sheets(room)[0]
    with refused(letter_batches.LetterInBatch, room.store):
        prepare(room, first.letter)
    with refused(letter_printing.WindowUnconfirmed, room.store):
        room.print_one(batch)
    with refused(RangeOutside, room.store):
        made.preview(batch, 9)
    room.confirm()
    with refused(rules.LetterNotNow, room.store):
        made.judge_sheet(batch, 1, good=True, session=who)
    room.clock.forward(25 * 3600)
    room.told()
    room.confirm()
    with room.store.read() as unit:
        assert first.request is not None
        recipient = unit.standing(first.request)
    room.told(requests=[replace(recipient, revision=2)])
    with refused(rules.BatchStale, room.store):
        room.print_one(batch)


def test_a_lapsed_letter_stops_the_printer_and_leaves_the_chain_as_it_was(room):
    """Central orders another one."""
    room.told()
    batch = room.prepare(1).batch.number
    room.clock.forward(14 * 24 * 3600 + 3600)
    room.told()
    room.letters.look_over(batch, session=room.session)
    room.confirm()
    room.print_one(batch)
    with refused(letter_batches.LetterLapsed, room.store):
        room.print_one(batch)


def test_sheets_that_need_an_answer_stop_the_printer_and_leave_the_chain_as_it_was(room):
    """One is in doubt, or the program was opened anew."""
    batch = room.prepare(3).batch.number
    room.confirm()
    room.printer.states = [JobState(phase=JobPhase.STOPPED)]
    with pytest.raises(letter_printing.SheetInDoubt):
        room.print_one(batch)
    with refused(letter_printing.SheetInDoubt, room.store):
        room.print_one(batch)
    room.letters.judge_sheet(batch, 1, good=True, session=room.session)
    room.restart()
    room.told()
    with refused(letter_printing.PrintingInterrupted, room.store):
        room.print_one(batch)
    with refused(rules.LastGoodOutside, room.store):
        room.letters.tell_last_good(batch, 4, session=room.session)
    room.letters.tell_last_good(batch, 0, session=room.session)
    with refused(rules.LetterNotNow, room.store):
        room.letters.tell_last_good(batch, 1, session=room.session)


def test_what_may_not_be_counted_or_posted_leaves_the_chain_as_it_was(room):
    """From the pile of a printed batch to the post and back."""
    printed(room, 12)
    made, who = room.letters, room.session
    first, second, *_rest, control = sheets(room)

    def scan(text: str) -> None:
        made.reconcile(1, text, session=who)

    for error, text in (
        (rules.ScanForeign, "https://portal.example/a"),
        (rules.ScanDamaged, letter_number_scan(first.letter)[:-1]),
        (rules.LetterElsewhere, letter_number_scan(new_letter_number())),
    ):
        with refused(error, room.store):
            scan(text)
        if error is not rules.LetterElsewhere:
            with refused(error, room.store):
                take(room, text)
    room.prepare(1)
    with refused(rules.LetterOfOtherBatch, room.store):
        scan(sheets(room, 2)[0].letter)
    scan(first.letter)
    with refused(rules.LetterChecked, room.store):
        scan(first.letter)
    made.spoil(1, [2], reason=JAM, session=who)
    with refused(rules.LetterDead, room.store):
        scan(second.letter)
    with refused(rules.LetterDead, room.store):
        take(room, second.letter)
    for error, numbers in ((rules.LetterDead, [3, 2]), (RangeOutside, [3, 99])):
        with refused(error, room.store):
            made.reconcile_sheets(1, numbers, session=who)
    with refused(RangeOutside, room.store):
        made.spoil(1, [3, 99], reason=JAM, session=who)
    with refused(rules.SecondPersonNeeded, room.store):
        made.spoil(1, range(3, 13), reason=JAM, session=who)
    same = room.another(person=who.operator.person)
    with refused(rules.SamePerson, room.store):
        made.spoil(1, range(3, 13), reason=JAM, session=who, second=same)
    with refused(rules.LetterNotNow, room.store):
        take(room, first.letter)
    with refused(rules.CountsDiffer, room.store):
        made.post(1, on=TODAY, session=who)
    made.reconcile_sheets(1, range(3, 14), session=who)
    with refused(letter_posting.PostingDayWrong, room.store):
        made.post(1, on=TODAY + timedelta(days=1), session=who)
    with refused(letter_posting.ReceiptTooLong, room.store):
        made.post(1, on=TODAY, receipt="9" * 41, session=who)
    made.post(1, on=TODAY, session=who)
    with refused(letter_batches.BatchPosted, room.store):
        made.post(1, on=TODAY, session=who)
    assert first.request is not None
    spoilt = LetterSpoilt(request=first.request, letter=first.letter, reason=JAM)
    with refused(rules.LetterPosted, room.store), room.store.begin() as unit:
        unit.append(spoilt, at=NOON, session=who)
    take(room, first.letter)
    with refused(letter_posting.ReturnedAlready, room.store):
        take(room, first.letter)
    take(room, control.letter)
    with refused(letter_posting.ArrivedAlready, room.store):
        take(room, control.letter)


def test_a_take_over_that_central_refused_writes_nothing_more(room):
    """The wish is in the journal; central's word on it is not an entry."""
    held = {"batch": "S-0007", "counter": "2", "at": NOON.isoformat()}
    for error, reason, facts in (
        (rules.LettersLeased, rules.LettersLeased.code, held),
        (letter_taking.TakeOverRefused, "letter.other", {}),
    ):
        seq = room.letters.take_over(room.desk.enrolment.desk, session=room.session)
        said = Ruling(outcome=Outcome.REFUSED, reason=reason, facts=facts)
        room.told(rulings=[Ruled(seq=seq, ruling=said, at=NOON)])
        with refused(error, room.store):
            room.letters.require_taken_over(seq)


def test_a_letter_that_went_out_without_an_address_is_not_drawn_again(room):
    """Its request is over and let go; the preview says so."""
    printed(room, 1)
    first = sheets(room)[0]
    room.letters.reconcile_sheets(1, [1, 2], session=room.session)
    room.letters.post(1, on=TODAY, session=room.session)
    with room.store.read() as unit:
        assert first.request is not None
        known = unit.standing(first.request)
        last = unit.marks().head.seq
    room.told(requests=[replace(known, stage=Stage.WITHDRAWN, awaits_ruling=False)])
    for days in (0, 8):
        at = NOON + timedelta(days=days)
        answer = room.desk.answer(room.store, filed=last, reflected=last, at=at)
        with room.store.begin() as unit:
            unit.take(answer, now=at)
    with refused(RecipientForgotten, room.store):
        room.letters.preview(1, 1)
