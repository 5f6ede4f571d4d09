"""Stage and route of a request beside its data, so that lists can be filtered."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "r0003"
down_revision: str | None = "r0002"


def upgrade() -> None:
    for name, place in (("route", 1), ("stage", 2)):
        op.add_column("request", sa.Column(name, sa.Text, nullable=False, server_default=""))
        op.execute(
            f"UPDATE request SET {name} = json_extract(data, '$[{place}]')"  # noqa: S608 - constants
        )
        op.create_index(
            op.f(f"ix_request_{name}"),
            "request",
            [name, "id"],
            sqlite_where=sa.text("closed_at IS NULL"),
        )
