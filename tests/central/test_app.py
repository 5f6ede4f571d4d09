"""Central over HTTP apart from its calls: health, what is not there, and a demo of its own."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fastapi import APIRouter

from ra_desk.central.app import create_app
from ra_desk.central.tables import desk_request
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


def test_a_body_that_never_ends_is_refused_by_its_name(world):
    """It says no length, so it is counted as it comes."""
    answer = world.line.post("/v1/look-up", content=(bytes(1 << 20) for _ in range(10)))
    assert (answer.status_code, answer.json()["code"]) == (413, "call.too_large")


def test_a_failure_that_nobody_foresaw_is_told_without_a_word_of_it(
    world, caplog: pytest.LogCaptureFixture
):
    """A database repeats what it does not take, and a log is read by people who may not."""
    routes = APIRouter()

    @routes.get("/twice")
    def twice() -> None:
        row = {"desk": "Zupan", "request": "Maja", "at": world.clock()}
        with world.parts.engine.begin() as connection:
            connection.execute(desk_request.insert(), row)
            connection.execute(desk_request.insert(), row)

    with served(create_app(world.parts, routes)) as line:
        answer = line.get("/twice")
    assert (answer.status_code, answer.json()["code"]) == (500, "central.busy")
    assert "IntegrityError at " in caplog.text
    assert "ra_desk.central.api.problems:" in caplog.text
    assert "Maja" not in caplog.text + answer.text
    assert "Zupan" not in caplog.text + answer.text


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
