"""What ends by itself, and what must not."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from ra_desk.central.dispatch.outbox import outbox
from ra_desk.central.retention import sweep, sweeping
from tests.central.citizens.town import Town


@pytest.mark.requirement("S0-18")
def test_a_request_lapses_when_nobody_came(town: Town):
    """Not a second before the end of its last day; the desks hear of it."""
    maja = town.citizen()
    number = maja.submit(office=town.world.office).json()["number"]
    town.world.clock.advance(days=30, hours=10, minutes=59)
    assert sweep(town.parts).lapsed == 0
    town.world.clock.advance(minutes=1)
    assert sweep(town.parts).lapsed == 1
    assert sweep(town.parts).lapsed == 0
    assert town.stage(number) == "expired"
    maja.sign_in()
    assert maja.submit().status_code == 201


def test_who_came_in_time_does_not_lapse_by_our_delay(town: Town):
    """A register that is down for a month costs nobody the visit."""
    maja = town.citizen()
    number = maja.submit().json()["number"]
    town.register.take_down()
    town.check(number)
    town.world.clock.advance(days=40)
    assert sweep(town.parts).lapsed == 0
    town.register.bring_up()
    assert town.carry_out() == []
    assert town.stage(number) == "code_sent"
    assert sweep(town.parts).lapsed == 0


def test_a_code_that_nobody_redeemed_ends_its_request(town: Town):
    """After its own end and the deadline of the request, and the tax number is free again."""
    _, number, _ = town.with_code()
    town.world.clock.advance(days=29)
    assert sweep(town.parts).lapsed == 0
    town.world.clock.advance(days=3)
    assert sweep(town.parts).lapsed == 1
    assert town.stage(number) == "expired"
    town.clerk_comes_back()
    _, again, _ = town.with_code(town.citizen("maja.again@mail.example"))
    assert town.stage(again) == "code_sent"


def test_the_sweep_comes_by_itself(town: Town):
    """Beside the server, as long as it runs."""
    number = town.citizen().submit().json()["number"]
    town.world.clock.advance(days=31)
    with sweeping(town.parts, every_s=0.05):
        assert town.wait(lambda: town.stage(number) == "expired")


def test_rows_of_what_was_sent_go_after_thirty_days(town: Town):
    """Request numbers in them are of no use to anybody then; what is not sent stays."""
    town.with_code()
    with town.engine.begin() as connection:
        waiting = town.parts.parts.outbox.put(connection, kind="of_another_day", subject="x")

    def rows() -> set[str]:
        with town.engine.connect() as connection:
            return set(connection.scalars(sa.select(outbox.c.id)))

    before = rows()
    assert len(before) > 1
    with town.engine.begin() as connection:
        done = outbox.update().where(outbox.c.done_at.is_not(None))
        connection.execute(done.values(done_at=town.world.clock()))
    town.world.clock.advance(days=29, hours=23)
    sweep(town.parts)
    assert rows() == before
    town.world.clock.advance(hours=2)
    sweep(town.parts)
    assert rows() == {waiting}
