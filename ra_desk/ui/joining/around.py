"""What a page may be given when it is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ra_desk.services.desk import Desk
from ra_desk.services.ports import Enrolment, Session
from ra_desk.ui.background import Background
from ra_desk.ui.line import Line
from ra_desk.ui.parts.state import State
from ra_desk.ui.settings.values import Settings
from ra_desk.ui.theme import Theme


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """The parts of a workplace, and the ways out of a page.

    Attributes:
        session: of whoever works here now.
        open_request: brings a request, by its number, into view.
        search: goes to the counter with a number in the look-up, to be corrected sign by sign.
        go: brings a page into view by its key.
        to_counter: is ready for the next client.
        status: shows how a part of the desk is in the status bar, by the key of its chip; None
            takes it away.
    """

    theme: Theme
    desk: Desk
    background: Background
    line: Line
    settings: Settings
    enrolment: Enrolment
    session: Callable[[], Session]
    open_request: Callable[[str], None]
    search: Callable[[str], None]
    go: Callable[[str], None]
    to_counter: Callable[[], None]
    status: Callable[[str, State | None], None]
