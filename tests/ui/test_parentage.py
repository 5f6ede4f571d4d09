"""A window that goes takes all its parts along: what stayed would be polished at each change."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from ra_desk.domain.people import Role
from tests.fakes import a_request
from tests.ui.hands import at_the_window


def left_over() -> list[str]:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return sorted(
        f"{type(one).__name__} »{one.accessibleName() or getattr(one, 'text', str)()}«"
        for one in QApplication.topLevelWidgets()
    )


@pytest.mark.parametrize("roles", [tuple(Role), (Role.PRINT_ROOM,)], ids=["all", "one"])
def test_nothing_stays_of_a_window_that_has_gone(theme, roles):
    """Every page was visited; a button without a parent would live as long as the program.

    So would the pages that the roles of an operator do not show.
    """
    request = a_request()
    before = left_over()
    with at_the_window(theme, request, roles=roles) as hands:
        hands.sign_in()
        for _keys, place in hands.front.place.places:
            hands.front.place.go(place.key)
            hands.settle()
        if Role.CLERK in roles:
            hands.scan_request(request)
            hands.front.place.open_request(request.number)
            hands.settle()
    assert left_over() == before
