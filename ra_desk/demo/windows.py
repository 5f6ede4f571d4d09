"""Opens the desk's window with the panel beside it, for a person or for the tour."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMessageLogContext, QObject, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QWidget

from ra_desk.demo.at_home import Home
from ra_desk.demo.hands import Keyboard
from ra_desk.demo.panel import Panel
from ra_desk.demo.steps import Step
from ra_desk.demo.tour import Surroundings, Tour
from ra_desk.demo.world import World
from ra_desk.machine.settings_file import MemorySettings
from ra_desk.ui.run import run_window
from ra_desk.ui.window import DeskWindow

#: How often a scan looks whether the desk's window is in front, in milliseconds.
_LOOK_MS = 20
_LOOKS = 100
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How the windows look: a scheme's name, or None for the system's, and the size of text."""

    scheme: str | None = None
    text_percent: int = 100

    def settings(self) -> MemorySettings:
        """Return the settings with which the demo begins; they end with it."""
        theme = {None: "system", "highContrast": "contrast"}.get(self.scheme, self.scheme)
        return MemorySettings(
            {
                "appearance.theme": theme or "system",
                "appearance.text_percent": self.text_percent,
                "first_run.done": True,
            }
        )


def show(world: World, *, look: Look) -> int:
    """Open both windows and stay until the desk's is closed; return the exit status."""
    kept: list[object] = []

    def begun(desk: DeskWindow) -> None:
        kept.append(_beside(desk, world))

    qInstallMessageHandler(_on_message)
    return _run(world, look, begun)


def play(
    world: World,
    *,
    folder: Path,
    letters: Path,
    look: Look,
    tell: Callable[[Step, str], None],
) -> list[Step]:
    """Open both windows, let the tour go through them, close them; return its steps."""
    kept: list[object] = []
    steps: list[Step] = []

    def begun(desk: DeskWindow) -> None:
        panel = _beside(desk, world)
        kept.append(panel)
        tour = Tour(
            Surroundings(
                desk=desk,
                panel=panel,
                home=Home(mails=world.inbox.mails, texts=world.phones.texts),
                tray=letters,
                clients=world.clients,
                newcomer=world.newcomer,
                citizens_url=world.citizens_url,
            ),
            folder,
            tell=tell,
        )

        def run() -> None:
            try:
                steps.extend(tour.run())
            finally:
                QApplication.exit(0)

        QTimer.singleShot(0, run)

    qInstallMessageHandler(_on_message)
    _run(world, look, begun)
    return steps


def _run(world: World, look: Look, begun: Callable[[DeskWindow], None]) -> int:
    return run_window(world.desk, settings=look.settings(), begun=begun)


def _on_message(kind: QtMsgType, _where: QMessageLogContext, words: str) -> None:
    """Let Qt speak to the log: without a display it has much to say that concerns nobody."""
    log.log(_LEVELS[kind], "Qt: %s", words)


def _beside(desk: DeskWindow, world: World) -> Panel:
    panel = Panel(desk.theme, world)
    scanner = _Scanner(desk, panel)
    panel.scan_wanted.connect(scanner.scan)
    screen = desk.screen().availableGeometry()
    desk.move(screen.topLeft())
    right = min(desk.frameGeometry().right() + 1, screen.right() - panel.width())
    panel.move(max(screen.left(), right), screen.top())
    panel.show()
    desk.activateWindow()
    return panel


class _Scanner(QObject):
    """Types a scan into the desk's window as soon as that is in front."""

    def __init__(self, desk: QWidget, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._keyboard = Keyboard()
        self._lines: tuple[str, ...] = ()
        self._looks = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._look)

    def scan(self, lines: tuple[str, ...]) -> None:
        """Bring the desk to the front and type the lines."""
        self._lines, self._looks = lines, 0
        self._desk.activateWindow()
        self._timer.start()

    def _look(self) -> None:
        self._looks += 1
        if self._desk.isActiveWindow():
            self._timer.stop()
            self._keyboard.scan(*self._lines)
        elif self._looks > _LOOKS:
            self._timer.stop()
