"""Many spoilt sheets of a batch: central counts for itself who has called them so.

One person alone spoils ten; with more the round holds a second person's word, and it is another
human being's. Desks do not part sheets from the word about them (``store.entries``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import sqlalchemy as sa

from ra_desk.central.columns import same_place
from ra_desk.central.letter_holders import letter_sheet
from ra_desk.central.tables import entry, payload, ruling
from ra_desk.domain.day import CLOSING
from ra_desk.domain.errors import Refused
from ra_desk.domain.fact import Fact
from ra_desk.domain.facts import Deed, LetterSpoilt
from ra_desk.domain.facts_letters import LetterBatchPrepared, SpoilingAgreed
from ra_desk.domain.letters import SPOILT_ALONE, SamePerson, SecondPersonNeeded
from ra_desk.domain.people import Operator, OperatorId, require_role
from ra_desk.domain.standing import Outcome, Ruling, ruling_of
from ra_desk.journal.codec import read_payload

#: A batch of the desk; None for letters that it has put into none.
Batch = int | None


def spoilt_by_too_few(
    connection: sa.Connection,
    deeds: Sequence[Deed],
    operators: Mapping[OperatorId, tuple[Operator, bool]],
) -> dict[int, Ruling]:
    """Return the rulings on sheets that too few people call spoilt, and on words that do not count.

    A code in such a sheet lives on, and no other letter is ordered: that is what the rule is for.
    """
    concerned = [deed for deed in deeds if isinstance(deed.fact, LetterSpoilt | SpoilingAgreed)]
    if not concerned:
        return {}
    before = list(_earlier(connection, concerned[0]))
    batches = _batches(connection, deeds, before)
    alone = _alone(before, batches)
    waiting: dict[Batch, list[tuple[Deed, Operator]]] = defaultdict(list)
    refused: dict[int, Ruling] = {}
    for deed in concerned:
        if deed.by is None:
            continue
        who = operators[deed.by][0]
        match deed.fact:
            case LetterSpoilt() as fact:
                waiting[batches.get(fact.letter)].append((deed, who))
            case SpoilingAgreed() as fact:
                try:
                    _require_other(who, [first for _, first in waiting[fact.batch]])
                except Refused as refusal:
                    refused[deed.ref.seq] = ruling_of(refusal)
                    continue
                waiting[fact.batch].clear()
                alone[fact.batch].clear()
            case _:
                pass
    for batch, left in waiting.items():
        for deed, _who in left:
            if isinstance(deed.fact, LetterSpoilt):
                alone[batch].add(deed.fact.letter)
            if len(alone[batch]) > SPOILT_ALONE:
                needed = SecondPersonNeeded(sheets=len(alone[batch]), most=SPOILT_ALONE)
                refused[deed.ref.seq] = ruling_of(needed)
    return refused


def _require_other(second: Operator, firsts: Sequence[Operator]) -> None:
    """Refuse a word of whoever has called the last of the sheets spoilt.

    Raises:
        NotYourRole: they do not work with letters.
        SamePerson: it is the same human being, with however many accounts.
    """
    require_role(second, *CLOSING)
    if firsts and firsts[-1].person == second.person:
        raise SamePerson()


def _batches(
    connection: sa.Connection, deeds: Sequence[Deed], before: Sequence[Fact]
) -> dict[str, Batch]:
    """Return in which batch each letter lies that is called spoilt; one in none is left out."""
    facts = [*before, *(deed.fact for deed in deeds)]
    letters = sorted({fact.letter for fact in facts if isinstance(fact, LetterSpoilt)})
    found: dict[str, Batch] = {}
    for deed in deeds:
        if isinstance(deed.fact, LetterBatchPrepared):
            found |= dict.fromkeys(deed.fact.letters, deed.fact.batch)
    kept = sa.select(letter_sheet.c.letter, letter_sheet.c.batch).where(
        letter_sheet.c.letter.in_(letters),
        letter_sheet.c.desk == deeds[0].ref.desk,
        letter_sheet.c.epoch == deeds[0].ref.epoch,
    )
    return found | {row.letter: row.batch for row in connection.execute(kept)}


def _alone(before: Sequence[Fact], batches: Mapping[str, Batch]) -> defaultdict[Batch, set[str]]:
    """Return by batch which letters were called spoilt without a word that counts."""
    alone: defaultdict[Batch, set[str]] = defaultdict(set)
    for fact in before:
        match fact:
            case LetterSpoilt():
                alone[batches.get(fact.letter)].add(fact.letter)
            case SpoilingAgreed():
                alone[fact.batch].clear()
            case _:
                pass
    return alone


def _earlier(connection: sa.Connection, first: Deed) -> Iterable[Fact]:
    """Yield what this chain has said of spoilt sheets, but for what was refused."""
    rows = connection.execute(
        sa.select(entry.c.kind, payload.c.body)
        .join(payload, same_place(payload, entry))
        .join(ruling, same_place(ruling, entry))
        .where(
            entry.c.desk == first.ref.desk,
            entry.c.epoch == first.ref.epoch,
            entry.c.seq < first.ref.seq,
            entry.c.kind.in_((LetterSpoilt.kind, SpoilingAgreed.kind)),
            ruling.c.outcome != Outcome.REFUSED,
        )
        .order_by(entry.c.seq)
    )
    for row in rows:
        yield read_payload(row.kind, bytes(row.body))
