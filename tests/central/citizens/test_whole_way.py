"""From an account to an active smsPASS, over HTTP, SMTP and SMS, on both databases."""

from __future__ import annotations

import pytest

from ra_desk.central.dispatch.process import embedded_worker
from tests.central.citizens.town import Town


@pytest.mark.requirement("S0-13", "S0-16", "S0-20", "S0-21", "S0-22")
def test_a_citizen_comes_from_account_to_active_smspass(town: Town):
    """The main job: mail and SMS arrive by themselves, and what is in them ends the matter."""
    maja = town.citizen()
    submitted = maja.submit(office=town.world.office)
    assert submitted.status_code == 201, submitted.text
    number = submitted.json()["number"]
    with embedded_worker(town.engine, town.handlers):
        assert town.sink.wait_for(1, seconds=60)
        assert maja.stage == "submitted"
        assert town.codes(number) == []
        town.check(number)
        assert town.sink.wait_for(2, seconds=60)
        assert town.wait(lambda: maja.stage == "code_sent")
        (code,) = town.mailed()
        redeemed = maja.redeem(code.lower().replace("-", " "))
        assert (redeemed.status_code, redeemed.json()["stage"]) == (200, "redeemed")
        assert maja.enter_phone("+46 70-174 06 05").status_code == 202
        assert town.wait(lambda: len(town.handsets.got) == 1)
    mail = town.sink.mails[1]
    assert mail["To"] == "maja@mail.example"
    (sms,) = town.handsets.got
    assert sms.to == "+46701740605"
    assert town.handsets.texts[0].startswith("smsPASS: enkratno geslo")
    desk = town.desk()
    desk.pull()
    assert desk.rows[number]["stage"] == "redeemed"
    assert maja.enter_password(town.handsets.password).json()["stage"] == "active"
    desk.pull()
    assert desk.rows[number]["stage"] == "active"
