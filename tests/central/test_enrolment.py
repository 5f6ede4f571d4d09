"""Enrolment: one token, one desk, and a key that the desk can pin beforehand."""

from __future__ import annotations

import secrets

import pytest
import sqlalchemy as sa

from ra_desk.central.acts import perform
from ra_desk.central.dispatch.outbox import outbox
from ra_desk.central.enrolment import create_enrol_token
from ra_desk.central.offices import OfficeUnknown, print_station
from ra_desk.central.tables import code, enrol_token, letter, proof_jti, request
from ra_desk.domain.access import EnrolmentRefused
from ra_desk.domain.administration import BlockDesk
from ra_desk.domain.people import OfficeId
from ra_desk.journal.canonical import b64
from ra_desk.journal.keys import SigningKey
from ra_desk.wire.enrolment_code import read_enrolment_code
from tests.central.desk import Desk


@pytest.fixture
def fresh(world):
    return Desk(parts=world.parts, line=world.line, clock=world.clock)


def a_code(world, **other):
    return create_enrol_token(world.parts, office=world.office, counter="2", **other)


def test_the_code_says_where_central_is_and_whose_word_counts(world, fresh):
    """The desk pins the key before it has heard a word; the reply is signed by it."""
    said = read_enrolment_code(a_code(world).reveal())
    assert (said.url, said.kid) == (world.parts.public_url, world.parts.key.kid)
    answer = fresh.enrol(a_code(world))
    assert answer.ok
    assert answer.body["central_jwk"]["kid"] == said.kid
    assert (answer.body["counter"], answer.body["epoch"], answer.body["demo"]) == ("2", 1, False)
    assert answer.body["office"]["name"] == "Ljubljana"


def test_a_code_may_be_broken_into_lines(world):
    """It is carried on paper or in a message."""
    text = a_code(world).reveal()
    folded = f"  {text[:40]}\n{text[40:]} \n"
    assert read_enrolment_code(folded) == read_enrolment_code(text)


@pytest.mark.parametrize("text", ["", "?", "bm8", "e30", "žžž", "WzFd"])
def test_what_is_no_code_is_refused(text):
    """Also what is base64 of something else."""
    with pytest.raises(EnrolmentRefused):
        read_enrolment_code(text)


def test_a_token_is_used_once(world, fresh):
    """Whoever comes second has found a used piece of paper."""
    code_text = a_code(world)
    assert fresh.enrol(code_text).ok
    second = Desk(parts=world.parts, line=world.line, clock=world.clock)
    refused = second.enrol(code_text)
    assert (refused.status, refused.code) == (403, "enrolment.refused")


def test_a_token_lapses_after_a_day(world, fresh):
    """And is stored as a digest only."""
    made = a_code(world)
    with world.parts.engine.connect() as connection:
        stored = connection.execute(sa.select(enrol_token)).one()
    assert read_enrolment_code(made.reveal()).token.reveal() not in str(stored)
    world.clock.advance(hours=24)
    assert fresh.enrol(made).code == "enrolment.refused"


def test_a_key_is_enrolled_once(world, fresh):
    """A copied key would be two desks."""
    assert fresh.enrol(a_code(world)).ok
    twin = Desk(parts=world.parts, line=world.line, clock=world.clock, key=fresh.key)
    assert twin.enrol(a_code(world)).code == "enrolment.refused"


@pytest.mark.parametrize(
    "change",
    [
        {"token": "invented"},
        {"jwk": {"kty": "EC"}},
        {"box_key": "short"},
        {"box_key": b64(bytes(31))},
        {"box_key": "=?"},
    ],
)
def test_what_cannot_be_enrolled_leaves_the_token_good(world, fresh, change):
    """A slip costs no second way to the administrator."""
    made = a_code(world)
    assert fresh.enrol(made, **change).code == "enrolment.refused"
    with world.parts.engine.connect() as connection:
        assert connection.execute(sa.select(proof_jti)).first() is None  # a stranger writes nothing
    assert fresh.enrol(made).ok


def test_nobody_enrols_a_key_that_is_not_theirs(world, fresh):
    """The call must be proved by the very key."""
    stranger = SigningKey.generate()
    answer = fresh.enrol(a_code(world), jwk=stranger.public.jwk())
    assert answer.code == "journal.proof_refused"


def test_an_office_that_is_not_there_gets_no_desk(world):
    """The administrator hears of it at once."""
    with pytest.raises(OfficeUnknown):
        create_enrol_token(world.parts, office=OfficeId("nowhere"), counter="1")


def test_letters_are_sealed_to_the_desk_that_prints(world):
    """The one enrolled for it, else any; none in an office without desks."""
    with world.parts.engine.connect() as connection:
        assert print_station(connection, world.office, at=world.clock()) is None
    plain, printing = world.desk(), world.desk(prints=True)
    world.clock.advance(minutes=1)
    plain.exchange()
    with world.parts.engine.connect() as connection:
        found = print_station(connection, world.office, at=world.clock())
    assert found is not None
    assert found[0] == printing.id


def test_a_restored_desk_gets_new_codes_for_letters_it_cannot_open(world):
    """Its box key died with it; each letter that waited there is made anew."""
    desk = world.desk()
    waiting = world.submit()
    now = world.clock()
    with world.parts.engine.begin() as connection:
        connection.execute(
            letter.insert().values(
                number="L-2222-2222",
                request=waiting.number,
                desk=desk.id,
                state="waiting",
                box=b"box",
                ordered_at=now,
                expires_at=now,
                xid=0,
            )
        )
        connection.execute(
            code.insert().values(
                id="1",
                request=waiting.number,
                channel="post",
                digest="d",
                letter="L-2222-2222",
                box_expires_at=now,
                made_at=now,
            )
        )
        connection.execute(
            request.update().values(stage="code_ordered", channel="post", letter="L-2222-2222")
        )
    desk.key = SigningKey.generate()
    assert desk.enrol(a_code(world, restores=desk.id), box_key=b64(secrets.token_bytes(32))).ok
    with world.parts.engine.connect() as connection:
        assert connection.scalar(sa.select(letter.c.state)) == "dead"
        assert connection.scalar(sa.select(code.c.dead_at)) == now
        assert connection.scalar(sa.select(request.c.letter)) is None
        ordered = connection.execute(sa.select(outbox.c.kind, outbox.c.subject)).one()
    assert tuple(ordered) == ("order_code", waiting.number)


def test_what_was_given_out_before_a_block_lifts_it_not(world):
    """A desk is blocked because it was stolen, perhaps with the paper that lay beside it."""
    before = world.desk()
    papers = [a_code(world, restores=before.id) for _ in range(2)]
    with world.parts.engine.begin() as connection:
        act = BlockDesk(desk=before.id)
        perform(world.parts, connection, act, digest=None, by="admin", at=world.clock())
    for paper in papers:
        anew = Desk(parts=world.parts, line=world.line, clock=world.clock)
        assert anew.enrol(paper).code == "enrolment.refused"
    assert before.exchange().code == "desk.quarantined"
    first, second = a_code(world, restores=before.id), a_code(world, restores=before.id)
    anew = Desk(parts=world.parts, line=world.line, clock=world.clock)
    assert anew.enrol(first).ok
    thief = Desk(parts=world.parts, line=world.line, clock=world.clock)
    assert thief.enrol(second).code == "enrolment.refused"
    assert anew.exchange().ok
