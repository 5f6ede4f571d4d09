"""The change feed: gap-free, in pages, with a mark that never says too much or too little."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from ra_desk.central.app import create_app
from ra_desk.central.database import current_xid
from ra_desk.central.pass_requests import happen, submit
from ra_desk.central.tables import letter, request
from ra_desk.domain.activation import ALPHABET, check_sign, new_letter_number
from ra_desk.domain.life import Event
from tests.central.desk import World, a_check, a_request, served


def some(world, count, *, at=None):
    """Put many requests into the database, in one transaction."""
    made = []
    with world.parts.engine.begin() as connection:
        for n in range(count):
            signs = "".join(ALPHABET[n // 26**place % 26] for place in range(5, -1, -1))
            whole = signs + check_sign(signs)
            made.append(
                replace(
                    a_request(office=world.office, at=at or world.clock()),
                    number=f"R-{whole[:4]}-{whole[4:]}",
                )
            )
            submit(
                connection,
                made[-1],
                digests=world.parts.digests,
                language="sl",
                at=world.clock(),
            )
    return made


def test_twenty_five_hundred_changes_come_in_three_pages(world):
    """Each once, in order; the mark moves with the last page and not before."""
    ana = world.operator()
    desk = world.desk_with(ana)
    made = some(world, 2500)
    desk.seal(a_check(made[0]), ana)
    answers = desk.pull()
    assert [len(a.body["requests"]) for a in answers] == [1000, 1000, 500]
    assert [a.body["more"] for a in answers] == [True, True, False]
    assert [a.body["reflected"] for a in answers] == [0, 0, 1]
    told = [row["number"] for a in answers for row in a.body["requests"]]
    assert sorted(told) == sorted(one.number for one in made)
    assert desk.rows[made[0].number]["stage"] == "identified"
    assert desk.exchange().body["requests"] == []


def test_a_change_between_two_pages_is_told(world):
    """A page is a picture of its own; nothing may fall between two of them."""
    parts = replace(world.parts, page_size=2)
    with served(create_app(parts)) as line:
        small = World(parts=parts, line=line, clock=world.clock, office=world.office)
        desk = small.desk()
        made = some(world, 5)
        assert desk.exchange().body["more"]
        with world.parts.engine.begin() as connection:
            happen(connection, made[0].number, Event.CITIZEN_WITHDREW, at=world.clock())
            happen(connection, made[4].number, Event.CITIZEN_WITHDREW, at=world.clock())
        desk.pull()
        assert {n: row["stage"] for n, row in desk.rows.items()} == {
            one.number: "withdrawn" if one in (made[0], made[4]) else "submitted" for one in made
        }


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_with_an_older_transaction_open_no_checked_person_reappears(world):
    """Rows and mark are cut at the same horizon: the desk goes on projecting its own check.

    With the mark of the plain snapshot the row would come late, and until then the desk would
    show the checked person as waiting.
    """
    ana = world.operator()
    desk = world.desk_with(ana)
    waiting = world.submit()
    desk.pull()
    assert desk.rows[waiting.number]["stage"] == "submitted"
    with world.parts.engine.connect() as older:
        current_xid(older)
        desk.seal(a_check(waiting), ana)
        answer = desk.exchange()
        assert answer.body["requests"] == []
        assert answer.body["rulings"][0]["outcome"] == "accepted"
        assert (answer.body["reflected"], answer.body["more"]) == (0, False)
        older.rollback()
    answer = desk.exchange()
    assert desk.rows[waiting.number]["stage"] == "identified"
    assert answer.body["reflected"] == 1


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_change_that_was_begun_before_and_ended_after_a_pull_is_told(world):
    """Its number is lower than what the desk has seen; the horizon has waited for it."""
    desk = world.desk()
    with world.parts.engine.connect() as older:
        slow = a_request(office=world.office, at=world.clock())
        submit(older, slow, digests=world.parts.digests, language="sl", at=world.clock())
        quick = world.submit()
        desk.pull()
        assert desk.rows == {}
        older.commit()
    desk.pull()
    assert set(desk.rows) == {slow.number, quick.number}


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_the_mark_stays_before_an_entry_whose_row_was_changed_above_the_horizon(world):
    """The row is not delivered although it holds the entry's effect."""
    ana = world.operator()
    desk = world.desk_with(ana)
    first, second = world.submit(), world.submit()
    desk.pull()
    with world.parts.engine.connect() as older:
        current_xid(older)
        desk.seal(a_check(first), ana)
        desk.seal(a_check(second), ana)
        lost = desk.copy()
        assert lost.exchange().body["reflected"] == 0
        older.rollback()
    with world.parts.engine.connect() as newer:
        current_xid(newer)
        with world.parts.engine.begin() as connection:
            happen(connection, second.number, Event.CITIZEN_WITHDREW, at=world.clock())
        answer = desk.exchange()
        assert [row["number"] for row in answer.body["requests"]] == [first.number]
        assert answer.body["reflected"] == 1
        newer.rollback()
    assert desk.exchange().body["reflected"] == 2
    assert desk.rows[second.number]["stage"] == "withdrawn"


def test_a_refused_check_brings_the_request_as_it_stands(world):
    """The desk that was second sees who was first, also in another office."""
    ana, boris = world.operator(), world.operator("boris")
    far = world.found("Maribor")
    cilka = world.operator("cilka", office=far)
    here, there = world.desk_with(ana), world.desk_with(cilka, far)
    waiting = world.submit()
    here.seal(a_check(waiting), ana)
    here.exchange()
    there.seal(a_check(waiting), cilka)
    answer = there.exchange()
    assert there.ruling()["facts"]["operator"] == "Ana Novak"
    assert [row["number"] for row in answer.body["requests"]] == [waiting.number]
    assert answer.body["reflected"] == 1
    with world.parts.engine.begin() as connection:
        happen(connection, waiting.number, Event.CITIZEN_WITHDREW, at=world.clock())
    there.exchange()
    assert there.rows[waiting.number]["stage"] == "withdrawn"
    assert boris.token == ""


def test_a_desk_hears_of_its_own_office_only(world):
    """Nobody keeps citizens whom nobody there has asked for."""
    far = world.found("Maribor")
    ours = world.submit()
    world.submit(office=far)
    desk = world.desk()
    desk.pull()
    assert set(desk.rows) == {ours.number}


def test_a_closed_request_is_told_once_and_not_to_a_desk_that_begins_later(world):
    """Whoever kept it must drop it; a new desk never needs it."""
    early = world.desk()
    waiting = world.submit()
    early.pull()
    with world.parts.engine.begin() as connection:
        happen(connection, waiting.number, Event.LAPSED, at=world.clock())
    told = [row["number"] for a in early.pull() for row in a.body["requests"]]
    assert told == [waiting.number]
    assert early.exchange().body["requests"] == []
    late = world.desk()
    late.pull()
    assert late.rows == {}


def test_a_sealed_letter_goes_to_its_desk_until_it_is_dead(world):
    """Told once, withdrawn once; another desk never hears of it."""
    desk, other = world.desk(prints=True), world.desk()
    waiting = world.submit()
    number, now = new_letter_number(), world.clock()
    with world.parts.engine.begin() as connection:
        connection.execute(
            letter.insert().values(
                number=number,
                request=waiting.number,
                desk=desk.id,
                state="waiting",
                box=b"\x00box",
                ordered_at=now,
                expires_at=now + timedelta(days=7),
                xid=current_xid(connection),
            )
        )
    [told] = desk.pull()[-1].body["letters"]
    assert (told["number"], told["box"]) == (number, "AGJveA")
    assert told["request"]["number"] == waiting.number
    assert other.pull()[-1].body["letters"] == []
    assert desk.exchange().body["letters"] == []
    with world.parts.engine.begin() as connection:
        connection.execute(
            letter.update().values(state="dead", box=None, xid=current_xid(connection))
        )
    assert desk.exchange().body["dead_letters"] == [number]
    assert desk.exchange().body["dead_letters"] == []


def test_rulings_come_again_until_the_desk_says_that_it_has_them(world):
    """The desk names the last ruling that it has stored."""
    ana = world.operator()
    desk = world.desk_with(ana)
    desk.seal(a_check(world.submit()), ana)
    lost = desk.copy()
    assert len(lost.exchange().body["rulings"]) == 1
    assert len(desk.exchange().body["rulings"]) == 1
    assert desk.exchange().body["rulings"] == []


def test_a_reply_says_what_the_desk_works_by(world):
    """Policy and the names of its operators come with every exchange."""
    ana = world.operator()
    answer = world.desk().exchange()
    assert answer.body["operator_names"] == {ana.id: "Ana Novak"}
    assert answer.body["policy"]["hold_s"] == 8
    with world.parts.engine.connect() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(request)) == 0
