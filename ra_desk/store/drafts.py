"""Drafts as rows: whose, about which request, since when, and a text that only they can open."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from ra_desk.domain.activation import RequestNumber
from ra_desk.domain.drafts import KEPT_FOR
from ra_desk.domain.people import OperatorId
from ra_desk.journal.codec import instant
from ra_desk.services.ports import SealedDraft

_KEEP = sa.text(
    "INSERT INTO draft (operator, request, saved_at, sealed)"
    " VALUES (:operator, :request, :saved_at, :sealed)"
    " ON CONFLICT (operator, request) DO UPDATE"
    " SET saved_at = excluded.saved_at, sealed = excluded.sealed"
)
_OF_OPERATOR = sa.text(
    "SELECT operator, request, saved_at, sealed FROM draft"
    " WHERE operator = :operator ORDER BY saved_at DESC, request"
)
_DROP = sa.text(
    "DELETE FROM draft WHERE operator = coalesce(:operator, operator)"
    " AND request = coalesce(:request, request)"
)
_TIDY = sa.text(
    "DELETE FROM draft WHERE saved_at < :oldest"
    " OR request NOT IN (SELECT number FROM request WHERE waiting)"
)


def keep(connection: sa.Connection, draft: SealedDraft) -> None:
    """Keep a draft in place of the one before."""
    row = {
        "operator": draft.operator,
        "request": draft.request,
        "saved_at": instant(draft.saved_at),
        "sealed": draft.sealed,
    }
    connection.execute(_KEEP, row)


def of_operator(connection: sa.Connection, operator: OperatorId) -> Sequence[SealedDraft]:
    """Return an operator's drafts, the last first."""
    return [
        SealedDraft(
            operator=OperatorId(row.operator),
            request=RequestNumber(row.request),
            saved_at=datetime.fromisoformat(row.saved_at),
            sealed=row.sealed,
        )
        for row in connection.execute(_OF_OPERATOR, {"operator": operator})
    ]


def drop(
    connection: sa.Connection, *, operator: OperatorId | None, request: RequestNumber | None
) -> None:
    """Delete drafts; None stands for all."""
    connection.execute(_DROP, {"operator": operator, "request": request})


def tidy(connection: sa.Connection, *, now: datetime) -> None:
    """Delete what is too old, and what is about a request that nobody may decide or that is not here."""
    connection.execute(_TIDY, {"oldest": instant(now - KEPT_FOR)})
