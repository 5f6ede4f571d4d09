"""A desk is killed (-9) in the middle of its work; after the restart it shows what is true."""

from __future__ import annotations

from pathlib import Path

import pytest

from ra_desk.central.tables import code
from ra_desk.domain.activation import Channel
from ra_desk.domain.letter_form import Envelope
from ra_desk.domain.pass_request import Stage
from ra_desk.domain.standing import UndoTooLate
from ra_desk.machine.printing import DemoTray
from ra_desk.services.letter_book import Choice
from ra_desk.services.letter_printing import PrintingInterrupted
from tests.journeys.office import Counter, Office
from tests.journeys.test_journey import codes_for, exchange_until, wait_for_code, wait_until

ROOT = Path(__file__).parents[2]


def test_killed_in_the_hold_the_check_is_shown_as_waiting_and_is_sent(office, mortal):
    """It was durable from second 0, so it is neither lost nor half."""
    _, citizen, number = office.citizen()
    with mortal.open() as counter:
        counter.pull()
    mortal.killed_in("hold", number, word="recorded")
    with mortal.open() as counter:
        shown = counter.desk.overview()
        assert (shown.count, shown.waiting, shown.decide) == (1, 1, 0)
        standing = counter.standing(number)
        assert (standing.stage, standing.awaits_ruling) == (Stage.IDENTIFIED, True)
        [item] = [i for i in counter.desk.outbox() if i.deed.fact.subject == number]
        counter.desk.send_now(item.deed.ref.seq)
        wait_for_code_after_exchange(office, counter, citizen.email)
        wait_until(counter, number, Stage.CODE_SENT)
    assert office.count(code, number) == 1


@pytest.mark.parametrize("step", ["offered", "answered"])
def test_killed_in_the_exchange_the_check_has_one_effect(office, mortal, step):
    """Whether central has filed it or not: it goes up again, and one code leaves."""
    _, citizen, number = office.citizen()
    with mortal.open() as counter:
        counter.pull()
    mortal.killed_in(step, number, word=step)
    with mortal.open() as counter:
        assert counter.desk.overview().waiting == 1
        [item] = [i for i in counter.desk.outbox() if i.deed.fact.subject == number]
        assert not item.held
        with pytest.raises(UndoTooLate):
            counter.desk.undo(item.deed.ref.seq, session=counter.session)
        wait_for_code_after_exchange(office, counter, citizen.email)
        wait_until(counter, number, Stage.CODE_SENT)
        assert counter.desk.overview().waiting == 0
    assert len(codes_for(office, citizen.email)) == 1
    assert office.count(code, number) == 1


def test_killed_while_a_letter_is_drawn_the_sheet_is_asked_about(office, mortal):
    """The code is never drawn twice: the sheet is good or spoilt, and spoilt means a new code."""
    _, _, number = office.citizen()
    with mortal.open() as counter:
        counter.pull()
        seq = counter.check(number, channel=Channel.POST, channel_reason="brez e-pošte")
        counter.desk.send_now(seq)
        exchange_until(counter, lambda: bool(counter.desk.letters.waiting_letters()))
        [letter] = counter.desk.letters.waiting_letters()
    mortal.killed_in("drawing", number, word="drawing")
    with mortal.open() as counter:
        letters, session = counter.desk.letters, counter.session
        [seen] = letters.batches().batches
        assert seen.question is not None
        assert (seen.question.first, seen.question.interrupted) == (1, True)
        counter.pull()
        with pytest.raises(PrintingInterrupted):
            letters.print_next(1, session=session, pause=lambda: False)
        letters.tell_last_good(1, 0, session=session)
        exchange_until(counter, lambda: bool(letters.waiting_letters()))
        [another] = letters.waiting_letters()
        assert another.number != letter.number
        [tray] = counter.desk.printers
        letters.prepare(Choice(), printer=tray, envelope=Envelope.RIGHT, session=session)
        assert letters.print_next(2, session=session, pause=lambda: False) is not None
        wait_until(counter, number, Stage.CODE_SENT)
        printer = counter.desk.printers[tray]
        assert isinstance(printer, DemoTray)
        assert len(printer.documents) == 1


def wait_for_code_after_exchange(office: Office, counter: Counter, address: str) -> None:
    counter.pull()
    wait_for_code(office, address)
