"""What no sound desk sends: refused, the desk quarantined, the evidence kept, nothing applied."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from ra_desk.central.enrolment import create_enrol_token
from ra_desk.central.filing import file
from ra_desk.central.proofs import Call, calling_desk
from ra_desk.central.tables import desk as desks
from ra_desk.central.tables import entry, event, quarantined_entry, request
from ra_desk.domain.access import CentralBusy
from ra_desk.domain.facts import SessionOpened
from ra_desk.journal.canonical import b64, canonical, digest, parse_canonical
from ra_desk.journal.envelope import make_proof
from ra_desk.journal.keys import SigningKey
from ra_desk.journal.seal import TYPE, Head, SealedEntry, header_bytes
from ra_desk.wire.messages import ExchangeCall
from tests.central.desk import Person, a_check


@pytest.fixture
def scene(world):
    """A desk with one entry filed, and a check that is sealed and not sent."""
    ana = world.operator()
    desk = world.desk_with(ana)
    desk.seal(SessionOpened(online=True), ana)
    assert desk.exchange().ok
    waiting = world.submit()
    desk.seal(a_check(waiting), ana)
    return world, desk, ana, waiting


def count(world, table):
    with world.parts.engine.connect() as connection:
        return connection.scalar(sa.select(sa.func.count()).select_from(table))


def altered(sealed, change):
    """Return the entry with its JWS changed and written canonically again."""
    jws = json.loads(sealed.jws)
    change(jws)
    return SealedEntry(seq=sealed.seq, jws=canonical(jws), payload=sealed.payload)


def tampered(desk, ana):
    checked = desk.entries[-1]
    return [
        SealedEntry(
            seq=checked.seq, jws=checked.jws, payload=checked.payload.replace(b"IE12", b"IE99")
        )
    ]


def stripped(desk, ana):
    return [altered(desk.entries[-1], lambda jws: jws["signatures"].pop())]


def doubled(desk, ana):
    return [altered(desk.entries[-1], lambda jws: jws["signatures"].append(jws["signatures"][0]))]


def unprotected(desk, ana):
    return [altered(desk.entries[-1], lambda jws: jws["signatures"][0].update(header={}))]


def reordered(desk, ana):
    desk.seal(SessionOpened(online=True), ana)
    return desk.entries[:0:-1]


def truncated(desk, ana):
    """The entry in the middle is missing."""
    desk.seal(SessionOpened(online=True), ana)
    return desk.entries[-1:]


def forged_operator(desk, ana):
    """The desk's own key is right; the operator's is invented."""
    somebody = Person(id=ana.id, login="ana", secret="")
    return [desk.seal(SessionOpened(online=True), somebody, head=Head(seq=1, digest=_filed(desk)))]


def forged_desk(desk, ana):
    stranger = SigningKey.generate()
    head = Head(seq=1, digest=_filed(desk))
    return [desk.seal(SessionOpened(online=True), ana, head=head, desk_key=stranger)]


def from_another_desk(desk, ana):
    head = Head(seq=1, digest=_filed(desk))
    return [desk.seal(SessionOpened(online=True), ana, head=head, desk="another")]


def from_another_epoch(desk, ana):
    head = Head(seq=1, digest=_filed(desk))
    return [desk.seal(SessionOpened(online=True), ana, head=head, epoch=2)]


def from_the_demo(desk, ana):
    head = Head(seq=1, digest=_filed(desk))
    return [desk.seal(SessionOpened(online=True), ana, head=head, demo=True)]


def no_json(desk, ana):
    return [SealedEntry(seq=2, jws=b"not an entry", payload=b"{}")]


def forked(desk, ana):
    """Another first entry, genuine in itself."""
    return [desk.seal(SessionOpened(online=False), ana, head=Head())]


def _filed(desk):
    """Return the digest of the entry that central holds."""
    return json.loads(header_bytes(desk.entries[1]))["prev"]


@pytest.mark.parametrize(
    ("attack", "reason"),
    [
        (tampered, "journal.chain_broken"),
        (stripped, "journal.chain_broken"),
        (doubled, "journal.chain_broken"),
        (unprotected, "journal.chain_broken"),
        (reordered, "journal.chain_broken"),
        (truncated, "journal.chain_broken"),
        (forged_operator, "journal.chain_broken"),
        (forged_desk, "journal.chain_broken"),
        (no_json, "journal.chain_broken"),
        (from_another_desk, "desk.foreign_entry"),
        (from_another_epoch, "desk.foreign_entry"),
        (from_the_demo, "desk.demo_mixed"),
        (forked, "desk.forked"),
    ],
)
def test_what_is_not_genuine_quarantines_the_desk(scene, attack, reason):
    """All of it is kept as evidence; not one entry of the round is filed, not even a sound one."""
    world, desk, ana, _waiting = scene
    sent = attack(desk, ana)
    answer = desk.exchange(sent)
    assert (answer.status, answer.code) == (423, "desk.quarantined")
    assert answer.body["facts"] == {"reason": reason}
    assert count(world, entry) == 1
    with world.parts.engine.connect() as connection:
        assert connection.scalar(sa.select(request.c.version)) == 1
        kept = connection.execute(
            sa.select(quarantined_entry).order_by(quarantined_entry.c.position)
        ).all()
        assert [bytes(row.jws) for row in kept] == [one.jws for one in sent]
        assert [bytes(row.body) for row in kept] == [one.payload for one in sent]
        noted = connection.execute(sa.select(event).where(event.c.kind == "desk.quarantined")).one()
        assert noted.facts["code"] == reason
    again = desk.exchange([])
    assert (again.code, again.body["facts"]) == ("desk.quarantined", {"reason": reason})
    assert desk.sign_in(ana).code == "desk.quarantined"


def test_one_bad_entry_keeps_the_good_ones_before_it_unfiled_and_safe(scene):
    """Nothing of the round is applied, nothing of it is lost."""
    world, desk, ana, _waiting = scene
    desk.seal(SessionOpened(online=True), ana)
    broken = altered(desk.entries[-1], lambda jws: jws["signatures"].pop())
    assert desk.exchange([desk.entries[1], broken]).code == "desk.quarantined"
    assert (count(world, entry), count(world, quarantined_entry)) == (1, 2)


def test_a_copied_desk_is_found_when_the_other_copy_speaks_again(scene):
    """Even when neither writes anything: each names the last reply that it has stored."""
    _world, desk, _ana, _waiting = scene
    copy = desk.copy()
    assert desk.exchange([]).ok
    assert copy.exchange([]).ok
    answer = desk.exchange([])
    assert (answer.code, answer.body["facts"]) == ("desk.quarantined", {"reason": "desk.cloned"})
    assert copy.exchange([]).code == "desk.quarantined"


def test_a_desk_that_lost_one_reply_is_no_clone(scene):
    """It names the one before; that it may lose several in a row does not matter."""
    _world, desk, _ana, _waiting = scene
    for _ in range(3):
        assert desk.copy().exchange().ok
    assert desk.exchange().ok
    assert desk.ruling()["outcome"] == "accepted"


def test_a_desk_whose_first_reply_was_lost_names_none(world):
    """It has never stored one."""
    desk = world.desk()
    assert desk.copy().exchange([]).ok
    assert desk.exchange([]).ok


def test_a_wrong_epoch_is_no_slip(scene):
    """The key belongs to one epoch; who names another one mixes two chains."""
    _world, desk, _ana, _waiting = scene
    answer = desk.exchange([], epoch=2)
    assert answer.body["facts"] == {"reason": "desk.wrong_epoch"}


def test_a_restored_desk_begins_a_new_epoch_with_a_new_key(scene):
    """The way out of quarantine: the old key is dead, the old chain stays as evidence."""
    world, desk, ana, waiting = scene
    desk.exchange([], epoch=2)
    code = create_enrol_token(world.parts, office=world.office, counter="1", restores=desk.id)
    fresh = desk.copy()
    fresh.key, fresh.head, fresh.entries = SigningKey.generate(), Head(), []
    fresh.cursor, fresh.last_reply, fresh.reflected, fresh.ruled = "", "", 0, 0
    fresh.rulings = {}
    assert fresh.enrol(code, previous_receipt="the.last.receipt").ok
    assert (fresh.id, fresh.epoch) == (desk.id, 2)
    assert desk.exchange([]).code == "desk.unknown"
    world.clock.advance(minutes=1)
    boris = world.operator("boris")
    assert fresh.sign_in(boris).ok
    fresh.seal(a_check(waiting), boris)
    assert fresh.exchange().ok
    assert fresh.ruling()["outcome"] == "accepted"
    assert count(world, entry) == 2
    with world.parts.engine.connect() as connection:
        assert connection.scalar(sa.select(desks.c.previous_receipt)) == "the.last.receipt"
    # A key that was confirmed in the old epoch says nothing in the new one.
    fresh.seal(SessionOpened(online=True), ana)
    assert fresh.exchange().body["facts"] == {"reason": "journal.chain_broken"}


@pytest.mark.parametrize(
    ("proof", "reason"),
    [
        ({"url": "https://central.test/v1/look-up"}, "address"),
        ({"url": "https://elsewhere.test/v1/exchange"}, "address"),
        ({"proved": b"{}"}, "body"),
        ({"late": 121}, "time"),
        ({"late": -121}, "time"),
        ({"jti": "short"}, "jti"),
        ({"jti": "x" * 81}, "jti"),
    ],
)
def test_a_call_without_a_fitting_proof_is_refused_and_harms_nobody(scene, proof, reason):
    """Else anybody could put a desk into quarantine."""
    world, desk, _ana, _waiting = scene
    if "late" in proof:
        proof = {"at": world.clock() - timedelta(seconds=proof["late"])}
    said = {"epoch": 9, "entries": [], "cursor": "", "reflected": 0, "ruled": 0, "last_reply": "x"}
    answer = desk.call("/v1/exchange", said, **proof)
    assert (answer.status, answer.code) == (401, "journal.proof_refused")
    assert answer.body["facts"] == {"reason": reason}
    assert not answer.signed
    assert desk.exchange().ok


def test_a_refusal_of_a_proved_call_is_signed_for_it(scene):
    """Whoever ends the line could else tell a desk that it is in quarantine, and it would believe it."""
    _world, desk, ana, _waiting = scene
    refused = [
        desk.exchange(cursor="no cursor"),
        desk.sign_in(ana, password="wrong"),
        desk.exchange([], last_reply="of another copy"),
        desk.exchange([]),
    ]
    assert [(answer.status, answer.code) for answer in refused] == [
        (400, "exchange.cursor_unreadable"),
        (401, "sign_in.wrong"),
        (423, "desk.quarantined"),
        (423, "desk.quarantined"),
    ]
    assert all(answer.signed for answer in refused)


def test_a_recorded_call_cannot_be_played_again(scene):
    """Not even the very same bytes within the two minutes."""
    _world, desk, _ana, _waiting = scene
    said = {
        "epoch": 1,
        "entries": [],
        "cursor": "",
        "reflected": 0,
        "ruled": 0,
        "last_reply": desk.last_reply,
    }
    first = desk.call("/v1/exchange", said, jti="one-time-number-1")
    again = desk.call("/v1/exchange", said, jti="one-time-number-1")
    assert (first.ok, again.code) == (True, "journal.proof_refused")
    assert again.body["facts"] == {"reason": "used"}


def test_a_stranger_is_no_desk(world):
    """A proof by a key that nobody enrolled says nothing."""
    desk = world.desk()
    said = {"epoch": 1, "entries": [], "cursor": "", "reflected": 0, "ruled": 0, "last_reply": ""}
    answer = desk.call("/v1/exchange", said, signer=SigningKey.generate())
    assert (answer.status, answer.code, answer.signed) == (401, "desk.unknown", False)
    assert world.line.post("/v1/exchange", json=said).status_code == 401


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"extra": 1}, "body.extra"),
        ({"epoch": "one"}, "body.epoch"),
        ({"reflected": -1}, "body.reflected"),
        ({"ruled": 1 << 60}, "body.ruled"),
        ({"cursor": "\0"}, "body.cursor"),
        ({"entries": [{"seq": 1, "jws": "", "payload": "", "more": ""}]}, "body.entries.0.more"),
        ({"entries": [{"seq": 1, "jws": "x" * 8001, "payload": ""}]}, "body.entries.0.jws"),
        ({"v": 2}, "body.v"),
    ],
)
def test_an_unknown_or_unfit_field_is_named_and_never_repeated(scene, change, where):
    """Central says which field; what stood in it stays out of answers and logs."""
    _world, desk, _ana, _waiting = scene
    said = {"epoch": 1, "entries": [], "cursor": "", "reflected": 0, "ruled": 0, "last_reply": ""}
    answer = desk.call("/v1/exchange", {**said, **change})
    assert (answer.status, answer.code) == (422, "call.malformed")
    assert answer.body["facts"] == {"where": where}
    assert desk.exchange().ok


def test_a_body_that_is_too_large_is_not_read(world):
    """Nobody fills central's memory."""
    answer = world.line.post("/v1/exchange", content=b"x" * (9 * 1024 * 1024 + 1))
    assert (answer.status_code, answer.json()["code"]) == (413, "call.too_large")


@pytest.mark.parametrize("cursor", ["x", "1:2:3", "1:2:x:R", "-1:2:3:R", f"1:2:{1 << 64}:R"])
def test_a_cursor_that_is_not_ours_is_refused(scene, cursor):
    """The entries that came with it are filed all the same, and a repetition is harmless."""
    _world, desk, _ana, _waiting = scene
    answer = desk.exchange(cursor=cursor)
    assert answer.code == "exchange.cursor_unreadable"


def test_a_subject_that_no_database_keeps_is_no_poison(scene):
    """The desk is put into quarantine; else the round would fail for ever."""
    _world, desk, ana, waiting = scene
    sound = desk.seal(a_check(waiting), ana, head=Head(seq=1, digest=_filed(desk)))
    payload = (sound.payload or b"").replace(waiting.number.encode(), rb"R-2222-\u000022")
    fields = parse_canonical(header_bytes(sound), what="header")
    header = canonical(fields | {"subject": "R-2222-\x0022", "payload": digest(payload)})
    both = [signed(header, key) for key in (desk.key, ana.key)]
    poison = replace(
        sound, jws=canonical({"payload": b64(header), "signatures": both}), payload=payload
    )
    assert desk.exchange([poison]).body["facts"] == {"reason": "journal.chain_broken"}


def signed(header: bytes, key: SigningKey) -> dict[str, str]:
    """Sign a header that `seal` would refuse to make."""
    protected = b64(canonical({"alg": "Ed25519", "kid": key.kid, "typ": TYPE}))
    return {
        "protected": protected,
        "signature": b64(key.sign(f"{protected}.{b64(header)}".encode())),
    }


def held_up(world, desk):
    """Return a call of the desk that has come in and is not filed yet, and what it says."""
    said = ExchangeCall(
        epoch=desk.epoch,
        entries=[],
        cursor=desk.cursor,
        reflected=desk.reflected,
        ruled=desk.ruled,
        last_reply=desk.last_reply,
    )
    body = said.model_dump_json().encode()
    proof = make_proof(
        desk.key,
        method="POST",
        url=f"{world.parts.public_url}/v1/exchange",
        body=body,
        jti="j" * 24,
        at=world.clock(),
    )
    return said, calling_desk(world.parts, Call(path="/v1/exchange", body=body, proof=proof))


@pytest.mark.parametrize("seconds", [1, 20])
def test_a_call_that_its_desk_has_given_up_on_is_not_filed(scene, seconds):
    """Filed after its repetition, it would make the sound desk look like a copy of itself.

    A desk that was killed, or whose line broke off, repeats at once; a patient one later.
    """
    world, desk, _, waiting = scene
    said, caller = held_up(world, desk)
    world.clock.advance(seconds=seconds)
    assert desk.exchange().ok
    with pytest.raises(CentralBusy):
        file(world.parts, said, caller)
    assert desk.exchange().ok
    assert desk.rows[waiting.number]["stage"] == "identified"


def test_a_call_that_took_longer_than_its_desk_waits_is_not_filed(scene):
    """Its repetition is on the way already."""
    world, desk, _, _ = scene
    said, caller = held_up(world, desk)
    world.clock.advance(seconds=20)
    with pytest.raises(CentralBusy):
        file(world.parts, said, caller)
    assert desk.exchange().ok
