"""The tables of the local store, as the newest migration leaves them.

``entry`` is the journal: what is in it never changes (triggers forbid it), so all that moves
beside an entry, its payload, its hold and its ruling, has a table of its own. No foreign key
leads into the journal. Times are ISO 8601 UTC text, which sorts as time does.
"""

from __future__ import annotations

import sqlalchemy as sa

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _number(name: str, *, default: str | None = None) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False, server_default=default)


def _text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=nullable)


def _key(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, primary_key=True, autoincrement=False)


def _named(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, primary_key=True, nullable=False)


def _one_row() -> sa.CheckConstraint:
    return sa.CheckConstraint("id = 1", name="one_row")


enrolment = sa.Table(
    "enrolment",
    metadata,
    _key("id"),
    _text("desk"),
    _number("epoch"),
    _text("office"),
    _text("counter"),
    _text("central_url"),
    sa.Column("central_key", sa.LargeBinary, nullable=False),
    sa.Column("desk_key", sa.LargeBinary, nullable=False),
    sa.Column("demo", sa.Boolean, nullable=False),
    _one_row(),
)

policy = sa.Table("policy", metadata, _key("id"), _text("data"), _one_row())

#: How far the chain has come (decision 12). ``quarantined``: the reason, or null.
#: ``unnumbered``: so many of the office's letters wait for a number of registered post.
mark = sa.Table(
    "mark",
    metadata,
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
    _number("unnumbered", default="0"),
    _one_row(),
)

#: The few kinds that a day ends with, as their index has them.
ENDS = "kind IN ('day_closed/1', 'day_countersigned/1', 'day_reopened/1', 'sheets_destroyed/1')"

#: The columns beside ``jws`` repeat its header, for the queries. ``undoes``: for a withdrawal,
#: the entry that it withdraws.
entry = sa.Table(
    "entry",
    metadata,
    _key("seq"),
    sa.Column("jws", sa.LargeBinary, nullable=False),
    _text("digest"),
    _text("kind"),
    _text("subject", nullable=True),
    _text("by", nullable=True),
    _text("at"),
    sa.Column("undoes", sa.Integer, nullable=True),
    sa.Index("ix_entry_subject_seq", "subject", "seq"),
    sa.Index("ix_entry_undoes", "undoes", sqlite_where=sa.text("undoes IS NOT NULL")),
    sa.Index("ix_entry_at", "at"),
    sa.Index("ix_entry_by_seq", "by", "seq"),
    sa.Index("ix_entry_kind_seq", "kind", "seq"),
    sa.Index("ix_entry_ends", "kind", sqlite_where=sa.text(ENDS)),
)

#: What came out when the whole chain was verified last. ``entries``: how many there were;
#: ``broken``: the entry at which it broke, or null.
verdict = sa.Table(
    "verdict",
    metadata,
    _key("id"),
    _text("at"),
    _number("entries"),
    sa.Column("broken", sa.Integer, nullable=True),
    _one_row(),
)

#: Erasable (deleted, never changed): the header keeps its digest.
payload = sa.Table(
    "payload", metadata, _key("seq"), sa.Column("bytes", sa.LargeBinary, nullable=False)
)

#: Entries whose hold somebody ended early.
released = sa.Table("released", metadata, _key("seq"))

ruling = sa.Table(
    "ruling", metadata, _key("seq"), _text("outcome"), _text("reason"), _text("facts"), _text("at")
)

#: What central last said of each request. ``id`` is the moment of submission in microseconds
#: since 1970, so that row order is the order in which requests lapse (decision 15).
#: ``closed_at``, ``looked_up_at``: since when it is kept for a while only.
request = sa.Table(
    "request",
    metadata,
    _key("id"),
    _text("number"),
    _text("tax_number"),
    _text("email"),
    _text("tokens"),
    sa.Column("waiting", sa.Boolean, nullable=False),
    _text("closed_at", nullable=True),
    _text("looked_up_at", nullable=True),
    _text("data"),
    sa.Column("route", sa.Text, nullable=False, server_default=""),
    sa.Column("stage", sa.Text, nullable=False, server_default=""),
    sa.Index("ix_request_route", "route", "id", sqlite_where=sa.text("closed_at IS NULL")),
    sa.Index("ix_request_stage", "stage", "id", sqlite_where=sa.text("closed_at IS NULL")),
    sa.Index("ix_request_number", "number", unique=True),
    sa.Index("ix_request_tax_number", "tax_number"),
    sa.Index("ix_request_email", "email"),
    sa.Index("ix_request_waiting", "id", sqlite_where=sa.text("waiting")),
    sa.Index("ix_request_closed_at", "closed_at", sqlite_where=sa.text("closed_at IS NOT NULL")),
    sa.Index(
        "ix_request_looked_up_at",
        "looked_up_at",
        sqlite_where=sa.text("looked_up_at IS NOT NULL"),
    ),
)

#: The FTS5 index over ``request.tokens``; its row ids are those of ``request``.
search = sa.table("search", sa.column("rowid", sa.Integer), sa.column("tokens", sa.Text))

#: A dropped letter stays as a number without box and recipient, so that an older answer of
#: central cannot bring it back to be printed twice.
letter = sa.Table(
    "letter",
    metadata,
    _named("number"),
    _text("request"),
    sa.Column("box", sa.LargeBinary, nullable=True),
    _text("expires_at"),
    _text("ordered_at"),
    _text("recipient", nullable=True),
    _text("started_at", nullable=True),
    sa.Column("item", sa.Text, nullable=False, server_default=""),
)

#: ``wrapped``: the operator's keys as the password opens them; ``wrong``: tries without a line
#: since the last right one.
operator = sa.Table(
    "operator",
    metadata,
    _named("login"),
    _text("id"),
    _text("person"),
    _text("name"),
    _text("roles"),
    _text("key_statement"),
    _text("last_online"),
    sa.Column("wrapped", sa.LargeBinary, nullable=True),
    _number("wrong", default="0"),
    _text("barred_until", nullable=True),
)

#: What operators left unfinished; ``sealed`` opens only with their own key.
draft = sa.Table(
    "draft",
    metadata,
    _named("operator"),
    _named("request"),
    _text("saved_at"),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
)

#: What waits for a reviewer here, as central last told it; only while its request is kept.
review_case = sa.Table("review_case", metadata, _named("number"), _text("since"), _text("data"))

operator_name = sa.Table("operator_name", metadata, _named("id"), _text("name"))

#: Central's word on every operator key ever used here; old entries are verified with them.
statement = sa.Table("statement", metadata, _named("kid"), _text("token"))
