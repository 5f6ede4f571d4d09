"""A second verifier, written from the format's description alone; it imports nothing of ra_desk."""

import base64
import hashlib
import json
import pathlib
import sys

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

SYSTEM_KINDS = {"epoch_opened/1", "clock_measured/1"}
FIRST = {"format", "desk", "epoch", "desk_key", "central_key", "operators", "receipt"}
HEADER = {"v", "desk", "epoch", "seq", "prev", "kind", "subject", "by", "at", "payload", "demo"}


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def unb64(text):
    raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    assert base64.urlsafe_b64encode(raw).rstrip(b"=").decode() == text, "base64url in another form"
    return raw


def digest(raw):
    return base64.urlsafe_b64encode(hashlib.sha256(raw).digest()).rstrip(b"=").decode()


def strict(raw):
    value = json.loads(raw, parse_float=int, parse_constant=int)  # int("1.0") fails
    assert canonical(value) == raw, "JSON in another form"
    return value


def kid(jwk):
    bare = {"crv": "Ed25519", "kty": "OKP", "x": jwk["x"]}
    assert jwk == bare | {"kid": digest(canonical(bare))}, "another key, or under another name"
    return jwk["kid"]


def check_signature(jwk, protected, payload, signature, typ):
    header = {"alg": "Ed25519", "kid": kid(jwk), "typ": typ}
    assert strict(unb64(protected)) == header, "protected header"
    key = Ed25519PublicKey.from_public_bytes(unb64(jwk["x"]))
    key.verify(unb64(signature), f"{protected}.{payload}".encode())


def word(token, jwk, typ):
    protected, payload, signature = token.split(".")
    check_signature(jwk, protected, payload, signature, typ)
    return strict(unb64(payload))


def verify(lines):
    """Return how many entries a whole journal has; raise whatever goes wrong otherwise."""
    first = strict(lines[0].encode())
    assert (set(first), first["format"]) == (FIRST, "ra-desk-journal/1"), "format"
    place = (first["desk"], first["epoch"])
    operators = {}
    for token in first["operators"]:
        said = word(token, first["central_key"], "ra-operator-key+jws")
        assert said["desk"] == first["desk"], "statement of another desk"
        operators[kid(said["jwk"])] = (said["operator"], said["jwk"])
    receipt = {"filed": 0, "digest": "A" * 43}
    if first["receipt"]:
        receipt = word(first["receipt"], first["central_key"], "ra-receipt+jws")
        assert (receipt["desk"], receipt["epoch"]) == place, "receipt of another chain"
    digests = ["A" * 43]
    for line in lines[1:]:
        line = strict(line.encode())
        assert set(line) == {"entry", "payload"}, "members of a line"
        jws = strict(line["entry"].encode())
        assert set(jws) == {"payload", "signatures"}, "shape"
        raw = unb64(jws["payload"])
        header = strict(raw)
        assert (set(header), repr(header["v"])) == (HEADER, "1"), "header"
        assert (header["desk"], header["epoch"]) == place, "another desk"
        assert (header["seq"], header["prev"]) == (len(digests), digests[-1]), "does not follow"
        signers, who = [first["desk_key"]], None
        if header["kind"] not in SYSTEM_KINDS:
            who, jwk = operators[strict(unb64(jws["signatures"][1]["protected"]))["kid"]]
            signers.append(jwk)
        assert who == header["by"], "another operator"
        for jwk, one in zip(signers, jws["signatures"], strict=True):
            assert set(one) == {"protected", "signature"}, "signature shape"
            parts = (one["protected"], jws["payload"], one["signature"])
            check_signature(jwk, *parts, "ra-entry+jws")
        if line["payload"] is not None:
            assert digest(line["payload"].encode()) == header["payload"], "payload"
            body = strict(line["payload"].encode())
            assert (set(body), len(unb64(body["salt"]))) == ({"fact", "salt"}, 16), "salt"
        digests.append(digest(raw))
    assert digests[receipt["filed"]] == receipt["digest"], "the receipt does not fit"
    return len(digests) - 1


if __name__ == "__main__":
    text = pathlib.Path(sys.argv[1]).read_text(encoding="utf-8")
    print(verify(text.removesuffix("\n").split("\n")), "entries, whole")
