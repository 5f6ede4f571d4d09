"""What a page shows is read again when it changes, and never twice at a time."""

from __future__ import annotations

import threading

from PySide6.QtCore import QObject

from ra_desk.domain.access import CentralUnreachable
from ra_desk.domain.errors import RaError
from ra_desk.ui.reader import Reader


class Well:
    """Something to read that can be held up and can fail."""

    def __init__(self, background) -> None:
        self.open = threading.Event()
        self.count, self.trouble = 0, False
        self.seen: list[int] = []
        self.errors: list[RaError] = []
        self.owner = QObject()
        self.reader = Reader(
            background,
            self._look,
            owner=self.owner,
            on_seen=self.seen.append,
            on_error=self.errors.append,
        )

    def _look(self) -> int:
        self.open.wait(60)
        self.count += 1
        if self.trouble:
            raise CentralUnreachable()
        return self.count


def test_many_changes_during_one_read_are_one_more_read(qtbot, background):
    """What is shown at last was read after the last change."""
    well = Well(background)
    for _ in range(5):
        well.reader.read()
    assert well.reader.under_way
    well.open.set()
    qtbot.waitUntil(lambda: well.seen == [1, 2])
    assert not well.reader.under_way


def test_a_read_that_failed_is_told_and_does_not_stop_the_next(qtbot, background):
    """A page that could not be read once is not dead."""
    well = Well(background)
    well.open.set()
    well.trouble = True
    well.reader.read()
    qtbot.waitUntil(lambda: len(well.errors) == 1)
    well.trouble = False
    well.reader.read()
    qtbot.waitUntil(lambda: well.seen == [2])
