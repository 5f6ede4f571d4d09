"""What comes of a check: written once, never under the next person, undone with all filled in."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from ra_desk.domain.activation import RequestNumber
from ra_desk.domain.checks import WhyTyped
from ra_desk.domain.documents import DocumentKind, EntryMode
from ra_desk.domain.facts import CheckAttested, RequestRefused
from ra_desk.domain.pass_request import Decision, EntryRef, Stage
from ra_desk.domain.people import DeskId, OfficeId, OperatorId
from ra_desk.domain.policy import Policy, ReviewReason
from ra_desk.domain.refusals import ENDS_REQUEST, RefusalReason
from ra_desk.services.undo import undo
from ra_desk.texts import citizen
from ra_desk.texts.refusals import refusal_text
from tests.fakes import NOON, a_request
from tests.ui.request.zones import td1

ENTER, ESC = Qt.Key.Key_Return, Qt.Key.Key_Escape
CONTROL = Qt.KeyboardModifier.ControlModifier


def heard(counter, name):
    return [what for what in counter.heard if what[0] == name]


def wait_for(counter, name):
    counter.qtbot.waitUntil(lambda: bool(heard(counter, name)))
    return heard(counter, name)[0]


def ready(counter, **changes):
    request = counter.open(**changes)
    counter.scan()
    counter.yes(3)
    counter.settle()  # the third question may have uncovered the e-mail address, which is written
    return request


def type_into(counter, edit, text):
    edit.setFocus()
    edit.selectAll()
    counter.keyboard.type(text, gap_ms=120)


def fill_document(counter, **changes):
    values = {
        "number": "ab 1234567",
        "valid_until": "12.9.31",
        "surname": "Žagar Őry",
        "given_names": "Špela",
        "birth_date": "4.3.91",
    } | changes
    for name, text in values.items():
        type_into(counter, getattr(counter.sheet, name), text)


def test_enter_twice_records_once(counter):
    """An impatient finger makes one entry."""
    ready(counter)
    counter.store.open.clear()
    counter.keyboard.press(ENTER)
    counter.keyboard.press(ENTER)
    assert counter.page.draft() is None, "locked now, it would be begun and recorded at once"
    counter.store.open.set()
    wait_for(counter, "recorded")
    counter.settle()
    assert [type(fact) for fact in counter.facts] == [CheckAttested]
    assert len(heard(counter, "recorded")) == 1


def test_a_late_answer_does_not_land_on_the_next_person(counter):
    """The clerk has moved on; what comes back about the first must not touch the second."""
    first = ready(counter)
    counter.store.open.clear()
    counter.keyboard.press(ENTER)
    second = counter.keep(a_request())
    counter.page.show_request(second)
    counter.store.open.set()
    _name, result = wait_for(counter, "recorded")
    assert result.request.number == first.number
    assert counter.page.number == second.number
    assert counter.page.questions.isVisible()
    assert counter.scan()  # the second is still to be decided


def test_a_late_refusal_by_a_rule_is_told_elsewhere(counter):
    """The sentence is not shown under the name of somebody whom it does not concern."""
    first = ready(counter)
    counter.store.open.clear()  # or the page would read the withdrawal before it is pressed
    counter.keep(replace(first, stage=Stage.WITHDRAWN))
    counter.keyboard.press(ENTER)
    counter.page.show_request(counter.keep(a_request()))
    counter.store.open.set()
    _name, number, error = wait_for(counter, "elsewhere")
    assert number == first.number
    assert error.code == "check.not_waiting"
    assert not counter.page.notice.isVisible()


def test_a_full_disk_is_said_and_nothing_is_lost(counter):
    """The client does not leave believing that it is done; Enter tries again."""
    request = ready(counter)
    counter.store.full = True
    counter.keyboard.press(ENTER)
    counter.qtbot.waitUntil(lambda: counter.page.notice.isVisible())
    assert "RA-1390" in counter.page.notice.words
    assert request.number in counter.page.notice.words
    assert [q.answer for q in counter.page.questions.questions] == [True, True, True]
    assert counter.facts == []
    counter.store.full = False
    counter.keyboard.press(ENTER)
    wait_for(counter, "recorded")


def test_somebody_elses_decision_is_named_and_nothing_is_recorded(counter):
    """Another desk was faster: the page says who, and becomes one for reading."""
    request = ready(counter)
    decision = Decision(
        ref=EntryRef(desk=DeskId("desk-2"), epoch=1, seq=4),
        by=OperatorId("ana"),
        operator_name="Ana L.",
        office=OfficeId("ue-piran"),
        office_name="UE Piran",
        at=NOON,
        before=Stage.SUBMITTED,
    )
    counter.keep(replace(request, stage=Stage.CODE_SENT, decision=decision))
    counter.keyboard.press(ENTER)
    counter.qtbot.waitUntil(lambda: counter.page.standing.isVisible())
    assert "RA-1202" in counter.page.notice.words
    said = counter.page.standing.words.text()
    assert "Ana L." in said
    assert "UE Piran" in said
    assert "12:00" in said
    assert counter.facts == []


def test_an_undone_check_comes_back_with_everything_filled_in(counter):
    """Undoing a slip costs no second scan."""
    ready(counter)
    counter.keyboard.press(ENTER)
    result = wait_for(counter, "recorded")[1]
    request = undo(
        result.seq, session=counter.place.session, store=counter.store, now=counter.place.clock
    )
    counter.page.show_request(request, reopened=True)
    assert [q.answer for q in counter.page.questions.questions] == [True, True, True]
    assert counter.page.comparison.table.model().index(0, 2).data() == "ZAGAR<OERY"
    counter.page.on_left()
    counter.settle()
    draft = counter.page._desk.draft(request.number, session=counter.place.session)
    assert draft is not None, "whoever leaves at once finds it again"
    assert draft.answers == (True, True, True)


def test_a_request_that_is_opened_again_starts_empty(counter):
    """Only an undo fills the form; the next visit needs its own document and its own look."""
    request = ready(counter)
    counter.keyboard.press(ENTER)
    wait_for(counter, "recorded")
    counter.open(replace(request, stage=Stage.RETURNED))
    assert not counter.page.questions.questions[0].isEnabled()
    assert all(q.answer is None for q in counter.page.questions.questions)


def test_what_is_locked_shows_nobody(counter):
    """Names, document and answers are gone from the widgets, not only from view."""
    ready(counter)
    counter.page.forget()
    assert counter.page.comparison.table.model().rowCount() == 0
    assert counter.page.questions.verdict.text() == ""
    assert counter.page.title == ""
    assert counter.page.number is None


# By hand


def said_by(sheet):
    return " ".join(label.text() for label in sheet.findChildren(QLabel) if label.isVisible())


def test_a_document_typed_by_hand_goes_to_second_review(counter):
    """F2, dates in any form, capitals by themselves; the sheet and the bar both say review."""
    counter.open()
    counter.key(Qt.Key.Key_F2)
    fill_document(counter)
    counter.sheet.given_names.setFocus()
    assert "To preverjanje gre v drugi pregled." in said_by(counter.sheet)
    assert counter.sheet.birth_date.text() == "4. 3. 1991"
    assert counter.sheet.valid_until.text() == "12. 9. 2031"
    counter.keyboard.press(ENTER)
    assert counter.sheet is None
    counter.settle()
    counter.seconds.now += 30
    counter.yes(3)
    assert counter.page.reason == "Drugi pregled: ročni vnos dokumenta."
    counter.keyboard.press(ENTER)
    result = wait_for(counter, "recorded")[1]
    assert result.request.review == (ReviewReason.TYPED_DOCUMENT,)
    (fact,) = counter.facts
    assert (fact.document_number, fact.document_entry) == ("AB1234567", EntryMode.TYPED)
    assert fact.document_kind is DocumentKind.DRIVING_LICENCE
    assert fact.why_typed is WhyTyped.NO_ZONE


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"valid_until": "31.2.2031"}, "valid_until", "31. 2."),
        ({"birth_date": "včeraj"}, "birth_date", "RA-1310"),
        ({"birth_date": "1.1.2030"}, "birth_date", "RA-"),
        ({"number": "A1"}, "number", "RA-1311"),
        ({"number": "IE12_4567"}, "number", "RA-1314"),
        ({"state": "UTO"}, "state", "RA-1315"),
        ({"surname": " "}, "surname", "Vpišite"),
    ],
)
def test_a_typing_error_is_said_at_its_field(counter, changes, field, words):
    """The words stand below the field and in its description, and the focus goes there."""
    counter.open()
    counter.key(Qt.Key.Key_F2)
    fill_document(counter, **changes)
    counter.keyboard.press(ENTER)
    edit = getattr(counter.sheet, field)
    assert words in edit.accessibleDescription().replace("\u00a0", " ")
    assert QApplication.focusWidget() is edit
    assert counter.facts == []


def test_a_second_review_is_promised_only_where_the_rules_want_one(counter):
    """The clerk passes on to the client what the sheet says."""
    with counter.store.meanwhile() as kept:
        kept.policy = Policy(review_before=frozenset())
    counter.open()
    counter.key(Qt.Key.Key_F2)
    assert "drugi pregled" not in said_by(counter.sheet)


def test_the_state_of_a_document_is_named_below_its_letters(counter):
    """Three letters are easily mistaken: SVK is not SVN."""
    counter.open()
    counter.key(Qt.Key.Key_F2)
    state = counter.sheet.state
    assert state.accessibleDescription() == "Slovenija"
    state.setText("svk")
    assert state.accessibleDescription() == "Slovaška"
    state.setText("SV")
    assert "na primer SVN" in state.accessibleDescription()


def test_a_document_without_expiry_can_be_typed(counter):
    counter.open()
    counter.key(Qt.Key.Key_F2)
    fill_document(counter, valid_until="")
    counter.sheet.no_expiry.setFocus()
    counter.keyboard.press(Qt.Key.Key_Space, " ")
    counter.keyboard.press(ENTER)
    assert counter.sheet is None
    assert counter.page.comparison.table.model().index(3, 3).data() == "Velja trajno"


def test_a_scan_ends_typing(counter):
    """The reader worked after all: the scan is taken, and no review follows."""
    counter.open()
    counter.key(Qt.Key.Key_F2)
    counter.scan()
    assert counter.sheet is None
    assert "4567" in counter.page.comparison._document.text()


def test_a_zone_without_a_birth_date_is_completed_by_hand(counter):
    """F2 brings what was read; only what is missing has to be typed."""
    counter.open()
    counter.scan(td1(birth="<<<<<<"))
    assert "Z dokumenta ni prebrano: Datum rojstva" in counter.page.questions.verdict.text()
    counter.yes(3)
    counter.keyboard.press(ENTER)
    assert counter.facts == []
    counter.key(Qt.Key.Key_F2)
    assert counter.sheet.number.text() == "IE1234567"
    type_into(counter, counter.sheet.birth_date, "4 3 1991")
    counter.keyboard.press(ENTER)
    assert counter.sheet is None
    assert "Ujema se" in counter.page.comparison.table.model().index(2, 3).data()


# Refusing


@pytest.mark.parametrize("number", range(1, 9))
def test_each_reason_has_its_number_and_says_what_it_ends(counter, number):
    """One digit chooses, one sentence says whether the visit ends or the request."""
    reason = list(RefusalReason)[number - 1]
    request = counter.open()
    counter.key(Qt.Key.Key_D, CONTROL)
    counter.keyboard.type(str(number))
    effect = "Zahtevek se zaključi" if reason in ENDS_REQUEST else "Obisk se konča"
    assert effect in counter.sheet._effect.text()
    assert refusal_text(reason, citizen("sl")) in counter.sheet.reads.text()
    if reason is RefusalReason.OTHER:
        counter.keyboard.type("Dvom o kraju bivanja", gap_ms=120)
    counter.keyboard.press(ENTER)
    result = wait_for(counter, "refused")[1]
    (fact,) = counter.facts
    assert isinstance(fact, RequestRefused)
    assert (fact.request, fact.reason) == (request.number, reason)
    assert (result.request.stage is Stage.REFUSED) == (reason in ENDS_REQUEST)
    assert counter.sheet is None


def test_without_a_reason_nothing_is_refused(counter):
    """Enter alone chooses nothing."""
    counter.open()
    counter.key(Qt.Key.Key_D, CONTROL)
    counter.keyboard.press(ENTER)
    assert "RA-1312" in counter.sheet.wrong.words
    counter.keyboard.press(ESC)
    assert counter.sheet is None
    assert counter.facts == []


def test_another_reason_needs_words_and_not_too_many(counter):
    """The note is counted while it is typed, and 300 signs are the end."""
    counter.open()
    counter.key(Qt.Key.Key_D, CONTROL)
    counter.keyboard.type("8")
    counter.keyboard.press(ENTER)
    assert "RA-1312" in counter.sheet.note.accessibleDescription()
    counter.sheet.note.setText("a" * 301)
    counter.keyboard.press(ENTER)
    assert "RA-1313" in counter.sheet.note.accessibleDescription()
    assert counter.facts == []


def test_a_refusal_that_cannot_be_written_stays_on_the_sheet(counter):
    """Reason and note are still there, with the sentence below them."""
    counter.open()
    counter.key(Qt.Key.Key_D, CONTROL)
    counter.keyboard.type("7")
    counter.store.full = True
    counter.keyboard.press(ENTER)
    counter.qtbot.waitUntil(lambda: counter.sheet.wrong.isVisible())
    assert "RA-1390" in counter.sheet.wrong.words
    counter.store.full = False
    counter.keyboard.press(ENTER)
    wait_for(counter, "refused")


def test_a_scan_waits_while_a_reason_is_chosen(counter):
    """A document does not slip in behind an open question (RA-1105)."""
    counter.open()
    counter.key(Qt.Key.Key_D, CONTROL)
    assert counter.page.on_scan(td1())
    assert "RA-1105" in counter.page.notice.words
    assert not counter.page.questions.questions[0].isEnabled()


def test_the_next_request_takes_the_sheet_away(counter):
    """A reason chosen for one person is not given to the next."""
    counter.open()
    counter.key(Qt.Key.Key_D, CONTROL)
    counter.page.show_request(counter.keep(a_request(RequestNumber("R-2222-223"))))
    assert counter.sheet is None
