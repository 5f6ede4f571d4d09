"""The desks' routes, from enrolling to administration; and whether central is well."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

import sqlalchemy as sa
from fastapi import APIRouter, Depends, Header, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from ra_desk.central.administering import (
    hear_acceptance,
    hear_administered,
    hear_decision,
    hear_proposal,
)
from ra_desk.central.api.problems import facts_of, status_of
from ra_desk.central.database import snapshot
from ra_desk.central.enrolment import enrol
from ra_desk.central.feed import answer
from ra_desk.central.filing import file
from ra_desk.central.look_up import find
from ra_desk.central.office_report import office_report
from ra_desk.central.open_requests import hear_open
from ra_desk.central.parts import Parts
from ra_desk.central.proofs import Call, CallingDesk, calling_desk
from ra_desk.central.review_cases import cases
from ra_desk.central.sign_in import sign_in
from ra_desk.central.trace import trace
from ra_desk.domain.errors import RaError
from ra_desk.journal.envelope import REFUSAL, REPLY, ProofRefused, sign
from ra_desk.wire.messages import (
    PROTOCOL,
    EnrolCall,
    ExchangeCall,
    ExchangeReply,
    LookUpCall,
    OpenCall,
    Problem,
    SignedProblem,
    SignInCall,
)
from ra_desk.wire.messages_administration import (
    AcceptCall,
    AdministrationCall,
    DecideCall,
    ProposeCall,
)
from ra_desk.wire.messages_report import OfficeReportCall
from ra_desk.wire.messages_review import ReviewCall
from ra_desk.wire.messages_trace import TraceCall

SIGNED = "application/jose"
#: A proof is about 400 signs.
LONGEST_PROOF = 2000

_TEXTS = {
    400: "The call is wrong",
    401: "Who calls is not known, or not now",
    403: "A rule forbids it",
    413: "The call is too large",
    422: "The call is malformed",
    423: "The desk is in quarantine",
    503: "Not now; send it again",
}
_SIGNED_PROBLEM = (
    "A compact JWS by central's key, typ ra-refusal+jws, over a SignedProblem, if the call was"
    " proved; else a bare Problem, on which no desk acts for good."
)
_PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {
        "description": f"{text}. {_SIGNED_PROBLEM}",
        "content": {
            "application/jose": {"schema": {"type": "string"}},
            "application/json": {"schema": {"$ref": "#/components/schemas/Problem"}},
        },
    }
    for status, text in _TEXTS.items()
}
#: Enrolling proves a key that nobody knows yet, so its refusals are bare.
_BARE_PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"description": f"{text}."} | {"model": Problem} for status, text in _TEXTS.items()
}


class SignedWord(Response):
    """A compact JWS by central's key over JSON.

    The typ is ``ra-reply+jws`` for a reply and ``ra-refusal+jws`` for a ``SignedProblem``.
    """

    media_type = SIGNED


class Health(BaseModel):
    """Central runs and its database answers."""

    ok: bool
    protocol: int


async def _call(
    request: Request, dpop: Annotated[str, Header(max_length=LONGEST_PROOF)] = ""
) -> Call:
    if not dpop:
        raise ProofRefused(reason="missing")
    return Call(path=request.url.path, body=await request.body(), proof=dpop)


Proved = Annotated[Call, Depends(_call)]


def desk_routes(parts: Parts) -> APIRouter:
    """Return the routes that desks use."""
    routes = APIRouter(prefix="/v1", tags=["desk"], default_response_class=SignedWord)

    def word(reply: BaseModel) -> SignedWord:
        return _signed(parts, reply, typ=REPLY)

    def answered(call: Call, verb: Callable[[CallingDesk], BaseModel]) -> SignedWord:
        """Return what a verb says to the desk that proved the call, also when it refuses."""
        caller = calling_desk(parts, call)
        try:
            caller.require_trusted()
            return word(verb(caller))
        except RaError as error:
            refusal = SignedProblem(
                v=PROTOCOL, jti=caller.jti, code=error.code, facts=facts_of(error)
            )
            return _signed(parts, refusal, typ=REFUSAL, status=status_of(error))

    @routes.post("/enrol", responses=_BARE_PROBLEMS)
    def enrol_desk(message: EnrolCall, call: Proved) -> SignedWord:
        """Make a desk of the key that proves this call; the payload is an ``EnrolReply``."""
        return word(enrol(parts, message, call))

    @routes.post("/sign-in", responses=_PROBLEMS)
    def sign_in_operator(message: SignInCall, call: Proved) -> SignedWord:
        """Let an operator in; the payload is a ``SignInReply``."""
        return answered(call, lambda caller: sign_in(parts, message, caller))

    @routes.post("/exchange", responses=_PROBLEMS)
    def exchange(message: ExchangeCall, call: Proved) -> SignedWord:
        """File entries and tell what has changed; the payload is an ``ExchangeReply``."""

        def reply(caller: CallingDesk) -> ExchangeReply:
            return answer(parts, message, file(parts, message, caller), jti=caller.jti)

        return answered(call, reply)

    @routes.post("/look-up", responses=_PROBLEMS)
    def look_up(message: LookUpCall, call: Proved) -> SignedWord:
        """Find a request in all offices; the payload is a ``LookUpReply``."""
        return answered(call, lambda caller: find(parts, message, caller))

    @routes.post("/trace", responses=_PROBLEMS)
    def trace_citizen(message: TraceCall, call: Proved) -> SignedWord:
        """Tell an auditor who dealt with a citizen at any desk; a ``TraceReply``."""
        return answered(call, lambda caller: trace(parts, message, caller))

    @routes.post("/report", responses=_PROBLEMS)
    def report(message: OfficeReportCall, call: Proved) -> SignedWord:
        """Tell a supervisor or an auditor what the office did; an ``OfficeReportReply``."""
        return answered(call, lambda caller: office_report(parts, message, caller))

    @routes.post("/open", responses=_PROBLEMS)
    def open_request(message: OpenCall, call: Proved) -> SignedWord:
        """Hear which request is open at a desk, and say who else has it; an ``OpenReply``."""
        return answered(call, lambda caller: hear_open(parts, message, caller))

    @routes.post("/review", responses=_PROBLEMS)
    def review(message: ReviewCall, call: Proved) -> SignedWord:
        """Tell a supervisor what waits for a second pair of eyes; a ``ReviewReply``."""
        return answered(call, lambda caller: cases(parts, message, caller))

    @routes.post("/administration", responses=_PROBLEMS)
    def administration(message: AdministrationCall, call: Proved) -> SignedWord:
        """Tell an administrator what there is and what waits; an ``AdministrationReply``."""
        return answered(call, lambda caller: hear_administered(parts, message, caller))

    @routes.post("/administration/act", responses=_PROBLEMS)
    def administer(message: ProposeCall, call: Proved) -> SignedWord:
        """Do an act, or let it wait for a second person; a ``ProposedReply``."""
        return answered(call, lambda caller: hear_proposal(parts, message, caller))

    @routes.post("/administration/decision", responses=_PROBLEMS)
    def confirm(message: DecideCall, call: Proved) -> SignedWord:
        """Take a second person's word, or the first one's withdrawal; a ``DecidedReply``."""
        return answered(call, lambda caller: hear_decision(parts, message, caller))

    @routes.post("/invitation", responses=_PROBLEMS)
    def open_account(message: AcceptCall, call: Proved) -> SignedWord:
        """Let who was invited choose a password; an ``AcceptedReply``."""
        return answered(call, lambda caller: hear_acceptance(parts, message, caller))

    @routes.get("/health", response_class=JSONResponse)
    def health() -> Health:
        """Say that central runs and its database answers."""
        with snapshot(parts.engine) as connection:
            connection.execute(sa.text("SELECT 1"))
        return Health(ok=True, protocol=PROTOCOL)

    return routes


def _signed(parts: Parts, said: BaseModel, *, typ: str, status: int = 200) -> SignedWord:
    token = sign(said.model_dump_json().encode(), typ=typ, signer=parts.signer)
    return SignedWord(token, status_code=status, headers={"Cache-Control": "no-store"})
