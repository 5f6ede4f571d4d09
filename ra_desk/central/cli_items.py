"""`ra-desk central items`: the ranges of item numbers that the post gave to an office."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from ra_desk.central.terminal import open_central, say, told

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - stubs only


def add_items(these: Commands) -> None:
    """Add the commands for numbers of registered letters."""
    items = these.add_parser("items", help="numbers of registered letters (UPU S10)")
    verbs = items.add_subparsers(metavar="VERB", required=True)
    give = verbs.add_parser("give", help="give an office a range of the post")
    give.add_argument("first", help="for example RR473124829SI")
    give.add_argument("last")
    left = verbs.add_parser("left", help="say how many numbers an office has left")
    for one, act in ((give, _give), (left, _left)):
        one.add_argument("--office", required=True, metavar="ID")
        one.set_defaults(run=told(act))


def _give(arguments: argparse.Namespace) -> None:
    from ra_desk.central.item_numbers import give_range
    from ra_desk.central.offices import office_of

    parts = open_central()
    with parts.engine.begin() as connection:
        office = office_of(connection, arguments.office)
        given = give_range(
            connection, office.id, first=arguments.first, last=arguments.last, at=parts.now()
        )
    say(f"{given} numbers for {office.name}")


def _left(arguments: argparse.Namespace) -> None:
    from ra_desk.central.item_numbers import numbers_left
    from ra_desk.central.offices import office_of

    with open_central().engine.connect() as connection:
        office = office_of(connection, arguments.office)
        say(f"{numbers_left(connection, office.id)} numbers left for {office.name}")
