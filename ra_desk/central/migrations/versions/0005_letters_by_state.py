"""Letters that wait at a desk are found without those that were posted long ago."""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_letter_state_desk"), "letter", ["state", "desk"], unique=False)
