"""Bytes that can be signed: canonical JSON, base64url and digests.

Canonical JSON here is what RFC 8785 makes of objects that hold only text, integers, booleans,
null, arrays and objects: keys sorted, no white space, UTF-8.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping
from typing import NoReturn

from ra_desk.domain.errors import Broken

Json = dict[str, "object"]


class NotCanonical(Broken):
    """``what``: the part whose bytes are not in the one form they may have."""

    code = "journal.not_canonical"


def canonical(fields: Mapping[str, object]) -> bytes:
    """Return the one byte form of an object."""
    return json.dumps(
        fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode()


def parse_canonical(raw: bytes, *, what: str) -> Json:
    """Return the object that the bytes are the canonical form of.

    Raises:
        NotCanonical: no JSON object, or another spelling of it (doubled keys included).
    """
    try:
        fields = json.loads(raw, parse_float=_no_number, parse_constant=_no_number)
        if isinstance(fields, dict) and canonical(fields) == raw:
            return fields
    # Half a surrogate pair is read and cannot be written: a UnicodeEncodeError is a ValueError.
    except (ValueError, RecursionError):
        pass
    raise NotCanonical(what=what)


def _no_number(text: str) -> NoReturn:
    """Refuse what is no integer: 1.0, 1e3, NaN."""
    raise ValueError(text)


def b64(raw: bytes) -> str:
    """Return base64url without padding (RFC 7515, 2)."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def unb64(text: object, *, what: str) -> bytes:
    """Return the bytes of base64url text that is in its only form.

    Raises:
        NotCanonical: not base64url, padded, or with stray bits at its end.
    """
    if not isinstance(text, str):
        raise NotCanonical(what=what)
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise NotCanonical(what=what) from None
    if b64(raw) != text:
        raise NotCanonical(what=what)
    return raw


def digest(raw: bytes) -> str:
    """Return SHA-256 as base64url."""
    return b64(hashlib.sha256(raw).digest())
