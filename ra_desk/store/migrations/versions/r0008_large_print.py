"""Which letters of a batch are set in large print; of those that are here none was."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "r0008"
down_revision: str | None = "r0007"


def upgrade() -> None:
    op.add_column(
        "letter_sheet",
        sa.Column("large_print", sa.Integer, nullable=False, server_default="0"),
    )
