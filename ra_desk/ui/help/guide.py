"""Help wherever somebody is: F1, What's this, and the numbers of errors in messages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property

import shiboken6
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtWidgets import QApplication, QWhatsThis, QWidget

from ra_desk.services.desk import Desk
from ra_desk.services.doctor import Seen
from ra_desk.texts import _, language
from ra_desk.ui.background import Background
from ra_desk.ui.help.contact import read_contact, values_of
from ra_desk.ui.help.manual import Manual, Topic, error_topic
from ra_desk.ui.help.page import HelpPage
from ra_desk.ui.help.reader import Reader
from ra_desk.ui.help.topics import SIGN_IN, topic_for
from ra_desk.ui.help.whats_this import text_for
from ra_desk.ui.keys import Keys
from ra_desk.ui.pages import HELP, REQUEST
from ra_desk.ui.parts.announce import announce
from ra_desk.ui.parts.sheet import Sheet, open_sheet
from ra_desk.ui.settings.values import Settings
from ra_desk.ui.shell import Shell
from ra_desk.ui.theme import Theme

#: Height of the text in a sheet, in pixels: at least, and a page of it at 100 %.
_LEAST, _PAGE = 120, 420
#: What of the window is seen around a sheet, in pixels.
_AROUND = 20


class Guide(QObject):
    """Joins the help with a shell: its page, its keys, and the way back to the exact control."""

    def __init__(
        self,
        shell: Shell,
        desk: Desk,
        background: Background,
        *,
        settings: Settings,
        seen: Callable[[], Seen],
    ) -> None:
        super().__init__(shell)
        self._shell, self._desk, self._background = shell, desk, background
        self._from = ""
        self._control: QWidget | None = None
        self._values = {"local": settings.text("help.local")}
        self._seen = seen
        shell.offer_page(HELP, lambda: self.page)
        shell.bind("help", self.show, over_sheet=self._over_sheet)
        shell.bind("whats_this", self.whats_this, over_sheet=lambda _sheet: self.whats_this())
        shell.rail.went.connect(self._on_went)
        shell.status_bar.who.setWhatsThis(_("Who works here, at which counter and in which roles."))

    @cached_property
    def page(self) -> HelpPage:
        """The page of the manual, made when it is first wanted."""
        made = HelpPage(
            self._shell.theme, self._desk, self._background, values=self._values, seen=self._seen
        )
        made.return_wanted.connect(self.go_back)
        return made

    def show(self) -> None:
        """Open the help where it speaks of what somebody does now; again: its first page."""
        if self._shell.key == HELP:
            self.page.show_home()
            return
        topic = topic_for(self._shell.key, QApplication.focusWidget(), None)
        if self._shell.key == REQUEST:
            # Leaving a request puts it away; reading how to check must not cost the check.
            self._in_sheet(topic)
        else:
            self._open(topic)

    def show_number(self, number: str) -> None:
        """Open the page of an error that a message names."""
        topic = error_topic(number)
        if open_sheet(self._shell) is not None or self._shell.key == REQUEST:
            self._in_sheet(topic)
        elif self._shell.key == HELP:
            self.page.show_topic(topic)
        else:
            self._open(topic)

    def go_back(self) -> None:
        """Return to the page and the control from which help was asked for."""
        page, control = self._from, self._control
        self._from, self._control = "", None
        if not page:
            if self.page.at_home:
                self._shell.jump(next(iter(self._shell.rail.items)))
            else:
                self.page.show_home()
            return
        self._shell.jump(page)
        if control is not None and shiboken6.isValid(control) and control.isVisible():
            control.setFocus(Qt.FocusReason.OtherFocusReason)

    def whats_this(self) -> None:
        """Say what the control with the focus is for; without one, ask for a click."""
        focus = QApplication.focusWidget()
        if focus is None or not explain(focus):
            for widget in self._shell.window().findChildren(QWidget):
                widget.setWhatsThis(text_for(widget))
            QWhatsThis.enterWhatsThisMode()

    def _open(self, topic: Topic) -> None:
        self._from, self._control = self._shell.key, QApplication.focusWidget()
        self.page.ask_from(self._from)
        self._shell.go(HELP)
        self.page.show_topic(topic)

    def help_over_sheet(self, *, explain: bool) -> None:
        """Help for whoever works in a sheet: over it, so that nothing in it is lost."""
        sheet = open_sheet(self._shell)
        if explain:
            self.whats_this()
        elif sheet is not None:
            self._over_sheet(sheet)

    def _over_sheet(self, sheet: Sheet) -> None:
        if isinstance(sheet, HelpSheet):
            return
        self._in_sheet(topic_for(self._shell.key, QApplication.focusWidget(), sheet))

    def _in_sheet(self, topic: Topic) -> None:
        shell = self._shell
        sheet = show_in_sheet(shell.theme, shell.window(), topic, values=self._values)
        read_contact(self._desk, self._background, owner=sheet, on_done=sheet.know)

    def _on_went(self, key: str) -> None:
        """Whoever came by the rail was asked for nothing: the first page, and no way back."""
        if key == HELP:
            self._from, self._control = "", None
            self.page.ask_from(HELP)
            self.page.show_home()


class HelpSheet(Sheet):
    """The manual over another sheet or the sign-in; Esc leaves it and all is as it was."""

    def __init__(self, theme: Theme, window: QWidget, *, values: Mapping[str, str]) -> None:
        super().__init__(theme, window, question=_("Help"), accept_words=_("Close"))
        self._values = dict(values)
        self.reader = Reader(theme, Manual(language(), values_of(None, self._values)))
        self.reader.setFixedHeight(_LEAST)
        self.body.addWidget(self.reader)
        self.leave_button.hide()
        self.accept_button.set_words(_("Close"), key=_("Esc"))
        self.accepted.connect(self.leave)

    def resizeEvent(self, event: QEvent) -> None:
        """Give the text all the room beside title and button, up to a page: it alone scrolls."""
        used = self._content.sizeHint().height() - self.reader.minimumHeight()
        room = self.height() - used - self._low.sizeHint().height() - _AROUND
        self.reader.setFixedHeight(max(_LEAST, min(self._theme.scaled(_PAGE), room)))
        super().resizeEvent(event)

    def know(self, contact: Mapping[str, str]) -> None:
        """Take over whom to call."""
        self.reader.use(Manual(language(), values_of(contact, self._values)))


def show_in_sheet(
    theme: Theme, window: QWidget, topic: Topic, *, values: dict[str, str]
) -> HelpSheet:
    """Open a topic over ``window`` and whatever is open in it."""
    sheet = HelpSheet(theme, window, values=values)
    sheet.open(sheet.reader.view)
    sheet.reader.begin(topic)
    sheet.reader.view.take_focus()
    return sheet


def explain(control: QWidget) -> bool:
    """Show what a control is for beside it, and let a screen reader say it."""
    words = text_for(control)
    if not words:
        return False
    place = control.mapToGlobal(QPoint(control.width() // 2, control.height()))
    QWhatsThis.showText(place, words, control)
    announce(control, words)
    return True


class CoverHelp(QObject):
    """F1 and What's this before anybody has signed in."""

    def __init__(self, cover: QWidget, theme: Theme, *, settings: Settings) -> None:
        super().__init__(cover)
        self._cover, self._theme = cover, theme
        self._values = {"local": settings.text("help.local")}
        self._keys = Keys(cover, Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._keys.bind("help", self.show, over_sheet=lambda _sheet: self.show())
        self._keys.bind("whats_this", self._explain, over_sheet=lambda _sheet: self._explain())

    def show(self) -> None:
        """Open the chapter about signing in, or the page of the error that is in view."""
        sheet = open_sheet(self._cover)
        if isinstance(sheet, HelpSheet):
            return
        topic = topic_for(SIGN_IN, QApplication.focusWidget(), sheet)
        show_in_sheet(self._theme, self._cover.window(), topic, values=self._values)

    def follow(self, number: str) -> None:
        """Open the page of an error that a message names."""
        show_in_sheet(self._theme, self._cover.window(), error_topic(number), values=self._values)

    def help_over_sheet(self, *, explain: bool) -> None:
        """Help for whoever works in a sheet over the cover."""
        if explain:
            self._explain()
        else:
            self.show()

    def _explain(self) -> None:
        focus = QApplication.focusWidget()
        if focus is not None:
            explain(focus)
