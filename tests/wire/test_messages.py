"""Messages keep what they carry, and each end treats the unknown as its side must."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import timedelta

import pytest
from pydantic import ValidationError

from ra_desk.domain.activation import Channel, new_letter_number
from ra_desk.domain.pass_request import Decision, EntryRef, PassRequest, Stage
from ra_desk.domain.people import Applicant, DeskId, OperatorId
from ra_desk.domain.policy import Policy, ReviewReason, Service
from ra_desk.domain.reviewed import ReturnReason, Reviewed, Verdict
from ra_desk.domain.standing import Outcome, Ruling
from ra_desk.wire.convert import (
    office_in,
    office_out,
    policy_in,
    policy_out,
    request_in,
    request_out,
    ruling_in,
    ruling_out,
)
from ra_desk.wire.messages import ExchangeCall, PolicyMessage, RequestMessage
from tests.fakes import NOON, OFFICE, a_request

FULL = a_request(
    stage=Stage.CODE_ORDERED,
    channel=Channel.POST,
    letter=new_letter_number(),
    large_print=True,
    review=(ReviewReason.RANDOM_SAMPLE,),
    reviewed=Reviewed(
        verdict=Verdict.RETURN,
        by=OperatorId("vida"),
        operator_name="Vida N.",
        office=OFFICE.id,
        office_name=OFFICE.name,
        at=NOON,
        return_reason=ReturnReason.EXPLAIN,
        text="Kaj ste videli?",
    ),
    decision=Decision(
        ref=EntryRef(desk=DeskId("d1"), epoch=2, seq=7),
        by=OperatorId("maja"),
        operator_name="Maja K.",
        office=OFFICE.id,
        office_name=OFFICE.name,
        at=NOON,
        before=Stage.SUBMITTED,
    ),
)


def over_the_wire(request: PassRequest) -> PassRequest:
    text = request_out(request).model_dump_json()
    return request_in(RequestMessage.model_validate_json(text))


@pytest.mark.parametrize("request_", [FULL, a_request()])
def test_a_request_arrives_as_it_was_sent(request_):
    assert over_the_wire(request_) == request_


def test_marks_that_nobody_sees_do_not_come_in_with_a_name():
    """A mark of direction would turn round what a clerk reads, on any page and in any list."""
    hostile = "=cmd()\u202e <b>An\u00ada</b>\r\n\u2066x"
    known = FULL.applicant
    address = replace(known.address, street=hostile)
    written = replace(
        known, given_names=hostile, surname=hostile, email=f"{hostile}@x.example", address=address
    )
    read = over_the_wire(replace(FULL, applicant=written)).applicant
    inert = "=cmd() <b>Ana</b> x"
    assert (read.given_names, read.surname, read.address.street) == (inert, inert, inert)
    assert read.email == f"{inert}@x.example"


def test_a_central_that_knows_no_large_print_wishes_none():
    """An older central goes on working with newer desks."""
    said = request_out(FULL).model_dump()
    del said["large_print"]
    assert request_in(RequestMessage.model_validate(said)) == replace(FULL, large_print=False)


def test_a_policy_an_office_and_a_ruling_arrive_as_they_were_sent():
    policy = Policy(
        hold_s=3,
        review_area="zahod",
        hand_over_to="ue-piran",
        hand_over_after=timedelta(hours=3),
        review_password=True,
        office_post=True,
        lease=timedelta(hours=5),
        review_before=frozenset({ReviewReason.NEW_CLERK}),
        service=Service(phone="05 000 00 00"),
    )
    text = policy_out(policy).model_dump_json()
    assert policy_in(PolicyMessage.model_validate_json(text)) == policy
    assert office_in(office_out(OFFICE)) == OFFICE
    ruling = Ruling(outcome=Outcome.REFUSED, reason="check.x", facts={"office": "UE Koper"})
    assert ruling_in(ruling_out(3, ruling, NOON)) == ruling


@pytest.mark.requirement("S0-08")
def test_what_a_later_central_says_does_not_stop_this_desk():
    """An unknown stage is shown as such, unknown reasons and fields are left out."""
    said = json.loads(request_out(FULL).model_dump_json())
    said |= {"stage": "archived", "review": ["moon_phase"], "mood": "calm"}
    request = request_in(RequestMessage.model_validate(said))
    assert (request.stage, request.review) == (Stage.UNKNOWN, ())
    policy = policy_out(Policy()).model_dump() | {"review_before": ["moon_phase"]}
    assert policy_in(PolicyMessage.model_validate(policy)).review_before == frozenset()


def test_central_forbids_what_it_does_not_know():
    call = {
        "v": 1,
        "epoch": 1,
        "entries": [],
        "cursor": "",
        "reflected": 0,
        "ruled": 0,
        "last_reply": "",
    }
    ExchangeCall.model_validate(call)
    with pytest.raises(ValidationError):
        ExchangeCall.model_validate(call | {"admin": True})


@pytest.mark.requirement("S0-17", "S0-44", "S0-48")
def test_a_desk_gets_the_five_groups_of_data_and_the_account_name_only():
    """Name, tax number, birth date, permanent address, e-mail; no EMŠO, phone or password."""
    assert {f.name for f in fields(Applicant)} == {
        "given_names",
        "surname",
        "birth_date",
        "tax_number",
        "address",
        "email",
    }
    text = request_out(FULL).model_dump_json()
    for never in ("emso", "phone", "password", "document_number"):
        assert never not in text


@pytest.mark.requirement("S0-02", "S0-56")
def test_the_accepted_terms_travel_with_the_request():
    assert over_the_wire(replace(FULL, terms_version="2026-11")).terms_version == "2026-11"
