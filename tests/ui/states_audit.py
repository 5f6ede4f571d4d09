"""States of the audit trail: entries, details, nothing that fits, a broken chain, both sheets."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt

from ra_desk.domain.people import Role
from ra_desk.ui.audit.page import AuditPage
from ra_desk.ui.parts.rows import RowModel
from tests.ui.hands import CTRL, Hands

PURPOSE = "Zahtevek posameznice, zadeva 0921-4/2026"


def at_audit(hands: Hands) -> AuditPage:
    """Work a little, then go to the audit trail."""
    desk, session = hands.front.desk, hands.front.window.session
    assert session is not None
    for number in list(hands.front.central.requests)[:3]:
        desk.open_request(number, session=session)
        hands.front.clock.forward(40)
    page = to_audit(hands)
    hands.until(lambda: page.table.model().rowCount() > 3)
    return page


def to_audit(hands: Hands) -> AuditPage:
    hands.front.place.go("audit")
    page = hands.front.place.page("audit")
    assert isinstance(page, AuditPage)
    return page


def add_states(state, record: Callable[[Hands], None]) -> None:  # type: ignore[no-untyped-def]
    """Register the states; ``record`` lets the operator have recorded a check a while ago."""
    roles = (Role.CLERK, Role.SUPERVISOR)

    @state("audit", "details open", roles=roles)
    def _details(hands: Hands) -> None:
        record(hands)
        page = at_audit(hands)
        model = page.table.model()
        assert isinstance(model, RowModel)
        kinds = [model.row(n).subject.kind for n in range(model.rowCount())]
        page.table.selectRow(kinds.index("check_attested/2"))
        page.table.setFocus()
        hands.press(Qt.Key.Key_Right)
        hands.until(lambda: page.table.panel is not None)

    @state("audit", "nothing fits", roles=(Role.AUDITOR,))
    def _nothing(hands: Hands) -> None:
        page = to_audit(hands)
        page.conditions.what.setCurrentIndex(3)
        hands.until(lambda: not page.table.isVisible())

    @state("audit", "chain broken", roles=roles)
    def _broken(hands: Hands) -> None:
        page = at_audit(hands)
        hands.front.fake.store.broken = 3
        page.chain.button.click()
        hands.until(lambda: "RA-1801" in hands.front.place.banner.words)

    @state("audit", "export", roles=roles)
    def _export(hands: Hands) -> None:
        at_audit(hands)
        hands.press(Qt.Key.Key_E, CTRL)
        hands.until(lambda: hands.sheet is not None)

    @state("audit", "who dealt with a client", roles=roles)
    def _traced(hands: Hands) -> None:
        page = at_audit(hands)
        page.asking.trace()
        hands.until(lambda: hands.sheet is not None)
        hands.type(next(iter(hands.front.central.requests)))
        hands.press(Qt.Key.Key_Tab)
        hands.type(PURPOSE)
        hands.enter()
        hands.until(lambda: hands.sheet is None and page.strip.isVisible())

    @state("audit", "copy for a client", roles=roles)
    def _copy(hands: Hands) -> None:
        _traced(hands)
        hands.press(Qt.Key.Key_E, CTRL)
        hands.until(lambda: hands.sheet is not None)
