"""Passwords of people: compared so that it costs the same whether there is an account or not."""

from __future__ import annotations

import base64
import secrets
import threading
from typing import Literal

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from ra_desk.domain.secret import Secret

#: Passwords looked at together in one process: each takes 64 MiB, and anybody may send one.
AT_ONCE = 4


class FewAtOnce(PasswordHasher):
    """argon2id as decision 18 sets it, 64 MiB and 3 passes, for few passwords at a time.

    Attributes:
        turn: held while a password is looked at.
    """

    def __init__(self, *, time_cost: int = 3, memory_cost: int = 64 * 1024) -> None:
        super().__init__(time_cost=time_cost, memory_cost=memory_cost, parallelism=1, type=Type.ID)
        self.turn = threading.BoundedSemaphore(AT_ONCE)

    def hash(self, password: str | bytes, *, salt: bytes | None = None) -> str:
        with self.turn:
            return super().hash(password, salt=salt)

    def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:  # noqa: A002
        with self.turn:
            return super().verify(hash, password)


def fits(hasher: PasswordHasher, stored: str, password: Secret[str]) -> bool:
    """Whether the password is the one that was stored as an argon2id string."""
    try:
        return hasher.verify(stored, password.reveal())
    except (VerificationError, InvalidHashError):
        return False


def nobodys(hasher: PasswordHasher) -> str:
    """Return an argon2id string that no password fits, at the cost of a real one."""
    salt, digest = (
        base64.b64encode(secrets.token_bytes(count)).rstrip(b"=").decode()
        for count in (hasher.salt_len, hasher.hash_len)
    )
    cost = f"m={hasher.memory_cost},t={hasher.time_cost},p={hasher.parallelism}"
    return f"$argon2id$v=19${cost}${salt}${digest}"
