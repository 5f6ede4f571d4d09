"""The command `ra-desk`. It starts nothing by itself: each sub-command's room is imported when named.

A sub-command lives in its room as `add_parser(commands)`, which adds a parser whose default `run`
takes the parsed arguments and returns the exit status.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from typing import TypeAlias

from ra_desk import __version__
from ra_desk.machine.libraries import explain

#: argparse names the type in its stubs only.
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001


def _run(commands: Commands) -> None:
    from ra_desk import start

    start.add_run(commands)


def _enrol(commands: Commands) -> None:
    from ra_desk import app

    app.add_enrol(commands)


def _journal(commands: Commands) -> None:
    from ra_desk import app

    app.add_journal(commands)


def _doctor(commands: Commands) -> None:
    from ra_desk import doctor

    doctor.add_doctor(commands)


def _retire(commands: Commands) -> None:
    from ra_desk import retire

    retire.add_retire(commands)


def _help_desk(commands: Commands) -> None:
    from ra_desk import help_desk

    help_desk.add_help_desk(commands)


def _central(commands: Commands) -> None:
    from ra_desk.central import cli

    cli.add_parser(commands)


def _demo(commands: Commands) -> None:
    from ra_desk.demo import cli

    cli.add_parser(commands)


#: Sub-command → the line in `ra-desk --help`, and what adds its parser when it is named.
COMMANDS: dict[str, tuple[str, Callable[[Commands], None]]] = {
    "run": ("open the desk", _run),
    "demo": ("try everything with invented people", _demo),
    "enrol": ("make this account a desk", _enrol),
    "central": ("the server that desks talk to", _central),
    "doctor": ("look whether this computer is fit to be a desk", _doctor),
    "journal": ("verify or export the desk's journal", _journal),
    "help-desk": ("open what a desk exported for the help desk", _help_desk),
    "retire": ("end this desk for good and destroy its keys", _retire),
}


def _parser(named: str | None) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="ra-desk", description="The desk of an smsPASS registration office, and its central."
    )
    parser.add_argument("--version", action="version", version=f"ra-desk {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for name, (line, add) in COMMANDS.items():
        if name == named:
            add(commands)
        else:
            commands.add_parser(name, help=line)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `ra-desk` and return its exit status: 0 well, 1 not done, 2 not understood or not installed."""
    arguments = sys.argv[1:] if arguments is None else arguments
    try:
        parsed = _parser(next(iter(arguments), None)).parse_args(arguments)
        return int(parsed.run(parsed))
    except ImportError as error:
        if (advice := explain(error)) is None:
            raise
        print(f"ra-desk: {advice}", file=sys.stderr)
        return 2
