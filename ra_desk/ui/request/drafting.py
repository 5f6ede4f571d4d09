"""A visit as a draft that is kept while it is filled in, and back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import QObject, QTimer

from ra_desk.domain.drafts import Draft
from ra_desk.domain.errors import RaError
from ra_desk.domain.numbers import holds_emso
from ra_desk.services.desk import Desk
from ra_desk.services.ports import Session
from ra_desk.ui.background import Background, Lane
from ra_desk.ui.request.visit import Visit

#: So long after the last change a draft is kept.
_REST_MS = 800


def draft_of(visit: Visit, *, clock: float, now: datetime) -> Draft:
    """Return what was filled in so far.

    Args:
        clock: the seconds of the clock by which the visit is measured, now.
        now: the same moment, UTC.
    """
    first, second, third = visit.answers
    began = clock if visit.document_at is None else visit.document_at
    return Draft(
        request=visit.request.number,
        revision=visit.request.revision,
        started_at=now - timedelta(seconds=round(clock - began, 3)),
        document=visit.document,
        presented=visit.presented,
        answers=(first, second, third),
        channel=visit.channel,
        channel_reason=visit.channel_reason,
        note="" if holds_emso(visit.note) else visit.note,
        why_typed=visit.why_typed,
    )


def take_up(visit: Visit, draft: Draft, *, clock: float, now: datetime) -> None:
    """Fill a visit with a draft that fits its request; the time since the document counts on."""
    if (draft.request, draft.revision) != (visit.request.number, visit.request.revision):
        return
    if draft.document is not None and draft.presented is not None:
        ago = max(0.0, (now - draft.started_at).total_seconds())
        visit.take(draft.document, draft.presented, at=clock - ago)
    visit.answers = list(draft.answers)
    visit.channel, visit.channel_reason = draft.channel, draft.channel_reason
    visit.note, visit.why_typed = draft.note, draft.why_typed


class DraftKeeper(QObject):
    """Keeps what is filled in: a moment after each change, and at once when it is left.

    A draft that cannot be kept is no reason to disturb anybody: what is on the page stays there.
    """

    def __init__(
        self,
        desk: Desk,
        background: Background,
        *,
        session: Callable[[], Session],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk, self._background, self._session = desk, background, session
        self._waiting: Draft | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self.keep_now)

    def changed(self, draft: Draft | None) -> None:
        """Keep this draft soon, in place of the one before."""
        if draft is not None:
            self._waiting = draft
            self._rest.start()

    def keep_now(self) -> None:
        """Keep what waits, without waiting any longer."""
        self._rest.stop()
        draft, self._waiting = self._waiting, None
        if draft is None:
            return
        session = self._session()
        self._background.run(
            Lane.STORE,
            lambda: self._desk.keep_draft(draft, session=session),
            owner=self,
            on_done=lambda _kept: None,
            on_error=_leave_it,
        )

    def forget(self) -> None:
        """Let go of what waits: it was recorded."""
        self._rest.stop()
        self._waiting = None


def _leave_it(_error: RaError) -> None:
    """The page still has everything; the next change tries again."""
