"""`ra-desk central office|operator|desk|policy|waiting`: administration from the server's terminal.

Until two administrators have opened their accounts whoever has the terminal sets central up alone,
and can invite anew who let an invitation lapse (``operator reset``). From then on each act names who does it (``--by``), and what takes two people waits for ``waiting --confirm``.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING

from ra_desk.central.terminal import (
    asked,
    new_password,
    open_central,
    say,
    show_otpauth,
    sign_in,
    told,
)
from ra_desk.domain.administered import Gone
from ra_desk.domain.administration import (
    Act,
    AddOffice,
    BlockDesk,
    BlockOperator,
    ChangeOffice,
    ChangePolicy,
    ChangeRoles,
    Decided,
    EnrolDesk,
    FieldWrong,
    InviteOperator,
    MatterGone,
    ProposalId,
    Proposed,
    ResetOperator,
    RestoreDesk,
    SetUpOver,
    UnblockOperator,
    Verdict,
)
from ra_desk.domain.people import DeskId, OfficeId, OperatorId, Role

if TYPE_CHECKING:
    from ra_desk.central.parts import Parts

    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - stubs only

#: Makes the act of a command; accounts are named by their logins.
Maker = Callable[["Parts", argparse.Namespace], Act]

_OFFICE_FIELDS = ("name", "street", "post", "email", "phone")


def add_administration(these: Commands) -> None:
    """Add the commands of administration."""
    _add_offices(_verbs(these, "office", "registration offices"))
    _add_operators(_verbs(these, "operator", "accounts of those who work in the offices"))
    _add_desks(_verbs(these, "desk", "workstations"))
    _add_policy(_verbs(these, "policy", "what central decides for the desks of an office"))
    _add_office(these, "add-office", "as `office add`")
    _invite_operator(these, "add-operator", "as `operator invite`")
    _enrol_desk(these, "enrol-desk", "as `desk enrol`")
    waits = these.add_parser("waiting", help="what waits for a second person")
    waits.add_argument("--by", metavar="LOGIN", help="who decides")
    verdicts = waits.add_mutually_exclusive_group()
    for verdict in Verdict:
        verdicts.add_argument(f"--{verdict}", metavar="ID")
    waits.set_defaults(run=told(_wait))


def _verbs(these: Commands, name: str, line: str) -> Commands:
    return these.add_parser(name, help=line).add_subparsers(metavar="VERB", required=True)


def _act(verbs: Commands, name: str, line: str, make: Maker) -> argparse.ArgumentParser:
    one = verbs.add_parser(name, help=line)
    one.add_argument("--by", metavar="LOGIN", help="the administrator who does it")
    one.set_defaults(run=told(lambda arguments: _do(make, arguments)))
    return one


def _add_offices(verbs: Commands) -> None:
    verbs.add_parser("list", help="show all").set_defaults(run=told(_list_offices))
    _add_office(verbs, "add", "add an office")
    change = _act(
        verbs,
        "change",
        "change name, address or contact",
        lambda _, said: ChangeOffice(office=OfficeId(said.id), **_office_fields(said)),
    )
    change.add_argument("id")
    _take_office_fields(change)


def _add_office(verbs: Commands, name: str, line: str) -> None:
    _take_office_fields(_act(verbs, name, line, lambda _, said: AddOffice(**_office_fields(said))))


def _take_office_fields(one: argparse.ArgumentParser) -> None:
    for field in _OFFICE_FIELDS:
        one.add_argument(f"--{field}", required=True)


def _add_operators(verbs: Commands) -> None:
    verbs.add_parser("list", help="show all").set_defaults(run=told(_list_operators))
    _invite_operator(verbs, "invite", "add an account")
    roles = _act(
        verbs,
        "roles",
        "change the roles at an office; none takes the office away",
        lambda parts, said: ChangeRoles(
            operator=_operator(parts, said.login), office=OfficeId(said.office), roles=_roles(said)
        ),
    )
    _take_roles(roles, needed=False)
    for verb, line, kind in (
        ("reset", "let the account be opened anew", ResetOperator),
        ("block", "take away all rights, at once", BlockOperator),
        ("unblock", "give them back", UnblockOperator),
    ):
        one = _act(verbs, verb, line, _about(kind))
        one.add_argument("login")
    accept = verbs.add_parser("accept", help="open an account with both halves of its invitation")
    accept.add_argument("login")
    accept.set_defaults(run=told(_accept))


def _invite_operator(verbs: Commands, name: str, line: str) -> None:
    invite = _act(verbs, name, line, _invite)
    invite.add_argument("--name", required=True)
    invite.add_argument("--person", default="", metavar="ID", help="who has another account")
    _take_roles(invite, needed=True)


def _take_roles(one: argparse.ArgumentParser, *, needed: bool) -> None:
    one.add_argument("login")
    one.add_argument("--office", required=True, metavar="ID")
    one.add_argument(
        "--role",
        required=needed,
        action="append",
        default=None if needed else [],
        choices=[role.value for role in Role],
    )


def _add_desks(verbs: Commands) -> None:
    verbs.add_parser("list", help="show all").set_defaults(run=told(_list_desks))
    _enrol_desk(verbs, "enrol", "make a one-time code for a desk, good for 24 hours")
    restore = _act(
        verbs,
        "restore",
        "make a code for a desk that is set up anew: its old keys die",
        lambda _, said: RestoreDesk(desk=DeskId(said.id)),
    )
    block = _act(
        verbs,
        "block",
        "take nothing more from a desk, at once",
        lambda _, said: BlockDesk(desk=DeskId(said.id)),
    )
    for one in (restore, block):
        one.add_argument("id")


def _enrol_desk(verbs: Commands, name: str, line: str) -> None:
    enrol = _act(
        verbs,
        name,
        line,
        lambda _, said: EnrolDesk(
            office=OfficeId(said.office), counter=said.counter, prints=said.prints
        ),
    )
    enrol.add_argument("--office", required=True, metavar="ID")
    enrol.add_argument("--counter", required=True, help="what the desk is called there")
    enrol.add_argument("--prints", action="store_true", help="the office's letters come out here")


def _add_policy(verbs: Commands) -> None:
    show = verbs.add_parser("show", help="show the policy of an office")
    show.add_argument("office")
    show.set_defaults(run=told(_show_policy))
    change = _act(
        verbs,
        "set",
        "change values; the desks hear of them with their next exchange",
        lambda _, said: ChangePolicy(office=OfficeId(said.office), values=_values(said.value)),
    )
    change.add_argument("office")
    change.add_argument("value", nargs="+", metavar="KEY=VALUE")


def _office_fields(said: argparse.Namespace) -> dict[str, str]:
    return {"title" if name == "name" else name: getattr(said, name) for name in _OFFICE_FIELDS}


def _roles(said: argparse.Namespace) -> tuple[Role, ...]:
    return tuple(Role(role) for role in said.role)


def _invite(_: Parts, said: argparse.Namespace) -> Act:
    return InviteOperator(
        login=said.login,
        full_name=said.name,
        office=OfficeId(said.office),
        roles=_roles(said),
        person=said.person,
    )


def _about(kind: type[ResetOperator] | type[BlockOperator] | type[UnblockOperator]) -> Maker:
    return lambda parts, said: kind(operator=_operator(parts, said.login))


def _operator(parts: Parts, login: str) -> OperatorId:
    from ra_desk.central.operators import operator_named

    with parts.engine.connect() as connection:
        return operator_named(connection, login).id


def _values(said: list[str]) -> tuple[tuple[str, str], ...]:
    pairs = [value.partition("=") for value in said]
    if not all(middle for _, middle, _ in pairs):
        raise FieldWrong(field="value")
    return tuple((key, value) for key, _, value in pairs)


def _do(make: Maker, said: argparse.Namespace) -> None:
    from ra_desk.central.administration import propose, set_up

    parts = open_central()
    act = make(parts, said)
    if said.by is not None:
        _tell_proposed(act, propose(parts, act, by=sign_in(parts, said.by)))
        return
    done = set_up(parts, act)
    _tell_proposed(act, done.proposed)
    _tell_decided(done.decided)


def _tell_proposed(act: Act, done: Proposed) -> None:
    if not done.holds:
        say(f"waits for a second person: {done.proposal}")
    elif done.proposal:
        say(f"holds; to be confirmed or refused by a second person: {done.proposal}")
    if done.made:
        say(done.made)
    if done.secret is not None:
        what = "invitation" if isinstance(act, InviteOperator | ResetOperator) else "code"
        say(f"{what}: {done.secret.reveal()}")


def _tell_decided(done: Decided) -> None:
    if done.otpauth is not None:
        say(f"for the phone of {done.login}, shown once:")
        show_otpauth(done.otpauth)


def _wait(said: argparse.Namespace) -> None:
    from ra_desk.central.administration import decide
    from ra_desk.central.proposals import waiting

    parts = open_central()
    for verdict in Verdict:
        wanted = getattr(said, verdict.value)
        if wanted is not None:
            if said.by is None:
                raise SetUpOver()
            who = sign_in(parts, said.by)
            done = decide(parts, ProposalId(wanted), verdict, by=who, stepped_up=True)
            _tell_decided(done)
            return
    with parts.engine.connect() as connection:
        for one in waiting(connection, at=parts.now()):
            until = "" if one.lapses_at is None else f", lapses {one.lapses_at:%Y-%m-%d %H:%M}"
            say(f"{one.id}  {one.act.name}  {one.subject_name}  by {one.by_name}{until}")


def _accept(said: argparse.Namespace) -> None:
    from ra_desk.central.invitations import accept

    word, one_time_code, password = asked("Invitation: "), asked("One-time code: "), new_password()
    accept(
        open_central(),
        word=word,
        login=said.login,
        password=password,
        one_time_code=one_time_code,
    )


def _list_offices(_: argparse.Namespace) -> None:
    from ra_desk.central.offices import offices

    with open_central().engine.connect() as connection:
        for one in offices(connection):
            say(f"{one.id}  {one.name}")


def _list_operators(_: argparse.Namespace) -> None:
    from ra_desk.central.known import accounts

    with open_central().engine.connect() as connection:
        for one in accounts(connection):
            roles = ", ".join(f"{role} at {office}" for office, role in one.roles)
            state = "  blocked" if one.blocked_at else "  invited" if one.invited else ""
            say(f"{one.login}  {one.name}  person {one.person}  {roles}{state}")


def _list_desks(_: argparse.Namespace) -> None:
    from ra_desk.central.known import desks

    parts = open_central()
    with parts.engine.connect() as connection:
        for one in desks(connection):
            silent = "  silent with unsent work" if one.silent_since(parts.now()) else ""
            say(
                f"{one.id}  {one.counter}  office {one.office}"
                f"  seen {one.seen_at:%Y-%m-%d %H:%M}{silent}  {one.trouble}".rstrip()
            )


def _show_policy(said: argparse.Namespace) -> None:
    from ra_desk.central.known import known_offices
    from ra_desk.domain.policy_fields import FIELDS, value_text

    with open_central().engine.connect() as connection:
        found = [one for one in known_offices(connection) if one.office.id == said.office]
    if not found:
        raise MatterGone(why=Gone.OFFICE)
    for field in FIELDS.values():
        bounds = f"  ({field.lowest} to {field.highest})" if field.highest else ""
        say(f"{field.key}={value_text(found[0].policy, field.key)}{bounds}")
