"""After the check, beside it and against it: corrections, warnings, colleagues, drafts, receipts."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit

from ra_desk.domain.activation import Channel
from ra_desk.domain.after_check import Wrong
from ra_desk.domain.checks import SecondLook
from ra_desk.domain.comparison import Field
from ra_desk.domain.documents import EntryMode
from ra_desk.domain.drafts import Draft
from ra_desk.domain.facts import (
    AbuseReported,
    CheckAttested,
    CheckCorrected,
    CodeOrderedAgain,
    DocumentReported,
    ReceiptPrinted,
    SuspicionNoted,
    ValueRevealed,
)
from ra_desk.domain.pass_request import Decision, EntryRef, Stage
from ra_desk.domain.people import DeskId, OfficeId, OperatorId
from ra_desk.domain.policy import ReviewReason
from ra_desk.services.ports import Opened
from ra_desk.ui.request.abuse_sheet import AbuseSheet
from ra_desk.ui.request.correct_sheet import CorrectSheet
from ra_desk.ui.request.reason_sheets import SecondLookSheet
from tests.fakes import NOON, a_check, a_request
from tests.ui.request.test_outcomes import heard, ready, type_into, wait_for
from tests.ui.request.zones import td1

ENTER, ESC = Qt.Key.Key_Return, Qt.Key.Key_Escape
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def a_decision(**changes):
    made = Decision(
        ref=EntryRef(desk=DeskId("desk-9"), epoch=1, seq=4),
        by=OperatorId("ana"),
        operator_name="Ana L.",
        office=OfficeId("ue-piran"),
        office_name="UE Piran",
        at=NOON,
        before=Stage.SUBMITTED,
    )
    return replace(made, **changes)


def sent(counter, stage=Stage.CODE_SENT, **changes):
    """Open a request whose check was sent from another desk."""
    fields = {"stage": stage, "decision": a_decision(), "channel": Channel.EMAIL, **changes}
    return counter.open(**fields)


def wait_facts(counter, kind):
    counter.qtbot.waitUntil(lambda: any(isinstance(fact, kind) for fact in counter.all_facts))
    return next(fact for fact in counter.all_facts if isinstance(fact, kind))


def shown_words(counter):
    """Every word that stands on the page, as somebody beside the clerk could read it."""
    widgets = counter.shell.findChildren(QLabel) + counter.shell.findChildren(QLineEdit)
    said = [w.text() for w in widgets if w.isVisible()]
    buttons = [b.text() for b in (*counter.page.left_actions, *counter.page.right_actions)]
    return sorted(said) + buttons + [counter.page.reason, counter.page.notice.words]


# Correcting


def test_a_sent_check_is_corrected_in_few_keys(counter):
    """Ctrl+R, what was wrong, why, Enter (T5b: at most 14 with finding it)."""
    request = sent(counter)
    before = counter.keyboard.pressed if hasattr(counter.keyboard, "pressed") else None
    counter.key(Qt.Key.Key_R, CONTROL)
    assert isinstance(counter.sheet, CorrectSheet)
    assert "koda zdaj preneha" in counter.sheet._effect.text().lower()
    counter.keyboard.type("1")
    counter.keyboard.type("napaka", gap_ms=120)
    counter.keyboard.press(ENTER)
    fact = wait_facts(counter, CheckCorrected)
    assert (fact.wrong, fact.reason) == (Wrong.DOCUMENT, "napaka")
    assert (fact.check_desk, fact.check_seq) == ("desk-9", 4)
    counter.qtbot.waitUntil(lambda: counter.sheet is None)
    standing = counter.page._desk.standing(request.number)
    assert (standing.stage, standing.review) == (Stage.IN_REVIEW, (ReviewReason.CORRECTION,))
    assert before is None or counter.keyboard.pressed - before <= 10


def test_a_correction_says_why_and_keeps_what_was_written(counter):
    sent(counter)
    counter.key(Qt.Key.Key_R, CONTROL)
    counter.keyboard.press(ENTER)
    assert "RA-1312" in counter.sheet.wrong.words
    counter.keyboard.type("2")
    counter.keyboard.press(ENTER)
    assert "RA-1320" in counter.sheet._field.error
    assert counter.sheet.choices.key == Wrong.ANSWER
    assert counter.facts == []


def filled_in_too_late(counter):
    """Fill in a correction of a check that has just lost to that of another desk."""
    request = sent(counter)
    counter.key(Qt.Key.Key_R, CONTROL)
    counter.keyboard.type("1")
    counter.keyboard.type("napaka", gap_ms=120)
    other = a_decision(ref=EntryRef(desk=DeskId("desk-2"), epoch=1, seq=9))
    counter.keep(replace(request, decision=other))


def test_a_correction_whose_check_counts_no_more_is_told(counter):
    """The sentence stands on the sheet; nothing is recorded."""
    filled_in_too_late(counter)
    counter.keyboard.press(ENTER)
    counter.qtbot.waitUntil(lambda: counter.sheet.wrong.isVisible())
    assert "RA-1319" in counter.sheet.wrong.words
    assert counter.facts == []


def test_who_leaves_a_correction_that_is_refused_is_told_on_the_page(counter):
    """The answer comes when the sheet is gone."""
    filled_in_too_late(counter)
    sheet = counter.sheet
    sheet.accept_button.click()
    sheet.leave()
    counter.qtbot.waitUntil(lambda: "RA-1319" in counter.page.notice.words)


def own_check(counter):
    """Open a request whose check this desk has sent, and say that its document was wrong."""
    request = counter.keep(a_request())
    check = a_check(request.number)
    done = counter.page._desk.record_check(check, session=counter.place.session)
    with counter.store.meanwhile() as kept:
        kept.offered = done.seq
    counter.open(done.request)
    counter.key(Qt.Key.Key_R, CONTROL)
    counter.keyboard.type("1")
    counter.qtbot.waitUntil(lambda: bool(counter.sheet.document.valid_until.text()))
    return counter.sheet, check.document


def test_the_sheet_shows_the_record_and_takes_what_is_right(counter):
    """Tab from the words to the number; what was left as it was is taken from the record."""
    sheet, recorded = own_check(counter)
    assert sheet.document.number.text() == ""
    assert "••••6543" in sheet.document.number.accessibleDescription()
    assert not any(recorded.number in words for words in shown_words(counter))
    counter.keyboard.type("zamenjani", gap_ms=120)
    counter.keyboard.press(Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is sheet.document.number
    counter.keyboard.type("ie9876534", gap_ms=120)
    counter.keyboard.press(ENTER)
    fact = wait_facts(counter, CheckCorrected)
    assert fact.document == replace(recorded, number="IE9876534", entry=EntryMode.TYPED)


def test_a_document_that_had_expired_is_refused_at_its_field(counter):
    """Nothing is written; the way out is told there: the day empty, and the words say it."""
    sheet, _ = own_check(counter)
    counter.keyboard.type("potekel", gap_ms=120)
    sheet.document.valid_until.setText("1. 1. 2020")
    counter.keyboard.press(ENTER)
    assert "dokument" in sheet._fields["valid_until"].error
    assert not any(isinstance(fact, CheckCorrected) for fact in counter.facts)
    sheet.document.valid_until.clear()
    counter.keyboard.press(ENTER)
    assert wait_facts(counter, CheckCorrected).document is None


def test_the_document_itself_corrects_the_record(counter):
    """A scan into the sheet fills it; one of somebody else does not."""
    sheet, _ = own_check(counter)
    assert counter.scan(td1(surname="NOVAK", number="IE7654321"))
    assert "RA-1301" in sheet.wrong.words
    assert counter.scan(td1(number="IE7654321"))
    assert sheet.wrong.isHidden()
    counter.keyboard.type("napaka", gap_ms=120)
    counter.keyboard.press(ENTER)
    found = wait_facts(counter, CheckCorrected).document
    assert (found.number, found.entry) == ("IE7654321", EntryMode.SCANNED)
    assert found.valid_until == date(2031, 9, 12)


def test_a_document_of_another_computer_is_typed_whole_or_not_at_all(counter):
    """Half of it would be no document."""
    sent(counter)
    counter.key(Qt.Key.Key_R, CONTROL)
    counter.keyboard.type("1")
    counter.keyboard.type("napaka", gap_ms=120)
    counter.sheet.document.valid_until.setText("1. 1. 2031")
    counter.keyboard.press(ENTER)
    assert "RA-" in counter.sheet._fields["number"].error
    assert counter.facts == []


@pytest.mark.parametrize("stage", [Stage.REFUSED, Stage.ACTIVE, Stage.EXPIRED])
def test_what_is_over_offers_no_correction(counter, stage):
    sent(counter, stage)
    assert not counter.page.after.correct_button.isVisible()
    counter.key(Qt.Key.Key_R, CONTROL)
    assert counter.sheet is None


def test_a_code_is_ordered_again_once(counter):
    """RA-1202 says who decided; the button orders another code and goes."""
    sent(counter)
    assert "RA-1202" in counter.page.standing.words.text()
    counter.page.after.again_button.click()
    counter.page.after.again_button.click()
    wait_facts(counter, CodeOrderedAgain)
    counter.settle()
    assert [type(fact) for fact in counter.facts] == [CodeOrderedAgain]
    assert not counter.page.after.again_button.isVisible()


def test_an_order_that_was_not_written_can_be_given_again(counter):
    """The button goes so that nobody orders twice; where nothing was ordered it is back."""
    sent(counter)
    counter.store.full = True
    counter.page.after.again_button.click()
    counter.qtbot.waitUntil(lambda: "RA-1390" in counter.page.notice.words)
    assert counter.page.after.again_button.isVisible()


# Second review by choice


def test_what_differs_goes_to_second_review_in_few_keys(counter):
    """T3: both scans, Ctrl+R, three answers, the reason, Enter: six keys."""
    counter.open()
    counter.scan(td1(surname="ZUPAN"))
    counter.key(Qt.Key.Key_R, CONTROL)
    assert "Manjkajo še 3 stvari" in counter.page.notice.words
    counter.yes(3)
    assert isinstance(counter.sheet, SecondLookSheet)
    assert counter.sheet.choices.key == SecondLook.DATA_DIFFER
    counter.keyboard.press(ENTER)
    result = wait_for(counter, "recorded")[1]
    assert result.request.review == (ReviewReason.CHOSEN,)
    (fact,) = counter.facts
    assert fact.second_look is SecondLook.DATA_DIFFER
    assert (Field.SURNAME, "differs") in fact.lines


def test_leaving_the_sheet_sends_nothing_and_refusing_is_the_default_again(counter):
    counter.open()
    counter.scan(td1(surname="ZUPAN"))
    counter.key(Qt.Key.Key_R, CONTROL)
    counter.yes(3)
    counter.keyboard.press(ESC)
    assert counter.facts == []
    assert counter.page.default_action() is counter.page._buttons.refuse


def test_all_may_match_and_somebody_else_may_still_look(counter):
    """A doubt of the clerk is a reason, with words where it is another one."""
    ready(counter)
    counter.key(Qt.Key.Key_R, CONTROL)
    counter.keyboard.type("4")
    counter.keyboard.press(ENTER)
    assert "RA-1317" in counter.sheet._field.error
    counter.keyboard.type("sestra", gap_ms=120)
    counter.keyboard.press(ENTER)
    wait_for(counter, "recorded")
    (fact,) = counter.facts
    assert (fact.second_look, fact.note) == (SecondLook.OTHER, "sestra")


def test_nobody_may_be_asked_about_an_expired_document(counter):
    counter.open()
    counter.scan(td1(expiry="260901"))
    counter.key(Qt.Key.Key_R, CONTROL)
    assert counter.sheet is None
    assert "RA-1302" in counter.page.questions.verdict.text()


# Silent warning


def test_a_silent_warning_changes_one_dot_and_records_as_usual(counter):
    """The client may read the screen: word for word it is the same, also after the record."""
    ready(counter)
    before = shown_words(counter)
    counter.key(Qt.Key.Key_N, CONTROL | SHIFT)
    wait_facts(counter, SuspicionNoted)
    counter.settle()
    after = shown_words(counter)
    changed = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    assert [new.removeprefix(old) for old, new in changed] == [" ·"]
    counter.keyboard.press(ENTER)
    result = wait_for(counter, "recorded")[1]
    assert (result.request.stage, result.request.review) == (
        Stage.IN_REVIEW,
        (ReviewReason.SUSPICION,),
    )
    said = " ".join(shown_words(counter)).casefold()
    for word in ("drugi pregled", "opozoril", "sum"):
        assert word not in said.replace("pošlji v drugi pregled", "")


def test_a_second_press_of_the_warning_writes_nothing(counter):
    ready(counter)
    for _press in range(3):
        counter.key(Qt.Key.Key_N, CONTROL | SHIFT)
    counter.settle()
    assert [type(fact) for fact in counter.facts] == [SuspicionNoted]


def test_a_warning_that_cannot_be_written_says_nothing_on_the_screen(counter):
    ready(counter)
    before = shown_words(counter)
    counter.store.full = True
    counter.key(Qt.Key.Key_N, CONTROL | SHIFT)
    counter.settle()
    counter.store.full = False
    assert shown_words(counter) == before


# Stolen document


def test_a_reported_document_ends_the_visit_and_says_the_rule(counter):
    """One key, Enter: what the client reads says only that the document was not valid."""
    request = ready(counter)
    counter.key(Qt.Key.Key_S, CONTROL | SHIFT)
    assert counter.sheet.stolen.isChecked()
    assert "113" in counter.sheet.rule.text()
    assert "ne zadržujte" in counter.sheet.rule.text()
    assert "ukraden" not in counter.sheet.reads.text()
    counter.keyboard.press(ENTER)
    wait_for(counter, "refused")
    (fact,) = counter.facts
    assert isinstance(fact, DocumentReported)
    assert (fact.request, fact.document_number) == (request.number, "IE1234567")


def test_only_a_document_that_was_shown_can_be_reported(counter):
    counter.open()
    counter.key(Qt.Key.Key_S, CONTROL | SHIFT)
    assert counter.sheet is None
    assert "Skenirajte dokument" in counter.page.notice.words
    counter.key(Qt.Key.Key_D, CONTROL)
    counter.keyboard.type("2")
    assert not counter.sheet.stolen.isVisible()


def test_the_tick_belongs_to_reasons_about_the_document(counter):
    ready(counter)
    counter.key(Qt.Key.Key_D, CONTROL)
    counter.keyboard.type("7")
    assert not counter.sheet.stolen.isVisible()
    counter.keyboard.type("2")
    assert counter.sheet.stolen.isVisible()


# Note, drafts


def test_a_note_goes_with_the_check(counter):
    """F7 from anywhere on the page; it warns what does not belong in it."""
    ready(counter)
    counter.key(Qt.Key.Key_F7)
    note = counter.page.questions.note
    assert QApplication.focusWidget() is note
    assert "Brez podatkov o zdravju" in note.placeholderText()
    assert note.maxLength() == 300
    counter.keyboard.type("prišla z materjo", gap_ms=120)
    counter.keyboard.press(ENTER)
    wait_for(counter, "recorded")
    assert counter.facts[0].note == "prišla z materjo"


def test_what_was_begun_is_there_again(counter):
    """Left in the middle, opened again: document, answers and note; recorded, it is gone."""
    request = counter.open()
    counter.scan()
    counter.yes(2)
    counter.page.on_left()
    counter.settle()
    session = counter.place.session
    kept = counter.page._desk.draft(request.number, session=session)
    assert kept is not None
    counter.open(request)
    counter.qtbot.waitUntil(lambda: counter.page.questions.questions[1].answer is True)
    assert counter.page.comparison.table.model().index(0, 2).data() == "ZAGAR<OERY"
    assert "Nadaljujete" in counter.page.notice.words
    counter.page.grab()
    counter.seconds.now += 30
    counter.yes()
    counter.keyboard.press(ENTER)
    wait_for(counter, "recorded")
    counter.settle()
    assert counter.page._desk.draft(request.number, session=session) is None


def test_a_draft_that_comes_late_does_not_land_on_what_was_scanned_meanwhile(counter):
    """Nor on another person: what the clerk does now counts."""
    first = counter.keep(a_request())
    session = counter.place.session
    draft = Draft(request=first.number, revision=1, started_at=NOON, note="staro")
    counter.page._desk.keep_draft(draft, session=session)
    counter.page.show_request(first)
    counter.shell.go("request", under="counter")
    counter.page.show_request(counter.keep(a_request()))
    counter.settle()
    assert counter.page.questions.note.text() == ""


# Colleagues


def opened_elsewhere(counter, since=125):
    counter.place.central.opened = Opened(
        counter="1", office="UE Koper", operator="Bojan P.", since=since
    )


def with_token(counter):
    from ra_desk.domain.secret import Secret

    counter.place.session = replace(counter.place.session, token=Secret("t"))


def test_a_colleague_who_has_it_open_is_named(counter):
    """RA-1303, with two ways on; recording is in nobody's way."""
    with_token(counter)
    opened_elsewhere(counter)
    counter.open()
    counter.qtbot.waitUntil(lambda: counter.page.notice.isVisible())
    said = counter.page.notice.words
    assert "okencu 1 (Bojan P., pred 2 minutama)" in said
    assert "RA-1303" in said
    assert [b.text() for b in counter.page.notice.buttons] == ["Samo poglej", "Prevzemi"]
    counter.scan()
    counter.yes(3)
    counter.keyboard.press(ENTER)
    wait_for(counter, "recorded")


def test_only_looking_offers_nothing_to_decide(counter):
    with_token(counter)
    opened_elsewhere(counter)
    counter.open()
    counter.qtbot.waitUntil(lambda: counter.page.notice.isVisible())
    counter.page.notice.buttons[0].click()
    assert counter.page.standing.isVisible()
    assert not counter.page.questions.isVisible()
    assert not counter.scan()
    counter.qtbot.waitUntil(lambda: counter.place.central.told_open[-1] == (None, False))


def test_taking_over_tells_central(counter):
    with_token(counter)
    opened_elsewhere(counter)
    request = counter.open()
    counter.qtbot.waitUntil(lambda: counter.page.notice.isVisible())
    counter.page.notice.buttons[1].click()
    counter.qtbot.waitUntil(lambda: (request.number, True) in counter.place.central.told_open)
    assert not counter.page.notice.isVisible()


def test_a_colleague_is_not_named_on_the_next_persons_page(counter):
    """The answer about the first request comes when the second is in view."""
    with_token(counter)
    opened_elsewhere(counter)
    gate = threading.Event()
    central = counter.place.central
    plain = central.tell_open
    first = counter.keep(a_request())

    class Slow:
        def tell_open(self, number, **details):
            assert gate.wait(60)
            found = plain(number, **details)
            return found if number == first.number else None

    counter.page._desk = replace(counter.page._desk, central=Slow())
    counter.page._company._desk = counter.page._desk
    counter.page.show_request(first)
    counter.shell.go("request", under="counter")
    counter.page.show_request(counter.keep(a_request()))
    gate.set()
    counter.settle()
    counter.qtbot.waitUntil(lambda: len(central.told_open) >= 2)
    QApplication.processEvents()
    assert not counter.page.notice.isVisible()


def test_without_a_line_nothing_is_said_of_colleagues(counter):
    counter.open()
    counter.settle()
    assert not counter.page.notice.isVisible()
    assert counter.place.central.told_open == []


# Revealing, old data, receipts, abuse


def test_a_value_is_shown_only_once_that_is_written_down(counter):
    """If it cannot be written, it stays masked; and never on the next person."""
    counter.open()
    model = counter.page.comparison.table.model()
    counter.store.full = True
    counter.page.comparison.reveal_wanted.emit(Field.TAX_NUMBER)
    counter.qtbot.waitUntil(lambda: counter.page.notice.isVisible())
    assert model.index(5, 1).data() == "•••••054"
    counter.store.full = False
    counter.settle()
    counter.store.open.clear()
    counter.page.comparison.reveal_wanted.emit(Field.TAX_NUMBER)
    counter.page.show_request(counter.keep(a_request()))
    counter.store.open.set()
    wait_facts(counter, ValueRevealed)
    counter.settle()
    assert model.index(5, 1).data() == "•••••054"


@pytest.mark.parametrize(
    ("age", "since"),
    [
        (timedelta(minutes=40), "11:20"),
        (timedelta(hours=20), "19. 11. 2026 16:00"),
    ],
)
def test_old_data_are_said_where_the_clerk_records(counter, age, since):
    """Of a computer that slept all night, with the day."""
    counter.store.kept.last_answer_at = NOON - age
    ready(counter)
    assert f"Podatki zahtevka so od {since}." in counter.page.reason.replace(
        "\N{NO-BREAK SPACE}", " "
    )


def test_by_data_that_are_too_old_the_check_stays_on_the_page(counter):
    """The bar promises nothing that does not happen; what is filled in is there when the line is."""
    counter.store.kept.last_answer_at = NOON - timedelta(hours=73)
    counter.page.set_online(False)
    ready(counter)
    assert "prestari" in counter.page.reason
    counter.page.set_online(True)
    assert counter.page.reason == ""  # central has just been asked: they are of now
    before = counter.page.draft()
    counter.keyboard.press(Qt.Key.Key_Return)
    counter.settle()
    assert "RA-1327" in counter.page.notice.words
    assert "prestari" in counter.page.reason
    assert counter.page.draft() == before
    assert not any(isinstance(fact, CheckAttested) for fact in counter.facts)


def test_a_receipt_is_printed_and_noted(counter):
    """Ctrl+P; without a line it says that the check is provisional."""
    request = sent(counter)
    counter.key(Qt.Key.Key_P, CONTROL)
    fact = wait_facts(counter, ReceiptPrinted)
    assert (fact.request, fact.printer) == (request.number, "HP-KP-2")
    [(title, pdf)] = counter.place.printer.printed
    assert title == request.number
    assert pdf.startswith(b"%PDF")
    counter.qtbot.waitUntil(lambda: "Listina za stranko se tiska" in counter.page.notice.words)


def test_for_an_expired_request_the_way_to_a_new_one_is_printed(counter):
    """RA-1203: the client goes home knowing what to do."""
    sent(counter, Stage.EXPIRED, decision=None)
    assert "RA-1203" in counter.page.standing.words.text()
    assert counter.page.after.receipt_button.text() == "Natisni navodila"
    counter.page.after.receipt_button.click()
    wait_facts(counter, ReceiptPrinted)


def test_a_printer_that_refuses_is_told_and_nothing_is_noted(counter):
    from ra_desk.machine.printing import PrinterSilent

    sent(counter)
    counter.place.printer.broken = PrinterSilent()
    counter.key(Qt.Key.Key_P, CONTROL)
    counter.qtbot.waitUntil(lambda: counter.page.notice.isVisible())
    assert "RA-" in counter.page.notice.words
    assert counter.facts == []


def test_nothing_is_printed_for_somebody_who_was_not_checked(counter):
    counter.open()
    counter.key(Qt.Key.Key_P, CONTROL)
    counter.settle()
    assert counter.place.printer.printed == []


@pytest.mark.requirement("S0-55")
def test_an_abuse_is_reported_to_the_configured_places(counter):
    """Help desk and address from the policy; the prepared text names no person."""
    request = sent(counter, Stage.ACTIVE)
    counter.page.after.abuse_button.click()
    counter.qtbot.waitUntil(lambda: isinstance(counter.sheet, AbuseSheet))
    said = " ".join(counter.sheet.contacts)
    assert "ekc@gov.si" in said
    assert "Tržaška 21, 1000 Ljubljana" in said
    text = counter.sheet.text.toPlainText()
    assert request.number in text
    for personal in (request.applicant.surname, request.applicant.tax_number, "1991"):
        assert personal not in text
    assert counter.facts == []  # Enter on the sheet would leave it
    counter.sheet.accept_button.click()
    assert wait_facts(counter, AbuseReported).request == request.number


def test_the_page_says_what_a_wrong_identification_means(counter):
    counter.open()
    assert "kvalificiran" in counter.page.questions.warning.text()
    assert counter.page.questions.warning.isVisible()
    said = counter.page.questions.instruction.detail.text()
    assert "ne shrani" in said


# Loading


def test_a_scan_waits_for_a_request_that_is_being_read(counter):
    """Skeleton rows; the document that came meanwhile is compared at once."""
    request = counter.keep(a_request())
    counter.page.expect(request.number)
    counter.shell.go("request", under="counter")
    assert counter.page.skeleton.isVisible()
    assert not counter.page.columns.isVisible()
    assert counter.page.on_scan(td1())
    counter.page.show_request(request)
    counter.settle()
    assert not counter.page.skeleton.isVisible()
    assert counter.page.comparison.table.model().index(0, 2).data() == "ZAGAR<OERY"


def test_what_is_left_is_said_with_a_way_to_each(counter):
    counter.open()
    counter.scan()
    counter.yes()
    counter.key(Qt.Key.Key_Return, CONTROL)
    assert [b.text() for b in counter.page.notice.buttons] == ["Na 2. vprašanje", "Na 3. vprašanje"]
    counter.page.notice.buttons[1].click()
    question = counter.page.questions.questions[2]
    assert question.isAncestorOf(QApplication.focusWidget())


def test_an_unknown_birth_day_can_be_typed(counter):
    """0. 3. 1991: the month and year are compared, and a second pair of eyes looks."""
    counter.open()
    counter.key(Qt.Key.Key_F2)
    for name, text in {
        "number": "123456789",
        "valid_until": "120931",
        "surname": "Žagar Őry",
        "given_names": "Špela",
        "birth_date": "0. 3. 1991",
    }.items():
        type_into(counter, getattr(counter.sheet, name), text)
    counter.keyboard.press(ENTER)
    assert counter.sheet is None
    assert "Morda se ujema" in counter.page.comparison.table.model().index(2, 3).data()
    assert heard(counter, "recorded") == []
    assert not any(isinstance(fact, CheckAttested) for fact in counter.facts)
