"""The look-up field with the panel of hits below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from ra_desk.texts import _
from ra_desk.ui.parts.announce import announce
from ra_desk.ui.parts.card import Glyph, Line
from ra_desk.ui.parts.columns import HITS, Column
from ra_desk.ui.parts.curtain import PersonalLabel
from ra_desk.ui.parts.enter import decides, is_enter
from ra_desk.ui.parts.labels import emphasised, label
from ra_desk.ui.parts.rows import Row, RowModel
from ra_desk.ui.parts.table import RowTable
from ra_desk.ui.theme import Theme, Type
from ra_desk.ui.theme.focus_ring import RING_PARENT

_BELOW = 7
_SHADOW = 14
_RADIUS = 8
_STALE = 0.5
#: What was found is told to a screen reader when typing has stopped for so long (ms).
_QUIET_MS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Hits:
    """What a look-up found, as the panel shows it.

    Attributes:
        understood: how the query was read; ``strong`` parts of it stand out.
        count: such as "3 hits".
        note: at the right of the key line.
        nothing: what to do when nobody was found; shown above the rows that offer it.
    """

    understood: str
    strong: tuple[str, ...] = ()
    count: str = ""
    rows: tuple[Row, ...] = ()
    note: str = ""
    nothing: str = ""


class LookUpField(QFrame):
    """The field at the top of the window. Down and Up choose a hit, Enter opens it, Esc clears."""

    typed = Signal(str)
    opened = Signal(object)  # Row
    submitted = Signal(str)  # Enter without a chosen hit
    browsed = Signal()  # Down in the empty field

    def __init__(
        self,
        theme: Theme,
        columns: Sequence[Column],
        *,
        placeholder: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.panel = HitPanel(theme, columns)
        self.panel.opened.connect(self._on_opened)
        # The bar is as high for those who look nobody up.
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.setSizePolicy(policy)
        row = QHBoxLayout(self)
        row.setContentsMargins(11, 0, 11, 0)
        row.setSpacing(8)
        self._glyph = Glyph(theme, "scan", "muted")
        row.addWidget(self._glyph)
        self.edit = QLineEdit()
        self.edit.setProperty("role", "inner")
        self.edit.setProperty(RING_PARENT, True)
        self.edit.setPlaceholderText(placeholder)
        self.edit.setToolTip(placeholder)  # large text cuts it
        self.edit.setAccessibleName(_("Look up or scan"))
        self.edit.setMaxLength(200)
        self.edit.textChanged.connect(self._on_text)
        self.edit.installEventFilter(self)
        row.addWidget(self.edit, 1)
        self._words = ""
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(_QUIET_MS)
        self._quiet.timeout.connect(self._announce)
        self._hint = label(_("Esc clears"), tone="muted")
        self._hint.hide()
        row.addWidget(self._hint)
        theme.changed.connect(self._fit)
        theme.covered_changed.connect(self._say_nothing)
        self._fit()

    def _say_nothing(self) -> None:
        self.edit.setAccessibleDescription("")

    def _fit(self) -> None:
        self.setFixedHeight(self._theme.scaled(38))

    def text(self) -> str:
        return self.edit.text()

    def focus(self) -> None:
        """Put the focus into the field and select what is in it."""
        self.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.edit.selectAll()

    def clear(self) -> None:
        """Empty the field and close the panel."""
        # Not `clear`, which Ctrl+Z takes back: the next client must not find the last one.
        self.edit.setText("")

    def show_hits(self, hits: Hits) -> None:
        """Show what the text in the field has found."""
        if self.text():
            self.panel.show_hits(hits)
            covered = self._theme.covered
            self.edit.setAccessibleDescription("" if covered else hits.understood)
            self._words = hits.count or ("" if covered else hits.nothing)
            self._quiet.start()

    def set_busy(self, busy: bool) -> None:
        """Say that an answer takes its time; the hits of before are dimmed until it comes."""
        self._hint.setText(_("Searching …") if busy else _("Esc clears"))
        self.panel.set_stale(busy)

    def _announce(self) -> None:
        if self.text():
            announce(self.edit, self._words)

    def _on_text(self, text: str) -> None:
        self._hint.setVisible(bool(text))
        self._glyph.show_icon("search" if text else "scan", "muted")
        if self._quiet.isActive():
            self._quiet.start()
        if not text:
            self._quiet.stop()
            self.edit.setAccessibleDescription("")
            self.panel.close_panel()
        self.typed.emit(text)

    def _on_opened(self, row: Row) -> None:
        self.opened.emit(row)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._on_key(event)
        return False

    def _on_key(self, event: QKeyEvent) -> bool:
        if is_enter(event):
            if decides(event):
                self._on_enter()
            return True
        match event.key():
            case Qt.Key.Key_Down if not self.text():
                self.browsed.emit()
            case Qt.Key.Key_Down if self.panel.isVisible():
                self.panel.step(1)
            case Qt.Key.Key_Up if self.panel.isVisible():
                self.panel.step(-1)
            case Qt.Key.Key_Escape if self.text():
                self.clear()
            case _:
                return False
        return True

    def _on_enter(self) -> None:
        row = self.panel.current()
        if row is None:
            self.submitted.emit(self.text())
        else:
            self.opened.emit(row)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(self._theme.colour("surface"))
        painter.setPen(QPen(self._theme.colour("control"), 1))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)


class PanelGround(QWidget):
    """The inside of the panel: it hides the page, so that nothing of it is painted below."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.lower()

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(event.rect(), self._theme.colour("raised"))


class HitPanel(QWidget):
    """What the look-up found. It floats below the field; the page makes room for it."""

    opened = Signal(object)  # Row
    resized = Signal()

    def __init__(self, theme: Theme, columns: Sequence[Column]) -> None:
        super().__init__()
        self._theme = theme
        self.model = RowModel(columns, self)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(_SHADOW + 1, 1, _SHADOW + 1, _SHADOW + 1)
        column.setSpacing(0)
        self._understood = PersonalLabel(theme, wrap=True)
        self._understood.setTextFormat(Qt.TextFormat.RichText)
        self._count = label(tone="muted")
        column.addLayout(self._top(theme))
        column.addWidget(Line())
        self._nothing = PersonalLabel(theme, tone="muted", wrap=True)
        self._nothing.setContentsMargins(16, 12, 16, 12)
        column.addWidget(self._nothing)
        self.table = RowTable(theme, self.model, columns, name=_("Hits"), pitch=HITS, fit=True)
        self.table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.table.clicked.connect(lambda index: self.opened.emit(self.model.row(index.row())))
        column.addWidget(self.table)
        self.table.stand_on("raised")
        self._ground = PanelGround(theme, self)
        self._note = label(kind=Type.CAPTION)
        self._shown: Hits | None = None
        theme.changed.connect(self._say_understood)
        column.addLayout(self._foot(theme))
        self.hide()

    def _top(self, theme: Theme) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(16, 9, 16, 9)
        row.setSpacing(8)
        row.addWidget(Glyph(theme, "filter", "muted", size=18))
        row.addWidget(self._understood, 1)
        row.addWidget(self._count)
        return row

    def _foot(self, theme: Theme) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(16, 7, 16, 8)
        row.setSpacing(3)
        row.addWidget(Glyph(theme, "arrow-up", "muted", size=11))
        row.addWidget(Glyph(theme, "arrow-down", "muted", size=11))
        row.addWidget(label(_("choose"), Type.CAPTION))
        row.addSpacing(14)
        row.addWidget(label(_("Enter opens"), Type.CAPTION))
        row.addStretch(1)
        row.addWidget(self._note)
        return row

    def show_hits(self, hits: Hits) -> None:
        """Show these hits; the first one is chosen."""
        self._shown = hits
        self._say_understood()
        self._count.setText(hits.count)
        self._note.setText(hits.note)
        self._nothing.setText(hits.nothing)
        self._nothing.setVisible(bool(hits.nothing))
        self.model.show_rows(hits.rows)
        self.table.setVisible(bool(hits.rows))
        if hits.rows:
            self.table.selectRow(0)
        if self.isHidden():
            self.show()
            self.raise_()
            self.update()  # with the hits; Qt would paint the rest of it in another round
        # At once: else the panel would be painted, then laid out, then painted again.
        self._column.activate()
        self.resized.emit()

    def _say_understood(self) -> None:
        """Say how the text was read, in the colours of the theme of now."""
        hits = self._shown
        if hits is None:
            return
        words = emphasised(hits.understood)
        for strong in hits.strong:
            safe = emphasised(strong)
            ink = self._theme.tokens["text"]
            bold = f'<span style="color:{ink}; font-weight:600">{safe}</span>'
            words = words.replace(safe, bold)
        words = words.replace("  ", "&nbsp; ")
        ink = self._theme.tokens["muted"]
        self._understood.setText(f'<span style="color:{ink}">{words}</span>')

    def set_stale(self, stale: bool) -> None:
        """Dim the hits while they belong to an earlier text."""
        self.table.dim(_STALE if stale else 1.0)

    def close_panel(self) -> None:
        """Go away until the next hits."""
        if not self.isHidden():
            self.hide()
            self._shown = None
            self.model.show_rows(())
            self.resized.emit()

    def current(self) -> Row | None:
        """Return the chosen hit."""
        index = self.table.currentIndex()
        if self.isHidden() or not index.isValid():
            return None
        return self.model.row(index.row())

    def step(self, by: int) -> None:
        """Choose the next or the previous hit."""
        now = self.table.currentIndex().row()
        last = self.model.rowCount() - 1
        self.table.selectRow(max(0, min(last, now + by)))

    def place_below(self, field: QWidget) -> None:
        """Stand below ``field``, as wide as it is, in the same window."""
        window = self.parentWidget()
        if window is None:
            return
        corner = field.mapTo(window, QPoint(0, field.height()))
        width = field.width() + 2 * _SHADOW
        self.setGeometry(corner.x() - _SHADOW, corner.y() + _BELOW, width, self._wanted(width))

    def event(self, event: QEvent) -> bool:
        # It follows being shown, which `show_hits` paints by itself.
        return event.type() == QEvent.Type.UpdateLater or super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        edge = _RADIUS + 1
        inside = self.rect().adjusted(_SHADOW, 0, -_SHADOW, -_SHADOW)
        self._ground.setGeometry(inside.adjusted(edge, edge, -edge, -edge))

    def _wanted(self, width: int) -> int:
        high = self._column.totalHeightForWidth(width)
        return high if high > 0 else self.sizeHint().height()

    def bottom_edge(self) -> int:
        """Return where the panel ends, in pixels from the top of its window."""
        return self.geometry().bottom() + 1 - _SHADOW

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(_SHADOW, 0, -_SHADOW, -_SHADOW)
        self._theme.draw_shadow(painter, box, reach=_SHADOW, radius=_RADIUS)
        painter.setBrush(self._theme.colour("raised"))
        painter.setPen(QPen(self._theme.colour("control"), 1))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
