"""What a desk did in a period is counted without reading its whole journal."""

from __future__ import annotations

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_entry_desk_kind_at"), "entry", ["desk", "kind", "at"], unique=False)
