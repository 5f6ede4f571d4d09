"""What central's commands share: its parts, who types, and what is shown once."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from collections.abc import Callable
from contextlib import ExitStack
from typing import TYPE_CHECKING

from ra_desk.domain.administration import require_password
from ra_desk.domain.errors import RaError, Refused
from ra_desk.domain.people import Operator
from ra_desk.domain.secret import Secret

if TYPE_CHECKING:
    from ra_desk.central.parts import Parts

#: Ends with the command.
_open = ExitStack()


class PasswordsDiffer(Refused):
    """The password was not typed twice the same."""

    code = "cli.passwords_differ"


def told(
    act: Callable[[argparse.Namespace], None],
) -> Callable[[argparse.Namespace], int]:
    """Turn a refusal into a line on standard error and an exit status."""

    def run(arguments: argparse.Namespace) -> int:
        try:
            act(arguments)
        except RaError as error:
            facts = "".join(f" {name}={value}" for name, value in error.facts.items())
            sys.stderr.write(f"ra-desk: {error.code}{facts}\n")
            return 1
        finally:
            _open.close()
        return 0

    return run


def open_central() -> Parts:
    """Return central's parts as the environment names them."""
    from ra_desk.central.app import open_parts
    from ra_desk.central.schema import require_current
    from ra_desk.central.settings import read_settings

    parts = open_parts(read_settings(os.environ))
    _open.callback(parts.engine.dispose)
    require_current(parts.engine)
    return parts


def sign_in(parts: Parts, login: str) -> Operator:
    """Let somebody prove who they are: a name on a command line is nobody's word."""
    from ra_desk.central.operators import authenticate, operator_named

    password, one_time_code = Secret(asked("Password: ")), asked("One-time code: ")
    authenticate(parts, login=login, password=password, one_time_code=one_time_code)
    with parts.engine.connect() as connection:
        return operator_named(connection, login)


def say(line: str) -> None:
    """Write a line for whoever typed the command."""
    sys.stdout.write(f"{line}\n")


def asked(question: str) -> str:
    """Ask without showing the answer; without a terminal it is a line of standard input."""
    if sys.stdin.isatty():
        return getpass.getpass(question)
    return sys.stdin.readline().rstrip("\n")


def new_password() -> Secret[str]:
    """Ask twice for a new password.

    Raises:
        PasswordsDiffer, PasswordTooShort: it cannot be one.
    """
    password = asked("Password: ")
    if asked("Again: ") != password:
        raise PasswordsDiffer()
    require_password(password)
    return Secret(password)


def show_otpauth(address: Secret[str]) -> None:
    """Draw the one-time code's secret as a QR for a phone; it is shown once and kept nowhere."""
    import segno

    segno.make(address.reveal(), error="m").terminal(out=sys.stdout, compact=True, border=2)
