"""The pages of the window: their keys, and which places of the rail somebody's roles allow."""

from __future__ import annotations

from typing import Final

from ra_desk.domain.audit import READERS
from ra_desk.domain.people import Operator, Role
from ra_desk.services.ports import PRINTING
from ra_desk.services.report import REPORTING
from ra_desk.texts import _
from ra_desk.ui.parts.nav import Place

COUNTER: Final = "counter"
REQUEST: Final = "request"  # opens in the place of the counter
PENDING: Final = "pending"  # the same
LETTERS: Final = "letters"
OUTBOX: Final = "outbox"
REVIEW: Final = "review"
REPORTS: Final = "reports"
AUDIT: Final = "audit"
ADMIN: Final = "admin"
SETTINGS: Final = "settings"
HELP: Final = "help"
NOTICES: Final = "notices"  # stands in no rail


def places_for(operator: Operator) -> tuple[Place, ...]:
    """Return what stands in the rail for somebody: only what their roles allow."""
    places = []
    if operator.roles & {Role.CLERK, Role.SUPERVISOR}:
        places.append(Place(key=COUNTER, icon="id", title=_("Counter")))
    if operator.roles & set(PRINTING):
        places.append(Place(key=LETTERS, icon="mail", title=_("Letters")))
    if Role.SUPERVISOR in operator.roles:
        places.append(Place(key=REVIEW, icon="shield-check", title=_("Review")))
    places.append(Place(key=OUTBOX, icon="cloud-upload", title=_("Outbox")))
    if operator.roles & set(REPORTING):
        places.append(Place(key=REPORTS, icon="chart-bar", title=_("Reports")))
    if operator.roles & set(READERS):
        places.append(Place(key=AUDIT, icon="history", title=_("Audit trail")))
    if Role.ADMINISTRATOR in operator.roles:
        places.append(Place(key=ADMIN, icon="users", title=_("Administration")))
    places.append(Place(key=SETTINGS, icon="settings", title=_("Settings"), low=True))
    places.append(Place(key=HELP, icon="help", title=_("Help"), low=True))
    return tuple(places)
