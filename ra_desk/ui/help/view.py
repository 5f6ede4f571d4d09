"""Shows a chapter of the manual in the fonts and colours of the theme. No link leaves it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, QSize, Qt, QUrl, Signal
from PySide6.QtGui import (
    QImage,
    QResizeEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextTable,
)
from PySide6.QtWidgets import QTextBrowser, QTextEdit, QWidget

from ra_desk import places
from ra_desk.texts import _
from ra_desk.ui.help.manual import Text, target_of
from ra_desk.ui.parts.announce import announce
from ra_desk.ui.theme import Scheme, Theme, Type

_HEADINGS: Final = {1: Type.H1, 2: Type.H2, 3: Type.STRONG}
_ABOVE: Final = {1: 0, 2: 18, 3: 12}
_BELOW: Final = 6
_LINE: Final = 118  # per cent of the font's own height
#: A line of text is read without losing it; wider windows leave room beside it.
_WIDEST: Final = 760
_MARGIN: Final = 20
_TOP: Final = QPoint(0, 0)
_DIALECT: Final = (
    QTextDocument.MarkdownFeature.MarkdownDialectGitHub
    | QTextDocument.MarkdownFeature.MarkdownNoHTML
)


class ManualView(QTextBrowser):
    """A chapter with real headings; its links lead inside the manual only."""

    wanted = Signal(object)  # Topic

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._chapter = ""
        self._text: Text | None = None
        self._drawn_in = 0
        self.setProperty("role", "manual")
        self.setAccessibleName(_("Manual"))
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setUndoRedoEnabled(False)
        self.setLineWrapMode(QTextEdit.LineWrapMode.FixedPixelWidth)
        self.anchorClicked.connect(self._on_link)
        theme.changed.connect(self._draw)

    @property
    def chapter(self) -> str:
        """Key of the chapter that is shown."""
        return self._chapter

    def show_text(self, chapter: str, text: Text, *, anchor: str = "") -> None:
        """Show a chapter, the heading of ``anchor`` at the top; the focus stays where it is."""
        self._chapter, self._text = chapter, text
        self._draw()
        self._go_to(anchor)

    def take_focus(self) -> None:
        """Take the focus at the heading in view, and let a screen reader say it."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, self.heading())

    def heading(self) -> str:
        """Return the heading at which the cursor stands."""
        return self.textCursor().block().text()

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Return a picture of the manual in the colours of the theme, and nothing else at all."""
        path = name if isinstance(name, str) else name.toString()
        if kind != QTextDocument.ResourceType.ImageResource or not path.startswith("pictures/"):
            return None
        stem = path.removeprefix("pictures/").removesuffix(".png")
        folder = places.resources() / "help" / "pictures"
        shade = "light" if self._theme.scheme is Scheme.LIGHT else "dark"
        for file in (folder / f"{stem}_{shade}.png", folder / f"{stem}_light.png"):
            if stem.isidentifier() and file.is_file():
                return self._fitting(QImage(str(file)))
        return None

    def _fitting(self, picture: QImage) -> QImage:
        room = self.contentsRect().width() - self.verticalScrollBar().sizeHint().width()
        width = min(room, self._theme.scaled(_WIDEST)) - 2 * _MARGIN
        if picture.width() <= width or width <= 0:
            return picture
        ratio = self.devicePixelRatioF()
        size = QSize(round(width * ratio), round(width * ratio))
        scaled = picture.scaled(
            size, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        scaled.setDevicePixelRatio(ratio)
        return scaled

    def resizeEvent(self, event: QResizeEvent) -> None:
        room = self.viewport().width()
        self.setLineWrapColumnOrWidth(min(room, self._theme.scaled(_WIDEST)))
        super().resizeEvent(event)
        if self.width() != self._drawn_in:  # the pictures have to fit again
            self._draw()

    def _on_link(self, link: QUrl) -> None:
        if not link.scheme():
            self.wanted.emit(target_of(link.toString(), within=self._chapter))

    def _go_to(self, anchor: str) -> None:
        place = 0
        if self._text is not None and anchor in self._text.anchors:
            place = self._text.anchors.index(anchor)
        headings = [block for block in self._blocks() if block.blockFormat().headingLevel()]
        if not headings:
            return
        block = headings[min(place, len(headings) - 1)]
        self.setTextCursor(QTextCursor(block))
        self._scroll_to(None if place == 0 else block)

    def _scroll_to(self, block: QTextBlock | None) -> None:
        """Let a block begin at the top of what is in view; None is the beginning."""
        top = 0.0
        if block is not None:
            top = self.document().documentLayout().blockBoundingRect(block).top() - 4
        self.verticalScrollBar().setValue(round(top))

    # In the fonts and colours of the theme

    def _blocks(self) -> list[QTextBlock]:
        found, block = [], self.document().begin()
        while block.isValid():
            found.append(block)
            block = block.next()
        return found

    def _draw(self) -> None:
        if self._text is None:
            return
        self._drawn_in = self.width()
        document = self.document()
        cursor, top = self.textCursor().blockNumber(), self.cursorForPosition(_TOP).blockNumber()
        document.setDefaultFont(self._theme.font(Type.BODY))
        document.setMarkdown(self._text.markdown, _DIALECT)
        document.setDocumentMargin(_MARGIN)
        for block in self._blocks():
            self._set_block(block)
        for frame in document.rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                self._set_table(frame)
        self.setTextCursor(QTextCursor(document.findBlockByNumber(cursor)))
        self._scroll_to(document.findBlockByNumber(top) if top else None)

    def _set_block(self, block: QTextBlock) -> None:
        level = block.blockFormat().headingLevel()
        cursor = QTextCursor(block)
        shape = QTextBlockFormat()
        if level:
            shape.setTopMargin(_ABOVE.get(level, 12))
        if cursor.currentTable() is None:
            shape.setBottomMargin(_BELOW if block.textList() is None else 2)
        pieces = []
        run = block.begin()
        while not run.atEnd():
            piece = run.fragment()
            pieces.append((piece.position(), piece.length(), piece.charFormat()))
            run += 1
        if not any(had.isImageFormat() for _position, _length, had in pieces):
            shape.setLineHeight(_LINE, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        cursor.mergeBlockFormat(shape)
        for position, length, had in pieces:
            cursor.setPosition(position)
            cursor.setPosition(position + length, QTextCursor.MoveMode.KeepAnchor)
            cursor.mergeCharFormat(self._characters(level, had))

    def _characters(self, level: int, had: QTextCharFormat) -> QTextCharFormat:
        kind = _HEADINGS.get(level, Type.BODY)
        if not level and had.fontWeight() > 400:
            kind = Type.STRONG
        if had.fontFixedPitch():
            kind = Type.MONO
        made = QTextCharFormat()
        made.setFont(self._theme.font(kind))
        # Markdown makes headings larger than their font says.
        made.setProperty(QTextFormat.Property.FontSizeAdjustment, 0)
        made.setForeground(self._theme.colour("accent" if had.isAnchor() else "text"))
        made.setFontUnderline(had.isAnchor())
        return made

    def _set_table(self, table: QTextTable) -> None:
        shape = table.format()
        shape.setBorderBrush(self._theme.colour("hairline"))
        shape.setBorderCollapse(True)
        shape.setBorder(1)
        shape.setCellPadding(5)
        shape.setCellSpacing(0)
        table.setFormat(shape)
