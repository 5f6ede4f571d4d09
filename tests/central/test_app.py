"""Central over HTTP apart from its calls: health, what is not there, and a demo of its own."""

from __future__ import annotations

from dataclasses import replace

from ra_desk.central.app import create_app
from ra_desk.domain.facts import SessionOpened
from tests.central.desk import World, served


def test_health_says_that_the_database_answers(world):
    """For whoever watches over it; nothing about what is inside."""
    answer = world.line.get("/v1/health")
    assert (answer.status_code, answer.json()) == (200, {"ok": True, "protocol": 1})


def test_what_is_not_there_is_a_problem_like_any_other(world):
    """No pages with versions and stack traces."""
    for path, status in (("/nowhere", 404), ("/docs", 404), ("/openapi.json", 404)):
        answer = world.line.get(path)
        assert (answer.status_code, answer.json()["code"]) == (status, f"http.{status}")
    assert world.line.get("/v1/exchange").status_code == 405


def test_a_demo_files_its_own_entries_and_no_real_ones(world):
    """The mark is inside each signed entry."""
    parts = replace(world.parts, demo=True)
    with served(create_app(parts)) as line:
        demo = World(parts=parts, line=line, clock=world.clock, office=world.office)
        ana = demo.operator()
        desk = demo.desk_with(ana)
        desk.seal(SessionOpened(online=True), ana)
        assert desk.exchange().ok
        desk.seal(SessionOpened(online=True), ana, demo=False)
        assert desk.exchange().body["facts"] == {"reason": "desk.demo_mixed"}
