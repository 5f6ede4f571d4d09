"""What an office did: counted by central out of the entries of all its desks, and told to few."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from ra_desk.domain.documents import DocumentKind
from ra_desk.domain.facts import DocumentReported, RequestRefused, Withdrawn
from ra_desk.domain.facts_letters import LetterBatchPosted, LetterBatchPrepared
from ra_desk.domain.people import Role
from ra_desk.domain.policy import Policy
from ra_desk.domain.refusals import RefusalReason
from tests.central.desk import NOON, a_check

DAY = NOON.date().isoformat()
NOTHING = {
    "hours": {},
    "outcomes": {},
    "reasons": {},
    "seconds": 0,
    "bands": {},
    "corrected": 0,
    "drawn": {},
    "posted": 0,
    "returned": {},
    "oldest_review": None,
    "checks_before": 0,
}


def reported(desk, person, first=DAY, last=DAY):
    return desk.call("/v1/report", {"session": person.token, "first": first, "last": last})


def counts(answer) -> dict:
    """Return what an answer counts, and nothing that is about the answer."""
    assert answer.ok, answer
    return {key: value for key, value in answer.body.items() if key not in {"v", "jti"}}


@pytest.fixture
def tina(world):
    return world.operator("tina", roles=(Role.SUPERVISOR,))


def test_two_desks_of_an_office_are_summed_and_another_offices_is_not(world, tina):
    """Of each check where it stands now, its hour and its time; nothing names anybody."""
    ana, bor = world.operator(), world.operator("bor")
    first, second = world.desk_with(ana), world.desk_with(bor)
    far = world.found("Maribor")
    eva = world.operator("eva", office=far)
    elsewhere = world.desk_with(eva, office=far)
    for desk, person, seconds in ((first, ana, 29), (second, bor, 90), (elsewhere, eva, 500)):
        desk.seal(a_check(world.submit(), seconds=seconds), person)
        assert desk.exchange().ok
    refused = RequestRefused(request=world.submit().number, reason=RefusalReason.DOCUMENT_INVALID)
    second.seal(refused, bor, at=NOON + timedelta(hours=1, minutes=59))
    assert second.exchange().ok
    answer = reported(world.desk_with(tina), tina)
    assert counts(answer) == NOTHING | {
        "hours": {"2026-03-02T11:00:00Z": 2},
        "outcomes": {"issued": 2},
        "reasons": {"document_invalid": 1},
        "seconds": 119,
        "bands": {"0": 1, "3": 1},
    }
    assert "Novak" not in str(answer.body)


def test_a_check_that_central_refused_is_one_without_effect(world, tina):
    """As at the counter: it happened, and nothing came of it."""
    ana = world.operator()
    desk = world.desk_with(ana)
    waiting = world.submit()
    for _again in range(2):
        desk.seal(a_check(waiting), ana)
    assert desk.exchange().ok
    told = counts(reported(world.desk_with(tina), tina))
    assert told["outcomes"] == {"issued": 1, "no_effect": 1}


def test_what_was_undone_counts_nowhere(world, tina):
    """But only what this desk undid: the same place in another chain is another record."""
    ana, bor = world.operator(), world.operator("bor")
    first, second = world.desk_with(ana), world.desk_with(bor)
    waiting = world.submit()
    first.seal(a_check(waiting), ana)
    first.seal(Withdrawn(request=waiting.number, seq=1), ana)
    assert first.exchange().ok
    second.seal(a_check(waiting), bor)
    assert second.exchange().ok
    assert counts(reported(world.desk_with(tina), tina))["outcomes"] == {"issued": 1}


def test_who_waits_for_a_second_review_is_told_by_the_oldest(world, tina):
    """Days of the office, not of the server's clock: 0:30 on the third is UTC's second."""
    ana = world.operator()
    careful = world.found("Celje", policy=Policy(new_clerk_checks=99))
    ana = world.operator("ines", office=careful)
    boss = world.operator("bine", office=careful, roles=(Role.AUDITOR,))
    desk = world.desk_with(ana, office=careful)
    for at in (NOON, datetime(2026, 3, 2, 22, 59, tzinfo=UTC), NOON + timedelta(hours=12)):
        desk.seal(a_check(world.submit(office=careful)), ana, at=at)
    assert desk.exchange().ok
    there = world.desk_with(boss, office=careful)
    today = counts(reported(there, boss))
    assert today["outcomes"] == {"in_review": 2}
    assert today["oldest_review"] == "2026-03-02T11:00:00Z"
    tomorrow = counts(reported(there, boss, "2026-03-03", "2026-03-03"))
    assert tomorrow["hours"] == {"2026-03-02T23:00:00Z": 1}
    assert tomorrow["checks_before"] == 2


def test_a_document_reported_stolen_is_among_the_reasons(world, tina):
    """Whatever stands in its note."""
    ana = world.operator()
    desk = world.desk_with(ana)
    noted = DocumentReported(
        request=world.submit().number,
        document_kind=DocumentKind.ID_CARD,
        issuing_state="SVN",
        document_number="IE7654321",
        note='"reason":"other", \\u0000',
    )
    desk.seal(noted, ana)
    assert desk.exchange().ok
    assert counts(reported(world.desk_with(tina), tina))["reasons"] == {"reported": 1}


def test_a_batch_goes_to_the_post_once_whatever_its_desk_says(world, tina):
    """Two desks both have a first batch; one that central does not know of has no letters."""
    ana, bor = world.operator(), world.operator("bor")
    for person, letters in ((ana, 4), (bor, 3)):
        desk = world.desk_with(person)
        prepared = LetterBatchPrepared(batch=1, printer="tray", envelope="right", letters=())
        desk.seal(prepared, person)
        for batch in (1, 1, 7):
            posted = LetterBatchPosted(batch=batch, letters=letters, on=date(2026, 3, 2))
            desk.seal(posted, person)
        assert desk.exchange().ok
    assert counts(reported(world.desk_with(tina), tina))["posted"] == 7


def test_only_who_oversees_the_office_is_told(world, tina):
    """A clerk sees their own work, at the desk; whoever has left sees nothing."""
    ana = world.operator()
    assert reported(world.desk_with(ana), ana).code == "people.not_your_role"
    far = world.found("Maribor")
    desk = world.desk_with(tina)
    eva = world.operator("eva", office=far, roles=(Role.SUPERVISOR,))
    world.desk_with(eva, office=far)
    assert reported(desk, eva).code == "sign_in.session_over"
    assert counts(reported(desk, tina)) == NOTHING
    world.clock.advance(days=2)
    assert reported(desk, tina).code == "sign_in.session_over"


def test_a_period_that_is_none_or_too_long_is_refused(world, tina):
    """Also one beyond the ends of the calendar."""
    desk = world.desk_with(tina)
    for first, last, code in (
        ("2026-03-02", "2026-03-01", "report.period_unfit"),
        ("2025-03-01", "2026-03-02", "report.period_unfit"),
        ("0001-01-01", "0001-01-01", "call.malformed"),
        ("9999-12-31", "9999-12-31", "call.malformed"),
    ):
        assert reported(desk, tina, first, last).code == code


def test_a_count_beyond_all_sense_spoils_no_report(world, tina):
    """A desk whose clock was set by a century may attest it, and it is filed for ever."""
    ana = world.operator()
    desk = world.desk_with(ana)
    desk.seal(a_check(world.submit(), seconds=2**40), ana)
    desk.seal(LetterBatchPrepared(batch=1, printer="tray", envelope="right", letters=()), ana)
    desk.seal(LetterBatchPosted(batch=1, letters=2**40, on=NOON.date()), ana)
    assert desk.exchange().ok
    told = counts(reported(world.desk_with(tina), tina))
    assert (told["seconds"], told["posted"]) == (2**40, 2**40)
