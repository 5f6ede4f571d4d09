"""The activation letter: one page of A4, in whose inner third the code stands.

A code is revealed while its page is drawn and stands nowhere else: not in the QR, which holds
only the address of the page to open, nor in the document's title, nor in what repeats.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import segno
from ppf.datamatrix import DataMatrix

from ra_desk import texts
from ra_desk.domain.activation import ActivationCode, LetterNumber, letter_number_scan
from ra_desk.domain.errors import Refused
from ra_desk.domain.people import Office
from ra_desk.domain.policy import Service
from ra_desk.paper.fonts import Face, width_pt
from ra_desk.paper.layout import (
    A4,
    CODE_BLOCK,
    FOLD_MARK,
    FOLDS,
    FOOTER_LINE,
    HATCH,
    LEFT,
    OPENING,
    REFERENCE_LINE,
    RIGHT,
    SMALL_PRINT,
    STEPS,
    Box,
    WindowLayout,
)
from ra_desk.paper.sheet import Block, Sheet, TextDoesNotFit
from ra_desk.texts.formats import date_text

#: Postal rules: 10–12 pt reads best, 8 pt is the least; one face, one size, no bold.
ADDRESS_SIZE = 11.0
_ADDRESS_SMALLEST = 8.0 / ADDRESS_SIZE

CODE_SIZE = 24.0

_POINTS_PER_MM = 72 / 25.4
_PADDING = 6.0
_QUIET_MODULES = 4
_FRAME_CLEAR = 0.6
_MATRIX_AND_NUMBER = 3.0


class AddressDoesNotFit(Refused):
    """Facts: ``letter``, its number. The address is too long for the window, even in 8 pt."""

    code = "letter.address_does_not_fit"


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterContent:
    """All that one letter says.

    Args:
        recipient: the lines of the address, from the top, the name among them.
        sender: the office in whose name the letter goes.
        place: where it is written, as in "Koper, 22. 11. 2026".
        request: number of the request, as people read it.
        number: of this letter.
        valid_until: the last day on which the code can be redeemed.
        page: where the code is typed in, without a scheme if it is https.
        language: of the letter.
    """

    recipient: tuple[str, ...]
    sender: Office
    service: Service
    place: str
    dated: date
    request: str
    number: LetterNumber
    code: ActivationCode
    valid_until: date
    page: str
    language: str = "sl"


def render(content: LetterContent, *, layout: WindowLayout, demo: bool) -> bytes:
    """Draw one letter as a PDF of one page.

    Args:
        demo: whether DEMO stands across the page.

    Raises:
        AddressDoesNotFit: the address would leave the window; the code was not revealed.
        TextDoesNotFit: a configured text is too long for its place.
    """
    return render_batch([content], layout=layout, demo=demo)


def render_batch(contents: Iterable[LetterContent], *, layout: WindowLayout, demo: bool) -> bytes:
    """Draw letters as one PDF, a page each in their order; what repeats is in it once.

    Raises:
        AddressDoesNotFit, TextDoesNotFit: as for `render`; nothing is returned then.
        ValueError: there is no letter.
    """
    sheet: Sheet | None = None
    forms: dict[tuple[object, ...], str] = {}
    for content in contents:
        if sheet is None:
            sheet = _sheet(content)
        common = (content.sender, content.service, content.valid_until, content.page)
        form = forms.get((*common, content.language))
        if form is None:
            form = forms[(*common, content.language)] = f"common{len(forms)}"
            with sheet.form(form):
                _draw_common(sheet, content, layout=layout, demo=demo)
        sheet.place(form)
        _draw_own(sheet, content, layout=layout)
        sheet.next_page()
    if sheet is None:
        raise ValueError("a batch without letters")
    return sheet.finish()


def draw_address(
    sheet: Sheet, lines: tuple[str, ...], *, layout: WindowLayout, letter: str
) -> None:
    """Put an address into the window, in one face and one size, as large as it fits.

    Raises:
        AddressDoesNotFit: not even in 8 pt.
    """
    blocks = [Block(text=line, size=ADDRESS_SIZE) for line in lines if line.strip()]
    try:
        sheet.column(layout.address, blocks, smallest=_ADDRESS_SMALLEST, centred=True)
    except TextDoesNotFit:
        # The chained error would quote the name.
        raise AddressDoesNotFit(letter=letter) from None


def draw_folds(sheet: Sheet) -> None:
    """Mark at the left edge where the sheet is folded, and cover what the code will lie on."""
    for fold in FOLDS:
        sheet.line((FOLD_MARK[0], fold), (FOLD_MARK[1], fold))
    sheet.hatch(HATCH)


def code_place(layout: WindowLayout) -> tuple[float, float]:
    """Return left end and baseline of the code, in millimetres."""
    if layout.code_on_left:
        return CODE_BLOCK.x + _PADDING, CODE_BLOCK.y + 15.4
    width = width_pt("X" * 14, Face.CODE, CODE_SIZE) / _POINTS_PER_MM
    return CODE_BLOCK.right - _PADDING - width, CODE_BLOCK.y + 15.4


def _sheet(first: LetterContent) -> Sheet:
    _ = texts.citizen(first.language).gettext
    return Sheet(size=A4, title=_("Your activation code"), language=first.language)


def _draw_own(sheet: Sheet, content: LetterContent, *, layout: WindowLayout) -> None:
    """Draw what no other letter has; the code comes last, when nothing can fail any more."""
    _ = texts.citizen(content.language).gettext
    draw_address(sheet, content.recipient, layout=layout, letter=content.number)
    sheet.text(
        _("{place}, {date} · Request {number}").format(
            place=content.place,
            date=date_text(content.dated, content.language),
            number=content.request,
        ),
        x=layout.sender.x,
        baseline=REFERENCE_LINE,
        size=10.5,
    )
    sheet.modules(layout.tracking, DataMatrix(letter_number_scan(content.number)).matrix)
    sheet.text(
        content.number,
        x=layout.tracking.right + _MATRIX_AND_NUMBER,
        baseline=layout.tracking.y + layout.tracking.height / 2 + 1.2,
        size=9.5,
        face=Face.FIGURES,
    )
    sheet.text(content.number, x=RIGHT, baseline=FOOTER_LINE, size=8.5, flush_right=True)
    left, baseline = code_place(layout)
    sheet.text(content.code.reveal(), x=left, baseline=baseline, size=CODE_SIZE, face=Face.CODE)


def _draw_common(sheet: Sheet, content: LetterContent, *, layout: WindowLayout, demo: bool) -> None:
    if demo:
        sheet.across("DEMO", size=190.0)
    _ = texts.citizen(content.language).gettext
    draw_sender(sheet, layout.sender, content.sender, issuer=content.service.issuer)
    draw_folds(sheet)
    sheet.column(OPENING, _opening(content))
    _draw_code_block(sheet, content, layout=layout)
    sheet.column(STEPS, _steps(content))
    sheet.column(SMALL_PRINT, _small_print(content))
    sheet.text(_("Page 1 of 1"), x=LEFT, baseline=FOOTER_LINE, size=8.5)


def draw_sender(sheet: Sheet, box: Box, office: Office, *, issuer: str) -> None:
    """Put the office's name and address at the head of a sheet, the issuer above it."""
    sheet.column(
        box,
        [
            Block(text=issuer, size=10.0, face=Face.STRONG),
            Block(text=office.name, size=10.5, above=0.6),
            Block(text=f"{office.street}, {office.post}", size=9.0),
            Block(text=f"{office.email} · {office.phone}", size=9.0),
        ],
        smallest=0.76,
    )


def _draw_code_block(sheet: Sheet, content: LetterContent, *, layout: WindowLayout) -> None:
    _ = texts.citizen(content.language).gettext
    sheet.frame(CODE_BLOCK, line=0.9, radius=2.2)
    left, _baseline = code_place(layout)
    sheet.text(_("Activation code"), x=left, baseline=CODE_BLOCK.y + 5.8, size=9.0)
    qr = segno.make(_link(content.page), error="m", micro=False)
    module = (CODE_BLOCK.height - _FRAME_CLEAR) / qr.symbol_size(border=_QUIET_MODULES)[0]
    side = module * qr.symbol_size(border=0)[0]
    quiet = (CODE_BLOCK.height - side) / 2
    x = CODE_BLOCK.right - quiet - side if layout.code_on_left else CODE_BLOCK.x + quiet
    sheet.modules(
        Box(x=x, y=CODE_BLOCK.y + quiet, width=side, height=side),
        [list(row) for row in qr.matrix],
    )
    sheet.column(
        _legend_box(layout, left=left, beside=side + 2 * quiet),
        [
            Block(
                text=_(
                    "There is no zero or one in the code, no vowel, and none of the letters "
                    "L, Y and Z. Capital and small letters are the same."
                ),
                size=8.5,
            )
        ],
    )


def _legend_box(layout: WindowLayout, *, left: float, beside: float) -> Box:
    """Return the room under the code, beside the QR."""
    edge = CODE_BLOCK.right - beside if layout.code_on_left else CODE_BLOCK.right - _PADDING
    return Box(x=left, y=CODE_BLOCK.y + 17.9, width=edge - left, height=7.6)


def _opening(content: LetterContent) -> list[Block]:
    _ = texts.citizen(content.language).gettext
    return [
        Block(text=_("Your activation code"), size=17.0, face=Face.STRONG),
        Block(
            text=_("With this code you finish switching on the smsPASS one-time password."),
            above=1.6,
        ),
        Block(
            text=_("The code is valid until {date} and can be used only once.").format(
                date=date_text(content.valid_until, content.language)
            ),
            above=0.2,
        ),
    ]


def _steps(content: LetterContent) -> list[Block]:
    _ = texts.citizen(content.language).gettext
    steps = (
        # i18n: {page} is a web address; the QR code beside the activation code opens it.
        _("Open {page}, or scan the QR code, and sign in with your user name and password.").format(
            page=content.page
        ),
        # i18n: the name in quotation marks is a button on the citizen's page.
        _("Choose “Finish activation” and type in the code."),
        _("Enter your phone number. We will send you a text message with a one-time password."),
    )
    return [
        Block(text=_("What to do"), size=12.0, face=Face.STRONG),
        *(Block(text=step, mark=f"{at}.", above=0.7) for at, step in enumerate(steps, start=1)),
        Block(
            text=_(
                "Do not tell the code to anyone. Officials will never ask for it by phone or e-mail."
            ),
            face=Face.STRONG,
            above=1.8,
        ),
        Block(
            text=_(
                "Is the envelope damaged, or did you not expect this letter? "
                "Do not use the code and call {phone}."
            ).format(phone=content.service.phone),
            above=0.4,
        ),
    ]


def _small_print(content: LetterContent) -> list[Block]:
    _ = texts.citizen(content.language).gettext
    service = content.service
    size = 9.5
    return [
        Block(text=_("Responsibility and help"), size=11.0, face=Face.STRONG),
        Block(
            text=_(
                "smsPASS is for your own use only. You bear the full responsibility for its use."
            ),
            size=size,
            above=0.6,
        ),
        Block(
            text=_("Follow the policy and the rules of SI-PASS-CA, published at {rules}.").format(
                rules=service.rules
            ),
            size=size,
            above=0.4,
        ),
        Block(
            text=_("Help for users: {phone}, {email}.").format(
                phone=service.phone, email=service.email
            ),
            size=size,
            above=0.4,
        ),
        Block(
            text=_("Report infringements to {email} or in writing to: {issuer}, {address}.").format(
                email=service.email, issuer=service.issuer, address=service.issuer_address
            ),
            size=size,
            above=0.4,
        ),
    ]


def _link(page: str) -> str:
    return page if "://" in page else f"https://{page}"
