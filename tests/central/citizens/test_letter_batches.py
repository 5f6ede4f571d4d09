"""Letters on their way: batches, two print stations, numbers of the post, and what comes back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa

from ra_desk.central.item_numbers import (
    ItemRangeTaken,
    ItemRangeWrong,
    give_range,
    numbers_left,
)
from ra_desk.central.known import known_offices
from ra_desk.central.letter_orders import unnumbered
from ra_desk.central.offices import policy_of, set_policy
from ra_desk.central.pass_requests import load
from ra_desk.central.tables import event, letter, request
from ra_desk.domain.activation import (
    Channel,
    LetterNumber,
    RequestNumber,
    new_letter_number,
)
from ra_desk.domain.after_check import Wrong
from ra_desk.domain.errors import Refused
from ra_desk.domain.facts import (
    CheckCorrected,
    CodeOrderedAgain,
    LetterPrinted,
    LetterPrintStarted,
    LetterSpoilt,
    SpoiltReason,
)
from ra_desk.domain.facts_letters import (
    ControlLetterArrived,
    ControlLetterNoted,
    LetterBatchPosted,
    LetterBatchPrepared,
    LetterReconciled,
    LetterReturned,
    LettersTakenOver,
)
from ra_desk.domain.letters import LetterEvent, ReturnedReason
from ra_desk.domain.numbers import parse_item_number
from ra_desk.domain.people import Role
from ra_desk.domain.review import check_under_review
from tests.central.citizens.test_letters import letters, opened, ordered
from tests.central.citizens.town import MAJA, Citizen, Town, registered
from tests.central.desk import Desk, Person

NINO = {**MAJA, "given_names": "Nina", "surname": "Kos", "tax_number": "50223054"}


def two(town: Town) -> tuple[Citizen, list]:
    """Bring two requests to their letters; return the first citizen and both letters."""
    town.register.put(registered(**{k: v for k, v in NINO.items() if k in NAMES}))
    maja, _ = ordered(town)
    town.world.clock.advance(minutes=1)
    nina = town.citizen("nina@mail.example")
    number = nina.submit(**NINO).json()["number"]
    town.check(number, channel=Channel.POST, channel_reason="no e-mail at hand")
    assert town.carry_out() == []
    return maja, letters(town)


NAMES = ("tax_number", "given_names", "surname", "birth_date")


def say(town: Town, *facts: object, desk: Desk | None = None, by: Person | None = None) -> list:
    """Let a desk tell facts in one round; return their rulings."""
    teller = desk or town.desk()
    entries = [teller.seal(fact, by or town.clerk) for fact in facts]
    assert teller.exchange().ok
    return [teller.rulings[entry.seq] for entry in entries]


def printed(row) -> list:
    """What a desk tells of a sheet that came out."""
    return [
        LetterPrintStarted(request=row.request, letter=row.number, box_digest="x", printer="tray"),
        LetterPrinted(
            request=row.request, letter=row.number, box_digest="x", printer="tray", pages=1
        ),
    ]


def reconciled(row, batch: int = 1) -> LetterReconciled:
    return LetterReconciled(request=row.request, letter=row.number, batch=batch, scanned=True)


def batch(rows: list, number: int = 1) -> LetterBatchPrepared:
    return LetterBatchPrepared(
        batch=number,
        printer="tray",
        envelope="right",
        letters=tuple(LetterNumber(row.number) for row in rows),
        control=LetterNumber("L-2222-2222"),
    )


def posted(number: int = 1, count: int = 2) -> LetterBatchPosted:
    return LetterBatchPosted(batch=number, letters=count, on=date(2026, 3, 2))


def corrected(town: Town, row) -> CheckCorrected:
    """What a clerk says of the check behind a letter: it was wrong; its code dies."""
    with town.engine.connect() as connection:
        check = check_under_review(load(connection, row.request))
    return CheckCorrected(
        request=RequestNumber(row.request),
        check_desk=check.desk,
        check_epoch=check.epoch,
        check_seq=check.seq,
        wrong=Wrong.PERSON,
        reason="Napačna oseba.",
    )


def states(town: Town) -> list[str]:
    return [row.state for row in letters(town)]


def test_a_batch_is_posted_when_all_of_it_is_reconciled_or_spoilt(town: Town):
    """Central counts for itself; the desk's word alone posts nothing."""
    _, rows = two(town)
    first, second = rows
    said = say(town, batch(rows), *printed(first), *printed(second), reconciled(first), posted())
    assert (said[-1]["outcome"], said[-1]["reason"]) == ("refused", "letter.counts_differ")
    assert states(town) == ["reconciled", "printed"]
    spoilt = LetterSpoilt(request=second.request, letter=second.number, reason=SpoiltReason.MISSING)
    said = say(town, spoilt, posted(count=1), batch(rows))
    assert [one["outcome"] for one in said] == ["accepted", "noted", "refused"]
    assert said[-1]["reason"] == "letter.batch_twice"
    assert states(town) == ["posted", "dead"]
    late = LetterSpoilt(request=first.request, letter=first.number, reason=SpoiltReason.MISSING)
    assert say(town, late)[0]["reason"] == "letter.posted"
    assert say(town, posted(number=7))[0]["reason"] == "letter.batch_unknown"


def test_a_batch_is_posted_without_the_letter_whose_code_died_on_paper(town: Town):
    """Its check was corrected meanwhile; whoever takes the sheet out of the pile has done right."""
    _, rows = two(town)
    first, second = rows
    say(town, batch(rows), *printed(first), *printed(second), reconciled(first), reconciled(second))
    assert say(town, corrected(town, second))[0]["outcome"] == "accepted"
    spoilt = LetterSpoilt(request=second.request, letter=second.number, reason=SpoiltReason.OTHER)
    assert [one["outcome"] for one in say(town, spoilt, posted(count=1))] == ["noted", "noted"]
    assert states(town) == ["posted", "dead"]
    assert town.carry_out() == []
    assert len(states(town)) == 2, "no other letter before the review"


def test_a_batch_that_was_posted_counts_though_a_code_died_on_the_way_to_the_post(town: Town):
    """The paper has left; of the letter that should not have, the print room is told."""
    _, rows = two(town)
    first, second = rows
    say(town, batch(rows), *printed(first), *printed(second), reconciled(first))
    said = say(town, corrected(town, second), reconciled(second), posted())
    assert [one["reason"] for one in said] == ["", "letter.dead", ""]
    assert states(town) == ["posted", "posted"]


def test_a_letter_whose_code_had_died_is_counted_when_it_comes_back(town: Town):
    """Whoever scans it has done right; its citizen hears of the living letter only."""
    _, rows = two(town)
    first, second = rows
    say(town, batch(rows), *printed(first), *printed(second))
    say(town, reconciled(first), reconciled(second), posted(), corrected(town, first))
    about = RequestNumber(first.request)
    for named in (about, None):
        back = LetterReturned(
            request=named, letter=first.number, reason=ReturnedReason.NOT_COLLECTED
        )
        assert say(town, back)[0]["outcome"] == "noted"
    assert states(town) == ["returned", "posted"]
    assert town.carry_out() == []
    assert not [mail for mail in town.sink.mails if "se je vrnilo" in str(mail["Subject"])]
    with town.engine.connect() as connection:
        kept = connection.execute(sa.select(event).where(event.c.kind == "letter.returned")).all()
    assert [row.facts["reason"] for row in kept] == ["not_collected"]


def test_a_letter_that_comes_back_is_void_told_and_counted_once(town: Town):
    """The citizen hears of it by mail, and orders another one on the pages."""
    maja, rows = two(town)
    first, second = rows
    code = opened(town, first)
    say(town, batch(rows), *printed(first), *printed(second))
    say(town, reconciled(first), reconciled(second), posted())
    back = LetterReturned(request=first.request, letter=first.number, reason=ReturnedReason.MOVED)
    assert say(town, back)[0]["outcome"] == "accepted"
    assert say(town, back)[0]["outcome"] == "noted"
    assert states(town) == ["returned", "posted"]
    assert maja.redeem(code).json()["code"] == "activation_code.dead"
    assert town.carry_out() == []
    [mail] = [mail for mail in town.sink.mails if "se je vrnilo" in str(mail["Subject"])]
    assert mail["To"] == maja.email
    assert first.number not in mail.as_string()
    with town.engine.connect() as connection:
        kept = connection.execute(sa.select(event).where(event.c.kind == "letter.returned")).all()
    assert [row.facts["reason"] for row in kept] == ["moved"]
    assert maja.call("POST", "/code/again").status_code == 202
    assert town.carry_out() == []
    assert sorted(states(town)) == ["posted", "returned", "waiting"]
    assert say(town, back)[0]["outcome"] == "noted"
    with town.engine.connect() as connection:
        kept = connection.execute(sa.select(event).where(event.c.kind == "letter.returned")).all()
    assert len(kept) == 1, "another one in its place, and scanned once more"


def test_a_letter_returned_to_another_counter_of_the_office_is_known_by_its_number(town: Town):
    """Whoever opens the post need not be whoever printed; another office's letters are not ours."""
    maja, rows = two(town)
    first, second = rows
    say(town, batch(rows), *printed(first), *printed(second))
    say(town, reconciled(first), reconciled(second), posted())
    other = town.world.operator("bor", roles=(Role.PRINT_ROOM,))
    desk = town.world.desk_with(other)
    back = LetterReturned(request=None, letter=first.number, reason=ReturnedReason.UNKNOWN)
    assert say(town, back, desk=desk, by=other)[0]["outcome"] == "accepted"
    assert states(town) == ["returned", "posted"]
    assert maja.redeem("2222-2222-2222").status_code == 403
    away = town.world.found("Maribor")
    stranger = town.world.operator("eva", roles=(Role.PRINT_ROOM,), office=away)
    there = town.world.desk_with(stranger, office=away)
    for number in (second.number, "L-9999-9999"):
        fact = LetterReturned(
            request=None, letter=LetterNumber(number), reason=ReturnedReason.UNKNOWN
        )
        assert say(town, fact, desk=there, by=stranger)[0]["reason"] == "letter.elsewhere"
    forged = LetterReturned(
        request=RequestNumber(first.request), letter=second.number, reason=ReturnedReason.MOVED
    )
    assert say(town, forged)[0]["outcome"] == "refused"
    assert states(town) == ["returned", "posted"]


def test_another_office_cannot_part_a_letter_from_its_request(town: Town):
    """It may know both numbers from a look-up; the letter's own office can still take it back."""
    maja, rows = two(town)
    first, second = rows
    code = opened(town, first)
    say(town, batch(rows), *printed(first), *printed(second))
    say(town, reconciled(first), reconciled(second), posted())
    away = town.world.found("Maribor")
    stranger = town.world.operator("eva", roles=(Role.PRINT_ROOM,), office=away)
    there = town.world.desk_with(stranger, office=away)
    back = LetterReturned(
        request=RequestNumber(first.request), letter=first.number, reason=ReturnedReason.MOVED
    )
    assert say(town, back, desk=there, by=stranger)[0]["reason"] == "letter.elsewhere"
    assert states(town) == ["posted", "posted"]
    with town.engine.connect() as connection:
        kept = sa.select(request.c.letter).where(request.c.number == first.request)
        assert connection.scalar(kept) == first.number
    assert say(town, back)[0]["outcome"] == "accepted"
    assert maja.redeem(code).json()["code"] == "activation_code.dead"


def test_a_letter_that_waits_for_its_printer_does_not_come_back(town: Town):
    """Whoever knows its number would take it from the printer, and its citizen would wait for ever."""
    _, rows = two(town)
    first, _ = rows
    other = town.world.operator("bor", roles=(Role.PRINT_ROOM,))
    desk = town.world.desk_with(other)
    for about in (RequestNumber(first.request), None):
        fact = LetterReturned(request=about, letter=first.number, reason=ReturnedReason.MOVED)
        [said] = say(town, fact, desk=desk, by=other)
        assert (said["reason"], said["facts"]["counter"]) == ("letter.not_posted", "1")
    assert states(town) == ["waiting", "waiting"]
    assert say(town, *printed(first))[-1]["outcome"] == "accepted"


def test_a_letter_that_another_counter_has_not_posted_does_not_come_back(town: Town):
    """Both ledgers go on as if nobody had scanned it: its code lives, and its batch is posted."""
    maja, rows = two(town)
    first, second = rows
    code = opened(town, first)
    other = town.world.operator("bor", roles=(Role.PRINT_ROOM,))
    desk = town.world.desk_with(other)
    back = LetterReturned(request=None, letter=first.number, reason=ReturnedReason.MOVED)
    for told in ([batch(rows), *printed(first), *printed(second)], [reconciled(first)]):
        say(town, *told)
        [said] = say(town, back, desk=desk, by=other)
        assert (said["reason"], said["facts"]["counter"]) == ("letter.not_posted", "1")
    assert states(town) == ["reconciled", "printed"]
    assert say(town, reconciled(second), posted())[-1]["outcome"] == "noted"
    assert maja.redeem(code).status_code == 200
    assert say(town, back, desk=desk, by=other)[0]["outcome"] == "noted", "its code was used"
    assert states(town) == ["returned", "posted"]


def test_a_letter_of_a_silent_counter_may_have_been_posted(town: Town):
    """Nobody has heard for a day what it did; a letter in the hand is the better witness."""
    _, rows = two(town)
    first, second = rows
    say(town, batch(rows), *printed(first), *printed(second), reconciled(first))
    other = town.world.operator("bor", roles=(Role.PRINT_ROOM,))
    desk = town.world.desk_with(other)
    town.world.clock.advance(hours=24, seconds=1)
    desk.exchange()
    back = LetterReturned(request=None, letter=first.number, reason=ReturnedReason.MOVED)
    assert say(town, back, desk=desk, by=other)[0]["outcome"] == "accepted"
    assert say(town, reconciled(second), posted())[-1]["outcome"] == "noted"
    assert states(town) == ["returned", "posted"]


def test_another_code_for_a_letter_that_still_waits_is_refused_and_stops_no_desk(town: Town):
    """The counter saw it sent; meanwhile its sheet was spoilt and another one waits."""
    _, rows = two(town)
    again = CodeOrderedAgain(request=RequestNumber(rows[0].request))
    assert say(town, again)[0]["outcome"] == "refused"
    assert say(town, *printed(rows[0]))[-1]["outcome"] == "accepted"
    assert say(town, again)[0]["reason"] == "activation_code.still_good"


def test_two_print_stations_never_hold_the_same_letter(town: Town):
    """While the first is heard the second is told who holds them; then they come with new codes."""
    _, rows = two(town)
    first, _second = rows
    old = opened(town, first)
    say(town, batch(rows[:1]))
    other = town.world.operator("bor", roles=(Role.PRINT_ROOM,))
    desk = town.world.desk()
    assert desk.sign_in(other).ok
    answer = desk.pull()[-1]
    assert answer.body["letters"] == []
    [held] = answer.body["elsewhere"]
    assert (held["letters"], held["batch"], held["counter"]) == (2, 1, "1")
    wanted = LettersTakenOver(holder=town.desk().id)
    [said] = say(town, wanted, desk=desk, by=other)
    assert (said["outcome"], said["reason"]) == ("refused", "letter.leased")
    assert (said["facts"]["batch"], said["facts"]["counter"]) == ("S-0001", "1")
    town.world.clock.advance(hours=24, seconds=1)
    desk.exchange()
    assert say(town, wanted, desk=desk, by=other)[0]["outcome"] == "noted"
    assert states(town) == ["dead", "dead"]
    assert town.carry_out() == []
    new = letters(town)[2:]
    assert {row.desk for row in new} == {desk.id}
    assert not {row.number for row in new} & {row.number for row in rows}
    late = say(town, *printed(first))
    assert [one["reason"] for one in late] == ["", "letter.dead"]
    assert old not in str(new)
    for wrong in (desk.id, "nobody"):
        refused = LettersTakenOver(holder=wrong)
        assert say(town, refused, desk=desk, by=other)[0]["reason"] == "letter.elsewhere"


def without_number(town: Town) -> int:
    """What central tells a desk of letters that wait for a number of registered post."""
    return town.desk().pull()[-1].body["unnumbered"]


def test_registered_letters_use_up_the_range_of_their_office(town: Town):
    """Each number once; when the range is empty the letter waits for another one."""
    office, clock = town.world.office, town.world.clock
    with town.engine.begin() as connection:
        set_policy(
            connection, office, replace(policy_of(connection, office), registered_letters=True)
        )
        assert (
            give_range(connection, office, first="RR473124829SI", last="RR473124829SI", at=clock())
            == 1
        )
        assert numbers_left(connection, office) == 1
        for first, last, error in (
            ("RR473124829SI", "RR473124829SI", ItemRangeTaken),
            ("RR473124829SI", "RR123456785SI", ItemRangeWrong),
            ("RR473124829SI", "RA473124829SI", ItemRangeWrong),
            ("RR473124829SI", "RR47312482SI", Refused),
        ):
            with pytest.raises(error):
                give_range(connection, office, first=first, last=last, at=clock())
    ordered(town)
    [told] = town.told_letters()
    assert parse_item_number(told["item"]) == "RR473124829SI"
    nina = town.citizen("nina@mail.example")
    town.register.put(registered(**{k: v for k, v in NINO.items() if k in NAMES}))
    town.check(
        nina.submit(**NINO).json()["number"],
        channel=Channel.POST,
        channel_reason="no e-mail at hand",
    )
    assert town.carry_out() == ["letter.no_item_numbers"]
    assert len(letters(town)) == 1
    assert without_number(town) == 1
    with town.engine.begin() as connection:
        assert numbers_left(connection, office) == 0
        [seen] = [one for one in known_offices(connection) if one.office.id == office]
        assert seen.numbers_left == 0
        with pytest.raises(ItemRangeTaken):
            give_range(connection, office, first="RR473124829SI", last="RR473124829SI", at=clock())
        give_range(connection, office, first="RR000000005SI", last="RR000000005SI", at=clock())
    assert town.carry_out() == []
    assert len(letters(town)) == 2
    assert without_number(town) == 0
    with town.engine.begin() as connection:
        assert numbers_left(connection, office) == 0, "and no letter waits for another one"
        assert unnumbered(connection, office) == 0
        set_policy(
            connection, office, replace(policy_of(connection, office), registered_letters=False)
        )
        assert known_offices(connection)[0].numbers_left is None


def test_the_control_letter_is_noted_with_its_days(town: Town):
    """From its printing to its arrival: so long the post takes."""
    number, other = new_letter_number(), LetterNumber("R-2222-222" * 5)
    told = say(
        town,
        ControlLetterNoted(batch=1, letter=number, event=LetterEvent.PRINTED),
        ControlLetterNoted(batch=1, letter=other, event=LetterEvent.PRINTED),
        ControlLetterArrived(letter=number, on=date(2026, 3, 4)),
    )
    assert [one["outcome"] for one in told] == ["noted", "refused", "noted"]
    with town.engine.connect() as connection:
        kept = connection.execute(
            sa.select(event).where(event.c.subject == number).order_by(event.c.kind)
        ).all()
    assert [row.kind for row in kept] == ["control.arrived", "control.printed"]
    assert kept[0].facts["on"] == "2026-03-04"


def test_nobody_reconciles_another_desk_s_letter(town: Town):
    """A desk that keeps the request knows the letter's number; that does not make it its own."""
    _, rows = two(town)
    say(town, *printed(rows[0]))
    other = town.world.operator("bor", roles=(Role.PRINT_ROOM,))
    desk = town.world.desk_with(other)
    assert say(town, reconciled(rows[0]), desk=desk, by=other)[0]["reason"] == "letter.dead"
    auditor = town.world.operator("ida", roles=(Role.AUDITOR,))
    assert town.desk().sign_in(auditor).ok
    assert say(town, posted(), by=auditor)[0]["reason"] == "people.not_your_role"
    with town.engine.connect() as connection:
        assert connection.scalar(sa.select(letter.c.state).limit(1)) in {"printed", "waiting"}
