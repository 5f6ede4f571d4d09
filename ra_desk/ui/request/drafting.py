"""A visit as a draft that can be kept, and back."""

from __future__ import annotations

from datetime import datetime, timedelta

from ra_desk.domain.drafts import Draft
from ra_desk.ui.request.visit import Visit


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
