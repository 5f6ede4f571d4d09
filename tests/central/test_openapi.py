"""The committed description of central's interface is the one that central has."""

from __future__ import annotations

import json
from pathlib import Path

from ra_desk.central.openapi import description

COMMITTED = Path(__file__).parents[2] / "packaging" / "central" / "openapi.json"


def test_the_committed_description_is_that_of_the_code():
    """Who builds against central reads this file; `packaging/build.py openapi` renews it."""
    assert COMMITTED.read_text(encoding="utf-8") == description()


def test_the_description_names_every_way_in():
    """Desks, citizens and whoever watches; nothing else is there."""
    paths = set(json.loads(description())["paths"])
    assert {"/v1/enrol", "/v1/sign-in", "/v1/exchange", "/v1/look-up", "/v1/health"} <= paths
    assert all(path.startswith("/v1/") for path in paths)
    assert {path for path in paths if path.startswith("/v1/citizen/")} == {
        "/v1/citizen/accounts",
        "/v1/citizen/code",
        "/v1/citizen/code/again",
        "/v1/citizen/offices",
        "/v1/citizen/one-time-password",
        "/v1/citizen/phone",
        "/v1/citizen/phone/again",
        "/v1/citizen/phones",
        "/v1/citizen/requests",
        "/v1/citizen/requests/{number}/withdrawal",
        "/v1/citizen/sessions",
        "/v1/citizen/terms",
    }
