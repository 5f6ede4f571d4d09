"""The same deeds are counted alike by the counter's store and by central."""

from __future__ import annotations

from ra_desk.domain.activation import Channel, RequestNumber, letter_number_scan
from ra_desk.domain.checks import office_day
from ra_desk.domain.facts import SpoiltReason
from ra_desk.domain.letter_form import Envelope
from ra_desk.domain.letters import ReturnedReason
from ra_desk.domain.people import Role
from ra_desk.domain.refusals import Refusal, RefusalReason
from ra_desk.domain.report import Figures, Period, Result, Span, Topic
from ra_desk.services.letter_book import Choice
from tests.journeys.office import Counter, Office
from tests.journeys.test_journey import drain, exchange_until
from tests.journeys.test_letter_journey import print_all


def tables(figures: Figures) -> dict[Topic, dict[str, int]]:
    """Return what is counted; central does not know of what waits to be sent."""
    counts = {table.topic: dict(table.counts) for table in figures.tables}
    counts[Topic.OUTCOMES].pop(Result.UNSENT, None)
    return counts


def work_a_day(counter: Counter, numbers: list[str]) -> None:
    """Check, undo, refuse; print, spoil, confirm and post letters; have one back."""
    desk, session = counter.desk, counter.session
    by_post = {"channel": Channel.POST, "channel_reason": "brez e-pošte"}
    for place, number in enumerate(numbers[:3]):
        counter.check(number, seconds=35 + 40 * place, **by_post)
    desk.undo(counter.check(numbers[3]), session=session)
    refusal = Refusal(request=RequestNumber(numbers[4]), reason=RefusalReason.DOCUMENT_INVALID)
    desk.refuse(refusal, session=session)
    letters = desk.letters
    exchange_until(counter, lambda: len(letters.waiting_letters()) == 3)
    [tray] = desk.printers
    made = letters.prepare(Choice(), printer=tray, envelope=Envelope.RIGHT, session=session)
    batch = made.batch.batch.number
    print_all(counter, batch)
    letters.spoil(batch, [1], reason=SpoiltReason.JAM, session=session)
    good = [row.sheet.letter for row in letters.sheets(batch)][1:]
    for letter in good:
        letters.reconcile(batch, letter_number_scan(letter), session=session)
    drain(counter)
    letters.post(batch, on=office_day(desk.time()), receipt="1234", session=session)
    scanned = letter_number_scan(good[0])
    letters.take_returned(scanned, reason=ReturnedReason.MOVED, session=session)
    drain(counter)


def test_the_only_counter_of_an_office_has_the_figures_of_the_office(office: Office) -> None:
    """And with a second counter the office has more."""
    counter = office.counter("ana", Role.CLERK, Role.PRINT_ROOM, Role.SUPERVISOR)
    numbers = [office.citizen()[2] for _citizen in range(5)]
    counter.pull()
    work_a_day(counter, numbers)
    # The clock goes on through the night: days, not the day, are compared.
    today = counter.desk.day.today()
    days = Period(first=today.replace(day=1), last=today)
    own = counter.desk.day.figures(Span.OWN, own=days, session=counter.session)
    whole = counter.desk.day.office_figures(Span.OWN, own=days, session=counter.session)
    assert tables(whole) == tables(own)
    assert (own.checks, own.seconds) == (whole.checks, whole.seconds) == (3, 35 + 75 + 115)
    letters = own.table(Topic.LETTERS).counts
    assert (letters["good"], letters["spoilt"]) == (3, 1), "two letters, and the control letter"
    assert [own.table(topic).total for topic in (Topic.POSTED, Topic.RETURNED)] == [3, 1]

    other = office.counter("bor")
    _, _, number = office.citizen()
    other.pull()
    other.check(number)
    drain(other)
    whole = counter.desk.day.office_figures(Span.OWN, own=days, session=counter.session)
    assert whole.checks == own.checks + 1
