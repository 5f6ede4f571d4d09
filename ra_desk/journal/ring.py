"""An operator's keys at one desk, and how a password keeps them while nobody is signed in.

The ring holds two keys: one signs, one seals what the operator leaves behind. The password wraps
both (argon2id, then AES-256-GCM bound to operator and desk); the desk's store keeps the result.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from ra_desk.domain.errors import Broken
from ra_desk.domain.people import DeskId, OperatorId
from ra_desk.domain.secret import Secret
from ra_desk.journal.canonical import NotCanonical, b64, canonical, parse_canonical, unb64
from ra_desk.journal.keys import KeyGone, SigningKey

KEY_BYTES = 32
_NONCE_BYTES = 12
_SALT_BYTES = 16
_TAG_BYTES = 16
_WRAPPED = "ra-operator-ring/1"


class SealBroken(Broken):
    """What was sealed was sealed by somebody else, for something else, or was altered."""

    code = "journal.seal_broken"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyCost:
    """What one try of a password costs (RFC 9106); ``memory_kib`` in KiB.

    Source:
        Decision 18.
    """

    memory_kib: int = 64 * 1024
    passes: int = 3
    lanes: int = 1


class Seal:
    """A key for what its owner alone may read: AES-256-GCM, bound to what it is about."""

    __slots__ = ("_key",)

    def __init__(self, key: bytes | bytearray) -> None:
        if len(key) != KEY_BYTES:
            raise ValueError(f"a seal has {KEY_BYTES} bytes")
        self._key: bytearray | None = bytearray(key)

    @classmethod
    def generate(cls) -> Seal:
        return cls(secrets.token_bytes(KEY_BYTES))

    def __repr__(self) -> str:
        return "Seal(…)"

    def close(self, plain: bytes, *, about: str) -> bytes:
        """Return ``plain`` sealed; it opens only for the same ``about``.

        Raises:
            KeyGone: the seal was wiped.
        """
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return nonce + AESGCM(self.raw()).encrypt(nonce, plain, about.encode())

    def open(self, sealed: bytes, *, about: str) -> bytes:
        """Return what was sealed.

        Raises:
            SealBroken: it is not ours, is about something else, or was altered.
            KeyGone: the seal was wiped.
        """
        nonce, rest = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
        if len(rest) < _TAG_BYTES:
            raise SealBroken()
        try:
            return AESGCM(self.raw()).decrypt(nonce, rest, about.encode())
        except InvalidTag:
            raise SealBroken() from None

    def wipe(self) -> None:
        """Overwrite the key; nothing is sealed or opened with it any more."""
        if self._key is not None:
            self._key[:] = bytes(KEY_BYTES)
        self._key = None

    def raw(self) -> bytearray:
        """Return the key itself, for wrapping.

        Raises:
            KeyGone: the seal was wiped.
        """
        if self._key is None:
            raise KeyGone()
        return self._key


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorRing:
    """The two keys of one operator at one desk, in memory."""

    signer: SigningKey = field(default_factory=SigningKey.generate)
    seal: Seal = field(default_factory=Seal.generate)

    def wipe(self) -> None:
        self.signer.wipe()
        self.seal.wipe()


def wrap(
    ring: OperatorRing,
    password: Secret[str],
    *,
    operator: OperatorId,
    desk: DeskId,
    cost: KeyCost,
) -> bytes:
    """Return the ring as only the password opens it, at this cost for each try."""
    salt, nonce = secrets.token_bytes(_SALT_BYTES), secrets.token_bytes(_NONCE_BYTES)
    keys = bytearray(ring.signer.seed()) + ring.seal.raw()
    wrapping = _derived(password, salt, cost)
    try:
        sealed = AESGCM(wrapping).encrypt(nonce, keys, _about(operator, desk))
    finally:
        _overwrite(keys, wrapping)
    return canonical(
        {
            "kind": _WRAPPED,
            "memory_kib": cost.memory_kib,
            "passes": cost.passes,
            "lanes": cost.lanes,
            "salt": b64(salt),
            "nonce": b64(nonce),
            "sealed": b64(sealed),
        }
    )


def unwrap(
    wrapped: bytes, password: Secret[str], *, operator: OperatorId, desk: DeskId
) -> OperatorRing | None:
    """Return the ring, or None if the password is not the one that wrapped it.

    Raises:
        SealBroken: this is no wrapped ring.
    """
    cost, salt, nonce, sealed = _parts(wrapped)
    wrapping, keys = _derived(password, salt, cost), bytearray(2 * KEY_BYTES)
    try:
        AESGCM(wrapping).decrypt_into(nonce, sealed, _about(operator, desk), keys)
        return OperatorRing(signer=SigningKey(keys[:KEY_BYTES]), seal=Seal(keys[KEY_BYTES:]))
    except InvalidTag:
        return None
    finally:
        _overwrite(keys, wrapping)


def _parts(wrapped: bytes) -> tuple[KeyCost, bytes, bytes, bytes]:
    try:
        match parse_canonical(wrapped, what="ring"):
            case {
                "kind": "ra-operator-ring/1",
                "memory_kib": int(memory),
                "passes": int(passes),
                "lanes": int(lanes),
                "salt": str(salt),
                "nonce": str(nonce),
                "sealed": str(sealed),
            }:
                cost = KeyCost(memory_kib=memory, passes=passes, lanes=lanes)
                parts = [unb64(part, what="ring") for part in (salt, nonce, sealed)]
            case _:
                raise SealBroken()
    except NotCanonical:
        raise SealBroken() from None
    if len(parts[2]) != 2 * KEY_BYTES + _TAG_BYTES:
        raise SealBroken()
    return cost, parts[0], parts[1], parts[2]


def _derived(password: Secret[str], salt: bytes, cost: KeyCost) -> bytearray:
    key = bytearray(KEY_BYTES)
    Argon2id(
        salt=salt,
        length=KEY_BYTES,
        iterations=cost.passes,
        lanes=cost.lanes,
        memory_cost=cost.memory_kib,
    ).derive_into(password.reveal().encode(), key)
    return key


def _about(operator: OperatorId, desk: DeskId) -> bytes:
    return canonical({"kind": _WRAPPED, "operator": operator, "desk": desk})


def _overwrite(*secrets_: bytearray) -> None:
    for one in secrets_:
        one[:] = bytes(len(one))
