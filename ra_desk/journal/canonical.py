"""Bytes that can be signed: canonical JSON, base64url and digests.

Canonical JSON here is what RFC 8785 makes of objects that hold only text, integers, booleans,
null, arrays and objects: keys sorted, no white space, UTF-8.
"""

from __future__ import annotations

import binascii
import hashlib
import json
from collections.abc import Mapping
from typing import Final, NoReturn

from ra_desk.domain.errors import Broken

Json = dict[str, "object"]


class NotCanonical(Broken):
    """``what``: the part whose bytes are not in the one form they may have."""

    code = "journal.not_canonical"


def _no_number(text: str) -> NoReturn:
    """Refuse what is no integer: 1.0, 1e3, NaN."""
    raise ValueError(text)


# Made once: a journal of a year is a million of each.
_ENCODER: Final = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
)
_DECODER: Final = json.JSONDecoder(parse_float=_no_number, parse_constant=_no_number)
_TO_URL: Final = bytes.maketrans(b"+/", b"-_")
#: What base64url does not have becomes a sign that no base64 has.
_FROM_URL: Final = bytes.maketrans(b"-_+/=", b"+/***")
#: The signs that may end a text whose last group has two or three: no bit of them is stray.
_ENDS: Final = ("", "", "AQgw", "AEIMQUYcgkosw048")


def canonical(fields: Mapping[str, object]) -> bytes:
    """Return the one byte form of an object."""
    return _ENCODER.encode(fields).encode()


def parse_canonical(raw: bytes, *, what: str) -> Json:
    """Return the object that the bytes are the canonical form of.

    Raises:
        NotCanonical: no JSON object, or another spelling of it (doubled keys included).
    """
    try:
        fields = _DECODER.decode(raw.decode())
        if isinstance(fields, dict) and canonical(fields) == raw:
            return fields
    # Half a surrogate pair is read and cannot be written: a UnicodeEncodeError is a ValueError.
    except (ValueError, RecursionError):
        pass
    raise NotCanonical(what=what)


def b64(raw: bytes) -> str:
    """Return base64url without padding (RFC 7515, 2)."""
    text = binascii.b2a_base64(raw, newline=False).rstrip(b"=")
    return text.translate(_TO_URL).decode("ascii")


def unb64(text: object, *, what: str) -> bytes:
    """Return the bytes of base64url text that is in its only form.

    Raises:
        NotCanonical: not base64url, padded, or with stray bits at its end.
    """
    if not isinstance(text, str):
        raise NotCanonical(what=what)
    rest = len(text) & 3
    try:
        sent = text.encode("ascii").translate(_FROM_URL) + b"=" * (-rest & 3)
        raw = binascii.a2b_base64(sent, strict_mode=True)
    except ValueError:
        raise NotCanonical(what=what) from None
    if rest and text[-1] not in _ENDS[rest]:
        raise NotCanonical(what=what)
    return raw


def digest(raw: bytes) -> str:
    """Return SHA-256 as base64url."""
    return b64(hashlib.sha256(raw).digest())
