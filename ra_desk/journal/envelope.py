"""Central's signed word and a desk's proof of a live call: compact JWS (RFC 7515).

``Receipt``: "desk, epoch, filed up to n, digest d, at t". A proof has the shape of RFC 9449 and
also covers the SHA-256 of the body, so that a recorded call cannot carry other entries.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from ra_desk.domain.errors import Broken
from ra_desk.domain.people import DeskId, OperatorId
from ra_desk.journal.canonical import (
    Json,
    NotCanonical,
    b64,
    canonical,
    digest,
    parse_canonical,
    unb64,
)
from ra_desk.journal.codec import instant
from ra_desk.journal.keys import KeyUnreadable, PublicKey, Signer

RECEIPT = "ra-receipt+jws"
REPLY = "ra-reply+jws"
REFUSAL = "ra-refusal+jws"
OPERATOR_KEY = "ra-operator-key+jws"
SLIP = "ra-slip+jws"
PROOF = "dpop+jwt"
#: Seconds that a proof's clock may be away from central's.
PROOF_WINDOW_S = 120
_JTI = re.compile(r"[A-Za-z0-9_-]{16,80}")


class NotGenuine(Broken):
    """``what``: a signed word that is not from whom it must be."""

    code = "journal.not_genuine"


class ProofRefused(Broken):
    """``reason``: why a call is not taken as a live call of the desk."""

    code = "journal.proof_refused"


def sign(payload: bytes, *, typ: str, signer: Signer) -> str:
    """Return a compact JWS over the exact payload bytes."""
    protected = b64(canonical({"alg": "Ed25519", "kid": signer.kid, "typ": typ}))
    data = f"{protected}.{b64(payload)}"
    return f"{data}.{b64(signer.sign(data.encode()))}"


def key_named(token: str) -> str:
    """Return the ``kid`` that a compact JWS claims, unverified; empty if there is none."""
    try:
        header = parse_canonical(unb64(token.split(".")[0], what="token"), what="token")
    except NotCanonical:
        return ""
    kid = header.get("kid")
    return kid if isinstance(kid, str) else ""


def opened(token: str, *, typ: str, key: PublicKey) -> bytes:
    """Return the payload of a compact JWS that ``key`` signed as ``typ``.

    Raises:
        NotGenuine: another key, another type, altered, or no JWS at all.
    """
    parts = token.split(".")
    if len(parts) != 3:
        raise NotGenuine(what=typ)
    try:
        header = parse_canonical(unb64(parts[0], what=typ), what=typ)
        payload, signature = unb64(parts[1], what=typ), unb64(parts[2], what=typ)
    except NotCanonical:
        raise NotGenuine(what=typ) from None
    if header != {"alg": "Ed25519", "kid": key.kid, "typ": typ}:
        raise NotGenuine(what=typ)
    if not key.verifies(signature, f"{parts[0]}.{parts[1]}".encode()):
        raise NotGenuine(what=typ)
    return payload


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """Central holds the desk's chain up to ``filed``, whose digest is ``digest``."""

    desk: DeskId
    epoch: int
    filed: int
    digest: str
    at: datetime

    def signed(self, signer: Signer) -> str:
        fields = {
            "v": 1,
            "desk": self.desk,
            "epoch": self.epoch,
            "filed": self.filed,
            "digest": self.digest,
            "at": instant(self.at),
        }
        return sign(canonical(fields), typ=RECEIPT, signer=signer)


def read_receipt(token: str, *, key: PublicKey) -> Receipt:
    """Return a receipt that central signed.

    Raises:
        NotGenuine: it is not central's word.
    """
    match _object(opened(token, typ=RECEIPT, key=key), RECEIPT):
        case {
            "v": 1,
            "desk": str(desk),
            "epoch": int(epoch),
            "filed": int(filed),
            "digest": str(text),
            "at": str(at),
        }:
            return Receipt(
                desk=DeskId(desk),
                epoch=epoch,
                filed=filed,
                digest=text,
                at=_moment(at),
            )
        case _:
            raise NotGenuine(what=RECEIPT)


def operator_key_statement(
    operator: OperatorId, desk: DeskId, key: PublicKey, *, at: datetime, signer: Signer
) -> str:
    """Return central's word that an operator signs with this key at this desk."""
    fields: Mapping[str, object] = {
        "v": 1,
        "operator": operator,
        "desk": desk,
        "jwk": key.jwk(),
        "at": instant(at),
    }
    return sign(canonical(fields), typ=OPERATOR_KEY, signer=signer)


def read_operator_key(token: str, *, key: PublicKey) -> tuple[OperatorId, DeskId, PublicKey]:
    """Return who signs with which key at which desk, as central stated it.

    Raises:
        NotGenuine: it is not central's word.
    """
    match _object(opened(token, typ=OPERATOR_KEY, key=key), OPERATOR_KEY):
        case {"v": 1, "operator": str(operator), "desk": str(desk), "jwk": jwk}:
            try:
                return OperatorId(operator), DeskId(desk), PublicKey.from_jwk(jwk)
            except (KeyUnreadable, NotCanonical):
                raise NotGenuine(what=OPERATOR_KEY) from None
        case _:
            raise NotGenuine(what=OPERATOR_KEY)


def make_proof(
    signer: Signer, *, method: str, url: str, body: bytes, jti: str, at: datetime
) -> str:
    """Return the proof that the desk itself makes this call now (RFC 9449 shape)."""
    claims = {
        "htm": method,
        "htu": url,
        "iat": int(at.timestamp()),
        "jti": jti,
        "bh": digest(body),
    }
    return sign(canonical(claims), typ=PROOF, signer=signer)


def read_proof(
    token: str, *, key: PublicKey, method: str, url: str, body: bytes, now: datetime
) -> str:
    """Return the ``jti`` of a proof for exactly this call; the caller refuses one seen before.

    Raises:
        ProofRefused: another key, method, address or body, or too old or early.
    """
    try:
        claims = _object(opened(token, typ=PROOF, key=key), PROOF)
    except NotGenuine:
        raise ProofRefused(reason="signature") from None
    issued, jti = claims.get("iat"), claims.get("jti")
    if (claims.get("htm"), claims.get("htu")) != (method, url):
        raise ProofRefused(reason="address")
    if claims.get("bh") != digest(body):
        raise ProofRefused(reason="body")
    # As integers: a number that no float holds is a wrong time, too.
    if not isinstance(issued, int) or abs(int(now.timestamp()) - issued) > PROOF_WINDOW_S:
        raise ProofRefused(reason="time")
    if not isinstance(jti, str) or not _JTI.fullmatch(jti):
        raise ProofRefused(reason="jti")
    return jti


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise NotGenuine(what=RECEIPT) from None


def _object(payload: bytes, what: str) -> Json:
    try:
        return parse_canonical(payload, what=what)
    except NotCanonical:
        raise NotGenuine(what=what) from None
