"""The package for the help desk: what is in it, what is not, and who can open it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from ra_desk.domain.errors import Broken
from ra_desk.domain.pass_request import Stage
from ra_desk.domain.policy import Policy
from ra_desk.journal.box import BoxExpired, BoxKey, BoxKeyUnreadable, BoxUnreadable
from ra_desk.services.exchange import exchange
from ra_desk.services.help_bundle import HelpKeyMissing, help_bundle, open_help_bundle
from ra_desk.services.record_check import record_check
from tests.fakes import NOON, FakeCentral, FakeClock, a_check, a_desk, a_request

KEY = BoxKey.generate()
JWK = json.dumps(KEY.public.jwk())


@pytest.fixture
def stuck():
    """A desk with one record that was refused and one that waits."""
    over, good = a_request(), a_request()
    central = FakeCentral({over.number: over, good.number: good}, replace(Policy(), hold_s=0))
    desk, clock = a_desk(central), FakeClock(NOON)
    record_check(a_check(over.number), session=desk.session, store=desk.store, now=clock)
    central.requests[over.number] = replace(over, stage=Stage.EXPIRED)
    exchange(store=desk.store, central=central, now=clock)  # type: ignore[arg-type]
    record_check(a_check(good.number), session=desk.session, store=desk.store, now=clock)
    return desk, (over, good)


def test_it_says_how_the_exchange_stands(stuck):
    """Enough to see what waits since when, and why."""
    desk, _ = stuck
    text = help_bundle(JWK, store=desk.store, now=FakeClock(NOON))
    said = open_help_bundle(text, KEY, at=NOON)
    [undecided], [waiting] = said["undecided"], said["waiting"]
    assert undecided["ruling"] == "check.not_waiting"
    assert (waiting["filed"], waiting["kind"]) == (False, "check_attested/2")
    assert said["desk"] == "desk-1"
    assert said["kept"] == 2


def test_there_is_nobody_in_it_sealed_or_opened(stuck):
    """Neither a citizen nor a number that leads to one nor an operator."""
    desk, requests = stuck
    text = help_bundle(JWK, store=desk.store, now=FakeClock(NOON))
    opened = json.dumps(open_help_bundle(text, KEY, at=NOON))
    for request in requests:
        person = request.applicant
        for secret in (request.number, person.surname, person.tax_number, person.email):
            assert secret not in text
            assert secret not in opened
    assert "Maja" not in opened
    assert "desk-1" not in text


def test_only_the_help_desk_opens_it_and_not_for_ever(stuck):
    """Another key, a changed file, a year later: nothing."""
    desk, _ = stuck
    text = help_bundle(JWK, store=desk.store, now=FakeClock(NOON))
    with pytest.raises(BoxUnreadable):
        open_help_bundle(text, BoxKey.generate(), at=NOON)
    with pytest.raises(BoxUnreadable):
        open_help_bundle(text.replace("2026", "2027"), KEY, at=NOON)
    with pytest.raises(BoxExpired):
        open_help_bundle(text, KEY, at=NOON + timedelta(days=31))
    with pytest.raises(Broken):
        open_help_bundle("[]", KEY, at=NOON)


@pytest.mark.parametrize(
    ("jwk", "error"),
    [
        ("", HelpKeyMissing),
        ("  ", HelpKeyMissing),
        ("not json", BoxKeyUnreadable),
        ("{}", BoxKeyUnreadable),
        ('{"kty":"OKP","crv":"X25519","x":"AAAA"}', BoxKeyUnreadable),
        ('{"kty":"OKP","crv":"X25519","x":"?"}', BoxKeyUnreadable),
    ],
)
def test_without_a_good_key_nothing_is_written(stuck, jwk, error):
    """A package that nobody can open, or anybody, would be worse than none."""
    desk, _ = stuck
    with pytest.raises(error):
        help_bundle(jwk, store=desk.store, now=FakeClock(NOON))
