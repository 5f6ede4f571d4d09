"""Reads off a workplace where its operator is, and brings another workplace to the same place."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from ra_desk.domain.errors import RaError
from ra_desk.domain.pass_request import PassRequest
from ra_desk.domain.policy import Policy
from ra_desk.services.desk import Desk
from ra_desk.ui.background import Background, Lane
from ra_desk.ui.keeping import inputs_in, place_of_focus, put_focus, put_input, put_inputs, read
from ra_desk.ui.pages import COUNTER, REQUEST
from ra_desk.ui.remembered import Remembered
from ra_desk.ui.request import RequestPage
from ra_desk.ui.shell import Shell

_LOOK_UP, _PAGE, _SHEET, _SHELL = REGIONS = ("look_up", "page", "sheet", "shell")


def remember(shell: Shell, request: RequestPage) -> Remembered:
    """Return where the operator is now."""
    sheet, in_request = shell.sheet(), shell.key == REQUEST
    region, focus = _focus(shell)
    memory = shell.page(shell.key).memory() if shell.key else ""
    return Remembered(
        key=shell.key,
        look_up=read(shell.look_up.edit),
        request=request.number or request.expected if in_request else None,
        draft=request.draft() if in_request else None,
        # What a check is made of is in the draft; putting answers back by hand would give them.
        page=() if in_request or memory or not shell.key else inputs_in(shell.page(shell.key)),
        memory=memory,
        sheet="" if sheet is None else type(sheet).__name__,
        asked=() if sheet is None else inputs_in(sheet),
        region=region,
        focus=focus,
    )


def _focus(shell: Shell) -> tuple[str, int]:
    focus, sheet = QApplication.focusWidget(), shell.sheet()
    if focus is None:
        return "", -1
    if sheet is not None:
        return _SHEET, place_of_focus(sheet)
    if focus is shell.look_up.edit:
        return _LOOK_UP, 0
    page = shell.page(shell.key) if shell.key else shell
    if page.isAncestorOf(focus):
        return _PAGE, place_of_focus(page)
    return _SHELL, place_of_focus(shell)


class Restoring(QObject):
    """Brings a new workplace to where the one before was; it ends with the workplace."""

    def __init__(
        self,
        shell: Shell,
        request: RequestPage,
        desk: Desk,
        background: Background,
        remembered: Remembered,
    ) -> None:
        super().__init__(shell)
        self._shell, self._request, self._was = shell, request, remembered
        self._desk, self._background = desk, background

    def begin(self) -> None:
        """Show the page; a request that is no longer there leaves the first page in view."""
        number = self._was.request
        if number is None:
            self._shell.go(self._was.key)
            self._put_back()
            return
        self._shell.go(COUNTER)
        self._background.run(
            Lane.STORE,
            lambda: (self._desk.standing(number), self._desk.policy()),
            owner=self,
            on_done=lambda found: self._on_request(*found),
            on_error=self._on_gone,
        )

    def _on_request(self, request: PassRequest, policy: Policy) -> None:
        # A sheet may open only where the rules allow it, and it is to open in a moment.
        self._request.show_request(request, draft=self._was.draft, policy=policy)
        self._shell.go(REQUEST, under=COUNTER, subject=request.number)
        self._put_back()

    def _on_gone(self, _error: RaError) -> None:
        self._shell.look_up.focus()

    def _put_back(self) -> None:
        shell, was = self._shell, self._was
        page = shell.page(shell.key) if shell.key else None
        if page is not None and was.memory:
            page.recall(was.memory)
        if page is not None and was.page:
            put_inputs(page, was.page)
        put_input(shell.look_up.edit, was.look_up)
        if page is not None and was.sheet:
            page.reopen(was.sheet)
            sheet = shell.sheet()
            if sheet is not None:
                put_inputs(sheet, was.asked)
        self._put_focus()
        # Pages take their own first widget when they have found their place.
        QTimer.singleShot(0, self, self._put_focus)

    def _put_focus(self) -> None:
        shell, was = self._shell, self._was
        if was.region == _LOOK_UP:
            shell.look_up.edit.setFocus()
            put_input(shell.look_up.edit, was.look_up)  # focusing marks the whole text
            return
        page = shell.page(shell.key) if shell.key else None
        roots = {_PAGE: page, _SHEET: shell.sheet(), _SHELL: shell}
        root = roots.get(was.region)
        if root is not None and put_focus(root, was.focus):
            return
        # What had the focus is not there any more; the next key still has to go somewhere.
        if QApplication.focusWidget() is not None:
            return
        if shell.look_up.isVisible():
            shell.look_up.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            shell.next_region(1)
