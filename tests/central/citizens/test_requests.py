"""Submitting, seeing and withdrawing a request; on both databases."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from ra_desk.central.tables import request
from tests.central.citizens.town import MAJA, Citizen, Town


def refusal(got) -> str:
    assert got.status_code == 403, got.text
    return got.json()["code"]


def number_of_requests(town: Town) -> int:
    with town.engine.connect() as connection:
        return connection.scalar(sa.select(sa.func.count()).select_from(request)) or 0


@pytest.mark.requirement("S0-01")
@pytest.mark.parametrize("accepted", ["", "2019-05", "2026-01 "])
def test_without_the_terms_of_today_there_is_no_request(town: Town, accepted: str):
    """Nobody is bound by terms that were not accepted, and nothing shows up at any desk."""
    maja = town.citizen()
    got = maja.submit(accepted_terms=accepted)
    assert refusal(got) == "request.terms_not_accepted"
    assert got.json()["facts"] == {"version": "2026-01"}
    assert number_of_requests(town) == 0
    town.desk().pull()
    assert town.desk().rows == {}


@pytest.mark.requirement("S0-02", "S0-56", "S4-98")
def test_the_accepted_terms_stay_with_the_request(town: Town):
    """Also when the terms change later."""
    maja = town.citizen()
    assert maja.call("GET", "/terms").json()["version"] == "2026-01"
    number = maja.submit(office=town.world.office).json()["number"]
    desk = town.desk()
    desk.pull()
    assert desk.rows[number]["terms_version"] == "2026-01"


@pytest.mark.parametrize(("said", "wished"), [({}, False), ({"large_print": True}, True)])
def test_a_wish_for_large_print_reaches_the_desk(town: Town, said: dict, wished: bool):
    """Who reads badly says so once, and the office that prints the letter knows it."""
    maja = town.citizen()
    submitted = maja.submit(office=town.world.office, **said).json()
    assert submitted["large_print"] is wished
    assert maja.call("GET", "/requests").json()["requests"][0]["large_print"] is wished
    desk = town.desk()
    desk.pull()
    assert desk.rows[submitted["number"]]["large_print"] is wished


@pytest.mark.requirement("S0-12")
def test_without_an_account_there_is_no_request(town: Town):
    """An invented token is none either."""
    nobody = Citizen(town.world.line, "nobody@mail.example")
    assert nobody.submit().status_code == 401
    nobody.token = "invented"
    assert nobody.submit().status_code == 401
    assert number_of_requests(town) == 0


@pytest.mark.requirement("S0-17")
def test_exactly_the_data_of_the_terms_are_taken(town: Town):
    """One field more, one field less, and nothing is stored."""
    maja = town.citizen()
    for field in ("given_names", "surname", "birth_date", "tax_number", "address"):
        less = {key: value for key, value in MAJA.items() if key != field}
        got = maja.call("POST", "/requests", **less)
        assert (got.status_code, got.json()["facts"]) == (422, {"where": f"body.{field}"})
    more = maja.submit(emso="1705990595019")
    assert (more.status_code, more.json()["facts"]) == (422, {"where": "body.emso"})
    assert number_of_requests(town) == 0
    assert maja.submit().status_code == 201


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"tax_number": "15012558"}, "tax_number.check_digit"),
        ({"tax_number": "1501255"}, "tax_number.wrong_length"),
        ({"tax_number": "1501255x"}, "tax_number.foreign_sign"),
        ({"birth_date": "2027-01-01"}, "date.birth_out_of_range"),
        ({"birth_date": "1899-12-31"}, "date.birth_out_of_range"),
        ({"birth_date": "2011-04-02"}, "people.underage"),
        ({"given_names": " \u202e "}, "request.name_missing"),
        ({"surname": "š" * 121}, "request.name_too_long"),
        ({"address": {**MAJA["address"], "postcode": "0123"}}, "address.postcode_malformed"),
        ({"address": {**MAJA["address"], "house_number": ""}}, "address.house_number_missing"),
        ({"office": "nowhere"}, "office.unknown"),
    ],
)
def test_data_that_cannot_be_right_are_refused_part_by_part(town: Town, wrong: dict, code: str):
    """Better at home than at the counter."""
    maja = town.citizen()
    assert refusal(maja.submit(**wrong)) == code
    assert number_of_requests(town) == 0


def test_who_turns_fifteen_before_the_deadline_may_submit(town: Town):
    """The day that counts is that of the visit: 1 April, 30 days after submission."""
    maja = town.citizen()
    assert maja.submit(birth_date="2011-04-01").status_code == 201


@pytest.mark.requirement("S0-18")
def test_a_citizen_has_thirty_whole_days_to_come(town: Town):
    """Until the end of the day that the mail names, as the offices count days."""
    maja = town.citizen()
    submitted = maja.submit().json()
    assert submitted["expires_at"] == "2026-04-01T22:00:00Z"
    assert town.carry_out() == []
    body = town.sink.mails[0].get_body(("plain",)).get_content()
    assert "1.\xa0aprila\xa02026" in body
    assert submitted["number"] in body
    assert "Maja" not in body


def test_an_account_has_one_request_at_a_time(town: Town):
    """Another one only when the first has come to nothing."""
    maja = town.citizen()
    number = maja.submit().json()["number"]
    assert refusal(maja.submit()) == "request.open_already"
    assert maja.call("POST", f"/requests/{number}/withdrawal").json()["stage"] == "withdrawn"
    assert maja.submit().status_code == 201
    stages = [one["stage"] for one in maja.call("GET", "/requests").json()["requests"]]
    assert sorted(stages) == ["submitted", "withdrawn"]


def test_a_clock_that_was_set_back_hides_no_open_request(town: Town):
    """What the account asked for before it is over, however late it says it was."""
    maja = town.citizen()
    number = maja.submit().json()["number"]
    assert maja.call("POST", f"/requests/{number}/withdrawal").status_code == 200
    town.world.clock.advance(minutes=-5)
    _, second, code = town.with_code(maja)
    assert maja.stage == "code_sent"
    assert maja.redeem(code).json()["number"] == second


def test_nobody_sees_or_withdraws_the_request_of_another(town: Town):
    """A number is no secret, so it opens nothing."""
    maja, eva = town.citizen(), town.citizen("eva@mail.example")
    number = maja.submit().json()["number"]
    assert eva.call("GET", "/requests").json() == {"requests": []}
    assert refusal(eva.call("POST", f"/requests/{number}/withdrawal")) == "request.unknown"
    assert refusal(eva.call("POST", "/requests/R-2222-22B/withdrawal")).startswith("request")
    assert maja.stage == "submitted"


def test_withdrawing_kills_the_code_that_is_under_way(town: Town):
    """Nobody activates what its citizen has taken back."""
    maja, number, code = town.with_code()
    assert maja.call("POST", f"/requests/{number}/withdrawal").json()["stage"] == "withdrawn"
    assert refusal(maja.redeem(code)) == "activation_code.none"
    assert all(row.dead_at is not None for row in town.codes(number))


@pytest.mark.requirement("S0-42")
@pytest.mark.parametrize(
    "name",
    [
        '=cmd|"/c calc"!A1',
        "<script>alert(1)</script>",
        "Maja\u202eajaM",
        "M" * 120,
        "Maja\r\nBcc: all@mail.example",
        "{number} {portal}",
    ],
)
def test_a_hostile_name_is_inert_in_mails(town: Town, name: str):
    """Mails never name the citizen, so nothing in a name can reach one."""
    town.register.put(town.registered(given_names=" ".join(name.replace("\u202e", "").split())))
    maja, _, _ = town.with_code(given_names=name)
    for mail in town.sink.mails:
        assert mail["To"] == maja.email
        assert mail["Bcc"] is None
        for kind in ("plain", "html"):
            body = mail.get_body((kind,)).get_content()
            assert "cmd" not in body
            assert "script" not in body
            assert "\u202e" not in body
            assert "MMMM" not in body


def test_submitting_and_withdrawing_floods_nobody_with_mails(town: Town):
    """The address may be a stranger's; who has really changed their mind comes back tomorrow."""
    maja = town.citizen()
    for _ in range(5):
        number = maja.submit().json()["number"]
        assert maja.call("POST", f"/requests/{number}/withdrawal").status_code == 200
    assert refusal(maja.submit()) == "request.submitted_too_often"
    town.world.clock.advance(days=1)
    assert maja.sign_in().status_code == 200
    assert maja.submit().status_code == 201
    assert town.carry_out() == []
    assert len(town.sink.mails) == 6
