"""Every refusal that a desk's services know is tried against the chain of the journal."""

from __future__ import annotations

import ast
import importlib
import pkgutil
from pathlib import Path

import ra_desk.domain
import ra_desk.services
from ra_desk.domain.day import SamePerson
from ra_desk.domain.errors import Refused
from tests.services.test_refusals import CASES

#: Modules whose refusals are of a text that is read, before any service is asked.
READING = {
    "activation",
    "addresses",
    "letter_form",
    "mrz",
    "mrz_fields",
    "numbers",
    "policy_fields",
    "scans",
    "sheet_ranges",
}
#: Refusals in which no chain of a desk is in reach.
OUT_OF_REACH = {
    # Central's rulings, which come with an exchange like any other.
    "code_again.too_late",
    "day.follows_refused",
    "letter.not_posted",
    "refusal.too_late",
    "request.not_possible_now",
    "review.elsewhere",
    "review.too_late",
    # Before there is a desk or an account, or at the terminal of central.
    "administration.set_up_over",
    "enrolment.refused",
    "invitation.refused",
    # Of a setting of this computer.
    "settings.fixed",
    # Told, and never raised.
    "request.open_elsewhere",
    "review.nobody_at_all",
    "review.nobody_else",
}


def declared() -> set[type[Refused]]:
    """Return every refusal that is declared where a desk's services could meet it."""
    for package in (ra_desk.domain, ra_desk.services):
        for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
    found, at_hand = set(), [Refused]
    while at_hand:
        for kind in at_hand.pop().__subclasses__():
            at_hand.append(kind)
            # Tests beside this one declare refusals of their own.
            house = kind.__module__.startswith(("ra_desk.domain.", "ra_desk.services."))
            if house and kind.__module__.rpartition(".")[2] not in READING:
                found.add(kind)
    return found


def tried_in_the_print_room() -> set[str]:
    """Return the names in those tests that demand an unchanged chain."""
    source = Path(__file__).with_name("test_refusals_of_letters.py").read_text("utf-8")
    return {
        node.attr if isinstance(node, ast.Attribute) else node.id
        for test in ast.parse(source).body
        if isinstance(test, ast.FunctionDef) and "refused" in ast.dump(test)
        for node in ast.walk(test)
        if isinstance(node, ast.Attribute | ast.Name)
    }


def test_every_refusal_that_a_service_knows_was_tried():
    """A new one needs its case, or a reason why no chain is in reach of it."""
    tried = {error for error, _ in CASES} | {SamePerson}
    by_name = tried_in_the_print_room()
    left = {kind.code for kind in declared() - tried if kind.__name__ not in by_name}
    assert left - OUT_OF_REACH == set()
