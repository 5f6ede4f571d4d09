"""Remember what a reviewer said, and since when a check waits for one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("request", sa.Column("reviewed", sa.JSON(none_as_null=True), nullable=True))
    op.add_column("request", sa.Column("review_since", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE request SET review_since = changed_at WHERE stage = 'in_review'")
    op.create_index(op.f("ix_request_review_since"), "request", ["review_since"], unique=False)
