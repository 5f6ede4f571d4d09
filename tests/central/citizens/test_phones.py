"""From a redeemed code to an active smsPASS: whose phone, which password, how often."""

from __future__ import annotations

import re
from dataclasses import replace

import httpx
import pytest
import sqlalchemy as sa

from ra_desk.central.dispatch.outbox import outbox
from ra_desk.central.one_time_sms import SendOneTimePassword
from ra_desk.central.phones import (
    NotADemoNumber,
    enter_phone,
    is_invented,
    password,
    phone,
    phone_entry,
)
from ra_desk.central.retention import sweep
from ra_desk.central.sms.gateway import GatewayBusy, NumberRefused, SmsNotConfigured
from ra_desk.central.tables import event, request
from ra_desk.domain.numbers import PhoneNumber
from ra_desk.domain.pass_request import Stage
from tests.central.citizens.test_codes import problem
from tests.central.citizens.test_secrecy import everything_in
from tests.central.citizens.town import Citizen, Town

NUMBER, OTHER = "+46 70-174 06 05", "0046701740606"
E164 = "+46701740605"


def redeemed(town: Town, citizen: Citizen | None = None, **other) -> tuple[Citizen, str]:
    """Put a request where its code was redeemed; the first test goes the whole way there."""
    who = citizen or town.citizen()
    number = who.submit(**other).json()["number"]
    with town.engine.begin() as connection:
        this = request.update().where(request.c.number == number)
        connection.execute(this.values(stage=Stage.REDEEMED))
    assert town.carry_out() == []
    return who, number


def wrong(right: str) -> str:
    return f"{(int(right) + 1) % 10**6:06}"


def kinds(town: Town, number: str) -> list[str]:
    with town.engine.connect() as connection:
        noted = sa.select(event.c.kind).where(event.c.subject == number).order_by(event.c.at)
        return list(connection.scalars(noted))


def sent(town: Town, answer: httpx.Response) -> dict:
    """Carry out what a call left in the outbox; return its answer."""
    assert answer.status_code == 202, answer.text
    assert town.carry_out() == []
    return answer.json()


def test_the_account_keeps_the_number_masked_and_the_password_is_good_for_one_use(town: Town):
    """Whoever reads both over a shoulder comes too late, and does not learn the number."""
    maja, number = redeemed(town)
    assert sent(town, maja.enter_phone(NUMBER))["phone"] == "+•• •• ••• •6 05"
    assert maja.call("GET", "/phones").json()["phones"] == []
    right = town.handsets.password
    assert maja.enter_password(f" {right[:3]} {right[3:]}").json()["stage"] == "active"
    (kept,) = maja.call("GET", "/phones").json()["phones"]
    assert kept["phone"] == "+•• •• ••• •6 05"
    assert "stage.active" in kinds(town, number)
    assert problem(maja.enter_password(right))[0] == "request.not_possible_now"
    assert problem(maja.enter_phone(NUMBER))[0] == "request.not_possible_now"


def test_before_the_code_is_redeemed_no_number_is_taken(town: Town):
    """A phone proves nothing about a person."""
    maja, number, _ = town.with_code()
    assert problem(maja.enter_phone(NUMBER)) == (
        "request.not_possible_now",
        {"event": "activated", "stage": "code_sent"},
    )
    assert problem(maja.call("POST", "/phone/again"))[0] == "request.not_possible_now"
    assert problem(maja.enter_password("123456"))[0] == "request.not_possible_now"
    assert town.stage(number) == "code_sent"
    assert Citizen(town.world.line, maja.email).enter_phone(NUMBER).status_code == 401


def test_a_number_that_takes_no_sms_is_named_as_such(town: Town):
    """And costs none of the two entries."""
    maja, _ = redeemed(town)
    for typed, code in (
        ("moja številka", "phone.unreadable"),
        ("041 12 34", "phone.not_assigned"),
        ("01 478 80 00", "phone.not_mobile"),
        ("080 2002", "phone.not_mobile"),
    ):
        assert problem(maja.enter_phone(typed))[0] == code
    assert town.carry_out() == []
    assert town.handsets.got == []
    assert maja.enter_phone("041 123 456").status_code == 202


def test_the_same_password_comes_again_while_it_is_good(town: Town):
    """A second SMS must not make the first one, which may still arrive, a wrong one."""
    maja, _ = redeemed(town)
    first = sent(town, maja.enter_phone(NUMBER))
    assert problem(maja.call("POST", "/phone/again"))[0] == "one_time_password.again_too_soon"
    town.world.clock.advance(seconds=60)
    again = sent(town, maja.call("POST", "/phone/again"))
    town.world.clock.advance(seconds=60)
    entered = sent(town, maja.enter_phone(NUMBER))
    assert first["valid_until"] == again["valid_until"] == entered["valid_until"]
    assert len(town.handsets.got) == 3
    assert len(set(town.handsets.texts)) == 1
    town.world.clock.advance(seconds=60)
    assert problem(maja.call("POST", "/phone/again")) == (
        "one_time_password.sent_too_often",
        {"most": "3"},
    )
    assert maja.enter_password(town.handsets.password).status_code == 200


def test_a_password_is_good_for_ten_minutes_by_central_s_clock(town: Town):
    """And one that was never sent in that time is not sent late."""
    maja, number = redeemed(town)
    sent(town, maja.enter_phone(NUMBER))
    first = town.handsets.password
    town.world.clock.advance(minutes=9, seconds=59)
    assert problem(maja.enter_password(wrong(first)))[0] == "one_time_password.wrong"
    town.world.clock.advance(seconds=1)
    assert problem(maja.enter_password(first))[0] == "one_time_password.expired"
    assert problem(maja.call("POST", "/phone/again"))[0] == "one_time_password.expired"
    assert maja.enter_phone(NUMBER).status_code == 202
    town.world.clock.advance(minutes=10)
    assert town.carry_out() == []
    assert len(town.handsets.got) == 1
    assert "sms.not_sent_in_time" in kinds(town, number)


def test_five_wrong_passwords_are_the_end_of_it(town: Town):
    """Guessing is hopeless, and what is no password at all costs no try."""
    maja, number = redeemed(town)
    assert problem(maja.enter_password("123456"))[0] == "one_time_password.none"
    sent(town, maja.enter_phone(NUMBER))
    right = town.handsets.password
    for left in (4, 3, 2, 1):
        assert problem(maja.enter_password("12345"))[0] == "one_time_password.malformed"
        assert problem(maja.enter_password(wrong(right))) == (
            "one_time_password.wrong",
            {"left": str(left)},
        )
    for typed in (wrong(right), right):
        assert problem(maja.enter_password(typed))[0] == "one_time_password.dead"
    assert town.stage(number) == "redeemed"
    assert kinds(town, number)[-1] == "one_time_password.tries_spent"
    sent(town, maja.enter_phone(NUMBER))
    assert town.handsets.password != right
    assert maja.enter_password(town.handsets.password).status_code == 200


def test_another_number_makes_the_password_of_the_first_worthless(town: Town):
    """Who mistyped the number must not leave a key with a stranger."""
    maja, _ = redeemed(town)
    sent(town, maja.enter_phone(NUMBER))
    stray = town.handsets.password
    sent(town, maja.enter_phone(OTHER))
    assert town.handsets.password != stray
    assert problem(maja.enter_password(stray))[0] == "one_time_password.wrong"
    assert maja.enter_password(town.handsets.password).json()["stage"] == "active"
    with town.engine.connect() as connection:
        assert connection.scalars(sa.select(phone.c.number)).all() == ["+46701740606"]


@pytest.mark.requirement("S4-99")
def test_a_number_is_entered_twice_in_two_hours_whoever_enters_it(town: Town):
    """Nobody's phone is to be flooded; a refused entry counts for nothing."""
    maja, _ = redeemed(town)
    start = town.world.clock()
    for _turn in range(2):
        sent(town, maja.enter_phone(NUMBER))
        town.world.clock.advance(minutes=30)
    eva, _ = redeemed(town, town.citizen("eva@mail.example"))
    maja.sign_in()
    for who in (maja, eva):
        code, facts = problem(who.enter_phone(NUMBER))
        assert code == "phone.entered_too_often"
        assert facts["until"][:16] == start.replace(hour=start.hour + 2).isoformat()[:16]
    assert len(town.handsets.got) == 2
    town.world.clock.advance(hours=1)
    for who in (maja, eva):
        who.sign_in()
    sent(town, eva.enter_phone(NUMBER))
    assert problem(maja.enter_phone(NUMBER))[0] == "phone.entered_too_often"


def test_one_account_enters_four_numbers_in_two_hours(town: Town):
    """Each of them costs a message to somebody."""
    maja, _ = redeemed(town)
    for last in range(4):
        sent(town, maja.enter_phone(f"+4670174060{last + 5}"))
    assert problem(maja.enter_phone("+46701740609"))[0] == "phone.entered_too_often"
    town.world.clock.advance(hours=2)
    maja.sign_in()
    assert maja.enter_phone("+46701740609").status_code == 202


def test_what_a_worker_did_not_live_to_note_is_sent_once_more_and_the_same(town: Town):
    """At least once: the same message with the same id; a password that is used no more."""
    maja, _ = redeemed(town)
    assert maja.enter_phone(NUMBER).status_code == 202
    with town.engine.connect() as connection:
        row = connection.execute(sa.select(outbox).where(outbox.c.done_at.is_(None))).one()
    for _worker in range(2):
        # A handler with nothing behind it in memory, as after a death; the row is not done.
        SendOneTimePassword(town.parts)(row.id, row.subject)
    before, after = town.handsets.got
    assert (before.id, before.to) == (after.id, after.to) == (row.id, E164)
    assert before.text.reveal() == after.text.reveal()
    assert maja.enter_password(town.handsets.password).status_code == 200
    assert town.carry_out() == []
    assert len(town.handsets.got) == 2


def test_a_gateway_that_is_away_makes_the_sms_wait(town: Town):
    """The citizen is told nothing else, and the message goes out later."""
    maja, _ = redeemed(town)
    town.handsets.trouble.append(GatewayBusy(status=503))
    assert maja.enter_phone(NUMBER).status_code == 202
    assert town.carry_out() == ["sms.gateway_busy"]
    assert town.carry_out() == []
    assert maja.enter_password(town.handsets.password).status_code == 200


def test_a_number_that_takes_no_message_ends_its_password(town: Town):
    """Tried once; another number can be entered at once."""
    maja, number = redeemed(town)
    town.handsets.trouble.append(NumberRefused())
    sent(town, maja.enter_phone(NUMBER))
    assert problem(maja.enter_password("123456"))[0] == "one_time_password.dead"
    assert kinds(town, number)[-1] == "sms.number_refused"
    sent(town, maja.enter_phone(OTHER))
    assert maja.enter_password(town.handsets.password).status_code == 200


def test_without_a_gateway_a_number_is_refused_and_nothing_is_lost(town: Town):
    """An office that has none yet: the code stays redeemed, the entry is not counted."""
    maja, number = redeemed(town)
    without = replace(town.parts, gateway=None)
    with pytest.raises(SmsNotConfigured):
        enter_phone(without, town.owner(number), NUMBER)
    with town.engine.connect() as connection:
        for table in (password, phone_entry):
            assert connection.execute(sa.select(table)).all() == []
    assert town.stage(number) == "redeemed"
    assert maja.enter_phone(NUMBER).status_code == 202
    with pytest.raises(SmsNotConfigured):
        SendOneTimePassword(without)("x", _only_password(town))


def test_a_demo_takes_the_numbers_of_nobody_only(town: Town):
    """Decision 36: Sweden keeps them free for invented people."""
    _, number = redeemed(town)
    demo = replace(town.parts, parts=replace(town.parts.parts, demo=True))
    with pytest.raises(NotADemoNumber):
        enter_phone(demo, town.owner(number), "041 123 456")
    assert enter_phone(demo, town.owner(number), NUMBER).phone.endswith("6 05")
    assert [is_invented(PhoneNumber(one)) for one in ("+46701740699", "+46701740700")] == [
        True,
        False,
    ]


def test_a_password_stands_in_no_table_and_the_sweep_forgets_what_counts_no_more(town: Town):
    """A thief of the database has numbers and no password; after two hours not even an entry."""
    maja, _ = redeemed(town)
    sent(town, maja.enter_phone(NUMBER))
    right = town.handsets.password
    kept = everything_in(town.engine)
    # Not inside an id, a digest or the fraction of a second.
    alone = re.compile(rb"(?<![\w.-])%s(?![\w-])" % right.encode())
    assert E164.encode() in kept
    assert not alone.search(kept)
    assert alone.search(kept + b"\n" + right.encode())
    town.world.clock.advance(hours=1, minutes=59)
    sweep(town.parts)
    assert _only_password(town)
    town.world.clock.advance(minutes=1)
    sweep(town.parts)
    with town.engine.connect() as connection:
        for table in (password, phone_entry):
            assert connection.execute(sa.select(table)).all() == []


def _only_password(town: Town) -> str:
    with town.engine.connect() as connection:
        return connection.execute(sa.select(password.c.id)).scalar_one()
