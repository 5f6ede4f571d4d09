"""Seal facts into a chain, and verify a chain that somebody else sealed.

Pure: no clock, no disk, no network. The desk seals with it, central verifies with it. The
format is described in the docstring of this room.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import MAXYEAR, datetime
from functools import lru_cache

from ra_desk.domain.errors import Broken
from ra_desk.domain.facts import KINDS, Fact
from ra_desk.domain.pass_request import EntryRef
from ra_desk.domain.people import DeskId, OperatorId
from ra_desk.journal.canonical import NotCanonical, b64, canonical, digest, parse_canonical, unb64
from ra_desk.journal.codec import SALT_BYTES, UnknownKind, instant, payload_bytes, read_payload
from ra_desk.journal.keys import PublicKey, Signer

VERSION = 1
TYPE = "ra-entry+jws"
#: What the first entry of a chain names as its predecessor.
NOTHING_BEFORE = b64(bytes(32))

#: Bytes of a payload at most; the line to central takes no more.
LARGEST_PAYLOAD = 8000

_HEADER = {"v", "desk", "epoch", "seq", "prev", "kind", "subject", "by", "at", "payload", "demo"}


_SIGNATURE = {"protected", "signature"}
_B64 = r'"([\w-]+)"'
_ONE = rf'\{{"protected":{_B64},"signature":{_B64}\}}'
#: An entry with one signature or two, in the one form it may have.
_JWS = re.compile(rf'\{{"payload":{_B64},"signatures":\[{_ONE}(?:,{_ONE})?\]\}}', re.ASCII)
_TEXT = r'"([ !#-\[\]-~]*)"'
_NUMBER = r"(0|[1-9]\d{0,15})"
# No hour 24: later Pythons read it as the next day's midnight, which has its own spelling.
_TIME = r'"(\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):\d\d:\d\d\.\d{3}Z)"'
#: A header whose texts are plain ASCII that JSON spells in one way only.
_PLAIN = re.compile(
    rf'\{{"at":{_TIME},"by":(?:null|{_TEXT}),"demo":(true|false),"desk":{_TEXT},'
    rf'"epoch":{_NUMBER},"kind":{_TEXT},"payload":{_TEXT},"prev":{_TEXT},"seq":{_NUMBER},'
    rf'"subject":(?:null|{_TEXT}),"v":{VERSION}\}}',
    re.ASCII,
)


class ChainBroken(Broken):
    """``seq``: the entry; ``reason``: what is wrong with it."""

    code = "journal.chain_broken"


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The end of a chain: how long it is, and the digest of its last entry."""

    seq: int = 0
    digest: str = NOTHING_BEFORE


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedEntry:
    """An entry as it is stored, sent and verified: the very bytes that were signed.

    ``jws``: JWS in general JSON serialisation. ``payload``: None once it has been erased.
    """

    seq: int
    jws: bytes = field(repr=False)
    payload: bytes | None = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What is signed and chained. ``at``: the desk's clock, ISO 8601 UTC."""

    desk: DeskId
    epoch: int
    seq: int
    prev: str
    kind: str
    subject: str | None
    by: OperatorId | None
    at: datetime
    payload: str
    demo: bool
    digest: str

    @property
    def ref(self) -> EntryRef:
        return EntryRef(desk=self.desk, epoch=self.epoch, seq=self.seq)


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """Whose signatures count: the desk's key, and the operators' keys by ``kid``."""

    desk: PublicKey
    operators: Mapping[str, tuple[OperatorId, PublicKey]]


def seal(
    fact: Fact,
    head: Head,
    *,
    desk: DeskId,
    epoch: int,
    at: datetime,
    demo: bool,
    desk_key: Signer,
    by: OperatorId | None = None,
    operator_key: Signer | None = None,
    salt: Callable[[int], bytes] = secrets.token_bytes,
) -> SealedEntry:
    """Return the entry that follows ``head``.

    Raises:
        ValueError: the kind needs an operator's signature and has none, or the reverse.
        ValueError, PayloadUnreadable: central could not read the payload, and no chain with it in
            could ever be filed.
    """
    if (by is None) != fact.system or (operator_key is None) != fact.system:
        raise ValueError(f"signatures do not fit the kind {fact.kind}")
    payload = payload_bytes(fact, salt=salt(SALT_BYTES))
    if len(payload) > LARGEST_PAYLOAD or read_payload(fact.kind, payload) != fact:
        raise ValueError(f"a fact of the kind {fact.kind} that cannot be filed")
    header = canonical(
        {
            "v": VERSION,
            "desk": desk,
            "epoch": epoch,
            "seq": head.seq + 1,
            "prev": head.digest,
            "kind": fact.kind,
            "subject": fact.subject,
            "by": by,
            "at": instant(at),
            "payload": digest(payload),
            "demo": demo,
        }
    )
    signers = [desk_key] if operator_key is None else [desk_key, operator_key]
    jws = {"payload": b64(header), "signatures": [_signed(header, signer) for signer in signers]}
    return SealedEntry(seq=head.seq + 1, jws=canonical(jws), payload=payload)


def verify(entry: SealedEntry, keys: Keys) -> Header:
    """Return the header of an entry that is genuine in itself.

    Demands exactly the signatures of {desk, operator}, or exactly {desk} for system kinds; a
    missing, doubled, extra or unknown signature, an unprotected header, and any parameter
    beside ``alg``, ``kid`` and ``typ`` are refused. A payload, if there, must be the one that
    the header commits to.

    Raises:
        ChainBroken: the entry is altered, forged or malformed.
        UnknownKind: genuine, but of a kind that this version does not know.
    """
    try:
        return _verified(entry, keys)
    except NotCanonical as error:
        raise ChainBroken(seq=entry.seq, reason=str(error.facts["what"])) from None


def follow(entries: Iterable[SealedEntry], head: Head, keys: Keys) -> list[Header]:
    """Verify entries that must follow ``head`` one after another; return their headers.

    Raises:
        ChainBroken: an entry is missing, out of place, altered, or not signed as it must be.
        UnknownKind: as in ``verify``.
    """
    headers = []
    epoch: int | None = None
    for entry in entries:
        header = verify(entry, keys)
        if (header.seq, header.prev) != (head.seq + 1, head.digest):
            raise ChainBroken(seq=entry.seq, reason="does not follow")
        if header.epoch != (epoch if epoch is not None else header.epoch):
            raise ChainBroken(seq=entry.seq, reason="epoch")
        epoch = header.epoch
        head = Head(seq=header.seq, digest=header.digest)
        headers.append(header)
    return headers


def fact_of(header: Header, entry: SealedEntry) -> Fact | None:
    """Return the fact of a verified entry, or None if its payload has been erased.

    Raises:
        PayloadUnreadable: the payload does not fit its kind.
        ChainBroken: header and fact name different subjects.
    """
    if entry.payload is None:
        return None
    fact = read_payload(header.kind, entry.payload)
    if fact.subject != header.subject:
        raise ChainBroken(seq=header.seq, reason="subject")
    return fact


def header_bytes(entry: SealedEntry) -> bytes:
    """Return the signed bytes of an entry, unverified."""
    return unb64(parse_canonical(entry.jws, what="entry").get("payload"), what="header")


def _signed(header: bytes, signer: Signer) -> dict[str, str]:
    protected = b64(canonical({"alg": "Ed25519", "kid": signer.kid, "typ": TYPE}))
    signature = signer.sign(f"{protected}.{b64(header)}".encode())
    return {"protected": protected, "signature": b64(signature)}


def _verified(entry: SealedEntry, keys: Keys) -> Header:
    def broken(reason: str) -> ChainBroken:
        return ChainBroken(seq=entry.seq, reason=reason)

    body, signatures = _parts(entry.jws, broken)
    raw = unb64(body, what="header")
    header = _plain_header(raw) or _header(parse_canonical(raw, what="header"), digest(raw), broken)
    if header.seq != entry.seq:
        raise broken("seq")
    kids = [_checked(one, body, keys, broken) for one in signatures]
    fact_type = KINDS.get(header.kind)
    system = fact_type.system if fact_type is not None else header.by is None
    if kids[:1] != [keys.desk.kid] or len(kids) != (1 if system else 2):
        raise broken("signatures")
    if system:
        if header.by is not None:
            raise broken("signatures")
    elif kids[1] not in keys.operators or keys.operators[kids[1]][0] != header.by:
        raise broken("operator")
    if entry.payload is not None and digest(entry.payload) != header.payload:
        raise broken("payload")
    if fact_type is None:
        raise UnknownKind(kind=header.kind)
    return header


def _parts(
    jws: bytes, broken: Callable[[str], ChainBroken]
) -> tuple[str, Sequence[tuple[str, str]]]:
    """Return payload and (protected, signature) of each signature, as base64url texts.

    What has the shape of `_JWS` is canonical, because nothing in it could be spelt otherwise;
    anything else is read as JSON, to say what is wrong with it.
    """
    found = _JWS.fullmatch(jws.decode("latin-1"))
    if found is not None:
        body, desk_header, desk_signature, header, signature = found.groups()
        first = (desk_header, desk_signature)
        return body, (first,) if header is None else (first, (header, signature))
    fields = parse_canonical(jws, what="entry")
    signatures = fields.get("signatures")
    if set(fields) != {"payload", "signatures"} or not isinstance(signatures, list):
        raise broken("shape")
    unb64(fields["payload"], what="header")
    if not all(isinstance(one, dict) and set(one) == _SIGNATURE for one in signatures):
        raise broken("signature shape")
    raise broken("signatures")


def _checked(
    one: tuple[str, str], body: str, keys: Keys, broken: Callable[[str], ChainBroken]
) -> str:
    protected, signature = one
    kid = _kid_in(protected)
    if kid is None:
        raise broken("signature header")
    known = keys.operators.get(kid)
    key = known[1] if known is not None else None
    if kid == keys.desk.kid:
        key = keys.desk
    signed = f"{protected}.{body}".encode()
    if key is None or not key.verifies(unb64(signature, what="signature"), signed):
        raise broken("signature")
    return kid


@lru_cache(maxsize=1024)
def _kid_in(protected: str) -> str | None:
    """Return the key that a protected header names; None if it says anything else or more."""
    fields = parse_canonical(unb64(protected, what="protected"), what="protected")
    kid = fields.get("kid")
    if isinstance(kid, str) and fields == {"alg": "Ed25519", "kid": kid, "typ": TYPE}:
        return kid
    return None


def _plain_header(raw: bytes) -> Header | None:
    """Return the header in bytes of the shape that `seal` gives them; None if it is another.

    Nothing that this shape allows could be spelt otherwise, so it is canonical; what `_header`
    refuses in such bytes is refused by it, which is asked about all others.
    """
    found = _PLAIN.fullmatch(raw.decode("latin-1"))
    if found is None:
        return None
    at, by, demo, desk, epoch, kind, payload, prev, seq, subject = found.groups()
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return None
    if moment.year == MAXYEAR:
        return None
    return Header(
        desk=DeskId(desk),
        epoch=int(epoch),
        seq=int(seq),
        prev=prev,
        kind=kind,
        subject=subject,
        by=None if by is None else OperatorId(by),
        at=moment,
        payload=payload,
        demo=demo == "true",
        digest=digest(raw),
    )


def _header(
    fields: Mapping[str, object], own_digest: str, broken: Callable[[str], ChainBroken]
) -> Header:
    match fields:
        case {
            "v": int(version),
            "desk": str(desk),
            "epoch": int(epoch),
            "seq": int(seq),
            "prev": str(prev),
            "kind": str(kind),
            "subject": str() | None as subject,
            "by": str() | None as by,
            "at": str(at),
            "payload": str(payload),
            "demo": bool(demo),
        } if (
            set(fields) == _HEADER
            and version == VERSION
            and bool not in {type(version), type(epoch), type(seq)}
            and "\0" not in f"{kind}{subject}{by}"
        ):
            try:
                moment = datetime.fromisoformat(at)
            except ValueError:
                raise broken("time") from None
            # In the last year of all, no other zone has a day for each moment.
            if instant(moment) != at or moment.year == MAXYEAR:
                raise broken("time")
            return Header(
                desk=DeskId(desk),
                epoch=epoch,
                seq=seq,
                prev=prev,
                kind=kind,
                subject=subject,
                by=None if by is None else OperatorId(by),
                at=moment,
                payload=payload,
                demo=demo,
                digest=own_digest,
            )
        case _:
            raise broken("header")
