"""Tables as the office's spreadsheet opens them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Final

#: Stands before the first line, and tells a spreadsheet that what follows is UTF-8.
MARK: Final = b"\xef\xbb\xbf"

#: What makes a spreadsheet take a cell for a formula; some take the wide signs of Asia, too.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def csv_lines(rows: Iterable[Iterable[str]]) -> bytes:
    """Return rows as CSV in UTF-8, without the mark; no spreadsheet reckons with a cell of it.

    Lines, quotes and fields are those of RFC 4180; the separator ``;`` is the one of a country
    that writes a comma in numbers.
    """
    written = io.StringIO(newline="")
    lines = csv.writer(written, delimiter=";", lineterminator="\r\n")
    lines.writerows([_inert(cell) for cell in row] for row in rows)
    return written.getvalue().encode()


def _inert(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
