"""Remember which request each desk has open."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "open_request",
        sa.Column("desk", sa.String(length=36), nullable=False),
        sa.Column("request", sa.String(length=12), nullable=False),
        sa.Column("operator", sa.String(length=36), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["desk"], ["desk.id"], name=op.f("fk_open_request_desk")),
        sa.ForeignKeyConstraint(
            ["operator"], ["operator.id"], name=op.f("fk_open_request_operator")
        ),
        sa.PrimaryKeyConstraint("desk", name=op.f("pk_open_request")),
    )
    op.create_index(op.f("ix_open_request_request"), "open_request", ["request"], unique=False)
