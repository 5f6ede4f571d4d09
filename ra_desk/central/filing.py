"""Filing: what a desk attests is verified, kept, applied and ruled on, in one transaction.

Source:
    Decisions 11, 16 and 19; architecture (d3) and (d4).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from ra_desk.central.acted_on import ActedOn
from ra_desk.central.codes import require_another
from ra_desk.central.conflicts import misfits, records
from ra_desk.central.consequences import follow_up
from ra_desk.central.database import current_xid
from ra_desk.central.lease import too_late
from ra_desk.central.letter_batches import also_about, follow_letters, not_ours
from ra_desk.central.offices import office_of, policy_of
from ra_desk.central.operators import operator_at
from ra_desk.central.parts import Parts
from ra_desk.central.pass_requests import Kept, lock, store, touch
from ra_desk.central.proofs import CallingDesk
from ra_desk.central.quarantine import quarantine
from ra_desk.central.receiving import (
    DeskState,
    Genuine,
    fresh_entries,
    require_one_desk,
    sealed_entries,
)
from ra_desk.central.reviewing import Reviewers, not_theirs
from ra_desk.central.round import Round
from ra_desk.central.tables import desk, entry, letter, payload, ruling
from ra_desk.central.two_people import too_few_people
from ra_desk.domain.access import CentralBusy, DeskQuarantined, DeskUnknown
from ra_desk.domain.activation import RequestNumber
from ra_desk.domain.errors import Broken, Refused
from ra_desk.domain.facts import (
    CheckAttested,
    CheckCorrected,
    CodeOrderedAgain,
    Deed,
    DocumentReported,
    Fact,
    LetterPrinted,
    LetterPrintStarted,
    LetterReconciled,
    LetterSpoilt,
    RequestRefused,
    ReviewDecided,
    SuspicionNoted,
    Withdrawn,
)
from ra_desk.domain.facts_day import FACTS as DAY_FACTS
from ra_desk.domain.facts_letters import FACTS as LETTER_FACTS
from ra_desk.domain.people import (
    DeskId,
    NotYourRole,
    OfficeId,
    Operator,
    OperatorId,
    Role,
    require_role,
)
from ra_desk.domain.standing import LetterDead, Outcome, Ruling, ruling_of, settle
from ra_desk.journal.keys import PublicKey
from ra_desk.journal.seal import Head, SealedEntry
from ra_desk.wire.messages import ExchangeCall

#: What is done with a client at the counter.
AT_THE_COUNTER: tuple[type[Fact], ...] = (
    CheckAttested,
    RequestRefused,
    DocumentReported,
    SuspicionNoted,
    CheckCorrected,
    CodeOrderedAgain,
    Withdrawn,
)
#: Who may do what; a kind that is not here may come from anybody who is signed in.
ROLES: dict[type[Fact], tuple[Role, ...]] = {
    **dict.fromkeys(AT_THE_COUNTER, (Role.CLERK, Role.SUPERVISOR)),
    ReviewDecided: (Role.SUPERVISOR,),
    **dict.fromkeys(
        (LetterPrintStarted, LetterPrinted, LetterSpoilt, *LETTER_FACTS, *DAY_FACTS),
        (Role.PRINT_ROOM, Role.CLERK, Role.SUPERVISOR),
    ),
}
#: What only the desk that prints a letter can say of it.
ABOUT_LETTERS = (LetterPrintStarted, LetterPrinted, LetterSpoilt, LetterReconciled)
#: What a desk needs the outcome of. A mere view is none: guessed numbers would be a look-up that
#: nobody counts; a request that a desk may see is in its feed by its office or by a look-up.
ACTS = (*AT_THE_COUNTER, *ABOUT_LETTERS, ReviewDecided)
#: Less than a desk waits for an answer: what is filed later could be filed after its repetition,
#: and the reply that the desk has stored by then would look like another copy's.
PATIENCE = timedelta(seconds=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """The end of the chain as central holds it now."""

    desk: DeskId
    office: OfficeId
    epoch: int
    head: Head
    at: datetime


def file(parts: Parts, message: ExchangeCall, caller: CallingDesk) -> Filed:
    """File what the desk sent; sending the same again changes nothing.

    Raises:
        DeskQuarantined: the desk sent what no sound desk sends; nothing was applied, the
            evidence is kept. ``reason`` names the code of what was wrong.
        DeskUnknown: the desk was enrolled anew meanwhile.
        CentralBusy: the desk has given up on this call: it took too long, or another that came
            after it was answered first.
        Raced: try again.
    """
    entries = sealed_entries(message)
    with parts.engine.begin() as connection:
        state = _locked_desk(connection, caller)
        now = parts.now()
        if now - caller.at > PATIENCE:
            raise CentralBusy(status=503)
        outcome = _sound(connection, message, entries, state, demo=parts.demo)
        if isinstance(outcome, Broken):
            quarantine(connection, state.id, reason=outcome, entries=entries, at=now)
        else:
            head = _file(parts, connection, outcome, state, now) if outcome else state.head
            _answered(connection, state, message, head=head, jti=caller.jti, now=now)
            return Filed(desk=state.id, office=state.office, epoch=state.epoch, head=head, at=now)
    # Only now: the quarantine and its evidence are to be committed.
    raise DeskQuarantined(reason=outcome.code)


def _sound(
    connection: sa.Connection,
    message: ExchangeCall,
    entries: Sequence[SealedEntry],
    state: DeskState,
    *,
    demo: bool,
) -> list[Genuine] | Broken:
    """Return the fresh entries, or why this cannot have come from a sound desk."""
    try:
        require_one_desk(message, state)
        return fresh_entries(connection, entries, state, demo=demo)
    except Broken as broken:
        return broken


def _locked_desk(connection: sa.Connection, caller: CallingDesk) -> DeskState:
    row = connection.execute(sa.select(desk).where(desk.c.id == caller.id).with_for_update()).one()
    if row.kid != caller.key.kid:
        raise DeskUnknown()
    if row.quarantined_at is not None:
        raise DeskQuarantined(reason=row.quarantine_reason)
    if row.last_reply != caller.answered:
        raise CentralBusy(status=503)
    return DeskState(
        id=caller.id,
        office=OfficeId(row.office),
        key=PublicKey(bytes(row.key)),
        epoch=row.epoch,
        head=Head(seq=row.head_seq, digest=row.head_digest),
        last_reply=row.last_reply,
        previous_reply=row.previous_reply,
    )


def _answered(
    connection: sa.Connection,
    state: DeskState,
    message: ExchangeCall,
    *,
    head: Head,
    jti: str,
    now: datetime,
) -> None:
    """Note the reply that goes out now, and the one that the desk has stored for certain."""
    connection.execute(
        desk.update()
        .where(desk.c.id == state.id)
        .values(
            head_seq=head.seq,
            head_digest=head.digest,
            last_reply=jti,
            previous_reply=message.last_reply,
            unsent=message.unsent,
            seen_at=now,
        )
    )


def _file(
    parts: Parts,
    connection: sa.Connection,
    fresh: Sequence[Genuine],
    state: DeskState,
    now: datetime,
) -> Head:
    xid = current_xid(connection)
    _insert(connection, fresh, state, xid=xid, now=now)
    office, policy = office_of(connection, state.office), policy_of(connection, state.office)
    by_whom = {one.header.by for one in fresh if one.header.by is not None}
    operators = {who: operator_at(connection, who, state.office) for who in sorted(by_whom)}
    deeds = [_deed(one, operators, state.office, office.name) for one in fresh]
    about = {number for one in fresh if (number := one.fact.subject) is not None}
    kept = lock(connection, about | also_about(connection, deeds))

    own = _own_letters(connection, deeds, state)
    denied = {
        deed.ref.seq: no for deed in deeds if (no := _denied(deed, operators, own)) is not None
    }
    denied = _no_other_code(connection, deeds, kept, at=now) | denied
    denied = too_late(connection, deeds, operators, policy, at=now) | denied
    who = Reviewers(operators=operators, office=office.id, policy=policy, at=now)
    denied = not_theirs(connection, deeds, kept, who) | not_ours(connection, deeds, at=now) | denied
    denied = too_few_people(connection, deeds, operators, policy, denied) | denied
    requests = {number: one.request for number, one in kept.items()}
    decided_about = records(connection, deeds)
    denied |= misfits(connection, deeds, decided_about, requests)
    counted = [deed for deed in deeds if deed.ref.seq not in denied]
    rulings = {
        deed.ref.seq: said
        for deed, said in zip(counted, settle(counted, requests, policy=policy), strict=True)
    } | denied
    work = Round(
        policy=policy,
        requests=requests,
        deeds=counted,
        rulings=rulings,
        blocked=frozenset(who for who, (_, blocked) in operators.items() if blocked),
        decided_about=decided_about,
        at=now,
    )
    follow_up(parts, connection, work)
    rulings |= follow_letters(parts, connection, work, counted)
    _store(connection, kept, work, deeds, xid=xid)
    _insert_rulings(connection, rulings, state, now)
    acts = [deed for deed in deeds if isinstance(deed.fact, ACTS)]
    ActedOn(desk=state.id, deeds=acts, kept=kept.keys(), who=who).bring(connection)
    last = fresh[-1].header
    return Head(seq=last.seq, digest=last.digest)


def _store(
    connection: sa.Connection,
    kept: dict[RequestNumber, Kept],
    work: Round,
    deeds: Sequence[Deed],
    *,
    xid: int,
) -> None:
    """Write what changed, and bring the rest of what was spoken of to the feed once more."""
    spoken_of = {
        deed.fact.subject
        for deed in deeds
        if work.rulings[deed.ref.seq].outcome is not Outcome.NOTED
    }
    unchanged = []
    for number, before in sorted(kept.items()):
        if work.requests[number] != before.request:
            store(connection, work.requests[number], read=before, xid=xid, at=work.at)
        elif number in spoken_of:
            unchanged.append(number)
    touch(connection, unchanged, xid=xid)


def _deed(
    one: Genuine,
    operators: dict[OperatorId, tuple[Operator, bool]],
    office: OfficeId,
    office_name: str,
) -> Deed:
    by = one.header.by
    return Deed(
        ref=one.header.ref,
        at=one.header.at,
        by=by,
        operator_name="" if by is None else operators[by][0].name,
        office=office,
        office_name=office_name,
        fact=one.fact,
    )


def _own_letters(
    connection: sa.Connection, deeds: Sequence[Deed], state: DeskState
) -> frozenset[str]:
    """Return which of the letters that are spoken of lie at this desk."""
    named = {deed.fact.letter for deed in deeds if isinstance(deed.fact, ABOUT_LETTERS)}
    own = sa.select(letter.c.number).where(letter.c.desk == state.id, letter.c.number.in_(named))
    return frozenset(connection.scalars(own)) if named else frozenset()


def _denied(
    deed: Deed, operators: dict[OperatorId, tuple[Operator, bool]], own_letters: frozenset[str]
) -> Ruling | None:
    """Return the ruling on what is not this operator's or this desk's to do; it happened all the same.

    A desk that keeps a request knows its letter's number, and could wake or kill a code that lies
    in another desk's printer. A blocked operator's checks go to review and their letters are
    paper (decision 16); what else they may not do is in ``lease.too_late``.
    """
    roles = ROLES.get(type(deed.fact))
    if roles is None or deed.by is None:
        return None
    try:
        require_role(operators[deed.by][0], *roles)
        if isinstance(deed.fact, ABOUT_LETTERS) and deed.fact.letter not in own_letters:
            raise LetterDead(letter=deed.fact.letter)
    except (NotYourRole, LetterDead) as refusal:
        return ruling_of(refusal)
    return None


def _no_other_code(
    connection: sa.Connection,
    deeds: Sequence[Deed],
    kept: Mapping[RequestNumber, Kept],
    *,
    at: datetime,
) -> dict[int, Ruling]:
    """Return the rulings on orders of another code while one is good, or sent too often."""
    refused: dict[int, Ruling] = {}
    for deed in deeds:
        if not isinstance(deed.fact, CodeOrderedAgain) or deed.fact.request not in kept:
            continue
        try:
            require_another(connection, kept[deed.fact.request].request, at=at)
        except Refused as refusal:
            refused[deed.ref.seq] = ruling_of(refusal)
    return refused


def _insert(
    connection: sa.Connection,
    fresh: Sequence[Genuine],
    state: DeskState,
    *,
    xid: int,
    now: datetime,
) -> None:
    place = {"desk": state.id, "epoch": state.epoch}
    connection.execute(
        entry.insert(),
        [
            {
                **place,
                "seq": one.header.seq,
                "jws": one.sealed.jws,
                "digest": one.header.digest,
                "kind": one.header.kind,
                "subject": one.header.subject,
                "by": one.header.by,
                "at": one.header.at,
                "filed_at": now,
                "xid": xid,
            }
            for one in fresh
        ],
    )
    connection.execute(
        payload.insert(),
        [{**place, "seq": one.header.seq, "body": one.sealed.payload} for one in fresh],
    )


def _insert_rulings(
    connection: sa.Connection, rulings: dict[int, Ruling], state: DeskState, now: datetime
) -> None:
    connection.execute(
        ruling.insert(),
        [
            {
                "desk": state.id,
                "epoch": state.epoch,
                "seq": seq,
                "outcome": said.outcome,
                "reason": said.reason,
                "facts": dict(said.facts),
                "at": now,
            }
            for seq, said in sorted(rulings.items())
        ],
    )
