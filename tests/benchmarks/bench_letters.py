"""Letters as PDF, against the same page drawn with bare reportlab by hand.

    python -m tests.benchmarks.bench_letters [letters]
    python -m tests.benchmarks.bench_letters --memory

The real side is ``render_batch``: addresses made printable and fitted, texts from the catalogue,
what repeats looked up by what it says. The bare side draws the same page: the same strings at
the same places in the same typefaces, one form XObject for what repeats, and the same modules
of the same Data Matrix, all of it precomputed. Both write documents of a hundred letters with
the same settings of reportlab, and neither makes symbols: the encoders are timed apart.
"""

from __future__ import annotations

import gc
import io
import platform
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from itertools import count as count_from
from itertools import groupby, islice

import reportlab
import segno
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from ra_desk.domain.activation import ActivationCode, LetterNumber, new_code, new_letter_number
from ra_desk.domain.letter_form import EnvelopeFit
from ra_desk.domain.people import Office, OfficeId
from ra_desk.domain.policy import Service
from ra_desk.paper.fonts import Face, ready
from ra_desk.paper.layout import A4, FOOTER_LINE, LEFT, RIGHT, profile_of
from ra_desk.paper.letter import letter_modules, render, render_batch
from ra_desk.paper.letter_text import LetterContent, set_text
from ra_desk.paper.lines import Line
from ra_desk.paper.plans import Setting, plan_for
from ra_desk.paper.preview import render_preview
from ra_desk.paper.sheet import Modules
from ra_desk.paper.tiles import STROKE, TILE, tiles

RUNS = 7
DOCUMENT = 100
LIMIT = 0.7

PROFILE = profile_of(EnvelopeFit())
PLAN = plan_for(PROFILE, Setting.ONE_LANGUAGE)
OFFICE = Office(
    id=OfficeId("koper"),
    name="Upravna enota Koper",
    street="Piranska cesta 2",
    post="6000 Koper – Capodistria",
    email="prijavna.sluzba@koper.example",
    phone="05 555 00 00",
)
SERVICE = Service(portal="https://portal.si-pass.example/vklop")

Letter = tuple[LetterContent, ActivationCode]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Milliseconds per letter, median of the runs; ``first_page`` of a preview in seconds."""

    letters: int
    real: float
    bare: float
    data_matrix: float
    qr: float
    alone: float
    first_page: float

    @property
    def ratio(self) -> float:
        """How fast the real side is, if the bare one is 1."""
        return self.bare / self.real


def make_letters() -> Iterator[Letter]:
    """Yield letters to invented people, without end."""
    names = ("Špela Žagar Őry", "Ana Novak", "Matjaž Kovač-Žužemberški", "Đorđe Ćirić")
    streets = ("Ferrarska ulica", "Cesta prvih borcev", "Pot na Fužine")
    for at in count_from(0):
        number = new_letter_number()
        content = LetterContent(
            recipient=(names[at % 4], f"{streets[at % 3]} {at}", "6000 Koper – Capodistria"),
            sender=OFFICE,
            service=SERVICE,
            place="Koper",
            dated=date(2026, 11, 22),
            request=f"R-{number[2:]}",
            number=number,
            valid_until=date(2026, 12, 13),
            page=SERVICE.portal,
        )
        yield content, new_code()


def in_documents(letters: Sequence[Letter]) -> Iterator[Sequence[Letter]]:
    for start in range(0, len(letters), DOCUMENT):
        yield letters[start : start + DOCUMENT]


# The bare side, by hand ------------------------------------------------------------------------

ADDRESS = (110.0 * mm, (297.0 - 64.5) * mm, 14.52)
NUMBER = (38.0 * mm, (297.0 - 70.2) * mm)
REFERENCE = (25.0 * mm, (297.0 - 98.1) * mm)


def bare_batch(
    letters: Sequence[Letter],
    *,
    symbols: dict[str, Modules],
    text: Sequence[tuple[float, float, Sequence[Line]]],
    qr: Modules,
) -> bytes:
    """Draw letters with reportlab alone; nothing is measured, fitted, escaped or translated."""
    regular, strong, figures, mono = (
        ready(face) for face in (Face.TEXT, Face.STRONG, Face.FIGURES, Face.CODE)
    )
    written = io.BytesIO()
    canvas = Canvas(
        written,
        pagesize=(A4[0] * mm, A4[1] * mm),
        pageCompression=1,
        invariant=1,
        initialFontName=regular,  # type: ignore[arg-type]
    )
    canvas.beginForm("common")
    canvas.setFont(strong, 10.0)
    canvas.drawString(LEFT * mm, 277 * mm, SERVICE.issuer)
    canvas.setFont(regular, 9.0)
    canvas.drawString(LEFT * mm, 272 * mm, OFFICE.name)
    canvas.drawString(LEFT * mm, 268 * mm, f"{OFFICE.street}, {OFFICE.post}")
    canvas.drawString(LEFT * mm, 264 * mm, f"{OFFICE.email} · {OFFICE.phone}")
    for x, top, lines in text:
        for line in lines:
            canvas.setFont(ready(line.face), line.size)
            canvas.drawString(x + line.indent, top - line.baseline, line.text)
    for fold in PROFILE.folds:
        canvas.line(4 * mm, (297 - fold) * mm, 8 * mm, (297 - fold) * mm)
    box = PLAN.field.box
    canvas.roundRect(box.x * mm, (297 - box.bottom) * mm, box.width * mm, box.height * mm, 2.2 * mm)
    bare_modules(canvas, 161 * mm, 155 * mm, 0.72 * mm, as_path(qr))
    hatch, side = PLAN.hatch, TILE * mm
    canvas.addLiteral(
        f"q {side:.5f} 0 0 {-side:.5f} {hatch.x * mm:.5f} {(297 - hatch.y) * mm:.5f} cm"
        f" {STROKE / TILE:.4f} w {tiles(53, 9)} S Q"
    )
    canvas.endForm()
    signs = PLAN.field.signs(on_left=True)
    for content, code in letters:
        canvas.doForm("common")
        canvas.setFont(regular, 11.0)
        for at, line in enumerate(content.recipient):
            canvas.drawString(ADDRESS[0], ADDRESS[1] - at * ADDRESS[2], line)
        canvas.setFont(regular, 10.5)
        canvas.drawString(
            REFERENCE[0], REFERENCE[1], f"Koper, 22. 11. 2026 · Zahtevek {content.request}"
        )
        bare_modules(canvas, 25 * mm, 233 * mm, 0.625 * mm, as_path(symbols[content.number]))
        canvas.setFont(figures, 9.5)
        canvas.drawString(NUMBER[0], NUMBER[1], content.number)
        canvas.setFont(regular, 8.5)
        canvas.drawRightString(RIGHT * mm, (297 - FOOTER_LINE) * mm, content.number)
        canvas.setFont(mono, 24.0)
        canvas.drawString(signs.x * mm, (297 - signs.bottom) * mm, code.reveal())
        canvas.showPage()
    canvas.save()
    return written.getvalue()


def bare_modules(canvas: Canvas, x: float, top: float, side: float, path: str) -> None:
    canvas.addLiteral(f"q 0 g {side:.5f} 0 0 {-side:.5f} {x:.5f} {top:.5f} cm {path} f Q")


def as_path(matrix: Modules) -> str:
    """Return the runs of dark modules as rectangles, in units of a module."""
    rectangles = []
    for row, modules in enumerate(matrix):
        start = 0
        for dark, run in groupby(modules):
            count = len(list(run))
            if dark:
                rectangles.append(f"{start} {row} {count} 1 re")
            start += count
    return " ".join(rectangles)


# -----------------------------------------------------------------------------------------------


def timed(work: Callable[[], object]) -> float:
    """Return the seconds that some work takes of this process; who else is busy costs nothing."""
    gc.collect()
    started = time.process_time()
    work()
    return time.process_time() - started


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Letters with all that neither side is to make while it is timed."""

    letters: Sequence[Letter]
    symbols: dict[str, Modules]
    text: Sequence[tuple[float, float, Sequence[Line]]]
    qr: Modules

    def real(self) -> list[bytes]:
        return [
            render_batch(some, profile=PROFILE, demo=False, encode=self.symbols.__getitem__)
            for some in in_documents(self.letters)
        ]

    def bare(self) -> list[bytes]:
        return [
            bare_batch(some, symbols=self.symbols, text=self.text, qr=self.qr)
            for some in in_documents(self.letters)
        ]


def prepare(count: int) -> Batch:
    letters = list(islice(make_letters(), count))
    return Batch(
        letters=letters,
        symbols={content.number: letter_modules(content.number) for content, _ in letters},
        text=[
            (frame.box.x * mm, (297 - frame.box.y) * mm, lines)
            for frame, lines in set_text(letters[0][0], PLAN)
        ],
        qr=[list(row) for row in segno.make(SERVICE.portal, error="m", micro=False).matrix],
    )


def measure(count: int, *, runs: int = RUNS) -> Figures:
    """Draw so many letters on both sides, turn by turn, and make their symbols apart."""
    batch = prepare(count)
    first = batch.letters[0][0]
    started = time.perf_counter()
    render_preview(first, profile=PROFILE, demo=False)
    first_page = time.perf_counter() - started
    batch.real()
    batch.bare()
    turns = [(timed(batch.real), timed(batch.bare)) for _ in range(runs)]
    singles = batch.letters[:20]
    numbers = list(batch.symbols)
    return Figures(
        letters=count,
        real=statistics.median(turn[0] for turn in turns) / count * 1000,
        bare=statistics.median(turn[1] for turn in turns) / count * 1000,
        data_matrix=timed(lambda: [letter_modules(LetterNumber(n)) for n in numbers])
        / count
        * 1000,
        qr=timed(lambda: segno.make(SERVICE.portal, error="m", micro=False)) * 1000,
        alone=timed(lambda: [render(*one, profile=PROFILE, demo=False) for one in singles])
        / len(singles)
        * 1000,
        first_page=first_page,
    )


def peak_mib(count: int) -> float:
    """Draw so many letters by the hundred and return the most memory this process ever had."""
    endless = make_letters()
    for _ in range(count // DOCUMENT):
        render_batch(islice(endless, DOCUMENT), profile=PROFILE, demo=False)
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def peak_elsewhere(count: int) -> float:
    """Return `peak_mib` of a fresh process."""
    command = [sys.executable, "-m", "tests.benchmarks.bench_letters", "--peak", str(count)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def typst_ms(count: int) -> float | None:
    """Return what one letter costs with typst, if that package is here; for information."""
    try:
        typst = import_module("typst")
    except ImportError:
        return None
    pages = [
        f"#place(dx: 85mm, dy: 40mm)[{' #linebreak() '.join(content.recipient)}]"
        f"#place(dy: 64mm)[{content.number}] #v(110mm)\n= Vaša aktivacijska koda\n"
        f"#rect(width: 100%)[#text(size: 24pt)[{code.reveal()}]]\n"
        for content, code in islice(make_letters(), count)
    ]
    source = "#pagebreak()\n".join(pages).encode()
    return timed(lambda: typst.compile(source)) / count * 1000


def main(count: int) -> None:
    print(
        f"Python {platform.python_version()}, reportlab {reportlab.Version}, median of {RUNS} runs"
    )
    f = measure(count)
    print(
        f"N={f.letters}  letter {f.real:.2f} ms  bare reportlab {f.bare:.2f} ms"
        f"  ratio {f.ratio:.2f} (at least {LIMIT})"
    )
    print(
        f"apart: Data Matrix {f.data_matrix:.2f} ms, QR {f.qr:.2f} ms (one a batch);"
        f" a document of one letter {f.alone:.1f} ms; first page of a preview {f.first_page:.2f} s"
        " (at most 1)"
    )
    other = typst_ms(count)
    print("typst: not installed" if other is None else f"typst, a simpler page: {other:.2f} ms")


def main_memory() -> None:
    few, many = peak_elsewhere(1_000), peak_elsewhere(10_000)
    print(f"peak of 1,000 letters {few:.0f} MiB, of 10,000 {many:.0f} MiB, ratio {many / few:.3f}")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["--peak", count]:
            print(peak_mib(int(count)))
        case ["--memory"]:
            main_memory()
        case [count]:
            main(int(count))
        case _:
            main(500)
