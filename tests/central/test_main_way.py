"""Enrol, sign in, exchange: the way every check takes, over HTTP and on both databases."""

from __future__ import annotations

import sqlalchemy as sa

from ra_desk.central.dispatch.outbox import outbox
from ra_desk.central.tables import entry, payload, request
from ra_desk.domain.facts import EpochOpened, SessionOpened
from ra_desk.journal.envelope import read_operator_key, read_receipt
from tests.central.desk import a_check


def test_a_check_is_filed_ruled_on_and_orders_its_code(world):
    """The main job, seen from central."""
    ana = world.operator()
    desk = world.desk()
    waiting = world.submit()
    signed_in = desk.sign_in(ana)
    assert signed_in.ok
    who, where, key = read_operator_key(signed_in.body["key_statement"], key=world.parts.key)
    assert (who, where, key) == (ana.id, desk.id, ana.key.public)

    desk.seal(EpochOpened(office=desk.office))
    desk.seal(SessionOpened(online=True), ana)
    assert desk.exchange().ok
    assert desk.rows[waiting.number]["stage"] == "submitted"

    desk.seal(a_check(waiting), ana)
    answer = desk.exchange()
    assert answer.ok
    receipt = read_receipt(answer.body["receipt"], key=world.parts.key)
    assert (receipt.filed, receipt.digest) == (desk.head.seq, desk.head.digest)
    assert desk.ruling()["outcome"] == "accepted"
    assert desk.reflected == 3
    row = desk.rows[waiting.number]
    assert (row["stage"], row["decision"]["operator_name"]) == ("identified", "Ana Novak")

    with world.parts.engine.connect() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(entry)) == 3
        assert connection.scalar(sa.select(sa.func.count()).select_from(payload)) == 3
        ordered = connection.execute(sa.select(outbox.c.kind, outbox.c.subject)).all()
        assert ordered == [("decide", waiting.number)]
        assert connection.scalar(sa.select(request.c.version)) == 2
