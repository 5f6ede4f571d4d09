"""What central keeps of an activation code: enough to recognise it, too little to find it.

``argon2id(HMAC-SHA256(pepper, request ‖ 0 ‖ code))``. The code has 51.7 random bits, so the cost
may be small (8 MiB, one pass); the pepper is not in the database, so that a stolen database alone
gives nothing to try against.

Source:
    Decisions 26 and 27.
"""

from __future__ import annotations

import hashlib
import hmac
import threading
from collections.abc import Mapping

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from ra_desk.domain.activation import ActivationCode
from ra_desk.domain.errors import Broken
from ra_desk.domain.secret import Secret

MEMORY_KIB = 8 * 1024
PEPPER_BYTES = 32
#: Digests computed at the same time in one process: bounds memory when many guess at once.
AT_ONCE = 4


class PepperUnknown(Broken):
    """``pepper``: the id of a pepper that this central does not have."""

    code = "code_digest.pepper_unknown"


class PepperUnfit(Broken):
    """A pepper is too short, or the present one is missing."""

    code = "code_digest.pepper_unfit"


class CodeDigests:
    """Makes and compares digests; holds the peppers.

    A digest is ``pepper id:argon2 string``. Digests of an older pepper go on being recognised as
    long as that pepper is handed in.
    """

    def __init__(self, peppers: Mapping[str, Secret[bytes]], *, present: str) -> None:
        if present not in peppers or any(
            len(pepper.reveal()) < PEPPER_BYTES or ":" in name for name, pepper in peppers.items()
        ):
            raise PepperUnfit()
        self._peppers = dict(peppers)
        self._present = present
        self._hasher = PasswordHasher(
            time_cost=1, memory_cost=MEMORY_KIB, parallelism=1, type=Type.ID
        )
        self._turn = threading.BoundedSemaphore(AT_ONCE)

    def make(self, code: ActivationCode, *, request: str) -> str:
        """Return what to store for the code of a request."""
        with self._turn:
            return f"{self._present}:{self._hasher.hash(self._mac(self._present, request, code))}"

    def matches(self, stored: str, code: ActivationCode, *, request: str) -> bool:
        """Whether this is the code; takes the same time for any wrong one.

        Raises:
            PepperUnknown: the pepper it was made with is not here.
        """
        pepper, _, argon = stored.partition(":")
        mac = self._mac(pepper, request, code)
        with self._turn:
            try:
                return self._hasher.verify(argon, mac)
            except (VerificationError, InvalidHashError):
                return False

    def _mac(self, pepper: str, request: str, code: ActivationCode) -> bytes:
        known = self._peppers.get(pepper)
        if known is None:
            raise PepperUnknown(pepper=pepper)
        said = request.encode() + b"\0" + code.reveal().encode()
        return hmac.digest(known.reveal(), said, hashlib.sha256)
