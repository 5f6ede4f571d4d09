"""Where a scan goes: to the page in view, or to whatever was scanned."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from ra_desk.domain.errors import Refused
from ra_desk.domain.mrz import Mrz
from ra_desk.services.desk import Desk
from ra_desk.services.find_requests import today_of
from ra_desk.ui.counter.scans import ScanInTheWay, read_scan
from ra_desk.ui.pages import COUNTER, LETTERS
from ra_desk.ui.shell import Shell


class Scanning(QObject):
    """Reads each scan and says what it asks for; nothing opens here."""

    read = Signal(bool)  # whether the scan was something
    refused = Signal(object)  # RaError
    request_wanted = Signal(str)  # RequestNumber
    person_wanted = Signal(object, str)  # Mrz, the scan

    def __init__(self, shell: Shell, desk: Desk) -> None:
        super().__init__(shell)
        self._shell, self._desk = shell, desk
        self._zone_scan = ""

    def on_scan(self, text: str) -> None:
        """Use a scan: the page in view first, then whatever was scanned opens."""
        shell = self._shell
        if shell.page(shell.key).on_scan(text):
            self.read.emit(True)
            return
        try:
            if shell.sheet() is not None:
                raise ScanInTheWay()
            scan = read_scan(text, today=today_of(self._desk.now))
        except Refused as error:
            self.read.emit(False)
            self.refused.emit(error)
            return
        self.read.emit(True)
        if scan.letter is not None and LETTERS in shell.rail.items:
            shell.go(LETTERS)
            shell.page(LETTERS).on_scan(text)
        elif scan.request is not None and COUNTER in shell.rail.items:
            self.request_wanted.emit(scan.request)
        elif scan.zone is not None and COUNTER in shell.rail.items:
            self._zone_scan = text
            self.person_wanted.emit(scan.zone, text)

    def ask_again(self, zone: Mrz) -> None:
        """Look for the person of the last document, whom the page in view did not want."""
        self.person_wanted.emit(zone, self._zone_scan)
