"""Boxes: a secret sealed to one recipient for one purpose, so that nobody between can read or reuse it.

HPKE (RFC 9180), base mode: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM. A box is the
encapsulated key (32 bytes), the ciphertext and its tag (16 bytes). What it is for goes into the
key schedule as ``info``, the canonical JSON of::

    {"expires": "2026-03-01T12:00:00Z", "item": …, "purpose": "ra-desk/box/1",
     "recipient": …, "request": …}

and does not stand in the box: whoever opens it must know it from elsewhere.

Source:
    Decision 27; security.md §5.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from ra_desk.domain.errors import Broken, Refused
from ra_desk.domain.secret import Secret
from ra_desk.journal.canonical import b64, canonical, digest, unb64

PURPOSE = "ra-desk/box/1"
#: The recipient that sends mails; a print station's recipient is its desk's id.
MAIL_WORKER = "mail-worker"
_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


class BoxUnreadable(Broken):
    """The box is damaged, or was sealed to another key or for something else."""

    code = "box.unreadable"


class BoxExpired(Refused):
    """``expired``: the moment after which what is in the box is of no use to anybody."""

    code = "box.expired"


class BoxKeyUnreadable(Broken):
    """A key is not an X25519 JWK."""

    code = "box.key_unreadable"


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxContext:
    """What a box is for. Opening it with anything else in a single field fails.

    Attributes:
        item: the outbox row or the letter.
        request: the request that the secret belongs to.
        recipient: `MAIL_WORKER`, or the desk's id.
        expires: aware; whole seconds count.
    """

    item: str
    request: str
    recipient: str
    expires: datetime

    def info(self) -> bytes:
        """Return the bytes that seal and opening must agree on."""
        return canonical(
            {
                "expires": self.expires.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
                "item": self.item,
                "purpose": PURPOSE,
                "recipient": self.recipient,
                "request": self.request,
            }
        )


@dataclass(frozen=True, slots=True)
class BoxPublicKey:
    """An X25519 public key: 32 bytes, and the thumbprint that names it."""

    raw: bytes

    @property
    def kid(self) -> str:
        return digest(canonical({"crv": "X25519", "kty": "OKP", "x": b64(self.raw)}))

    def jwk(self) -> dict[str, str]:
        return {"crv": "X25519", "kid": self.kid, "kty": "OKP", "x": b64(self.raw)}

    @classmethod
    def from_jwk(cls, jwk: object) -> BoxPublicKey:
        """Read a key that came as JSON.

        Raises:
            BoxKeyUnreadable: another kind of key, or not a key.
        """
        if not isinstance(jwk, dict) or (jwk.get("kty"), jwk.get("crv")) != ("OKP", "X25519"):
            raise BoxKeyUnreadable()
        raw = unb64(jwk.get("x"), what="jwk")
        if len(raw) != 32:
            raise BoxKeyUnreadable()
        return cls(raw)


class BoxKey:
    """An X25519 private key in memory; it never shows in a repr."""

    __slots__ = ("_private", "public")

    def __init__(self, raw: bytes) -> None:
        self._private = X25519PrivateKey.from_private_bytes(raw)
        self.public = BoxPublicKey(self._private.public_key().public_bytes_raw())

    @classmethod
    def generate(cls) -> BoxKey:
        return cls(X25519PrivateKey.generate().private_bytes_raw())

    def raw(self) -> bytes:
        """Return the 32 secret bytes, for a vault."""
        return self._private.private_bytes_raw()

    def open(self, box: bytes, context: BoxContext, *, at: datetime) -> Secret[str]:
        """Open a box; the secret is text.

        Args:
            box: as it was sealed.
            context: what it was sealed for.
            at: now, aware.

        Raises:
            BoxExpired: it is too late.
            BoxUnreadable: anything about the box or its context is not as it was sealed.
        """
        if at >= context.expires:
            raise BoxExpired(expired=context.expires)
        try:
            return Secret(_SUITE.decrypt(box, self._private, context.info()).decode())
        except (InvalidTag, ValueError):
            raise BoxUnreadable() from None


def seal_box(secret: Secret[str], context: BoxContext, *, to: BoxPublicKey) -> bytes:
    """Seal a secret text to one key for one purpose; sealing twice gives two different boxes."""
    key = X25519PublicKey.from_public_bytes(to.raw)
    return _SUITE.encrypt(secret.reveal().encode(), key, context.info())
