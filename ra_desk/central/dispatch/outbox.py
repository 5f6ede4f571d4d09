"""The outbox: one row for each thing that central has decided to send."""

from __future__ import annotations

from typing import NewType
from uuid import uuid4

import sqlalchemy as sa

from ra_desk.central.columns import moment
from ra_desk.central.metadata import metadata

OutboxId = NewType("OutboxId", str)

outbox = sa.Table(
    "outbox",
    metadata,
    sa.Column("id", sa.String(36), primary_key=True),
    #: Which handler carries it out, such as "activation_mail".
    sa.Column("kind", sa.String(40), nullable=False),
    #: What it is about: an id and nothing else; DBOS and logs may see it.
    sa.Column("subject", sa.String(80), nullable=False),
    moment("created_at"),
    #: When the present attempt may start.
    moment("due_at"),
    moment("done_at", optional=True),
    #: Attempts that have failed.
    sa.Column("attempts", sa.Integer, nullable=False),
    #: Error code of the last failed attempt.
    sa.Column("last_error", sa.String(80)),
)
sa.Index(
    "ix_outbox_undone",
    outbox.c.due_at,
    sqlite_where=outbox.c.done_at.is_(None),
    postgresql_where=outbox.c.done_at.is_(None),
)


def new_outbox_id() -> OutboxId:
    """Return an id that nobody can guess; it names the row, the job and the mail."""
    return OutboxId(str(uuid4()))
