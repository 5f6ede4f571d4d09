"""The journal: what is sealed can be verified by a stranger, and nothing else can."""

from __future__ import annotations

import ast
import json
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from hypothesis import given, settings
from hypothesis import strategies as st

from ra_desk.domain.errors import Broken
from ra_desk.domain.facts import (
    FORMER,
    KINDS,
    CheckAttested,
    CheckCorrected,
    ClockMeasured,
    EpochOpened,
    Fact,
    Purpose,
    RequestRefused,
    RequestViewed,
    SessionOpened,
)
from ra_desk.domain.people import DeskId, OfficeId, OperatorId
from ra_desk.domain.refusals import RefusalReason
from ra_desk.journal.canonical import b64, canonical, parse_canonical, unb64
from ra_desk.journal.codec import PayloadUnreadable, UnknownKind, read_fact, read_payload
from ra_desk.journal.envelope import Receipt, operator_key_statement
from ra_desk.journal.export import ExportUnreadable, Provenance, export_lines, verify_lines
from ra_desk.journal.keys import PublicKey, SigningKey
from ra_desk.journal.seal import (
    TYPE,
    ChainBroken,
    Head,
    Keys,
    SealedEntry,
    fact_of,
    follow,
    header_bytes,
    seal,
    verify,
)
from tests.fakes import NOON, a_request
from tests.journal import second_verifier

DESK, CENTRAL, MAJA, STRANGER = (SigningKey.generate() for _ in range(4))
OPERATOR = OperatorId("maja")
KEYS = Keys(desk=DESK.public, operators={MAJA.kid: (OPERATOR, MAJA.public)})
NUMBER = a_request().number


BEGINNING = Head()


def sealed(fact: Fact, head: Head = BEGINNING, **changes: object) -> SealedEntry:
    parts = {
        "desk": DeskId("desk-1"),
        "epoch": 1,
        "at": NOON,
        "demo": False,
        "desk_key": DESK,
        "by": None if fact.system else OPERATOR,
        "operator_key": None if fact.system else MAJA,
    }
    return seal(fact, head, **(parts | changes))  # type: ignore[arg-type]


def a_chain(length: int = 6) -> list[SealedEntry]:
    entries: list[SealedEntry] = []
    head = Head()
    for n in range(length):
        facts: list[Fact] = [
            EpochOpened(office=OfficeId("ue-koper")),
            SessionOpened(online=True),
            RequestViewed(request=NUMBER, purpose=Purpose.CLIENT_AT_COUNTER),
        ]
        entries.append(sealed(facts[min(n, 2)], head))
        header = verify(entries[-1], KEYS)
        head = Head(seq=header.seq, digest=header.digest)
    return entries


def forged(entry: SealedEntry, **changes: object) -> SealedEntry:
    """Return the entry with other parts in its JWS."""
    return replace(entry, jws=canonical(parse_canonical(entry.jws, what="") | changes))


def test_what_is_sealed_is_verified_and_read_back():
    entry = sealed(RequestViewed(request=NUMBER, purpose=Purpose.REVIEW))
    header = verify(entry, KEYS)
    assert (header.seq, header.by, header.subject) == (1, OPERATOR, NUMBER)
    assert fact_of(header, entry) == RequestViewed(request=NUMBER, purpose=Purpose.REVIEW)


def test_an_erased_payload_leaves_the_chain_whole():
    """Retention drops the personal half; header and chain stay evidence."""
    chain = [replace(e, payload=None) for e in a_chain()]
    headers = follow(chain, Head(), KEYS)
    assert [fact_of(h, e) for h, e in zip(headers, chain, strict=True)] == [None] * 6


def test_two_payloads_of_one_fact_have_different_digests():
    """Without the salt an erased number could be guessed back from its digest."""
    facts = [sealed(SessionOpened(online=True)) for _ in range(2)]
    assert verify(facts[0], KEYS).payload != verify(facts[1], KEYS).payload


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_one_flipped_bit_anywhere_is_refused(data):
    entry = a_chain(2)[1]
    part = data.draw(st.sampled_from(["jws", "payload"]))
    raw = bytearray(getattr(entry, part))
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(Broken):
        verify(replace(entry, **{part: bytes(raw)}), KEYS)


@pytest.mark.parametrize("how", ["drop", "swap", "double", "cut the head"])
def test_a_chain_out_of_order_is_refused(how):
    chain = a_chain()
    match how:
        case "drop":
            del chain[2]
        case "swap":
            chain[2], chain[3] = chain[3], chain[2]
        case "double":
            chain.insert(2, chain[2])
        case _:
            del chain[0]
    with pytest.raises(ChainBroken):
        follow(chain, Head(), KEYS)


def signatures(entry: SealedEntry) -> list[dict[str, str]]:
    return json.loads(entry.jws)["signatures"]


def signed_by(key: SigningKey, entry: SealedEntry, **parameters: object) -> dict[str, object]:
    protected = b64(canonical({"alg": "Ed25519", "kid": key.kid, "typ": TYPE} | parameters))
    data = f"{protected}.{b64(header_bytes(entry))}".encode()
    return {"protected": protected, "signature": b64(key.sign(data))}


ENTRY = sealed(SessionOpened(online=True))
DESK_S, MAJA_S = signatures(ENTRY)
FORGERIES = {
    "stripped of the operator": {"signatures": [DESK_S]},
    "stripped of the desk": {"signatures": [MAJA_S]},
    "stripped of both": {"signatures": []},
    "signatures swapped": {"signatures": [MAJA_S, DESK_S]},
    "desk twice": {"signatures": [DESK_S, DESK_S]},
    "operator twice": {"signatures": [DESK_S, MAJA_S, MAJA_S]},
    "a stranger beside": {"signatures": [DESK_S, MAJA_S, signed_by(STRANGER, ENTRY)]},
    "a stranger instead": {"signatures": [DESK_S, signed_by(STRANGER, ENTRY)]},
    "unprotected header": {"signatures": [DESK_S | {"header": {"kid": DESK.kid}}, MAJA_S]},
    "crit": {"signatures": [signed_by(DESK, ENTRY, crit=["b64"], b64=False), MAJA_S]},
    "jwk inside": {"signatures": [signed_by(DESK, ENTRY, jwk=DESK.public.jwk()), MAJA_S]},
    "alg none": {"signatures": [signed_by(DESK, ENTRY, alg="none"), MAJA_S]},
    "another type": {"signatures": [signed_by(DESK, ENTRY, typ="ra-receipt+jws"), MAJA_S]},
    "kid of another": {"signatures": [signed_by(STRANGER, ENTRY, kid=DESK.kid), MAJA_S]},
    "flattened": {"protected": DESK_S["protected"], "signature": DESK_S["signature"]},
    "signatures as text": {"signatures": "none"},
}


@pytest.mark.parametrize("how", FORGERIES)
def test_signatures_are_exactly_those_of_desk_and_operator(how):
    with pytest.raises(ChainBroken):
        verify(forged(ENTRY, **FORGERIES[how]), KEYS)


def test_a_system_entry_takes_no_operator():
    system = sealed(ClockMeasured(offset_ms=12))
    assert verify(system, KEYS).by is None
    with pytest.raises(ChainBroken):
        verify(forged(system, signatures=[*signatures(system), signed_by(MAJA, system)]), KEYS)


def test_an_operators_key_signs_for_nobody_else():
    """A genuine signature by a known key, under another operator's name."""
    entry = sealed(SessionOpened(online=True), by=OperatorId("tatjana"))
    with pytest.raises(ChainBroken):
        verify(entry, KEYS)


@pytest.mark.parametrize(
    "spelling",
    [
        lambda jws: jws.replace(b'{"payload"', b'{ "payload"'),
        lambda jws: jws.replace(b'{"payload"', b'{"payload":"x","payload"', 1),
        lambda jws: jws + b"\n",
        lambda jws: b"[]",
        lambda jws: b"\xff",
        lambda jws: b"[" * 100_000,
        lambda jws: b'{"a":' * 900 + b"1" + b"}" * 900,
        lambda jws: b'{"payload":"\\ud800"}',
        lambda jws: b'{"payload":"\xed\xa0\x80"}',
        lambda jws: b'{"payload":NaN}',
        lambda jws: b'{"payload":1e999}',
        lambda jws: b'{"payload":' + b"9" * 5000 + b"}",
    ],
)
def test_another_spelling_of_the_same_entry_is_refused(spelling):
    with pytest.raises(ChainBroken):
        verify(replace(ENTRY, jws=spelling(ENTRY.jws)), KEYS)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("v", 2),
        ("v", True),
        ("v", 1.0),
        ("kind", "session_opened/1\0"),
        ("at", "9999-12-31T23:59:59.999Z"),
        ("seq", True),
        ("seq", "1"),
        ("epoch", 1.0),
        ("at", "2026-11-20T11:00:00Z"),
        ("at", "yesterday"),
        ("demo", 0),
        ("more", 1),
    ],
)
def test_a_header_of_another_shape_is_refused_though_signed(name, value):
    fields = parse_canonical(header_bytes(ENTRY), what="") | {name: value}
    raw = canonical(fields)
    both = []
    for key in (DESK, MAJA):
        protected = b64(canonical({"alg": "Ed25519", "kid": key.kid, "typ": TYPE}))
        both.append(
            {"protected": protected, "signature": b64(key.sign(f"{protected}.{b64(raw)}".encode()))}
        )
    with pytest.raises(ChainBroken):
        verify(forged(ENTRY, payload=b64(raw), signatures=both), KEYS)


def test_an_unknown_kind_is_said_to_be_unknown_not_forged():
    """A desk of a later version is not a forger; an older central stops and says so."""
    fields = parse_canonical(header_bytes(ENTRY), what="") | {"kind": "check_attested/9"}
    raw = canonical(fields)
    both = []
    for key in (DESK, MAJA):
        protected = b64(canonical({"alg": "Ed25519", "kid": key.kid, "typ": TYPE}))
        both.append(
            {"protected": protected, "signature": b64(key.sign(f"{protected}.{b64(raw)}".encode()))}
        )
    with pytest.raises(UnknownKind):
        verify(forged(ENTRY, payload=b64(raw), signatures=both), KEYS)


def test_kinds_and_signers_must_fit_when_sealing():
    with pytest.raises(ValueError, match="signatures"):
        sealed(SessionOpened(online=True), by=None, operator_key=None)
    with pytest.raises(ValueError, match="signatures"):
        sealed(ClockMeasured(offset_ms=0), by=OPERATOR, operator_key=MAJA)


@pytest.mark.parametrize(
    "raw",
    [
        {"fact": {}, "salt": b64(bytes(16))},
        {"fact": {"online": 1}, "salt": b64(bytes(16))},
        {"fact": {"online": True, "more": 1}, "salt": b64(bytes(16))},
        {"fact": {"online": True}, "salt": b64(bytes(8))},
        {"fact": {"online": True}},
        {"fact": [], "salt": b64(bytes(16))},
        {"fact": {"online": True}, "salt": 16},
    ],
)
def test_a_payload_that_does_not_fit_its_kind_is_refused(raw):
    with pytest.raises(Broken):
        read_payload("session_opened/1", canonical(raw))


CHECK = {
    "request": NUMBER,
    "revision": 1,
    "document_kind": "id_card",
    "issuing_state": "SVN",
    "document_number": "IE9876543",
    "valid_until": None,
    "document_entry": "scanned",
    "lines": [["surname", "matches"]],
    "answers": [True, True, True],
    "seconds": 30,
    "channel": "email",
    "channel_reason": "",
}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("revision", 1.0),
        ("revision", True),
        ("revision", 1 << 53),
        ("revision", -(1 << 70)),
        ("document_number", "IE98\x0076543"),
        ("document_number", "IE98\ud80076543"),
        ("document_number", 9876543),
        ("document_kind", 1),
        ("document_kind", "library_card"),
        ("valid_until", "12. 9. 2031"),
        ("lines", {"surname": "matches"}),
        ("lines", [["surname"]]),
        ("answers", [True, True]),
        ("answers", [True, True, 1]),
    ],
)
def test_a_field_of_another_type_is_refused(name, value):
    """What python would let pass as equal is not: 1.0, true, a list that is too short."""
    assert read_fact("check_attested/1", CHECK).subject == NUMBER
    with pytest.raises(PayloadUnreadable):
        read_fact("check_attested/1", CHECK | {name: value})


def test_a_check_of_the_first_version_is_read_for_ever():
    """What it did not say yet is not said for it."""
    read = read_fact("check_attested/1", CHECK)
    assert isinstance(read, CheckAttested)
    assert (read.note, read.second_look, read.why_typed) == ("", None, None)
    with pytest.raises(PayloadUnreadable):
        read_fact("check_attested/1", CHECK | {"note": "added later"})
    with pytest.raises(PayloadUnreadable):
        read_fact("check_attested/2", CHECK)


def test_a_correction_of_the_first_version_names_no_document():
    """Corrections that were sealed before they could say what is right are read for ever."""
    said = {
        "request": NUMBER,
        "check_desk": "desk-1",
        "check_epoch": 1,
        "check_seq": 4,
        "wrong": "document",
        "reason": "napaka",
    }
    former = read_fact("check_corrected/1", said)
    assert isinstance(former, CheckCorrected)
    assert former.document is None
    names = ("kind", "issuing_state", "number", "valid_until", "entry")
    values = ("id_card", "SVN", "IE9876543", None, "typed")
    today = read_fact(
        "check_corrected/2", {**said, "document": dict(zip(names, values, strict=True))}
    )
    assert isinstance(today, CheckCorrected)
    assert today.document is not None
    assert today.document.number == "IE9876543"
    assert "IE9876543" not in repr(today)
    with pytest.raises(PayloadUnreadable):
        read_fact("check_corrected/1", {**said, "document": None})


def test_a_kind_that_does_not_exist_has_no_fact():
    with pytest.raises(UnknownKind):
        read_fact("check_attested/9", CHECK)


@pytest.mark.parametrize("note", ["n" * 9000, "nul \0", "half a pair \ud800"])
def test_what_central_could_never_read_is_never_sealed(note):
    """A chain cannot skip an entry: one that cannot go up would stop the desk for good."""
    refused = RequestRefused(request=NUMBER, reason=RefusalReason.OTHER, note=note)
    with pytest.raises((ValueError, PayloadUnreadable)):
        sealed(refused)


def test_an_entry_says_nothing_of_its_payload():
    """Exceptions and logs show what python shows of a value."""
    said = repr(sealed(RequestRefused(request=NUMBER, reason=RefusalReason.OTHER, note="zaupno")))
    assert "zaupno" not in said
    assert "payload" not in said


def test_every_kind_of_fact_is_versioned_and_frozen():
    for kind, fact in KINDS.items():
        assert kind == fact.kind or FORMER[kind][0] is fact
        assert kind.split("/")[1].isdigit()
        assert fact.__dataclass_params__.frozen  # type: ignore[attr-defined]


def exported(chain: list[SealedEntry], *, filed: int = 4) -> list[str]:
    headers = follow(chain, Head(), KEYS)
    receipt = Receipt(
        desk=DeskId("desk-1"), epoch=1, filed=filed, digest=headers[filed - 1].digest, at=NOON
    )
    statement = operator_key_statement(
        OPERATOR, DeskId("desk-1"), MAJA.public, at=NOON, signer=CENTRAL
    )
    provenance = Provenance(
        desk=DeskId("desk-1"),
        epoch=1,
        desk_key=DESK.public,
        central_key=CENTRAL.public,
        operators=[statement],
        receipt=receipt.signed(CENTRAL),
    )
    return list(export_lines(provenance, chain))


def both_say(lines: list[str]) -> bool:
    """Whether our verifier finds the journal whole; the second one must find the same."""
    try:
        ours = verify_lines(lines).entries
    except Broken:
        ours = -1
    try:
        theirs = second_verifier.verify(lines)
    except (AssertionError, AttributeError, InvalidSignature, LookupError, ValueError, TypeError):
        theirs = -1
    assert ours == theirs
    return ours >= 0


def test_two_verifiers_find_a_whole_journal_whole():
    chain = a_chain()
    chain[3] = replace(chain[3], payload=None)
    assert both_say(exported(chain))


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_two_verifiers_agree_on_every_tampering(data):
    """Lines dropped, swapped, doubled, cut at the end below the receipt, or a sign changed."""
    lines = exported(a_chain())
    how = data.draw(st.sampled_from(["drop", "swap", "double", "cut", "sign"]))
    at = data.draw(st.integers(1, len(lines) - 2))
    match how:
        case "drop":
            del lines[at]
        case "swap":
            lines[at], lines[at + 1] = lines[at + 1], lines[at]
        case "double":
            lines.insert(at, lines[at])
        case "cut":
            del lines[data.draw(st.integers(2, 4)) :]
        case _:
            line = lines[at - 1]
            place = data.draw(st.integers(0, len(line) - 1))
            sign = data.draw(st.sampled_from('aZ0_-"{}:, é'))
            if line[place] == sign:
                return
            lines[at - 1] = line[:place] + sign + line[place + 1 :]
    assert not both_say(lines)


def test_the_second_verifier_is_short_and_independent():
    source = Path(second_verifier.__file__).read_text(encoding="utf-8")
    imported = {
        name.split(".")[0]
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            [a.name for a in node.names] if isinstance(node, ast.Import) else [node.module]
        )
        if name
    }
    assert len(source.splitlines()) <= 100
    assert "ra_desk" not in imported


def test_a_key_is_named_by_its_thumbprint():
    """The vector of RFC 8037, appendix A.3."""
    key = PublicKey(unb64("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo", what=""))
    assert key.kid == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
    assert PublicKey.from_jwk(key.jwk()) == key


@pytest.mark.parametrize(
    "jwk",
    [
        None,
        {},
        DESK.public.jwk() | {"kid": MAJA.kid},
        DESK.public.jwk() | {"d": "A" * 43},
        DESK.public.jwk() | {"x": b64(bytes(31))},
        DESK.public.jwk() | {"crv": "X25519"},
        {name: value for name, value in DESK.public.jwk().items() if name != "kid"},
    ],
)
def test_what_is_no_key_is_not_read_as_one(jwk):
    with pytest.raises(Broken):
        PublicKey.from_jwk(jwk)


def exported_with(**changes: object) -> list[str]:
    lines = exported(a_chain())
    first = parse_canonical(lines[0].encode(), what="") | changes
    return [canonical(first).decode(), *lines[1:]]


@pytest.mark.parametrize(
    "changes",
    [
        {"format": "ra-desk-journal/2"},
        {"more": 1},
        {"operators": [7]},
        {"operators": ["a.b.c"]},
        {
            "operators": [
                operator_key_statement(
                    OPERATOR, DeskId("desk-2"), MAJA.public, at=NOON, signer=CENTRAL
                )
            ]
        },
        {"desk_key": DESK.public.jwk() | {"kid": "x"}},
        {"receipt": "a.b.c"},
        {
            "receipt": Receipt(
                desk=DeskId("desk-2"), epoch=1, filed=0, digest="A" * 43, at=NOON
            ).signed(CENTRAL)
        },
        {
            "receipt": Receipt(
                desk=DeskId("desk-1"), epoch=1, filed=4, digest="A" * 43, at=NOON
            ).signed(CENTRAL)
        },
        {"desk": "desk-2", "operators": [], "receipt": ""},
        {"epoch": 2, "receipt": ""},
    ],
)
def test_both_verifiers_refuse_a_first_line_that_does_not_fit(changes):
    """Whose journal it is and whose word vouches for it is part of what is verified."""
    assert both_say(exported_with())
    assert not both_say(exported_with(**changes))


def test_both_verifiers_refuse_a_line_with_more_in_it():
    lines = exported(a_chain())
    lines[2] = canonical(parse_canonical(lines[2].encode(), what="") | {"more": 1}).decode()
    assert not both_say(lines)


def test_a_journal_without_a_receipt_is_whole_and_unwitnessed():
    verdict = verify_lines(exported_with(receipt=""))
    assert (verdict.filed, verdict.entries) == (0, len(a_chain()))


def test_entries_of_two_epochs_are_not_one_chain():
    """A restored desk begins a new chain; nothing of the old one follows it."""
    first = sealed(SessionOpened(online=True))
    head = Head(seq=1, digest=verify(first, KEYS).digest)
    second = sealed(SessionOpened(online=True), head, epoch=2)
    assert follow([second], head, KEYS)[0].ref.epoch == 2
    with pytest.raises(ChainBroken) as broken:
        follow([first, second], Head(), KEYS)
    assert broken.value.facts["reason"] == "epoch"


def test_a_fact_that_names_another_subject_than_its_header_is_refused():
    """Rights and evidence are looked up by the header, effects come from the fact."""
    entry = sealed(RequestViewed(request=NUMBER, purpose=Purpose.CLIENT_AT_COUNTER))
    header = replace(verify(entry, KEYS), subject=None)
    with pytest.raises(ChainBroken) as broken:
        fact_of(header, entry)
    assert broken.value.facts["reason"] == "subject"


@pytest.mark.parametrize("line", ['{"b":1,"a":2}', "half a pair \ud800", "[]", ""])
def test_a_line_that_is_no_canonical_object_is_named_by_its_number(line):
    lines = exported(a_chain())
    lines[3] = line
    with pytest.raises(ExportUnreadable) as unreadable:
        verify_lines(lines)
    assert unreadable.value.facts["line"] == 4
