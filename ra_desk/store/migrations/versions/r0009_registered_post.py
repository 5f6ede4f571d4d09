"""How many letters of the office wait for a number of registered post, as central last said."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "r0009"
down_revision: str | None = "r0008"


def upgrade() -> None:
    op.add_column("mark", sa.Column("unnumbered", sa.Integer, nullable=False, server_default="0"))
