"""A thousand letters from a desk through a real CUPS: the codes are on paper and nowhere else."""

from __future__ import annotations

import logging
import re
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from ra_desk.app import office_paper
from ra_desk.demo.sheets import page_text
from ra_desk.domain.activation import ActivationCode
from ra_desk.domain.letter_form import Envelope, EnvelopeFit, Letterhead, LetterSheet
from ra_desk.domain.letters import LetterState
from ra_desk.services.letter_book import Choice
from tests.cupsd import Cups, Queue, own_cups
from tests.searcher import Searcher
from tests.services.print_room import PRINTER, PrintRoom, a_print_room
from tests.store.support import some_requests

LETTERS = 1_000
#: Letters of a batch.
PAGE = 100
CODE = re.compile(r"\b[2-9B-DF-HJ-NP-TV-X]{4}(?:-[2-9B-DF-HJ-NP-TV-X]{4}){2}\b")


class Watched:
    """The office's paper; keeps, in memory, the codes that it drew."""

    def __init__(self) -> None:
        self.codes: list[str] = []

    def __getattr__(self, name: str) -> object:
        return getattr(office_paper(), name)

    def letter(
        self, sheet: LetterSheet, code: ActivationCode, head: Letterhead, fit: EnvelopeFit
    ) -> bytes:
        self.codes.append(code.reveal())
        return office_paper().letter(sheet, code, head, fit)


@pytest.fixture
def cups() -> Iterator[Cups]:
    with own_cups(keeps_history=False) as started:
        yield started


@pytest.fixture
def queue(cups: Cups) -> Queue:
    return cups.queue(PRINTER)


@pytest.fixture
def temporary(tmp_path: Path, queue: Queue, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder for temporary files of this process, and of what it starts from now on."""
    folder, before = tmp_path / "temporary", tempfile.tempdir
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    tempfile.tempdir = str(folder)
    yield folder
    tempfile.tempdir = before


@pytest.fixture
def room(tmp_path: Path, queue: Queue) -> Iterator[PrintRoom]:
    """A print room whose printer is real."""
    opened = a_print_room(tmp_path / "desk")
    opened.printer = queue.printer  # type: ignore[assignment]
    opened.paper = Watched()  # type: ignore[assignment]
    yield opened
    opened.store.close()


def print_all(room: PrintRoom) -> int:
    """Print what waits, batch after batch; return how many sheets the printer said came out."""
    requests, printed, moment = some_requests(LETTERS), 0, Event()
    for start in range(0, LETTERS, PAGE):
        room.order(requests[start : start + PAGE])
        prepared = room.letters.prepare(
            Choice(), printer=PRINTER, envelope=Envelope.RIGHT, session=room.session
        )
        number = prepared.batch.batch.number
        if not printed:
            room.confirm()
        while room.letters.print_next(
            number, session=room.session, pause=lambda: not moment.wait(0.01)
        ):
            printed += 1
        assert set(room.counts(number)) == {LetterState.PRINTED}
    return printed


@pytest.mark.timeout(900)
@pytest.mark.usefixtures("qapp")
def test_a_thousand_codes_are_on_paper_each_on_one_sheet_and_nowhere_else(
    room: PrintRoom, queue: Queue, temporary: Path, cups: Cups, caplog: pytest.LogCaptureFixture
) -> None:
    """A code that is left on a disk belongs to whoever finds the disk (decision 27).

    Each sheet counts when CUPS says that it came out. The one without a code is the letter that
    the office sends to itself.
    """
    caplog.set_level(logging.DEBUG)
    assert print_all(room) == LETTERS + 1

    on_paper = Counter(tuple(CODE.findall(page_text(sheet))) for sheet in queue.sheets)
    codes = room.paper.codes  # type: ignore[attr-defined]
    assert len(set(codes)) == LETTERS
    assert on_paper == Counter([(), *((code,) for code in codes)])

    searcher = Searcher(codes)
    assert searcher.in_bytes("log", caplog.text.encode()) == []
    elsewhere = [room.desk.path.parent, temporary, *cups.keeps]
    assert searcher.in_folders(elsewhere) == []
    room.store.close()
    assert searcher.in_folders(elsewhere) == []
    (temporary / "left").write_text(codes[-1])
    assert searcher.in_folders([temporary])
