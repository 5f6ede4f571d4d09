"""Entries are found by who and what, and the last verdict on the whole chain is kept."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "r0006"
down_revision: str | None = "r0005"


def upgrade() -> None:
    op.create_index(op.f("ix_entry_by_seq"), "entry", ["by", "seq"])
    op.create_index(op.f("ix_entry_kind_seq"), "entry", ["kind", "seq"])
    op.create_table(
        "verdict",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("entries", sa.Integer, nullable=False),
        sa.Column("broken", sa.Integer, nullable=True),
        sa.CheckConstraint("id = 1", name=op.f("ck_verdict_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verdict")),
    )
