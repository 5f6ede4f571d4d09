"""What every call has in common: what cannot be said, and what cannot be read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from pydantic import ValidationError

from ra_desk.domain.access import CallRefused, ProtocolUnknown
from ra_desk.services.ports import Session


@contextmanager
def understood() -> Iterator[None]:
    """Central's signed word holds what this version cannot read: it speaks another protocol."""
    try:
        yield
    except (ValueError, OverflowError):
        raise ProtocolUnknown() from None


@contextmanager
def sayable() -> Iterator[None]:
    """What no message can hold is told without a word of it: it may be a password."""
    try:
        yield
    except ValidationError:
        raise CallRefused(problem="call.malformed") from None


def token_of(session: Session) -> str:
    """Return the word by which central knows a session; "" for one without a line."""
    return "" if session.token is None else session.token.reveal()
