"""Entries are found by their time, and those that end a day by their kind."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "r0005"
down_revision: str | None = "r0004"

ENDS = "kind IN ('day_closed/1', 'day_countersigned/1', 'day_reopened/1', 'sheets_destroyed/1')"


def upgrade() -> None:
    op.create_index(op.f("ix_entry_at"), "entry", ["at"])
    op.create_index(op.f("ix_entry_ends"), "entry", ["kind"], sqlite_where=sa.text(ENDS))
