"""What a report and the protocol of a day say on paper, in words that somebody else has chosen."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class FormTable:
    """A table of a form.

    Attributes:
        rows: words and a number, or what stands for it.
        bars: draw each number as a bar, too; as many as rows, None where there is no number.
        total: the words and the number of the last row, which is a sum.
    """

    title: str
    rows: tuple[tuple[str, str], ...]
    bars: tuple[int | None, ...] = ()
    total: tuple[str, str] | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainHead:
    """The head of a journal's chain, for people and for a reader.

    Attributes:
        title: what it is.
        where: which entry of which desk it is the digest of.
        groups: the digest in hexadecimal digits, in groups.
        code: the same for a reader of QR codes.
        note: what it is good for.
    """

    title: str
    where: str
    groups: tuple[str, ...]
    code: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportForm:
    """A report, or the protocol of a day.

    Attributes:
        facts: lines below the title.
        notes: sentences below the tables.
        signatures: what stands below each line on which somebody signs by hand.
        foot: last line of each page.
    """

    title: str
    facts: tuple[str, ...]
    tables: tuple[FormTable, ...]
    notes: tuple[str, ...] = ()
    head: ChainHead | None = None
    signatures: tuple[str, ...] = ()
    foot: str = ""
    language: str = field(default="sl")
