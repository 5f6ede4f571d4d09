"""The test page: a letter without a code, on which the window and the folds can be measured."""

from __future__ import annotations

from decimal import Decimal

from ra_desk import texts
from ra_desk.paper.fonts import Face
from ra_desk.paper.layout import A4, FOOTER_LINE, LEFT, Profile
from ra_desk.paper.letter import ADDRESS_SIZE, draw_folds
from ra_desk.paper.lines import Block
from ra_desk.paper.plans import Plan, Setting, plan_for
from ra_desk.paper.sheet import Anchor, Sheet
from ra_desk.texts.formats import number_text

_TICK = 5.0
_LONG_EACH = 2
_LONG, _SHORT = 2.6, 1.4
_FIGURES = 6.0
_DASH = (1.6, 1.2)
_DOTS = (0.3, 1.2)


def render_test_page(*, profile: Profile, demo: bool, language: str = "sl") -> bytes:
    """Draw the outline of the window with rulers, an invented address, the folds and the hatch.

    The outer outline is the window, the inner one what an address may fill. No code is on it.
    """
    _ = texts.citizen(language).gettext
    sheet = Sheet(size=A4, title=_("Test page"), language=language)
    if demo:
        sheet.across("DEMO", size=190.0)
    draw_folds(sheet, profile)
    if profile.window is not None:
        sheet.frame(profile.place, line=0.6, dash=_DASH)
    sheet.frame(profile.address, line=0.4, dash=_DOTS)
    _draw_rulers(sheet, profile)
    address = (_("Given name and surname"), _("Street and house number 1"), "1000 Ljubljana")
    # Two millimetres further in than a real one, so that it does not touch the outline.
    sheet.column(
        profile.address.inset(2.0),
        [Block(text=line, size=ADDRESS_SIZE) for line in address],
        anchor=Anchor.MIDDLE,
    )
    sheet.column(profile.sender, _head(profile, language))
    plan = plan_for(profile, Setting.ONE_LANGUAGE)
    _draw_inside(sheet, profile, plan, language=language)
    sheet.next_page()
    return sheet.finish()


def _tenths(mm: float, language: str) -> str:
    return number_text(Decimal(str(round(mm, 1))), language)


def _head(profile: Profile, language: str) -> list[Block]:
    _ = texts.citizen(language).gettext
    return [
        Block(text=_("Test page"), size=13.0, face=Face.STRONG),
        Block(
            text=_("{width} × {height} mm, {left} mm from the left, {top} mm from the top").format(
                width=round(profile.place.width),
                height=round(profile.place.height),
                left=_tenths(profile.place.x, language),
                top=_tenths(profile.place.y, language),
            ),
            size=9.5,
            above=1.0,
        ),
    ]


def _draw_inside(sheet: Sheet, profile: Profile, plan: Plan, *, language: str) -> None:
    _ = texts.citizen(language).gettext
    opening, _steps, small = (frames[0].box for frames in plan.strands)
    twice = len(profile.folds) > 1
    sheet.column(
        opening,
        [
            Block(text=_("Is the address wholly in the window?"), size=13.0, face=Face.STRONG),
            Block(
                text=_(
                    "Fold the sheet like a Z at the marks, put it into the envelope and push it "
                    "to each side. The inner outline must stay visible. If it does not, read at "
                    "the rulers by how many millimetres the window has to be moved."
                )
                if twice
                else _(
                    "Fold the sheet once at the mark, printed side out, put it into the envelope "
                    "and push it to each side. The inner outline must stay visible. If it does "
                    "not, read at the rulers by how many millimetres the window has to be moved."
                ),
                size=10.0,
                above=1.0,
            ),
        ],
    )
    field = plan.field.box
    sheet.frame(field, line=0.9, radius=2.2, dash=_DASH)
    sheet.text(
        _("The code will stand here. This page has none."),
        x=field.x + 6,
        baseline=field.y + field.height / 2 + 1.2,
        size=10.5,
    )
    sheet.hatch(plan.hatch)
    light = (
        _(
            "After folding, the hatch below must cover the frame of the code. Hold the "
            "closed envelope against the light: nothing of the frame may be seen."
        )
        if twice
        else _(
            "After folding, the hatch must lie behind the middle of the frame. Use envelopes "
            "with a security print, and hold the closed one against the light: no code may be read."
        )
    )
    sheet.column(small, [Block(text=light, size=10.0)])
    folds = (
        _("Folds at {first} and {second} mm").format(
            first=round(profile.folds[0]), second=round(profile.folds[1])
        )
        if twice
        else _("Fold at {first} mm").format(first=profile.folds[0])
    )
    sheet.text(folds, x=LEFT, baseline=FOOTER_LINE, size=8.5)


def _draw_rulers(sheet: Sheet, profile: Profile) -> None:
    """Tick the window's edges outside every 5 mm, in figures every 10 mm from its corner."""
    place = profile.place
    for at in range(int(place.width // _TICK) + 1):
        long, x = at % _LONG_EACH == 0, place.x + at * _TICK
        length = _LONG if long else _SHORT
        sheet.line((x, place.bottom), (x, place.bottom + length), line=0.3)
        sheet.line((x, place.y), (x, place.y - length), line=0.3)
        if long:
            sheet.text(
                f"{at * _TICK:.0f}", x=x + 0.4, baseline=place.y - _SHORT, size=_FIGURES, grey=0.3
            )
    for at in range(int(place.height // _TICK) + 1):
        long, y = at % _LONG_EACH == 0, place.y + at * _TICK
        length = _LONG if long else _SHORT
        sheet.line((place.x, y), (place.x - length, y), line=0.3)
        sheet.line((place.right, y), (place.right + length, y), line=0.3)
        if long:
            sheet.text(
                f"{at * _TICK:.0f}",
                x=place.x - _LONG - 0.4,
                baseline=y + 0.7,
                size=_FIGURES,
                grey=0.3,
                flush_right=True,
            )
