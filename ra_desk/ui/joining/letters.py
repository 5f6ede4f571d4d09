"""The print room."""

from __future__ import annotations

from functools import partial

from ra_desk.domain.letter_form import Envelope, offered
from ra_desk.ui.joining.around import Around
from ra_desk.ui.letters.page import LettersPage
from ra_desk.ui.page import Page


def letters_page(around: Around) -> Page:
    """Return the page of the letters; its run is told in the status bar."""

    def chosen() -> tuple[str, Envelope]:
        window = around.settings.text("printer.envelope_window")
        return around.settings.text("printer.name"), Envelope(window)

    return LettersPage(
        around.theme,
        around.desk,
        around.background,
        around.line,
        around.session,
        chosen=chosen,
        envelopes=lambda: offered(security=around.settings.flag("printer.security_envelopes")),
        status=partial(around.status, "printer"),
    )
