"""Warnings of a counter at central: the code stops, the document is known, another person decides."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from ra_desk.central.database import current_xid
from ra_desk.central.pass_requests import lock, store
from ra_desk.central.review import approve, refuse
from ra_desk.central.tables import code, event, request
from ra_desk.domain.activation import Channel
from ra_desk.domain.after_check import Wrong
from ra_desk.domain.comparison import Field
from ra_desk.domain.documents import DocumentKind
from ra_desk.domain.facts import (
    AbuseReported,
    CheckCorrected,
    CodeOrderedAgain,
    DocumentReported,
    ReceiptPrinted,
    SuspicionNoted,
    ValueRevealed,
    Withdrawn,
)
from ra_desk.domain.pass_request import Stage
from ra_desk.domain.people import Role
from ra_desk.domain.review import OwnCheck
from tests.central.desk import a_check
from tests.central.test_filing import orders, row_of


@pytest.fixture
def ana_at_desk(world):
    ana = world.operator()
    return world.desk_with(ana), ana


def corrected(desk, checked, seq, **changes):
    fields = {
        "request": checked.number,
        "check_desk": desk.id,
        "check_epoch": desk.epoch,
        "check_seq": seq,
        "wrong": Wrong.DOCUMENT,
        "reason": "wrong document",
        **changes,
    }
    return CheckCorrected(**fields)


def a_report(about, **changes):
    fields = {
        "request": about.number,
        "document_kind": DocumentKind.ID_CARD,
        "issuing_state": "SVN",
        "document_number": "IE1234567",
        **changes,
    }
    return DocumentReported(**fields)


def put_code(world, number, *, channel=Channel.EMAIL, stage=Stage.CODE_SENT):
    """Let a code of the request live, as dispatch would have made it."""
    with world.parts.engine.begin() as connection:
        kept = lock(connection, [number])[number]
        after = replace(kept.request, stage=stage, channel=channel)
        store(connection, after, read=kept, xid=current_xid(connection), at=world.clock())
        connection.execute(
            code.insert().values(
                id=f"code-{number}",
                request=number,
                channel=channel,
                digest="d",
                outbox=f"outbox-{number}",
                valid_until=world.clock() + timedelta(hours=24),
                box_expires_at=world.clock() + timedelta(hours=24),
                made_at=world.clock(),
            )
        )


def living_codes(world, number):
    with world.parts.engine.connect() as connection:
        living = sa.select(code.c.id).where(code.c.request == number, code.c.dead_at.is_(None))
        return len(connection.execute(living).all())


def events(world, kind):
    with world.parts.engine.connect() as connection:
        return connection.execute(sa.select(event).where(event.c.kind == kind)).all()


def checked_and_coded(world, desk, ana):
    waiting = world.submit()
    seq = desk.seal(a_check(waiting), ana).seq
    assert desk.exchange().ok
    put_code(world, waiting.number)
    return waiting, seq


def test_a_corrected_check_has_no_living_code_until_somebody_else_decided(world, ana_at_desk):
    """Approved, a new code is ordered; the old one never lives again."""
    desk, ana = ana_at_desk
    checked, seq = checked_and_coded(world, desk, ana)
    assert living_codes(world, checked.number) == 1
    desk.seal(corrected(desk, checked, seq), ana)
    assert desk.exchange().ok
    assert desk.ruling()["outcome"] == "accepted"
    row = row_of(world, checked.number)
    assert (row.stage, row.review) == ("in_review", ["correction"])
    assert living_codes(world, checked.number) == 0
    world.operator("vida", roles=(Role.SUPERVISOR,))
    before = len(orders(world))
    assert approve(world.parts, checked.number, login="vida").stage is Stage.IDENTIFIED
    assert orders(world)[before:] == [("decide", checked.number)]
    assert living_codes(world, checked.number) == 0


def test_a_refused_correction_leaves_the_code_dead(world, ana_at_desk):
    desk, ana = ana_at_desk
    checked, seq = checked_and_coded(world, desk, ana)
    desk.seal(corrected(desk, checked, seq), ana)
    desk.exchange()
    world.operator("vida", roles=(Role.SUPERVISOR,))
    assert refuse(world.parts, checked.number, login="vida").stage is Stage.REFUSED
    assert living_codes(world, checked.number) == 0


def test_what_was_used_meanwhile_is_told_and_stays(world, ana_at_desk):
    """The citizen was faster: the ruling says so, and the help desk is next."""
    desk, ana = ana_at_desk
    checked, seq = checked_and_coded(world, desk, ana)
    put_stage(world, checked.number, Stage.ACTIVE)
    desk.seal(corrected(desk, checked, seq), ana)
    desk.exchange()
    said = desk.ruling()
    assert (said["outcome"], said["reason"]) == ("refused", "correction.too_late")
    assert row_of(world, checked.number).stage == "active"


def put_stage(world, number, stage):
    with world.parts.engine.begin() as connection:
        connection.execute(request.update().where(request.c.number == number).values(stage=stage))


@pytest.mark.parametrize("warning", ["correction", "suspicion"])
def test_nobody_reviews_what_they_warned_of(world, ana_at_desk, warning):
    """A colleague's check that Boris corrected: neither of the two decides."""
    desk, ana = ana_at_desk
    checked, seq = checked_and_coded(world, desk, ana)
    boris = world.operator("boris", roles=(Role.CLERK, Role.SUPERVISOR))
    second = world.desk_with(boris)
    fact = (
        corrected(desk, checked, seq)
        if warning == "correction"
        else SuspicionNoted(request=checked.number)
    )
    second.seal(fact, boris)
    second.exchange()
    assert second.ruling()["outcome"] == "accepted"
    with pytest.raises(OwnCheck):
        approve(world.parts, checked.number, login="boris")


def test_a_suspicion_holds_the_next_check_back_before_any_code(world, ana_at_desk):
    """In the same round, in another round, and at another desk."""
    desk, ana = ana_at_desk
    waiting = world.submit()
    desk.seal(SuspicionNoted(request=waiting.number), ana)
    desk.seal(a_check(waiting), ana)
    desk.exchange()
    assert desk.ruling()["outcome"] == "accepted"
    assert orders(world) == []
    row = row_of(world, waiting.number)
    assert (row.stage, row.review) == ("in_review", ["suspicion"])
    other = world.submit(tax_number="50223054")
    desk.seal(SuspicionNoted(request=other.number), ana)
    desk.exchange()
    boris = world.operator("boris")
    second = world.desk_with(boris)
    second.seal(a_check(other, document_number="IE7654321"), boris)
    second.exchange()
    assert row_of(world, other.number).review == ["suspicion"]
    assert orders(world) == []


def test_a_suspicion_stops_a_code_that_was_sent(world, ana_at_desk):
    desk, ana = ana_at_desk
    checked, _ = checked_and_coded(world, desk, ana)
    desk.seal(SuspicionNoted(request=checked.number), ana)
    desk.exchange()
    assert row_of(world, checked.number).stage == "in_review"
    assert living_codes(world, checked.number) == 0


def test_a_reported_document_is_known_from_then_on(world, ana_at_desk):
    """To any desk and for any person; and the mail says only that it was not valid."""
    desk, ana = ana_at_desk
    first, second = world.submit(), world.submit(tax_number="50223054")
    desk.seal(a_report(first), ana)
    desk.exchange()
    assert row_of(world, first.number).stage == "submitted"
    assert [kind for kind, _ in orders(world)] == ["refused_mail"]
    desk.seal(a_check(second), ana)  # the same document
    desk.seal(a_check(first, document_number="IE7654321"), ana)
    desk.exchange()
    assert row_of(world, second.number).review == ["repeated_document"]
    assert row_of(world, first.number).review == ["suspicion"]
    assert "decide" not in [kind for kind, _ in orders(world)]


def test_a_report_that_was_undone_leaves_nothing(world, ana_at_desk):
    desk, ana = ana_at_desk
    waiting = world.submit()
    seq = desk.seal(a_report(waiting), ana).seq
    desk.seal(Withdrawn(request=waiting.number, seq=seq), ana)
    desk.seal(a_check(waiting), ana)
    desk.exchange()
    assert row_of(world, waiting.number).stage == "identified"
    assert orders(world) == [("decide", waiting.number)]


def test_a_code_is_sent_again_three_times_at_most(world, ana_at_desk):
    """The old one dies each time; then the citizen has to come with a document again."""
    desk, ana = ana_at_desk
    checked, _ = checked_and_coded(world, desk, ana)
    for _time in range(3):
        desk.seal(CodeOrderedAgain(request=checked.number), ana)
        desk.exchange()
        assert desk.ruling()["outcome"] == "accepted"
        assert row_of(world, checked.number).stage == "code_ordered"
        assert living_codes(world, checked.number) == 0
        put_stage(world, checked.number, Stage.CODE_SENT)
    assert len([one for one in orders(world) if one[0] != "decide"]) == 3
    desk.seal(CodeOrderedAgain(request=checked.number), ana)
    desk.exchange()
    assert desk.ruling()["reason"] == "activation_code.sent_too_often"


def test_a_letter_that_is_good_is_not_sent_again(world, ana_at_desk):
    desk, ana = ana_at_desk
    waiting = world.submit()
    desk.seal(a_check(waiting), ana)
    desk.exchange()
    put_code(world, waiting.number, channel=Channel.POST)
    desk.seal(CodeOrderedAgain(request=waiting.number), ana)
    desk.exchange()
    assert desk.ruling()["reason"] == "activation_code.still_good"
    assert living_codes(world, waiting.number) == 1


def test_rights_that_ended_order_no_code(world, ana_at_desk):
    """Blocked, or filed after the lease: what makes codes needs rights at the time of filing."""
    desk, ana = ana_at_desk
    checked, _ = checked_and_coded(world, desk, ana)
    desk.seal(CodeOrderedAgain(request=checked.number), ana)
    world.clock.advance(hours=73)
    desk.exchange()
    assert desk.ruling()["reason"] == "code_again.too_late"
    assert living_codes(world, checked.number) == 1


def test_evidence_is_filed_and_changes_nothing(world, ana_at_desk):
    """A value shown, a receipt, a report of abuse: noted, and the last one is kept for others."""
    desk, ana = ana_at_desk
    waiting = world.submit()
    before = row_of(world, waiting.number).stage
    desk.seal(ValueRevealed(request=waiting.number, field=Field.EMAIL), ana)
    desk.seal(ReceiptPrinted(request=waiting.number, printer="HP"), ana)
    desk.seal(AbuseReported(request=waiting.number), ana)
    desk.seal(AbuseReported(request=None), ana)
    assert desk.exchange().ok
    assert {one["outcome"] for one in desk.rulings.values()} == {"noted"}
    assert row_of(world, waiting.number).stage == before
    assert len(events(world, "abuse.reported")) == 1
