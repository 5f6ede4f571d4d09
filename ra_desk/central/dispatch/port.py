"""What the rest of central sees of dispatch."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import sqlalchemy as sa

from ra_desk.central.dispatch.outbox import OutboxId

#: Carries out one outbox row; gets its id and its subject. It may run more than once for the same
#: row (a worker can die at any moment), so it looks first what is already done. Any error means
#: "later": `Unavailable` soon, with a growing pause; anything else at the longest pause.
Handler = Callable[[OutboxId, str], None]


class Outbox(Protocol):
    """Where a decision leaves what must follow from it."""

    def put(self, connection: sa.Connection, *, kind: str, subject: str) -> OutboxId:
        """Write the row and its job in the caller's transaction: both happen or neither does.

        Args:
            connection: in the transaction of the decision.
            kind: names the handler.
            subject: an id; never a name, an address or a code.
        """
        ...
