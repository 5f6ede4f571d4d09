"""Rows of each part of administration."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from ra_desk.domain.administered import (
    FEW_NUMBERS,
    Administered,
    KnownAccount,
    KnownDesk,
    KnownOffice,
)
from ra_desk.domain.administration import Needs, Proposal
from ra_desk.domain.people import OfficeId, PersonId, Role
from ra_desk.domain.policy_fields import FIELDS, value_text
from ra_desk.texts import _, language, ngettext
from ra_desk.texts.formats import recent_text
from ra_desk.ui.admin import words
from ra_desk.ui.collation import in_order
from ra_desk.ui.names import role_names
from ra_desk.ui.parts.cells import Cell
from ra_desk.ui.parts.columns import Column
from ra_desk.ui.parts.rows import Row
from ra_desk.ui.parts.state import State
from ra_desk.ui.theme import Kind


class Part(StrEnum):
    """The parts of administration, in the order of their list."""

    WAITING = "waiting"
    OPERATORS = "operators"
    DESKS = "desks"
    OFFICES = "offices"
    POLICY = "policy"


ICONS = {
    Part.WAITING: "users",
    Part.OPERATORS: "user",
    Part.DESKS: "device-desktop",
    Part.OFFICES: "building",
    Part.POLICY: "adjustments",
}


def title_of(part: Part) -> str:
    """Return what a part of the page is called."""
    return {
        Part.WAITING: _("Second person"),
        Part.OPERATORS: _("Operators"),
        Part.DESKS: _("Desks"),
        Part.OFFICES: _("Offices"),
        Part.POLICY: _("Policy"),
    }[part]


def columns(part: Part, *, narrow: bool) -> tuple[Column, ...]:
    """Return the columns of a part; where there is little room the least important one goes."""
    less = 0 if narrow else None
    match part:
        case Part.WAITING:
            return (
                Column(title=_("What"), weight=5),
                Column(title=_("Proposed by"), weight=2),
                Column(title=_("Since"), width=0 if narrow else 165),
            )
        case Part.OPERATORS:
            return (
                Column(title=_("Name"), weight=3),
                Column(title=_("Roles"), weight=4, width=less),
                Column(title=_("Standing"), width=210),
            )
        case Part.DESKS:
            return (
                Column(title=_("Desk"), weight=3),
                Column(title=_("Last heard of"), width=0 if narrow else 150),
                Column(title=_("Standing"), width=230),
            )
        case Part.OFFICES:
            return (
                Column(title=_("Registration office"), weight=3),
                Column(title=_("Contact"), weight=3, width=less),
                # i18n: numbers of registered letters that an office has left
                Column(title=_("Registered post"), width=190),
                Column(title=_("Desks"), width=0 if narrow else 80, right=True),
            )
        case Part.POLICY:
            return (
                Column(title=_("Rule"), weight=3),
                Column(title=_("In force"), weight=3),
            )


def by_name(seen: Administered) -> Administered:
    """Return the same with people, offices and their desks as a reader looks for them."""
    offices = in_order(seen.offices, lambda one: one.office.name)
    place = {one.office.id: at for at, one in enumerate(offices)}
    desks = in_order(seen.desks, lambda one: one.counter)
    return replace(
        seen,
        offices=tuple(offices),
        accounts=tuple(in_order(seen.accounts, lambda one: one.name)),
        desks=tuple(sorted(desks, key=lambda one: place.get(one.office, len(place)))),
    )


def rows(
    part: Part, seen: Administered, *, me: PersonId, office: OfficeId | None, now: datetime
) -> list[Row]:
    """Return the rows of a part; ``office``: whose policy is shown."""
    match part:
        case Part.WAITING:
            return [_waiting(one, seen, me, now) for one in seen.proposals]
        case Part.OPERATORS:
            return [_operator(one, seen) for one in seen.accounts]
        case Part.DESKS:
            return [_desk(one, seen, now) for one in seen.desks]
        case Part.OFFICES:
            counted = Counter(one.office for one in seen.desks)
            return [_office(one, counted[one.office.id]) for one in seen.offices]
        case Part.POLICY:
            found = next((one for one in seen.offices if one.office.id == office), None)
            return [] if found is None else _policy(found, seen)


def _waiting(one: Proposal, seen: Administered, me: PersonId, now: datetime) -> Row:
    what = words.act_name(one.act)
    held = one.act.needs is Needs.TWO_AFTERWARDS
    about = words.detail(one.act, seen, one.subject_name)
    who = one.by_name if one.person != me else _("you")
    since = recent_text(one.at, language(), now=now)
    state = _("holds already") if held else ""
    if one.lapses_at is not None:
        state = _("until {time}").format(time=recent_text(one.lapses_at, language(), now=now))
    spoken = ", ".join(part for part in (what, about, who, since, state) if part)
    return Row(
        key=one.id,
        cells=(
            Cell(
                text=what,
                detail=about,
                spoken=spoken,
                icon="lock" if held else "users",
                icon_tone="errFg" if held else "muted",
            ),
            Cell(text=who),
            Cell(text=since, detail=state),
        ),
        subject=one,
    )


def _operator(one: KnownAccount, seen: Administered) -> Row:
    offices = {place.office.id: place.office.name for place in seen.offices}
    held: dict[OfficeId, set[Role]] = {}
    for place, role in one.roles:
        held.setdefault(place, set()).add(role)
    told = "; ".join(
        f"{', '.join(role_names(roles))} ({offices.get(place, words.NONE)})"
        for place, roles in held.items()
    )
    kind, icon, state = Kind.OK, "circle-check", _("Active")
    if one.blocked_at is not None:
        kind, icon, state = Kind.ERR, "ban", _("Blocked")
    elif one.invited:
        kind, icon, state = Kind.INFO, "hourglass", _("Not opened yet")
    elif one.reviewed:
        checks = ngettext("{count} check to review", "{count} checks to review", one.reviewed)
        kind, icon, state = Kind.REV, "eye", checks.format(count=one.reviewed)
    return Row(
        key=one.id,
        cells=(
            Cell(text=one.name, detail=one.login, spoken=f"{one.name}, {told}, {state}"),
            Cell(text=told or _("no roles"), wrap=True),
            Cell(text=state, kind=kind, icon=icon),
        ),
        subject=one,
    )


def _desk(one: KnownDesk, seen: Administered, now: datetime) -> Row:
    office = next((p.office.name for p in seen.offices if p.office.id == one.office), words.NONE)
    counter = _("Counter {counter}").format(counter=one.counter)
    heard = recent_text(one.seen_at, language(), now=now)
    kind, icon, state = Kind.OK, "circle-check", _("Working")
    if one.trouble == "desk.blocked":
        kind, icon, state = Kind.ERR, "ban", _("Blocked")
    elif one.trouble:
        kind, icon, state = Kind.ERR, "alert-triangle", _("In quarantine")
    elif one.silent_since(now) is not None:
        kind, icon, state = Kind.WARN, "cloud-off", _("Silent, work unsent")
    prints = _("prints letters") if one.prints else ""
    return Row(
        key=one.id,
        cells=(
            Cell(
                text=f"{office} · {counter}",
                detail=prints,
                spoken=f"{office}, {counter}, {heard}, {state}",
            ),
            Cell(text=heard),
            Cell(text=state, kind=kind, icon=icon),
        ),
        subject=one,
    )


def _numbers(left: int | None) -> Cell:
    """Return how many numbers of registered post are left, as a chip that warns in time."""
    if left is None:
        return Cell(text=words.NONE, spoken=_("not registered"), tone="muted")
    if not left:
        return State(kind=Kind.ERR, icon="alert-triangle", text=_("Used up")).cell()
    text = ngettext("{count} number left", "{count} numbers left", left).format(count=left)
    few = left < FEW_NUMBERS
    kind, icon = (Kind.WARN, "alert-triangle") if few else (Kind.OK, "circle-check")
    return State(kind=kind, icon=icon, text=text).cell()


def _office(one: KnownOffice, desks: int) -> Row:
    place, numbers = one.office, _numbers(one.numbers_left)
    told = [place.name, place.street, place.post, place.phone]
    if one.numbers_left is not None:
        told += [_("Registered post"), numbers.text]
    return Row(
        key=place.id,
        cells=(
            Cell(
                text=place.name,
                detail=f"{place.street}, {place.post}",
                spoken=", ".join(told),
            ),
            Cell(text=place.phone, detail=place.email),
            numbers,
            Cell(text=str(desks), right=True),
        ),
        subject=one,
    )


def _policy(one: KnownOffice, seen: Administered) -> list[Row]:
    offices = {str(place.office.id): place.office.name for place in seen.offices}
    return [
        Row(
            key=key,
            cells=(
                Cell(text=name, spoken=f"{name}: {value}", wrap=True),
                Cell(text=value, wrap=True),
            ),
            subject=key,
        )
        for key in FIELDS
        for name, value in (
            (
                words.field_name(key),
                words.value_words(key, value_text(one.policy, key), offices),
            ),
        )
    ]
