"""Central's word and the proof of a call: what is taken as genuine, and everything that is not."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ra_desk.domain.people import DeskId, OperatorId
from ra_desk.journal.canonical import b64, canonical, parse_canonical, unb64
from ra_desk.journal.envelope import (
    OPERATOR_KEY,
    PROOF,
    PROOF_WINDOW_S,
    RECEIPT,
    REPLY,
    NotGenuine,
    ProofRefused,
    Receipt,
    key_named,
    make_proof,
    opened,
    operator_key_statement,
    read_operator_key,
    read_proof,
    read_receipt,
    sign,
)
from ra_desk.journal.keys import SigningKey
from tests.fakes import NOON

CENTRAL, DESK, STRANGER = (SigningKey.generate() for _ in range(3))
URL, BODY, JTI = "https://central.example/v1/exchange", b'{"v":1}', "j" * 24
ISSUED = int(NOON.timestamp())


def a_receipt(**changes: object) -> str:
    fields = {"v": 1, "desk": "desk-1", "epoch": 1, "filed": 7, "digest": "d" * 43}
    said = fields | {"at": "2026-11-20T11:00:00.000Z"} | changes
    return sign(canonical(said), typ=RECEIPT, signer=CENTRAL)


def taken(proof: str, *, late: timedelta = timedelta(0), body: bytes = BODY) -> str:
    return read_proof(proof, key=DESK.public, method="POST", url=URL, body=body, now=NOON + late)


def a_proof(**changes: object) -> str:
    proof = make_proof(DESK, method="POST", url=URL, body=BODY, jti=JTI, at=NOON)
    return resigned(proof, **changes) if changes else proof


def resigned(proof: str, **changes: object) -> str:
    claims = parse_canonical(unb64(proof.split(".")[1], what=""), what="") | changes
    return sign(canonical(claims), typ=PROOF, signer=DESK)


def test_a_receipt_says_what_was_signed():
    receipt = Receipt(desk=DeskId("desk-1"), epoch=2, filed=7, digest="d" * 43, at=NOON)
    assert read_receipt(receipt.signed(CENTRAL), key=CENTRAL.public) == receipt


@pytest.mark.parametrize(
    "token",
    [
        "",
        "a.b",
        "a.b.c",
        "a.b.c.d",
        "…",
        a_receipt(v=2),
        a_receipt(filed="7"),
        a_receipt(at="yesterday"),
        sign(b"{}", typ=RECEIPT, signer=CENTRAL),
        sign(b"[]", typ=RECEIPT, signer=CENTRAL),
        sign(b"\xff", typ=RECEIPT, signer=CENTRAL),
        sign(b'{"a":"\\ud800"}', typ=RECEIPT, signer=CENTRAL),
        a_receipt() + "=",
        a_receipt()[:-2],
    ],
)
def test_what_is_no_receipt_is_not_taken_as_one(token):
    with pytest.raises(NotGenuine):
        read_receipt(token, key=CENTRAL.public)


def test_a_word_counts_only_for_what_it_was_signed_and_by_whom():
    """A receipt is no reply, another's word is nobody's, and a changed word is no word."""
    word = sign(b'{"a":1}', typ=REPLY, signer=CENTRAL)
    assert opened(word, typ=REPLY, key=CENTRAL.public) == b'{"a":1}'
    header, _, signature = word.split(".")
    swapped = ".".join([header, b64(b'{"a":2}'), signature])
    for token, typ, key in (
        (word, RECEIPT, CENTRAL),
        (word, REPLY, STRANGER),
        (swapped, REPLY, CENTRAL),
    ):
        with pytest.raises(NotGenuine):
            opened(token, typ=typ, key=key.public)


def test_a_statement_names_operator_desk_and_key():
    said = operator_key_statement(
        OperatorId("maja"), DeskId("desk-1"), DESK.public, at=NOON, signer=CENTRAL
    )
    assert read_operator_key(said, key=CENTRAL.public) == ("maja", "desk-1", DESK.public)


@pytest.mark.parametrize(
    "fields",
    [
        {"v": 1, "operator": "maja", "desk": "desk-1", "jwk": {}},
        {"v": 1, "operator": "maja", "desk": "desk-1", "jwk": DESK.public.jwk() | {"kid": "x"}},
        {"v": 1, "operator": "maja", "desk": "desk-1", "jwk": DESK.public.jwk() | {"d": "x"}},
        {"v": 1, "operator": "maja", "jwk": DESK.public.jwk()},
    ],
)
def test_a_statement_without_a_proper_key_is_none(fields):
    """A key under another's name would let one operator's entries count as another's."""
    with pytest.raises(NotGenuine):
        read_operator_key(
            sign(canonical(fields), typ=OPERATOR_KEY, signer=CENTRAL), key=CENTRAL.public
        )


def test_a_proof_is_taken_for_its_call_only():
    assert taken(a_proof()) == JTI
    with pytest.raises(ProofRefused, match="proof_refused"):
        taken(a_proof(), body=BODY + b" ")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"htm": "GET"}, "address"),
        ({"htu": URL + "/"}, "address"),
        ({"bh": "x"}, "body"),
        ({"iat": "now"}, "time"),
        ({"iat": None}, "time"),
        ({"iat": 10**400}, "time"),
        ({"iat": -(10**400)}, "time"),
        ({"iat": ISSUED + PROOF_WINDOW_S + 1}, "time"),
        ({"iat": ISSUED - PROOF_WINDOW_S - 1}, "time"),
        ({"jti": "short"}, "jti"),
        ({"jti": 7}, "jti"),
        ({"jti": "j" * 81}, "jti"),
        ({"jti": "j" * 24 + "\0"}, "jti"),
        ({"jti": "č" * 24}, "jti"),
    ],
)
def test_a_proof_that_does_not_fit_is_refused_with_its_reason(changes, reason):
    """Also what no database and no float could hold: it must not stop central."""
    with pytest.raises(ProofRefused) as refused:
        taken(a_proof(**changes))
    assert refused.value.facts == {"reason": reason}


def test_a_proof_lives_for_two_minutes():
    window = timedelta(seconds=PROOF_WINDOW_S)
    assert taken(a_proof(), late=window) == taken(a_proof(), late=-window) == JTI
    with pytest.raises(ProofRefused):
        taken(a_proof(), late=window + timedelta(seconds=1))


def test_a_proof_by_another_key_is_refused():
    proof = make_proof(STRANGER, method="POST", url=URL, body=BODY, jti=JTI, at=NOON)
    with pytest.raises(ProofRefused):
        taken(proof)


@pytest.mark.parametrize(
    ("token", "kid"),
    [
        pytest.param(a_proof(), DESK.kid, id="a proof"),
        ("", ""),
        ("č.č", ""),
        (b64(b"{}") + ".x", ""),
        (b64(b'{"kid":7}') + ".x", ""),
        (b64(b'{"kid":"\\ud800"}') + ".x", ""),
        (b64(b'{"kid":NaN}') + ".x", ""),
    ],
)
def test_the_key_a_proof_names_is_read_without_trust(token, kid):
    """Anybody may send this before anything is proved."""
    assert key_named(token) == kid
