"""A town around the world of a desk: citizens, a register and a relay with STARTTLS."""

from __future__ import annotations

import secrets
from collections.abc import Iterator

import pytest

from ra_desk.central.api.citizens import citizen_routes
from ra_desk.central.app import create_app
from ra_desk.central.citizen_parts import CitizenParts
from ra_desk.central.code_digest import CodeDigests
from ra_desk.central.dispatch.smtp import Mailer
from ra_desk.central.handlers import handlers
from ra_desk.central.person_register import RegisterInMemory
from ra_desk.central.tls import verified_tls
from ra_desk.demo.authority import Authority
from ra_desk.domain.policy import Service
from ra_desk.domain.secret import Secret
from ra_desk.journal.box import BoxKey
from tests.central.citizens.town import TERMS, Handsets, Town, registered
from tests.central.conftest import CentralDatabase
from tests.central.desk import World, served
from tests.central.dispatch.relay import Relay, Sink


@pytest.fixture(scope="session")
def relay_authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """The authority that the relay's certificate comes from."""
    return Authority.new(tmp_path_factory.mktemp("ca"), "Relay authority")


@pytest.fixture
def town(world: World, database: CentralDatabase, relay_authority: Authority) -> Iterator[Town]:
    """Central with everything around it; the desks' routes and the citizens' on one line."""
    register, mail_key, sink = RegisterInMemory([registered()]), BoxKey.generate(), Sink()
    handsets = Handsets()
    parts = CitizenParts(
        parts=world.parts,
        codes=CodeDigests({"1": Secret(secrets.token_bytes(32))}, present="1"),
        mail_box=mail_key.public,
        register=register,
        service=Service(portal="https://smspass.example"),
        terms_version=TERMS,
        gateway=handsets,
    )
    with Relay(sink, tls=relay_authority.server_context("127.0.0.1")) as relay:
        mailer = Mailer(
            host="127.0.0.1",
            port=relay.port,
            sender="no-reply@central.example",
            tls=verified_tls(str(relay_authority.file)),
        )
        with served(create_app(world.parts, citizen_routes(parts))) as line:
            world.line = line
            yield Town(
                world=world,
                parts=parts,
                register=register,
                sink=sink,
                handsets=handsets,
                database=database,
                handlers=handlers(parts, relay=mailer, mail_key=mail_key),
            )
