"""One code per outbox row, the same code however often it is sent, and no box afterwards."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from ra_desk.central.code_digest import CodeDigests
from ra_desk.central.dispatch.activation_mail import SendActivationMail
from ra_desk.central.dispatch.smtp import RelayUnreachable
from ra_desk.domain.activation import parse_code
from ra_desk.domain.secret import Secret
from ra_desk.journal.box import BoxKey, BoxUnreadable
from tests.central.dispatch.mail_world import TinyBook, codes, order

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


class Clock:
    def __init__(self):
        self.now = NOW

    def __call__(self):
        return self.now


class Postbag:
    """A relay that can be away."""

    def __init__(self):
        self.mails = []
        self.away = False

    def message_id(self, outbox_id):
        return f"<{outbox_id}@central.example>"

    def send(self, message):
        if self.away:
            raise RelayUnreachable()
        self.mails.append(message)


class Office:
    """Everything around one handler."""

    def __init__(self, engine):
        self.engine, self.key = engine, BoxKey.generate()
        self.clock, self.relay = Clock(), Postbag()
        self.digests = CodeDigests({"1": Secret(secrets.token_bytes(32))}, present="1")
        self.book = TinyBook(engine, self.digests, self.key.public)
        codes.metadata.create_all(engine)
        order(engine, ["r1"])

    @property
    def row(self):
        with self.engine.connect() as connection:
            return connection.execute(sa.select(codes)).one()

    def send(self, key=None):
        handler = SendActivationMail(
            book=self.book, relay=self.relay, key=key or self.key, now=self.clock
        )
        handler(self.row.outbox_id, "r1")


@pytest.fixture
def office(engine):
    return Office(engine)


def test_a_code_is_made_sent_and_forgotten(office):
    """What stays is a digest and the moment from which the 24 hours run."""
    office.send()
    (mail,) = office.relay.mails
    code = parse_code(mail.get_content().strip())
    assert mail["Message-ID"] == f"<{office.row.outbox_id}@central.example>"
    assert office.row.box is None
    assert office.row.accepted_at is not None
    assert office.digests.matches(office.row.digest, code, request="r1")


def test_a_mail_that_was_accepted_is_not_sent_again(office):
    """A job may run twice; the citizen gets one mail."""
    office.send()
    office.send()
    assert len(office.relay.mails) == 1


def test_a_relay_that_is_away_does_not_change_the_code(office):
    """A second code would kill the first one, which may have arrived after all."""
    office.relay.away = True
    with pytest.raises(RelayUnreachable):
        office.send()
    before = office.row
    assert before.box is not None
    assert before.accepted_at is None
    office.relay.away = False
    office.send()
    assert office.row.digest == before.digest
    code = parse_code(office.relay.mails[0].get_content().strip())
    assert office.digests.matches(before.digest, code, request="r1")


def test_a_death_between_relay_and_note_sends_the_same_mail_again(office):
    """At least once: a double has the same Message-ID and the same code."""

    class DiesOnce(TinyBook):
        alive = False

        def accepted(self, outbox_id, *, at):
            if self.alive:
                super().accepted(outbox_id, at=at)
            else:
                self.alive = True
                raise KeyboardInterrupt

    office.book = DiesOnce(office.engine, office.digests, office.key.public)
    with pytest.raises(KeyboardInterrupt):
        office.send()
    office.send()
    first, second = office.relay.mails
    assert first["Message-ID"] == second["Message-ID"]
    assert first.get_content() == second.get_content()


def test_a_code_that_waited_too_long_is_not_sent(office):
    """The citizen would get a dead code."""
    office.relay.away = True
    with pytest.raises(RelayUnreachable):
        office.send()
    office.relay.away = False
    office.clock.now = NOW + timedelta(days=1)
    office.send()
    assert office.relay.mails == []
    assert (office.row.box, office.row.digest) == (None, None)


def test_a_box_for_another_mail_worker_stays_shut(office):
    """The wrong key is an incident and not a reason to make another code."""
    with pytest.raises(BoxUnreadable):
        office.send(key=BoxKey.generate())
    assert office.relay.mails == []
    assert office.row.box is not None
