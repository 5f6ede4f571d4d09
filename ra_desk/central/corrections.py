"""Corrections of checks: which there are, and what follows once somebody has approved them.

Source:
    Decision 19; ux.md 3.5.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from ra_desk.central.columns import same_place
from ra_desk.central.document_uses import forget_mistaken
from ra_desk.central.parts import Parts
from ra_desk.central.tables import entry, payload, ruling
from ra_desk.domain.after_check import FiledCorrection, document_after
from ra_desk.domain.documents import IdentityDocument, known_by
from ra_desk.domain.facts import CheckAttested, CheckCorrected, kinds_of
from ra_desk.domain.pass_request import EntryRef, PassRequest
from ra_desk.domain.people import DeskId
from ra_desk.domain.standing import Outcome, correction_of, document_of
from ra_desk.journal.codec import read_payload


def corrections_of(
    connection: sa.Connection, numbers: Sequence[str]
) -> Mapping[EntryRef, list[FiledCorrection]]:
    """Return the corrections that central took, by the check that they correct, oldest first."""
    rows = connection.execute(
        sa.select(
            entry.c.desk,
            entry.c.epoch,
            entry.c.seq,
            entry.c.kind,
            entry.c.filed_at,
            payload.c.body,
        )
        .join(payload, same_place(payload, entry))
        .join(ruling, same_place(ruling, entry))
        .where(
            entry.c.subject.in_(numbers),
            entry.c.kind.in_(kinds_of(CheckCorrected)),
            ruling.c.outcome == Outcome.ACCEPTED,
        )
        .order_by(entry.c.filed_at, entry.c.desk, entry.c.seq)
    )
    found: dict[EntryRef, list[FiledCorrection]] = defaultdict(list)
    for row in rows:
        fact = read_payload(row.kind, bytes(row.body))
        if isinstance(fact, CheckCorrected):
            ref = EntryRef(desk=DeskId(row.desk), epoch=row.epoch, seq=row.seq)
            found[correction_of(fact).check].append(
                FiledCorrection(ref=ref, filed_at=row.filed_at, document=fact.document)
            )
    return found


def settle_corrections(parts: Parts, connection: sa.Connection, request: PassRequest) -> None:
    """Let the corrected document be the one that was shown: a reviewer has approved it.

    What was recorded by mistake may be the number of somebody else's document; they would be
    taken for one who shows a document twice.
    """
    if request.decision is None:
        return
    check = request.decision.ref
    corrections = corrections_of(connection, [request.number])[check]
    named = [one.document for one in corrections if one.document is not None]
    recorded = _document_at(connection, check) if named else None
    if recorded is None:
        return
    counts = document_after(corrections, recorded)
    shown = known_by(counts.issuing_state, counts.number)
    mistaken = [
        one for one in (recorded, *named) if known_by(one.issuing_state, one.number) != shown
    ]
    forget_mistaken(parts, connection, request, mistaken)


def _document_at(connection: sa.Connection, check: EntryRef) -> IdentityDocument | None:
    row = connection.execute(
        sa.select(entry.c.kind, payload.c.body)
        .join(payload, same_place(payload, entry))
        .where(entry.c.desk == check.desk, entry.c.epoch == check.epoch, entry.c.seq == check.seq)
    ).first()
    fact = None if row is None else read_payload(row.kind, bytes(row.body))
    return document_of(fact) if isinstance(fact, CheckAttested) else None
