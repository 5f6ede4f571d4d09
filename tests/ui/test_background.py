"""Work away from the main thread."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QObject

from ra_desk.domain.errors import Unavailable
from ra_desk.ui.background import Background, Lane


class LineDown(Unavailable):
    """Only for these tests; it has no code and so no sentence."""


def test_work_is_done_elsewhere_and_told_here(qtbot, background):
    """The window stays free, and callbacks may touch widgets."""
    seen = []
    background.run(
        Lane.STORE,
        lambda: threading.current_thread().name,
        owner=background,
        on_done=lambda name: seen.append((name, threading.current_thread())),
        on_error=seen.append,
    )
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [("store_0", threading.main_thread())]


def test_one_lane_keeps_its_order(qtbot, background):
    """Two writes to the store never overtake each other."""
    done, go = [], threading.Event()

    def work(number):
        if number == 0:
            go.wait(60)
        return number

    for number in range(20):
        background.run(
            Lane.STORE,
            lambda number=number: work(number),
            owner=background,
            on_done=done.append,
            on_error=done.append,
        )
    go.set()
    qtbot.waitUntil(lambda: len(done) == 20)
    assert done == list(range(20))


def test_a_slow_line_does_not_hold_up_the_store(qtbot, background):
    """Central may be a black hole; the clerk still finds and records."""
    seen, go = [], threading.Event()
    background.run(
        Lane.CENTRAL,
        lambda: go.wait(60),
        owner=background,
        on_done=lambda _: seen.append("central"),
        on_error=seen.append,
    )
    background.run(
        Lane.STORE,
        lambda: "store",
        owner=background,
        on_done=seen.append,
        on_error=seen.append,
    )
    qtbot.waitUntil(lambda: seen == ["store"])
    go.set()
    qtbot.waitUntil(lambda: seen == ["store", "central"])


def test_a_late_answer_is_not_given_to_an_owner_that_is_gone(qtbot, background):
    """The page was closed while central thought about it."""
    seen, go = [], threading.Event()
    owner = QObject()
    background.run(
        Lane.CENTRAL,
        lambda: go.wait(60),
        owner=owner,
        on_done=lambda _: seen.append("to the dead"),
        on_error=seen.append,
    )
    owner.deleteLater()
    qtbot.waitSignal(owner.destroyed).wait()
    go.set()
    background.run(
        Lane.CENTRAL,
        lambda: "later",
        owner=background,
        on_done=seen.append,
        on_error=seen.append,
    )
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == ["later"]


def test_what_we_raise_on_purpose_comes_as_an_error(qtbot, background):
    """The page says it where the clerk is looking."""
    seen = []

    def work():
        raise LineDown(since="09:42")

    background.run(Lane.CENTRAL, work, owner=background, on_done=seen.append, on_error=seen.append)
    qtbot.waitUntil(lambda: bool(seen))
    assert isinstance(seen[0], LineDown)
    assert seen[0].facts == {"since": "09:42"}


def test_our_own_mistake_stops_the_window(qtbot, background):
    """Anything else is a crash, told once, and never as an answer."""
    seen = []
    with qtbot.waitSignal(background.crashed) as crash:
        background.run(
            Lane.PRINTER,
            lambda: 1 // 0,
            owner=background,
            on_done=seen.append,
            on_error=seen.append,
        )
    assert isinstance(crash.args[0], ZeroDivisionError)
    assert seen == []


@pytest.mark.parametrize(
    ("lane", "finished"), [(Lane.CENTRAL, ["first"]), (Lane.STORE, ["first", "second"])]
)
def test_closing_waits_for_what_runs_and_for_what_the_store_shall_keep(qtbot, lane, finished):
    """A write that was asked for is done before the window goes; nobody waits for central."""
    pool, done, told = Background(), [], []
    started, go = threading.Event(), threading.Event()

    def first():
        started.set()
        go.wait(60)
        done.append("first")

    for work in (first, lambda: done.append("second")):
        pool.run(lane, work, owner=pool, on_done=told.append, on_error=told.append)
    assert started.wait(60)
    closer = threading.Thread(target=pool.close)
    closer.start()
    qtbot.waitUntil(lambda: pool._lanes[lane]._shutdown)
    go.set()
    closer.join()
    assert done == finished
