"""Requests of citizens in the database: read, locked, written with compare-and-set.

Every write stamps the row with the number of its transaction, so that the change feed brings it
to the desks, and notes the change as an event.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

import sqlalchemy as sa

from ra_desk.central.database import current_xid, insert_into
from ra_desk.central.keyed import KeyedDigests
from ra_desk.central.tables import desk_request, event, request
from ra_desk.domain.activation import RequestNumber
from ra_desk.domain.errors import Unavailable
from ra_desk.domain.life import Event, advance
from ra_desk.domain.pass_request import PassRequest, RequestUnknown
from ra_desk.domain.people import DeskId
from ra_desk.domain.policy import ReviewReason
from ra_desk.domain.review import waits
from ra_desk.wire.convert import request_in, request_out
from ra_desk.wire.messages import AddressMessage, ApplicantMessage, RequestMessage


class Raced(Unavailable):
    """``number``: somebody else wrote the request meanwhile; try again."""

    code = "request.raced"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A request as it stands in its row, and the version of the row."""

    request: PassRequest
    version: int


def message_of(row: sa.RowMapping | Mapping[str, Any]) -> RequestMessage:
    """Return the row as the message that a desk gets."""
    return RequestMessage(
        number=row["number"],
        route=row["route"],
        stage=row["stage"],
        applicant=ApplicantMessage(
            given_names=row["given_names"],
            surname=row["surname"],
            birth_date=row["birth_date"],
            tax_number=row["tax_number"],
            address=AddressMessage.model_validate(row["address"]),
            email=row["email"],
        ),
        submitted_at=row["submitted_at"],
        expires_at=row["expires_at"],
        revision=row["revision"],
        terms_version=row["terms_version"],
        channel=row["channel"],
        decision=row["decision"],
        review=row["review"],
        letter=row["letter"],
        office=row["office"],
        language=row["language"],
        large_print=row["large_print"],
        reviewed=row["reviewed"],
    )


def submit(
    connection: sa.Connection,
    submitted: PassRequest,
    *,
    digests: KeyedDigests,
    language: str,
    at: datetime,
    account: str | None = None,
) -> None:
    """Insert a new request."""
    added = {
        "account": account,
        "language": language,
        "tax_digest": digests.tax_number(submitted.applicant.tax_number),
        "changed_at": at,
        "version": 1,
        "xid": current_xid(connection),
    }
    connection.execute(request.insert(), _values(submitted) | added)
    note(connection, submitted.number, "submitted", at=at)


def lock(connection: sa.Connection, numbers: Iterable[str]) -> dict[RequestNumber, Kept]:
    """Return the requests that exist, locked in order until the transaction ends."""
    wanted = sorted(set(numbers))
    found = sa.select(request).where(request.c.number.in_(wanted)).order_by(request.c.number)
    rows = connection.execute(found.with_for_update()).mappings()
    return {
        RequestNumber(row["number"]): Kept(
            request=request_in(message_of(row)), version=row["version"]
        )
        for row in rows
    }


def load(connection: sa.Connection, number: str) -> PassRequest:
    """Return one request, not locked.

    Raises:
        RequestUnknown: there is none.
    """
    row = (
        connection.execute(sa.select(request).where(request.c.number == number)).mappings().first()
    )
    if row is None:
        raise RequestUnknown(number=number)
    return request_in(message_of(row))


def store(
    connection: sa.Connection, changed: PassRequest, *, read: Kept, xid: int, at: datetime
) -> None:
    """Write a request over the version that was read, and note the new stage.

    Raises:
        Raced: the row is not at that version any more.
    """
    since = sa.func.coalesce(request.c.review_since, at) if waits(changed) else None
    written = connection.execute(
        request.update()
        .where(request.c.number == changed.number, request.c.version == read.version)
        .values(
            **_values(changed),
            version=read.version + 1,
            xid=xid,
            changed_at=at,
            review_since=since,
        )
    )
    if written.rowcount != 1:
        raise Raced(number=changed.number)
    if changed.stage is not read.request.stage:
        decision = changed.decision
        note(
            connection,
            changed.number,
            f"stage.{changed.stage}",
            at=at,
            by=None if decision is None else decision.by,
            facts={"from": read.request.stage, "review": list(changed.review)},
        )


def happen(
    connection: sa.Connection,
    number: str,
    what: Event,
    *,
    at: datetime,
    reasons: tuple[ReviewReason, ...] = (),
) -> PassRequest:
    """Lock a request, let the event happen to it, store it; return it as it then stands.

    Raises:
        RequestUnknown: there is no such request.
        NotPossibleNow: the event cannot follow its stage.
    """
    kept = lock(connection, [number]).get(RequestNumber(number))
    if kept is None:
        raise RequestUnknown(number=number)
    after = advance(kept.request, what, reasons=reasons)
    store(connection, after, read=kept, xid=current_xid(connection), at=at)
    return after


def touch(connection: sa.Connection, numbers: Collection[str], *, xid: int) -> None:
    """Bring unchanged requests to the desks once more."""
    if numbers:
        connection.execute(request.update().where(request.c.number.in_(numbers)).values(xid=xid))


def hold(
    connection: sa.Connection, desk: DeskId, numbers: Collection[str], *, at: datetime
) -> None:
    """Note that a desk has these requests from now on; noting twice is harmless."""
    if not numbers:
        return
    rows = [{"desk": desk, "request": number, "at": at} for number in sorted(numbers)]
    connection.execute(insert_into(connection, desk_request).on_conflict_do_nothing(), rows)


def note(
    connection: sa.Connection,
    subject: str,
    kind: str,
    *,
    at: datetime,
    by: str | None = None,
    facts: Mapping[str, object] | None = None,
) -> None:
    """Write down that something happened; ``facts`` are codes and numbers, no personal data."""
    row = {"id": str(uuid4()), "subject": subject, "kind": kind, "by": by, "at": at}
    connection.execute(event.insert(), row | {"facts": dict(facts or {})})


def _values(kept: PassRequest) -> dict[str, object]:
    message = request_out(kept)
    applicant = message.applicant
    return {
        "number": message.number,
        "route": message.route,
        "stage": message.stage,
        "given_names": applicant.given_names,
        "surname": applicant.surname,
        "birth_date": applicant.birth_date,
        "tax_number": applicant.tax_number,
        "address": applicant.address.model_dump(mode="json"),
        "email": applicant.email,
        "submitted_at": message.submitted_at,
        "expires_at": message.expires_at,
        "revision": message.revision,
        "terms_version": message.terms_version,
        "channel": message.channel,
        "decision": None if message.decision is None else message.decision.model_dump(mode="json"),
        "review": list(message.review),
        "letter": message.letter,
        "office": message.office,
        "large_print": message.large_print,
        "reviewed": None if message.reviewed is None else message.reviewed.model_dump(mode="json"),
    }
