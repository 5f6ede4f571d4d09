"""`ra-desk central`: set up and run central, and what an administrator does until there is a page.

Settings come from the environment; see ``settings`` and ``outside``. Passwords are asked for and
never an argument, because arguments stand in every list of processes.
"""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from ra_desk.domain.activation import RequestNumber, parse_request_number
from ra_desk.domain.errors import RaError, Refused
from ra_desk.domain.pass_request import PassRequest
from ra_desk.domain.people import OfficeId, PersonId, Role
from ra_desk.domain.refusals import ENDS_REQUEST, RefusalReason
from ra_desk.domain.secret import Secret

if TYPE_CHECKING:
    from ra_desk.central.parts import Parts

    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - stubs only

SHORTEST_PASSWORD = 12


class PasswordsDiffer(Refused):
    """The password was not typed twice the same."""

    code = "cli.passwords_differ"


class PasswordShort(Refused):
    """``shortest``: signs that a password has at least."""

    code = "cli.password_short"


def add_parser(commands: Commands) -> None:
    """Add ``central`` and its own sub-commands."""
    central = commands.add_parser("central", help="the server that desks talk to")
    these = central.add_subparsers(metavar="COMMAND", required=True)

    init = these.add_parser("init", help="write secrets, make or renew the schema")
    init.add_argument("--secrets", type=Path, required=True, metavar="DIR")
    init.set_defaults(run=_told(_init))

    serve = these.add_parser("serve", help="run the server, and the worker beside it")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8420)
    serve.add_argument("--no-worker", action="store_true", help="another process sends the mails")
    serve.set_defaults(run=_told(_serve))

    office = these.add_parser("add-office", help="add a registration office")
    for field in ("name", "street", "post", "email", "phone"):
        office.add_argument(f"--{field}", required=True)
    office.add_argument("--office-post", action="store_true", help="checks may order a letter")
    office.set_defaults(run=_told(_add_office))

    operator = these.add_parser("add-operator", help="add an account for somebody who works there")
    operator.add_argument("login")
    operator.add_argument("--name", required=True)
    operator.add_argument("--office", required=True, metavar="ID")
    operator.add_argument("--role", required=True, action="append", choices=[r.value for r in Role])
    operator.add_argument("--person", metavar="ID", help="who has another account already")
    operator.set_defaults(run=_told(_add_operator))

    desk = these.add_parser("enrol-desk", help="make a one-time code for a desk, good for 24 hours")
    desk.add_argument("--office", required=True, metavar="ID")
    desk.add_argument("--counter", required=True, help="what the desk is called there")
    desk.add_argument("--prints", action="store_true", help="the office's letters come out here")
    desk.add_argument("--restores", metavar="ID", help="the desk that is set up anew")
    desk.set_defaults(run=_told(_enrol_desk))

    _add_review(these)


def _add_review(these: Commands) -> None:
    review = these.add_parser("review", help="a second pair of eyes before a code leaves")
    verbs = review.add_subparsers(metavar="VERB", required=True)
    shown = verbs.add_parser("list", help="show what waits")
    shown.set_defaults(run=_told(_review_list))
    for verb, act, line in (
        ("approve", _approve, "let the check count"),
        ("refuse", _refuse, "end the request"),
        ("return", _return, "let the citizen come again"),
    ):
        one = verbs.add_parser(verb, help=line)
        one.add_argument("number")
        one.add_argument("--by", required=True, metavar="LOGIN", help="who reviews")
        if verb == "refuse":
            reasons = sorted(reason.value for reason in ENDS_REQUEST)
            one.add_argument("--reason", choices=reasons, default=RefusalReason.FALSE_DATA.value)
        one.set_defaults(run=_told(act))


def _told(
    act: Callable[[argparse.Namespace], None],
) -> Callable[[argparse.Namespace], int]:
    """Turn a refusal into a line on standard error and an exit status."""

    def run(arguments: argparse.Namespace) -> int:
        try:
            act(arguments)
        except RaError as error:
            facts = "".join(f" {name}={value}" for name, value in error.facts.items())
            print(f"ra-desk: {error.code}{facts}", file=sys.stderr)
            return 1
        return 0

    return run


def _parts() -> Parts:
    from ra_desk.central.app import open_parts
    from ra_desk.central.schema import require_current
    from ra_desk.central.settings import read_settings

    parts = open_parts(read_settings(os.environ))
    require_current(parts.engine)
    return parts


def _init(arguments: argparse.Namespace) -> None:
    from ra_desk.central.app import open_parts
    from ra_desk.central.schema import migrate
    from ra_desk.central.settings import read_settings, write_secrets

    variables = write_secrets(arguments.secrets)
    parts = open_parts(read_settings({**os.environ, **variables}))
    try:
        migrate(parts.engine)
    finally:
        parts.engine.dispose()
    for name, value in variables.items():
        print(f"{name}={value}")


def _serve(arguments: argparse.Namespace) -> None:
    from ra_desk.central.app import join
    from ra_desk.central.outside import read_outside
    from ra_desk.central.running import listen, serve_until_told
    from ra_desk.central.settings import read_settings

    settings, outside = read_settings(os.environ), read_outside(os.environ)
    central = join(_parts(), settings, outside)
    try:
        listening = listen(arguments.host, arguments.port)
        print(f"central listens on {arguments.host}:{listening.getsockname()[1]}", flush=True)
        serve_until_told(central, listening, worker=not arguments.no_worker)
    finally:
        central.engine.dispose()


def _add_office(arguments: argparse.Namespace) -> None:
    from ra_desk.central.offices import add_office
    from ra_desk.domain.policy import Policy

    with _parts().engine.begin() as connection:
        added = add_office(
            connection,
            name=arguments.name,
            street=arguments.street,
            post=arguments.post,
            email=arguments.email,
            phone=arguments.phone,
            policy=Policy(office_post=arguments.office_post),
        )
    print(added.id)


def _add_operator(arguments: argparse.Namespace) -> None:
    from ra_desk.central.operators import add_operator

    added = add_operator(
        _parts(),
        login=arguments.login,
        name=arguments.name,
        password=_new_password(),
        office=OfficeId(arguments.office),
        roles={Role(role) for role in arguments.role},
        person_id=None if arguments.person is None else PersonId(arguments.person),
    )
    print(f"operator {added.operator.id}, person {added.operator.person}")
    show_otpauth(added.otpauth)


def _enrol_desk(arguments: argparse.Namespace) -> None:
    from ra_desk.central.enrolment import create_enrol_token
    from ra_desk.domain.people import DeskId

    code = create_enrol_token(
        _parts(),
        office=OfficeId(arguments.office),
        counter=arguments.counter,
        prints=arguments.prints,
        restores=None if arguments.restores is None else DeskId(arguments.restores),
    )
    print(code.reveal())


def _review_list(_: argparse.Namespace) -> None:
    from ra_desk.central.review import waiting

    for one in waiting(_parts()):
        decision = one.request.decision
        who = "" if decision is None else f"{decision.operator_name}, {decision.office_name}"
        print(f"{one.request.number}  {one.since:%Y-%m-%d %H:%M}  {who}")
        print(f"    {', '.join(one.request.review)}")


def _approve(arguments: argparse.Namespace) -> None:
    from ra_desk.central.review import approve

    _say(approve(_reviewing(arguments), _number(arguments), login=arguments.by))


def _refuse(arguments: argparse.Namespace) -> None:
    from ra_desk.central.review import refuse

    reason = RefusalReason(arguments.reason)
    parts = _reviewing(arguments)
    _say(refuse(parts, _number(arguments), login=arguments.by, reason=reason))


def _return(arguments: argparse.Namespace) -> None:
    from ra_desk.central.review import give_back

    _say(give_back(_reviewing(arguments), _number(arguments), login=arguments.by))


def _number(arguments: argparse.Namespace) -> RequestNumber:
    return parse_request_number(arguments.number)


def _say(after: PassRequest) -> None:
    print(f"{after.number} {after.stage}")


def _reviewing(arguments: argparse.Namespace) -> Parts:
    """Let the reviewer sign in: a name on a command line is nobody's word."""
    from ra_desk.central.operators import authenticate

    parts = _parts()
    password, one_time_code = _asked("Password: "), _asked("One-time code: ")
    authenticate(parts, login=arguments.by, password=Secret(password), one_time_code=one_time_code)
    return parts


def show_otpauth(address: Secret[str]) -> None:
    """Draw the one-time code's secret as a QR for a phone; it is shown once and kept nowhere."""
    import segno

    segno.make(address.reveal(), error="m").terminal(out=sys.stdout, compact=True, border=2)


def _asked(question: str) -> str:
    """Ask without showing the answer; without a terminal it is a line of standard input."""
    if sys.stdin.isatty():
        return getpass.getpass(question)
    return sys.stdin.readline().rstrip("\n")


def _new_password() -> Secret[str]:
    password = _asked("Password: ")
    if _asked("Again: ") != password:
        raise PasswordsDiffer()
    if len(password) < SHORTEST_PASSWORD:
        raise PasswordShort(shortest=SHORTEST_PASSWORD)
    return Secret(password)
