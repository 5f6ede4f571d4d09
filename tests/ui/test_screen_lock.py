"""The system locks its screen or goes to sleep: heard over a real bus, and obeyed."""

from __future__ import annotations

import shutil
import subprocess

import pytest
from PySide6.QtDBus import QDBusConnection, QDBusMessage

from ra_desk.ui.screen_lock import SAVERS, ScreenLock


@pytest.fixture
def bus(tmp_path):
    """A bus of our own; its address."""
    daemon = shutil.which("dbus-daemon")
    assert daemon is not None, "dbus-daemon is needed"
    running = subprocess.Popen(
        [daemon, "--session", "--nofork", "--print-address"], stdout=subprocess.PIPE, text=True
    )
    assert running.stdout is not None
    yield running.stdout.readline().strip()
    running.terminate()
    running.wait()
    running.stdout.close()


@pytest.fixture
def speaker(bus, qapp):
    connection = QDBusConnection.connectToBus(bus, "speaker")
    yield connection
    QDBusConnection.disconnectFromBus("speaker")


@pytest.fixture
def heard(bus, qapp):
    listener = QDBusConnection.connectToBus(bus, "listener")
    lock = ScreenLock(system=listener, session=listener)
    said = []
    lock.left.connect(lambda: said.append(True))
    yield said
    lock.deleteLater()
    QDBusConnection.disconnectFromBus("listener")


def say(connection, path, interface, name, *values):
    message = QDBusMessage.createSignal(path, interface, name)
    message.setArguments(list(values))
    assert connection.send(message)


@pytest.mark.parametrize(("service", "path"), SAVERS)
def test_the_screen_saver_of_a_desktop_locks(heard, speaker, qtbot, service, path):
    say(speaker, path, service, "ActiveChanged", True)
    qtbot.waitUntil(lambda: heard == [True])


def test_going_to_sleep_locks(heard, speaker, qtbot):
    say(
        speaker,
        "/org/freedesktop/login1",
        "org.freedesktop.login1.Manager",
        "PrepareForSleep",
        True,
    )
    qtbot.waitUntil(lambda: heard == [True])


def test_the_lock_of_the_session_locks(heard, speaker, qtbot):
    session = "/org/freedesktop/login1/session/_31"
    say(speaker, session, "org.freedesktop.login1.Session", "Lock")
    qtbot.waitUntil(lambda: heard == [True])


def test_waking_up_opens_nothing(heard, speaker, qtbot):
    service, path = SAVERS[0]
    say(speaker, path, service, "ActiveChanged", False)
    say(speaker, path, service, "ActiveChanged", True)
    qtbot.waitUntil(lambda: heard == [True])


def test_without_a_bus_nothing_is_heard_and_nothing_fails(qapp):
    nowhere = QDBusConnection("nowhere")
    ScreenLock(system=nowhere, session=nowhere)
