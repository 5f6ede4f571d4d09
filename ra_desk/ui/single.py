"""One window for each desk: a second start brings the first one forward and ends."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

#: How long the first window may take to answer, in milliseconds.
_PATIENCE_MS: Final = 2_000
#: A socket's path has room for 107 bytes on Linux and for 103 on macOS.
_LONGEST: Final = 100


def door(folder: Path) -> str:
    """Return the name under which the window of the desk in ``folder`` is called.

    In the folder itself, which is the owner's alone; where paths do not do, a name of its own.
    """
    path = str(folder / "window")
    if os.name == "posix" and len(path.encode()) <= _LONGEST:
        return path
    return f"ra-desk-{hashlib.sha256(str(folder).encode()).hexdigest()[:32]}"


def call_first(name: str) -> bool:
    """Ask the window behind ``name`` to come forward; False if there is none that answers."""
    app = QCoreApplication.instance() or QCoreApplication(["ra-desk"])
    socket = QLocalSocket(app)
    socket.connectToServer(name)
    found = socket.waitForConnected(_PATIENCE_MS)
    socket.disconnectFromServer()
    return found


class Door(QObject):
    """Listens for starts of the same desk. To be called is all there is: no word is read."""

    called = Signal()

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        """Listen under ``name``; whoever holds the desk's folder is the only one who may."""
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_call)
        if not self._server.listen(name):
            # A process that was killed leaves its socket behind.
            QLocalServer.removeServer(name)
            self._server.listen(name)

    def _on_call(self) -> None:
        while (caller := self._server.nextPendingConnection()) is not None:
            caller.disconnected.connect(caller.deleteLater)
            caller.disconnectFromServer()
            self.called.emit()

    def close(self) -> None:
        """Listen no more."""
        self._server.close()
