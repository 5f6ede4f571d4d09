"""Printed sheets, looked at: as a picture, and as the words that somebody reads on them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtPdf import QPdfDocument


class NoSheet(Exception):
    """The bytes are no document that could be shown."""


def page_image(pdf: bytes, size: QSize) -> QImage:
    """Return the first page, on white.

    Raises:
        NoSheet: it is no document.
    """
    with _opened(pdf) as document:
        drawn = document.render(0, size)
        paper = QImage(drawn.size(), QImage.Format.Format_RGB32)
        paper.fill(QColor("white"))
        painter = QPainter(paper)
        painter.drawImage(0, 0, drawn)
        painter.end()
        return paper


def page_text(pdf: bytes) -> str:
    """Return what stands on all pages.

    Raises:
        NoSheet: it is no document.
    """
    with _opened(pdf) as document:
        return "\n".join(document.getAllText(page).text() for page in range(document.pageCount()))


@contextmanager
def _opened(pdf: bytes) -> Iterator[QPdfDocument]:
    document, buffer = QPdfDocument(), QBuffer()
    buffer.setData(QByteArray(pdf))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document.load(buffer)
    try:
        if document.pageCount() == 0:
            raise NoSheet
        yield document
    finally:
        document.close()
