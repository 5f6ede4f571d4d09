"""How a request under way stands in a list: nobody's whole name before somebody asks for it."""

from __future__ import annotations

from datetime import datetime

from ra_desk.domain.checks import days_left, last_day
from ra_desk.domain.pass_request import WAITING, PassRequest, Route
from ra_desk.texts import _, desk, language
from ra_desk.texts.formats import days_text, short_date_text
from ra_desk.ui.parts.cells import Cell
from ra_desk.ui.parts.columns import Column
from ra_desk.ui.parts.rows import Row
from ra_desk.ui.stages import request_state
from ra_desk.ui.theme import Type

_URGENT, _SOON = 1, 5  # days
_SHOWN_DIGITS = 3


def columns(narrow: bool, *, tight: bool = False) -> tuple[Column, ...]:
    """Return the columns; where there is little room the number takes in what is beside it.

    ``tight``: with large text, too; then the days that are left stand below the number.
    """
    if narrow:
        none = Column(width=0)
        return (
            Column(title=_("Request")),
            none,
            none,
            none,
            Column(title=_("Stage"), width=200),
            none,
            Column(title=_("Left"), width=0 if tight else 96, right=True),
        )
    return (
        Column(title=_("Request"), width=104),
        Column(title=_("Client")),
        Column(title=_("Born"), width=56),
        Column(title=_("Way to the code"), width=160),
        Column(title=_("Stage"), width=224),
        Column(title=_("Lapses"), width=72),
        Column(title=_("Left"), width=88, right=True),
    )


def initial_and_surname(request: PassRequest) -> str:
    """Return a person as lists show one: ``M. Žagar``."""
    person = request.applicant
    initial = f"{person.given_names[:1]}. " if person.given_names else ""
    return f"{initial}{person.surname}"


def person_text(request: PassRequest) -> str:
    """Return a person with the end of the tax number, which tells namesakes apart."""
    return f"{initial_and_surname(request)} · •••{request.applicant.tax_number[-_SHOWN_DIGITS:]}"


def way_text(route: Route) -> str:
    """Return how a request comes to its code: by what, and where the person is identified."""
    if route is Route.OFFICE:
        return _("e-mail · counter")
    return _("post · certificate")


def pending_row(request: PassRequest, *, narrow: bool, now: datetime, tight: bool = False) -> Row:
    """Return a request as a row of the list; ``narrow`` and ``tight`` as in `columns`."""
    state, left = request_state(request), _left(request, now=now)
    day = short_date_text(last_day(request), language())
    year, person = str(request.applicant.birth_date.year), person_text(request)
    way = way_text(request.route)
    spoken = _("{number}, {person}, born {year}, {way}, {stage}, lapses {day}, {left}").format(
        number=request.number,
        person=initial_and_surname(request),
        year=year,
        way=way,
        stage=state.text,
        day=day,
        left=left.text,
    )
    below = f"{left.text} · {person}" if tight else f"{person} · {year}"
    icon = "mail" if request.route is Route.OFFICE else "certificate"
    return Row(
        key=request.number,
        cells=(
            Cell(
                text=request.number,
                type=Type.MONO_STRONG,
                icon=left.icon if tight else "",
                icon_tone=left.icon_tone,
                detail=below if narrow else "",
                personal_detail=True,
                spoken=spoken,
            ),
            Cell(text=person, personal=True),
            Cell(text=year, tone="muted", personal=True),
            Cell(text=way, icon=icon),
            state.cell(),
            Cell(text=day, tone="muted"),
            left,
        ),
        subject=request.number,
    )


def _left(request: PassRequest, *, now: datetime) -> Cell:
    days = days_left(request, now=now)
    words = days_text(days, desk())
    if days < 0:
        words = _("lapsed")
    elif days == 0:
        words = _("today")
    if days > _SOON or request.stage not in WAITING:
        return Cell(text=words, tone="muted", right=True)
    tone = "errFg" if days <= _URGENT else "warnFg"
    return Cell(text=words, tone=tone, type=Type.STRONG, icon="clock", icon_tone=tone, right=True)
