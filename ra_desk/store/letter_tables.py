"""The tables of the ledger of letters: batches, their sheets, and where windows really are.

All of it follows from the journal, but which printer run is under way, and what a sheet's place,
languages and size of print were when its batch was made.
"""

from __future__ import annotations

import sqlalchemy as sa

from ra_desk.store.tables import metadata


def _text(name: str, *, nullable: bool = False, default: str | None = None) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=nullable, server_default=default)


def _number(name: str, *, default: str | None = None) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False, server_default=default)


def _key(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, primary_key=True, autoincrement=False)


#: ``run``: which opening of the program sends sheets to the printer, until somebody has said
#: what came out; null when nobody needs to ask.
letter_batch = sa.Table(
    "letter_batch",
    metadata,
    _key("number"),
    _text("prepared_at"),
    _text("prepared_by"),
    _text("printer"),
    _text("envelope"),
    _number("sheets"),
    _text("looked_over_at"),
    _text("run", nullable=True),
    _text("posted_at", nullable=True),
    _text("posted_on", nullable=True),
    _text("receipt", default=""),
)

#: ``request``: null for the control letter. ``alone``: called spoilt without a second person.
letter_sheet = sa.Table(
    "letter_sheet",
    metadata,
    _key("batch"),
    _key("number"),
    _text("letter"),
    _text("request", nullable=True),
    _text("state"),
    _text("changed_at"),
    _text("reason", default=""),
    _number("alone", default="0"),
    _number("revision"),
    _text("place"),
    _text("languages"),
    _number("large_print", default="0"),
    _text("item", default=""),
    sa.Index("ix_letter_sheet_letter", "letter", unique=True),
    sa.Index("ix_letter_sheet_request", "request"),
    sa.Index("ix_letter_sheet_state_changed_at", "state", "changed_at"),
)

#: Tenths of a millimetre; ``confirmed_at``: when an address last lay in the window.
window_fit = sa.Table(
    "window_fit",
    metadata,
    sa.Column("printer", sa.Text, primary_key=True, nullable=False),
    sa.Column("envelope", sa.Text, primary_key=True, nullable=False),
    _number("right"),
    _number("down"),
    _text("confirmed_at"),
    _text("confirmed_by"),
)

#: Letters of the office that lie at other desks, as central last said.
letters_elsewhere = sa.Table(
    "letters_elsewhere",
    metadata,
    sa.Column("desk", sa.Text, primary_key=True, nullable=False),
    _text("counter"),
    _number("letters"),
    _number("batch"),
    _text("since"),
    _text("leased_until"),
)
