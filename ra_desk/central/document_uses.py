"""Which documents were shown for whom: by keyed digest, never by number.

Source:
    Decisions 19 and 24.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

import sqlalchemy as sa

from ra_desk.central.database import insert_into
from ra_desk.central.parts import Parts
from ra_desk.central.tables import document_use
from ra_desk.domain.documents import IdentityDocument
from ra_desk.domain.pass_request import PassRequest

#: Stands in place of a citizen's digest: the document is nobody's to show.
_NOBODY: Final = "reported"


def is_repeated(
    parts: Parts,
    connection: sa.Connection,
    request: PassRequest,
    *,
    issuing_state: str,
    number: str,
    at: datetime,
) -> bool:
    """Whether the document was shown for another tax number before; remembers it for this one."""
    shown = parts.digests.document(issuing_state=issuing_state, number=number)
    owner = parts.digests.tax_number(request.applicant.tax_number)
    _remember(connection, shown, owner, request=request.number, at=at)
    others = sa.select(document_use.c.request).where(
        document_use.c.digest == shown, document_use.c.tax_digest != owner
    )
    return connection.execute(others.limit(1)).first() is not None


def remember_reported(
    parts: Parts,
    connection: sa.Connection,
    request: str,
    *,
    issuing_state: str,
    number: str,
    at: datetime,
) -> None:
    """Remember that a document is stolen or missing, whoever shows it."""
    shown = parts.digests.document(issuing_state=issuing_state, number=number)
    _remember(connection, shown, _NOBODY, request=request, at=at)


def forget_mistaken(
    parts: Parts,
    connection: sa.Connection,
    request: PassRequest,
    mistaken: Sequence[IdentityDocument],
) -> None:
    """Forget documents that were recorded by mistake: they may be somebody else's."""
    digests = [
        parts.digests.document(issuing_state=one.issuing_state, number=one.number)
        for one in mistaken
    ]
    connection.execute(
        document_use.delete().where(
            document_use.c.digest.in_(digests),
            document_use.c.tax_digest == parts.digests.tax_number(request.applicant.tax_number),
            document_use.c.request == request.number,
        )
    )


def _remember(
    connection: sa.Connection, shown: str, owner: str, *, request: str, at: datetime
) -> None:
    connection.execute(
        insert_into(connection, document_use)
        .values(digest=shown, tax_digest=owner, request=request, at=at)
        .on_conflict_do_nothing()
    )
