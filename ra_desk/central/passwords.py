"""Passwords of people: compared so that it costs the same whether there is an account or not."""

from __future__ import annotations

import base64
import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from ra_desk.domain.secret import Secret


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
