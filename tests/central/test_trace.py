"""Who dealt with a citizen: over all desks, for audit alone, with a purpose that is filed."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from ra_desk.central.tables import event
from ra_desk.domain.facts import Purpose, RequestViewed
from ra_desk.domain.people import Role

PURPOSE = "Zahtevek posameznice, zadeva 0921-4/2026"


@pytest.fixture
def scene(world):
    """A clerk who viewed a request, and an auditor at another desk."""
    ana, tine = world.operator(), world.operator("tine", roles=(Role.AUDITOR,))
    first, second = world.desk_with(ana), world.desk_with(tine)
    waiting = world.submit()
    first.seal(RequestViewed(request=waiting.number, purpose=Purpose.CLIENT_AT_COUNTER), ana)
    assert first.exchange().ok
    return first, second, ana, tine, waiting


def traced(desk, person, purpose=PURPOSE, **key):
    return desk.call("/v1/trace", {"session": person.token, "purpose": purpose, **key})


@pytest.mark.parametrize("key", ["number", "tax_number"])
def test_entries_of_other_desks_are_found_by_either_number(scene, key):
    """With who, what, when and where; nothing about the citizen but the request's number."""
    _, desk, _, tine, waiting = scene
    value = waiting.number if key == "number" else "SI 15012557"
    answer = traced(desk, tine, **{key: value})
    assert answer.body["requests"] == [waiting.number]
    [view] = [one for one in answer.body["traces"] if one["kind"] == "request_viewed/1"]
    assert view["request"] == waiting.number
    assert view["operator"]
    assert view["office"]
    assert view["seq"] == 1
    assert "15012557" not in str(answer.body)


def test_the_question_is_in_the_next_answer(scene, engine):
    """Central writes it down itself, with its purpose: a desk might keep its own entry back."""
    _, desk, _, tine, waiting = scene
    traced(desk, tine, number=waiting.number)
    again = traced(desk, tine, number=waiting.number)
    [asked] = [one for one in again.body["traces"] if one["kind"] == "event:journal.traced"]
    assert asked["operator"]
    with engine.connect() as connection:
        kept = connection.execute(
            sa.select(event).where(event.c.kind == "journal.traced").order_by(event.c.at)
        ).mappings()
        purposes = [row["facts"]["purpose"] for row in kept]
    assert purposes == [PURPOSE, PURPOSE]


def test_nobody_found_is_an_empty_answer_and_noted_all_the_same(scene, engine):
    _, desk, _, tine, _ = scene
    answer = traced(desk, tine, tax_number="59082437")
    assert (answer.body["requests"], answer.body["count"]) == ([], 0)
    with engine.connect() as connection:
        subject = connection.scalar(
            sa.select(event.c.subject).where(event.c.kind == "journal.traced")
        )
    assert subject == tine.id


def test_a_look_up_is_told_as_such(scene, world):
    """A desk that was given the request had it in front of somebody."""
    _, desk, _, tine, _ = scene
    far = world.submit(office=world.found("Maribor"), tax_number="59082437")
    clerk = world.operator("eva")
    world.desk_with(clerk).call(
        "/v1/look-up",
        {
            "session": clerk.token,
            "purpose": "client_at_counter",
            "key": "number",
            "number": far.number,
        },
    )
    kinds = [one["kind"] for one in traced(desk, tine, number=far.number).body["traces"]]
    assert "event:desk.kept" in kinds


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"purpose": "nadzor"}, "audit.purpose_missing"),
        ({"number": ""}, "look_up.incomplete"),
        ({"tax_number": "15012557"}, "look_up.incomplete"),
    ],
)
def test_a_question_without_purpose_or_with_two_keys_is_refused(scene, engine, change, code):
    """Nothing is told, and nothing is written."""
    _, desk, _, tine, waiting = scene
    answer = traced(desk, tine, **({"number": waiting.number} | change))
    assert answer.code == code
    with engine.connect() as connection:
        assert not connection.execute(
            sa.select(event).where(event.c.kind == "journal.traced")
        ).first()


def test_clerks_and_those_who_have_left_do_not_ask(scene, world):
    first, desk, ana, tine, waiting = scene
    assert traced(first, ana, number=waiting.number).code == "people.not_your_role"
    world.clock.advance(days=2)
    assert traced(desk, tine, number=waiting.number).code == "sign_in.session_over"
