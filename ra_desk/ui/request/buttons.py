"""The buttons of the request page: what Enter does stands on the last one."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from ra_desk.texts import _
from ra_desk.ui.actions import action
from ra_desk.ui.page import Page
from ra_desk.ui.parts.buttons import Button, Look
from ra_desk.ui.request import words
from ra_desk.ui.request.visit import Outcome, Visit
from ra_desk.ui.theme import Theme


class Buttons(QObject):
    """Back, refuse, record; the page is told to look again when time alone changes them."""

    went_back = Signal()  # Backspace on a button: to the last answer
    stale = Signal()

    def __init__(self, theme: Theme, page: Page) -> None:
        super().__init__(page)
        self._page = page
        self.back = Button(theme, _("Back to counter"), key=_("Esc"))
        self.refuse = Button(theme, _("Refuse …"), look=Look.DANGER, key="Ctrl+D")
        self.review = Button(theme, _("Send to second review …"), key=action("review").key)
        self.record = Button(theme, _("Record check"), look=Look.PRIMARY, key=_("Enter"))
        page.keep(self.back, self.refuse, self.review, self.record)
        for button in (self.review, self.refuse, self.record):
            button.installEventFilter(self)
        self._no_longer_fast = QTimer(self)
        self._no_longer_fast.setSingleShot(True)
        self._no_longer_fast.timeout.connect(self.stale)

    def show_reading(self) -> None:
        """Offer nothing but the way back."""
        self._no_longer_fast.stop()
        self._put((), "")

    def show_visit(self, visit: Visit, *, about_data: str, now: float) -> None:
        """Offer what the visit allows, and say why where it is not simply to be recorded.

        Args:
            about_data: what is to be said of data that are not of now, or of what becomes of the
                check; "" if it is sent at once.
        """
        self._no_longer_fast.stop()
        outcome = visit.outcome(now=now)
        if outcome is Outcome.REFUSE:
            self.refuse.set_words(_("Refuse …"), key=_("Enter"))
            asks = (self.review,) if visit.may_be_reviewed else ()
            self._put((*asks, self.refuse), words.why_refuse(visit))
            return
        self.refuse.set_words(_("Refuse …"), key="Ctrl+D")
        if outcome is Outcome.REVIEW:
            self.record.set_words(_("Send to second review"), key=_("Enter"))
            reason = words.review_words(visit.reasons(now=now))
        else:
            self.record.set_words(_("Record check"), key=_("Enter"))
            reason = about_data
        self._put((self.refuse, self.record), reason)
        if not visit.missing() and (wait := visit.until_not_fast(now=now)):
            self._no_longer_fast.start(int(wait * 1000) + 1)

    def _put(self, right: tuple[Button, ...], reason: str) -> None:
        page = self._page
        focus = QApplication.focusWidget()
        page.set_actions(left=(self.back,), right=right, reason=reason)
        # The bar takes its buttons out and puts them in again, and the focus is lost meanwhile.
        if isinstance(focus, Button) and focus in (self.back, *right):
            focus.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if event.key() != Qt.Key.Key_Backspace:
            return False
        self.went_back.emit()
        return True
