"""Which requests a desk hears of because it acted on them.

What it had, it hears of again. A client with a slip may bring a request that it had not: that is
a look-up, and counts as one. Anything else about a stranger's request is a guess and brings nothing.

Source:
    Decisions 14 and 20.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from ra_desk.central.look_up import ROLES, watch, write_down
from ra_desk.central.pass_requests import hold
from ra_desk.central.reviewing import Reviewers
from ra_desk.central.tables import desk_request, letter, request
from ra_desk.domain.activation import RequestNumber
from ra_desk.domain.facts import (
    CheckAttested,
    Deed,
    DocumentReported,
    Fact,
    Purpose,
    RequestRefused,
    SearchKey,
    SuspicionNoted,
)
from ra_desk.domain.people import DeskId, OfficeId, Operator

#: What can be done for a client whose request the desk does not have.
BY_SLIP: tuple[type[Fact], ...] = (
    CheckAttested,
    RequestRefused,
    DocumentReported,
    SuspicionNoted,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActedOn:
    """What a desk has acted on in a round, and with what it may have come by it."""

    desk: DeskId
    deeds: Sequence[Deed]
    kept: Collection[RequestNumber]
    who: Reviewers

    def bring(self, connection: sa.Connection) -> None:
        """Keep these requests in the desk's feed, and count those that it did not have.

        To be called when the rulings of the round are written: a check that counts is no reading.
        """
        about = {deed.fact.subject for deed in self.deeds if deed.fact.subject is not None}
        known = keeps(connection, about, desk=self.desk, office=self.who.office)
        strange = self._brought(known)
        hold(
            connection, self.desk, sorted((known | strange.keys()) & set(self.kept)), at=self.who.at
        )
        for number, operator in sorted(strange.items()):
            write_down(
                connection,
                operator,
                desk=self.desk,
                key=SearchKey.NUMBER,
                purpose=Purpose.CLIENT_AT_COUNTER,
                hits=int(number in self.kept),
                at=self.who.at,
            )
        for operator in {one.id: one for one in strange.values()}.values():
            watch(connection, operator, self.who.policy, self.who.at)

    def _brought(self, known: Collection[str]) -> dict[RequestNumber, Operator]:
        """Return requests that a client can have brought, and who took them."""
        found = {}
        for deed in self.deeds:
            number = deed.fact.subject
            if number is None or number in known or deed.by is None:
                continue
            operator, blocked = self.who.operators[deed.by]
            if isinstance(deed.fact, BY_SLIP) and not blocked and operator.roles & set(ROLES):
                found[number] = operator
        return found


def keeps(
    connection: sa.Connection, numbers: Collection[str], *, desk: DeskId, office: OfficeId
) -> frozenset[RequestNumber]:
    """Return which requests a desk has: of its office, looked up, acted on, or its to print."""
    wanted = sorted(numbers)
    held = sa.select(desk_request.c.request).where(
        desk_request.c.desk == desk, desk_request.c.request.in_(wanted)
    )
    of_office = sa.select(request.c.number).where(
        request.c.office == office, request.c.number.in_(wanted)
    )
    printed = sa.select(letter.c.request).where(letter.c.desk == desk, letter.c.request.in_(wanted))
    found = connection.scalars(sa.union(held, of_office, printed))
    return frozenset(map(RequestNumber, found))
