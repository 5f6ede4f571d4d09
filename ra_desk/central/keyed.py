"""Keyed digests of numbers that are too short to be hidden by a plain one."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from ra_desk.domain.documents import known_by
from ra_desk.domain.secret import Secret
from ra_desk.journal.canonical import b64

KEY_BYTES = 32


class KeyedDigests:
    """HMAC-SHA256 under a key outside the database; each use has a name of its own."""

    __slots__ = ("_key",)

    def __init__(self, key: Secret[bytes]) -> None:
        if len(key.reveal()) < KEY_BYTES:
            raise ValueError("the key is too short")
        self._key = key

    def tax_number(self, tax_number: str) -> str:
        return self._digest("tax-number", tax_number)

    def document(self, *, issuing_state: str, number: str) -> str:
        """Return the digest under which a document is found, however it was read or typed."""
        return self._digest("document", *known_by(issuing_state, number))

    def login(self, login: str) -> str:
        return self._digest("login", login)

    def email(self, address: str) -> str:
        """Return the digest under which an account is found, whatever the case of its letters."""
        return self._digest("email", address.strip().casefold())

    def phone(self, phone: str) -> str:
        return self._digest("phone", phone)

    def one_time_key(self, *values: str) -> Secret[bytes]:
        """Return 32 bytes for a one-time password that nobody keeps; no digest to store."""
        return Secret(self._mac("one-time-password", *values))

    def _digest(self, use: str, *values: str) -> str:
        return b64(self._mac(use, *values))

    def _mac(self, use: str, *values: str) -> bytes:
        said = "\0".join((use, *values)).encode()
        return hmac.digest(self._key.reveal(), said, hashlib.sha256)


def new_token() -> Secret[str]:
    """Return 256 random bits as text; only its digest is kept."""
    return Secret(secrets.token_urlsafe(32))


def token_digest(token: str) -> str:
    """Return what is kept of a random token."""
    return b64(hashlib.sha256(token.encode()).digest())
