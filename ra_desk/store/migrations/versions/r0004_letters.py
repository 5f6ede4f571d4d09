"""The ledger of letters: batches, their sheets, windows, and what lies at other desks."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "r0004"
down_revision: str | None = "r0003"


def upgrade() -> None:
    op.add_column("letter", sa.Column("item", sa.Text, nullable=False, server_default=""))
    op.create_table(
        "letter_batch",
        sa.Column("number", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("prepared_at", sa.Text, nullable=False),
        sa.Column("prepared_by", sa.Text, nullable=False),
        sa.Column("printer", sa.Text, nullable=False),
        sa.Column("envelope", sa.Text, nullable=False),
        sa.Column("sheets", sa.Integer, nullable=False),
        sa.Column("looked_over_at", sa.Text, nullable=False),
        sa.Column("run", sa.Text, nullable=True),
        sa.Column("posted_at", sa.Text, nullable=True),
        sa.Column("posted_on", sa.Text, nullable=True),
        sa.Column("receipt", sa.Text, nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_letter_batch")),
    )
    op.create_table(
        "letter_sheet",
        sa.Column("batch", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("letter", sa.Text, nullable=False),
        sa.Column("request", sa.Text, nullable=True),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("changed_at", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False, server_default=""),
        sa.Column("alone", sa.Integer, nullable=False, server_default="0"),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("languages", sa.Text, nullable=False),
        sa.Column("item", sa.Text, nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("batch", "number", name=op.f("pk_letter_sheet")),
    )
    op.create_index(op.f("ix_letter_sheet_letter"), "letter_sheet", ["letter"], unique=True)
    op.create_index(op.f("ix_letter_sheet_request"), "letter_sheet", ["request"])
    op.create_index(
        op.f("ix_letter_sheet_state_changed_at"), "letter_sheet", ["state", "changed_at"]
    )
    op.create_table(
        "window_fit",
        sa.Column("printer", sa.Text, nullable=False),
        sa.Column("envelope", sa.Text, nullable=False),
        sa.Column("right", sa.Integer, nullable=False),
        sa.Column("down", sa.Integer, nullable=False),
        sa.Column("confirmed_at", sa.Text, nullable=False),
        sa.Column("confirmed_by", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("printer", "envelope", name=op.f("pk_window_fit")),
    )
    op.create_table(
        "letters_elsewhere",
        sa.Column("desk", sa.Text, nullable=False),
        sa.Column("counter", sa.Text, nullable=False),
        sa.Column("letters", sa.Integer, nullable=False),
        sa.Column("batch", sa.Integer, nullable=False),
        sa.Column("since", sa.Text, nullable=False),
        sa.Column("leased_until", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("desk", name=op.f("pk_letters_elsewhere")),
    )
