"""Write a journal as JSON Lines for a stranger, and verify such a file.

The format is described in the docstring of this room.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ra_desk.domain.errors import Broken
from ra_desk.domain.people import DeskId, OperatorId
from ra_desk.journal.canonical import Json, NotCanonical, canonical, parse_canonical
from ra_desk.journal.envelope import read_operator_key, read_receipt
from ra_desk.journal.keys import KeyUnreadable, PublicKey
from ra_desk.journal.seal import Head, Keys, SealedEntry, fact_of, follow

FORMAT = "ra-desk-journal/1"
_PROVENANCE = {"format", "desk", "epoch", "desk_key", "central_key", "operators", "receipt"}
_ENTRY = {"entry", "payload"}


class ExportUnreadable(Broken):
    """``line``: number of the line, from 1; ``reason``: what is wrong with it."""

    code = "journal.export_unreadable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """What the first line says: whose journal it is and whose signatures count."""

    desk: DeskId
    epoch: int
    desk_key: PublicKey
    central_key: PublicKey
    operators: Sequence[str]
    receipt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A whole journal: ``entries`` in all, ``erased`` payloads, witnessed up to ``filed``.

    Attributes:
        central: the name of the key whose words it rests on; the file itself brings that key.
        wanted: the digest of the entry that was asked for; "" if there is none.
    """

    entries: int
    erased: int
    filed: int
    head: Head
    central: str
    wanted: str = ""


def export_lines(provenance: Provenance, entries: Iterable[SealedEntry]) -> Iterator[str]:
    """Yield the lines of an exported journal, without line ends."""
    first = {
        "format": FORMAT,
        "desk": provenance.desk,
        "epoch": provenance.epoch,
        "desk_key": provenance.desk_key.jwk(),
        "central_key": provenance.central_key.jwk(),
        "operators": list(provenance.operators),
        "receipt": provenance.receipt,
    }
    yield canonical(first).decode()
    for entry in entries:
        payload = None if entry.payload is None else entry.payload.decode()
        yield canonical({"entry": entry.jws.decode(), "payload": payload}).decode()


def verify_lines(lines: Iterable[str], *, entry: int = 0) -> Verdict:
    """Verify an exported journal from its first line to its last.

    Args:
        entry: whose digest is wanted, as a protocol of a day shows it; 0 for none.

    Raises:
        ExportUnreadable: a line is not in the format.
        ChainBroken: an entry is missing, altered, forged or out of place, or the receipt
            speaks of another chain.
        NotGenuine: a statement or the receipt is not central's word.
    """
    numbered = enumerate(lines, start=1)
    provenance = _first(next(numbered, (1, ""))[1])
    keys = _keys(provenance)
    head, erased, witnessed, wanted = Head(), 0, provenance.receipt == "", ""
    receipt = None
    if provenance.receipt:
        receipt = read_receipt(provenance.receipt, key=provenance.central_key)
        if (receipt.desk, receipt.epoch) != (provenance.desk, provenance.epoch):
            raise ExportUnreadable(line=1, reason="receipt")
        witnessed = receipt.filed == 0
    for number, line in numbered:
        sealed = _entry(number, line, seq=head.seq + 1)
        [header] = follow([sealed], head, keys)
        if (header.desk, header.epoch) != (provenance.desk, provenance.epoch):
            raise ExportUnreadable(line=number, reason="another desk")
        erased += fact_of(header, sealed) is None
        head = Head(seq=header.seq, digest=header.digest)
        wanted = head.digest if head.seq == entry else wanted
        if receipt is not None and receipt.filed == head.seq:
            witnessed = receipt.digest == head.digest
    if not witnessed:
        raise ExportUnreadable(line=1, reason="the receipt does not fit the chain")
    filed = 0 if receipt is None else receipt.filed
    return Verdict(
        entries=head.seq,
        erased=erased,
        filed=filed,
        head=head,
        central=provenance.central_key.kid,
        wanted=wanted,
    )


def _first(line: str) -> Provenance:
    match _parsed(1, line, _PROVENANCE):
        case {
            "format": "ra-desk-journal/1",
            "desk": str(desk),
            "epoch": int(epoch),
            "desk_key": desk_key,
            "central_key": central_key,
            "operators": list(operators),
            "receipt": str(receipt),
        } if all(isinstance(one, str) for one in operators):
            try:
                return Provenance(
                    desk=DeskId(desk),
                    epoch=epoch,
                    desk_key=PublicKey.from_jwk(desk_key),
                    central_key=PublicKey.from_jwk(central_key),
                    operators=operators,
                    receipt=receipt,
                )
            except (KeyUnreadable, NotCanonical):
                raise ExportUnreadable(line=1, reason="key") from None
        case _:
            raise ExportUnreadable(line=1, reason="format")


def _keys(provenance: Provenance) -> Keys:
    operators: dict[str, tuple[OperatorId, PublicKey]] = {}
    for statement in provenance.operators:
        operator, desk, key = read_operator_key(statement, key=provenance.central_key)
        if desk != provenance.desk:
            raise ExportUnreadable(line=1, reason="statement")
        operators[key.kid] = (operator, key)
    return Keys(desk=provenance.desk_key, operators=operators)


def _entry(number: int, line: str, *, seq: int) -> SealedEntry:
    match _parsed(number, line, _ENTRY):
        case {"entry": str(jws), "payload": str() | None as payload}:
            raw = None if payload is None else payload.encode()
            return SealedEntry(seq=seq, jws=jws.encode(), payload=raw)
        case _:
            raise ExportUnreadable(line=number, reason="format")


def _parsed(number: int, line: str, members: set[str]) -> Json:
    try:
        fields = parse_canonical(line.encode(), what="line")
    except (NotCanonical, UnicodeEncodeError):
        raise ExportUnreadable(line=number, reason="not canonical JSON") from None
    if set(fields) != members:
        raise ExportUnreadable(line=number, reason="format")
    return fields
