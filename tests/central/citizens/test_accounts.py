"""Accounts and sessions: strangers learn nothing about who has one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher

from ra_desk.central.accounts import create_account, sign_in_citizen
from ra_desk.central.tables import account, account_session
from ra_desk.domain.access import SignInWrong
from ra_desk.domain.secret import Secret
from tests.central.citizens.town import PASSWORD, Citizen, Town


@contextmanager
def statements(engine: sa.Engine) -> Iterator[list[str]]:
    """The statements that go to the database meanwhile."""
    seen: list[str] = []

    def note(_connection, _cursor, statement, _parameters, _context, _many) -> None:
        seen.append(" ".join(statement.split()))

    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)


class CountingHasher(PasswordHasher):
    """Counts what it is asked."""

    asked = 0

    def hash(self, *args, **kwargs) -> str:
        self.asked += 1
        return super().hash(*args, **kwargs)

    def verify(self, *args, **kwargs) -> bool:
        self.asked += 1
        return super().verify(*args, **kwargs)


def cost(town: Town, act: Callable[[], object]) -> tuple[list[str], int]:
    """What the database and the hasher were asked."""
    hasher = town.world.parts.hasher
    assert isinstance(hasher, CountingHasher)
    before = hasher.asked
    with statements(town.engine) as seen:
        act()
    return seen, hasher.asked - before


@pytest.fixture
def counted(town: Town) -> Town:
    """The same town with a hasher that counts."""
    object.__setattr__(
        town.world.parts,
        "hasher",
        CountingHasher(time_cost=1, memory_cost=8 * 1024, parallelism=1),
    )
    return town


def test_opening_an_account_answers_and_costs_the_same_for_a_known_address(counted: Town):
    """Who asks whether somebody has an account is told nothing."""
    line = counted.world.line
    said = {"email": "maja@mail.example", "password": PASSWORD}
    first = Citizen(line, "").call("POST", "/accounts", **said)
    again = Citizen(line, "").call("POST", "/accounts", **said | {"password": "another password"})
    assert (first.status_code, first.content) == (again.status_code, again.content)

    def opening(email: str) -> Callable[[], None]:
        parts, password = counted.world.parts, Secret(PASSWORD)
        return lambda: create_account(parts, email=email, password=password, language="sl")

    assert cost(counted, opening("new@mail.example")) == cost(counted, opening("Maja@mail.example"))
    with counted.engine.connect() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(account)) == 2
    assert Citizen(line, "maja@mail.example").sign_in("another password").status_code == 401
    assert Citizen(line, "maja@mail.example").sign_in().status_code == 200


def test_a_wrong_sign_in_answers_and_costs_the_same_for_an_unknown_address(counted: Town):
    """The same bytes, hashes and statements, at the first try and at the barred one."""
    counted.citizen("maja@mail.example")

    def trying(email: str) -> Callable[[], None]:
        def try_once() -> None:
            with pytest.raises(SignInWrong):
                sign_in_citizen(counted.world.parts, email=email, password=Secret("wrong"))

        return try_once

    known = cost(counted, trying("maja@mail.example"))
    unknown = cost(counted, trying("nobody@mail.example"))
    assert known == unknown
    assert known[1] == 1
    for _ in range(8):
        answers = [
            Citizen(counted.world.line, email).sign_in("wrong")
            for email in ("maja@mail.example", "nobody@mail.example")
        ]
        assert answers[0].content == answers[1].content
        assert answers[0].status_code == answers[1].status_code
    assert answers[0].json()["code"] == "sign_in.barred"


def test_guessing_passwords_is_slowed_down_and_locks_nobody_out_for_good(town: Town):
    """A stranger can make a citizen wait a quarter of an hour, and not longer."""
    maja = town.citizen()
    for _ in range(5):
        assert maja.sign_in("wrong").json()["code"] == "sign_in.wrong"
    barred = maja.sign_in()
    assert barred.json()["code"] == "sign_in.barred"
    for _ in range(30):
        town.world.clock.advance(minutes=15)
        maja.sign_in("wrong")
    assert maja.sign_in().status_code == 403
    town.world.clock.advance(minutes=15)
    assert maja.sign_in().status_code == 200


def test_a_session_ends_by_itself(town: Town):
    """A browser left open at the library is nobody's way in tomorrow."""
    maja = town.citizen()
    assert maja.call("GET", "/requests").status_code == 200
    town.world.clock.advance(hours=1)
    got = maja.call("GET", "/requests")
    assert (got.status_code, got.json()["code"]) == (401, "sign_in.session_over")


def test_neither_token_nor_password_stands_in_the_database(town: Town):
    """A stolen copy lets nobody in."""
    maja = town.citizen()
    with town.engine.connect() as connection:
        kept = str([list(connection.execute(sa.select(t))) for t in (account, account_session)])
    assert maja.token not in kept
    assert PASSWORD not in kept


@pytest.mark.parametrize(
    ("email", "code"),
    [
        ("maja", "account.email_malformed"),
        ("maja@localhost", "account.email_malformed"),
        ("maja@mail.example, eva@mail.example", "account.email_malformed"),
        ("Maja <maja@mail.example>", "account.email_malformed"),
        ("maja@mail.example\nBcc: all@mail.example", "account.email_malformed"),
        ("žana@mail.example", "account.email_malformed"),
    ],
)
def test_what_is_no_single_address_is_refused(town: Town, email: str, code: str):
    """Nothing can be smuggled into the headers of a mail."""
    got = Citizen(town.world.line, email).call("POST", "/accounts", email=email, password=PASSWORD)
    assert (got.status_code, got.json()["code"]) == (403, code)


def test_a_short_password_is_refused_with_the_rule(town: Town):
    """It says how long it has to be."""
    got = Citizen(town.world.line, "").call(
        "POST", "/accounts", email="maja@mail.example", password="short"
    )
    assert got.json() == {
        "code": "account.password_unfit",
        "facts": {"shortest": "12", "longest": "128"},
    }


def test_a_demo_takes_no_address_that_could_be_somebody_s(town: Town):
    """Decision 36: only names that are reserved for examples."""
    object.__setattr__(town.world.parts, "demo", True)
    for email, status in (("maja@mail.example", 202), ("maja@mail.test", 202), ("m@post.si", 403)):
        got = Citizen(town.world.line, email).call(
            "POST", "/accounts", email=email, password=PASSWORD
        )
        assert got.status_code == status, email
