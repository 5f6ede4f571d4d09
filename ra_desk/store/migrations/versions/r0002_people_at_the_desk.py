"""Who signs in without a line, and what they leave behind: wrapped keys, tries, sealed drafts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "r0002"
down_revision: str | None = "r0001"


def upgrade() -> None:
    op.add_column("operator", sa.Column("wrapped", sa.LargeBinary, nullable=True))
    op.add_column("operator", sa.Column("wrong", sa.Integer, nullable=False, server_default="0"))
    op.add_column("operator", sa.Column("barred_until", sa.Text, nullable=True))
    op.create_table(
        "draft",
        sa.Column("operator", sa.Text, nullable=False),
        sa.Column("request", sa.Text, nullable=False),
        sa.Column("saved_at", sa.Text, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("operator", "request", name=op.f("pk_draft")),
    )
