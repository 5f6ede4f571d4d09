"""Drafts: the operator who left one finds it again, and nobody else reads a word of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from ra_desk.domain.comparison import Presented
from ra_desk.domain.documents import DocumentKind, EntryMode, IdentityDocument
from ra_desk.domain.drafts import Draft
from ra_desk.domain.pass_request import Stage
from ra_desk.journal.keys import KeyGone
from ra_desk.journal.ring import Seal
from tests.fakes import NOON, a_check, a_request, a_session, an_operator
from tests.ui.desks import a_place

DOCUMENT = IdentityDocument(
    kind=DocumentKind.PASSPORT,
    issuing_state="SVN",
    number="PB1234567",
    valid_until=None,
    entry=EntryMode.TYPED,
)
SHOWN = Presented(
    surname="ŽAGAR",
    given_names="ŠPELA",
    birth_date=date(1991, 3, 4),
    valid_until=None,
    from_mrz=False,
    emso_birth_date=date(1991, 3, 4),
)


@pytest.fixture
def request_():
    return a_request()


@pytest.fixture
def place(request_):
    return a_place(request_)


@pytest.fixture
def draft(request_):
    return Draft(
        request=request_.number,
        revision=request_.revision,
        started_at=NOON,
        document=DOCUMENT,
        presented=SHOWN,
        answers=(True, None, False),
        note="stranka pride po kosilu",
    )


def test_a_draft_comes_back_as_it_was_left(place, draft):
    place.desk.keep_draft(draft, session=place.session)
    assert place.desk.draft(draft.request, session=place.session) == draft


def test_the_store_gets_nothing_that_can_be_read(place, draft):
    """A copy of the store and its key must not give away whom somebody has just checked."""
    place.desk.keep_draft(draft, session=place.session)
    (kept,) = place.fake.store.kept.drafts.values()
    for words in (b"PB1234567", "ŽAGAR".encode(), b"1991", b"kosilu"):
        assert words not in kept.sealed


def test_another_operator_finds_no_draft(place, draft):
    place.desk.keep_draft(draft, session=place.session)
    other = a_session(an_operator("Jan Z."))
    assert place.desk.drafts(session=other) == ()


def test_another_operator_who_takes_the_row_cannot_open_it(place, draft):
    """The row is bound to its operator by the seal, not by a column."""
    place.desk.keep_draft(draft, session=place.session)
    kept = place.fake.store.kept
    other = a_session(an_operator("Jan Z."))
    kept.drafts = {
        (other.operator.id, number): replace(one, operator=other.operator.id)
        for (_, number), one in kept.drafts.items()
    }
    assert place.desk.drafts(session=other) == ()
    same_key = replace(other, seal=place.session.seal)
    assert place.desk.drafts(session=same_key) == ()


def test_a_draft_of_one_request_does_not_pass_for_anothers(place, draft):
    other = a_request()
    place.fake.store.kept.cache[other.number] = other
    place.desk.keep_draft(draft, session=place.session)
    kept = place.fake.store.kept
    (one,) = kept.drafts.values()
    kept.drafts = {(one.operator, other.number): replace(one, request=other.number)}
    assert place.desk.drafts(session=place.session) == ()


def test_a_draft_sealed_with_a_former_key_is_left_out(place, draft):
    """After a reset of the password nobody can open it any more; that is no error."""
    place.desk.keep_draft(draft, session=replace(place.session, seal=Seal.generate()))
    assert place.desk.draft(draft.request, session=place.session) is None


def test_an_empty_draft_is_dropped(place, draft):
    place.desk.keep_draft(draft, session=place.session)
    empty = Draft(request=draft.request, revision=draft.revision, started_at=NOON)
    place.desk.keep_draft(empty, session=place.session)
    assert not place.fake.store.kept.drafts


@pytest.mark.parametrize("days", [6, 8])
def test_a_draft_lives_for_seven_days(place, draft, days):
    place.desk.keep_draft(draft, session=place.session)
    place.clock.forward(timedelta(days=days).total_seconds())
    assert bool(place.desk.drafts(session=place.session)) is (days < 7)


def test_a_draft_about_other_data_does_not_fit(place, draft):
    place.desk.keep_draft(draft, session=place.session)
    cache = place.fake.store.kept.cache
    cache[draft.request] = replace(cache[draft.request], revision=2)
    assert place.desk.draft(draft.request, session=place.session) is None


@pytest.mark.parametrize(
    ("changes", "goes_on"),
    [
        ({"stage": Stage.RETURNED}, True),
        ({"stage": Stage.IDENTIFIED}, False),
        ({"stage": Stage.IN_REVIEW}, False),
        ({"expires_at": NOON - timedelta(days=1)}, False),
    ],
)
def test_what_nobody_may_decide_any_more_is_no_draft(place, draft, changes, goes_on):
    """Another office was faster, or the deadline is over: there is nothing to go on with."""
    place.desk.keep_draft(draft, session=place.session)
    cache = place.fake.store.kept.cache
    cache[draft.request] = replace(cache[draft.request], **changes)
    assert bool(place.desk.drafts(session=place.session)) is goes_on


def test_a_recorded_check_ends_the_drafts_about_its_request(place, draft):
    other = a_session(an_operator("Jan Z."))
    place.desk.keep_draft(draft, session=place.session)
    place.desk.keep_draft(draft, session=other)
    place.desk.record_check(a_check(draft.request), session=place.session)
    assert not place.fake.store.kept.drafts


def test_the_last_one_left_is_the_first(place, draft):
    second = a_request()
    place.fake.store.kept.cache[second.number] = second
    place.desk.keep_draft(draft, session=place.session)
    place.clock.forward(60)
    place.desk.keep_draft(replace(draft, request=second.number), session=place.session)
    numbers = [one.request.number for one in place.desk.drafts(session=place.session)]
    assert numbers == [second.number, draft.request]


def test_a_locked_session_keeps_no_draft(place, draft):
    """A save that comes late must not reach the store under a key that is gone."""
    place.session.wipe()
    with pytest.raises(KeyGone):
        place.desk.keep_draft(draft, session=place.session)
    assert not place.fake.store.kept.drafts
