"""What central is made of: built once in `app`, handed to whoever needs it."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

import sqlalchemy as sa
from argon2 import PasswordHasher

from ra_desk.central.dispatch.port import Outbox
from ra_desk.central.keyed import KeyedDigests
from ra_desk.central.passwords import FewAtOnce
from ra_desk.domain.secret import Secret
from ra_desk.journal.keys import PublicKey, SigningKey
from ra_desk.wire.messages import MAX_CHANGES


def utc_now() -> datetime:
    return datetime.now(UTC)


def chance() -> float:
    """Return a random number from 0 (included) to 1 (not)."""
    return secrets.randbelow(1 << 53) / (1 << 53)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """Everything that central's functions need from outside themselves.

    Attributes:
        public_url: where desks reach central, without a slash at its end; proofs name it.
        signer: central's key, which every desk has pinned.
        digests: keyed digests of tax numbers, documents and logins.
        totp_key: 32 bytes that guard the operators' TOTP secrets in the database.
        chance: from 0 to 1, for the random sample.
        page_size: changes in one page of a pull.
    """

    engine: sa.Engine
    public_url: str
    signer: SigningKey
    digests: KeyedDigests
    totp_key: Secret[bytes]
    outbox: Outbox
    demo: bool = False
    now: Callable[[], datetime] = utc_now
    chance: Callable[[], float] = chance
    hasher: PasswordHasher = field(default_factory=FewAtOnce)
    page_size: int = MAX_CHANGES

    @property
    def key(self) -> PublicKey:
        return self.signer.public
