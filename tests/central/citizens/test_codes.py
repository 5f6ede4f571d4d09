"""Redeeming: whose code, how often, how long; on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import httpx
import pytest

from ra_desk.central.code_digest import CodeDigests
from ra_desk.central.codes import CodeDead, CodeTriesPaused, CodeWrong, redeem
from ra_desk.central.database import open_engine
from ra_desk.domain.activation import parse_code
from ra_desk.domain.errors import Refused
from ra_desk.domain.secret import Secret
from tests.central.citizens.town import Citizen, Town, wrong_code


def problem(got: httpx.Response) -> tuple[str, dict]:
    """The code and the facts of a refusal."""
    assert got.status_code == 403, got.text
    return got.json()["code"], got.json()["facts"]


def test_what_is_no_code_costs_no_try_and_is_told_in_which_part(town: Town):
    """Somebody who mistypes must not lose the code by it."""
    maja, number, code = town.with_code()
    signs = code.replace("-", "")
    for _ in range(6):
        assert problem(maja.redeem(code[:-1])) == (
            "activation_code.wrong_length",
            {"expected": "12", "found": "11"},
        )
        swapped = "2" if signs[0] != "2" else "3"
        assert problem(maja.redeem(swapped + signs[1:]))[0] == "activation_code.check_sign"
        assert problem(maja.redeem("A" + signs[1:])) == (
            "activation_code.foreign_sign",
            {"sign": "A", "group": "1", "place": "1"},
        )
    assert town.codes(number)[0].wrong == 0
    assert maja.redeem(code).status_code == 200


def test_a_code_is_good_for_one_use_also_under_64_at_once(town: Town):
    """Whoever reads the mail over a shoulder comes too late, even in the same second."""
    maja, number, code = town.with_code()

    def attempt(_: int) -> str:
        with httpx.Client(base_url=town.world.line.base_url, timeout=60) as line:
            got = Citizen(line, maja.email, maja.token).redeem(code)
            return got.json().get("code", "redeemed")

    with ThreadPoolExecutor(64) as pool:
        answers = list(pool.map(attempt, range(64)))
    assert answers.count("redeemed") == 1
    assert answers.count("activation_code.used") == 63
    assert town.stage(number) == "redeemed"


def test_five_wrong_codes_make_a_pause_and_fifteen_the_end(town: Town):
    """Guessing is hopeless, and neither a restart nor another server forgets what was tried."""
    maja, number, code = town.with_code()
    wrong, clock = wrong_code(code), town.world.clock
    account = town.owner(number)

    def attempt(typed: str) -> Refused | None:
        """Each try by a server that has just started."""
        engine = open_engine(town.database.url, key=town.database.key)
        try:
            redeem(
                replace(town.parts, parts=replace(town.parts.parts, engine=engine)), account, typed
            )
        except Refused as refusal:
            return refusal
        finally:
            engine.dispose()
        return None

    for window in range(3):
        for left in range(5):
            said = attempt(wrong)
            if (window, left) == (2, 4):
                assert isinstance(said, CodeDead)
            else:
                assert isinstance(said, CodeWrong)
                assert said.facts["left"] == 4 - left
        if window < 2:
            assert isinstance(attempt(code), CodeTriesPaused)
            assert town.codes(number)[0].wrong == 5 * (window + 1)
            clock.advance(minutes=10)
    clock.advance(minutes=10)
    assert isinstance(attempt(code), CodeDead)
    assert problem(maja.redeem(code))[0] == "activation_code.dead"


def test_a_code_is_nothing_in_another_account(town: Town):
    """Tries in a stranger's session neither redeem it nor use it up."""
    maja, number, code = town.with_code()
    stranger = town.citizen("stranger@mail.example")
    for _ in range(20):
        assert problem(stranger.redeem(code))[0] == "activation_code.none"
    assert town.codes(number)[0].wrong == 0
    assert maja.redeem(code).status_code == 200


def test_without_a_session_there_is_no_try_at_all(town: Town):
    """The code alone opens nothing."""
    maja, number, code = town.with_code()
    nobody = Citizen(town.world.line, maja.email)
    assert nobody.redeem(code).status_code == 401
    assert maja.call("DELETE", "/sessions").status_code == 204
    assert maja.redeem(code).status_code == 401
    assert town.codes(number)[0].wrong == 0


def test_a_code_by_mail_is_good_for_24_hours_by_central_s_clock(town: Town):
    """From the moment at which the relay took it."""
    maja, _, code = town.with_code()
    town.world.clock.advance(hours=23, minutes=59)
    maja.sign_in()
    assert problem(maja.redeem(wrong_code(code)))[0] == "activation_code.wrong"
    town.world.clock.advance(minutes=1)
    assert problem(maja.redeem(code))[0] == "activation_code.expired"


@pytest.mark.requirement("S0-20")
def test_a_code_sent_again_is_another_one_and_three_times_is_enough(town: Town):
    """The old code dies when another one is ordered, not when it arrives."""
    maja, number, code = town.with_code()
    seen = [code]
    for _ in range(3):
        assert maja.call("POST", "/code/again").status_code == 202
        assert problem(maja.redeem(seen[-1]))[0] == "activation_code.not_yet"
        assert problem(maja.call("POST", "/code/again"))[0] == "activation_code.not_yet"
        assert town.carry_out() == []
        seen.append(town.mailed()[-1])
        assert problem(maja.redeem(seen[-2]))[0] == "activation_code.wrong"
    assert len(set(seen)) == 4
    assert problem(maja.call("POST", "/code/again")) == (
        "activation_code.sent_too_often",
        {"most": "3"},
    )
    assert maja.redeem(seen[-1]).status_code == 200
    assert len([row for row in town.codes(number) if row.dead_at is None]) == 1


def test_a_clock_that_was_set_back_hides_no_living_code(town: Town):
    """Servers set their clocks; the citizen holds the newest mail all the same."""
    maja, _, _ = town.with_code()
    assert maja.call("POST", "/code/again").status_code == 202
    town.world.clock.advance(minutes=-5)
    assert town.carry_out() == []
    assert maja.redeem(town.mailed()[-1]).status_code == 200


def test_a_dead_code_can_be_replaced(town: Town):
    """Fifteen slips are no reason to come to the office again."""
    maja, _, code = town.with_code()
    for _ in range(3):
        for _ in range(5):
            maja.redeem(wrong_code(code))
        town.world.clock.advance(minutes=10)
    assert problem(maja.redeem(code))[0] == "activation_code.dead"
    assert maja.call("POST", "/code/again").status_code == 202
    assert town.carry_out() == []
    assert maja.redeem(town.mailed()[-1]).status_code == 200


def test_the_box_is_gone_when_the_relay_has_the_mail_and_the_digest_tells_nothing(town: Town):
    """What central keeps is of no use without its pepper, and never the code."""
    _, number, code = town.with_code()
    (row,) = town.codes(number)
    assert row.box is None
    assert code not in str(row)
    stranger = CodeDigests({"1": Secret(b"another pepper of 32 bytes in all")}, present="1")
    assert town.parts.codes.matches(row.digest, parse_code(code), request=number)
    assert not stranger.matches(row.digest, parse_code(code), request=number)
    assert not town.parts.codes.matches(row.digest, parse_code(code), request="R-2222-222")
