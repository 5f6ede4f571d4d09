"""How Alembic runs the steps: on the connection that `schema` hands over, and on no other."""

from __future__ import annotations

from typing import Literal

import sqlalchemy as sa
from alembic import context
from alembic.autogenerate.api import AutogenContext

import ra_desk.central.item_numbers
import ra_desk.central.letter_holders
import ra_desk.central.open_requests
import ra_desk.central.phones
import ra_desk.central.proposals
import ra_desk.central.tables  # noqa: F401 - declares them
from ra_desk.central.columns import Moment
from ra_desk.central.metadata import metadata


def _rendered(kind: str, item: object, _context: AutogenContext) -> str | Literal[False]:
    """Write own column types in a step as what they are in the database."""
    if kind == "type" and isinstance(item, Moment):
        return "sa.DateTime(timezone=True)"
    return False


def _run(connection: sa.Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=True,
        render_item=_rendered,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()


_run(context.config.attributes["connection"])
