"""What can be done once a check was sent, over real services: entries, refusals, paper."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ra_desk.domain.access import CentralUnreachable
from ra_desk.domain.after_check import Correction, Wrong
from ra_desk.domain.comparison import Field
from ra_desk.domain.documents import DocumentExpired, EntryMode
from ra_desk.domain.facts import (
    AbuseReported,
    CheckCorrected,
    CodeOrderedAgain,
    ReceiptPrinted,
    SuspicionNoted,
    ValueRevealed,
)
from ra_desk.domain.pass_request import Stage
from ra_desk.domain.people import NotYourRole, Role
from ra_desk.domain.secret import Secret
from ra_desk.machine.printing import PrinterSilent
from ra_desk.services.after_check import NoPrinter, NothingToReceipt, StillHeld, print_receipt
from ra_desk.services.ports import Opened
from tests.fakes import FakePrinter, a_check, a_request, an_operator
from tests.ui.desks import a_place


@pytest.fixture
def place():
    return a_place(a_request())


def number_of(place):
    return next(iter(place.central.requests))


def facts(place):
    return [deed.fact for deed in place.fake.store.kept.deeds]


def checked(place):
    return place.desk.record_check(a_check(number_of(place)), session=place.session)


def correction(request):
    return Correction(
        request=request.number, check=request.decision.ref, wrong=Wrong.ANSWER, reason=" napaka "
    )


def test_what_is_held_is_undone_and_not_corrected(place):
    """The undo costs nobody anything; a correction would send the client to review."""
    done = checked(place)
    with pytest.raises(StillHeld):
        place.desk.correct_check(correction(done.request), session=place.session)
    place.clock.forward(60)
    place.desk.exchange()
    after = place.desk.correct_check(correction(done.request), session=place.session)
    assert after.stage is Stage.IN_REVIEW
    assert isinstance(facts(place)[-1], CheckCorrected)
    assert facts(place)[-1].reason == "napaka"


def test_a_correction_is_not_held(place):
    """The code has to stop as soon as it can: the next exchange takes it."""
    done = checked(place)
    place.clock.forward(60)
    place.desk.exchange()
    place.desk.correct_check(correction(done.request), session=place.session)
    place.desk.exchange()
    assert place.central.requests[done.request.number].stage is Stage.IN_REVIEW


def test_the_record_is_shown_and_the_corrected_document_goes_into_the_journal(place):
    """What this desk last said of it comes back, also to be corrected once more."""
    done = checked(place)
    number, check = done.request.number, done.request.decision.ref
    recorded = a_check(number).document
    assert place.desk.recorded_document(number, check, session=place.session) == recorded
    elsewhere = replace(check, desk="desk-elsewhere")
    assert place.desk.recorded_document(number, elsewhere, session=place.session) is None
    place.clock.forward(60)
    place.desk.exchange()
    right = replace(recorded, number="IE9876534", entry=EntryMode.TYPED)
    said = replace(correction(done.request), wrong=Wrong.DOCUMENT, document=right)
    place.desk.correct_check(said, session=place.session)
    assert facts(place)[-1].document == right
    assert place.desk.recorded_document(number, check, session=place.session) == right


def test_a_document_that_could_not_be_evidence_is_not_written_down(place):
    """It is refused before anything is sealed."""
    done = checked(place)
    place.clock.forward(60)
    place.desk.exchange()
    before = len(facts(place))
    wrong = replace(a_check(done.request.number).document, valid_until=date(2020, 1, 1))
    with pytest.raises(DocumentExpired):
        place.desk.correct_check(
            replace(correction(done.request), document=wrong), session=place.session
        )
    assert len(facts(place)) == before


def test_a_warning_is_written_once_and_waits_in_silence(place):
    number = number_of(place)
    for _time in range(2):
        request = place.desk.note_suspicion(number, session=place.session)
    assert [type(fact) for fact in facts(place)] == [SuspicionNoted]
    assert not request.awaits_ruling


def test_other_roles_do_none_of_it(place):
    """Print room and audit see requests and decide nothing."""
    done = checked(place)
    other = replace(place.session, operator=an_operator("Tine P.", Role.PRINT_ROOM))
    for act in (
        lambda: place.desk.correct_check(correction(done.request), session=other),
        lambda: place.desk.note_suspicion(done.request.number, session=other),
        lambda: place.desk.order_code_again(done.request.number, session=other),
        lambda: place.desk.report_document(
            done.request.number, a_check(done.request.number).document, note="", session=other
        ),
    ):
        with pytest.raises(NotYourRole):
            act()


def test_evidence_names_what_was_shown_and_to_whom_it_was_told(place):
    number = number_of(place)
    assert place.desk.reveal(number, Field.EMAIL, session=place.session) is Field.EMAIL
    place.desk.report_abuse(None, session=place.session)
    assert facts(place) == [
        ValueRevealed(request=number, field=Field.EMAIL),
        AbuseReported(request=None),
    ]


def test_another_code_waits_for_central(place):
    number = number_of(place)
    cached = place.fake.store.kept.cache[number]
    place.fake.store.kept.cache[number] = replace(cached, stage=Stage.CODE_SENT)
    after = place.desk.order_code_again(number, session=place.session)
    assert (after.stage, after.awaits_ruling) == (Stage.CODE_ORDERED, True)
    assert facts(place) == [CodeOrderedAgain(request=number)]


def drawn_with(place, *, online, **changes):
    """Return what the renderer was told."""
    told = []

    def render(request, **details):
        told.append((request.number, details["provisional"]))
        return b"%PDF"

    fields = {"printers": place.desk.printers, "wanted": "", **changes}
    print_receipt(
        number_of(place),
        session=place.session,
        store=place.fake.store,
        render=render,
        now=place.clock,
        online=online,
        **fields,
    )
    return told


def test_a_receipt_is_provisional_only_without_a_line(place):
    """In the hold everything waits; that is no outage."""
    number = checked(place).request.number
    assert drawn_with(place, online=True) == [(number, False)]
    assert drawn_with(place, online=False) == [(number, True)]
    assert facts(place)[-1] == ReceiptPrinted(request=number, printer="HP-KP-2")


def test_the_chosen_printer_is_used_while_it_is_there(place):
    checked(place)
    both = {"prvi": FakePrinter(name="prvi"), "drugi": FakePrinter(name="drugi")}
    drawn_with(place, online=True, printers=both, wanted="drugi")
    drawn_with(place, online=True, printers=both, wanted="odstranjen")
    assert [len(both[name].printed) for name in ("prvi", "drugi")] == [1, 1]
    with pytest.raises(NoPrinter):
        drawn_with(place, online=True, printers={})


def test_what_was_not_printed_is_not_noted(place):
    checked(place)
    place.printer.broken = PrinterSilent()
    with pytest.raises(PrinterSilent):
        drawn_with(place, online=True)
    assert not any(isinstance(fact, ReceiptPrinted) for fact in facts(place))


def test_who_was_not_checked_gets_no_receipt(place):
    with pytest.raises(NothingToReceipt):
        drawn_with(place, online=True)


def test_colleagues_are_asked_only_with_a_session_of_central(place):
    """Offline, or when central is away, nobody is told anything and nothing fails."""
    number = number_of(place)
    place.central.opened = Opened(counter="1", office="UE Koper", operator="Bojan P.", since=60)
    assert place.desk.tell_open(number, session=place.session) is None
    online = replace(place.session, token=Secret("t"))
    assert place.desk.tell_open(number, session=online) == place.central.opened

    class Away:
        def tell_open(self, *_args, **_details):
            raise CentralUnreachable()

    away = replace(place.desk, central=Away())
    assert away.tell_open(number, session=online) is None
