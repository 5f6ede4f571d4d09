"""What may be done after a check was sent: correct it, suspect it, send its code again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from ra_desk.domain.activation import Channel, new_letter_number
from ra_desk.domain.after_check import (
    CORRECTABLE,
    AnotherCheck,
    CodeNotSent,
    Correction,
    CorrectionTooLate,
    CorrectionUnexplained,
    FiledCorrection,
    Wrong,
    as_told,
    correct,
    document_after,
    order_again,
    split_corrections,
    suspect,
)
from ra_desk.domain.checks import (
    AnswerIsNo,
    DataDiffers,
    NoteTooLong,
    SecondLook,
    SecondLookUnexplained,
    require_allowed,
    review_reasons,
)
from ra_desk.domain.comparison import Field, Match
from ra_desk.domain.documents import (
    DocumentExpired,
    DocumentKind,
    DocumentNumberForeignSign,
    IssuingStateUnknown,
)
from ra_desk.domain.facts import CheckCorrected, DocumentReported, SuspicionNoted, Withdrawn
from ra_desk.domain.life import Event, advance
from ra_desk.domain.pass_request import EntryRef, Stage
from ra_desk.domain.people import DeskId
from ra_desk.domain.policy import ALWAYS, Policy, ReviewReason
from ra_desk.domain.standing import Outcome, apply
from tests.domain.test_checks import a_deed, attested
from tests.fakes import NOON, a_check, a_request

POLICY = Policy()
REQUEST = a_request()
CHECKED, _ = apply(a_deed(attested(REQUEST.number), seq=4), REQUEST, policy=POLICY)
REF = EntryRef(desk=DeskId("d1"), epoch=1, seq=4)
DIFFERENT = (
    (Field.SURNAME, Match.DIFFERS),
    (Field.GIVEN_NAMES, Match.MATCHES),
    (Field.BIRTH_DATE, Match.MATCHES),
)


def a_correction(**changes):
    made = Correction(request=REQUEST.number, check=REF, wrong=Wrong.DOCUMENT, reason="napaka")
    return replace(made, **changes)


@pytest.mark.parametrize("stage", sorted(CORRECTABLE))
def test_a_correction_takes_the_check_to_review_and_the_letter_dies(stage):
    """Whatever has become of it, until somebody else has looked there is no living code."""
    sent = replace(CHECKED, stage=stage, channel=Channel.POST, letter=new_letter_number())
    after = correct(a_correction(), sent)
    assert (after.stage, after.letter) == (Stage.IN_REVIEW, None)
    assert ReviewReason.CORRECTION in after.review
    assert advance(after, Event.REVIEW_APPROVED).stage is Stage.IDENTIFIED


@pytest.mark.parametrize("stage", sorted(set(Stage) - CORRECTABLE))
def test_what_is_used_or_closed_cannot_be_corrected(stage):
    with pytest.raises(CorrectionTooLate):
        correct(a_correction(), replace(CHECKED, stage=stage))


def test_a_correction_meets_no_other_check():
    """Between looking and correcting another check may have come to count."""
    other = EntryRef(desk=DeskId("d2"), epoch=1, seq=4)
    with pytest.raises(AnotherCheck):
        correct(a_correction(check=other), CHECKED)


@pytest.mark.parametrize(
    ("reason", "error"),
    [("", CorrectionUnexplained), ("  ", CorrectionUnexplained), ("n" * 301, NoteTooLong)],
)
def test_a_correction_says_why_in_few_words(reason, error):
    with pytest.raises(error):
        correct(a_correction(reason=reason), CHECKED)


def test_reasons_that_were_there_before_stay():
    waiting = replace(CHECKED, stage=Stage.IN_REVIEW, review=(ReviewReason.VERY_FAST,))
    after = correct(a_correction(), waiting)
    assert after.review == (ReviewReason.VERY_FAST, ReviewReason.CORRECTION)


# The corrected document

DOCUMENT = a_check(REQUEST.number).document


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"number": "IE98 6543"}, DocumentNumberForeignSign),
        ({"issuing_state": "SLO"}, IssuingStateUnknown),
        ({"valid_until": NOON.date() - timedelta(days=1)}, DocumentExpired),
    ],
)
def test_a_corrected_document_is_checked_like_a_first_one(change, error):
    """What could not have been evidence then is none now."""
    with pytest.raises(error):
        correct(a_correction(document=replace(DOCUMENT, **change)), CHECKED)


def test_a_document_that_has_expired_since_was_evidence_on_the_day_of_the_check():
    """The day of the correction does not matter, at the desk as little as at central."""
    document = replace(DOCUMENT, valid_until=NOON.date())
    deed = a_deed(
        CheckCorrected(
            request=REQUEST.number,
            check_desk=REF.desk,
            check_epoch=REF.epoch,
            check_seq=REF.seq,
            wrong=Wrong.DOCUMENT,
            reason="napaka",
            document=document,
        ),
        seq=9,
        at=NOON + timedelta(days=9),
    )
    after, ruling = apply(deed, CHECKED, policy=POLICY)
    assert (after.stage, ruling.outcome) == (Stage.IN_REVIEW, Outcome.ACCEPTED)


def filed(number, *, minutes):
    document = None if number is None else replace(DOCUMENT, number=number)
    at = NOON + timedelta(minutes=minutes)
    return FiledCorrection(ref=replace(REF, seq=minutes), filed_at=at, document=document)


def test_what_a_correction_says_counts_once_somebody_has_approved_it():
    """And a correction of an answer takes nothing back of what an earlier one said."""
    first, second, third = (
        filed("IE0000001", minutes=1),
        filed("IE0000002", minutes=5),
        filed(None, minutes=6),
    )
    waiting = replace(CHECKED, stage=Stage.IN_REVIEW, review=(ReviewReason.CORRECTION,))
    said = split_corrections((first, second, third), waiting, approved_at=NOON + timedelta(0, 120))
    assert said == ((first,), (second, third))
    assert document_after(said[0], DOCUMENT).number == "IE0000001"
    assert document_after(said[1], DOCUMENT).number == "IE0000002"
    settled = replace(waiting, stage=Stage.CODE_SENT)
    assert split_corrections((first,), settled, approved_at=None) == ((first,), ())
    assert document_after((), DOCUMENT) == DOCUMENT


def test_who_approves_and_corrects_in_one_moment_has_approved_nothing_of_the_correction():
    waiting = replace(CHECKED, stage=Stage.IN_REVIEW, review=(ReviewReason.CORRECTION,))
    one = filed("IE0000001", minutes=1)
    assert split_corrections((one,), waiting, approved_at=one.filed_at) == ((), (one,))
    assert split_corrections((), waiting, approved_at=None) == ((), ())


# Silent suspicion


def test_a_suspicion_holds_back_the_code_of_the_check_that_follows():
    suspected = suspect(REQUEST)
    assert suspected.stage is Stage.SUBMITTED
    after, _ = apply(a_deed(attested(REQUEST.number), seq=5), suspected, policy=POLICY)
    assert (after.stage, after.review) == (Stage.IN_REVIEW, (ReviewReason.SUSPICION,))


def test_a_suspicion_after_the_check_holds_back_its_code():
    assert suspect(CHECKED).stage is Stage.IN_REVIEW
    assert suspect(replace(CHECKED, stage=Stage.CODE_SENT)).stage is Stage.IN_REVIEW


def test_a_suspicion_outlives_an_undone_check():
    """The same clerk cannot lift it by undoing and checking again."""
    after, _ = apply(a_deed(attested(REQUEST.number), seq=5), suspect(REQUEST), policy=POLICY)
    undone = a_deed(Withdrawn(request=REQUEST.number, seq=5), seq=6)
    back, _ = apply(undone, after, policy=POLICY)
    assert (back.stage, back.review) == (Stage.SUBMITTED, (ReviewReason.SUSPICION,))


@pytest.mark.parametrize("stage", [Stage.ACTIVE, Stage.REFUSED, Stage.EXPIRED, Stage.RESTRICTED])
def test_a_suspicion_about_what_is_over_changes_nothing(stage):
    over = replace(CHECKED, stage=stage)
    same, ruling = apply(a_deed(SuspicionNoted(request=over.number)), over, policy=POLICY)
    assert (same, ruling.outcome) == (over, Outcome.NOTED)


def test_what_is_told_of_a_suspected_request_is_what_is_told_of_any_other():
    """Word for word, or the client at the counter could read it off the screen."""
    suspected, _ = apply(a_deed(attested(REQUEST.number), seq=4), suspect(REQUEST), policy=POLICY)
    assert as_told(suspected) == CHECKED
    assert as_told(suspect(REQUEST)) == REQUEST
    typed = replace(suspected, review=(ReviewReason.TYPED_DOCUMENT, ReviewReason.SUSPICION))
    assert as_told(typed).review == (ReviewReason.TYPED_DOCUMENT,)
    assert as_told(typed).stage is Stage.IN_REVIEW


# Second review by choice, and after a return


def test_what_differs_may_be_sent_to_second_review_with_a_reason():
    """A line that differs or a No never records; but somebody else may decide."""
    differs = a_check(REQUEST.number, lines=DIFFERENT)
    with pytest.raises(DataDiffers):
        require_allowed(differs, REQUEST, at=NOON, policy=POLICY)
    asked = replace(differs, second_look=SecondLook.DATA_DIFFER)
    require_allowed(asked, REQUEST, at=NOON, policy=POLICY)
    assert review_reasons(asked, REQUEST, policy=POLICY) == (ReviewReason.CHOSEN,)
    no = a_check(REQUEST.number, answers=(True, False, True))
    with pytest.raises(AnswerIsNo):
        require_allowed(no, REQUEST, at=NOON, policy=POLICY)
    require_allowed(replace(no, second_look=SecondLook.DOCUMENT), REQUEST, at=NOON, policy=POLICY)


def test_no_choice_makes_an_expired_document_good():
    lines = (*a_check(REQUEST.number).lines, (Field.DOCUMENT_VALIDITY, Match.EXPIRED))
    check = a_check(REQUEST.number, lines=lines, second_look=SecondLook.DOCUMENT)
    with pytest.raises(DataDiffers):
        require_allowed(check, REQUEST, at=NOON, policy=POLICY)


def test_another_reason_needs_words_but_not_too_many():
    other = a_check(REQUEST.number, second_look=SecondLook.OTHER)
    with pytest.raises(SecondLookUnexplained):
        require_allowed(other, REQUEST, at=NOON, policy=POLICY)
    require_allowed(replace(other, note="sestra"), REQUEST, at=NOON, policy=POLICY)
    with pytest.raises(NoteTooLong):
        require_allowed(replace(other, note="n" * 301), REQUEST, at=NOON, policy=POLICY)


def test_a_check_that_answers_a_return_is_reviewed_again():
    """Otherwise a second check alone would overrule the reviewer."""
    returned = replace(REQUEST, stage=Stage.RETURNED)
    after, _ = apply(a_deed(attested(REQUEST.number)), returned, policy=POLICY)
    assert (after.stage, after.review) == (Stage.IN_REVIEW, (ReviewReason.RETURNED,))


def test_no_policy_lets_these_reasons_go():
    assert {
        ReviewReason.RETURNED,
        ReviewReason.CHOSEN,
        ReviewReason.SUSPICION,
        ReviewReason.CORRECTION,
    } <= ALWAYS


# The rest


def test_a_stolen_document_ends_the_visit_and_leaves_the_request_open():
    """The person whose document it was may come with another one."""
    fact = DocumentReported(
        request=REQUEST.number,
        document_kind=DocumentKind.ID_CARD,
        issuing_state="SVN",
        document_number="IE9876543",
    )
    same, ruling = apply(a_deed(fact), REQUEST, policy=POLICY)
    assert (same, ruling.outcome) == (REQUEST, Outcome.ACCEPTED)
    _, late = apply(a_deed(fact), CHECKED, policy=POLICY)
    assert late.reason == "check.already_decided"


def test_a_code_is_sent_again_only_when_one_was_sent():
    sent = replace(CHECKED, stage=Stage.CODE_SENT, letter=new_letter_number())
    assert (order_again(sent).stage, order_again(sent).letter) == (Stage.CODE_ORDERED, None)
    with pytest.raises(CodeNotSent):
        order_again(CHECKED)
