"""The buttons of a batch: what can be done in the step it is in.

What leads on stands in the bar; the ways beside it stand above the list of letters.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ra_desk.domain.letters import IN_THE_ROOM, LetterState, Step
from ra_desk.services.letter_book import BatchSeen
from ra_desk.texts import _, ngettext
from ra_desk.ui.letters.run import Progress
from ra_desk.ui.page import Page
from ra_desk.ui.parts.buttons import Button, Look, Size
from ra_desk.ui.theme import Theme


class Does(Enum):
    """What a button of a batch does."""

    BACK = auto()
    STOP = auto()
    TEST_PAGE = auto()
    WINDOW = auto()
    PRINT = auto()
    ANSWER = auto()
    SPOIL = auto()
    COUNT = auto()
    POST = auto()
    PRINT_LIST = auto()
    SAVE_PDF = auto()
    SAVE_TABLE = auto()
    REFRESH = auto()
    OTHER_PRINTER = auto()


#: Ways beside the one that leads on.
_BESIDE: Final = (
    Does.WINDOW,
    Does.COUNT,
    Does.SAVE_PDF,
    Does.SAVE_TABLE,
    Does.OTHER_PRINTER,
)


class BatchBar(QObject):
    """Keeps one button for each thing, and hands the page those that fit the step."""

    does = Signal(object)  # Does

    def __init__(self, page: Page, theme: Theme) -> None:
        super().__init__(page)
        self._page = page
        primary = Look.PRIMARY
        self.buttons = {
            Does.BACK: Button(theme, _("Back to the batches"), key=_("Esc")),
            Does.STOP: Button(theme, _("Stop after this sheet"), key=_("Esc")),
            Does.TEST_PAGE: Button(theme, _("Print a test page"), look=primary, key="Ctrl+P"),
            Does.WINDOW: Button(theme, _("Address in the window? …"), size=Size.ROW),
            Does.PRINT: Button(theme, "", look=primary, key="Ctrl+P"),
            Does.ANSWER: Button(theme, _("Answer …"), look=primary, key="Ctrl+Enter"),
            Does.SPOIL: Button(theme, _("Mark as spoiled …"), look=Look.DANGER, key="Ctrl+K"),
            Does.COUNT: Button(theme, _("Confirm by numbers …"), size=Size.ROW),
            Does.POST: Button(theme, _("Next: posting …"), look=primary, key="Ctrl+Enter"),
            Does.PRINT_LIST: Button(theme, _("Print the posting list"), look=primary, key="Ctrl+P"),
            Does.SAVE_PDF: Button(theme, _("List as PDF …"), size=Size.ROW),
            Does.SAVE_TABLE: Button(theme, _("List as CSV …"), size=Size.ROW),
            Does.REFRESH: Button(theme, _("Refresh the addresses"), look=primary),
            Does.OTHER_PRINTER: Button(theme, _("Other printer …"), size=Size.ROW),
        }
        for does, button in self.buttons.items():
            button.clicked.connect(lambda _checked=False, does=does: self.does.emit(does))
        page.keep(*self.buttons.values())
        self.beside = QWidget()
        row = QHBoxLayout(self.beside)
        row.setContentsMargins(0, 8, 0, 0)
        row.setSpacing(8)
        for does in _BESIDE:
            row.addWidget(self.buttons[does])
        row.addStretch(1)

    def offers(self, does: Does) -> bool:
        """Whether something can be done now."""
        button = self.buttons[does]
        shown = (*self._page.left_actions, *self._page.right_actions)
        return button in shown and button.isEnabled()

    def show_batch(self, seen: BatchSeen, *, running: Progress | None, reason: str) -> None:
        """Show what fits.

        Args:
            running: the run, if this batch is at the printer.
            reason: why nothing can be done here at all, or "".
        """
        beside, right = _fitting(seen, running=running)
        batch = seen.batch
        waits = batch.count(LetterState.WAITING)
        words = ngettext("Print {count} letter", "Print {count} letters", waits)
        self.buttons[Does.PRINT].set_words(words.format(count=waits), key="Ctrl+P")
        stop, back = self.buttons[Does.STOP], self.buttons[Does.BACK]
        # Esc asks the run to stop, once; after that it leads back to the lists.
        stops = running is not None and not running.stopping
        if running is not None and (running.stopping or running.stands):
            stop.set_words(_("Do not wait for this sheet"), key=_("Esc") if stops else "")
        else:
            stop.set_words(_("Stop after this sheet"), key=_("Esc"))
        back.set_words(back.text(), key="" if stops else _("Esc"))
        for does, button in self.buttons.items():
            button.setEnabled(not reason or does is Does.BACK)
        for does in _BESIDE:
            self.buttons[does].setVisible(does in beside)
        self.beside.setVisible(bool(beside))
        shown = tuple(self.buttons[one] for one in right)
        self._page.set_actions(left=(self.buttons[Does.BACK],), right=shown, reason=reason)

    def set_narrow(self, narrow: bool) -> None:
        """Have shorter words in the bar where there is little room."""
        words = {
            Does.BACK: (_("Back to the batches"), _("Back"), _("Esc")),
            Does.TEST_PAGE: (_("Print a test page"), _("Test page"), "Ctrl+P"),
            # i18n: short for: mark sheets as spoiled
            Does.SPOIL: (_("Mark as spoiled …"), _("Spoiled …"), "Ctrl+K"),
            # i18n: short for: next, hand the batch to the post
            Does.POST: (_("Next: posting …"), _("Posting …"), "Ctrl+Enter"),
            Does.PRINT_LIST: (_("Print the posting list"), _("Print the list"), "Ctrl+P"),
            Does.REFRESH: (_("Refresh the addresses"), _("Refresh"), ""),
        }
        for does, (long, short, key) in words.items():
            button = self.buttons[does]
            button.set_words(short if narrow else long, key=key)
            button.setAccessibleName(long)


def _fitting(seen: BatchSeen, *, running: Progress | None) -> tuple[list[Does], list[Does]]:
    """Return the ways beside, and what stands in the bar."""
    if running is not None:
        return [], [Does.STOP]
    spoil = [Does.SPOIL] if seen.batch.count(*IN_THE_ROOM) else []
    if seen.question is not None:
        return [], [*spoil, Does.ANSWER]
    if seen.stale:
        return [], [*spoil, Does.REFRESH]
    match seen.step:
        case Step.TEST_PAGE:
            return [Does.WINDOW, Does.OTHER_PRINTER], [*spoil, Does.TEST_PAGE]
        case Step.PRINT:
            return [Does.OTHER_PRINTER], [*spoil, Does.PRINT]
        case Step.RECONCILE:
            return [Does.COUNT], [*spoil, Does.POST]
        case Step.POST:
            return [Does.SAVE_PDF, Does.SAVE_TABLE], [*spoil, Does.POST]
        case Step.POSTED:
            return [Does.SAVE_PDF, Does.SAVE_TABLE], [Does.PRINT_LIST]
