"""Chips, buttons, strips, tables, sheets, fields: what each promises to people."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QAccessible, QImage, QKeyEvent, QPainter
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from ra_desk.ui.parts.answers import AnswerGroup
from ra_desk.ui.parts.buttons import Button, Size
from ra_desk.ui.parts.card import Card
from ra_desk.ui.parts.cells import Cell, paint_cell
from ra_desk.ui.parts.chip import Chip, ChipButton, chip_size
from ra_desk.ui.parts.choices import Choice, Choices
from ra_desk.ui.parts.columns import CARD, Column
from ra_desk.ui.parts.field import Field
from ra_desk.ui.parts.labels import emphasised, label
from ra_desk.ui.parts.rows import Row, RowModel
from ra_desk.ui.parts.sheet import Sheet
from ra_desk.ui.parts.strip import NoticeStrip, StripAction
from ra_desk.ui.parts.table import RowTable
from ra_desk.ui.theme import Kind, Scheme, Type
from ra_desk.ui.theme.tokens import contrast

LONGEST = "In attesa della seconda revisione"


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def window(qtbot):
    made = QWidget()
    made.resize(900, 600)
    made.column = QVBoxLayout(made)
    qtbot.addWidget(made)
    return made


def show(qtbot, window):
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)


@pytest.mark.parametrize("percent", [100, 150, 200])
@pytest.mark.parametrize("small", [True, False])
def test_the_words_of_a_chip_fit(qapp, theme, percent, small):
    """No state is cut, in the longest of four languages and with large text."""
    theme.apply(qapp, Scheme.LIGHT, text_percent=percent)
    size = chip_size(theme, LONGEST, icon="shield-check", small=small)
    words = theme.metrics(Type.SMALL_STRONG if small else Type.STRONG)
    assert size.width() >= words.horizontalAdvance(LONGEST) + 16 + 16
    assert size.height() >= words.height()


def test_a_chip_has_the_measures_of_the_design(qtbot, theme):
    """28 px in titles and the status bar, 24 in rows; every target is at least 24."""
    chip = Chip(theme, Kind.INFO, "hourglass", "Čaka na preverjanje")
    button = ChipButton(theme, Kind.OK, "cloud-check", "Povezano")
    for widget in (chip, button):
        qtbot.addWidget(widget)
        assert widget.sizeHint().height() == 28
    assert chip_size(theme, "Za tisk", icon="file-text", small=True).height() == 24


def test_a_chip_keeps_its_border_in_every_scheme(qtbot, qapp, theme):
    """Printed grey or in high contrast it is still a chip."""
    chip = Chip(theme, Kind.ERR, "circle-x", "Zavrnjeno")
    qtbot.addWidget(chip)
    for scheme in Scheme:
        theme.apply(qapp, scheme)
        chip.resize(chip.sizeHint())
        middle = chip.height() // 2
        assert chip.grab().toImage().pixelColor(0, middle) == theme.colour("errLine")


@pytest.mark.parametrize(("size", "height"), [(s, s.value) for s in Size])
def test_buttons_have_the_heights_of_the_design(qtbot, theme, size, height):
    button = Button(theme, "Zabeleži preverjanje", size=size, key="Enter")
    qtbot.addWidget(button)
    assert button.sizeHint().height() == height
    assert button.sizeHint().height() >= 24


def test_a_button_is_wide_enough_for_its_key(qtbot, theme):
    plain, keyed = Button(theme, "Razveljavi"), Button(theme, "Razveljavi", key="Ctrl+Z")
    for button in (plain, keyed):
        qtbot.addWidget(button)
    key = theme.metrics(Type.BODY).horizontalAdvance("Ctrl+Z")
    assert keyed.sizeHint().width() >= plain.sizeHint().width() + 12 + key


def test_markup_in_a_name_stays_a_name(qtbot, theme):
    """A citizen called <b> is shown as she writes herself."""
    shown = label("<img src=x> & <b>")
    qtbot.addWidget(shown)
    assert shown.textFormat() == Qt.TextFormat.PlainText
    assert emphasised("<i>a</i> R-1", "R-1") == "&lt;i&gt;a&lt;/i&gt; <b>R-1</b>"


@pytest.fixture
def notice(qtbot, theme, window):
    clock = Clock()
    made = NoticeStrip(theme, clock=clock)
    made.clock = clock
    window.column.addWidget(made)
    window.column.addStretch(1)
    window.field = QLineEdit()
    window.column.addWidget(window.field)
    show(qtbot, window)
    window.field.setFocus()
    made.undone = []
    made.notify(
        Kind.OK,
        "circle-check",
        "Preverjanje za R-7F4K-22 zabeleženo. Poslano bo čez 8 s.",
        strong="R-7F4K-22",
        actions=(StripAction(text="Razveljavi", act=lambda: made.undone.append(1)),),
        seconds=8,
        countdown=lambda left: f"Poslano bo čez {left} s.",
    )
    return made


def test_a_notice_goes_when_its_time_is_over(qtbot, notice):
    """It drains while it is in view, and says when it has gone."""
    notice.clock.now += 5
    notice.tick()
    assert notice.isVisible()
    assert notice.words == "Poslano bo čez 3 s."
    notice.clock.now += 3
    with qtbot.waitSignal(notice.lapsed):
        notice.tick()
    assert not notice.isVisible()


def test_a_notice_waits_while_the_focus_is_in_it(notice):
    """Somebody who is about to undo is not hurried (WCAG 2.2.1)."""
    notice.buttons[0].setFocus()
    notice.clock.now += 60
    notice.tick()
    assert notice.isVisible()
    assert notice.seconds_left == 8
    notice.buttons[0].click()
    assert notice.undone == [1]


def test_a_hold_that_runs_elsewhere_does_not_wait(qtbot, notice):
    """The strip may not promise more time than the journal gives."""
    notice.notify(Kind.OK, "circle-check", "Poslano bo.", seconds=8, waits=False)
    notice.setFocus()
    notice.clock.now += 8
    with qtbot.waitSignal(notice.lapsed):
        notice.tick()


def test_a_notice_leaves_the_focus_where_it_was(window, notice):
    """The next client's name goes on being typed."""
    assert QApplication.focusWidget() is window.field


def test_an_error_stays_until_it_is_dismissed(notice):
    notice.notify(Kind.ERR, "circle-x", "Preverjanja ni bilo mogoče shraniti.", seconds=0)
    notice.clock.now += 3_600
    notice.tick()
    notice.clock.now += 3_600
    assert notice.isVisible()


def test_with_reduced_motion_nothing_drains(qapp, theme, notice):
    """The words still count; the bar does not move."""
    theme.apply(qapp, Scheme.LIGHT, reduced_motion=True)
    middle, low = notice.width() // 3, notice.height() - 3
    assert notice.grab().toImage().pixelColor(middle, low) == theme.colour("okBg")
    theme.apply(qapp, Scheme.LIGHT)
    assert notice.grab().toImage().pixelColor(middle, low) == theme.colour("okLine")


def test_answers_are_radio_buttons_that_carry_their_question(qtbot, theme):
    """Screen readers never hear six times "Yes" (ux 7.4)."""
    group = AnswerGroup(theme, 1, "Obraz ustreza fotografiji na dokumentu")
    qtbot.addWidget(group)
    for button, word in ((group.yes, "Da"), (group.no, "Ne")):
        seen = QAccessible.queryAccessibleInterface(button)
        assert seen.role() == QAccessible.Role.RadioButton
        assert seen.text(QAccessible.Text.Name).startswith("Obraz ustreza fotografiji")
        assert word in seen.text(QAccessible.Text.Name) or button.text() in seen.text(
            QAccessible.Text.Name
        )
    named = QAccessible.queryAccessibleInterface(group)
    assert named.text(QAccessible.Text.Name) == "Obraz ustreza fotografiji na dokumentu"


def test_assistive_technology_answers_by_toggling(qtbot, theme):
    """It knows no click; what shows as answered counts, and a shown answer tells nobody."""
    group, heard = AnswerGroup(theme, 1, "Vprašanje"), []
    qtbot.addWidget(group)
    group.answered.connect(heard.append)
    QAccessible.queryAccessibleInterface(group.no).actionInterface().doAction("Toggle")
    assert heard == [False]
    group.set_answer(True)
    assert heard == [False]
    group.yes.click()
    assert heard == [False, True]


def test_keys_answer_only_a_question_that_has_the_focus(qtbot, theme, window):
    """1 and 2 answer, Backspace goes back, and nothing is chosen beforehand."""
    group = AnswerGroup(theme, 1, "Vprašanje")
    window.column.addWidget(group)
    show(qtbot, window)
    group.focus()
    assert group.answer is None
    with qtbot.waitSignal(group.answered) as answered:
        qtbot.keyClick(group.yes, Qt.Key.Key_2)
    assert answered.args == [False]
    assert group.answer is False
    with qtbot.waitSignal(group.went_back):
        qtbot.keyClick(group.no, Qt.Key.Key_Backspace)
    group.set_answer(None)
    assert group.answer is None


def rows(*names):
    return [Row(key=name, cells=(Cell(text=name, spoken=f"Vrstica {name}"),)) for name in names]


@pytest.fixture
def table(qtbot, qtmodeltester, theme, window):
    model = RowModel((Column(title="Ime"),))
    model.show_rows(rows("Ana", "Bor", "Cene"))
    qtmodeltester.check(model)
    made = RowTable(theme, model, (Column(title="Ime"),), name="Ljudje")
    made.rows = model
    window.column.addWidget(made)
    show(qtbot, window)
    return made


def test_the_person_chosen_stays_chosen_when_the_list_changes(table):
    """A refresh while the clerk reads does not move her to somebody else."""
    table.selectRow(1)
    table.rows.show_rows(rows("Aleš", "Cene", "Bor", "Dana"))
    assert table.rows.row(table.currentIndex().row()).key == "Bor"
    assert [table.rows.row(n).key for n in range(4)] == ["Aleš", "Cene", "Bor", "Dana"]


def test_rows_stand_closer_at_once_when_lists_are_compact(qapp, theme, table):
    """And farther again; a head, which is no row, keeps its height."""
    heights = []
    for compact in (True, False):
        theme.apply(qapp, Scheme.LIGHT, compact=compact)
        heights.append((table.rowHeight(0), table.horizontalHeader().height()))
    assert heights == [(30, 36), (36, 36)]


@pytest.mark.parametrize("percent", [100, 200])
def test_a_row_that_wraps_keeps_its_words_when_lists_are_compact(qapp, theme, percent):
    """One line is a row like the others; two lines are never cut."""
    theme.apply(qapp, Scheme.LIGHT, text_percent=percent, compact=True)
    column = Column(title="Ime", width=120)
    model = RowModel((column,))
    long = "Krkoč-Bernardis Giovanna Maria"
    model.show_rows([Row(key=name, cells=(Cell(text=name, wrap=True),)) for name in ("Ana", long)])
    made = RowTable(theme, model, (column,), name="Ljudje", pitch=CARD, fit=True)
    one, two = made.rowHeight(0), made.rowHeight(1)
    assert one == theme.scaled(33)
    assert two >= 2 * theme.metrics(Type.BODY).lineSpacing()


def test_enter_opens_the_row_that_has_the_focus(qtbot, table):
    table.setFocus()
    table.selectRow(2)
    with qtbot.waitSignal(table.opened) as opened:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert opened.args == [2]


def test_enter_held_down_opens_no_row(qapp, table):
    """It was pressed for something else, before this list had the focus."""
    opened = []
    table.opened.connect(opened.append)
    table.selectRow(2)
    held = QKeyEvent(
        QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", True
    )
    qapp.sendEvent(table, held)
    assert not opened


def test_a_table_tells_screen_readers_its_name_head_and_rows(table):
    """It is a table with a name, a column head and a sentence per row."""
    assert QAccessible.queryAccessibleInterface(table).text(QAccessible.Text.Name) == "Ljudje"
    index = table.rows.index(0, 0)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Vrstica Ana"
    assert table.rows.headerData(0, Qt.Orientation.Horizontal) == "Ime"


def test_rows_have_the_height_of_the_design(table):
    assert table.rowHeight(0) == 36
    assert table.horizontalHeader().height() == 36


@pytest.fixture
def sheet(qtbot, theme, window):
    window.field = QLineEdit()
    window.column.addWidget(window.field)
    show(qtbot, window)
    window.field.setFocus()
    made = Sheet(theme, window, question="Ali preverjanje še velja?", accept_words="Odloči")
    made.choices = Choices(
        theme,
        "Ali preverjanje še velja?",
        (Choice(key="review", verb="Pošlji v drugi pregled"), Choice(key="drop", verb="Umakni")),
        preselected="review",
    )
    made.body.addWidget(made.choices)
    made.open(made.choices.first())
    return made


def test_tab_stays_inside_a_sheet(qtbot, sheet):
    """What lies behind it cannot be reached by key (no trap either: Esc leaves)."""
    for forward in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
        for _ in range(8):
            qtbot.keyClick(QApplication.focusWidget(), forward)
            assert sheet.isAncestorOf(QApplication.focusWidget())


def test_esc_leaves_a_sheet_and_gives_the_focus_back(qtbot, window, sheet):
    with qtbot.waitSignal(sheet.left):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is window.field


def test_a_sheet_leaves_the_focus_somewhere_though_its_place_is_gone(qtbot, window, sheet):
    """The page behind a sheet may change meanwhile; the next key must not go nowhere."""
    other = QLineEdit()
    window.column.addWidget(other)
    window.field.hide()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is other)


def test_a_digit_chooses_and_enter_decides(qtbot, sheet):
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_2)
    assert sheet.choices.key == "drop"
    with qtbot.waitSignal(sheet.accepted):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)


def test_enter_that_is_held_down_decides_nothing(qtbot, keyboard, sheet):
    """What has opened a sheet, or brought a button under the finger, does not answer it as well."""
    told = []
    sheet.accepted.connect(lambda: told.append("sheet"))
    keyboard.press(Qt.Key.Key_Return, "\r", repeat=True)
    sheet.leave_button.clicked.connect(lambda: told.append("button"))
    sheet.leave_button.setFocus()
    keyboard.press(Qt.Key.Key_Return, "\r", repeat=True)
    assert told == []
    assert sheet.isVisible()


def test_a_field_tells_its_name_and_what_is_wrong(qtbot, theme):
    """A placeholder is no name, and red alone is no message."""
    edit = QLineEdit()
    field = Field(theme, "Številka", edit, hint="7 do 9 znakov")
    qtbot.addWidget(field)
    field.set_error("Številka dokumenta ima 7–9 znakov.")
    seen = QAccessible.queryAccessibleInterface(edit)
    assert seen.text(QAccessible.Text.Name) == "Številka"
    assert "7–9" in seen.text(QAccessible.Text.Description)
    field.set_error("")
    assert seen.text(QAccessible.Text.Description) == "7 do 9 znakov"


@pytest.mark.parametrize("scheme", list(Scheme))
def test_an_icon_stands_out_on_a_selected_row(theme, qapp, scheme):
    """In high contrast the accent is the colour of the selection, and an icon would be gone."""
    theme.apply(qapp, scheme)
    ground = theme.colour("soft")
    picture = QImage(40, 24, QImage.Format.Format_RGB32)
    for tone in ("accent", "warnFg", "errFg", "okFg", "infoFg"):
        picture.fill(ground)
        painter = QPainter(picture)
        cell = Cell(icon="clock", icon_tone=tone)
        paint_cell(painter, theme, QRectF(0, 0, 40, 24), cell, selected=True)
        painter.end()
        seen = {picture.pixelColor(x, y).name() for x in range(40) for y in range(24)}
        best = max(contrast(name, ground.name()) for name in seen)
        assert best >= 3, tone


def test_a_count_goes_below_the_title_before_it_becomes_a_column_of_words(qtbot, theme):
    """Hungarian at 125 % had one word in each of six lines."""
    card = Card("Folyamatban lévő kérelmek", count="5 · az első: még 1 nap")
    card.let_count_below()
    card.add_to_head(Button(theme, "Lista megnyitása"))
    qtbot.addWidget(card)
    card.show()
    high = card.count.sizeHint().height()
    for width, below in ((900, False), (420, True)):
        card.resize(width, 120)
        qtbot.waitUntil(lambda below=below: (card.count.y() > card.title.y() + high) is below)
        assert card.count.height() == high
