"""A sheet of paper on the screen: white in every theme, in the proportions of the real one."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QSizePolicy, QWidget

from ra_desk.ui.theme import Theme

#: A4 in millimetres, and its height on the screen in pixels at 100 %.
_PAPER_MM: Final = (210.0, 297.0)
_HEIGHT: Final = 384


class PaperView(QWidget):
    """Shows the first page of a PDF; what it shows has no place for a code.

    It is a picture: its words are not read aloud, but its accessible name says whose page it is.
    """

    def __init__(self, theme: Theme, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._pdf = QByteArray()
        self._image = QImage()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._fit)
        self._fit()

    def sizeHint(self) -> QSize:
        # Paper does not grow with the text; what stands in it is looked at, not read.
        high = min(self._theme.scaled(_HEIGHT), round(_HEIGHT * 1.25))
        return QSize(round(high * _PAPER_MM[0] / _PAPER_MM[1]), high)

    def _fit(self) -> None:
        self.setFixedSize(self.sizeHint())
        self._draw()

    def show_page(self, pdf: bytes, name: str) -> None:
        """Show the first page of ``pdf``; ``name`` says which it is."""
        self._pdf = QByteArray(pdf)
        self.setAccessibleName(name)
        self._draw()

    def clear(self, name: str = "") -> None:
        """Show an empty page."""
        self._pdf = QByteArray()
        self.setAccessibleName(name)
        self._draw()

    def _draw(self) -> None:
        self._image = QImage()
        if not self._pdf.isEmpty():
            self._image = _first_page(self._pdf, self.size() * self.devicePixelRatioF())
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paper = self.rect()
        painter.fillRect(paper, Qt.GlobalColor.white)
        if not self._image.isNull():
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(paper, self._image)
        if self._theme.covered and not self._image.isNull():
            self._hide_address(painter, paper)
        painter.setPen(QPen(self._theme.colour("control"), 1))
        painter.drawRect(paper.adjusted(0, 0, -1, -1))

    def _hide_address(self, painter: QPainter, paper: QRect) -> None:
        """Cover what tells about somebody: all that stands above the folded third."""
        painter.fillRect(
            paper.adjusted(0, 0, 0, -round(paper.height() * 2 / 3)), self._theme.on_paper("sunken")
        )


def _first_page(pdf: QByteArray, size: QSize) -> QImage:
    held = QBuffer()
    held.setData(pdf)
    held.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    try:
        document.load(held)
        if document.pageCount() < 1:
            return QImage()
        drawn = document.render(0, size)
        page = QImage(drawn.size(), QImage.Format.Format_RGB32)
        page.fill(Qt.GlobalColor.white)
        on = QPainter(page)
        on.drawImage(0, 0, drawn)
        on.end()
        return page
    finally:
        document.close()
        held.close()
