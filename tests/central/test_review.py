"""Review: another person decides, and only then a code is ordered."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sqlalchemy as sa

from ra_desk.central.dispatch.outbox import outbox
from ra_desk.central.offices import set_policy
from ra_desk.central.operators import OperatorUnknown
from ra_desk.central.review import approve, give_back, refuse, waiting
from ra_desk.central.tables import event
from ra_desk.domain.documents import EntryMode
from ra_desk.domain.pass_request import RequestUnknown, Stage
from ra_desk.domain.people import NotYourRole, PersonId, Role
from ra_desk.domain.review import AlreadyReviewed, OwnCheck, ReviewElsewhere
from tests.central.desk import TRUSTING, a_check


@pytest.fixture
def checked(world):
    """A check with a typed document: it waits for a review."""
    ana = world.operator()
    world.operator("vida", roles=(Role.SUPERVISOR,))
    desk = world.desk_with(ana)
    request = world.submit()
    desk.seal(a_check(request, document_entry=EntryMode.TYPED), ana)
    assert desk.exchange().ok
    return world, desk, ana, request.number


def orders(world):
    with world.parts.engine.connect() as connection:
        return [
            tuple(row) for row in connection.execute(sa.select(outbox.c.kind, outbox.c.subject))
        ]


def test_what_waits_says_why_and_since_when(checked):
    """The reviewer begins with the longest wait."""
    world, _, _, number = checked
    [one] = waiting(world.parts)
    assert (one.request.number, one.since) == (number, world.clock())
    assert one.request.review == ("typed_document",)
    assert orders(world) == []


def test_an_approved_check_orders_its_code_and_the_desk_hears_of_it(checked):
    """From there it is a check like any other."""
    world, desk, _, number = checked
    after = approve(world.parts, number, login="vida")
    assert (after.stage, after.review) == (Stage.IDENTIFIED, ())
    assert orders(world) == [("decide", number)]
    assert waiting(world.parts) == []
    desk.exchange()
    assert desk.rows[number]["stage"] == "identified"
    with world.parts.engine.connect() as connection:
        noted = connection.execute(sa.select(event).where(event.c.kind == "review_approved")).one()
    assert noted.subject == number


@pytest.mark.parametrize(
    ("decide", "stage"), [(refuse, Stage.REFUSED), (give_back, Stage.RETURNED)]
)
def test_a_check_that_does_not_stand_makes_no_code(checked, decide, stage):
    """The request ends, or the citizen comes again; a mail says which."""
    world, _, _, number = checked
    assert decide(world.parts, number, login="vida").stage is stage
    assert [kind for kind, _ in orders(world)] == ["refused_mail"]
    with pytest.raises(AlreadyReviewed):
        approve(world.parts, number, login="vida")


def test_nobody_reviews_their_own_check_not_even_with_another_account(checked):
    """The person counts, not the account; and nothing has changed."""
    world, _, ana, number = checked
    with world.parts.engine.connect() as connection:
        person = connection.scalar(
            sa.text("SELECT person FROM operator WHERE id = :id"), {"id": ana.id}
        )
    world.operator("ana2", roles=(Role.SUPERVISOR,), person_id=PersonId(person))
    with pytest.raises(OwnCheck):
        approve(world.parts, number, login="ana2")
    assert len(waiting(world.parts)) == 1
    assert orders(world) == []


def test_only_a_supervisor_reviews(checked):
    """And only what there is."""
    world, _, _, number = checked
    world.operator("boris")
    with pytest.raises(NotYourRole):
        approve(world.parts, number, login="boris")
    with pytest.raises(OperatorUnknown):
        approve(world.parts, number, login="nobody")
    with pytest.raises(RequestUnknown):
        approve(world.parts, "R-2222-222", login="vida")


def test_the_reviewer_s_office_reviews_for_the_one_that_checked(checked):
    """At the server as at a desk: its own office, its area, or one that hands over to it."""
    world, _, _, number = checked
    there = world.found("UE Piran")
    world.operator("iva", roles=(Role.SUPERVISOR,), office=there)
    with pytest.raises(ReviewElsewhere):
        approve(world.parts, number, login="iva")
    assert orders(world) == []
    handing = replace(TRUSTING, hand_over_to=there)
    with world.parts.engine.begin() as connection:
        set_policy(connection, world.office, handing)
    after = approve(world.parts, number, login="iva")
    assert after.reviewed is not None
    assert after.reviewed.office_name == "UE Piran"
