"""From an account to a redeemed code, over HTTP and SMTP, on both databases."""

from __future__ import annotations

import pytest

from ra_desk.central.dispatch.process import embedded_worker
from tests.central.citizens.town import Town


@pytest.mark.requirement("S0-13", "S0-16", "S0-20", "S0-22")
def test_a_citizen_comes_from_account_to_redeemed_code(town: Town):
    """The main job: the mail arrives by itself after the check, and its code ends the matter."""
    maja = town.citizen()
    submitted = maja.submit(office=town.world.office)
    assert submitted.status_code == 201, submitted.text
    number = submitted.json()["number"]
    with embedded_worker(town.engine, town.handlers):
        assert town.sink.wait_for(1, seconds=20)
        assert maja.stage == "submitted"
        assert town.codes(number) == []
        town.check(number)
        assert town.sink.wait_for(2, seconds=20)
        assert town.wait(lambda: maja.stage == "code_sent")
    mail = town.sink.mails[1]
    assert mail["To"] == "maja@mail.example"
    (code,) = town.mailed()
    redeemed = maja.redeem(code.lower().replace("-", " "))
    assert (redeemed.status_code, redeemed.json()["stage"]) == (200, "redeemed")
    desk = town.desk()
    desk.pull()
    assert desk.rows[number]["stage"] == "redeemed"
