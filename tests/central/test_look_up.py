"""Look-up across offices: by few keys, with a purpose, and the same answer for nothing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from ra_desk.central.look_up import watched
from ra_desk.central.offices import set_policy
from ra_desk.central.pass_requests import happen
from ra_desk.central.tables import event, look_up
from ra_desk.domain.life import Event
from ra_desk.domain.people import Role
from ra_desk.domain.policy import Policy
from tests.central.desk import a_check


@pytest.fixture
def scene(world):
    """A clerk in Ljubljana, and a request of Maribor."""
    far = world.found("Maribor")
    ana = world.operator()
    desk = world.desk_with(ana)
    return desk, ana, world.submit(office=far), far


def looked(desk, person, **key):
    said = {"session": person.token, "purpose": "client_at_counter", **key}
    return desk.call("/v1/look-up", said)


@pytest.mark.parametrize(
    "key",
    [
        {"key": "tax_number", "tax_number": "15012557"},
        {"key": "tax_number", "tax_number": "SI 15012557"},
        {
            "key": "name_and_birth_date",
            "tokens": ["znidar", "MAJ"],
            "birth_date": date(1990, 5, 17).isoformat(),
        },
    ],
)
def test_a_request_of_another_office_is_found_by_its_keys(scene, key):
    """The client stands at this counter, wherever the request was meant to go."""
    desk, ana, waiting, _ = scene
    answer = looked(desk, ana, **key)
    assert answer.body["count"] == 1
    assert answer.body["requests"][0]["number"] == waiting.number


def test_a_request_is_found_by_its_number_as_typed(scene):
    """With or without hyphens."""
    desk, ana, waiting, _ = scene
    typed = waiting.number.replace("-", " ").lower()
    assert looked(desk, ana, key="number", number=typed).body["count"] == 1


@pytest.mark.parametrize(
    "key",
    [
        {"key": "tax_number", "tax_number": "59082437"},
        {"key": "tax_number", "tax_number": "15012558"},
        {"key": "number", "number": "R-2222-222"},
        {"key": "number", "number": "O"},
        {
            "key": "name_and_birth_date",
            "tokens": ["novak"],
            "birth_date": date(1990, 5, 17).isoformat(),
        },
        {
            "key": "name_and_birth_date",
            "tokens": ["znidarsic"],
            "birth_date": date(1990, 5, 18).isoformat(),
        },
    ],
)
def test_nothing_found_is_an_empty_answer(scene, key):
    """Not there, impossible and mistyped look the same."""
    desk, ana, _, _ = scene
    answer = looked(desk, ana, **key)
    assert (answer.status, answer.body["requests"], answer.body["count"]) == (200, [], 0)


@pytest.mark.parametrize(
    "key",
    [
        {"key": "name", "tokens": ["znidarsic"]},
        {"key": "name_and_birth_date", "tokens": ["znidarsic"]},
        {"key": "name_and_birth_date", "birth_date": date(1990, 5, 17).isoformat()},
        {
            "key": "name_and_birth_date",
            "tokens": ["-", "' %"],
            "birth_date": date(1990, 5, 17).isoformat(),
        },
        {"key": "document"},
        {"key": "number", "tax_number": "15012557"},
        {"key": "shoe_size"},
        {"key": "number", "number": "R-2222-222", "purpose": "curiosity"},
    ],
)
def test_a_name_alone_is_not_enough(scene, key):
    """Nobody leafs through the citizens of the country."""
    desk, ana, _, _ = scene
    answer = looked(desk, ana, **key)
    assert (answer.status, answer.code) == (403, "look_up.incomplete")


def test_a_look_up_leaves_its_purpose_and_not_its_value(world, scene):
    """The record says who, when, by what and why."""
    desk, ana, _, _ = scene
    looked(desk, ana, key="tax_number", tax_number="15012557", purpose="client_on_phone")
    with world.parts.engine.connect() as connection:
        noted = connection.execute(sa.select(look_up)).one()
    assert (noted.operator, noted.desk, noted.hits) == (ana.id, desk.id, 1)
    assert (noted.key, noted.purpose, noted.at) == (
        "tax_number",
        "client_on_phone",
        world.clock(),
    )
    assert "15012557" not in str(noted)


def test_what_was_looked_up_stays_in_the_feed_of_the_desk(world, scene):
    """Central and desk show the same of it from now on."""
    desk, ana, waiting, far = scene
    desk.pull()
    assert desk.rows == {}
    looked(desk, ana, key="number", number=waiting.number)
    clerk = world.operator("zoja", office=far)
    there = world.desk_with(clerk, far)
    there.seal(a_check(waiting), clerk)
    there.exchange()
    desk.exchange()
    assert desk.rows[waiting.number]["decision"]["operator_name"] == "Zoja Novak"


def test_at_most_eight_are_shown_and_a_hundred_counted(world, scene):
    """Soonest to lapse first."""
    desk, ana, first, _ = scene
    for _ in range(9):
        world.clock.advance(minutes=1)
        world.submit()
    answer = looked(desk, ana, key="tax_number", tax_number="15012557")
    assert (len(answer.body["requests"]), answer.body["count"]) == (8, 10)
    assert answer.body["requests"][0]["number"] == first.number


def test_a_closed_request_is_found_for_a_week(world, scene):
    """Long enough to say what became of it."""
    desk, ana, waiting, _ = scene
    with world.parts.engine.begin() as connection:
        happen(connection, waiting.number, Event.CITIZEN_WITHDREW, at=world.clock())
    assert looked(desk, ana, key="number", number=waiting.number).body["count"] == 1
    world.clock.advance(days=7)
    assert desk.sign_in(ana, jwk=type(ana.key).generate().public.jwk()).ok
    assert looked(desk, ana, key="number", number=waiting.number).body["count"] == 0


def test_a_session_belongs_to_its_desk_and_its_day(world, scene):
    """A token that was carried away opens nothing."""
    desk, ana, waiting, _ = scene
    said = {"key": "number", "number": waiting.number}
    assert looked(world.desk(), ana, **said).code == "sign_in.session_over"
    world.clock.advance(hours=10)
    answer = looked(desk, ana, **said)
    assert (answer.status, answer.code) == (401, "sign_in.session_over")


def test_an_auditor_looks_at_journals_and_not_at_citizens(world, scene):
    """Who may look people up is a rule about roles."""
    rok = world.operator("rok", roles=(Role.AUDITOR,))
    answer = looked(world.desk_with(rok), rok, key="number", number="R-2222-222")
    assert answer.code == "people.not_your_role"


def test_many_look_ups_without_a_check_are_noted_for_review(world, scene):
    """Once a day, and not for whoever works with what they find."""
    desk, ana, waiting, _ = scene
    with world.parts.engine.begin() as connection:
        set_policy(connection, world.office, Policy(look_ups_without_check=2))

    def noted():
        found = sa.select(event).where(event.c.kind == "review.many_look_ups")
        with world.parts.engine.connect() as connection:
            return connection.execute(found).all()

    for _ in range(3):
        looked(desk, ana, key="number", number=waiting.number)
    [one] = noted()
    assert (one.subject, one.facts["count"]) == (ana.id, 2)
    world.clock.advance(hours=24)
    assert desk.sign_in(ana, jwk=type(ana.key).generate().public.jwk()).ok
    desk.seal(a_check(waiting), ana)
    assert desk.exchange().ok
    for _ in range(3):
        looked(desk, ana, key="number", number=waiting.number)
    assert len(noted()) == 1
    assert timedelta(0) < world.clock() - one.at
    looked(desk, ana, key="number", number=waiting.number)
    assert [row.facts["count"] for row in noted()[1:]] == [4]  # one check, and no end of reading
    looked(desk, ana, key="number", number=waiting.number)
    assert len(noted()) == 2
    assert [(one.name, one.count) for one in watched(world.parts)] == [
        ("Ana Novak", 4),
        ("Ana Novak", 2),
    ]
