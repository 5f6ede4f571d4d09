"""A relay with its authority, and a small central that mails codes through it."""

from __future__ import annotations

import secrets
from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from ra_desk.demo.authority import Authority
from tests.central.dispatch.mail_world import World, codes
from tests.central.dispatch.relay import Relay, Sink


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """The authority that the relay's certificate comes from."""
    return Authority.new(tmp_path_factory.mktemp("ca"), "Relay authority")


@pytest.fixture
def sink() -> Sink:
    """What the relay took."""
    return Sink()


@pytest.fixture
def world(engine: sa.Engine, database, authority: Authority, sink: Sink) -> Iterator[World]:
    """The small central's secrets and addresses; its relay is up."""
    codes.metadata.create_all(engine)
    with Relay(sink, tls=authority.server_context("127.0.0.1")) as relay:
        yield World(
            url=database.url,
            database_key=database.key,
            box_key=secrets.token_bytes(32),
            pepper=secrets.token_bytes(32),
            ca_file=str(authority.file),
            port=relay.port,
        )
