"""The audit trail at the window: keys, details, verifying, exports, questions about a client."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QGridLayout, QWidget
from shiboken6 import isValid

from ra_desk.domain.activation import RequestNumber
from ra_desk.domain.audit import Topic
from ra_desk.domain.facts import KINDS
from ra_desk.domain.facts_audit import (
    CitizenTraced,
    EntryTextShown,
    ExportForm,
    JournalExported,
    JournalVerified,
    TraceExported,
)
from ra_desk.domain.people import Role
from ra_desk.domain.policy import Policy
from ra_desk.journal.codec import PayloadUnreadable
from ra_desk.journal.export import verify_lines
from ra_desk.machine.files import write_file
from ra_desk.paper.report import render_report
from ra_desk.services.day import DayTools
from ra_desk.services.examine_journal import Traced
from ra_desk.services.journal_rows import JournalEntry
from ra_desk.services.tracing import Trace, Traces
from ra_desk.ui.audit import exporting
from ra_desk.ui.audit.copy_form import Copy, copy_form
from ra_desk.ui.audit.day_field import DayField, day_of
from ra_desk.ui.audit.exporting import csv_pieces
from ra_desk.ui.audit.form import entries_form
from ra_desk.ui.audit.sheets import CopySheet, ExportSheet, TraceSheet
from ra_desk.ui.audit.words import event_name
from ra_desk.ui.background import Lane
from ra_desk.ui.parts.rows import RowModel
from ra_desk.ui.saving import file_dialog
from ra_desk.ui.theme import Scheme, Theme
from tests.fakes import NOON, OFFICE, a_check
from tests.paper.sheets import opened
from tests.ui.ears import ears
from tests.ui.hands import CTRL, Hands, at_the_window
from tests.ui.lanes import held
from tests.ui.states import town
from tests.ui.states_audit import PURPOSE, at_audit, to_audit


@pytest.fixture
def hands(theme: Theme):
    roles = (Role.CLERK, Role.SUPERVISOR)
    with at_the_window(theme, *town(), roles=roles) as hands:
        hands.sign_in()
        yield hands


def rows(page) -> RowModel:
    model = page.table.model()
    assert isinstance(model, RowModel)
    return model


def names(page) -> list[str]:
    return [rows(page).row(n).key for n in range(rows(page).rowCount())]


def checked_with_note(hands: Hands) -> None:
    session = hands.front.window.session
    assert session is not None
    number = next(iter(hands.front.central.requests))
    check = a_check(number, note="Stranka je bila vznemirjena")
    hands.front.desk.record_check(check, session=session)
    hands.front.clock.forward(60)


def test_arrows_open_and_close_the_details_inside_the_table(hands):
    """The row below the entry is no row to stand on: arrows step over it."""
    page = at_audit(hands)
    first = names(page)
    hands.press(Qt.Key.Key_Right)
    hands.until(lambda: page.table.panel is not None)
    assert names(page) == [first[0], "details", *first[1:]]
    hands.press(Qt.Key.Key_Down)
    assert rows(page).row(page.table.currentIndex().row()).key == first[1]
    hands.press(Qt.Key.Key_Up)
    assert rows(page).row(page.table.currentIndex().row()).key == first[0]
    hands.press(Qt.Key.Key_Left)
    hands.until(lambda: page.table.panel is None)
    assert names(page) == first


def test_open_details_stand_as_if_they_were_opened_with_the_present_size_of_text(hands, qapp):
    """Who makes the text larger because it cannot be read reads it at once."""

    def room() -> tuple[object, ...]:
        panel = page.table.panel
        columns = [grid.columnMinimumWidth(0) for grid in panel.findChildren(QGridLayout)]
        return panel.layout().direction(), panel.minimumHeight(), columns

    def opened_anew() -> tuple[object, ...]:
        for key, there in ((Qt.Key.Key_Left, False), (Qt.Key.Key_Right, True)):
            hands.press(key)
            hands.until(lambda there=there: (page.table.panel is not None) is there)
        return room()

    page = at_audit(hands)
    hands.press(Qt.Key.Key_Right)
    hands.until(lambda: page.table.panel is not None)
    for percent in (200, 100):
        hands.front.window.theme.apply(qapp, Scheme.LIGHT, text_percent=percent)
        assert room() == opened_anew()
    hands.settle()
    assert not page._scroll.verticalScrollBar().isVisible()


def to_details_with_note(hands):
    """Open the details of a check that has a note."""
    checked_with_note(hands)
    page = to_audit(hands)
    hands.until(lambda: rows(page).rowCount() > 2)
    kinds = [rows(page).row(n).subject.kind for n in range(rows(page).rowCount())]
    page.table.selectRow(kinds.index("check_attested/2"))
    hands.press(Qt.Key.Key_Right)
    hands.until(lambda: page.table.panel is not None)
    return page


def test_a_note_is_shown_only_after_an_entry_says_so(hands):
    """Free text may tell about somebody; it hides until somebody asks, and that is evidence."""
    page = to_details_with_note(hands)
    panel = page.table.panel
    assert "vznemirjena" not in panel.accessibleName()
    assert panel.button is not None
    panel.button.click()
    hands.until(lambda: hands.facts(EntryTextShown))
    hands.until(lambda: not panel.button.isVisible())


def test_details_that_were_open_are_put_away_with_the_page(hands):
    """An answer about them that comes late is shown to nobody."""
    page = to_details_with_note(hands)
    panel = page.table.panel
    assert panel.button is not None
    with held(hands, Lane.STORE):
        panel.button.click()
        hands.front.place.go("outbox")
        hands.until(lambda: not isValid(panel))
    hands.settle()
    assert page.table.panel is None


def test_conditions_narrow_the_list_and_are_cleared(hands):
    """The count is said; a day before the journal began leaves nothing."""
    page = at_audit(hands)
    everything = len(names(page))
    page.conditions.what.setCurrentIndex(1 + list(Topic).index(Topic.LOOKS))
    hands.until(lambda: 0 < len(names(page)) < everything)
    page.conditions.until.edit.setText("1.1.")
    page.conditions.until.edit.editingFinished.emit()
    assert page.conditions.query().until == date(2026, 1, 1)
    hands.until(lambda: not page.table.isVisible())
    page.conditions.clear()
    hands.until(lambda: len(names(page)) == everything)
    assert page.conditions.query().open


def test_where_nothing_is_left_the_focus_goes_to_the_conditions(hands):
    """The row that had it is gone, as on the first F5 of another day."""
    page = at_audit(hands)
    assert page.table.hasFocus()
    for field in (page.conditions.since, page.conditions.until):
        field.show_day(date(2026, 12, 1))
    hands.press(Qt.Key.Key_F5)
    hands.until(lambda: not page.table.isVisible())
    hands.until(page.conditions.since.edit.hasFocus)


def test_a_request_number_narrows_the_list_and_leaves_an_entry(hands):
    page = at_audit(hands)
    number = next(iter(hands.front.central.requests))
    page.conditions.number.setText(number.lower())
    page.conditions.number.editingFinished.emit()
    hands.until(lambda: hands.facts(CitizenTraced))
    hands.until(lambda: page.conditions.request == number)
    hands.until(lambda: {rows(page).row(n).subject.subject for n in range(2)} == {number})


def test_verifying_tells_what_came_out_and_leaves_an_entry(hands):
    page = at_audit(hands)
    page.chain.button.click()
    hands.until(lambda: hands.facts(JournalVerified))
    hands.until(lambda: not page.chain.verifying.running)
    assert not hands.front.place.banner.isVisible()


def test_who_locks_the_screen_ends_the_verifying(hands):
    """The page that showed how far it is has gone; the work goes on beside the window."""
    page, crashed = at_audit(hands), list[object]()
    hands.background.crashed.connect(crashed.append)
    with held(hands, Lane.DOCTOR):
        page.chain.button.click()
        hands.front.window.lock()
        hands.until(lambda: not isValid(page))
    hands.settle()
    assert crashed == []
    assert not hands.facts(JournalVerified)


def test_a_broken_chain_is_told_by_the_window_and_cannot_be_dismissed(hands):
    """On every page: the desk has stopped itself, and not central, which knows nothing of it."""
    page, banner = at_audit(hands), hands.front.place.banner
    hands.front.fake.store.broken = 3
    page.chain.button.click()
    hands.until(lambda: "RA-1801" in banner.words)
    assert "zapisu 3." in banner.words
    assert banner.buttons == []
    hands.press(Qt.Key.Key_Escape)
    hands.front.place.go("outbox")
    assert banner.isVisible()


def test_the_export_asks_what_for_and_writes_it_down(hands, tmp_path):
    """Ctrl+E, a purpose, a file; without a purpose the sheet stays."""
    page = at_audit(hands)
    hands.press(Qt.Key.Key_E, CTRL)
    sheet = hands.sheet
    assert isinstance(sheet, ExportSheet)
    hands.enter()
    assert sheet.isVisible()
    assert not hands.facts(JournalExported)
    hands.press(Qt.Key.Key_Escape)
    target = tmp_path / "sled.csv"
    page.asking.exporter.save(page.conditions.query(), ExportForm.CSV, PURPOSE, target)
    hands.until(target.exists)
    [exported] = hands.facts(JournalExported)
    assert exported.purpose == PURPOSE
    read = list(csv.reader(io.StringIO(target.read_bytes().decode("utf-8-sig")), delimiter=";"))
    assert len(read) == 1 + exported.entries
    assert target.stat().st_mode & 0o077 == 0
    assert list(tmp_path.iterdir()) == [target]


def test_a_dialog_for_a_file_ends_with_its_page(theme):
    """Behind the cover nobody may choose where an earlier operator's export goes."""
    page = QWidget()
    dialog = file_dialog(page, title="?", name="sled.csv")
    dialog.open()
    assert dialog.defaultSuffix() == "csv"
    assert [Path(name).name for name in dialog.selectedFiles()] == ["sled.csv"]
    page.deleteLater()
    QApplication.sendPostedEvents(page, QEvent.Type.DeferredDelete)
    assert not isValid(dialog)


def test_an_export_that_breaks_off_leaves_nothing_on_the_disk(tmp_path):
    """Half a copy of the journal is about people, too; and nobody would know of it."""

    def pieces():
        yield b"half"
        raise PayloadUnreadable(kind="x/1")

    with pytest.raises(PayloadUnreadable):
        exporting._write(tmp_path / "sled.csv", pieces())
    assert list(tmp_path.iterdir()) == []


def test_the_whole_journal_is_a_file_that_a_stranger_can_verify(hands, tmp_path):
    page = at_audit(hands)
    target = tmp_path / "sled.jsonl"
    page.asking.exporter.save(page.conditions.query(), ExportForm.JSON_LINES, PURPOSE, target)
    hands.until(target.exists)
    lines = target.read_text(encoding="utf-8").splitlines()
    assert len(lines) == 1 + len(hands.front.fake.store.kept.deeds)
    assert json.loads(lines[0])["format"] == "ra-desk-journal/1"
    assert verify_lines(lines[:1]).entries == 0


def test_a_table_begins_with_its_heading():
    """As the spreadsheet of the office opens it, like every other table from here."""
    head = next(csv_pieces([], "=1+1"))
    assert head.startswith(b"\xef\xbb\xbf")
    assert head.count(b";") == 6


def test_a_document_has_each_entry_once_and_says_what_for():
    """A table for each day and at most a dozen rows, so that long names still fit the paper."""
    entries = [
        JournalEntry(
            seq=40 - n,
            at=NOON - timedelta(hours=n),
            by=None,
            operator_name="Marija Magdalena Žnidaršič-Kovačević",
            kind="request_viewed/1",
            subject=RequestNumber("R-RHHD-PHS"),
            fact=None,
        )
        for n in range(40)
    ]
    form = entries_form([entries[:25], entries[25:]], place="UE Koper", purpose=PURPOSE, now=NOON)
    assert [number for table in form.tables for _, number in table.rows] == [
        str(entry.seq) for entry in entries
    ]
    assert any(PURPOSE in fact for fact in form.facts)
    pdf = render_report(form, office=OFFICE, service=Policy().service, demo=False)
    assert pdf.startswith(b"%PDF")


def test_every_kind_of_entry_has_a_name():
    """A bare word of the vocabulary would be English, and mean nothing to an auditor."""
    assert [kind for kind in KINDS if event_name(kind) == kind.partition("/")[0]] == []


def test_who_dealt_with_a_client_is_asked_with_a_purpose(hands):
    """What is missing is said at its field; the answer stands in the table until one goes back."""
    page = at_audit(hands)
    page.asking.trace()
    sheet = hands.sheet
    assert isinstance(sheet, TraceSheet)
    hands.type("Novak")
    hands.press(Qt.Key.Key_Tab)
    hands.type(PURPOSE)
    hands.enter()
    hands.until(lambda: sheet._number.error)
    sheet.number.setText(next(iter(hands.front.central.requests)))
    hands.enter()
    hands.until(lambda: hands.sheet is None)
    assert names(page) == ["trace 0"]
    [traced] = hands.facts(CitizenTraced)
    assert traced.purpose == PURPOSE
    assert not traced.everywhere
    hands.press(Qt.Key.Key_Escape)
    hands.until(lambda: len(names(page)) > 3)


def test_whom_a_question_was_about_is_said_only_while_somebody_looks(hands):
    page = at_audit(hands)
    assert asked_about(hands, page) in page.strip.words
    hands.front.place.go("outbox")
    assert page.strip.isHidden()


def asked_about(hands: Hands, page) -> str:
    """Ask who dealt with the first client, over this desk; return the request's number."""
    number = next(iter(hands.front.central.requests))
    page.asking.trace()
    hands.type(number)
    hands.press(Qt.Key.Key_Tab)
    hands.type(PURPOSE)
    hands.enter()
    hands.until(lambda: hands.sheet is None and page.asking._answer() is not None)
    return number


@pytest.mark.requirement("S0-51")
def test_a_person_gets_a_copy_of_what_was_done_with_their_data(hands, tmp_path):
    """When, at which counter and what; nobody else's name or data; and the copy is an entry."""
    page = at_audit(hands)
    tools = DayTools(draw=render_report, write=write_file)
    object.__setattr__(hands.front.desk, "day_tools", tools)
    number = asked_about(hands, page)
    hands.press(Qt.Key.Key_E, CTRL)
    sheet = hands.sheet
    assert isinstance(sheet, CopySheet)
    assert sheet.purpose.text() == PURPOSE
    hands.press(Qt.Key.Key_Escape)
    traced = page.asking._answer()
    for form, name in ((ExportForm.CSV, "a.csv"), (ExportForm.PDF, "a.pdf")):
        page.asking.exporter.save_copy(traced, form, PURPOSE, tmp_path / name)
        hands.until((tmp_path / name).exists)
    exported = hands.facts(TraceExported)
    assert [(one.request, one.form, one.purpose) for one in exported] == [
        (number, ExportForm.CSV, PURPOSE),
        (number, ExportForm.PDF, PURPOSE),
    ]
    assert names(page) == ["trace 0"]  # the answer stays on the page
    table = (tmp_path / "a.csv").read_bytes().decode("utf-8-sig")
    [row] = list(csv.reader(io.StringIO(table), delimiter=";"))[1:]
    assert row[1:3] == [event_name("request_viewed/1"), number]
    assert "UE Koper" in row[3]
    paper = opened((tmp_path / "a.pdf").read_bytes()).text()
    assert event_name("request_viewed/1") in " ".join(paper.split())
    others = [one for one in hands.front.central.requests.values() if one.number != number]
    session = hands.front.window.session
    assert session is not None
    for text in (table, paper):
        assert number in text
        assert session.operator.name not in text
        for other in others:
            for theirs in (other.number, other.applicant.surname, other.applicant.tax_number):
                assert theirs not in text


def test_a_copy_that_cannot_be_saved_says_so(hands, tmp_path):
    """A folder that is gone, a disk that is full: a sentence, and nothing half on the disk."""
    page = at_audit(hands)
    asked_about(hands, page)
    full = tmp_path / "copy.csv"
    full.with_name("copy.csv.part").symlink_to("/dev/full")
    for path in (tmp_path / "gone" / "copy.csv", full):
        page.notice.dismiss()
        page.asking.exporter.save_copy(page.asking._answer(), ExportForm.CSV, PURPOSE, path)
        hands.until(lambda: page.notice.isVisible())
        assert "RA-1910" in page.notice.words
    assert list(tmp_path.iterdir()) == []


def test_the_copy_says_what_is_not_in_it():
    """One counter is not all of them, and the newest events are not all of them either."""
    trace = Trace(
        at=NOON,
        kind="event:desk.kept",
        request=RequestNumber("R-RHHD-PHS"),
        operator_name="",
        office="",
        counter="",
        seq=0,
    )
    traces = Traces(requests=(trace.request,), traces=(trace,), count=2001)
    for everywhere in (True, False):
        copy = Copy(
            traced=Traced(traces=traces, everywhere=everywhere),
            told=traces.for_person(),
            place="UE Koper, okence 3",
        )
        said = " ".join(copy_form(copy, now=NOON).notes)
        assert "2.001" in said
        assert ("UE Koper, okence 3" in said) is not everywhere


def test_each_row_is_one_sentence_and_the_count_is_announced(hands):
    app = QApplication.instance()
    assert app is not None
    with ears(app) as listening:
        page = at_audit(hands)
        hands.settle()
        said = listening.since()
    spoken = rows(page).row(0).cells[0].spoken
    assert rows(page).row(0).cells[2].text in spoken
    assert spoken.count(",") >= 4
    assert any(str(len(names(page))) in words for words in said)


def test_without_a_line_only_this_computers_events_are_shown(hands):
    hands.lose_line()
    page = at_audit(hands)
    assert page.strip.isVisible()


def test_the_first_days_shown_are_yesterday_and_today(hands):
    page = at_audit(hands)
    query = page.conditions.query()
    assert (query.since, query.until) == (date(2026, 11, 19), date(2026, 11, 20))


def test_clerks_have_no_such_place(theme):
    with at_the_window(theme, *town()) as hands:
        hands.sign_in()
        assert "audit" not in hands.front.place.rail.items


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("21. 11. 2026", date(2026, 11, 21)),
        ("21/11/2026", date(2026, 11, 21)),
        ("2026. 11. 21.", date(2026, 11, 21)),
        ("2026-11-21", date(2026, 11, 21)),
        ("21.11.", date(2026, 11, 21)),
        ("21. 11. 26", date(2026, 11, 21)),
        ("31. 2. 2026", None),
        ("1. 1. 1", date(2001, 1, 1)),
        ("1. 1. 0001", None),
        ("31. 12. 9999", None),
        ("", None),
        ("včeraj", None),
    ],
)
def test_a_day_is_read_as_it_is_written_in_each_language(typed, day):
    """The ends of the calendar are none: a day before or after them cannot be reckoned."""
    assert day_of(typed, today=date(2026, 11, 22)) == day


def test_a_day_is_stepped_and_a_wrong_one_is_marked(theme):
    """What is no day changes nothing and says so."""
    field = DayField(theme, "Od", date(2026, 3, 1), today=date(2026, 3, 2))
    heard: list[object] = []
    field.changed.connect(lambda: heard.append(field.day()))
    field.edit.stepped.emit(-1)
    assert heard == [date(2026, 2, 28)]
    field.edit.setText("31. 2.")
    field.edit.editingFinished.emit()
    assert field.edit.property("wrong")
    assert field.edit.accessibleDescription()
    assert heard == [date(2026, 2, 28)]
    field.edit.setText("")
    field.edit.editingFinished.emit()
    assert heard[-1] is None
    assert not field.edit.property("wrong")
