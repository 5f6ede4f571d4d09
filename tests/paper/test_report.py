"""Reports and the protocol of a day on paper."""

from __future__ import annotations

import hashlib

import pytest

from ra_desk.domain.report_form import ChainHead, FormTable, ReportForm
from ra_desk.journal.canonical import b64
from ra_desk.paper.layout import Box
from ra_desk.paper.report import render_report
from ra_desk.services.day import grouped
from tests.paper.sheets import OFFICE, SERVICE, Pages, darkness, opened, scanned

pytestmark = pytest.mark.usefixtures("qapp")

DIGEST = b64(hashlib.sha256(b"journal").digest())
HEAD = ChainHead(
    title="Zadnja zgoščena vrednost",
    where="Delovno mesto koper-3, obdobje 1, zapis 1235",
    groups=grouped(DIGEST),
    code=f"ra-desk head koper-3 1 1235 {DIGEST}",
    note="Primerjate jo lahko z dnevnikom.",
)
CHECKS = FormTable(
    title="Preverjanja",
    rows=(("Sprejeta", "35"), ("V drugem pregledu", "1"), ("Brez učinka", "–")),
    total=("Skupaj", "38"),
)
PROTOCOL = ReportForm(
    title="Zaključek dne 20. 11. 2026",
    facts=("UE Koper, okence 3", "Zaključeno 20. 11. 2026 15:32"),
    tables=(CHECKS, CHECKS),
    notes=("Števila se ujemajo.",),
    head=HEAD,
    signatures=("Maja Kralj", "Tina Bele"),
    foot="Za spis urada.",
)


def drawn(form: ReportForm, *, demo: bool = False) -> Pages:
    return opened(render_report(form, office=OFFICE, service=SERVICE, demo=demo))


def test_a_protocol_is_one_page_with_all_that_was_said() -> None:
    """Whoever signs by hand sees the counts and the head on the same sheet."""
    pages = drawn(PROTOCOL)
    assert (len(pages), pages.size_mm(), pages.title) == (1, (210, 297), PROTOCOL.title)
    text = pages.text()
    for words in (*PROTOCOL.facts, "Skupaj 38", "Maja Kralj", "Tina Bele", "Števila se ujemajo."):
        assert words in text, words
    assert " ".join(HEAD.groups[:8]) in text
    assert " ".join(HEAD.groups[8:]) in text


def test_a_reader_gets_the_same_digest_from_the_code() -> None:
    """Paper and journal are compared without typing 64 digits."""
    assert list(scanned(drawn(PROTOCOL).picture()).values()) == [[HEAD.code]]


def test_a_long_table_goes_on_over_the_page() -> None:
    """A month of post offices loses no line; every page is numbered."""
    rows = tuple((f"Pošta {number}", str(number)) for number in range(1, 160))
    pages = drawn(ReportForm(title="Poročilo", facts=(), tables=(FormTable(title="P", rows=rows),)))
    every = " ".join(pages.text(page) for page in range(len(pages)))
    assert len(pages) > 1
    assert all(f"{words} {number}" in every for words, number in rows)
    assert f"1/{len(pages)}" in pages.text(0)


def test_what_is_kept_back_has_no_bar() -> None:
    """A bar without a number would tell it."""
    rows = (("8", "6"), ("9", "–"))
    table = FormTable(title="Ure", rows=rows, bars=(6, None))
    page = drawn(ReportForm(title="P", facts=(), tables=(table,))).picture(dpi=72)
    bars = [Box(x=44.0, y=y, width=30.0, height=3.0) for y in (81.5, 87.0)]
    assert darkness(page, bars[0], dpi=72) > 0.3
    assert darkness(page, bars[1], dpi=72) < 0.02


def test_a_demo_says_so_across_the_page() -> None:
    """Nobody files a demo."""
    assert "DEMO" in drawn(PROTOCOL, demo=True).text()
    assert "DEMO" not in drawn(PROTOCOL).text()
