"""Asking who dealt with a citizen: what goes up, and how the answer is read."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from ra_desk.domain.access import CallRefused, ProtocolUnknown
from ra_desk.domain.audit import PurposeMissing
from ra_desk.domain.errors import RaError
from ra_desk.domain.numbers import TaxNumber
from ra_desk.domain.secret import Secret
from ra_desk.services.tracing import Trace
from tests.fakes import NOON, a_session
from tests.sync.calls import central_at, enrolled, refusing, word
from tests.sync.servers import Script, serving

NUMBER = "R-RHHD-PHS"
PURPOSE = "zadeva 0921-4/2026"


def traced(script: Script, *, purpose: str = PURPOSE):
    with serving(script) as server:
        line = central_at(server)
        try:
            return (
                line.trace(
                    number=None,
                    tax_number=TaxNumber("15012557"),
                    purpose=purpose,
                    session=replace(a_session(), token=Secret("token")),
                    enrolment=enrolled(server.url),
                    now=NOON,
                ),
                json.loads(server.heard[0].body),
            )
        finally:
            line.close()


def test_the_number_goes_up_with_session_and_purpose():
    at = "2026-11-20T12:00:00+01:00"
    one = {
        "at": at,
        "kind": "request_viewed/1",
        "request": NUMBER,
        "operator": "Ana Novak",
        "office": "UE Koper",
        "counter": "3",
        "seq": 7,
    }
    traces, asked = traced(word({"requests": [NUMBER], "traces": [one], "count": 9}))
    assert (asked["session"], asked["purpose"]) == ("token", PURPOSE)
    assert (asked["number"], asked["tax_number"]) == ("", "15012557")
    assert traces.count == 9
    assert traces.traces == (
        Trace(
            at=datetime(2026, 11, 20, 11, tzinfo=UTC),
            kind="request_viewed/1",
            request=NUMBER,
            operator_name="Ana Novak",
            office="UE Koper",
            counter="3",
            seq=7,
        ),
    )


def test_a_purpose_that_no_message_can_hold_is_told_without_a_word_of_it():
    """As everywhere on the line: what was typed stands in no error."""
    with pytest.raises(CallRefused) as refused:
        traced(word({"requests": [], "traces": [], "count": 0}), purpose="zadeva\x00Novak")
    assert "Novak" not in repr(refused.value.facts)


def test_an_answer_that_this_version_cannot_read_is_another_protocol():
    """A moment before the first day of the calendar is none here."""
    one = dict.fromkeys(("kind", "request", "operator", "office", "counter"), "")
    told = {**one, "at": "0001-01-01T00:00:00+14:00", "seq": 0}
    with pytest.raises(ProtocolUnknown):
        traced(word({"requests": [], "traces": [told], "count": 1}))


def test_centrals_refusal_is_told_as_its_own():
    """The desk's rule and central's are the same one; so is what is told."""
    with pytest.raises(RaError) as refused:
        traced(refusing("403 Forbidden", PurposeMissing.code, least="10", most="300"))
    assert refused.value.code == PurposeMissing.code
