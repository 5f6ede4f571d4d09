"""The first tables: journal, marks, cached requests, letters, operators."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

revision = "r0001"
down_revision: str | None = None


def _key(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False, autoincrement=False)


def _number(name: str, *, default: str | None = None) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False, server_default=default)


def _text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=nullable)


def _bytes(name: str, *, nullable: bool = False) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary, nullable=nullable)


def _flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean, nullable=False)


def _one_row(table: str) -> sa.CheckConstraint:
    return sa.CheckConstraint("id = 1", name=op.f(f"ck_{table}_one_row"))


def _table(name: str, key: str, *columns: SchemaItem) -> None:
    op.create_table(name, *columns, sa.PrimaryKeyConstraint(key, name=op.f(f"pk_{name}")))


def upgrade() -> None:
    _desk()
    _journal()
    _requests()
    _people()


def _desk() -> None:
    _table(
        "enrolment",
        "id",
        _key("id"),
        _text("desk"),
        _number("epoch"),
        _text("office"),
        _text("counter"),
        _text("central_url"),
        _bytes("central_key"),
        _bytes("desk_key"),
        _flag("demo"),
        _one_row("enrolment"),
    )
    _table("policy", "id", _key("id"), _text("data"), _one_row("policy"))
    _table(
        "mark",
        "id",
        _key("id"),
        _number("offered", default="0"),
        _number("filed", default="0"),
        _number("reflected", default="0"),
        _number("ruled", default="0"),
        _text("cursor"),
        _text("last_reply"),
        _text("receipt"),
        _text("last_answer_at", nullable=True),
        _text("quarantined", nullable=True),
        _one_row("mark"),
    )


def _journal() -> None:
    _table(
        "entry",
        "seq",
        _key("seq"),
        _bytes("jws"),
        _text("digest"),
        _text("kind"),
        _text("subject", nullable=True),
        _text("by", nullable=True),
        _text("at"),
        sa.Column("undoes", sa.Integer, nullable=True),
    )
    op.create_index("ix_entry_subject_seq", "entry", ["subject", "seq"])
    op.create_index(
        "ix_entry_undoes", "entry", ["undoes"], sqlite_where=sa.text("undoes IS NOT NULL")
    )
    _table("payload", "seq", _key("seq"), _bytes("bytes"))
    _table("released", "seq", _key("seq"))
    _table(
        "ruling",
        "seq",
        _key("seq"),
        _text("outcome"),
        _text("reason"),
        _text("facts"),
        _text("at"),
    )
    # Against our own mistakes; who owns the machine can drop a trigger, but not forge a seal.
    # The one for INSERT also stops INSERT OR REPLACE, which deletes without a DELETE.
    _forbid("entry_is_not_changed", "BEFORE UPDATE ON entry", "an entry is never changed")
    _forbid("entry_is_not_deleted", "BEFORE DELETE ON entry", "an entry is never deleted")
    _forbid(
        "entry_follows",
        "BEFORE INSERT ON entry WHEN NEW.seq <> coalesce((SELECT max(seq) FROM entry), 0) + 1",
        "an entry follows the last one",
    )
    _forbid("payload_is_not_changed", "BEFORE UPDATE ON payload", "a payload is never changed")


def _forbid(name: str, when: str, message: str) -> None:
    op.execute(f"CREATE TRIGGER {name} {when} BEGIN SELECT RAISE(ABORT, '{message}'); END")


def _requests() -> None:
    _table(
        "request",
        "id",
        _key("id"),
        _text("number"),
        _text("tax_number"),
        _text("email"),
        _text("tokens"),
        _flag("waiting"),
        _text("closed_at", nullable=True),
        _text("looked_up_at", nullable=True),
        _text("data"),
    )
    op.create_index("ix_request_number", "request", ["number"], unique=True)
    op.create_index("ix_request_tax_number", "request", ["tax_number"])
    op.create_index("ix_request_email", "request", ["email"])
    op.create_index("ix_request_waiting", "request", ["id"], sqlite_where=sa.text("waiting"))
    for column in ("closed_at", "looked_up_at"):
        op.create_index(
            f"ix_request_{column}",
            "request",
            [column],
            sqlite_where=sa.text(f"{column} IS NOT NULL"),
        )
    # Tokens are folded before they come here, so the plainest tokenizer is the right one: it
    # divides at spaces and takes every sign beyond ASCII as a letter. Prefixes of up to six
    # signs have lists of their own, so a hit list is read in row order and stops at its limit.
    op.execute(
        "CREATE VIRTUAL TABLE search USING fts5("
        "tokens, content='', contentless_delete=1, detail='none',"
        " tokenize='ascii', prefix='1 2 3 4 5 6')"
    )


def _people() -> None:
    _table(
        "letter",
        "number",
        _text("number"),
        _text("request"),
        _bytes("box", nullable=True),
        _text("expires_at"),
        _text("ordered_at"),
        _text("recipient", nullable=True),
        _text("started_at", nullable=True),
    )
    _table(
        "operator",
        "login",
        _text("login"),
        _text("id"),
        _text("person"),
        _text("name"),
        _text("roles"),
        _text("key_statement"),
        _text("last_online"),
    )
    _table("operator_name", "id", _text("id"), _text("name"))
    _table("statement", "kid", _text("kid"), _text("token"))
