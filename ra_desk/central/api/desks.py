"""The desks' routes: enrol, sign in, exchange, look up; and whether central is well."""

from __future__ import annotations

from typing import Annotated, Any

import sqlalchemy as sa
from fastapi import APIRouter, Depends, Header, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from ra_desk.central.database import snapshot
from ra_desk.central.enrolment import enrol
from ra_desk.central.feed import answer
from ra_desk.central.filing import file
from ra_desk.central.look_up import find
from ra_desk.central.parts import Parts
from ra_desk.central.proofs import Call, calling_desk
from ra_desk.central.sign_in import sign_in
from ra_desk.journal.envelope import REPLY, ProofRefused, sign
from ra_desk.wire.messages import (
    PROTOCOL,
    EnrolCall,
    ExchangeCall,
    LookUpCall,
    Problem,
    SignInCall,
)

SIGNED = "application/jose"
#: A proof is about 400 signs.
LONGEST_PROOF = 2000

_PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem} for status in (400, 401, 403, 413, 422, 423, 503)
}


class SignedWord(Response):
    """A compact JWS by central's key, typ ``ra-reply+jws``, over the JSON of the reply."""

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
        token = sign(reply.model_dump_json().encode(), typ=REPLY, signer=parts.signer)
        return SignedWord(token, headers={"Cache-Control": "no-store"})

    @routes.post("/enrol", responses=_PROBLEMS)
    def enrol_desk(message: EnrolCall, call: Proved) -> SignedWord:
        """Make a desk of the key that proves this call; the payload is an ``EnrolReply``."""
        return word(enrol(parts, message, call))

    @routes.post("/sign-in", responses=_PROBLEMS)
    def sign_in_operator(message: SignInCall, call: Proved) -> SignedWord:
        """Let an operator in; the payload is a ``SignInReply``."""
        return word(sign_in(parts, message, calling_desk(parts, call)))

    @routes.post("/exchange", responses=_PROBLEMS)
    def exchange(message: ExchangeCall, call: Proved) -> SignedWord:
        """File entries and tell what has changed; the payload is an ``ExchangeReply``."""
        caller = calling_desk(parts, call)
        filed = file(parts, message, caller)
        return word(answer(parts, message, filed, jti=caller.jti))

    @routes.post("/look-up", responses=_PROBLEMS)
    def look_up(message: LookUpCall, call: Proved) -> SignedWord:
        """Find a request in all offices; the payload is a ``LookUpReply``."""
        return word(find(parts, message, calling_desk(parts, call)))

    @routes.get("/health", response_class=JSONResponse)
    def health() -> Health:
        """Say that central runs and its database answers."""
        with snapshot(parts.engine) as connection:
            connection.execute(sa.text("SELECT 1"))
        return Health(ok=True, protocol=PROTOCOL)

    return routes
