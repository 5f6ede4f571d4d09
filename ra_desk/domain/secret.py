"""A value that must not be seen by accident."""

from __future__ import annotations

import hmac
from typing import Generic, NoReturn, TypeVar

T = TypeVar("T", str, bytes)


class Secret(Generic[T]):
    """Text or bytes that show themselves only to whoever calls ``reveal``.

    ``repr``, ``str``, ``format`` and therefore logs, assertions and tracebacks say that there
    is a secret, and nothing about it, not even its length. It cannot be pickled or copied, so
    it reaches no queue, cache or other process, and ``dataclasses.asdict`` refuses it.

    Python cannot wipe memory for certain: a secret lives as short as the objects that hold it.

    Source:
        Decision 27; style.md principle 11.
    """

    __slots__ = ("_value",)

    def __init__(self, value: T) -> None:
        self._value: T = value

    def reveal(self) -> T:
        """Return the value itself; every call is a place for a reviewer to look at."""
        return self._value

    def wipe(self) -> None:
        """Let go of the value: whoever still holds this object gets nothing by it any more."""
        self._value = type(self._value)()

    def __eq__(self, other: object) -> bool:
        """Compare without telling by its duration where the first difference is."""
        if type(other) is not type(self):
            return NotImplemented
        return hmac.compare_digest(_as_bytes(self._value), _as_bytes(other._value))

    # A hash would be a digest of the secret that ends up in somebody's dictionary.
    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"{type(self).__name__}(…)"

    def __format__(self, spec: str) -> str:
        return repr(self)

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError(f"{type(self).__name__} is not to be written down")


def _as_bytes(value: str | bytes) -> bytes:
    # A letter before it keeps the text "ab" and the bytes b"ab" apart.
    return b"b" + value if isinstance(value, bytes) else b"s" + value.encode("utf-8")
