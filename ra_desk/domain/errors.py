"""The error family: sorted by who can put it right; codes and facts, never sentences.

The sentence for the person at the desk stands in one table of the interface. An error is
declared in the module of the rule that raises it.
"""

from __future__ import annotations

from typing import ClassVar


class RaError(Exception):
    """Base of every error that RA Desk raises on purpose."""

    code: ClassVar[str] = ""
    #: Every concrete code, for the test that each one has a sentence.
    codes: ClassVar[dict[str, type[RaError]]] = {}

    def __init_subclass__(cls) -> None:
        if "code" in cls.__dict__:
            if cls.code in RaError.codes:
                raise TypeError(f"error code {cls.code!r} is already taken")
            RaError.codes[cls.code] = cls

    # Positional only: a fact may have any name, also "self".
    def __init__(self, /, **facts: object) -> None:
        super().__init__(self.code)
        self.facts = facts


class Refused(RaError):
    """A rule of the registration authority forbids this; nothing was recorded."""


class Unavailable(RaError):
    """Something outside the program did not answer; nothing was lost."""


class Broken(RaError):
    """A record or an assumption is wrong; work on it must stop."""
