"""The activation letter: A4, in whose inside the code stands.

A code is revealed while its page is drawn and stands nowhere else: not in the QR, which holds
only the address of the page to open, nor in the document's title, nor in what repeats.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from ppf.datamatrix import DataMatrix

from ra_desk import texts
from ra_desk.domain.activation import ActivationCode, LetterNumber, letter_number_scan
from ra_desk.domain.errors import Refused
from ra_desk.domain.people import Office
from ra_desk.paper.bars import draw_item_bars
from ra_desk.paper.code_field import DrawSigns, draw_code_field, revealing
from ra_desk.paper.fonts import NO_GLYPH, Face, printable
from ra_desk.paper.layout import (
    A4,
    FOLD_MARK,
    FOOTER_LINE,
    LEFT,
    RIGHT,
    SLIP,
    Box,
    Profile,
)
from ra_desk.paper.letter_text import LetterContent, set_text
from ra_desk.paper.lines import Block, TextDoesNotFit, fitted
from ra_desk.paper.plans import Plan, Setting, plan_for
from ra_desk.paper.sheet import Anchor, Modules, Sheet
from ra_desk.texts.formats import NO_BREAK, date_text

#: Postal rules: 10–12 pt reads best, 8 pt is the least; one face, one size, no bold.
ADDRESS_SIZE = 11.0
_ADDRESS_SMALLEST = 8.0 / ADDRESS_SIZE
#: Down to 9 pt a line of the address is rather smaller than two.
_ADDRESS_UNBROKEN = 9.0 / ADDRESS_SIZE
#: "128 a" is one house number.
_SUFFIX = re.compile(r"(?<=\d) (?=\w$)")

_MATRIX_AND_NUMBER = 3.0

#: The accent of the light theme: a preview is white in every one.
_WINDOW_COLOUR, _WINDOW_DASH = "#0A559C", (1.6, 1.2)
_LARGER = 1.3
_REFERENCE_SIZE = {
    Setting.ONE_LANGUAGE: 10.5,
    Setting.TWO_LANGUAGES: 9.5,
    Setting.LARGE_PRINT: 12.0,
}


class AddressDoesNotFit(Refused):
    """Facts: ``letter``, its number. The address is too long for the window, even in 8 pt."""

    code = "letter.address_does_not_fit"


class AddressUnprintable(Refused):
    """Facts: ``letter``, its number. A sign of the address is in no typeface; nobody could read it."""

    code = "letter.address_unprintable"


def render(content: LetterContent, code: ActivationCode, *, profile: Profile, demo: bool) -> bytes:
    """Draw one letter as a PDF of one page, or two in large print.

    Args:
        demo: whether DEMO stands across the page.

    Raises:
        AddressDoesNotFit: the address would leave the window; the code was not revealed.
        TextDoesNotFit: a configured text is too long for its place.
    """
    return render_batch([(content, code)], profile=profile, demo=demo)


def letter_modules(number: LetterNumber) -> Modules:
    """Return the Data Matrix of a letter's number: 16 × 16 modules, 1 is dark."""
    matrix: Modules = DataMatrix(letter_number_scan(number)).matrix
    return matrix


def render_batch(
    letters: Iterable[tuple[LetterContent, ActivationCode]],
    *,
    profile: Profile,
    demo: bool,
    encode: Callable[[LetterNumber], Modules] = letter_modules,
) -> bytes:
    """Draw letters as one PDF in their order; what repeats is in it once.

    Args:
        encode: makes the Data Matrix of a number.

    Raises:
        AddressDoesNotFit, TextDoesNotFit: as for `render`; nothing is returned then.
        ValueError: there is no letter.
    """
    drawing = LetterDrawing(profile=profile, demo=demo, encode=encode)
    for content, code in letters:
        drawing.add(content, revealing(code))
    return drawing.finish()


class LetterDrawing:
    """Letters that are being drawn into one document.

    Args:
        encode: makes the Data Matrix of a number.
        note: stands over the code in place of its label; "" for none.
        linked: whether the QR is drawn, or only its place.
        outlined: whether the window is drawn, as in a preview.
    """

    def __init__(
        self,
        *,
        profile: Profile,
        demo: bool,
        encode: Callable[[LetterNumber], Modules] = letter_modules,
        note: str = "",
        linked: bool = True,
        outlined: bool = False,
    ) -> None:
        self._profile = profile
        self._demo = demo
        self._encode = encode
        self._note = note
        self._linked = linked
        self._outlined = outlined
        self._sheet: Sheet | None = None
        self._forms: dict[tuple[object, ...], list[str]] = {}

    def add(self, content: LetterContent, draw_signs: DrawSigns) -> None:
        """Draw a letter; ``draw_signs`` is called when nothing can fail any more.

        Raises:
            AddressDoesNotFit, TextDoesNotFit: as for `render`.
        """
        sheet, profile = self._sheet_for(content), self._profile
        field = plan_for(profile, content.setting).field
        first, *others = self._forms_of(sheet, content)
        sheet.place(first)
        self._draw_own(sheet, content)
        draw_signs(sheet, field.signs(on_left=profile.code_on_left), field.size)
        sheet.next_page()
        for other in others:
            sheet.place(other)
            _draw_number(sheet, content)
            sheet.next_page()

    def finish(self) -> bytes:
        """Return the document.

        Raises:
            ValueError: nothing was drawn.
        """
        if self._sheet is None:
            raise ValueError("a batch without letters")
        return self._sheet.finish()

    def _sheet_for(self, content: LetterContent) -> Sheet:
        if self._sheet is None:
            language = content.languages[0]
            title = texts.citizen(language).gettext("Your activation code")
            self._sheet = Sheet(size=A4, title=title, language=language)
        return self._sheet

    def _forms_of(self, sheet: Sheet, content: LetterContent) -> list[str]:
        """Return what repeats of each page, drawn at the first letter that has it."""
        about = (content.sender, content.service, content.valid_until, content.page)
        key = (*about, content.languages, content.large_print)
        if key not in self._forms:
            self._forms[key] = self._draw_forms(sheet, content, name=f"common{len(self._forms)}")
        return self._forms[key]

    def _draw_forms(self, sheet: Sheet, content: LetterContent, *, name: str) -> list[str]:
        plan = plan_for(self._profile, content.setting)
        pages = 2 if content.large_print else 1
        filled = set_text(content, plan)
        names = [f"{name}-{page}" for page in range(1, pages + 1)]
        for page, form in enumerate(names, start=1):
            with sheet.form(form):
                if self._demo:
                    sheet.across("DEMO", size=190.0)
                if page == 1:
                    self._draw_first(sheet, content, plan)
                for frame, lines in filled:
                    if frame.sheet == page:
                        sheet.lines((frame.box.x, frame.box.y), lines)
                _draw_page_of(sheet, content, page=page, pages=pages)
        return names

    def _draw_first(self, sheet: Sheet, content: LetterContent, plan: Plan) -> None:
        profile = self._profile
        large = _LARGER if content.large_print else 1.0
        issuer = content.service.issuer
        draw_sender(sheet, profile.sender, content.sender, issuer=issuer, larger=large)
        draw_folds(sheet, profile)
        sheet.hatch(plan.hatch)
        if self._outlined and profile.window is not None:
            sheet.frame(profile.window, line=0.9, dash=_WINDOW_DASH, colour=_WINDOW_COLOUR)
        draw_code_field(
            sheet,
            plan.field,
            languages=content.languages,
            page=content.page,
            on_left=profile.code_on_left,
            note=self._note,
            linked=self._linked,
        )

    def _draw_own(self, sheet: Sheet, content: LetterContent) -> None:
        """Draw what no other letter has, but for the code."""
        profile = self._profile
        draw_address(sheet, content.recipient, profile=profile, letter=content.number)
        draw_reference(sheet, profile.reference, content)
        sheet.modules(profile.tracking, self._encode(content.number))
        sheet.text(
            content.number,
            x=profile.tracking.right + _MATRIX_AND_NUMBER,
            baseline=profile.tracking.y + profile.tracking.height / 2 + 1.2,
            size=9.5,
            face=Face.FIGURES,
        )
        if content.registered is not None:
            draw_item_bars(sheet, profile.bars, content.registered)
        _draw_number(sheet, content)


def draw_address(sheet: Sheet, lines: tuple[str, ...], *, profile: Profile, letter: str) -> None:
    """Put an address into the window, in one face and one size, as large as it fits.

    Raises:
        AddressDoesNotFit: not even in 8 pt.
    """
    try:
        sheet.column(
            profile.address,
            _address(lines),
            smallest=_ADDRESS_SMALLEST,
            unbroken=_ADDRESS_UNBROKEN,
            anchor=Anchor.MIDDLE,
        )
    except TextDoesNotFit:
        # The chained error would quote the name.
        raise AddressDoesNotFit(letter=letter) from None


def require_fits(lines: tuple[str, ...], *, profile: Profile, letter: str) -> None:
    """Refuse an address that a window cannot show, before anything is drawn.

    Raises:
        AddressUnprintable: a sign would stand there as an empty box.
        AddressDoesNotFit: not even in 8 pt.
    """
    if any(NO_GLYPH in printable(line) for line in lines):
        raise AddressUnprintable(letter=letter)
    try:
        fitted(
            _address(lines),
            profile.address,
            smallest=_ADDRESS_SMALLEST,
            unbroken=_ADDRESS_UNBROKEN,
        )
    except TextDoesNotFit:
        raise AddressDoesNotFit(letter=letter) from None


def _address(lines: tuple[str, ...]) -> list[Block]:
    return [
        Block(text=_SUFFIX.sub(NO_BREAK, line), size=ADDRESS_SIZE) for line in lines if line.strip()
    ]


def draw_reference(sheet: Sheet, box: Box, content: LetterContent) -> None:
    """Say where and when the letter was written, and which request it belongs to."""
    # In large print there is room for one language; it is a date and a number.
    said = content.languages[: 1 if content.large_print else 2]
    size = _REFERENCE_SIZE[content.setting]
    blocks = [Block(text=_reference(content, each), size=size) for each in said]
    sheet.column(box, blocks, smallest=0.73, anchor=Anchor.BOTTOM)


def _reference(content: LetterContent, language: str) -> str:
    pattern = texts.citizen(language).gettext("{place}, {date} · Request {number}")
    place, date = _place(content, language), date_text(content.dated, language)
    line = pattern.format(place=place, date=date, number=content.request)
    where, dot, which = line.partition(" · ")
    return where + dot + which.replace(" ", NO_BREAK)


def _place(content: LetterContent, language: str) -> str:
    """Return the name of the town, in its second language where a letter has two."""
    names = content.place.split(" – ")
    if len(content.languages) == 1 or len(names) == 1:
        return content.place
    return names[-1] if language in {"it", "hu"} else names[0]


def draw_folds(sheet: Sheet, profile: Profile) -> None:
    """Mark at the left edge where the sheet is folded, but never where a window may show it."""
    reached = profile.place.inset(-SLIP)
    for fold in profile.folds:
        mark = Box(x=FOLD_MARK[0], y=fold - 0.2, width=FOLD_MARK[1] - FOLD_MARK[0], height=0.4)
        if not (profile.windowed and reached.meets(mark)):
            sheet.line((mark.x, fold), (mark.right, fold))


def draw_sender(
    sheet: Sheet, box: Box, office: Office, *, issuer: str, larger: float = 1.0
) -> None:
    """Put the office's name and address at the head of a sheet, the issuer above it."""
    sheet.column(
        box,
        [
            Block(text=issuer, size=10.0 * larger, face=Face.STRONG),
            Block(text=office.name, size=10.5 * larger, above=0.6),
            Block(text=f"{office.street}, {office.post}", size=9.0 * larger),
            Block(text=f"{office.email} · {office.phone}", size=9.0 * larger),
        ],
        smallest=0.73,
    )


def _draw_page_of(sheet: Sheet, content: LetterContent, *, page: int, pages: int) -> None:
    said = []
    for language in content.languages:
        _ = texts.citizen(language).gettext
        said.append(_("Page {page} of {pages}").format(page=page, pages=pages))
    sheet.text(" · ".join(said), x=LEFT, baseline=FOOTER_LINE, size=8.5)


def _draw_number(sheet: Sheet, content: LetterContent) -> None:
    sheet.text(content.number, x=RIGHT, baseline=FOOTER_LINE, size=8.5, flush_right=True)
