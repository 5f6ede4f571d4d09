"""Batches of letters as their desks report them, and numbers of registered items."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "letter_batch",
        sa.Column("desk", sa.String(length=36), nullable=False),
        sa.Column("epoch", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("by", sa.String(length=36), nullable=False),
        sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("letters", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("desk", "epoch", "number", name=op.f("pk_letter_batch")),
    )
    op.create_table(
        "letter_sheet",
        sa.Column("letter", sa.String(length=14), nullable=False),
        sa.Column("desk", sa.String(length=36), nullable=False),
        sa.Column("epoch", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("batch", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("letter", name=op.f("pk_letter_sheet")),
    )
    op.create_index(
        op.f("ix_letter_sheet_desk_epoch_batch"),
        "letter_sheet",
        ["desk", "epoch", "batch"],
        unique=False,
    )
    op.create_table(
        "item_range",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("office", sa.String(length=36), nullable=False),
        sa.Column("service", sa.String(length=2), nullable=False),
        sa.Column("next", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("last", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["office"], ["office.id"], name=op.f("fk_item_range_office")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_range")),
    )
    op.create_index(op.f("ix_item_range_office"), "item_range", ["office"], unique=False)
    op.create_table(
        "registered_item",
        sa.Column("number", sa.String(length=13), nullable=False),
        sa.Column("letter", sa.String(length=14), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_registered_item")),
        sa.UniqueConstraint("letter", name=op.f("uq_registered_item_letter")),
    )
