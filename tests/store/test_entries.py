"""The journal in its tables: nothing in it changes, and what was changed is found."""

from __future__ import annotations

import json
import threading
from dataclasses import replace

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from ra_desk.domain.access import DeskQuarantined
from ra_desk.domain.errors import Broken
from ra_desk.domain.facts import LookedUp, Purpose, SearchKey, Withdrawn
from ra_desk.domain.pass_request import RequestUnknown
from ra_desk.journal.export import export_lines, verify_lines
from ra_desk.journal.keys import SigningKey
from ra_desk.journal.seal import ChainBroken
from ra_desk.store.engine import TwoWriters
from ra_desk.store.local import SqlStore
from tests.store.support import NOON, Desk, check, some_requests

NOTED = LookedUp(key=SearchKey.NAME, purpose=Purpose.CLIENT_AT_COUNTER, online=False, hits=1)


def written(desk: Desk, store: SqlStore, count: int) -> None:
    with store.begin() as unit:
        for _ in range(count):
            unit.append(NOTED, at=NOON, session=desk.session)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entry SET at = '2000-01-01T00:00:00.000Z' WHERE seq = 1",
        "DELETE FROM entry WHERE seq = 1",
        "INSERT OR REPLACE INTO entry SELECT * FROM entry WHERE seq = 1",
        "INSERT INTO entry SELECT seq + 5, jws, '', '', '', '', '', NULL FROM entry",
        "UPDATE payload SET bytes = x'00' WHERE seq = 1",
    ],
)
def test_the_database_itself_forbids_to_change_the_journal(store: SqlStore, statement: str) -> None:
    """A mistake of ours in some later version must not be able to rewrite evidence."""
    with (
        pytest.raises(IntegrityError, match=r"never|follows"),
        store.engines.writing.begin() as connection,
    ):
        connection.execute(sa.text(statement))


def test_two_writers_of_one_file_follow_each_other(desk: Desk, store: SqlStore) -> None:
    """Two connections of two programs never fork the chain: the second waits and goes on."""
    other = desk.open()
    errors: list[Exception] = []

    def write(own: SqlStore) -> None:
        try:
            for _ in range(25):
                with own.begin() as unit:
                    unit.append(NOTED, at=NOON, session=desk.session)
        except Exception as error:  # noqa: BLE001 - it is asserted below
            errors.append(error)

    threads = [threading.Thread(target=write, args=(own,)) for own in (store, other, store)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    with store.read() as unit:
        assert unit.marks().head.seq == 1 + 75
    store.verify_all()
    other.close()


def test_an_entry_that_is_there_already_collides(desk: Desk, store: SqlStore) -> None:
    """If somebody else wrote our number all the same, nothing of our unit happens."""
    again = sa.text("INSERT INTO entry SELECT seq, jws, '', '', '', '', '', NULL FROM entry")

    def collide() -> None:
        with store.begin() as unit:
            unit.append(NOTED, at=NOON, session=desk.session)
            unit._connection.execute(again)

    with pytest.raises(TwoWriters):
        collide()
    with store.read() as unit:
        assert unit.marks().head.seq == 1


def test_a_refusal_inside_a_unit_leaves_no_trace(desk: Desk, store: SqlStore) -> None:
    """All or nothing also when a rule objects after something was written."""

    def refused() -> None:
        with store.begin() as unit:
            unit.append(NOTED, at=NOON, session=desk.session)
            unit.release(1)
            unit.standing(some_requests(1)[0].number)

    with store.read() as unit:
        before = unit.marks()
    with pytest.raises(RequestUnknown):
        refused()
    with store.read() as unit:
        assert unit.marks() == before


def test_a_quarantined_desk_writes_and_offers_nothing(desk: Desk, store: SqlStore) -> None:
    """It can still be read, so that somebody can see what happened."""
    with store.begin() as unit:
        unit.quarantine("fork")
    with pytest.raises(DeskQuarantined) as refused, store.begin() as unit:
        unit.append(NOTED, at=NOON, session=desk.session)
    assert refused.value.facts == {"reason": "fork"}
    with store.begin() as unit:
        assert unit.offer(now=NOON) == ()
        assert unit.marks().stopped is not None


#: A way to tamper with a stored journal, with the triggers out of the way.
TAMPERED = {
    "a column says something else": "UPDATE entry SET \"by\" = 'jan.potok' WHERE seq = 4",
    "sealed bytes changed": "UPDATE entry SET jws = replace(jws, 'a', 'b') WHERE seq = 4",
    "payload exchanged": "UPDATE payload SET bytes ="
    " (SELECT bytes FROM payload WHERE seq = 3) WHERE seq = 4",
    "entry removed": "DELETE FROM entry WHERE seq = 4",
    "order changed": "UPDATE entry SET jws = (SELECT jws FROM entry WHERE seq = 3) WHERE seq = 4",
}


@pytest.mark.parametrize("statement", TAMPERED.values(), ids=TAMPERED.keys())
def test_a_tampered_journal_stops_the_desk_at_start(
    desk: Desk, store: SqlStore, statement: str
) -> None:
    """Whoever owns the machine can drop a trigger, but not go on as if nothing had been."""
    written(desk, store, 6)
    with store.engines.writing.begin() as connection:
        for trigger in ("entry_is_not_changed", "entry_is_not_deleted", "payload_is_not_changed"):
            connection.execute(sa.text(f"DROP TRIGGER {trigger}"))
        connection.execute(sa.text(statement))
    with pytest.raises(Broken):
        store.verify_all()
    again = desk.open()
    with again.read() as unit:
        stopped = unit.marks().stopped
    again.close()
    assert isinstance(stopped, ChainBroken), "it says what was found, and of which entry"
    assert stopped.facts["seq"] in {4, 5}


def test_a_chain_cut_behind_the_receipt_is_noticed(desk: Desk, store: SqlStore) -> None:
    """A restored older file lacks what central has confirmed; the receipt kept with it says so."""
    written(desk, store, 4)
    receipt = desk.receipt(store, 5)
    with store.begin() as unit:
        unit.take(desk.answer(store, filed=5), now=NOON)
    with store.engines.writing.begin() as connection:
        connection.execute(sa.text("DROP TRIGGER entry_is_not_deleted"))
        connection.execute(sa.text("DELETE FROM entry WHERE seq = 5"))
    assert receipt
    with pytest.raises(ChainBroken) as broken:
        store.verify_since_receipt()
    assert broken.value.facts["reason"] == "receipt"


def test_only_what_is_behind_the_receipt_is_verified_at_start(desk: Desk, store: SqlStore) -> None:
    """The start stays quick over the years; the whole chain is for the background."""
    written(desk, store, 20)
    with store.begin() as unit:
        unit.take(desk.answer(store, filed=15), now=NOON)
    with store.engines.writing.begin() as connection:
        connection.execute(sa.text("DROP TRIGGER payload_is_not_changed"))
        connection.execute(sa.text("UPDATE payload SET bytes = x'00' WHERE seq = 3"))
    store.verify_since_receipt()
    with pytest.raises(ChainBroken):
        store.verify_all()


def test_the_whole_chain_is_verified_in_portions(desk: Desk, store: SqlStore) -> None:
    """The background can show how far it is."""
    written(desk, store, 1100)
    seen: list[tuple[int, int]] = []
    end = store.verify_all(lambda done, last: not seen.append((done, last)))
    assert seen == [(500, 1101), (1000, 1101), (1101, 1101)]
    with store.read() as unit:
        assert end == unit.marks().head


def test_somebody_may_end_the_verifying_in_between(desk: Desk, store: SqlStore) -> None:
    """»Cancel« ends it after the portion at hand, and what is said then is nothing."""
    written(desk, store, 600)
    seen: list[int] = []
    assert store.verify_all(lambda done, last: bool(seen.append(done))) is None
    assert seen == [500]


def test_others_read_and_write_while_the_chain_is_verified(desk: Desk, store: SqlStore) -> None:
    """A look-up waits for no signature; what is written meanwhile is for the next time."""
    written(desk, store, 600)
    seen: list[tuple[int, int]] = []

    def meanwhile(done: int, last: int) -> bool:
        with store.read() as unit:
            unit.marks()
        written(desk, store, 1)
        seen.append((done, last))
        return True

    end = store.verify_all(meanwhile)
    assert seen == [(500, 601), (601, 601)]
    assert end is not None
    assert end.seq == 601


def test_an_operator_who_signs_in_meanwhile_is_known(desk: Desk, store: SqlStore) -> None:
    """Keys are read again when there is one more: a new key is no forgery."""
    written(desk, store, 499)

    def another(done: int, last: int) -> bool:
        if done == 500:
            desk.operator_key = SigningKey.generate()
            desk.sign_in(store)
        return True

    written(desk, store, 2)
    assert store.verify_all(another) is not None


def test_an_operators_older_keys_still_count(desk: Desk, store: SqlStore) -> None:
    """A new key at each online sign-in must not make older entries look forged."""
    written(desk, store, 2)
    desk.operator_key = SigningKey.generate()
    store.close()
    opened = desk.open()
    desk.sign_in(opened)
    written(desk, opened, 2)
    opened.verify_all()
    opened.close()


def test_an_unconfirmed_operator_key_breaks_the_chain(desk: Desk, store: SqlStore) -> None:
    """A signature counts only with central's word on its key."""
    forged = replace(desk, operator_key=SigningKey.generate())
    written(forged, store, 1)
    with pytest.raises(ChainBroken):
        store.verify_all()


def test_an_erased_payload_leaves_the_chain_whole(desk: Desk, store: SqlStore) -> None:
    """Retention drops the document number, not the evidence that somebody checked one."""
    request = some_requests(1)[0]
    with store.begin() as unit:
        seq = unit.append(check(request.number), at=NOON, session=desk.session).seq
    with store.engines.writing.begin() as connection:
        connection.execute(sa.text("DELETE FROM payload WHERE seq = :seq"), {"seq": seq})
    store.verify_all()
    with store.read() as unit:
        assert unit.entry_at(seq) is None


def test_an_exported_journal_can_be_verified_by_a_stranger(desk: Desk, store: SqlStore) -> None:
    """What leaves the store is exactly what was sealed, with everything needed to check it."""
    written(desk, store, 7)
    with store.begin() as unit:
        unit.take(desk.answer(store, filed=6), now=NOON)
    lines = list(export_lines(store.provenance(), store.journal()))
    verdict = verify_lines(lines)
    assert (verdict.entries, verdict.filed, verdict.erased) == (8, 6, 0)
    assert json.loads(lines[0])["desk"] == "desk-1"


def test_deeds_carry_names_as_they_are_now(desk: Desk, store: SqlStore) -> None:
    """A deed shows whose it was and where, without another query."""
    request = some_requests(1)[0]
    with store.begin() as unit:
        unit.take(desk.answer(store, requests=[request]), now=NOON)
        seq = unit.append(check(request.number), at=NOON, session=desk.session).seq
        deed = unit.entry_at(seq)
        standing = unit.standing(request.number)
    assert deed is not None
    assert (deed.operator_name, deed.office_name) == ("Maja Kralj", "UE Koper")
    assert deed.fact == check(request.number)
    assert standing.decision is not None
    assert standing.decision.ref == deed.ref


def test_the_outbox_shows_how_far_each_entry_has_come(desk: Desk, store: SqlStore) -> None:
    """Held, offered and filed are three different things, newest first."""
    first, second = some_requests(2)
    with store.begin() as unit:
        unit.take(desk.answer(store, requests=[first, second]), now=NOON)
        unit.append(check(first.number), at=NOON, session=desk.session)
        unit.offer(now=NOON.replace(minute=1))
        held = unit.append(check(second.number), at=NOON, session=desk.session)
        unit.append(Withdrawn(request=second.number, seq=held.seq), at=NOON, session=desk.session)
        unit.append(NOTED, at=NOON, session=desk.session)
    with store.begin() as unit:
        unit.take(desk.answer(store, filed=2, reflected=0), now=NOON)
        shown = [(item.deed.ref.seq, item.held, item.filed) for item in unit.outbox(limit=9)]
        assert shown == [(4, True, False), (3, True, False), (2, False, True)]
        assert unit.today(since=NOON.replace(hour=12), limit=9) == []
        assert len(unit.today(since=NOON, limit=2)) == 2
        assert unit.withdrawn(3)
        assert not unit.withdrawn(2)
