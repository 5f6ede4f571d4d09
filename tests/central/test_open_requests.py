"""A word between colleagues: who has the same request open, never a lock."""

from __future__ import annotations

from tests.central.desk import a_check


def two_desks(world):
    ana, bojan = world.operator("ana"), world.operator("bojan")
    return (world.desk_with(ana), ana), (world.desk_with(bojan), bojan)


def tell(desk, person, number="", **more):
    answer = desk.call("/v1/open", {"session": person.token, "number": number, **more})
    assert answer.ok, answer
    return answer.body


def test_the_second_desk_hears_who_has_it_open(world):
    """Where, who, and for how long; the first one heard nobody."""
    (first, ana), (second, bojan) = two_desks(world)
    waiting = world.submit()
    assert tell(first, ana, waiting.number)["operator"] == ""
    world.clock.advance(minutes=2)
    said = tell(second, bojan, waiting.number)
    assert (said["operator"], said["counter"], said["office"]) == ("Ana Novak", "1", "Ljubljana")
    assert said["since_s"] == 120


def test_it_lapses_when_the_desk_goes_on_or_says_nothing_more(world):
    """One row a desk: the next request frees the one before, and time frees all."""
    (first, ana), (second, bojan) = two_desks(world)
    one, two = world.submit(), world.submit(tax_number="50223054")
    tell(first, ana, one.number)
    tell(first, ana, two.number)
    assert tell(second, bojan, one.number)["operator"] == ""
    assert tell(second, bojan, two.number)["operator"] == "Ana Novak"
    tell(first, ana)
    assert tell(second, bojan, two.number)["operator"] == ""
    tell(first, ana, one.number)
    world.clock.advance(minutes=11)
    assert tell(second, bojan, one.number)["operator"] == ""


def test_whoever_takes_over_is_the_one_that_others_hear_of(world):
    (first, ana), (second, bojan) = two_desks(world)
    waiting = world.submit()
    tell(first, ana, waiting.number)
    assert tell(second, bojan, waiting.number, take_over=True)["operator"] == ""
    assert tell(first, ana, waiting.number)["operator"] == "Bojan Novak"


def test_it_is_in_nobodys_way(world):
    """A check of a request that is open elsewhere counts like any other."""
    (first, ana), (second, bojan) = two_desks(world)
    waiting = world.submit()
    tell(first, ana, waiting.number)
    second.seal(a_check(waiting), bojan)
    second.exchange()
    assert second.ruling()["outcome"] == "accepted"


def test_a_guessed_number_tells_nothing(world):
    """A desk hears only about what it keeps."""
    (first, ana), _ = two_desks(world)
    elsewhere = world.found("Maribor")
    far = world.operator("cene", office=elsewhere)
    third = world.desk_with(far, elsewhere)
    waiting = world.submit()
    tell(first, ana, waiting.number)
    assert tell(third, far, waiting.number)["operator"] == ""
    assert tell(third, far, "R-2222-222")["operator"] == ""


def test_without_a_session_nobody_is_told_anything(world):
    desk = world.desk()
    answer = desk.call("/v1/open", {"session": "x", "number": world.submit().number})
    assert not answer.ok
