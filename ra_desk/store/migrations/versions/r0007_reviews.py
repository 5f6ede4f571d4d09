"""What waits for a reviewer at this desk, as central last told it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "r0007"
down_revision: str | None = "r0006"


def upgrade() -> None:
    op.create_table(
        "review_case",
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("since", sa.Text, nullable=False),
        sa.Column("data", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_review_case")),
    )
