"""What Qt made is destroyed on the main thread, whoever makes the garbage."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject

from ra_desk.ui.background import Background, Lane
from ra_desk.ui.garbage import MainThreadGarbage


class Cyclic(QObject):
    """An object that only the cyclic collection can end."""

    ended_in: list[str]

    def __init__(self, ended_in: list[str]) -> None:
        super().__init__()
        self.me = self
        self.ended_in = ended_in

    def __del__(self) -> None:
        self.ended_in.append(threading.current_thread().name)


@pytest.fixture
def as_python_begins() -> Iterator[None]:
    """With the automatic collection, which the tests live without."""
    gc.enable()
    yield
    gc.disable()


def test_a_busy_lane_ends_no_object_of_qt(qtbot, as_python_begins):
    """The lane allocates far over every threshold; the garbage waits for the main thread."""
    background, ended = Background(), []
    for _ in range(50):
        Cyclic(ended)
    done = []
    background.run(
        Lane.STORE,
        lambda: len([[n] for n in range(200_000)]),
        owner=background,
        on_done=done.append,
        on_error=done.append,
    )
    qtbot.waitUntil(lambda: bool(done))
    gc.collect()
    background.close()
    assert len(ended) == 50
    assert set(ended) == {threading.main_thread().name}


def test_a_thread_of_a_test_ends_no_object_of_qt():
    """A server in one test met the garbage of a window in another, and the worker was gone."""
    ended: list[str] = []
    for _ in range(50):
        Cyclic(ended)
    server = threading.Thread(target=lambda: len([[n] for n in range(200_000)]))
    server.start()
    server.join()
    gc.collect()
    assert ended == [threading.main_thread().name] * 50


def test_the_collection_is_left_as_it_was_found(as_python_begins):
    owner = QObject()
    garbage = MainThreadGarbage(owner)
    assert not gc.isenabled()
    garbage.stop()
    assert gc.isenabled()
