"""Codes by post: sealed to the desk that prints, alive from printing, replaced when spoilt."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from ra_desk.central.retention import sweep
from ra_desk.central.tables import letter
from ra_desk.domain.activation import Channel, parse_code
from ra_desk.domain.facts import LetterPrinted, LetterPrintStarted, LetterSpoilt, SpoiltReason
from ra_desk.journal.box import BoxContext, BoxKey, BoxUnreadable
from ra_desk.journal.canonical import digest, unb64
from tests.central.citizens.town import Citizen, Town

ABROAD = {
    "street": "Hauptstraße",
    "house_number": "7",
    "settlement": "Villach",
    "postcode": "9500",
    "post": "Villach",
    "country": "AT",
}


def ordered(town: Town, **other) -> tuple[Citizen, str]:
    """Bring a request to its letter."""
    maja = town.citizen()
    number = maja.submit(**other).json()["number"]
    town.check(number, channel=Channel.POST, channel_reason="no e-mail at hand")
    assert town.carry_out() == []
    return maja, number


def letters(town: Town) -> list:
    with town.engine.connect() as connection:
        return list(connection.execute(sa.select(letter).order_by(letter.c.ordered_at)))


def context(row) -> BoxContext:
    return BoxContext(
        item=row.number, request=row.request, recipient=row.desk, expires=row.expires_at
    )


def opened(town: Town, row) -> str:
    key = town.box_keys[row.desk]
    return key.open(bytes(row.box), context(row), at=town.world.clock()).reveal()


def report(town: Town, fact: type, row, **fields) -> dict:
    """Let the desk say what became of a letter; return the ruling."""
    desk = town.desk()
    if fact is not LetterSpoilt:
        fields |= {"box_digest": digest(bytes(row.box or b"x")), "printer": "tray"}
    desk.seal(fact(request=row.request, letter=row.number, **fields), town.clerk)
    assert desk.exchange().ok
    return desk.ruling()


@pytest.mark.requirement("S0-24")
def test_only_the_desk_that_prints_can_open_the_box(town: Town):
    """Not another desk, not for another letter, request or day; and central keeps no code."""
    _, number = ordered(town)
    (row,) = letters(town)
    code = opened(town, row)
    assert parse_code(code).reveal() == code
    with pytest.raises(BoxUnreadable):
        BoxKey.generate().open(bytes(row.box), context(row), at=town.world.clock())
    other = context(row)
    for wrong in ({"item": "L-2222-2222"}, {"request": "R-2222-222"}, {"recipient": "x"}):
        fields = {
            name: getattr(other, name) for name in ("item", "request", "recipient", "expires")
        }
        with pytest.raises(BoxUnreadable):
            town.box_keys[row.desk].open(
                bytes(row.box), BoxContext(**fields | wrong), at=town.world.clock()
            )
    (kept,) = town.codes(number)
    assert (kept.box, kept.letter, kept.valid_until) == (None, row.number, None)
    assert code not in str(kept) + str(row)
    town.desk().pull()
    (told,) = [one for one in town.told_letters() if one["number"] == row.number]
    assert told["request"]["number"] == number
    assert unb64(told["box"], what="box") == bytes(row.box)


@pytest.mark.parametrize(
    ("address", "days"), [({}, 21), ({"address": ABROAD}, 30)], ids=["home", "abroad"]
)
def test_a_printed_code_is_good_for_21_days_and_abroad_for_30(town: Town, address: dict, days: int):
    """Counted from the printing as central files it."""
    maja, _ = ordered(town, **address)
    (row,) = letters(town)
    code = opened(town, row)
    assert maja.redeem(code).json()["code"] == "activation_code.not_yet"
    report(town, LetterPrintStarted, row)
    assert report(town, LetterPrinted, row, pages=1)["outcome"] == "accepted"
    (printed,) = letters(town)
    assert (printed.state, printed.box) == ("printed", None)
    town.world.clock.advance(days=days, seconds=-1)
    maja.sign_in()
    assert maja.redeem("2" * 12).status_code == 403
    town.world.clock.advance(seconds=1)
    assert maja.redeem(code).json()["code"] == "activation_code.expired"


def test_a_printed_code_is_redeemed(town: Town):
    """The whole way by post."""
    maja, _ = ordered(town)
    (row,) = letters(town)
    code = opened(town, row)
    report(town, LetterPrinted, row, pages=1)
    assert maja.redeem(code).json()["stage"] == "redeemed"


def test_after_a_spoilt_letter_comes_another_with_another_code(town: Town):
    """The old letter is dead, whoever has it; a reprint is a new code."""
    maja, _ = ordered(town)
    (first,) = letters(town)
    old = opened(town, first)
    assert report(town, LetterSpoilt, first, reason=SpoiltReason.JAM)["outcome"] == "accepted"
    town.world.clock.advance(minutes=1)
    assert town.carry_out() == []
    dead, second = letters(town)
    assert (dead.number, dead.state, dead.box) == (first.number, "dead", None)
    assert second.number != first.number
    new = opened(town, second)
    assert new != old
    late = report(town, LetterPrinted, first, pages=1)
    assert (late["outcome"], late["reason"]) == ("refused", "letter.dead")
    report(town, LetterPrinted, second, pages=1)
    assert maja.redeem(old).json()["code"] == "activation_code.wrong"
    assert maja.redeem(new).json()["stage"] == "redeemed"


def test_a_letter_made_twice_is_made_once(town: Town):
    """The worker may die after the letter is written and before it says so."""
    _, number = ordered(town)
    with town.engine.connect() as connection:
        row = connection.execute(sa.text("SELECT id FROM outbox WHERE kind = 'order_code'")).one()
    town.handlers["order_code"](row.id, number)
    assert len(letters(town)) == 1


def test_two_orders_of_one_letter_make_one(town: Town):
    """A sheet that is being printed is not taken back because its order lay there twice."""
    maja, number = ordered(town)
    (row,) = letters(town)
    with town.engine.begin() as connection:
        town.world.parts.outbox.put(connection, kind="order_code", subject=number)
    code = opened(town, row)
    assert town.carry_out() == []
    assert [one.number for one in letters(town)] == [row.number]
    assert report(town, LetterPrinted, row, pages=1)["outcome"] == "accepted"
    assert maja.redeem(code).json()["stage"] == "redeemed"


def test_a_letter_that_nobody_prints_is_replaced(town: Town):
    """Its box dies with it: what cannot be printed any more shall not be opened either."""
    _, number = ordered(town)
    (first,) = letters(town)
    town.world.clock.advance(days=14)
    assert sweep(town.parts).letters_replaced == 1
    assert sweep(town.parts).letters_replaced == 0
    assert town.carry_out() == []
    dead, second = letters(town)
    assert (dead.number, dead.state, dead.box) == (first.number, "dead", None)
    assert second.state == "waiting"
    assert [row.dead_at is None for row in town.codes(number)] == [False, True]


def test_a_citizen_gets_another_letter_only_when_the_first_has_expired(town: Town):
    """Two living letters in the post would be one too many."""
    maja, _ = ordered(town)
    (row,) = letters(town)
    report(town, LetterPrinted, row, pages=1)
    assert maja.call("POST", "/code/again").json()["code"] == "activation_code.still_good"
    town.world.clock.advance(days=21)
    maja.sign_in()
    assert maja.call("POST", "/code/again").status_code == 202
    late = report(town, LetterPrinted, row, pages=1)
    assert late["reason"] == "letter.dead"
    assert town.carry_out() == []
    assert len(letters(town)) == 2
