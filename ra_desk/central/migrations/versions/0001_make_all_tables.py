"""Make all tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("email_digest", sa.String(length=43), nullable=False),
        sa.Column("password", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("email_digest", name=op.f("uq_account_email_digest")),
    )
    op.create_table(
        "change_clock",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_change_clock_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_clock")),
    )
    op.create_table(
        "code",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("request", sa.String(length=12), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("digest", sa.String(length=200), nullable=False),
        sa.Column("outbox", sa.String(length=36), nullable=True),
        sa.Column("letter", sa.String(length=14), nullable=True),
        sa.Column("box", sa.LargeBinary(), nullable=True),
        sa.Column("box_expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("valid_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dead_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("redeemed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("wrong_now", sa.Integer(), nullable=False),
        sa.Column("wrong_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code")),
        sa.UniqueConstraint("outbox", name=op.f("uq_code_outbox")),
    )
    op.create_index(op.f("ix_code_request"), "code", ["request"], unique=False)

    op.create_table(
        "desk_request",
        sa.Column("desk", sa.String(length=36), nullable=False),
        sa.Column("request", sa.String(length=12), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("desk", "request", name=op.f("pk_desk_request")),
    )
    op.create_table(
        "document_use",
        sa.Column("digest", sa.String(length=43), nullable=False),
        sa.Column("tax_digest", sa.String(length=43), nullable=False),
        sa.Column("request", sa.String(length=12), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", "tax_digest", name=op.f("pk_document_use")),
    )
    op.create_table(
        "entry",
        sa.Column("desk", sa.String(length=36), nullable=False),
        sa.Column("epoch", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("jws", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.String(length=43), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.Text(), nullable=True),
        sa.Column("by", sa.String(length=36), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("xid", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("desk", "epoch", "seq", name=op.f("pk_entry")),
    )
    op.create_index(op.f("ix_entry_by_filed_at"), "entry", ["by", "filed_at"], unique=False)
    op.create_index(op.f("ix_entry_subject"), "entry", ["subject"], unique=False)

    op.create_table(
        "event",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("subject", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("by", sa.String(length=36), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
    )
    op.create_index(op.f("ix_event_kind_at"), "event", ["kind", "at"], unique=False)
    op.create_index(op.f("ix_event_subject_at"), "event", ["subject", "at"], unique=False)

    op.create_table(
        "letter",
        sa.Column("number", sa.String(length=14), nullable=False),
        sa.Column("request", sa.String(length=12), nullable=False),
        sa.Column("desk", sa.String(length=36), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("box", sa.LargeBinary(), nullable=True),
        sa.Column("ordered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("xid", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_letter")),
    )
    op.create_index(op.f("ix_letter_desk_xid"), "letter", ["desk", "xid"], unique=False)
    op.create_index(op.f("ix_letter_request"), "letter", ["request"], unique=False)

    op.create_table(
        "look_up",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("operator", sa.String(length=36), nullable=False),
        sa.Column("desk", sa.String(length=36), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("hits", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_look_up")),
    )
    op.create_index(op.f("ix_look_up_operator_at"), "look_up", ["operator", "at"], unique=False)

    op.create_table(
        "office",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("street", sa.String(length=200), nullable=False),
        sa.Column("post", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("policy", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office")),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(length=80), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
    )
    op.create_index(
        "ix_outbox_undone",
        "outbox",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("done_at IS NULL"),
        postgresql_where=sa.text("done_at IS NULL"),
    )

    op.create_table(
        "payload",
        sa.Column("desk", sa.String(length=36), nullable=False),
        sa.Column("epoch", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("desk", "epoch", "seq", name=op.f("pk_payload")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
    op.create_table(
        "proof_jti",
        sa.Column("kid", sa.String(length=43), nullable=False),
        sa.Column("jti", sa.String(length=80), nullable=False),
        sa.Column("lapses_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("kid", "jti", name=op.f("pk_proof_jti")),
    )
    op.create_index(op.f("ix_proof_jti_lapses_at"), "proof_jti", ["lapses_at"], unique=False)

    op.create_table(
        "quarantined_entry",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("incident", sa.String(length=36), nullable=False),
        sa.Column("desk", sa.String(length=36), nullable=False),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("jws", sa.LargeBinary(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quarantined_entry")),
    )
    op.create_index(
        op.f("ix_quarantined_entry_desk_at"), "quarantined_entry", ["desk", "at"], unique=False
    )

    op.create_table(
        "ruling",
        sa.Column("desk", sa.String(length=36), nullable=False),
        sa.Column("epoch", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=80), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("desk", "epoch", "seq", name=op.f("pk_ruling")),
    )
    op.create_table(
        "sign_in_try",
        sa.Column("login_digest", sa.String(length=43), nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.Column("barred_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("login_digest", name=op.f("pk_sign_in_try")),
    )
    op.create_table(
        "account_session",
        sa.Column("digest", sa.String(length=43), nullable=False),
        sa.Column("account", sa.String(length=36), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account"], ["account.id"], name=op.f("fk_account_session_account")
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_account_session")),
    )
    op.create_index(
        op.f("ix_account_session_account"), "account_session", ["account"], unique=False
    )

    op.create_table(
        "desk",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("office", sa.String(length=36), nullable=False),
        sa.Column("counter", sa.String(length=100), nullable=False),
        sa.Column("kid", sa.String(length=43), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("box_key", sa.LargeBinary(), nullable=False),
        sa.Column("prints", sa.Boolean(), nullable=False),
        sa.Column("epoch", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("head_seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("head_digest", sa.String(length=43), nullable=False),
        sa.Column("last_reply", sa.String(length=80), nullable=False),
        sa.Column("previous_reply", sa.String(length=80), nullable=False),
        sa.Column("previous_receipt", sa.String(length=4000), nullable=False),
        sa.Column("enrolled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("quarantined_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("quarantine_reason", sa.String(length=80), nullable=True),
        sa.ForeignKeyConstraint(["office"], ["office.id"], name=op.f("fk_desk_office")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk")),
        sa.UniqueConstraint("kid", name=op.f("uq_desk_kid")),
    )
    op.create_table(
        "operator",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("person", sa.String(length=36), nullable=False),
        sa.Column("login", sa.String(length=100), nullable=False),
        sa.Column("password", sa.String(length=200), nullable=False),
        sa.Column("totp", sa.LargeBinary(), nullable=False),
        sa.Column("totp_step", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("blocked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checks", sa.Integer(), nullable=False),
        sa.Column("review_until", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_operator_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_operator")),
        sa.UniqueConstraint("login", name=op.f("uq_operator_login")),
    )
    op.create_table(
        "request",
        sa.Column("number", sa.String(length=12), nullable=False),
        sa.Column("account", sa.String(length=36), nullable=True),
        sa.Column("route", sa.String(length=20), nullable=False),
        sa.Column("stage", sa.String(length=20), nullable=False),
        sa.Column("given_names", sa.String(length=120), nullable=False),
        sa.Column("surname", sa.String(length=120), nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=False),
        sa.Column("tax_number", sa.String(length=8), nullable=False),
        sa.Column("tax_digest", sa.String(length=43), nullable=False),
        sa.Column("address", sa.JSON(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("terms_version", sa.String(length=40), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=True),
        sa.Column("decision", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("review", sa.JSON(), nullable=False),
        sa.Column("letter", sa.String(length=14), nullable=True),
        sa.Column("office", sa.String(length=36), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("xid", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name=op.f("fk_request_account")),
        sa.ForeignKeyConstraint(["office"], ["office.id"], name=op.f("fk_request_office")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_request")),
    )
    op.create_index(op.f("ix_request_account"), "request", ["account"], unique=False)
    op.create_index(op.f("ix_request_birth_date"), "request", ["birth_date"], unique=False)
    op.create_index(
        op.f("ix_request_stage_expires_at"), "request", ["stage", "expires_at"], unique=False
    )
    op.create_index(op.f("ix_request_tax_digest"), "request", ["tax_digest"], unique=False)
    op.create_index(op.f("ix_request_xid_number"), "request", ["xid", "number"], unique=False)

    op.create_table(
        "verified_tax_number",
        sa.Column("digest", sa.String(length=43), nullable=False),
        sa.Column("account", sa.String(length=36), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account"], ["account.id"], name=op.f("fk_verified_tax_number_account")
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_verified_tax_number")),
    )
    op.create_table(
        "desk_key",
        sa.Column("kid", sa.String(length=43), nullable=False),
        sa.Column("desk", sa.String(length=36), nullable=False),
        sa.Column("epoch", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("enrolled_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["desk"], ["desk.id"], name=op.f("fk_desk_key_desk")),
        sa.PrimaryKeyConstraint("kid", name=op.f("pk_desk_key")),
    )
    op.create_table(
        "enrol_token",
        sa.Column("digest", sa.String(length=43), nullable=False),
        sa.Column("office", sa.String(length=36), nullable=False),
        sa.Column("counter", sa.String(length=100), nullable=False),
        sa.Column("prints", sa.Boolean(), nullable=False),
        sa.Column("desk", sa.String(length=36), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["desk"], ["desk.id"], name=op.f("fk_enrol_token_desk")),
        sa.ForeignKeyConstraint(["office"], ["office.id"], name=op.f("fk_enrol_token_office")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_enrol_token")),
    )
    op.create_table(
        "operator_key",
        sa.Column("kid", sa.String(length=43), nullable=False),
        sa.Column("operator", sa.String(length=36), nullable=False),
        sa.Column("desk", sa.String(length=36), nullable=False),
        sa.Column("epoch", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("statement", sa.String(length=2000), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["desk"], ["desk.id"], name=op.f("fk_operator_key_desk")),
        sa.ForeignKeyConstraint(
            ["operator"], ["operator.id"], name=op.f("fk_operator_key_operator")
        ),
        sa.PrimaryKeyConstraint("kid", name=op.f("pk_operator_key")),
    )
    op.create_index(op.f("ix_operator_key_desk"), "operator_key", ["desk"], unique=False)

    op.create_table(
        "operator_role",
        sa.Column("operator", sa.String(length=36), nullable=False),
        sa.Column("office", sa.String(length=36), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["office"], ["office.id"], name=op.f("fk_operator_role_office")),
        sa.ForeignKeyConstraint(
            ["operator"], ["operator.id"], name=op.f("fk_operator_role_operator")
        ),
        sa.PrimaryKeyConstraint("operator", "office", "role", name=op.f("pk_operator_role")),
    )
    op.create_table(
        "session",
        sa.Column("digest", sa.String(length=43), nullable=False),
        sa.Column("operator", sa.String(length=36), nullable=False),
        sa.Column("desk", sa.String(length=36), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["desk"], ["desk.id"], name=op.f("fk_session_desk")),
        sa.ForeignKeyConstraint(["operator"], ["operator.id"], name=op.f("fk_session_operator")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_session")),
    )
