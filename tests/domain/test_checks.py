"""When a check or a refusal is allowed, and what a request becomes by it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ra_desk.domain.activation import Channel, new_letter_number, new_request_number
from ra_desk.domain.checks import (
    NOTE_LIMIT,
    AlreadyDecided,
    AnswerIsNo,
    CertificateRoute,
    ComparisonMissing,
    DataDiffers,
    NoteHoldsEmso,
    NoteTooLong,
    NotWaiting,
    PostNotAllowed,
    RequestLapsed,
    days_left,
    office_day,
    require_allowed,
    require_short,
    review_reasons,
)
from ra_desk.domain.comparison import Field, Match
from ra_desk.domain.documents import DocumentExpired, EntryMode
from ra_desk.domain.errors import RaError, Refused
from ra_desk.domain.facts import (
    CheckAttested,
    ClockMeasured,
    Deed,
    LetterPrinted,
    LetterSpoilt,
    Purpose,
    RequestRefused,
    RequestViewed,
    SpoiltReason,
    Withdrawn,
)
from ra_desk.domain.life import LIFE, Event, NotPossibleNow, advance
from ra_desk.domain.pass_request import CLOSED, EntryRef, Route, Stage
from ra_desk.domain.people import (
    DeskId,
    NotYourRole,
    OfficeId,
    OperatorId,
    Role,
    Underage,
    age,
    birthday,
    require_of_age,
    require_role,
)
from ra_desk.domain.policy import ALWAYS, Policy, ReviewReason
from ra_desk.domain.refusals import (
    NoteMissing,
    Refusal,
    RefusalReason,
    require_refusable,
)
from ra_desk.domain.standing import NOTED, Outcome, apply, check_of, project, settle
from tests.fakes import NOON, OFFICE, a_check, a_request, an_operator

POLICY = Policy()
POST = replace(POLICY, office_post=True)


def a_deed(
    fact: object, *, seq: int = 1, desk: str = "d1", at: datetime = NOON, by: str = "maja"
) -> Deed:
    return Deed(
        ref=EntryRef(desk=DeskId(desk), epoch=1, seq=seq),
        at=at,
        by=OperatorId(by),
        operator_name="Maja K.",
        office=OfficeId("ue-koper"),
        office_name="UE Koper",
        fact=fact,  # type: ignore[arg-type]
    )


def attested(number: str, **changes: object) -> CheckAttested:
    check = a_check(number, **changes)  # type: ignore[arg-type]
    document = check.document
    return CheckAttested(
        request=check.request,
        revision=check.revision,
        document_kind=document.kind,
        issuing_state=document.issuing_state,
        document_number=document.number,
        valid_until=document.valid_until,
        document_entry=document.entry,
        lines=check.lines,
        answers=check.answers,
        seconds=check.seconds,
        channel=check.channel,
        channel_reason=check.channel_reason,
    )


REQUEST = a_request()


@pytest.mark.requirement("S0-19", "S0-28")
def test_a_check_in_which_all_is_well_is_allowed():
    require_allowed(a_check(REQUEST.number), REQUEST, at=NOON, policy=POLICY)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"lines": ((Field.SURNAME, Match.MATCHES),)}, ComparisonMissing),
        (
            {
                "lines": (
                    (Field.SURNAME, Match.NO_DATA),
                    (Field.GIVEN_NAMES, Match.MATCHES),
                    (Field.BIRTH_DATE, Match.MATCHES),
                )
            },
            ComparisonMissing,
        ),
        (
            {
                "lines": (
                    (Field.SURNAME, Match.DIFFERS),
                    (Field.GIVEN_NAMES, Match.MATCHES),
                    (Field.BIRTH_DATE, Match.MATCHES),
                )
            },
            DataDiffers,
        ),
        (
            {
                "lines": (
                    (Field.SURNAME, Match.CLIENT_CONFIRMS),
                    (Field.GIVEN_NAMES, Match.MATCHES),
                    (Field.BIRTH_DATE, Match.MATCHES),
                )
            },
            ComparisonMissing,
        ),
        (
            {
                "lines": (
                    (Field.SURNAME, Match.NO_DATA),
                    (Field.GIVEN_NAMES, Match.MATCHES),
                    (Field.BIRTH_DATE, Match.MATCHES),
                    (Field.SURNAME, Match.MATCHES),
                )
            },
            ComparisonMissing,
        ),
        ({"channel_reason": "x" * (NOTE_LIMIT + 1)}, NoteTooLong),
        ({"answers": (True, False, True)}, AnswerIsNo),
        ({"channel": Channel.POST, "channel_reason": "brez e-pošte"}, PostNotAllowed),
        (
            {"document": replace(a_check(REQUEST.number).document, valid_until=date(2026, 11, 19))},
            DocumentExpired,
        ),
    ],
)
def test_a_check_against_the_rules_is_refused(changes, error):
    with pytest.raises(error):
        require_allowed(a_check(REQUEST.number, **changes), REQUEST, at=NOON, policy=POLICY)


def test_a_document_is_valid_on_its_last_day():
    document = replace(a_check(REQUEST.number).document, valid_until=date(2026, 11, 20))
    require_allowed(a_check(REQUEST.number, document=document), REQUEST, at=NOON, policy=POLICY)


def test_post_from_the_counter_needs_the_policy_and_a_reason():
    with_reason = a_check(REQUEST.number, channel=Channel.POST, channel_reason="brez e-pošte")
    require_allowed(with_reason, REQUEST, at=NOON, policy=POST)
    with pytest.raises(PostNotAllowed):
        require_allowed(replace(with_reason, channel_reason=""), REQUEST, at=NOON, policy=POST)


@pytest.mark.requirement("S0-04")
def test_nobody_checks_a_certificate_request_in_person():
    request = replace(REQUEST, route=Route.CERTIFICATE)
    with pytest.raises(CertificateRoute):
        require_allowed(a_check(REQUEST.number), request, at=NOON, policy=POLICY)


@pytest.mark.requirement("S0-18")
def test_a_lapsed_request_is_refused_to_the_second():
    check = a_check(REQUEST.number)
    require_allowed(check, REQUEST, at=REQUEST.expires_at, policy=POLICY)
    late = REQUEST.expires_at + timedelta(seconds=1)
    with pytest.raises(RequestLapsed):
        require_allowed(check, REQUEST, at=late, policy=POLICY)


@pytest.mark.requirement("S0-09")
@pytest.mark.parametrize("stage", sorted(set(Stage) - {Stage.SUBMITTED, Stage.RETURNED}))
def test_only_a_waiting_request_is_checked(stage):
    """A restricted, refused or finished request makes no code, whatever the clerk does."""
    with pytest.raises(NotWaiting):
        require_allowed(
            a_check(REQUEST.number), replace(REQUEST, stage=stage), at=NOON, policy=POLICY
        )


@pytest.mark.requirement("S0-14")
@pytest.mark.parametrize(
    ("born", "day", "turns"),
    [
        (date(2011, 11, 20), date(2026, 11, 20), None),
        (date(2011, 11, 21), date(2026, 11, 20), date(2026, 11, 21)),
        (date(2012, 2, 29), date(2027, 2, 28), date(2027, 3, 1)),
        (date(2012, 2, 29), date(2027, 3, 1), None),
    ],
)
def test_fifteen_completed_years_on_the_day_of_the_check(born, day, turns):
    if turns is None:
        require_of_age(born, years=15, on=day)
        return
    with pytest.raises(Underage) as refused:
        require_of_age(born, years=15, on=day)
    assert refused.value.facts["turns"] == turns


@given(st.dates(date(1900, 1, 1), date(2020, 1, 1)), st.dates(date(2020, 1, 2), date(2090, 1, 1)))
def test_an_age_is_reached_on_its_birthday_and_not_before(born, day):
    years = age(born, on=day)
    assert birthday(born, age=years) <= day < birthday(born, age=years + 1)


def test_the_day_of_a_check_is_the_day_at_the_office():
    """At half past eleven in the evening, UTC, it is tomorrow in Ljubljana."""
    assert office_day(datetime(2026, 6, 30, 22, 30, tzinfo=UTC)) == date(2026, 7, 1)
    assert office_day(datetime(2026, 12, 31, 22, 30, tzinfo=UTC)) == date(2026, 12, 31)


def test_each_reason_for_a_review_is_found_by_itself():
    typed = replace(a_check(REQUEST.number).document, entry=EntryMode.TYPED)
    possibly = ((Field.SURNAME, Match.POSSIBLY), *a_check(REQUEST.number).lines[1:])
    cases = {
        ReviewReason.TYPED_DOCUMENT: {"document": typed},
        ReviewReason.POSSIBLY_MATCHES: {"lines": possibly},
        ReviewReason.VERY_FAST: {"seconds": 5},
        ReviewReason.DATA_CHANGED: {"revision": 2},
    }
    assert review_reasons(a_check(REQUEST.number), REQUEST, policy=POLICY) == ()
    for reason, changes in cases.items():
        check = a_check(REQUEST.number, **changes)
        assert review_reasons(check, REQUEST, policy=POLICY) == (reason,)


def test_a_policy_switches_off_only_what_may_be_switched_off():
    lax = replace(POLICY, review_before=frozenset())
    assert {reason for reason in ReviewReason if lax.reviews(reason)} == ALWAYS
    with pytest.raises(ValueError, match="hold_s"):
        Policy(hold_s=31)


def test_a_check_identifies_or_goes_to_review():
    after, ruling = apply(a_deed(attested(REQUEST.number)), REQUEST, policy=POLICY)
    assert (after.stage, ruling.outcome) == (Stage.IDENTIFIED, Outcome.ACCEPTED)
    assert after.decision is not None
    assert after.channel is Channel.EMAIL
    fast = a_deed(attested(REQUEST.number, seconds=2))
    after, _ = apply(fast, REQUEST, policy=POLICY)
    assert (after.stage, after.review) == (Stage.IN_REVIEW, (ReviewReason.VERY_FAST,))


@pytest.mark.requirement("S0-13")
def test_no_deed_of_a_desk_leads_from_waiting_to_a_code():
    """A code is unreachable from a waiting request: only central orders one, after a check."""
    letter = new_letter_number()
    facts = [
        attested(REQUEST.number),
        RequestRefused(request=REQUEST.number, reason=RefusalReason.NOT_THE_PERSON),
        Withdrawn(request=REQUEST.number, seq=9),
        LetterPrinted(request=REQUEST.number, letter=letter, box_digest="", printer="", pages=1),
        LetterSpoilt(request=REQUEST.number, letter=letter, reason=SpoiltReason.JAM),
        RequestViewed(request=REQUEST.number, purpose=Purpose.REVIEW),
    ]
    for fact in facts:
        after, _ = apply(a_deed(fact), REQUEST, policy=POLICY)
        assert after.stage not in {Stage.CODE_ORDERED, Stage.CODE_SENT, Stage.REDEEMED}


def test_undoing_leads_back_to_where_the_request_stood():
    returned = replace(REQUEST, stage=Stage.RETURNED)
    for fact in (
        attested(REQUEST.number),
        attested(REQUEST.number, seconds=1),
        RequestRefused(request=REQUEST.number, reason=RefusalReason.FALSE_DATA),
    ):
        after, _ = apply(a_deed(fact, seq=4), returned, policy=POLICY)
        back, ruling = apply(
            a_deed(Withdrawn(request=REQUEST.number, seq=4), seq=5), after, policy=POLICY
        )
        assert back == returned
        assert ruling.outcome is Outcome.ACCEPTED


def test_undoing_another_desks_check_changes_nothing():
    after, _ = apply(a_deed(attested(REQUEST.number), seq=4), REQUEST, policy=POLICY)
    other = a_deed(Withdrawn(request=REQUEST.number, seq=4), seq=5, desk="d2")
    assert apply(other, after, policy=POLICY)[0] == after


def test_an_undo_comes_too_late_once_a_code_is_ordered():
    after, _ = apply(a_deed(attested(REQUEST.number), seq=4), REQUEST, policy=POLICY)
    ordered = advance(after, Event.REGISTER_AGREED)
    late = a_deed(Withdrawn(request=REQUEST.number, seq=4), seq=5)
    same, ruling = apply(late, ordered, policy=POLICY)
    assert (same, ruling.reason) == (ordered, "undo.too_late")


def test_a_withdrawal_counts_only_in_the_round_of_its_check():
    requests = {REQUEST.number: REQUEST}
    settle([a_deed(attested(REQUEST.number), seq=4)], requests, policy=POLICY)
    [ruling] = settle(
        [a_deed(Withdrawn(request=REQUEST.number, seq=4), seq=5)], requests, policy=POLICY
    )
    assert ruling.reason == "undo.too_late"
    assert requests[REQUEST.number].stage is Stage.IDENTIFIED


@pytest.mark.parametrize(
    "order",
    [
        [(attested, 4, "maja"), (4, 5, "tatjana")],  # another operator's
        [(5, 4, "maja"), (attested, 5, "maja")],  # before there was anything to undo
        [(attested, 4, "maja"), (5, 5, "maja")],  # itself
    ],
)
def test_only_ones_own_check_can_be_withdrawn_and_only_after_it(order):
    """No sound desk sends this. A withdrawal that counts in no place leaves the check standing."""
    requests = {REQUEST.number: REQUEST}
    deeds = [
        a_deed(
            Withdrawn(request=REQUEST.number, seq=what)
            if isinstance(what, int)
            else what(REQUEST.number),
            seq=seq,
            by=by,
        )
        for what, seq, by in order
    ]
    rulings = settle(deeds, requests, policy=POLICY)
    assert sorted(r.reason for r in rulings) == ["", "undo.too_late"]
    assert requests[REQUEST.number].stage is Stage.IDENTIFIED


def test_a_withdrawal_that_names_another_request_undoes_nothing():
    other = replace(REQUEST, number=new_request_number())
    requests = {REQUEST.number: REQUEST, other.number: other}
    rulings = settle(
        [
            a_deed(attested(REQUEST.number), seq=4),
            a_deed(Withdrawn(request=other.number, seq=4), seq=5),
        ],
        requests,
        policy=POLICY,
    )
    assert [r.reason for r in rulings] == ["", "undo.too_late"]
    assert requests[REQUEST.number].stage is Stage.IDENTIFIED


def test_nothing_personal_shows_where_a_value_is_printed():
    """Logs and tracebacks show values as python prints them."""
    said = repr(
        [
            REQUEST,
            a_check(REQUEST.number, channel_reason="nima pošte"),
            a_deed(attested(REQUEST.number)),
            Refusal(request=REQUEST.number, reason=RefusalReason.OTHER, note="zaupno"),
            RequestRefused(request=REQUEST.number, reason=RefusalReason.OTHER, note="zaupno"),
        ]
    )
    for secret in ("Žagar", "1991", "50223054", "Ferrarska", "@posta", "IE98", "zaupno", "nima"):
        assert secret not in said


def test_an_office_is_in_the_town_of_its_post():
    assert OFFICE.town == "Koper"


def test_a_fact_about_nobody_we_know_is_filed_and_refused():
    rulings = settle(
        [a_deed(attested(new_request_number())), a_deed(ClockMeasured(offset_ms=1), seq=2)],
        {},
        policy=POLICY,
    )
    assert [(r.outcome, r.reason) for r in rulings] == [
        (Outcome.REFUSED, "request.unknown"),
        (Outcome.NOTED, ""),
    ]


@pytest.mark.parametrize("reason", RefusalReason)
def test_the_reason_decides_whether_the_visit_ends_or_the_request(reason):
    fact = RequestRefused(request=REQUEST.number, reason=reason, note="opomba")
    after, ruling = apply(a_deed(fact), REQUEST, policy=POLICY)
    assert ruling.outcome is Outcome.ACCEPTED
    ends = reason in {
        RefusalReason.NOT_THE_PERSON,
        RefusalReason.FALSE_DATA,
        RefusalReason.NOT_ENTITLED,
        RefusalReason.NO_CAPACITY,
    }
    assert after.stage is (Stage.REFUSED if ends else Stage.SUBMITTED)


def test_a_refusal_needs_its_words_and_no_more_than_fit():
    other = Refusal(request=REQUEST.number, reason=RefusalReason.OTHER)
    with pytest.raises(NoteMissing):
        require_refusable(other, REQUEST, at=NOON)
    with pytest.raises(NoteTooLong):
        require_refusable(replace(other, note="x" * (NOTE_LIMIT + 1)), REQUEST, at=NOON)
    require_refusable(replace(other, note="x"), REQUEST, at=NOON)


@pytest.mark.parametrize("number", ["0403991505129", "0403991 505129", "04.03.991-505129"])
def test_no_words_of_a_clerk_hold_an_emso(number):
    """Decision 24: it is never stored, and a note would be the way around that."""
    with pytest.raises(NoteHoldsEmso):
        require_short(f"Stranka je povedala {number}, dokument je pozabila.")
    require_short(f"Posta {number[:-1]}8, brez kontrolne stevke")  # no check digit fits
    require_short(f"7{number}")


def test_a_printed_letter_sends_the_code_and_a_spoilt_one_asks_for_another():
    letter = new_letter_number()
    ordered = replace(REQUEST, stage=Stage.CODE_ORDERED, channel=Channel.POST, letter=letter)
    printed = LetterPrinted(
        request=REQUEST.number, letter=letter, box_digest="d", printer="p", pages=1
    )
    sent, ruling = apply(a_deed(printed), ordered, policy=POLICY)
    assert (sent.stage, ruling.outcome) == (Stage.CODE_SENT, Outcome.ACCEPTED)
    spoilt = LetterSpoilt(request=REQUEST.number, letter=letter, reason=SpoiltReason.JAM)
    again, _ = apply(a_deed(spoilt), sent, policy=POLICY)
    assert (again.stage, again.letter) == (Stage.CODE_ORDERED, None)
    for dead in (replace(printed, letter=new_letter_number()), printed):
        _, ruling = apply(a_deed(dead), again, policy=POLICY)
        assert ruling.reason == "letter.dead"
    assert apply(a_deed(spoilt), again, policy=POLICY) == (again, NOTED), "it was dead already"


def test_what_is_laid_over_says_that_it_awaits_a_ruling():
    shown = project(REQUEST, [a_deed(attested(REQUEST.number))], policy=POLICY)
    assert shown.awaits_ruling
    viewed = RequestViewed(request=REQUEST.number, purpose=Purpose.REVIEW)
    assert not project(REQUEST, [a_deed(viewed)], policy=POLICY).awaits_ruling


def test_the_second_check_is_refused_with_the_first_ones_office_and_hour():
    after, _ = apply(a_deed(attested(REQUEST.number)), REQUEST, policy=POLICY)
    with pytest.raises(AlreadyDecided) as refused:
        require_allowed(a_check(REQUEST.number), after, at=NOON, policy=POLICY)
    assert refused.value.facts == {"office": "UE Koper", "operator": "Maja K.", "at": NOON}


def test_what_a_fact_attests_is_the_check_that_was_made():
    check = a_check(REQUEST.number)
    assert check_of(attested(REQUEST.number)) == check


def test_a_system_entry_cannot_decide():
    deed = replace(a_deed(attested(REQUEST.number)), by=None)
    with pytest.raises(ValueError, match="system"):
        apply(deed, REQUEST, policy=POLICY)


@pytest.mark.parametrize("event", Event)
def test_events_follow_only_where_life_allows(event):
    allowed, leads_to = LIFE[event]
    for stage in Stage:
        request = replace(REQUEST, stage=stage)
        if stage in allowed:
            assert advance(request, event).stage is leads_to
        else:
            with pytest.raises(NotPossibleNow):
                advance(request, event)


def test_nothing_follows_a_closed_request_but_its_end():
    for event, (allowed, _) in LIFE.items():
        assert not allowed & (CLOSED - {Stage.ACTIVE}), event


def test_review_reasons_gather_and_go_with_the_review():
    in_review = advance(
        replace(REQUEST, stage=Stage.IDENTIFIED),
        Event.REVIEW_OPENED,
        reasons=(ReviewReason.NEW_CLERK, ReviewReason.NEW_CLERK),
    )
    assert in_review.review == (ReviewReason.NEW_CLERK,)
    assert advance(in_review, Event.REVIEW_APPROVED).review == ()


def test_a_role_is_needed_and_named():
    require_role(an_operator("A", Role.SUPERVISOR), Role.CLERK, Role.SUPERVISOR)
    with pytest.raises(NotYourRole) as refused:
        require_role(an_operator("B", Role.AUDITOR), Role.CLERK)
    assert refused.value.facts["role_needed"] is Role.CLERK


@pytest.mark.parametrize(
    ("now", "left"),
    [
        (datetime(2026, 12, 22, 22, 59, tzinfo=UTC), 0),
        (datetime(2026, 12, 22, 0, 30, tzinfo=UTC), 0),
        (datetime(2026, 11, 21, 22, 59, tzinfo=UTC), 31),
        (datetime(2026, 11, 21, 23, 1, tzinfo=UTC), 30),
        (datetime(2026, 12, 22, 23, 0, tzinfo=UTC), -1),
    ],
)
def test_days_left_are_counted_as_the_office_counts_days(now, left):
    """A request that lapses at midnight has its last day before it, whatever the hour."""
    request = a_request(expires_at=datetime(2026, 12, 22, 23, 0, tzinfo=UTC))
    assert days_left(request, now=now) == left


def test_a_stage_of_a_later_version_is_unknown_not_an_error():
    assert Stage("carved_in_stone") is Stage.UNKNOWN


def test_an_error_code_cannot_be_taken_twice():
    with pytest.raises(TypeError, match="already taken"):
        type("Again", (Refused,), {"code": "check.data_differs"})
    assert RaError.codes["check.data_differs"] is DataDiffers
