"""The citizens' routes: account, session, request, code, phone. JSON in and out, a bearer token between.

Nothing is a cookie, so no other site can make a browser act for a citizen.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header
from pydantic import Field

from ra_desk.central.accounts import (
    create_account,
    require_citizen,
    sign_in_citizen,
    sign_out_citizen,
)
from ra_desk.central.citizen_parts import AccountId, CitizenParts
from ra_desk.central.codes import order_again, redeem
from ra_desk.central.database import snapshot
from ra_desk.central.my_request import Submission, my_requests, submit_request, withdraw
from ra_desk.central.offices import offices
from ra_desk.central.phones import (
    UnderWay,
    activate,
    enter_phone,
    my_phones,
    send_sms_again,
)
from ra_desk.domain.access import SessionOver
from ra_desk.domain.activation import parse_request_number
from ra_desk.domain.addresses import PostalAddress
from ra_desk.domain.pass_request import PassRequest
from ra_desk.domain.people import OfficeId
from ra_desk.domain.secret import Secret
from ra_desk.wire.convert import office_out
from ra_desk.wire.messages import Call, OfficeMessage, Problem, Text, Word

_SCHEME = "bearer "
_PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem} for status in (400, 401, 403, 422, 503)
}


class AccountCall(Call):
    """Open an account."""

    email: Text
    password: Annotated[str, Field(max_length=400)]
    language: Annotated[str, Field(max_length=8)] = "sl"


class AccountReply(Word):
    """The same for an address that is new and for one that has an account."""

    accepted: bool


class SessionCall(Call):
    """Sign in."""

    email: Text
    password: Annotated[str, Field(max_length=400)]


class SessionReply(Word):
    token: str
    expires_at: datetime


class TermsReply(Word):
    """The general terms that a request must accept today."""

    version: str
    rules: str


class AddressCall(Call):
    """A postal address as ``AddressMessage`` divides it."""

    street: Text | None
    house_number: Text
    settlement: Text
    postcode: Text
    post: Text
    flat: Text | None = None
    country: Text = "SI"


class RequestCall(Call):
    """The five groups of data of the general terms, and which version of the terms is accepted.

    ``large_print``: a letter about it is wished in large print.
    """

    given_names: Text
    surname: Text
    birth_date: date
    tax_number: Text
    address: AddressCall
    accepted_terms: Text = ""
    office: Text | None = None
    large_print: bool = False


class RequestReply(Word):
    """A request as its citizen sees it."""

    number: str
    stage: str
    given_names: str
    surname: str
    submitted_at: datetime
    expires_at: datetime
    terms_version: str
    channel: str | None
    office: str | None
    large_print: bool


class RequestsReply(Word):
    requests: list[RequestReply]


class OfficesReply(Word):
    offices: list[OfficeMessage]


class CodeCall(Call):
    """The activation code as it was typed."""

    code: Text


class PhoneCall(Call):
    """A phone number as it was typed; without ``+`` it is Slovenian."""

    number: Text


class PhoneReply(Word):
    """A one-time password is on its way by SMS.

    ``phone``: masked; ``again_at``: when the same SMS can be asked for again.
    """

    phone: str
    valid_until: datetime
    again_at: datetime


class OneTimePasswordCall(Call):
    """The one-time password as it was typed."""

    password: Text


class KeptPhone(Word):
    """A number of the account, masked."""

    phone: str
    added_at: datetime


class PhonesReply(Word):
    phones: list[KeptPhone]


def _bearer(authorization: Annotated[str, Header(max_length=200)] = "") -> str:
    if not authorization.lower().startswith(_SCHEME):
        raise SessionOver()
    return authorization[len(_SCHEME) :]


#: The token of a session; a call without one is refused before anything else.
Bearer = Annotated[str, Depends(_bearer)]


def citizen_routes(parts: CitizenParts) -> APIRouter:
    """Return the routes that citizens use."""
    routes = APIRouter(prefix="/v1/citizen", tags=["citizen"], responses=_PROBLEMS)

    def citizen(token: str) -> AccountId:
        return require_citizen(parts.parts, token)

    @routes.get("/terms")
    def terms() -> TermsReply:
        """Return which general terms are in force."""
        return TermsReply(version=parts.terms_version, rules=parts.service.rules)

    @routes.get("/offices")
    def all_offices() -> OfficesReply:
        """Return the registration offices."""
        with snapshot(parts.parts.engine) as connection:
            return OfficesReply(offices=[office_out(one) for one in offices(connection)])

    @routes.post("/accounts", status_code=202)
    def open_account(message: AccountCall) -> AccountReply:
        """Open an account; the answer does not say whether the address had one."""
        create_account(
            parts.parts,
            email=message.email,
            password=Secret(message.password),
            language=message.language,
        )
        return AccountReply(accepted=True)

    @routes.post("/sessions")
    def open_session(message: SessionCall) -> SessionReply:
        """Sign in; the token goes into ``Authorization: Bearer …``."""
        opened = sign_in_citizen(
            parts.parts, email=message.email, password=Secret(message.password)
        )
        return SessionReply(token=opened.token.reveal(), expires_at=opened.expires_at)

    @routes.delete("/sessions", status_code=204)
    def close_session(token: Bearer) -> None:
        """Sign out."""
        sign_out_citizen(parts.parts, token)

    @routes.post("/requests", status_code=201)
    def submit(message: RequestCall, token: Bearer) -> RequestReply:
        """Submit a request for smsPASS."""
        form = Submission(
            given_names=message.given_names,
            surname=message.surname,
            birth_date=message.birth_date,
            tax_number=message.tax_number,
            address=PostalAddress(**message.address.model_dump()),
            terms_version=message.accepted_terms,
            office=None if message.office is None else OfficeId(message.office),
            large_print=message.large_print,
        )
        return _reply(submit_request(parts, citizen(token), form))

    @routes.get("/requests")
    def see(token: Bearer) -> RequestsReply:
        """Return the account's requests, the newest first."""
        return RequestsReply(requests=[_reply(one) for one in my_requests(parts, citizen(token))])

    @routes.post("/requests/{number}/withdrawal")
    def take_back(number: str, token: Bearer) -> RequestReply:
        """Withdraw a request; a code that is under way dies."""
        return _reply(withdraw(parts, citizen(token), parse_request_number(number)))

    @routes.post("/code")
    def use_code(message: CodeCall, token: Bearer) -> RequestReply:
        """Redeem the activation code of the account's own request."""
        return _reply(redeem(parts, citizen(token), message.code))

    @routes.post("/code/again", status_code=202)
    def send_again(token: Bearer) -> RequestReply:
        """Let the old code die and another one be sent."""
        return _reply(order_again(parts, citizen(token)))

    @routes.get("/phones")
    def phones(token: Bearer) -> PhonesReply:
        """Return the account's phone numbers, masked."""
        kept = my_phones(parts, citizen(token))
        return PhonesReply(phones=[KeptPhone(phone=one, added_at=at) for one, at in kept])

    @routes.post("/phone", status_code=202)
    def phone(message: PhoneCall, token: Bearer) -> PhoneReply:
        """Have a one-time password sent to a number, once the activation code is redeemed."""
        return _on_its_way(enter_phone(parts, citizen(token), message.number))

    @routes.post("/phone/again", status_code=202)
    def phone_again(token: Bearer) -> PhoneReply:
        """Have the same password sent again."""
        return _on_its_way(send_sms_again(parts, citizen(token)))

    @routes.post("/one-time-password")
    def use_password(message: OneTimePasswordCall, token: Bearer) -> RequestReply:
        """Prove the phone number and switch smsPASS on."""
        return _reply(activate(parts, citizen(token), message.password))

    return routes


def _on_its_way(sms: UnderWay) -> PhoneReply:
    return PhoneReply(phone=sms.phone, valid_until=sms.valid_until, again_at=sms.again_at)


def _reply(kept: PassRequest) -> RequestReply:
    return RequestReply(
        number=kept.number,
        stage=kept.stage,
        given_names=kept.applicant.given_names,
        surname=kept.applicant.surname,
        submitted_at=kept.submitted_at,
        expires_at=kept.expires_at,
        terms_version=kept.terms_version,
        channel=kept.channel,
        office=kept.office,
        large_print=kept.large_print,
    )
