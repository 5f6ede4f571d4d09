"""What every workplace has beside its pages: palette, menu, sheet of keys, list of notices."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, Signal

from ra_desk.texts import _, ngettext
from ra_desk.ui.commands import Palette
from ra_desk.ui.curtain import Curtain
from ra_desk.ui.history import History
from ra_desk.ui.key_sheet import KeySheet
from ra_desk.ui.menu import MainMenu
from ra_desk.ui.notices_page import NoticesPage
from ra_desk.ui.page import Page
from ra_desk.ui.pages import NOTICES
from ra_desk.ui.parts.strip import NoticeStrip
from ra_desk.ui.shell import Shell
from ra_desk.ui.theme import Kind


class Conveniences(QObject):
    """Joins them with a shell that has no pages yet."""

    wanted = Signal(str)  # number of the request that a notice is about

    def __init__(
        self,
        shell: Shell,
        *,
        now: Callable[[], datetime],
        columns: int,
        stays: Callable[[], bool],
    ) -> None:
        """Join.

        Args:
            columns: how many the hits of the look-up have.
            stays: whether a notice waits for somebody to close it.
        """
        super().__init__(shell)
        self._stays = stays
        self._shell = shell
        self.palette = Palette(shell, columns=columns)
        self.menu = MainMenu(shell)
        self.history = History(now, self)
        self.history.grown.connect(self._show_bell)
        self.curtain = Curtain(shell)
        shell.page_added.connect(self._on_page)
        shell.offer_page(NOTICES, self._notices_page)
        shell.bind("shortcuts", self._show_keys)
        shell.bind("notices", self._show_notices)
        shell.status_bar.chip_pressed.connect(self._on_chip)

    def _notices_page(self) -> Page:
        page = NoticesPage(self._shell.theme, self.history)
        page.wanted.connect(self.wanted)
        return page

    def _on_page(self, page: Page) -> None:
        for strip in page.findChildren(NoticeStrip):
            self.history.hear(strip)
            strip.stays = self._stays

    def say_not_copied(self) -> None:
        """Tell why the clipboard is empty."""
        self._strip().notify(
            Kind.WARN,
            "ban",
            _("The identifier was not copied: identifiers do not leave this window."),
        )

    def say_printed(self, number: str, words: str) -> None:
        """Tell that a paper is coming for somebody who is not in view any more."""
        self._strip().notify(Kind.OK, "printer", f"{number}: {words}", strong=number)

    def _strip(self) -> NoticeStrip:
        page = self._shell.page(self._shell.key)
        # At the counter the page's own strip belongs to what is held.
        others = [strip for strip in page.findChildren(NoticeStrip) if strip is not page.notice]
        return others[0] if others else page.notice

    def _show_keys(self) -> None:
        sheet = KeySheet(self._shell.theme, self._shell.window(), shell=self._shell)
        sheet.open(sheet.accept_button)

    def _show_notices(self) -> None:
        self._shell.go(NOTICES)

    def _on_chip(self, key: str) -> None:
        if key == "notices":
            self._show_notices()

    def _show_bell(self) -> None:
        unread, count = self.history.unread, len(self.history.told)
        if not count:
            return
        new = ngettext("{count} new notice", "{count} new notices", unread)
        all_of_them = ngettext("{count} notice", "{count} notices", count)
        self._shell.status_bar.show_chip(
            "notices",
            Kind.INFO if unread else Kind.IDLE,
            "bell",
            str(unread or count),
            tip=new.format(count=unread) if unread else all_of_them.format(count=count),
        )
