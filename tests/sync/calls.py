"""Calls over the line, and words of a central to answer them with."""

from __future__ import annotations

import json
from pathlib import Path

from ra_desk.domain.activation import new_letter_number
from ra_desk.domain.pass_request import Stage
from ra_desk.domain.people import DeskId
from ra_desk.domain.policy import Policy
from ra_desk.journal.canonical import b64, parse_canonical, unb64
from ra_desk.journal.envelope import REFUSAL, REPLY, sign
from ra_desk.journal.keys import SigningKey
from ra_desk.journal.seal import SealedEntry
from ra_desk.services.ports import Enrolment, Round
from ra_desk.sync.http import HttpCentral
from ra_desk.wire.convert import policy_out, request_out
from tests.fakes import NOON, OFFICE, a_request
from tests.sync.servers import PATIENCE_S, Heard, Script, Server, answered

CENTRAL, DESK = SigningKey.generate(), SigningKey.generate()
JOSE = "application/jose"
JSON = "application/json"
ROUND = Round(
    entries=[
        SealedEntry(seq=1, jws=b"{}", payload=b"{}"),
        SealedEntry(seq=2, jws=b"{}", payload=None),
    ],
    cursor="",
    reflected=0,
    ruled=0,
    last_reply="",
)


def central_at(server: Server | str, trust: Path | None = None, **limits: object) -> HttpCentral:
    return HttpCentral(
        DESK,
        trust=None if trust is None else str(trust),
        **({"timeouts_s": (PATIENCE_S, PATIENCE_S)} | limits),  # type: ignore[arg-type]
    )


def enrolled(url: str) -> Enrolment:
    return Enrolment(
        desk=DeskId("desk-1"),
        epoch=1,
        office=OFFICE,
        counter="1",
        central_url=url,
        central_key=CENTRAL.public,
        demo=False,
    )


def exchanged(server: Server | str, trust: Path | None = None, **limits: object):
    line = central_at(server, trust, **limits)
    url = server if isinstance(server, str) else server.url
    try:
        return line.exchange(ROUND, enrolment=enrolled(url), now=NOON)
    finally:
        line.close()


def jti_of(heard: Heard) -> str:
    claims = parse_canonical(unb64(heard.head["dpop"].split(".")[1], what=""), what="")
    return str(claims["jti"])


def word(fields: dict[str, object], *, signer: SigningKey = CENTRAL) -> Script:
    """Return a central that signs these fields, with the ``jti`` of the call unless there is one."""

    def script(heard: Heard) -> list[bytes]:
        said = {"jti": jti_of(heard), "v": 1} | fields
        token = sign(json.dumps(said).encode(), typ=REPLY, signer=signer)
        return answered("200 OK", token.encode(), kind=JOSE)

    return script


def a_reply(**changes: object) -> dict[str, object]:
    """Return a reply to an exchange with one of everything."""
    told = a_request(stage=Stage.CODE_ORDERED)
    fields: dict[str, object] = {
        "at": "2026-11-20T12:00:00+01:00",
        "receipt": "receipt",
        "rulings": [
            {
                "seq": 1,
                "outcome": "refused",
                "reason": "check.already_decided",
                "facts": {"office": "UE Kranj"},
                "at": "2026-11-20T11:00:00Z",
            }
        ],
        "requests": [request_out(told).model_dump(mode="json")],
        "letters": [
            {
                "number": new_letter_number(),
                "box": b64(b"box"),
                "ordered_at": "2026-11-20T11:00:00Z",
                "expires_at": "2026-12-11T11:00:00Z",
                "request": request_out(told).model_dump(mode="json"),
            }
        ],
        "dead_letters": [new_letter_number()],
        "reflected": 1,
        "cursor": "c",
        "more": True,
        "policy": policy_out(Policy()).model_dump(mode="json"),
        "operator_names": {"maja": "Maja K."},
        "something_newer": True,
    }
    return fields | changes


def refusing(
    status: str,
    code: str,
    *,
    signer: SigningKey = CENTRAL,
    typ: str = REFUSAL,
    fields: dict[str, object] | None = None,
    **facts: str,
) -> Script:
    """Return a central that signs a refusal of the very call, or of what ``fields`` say."""

    def script(heard: Heard) -> list[bytes]:
        said = {"v": 1, "jti": jti_of(heard), "code": code, "facts": facts} | (fields or {})
        token = sign(json.dumps(said).encode(), typ=typ, signer=signer)
        return answered(status, token.encode(), kind=JOSE)

    return script


def refusing_unsigned(status: str, code: str, **facts: str) -> Script:
    """Return anybody who ends the line."""
    body = json.dumps({"code": code, "facts": facts}).encode()
    return lambda _: answered(status, body, kind="application/json; charset=utf-8")
