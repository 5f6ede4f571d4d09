"""Filing: of two checks one counts, what only central knows leads to review, and nothing is lost."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from ra_desk.central.dispatch.outbox import outbox
from ra_desk.central.look_up import MANY
from ra_desk.central.offices import set_policy
from ra_desk.central.tables import code, entry, event, letter, look_up, request
from ra_desk.domain.activation import Channel, new_letter_number
from ra_desk.domain.documents import EntryMode
from ra_desk.domain.facts import (
    CodeOrderedAgain,
    LetterPrinted,
    LetterSpoilt,
    Purpose,
    RequestRefused,
    RequestViewed,
    SpoiltReason,
    Withdrawn,
)
from ra_desk.domain.people import Role
from ra_desk.domain.policy import Policy, ReviewReason
from ra_desk.domain.refusals import RefusalReason
from tests.central.desk import TRUSTING, a_check, a_request


def orders(world):
    """What dispatch was told to do, as (kind, subject)."""
    with world.parts.engine.connect() as connection:
        found = sa.select(outbox.c.kind, outbox.c.subject).order_by(outbox.c.created_at)
        return [tuple(row) for row in connection.execute(found)]


def row_of(world, number):
    with world.parts.engine.connect() as connection:
        return connection.execute(sa.select(request).where(request.c.number == number)).one()


@pytest.fixture
def desk_of_ana(world):
    ana = world.operator()
    return world.desk_with(ana), ana


def test_of_many_checks_of_one_request_exactly_one_counts(world):
    """Six desks at the same moment; the others are told who, where and when."""
    waiting = world.submit()
    clerks = [world.operator(f"clerk{n}") for n in range(6)]
    desks = [world.desk_with(clerk) for clerk in clerks]
    for desk, clerk in zip(desks, clerks, strict=True):
        desk.seal(a_check(waiting), clerk)
    start = threading.Barrier(len(desks))

    def race(desk):
        start.wait()
        desk.exchange()

    threads = [threading.Thread(target=race, args=(desk,)) for desk in desks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    rulings = [desk.ruling() for desk in desks]
    assert sorted(r["outcome"] for r in rulings) == ["accepted"] + ["refused"] * 5
    winner = clerks[[r["outcome"] for r in rulings].index("accepted")]
    for ruling in rulings:
        if ruling["outcome"] == "refused":
            assert ruling["reason"] == "check.already_decided"
            assert ruling["facts"]["operator"] == f"{winner.login.title()} Novak"
            assert ruling["facts"]["office"] == "Ljubljana"
            assert ruling["facts"]["at"] == world.clock().isoformat()
    assert orders(world) == [("decide", waiting.number)]
    with world.parts.engine.connect() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(entry)) == 6


def test_the_same_round_sent_again_has_no_second_effect(world, desk_of_ana):
    """An answer that is lost on the way is the commonest failure of all."""
    desk, ana = desk_of_ana
    waiting = world.submit()
    desk.seal(a_check(waiting), ana)
    lost = desk.copy()
    assert lost.exchange().ok
    again = desk.exchange()
    assert again.ok
    assert desk.ruling()["outcome"] == "accepted"
    assert len(orders(world)) == 1
    assert row_of(world, waiting.number).version == 2


def test_a_check_undone_within_the_round_never_orders_a_code(world, desk_of_ana):
    """What was undone in time leads to no code."""
    desk, ana = desk_of_ana
    waiting = world.submit()
    checked = desk.seal(a_check(waiting), ana)
    desk.seal(Withdrawn(request=waiting.number, seq=checked.seq), ana)
    assert desk.exchange().ok
    assert desk.rows[waiting.number]["stage"] == "submitted"
    assert orders(world) == []


def test_an_undo_in_a_later_round_is_too_late(world, desk_of_ana):
    """The code may have left already."""
    desk, ana = desk_of_ana
    waiting = world.submit()
    checked = desk.seal(a_check(waiting), ana)
    desk.exchange()
    desk.seal(Withdrawn(request=waiting.number, seq=checked.seq), ana)
    desk.exchange()
    assert desk.ruling()["reason"] == "undo.too_late"
    assert desk.rows[waiting.number]["stage"] == "identified"


def test_a_refusal_never_blocks_the_entries_behind_it(world, desk_of_ana):
    """A ruling speaks of one entry; the chain goes on."""
    desk, ana = desk_of_ana
    first, second = world.submit(), world.submit(tax_number="59082437")
    desk.seal(a_check(first, answers=(True, False, True)), ana)
    nowhere = a_request(office=world.office, at=world.clock())
    desk.seal(a_check(nowhere), ana)
    desk.seal(a_check(second, document_number="IE7654321"), ana)
    assert desk.exchange().ok
    assert [desk.rulings[n]["reason"] for n in (1, 2, 3)] == [
        "check.answer_is_no",
        "request.unknown",
        "",
    ]
    assert orders(world) == [("decide", second.number)]


def test_a_request_is_refused_and_its_citizen_told(world, desk_of_ana):
    """The request ends, and a mail is ordered; the subject of the order is no person."""
    desk, ana = desk_of_ana
    waiting = world.submit()
    desk.seal(RequestRefused(request=waiting.number, reason=RefusalReason.FALSE_DATA), ana)
    desk.exchange()
    assert desk.rows[waiting.number]["stage"] == "refused"
    assert [kind for kind, _ in orders(world)] == ["refused_mail"]


def test_an_undone_refusal_sends_no_mail(world, desk_of_ana):
    """Not even one on a visit, which leaves the request as it was."""
    desk, ana = desk_of_ana
    waiting = world.submit()
    said = RequestRefused(request=waiting.number, reason=RefusalReason.DOCUMENT_INVALID)
    refused = desk.seal(said, ana)
    desk.seal(Withdrawn(request=waiting.number, seq=refused.seq), ana)
    desk.exchange()
    assert orders(world) == []


def test_whose_role_does_not_allow_it_has_no_effect(world):
    """It is filed, because it happened; the ruling says which role is needed."""
    auditor = world.operator("rok", roles=(Role.AUDITOR,))
    desk = world.desk_with(auditor)
    waiting = world.submit()
    desk.seal(a_check(waiting), auditor)
    desk.exchange()
    assert desk.ruling()["reason"] == "people.not_your_role"
    assert desk.ruling()["facts"] == {"role_needed": "clerk"}
    assert desk.rows[waiting.number]["stage"] == "submitted"
    assert orders(world) == []


@pytest.mark.parametrize(
    ("hours", "reasons"), [(71.9, []), (72.1, ["filed_late"]), (-0.5, ["filed_late"])]
)
def test_an_entry_outside_the_lease_makes_no_code_by_itself(world, desk_of_ana, hours, reasons):
    """Nor one from the future: the proof of the call shows that the desk's clock is right."""
    desk, ana = desk_of_ana
    waiting = world.submit()
    desk.seal(a_check(waiting), ana, at=world.clock() - timedelta(hours=hours))
    desk.exchange()
    assert desk.ruling()["outcome"] == "accepted"
    assert desk.rows[waiting.number]["review"] == reasons
    assert orders(world) == ([] if reasons else [("decide", waiting.number)])


@pytest.mark.parametrize(("hours", "reasons"), [(72, []), (72.1, ["filed_late"])])
def test_a_session_that_is_never_closed_has_no_longer_lease(world, desk_of_ana, hours, reasons):
    """The lease runs from the last online sign-in, not from the entry's own clock."""
    desk, ana = desk_of_ana
    world.clock.advance(hours=hours)
    desk.seal(a_check(waiting := world.submit()), ana)
    desk.exchange()
    assert desk.rows[waiting.number]["review"] == reasons


def test_a_withdrawal_that_does_not_count_keeps_no_mail_back(world, desk_of_ana):
    """Nobody else's withdrawal: the request stays refused, so its citizen must hear it."""
    desk, ana = desk_of_ana
    maja = world.operator("maja")
    desk.sign_in(maja)
    waiting = world.submit()
    refused = desk.seal(
        RequestRefused(request=waiting.number, reason=RefusalReason.FALSE_DATA), ana
    )
    desk.seal(Withdrawn(request=waiting.number, seq=refused.seq), maja)
    desk.exchange()
    assert desk.ruling()["reason"] == "undo.too_late"
    assert row_of(world, waiting.number).stage == "refused"
    assert len(orders(world)) == 1


def test_what_a_blocked_operator_signed_goes_to_review(world, desk_of_ana):
    """Central judges rights by its own time of filing."""
    desk, ana = desk_of_ana
    waiting = world.submit()
    desk.seal(a_check(waiting), ana)
    world.block(ana)
    desk.exchange()
    row = desk.rows[waiting.number]
    assert (row["stage"], row["review"]) == ("in_review", ["operator_blocked"])
    assert orders(world) == []


def test_a_refusal_by_a_blocked_operator_ends_nothing(world, desk_of_ana):
    """Somebody without rights could else end requests, and their citizens would be told so."""
    desk, ana = desk_of_ana
    waiting = world.submit()
    desk.seal(RequestRefused(request=waiting.number, reason=RefusalReason.FALSE_DATA), ana)
    world.block(ana)
    desk.exchange()
    assert (desk.ruling()["outcome"], desk.ruling()["reason"]) == ("refused", "refusal.too_late")
    assert row_of(world, waiting.number).stage == "submitted"
    assert orders(world) == []


def test_a_refusal_that_comes_later_than_rights_last_ends_no_request(world, desk_of_ana):
    """Nobody would look at it again; what ends a visit only is told whenever it comes."""
    desk, ana = desk_of_ana
    ended, came = world.submit(), world.submit()
    late = desk.seal(RequestRefused(request=ended.number, reason=RefusalReason.FALSE_DATA), ana)
    desk.seal(RequestRefused(request=came.number, reason=RefusalReason.DOCUMENT_INVALID), ana)
    world.clock.advance(hours=73)
    desk.exchange()
    assert desk.rulings[late.seq]["reason"] == "refusal.too_late"
    assert desk.ruling()["outcome"] == "accepted"
    assert row_of(world, ended.number).stage == row_of(world, came.number).stage == "submitted"


def test_a_letter_that_a_blocked_operator_has_printed_is_printed(world, desk_of_ana):
    """The paper exists, whatever became of the rights."""
    desk, ana = desk_of_ana
    waiting = world.submit(channel=Channel.POST)
    number = a_letter(world, desk, waiting)
    world.block(ana)
    fact = LetterPrinted(
        request=waiting.number, letter=number, box_digest="d", printer="tray", pages=1
    )
    desk.seal(fact, ana)
    desk.exchange()
    assert desk.ruling()["outcome"] == "accepted"


def test_a_view_brings_no_request_of_another_office(world, desk_of_ana):
    """Guessed numbers would else be looked up without being counted; who acts does hear of it."""
    desk, ana = desk_of_ana
    elsewhere = world.submit(office=world.found("Maribor"))
    desk.seal(RequestViewed(request=elsewhere.number, purpose=Purpose.REVIEW), ana)
    desk.pull()
    assert desk.ruling()["outcome"] == "noted"
    world.clock.advance(minutes=1)
    desk.pull()
    assert elsewhere.number not in desk.rows
    desk.seal(a_check(elsewhere), ana)
    desk.pull()
    assert desk.rows[elsewhere.number]["stage"] == "identified"


def test_acts_on_guessed_numbers_read_nobody(world, desk_of_ana):
    """Acts that need the request at hand bring none; a check brings it, and is a look-up."""
    desk, ana = desk_of_ana
    far = world.found("Maribor")
    strangers = [world.submit(office=far) for _ in range(4)]
    with world.parts.engine.begin() as connection:
        set_policy(connection, world.office, replace(TRUSTING, look_ups_without_check=2))
    rok = world.operator("rok", roles=(Role.AUDITOR,))
    assert desk.sign_in(rok).ok
    for one in strangers:
        desk.seal(Withdrawn(request=one.number, seq=1), ana)
        desk.seal(CodeOrderedAgain(request=one.number), ana)
        desk.seal(LetterSpoilt(request=one.number, letter="L-1", reason=SpoiltReason.JAM), ana)
        desk.seal(a_check(one), rok)
    desk.pull()
    assert desk.rows == {}
    for one in strangers[:2]:
        desk.seal(a_check(one, answers=(False, False, False)), ana)
    desk.seal(a_check(strangers[0], number="R-2222-222"), ana)
    desk.pull()
    assert {desk.rulings[seq]["outcome"] for seq in range(17, 20)} == {"refused"}
    assert set(desk.rows) == {one.number for one in strangers[:2]}
    with world.parts.engine.connect() as connection:
        counted = connection.execute(sa.select(look_up)).all()
        [noted] = connection.execute(sa.select(event).where(event.c.kind == MANY)).all()
    assert sorted((row.operator, row.hits) for row in counted) == [(ana.id, n) for n in (0, 1, 1)]
    assert (noted.subject, noted.facts["count"]) == (ana.id, 3)


def test_a_document_shown_for_another_person_goes_to_review(world, desk_of_ana):
    """The same person may show it again, for example after a refusal."""
    desk, ana = desk_of_ana
    one, again = world.submit(), world.submit()
    other = world.submit(tax_number="59082437")
    for waiting in (one, again, other):
        desk.seal(a_check(waiting), ana)
    desk.exchange()
    reviews = [desk.rows[waiting.number]["review"] for waiting in (one, again, other)]
    assert reviews == [[], [], ["repeated_document"]]
    with world.parts.engine.connect() as connection:
        stored = connection.execute(sa.text("SELECT * FROM document_use")).all()
    assert "IE1234567" not in str(stored)


def test_a_document_is_the_same_however_it_was_read(world, desk_of_ana):
    """A zone has D for Germany and no hyphen; whoever types may write either."""
    desk, ana = desk_of_ana
    read = {"issuing_state": "D", "document_number": "L01X00T47"}
    typed = {"issuing_state": "DEU", "document_number": "L01X-00T/47"}
    desk.seal(a_check(world.submit(), **read), ana)
    other = world.submit(tax_number="59082437")
    desk.seal(a_check(other, **typed), ana)
    desk.exchange()
    assert row_of(world, other.number).review == ["repeated_document"]


def test_the_first_checks_of_a_clerk_are_reviewed(world, desk_of_ana):
    """As many as the policy says, undone ones not counted."""
    desk, ana = desk_of_ana
    policy = Policy(new_clerk_checks=2, sample_after=0.0)
    with world.parts.engine.begin() as connection:
        set_policy(connection, world.office, policy)
    three = [world.submit() for _ in range(3)]
    undone = desk.seal(a_check(three[0]), ana)
    desk.seal(Withdrawn(request=three[0].number, seq=undone.seq), ana)
    for waiting in three:
        desk.seal(a_check(waiting), ana)
    desk.exchange()
    assert [desk.rows[waiting.number]["review"] for waiting in three] == [
        ["new_clerk"],
        ["new_clerk"],
        [],
    ]


def test_reasons_of_desk_and_central_stand_together(world, desk_of_ana):
    """Whoever reviews sees all of them."""
    desk, ana = desk_of_ana
    waiting = world.submit()
    world.block(ana)
    desk.seal(a_check(waiting, document_entry=EntryMode.TYPED), ana)
    desk.exchange()
    assert desk.rows[waiting.number]["review"] == ["typed_document", "operator_blocked"]


def test_a_random_sample_is_noted_after_the_code_is_ordered(world, desk_of_ana):
    """It holds nothing back."""
    desk, ana = desk_of_ana
    with world.parts.engine.begin() as connection:
        set_policy(connection, world.office, Policy(new_clerk_checks=0, sample_after=0.6))
    waiting = world.submit()
    desk.seal(a_check(waiting), ana)
    desk.exchange()
    assert desk.rows[waiting.number]["stage"] == "identified"
    with world.parts.engine.connect() as connection:
        sampled = connection.execute(sa.select(event).where(event.c.kind == "review.sampled")).one()
    assert (sampled.subject, sampled.facts) == (
        waiting.number,
        {"reason": ReviewReason.RANDOM_SAMPLE},
    )


def a_letter(world, desk, waiting):
    """Put a code into a sealed letter for the desk, as dispatch does."""
    number, now = new_letter_number(), world.clock()
    with world.parts.engine.begin() as connection:
        connection.execute(
            letter.insert().values(
                number=number,
                request=waiting.number,
                desk=desk.id,
                state="waiting",
                box=b"box",
                ordered_at=now,
                expires_at=now + timedelta(days=7),
                xid=0,
            )
        )
        connection.execute(
            code.insert().values(
                id=number,
                request=waiting.number,
                channel="post",
                digest="digest",
                letter=number,
                box_expires_at=now,
                made_at=now,
            )
        )
        connection.execute(
            request.update()
            .where(request.c.number == waiting.number)
            .values(stage="code_ordered", channel="post", letter=number)
        )
    return number


def test_a_printed_letter_loses_its_box_and_starts_its_time(world, desk_of_ana):
    """The 21 days run from printing; the sealed code is of no use any more."""
    desk, ana = desk_of_ana
    waiting = world.submit(channel=Channel.POST)
    number = a_letter(world, desk, waiting)
    fact = LetterPrinted(
        request=waiting.number, letter=number, box_digest="d", printer="tray", pages=1
    )
    desk.seal(fact, ana)
    answer = desk.exchange()
    assert desk.ruling()["outcome"] == "accepted"
    assert answer.body["dead_letters"] == [number]
    with world.parts.engine.connect() as connection:
        kept = connection.execute(sa.select(letter)).one()
        alive = connection.execute(sa.select(code)).one()
    assert (kept.state, kept.box) == ("printed", None)
    assert (alive.valid_until, alive.dead_at) == (world.clock() + timedelta(days=21), None)


def test_a_spoilt_letter_kills_its_code_and_orders_another(world, desk_of_ana):
    """Somebody may have read it."""
    desk, ana = desk_of_ana
    waiting = world.submit(channel=Channel.POST)
    number = a_letter(world, desk, waiting)
    desk.seal(LetterSpoilt(request=waiting.number, letter=number, reason=SpoiltReason.JAM), ana)
    desk.exchange()
    assert desk.ruling()["outcome"] == "accepted"
    assert orders(world) == [("order_code", waiting.number)]
    with world.parts.engine.connect() as connection:
        assert connection.scalar(sa.select(code.c.dead_at)) == world.clock()
        assert connection.scalar(sa.select(letter.c.box)) is None
    assert row_of(world, waiting.number).letter is None


@pytest.mark.parametrize("what", ["printed", "spoilt"])
def test_a_letter_that_lies_at_another_desk_is_that_desks_alone(world, desk_of_ana, what):
    """Its number is in the request that many desks keep; a code must not wake or die by it."""
    desk, _ = desk_of_ana
    waiting = world.submit(channel=Channel.POST)
    number = a_letter(world, desk, waiting)
    maja = world.operator("maja")
    other = world.desk_with(maja)
    facts = {
        "printed": LetterPrinted(
            request=waiting.number, letter=number, box_digest="d", printer="tray", pages=1
        ),
        "spoilt": LetterSpoilt(request=waiting.number, letter=number, reason=SpoiltReason.JAM),
    }
    other.seal(facts[what], maja)
    other.exchange()
    assert (other.ruling()["outcome"], other.ruling()["reason"]) == ("refused", "letter.dead")
    with world.parts.engine.connect() as connection:
        assert connection.scalar(sa.select(letter.c.state)) == "waiting"
        alive = connection.execute(sa.select(code)).one()
    assert (alive.valid_until, alive.dead_at) == (None, None)
    assert row_of(world, waiting.number).letter == number
    assert orders(world) == []


def test_a_letter_by_post_follows_the_policy_of_the_office(world, desk_of_ana):
    """The rule is the office's; the same check is refused where post is not allowed."""
    desk, ana = desk_of_ana
    waiting = world.submit()
    check = a_check(waiting, channel=Channel.POST, channel_reason="no e-mail at hand")
    desk.seal(check, ana)
    with world.parts.engine.begin() as connection:
        set_policy(connection, world.office, Policy())
    desk.exchange()
    assert desk.ruling()["reason"] == "check.post_not_allowed"
    with world.parts.engine.begin() as connection:
        set_policy(connection, world.office, TRUSTING)
    desk.seal(check, ana)
    desk.exchange()
    assert desk.ruling()["outcome"] == "accepted"
