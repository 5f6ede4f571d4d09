"""A print room for whoever tries what is done in one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services.print_room import PrintRoom, a_copy, a_print_room


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> PrintRoom:
    """A print room that has just heard from central, closed; nobody writes to it."""
    made = a_print_room(tmp_path_factory.mktemp("made"))
    made.store.close()
    return made


@pytest.fixture
def room(made_once: PrintRoom, tmp_path: Path) -> Iterator[PrintRoom]:
    """The same with a store of its own, open."""
    made = a_copy(made_once, tmp_path)
    yield made
    made.store.close()
