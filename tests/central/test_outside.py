"""What central is told of its surroundings, and what it says when that cannot be."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ra_desk.central.dispatch.smtp import Mailer
from ra_desk.central.outside import read_outside
from ra_desk.central.person_register import NoRegister, RegisterInMemory, RegisterUnreachable
from ra_desk.central.sms.gateway import HttpGateway
from ra_desk.domain.errors import RaError
from ra_desk.domain.policy import Service
from ra_desk.domain.secret import Secret
from tests.central.desk import NOON, a_request

LEAST = {
    "RA_CENTRAL_RELAY_HOST": "relay.example",
    "RA_CENTRAL_RELAY_SENDER": "no-reply@central.example",
    "RA_CENTRAL_TERMS_VERSION": "2026-01",
}
MAJA = {
    "tax_number": "15012557",
    "given_names": "Maja",
    "surname": "Žnidaršič",
    "birth_date": "1990-05-17",
}


def test_the_least_is_enough_and_every_code_waits_for_a_register():
    """No register is not the same as one that agrees."""
    outside = read_outside(LEAST)
    assert isinstance(outside.relay, Mailer)
    assert (outside.relay.host, outside.relay.port) == ("relay.example", 587)
    assert outside.service == Service()
    assert isinstance(outside.register, NoRegister)
    with pytest.raises(RegisterUnreachable):
        outside.register.disagreement(a_request(office="o", at=NOON).applicant)


def test_without_an_address_there_is_no_sms_gateway_and_with_one_there_is(tmp_path: Path):
    """Its token comes from a file, as every secret does."""
    assert read_outside(LEAST).gateway is None
    path = tmp_path / "token"
    path.write_text("abc\n")
    gateway = read_outside(
        LEAST
        | {
            "RA_CENTRAL_SMS_URL": "https://sms.example/send",
            "RA_CENTRAL_SMS_TOKEN_FILE": str(path),
        }
    ).gateway
    assert isinstance(gateway, HttpGateway)
    assert (gateway.url, gateway.token) == ("https://sms.example/send", Secret("abc"))


@pytest.mark.requirement("S0-06")
def test_the_issuer_is_configuration():
    """Ministries change their names more often than programs are released."""
    more = {"RA_CENTRAL_ISSUER": "Drugi center", "RA_CENTRAL_PORTAL_URL": "https://p.example"}
    service = read_outside(LEAST | more).service
    assert (service.issuer, service.portal) == ("Drugi center", "https://p.example")


def test_a_trial_register_comes_from_a_file(tmp_path: Path):
    """With what each record leaves out as it is for most people."""
    path = tmp_path / "register.json"
    path.write_text(json.dumps([MAJA, MAJA | {"tax_number": "99999999", "alive": False}]))
    register = read_outside(LEAST | {"RA_CENTRAL_REGISTER_FILE": str(path)}).register
    assert isinstance(register, RegisterInMemory)
    assert register.disagreement(a_request(office="o", at=NOON).applicant) is None


@pytest.mark.parametrize(
    ("wrong", "code", "facts"),
    [
        ({"RELAY_HOST": ""}, "setting.missing", {"name": "RA_CENTRAL_RELAY_HOST"}),
        ({"TERMS_VERSION": " "}, "setting.missing", {"name": "RA_CENTRAL_TERMS_VERSION"}),
        (
            {"RELAY_PORT": "65536"},
            "setting.unfit",
            {"name": "RA_CENTRAL_RELAY_PORT", "reason": "not a port"},
        ),
        (
            {"RELAY_CA_FILE": "/nowhere.pem"},
            "setting.unfit",
            {"name": "RA_CENTRAL_RELAY_CA_FILE", "reason": "file not readable"},
        ),
        (
            {"RELAY_USER": "ra"},
            "setting.missing",
            {"name": "RA_CENTRAL_RELAY_PASSWORD_FILE"},
        ),
        (
            {"RELAY_USER": "ra", "RELAY_PASSWORD_FILE": "/nowhere"},
            "setting.unfit",
            {"name": "RA_CENTRAL_RELAY_PASSWORD_FILE", "reason": "file not readable"},
        ),
        ({"REGISTER_FILE": "/nowhere"}, "register.unreadable", {}),
        *(
            (
                {"SMS_URL": url},
                "setting.unfit",
                {"name": "RA_CENTRAL_SMS_URL", "reason": "not https"},
            )
            for url in (
                "http://sms.example/send",
                "https://sms.example:70000/send",
                "https://[sms.example/send",
            )
        ),
        (
            {"SMS_URL": "https://sms.example/send"},
            "setting.missing",
            {"name": "RA_CENTRAL_SMS_TOKEN_FILE"},
        ),
    ],
)
def test_what_is_missing_or_unfit_is_named(wrong: dict, code: str, facts: dict):
    """The variable, never its value."""
    said = LEAST | {f"RA_CENTRAL_{name}": value for name, value in wrong.items()}
    with pytest.raises(RaError) as refused:
        read_outside(said)
    assert (refused.value.code, refused.value.facts) == (code, facts)
