"""Checking a document at the counter, by scans and keys alone, as far as the journal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QLabel

from ra_desk.domain.activation import Channel, RequestNumber
from ra_desk.domain.comparison import Field, Match
from ra_desk.domain.documents import EntryMode
from ra_desk.domain.facts import CheckAttested, ValueRevealed
from ra_desk.domain.pass_request import Route, Stage
from ra_desk.domain.policy import Policy, ReviewReason
from ra_desk.ui.scan_router import ScanRouter
from tests.fakes import NOON, a_request
from tests.ui.request.zones import td1

ENTER, BACK = Qt.Key.Key_Return, Qt.Key.Key_Backspace


def last_button(counter):
    return counter.page.right_actions[-1]


def recorded(counter):
    counter.qtbot.waitUntil(lambda: any(heard[0] == "recorded" for heard in counter.heard))
    return next(heard[1] for heard in counter.heard if heard[0] == "recorded")


@pytest.mark.requirement("S0-24")
def test_scan_three_times_yes_and_enter_records_the_check(counter):
    """The main job in five strokes; the journal holds what was seen, and no name."""
    request = counter.open()
    assert counter.scan()
    counter.yes(3)
    assert last_button(counter).text() == "Zabeleži preverjanje"
    counter.keyboard.press(ENTER)
    result = recorded(counter)
    assert result.request.stage is Stage.IDENTIFIED
    (fact,) = counter.facts
    assert isinstance(fact, CheckAttested)
    assert fact.request == request.number
    assert fact.answers == (True, True, True)
    assert fact.document_entry is EntryMode.SCANNED
    assert fact.seconds == 30
    assert dict(fact.lines)[Field.SURNAME] is Match.TRANSLITERATED
    assert fact.channel is Channel.EMAIL


def test_before_the_document_one_thing_is_asked_for(counter):
    """The instruction has the focus, and the questions take nothing yet."""
    counter.open()
    instruction = counter.page.questions.instruction
    assert QApplication.focusWidget() is instruction
    assert "Skenirajte osebni dokument stranke" in instruction.accessibleName()
    assert not any(question.isEnabled() for question in counter.page.questions.questions)
    counter.keyboard.type("1")
    assert counter.facts == []


def test_answers_wait_until_the_result_has_been_seen(counter):
    """A key pressed before 0.4 s have passed answers nothing (ux.md 1.4)."""
    counter.open()
    counter.scan(wait=0.39)
    counter.yes()
    assert counter.page.questions.questions[0].answer is None
    counter.seconds.now += 0.41
    counter.yes()
    assert counter.page.questions.questions[0].answer is True


def test_a_key_held_down_answers_one_question(counter):
    """Three times Yes is three times a decision."""
    counter.open()
    counter.scan()
    counter.yes()
    for _ in range(5):
        counter.keyboard.press(Qt.Key.Key_1, "1", repeat=True)
    answers = [question.answer for question in counter.page.questions.questions]
    assert answers == [True, None, None]


def test_backspace_goes_back_from_the_button_and_from_a_question(counter):
    """A wrong key is put right where it was pressed."""
    counter.open()
    counter.scan()
    counter.yes(3)
    questions = counter.page.questions.questions
    counter.keyboard.press(BACK)
    assert questions[2].isAncestorOf(QApplication.focusWidget())
    counter.keyboard.press(BACK)
    assert questions[1].isAncestorOf(QApplication.focusWidget())


def test_enter_says_what_is_left_and_goes_there(counter):
    """Nothing is recorded by half; the words count what is missing."""
    counter.open()
    counter.keyboard.press(ENTER)
    assert "Manjkajo še 4 stvari: 1. Skenirajte dokument" in counter.page.notice.words
    counter.scan()
    counter.yes()
    counter.keyboard.press(ENTER)
    assert counter.page.notice.words.startswith(
        "Manjkata še 2 stvari: 1. Odgovorite na 2. vprašanje"
    )
    assert counter.page.questions.questions[1].isAncestorOf(QApplication.focusWidget())
    assert counter.facts == []


def test_the_third_question_is_not_the_same_for_everybody(counter):
    """The eye has to read it: e-mail, date of birth or postcode, one way for one request."""
    seen = set()
    for sign in "23456789BCDF":
        number = RequestNumber(f"R-2222-22{sign}")
        counter.open(counter.keep(a_request(number)))
        seen.add(counter.page.questions.questions[2].question)
    assert len(seen) == 3


def test_one_announcement_follows_a_scan(counter):
    """A screen reader says what was read, how much of it fits, and where the focus is."""
    counter.open()
    counter.scan()
    told = [heard[1] for heard in counter.heard if heard[0] == "announced"]
    opened = f"Zahtevek {counter.page.number}:"
    assert [words for words in told if not words.startswith(opened)] == [
        "Osebna izkaznica – prebrano. Ujema se 5 od 5. Vprašanje 1."
    ]


def test_every_line_and_every_answer_has_its_name(counter):
    """A row says all of itself; an answer carries its question (ux.md 3.3)."""
    counter.open()
    counter.scan()
    table = counter.page.comparison.table
    spoken = table.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == ("Priimek: zahtevek Žagar Őry, dokument ZAGAR OERY, Ujema se (prečrkovano)")
    yes = counter.page.questions.questions[0].yes
    assert yes.accessibleName() == "Obraz ustreza fotografiji na dokumentu: Da"
    assert QAccessible.queryAccessibleInterface(yes).role() == QAccessible.Role.RadioButton


def test_nothing_is_told_of_a_document_before_it_is_read(counter):
    """Whoever only hears the page would take "no expiry" for what the document says."""
    counter.open()
    model = counter.page.comparison.table.model()
    told = [
        model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole)
        for row in range(model.rowCount())
    ]
    assert told[0] == "Priimek: zahtevek Žagar Őry"
    assert not [words for words in told if "dokument " in words or "trajno" in words]
    for row, words in enumerate(told):
        result = model.index(row, model.columnCount() - 1).data(Qt.ItemDataRole.DisplayRole)
        assert "—" not in words
        assert result in (*words.split(": ", 1)[-1].split(", "), "—")


@pytest.mark.requirement("S0-05")
def test_the_page_says_what_a_wrong_identification_means(counter):
    """A stranger would sign in this person's name; the clerk reads it before every answer."""
    counter.open()
    counter.scan()
    warning = counter.page.questions.warning
    assert "kvalificirani podpis v imenu te osebe" in warning.text()
    assert warning.isVisible()


def test_the_page_says_that_no_picture_is_kept(counter):
    counter.open()
    assert "Slika dokumenta se ne shrani" in counter.page.questions.instruction.detail.text()


@pytest.mark.requirement("S0-02")
def test_the_accepted_terms_are_shown(counter):
    """The version stands in the line under the title, to be read and not changed."""
    counter.open(terms_version="2026-01")
    shown = [label.text() for label in counter.page.findChildren(QLabel)]
    assert any("sprejeti pogoji 2026-01" in text for text in shown)


def test_values_are_masked_until_asked_for(counter):
    """The tax number shows three digits and the e-mail its first letters (ux.md 3)."""
    counter.open()
    model = counter.page.comparison.table.model()
    assert model.index(5, 1).data() == "•••••054"
    assert model.index(7, 1).data() == "spela.•••@posta.example"
    show = counter.page.comparison.table.indexWidget(model.index(5, 2)).findChild(
        type(last_button(counter))
    )
    assert show.accessibleName() == "Pokaži: Davčna številka"
    show.setFocus()
    counter.keyboard.press(Qt.Key.Key_Space, " ")
    counter.qtbot.waitUntil(lambda: model.index(5, 1).data() == "50223054")
    assert counter.all_facts[-1] == ValueRevealed(
        request=counter.page.number, field=Field.TAX_NUMBER
    )
    counter.open(counter.keep(a_request()))
    assert model.index(5, 1).data() == "•••••054"


def test_another_document_takes_back_the_answers(counter):
    """Answers are about one document and one face."""
    counter.open()
    counter.scan()
    counter.yes(2)
    counter.scan(td1(number="IE7654321"))
    assert all(question.answer is None for question in counter.page.questions.questions)


def test_a_shortened_name_goes_to_second_review_and_says_why(counter):
    """The button says what will happen, the line beside it why."""
    counter.open()
    counter.scan(td1(surname="ZAGAR"))
    assert counter.page.comparison.explained == ("Priimek: na dokumentu je eno ime manj.",)
    counter.yes(3)
    assert last_button(counter).text() == "Pošlji v drugi pregled"
    assert counter.page.reason == "Drugi pregled: podatki se le morda ujemajo."
    counter.keyboard.press(ENTER)
    assert recorded(counter).request.review == (ReviewReason.POSSIBLY_MATCHES,)


def test_a_very_fast_check_says_so_and_time_takes_it_back(counter):
    """What the button says is what happens, also a second later."""
    counter.open()
    counter.scan(wait=1.0)
    counter.yes(3)
    assert last_button(counter).text() == "Pošlji v drugi pregled"
    assert "zelo hitro" in counter.page.reason
    counter.seconds.now += 5.0
    counter.page._buttons.stale.emit()
    assert last_button(counter).text() == "Zabeleži preverjanje"


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        (td1(surname="ZUPAN"), "Priimek se ne ujema: zahtevek »Žagar Őry«, dokument »ZUPAN«"),
        (td1(expiry="260901"), "Dokument je potekel 1. 9. 2026"),
        (td1(birth="910403"), "Datum rojstva se ne ujema"),
    ],
)
def test_what_differs_makes_refusing_the_default(counter, zone, words):
    """No key records it: Enter opens the question why it is refused."""
    counter.open()
    counter.scan(zone)
    said = counter.page.questions.verdict.text().replace("\u00a0", " ")
    assert words in said
    assert last_button(counter).text() == "Zavrni …"
    offered = [button.text() for button in counter.page.right_actions]
    assert ("Pošlji v drugi pregled …" in offered) is ("potekel" not in words)
    counter.keyboard.press(ENTER)
    assert counter.sheet is not None
    assert counter.facts == []


def test_somebody_elses_document_offers_their_request(counter, qtbot):
    """It may simply be the wrong request; the window is asked to look for the right one."""
    counter.open()
    counter.scan(td1(surname="ZUPAN"))
    (find,) = counter.page.notice.buttons
    with qtbot.waitSignal(counter.page.person_wanted) as wanted:
        find.setFocus()
        counter.keyboard.press(Qt.Key.Key_Space, " ")
    assert wanted.args[0].surname == "ZUPAN"
    assert wanted.args[1] == td1(surname="ZUPAN")


def test_a_child_is_refused_before_any_document(counter):
    """Fifteen completed years are the request's own matter; the day is told."""
    applicant = replace(a_request().applicant, birth_date=date(2011, 11, 21))
    counter.open(applicant=applicant)
    assert [button.text() for button in counter.page.right_actions] == ["Zavrni …"]
    said = counter.page.questions.verdict.text().replace("\u00a0", " ")
    assert "21. 11. 2026" in said


@pytest.mark.parametrize("question", [1, 2, 3])
def test_a_no_never_records(counter, question):
    """It makes refusing the default, with the reason that fits already chosen."""
    counter.open()
    counter.scan()
    counter.yes(question - 1)
    counter.no()
    offered = [button.text() for button in counter.page.right_actions]
    assert offered == ["Pošlji v drugi pregled …", "Zavrni …"]
    assert f"{question}. vprašanje je »Ne«" in counter.page.reason
    counter.keyboard.press(ENTER)
    assert counter.sheet.reason is not None
    assert counter.facts == []


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ((0, 2), "manjka 2. vrstica"),
        ((0, 1), "manjka 3. vrstica"),
    ],
)
def test_a_zone_read_by_half_says_which_line(counter, lines, words):
    """Nothing is guessed; the scan can simply be repeated, or F2 pressed."""
    counter.open()
    whole = td1().splitlines()
    assert counter.scan("\n".join(whole[line] for line in lines))
    assert words in counter.page.notice.words
    assert "RA-1102" in counter.page.notice.words
    assert counter.page.comparison.type_button.isVisible()


def test_a_wrong_check_digit_says_which_part(counter):
    counter.open()
    wrong = td1().replace("IE1234567", "IE1234568")
    assert counter.scan(wrong)
    assert "številka dokumenta" in counter.page.notice.words


def test_an_invented_state_is_refused(counter):
    """Specimens of Utopia have right check digits and identify nobody."""
    counter.open()
    counter.scan(td1(state="UTO"))
    assert "RA-1315" in counter.page.notice.words
    assert not counter.page.questions.questions[0].isEnabled()


def test_answers_before_the_comparison_was_seen_are_told_and_none_of_them_counts(counter):
    """A quick 1 2 1: its 2 must not become the answer to the first question (ux.md 1.4)."""
    counter.open()
    counter.scan(wait=0.3)
    counter.yes()
    told = counter.page.questions._too_soon
    assert told.isVisible()
    counter.seconds.now += 0.2
    counter.no()
    counter.seconds.now += 0.2
    counter.yes()
    assert counter.page.visit.answers == [None, None, None]
    counter.seconds.now += 0.5
    counter.yes()
    assert counter.page.visit.answers == [True, None, None]
    assert not told.isVisible()


def test_a_scan_into_the_note_is_nowhere_in_the_note(counter, qapp):
    """Neither in view nor in what would be recorded."""
    router = ScanRouter(qapp)
    counter.open()
    counter.scan()
    counter.page.questions.begin_note()
    counter.keyboard.type("Prva", gap_ms=120)
    counter.keyboard.scan("RA123456789BCDFGHJK")
    router.stop()
    assert counter.page.questions.note.text() == "Prva"
    assert counter.page.visit.note == "Prva"


@pytest.mark.parametrize("text", ["RA1BCDFGHJ", "RL1BCDFGHJK", "žagar", "4006381333931"])
def test_other_scans_are_left_to_the_window(counter, text):
    counter.open()
    assert not counter.page.on_scan(text)
    assert not counter.page.notice.isVisible()


def test_a_scanner_answers_no_question(counter, qapp):
    """The digits of a zone reach the router, and the page only as one scan."""
    router = ScanRouter(qapp)
    counter.open()
    counter.scan()
    router.scanned.connect(counter.page.on_scan)
    counter.keyboard.scan(*td1(number="IE1212121").splitlines())
    counter.qtbot.waitUntil(lambda: "2121" in counter.page.comparison._document.text())
    assert all(question.answer is None for question in counter.page.questions.questions)
    router.stop()


def test_a_hostile_name_is_shown_as_it_stands(counter):
    """Markup, formulas and marks of direction are letters here and nothing more."""
    surname = "<b>Žagar</b>\u202egar" + "=cmd()"
    applicant = replace(a_request().applicant, surname=surname)
    counter.open(applicant=applicant)
    counter.scan()
    model = counter.page.comparison.table.model()
    assert model.index(0, 1).data() == "<b>Žagar</b>gar=cmd()"
    verdict = counter.page.questions.verdict
    assert verdict.textFormat() == Qt.TextFormat.PlainText
    assert "<b>Žagar</b>gar=cmd()" in verdict.text()


def test_without_a_line_the_page_says_what_becomes_of_the_check(counter):
    counter.open()
    counter.page.set_online(False)
    counter.scan()
    counter.yes(3)
    assert counter.page.reason.startswith("Preverjanje bo shranjeno tukaj in poslano pozneje")


@pytest.mark.requirement("S0-47")
def test_nothing_of_the_request_can_be_edited(counter):
    """A clerk refuses or sends back what is wrong; nobody corrects it at the counter."""
    counter.open()
    counter.scan()
    table = counter.page.comparison.table
    assert table.editTriggers() == table.EditTrigger.NoEditTriggers
    before = [table.model().index(row, 1).data() for row in range(8)]
    table.setFocus()
    counter.keyboard.press(Qt.Key.Key_Down)
    counter.keyboard.type("Novak")
    assert [table.model().index(row, 1).data() for row in range(8)] == before


def test_a_code_by_post_needs_the_policy_and_a_reason(counter):
    """Ctrl+K opens the choice only where the office may; the reason is kept."""
    with counter.store.meanwhile() as kept:
        kept.policy = Policy(office_post=True)
    counter.open()
    counter.scan()
    counter.key(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    counter.keyboard.type("2")
    counter.keyboard.press(ENTER)
    assert counter.sheet is not None  # no reason yet
    counter.keyboard.type("Stranka e-naslova ne bere", gap_ms=120)
    counter.keyboard.press(ENTER)
    assert counter.sheet is None
    counter.yes(3)
    counter.keyboard.press(ENTER)
    assert recorded(counter).request.channel is Channel.POST
    assert counter.facts[-1].channel_reason == "Stranka e-naslova ne bere"


def test_where_post_is_not_allowed_the_page_does_not_offer_it(counter):
    counter.open()
    counter.scan()
    counter.key(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert counter.sheet is None
    assert not counter.page.questions._channel.isVisible()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"stage": Stage.WITHDRAWN}, "umaknila"),
        ({"stage": Stage.RESTRICTED}, "omejen"),
        ({"stage": Stage.CANCELLED}, "preklican"),
        ({"stage": Stage.UNKNOWN}, "ne pozna stanja"),
        ({"expires_at": NOON - timedelta(days=1)}, "potekel"),
        ({"stage": Stage.EXPIRED}, "potekel"),
        ({"route": Route.CERTIFICATE}, "RA-1204"),
    ],
)
def test_a_request_that_waits_for_nobody_is_read_only(counter, changes, words):
    """The sentence says why; no key records, refuses or types."""
    counter.open(**changes)
    assert words in counter.page.standing.words.text()
    assert counter.page.right_actions == ()
    assert not counter.page.questions.isVisible()
    counter.key(Qt.Key.Key_F2)
    counter.key(Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    counter.keyboard.press(ENTER)
    assert counter.sheet is None
    assert not counter.page.on_scan(td1())
