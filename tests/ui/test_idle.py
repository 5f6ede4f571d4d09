"""Nobody at the screen: a warning for a minute, then the lock; a key takes both back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from ra_desk.machine.settings_file import MemorySettings
from ra_desk.ui.idle import WARNING_S, IdleLock
from ra_desk.ui.settings.values import Settings


class Hidden(QObject):
    """Notes when a widget is taken from view; the next count may bring it back at once."""

    def __init__(self, told):
        super().__init__()
        self.told = told

    def eventFilter(self, _watched, event):
        if event.type() == QEvent.Type.Hide:
            self.told.append(True)
        return False


class Room:
    """A window with an idle lock whose seconds last as long as is said."""

    def __init__(self, qtbot, theme, second_ms):
        self.locks = []
        self.settings = Settings(MemorySettings())
        self.settings.set("lock.idle_minutes", 1)
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.edit = QLineEdit()
        QVBoxLayout(self.window).addWidget(self.edit)
        self.window.resize(900, 500)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(lambda: QGuiApplication.focusWindow() is self.window.windowHandle())
        self.idle = IdleLock(
            self.window,
            theme,
            self.settings,
            lock=lambda: self.locks.append(True),
            second_ms=second_ms,
        )
        self.window.layout().insertWidget(0, self.idle.warning)


@pytest.fixture
def room(qtbot, theme):
    made = []

    def build(second_ms):
        made.append(Room(qtbot, theme, second_ms))
        return made[-1]

    yield build
    for one in made:
        one.idle.stop()


def test_the_lock_comes_after_a_minute_of_warning(room, qtbot):
    quick = room(2)
    quick.idle.start()
    qtbot.waitUntil(lambda: quick.idle.warning.isVisible())
    assert "Zaslon se zaklene čez" in quick.idle.warning.words
    qtbot.waitUntil(lambda: quick.locks == [True])
    assert not quick.idle.warning.isVisible()


def test_a_key_begins_the_count_anew_and_still_does_its_own_work(room, qtbot):
    quick = room(20)
    quick.settings.set("lock.idle_minutes", 5)
    quick.idle.start()
    quick.edit.setFocus()
    qtbot.waitUntil(lambda: quick.idle.ends_in_ms < 3_400)  # of 4,800
    QTest.keyClick(quick.window.windowHandle(), Qt.Key.Key_A)
    assert quick.idle.ends_in_ms > 3_400
    assert quick.edit.text() == "a"
    assert quick.locks == []


def test_a_key_takes_the_warning_back(room, qtbot):
    slow = room(1000)
    slow.idle.start()
    qtbot.waitUntil(lambda: slow.idle.warning.isVisible())
    assert f"{WARNING_S} s" in slow.idle.warning.words.replace("\u00a0", " ")
    told = []
    hidden = Hidden(told)
    slow.idle.warning.installEventFilter(hidden)
    QTest.keyClick(slow.window.windowHandle(), Qt.Key.Key_Shift)
    assert told == [True]


def test_it_counts_only_while_somebody_is_signed_in(room, qtbot):
    quick = room(1)
    quick.idle.start()
    quick.idle.stop()
    qtbot.wait(150)
    assert quick.locks == []
    assert not quick.idle.warning.isVisible()


def test_a_longer_time_holds_at_once(room, qtbot):
    """An administrator's or a clerk's choice is not put off to the next key."""
    slow = room(1000)
    slow.idle.start()
    qtbot.waitUntil(lambda: slow.idle.warning.isVisible())
    slow.settings.set("lock.idle_minutes", 5)
    assert not slow.idle.warning.isVisible()
