"""A fresh enrolled store for each test, copied from one that was made once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ra_desk.store.local import SqlStore
from tests.store.support import Desk


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """An enrolled store, closed; nobody writes to it."""
    desk = Desk(path=tmp_path_factory.mktemp("made") / "store" / "desk.db")
    desk.enrolled().close()
    return desk


@pytest.fixture
def desk(made_once: Desk, tmp_path: Path) -> Desk:
    """A desk with a store of its own that has just been enrolled."""
    copy = replace(made_once, path=tmp_path / "store" / "desk.db")
    copy.path.parent.mkdir(mode=0o700)
    shutil.copy(made_once.path, copy.path)
    return copy


@pytest.fixture
def store(desk: Desk) -> Iterator[SqlStore]:
    opened = desk.open()
    yield opened
    opened.close()
