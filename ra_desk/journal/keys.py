"""Ed25519 keys as JWK (RFC 8037), named by their thumbprint (RFC 7638)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from ra_desk.domain.errors import Broken
from ra_desk.journal.canonical import b64, canonical, digest, unb64


class KeyUnreadable(Broken):
    """A key is not an Ed25519 JWK."""

    code = "journal.key_unreadable"


class KeyGone(Broken):
    """The key was wiped: whoever held it has locked the screen or signed out."""

    code = "journal.key_gone"


class Signer(Protocol):
    """Something that signs with one key, wherever the key lives."""

    @property
    def kid(self) -> str: ...
    def sign(self, data: bytes) -> bytes: ...


@dataclass(frozen=True, slots=True)
class PublicKey:
    """An Ed25519 public key: 32 bytes, and the thumbprint that names it."""

    raw: bytes

    @property
    def kid(self) -> str:
        return _thumbprint(self.raw)

    def jwk(self) -> dict[str, str]:
        return {"crv": "Ed25519", "kid": self.kid, "kty": "OKP", "x": b64(self.raw)}

    @classmethod
    def from_jwk(cls, jwk: object) -> PublicKey:
        """Return the key in a JWK.

        Raises:
            KeyUnreadable: another kind of key, not a key, a key under another's name, or more or
                less than the four members of `jwk`.
        """
        if not isinstance(jwk, dict):
            raise KeyUnreadable()
        key = cls(unb64(jwk.get("x"), what="jwk"))
        if len(key.raw) != 32 or jwk != key.jwk():
            raise KeyUnreadable()
        return key

    def verifies(self, signature: bytes, data: bytes) -> bool:
        try:
            _loaded(self.raw).verify(signature, data)
        except (InvalidSignature, ValueError):
            return False
        return True


@lru_cache(maxsize=1024)
def _thumbprint(raw: bytes) -> str:
    return digest(canonical({"crv": "Ed25519", "kty": "OKP", "x": b64(raw)}))


@lru_cache(maxsize=1024)
def _loaded(raw: bytes) -> Ed25519PublicKey:
    """Return a key as the library keeps it; a journal asks the same few again and again."""
    return Ed25519PublicKey.from_public_bytes(raw)


class SigningKey:
    """An Ed25519 private key in memory; it never shows in a repr."""

    __slots__ = ("_private", "public")

    def __init__(self, seed: bytes | bytearray) -> None:
        private = Ed25519PrivateKey.from_private_bytes(seed)
        self._private: Ed25519PrivateKey | None = private
        self.public = PublicKey(private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))

    @classmethod
    def generate(cls) -> SigningKey:
        return cls(
            Ed25519PrivateKey.generate().private_bytes(
                Encoding.Raw, PrivateFormat.Raw, NoEncryption()
            )
        )

    @property
    def kid(self) -> str:
        return self.public.kid

    def seed(self) -> bytes:
        """Return the 32 secret bytes, for a vault.

        Raises:
            KeyGone: it was wiped.
        """
        return self._own().private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())

    def sign(self, data: bytes) -> bytes:
        """Sign.

        Raises:
            KeyGone: it was wiped.
        """
        return self._own().sign(data)

    def wipe(self) -> None:
        """Let go of the private key; OpenSSL clears its memory when the last use has ended."""
        self._private = None

    def _own(self) -> Ed25519PrivateKey:
        if self._private is None:
            raise KeyGone()
        return self._private
