"""A central at work and desks without a window, joined over real HTTP, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from ra_desk.demo.authority import Authority
from ra_desk.demo.loop import ServerLoop
from tests.central.conftest import (  # noqa: F401 - fixtures
    CentralDatabase,
    database,
    postgres,
    postgres_template,
    sqlite_template,
)
from tests.central.dispatch.relay import Sink
from tests.journeys.office import Office, an_office


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """Who vouches for the relay and for central."""
    return Authority.new(tmp_path_factory.mktemp("ca"), "Our authority")


@pytest.fixture(scope="session")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """Who vouches for somebody else."""
    return Authority.new(tmp_path_factory.mktemp("other-ca"), "Another authority")


@pytest.fixture
def office(
    database: CentralDatabase,  # noqa: F811 - the fixture
    authority: Authority,
    stranger: Authority,
    tmp_path: Path,
) -> Iterator[Office]:
    """A central with its relay, a line in TLS, and no desk yet."""
    with ExitStack() as open_:
        yield an_office(
            open_, database.url, database.key, authority, stranger, tmp_path, Sink(), ServerLoop()
        )
