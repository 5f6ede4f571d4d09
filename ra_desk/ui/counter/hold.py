"""The hold of what was just recorded: a strip that drains, one key to undo, one to send now."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal

from ra_desk.domain.errors import RaError, Refused
from ra_desk.domain.pass_request import PassRequest
from ra_desk.services.desk import Desk
from ra_desk.services.ports import Session
from ra_desk.services.record_check import Recorded
from ra_desk.texts import _
from ra_desk.ui.background import Background, Lane
from ra_desk.ui.parts.strip import NoticeStrip, StripAction
from ra_desk.ui.theme import Kind
from ra_desk.ui.wording import told


class Hold(QObject):
    """One entry at a time. The store holds it, whatever becomes of the strip."""

    undone = Signal(object)  # PassRequest as it now stands
    may_go = Signal()  # the entry is to be sent now
    over = Signal(str)  # RequestNumber: what was recorded for it cannot be undone any more
    ticked = Signal(int, int)  # entry, whole seconds left; 0 where nobody counts any more

    def __init__(
        self,
        strip: NoticeStrip,
        desk: Desk,
        background: Background,
        *,
        session: Session,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._strip, self._desk, self._background = strip, desk, background
        self._session = session
        self._recorded: Recorded | None = None
        self._refusal = False
        self._told = 0
        self.online = True
        strip.lapsed.connect(self._on_lapsed)

    @property
    def active(self) -> bool:
        """Whether something can still be undone."""
        return self._recorded is not None

    @property
    def held(self) -> tuple[Recorded, bool] | None:
        """What is held with the seconds that are left, and whether it is a refusal."""
        if self._recorded is None:
            return None
        return replace(self._recorded, hold_s=self._told), self._refusal

    @property
    def seconds_left(self) -> int:
        return self._told if self.active else 0

    def begin(
        self, recorded: Recorded, *, refusal: bool = False, done: str = "", aloud: bool = True
    ) -> None:
        """Hold what was recorded; what was held before goes now.

        Args:
            refusal: it was no check but a refusal.
            done: what was recorded, if it was neither.
            aloud: as in `NoticeStrip.notify`.
        """
        self.send_now()
        number = recorded.request.number
        done = done or _recorded_words(number, refusal=refusal)
        if not recorded.hold_s:
            self._strip.notify(
                Kind.OK,
                "circle-check",
                done if self.online else f"{done} {_saved_words()}",
                strong=number,
                aloud=aloud,
            )
            self.over.emit(number)
            self.may_go.emit()
            return
        self._recorded, self._refusal, self._told = recorded, refusal, recorded.hold_s
        self._strip.notify(
            Kind.OK,
            "circle-check",
            self._words(recorded.hold_s, done),
            strong=number,
            actions=self._actions(),
            seconds=recorded.hold_s,
            countdown=lambda left: self._words(left, done),
            waits=False,
            aloud=aloud,
        )

    def _actions(self) -> tuple[StripAction, ...]:
        undo = StripAction(text=_("Undo"), act=self.undo, key="Ctrl+Z")
        if not self.online:
            return (undo,)
        return (undo, StripAction(text=_("Send now"), act=self.send_now))

    def undo(self) -> None:
        """Take back what is held; the request follows as it stands then."""
        recorded, self._recorded = self._recorded, None
        if recorded is None:
            return
        self._strip.dismiss()
        self._background.run(
            Lane.STORE,
            lambda: self._desk.undo(recorded.seq, session=self._session),
            owner=self,
            on_done=self._on_undone,
            on_error=partial(self._on_not_undone, recorded),
        )

    def send_now(self) -> None:
        """End the hold before its time, as the scan of the next document does."""
        recorded, self._recorded = self._recorded, None
        if recorded is None:
            return
        self._strip.dismiss()
        self._background.run(
            Lane.STORE,
            lambda: self._desk.send_now(recorded.seq),
            owner=self,
            on_done=lambda _done: self._end(recorded),
            on_error=partial(self._on_error, recorded),
        )

    def _words(self, left: int, words: str) -> str:
        recorded = self._recorded
        if recorded is None:
            return ""
        if left != self._told:
            self._told = left
            self.ticked.emit(recorded.seq, left)
        if not self.online:
            return f"{words} {_saved_words()}"
        return f"{words} " + _("It will be sent in {seconds} s.").format(seconds=left)

    def _on_lapsed(self) -> None:
        recorded, self._recorded = self._recorded, None
        if recorded is not None:
            self._end(recorded)

    def _end(self, recorded: Recorded) -> None:
        self.over.emit(recorded.request.number)
        self.may_go.emit()

    def _on_undone(self, request: PassRequest) -> None:
        self.undone.emit(request)

    def _on_not_undone(self, recorded: Recorded, error: RaError) -> None:
        if isinstance(error, Refused) or self.active:
            self._on_error(recorded, error)
            return
        # Whatever ailed the store, the entry waits there, and the next try may be in time.
        self._recorded, self._told = recorded, 0
        self.ticked.emit(recorded.seq, 0)
        again = StripAction(text=_("Undo"), act=self.undo, key="Ctrl+Z")
        self._strip.notify(Kind.ERR, "alert-circle", told(error), actions=(again,), seconds=0)

    def _on_error(self, recorded: Recorded, error: RaError) -> None:
        self.over.emit(recorded.request.number)
        if not self.active:  # else the next one is counted by now
            self.ticked.emit(recorded.seq, 0)
        self._strip.notify(Kind.ERR, "alert-circle", told(error), seconds=0)


def _recorded_words(number: str, *, refusal: bool) -> str:
    if refusal:
        return _("Refusal of {number} recorded.").format(number=number)
    return _("Check for {number} recorded.").format(number=number)


def _saved_words() -> str:
    return _("Saved on this computer; it will be sent when the connection is back.")
