"""Reads sheets of paper as a person, a scanner or a light table would, and makes up letters."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import zxingcpp
from PIL import Image
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QImage
from PySide6.QtPdf import QPdfDocument

from ra_desk.domain.activation import new_letter_number
from ra_desk.domain.people import Office, OfficeId
from ra_desk.domain.policy import Service
from ra_desk.paper.layout import Box
from ra_desk.paper.letter_text import LetterContent

DPI = 300
_POINTS_PER_MM = 72 / 25.4
_DOTS_PER_MM = DPI / 25.4

OFFICE = Office(
    id=OfficeId("koper"),
    name="Upravna enota Koper",
    street="Piranska cesta 2",
    post="6000 Koper – Capodistria",
    email="prijavna.sluzba@koper.example",
    phone="05 555 00 00",
)
SERVICE = Service(
    issuer="Državni center za storitve zaupanja",
    issuer_address="Tržaška cesta 21, 1000 Ljubljana",
    rules="www.si-trust.example",
    phone="080 2002",
    email="ekc@si-pass.example",
)
PAGE = "portal.si-pass.example/vklop"


def letter(**changes: object) -> LetterContent:
    """Make up a letter, without its code; anything can be said otherwise."""
    content: dict[str, object] = {
        "recipient": ("Špela Žagar Őry", "Ferrarska ulica 5 b", "6000 Koper – Capodistria"),
        "sender": OFFICE,
        "service": SERVICE,
        "place": "Koper",
        "dated": date(2026, 11, 22),
        "request": "R-7F4K-22C",
        "number": new_letter_number(),
        "valid_until": date(2026, 12, 13),
        "page": PAGE,
    }
    return LetterContent(**(content | changes))  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """An opened PDF."""

    document: QPdfDocument
    source: QBuffer

    def __len__(self) -> int:
        return self.document.pageCount()

    @property
    def title(self) -> str:
        return str(self.document.metaData(QPdfDocument.MetaDataField.Title))

    def size_mm(self, page: int = 0) -> tuple[int, int]:
        size = self.document.pagePointSize(page)
        return round(size.width() / _POINTS_PER_MM), round(size.height() / _POINTS_PER_MM)

    def raw_text(self, page: int = 0) -> str:
        return self.document.getAllText(page).text()

    def text(self, page: int = 0) -> str:
        """The text with every white space as one space."""
        return " ".join(self.raw_text(page).split())

    def boxes(self, wanted: str, page: int = 0) -> list[Box]:
        """Where a text stands, in millimetres."""
        text, found, at = self.raw_text(page), [], -1
        while (at := text.find(wanted, at + 1)) >= 0:
            bounds = self.document.getSelectionAtIndex(page, at, len(wanted)).boundingRectangle()
            x, y, width, height = (v / _POINTS_PER_MM for v in bounds.getRect())
            found.append(Box(x=x, y=y, width=width, height=height))
        return found

    def picture(self, page: int = 0, *, dpi: int = DPI) -> Image.Image:
        """The page in shades of grey, as printed at 300 dpi."""
        size = self.document.pagePointSize(page)
        dots = QSize(round(size.width() / 72 * dpi), round(size.height() / 72 * dpi))
        drawn = self.document.render(page, dots)
        # Transparent where nothing is drawn: paper is white.
        flat = drawn.convertToFormat(QImage.Format.Format_RGBA8888)
        picture = Image.frombytes("RGBA", (flat.width(), flat.height()), bytes(flat.constBits()))
        paper = Image.new("RGBA", picture.size, "white")
        return Image.alpha_composite(paper, picture).convert("L")


def opened(pdf: bytes) -> Pages:
    """Open a PDF from memory."""
    source = QBuffer()
    source.setData(QByteArray(pdf))
    source.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(source)
    assert document.status() is QPdfDocument.Status.Ready
    return Pages(document=document, source=source)


def cut(picture: Image.Image, box: Box, *, dpi: int = DPI) -> Image.Image:
    """Cut a box given in millimetres out of a picture."""
    edges = (box.x, box.y, box.right, box.bottom)
    return picture.crop(tuple(round(edge * dpi / 25.4) for edge in edges))


def ink(picture: Image.Image, box: Box, *, dpi: int = DPI) -> Box | None:
    """Return the smallest box around all that is printed inside a box, in millimetres."""
    found = cut(picture, box, dpi=dpi).point(lambda shade: 255 if shade < 250 else 0).getbbox()
    if found is None:
        return None
    left, top, right, bottom = (edge / dpi * 25.4 for edge in found)
    return Box(x=box.x + left, y=box.y + top, width=right - left, height=bottom - top)


def darkness(picture: Image.Image, box: Box, *, dpi: int = DPI) -> float:
    """Return the share of a box that is black, 0 to 1."""
    part = cut(picture, box, dpi=dpi)
    return 1 - sum(part.tobytes()) / 255 / (part.width * part.height)


def without(picture: Image.Image, boxes: Sequence[Box]) -> Image.Image:
    """Return the picture with boxes painted over."""
    covered = picture.copy()
    for box in boxes:
        edges = (box.x, box.y, box.right, box.bottom)
        covered.paste(128, tuple(round(edge * _DOTS_PER_MM) for edge in edges))
    return covered


def scanned(picture: Image.Image) -> dict[str, list[str]]:
    """Return what a scanner reads on the sheet, by the kind of symbol."""
    read: dict[str, list[str]] = {}
    for symbol in zxingcpp.read_barcodes(picture):
        read.setdefault(str(symbol.format).rpartition(".")[2], []).append(symbol.text)
    return read
