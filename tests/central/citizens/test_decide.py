"""What stands between a check and its code: the register, and who else has that tax number."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from ra_desk.central.dispatch.process import embedded_worker
from ra_desk.central.pass_requests import load
from ra_desk.central.restrictions import cancel, restrict
from ra_desk.central.review import approve, give_back, refuse
from ra_desk.central.tables import event, letter, request
from ra_desk.demo.meanwhile import end
from ra_desk.domain.activation import Channel
from ra_desk.domain.facts import ConflictChoice, ConflictDecided
from ra_desk.domain.life import Event
from ra_desk.domain.pass_request import Stage
from ra_desk.domain.people import Role
from ra_desk.domain.refusals import RefusalReason
from tests.central.citizens.town import Town, registered
from tests.central.desk import a_check


def reasons(town: Town, number: str) -> list[str]:
    """Why the register, or central, did not agree."""
    with town.engine.connect() as connection:
        found = sa.select(event.c.facts).where(
            event.c.subject == number, event.c.kind == "register.disagreed"
        )
        return [row.facts["reason"] for row in connection.execute(found.order_by(event.c.at))]


def submitted(town: Town, email: str = "maja@mail.example", **other) -> str:
    return town.citizen(email).submit(**other).json()["number"]


def test_while_the_register_is_down_the_code_waits_and_then_goes(town: Town):
    """With the real worker: no code in the outage, and nobody has to do anything after it."""
    number = submitted(town)
    town.register.take_down()
    with embedded_worker(town.engine, town.handlers):
        town.check(number)
        assert town.wait(lambda: town.failed() == ["register.unreachable"])
        assert town.stage(number) == Stage.IDENTIFIED
        assert town.codes(number) == []
        town.register.bring_up()
        assert town.wait(lambda: town.stage(number) == Stage.CODE_SENT)
    assert len(town.mailed()) == 1


@pytest.mark.requirement("S0-14")
@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ({"surname": "Znidarsic"}, "name_differs"),
        ({"given_names": "Maja Ana"}, "name_differs"),
        ({"birth_date": "1990-05-18"}, "birth_date_differs"),
        ({"alive": False}, "deceased"),
        ({"has_emso": False}, "no_emso"),
        ({"has_capacity": False}, "no_capacity"),
        (None, "tax_number_unknown"),
    ],
)
def test_where_the_register_disagrees_there_is_never_a_code(
    town: Town, record: dict | None, reason: str
):
    """Not even when a supervisor lets it pass: the register is asked again."""
    if record is None:
        town.register.forget(registered().tax_number)
    else:
        town.register.put(registered(**record))
    number = submitted(town)
    town.check(number)
    town.world.operator("vid", roles=(Role.SUPERVISOR,))
    for round_ in range(1, 3):
        assert town.carry_out() == []
        assert town.stage(number) == Stage.IN_REVIEW
        assert reasons(town, number) == [reason] * round_
        if round_ == 1:
            approve(town.world.parts, number, login="vid")
    assert town.codes(number) == []
    assert town.mailed() == []


def test_when_the_register_is_put_right_an_approval_brings_the_code(town: Town):
    """A slip in the register is not the citizen's fault."""
    town.register.put(registered(surname="Znidarsic"))
    number = submitted(town)
    town.check(number)
    assert town.carry_out() == []
    town.world.operator("vid", roles=(Role.SUPERVISOR,))
    town.register.put(registered())
    approve(town.world.parts, number, login="vid")
    assert town.carry_out() == []
    assert (town.stage(number), len(town.mailed())) == (Stage.CODE_SENT, 1)


@pytest.mark.requirement("S0-03")
def test_a_second_account_with_the_same_tax_number_gets_no_code(town: Town):
    """Neither while the first code is under way nor when it is redeemed, and no reviewer can help."""
    maja, _, code = town.with_code()
    second = submitted(town, "maja.again@mail.example")
    town.check(second)
    town.world.operator("vid", roles=(Role.SUPERVISOR,))
    assert town.carry_out() == []
    assert (town.stage(second), reasons(town, second)) == (Stage.IN_REVIEW, ["tax_number_taken"])
    assert maja.redeem(code).status_code == 200
    approve(town.world.parts, second, login="vid")
    assert town.carry_out() == []
    assert town.stage(second) == Stage.IN_REVIEW
    assert town.codes(second) == []


def test_a_tax_number_is_free_again_when_its_request_came_to_nothing(town: Town):
    """Whoever forgot the password of the first account is not shut out for ever."""
    maja, number, _ = town.with_code()
    assert maja.call("POST", f"/requests/{number}/withdrawal").status_code == 200
    again, _, code = town.with_code(town.citizen("maja.again@mail.example"))
    assert again.redeem(code).status_code == 200


@pytest.mark.requirement("S0-09")
def test_a_restricted_person_gets_no_code_and_none_that_was_sent_counts(town: Town):
    """Nor with another account, until the restriction is lifted by an end of the use."""
    maja, number, code = town.with_code()
    town.world.operator("boss", roles=(Role.ADMINISTRATOR,))
    restrict(town.world.parts, number, login="boss")
    assert maja.redeem(code).json()["code"] == "activation_code.none"
    assert maja.call("POST", "/code/again").json()["code"] == "activation_code.none"
    assert maja.submit().json()["code"] == "request.open_already"
    other = submitted(town, "maja.again@mail.example")
    town.check(other)
    assert town.carry_out() == []
    assert reasons(town, other) == ["person_restricted"]
    assert len(town.mailed()) == 1
    town.desk().pull()
    assert town.desk().rows[number]["stage"] == "restricted"
    cancel(town.world.parts, number, login="boss")
    town.world.operator("vid", roles=(Role.SUPERVISOR,))
    approve(town.world.parts, other, login="vid")
    assert town.carry_out() == []
    assert town.stage(other) == Stage.CODE_SENT


@pytest.mark.requirement("S0-09")
def test_a_restriction_between_check_and_code_stops_the_code(town: Town):
    """At each step on the way to the mail."""
    town.world.operator("boss", roles=(Role.ADMINISTRATOR,))
    number = submitted(town)
    town.check(number)
    restrict(town.world.parts, number, login="boss")
    assert town.carry_out() == []
    assert town.codes(number) == []
    assert town.mailed() == []


def test_a_request_without_an_account_gets_no_code(town: Town):
    """Nobody could redeem it."""
    waiting = town.world.submit()
    town.check(waiting.number)
    assert town.carry_out() == []
    assert reasons(town, waiting.number) == ["no_account"]


def test_a_repeated_decision_orders_one_code(town: Town):
    """A worker may die after each step; what it did is done once."""
    number = submitted(town)
    town.check(number)
    for _ in range(3):
        town.handlers["decide"]("again", number)
    assert town.carry_out() == []
    assert len(town.codes(number)) == 1
    assert len(town.mailed()) == 1


def test_a_refused_review_and_one_given_back_are_told_without_the_ground(town: Town):
    """The mail accuses nobody; who was given back may come again."""
    town.register.put(registered(has_capacity=False))
    town.world.operator("vid", roles=(Role.SUPERVISOR,))
    first = submitted(town)
    town.check(first)
    assert town.carry_out() == []
    give_back(town.world.parts, first, login="vid")
    assert town.carry_out() == []
    assert town.stage(first) == Stage.RETURNED
    town.check(first)
    assert town.carry_out() == []
    refuse(town.world.parts, first, login="vid", reason=RefusalReason.NO_CAPACITY)
    assert town.carry_out() == []
    assert town.stage(first) == Stage.REFUSED
    told = [mail.get_body(("plain",)).get_content() for mail in town.sink.mails[-2:]]
    assert all(first in text for text in told)
    assert not any("sposobnost" in text for text in told)


def test_a_mail_that_could_not_leave_in_a_day_is_replaced_by_another_code(town: Town):
    """The old one dies unsent; the relay gets one that is good for 24 hours."""
    maja = town.citizen()
    number = maja.submit().json()["number"]
    assert town.carry_out() == []
    town.check(number)
    town.sink.rcpt_answer = "451 later"
    assert town.carry_out() == ["mail.relay_busy"]
    (first,) = town.codes(number)
    assert first.box is not None
    assert maja.redeem("2222-2222-2222").json()["code"] in {
        "activation_code.check_sign",
        "activation_code.not_yet",
    }
    town.world.clock.advance(hours=24)
    town.sink.rcpt_answer = "250 OK"
    assert town.carry_out() == []
    dead, living = town.codes(number)
    assert (dead.box, dead.valid_until, living.box) == (None, None, None)
    assert dead.dead_at is not None
    maja.sign_in()
    assert maja.redeem(town.mailed()[-1]).status_code == 200


@pytest.mark.parametrize("stage", [Stage.RESTRICTED, Stage.WITHDRAWN, Stage.IN_REVIEW])
def test_a_code_that_waits_for_the_relay_is_not_sent_when_its_request_stands_elsewhere(
    town: Town, stage: Stage
):
    """Whatever moved the request: the box that lies there says nothing of what is wanted now."""
    number = submitted(town)
    assert town.carry_out() == []
    town.check(number)
    town.sink.rcpt_answer = "451 later"
    assert town.carry_out() == ["mail.relay_busy"]
    with town.engine.begin() as connection:
        connection.execute(
            request.update().where(request.c.number == number).values(stage=stage.value)
        )
    town.sink.rcpt_answer = "250 OK"
    assert town.carry_out() == []
    (row,) = town.codes(number)
    assert (row.box, row.dead_at) == (None, town.world.clock())
    assert town.mailed() == []


def test_a_check_by_post_makes_a_letter_and_no_mail(town: Town):
    """One channel, one code."""
    number = submitted(town)
    town.check(number, channel=Channel.POST, channel_reason="no e-mail at hand")
    assert town.carry_out() == []
    with town.engine.connect() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(letter)) == 1
    assert town.mailed() == []


def test_an_exception_for_a_request_whose_citizen_began_anew_counts_for_nothing(town: Town):
    """Two requests of one account at a time, and the code of the first would fit none."""
    maja = town.citizen()
    first = maja.submit().json()["number"]
    desk = town.desk()
    with town.engine.connect() as connection:
        waiting = load(connection, first)
    seq = desk.seal(a_check(waiting), town.clerk).seq
    assert end(town.engine, first, Event.LAPSED, at=town.world.clock())
    assert maja.submit().status_code == 201
    assert desk.exchange().ok
    asked = ConflictDecided(
        request=waiting.number, seq=seq, choice=ConflictChoice.EXCEPTION, channel=Channel.EMAIL
    )
    desk.seal(asked, town.clerk)
    assert desk.exchange().ok
    said = desk.ruling()
    assert (said["outcome"], said["reason"]) == ("refused", "check.not_waiting")
    assert (town.stage(first), maja.stage) == ("expired", "submitted")
