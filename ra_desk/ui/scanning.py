"""Where a scan goes: to the page in view, or to whatever was scanned."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from ra_desk.domain.errors import Refused
from ra_desk.domain.mrz import MrzForeignSign
from ra_desk.domain.mrz_keyboard import KeyboardPair, is_mistyped, read_zone
from ra_desk.domain.scans import ScannerKeyboard, is_zone, read_scan
from ra_desk.services.desk import Desk
from ra_desk.services.find_requests import today_of
from ra_desk.ui.counter.scans import ScanInTheWay, computer_keyboard
from ra_desk.ui.pages import COUNTER, LETTERS, REQUEST
from ra_desk.ui.request.correct_sheet import CorrectSheet
from ra_desk.ui.request.document_sheet import DocumentSheet
from ra_desk.ui.scanner_state import keyboard_name
from ra_desk.ui.shell import Shell
from ra_desk.ui.theme import Kind
from ra_desk.ui.wording import told


class Scanning(QObject):
    """Reads each scan and says what it asks for; nothing opens here."""

    read = Signal(bool)  # whether the scan was something
    keyboard_corrected = Signal(object)  # KeyboardPair, the first time
    refused = Signal(object)  # RaError
    request_wanted = Signal(str)  # RequestNumber
    person_wanted = Signal(object, str)  # Mrz, the scan

    def __init__(self, shell: Shell, desk: Desk) -> None:
        super().__init__(shell)
        self._shell, self._desk = shell, desk
        self._corrected: KeyboardPair | None = None
        self._untold: KeyboardPair | None = None

    def on_scan(self, text: str) -> None:
        """Use a scan: the page in view first, then whatever was scanned opens."""
        shell = self._shell
        if QApplication.activeModalWidget() is not None:
            # What opened behind a dialog, nobody would see: where a file goes is asked first.
            self.read.emit(False)
            self.refused.emit(ScanInTheWay())
            return
        try:
            text, problem = self._as_meant(text), None
        except Refused as error:
            problem = error
        # A page would name a sign of the other keyboard, not what is wrong with the document.
        tellable = isinstance(problem, MrzForeignSign | None) or not is_mistyped(text)
        if tellable and shell.page(shell.key).on_scan(text):
            self.read.emit(problem is None)
            return
        try:
            sheet = shell.sheet()
            # A sheet that asks for a document is told what is wrong with the one it was shown.
            asks = problem is not None and isinstance(sheet, DocumentSheet | CorrectSheet)
            if sheet is not None and not asks:
                raise ScanInTheWay()
            if problem is not None:
                raise problem
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
            self.person_wanted.emit(scan.zone.zone, text)

    def say_keyboard(self) -> None:
        """Tell once, beside the request, that the scanner is set to another keyboard."""
        pair, shell = self._untold, self._shell
        if pair is None or shell.key != REQUEST:
            return
        self._untold = None
        names = (keyboard_name(pair.scanner), keyboard_name(pair.computer))
        words = told(ScannerKeyboard(scanner=names[0], computer=names[1]))
        shell.page(REQUEST).notice.notify(Kind.WARN, "keyboard", words, seconds=0)

    def meant(self, text: str) -> str:
        """Return a scan as it was meant, or as it came where that cannot be told."""
        try:
            return self._as_meant(text)
        except Refused:
            return text

    def _as_meant(self, text: str) -> str:
        """Return a zone as its scanner would type it on the keyboard it is set to.

        Raises:
            Refused: what is wrong with the document, if need be behind a wrongly set scanner.
        """
        if not is_zone(text):
            return text
        found = read_zone(text, today=today_of(self._desk.now), computer=computer_keyboard())
        if found.pair is not None and found.pair != self._corrected:
            self._corrected = self._untold = found.pair
            self.keyboard_corrected.emit(found.pair)
        return found.text
