"""States of administration: what waits, the parts, a sheet, and a server that is not there."""

from __future__ import annotations

from PySide6.QtCore import Qt

from ra_desk.domain.people import Role
from ra_desk.ui.admin.page import AdminPage
from ra_desk.ui.admin.rows import Part
from tests.fakes_administration import FakeAdministration
from tests.ui.hands import Hands

ADMIN = (Role.ADMINISTRATOR,)


def office_line(hands: Hands) -> FakeAdministration:
    """Return the central of administrators behind a window."""
    line = hands.front.desk.office_line
    assert isinstance(line, FakeAdministration)
    return line


def to_admin(hands: Hands, part: Part = Part.WAITING) -> AdminPage:
    """Go to a part of the page and wait for what central tells."""
    hands.front.place.go("admin")
    hands.settle()
    page = hands.front.place.page("admin")
    assert isinstance(page, AdminPage)
    page.go(part)
    page.table.setFocus(Qt.FocusReason.OtherFocusReason)
    hands.settle()
    return page


def add_states(state) -> None:  # type: ignore[no-untyped-def]
    """Register the states of the page; the empty one is that of the role."""

    @state("admin", "second person", roles=ADMIN)
    def _waiting(hands: Hands) -> None:
        office_line(hands).let_wait()
        to_admin(hands)

    @state("admin", "operators", roles=ADMIN)
    def _operators(hands: Hands) -> None:
        to_admin(hands, Part.OPERATORS)

    @state("admin", "policy offline", roles=ADMIN)
    def _policy(hands: Hands) -> None:
        to_admin(hands, Part.POLICY)
        hands.lose_line()

    @state("admin", "new account", roles=ADMIN)
    def _sheet(hands: Hands) -> None:
        to_admin(hands, Part.OPERATORS).begin("invite")
        hands.until(lambda: hands.sheet is not None)
