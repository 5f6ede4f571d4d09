"""`ra-desk central`: set up and run central, review, and administer it.

Settings come from the environment; see ``settings`` and ``outside``. Passwords are asked for and
never an argument, because arguments stand in every list of processes.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

from ra_desk.central.cli_administration import add_administration
from ra_desk.central.cli_items import add_items
from ra_desk.central.terminal import open_central, sign_in, told
from ra_desk.domain.activation import RequestNumber, parse_request_number
from ra_desk.domain.pass_request import PassRequest
from ra_desk.domain.refusals import ENDS_REQUEST, RefusalReason

if TYPE_CHECKING:
    from ra_desk.central.app import Central
    from ra_desk.central.parts import Parts

    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - stubs only


def add_parser(commands: Commands) -> None:
    """Add ``central`` and its own sub-commands."""
    central = commands.add_parser("central", help="the server that desks talk to")
    these = central.add_subparsers(metavar="COMMAND", required=True)

    init = these.add_parser("init", help="write secrets, make or renew the schema")
    init.add_argument("--secrets", type=Path, required=True, metavar="DIR")
    init.set_defaults(run=told(_init))

    serve = these.add_parser("serve", help="run the server, and the worker beside it")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8420)
    serve.add_argument("--no-worker", action="store_true", help="`central work` sends the mails")
    serve.set_defaults(run=told(_serve))
    work = these.add_parser("work", help="send mails and messages, beside servers that do not")
    work.set_defaults(run=told(_work))

    add_administration(these)
    add_items(these)
    _add_review(these)


def _add_review(these: Commands) -> None:
    review = these.add_parser("review", help="a second pair of eyes before a code leaves")
    verbs = review.add_subparsers(metavar="VERB", required=True)
    shown = verbs.add_parser("list", help="show what waits")
    shown.set_defaults(run=told(_review_list))
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
        one.set_defaults(run=told(act))


def _init(arguments: argparse.Namespace) -> None:
    from ra_desk.central.app import open_parts
    from ra_desk.central.schema import migrate
    from ra_desk.central.settings import read_settings, write_secrets

    variables = write_secrets(arguments.secrets.resolve())
    parts = open_parts(read_settings({**os.environ, **variables}))
    try:
        migrate(parts.engine)
    finally:
        parts.engine.dispose()
    for name, value in variables.items():
        print(f"{name}={value}")


def _joined() -> Central:
    from ra_desk.central.app import join
    from ra_desk.central.outside import read_outside
    from ra_desk.central.settings import read_settings

    settings, outside = read_settings(os.environ), read_outside(os.environ)
    return join(open_central(), settings, outside)


def _work(_: argparse.Namespace) -> None:
    from ra_desk.central.running import work_until_told

    central = _joined()
    print("central sends", flush=True)
    work_until_told(central)


def _serve(arguments: argparse.Namespace) -> None:
    from ra_desk.central.running import listen, serve_until_told

    central = _joined()
    listening = listen(arguments.host, arguments.port)
    print(f"central listens on {arguments.host}:{listening.getsockname()[1]}", flush=True)
    serve_until_told(central, listening, worker=not arguments.no_worker)


def _review_list(_: argparse.Namespace) -> None:
    from ra_desk.central.look_up import watched
    from ra_desk.central.review import waiting

    parts = open_central()
    for reader in watched(parts):
        print(f"{reader.name}  {reader.at:%Y-%m-%d %H:%M}  {reader.count} look-ups, few checks")
    for one in waiting(parts):
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
    parts = open_central()
    sign_in(parts, arguments.by)
    return parts
