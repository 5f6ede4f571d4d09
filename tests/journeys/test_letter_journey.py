"""A letter from the order to the post and back: real desks, real paper, central, HTTP."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ra_desk.domain.activation import Channel, letter_number_scan
from ra_desk.domain.checks import office_day
from ra_desk.domain.letter_form import Envelope, EnvelopeFit
from ra_desk.domain.letters import LettersLeased, LetterState, ReturnedReason, Step
from ra_desk.domain.pass_request import Stage
from ra_desk.domain.people import Role
from ra_desk.services.letter_book import Choice
from tests.journeys.office import Counter, Office
from tests.journeys.test_journey import drain, exchange_until, wait_until


def print_all(counter: Counter, batch: int) -> None:
    """Confirm the window, print, and say that all sheets are good."""
    letters, session = counter.desk.letters, counter.session
    [tray] = counter.desk.printers
    letters.print_test_page(printer=tray, fit=EnvelopeFit())
    letters.confirm_window(printer=tray, fit=EnvelopeFit(), session=session)
    while letters.print_next(batch, session=session, pause=lambda: False):
        pass
    asked = letters.batch(batch).question
    assert asked is not None
    letters.tell_last_good(batch, asked.last, session=session)


def test_a_letter_goes_to_the_post_comes_back_and_is_replaced(office: Office) -> None:
    """Its second life has another number and another code."""
    counter = office.counter("ana", Role.CLERK, Role.PRINT_ROOM)
    _, _, number = office.citizen()
    counter.pull()
    counter.check(number, channel=Channel.POST, channel_reason="brez e-pošte")
    letters, session = counter.desk.letters, counter.session
    exchange_until(counter, lambda: bool(letters.waiting_letters()))
    [tray] = counter.desk.printers
    made = letters.prepare(Choice(), printer=tray, envelope=Envelope.RIGHT, session=session)
    batch = made.batch.batch.number
    assert (made.left_out, made.batch.batch.sheets) == ((), 2)
    print_all(counter, batch)
    wait_until(counter, number, Stage.CODE_SENT)
    for row in letters.sheets(batch):
        letters.reconcile(batch, letter_number_scan(row.sheet.letter), session=session)
    today = office_day(counter.desk.time())
    assert letters.posting_list(batch).startswith(b"%PDF")
    assert letters.post(batch, on=today, receipt="1234", session=session) == 2
    drain(counter)
    assert letters.batch(batch).step is Step.POSTED

    [first, _control] = letters.sheets(batch)
    text = letter_number_scan(first.sheet.letter)
    letters.take_returned(text, reason=ReturnedReason.MOVED, session=session)
    drain(counter)
    assert counter.standing(number).letter is None
    counter.desk.order_code_again(number, session=session)  # type: ignore[arg-type]
    drain(counter)
    exchange_until(counter, lambda: bool(letters.waiting_letters()))
    [second] = letters.waiting_letters()
    assert second.number != first.sheet.letter
    assert letters.sheets(batch)[0].sheet.state is LetterState.RETURNED, "it came back"


def test_a_second_print_station_is_told_who_holds_the_letters(office: Office) -> None:
    """RA-1407: it prints nothing that lies at the first one."""
    first = office.counter("ana", Role.CLERK, Role.PRINT_ROOM)
    _, _, number = office.citizen()
    first.pull()
    first.check(number, channel=Channel.POST, channel_reason="brez e-pošte")
    exchange_until(first, lambda: bool(first.desk.letters.waiting_letters()))
    [tray] = first.desk.printers
    first.desk.letters.prepare(
        Choice(), printer=tray, envelope=Envelope.RIGHT, session=first.session
    )
    drain(first)
    second = office.counter("bor", Role.PRINT_ROOM)
    second.pull()
    letters = second.desk.letters
    [held] = letters.waiting().elsewhere
    assert (held.letters, held.batch, held.counter) == (1, 1, "ana")
    seq = letters.take_over(held.desk, session=second.session)
    drain(second)
    with pytest.raises(LettersLeased) as leased:
        letters.require_taken_over(seq)
    assert leased.value.facts["counter"] == "ana"
    assert replace(letters.waiting(), elsewhere=()).count == 0
