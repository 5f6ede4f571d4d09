"""Two pictures to scan from the screen, and what the scanner made of them.

The test watches the keys in its own field, because a scanner that is slower than the settings
allow types like a person, and that is what the test has to find out.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ra_desk import places
from ra_desk.domain.checks import office_day
from ra_desk.domain.errors import Refused
from ra_desk.domain.mrz_keyboard import read_zone
from ra_desk.services.ports import Clock
from ra_desk.texts import _
from ra_desk.ui.parts.card import Glyph
from ra_desk.ui.parts.labels import label, set_tone
from ra_desk.ui.scan_burst import LONGEST_GAP_MS, MRZ_LINES, NEXT_LINE_MS, SHORTEST
from ra_desk.ui.scanner_state import keyboard_name
from ra_desk.ui.settings.declared import SETTINGS
from ra_desk.ui.settings.values import Settings
from ra_desk.ui.theme import Kind, Theme, Type
from ra_desk.ui.wording import told

#: What the QR code says. It names no request; Y and Z betray another keyboard.
CODE: Final = "RADESK2YZ7TEST"
#: ICAO Doc 9303-5, the specimen of a TD1 card: nobody's.
SPECIMEN: Final = (
    "I<UTOD231458907<<<<<<<<<<<<<<<",
    "7408122F1204159UTO<<<<<<<<<<<6",
    "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
)
_GAP, _PREFIX = "scanner.gap_ms", "scanner.prefix"
#: Slower than this between two signs is a person (ms), and the longest gap that can be set.
_PERSON_MS = 200
_MOST_MS = 60
_SWAP = str.maketrans("YZyz", "ZYzy")


class Picture(QWidget):
    """Dark on light in every theme, as scanners need it."""

    def __init__(self, theme: Theme, size: QSize, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFixedSize(size)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.on_paper("surface"))
        self.paint(painter)

    def paint(self, painter: QPainter) -> None:
        """Paint what is to be scanned."""


class CodePicture(Picture):
    """The QR code, with the quiet zone it needs."""

    def __init__(self, theme: Theme, *, parent: QWidget | None = None) -> None:
        super().__init__(theme, QSize(148, 148), parent=parent)
        self.setAccessibleName(_("A QR code to scan"))
        path = places.resources() / "scanner" / "test_code.svg"
        self._drawing = QSvgRenderer(path.read_bytes())

    def paint(self, painter: QPainter) -> None:
        self._drawing.render(painter, QRectF(self.rect()).adjusted(20, 20, -20, -20))


class ZonePicture(Picture):
    """The three lines of a specimen, in the type of documents."""

    def __init__(self, theme: Theme, *, parent: QWidget | None = None) -> None:
        super().__init__(theme, QSize(380, 148), parent=parent)
        self.setAccessibleName(_("A machine readable zone to scan"))

    def paint(self, painter: QPainter) -> None:
        painter.setPen(self._theme.on_paper("text"))
        font = self._theme.font(Type.MONO_STRONG)
        font.setPixelSize(18)
        painter.setFont(font)
        flags = Qt.AlignmentFlag.AlignCenter
        for place, words in enumerate(SPECIMEN):
            painter.drawText(QRectF(0, 29 + 30 * place, self.width(), 30), flags, words)


class Outcome(QWidget):
    """What was found out about one picture; its words are told to screen readers."""

    def __init__(self, theme: Theme, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._glyph = Glyph(theme, "circle-dashed", "muted", size=18)
        self.words = label(tone="muted", wrap=True)
        row.addWidget(self._glyph, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.words, 1)
        self.kind = Kind.IDLE
        self.say(Kind.IDLE, _("Not scanned yet."))

    def say(self, kind: Kind, words: str) -> None:
        """Show an outcome."""
        icons = {Kind.OK: "circle-check", Kind.WARN: "alert-triangle", Kind.ERR: "alert-circle"}
        self.kind = kind
        tone = "muted" if kind is Kind.IDLE else f"{kind.value}Fg"
        self._glyph.show_icon(icons.get(kind, "circle-dashed"), tone)
        set_tone(self.words, "muted" if kind is Kind.IDLE else kind.value)
        self.words.setText(words)


class ScannerTest(QWidget):
    """The test, for the page of settings and for the first run."""

    passed = Signal()  # both pictures have been read

    def __init__(
        self, theme: Theme, settings: Settings, now: Clock, *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._settings, self._now = settings, now
        self._last_ms = -_PERSON_MS
        self._gap = self._signs = 0
        self._lines: list[str] = []
        self._no_more = QTimer(self)
        self._no_more.setSingleShot(True)
        self._no_more.setInterval(NEXT_LINE_MS + _PERSON_MS)
        self._no_more.timeout.connect(self._on_no_more_lines)
        self.field = QLineEdit()
        self.field.setAccessibleName(_("Scan here"))
        self.field.setPlaceholderText(_("Click here and scan"))
        self.field.installEventFilter(self)
        self.field.returnPressed.connect(self._on_enter)
        self.code, self.zone = Outcome(theme), Outcome(theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.field)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        steps = (
            (_("1. The code"), CodePicture(theme), self.code),
            (_("2. The document"), ZonePicture(theme), self.zone),
        )
        for place, (title, picture, outcome) in enumerate(steps):
            grid.addWidget(label(title, Type.STRONG), 0, place)
            grid.addWidget(picture, 1, place, Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(outcome, 2, place, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(place, 1)
        column.addLayout(grid)

    # What the scanner sends

    def take(self, text: str) -> None:
        """Judge a scan that came as one."""
        self.field.clear()
        gap, self._gap, self._signs = self._gap, 0, 0
        if "\n" in text or len(text) in MRZ_LINES:
            self._judge_zone(text)
        else:
            self._judge_code(text, gap)
        if self.code.kind is Kind.OK and self.zone.kind is Kind.OK:
            self.passed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.text():
            passed, self._last_ms = event.timestamp() - self._last_ms, event.timestamp()
            if event.text().isprintable():
                begun = self._signs > 0 and passed <= _PERSON_MS
                self._gap = max(self._gap, passed) if begun else 0
                self._signs = self._signs + 1 if begun else 1
        return False

    def _on_enter(self) -> None:
        """Take what came too slowly for the window to know it as a scan."""
        text = self.field.text()
        self.field.clear()
        if len(text) < SHORTEST or self._signs < len(text):
            self.code.say(Kind.WARN, _("That was typed by hand. Scan the code."))
            return
        self._lines.append(text)
        if len(self._lines) < MRZ_LINES.get(len(self._lines[0]), 1):
            self._signs = 0
            self._no_more.start()
        else:
            self._on_no_more_lines()

    def _on_no_more_lines(self) -> None:
        self._no_more.stop()
        lines, self._lines = self._lines, []
        if lines:
            self.take("\n".join(lines))

    # What is made of it

    def _judge_code(self, text: str, gap: int) -> None:
        before, read = text.strip()[: -len(CODE)], text.strip()[-len(CODE) :].upper()
        shape = SETTINGS[_PREFIX].shape
        if read not in (CODE, CODE.translate(_SWAP)) or not shape.allows(before):
            self.code.say(Kind.ERR, _("Another code was read. Scan the code from the screen."))
            return
        parts = []
        if read == CODE:
            kind = Kind.OK
            parts.append(_("Read; the scanner has the keyboard of this computer."))
        else:
            kind = Kind.WARN
            parts.append(
                _(
                    "Read, but Y and Z change places: set the scanner to the keyboard of this computer."
                )
            )
        if before and before != self._settings.text(_PREFIX):
            kind = self._keep_prefix(before, parts) or kind
        if gap:
            parts.append(_("Gap {count} ms.").format(count=gap))
        if gap > _MOST_MS:
            kind = Kind.WARN
            parts.append(_("That is too slow: set a shorter pause between signs in the scanner."))
        self._keep_gap(gap)
        self.code.say(kind, " ".join(parts))

    def _judge_zone(self, text: str) -> None:
        try:
            read = read_zone(text, today=office_day(self._now()), computer=None)
        except Refused as error:
            self.zone.say(Kind.ERR, told(error))
            return
        if read.pair is None:
            self.zone.say(Kind.OK, _("Read without a fault."))
        else:
            words = _("Read; the scanner's keyboard is {keyboard}, RA Desk puts that right.")
            self.zone.say(Kind.OK, words.format(keyboard=keyboard_name(read.pair.scanner)))

    def _keep_prefix(self, before: str, parts: list[str]) -> Kind | None:
        """Set what this scanner sends before each scan, and say so; return how bad it is."""
        if self._settings.locked(_PREFIX):
            words = _("The scanner sends “{signs}” first; that is decided centrally otherwise.")
            parts.append(words.format(signs=before))
            return Kind.WARN
        self._settings.set(_PREFIX, before)
        parts.append(_("“{signs}” before each scan is cut off now.").format(signs=before))
        return None

    def _keep_gap(self, gap: int) -> None:
        """Set what this scanner needs, with half as much again to spare."""
        needed = -(-gap * 3 // 10) * 5
        wanted = min(_MOST_MS, max(LONGEST_GAP_MS, needed))
        if not self._settings.locked(_GAP):
            self._settings.set(_GAP, wanted)
