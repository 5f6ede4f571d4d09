"""An address that takes no mail: tried once, and somebody who can ask the citizen hears of it."""

from __future__ import annotations

import sqlalchemy as sa

from ra_desk.central.dispatch.outbox import outbox
from ra_desk.central.tables import code, event
from ra_desk.domain.activation import Channel
from tests.central.citizens.town import Town

NO_SUCH = "550 no such user"


def undone(town: Town) -> int:
    with town.engine.connect() as connection:
        found = sa.select(sa.func.count()).where(outbox.c.done_at.is_(None))
        return connection.scalar(found) or 0


def test_a_code_that_reaches_nobody_brings_its_request_back_to_the_counter(town: Town):
    """Every desk of the office sees it with its reason, and the code is dead."""
    number = town.citizen().submit(office=town.world.office).json()["number"]
    town.carry_out()
    town.sink.rcpt_answer = NO_SUCH
    desk = town.check(number)
    assert town.carry_out() == []
    assert undone(town) == 0
    desk.pull()
    assert desk.rows[number]["stage"] == "returned"
    assert desk.rows[number]["review"] == ["mail_refused"]
    with town.engine.connect() as connection:
        made = connection.execute(sa.select(code).where(code.c.request == number)).one()
        noted = sa.select(event.c.subject).where(event.c.kind == "mail.recipient_refused")
        assert connection.scalars(noted).all() == [number]
    assert made.dead_at is not None
    assert made.box is None


def test_the_next_check_sends_the_code_another_way(town: Town):
    """Where the office may, by post; the reason goes with the decision."""
    number = town.citizen().submit(office=town.world.office).json()["number"]
    town.sink.rcpt_answer = NO_SUCH
    town.check(number)
    town.carry_out()
    desk = town.check(number, channel=Channel.POST, channel_reason="E-naslov ne dela.")
    desk.pull()
    assert desk.ruling()["outcome"] == "accepted"
    assert "mail_refused" not in desk.rows[number]["review"]


def test_a_plain_mail_to_nobody_is_not_tried_for_ever(town: Town):
    """The confirmation of a request is no reason to keep a row for years."""
    town.sink.rcpt_answer = NO_SUCH
    number = town.citizen().submit().json()["number"]
    assert town.carry_out() == []
    assert undone(town) == 0
    assert town.stage(number) == "submitted"
