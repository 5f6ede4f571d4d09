"""Taking over central's answer: rows, marks, rulings and letters, all or nothing."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from ra_desk.domain.activation import LetterNumber, new_letter_number
from ra_desk.domain.facts import LetterPrintStarted, Withdrawn
from ra_desk.domain.pass_request import PassRequest, RequestUnknown, Stage
from ra_desk.domain.people import OperatorId
from ra_desk.domain.policy import Policy
from ra_desk.domain.standing import ACCEPTED, Outcome, Ruling
from ra_desk.journal.envelope import NotGenuine
from ra_desk.journal.keys import SigningKey
from ra_desk.services.ports import Query, Ruled, SealedLetter
from ra_desk.store.engine import DiskFull
from ra_desk.store.local import SqlStore
from ra_desk.store.shapes import read_request, request_text
from ra_desk.store.unit import ReceiptForeign
from tests.store.support import NOON, Desk, check, some_requests

HOUR = timedelta(hours=1)


def a_letter(request: PassRequest, number: LetterNumber | None = None) -> SealedLetter:
    return SealedLetter(
        number=number or new_letter_number(),
        request=request.number,
        box=b"sealed",
        expires_at=NOON + timedelta(days=21),
        ordered_at=NOON,
        recipient=request,
    )


def test_an_answer_is_taken_as_a_whole(desk: Desk, store: SqlStore) -> None:
    """Rows, marks, rulings, policy and names arrive together and say what changed."""
    first, second, third = some_requests(3)
    with store.begin() as unit:
        unit.take(desk.answer(store, requests=[first, second]), now=NOON)
        seq = unit.append(check(first.number), at=NOON, session=desk.session).seq
        unit.offer(now=NOON + HOUR)
    answer = replace(
        desk.answer(store, requests=[third], filed=seq, reflected=seq),
        rulings=(Ruled(seq=1, ruling=ACCEPTED, at=NOON), Ruled(seq=seq, ruling=ACCEPTED, at=NOON)),
        policy=Policy(hold_s=12, office_post=True),
        operator_names={OperatorId("maja.kralj"): "Maja Kralj Nova"},
        letters=(a_letter(second),),
    )
    with store.begin() as unit:
        changed = unit.take(answer, now=NOON + HOUR)
    with store.read() as unit:
        marks = unit.marks()
        assert changed == {first.number, second.number, third.number}
        assert (marks.filed, marks.reflected, marks.ruled) == (seq, seq, seq)
        assert (marks.cursor, marks.last_reply) == (answer.cursor, answer.reply)
        assert marks.last_answer_at == NOON + HOUR
        assert unit.policy() == answer.policy
        assert unit.outbox(limit=1)[0].ruling == ACCEPTED
        assert unit.outbox(limit=1)[0].deed.operator_name == "Maja Kralj Nova"
        assert [letter.request for letter in unit.letters(limit=9)] == [second.number]


def test_an_answer_that_breaks_off_leaves_nothing(desk: Desk, store: SqlStore) -> None:
    """A disk that fills up in the middle of a page leaves the page before, whole."""
    requests = some_requests(400)
    with store.begin() as unit:
        unit.take(desk.answer(store, requests=requests[:3]), now=NOON)
    with store.read() as unit:
        before = unit.marks()
    with store.engines.writing.begin() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 3}")
    answer = replace(desk.answer(store, requests=requests), cursor="99")
    with pytest.raises(DiskFull), store.begin() as unit:
        unit.take(answer, now=NOON + HOUR)
    with store.read() as unit:
        assert unit.marks() == before
        assert unit.find(Query(), limit=100).count == 3
        assert unit.find(Query(tokens=("a",)), limit=100).count <= 3


def test_own_work_stays_visible_until_it_is_reflected(desk: Desk, store: SqlStore) -> None:
    """Filed is not reflected: an old row must not bring a checked person back as waiting."""
    [request] = some_requests(1)
    with store.begin() as unit:
        unit.take(desk.answer(store, requests=[request]), now=NOON)
        seq = unit.append(check(request.number), at=NOON, session=desk.session).seq
    with store.begin() as unit:
        unit.take(desk.answer(store, requests=[request], filed=seq, reflected=0), now=NOON)
        shown = unit.standing(request.number)
        assert (shown.stage, shown.awaits_ruling) == (Stage.IDENTIFIED, True)
        assert unit.find(Query(number=request.number), limit=1).requests == (shown,)
    ruled = replace(request, stage=Stage.CODE_ORDERED)
    with store.begin() as unit:
        unit.take(desk.answer(store, requests=[ruled], filed=seq, reflected=seq), now=NOON)
        assert unit.standing(request.number) == ruled


def test_a_refusal_by_central_keeps_its_reason(desk: Desk, store: SqlStore) -> None:
    """The outbox says who was quicker, and when; the attestation stays in the journal."""
    [request] = some_requests(1)
    with store.begin() as unit:
        unit.take(desk.answer(store, requests=[request]), now=NOON)
        seq = unit.append(check(request.number), at=NOON, session=desk.session).seq
    refused = Ruling(
        outcome=Outcome.REFUSED, reason="check.already_decided", facts={"office": "UE Lendava"}
    )
    answer = replace(
        desk.answer(store, filed=seq, reflected=seq),
        rulings=(Ruled(seq=seq, ruling=refused, at=NOON),),
    )
    with store.begin() as unit:
        assert unit.take(answer, now=NOON) == {request.number}
        [item] = unit.outbox(limit=9)
    assert item.ruling == refused


@pytest.mark.parametrize("what", ["desk", "digest", "beyond"])
def test_a_receipt_for_another_chain_is_not_taken(desk: Desk, store: SqlStore, what: str) -> None:
    """A clone or a restored file must not go on with somebody else's marks."""
    other = Desk(path=desk.path.parent / "other" / "desk.db", central=desk.central)
    if what == "desk":
        other.signer = desk.signer
    elsewhere = other.enrolled()
    if what == "beyond":
        with elsewhere.begin() as unit:
            unit.append(check(some_requests(1)[0].number), at=NOON, session=other.session)
    receipt = other.receipt(elsewhere, 2 if what == "beyond" else 1)
    elsewhere.close()
    answer = replace(desk.answer(store, requests=some_requests(2)), receipt=receipt)
    with pytest.raises(ReceiptForeign), store.begin() as unit:
        unit.take(answer, now=NOON)
    with store.read() as unit:
        assert unit.find(Query(), limit=9).count == 0


def test_a_receipt_by_another_key_is_not_taken(desk: Desk, store: SqlStore) -> None:
    """Central's key was pinned when the desk was enrolled."""
    forged = replace(desk, central=SigningKey.generate()).receipt(store, 1)
    with pytest.raises(NotGenuine), store.begin() as unit:
        unit.take(replace(desk.answer(store), receipt=forged), now=NOON)


@pytest.mark.requirement("S0-46")
def test_closed_requests_leave_with_everything_that_finds_them(desk: Desk, store: SqlStore) -> None:
    """After the days that central's policy allows, row and index entry are gone."""
    open_one, closed = some_requests(2)
    closed = replace(closed, stage=Stage.ACTIVE)
    with store.begin() as unit:
        unit.take(desk.answer(store, requests=[open_one, closed]), now=NOON)
    for days, kept in ((6, True), (8, False)):
        with store.begin() as unit:
            at = NOON + timedelta(days=days)
            changed = unit.take(desk.answer(store, at=at), now=at)
            assert changed == (frozenset() if kept else {closed.number})
            hits = unit.find(Query(birth_date=closed.applicant.birth_date), limit=9)
            assert (closed in hits.requests) is kept
    with pytest.raises(RequestUnknown), store.read() as unit:
        unit.standing(closed.number)
    with store.engines.writing.begin() as connection:
        rows = connection.exec_driver_sql("SELECT count(*) FROM search").scalar_one()
    assert rows == 1


def test_a_closed_request_stays_while_own_work_on_it_is_under_way(
    desk: Desk, store: SqlStore
) -> None:
    """What the clerk did must stay visible until central has answered it."""
    request = replace(some_requests(1)[0], stage=Stage.ACTIVE)
    with store.begin() as unit:
        unit.take(desk.answer(store, requests=[request]), now=NOON)
        unit.append(check(request.number), at=NOON, session=desk.session)
        at = NOON + timedelta(days=30)
        unit.take(desk.answer(store, at=at), now=at)
        assert unit.standing(request.number).stage is Stage.ACTIVE


def test_a_looked_up_request_stays_a_day_unless_the_feed_takes_it_up(
    desk: Desk, store: SqlStore
) -> None:
    """A request of another office must not stay as it was on the day it was looked up."""
    one, two = some_requests(2)
    with store.begin() as unit:
        unit.take(desk.answer(store), now=NOON)
        unit.cache([one, two])
        unit.take(desk.answer(store, requests=[two]), now=NOON)
        at = NOON + timedelta(days=2)
        assert unit.take(desk.answer(store, at=at), now=at) == {one.number}
        assert unit.standing(two.number) == two


def test_a_look_up_does_not_make_a_kept_request_leave(desk: Desk, store: SqlStore) -> None:
    """What the feed keeps here stays, however often it is looked up."""
    [one] = some_requests(1)
    with store.begin() as unit:
        unit.take(desk.answer(store, requests=[one]), now=NOON)
        unit.cache([one])
        at = NOON + timedelta(days=2)
        unit.take(desk.answer(store, at=at), now=at)
        assert unit.standing(one.number) == one


def test_a_dropped_letter_does_not_come_back(desk: Desk, store: SqlStore) -> None:
    """An answer that central gave before it knew must not have a letter printed twice."""
    one, two = some_requests(2)
    letters = (a_letter(one), a_letter(two))
    with store.begin() as unit:
        unit.take(replace(desk.answer(store, requests=[one, two]), letters=letters), now=NOON)
        unit.drop_letter(letters[0].number)
    dead = replace(desk.answer(store), letters=letters, dead_letters=[letters[1].number])
    with store.begin() as unit:
        assert two.number in unit.take(dead, now=NOON)
        assert unit.letters(limit=9) == []
        assert unit.letter(letters[0].number) is None
        unit.take(replace(desk.answer(store), letters=letters), now=NOON)
        assert unit.letters(limit=9) == []


def test_a_letter_knows_that_its_printing_began(desk: Desk, store: SqlStore) -> None:
    """After a crash in the middle the sheet is judged by a person, and never drawn again."""
    [one] = some_requests(1)
    letter = a_letter(one)
    answer = replace(desk.answer(store, requests=[one]), letters=(letter,))
    with store.begin() as unit:
        unit.take(answer, now=NOON)
        started = LetterPrintStarted(
            request=one.number, letter=letter.number, box_digest="x", printer="tray"
        )
        assert unit.letter(letter.number) == letter
        unit.append(started, at=NOON + HOUR, session=desk.session)
        unit.take(answer, now=NOON)
        assert unit.letter(letter.number) == replace(letter, started_at=NOON + HOUR)


def test_a_reader_sees_one_picture_while_somebody_writes(desk: Desk, store: SqlStore) -> None:
    """A list that is being loaded is never half old and half new, and nobody waits."""
    requests = some_requests(4)
    with store.begin() as unit:
        unit.take(desk.answer(store, requests=requests[:2]), now=NOON)
    answer = desk.answer(store, requests=requests)
    with store.read() as reader:
        assert reader.find(Query(), limit=9).count == 2
        with store.begin() as writer:
            writer.take(answer, now=NOON)
        assert reader.find(Query(), limit=9).count == 2
    with store.read() as reader:
        assert reader.find(Query(), limit=9).count == 4


def test_a_withdrawn_check_shows_the_request_as_before(desk: Desk, store: SqlStore) -> None:
    """Undo leads back to the row as central has it, marked as not ruled on."""
    [one] = some_requests(1)
    with store.begin() as unit:
        unit.take(desk.answer(store, requests=[one]), now=NOON)
        seq = unit.append(check(one.number), at=NOON, session=desk.session).seq
        unit.append(Withdrawn(request=one.number, seq=seq), at=NOON, session=desk.session)
        assert unit.standing(one.number) == replace(one, awaits_ruling=True)


def test_a_row_of_an_earlier_version_wishes_no_large_print() -> None:
    """The row is longer by one since; the shorter ones stay in the store until they change."""
    [request] = some_requests(1)
    wished = replace(request, large_print=True)
    text = request_text(wished)
    assert read_request(text) == wished
    assert read_request(text.removesuffix(",true]") + "]") == request
    assert not read_request(json.dumps(json.loads(text)[:-2])).large_print
