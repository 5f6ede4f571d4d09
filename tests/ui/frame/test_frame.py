"""The window on its screen: remembered, full, forward at a second start, and closed without loss."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QApplication, QLabel

from ra_desk.domain.access import CentralUnreachable
from ra_desk.domain.activation import request_number_scan
from ra_desk.domain.facts import SessionClosed
from ra_desk.domain.people import Role
from ra_desk.machine.settings_file import MemorySettings
from ra_desk.ui.frame import Frame, in_reach, read_geometry, write_geometry
from ra_desk.ui.parts.sheet import Sheet
from ra_desk.ui.settings.values import Settings
from ra_desk.ui.single import call_first, door
from tests.fakes import a_request
from tests.ui.request.zones import td1

ROOT = Path(__file__).resolve().parents[3]
CTRL = Qt.KeyboardModifier.ControlModifier
SCREENS = (QRect(0, 0, 1920, 1080), QRect(1920, 0, 1280, 1024))


def press(qtbot, key, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(QApplication.focusWidget(), key, modifier)


# On the screen


@pytest.mark.parametrize("large", [True, False])
def test_a_geometry_is_read_as_it_was_written(large):
    place = QRect(-300, 20, 1280, 760)
    assert read_geometry(write_geometry(place, large=large)) == (place, large)


@pytest.mark.parametrize("text", ["", "1 2 3", "a b c d", "1 2 3 4 5", "large"])
def test_what_is_no_geometry_is_not_taken_for_one(text):
    assert read_geometry(text) is None


@pytest.mark.parametrize(
    ("place", "found"),
    [
        (QRect(100, 50, 1280, 760), QRect(100, 50, 1280, 760)),
        (QRect(2000, 10, 1200, 700), QRect(2000, 10, 1200, 700)),
        (QRect(100, 50, 4000, 3000), QRect(100, 50, 1920, 1080)),
        (QRect(3300, 10, 1200, 700), None),
        (QRect(100, -200, 1200, 700), None),
        (QRect(-1190, 10, 1200, 700), None),
        (QRect(100, 1070, 1200, 700), None),
    ],
)
def test_a_window_stays_where_a_mouse_can_take_it(place, found):
    """The second screen of yesterday is not there today."""
    assert in_reach(place, SCREENS) == found


def test_the_place_is_remembered_from_one_start_to_the_next(qtbot, at_counter):
    front = at_counter()
    front.window.setGeometry(40, 30, 1000, 560)
    front.window.close()
    qtbot.waitUntil(lambda: not front.window.isVisible())
    kept = front.window._settings
    assert read_geometry(kept.text("window.geometry")) == (QRect(40, 30, 1000, 560), False)


def test_a_remembered_place_beyond_all_screens_is_not_used(qtbot, front_of):
    front = front_of()
    settings = Settings(MemorySettings())
    settings.set("window.geometry", "9000 9000 1000 560")
    before = front.window.geometry()
    Frame(front.window, settings).show()
    assert front.window.geometry() == before


def test_f11_fills_the_screen_and_goes_back(qtbot, at_counter):
    front = at_counter()
    press(qtbot, Qt.Key.Key_F11)
    assert front.window.isFullScreen()
    press(qtbot, Qt.Key.Key_F11)
    assert not front.window.isFullScreen()


# One window


def test_a_second_start_brings_the_first_window_forward_and_ends(tmp_path):
    """Two real processes; the first one was minimised."""
    name = door(tmp_path)
    script = str(Path(__file__).with_name("first_window.py"))
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, script, name],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    ) as first:
        try:
            assert first.stdout is not None
            assert first.stdout.readline() == "open\n"
            code = "import sys; from ra_desk.ui.single import call_first; "
            code += "sys.exit(0 if call_first(sys.argv[1]) else 3)"
            call = [sys.executable, "-c", code, name]
            second = subprocess.run(call, cwd=ROOT, env=environment, check=False, timeout=60)
            assert second.returncode == 0
            assert first.stdout.readline() == "in front\n"
            assert first.wait(60) == 0
        finally:
            first.kill()


def test_nobody_answers_where_no_window_is(qapp, tmp_path):
    """Then the second start says why it cannot go on."""
    assert call_first(door(tmp_path)) is False


def test_two_desks_of_one_account_have_two_doors(tmp_path):
    assert door(tmp_path / "a") != door(tmp_path / "b")
    deep = tmp_path / ("long" * 40)
    assert door(deep) != door(deep / "b")
    assert "/" not in door(deep)


# The end


def test_ctrl_q_asks_only_when_something_is_unsent(qtbot, at_counter):
    front = at_counter()
    press(qtbot, Qt.Key.Key_Q, CTRL)
    qtbot.waitUntil(lambda: not front.window.isVisible())
    assert front.window.findChildren(Sheet) == []


def test_logging_off_keeps_what_was_begun_and_asks_nothing(qtbot, at_counter, keyboard):
    """The account's session ends: a question would only hold it up, and the draft is kept."""
    request = a_request()
    front = at_counter(request)
    front.central.trouble = CentralUnreachable()
    keyboard.scan(request_number_scan(request.number))
    qtbot.waitUntil(lambda: front.page == "request")
    keyboard.scan(*td1().split("\n"))
    qtbot.waitUntil(lambda: front.place.request._visit.document is not None)
    front.window.end_of_session()
    store = front.fake.store
    qtbot.waitUntil(lambda: any(isinstance(d.fact, SessionClosed) for d in store.kept.deeds))
    assert [number for _operator, number in store.kept.drafts] == [request.number]
    assert front.window.close()


# The navigation


def test_the_navigation_stays_folded_when_the_window_is_made_anew(at_counter, qtbot):
    front = at_counter()
    press(qtbot, Qt.Key.Key_F9)
    assert front.place.folded
    assert front.settings.flag("window.folded")
    front.window.rebuild()
    assert front.place.folded
    press(qtbot, Qt.Key.Key_F9)
    assert not front.settings.flag("window.folded")


def test_the_navigation_is_folded_as_it_was_left_the_last_time(at_counter):
    settings = Settings(MemorySettings())
    settings.set("window.folded", True)
    assert at_counter(settings=settings).place.folded


def test_who_may_not_look_people_up_sees_no_key_for_it(front_of, enter):
    """A lone F3 at the top would promise a field that is not there."""
    front = enter(front_of(roles=(Role.PRINT_ROOM,)))
    keys = [one for one in front.place.findChildren(QLabel) if one.text() == "F3"]
    assert [one.isVisible() for one in keys] == [False]
    assert front.place.menu_button.geometry().right() > front.place.width() // 2
