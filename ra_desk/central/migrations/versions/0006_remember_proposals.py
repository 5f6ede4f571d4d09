"""Remember acts that wait for a second person, invitations, and what desks keep back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "proposal",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("act", sa.String(length=40), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("about", sa.String(length=36), nullable=True),
        sa.Column("by", sa.String(length=36), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lapses_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("decided_by", sa.String(length=36), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("token_digest", sa.String(length=43), nullable=True),
        sa.ForeignKeyConstraint(["about"], ["person.id"], name=op.f("fk_proposal_about")),
        sa.ForeignKeyConstraint(["by"], ["operator.id"], name=op.f("fk_proposal_by")),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["operator.id"], name=op.f("fk_proposal_decided_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
    )
    op.create_index(op.f("ix_proposal_state_at"), "proposal", ["state", "at"], unique=False)
    op.create_table(
        "invitation",
        sa.Column("digest", sa.String(length=43), nullable=False),
        sa.Column("operator", sa.String(length=36), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["operator"], ["operator.id"], name=op.f("fk_invitation_operator")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_invitation")),
    )
    op.create_index(op.f("ix_invitation_operator"), "invitation", ["operator"], unique=False)
    op.add_column("desk", sa.Column("unsent", sa.BigInteger(), nullable=False, server_default="0"))
