"""Whether the chain is whole: a chip, when it was verified, and the button that verifies.

That it is broken is said by the banner of the window, on every page.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from ra_desk.services.desk import Desk
from ra_desk.services.journal_rows import Verdict
from ra_desk.services.ports import Session
from ra_desk.texts import _, language
from ra_desk.texts.formats import recent_text
from ra_desk.ui.audit.verifying import Verifying
from ra_desk.ui.background import Background
from ra_desk.ui.page import Page
from ra_desk.ui.parts.announce import announce
from ra_desk.ui.parts.buttons import Button, Size
from ra_desk.ui.parts.chip import Chip
from ra_desk.ui.theme import Kind


class Chain(QObject):
    """The right end of the title row."""

    verified = Signal(object)  # Verdict

    def __init__(
        self,
        page: Page,
        desk: Desk,
        background: Background,
        session: Callable[[], Session | None],
    ) -> None:
        super().__init__(page)
        self._desk = desk
        self._verdict: Verdict | None = None
        self._chip = Chip(page.theme, Kind.IDLE, "link", "")
        page.add_to_title(self._chip)
        self._when = page.title_note("")
        self.button = Button(page.theme, _("Verify now"), size=Size.STRIP)
        self.button.setWhatsThis(
            _(
                "Verifies every entry of this computer with its signatures. It takes a while and "
                "holds nobody up; the same button ends it. What comes out is written down."
            )
        )
        self.button.clicked.connect(self._on_clicked)
        page.add_to_title(self.button)
        self.verifying = Verifying(desk, background, session, self)
        self.verifying.progressed.connect(self._on_progress)
        self.verifying.ended.connect(self._on_ended)

    def show_verdict(self, verdict: Verdict | None) -> None:
        """Show what came out last; progress that is shown stays."""
        self._verdict = verdict
        if self.verifying.running:
            return
        self.button.set_words(_("Verify now"))
        if verdict is None:
            self._chip.show_state(Kind.IDLE, "link", _("Chain not verified yet"))
            self._when.setText("")
            return
        when = recent_text(verdict.at, language(), now=self._desk.time())
        self._when.setText(_("verified {time}").format(time=when))
        if verdict.broken is None:
            self._chip.show_state(Kind.OK, "link", _("The chain is unbroken"))
        else:
            self._chip.show_state(Kind.ERR, "ban", _("The chain is broken"))

    def show_again(self) -> None:
        """Show what was shown before a try that failed."""
        self.show_verdict(self._verdict)

    def _on_clicked(self) -> None:
        if self.verifying.running:
            self.verifying.cancel()
        else:
            self.verifying.begin()
            self._on_progress(0)

    def _on_progress(self, percent: int) -> None:
        if not self.verifying.running:
            return
        words = _("Verifying the chain … {percent} %").format(percent=percent)
        self._chip.show_state(Kind.INFO, "progress", words)
        self._when.setText("")
        self.button.set_words(_("Cancel"))

    def _on_ended(self, verdict: Verdict | None) -> None:
        self.show_verdict(verdict or self._verdict)
        announce(self.button, self._chip.text())
        if verdict is not None:
            self.verified.emit(verdict)
