"""Reports and the close of the day by keys: what is shown, said, signed, printed and saved."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from ra_desk.domain.facts_day import DayClosed, DayReopened, SheetsDestroyed
from ra_desk.domain.people import Role
from ra_desk.domain.policy import Policy
from ra_desk.domain.report import Span
from ra_desk.services.day import DayTools
from ra_desk.ui.background import Lane
from ra_desk.ui.parts.bar_strip import Bar, BarStrip
from ra_desk.ui.reports.page import ReportsPage
from ra_desk.ui.reports.sheets import SignSheet
from ra_desk.ui.theme import Scheme
from tests.fakes import FakePrinter, an_operator
from tests.ui.front import PASSWORD
from tests.ui.hands import CTRL, Hands, at_the_window
from tests.ui.lanes import held
from tests.ui.states import SWIFT, town
from tests.ui.states_reports import closed_day, to_reports, work_a_day

ROLES = (Role.CLERK, Role.SUPERVISOR, Role.PRINT_ROOM)


@pytest.fixture
def hands(theme):
    with at_the_window(theme, *town(), roles=ROLES, policy=SWIFT) as hands:
        hands.sign_in()
        yield hands


@pytest.fixture
def page(hands: Hands) -> ReportsPage:
    work_a_day(hands)
    page = to_reports(hands)
    hands.settle()
    return page


def sign_for_two(hands: Hands) -> None:
    """Type what both people know, from field to field."""
    hands.type(PASSWORD)
    for words in ("tina.b", PASSWORD, "482913"):
        hands.press(Qt.Key.Key_Tab)
        hands.type(words)
    hands.enter()


def with_tools(hands: Hands) -> list[str]:
    """Let the desk draw forms as their titles and write files."""
    drawn: list[str] = []

    def draw(form, **_about) -> bytes:
        drawn.append(form.title)
        return form.title.encode()

    tools = DayTools(draw=draw, write=lambda data, path: path.write_bytes(data) and None)
    printer = FakePrinter()
    object.__setattr__(hands.front.desk, "day_tools", tools)
    object.__setattr__(hands.front.desk, "printers", {printer.name: printer})
    return drawn


def test_numbers_are_read_with_their_label_and_bars_have_their_table(page, hands):
    """The same figures seen, heard and in rows."""
    assert page.tiles.checks.accessibleName() == "Preverjanja: 3"
    assert page.tiles.refused.accessibleDescription() == "Dokument ni veljaven"
    assert page.tiles.time.number.text() == "55\u00a0s"
    assert page.chart.strip.accessibleDescription() == page.chart.sentence.text()
    bars = {bar.name: bar.count for bar in page.chart.strip.bars}
    page.chart.as_table.click()
    assert page.chart.table.isVisible()
    model = page.chart.table.model()
    shown = [int(model.index(row, 1).data()) for row in range(model.rowCount())]
    assert shown == list(bars.values())
    assert sum(shown) == 3
    assert "okence" in page._sub[0], "of one counter, not of the whole office"


def test_arrows_choose_the_period(page, hands):
    """From today to the week; the close of the day is only today's."""
    page.segments.focus()
    hands.press(Qt.Key.Key_Right)
    hands.until(lambda: len(page.chart.strip.bars) == 5)
    assert not page.tasks.isVisible()
    assert page.right_actions == ()
    hands.press(Qt.Key.Key_Left)
    hands.until(page.tasks.isVisible)


def test_a_point_leads_to_where_it_is_settled(page, hands):
    """Rows of the list are links."""
    first = page.tasks.first_open()
    assert first.accessibleName() == "Odpri: Vsi zapisi so poslani"
    first.setFocus()
    hands.enter()
    hands.until(lambda: hands.page == "outbox")


def test_spoilt_sheets_are_confirmed_in_place(page, hands):
    """The one point that has no page of its own."""
    row = next(row for row in page.tasks.rows if row.task.key.startswith("destroyed"))
    row.open.click()
    hands.until(lambda: hands.sheet is not None)
    hands.sheet.accept_button.click()
    hands.until(lambda: hands.facts(SheetsDestroyed))
    assert hands.facts(SheetsDestroyed)[0].sheets == 1


def test_a_day_with_open_points_is_closed_by_chord_with_reason_and_password(page, hands):
    """A wrong password leaves the reason where it was and empties the secrets."""
    hands.press(Qt.Key.Key_Return, CTRL)
    hands.until(lambda: hands.sheet is not None)
    sheet = hands.sheet
    assert isinstance(sheet, SignSheet)
    hands.type("Izpad povezave")
    hands.press(Qt.Key.Key_Tab)
    hands.type("napačno geslo")
    hands.enter()
    hands.until(sheet.wrong.isVisible)
    assert (sheet.reason.text(), sheet.password.text()) == ("Izpad povezave", "")
    assert hands.facts(DayClosed) == []
    hands.type(PASSWORD)
    hands.enter()
    hands.until(lambda: hands.sheet is None)
    [fact] = hands.facts(DayClosed)
    assert fact.reason == "Izpad povezave"
    assert "Dan je zaključen" in page.notice.words


def test_who_leaves_the_sheet_while_the_day_is_being_closed_is_told_all_the_same(page, hands):
    """Passwords take their time to check; the day is closed, and its page must say so."""
    for password, told in (("napačno geslo", "RA-"), (PASSWORD, "Dan je zaključen")):
        page.notice.dismiss()
        hands.press(Qt.Key.Key_Return, CTRL)
        hands.until(lambda: hands.sheet is not None)
        hands.type("Izpad povezave")
        hands.press(Qt.Key.Key_Tab)
        hands.type(password)
        with held(hands, Lane.STORE):
            hands.enter()
            hands.press(Qt.Key.Key_Escape)
        hands.settle()
        assert told in page.notice.words
    assert page.right_actions == (page.open_again,)


def test_a_second_person_signs_on_the_same_sheet(theme):
    """With a line they give their one-time code, too."""
    policy = Policy(review_before=frozenset(), day_signers=2)
    with at_the_window(theme, *town(), roles=ROLES, policy=policy) as hands:
        hands.sign_in()
        to_reports(hands)
        hands.settle()
        hands.front.central.operator = an_operator("Tina B.", Role.SUPERVISOR)
        hands.press(Qt.Key.Key_Return, CTRL)
        hands.until(lambda: hands.sheet is not None)
        sign_for_two(hands)
        hands.until(lambda: hands.facts(DayClosed))
        [fact] = hands.facts(DayClosed)
        assert fact.second == "tina-b."


def test_a_closed_day_is_opened_again_for_a_reason(hands):
    """The same chord leads there; an empty reason is asked for."""
    page = closed_day(hands)
    page.segments.focus()
    hands.press(Qt.Key.Key_Return, CTRL)
    hands.until(lambda: hands.sheet is not None)
    hands.enter()
    hands.type("Še ena stranka")
    hands.enter()
    hands.until(lambda: hands.facts(DayReopened))
    hands.until(lambda: page.right_actions == (page.close_day,))


def test_what_is_printed_is_the_report_or_the_closed_days_protocol(hands):
    """The job names nobody."""
    drawn = with_tools(hands)
    to_reports(hands)
    hands.settle()
    hands.press(Qt.Key.Key_P, CTRL)
    hands.until(lambda: drawn)
    closed_day(hands)
    hands.press(Qt.Key.Key_P, CTRL)
    hands.until(lambda: len(drawn) == 2)
    assert drawn[0].startswith("Poročilo za 20.")
    assert drawn[1].startswith("Zaključek dne 20.")
    hands.settle()
    [printer] = hands.front.desk.printers.values()
    assert [title for title, _pdf in printer.printed] == ["RA-report", "RA-report"]


def test_a_folder_that_cannot_be_written_is_told(page, hands, tmp_path):
    """RA-1701 says to choose another one; then the file lies there, and its name is told."""
    with_tools(hands)
    page.outputs.save(lambda: b"x", tmp_path / "gone" / "porocilo.csv")
    hands.until(lambda: "RA-1701" in page.notice.words)
    page.outputs.save(lambda: b"x", tmp_path / "porocilo.csv")
    hands.until(lambda: "porocilo.csv" in page.notice.words)
    assert (tmp_path / "porocilo.csv").read_bytes() == b"x"


def test_a_period_is_typed_and_an_impossible_one_is_told_at_its_field(page, hands):
    """What was typed stays; leaving goes back to the period before."""
    page.segments.items[Span.OWN].click()
    hands.until(lambda: hands.sheet is not None)
    for words in ("31.12.2026", "1.1.2026"):
        hands.sheet.first.clear() if words == "31.12.2026" else hands.sheet.last.clear()
        (hands.sheet.first if words == "31.12.2026" else hands.sheet.last).setText(words)
    hands.enter()
    assert "RA-1709" in hands.sheet._last.error
    hands.press(Qt.Key.Key_Escape)
    hands.until(lambda: hands.sheet is None)
    assert page.segments.key == Span.TODAY


@pytest.mark.parametrize("scheme", Scheme)
def test_an_hour_that_is_not_over_looks_it_in_every_scheme(qtbot, qapp, theme, scheme):
    """High contrast has one colour for a choice and a bar; the bar of such an hour is hollow."""
    theme.apply(qapp, scheme)
    strip = BarStrip(theme, "Preverjanja po urah")
    qtbot.addWidget(strip)
    strip.resize(200, 220)
    bars = (Bar(name="9", count=4), Bar(name="10", count=4, running=True))
    strip.show_bars("Preverjanja po urah", bars, sentence="")
    picture = strip.grab().toImage()
    over, running = (picture.pixelColor(x, 110) for x in (50, 150))
    assert over == theme.colour("accent")
    assert running != over
