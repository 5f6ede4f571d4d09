"""Sign-in at central: three things must fit, none can be guessed in parallel, none is used twice."""

from __future__ import annotations

import threading
from contextlib import suppress
from datetime import timedelta

import pyotp
import pytest
import sqlalchemy as sa

from ra_desk.central.offices import set_policy
from ra_desk.central.operators import (
    LoginTaken,
    add_operator,
)
from ra_desk.central.tables import operator, sign_in_try
from ra_desk.central.tables import session as sessions
from ra_desk.domain.people import Role
from ra_desk.domain.policy import Policy
from ra_desk.domain.secret import Secret
from ra_desk.journal.keys import SigningKey
from tests.central.desk import PASSWORD, Person, a_check

NOBODY = Person(id="", login="nobody", secret="JBSWY3DPEHPK3PXP" * 2)


@pytest.fixture
def ana(world):
    return world.operator()


@pytest.fixture
def desk(world):
    return world.desk()


def wrong(desk, person, times):
    return [desk.sign_in(person, password="wrong") for _ in range(times)]


def test_whoever_signs_in_gets_a_key_that_counts_and_the_roles_of_this_office(world, desk, ana):
    """What the desk needs to work, in one signed word."""
    answer = desk.sign_in(ana)
    assert answer.ok
    assert (answer.body["name"], answer.body["roles"]) == ("Ana Novak", ["clerk"])
    desk.seal(a_check(world.submit()), ana)
    assert desk.exchange().ok
    with world.parts.engine.connect() as connection:
        kept = connection.execute(sa.select(sessions)).one()
        stored = connection.execute(sa.select(operator)).one()
    assert ana.token not in str(kept)
    assert ana.secret.encode() not in bytes(stored.totp)
    assert stored.password.startswith("$argon2id$")


def test_a_one_time_code_is_accepted_once(world, desk, ana):
    """Whoever looks over a shoulder has nothing; the next code comes within 30 seconds."""
    assert desk.sign_in(ana).ok
    ana.key = SigningKey.generate()
    again = desk.sign_in(ana)
    assert (again.status, again.code) == (403, "sign_in.code_used")
    world.clock.advance(seconds=30)
    assert desk.sign_in(ana).ok


def test_an_older_code_is_not_accepted_after_a_newer_one(world, desk, ana):
    """The step only grows, although one step early and late is allowed."""
    older = pyotp.TOTP(ana.secret).at(world.clock() - timedelta(seconds=30))
    assert desk.sign_in(ana).ok
    ana.key = SigningKey.generate()
    assert desk.sign_in(ana, one_time_code=older).code == "sign_in.code_used"


@pytest.mark.parametrize(("away", "fits"), [(-60, False), (-30, True), (30, True), (60, False)])
def test_a_code_may_be_one_step_early_or_late(world, desk, ana, away, fits):
    """Phones' clocks differ."""
    code = pyotp.TOTP(ana.secret).at(world.clock() + timedelta(seconds=away))
    assert desk.sign_in(ana, one_time_code=code).ok is fits


@pytest.mark.parametrize(
    "change", [{"password": "wrong"}, {"one_time_code": "000000"}, {"one_time_code": "ž"}]
)
def test_it_is_not_said_which_part_is_wrong(desk, ana, change):
    """Else the password could be guessed without the phone."""
    answer = desk.sign_in(ana, **change)
    assert (answer.status, answer.code) == (401, "sign_in.wrong")
    assert answer.body["facts"] == {"left": "4"}


def told(answers):
    """All of the answers but the number of the call that each one is signed for."""
    return [(a.status, a.body | {"jti": ""}) for a in answers]


def test_an_unknown_login_answers_like_a_known_one(world, desk, ana):
    """Through delay and lock: the answers are the same, try by try."""
    for times in (4, 1, 1):
        known, unknown = wrong(desk, ana, times), wrong(desk, NOBODY, times)
        assert told(known) == told(unknown)
    for _ in range(5):
        world.clock.advance(hours=1)
        known, unknown = wrong(desk, ana, 1), wrong(desk, NOBODY, 1)
        assert told(known) == told(unknown)
    world.clock.advance(hours=1)
    assert wrong(desk, ana, 1)[0].code == wrong(desk, NOBODY, 1)[0].code == "sign_in.locked"


def test_after_five_wrong_tries_the_delay_doubles(world, desk, ana):
    """While it runs nothing is compared, not even what is right."""
    wrong(desk, ana, 5)
    barred = desk.sign_in(ana)
    assert (barred.status, barred.code) == (403, "sign_in.barred")
    assert barred.body["facts"] == {"until": (world.clock() + timedelta(seconds=30)).isoformat()}
    world.clock.advance(seconds=30)
    wrong(desk, ana, 1)
    until = desk.sign_in(ana).body["facts"]["until"]
    assert until == (world.clock() + timedelta(seconds=60)).isoformat()
    world.clock.advance(seconds=60)
    assert desk.sign_in(ana).ok
    world.clock.advance(seconds=30)
    ana.key = SigningKey.generate()
    assert wrong(desk, ana, 1)[0].body["facts"] == {"left": "4"}


def test_after_ten_wrong_tries_only_a_reset_helps(world, desk, ana):
    """Time does not; the right password does not."""
    for _ in range(10):
        wrong(desk, ana, 1)
        world.clock.advance(hours=1)
    assert desk.sign_in(ana).code == "sign_in.locked"
    world.reset(ana)
    assert desk.sign_in(ana).ok


def test_guessing_in_parallel_gains_no_try(world, desk, ana):
    """Each try is counted before anything is compared."""
    answers = []
    start = threading.Barrier(12)

    def guess():
        start.wait()
        answers.append(desk.sign_in(ana, password="wrong"))

    threads = [threading.Thread(target=guess) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [a.code for a in answers].count("sign_in.wrong") == 5
    assert [a.code for a in answers].count("sign_in.barred") == 7
    with world.parts.engine.connect() as connection:
        assert connection.scalar(sa.select(sign_in_try.c.wrong)) == 5


def test_a_blocked_operator_does_not_get_in(world, desk, ana):
    """And whoever is in is out."""
    assert desk.sign_in(ana).ok
    world.block(ana)
    said = {"session": ana.token, "purpose": "client_at_counter", "key": "number", "number": "R"}
    assert desk.call("/v1/look-up", said).code == "sign_in.session_over"
    world.clock.advance(seconds=30)
    assert desk.sign_in(ana).code == "sign_in.locked"


def test_a_role_counts_at_its_office_only(world, ana):
    """An account of another office is none here."""
    far = world.found("Maribor")
    assert world.desk(far).sign_in(ana).code == "sign_in.no_role"


def test_a_key_belongs_to_one_operator_at_one_desk(world, desk, ana):
    """Neither the desk's own key nor somebody else's becomes an operator's."""
    assert desk.sign_in(ana, jwk=desk.key.public.jwk()).code == "sign_in.key_taken"
    world.clock.advance(seconds=30)
    assert desk.sign_in(ana).ok
    boris = world.operator("boris")
    assert world.desk().sign_in(boris, jwk=ana.key.public.jwk()).code == "sign_in.key_taken"


def test_a_login_is_given_once(world, ana):
    """Two accounts of one person have two logins and one person."""
    with pytest.raises(LoginTaken):
        world.operator("ana")
    added = add_operator(
        world.parts,
        login="bine",
        name="Bine Kos",
        password=Secret(PASSWORD),
        office=world.office,
        roles={Role.CLERK},
    )
    assert added.otpauth.reveal().startswith("otpauth://totp/RA%20Desk:bine?")
    assert "otpauth" not in repr(added).replace("otpauth=", "")


def test_after_a_reset_the_next_ten_checks_are_reviewed(world, desk, ana):
    """Whoever had the account meanwhile makes no code by themselves."""
    world.reset(ana)
    made = [world.submit() for _ in range(11)]
    with world.parts.engine.begin() as connection:
        set_policy(connection, world.office, Policy(new_clerk_checks=0, sample_after=0.0))
    assert desk.sign_in(ana).ok
    for waiting in made:
        desk.seal(a_check(waiting), ana)
    desk.exchange()
    reviews = [desk.rows[waiting.number]["review"] for waiting in made]
    assert reviews == [["new_clerk"]] * 10 + [[]]


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_sign_in_beside_one_that_succeeds_is_no_failure(world):
    """Its count is forgotten between two steps of the other: nobody meets a server that is busy."""
    ana = world.operator()
    desk = world.desk()
    assert desk.sign_in(ana, password="wrong").code == "sign_in.wrong"
    told = []

    def forgotten(connection, _cursor, statement, *_):
        if told or not statement.startswith("INSERT INTO sign_in_try"):
            return
        told.append(statement)
        with connection.engine.connect() as other:
            other.execute(sa.text("SET lock_timeout = '100ms'"))
            with suppress(sa.exc.OperationalError):
                other.execute(sign_in_try.delete())
                other.commit()

    sa.event.listen(world.parts.engine, "after_cursor_execute", forgotten)
    assert desk.sign_in(ana).ok
    assert told
