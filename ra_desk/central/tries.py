"""Wrong tries, by keyed digest of who is said to try, whether there is such a one or not."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from ra_desk.central.database import insert_into
from ra_desk.central.parts import Parts
from ra_desk.central.tables import sign_in_try
from ra_desk.domain.access import SignInBarred, SignInLocked
from ra_desk.domain.tries import Patience


def count_before(parts: Parts, digest: str, now: datetime, patience: Patience) -> int:
    """Count this try as wrong until it is known to be right; return the count with it.

    Raises:
        SignInLocked: there were too many.
        SignInBarred: the delay is not over.
    """
    mine = sign_in_try.c.login_digest == digest
    with parts.engine.begin() as connection:
        # An update that changes nothing locks the row, so that none who is right forgets it now.
        row = connection.execute(
            insert_into(connection, sign_in_try)
            .values(login_digest=digest, wrong=0, barred_until=None)
            .on_conflict_do_update(
                index_elements=[sign_in_try.c.login_digest], set_={"login_digest": digest}
            )
            .returning(sign_in_try)
        ).one()
        if patience.is_over(row.wrong):
            raise SignInLocked()
        if row.barred_until is not None and row.barred_until > now:
            raise SignInBarred(until=row.barred_until)
        wrong = int(row.wrong) + 1
        connection.execute(
            sign_in_try.update()
            .where(mine)
            .values(wrong=wrong, barred_until=patience.barred_until(wrong, now))
        )
    return wrong


def forget_tries(connection: sa.Connection, digest: str) -> None:
    """Begin to count anew: it was who they said, or an administrator vouches for them."""
    connection.execute(sign_in_try.delete().where(sign_in_try.c.login_digest == digest))


def take_back(connection: sa.Connection, digest: str, *, wrong: int) -> None:
    """Take back the last of ``wrong`` tries: it was no guess."""
    connection.execute(
        sign_in_try.update()
        .where(sign_in_try.c.login_digest == digest)
        .values(wrong=wrong - 1, barred_until=None)
    )
