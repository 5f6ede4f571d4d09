"""The window that the benchmarks measure: the real frame, as wide as on a usual screen."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from ra_desk.machine.settings_file import MemorySettings
from ra_desk.services.desk import Desk
from ra_desk.services.ports import Enrolment, Session
from ra_desk.ui.background import Background
from ra_desk.ui.line import Line
from ra_desk.ui.scan_router import ScanRouter
from ra_desk.ui.settings.values import Settings
from ra_desk.ui.theme import Scheme, Theme
from ra_desk.ui.workplace import Workplace


def open_place(
    desk: Desk, background: Background, line: Line, *, enrolment: Enrolment, session: Session
) -> Workplace:
    """Return the frame of a session, shown, with a scanner's router before it as in the program."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme = Theme()
    theme.apply(app, Scheme.LIGHT)
    place = Workplace(
        theme,
        desk,
        background,
        line,
        settings=Settings(MemorySettings()),
        enrolment=enrolment,
        session=session,
    )
    ScanRouter(app, on_key=desk.way.claim, parent=place)
    place.resize(1280, 760)
    place.show()
    place.activateWindow()
    place.begin()
    return place
