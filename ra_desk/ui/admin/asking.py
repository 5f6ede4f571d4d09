"""The larger sheets of administration: a new account, roles, an office, a value of the policy."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypedDict

from PySide6.QtWidgets import QWidget

from ra_desk.domain.administered import Administered, KnownAccount
from ra_desk.domain.administration import Act, AddOffice, ChangeOffice, ChangeRoles, InviteOperator
from ra_desk.domain.people import Office, OfficeId, Role
from ra_desk.domain.policy import ReviewReason
from ra_desk.domain.policy_fields import FIELDS, SWITCHABLE, ValueKind
from ra_desk.texts import _
from ra_desk.ui.admin import words
from ra_desk.ui.admin.forms import FormSheet, Input, SelectInput, TextInput, Ticks, TicksInput
from ra_desk.ui.names import review_reason_name, role_name
from ra_desk.ui.parts.select import Select
from ra_desk.ui.theme import Theme

Said = Mapping[str, str | tuple[str, ...]]


class Filled(TypedDict):
    """A sheet, and the act that is made of what it says."""

    sheet: FormSheet
    make: Callable[[Said], Act]


@dataclass(frozen=True, slots=True, kw_only=True)
class Over:
    """Where sheets are put up."""

    theme: Theme
    window: QWidget

    def sheet(
        self,
        *,
        question: str,
        accept_words: str,
        inputs: Sequence[Input] = (),
        sentence: str = "",
        effect: str = "",
        danger: bool = False,
    ) -> FormSheet:
        """Return a sheet; it is shown with `FormSheet.ask`."""
        return FormSheet(
            self.theme,
            self.window,
            question=question,
            accept_words=accept_words,
            inputs=inputs,
            sentence=sentence,
            effect=effect,
            danger=danger,
        )


def _role_options() -> dict[str, str]:
    return {role.value: role_name(role) for role in Role}


def _office_options(seen: Administered) -> dict[str, str]:
    return {str(one.office.id): one.office.name for one in seen.offices}


def _ticked(said: Said, key: str) -> tuple[Role, ...]:
    return tuple(Role(one) for one in said[key])


def invite(over: Over, seen: Administered) -> Filled:
    """Ask for a new account."""
    people = {"": _("Somebody new")} | {
        str(one.person): f"{one.name} ({one.login})" for one in seen.accounts
    }
    sheet = over.sheet(
        question=_("A new account"),
        accept_words=_("Propose the account"),
        effect=_("You see one half of the invitation now; who confirms shows the other."),
        inputs=(
            TextInput(key="full_name", title=_("Name and surname")),
            TextInput(key="login", title=_("User name"), hint=_("For example: maja.k")),
            SelectInput(
                key="office", title=_("Registration office"), options=_office_options(seen)
            ),
            TicksInput(key="roles", title=_("Roles"), options=_role_options(), needed=True),
            SelectInput(
                key="person",
                title=_("Person"),
                options=people,
                hint=_("Whoever has two accounts is one person and confirms nothing for both."),
            ),
        ),
    )

    def make(said: Said) -> Act:
        return InviteOperator(
            login=str(said["login"]),
            full_name=str(said["full_name"]),
            office=OfficeId(str(said["office"])),
            roles=_ticked(said, "roles"),
            person=str(said["person"]),
        )

    return Filled(sheet=sheet, make=make)


def roles(over: Over, account: KnownAccount, seen: Administered) -> Filled:
    """Ask for the roles of an account at one of the offices."""
    offices = _office_options(seen)
    first = str(account.roles[0][0]) if account.roles else next(iter(offices), "")

    def held(office: str) -> frozenset[str]:
        return frozenset(role.value for place, role in account.roles if place == office)

    sheet = over.sheet(
        question=_("Roles of {name}").format(name=account.name),
        accept_words=_("Propose the change"),
        effect=_("When confirmed, the person signs in again and sees other pages."),
        inputs=(
            SelectInput(key="office", title=_("Registration office"), options=offices, value=first),
            TicksInput(
                key="roles",
                title=_("Roles"),
                options=_role_options(),
                values=held(first),
                hint=_("No role at all takes the office away."),
            ),
        ),
    )
    select, ticks = sheet.edits["office"], sheet.edits["roles"]
    if isinstance(select, Select) and isinstance(ticks, Ticks):
        select.currentIndexChanged.connect(
            lambda _place: ticks.tick(sorted(held(str(select.currentData()))))
        )

    def make(said: Said) -> Act:
        return ChangeRoles(
            operator=account.id,
            office=OfficeId(str(said["office"])),
            roles=_ticked(said, "roles"),
        )

    return Filled(sheet=sheet, make=make)


def office(over: Over, before: Office | None) -> Filled:
    """Ask for an office, or for what changes of one."""
    sheet = over.sheet(
        question=_("A new office") if before is None else _("Change the office"),
        accept_words=_("Add the office") if before is None else _("Change the office"),
        effect=_("It stands on letters and receipts from now on."),
        inputs=(
            TextInput(key="title", title=_("Name"), value="" if before is None else before.name),
            TextInput(
                key="street",
                title=_("Street and number"),
                value="" if before is None else before.street,
            ),
            TextInput(
                key="post",
                title=_("Postcode and post"),
                value="" if before is None else before.post,
            ),
            TextInput(key="email", title=_("E-mail"), value="" if before is None else before.email),
            TextInput(
                key="phone", title=_("Telephone"), value="" if before is None else before.phone
            ),
        ),
    )

    def make(said: Said) -> Act:
        fields = {key: str(value) for key, value in said.items()}
        if before is None:
            return AddOffice(**fields)
        return ChangeOffice(office=before.id, **fields)

    return Filled(sheet=sheet, make=make)


def policy_input(key: str, value: str, seen: Administered) -> Input:
    """Return the field that a value of the policy is changed in."""
    field, title = FIELDS[key], words.field_name(key)
    hint = words.field_help(field)
    match field.kind:
        case ValueKind.YES_NO:
            options = {"yes": _("yes"), "no": _("no")}
            return SelectInput(key="value", title=title, options=options, value=value, hint=hint)
        case ValueKind.OFFICE:
            offices = {"": _("none")} | _office_options(seen)
            return SelectInput(key="value", title=title, options=offices, value=value, hint=hint)
        case ValueKind.REASONS:
            return TicksInput(
                key="value",
                title=title,
                options={reason.value: review_reason_name(reason) for reason in SWITCHABLE},
                values=frozenset(ReviewReason(one).value for one in value.split(",") if one),
                hint=hint,
            )
        case kind:
            return TextInput(
                key="value", title=title, value=value, hint=hint, needed=kind is not ValueKind.TEXT
            )
