"""What a letter says around its code, as paragraphs; where they stand is the plan's business."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from ra_desk import texts
from ra_desk.domain.activation import LetterNumber
from ra_desk.domain.numbers import ItemNumber
from ra_desk.domain.people import Office
from ra_desk.domain.policy import Service
from ra_desk.paper.code_field import legend
from ra_desk.paper.fonts import Face
from ra_desk.paper.lines import Block, Line, Strand, flowed
from ra_desk.paper.plans import Frame, Plan, Setting
from ra_desk.texts.formats import date_text


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterContent:
    """All that one letter says but its code, which has no place here.

    Args:
        recipient: the lines of the address, from the top, the name among them.
        sender: the office in whose name the letter goes.
        place: where it is written, as in "Koper, 22. 11. 2026".
        request: number of the request, as people read it.
        number: of this letter.
        valid_until: the last day on which the code can be redeemed.
        page: where the code is typed in, without a scheme if it is https.
        languages: one or two, the first above or at the left.
        registered: number of the registered item, drawn as bars.
    """

    recipient: tuple[str, ...]
    sender: Office
    service: Service
    place: str
    dated: date
    request: str
    number: LetterNumber
    valid_until: date
    page: str
    languages: tuple[str, ...] = ("sl",)
    large_print: bool = False
    registered: ItemNumber | None = None

    @property
    def setting(self) -> Setting:
        if self.large_print:
            return Setting.LARGE_PRINT
        return Setting.TWO_LANGUAGES if len(self.languages) > 1 else Setting.ONE_LANGUAGE


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sizes:
    """Points of the title, the headings, the text and the small print."""

    title: float
    heading: float
    text: float
    small: float
    small_heading: float


_SIZES = {
    Setting.ONE_LANGUAGE: _Sizes(
        title=17.0, heading=12.0, text=10.5, small=9.5, small_heading=11.0
    ),
    Setting.TWO_LANGUAGES: _Sizes(title=13.0, heading=10.0, text=9.5, small=8.3, small_heading=9.5),
    Setting.LARGE_PRINT: _Sizes(
        title=20.0, heading=16.0, text=16.0, small=16.0, small_heading=16.0
    ),
}

_LARGE_LEADING = 1.25

#: How far a text may shrink: two languages have little room to lose, large print none.
_SMALLEST = {
    Setting.ONE_LANGUAGE: 0.8,
    Setting.TWO_LANGUAGES: 0.88,
    Setting.LARGE_PRINT: 1.0,
}


def set_text(content: LetterContent, plan: Plan) -> Sequence[tuple[Frame, list[Line]]]:
    """Return the lines of each frame of a letter's plan.

    They are the same for all letters of a day and kept: each letter is a document of its own,
    and to break its paragraphs takes more than half of the time of drawing it.

    Raises:
        TextDoesNotFit: a configured text is too long for its place.
    """
    nobody = LetterNumber("")
    return _set(replace(content, recipient=(), request="", number=nobody, registered=None), plan)


@lru_cache(maxsize=16)
def _set(content: LetterContent, plan: Plan) -> Sequence[tuple[Frame, list[Line]]]:
    smallest = _SMALLEST[content.setting]
    flows = [
        Strand(blocks=blocks, frames=[frame.box for frame in frames])
        for blocks, frames in zip(_strands(content), plan.strands, strict=True)
    ]
    # In one language the parts stand by themselves, and each is as large as it fits.
    alone = content.setting is Setting.ONE_LANGUAGE
    groups = [[flow] for flow in flows] if alone else [flows]
    filled = [lines for group in groups for lines in flowed(group, smallest=smallest)]
    return [
        placed
        for frames, parts in zip(plan.strands, filled, strict=True)
        for placed in zip(frames, parts, strict=True)
    ]


def _strands(content: LetterContent) -> list[list[Block]]:
    """Return the strands of text that the plan of the letter's setting has frames for."""
    parts = [
        (_opening(content, each), _steps(content, each), _small(content, each))
        for each in content.languages
    ]
    match content.setting:
        case Setting.ONE_LANGUAGE:
            return [list(part) for part in parts[0]]
        case Setting.TWO_LANGUAGES:
            return [_joined(*each) for each in parts]
        case Setting.LARGE_PRINT:
            return [
                [
                    replace(block, leading=_LARGE_LEADING)
                    for each in parts
                    for block in _joined(*each)
                ]
            ]


def _joined(opening: list[Block], steps: list[Block], small: list[Block]) -> list[Block]:
    """Put the parts of one language below one another."""
    return [
        *opening,
        replace(steps[0], above=2.0),
        *steps[1:],
        replace(small[0], above=2.4),
        *small[1:],
    ]


def _opening(content: LetterContent, language: str) -> list[Block]:
    _ = texts.citizen(language).gettext
    sizes = _SIZES[content.setting]
    # Beside the code there is no room for 16 pt.
    legends = [legend(language)] if content.setting is Setting.LARGE_PRINT else []
    return [
        Block(
            text=_("Your activation code"),
            size=sizes.title,
            face=Face.STRONG,
            stays=True,
            above=4.0,
        ),
        Block(
            text=_("With this code you finish switching on the smsPASS one-time password."),
            size=sizes.text,
            above=1.6,
        ),
        Block(
            text=_("The code is valid until {date} and can be used only once.").format(
                date=date_text(content.valid_until, language)
            ),
            size=sizes.text,
            above=0.2,
        ),
        *(Block(text=each, size=sizes.text, above=0.2) for each in legends),
    ]


def _steps(content: LetterContent, language: str) -> list[Block]:
    _ = texts.citizen(language).gettext
    sizes = _SIZES[content.setting]
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
        Block(text=_("What to do"), size=sizes.heading, face=Face.STRONG, stays=True),
        *(
            Block(text=step, size=sizes.text, mark=f"{at}.", above=0.7)
            for at, step in enumerate(steps, start=1)
        ),
        Block(
            text=_(
                "Do not tell the code to anyone. Officials will never ask for it by phone or e-mail."
            ),
            size=sizes.text,
            face=Face.STRONG,
            above=1.8,
        ),
        Block(
            text=_(
                "Is the envelope damaged, or did you not expect this letter? "
                "Do not use the code and call {phone}."
            ).format(phone=content.service.phone),
            size=sizes.text,
            above=0.4,
        ),
    ]


def _small(content: LetterContent, language: str) -> list[Block]:
    _ = texts.citizen(language).gettext
    sizes, service = _SIZES[content.setting], content.service
    return [
        Block(
            text=_("Responsibility and help"),
            size=sizes.small_heading,
            face=Face.STRONG,
            stays=True,
        ),
        Block(
            text=_(
                "smsPASS is for your own use only. You bear the full responsibility for its use."
            ),
            size=sizes.small,
            above=0.6,
        ),
        Block(
            text=_("Follow the policy and the rules of SI-PASS-CA, published at {rules}.").format(
                rules=service.rules
            ),
            size=sizes.small,
            above=0.4,
        ),
        Block(
            text=_("Help for users: {phone}, {email}.").format(
                phone=service.phone, email=service.email
            ),
            size=sizes.small,
            above=0.4,
        ),
        Block(
            text=_("Report infringements to {email} or in writing to: {issuer}, {address}.").format(
                email=service.email, issuer=service.issuer, address=service.issuer_address
            ),
            size=sizes.small,
            above=0.4,
        ),
    ]
