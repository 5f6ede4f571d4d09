"""Domain values as JSON text in a column, and back.

Only for values that are replaced as a whole and that central can send again; evidence has its
own exact bytes in the journal.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from ra_desk.domain.activation import Channel, LetterNumber, RequestNumber
from ra_desk.domain.addresses import PostalAddress
from ra_desk.domain.numbers import TaxNumber
from ra_desk.domain.pass_request import Decision, EntryRef, PassRequest, Route, Stage
from ra_desk.domain.people import Applicant, DeskId, Office, OfficeId, OperatorId
from ra_desk.domain.policy import Policy, ReviewReason, Service
from ra_desk.domain.refusals import RefusalReason
from ra_desk.domain.reviewed import ReturnReason, Reviewed, Verdict

_ROUTES = {route.value: route for route in Route}
_STAGES = {stage.value: stage for stage in Stage}


def text_of(value: object) -> str:
    """Return compact JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def request_text(request: PassRequest) -> str:
    """Return a request as a JSON list; ``awaits_ruling`` is derived and not kept."""
    a, d = request.applicant, request.decision
    p = a.address
    decision = None if d is None else (
        d.ref.desk, d.ref.epoch, d.ref.seq, d.by, d.operator_name, d.office, d.office_name,
        d.at.isoformat(), d.before,
    )  # fmt: skip
    return text_of(
        (
            request.number, request.route, request.stage,
            (a.given_names, a.surname, a.birth_date.isoformat(), a.tax_number, a.email),
            (p.street, p.house_number, p.settlement, p.postcode, p.post, p.flat, p.country),
            request.submitted_at.isoformat(), request.expires_at.isoformat(),
            request.revision, request.terms_version, request.channel, decision,
            request.review, request.letter, request.office, request.language,
            None if request.reviewed is None else _reviewed_list(request.reviewed),
            request.large_print,
        )
    )  # fmt: skip


@lru_cache(maxsize=64)
def read_request(text: str) -> PassRequest:
    """Return the request in JSON of ``request_text``.

    Each further letter of a name brings mostly the same rows again, so the last few are kept;
    the text is the key, so a row that has changed is another one.
    """
    (
        number, route, stage,
        (given_names, surname, born, tax_number, email),
        (street, house_number, settlement, postcode, post, flat, country),
        submitted, expires, revision, terms, channel, decision, review, letter, office, *more,
    ) = json.loads(text)  # fmt: skip
    return PassRequest(
        number=RequestNumber(number),
        route=_ROUTES[route],
        stage=_STAGES[stage],
        applicant=Applicant(
            given_names=given_names,
            surname=surname,
            birth_date=date.fromisoformat(born),
            tax_number=TaxNumber(tax_number),
            address=PostalAddress(
                street=street,
                house_number=house_number,
                settlement=settlement,
                postcode=postcode,
                post=post,
                flat=flat,
                country=country,
            ),
            email=email,
        ),
        submitted_at=datetime.fromisoformat(submitted),
        expires_at=datetime.fromisoformat(expires),
        revision=revision,
        terms_version=terms,
        channel=None if channel is None else Channel(channel),
        decision=None if decision is None else _decision(*decision),
        review=tuple(ReviewReason(reason) for reason in review) if review else (),
        letter=None if letter is None else LetterNumber(letter),
        office=None if office is None else OfficeId(office),
        # Rows of an earlier version end before the language, after it, or after what was said.
        language=str(more[0]) if more else "sl",
        reviewed=_reviewed(*more[1]) if len(more) > 1 and more[1] is not None else None,
        large_print=len(more) > 2 and bool(more[2]),
    )


def office_text(office: Office) -> str:
    """Return an office as JSON."""
    return text_of([office.id, office.name, office.street, office.post, office.email, office.phone])


@lru_cache(maxsize=4)
def read_office(text: str) -> Office:
    """Return the office in JSON of ``office_text``."""
    id_, name, street, post, email, phone = json.loads(text)
    return Office(id=OfficeId(id_), name=name, street=street, post=post, email=email, phone=phone)


def policy_text(policy: Policy) -> str:
    """Return a policy as JSON."""
    return text_of(
        {
            "minimum_age": policy.minimum_age,
            "hold_s": policy.hold_s,
            "fast_check_s": policy.fast_check_s,
            "new_clerk_checks": policy.new_clerk_checks,
            "review_before": sorted(policy.review_before),
            "sample_after": policy.sample_after,
            "office_post": policy.office_post,
            "lease_s": policy.lease.total_seconds(),
            "keep_closed_s": policy.keep_closed.total_seconds(),
            "look_ups_without_check": policy.look_ups_without_check,
            "service": asdict(policy.service),
            "review_area": policy.review_area,
            "hand_over_to": policy.hand_over_to,
            "hand_over_after_s": policy.hand_over_after.total_seconds(),
            "review_password": policy.review_password,
            "day_signers": policy.day_signers,
            "registered_letters": policy.registered_letters,
        }
    )


@lru_cache(maxsize=4)
def read_policy(text: str) -> Policy:
    """Return the policy in JSON of ``policy_text``."""
    f: dict[str, Any] = json.loads(text)
    return Policy(
        minimum_age=f["minimum_age"],
        hold_s=f["hold_s"],
        fast_check_s=f["fast_check_s"],
        new_clerk_checks=f["new_clerk_checks"],
        review_before=frozenset(ReviewReason(reason) for reason in f["review_before"]),
        sample_after=f["sample_after"],
        office_post=f["office_post"],
        lease=timedelta(seconds=f["lease_s"]),
        keep_closed=timedelta(seconds=f["keep_closed_s"]),
        look_ups_without_check=f["look_ups_without_check"],
        service=Service(**f["service"]),
        # A policy kept by an earlier version has none of these.
        review_area=f.get("review_area", ""),
        hand_over_to=f.get("hand_over_to", ""),
        hand_over_after=timedelta(seconds=f.get("hand_over_after_s", 7200)),
        review_password=f.get("review_password", False),
        day_signers=f.get("day_signers", 1),
        registered_letters=f.get("registered_letters", False),
    )


def _reviewed_list(said: Reviewed) -> tuple[object, ...]:
    return (
        said.verdict, said.by, said.operator_name, said.office, said.office_name,
        said.at.isoformat(), said.return_reason, said.refusal, said.text,
    )  # fmt: skip


def _reviewed(
    verdict: str,
    by: str,
    operator_name: str,
    office: str,
    office_name: str,
    at: str,
    return_reason: str | None,
    refusal: str | None,
    text: str,
) -> Reviewed:
    return Reviewed(
        verdict=Verdict(verdict),
        by=OperatorId(by),
        operator_name=operator_name,
        office=OfficeId(office),
        office_name=office_name,
        at=datetime.fromisoformat(at),
        return_reason=None if return_reason is None else ReturnReason(return_reason),
        refusal=None if refusal is None else RefusalReason(refusal),
        text=text,
    )


def _decision(
    desk: str,
    epoch: int,
    seq: int,
    by: str,
    operator_name: str,
    office: str,
    office_name: str,
    at: str,
    before: str,
) -> Decision:
    return Decision(
        ref=EntryRef(desk=DeskId(desk), epoch=epoch, seq=seq),
        by=OperatorId(by),
        operator_name=operator_name,
        office=OfficeId(office),
        office_name=office_name,
        at=datetime.fromisoformat(at),
        before=Stage(before),
    )
