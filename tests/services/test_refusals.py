"""Each refusal of a desk's services, and that none of them leaves anything in the journal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from ra_desk.domain import administration, checks, conflicts, day, documents, review
from ra_desk.domain import after_check as after
from ra_desk.domain.access import (
    LookUpIncomplete,
    NoRole,
    OneTimeCodeUsed,
    SessionOver,
    SignInBarred,
    SignInLocked,
    SignInWrong,
)
from ra_desk.domain.activation import Channel, new_request_number
from ra_desk.domain.audit import PurposeMissing
from ra_desk.domain.comparison import Field, Match
from ra_desk.domain.facts import ConflictChoice, Purpose, SearchKey, SessionClosed, SessionOpened
from ra_desk.domain.facts_audit import ExportForm
from ra_desk.domain.pass_request import RequestUnknown, Route, Stage
from ra_desk.domain.people import NotYourRole, Role, Underage
from ra_desk.domain.policy import Policy, ReviewReason
from ra_desk.domain.refusals import NoteMissing, Refusal, RefusalReason
from ra_desk.domain.report import Period, PeriodUnfit, Span
from ra_desk.domain.review_case import ReviewCase
from ra_desk.domain.reviewed import ReturnReason, Reviewed, Verdict
from ra_desk.domain.secret import Secret
from ra_desk.domain.standing import UndoTooLate
from ra_desk.services.administration import Administration
from ra_desk.services.after_check import NothingToReceipt, StillHeld
from ra_desk.services.examine_journal import MOST_ON_PAPER, JournalQuery, TooManyForPaper
from ra_desk.services.help_bundle import HelpKeyMissing
from ra_desk.services.ports import Query
from ra_desk.services.review_check import ReviewDecision
from ra_desk.services.sign_in import OfflineOver, OnlineOnly
from ra_desk.services.undo import NothingToUndo
from tests.fakes import NOON, a_check, a_request, an_operator
from tests.services.refusing import head
from tests.services.test_close_day import a_counter, close, tina
from tests.services.test_close_day import checked as checked_that_day
from tests.services.test_sign_in import WRONG, Counter
from tests.ui.desks import a_place

EMSO = "0101006500006"
PURPOSE = "Zahtevek posameznika, zadeva 0921-4/2026"


def a_desk(request=None, *, policy=None, roles=()):
    """A desk with one request, and somebody who checks and reviews, or has the roles given."""
    place = a_place(request or a_request(), policy=policy)
    if roles:
        operator = replace(place.session.operator, roles=frozenset(roles))
        place.session = replace(place.session, operator=operator)
    place.number = next(iter(place.central.requests))
    return place


def checking(request=None, *, policy=None, roles=(), **changes):
    """Record a check of which something is not as it should be."""
    place = a_desk(request, policy=policy, roles=roles)
    check = a_check(place.number, **changes)
    return place.fake.store, lambda: place.desk.record_check(check, session=place.session)


def with_document(**changes):
    return checking(document=replace(a_check(new_request_number()).document, **changes))


def with_line(which, match):
    lines = a_check(new_request_number()).lines
    return checking(lines=tuple((f, match if f is which else m) for f, m in lines))


def long_without_a_line():
    place = a_desk()
    place.desk.exchange()
    place.clock.forward(73 * 3600)
    check = a_check(place.number)
    return place.fake.store, lambda: place.desk.record_check(check, session=place.session)


def checked_already():
    place = a_desk()
    place.desk.record_check(a_check(place.number), session=place.session)
    check = a_check(place.number)
    return place.fake.store, lambda: place.desk.record_check(check, session=place.session)


def refusing(reason, note=""):
    place = a_desk()
    refusal = Refusal(request=place.number, reason=reason, note=note)
    return place.fake.store, lambda: place.desk.refuse(refusal, session=place.session)


def undoing(*, offered):
    place = a_desk()
    done = place.desk.record_check(a_check(place.number), session=place.session)
    if offered:
        place.clock.forward(60)
        place.desk.exchange()
    else:
        place.desk.undo(done.seq, session=place.session)
    return place.fake.store, lambda: place.desk.undo(done.seq, session=place.session)


def unknown(verb):
    place = a_desk()
    return place.fake.store, lambda: verb(place)(new_request_number(), session=place.session)


def correcting(*, sent=True, stage=None, another=False, reason="napaka"):
    place = a_desk()
    done = place.desk.record_check(a_check(place.number), session=place.session)
    if sent:
        place.clock.forward(60)
        place.desk.exchange()
    if stage is not None:
        kept = place.fake.store.kept
        kept.cache[place.number] = replace(kept.cache[place.number], stage=stage)
    ref = done.request.decision.ref
    said = after.Correction(
        request=place.number,
        check=replace(ref, seq=ref.seq + 1) if another else ref,
        wrong=after.Wrong.ANSWER,
        reason=reason,
    )
    return place.fake.store, lambda: place.desk.correct_check(said, session=place.session)


def reviewing(decision=Verdict.APPROVE, *, policy=None, case=True, seen="now", own=False, **more):
    """Decide about a request that waits for a review, or does not."""
    known = {"stage": Stage.IN_REVIEW, "review": (ReviewReason.CHOSEN,)} | more.pop("known", {})
    place = a_desk(a_request(**known), policy=policy)
    people = (place.session.operator.person,) if own else ()
    if case:
        told = ReviewCase(number=place.number, since=NOON, seen="now", people=people)
        place.fake.store.kept.cases[place.number] = told
    said = ReviewDecision(request=place.number, seen=seen, verdict=decision, **more)
    return place.fake.store, lambda: place.desk.reviews.decide(said, session=place.session)


SAMPLE = (ReviewReason.RANDOM_SAMPLE,)
REVIEWED = Reviewed(
    verdict=Verdict.APPROVE,
    by="bor",
    operator_name="Bor P.",
    office="ue-koper",
    office_name="UE Koper",
    at=NOON,
)


def deciding(*choices, over=True, colleague=False, late=False):
    """Decide about a check whose request was over when it arrived; the last choice is refused."""
    place = a_desk(policy=Policy(hold_s=0))
    done = place.desk.record_check(a_check(place.number), session=place.session)
    if over:
        waiting = place.central.requests[place.number]
        ended = NOON - timedelta(days=1) if late else waiting.expires_at
        expired = replace(waiting, stage=Stage.EXPIRED, expires_at=ended)
        place.central.requests[place.number] = expired
        place.desk.exchange()
    session = place.session
    if colleague:
        session = replace(session, operator=an_operator("Bojan P."))
    for choice in choices[:-1]:
        place.desk.decide_conflict(done.seq, choice, session=session)
    return place.fake.store, lambda: place.desk.decide_conflict(
        done.seq, choices[-1], session=session
    )


def a_day(act, *, signers=1, closed=False, open_point=False):
    counter = a_counter(signers=signers)
    if open_point:
        checked_that_day(counter)
    if closed:
        close(counter)
    return counter.fake.store, lambda: act(counter)


def signed_by_one_person_twice(counter):
    signature = tina(counter)
    counter.central.operator = replace(counter.central.operator, person="person-maja-k.")
    close(counter, second=signature)


def signing_in(*, wrong=0, password=WRONG, hours=0, delay=True):
    counter = Counter()
    counter.online()
    counter.guess(wrong)
    if not delay:
        counter.clock.forward(-3600)
    counter.clock.forward(hours * 3600)
    return counter.fake.store, lambda: counter.offline(password)


def examining(act, *, roles=(Role.AUDITOR,), entries=0):
    place = a_desk(roles=roles)
    if entries:
        place.desk.open_request(place.number, session=place.session)
        place.fake.store.kept.deeds.extend(place.fake.store.kept.deeds[-1:] * entries)
    return place.fake.store, lambda: act(place)


def administering(act, *roles):
    place = a_desk(roles=roles)
    offices = Administration(store=place.fake.store, line=None, now=place.clock)
    return place.fake.store, lambda: act(offices, place.session)


class Shut:
    """A central that refuses whatever it is asked."""

    def __init__(self, error):
        self.error = error

    def __getattr__(self, _name):
        def refuse(*_args, **_details):
            raise self.error()

        return refuse


def at_a_shut_door(error):
    counter = Counter()
    counter.desk = replace(counter.desk, central=Shut(error))
    return counter.fake.store, counter.online


def let_in_without_a_role():
    counter = Counter()
    counter.central.operator = replace(counter.central.operator, roles=frozenset())
    return counter.fake.store, counter.online


def proposing(error):
    return administering(
        lambda its, by: replace(its, line=Shut(error)).do(
            None, session=replace(by, token=Secret("t"))
        ),
        Role.ADMINISTRATOR,
    )


def opening_an_account(offices, _session):
    offices.accept(word="w", login="a", password=Secret("kratko"), one_time_code="123456")


def looking_up(place):
    key, why = SearchKey.NAME, Purpose.CLIENT_AT_COUNTER
    place.desk.look_up(Query(tokens=("novak",)), key=key, purpose=why, session=place.session)


LONG = "x" * (checks.NOTE_LIMIT + 1)
ELSEWHERE = Policy(office_post=False)
#: What central says of an act of administration.
BY_CENTRAL = (
    administration.AlreadyProposed,
    administration.FieldWrong,
    administration.LoginTaken,
    administration.MatterGone,
    administration.OwnMatter,
    administration.ProposalOver,
    administration.TooFewAdministrators,
)
CASES = [
    (RequestUnknown, lambda: unknown(lambda place: place.desk.open_request)),
    (RequestUnknown, lambda: unknown(lambda place: place.desk.note_suspicion)),
    (NotYourRole, lambda: checking(roles=(Role.PRINT_ROOM,))),
    (Underage, lambda: checking(a_request(), policy=Policy(minimum_age=99))),
    (checks.CertificateRoute, lambda: checking(a_request(route=Route.CERTIFICATE))),
    (checks.NotWaiting, lambda: checking(a_request(stage=Stage.ACTIVE))),
    (checks.RequestLapsed, lambda: checking(a_request(expires_at=NOON - timedelta(days=1)))),
    (checks.AlreadyDecided, checked_already),
    (checks.DataTooOld, long_without_a_line),
    (checks.DataDiffers, lambda: with_line(Field.SURNAME, Match.DIFFERS)),
    (checks.ComparisonMissing, lambda: checking(lines=())),
    (checks.AnswerIsNo, lambda: checking(answers=(True, False, True))),
    (checks.NoteTooLong, lambda: checking(note=LONG)),
    (checks.NoteHoldsEmso, lambda: checking(note=f"EMŠO {EMSO}")),
    (checks.SecondLookUnexplained, lambda: checking(second_look=checks.SecondLook.OTHER)),
    (checks.PostNotAllowed, lambda: checking(policy=ELSEWHERE, channel=Channel.POST)),
    (documents.DocumentExpired, lambda: with_document(valid_until=date(2020, 1, 1))),
    (documents.DocumentNumberWrongLength, lambda: with_document(number="X")),
    (documents.DocumentNumberForeignSign, lambda: with_document(number="IE98?6543")),
    (documents.IssuingStateUnknown, lambda: with_document(issuing_state="QQQ")),
    (NoteMissing, lambda: refusing(RefusalReason.OTHER)),
    (checks.NoteTooLong, lambda: refusing(RefusalReason.FALSE_DATA, LONG)),
    (checks.NoteHoldsEmso, lambda: refusing(RefusalReason.OTHER, EMSO)),
    (NothingToUndo, lambda: undoing(offered=False)),
    (UndoTooLate, lambda: undoing(offered=True)),
    (LookUpIncomplete, lambda: examining(looking_up, roles=(Role.CLERK,))),
    (StillHeld, lambda: correcting(sent=False)),
    (after.CorrectionTooLate, lambda: correcting(stage=Stage.REDEEMED)),
    (after.AnotherCheck, lambda: correcting(another=True)),
    (after.CorrectionUnexplained, lambda: correcting(reason=" ")),
    (after.CodeNotSent, lambda: order_again()),
    (NothingToReceipt, lambda: receipt()),
    (review.StepUpMissing, lambda: reviewing(policy=Policy(review_password=True))),
    (review.NotInReview, lambda: reviewing(case=False)),
    (review.NotInReview, lambda: reviewing(known={"stage": Stage.CODE_SENT, "review": ()})),
    (review.OwnCheck, lambda: reviewing(own=True)),
    (review.ReviewChanged, lambda: reviewing(seen="before")),
    (review.ReturnUnexplained, lambda: reviewing(Verdict.RETURN)),
    (
        review.ReturnUnexplained,
        lambda: reviewing(Verdict.RETURN, return_reason=ReturnReason.OTHER, text=" "),
    ),
    (
        review.VisitOnly,
        lambda: reviewing(Verdict.REFUSE, refusal=RefusalReason.DOCUMENT_UNREADABLE),
    ),
    (
        review.AlreadyReviewed,
        lambda: reviewing(known={"stage": Stage.CODE_SENT, "review": (), "reviewed": REVIEWED}),
    ),
    (
        review.ReturnTooLate,
        lambda: reviewing(
            Verdict.RETURN,
            return_reason=ReturnReason.EXPLAIN,
            known={"stage": Stage.ACTIVE, "review": SAMPLE},
        ),
    ),
    (conflicts.NoSuchConflict, lambda: deciding(ConflictChoice.KEEP, over=False)),
    (conflicts.NoSuchConflict, lambda: deciding(ConflictChoice.WITHDRAW)),
    (
        conflicts.AlreadyChosen,
        lambda: deciding(ConflictChoice.INFORM, ConflictChoice.INFORM),
    ),
    (conflicts.NotYourConflict, lambda: deciding(ConflictChoice.EXCEPTION, colleague=True)),
    (conflicts.TooLateForException, lambda: deciding(ConflictChoice.EXCEPTION, late=True)),
    (day.PointsOpen, lambda: a_day(close, open_point=True)),
    (day.DayIsClosed, lambda: a_day(close, closed=True)),
    (day.DayOver, lambda: a_day(lambda at: close(at, day=date(2020, 1, 1)))),
    (day.DayNotClosed, lambda: a_day(lambda at: at.desk.day.reopen("x", session=at.session))),
    (
        day.ReasonMissing,
        lambda: a_day(lambda at: at.desk.day.reopen(" ", session=at.session), closed=True),
    ),
    (day.SecondSignerMissing, lambda: a_day(close, signers=2)),
    (day.NothingSpoilt, lambda: a_day(lambda at: at.desk.day.destroy_sheets(session=at.session))),
    (SignInWrong, lambda: a_day(lambda at: close(at, password=WRONG))),
    (PeriodUnfit, lambda: a_day(upside_down)),
    (SignInWrong, lambda: signing_in()),
    (SignInBarred, lambda: signing_in(wrong=5, delay=False)),
    (OnlineOnly, lambda: signing_in(wrong=10)),
    (OfflineOver, lambda: signing_in(hours=73)),
    (NoRole, let_in_without_a_role),
    (PurposeMissing, lambda: examining(lambda at: exported(at, ""))),
    (checks.NoteHoldsEmso, lambda: examining(lambda at: exported(at, f"Zahtevek {EMSO}"))),
    (TooManyForPaper, lambda: examining(lambda at: exported(at), entries=MOST_ON_PAPER)),
    (HelpKeyMissing, lambda: examining(lambda at: at.desk.help_bundle(""))),
    (SessionOver, lambda: administering(lambda its, by: its.seen(session=by), Role.ADMINISTRATOR)),
    (NotYourRole, lambda: administering(lambda its, by: its.seen(session=by), Role.CLERK)),
    (
        administration.PasswordTooShort,
        lambda: administering(opening_an_account, Role.ADMINISTRATOR),
    ),
    *((one, lambda one=one: at_a_shut_door(one)) for one in (SignInLocked, OneTimeCodeUsed)),
    *((one, lambda one=one: proposing(one)) for one in BY_CENTRAL),
]


def order_again():
    place = a_desk()
    return place.fake.store, lambda: place.desk.order_code_again(
        place.number, session=place.session
    )


def receipt():
    place = a_desk()
    return place.fake.store, lambda: place.desk.print_receipt(
        place.number, printer="", online=True, session=place.session
    )


def upside_down(counter):
    back = Period(first=NOON.date(), last=NOON.date() - timedelta(days=1))
    counter.desk.day.figures(Span.OWN, session=counter.session, own=back)


def exported(place, purpose=PURPOSE):
    place.desk.journal.export(JournalQuery(), ExportForm.PDF, purpose, session=place.session)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0].code)
def test_what_is_refused_leaves_the_chain_as_it_was(case):
    """Nothing half done, nothing said that did not happen."""
    error, arrange = case
    store, act = arrange()
    before = head(store)
    with pytest.raises(error) as caught:
        act()
    assert type(caught.value) is error
    assert head(store) == before


def test_who_signs_twice_leaves_only_a_sign_in_and_out():
    """That somebody was let in, if only to be sent away, is evidence."""
    store, act = a_day(signed_by_one_person_twice, signers=2)
    known = len(store.kept.deeds)
    with pytest.raises(day.SamePerson):
        act()
    left = [type(deed.fact) for deed in store.kept.deeds[known:]]
    assert left == [SessionOpened, SessionClosed]
