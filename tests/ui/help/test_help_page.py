"""Help as a clerk asks for it: F1 lands where she is, Esc brings her back to the very control."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QWhatsThis,
)

from ra_desk.domain.policy import Policy, Service
from ra_desk.services.doctor import Check, Finding, Health, Seen
from ra_desk.ui.background import Lane
from ra_desk.ui.help.guide import HelpSheet, show_in_sheet
from ra_desk.ui.help.manual import Manual, Topic, error_topic
from ra_desk.ui.help.page import HelpPage
from ra_desk.ui.help.reader import Reader
from ra_desk.ui.help.topics import SHEETS
from ra_desk.ui.parts.sheet import Sheet
from ra_desk.ui.theme import Kind, Scheme, Theme
from tests.ui.hands import SMALL, Hands
from tests.ui.lanes import held
from tests.ui.states import STATES, reached

POLICY = Policy(service=Service(phone="01 234 56 78", email="pomoc@central.example"))


class CountingDoctor:
    """Finds what it is told to find, and keeps what is saved."""

    def __init__(self, *findings: Finding) -> None:
        self.findings = findings
        self.seen: list[Seen] = []
        self.saved: dict[str, str] = {}

    def examine(self, seen: Seen = Seen()) -> Sequence[Finding]:  # noqa: B008 - frozen
        self.seen.append(seen)
        return self.findings

    def save(self, report: str, path: Path) -> None:
        if path.name in self.saved:
            raise FileExistsError(17, "File exists")
        self.saved[path.name] = report


@contextmanager
def state(theme: Theme, key: str, policy: Policy | None = None) -> Iterator[Hands]:
    found = next(state for state in STATES if state.key == key)
    with reached(found if policy is None else replace(found, policy=policy), theme) as hands:
        yield hands


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key, modifier)


def help_page(hands: Hands) -> HelpPage:
    page = hands.front.place.page("help")
    assert isinstance(page, HelpPage)
    return page


def topic(hands: Hands) -> Topic | None:
    assert hands.page == "help"
    return help_page(hands).reader.topic


def sheet_topic(hands: Hands) -> Topic | None:
    sheet = hands.front.window.findChildren(HelpSheet)[-1]
    assert sheet.isVisible()
    return sheet.reader.topic


# F1


@pytest.mark.parametrize(
    ("key", "lands"),
    [
        ("counter-hits", Topic(chapter="counter", anchor="find")),
        ("letters-as_clerk", Topic(chapter="letters")),
        ("outbox-empty", Topic(chapter="outbox")),
        ("settings-as_clerk", Topic(chapter="settings")),
        ("counter-unreadable_scan", error_topic("RA-1101")),
    ],
)
def test_f1_lands_where_somebody_works(theme: Theme, key: str, lands: Topic):
    """The control, the page, and above all the trouble that is in view."""
    with state(theme, key) as hands:
        press(Qt.Key.Key_F1)
        hands.settle()
        assert topic(hands) == lands
        view = help_page(hands).reader.view
        assert QApplication.focusWidget() is view
        assert view.heading() == help_page(hands).manual.title(lands)


def test_esc_returns_to_the_very_control_and_what_was_in_it(theme: Theme):
    with state(theme, "counter-hits") as hands:
        field = QApplication.focusWidget()
        typed = hands.front.place.look_up.text()
        assert typed
        press(Qt.Key.Key_F1)
        hands.settle()
        press(Qt.Key.Key_Escape)
        hands.settle()
        assert hands.page == "counter"
        assert QApplication.focusWidget() is field
        assert hands.front.place.look_up.text() == typed


def test_large_text_leaves_the_room_of_a_small_window_to_the_chapter(theme: Theme, qapp):
    """On the page it stands alone; over a sheet it alone scrolls, and its picture fits its line."""
    theme.apply(qapp, Scheme.LIGHT, text_percent=200)
    with state(theme, "help-as_clerk") as hands:
        hands.resize(*SMALL)
        page = help_page(hands)
        page.show_topic(Topic(chapter="check", anchor="comparison"))
        hands.settle()
        assert page.reader.height() > 0.85 * page.height()
        assert page.reader.view.heading() == page.manual.title(page.reader.topic)
        sheet = show_in_sheet(theme, hands.front.window, Topic(chapter="check"), values={})
        hands.settle()
        scrolled = sheet.findChild(QScrollArea)
        assert scrolled.verticalScrollBar().maximum() == 0
        assert sheet.reader.view.horizontalScrollBar().maximum() == 0
        assert sheet.reader.height() > 280
        sheet.leave()
    theme.apply(qapp, Scheme.LIGHT)


def test_a_half_answered_check_waits_for_its_reader(theme: Theme):
    """Reading how to answer must not cost the answers."""
    with state(theme, "request-complete") as hands:
        questions = hands.front.place.request.questions
        before = [button.isChecked() for button in questions.findChildren(QAbstractButton)]
        focus = QApplication.focusWidget()
        press(Qt.Key.Key_F1)
        hands.settle()
        assert sheet_topic(hands).chapter in ("check", "questions")
        press(Qt.Key.Key_Escape)
        hands.settle()
        assert hands.page == "request"
        assert QApplication.focusWidget() is focus
        assert any(before)
        after = [button.isChecked() for button in questions.findChildren(QAbstractButton)]
        assert after == before


@pytest.mark.parametrize("key", ["request-refuse", "request-document_by_hand"])
def test_f1_over_a_sheet_opens_over_it_and_leaves_it_as_it_was(theme: Theme, key: str):
    with state(theme, key) as hands:
        asked = hands.sheet
        focus = QApplication.focusWidget()
        assert asked is not None
        press(Qt.Key.Key_F1)
        hands.settle()
        assert sheet_topic(hands) == SHEETS[type(asked).__name__]
        press(Qt.Key.Key_F1)
        assert len([s for s in hands.front.window.findChildren(HelpSheet) if s.isVisible()]) == 1
        press(Qt.Key.Key_Escape)
        hands.settle()
        assert hands.sheet is asked
        assert QApplication.focusWidget() is focus


def test_f1_before_signing_in(theme: Theme):
    """Whoever cannot sign in needs help most."""
    with state(theme, "sign_in-wrong_password") as hands:
        press(Qt.Key.Key_F1)
        hands.settle()
        assert sheet_topic(hands) in (Topic(chapter="sign_in"), error_topic("RA-1001"))
        press(Qt.Key.Key_Escape)
        hands.settle()
        assert hands.sheet is None


def test_every_kind_of_sheet_has_its_chapter():
    """A new sheet without a chapter would open the beginning of the manual."""
    kinds: set[type[Sheet]] = set()
    waiting = [Sheet]
    while waiting:
        found = [k for k in waiting.pop().__subclasses__() if k.__module__.startswith("ra_desk.")]
        kinds.update(found)
        waiting.extend(found)
    opened = {kind.__name__ for kind in kinds if not kind.__subclasses__()}
    assert opened - {"HelpSheet"} <= set(SHEETS)


# Numbers in messages


def test_a_number_in_a_message_is_a_link_to_its_page(theme: Theme):
    with state(theme, "counter-unreadable_scan") as hands:
        notice = hands.front.place.counter.trouble
        assert 'href="RA-1101"' in notice._words.text()
        notice._words.linkActivated.emit("RA-1101")
        hands.settle()
        assert topic(hands) == error_topic("RA-1101")
        press(Qt.Key.Key_Escape)
        hands.settle()
        assert hands.page == "counter"


def test_what_stands_around_a_number_stays_inert(theme: Theme):
    """A name with markup in it is a name."""
    with state(theme, "counter-empty") as hands:
        notice = hands.front.place.counter.notice
        notice.notify(Kind.ERR, "alert-circle", '<a href="x">Miha</a> RA-1302', seconds=0)
        assert "&lt;a href" in notice._words.text()
        assert notice._words.text().count("<a ") == 1
        assert notice.words == '<a href="x">Miha</a> RA-1302'


# The page


def test_the_first_page_offers_what_belongs_to_where_one_came_from(theme: Theme):
    with state(theme, "outbox-empty", POLICY) as hands:
        press(Qt.Key.Key_F1)
        hands.settle()
        press(Qt.Key.Key_F1)
        hands.settle()
        page = help_page(hands)
        assert page.at_home
        links = [b.text() for b in page.home.findChildren(QPushButton) if b.isVisible()]
        assert links[0] == "Za pošiljanje in navzkrižja"
        assert "Kako najdem zahtevek" in links
        assert "Dostopnost" in links


def test_whom_to_call_comes_from_the_policy_and_nowhere_else(theme: Theme):
    with state(theme, "help-as_clerk", POLICY) as hands:
        page = help_page(hands)
        hands.until(lambda: page.manual.value("phone") == "01 234 56 78")
        page.show_topic(Topic(chapter="contact"))
        shown = page.reader.view.toPlainText()
        assert "01 234 56 78" in shown
        assert "pomoc@central.example" in shown


def test_searching_by_keys_finds_and_opens(theme: Theme):
    with state(theme, "help-as_clerk") as hands:
        page = help_page(hands)
        assert QApplication.focusWidget() is page.search
        hands.keyboard.type("voznisko")
        hands.settle()
        first = next(b for b in page.hits.findChildren(QPushButton) if b.isVisible())
        first.click()
        hands.settle()
        assert topic(hands) is not None
        assert "ozniško" in page.reader.view.toPlainText()


def test_nothing_found_says_whom_to_call(theme: Theme):
    with state(theme, "help-as_clerk", POLICY) as hands:
        page = help_page(hands)
        hands.until(lambda: page.manual.value("phone") == "01 234 56 78")
        page.search.setText("žlikrofi")
        shown = [label.text() for label in page.hits.findChildren(type(page._title))]
        assert any("01 234 56 78" in text for text in shown)
        press(Qt.Key.Key_Escape)
        assert page.search.text() == ""
        assert page.at_home


def test_links_lead_on_and_back_leads_back(theme: Theme):
    with state(theme, "help-as_clerk") as hands:
        page = help_page(hands)
        page.show_topic(Topic(chapter="check"))
        page.reader.view.anchorClicked.emit(QUrl("correction.md#undo"))
        assert topic(hands) == Topic(chapter="correction", anchor="undo")
        page.back.click()
        assert topic(hands) == Topic(chapter="check")
        page.reader.view.anchorClicked.emit(QUrl("https://elsewhere.example/"))
        assert topic(hands) == Topic(chapter="check")


@pytest.mark.parametrize(
    "name",
    ["https://elsewhere.example/x.png", "/etc/hostname", "pictures/../../icons/LICENSE", "x.png"],
)
def test_the_manual_loads_nothing_but_its_own_pictures(theme: Theme, name: str):
    """No text, however it came here, fetches anything."""
    with state(theme, "help-as_clerk") as hands:
        view = help_page(hands).reader.view
        kind = int(QTextDocument.ResourceType.ImageResource.value)
        assert view.loadResource(kind, QUrl(name)) is None
        assert view.loadResource(kind, QUrl("pictures/counter.png")) is not None


def test_headings_are_headings(theme: Theme):
    """A screen reader jumps from one to the next."""
    with state(theme, "help-as_clerk") as hands:
        page = help_page(hands)
        page.show_topic(Topic(chapter="check"))
        block, levels = page.reader.view.document().begin(), []
        while block.isValid():
            if level := block.blockFormat().headingLevel():
                levels.append(level)
            block = block.next()
        assert levels[0] == 1
        assert levels.count(2) == len(page.manual.sections("check")) - 1


def test_a_theme_changes_the_chapter_that_is_open(theme: Theme, qapp: QApplication):
    with state(theme, "help-as_clerk") as hands:
        page = help_page(hands)
        page.show_topic(Topic(chapter="check"))
        for scheme in (Scheme.DARK, Scheme.HIGH_CONTRAST, Scheme.LIGHT):
            theme.apply(qapp, scheme, text_percent=150)
            block = page.reader.view.document().begin()
            ink = block.begin().fragment().charFormat().foreground().color()
            assert ink == theme.colour("text")
        assert page.reader.topic == Topic(chapter="check")


def test_another_language_is_told(theme: Theme, qtbot):
    reader = Reader(theme, Manual("it"))
    qtbot.addWidget(reader)
    reader.begin(Topic(chapter="check"))
    assert reader._note.text()
    reader.use(Manual("sl"))
    assert not reader._note.text()


# What's this


def test_shift_f1_explains_the_control_with_the_focus(theme: Theme):
    with state(theme, "counter-empty") as hands:
        press(Qt.Key.Key_F1, Qt.KeyboardModifier.ShiftModifier)
        hands.settle()
        shown = [w for w in QApplication.topLevelWidgets() if w.isVisible()]
        assert any(type(w).__name__ != "DeskWindow" for w in shown)
        QWhatsThis.hideText()
        assert hands.page == "counter"


# The doctor


def with_doctor(hands: Hands, doctor: CountingDoctor) -> HelpPage:
    page = help_page(hands)
    desk = replace(hands.front.desk, doctor=doctor)
    made = HelpPage(
        hands.front.window.theme, desk, hands.background, values={}, seen=lambda: Seen(gap_ms=35)
    )
    hands.front.place.stack.removeWidget(page)
    hands.front.place.add_page("help", made)
    hands.front.place.go("help")
    return made


FULL = Finding(
    check=Check.DISK,
    health=Health.FAILURE,
    reason="full",
    facts={"free_mb": 3},
    error="store.disk_full",
)
WELL = Finding(check=Check.FONTS, health=Health.OK)


def test_the_doctor_shows_trouble_first_with_its_page(theme: Theme):
    with state(theme, "help-as_clerk") as hands:
        doctor = CountingDoctor(WELL, FULL)
        page = with_doctor(hands, doctor)
        page.show_doctor()
        hands.until(lambda: page.findings.findings)
        assert doctor.seen == [Seen(gap_ms=35)]
        buttons = {b.text(): b for b in page.findings.findChildren(QPushButton)}
        assert page.findings.summary.kind is Kind.ERR
        buttons["RA-1390"].click()
        assert page.reader.topic == error_topic("RA-1390")
        assert page.prepare.isEnabled()


def test_what_is_saved_is_what_was_shown(theme: Theme):
    """Nobody has to trust that a report holds nothing else."""
    with state(theme, "help-as_clerk") as hands:
        doctor = CountingDoctor(FULL)
        page = with_doctor(hands, doctor)
        page.show_doctor()
        hands.until(lambda: page.findings.findings)
        page.prepare.click()
        sheet = hands.sheet
        assert sheet is not None
        shown = sheet.findChild(QPlainTextEdit)
        assert shown is not None
        assert shown.isReadOnly()
        assert doctor.saved == {}
        page.findings.saver.save(shown.toPlainText(), Path("report.json"))
        hands.until(lambda: doctor.saved)
        assert doctor.saved == {"report.json": shown.toPlainText()}
        assert '"free_mb": 3' in shown.toPlainText()
        page.findings.saver.save("again", Path("report.json"))
        hands.until(lambda: "RA-1910" in page.notice.words)
        assert doctor.saved == {"report.json": shown.toPlainText()}


def test_leaving_the_report_saves_nothing(theme: Theme):
    with state(theme, "help-as_clerk") as hands:
        doctor = CountingDoctor(WELL)
        page = with_doctor(hands, doctor)
        page.show_doctor()
        hands.until(lambda: page.findings.findings)
        page.prepare.click()
        sheet = hands.sheet
        assert sheet is not None
        sheet.leave()
        hands.settle()
        assert doctor.saved == {}


def test_whoever_has_it_look_again_stays_there(theme: Theme):
    """A second press must not leave the page, or whatever else stands next."""
    with state(theme, "help-as_clerk") as hands:
        doctor = CountingDoctor(WELL)
        page = with_doctor(hands, doctor)
        page.show_doctor()
        hands.until(lambda: page.findings.findings)
        page.again.setFocus()
        with held(hands, Lane.DOCTOR):
            hands.press(Qt.Key.Key_Space)
            assert hands.focus is page.again
            hands.press(Qt.Key.Key_Space)
        hands.settle()
        assert hands.focus is page.again
        assert len(doctor.seen) == 2


def test_a_desk_without_a_doctor_says_so(theme: Theme):
    with state(theme, "help-as_clerk") as hands:
        page = help_page(hands)
        page.show_doctor()
        hands.settle()
        assert not page.prepare.isEnabled()
