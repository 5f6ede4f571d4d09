"""A reviewer's decision comes from a desk: it counts once, and never from the person checked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa

from ra_desk.central.dispatch.outbox import outbox
from ra_desk.central.offices import set_policy
from ra_desk.central.pass_requests import load
from ra_desk.central.tables import code, request
from ra_desk.domain.after_check import Wrong
from ra_desk.domain.documents import DocumentKind, EntryMode, IdentityDocument
from ra_desk.domain.facts import CheckCorrected, ReviewDecided, Withdrawn
from ra_desk.domain.people import PersonId, Role
from ra_desk.domain.refusals import RefusalReason
from ra_desk.domain.reviewed import ReturnReason, Verdict
from tests.central.desk import TRUSTING, a_check


@pytest.fixture
def waiting(world):
    """A check with a typed document, and a supervisor at another desk of the office."""
    ana = world.operator()
    desk = world.desk_with(ana)
    asked = world.submit()
    desk.seal(a_check(asked, document_entry=EntryMode.TYPED), ana)
    assert desk.exchange().ok
    vida = world.operator("vida", roles=(Role.SUPERVISOR,))
    return world, desk, ana, world.desk_with(vida), vida, asked.number


def listed(desk, who):
    answer = desk.call("/v1/review", {"session": who.token})
    assert answer.ok, answer
    return {case["number"]: case for case in answer.body["cases"]}


def decided(desk, who, number, verdict=Verdict.APPROVE, **other):
    """Return the decision about a listed case."""
    case = other.pop("case", None) or listed(desk, who)[number]
    check = case["checks"][-1]
    fields = {
        "request": number,
        "check_desk": check["desk"],
        "check_epoch": check["epoch"],
        "check_seq": check["seq"],
        "seen": case["seen"],
        "verdict": verdict,
        "return_reason": ReturnReason.EXPLAIN if verdict is Verdict.RETURN else None,
        "refusal": RefusalReason.NOT_THE_PERSON if verdict is Verdict.REFUSE else None,
        **other,
    }
    return ReviewDecided(**fields)


def ruled(desk, who, fact):
    desk.seal(fact, who)
    assert desk.exchange().ok
    return desk.ruling()


def orders(world):
    with world.parts.engine.connect() as connection:
        return [row.kind for row in connection.execute(sa.select(outbox.c.kind))]


def row_of(world, number):
    with world.parts.engine.connect() as connection:
        return connection.execute(sa.select(request).where(request.c.number == number)).one()


def test_the_case_shows_the_check_and_hides_the_number(waiting):
    """What the clerk answered and wrote is there; of the document its last four signs."""
    _, _, _, desk, vida, number = waiting
    case = listed(desk, vida)[number]
    [check] = case["checks"]
    assert (check["number"], check["document_entry"]) == ("•••••4567", "typed")
    assert (check["operator_name"], check["counter"]) == ("Ana Novak", "1")
    assert [step["what"] for step in case["steps"]] == ["checked"]
    desk.exchange()
    assert desk.rows[number]["stage"] == "in_review"  # from now on it is in the desk's feed


def test_an_approval_orders_the_code_and_says_whose_it_was(waiting):
    """The request carries the decision to every desk that keeps it."""
    world, _, _, desk, vida, number = waiting
    assert ruled(desk, vida, decided(desk, vida, number))["outcome"] == "accepted"
    assert orders(world) == ["decide"]
    assert desk.rows[number]["stage"] == "identified"
    assert desk.rows[number]["reviewed"]["operator_name"] == "Vida Novak"
    assert listed(desk, vida) == {}


def test_a_returned_check_tells_the_clerk_why(waiting):
    """The clerk's desk hears the reason and the words; the next check shows both numbers."""
    world, clerks, ana, desk, vida, number = waiting
    fact = decided(desk, vida, number, Verdict.RETURN, text="Preberite dokument znova.")
    assert ruled(desk, vida, fact)["outcome"] == "accepted"
    clerks.exchange()
    assert clerks.rows[number]["stage"] == "returned"
    assert clerks.rows[number]["reviewed"]["text"] == "Preberite dokument znova."
    assert orders(world) == ["refused_mail"]
    with world.parts.engine.connect() as connection:
        again = a_check(load(connection, number), document_number="IE1243567")
    clerks.seal(again, ana)
    clerks.exchange()
    numbers = [check["number"] for check in listed(desk, vida)[number]["checks"]]
    assert numbers == ["••••34567", "••••43567"]


def test_the_second_decision_is_told_who_was_first(waiting):
    """Both were offline; the ruling names the first reviewer and the moment."""
    world, _, _, desk, vida, number = waiting
    iva = world.operator("iva", roles=(Role.SUPERVISOR,))
    other = world.desk_with(iva)
    late = decided(other, iva, number, Verdict.REFUSE)
    ruled(desk, vida, decided(desk, vida, number))
    ruling = ruled(other, iva, late)
    assert (ruling["outcome"], ruling["reason"]) == ("refused", "review.already_decided")
    assert ruling["facts"]["operator"] == "Vida Novak"
    assert ruling["facts"]["verdict"] == "approve"
    assert ruling["facts"]["at"]


def test_a_person_with_two_accounts_is_refused_at_centrals_own_door(waiting):
    """The person counts, whatever a desk says; and nothing has changed."""
    world, _, ana, desk, vida, number = waiting
    with world.parts.engine.connect() as connection:
        person = connection.scalar(
            sa.text("SELECT person FROM operator WHERE id = :id"), {"id": ana.id}
        )
    twin = world.operator("ana2", roles=(Role.SUPERVISOR,), person_id=PersonId(person))
    assert person in listed(desk, vida)[number]["people"]
    there = world.desk_with(twin)
    ruling = ruled(there, twin, decided(there, twin, number))
    assert (ruling["outcome"], ruling["reason"]) == ("refused", "review.own_check")
    assert (row_of(world, number).stage, orders(world)) == ("in_review", [])


def test_a_decision_undone_in_its_round_never_was(waiting):
    """As with a check: nothing follows from it."""
    world, _, _, desk, vida, number = waiting
    entry = desk.seal(decided(desk, vida, number), vida)
    desk.seal(Withdrawn(request=number, seq=entry.seq), vida)
    assert desk.exchange().ok
    assert (row_of(world, number).stage, orders(world)) == ("in_review", [])
    assert {one["outcome"] for one in desk.rulings.values()} == {"accepted"}


def test_who_did_not_see_a_correction_decides_nothing(waiting):
    """Something came up while the reviewer was offline: they have to look again."""
    world, clerks, ana, desk, vida, number = waiting
    fact = decided(desk, vida, number)
    corrected = CheckCorrected(
        request=number,
        check_desk=fact.check_desk,
        check_epoch=fact.check_epoch,
        check_seq=fact.check_seq,
        wrong=Wrong.PERSON,
        reason="Ni bila ista oseba.",
    )
    assert ruled(clerks, ana, corrected)["outcome"] == "accepted"
    assert ruled(desk, vida, fact)["reason"] == "review.changed"
    assert row_of(world, number).stage == "in_review"


def correcting(about, number=None, **document):
    """Return a correction of the check that a decision is about; a number makes a document."""
    shown = None
    if number is not None:
        shown = IdentityDocument(
            **{
                "kind": DocumentKind.ID_CARD,
                "issuing_state": "SVN",
                "number": number,
                "valid_until": date(2030, 1, 1),
                "entry": EntryMode.TYPED,
                **document,
            }
        )
    return CheckCorrected(
        request=about.request,
        check_desk=about.check_desk,
        check_epoch=about.check_epoch,
        check_seq=about.check_seq,
        wrong=Wrong.DOCUMENT,
        reason="Zamenjani števki.",
        document=shown,
    )


def test_the_corrected_document_stands_beside_the_original_and_counts_once_approved(waiting):
    """The reviewer sees what would change; what was recorded by mistake is nobody's document."""
    world, clerks, ana, desk, vida, number = waiting
    fact = decided(desk, vida, number)
    world.clock.advance(minutes=9)
    corrected = correcting(fact, "IE1243567", valid_until=date(2031, 1, 1))
    assert ruled(clerks, ana, corrected)["outcome"] == "accepted"
    case = listed(desk, vida)[number]
    original, other = case["checks"]
    assert (original["number"], other["number"]) == ("••••34567", "••••43567")
    assert (original["valid_until"], other["valid_until"]) == ("2030-01-01", "2031-01-01")
    assert original["seq"] == other["seq"]  # one check, as it was and as it would be
    assert original["at"] < other["at"]
    world.clock.advance(minutes=9)
    assert ruled(desk, vida, decided(desk, vida, number))["outcome"] == "accepted"
    # Another mistake later: what was approved is now what was recorded.
    world.clock.advance(minutes=9)
    assert ruled(clerks, ana, correcting(fact, "IE1243568"))["outcome"] == "accepted"
    numbers = [check["number"] for check in listed(desk, vida)[number]["checks"]]
    assert numbers == ["•••••3567", "•••••3568"]
    # Whoever really has the document with the first number is not taken for somebody else.
    owner = world.submit(tax_number="59082437")
    clerks.seal(a_check(owner), ana)
    assert clerks.exchange().ok
    assert clerks.rows[owner.number]["review"] == []


def test_a_number_that_is_only_written_otherwise_is_no_other_document(waiting):
    """The approved correction has a hyphen more: the document is remembered all the same."""
    world, clerks, ana, desk, vida, number = waiting
    corrected = correcting(decided(desk, vida, number), "IE-1234567")
    assert ruled(clerks, ana, corrected)["outcome"] == "accepted"
    assert ruled(desk, vida, decided(desk, vida, number))["outcome"] == "accepted"
    other = world.submit(tax_number="59082437")
    clerks.seal(a_check(other), ana)
    assert clerks.exchange().ok
    assert clerks.rows[other.number]["review"] == ["repeated_document"]


def test_a_correction_without_a_document_shows_one_check(waiting):
    _, clerks, ana, desk, vida, number = waiting
    assert ruled(clerks, ana, correcting(decided(desk, vida, number)))["outcome"] == "accepted"
    assert len(listed(desk, vida)[number]["checks"]) == 1


def test_a_corrected_document_that_somebody_else_has_shown_is_told_to_the_reviewer(waiting):
    """As of a first check; and an expired one is refused by the common rule."""
    world, clerks, ana, desk, vida, number = waiting
    clerks.seal(a_check(world.submit(tax_number="59082437"), document_number="IE7654321"), ana)
    about = decided(desk, vida, number)
    expired = correcting(about, "IE7654321", valid_until=date(2020, 1, 1))
    assert ruled(clerks, ana, expired)["reason"] == "check.document_expired"
    assert ruled(clerks, ana, correcting(about, "IE7654321"))["outcome"] == "accepted"
    assert row_of(world, number).review == ["typed_document", "correction", "repeated_document"]


def test_check_and_review_of_one_round_make_no_code(waiting):
    """A desk in wrong hands cannot decide what nobody was shown."""
    world, _, _, desk, vida, _ = waiting
    asked = world.submit(tax_number="50223054")
    entry = desk.seal(a_check(asked, document_entry=EntryMode.TYPED), vida)
    case = {
        "seen": "1.1",
        "checks": [{"desk": desk.id, "epoch": desk.epoch, "seq": entry.seq}],
    }
    fact = decided(desk, vida, asked.number, case=case)
    assert ruled(desk, vida, fact)["reason"] == "review.changed"


def test_only_supervisors_ask_and_decide(waiting):
    """A clerk's desk gets nothing, and a clerk's word changes nothing."""
    _, clerks, ana, desk, vida, number = waiting
    assert clerks.call("/v1/review", {"session": ana.token}).code == "people.not_your_role"
    fact = decided(desk, vida, number)
    assert ruled(clerks, ana, fact)["reason"] == "people.not_your_role"


def test_the_office_may_ask_for_the_password(waiting):
    """Then a decision without it is none."""
    world, _, _, desk, vida, number = waiting
    with world.parts.engine.begin() as connection:
        set_policy(connection, world.office, replace(TRUSTING, review_password=True))
    fact = decided(desk, vida, number)
    assert ruled(desk, vida, fact)["reason"] == "review.step_up_missing"
    again = decided(desk, vida, number, stepped_up=True)
    assert ruled(desk, vida, again)["outcome"] == "accepted"


@pytest.fixture
def sampled(world):
    """A plain check that chance has drawn; its code did not wait."""
    with_sample = replace(TRUSTING, sample_after=1.0)
    ana = world.operator()
    with world.parts.engine.begin() as connection:
        set_policy(connection, world.office, with_sample)
    desk = world.desk_with(ana)
    asked = world.submit()
    desk.seal(a_check(asked), ana)
    assert desk.exchange().ok
    vida = world.operator("vida", roles=(Role.SUPERVISOR,))
    return world, world.desk_with(vida), vida, asked.number


def test_a_sampled_check_waits_for_nobody_and_is_looked_at_all_the_same(sampled):
    """The code is ordered at once; approving closes the case and changes nothing else."""
    world, desk, vida, number = sampled
    assert (row_of(world, number).stage, orders(world)) == ("identified", ["decide"])
    assert ruled(desk, vida, decided(desk, vida, number))["outcome"] == "accepted"
    assert (row_of(world, number).stage, row_of(world, number).review) == ("identified", [])
    assert listed(desk, vida) == {}


@pytest.mark.parametrize(
    ("stage", "verdict", "after", "said"),
    [
        ("code_sent", Verdict.RETURN, "returned", "accepted"),
        ("code_sent", Verdict.REFUSE, "refused", "accepted"),
        ("active", Verdict.REFUSE, "restricted", "accepted"),
        ("active", Verdict.RETURN, "active", "refused"),
    ],
)
def test_what_a_sample_finds_stops_the_code_or_the_use(sampled, stage, verdict, after, said):
    """A code that was not used dies; one that was used can only be restricted."""
    world, desk, vida, number = sampled
    with world.parts.engine.begin() as connection:
        connection.execute(request.update().where(request.c.number == number).values(stage=stage))
        connection.execute(
            code.insert().values(
                id="c" * 36,
                request=number,
                channel="email",
                digest="x",
                box_expires_at=world.clock(),
                made_at=world.clock(),
            )
        )
    assert ruled(desk, vida, decided(desk, vida, number, verdict))["outcome"] == said
    with world.parts.engine.connect() as connection:
        dead = connection.scalar(sa.select(code.c.dead_at))
    assert (row_of(world, number).stage, dead is not None) == (after, said == "accepted")


def test_what_nobody_else_can_review_goes_to_the_other_office_after_two_hours(world):
    """Not before, and not while a second supervisor is there today."""
    office, gorica = world.office, world.found("Nova Gorica")
    with world.parts.engine.begin() as connection:
        set_policy(connection, office, replace(TRUSTING, hand_over_to=gorica))
    vida = world.operator("vida", roles=(Role.SUPERVISOR,))
    desk = world.desk_with(vida)
    asked = world.submit()
    desk.seal(a_check(asked, document_entry=EntryMode.TYPED), vida)
    assert desk.exchange().ok
    iva = world.operator("iva", roles=(Role.SUPERVISOR,), office=gorica)
    there = world.desk_with(iva, gorica)
    case = listed(desk, vida)[asked.number]
    assert (case["alone"], case["hand_over_to"]) == (True, "Nova Gorica")
    assert listed(there, iva) == {}
    world.clock.advance(hours=2)
    assert asked.number in listed(there, iva)
    second = world.operator("mia", roles=(Role.SUPERVISOR,))
    world.desk_with(second)
    assert listed(there, iva) == {}
    assert listed(desk, vida)[asked.number]["alone"] is False


def test_a_decision_from_an_office_that_does_not_review_for_this_one_is_none(waiting):
    """Two offices of one area review for one another; others do not."""
    world, _, _, desk, vida, number = waiting
    far = world.found("Maribor")
    iva = world.operator("iva", roles=(Role.SUPERVISOR,), office=far)
    there = world.desk_with(iva, far)
    assert listed(there, iva) == {}
    assert ruled(there, iva, decided(desk, vida, number))["reason"] == "review.elsewhere"
    with world.parts.engine.begin() as connection:
        for one in (world.office, far):
            set_policy(connection, one, replace(TRUSTING, review_area="zahod"))
    assert ruled(there, iva, decided(there, iva, number))["outcome"] == "accepted"
