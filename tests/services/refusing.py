"""What is refused leaves no trace: the chain ends after it where it ended before."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from ra_desk.domain.errors import Refused


@contextmanager
def refused(error: type[Refused], store) -> Iterator[pytest.ExceptionInfo[Refused]]:
    """Demand that a store's chain has the same head before and after the refusal within."""
    before = head(store)
    with pytest.raises(error) as caught:
        yield caught
    assert head(store) == before


def head(store):
    with store.read() as unit:
        return unit.marks().head
