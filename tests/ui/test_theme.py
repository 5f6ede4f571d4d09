"""Colours, type, icons and the focus ring."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QFontDatabase, QRawFont
from PySide6.QtWidgets import QLineEdit, QMenu, QPushButton, QToolTip, QVBoxLayout, QWidget

from ra_desk import places
from ra_desk.ui.theme import Kind, Scheme, Type
from ra_desk.ui.theme.focus_ring import OUTSIDE, FocusRing
from ra_desk.ui.theme.qss import style_sheet
from ra_desk.ui.theme.tokens import PAIRS, contrast, load

UI = Path(__file__).parents[2] / "ra_desk" / "ui"
LITERAL = re.compile(r"#[0-9A-Fa-f]{3,8}\b|\brgba?\(|\bhsla?\(")


@pytest.mark.requirement("S4-05")
@pytest.mark.parametrize("scheme", list(Scheme))
@pytest.mark.parametrize(("front", "back", "least"), PAIRS)
def test_every_pair_of_colours_keeps_its_contrast(scheme, front, back, least):
    """Somebody with weak eyes reads each text and sees each border (WCAG 1.4.3, 1.4.11)."""
    tokens = load()[scheme]
    assert contrast(tokens[front], tokens[back]) >= least


def test_contrast_is_that_of_the_guidelines():
    """Black on white is 21, a colour on itself 1, and one value of the design's table."""
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#0A559C", "#0A559C") == 1
    assert contrast("#0A559C", "#FFFFFF") == pytest.approx(7.52, abs=0.005)


def test_all_schemes_name_the_same_colours():
    """A page that works in light does not fail in dark for want of a name."""
    names = {frozenset(tokens.colours) for tokens in load().values()}
    assert len(names) == 1


def literals(source: str) -> list[str]:
    return [
        node.value
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and LITERAL.search(node.value)
    ]


@pytest.mark.parametrize(
    "module",
    [path for path in sorted(UI.rglob("*.py")) if path.parent != UI / "theme"],
    ids=lambda path: str(path.relative_to(UI)),
)
def test_no_colour_is_named_outside_the_theme(module):
    """Only then do dark and high contrast reach everything."""
    assert not literals(module.read_text("utf-8"))


def test_the_search_for_colours_bites():
    assert literals('x = "color: #fff"\ny = "rgb(1, 2, 3)"') == ["color: #fff", "rgb(1, 2, 3)"]


@pytest.mark.parametrize("scheme", list(Scheme))
def test_the_style_sheet_stays_short_and_says_no_foreign_colour(scheme):
    """One sheet under 250 lines, and each colour in it is a token of its scheme."""
    tokens = load()[scheme]
    sheet = style_sheet(tokens, percent=100, system_font=False)
    assert len(sheet.splitlines()) < 250
    assert set(re.findall(r"#[0-9A-Fa-f]{6}", sheet)) <= set(tokens.colours.values())


def test_the_scheme_changes_while_windows_are_open(qtbot, qapp, theme):
    """Nobody restarts the desk to see in the dark."""
    field = QLineEdit()
    qtbot.addWidget(field)
    field.resize(200, 40)
    field.show()
    light = field.grab().toImage().pixelColor(100, 20)
    theme.apply(qapp, Scheme.DARK)
    dark = field.grab().toImage().pixelColor(100, 20)
    assert light == QColor(load()[Scheme.LIGHT]["surface"])
    assert dark == QColor(load()[Scheme.DARK]["surface"])


def test_what_floats_over_a_window_wears_what_the_window_wears(qtbot, qapp, theme):
    """The sheet belongs to windows: a menu and a tip of a part in one must not be left bare."""
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(300, 200)
    menu = QMenu(QWidget(window))
    menu.addAction("Zakleni")
    menu.addAction("Končaj")
    window.setToolTip("Namig")
    window.show()
    theme.apply(qapp, Scheme.DARK)
    raised = QColor(load()[Scheme.DARK]["raised"])
    assert menu.grab().toImage().pixelColor(4, 4) == raised
    QToolTip.showText(window.mapToGlobal(QPoint(20, 20)), "Namig", window)
    (tip,) = (part for part in qapp.topLevelWidgets() if part.inherits("QTipLabel"))
    assert tip.grab().toImage().pixelColor(3, 3) == raised
    QToolTip.hideText()


def test_a_window_that_has_gone_is_not_dressed_again(qapp, theme):
    """The window before the desk's own goes; the next change of theme must not look for it."""
    gone = QWidget()
    theme.dress(gone)
    shiboken6.delete(gone)
    theme.apply(qapp, Scheme.DARK)


def test_the_bundled_fonts_are_used(theme):
    """Rendering does not depend on what the computer has, weights included."""
    assert "Source Sans 3" in QFontDatabase.families()
    assert "IBM Plex Mono" in QFontDatabase.families()
    assert theme.metrics(Type.STRONG).horizontalAdvance("Zabeleži") > theme.metrics(
        Type.BODY
    ).horizontalAdvance("Zabeleži")
    mono = theme.metrics(Type.MONO)
    assert mono.horizontalAdvance("iiii") == mono.horizontalAdvance("WWWW")


def test_every_sign_of_four_languages_has_a_glyph(theme):
    """No empty boxes in names: sl, it, hu and the arrows in hints."""
    for kind in (Type.BODY, Type.STRONG, Type.H1, Type.MONO):
        face = QRawFont.fromFont(theme.font(kind))
        missing = [s for s in "čšžćđČŠŽĆĐőűŐŰöüàèéìòù€»«…–·•" if not face.supportsCharacter(ord(s))]
        assert missing == []


def test_an_icon_takes_the_colour_of_a_token(theme):
    """One file serves every scheme and state."""
    drawn = theme.icon("circle-check", "okFg", size=16, dpr=2.0).toImage()
    assert drawn.width() == 32
    opaque = {
        drawn.pixelColor(x, y).name().upper()
        for x in range(32)
        for y in range(32)
        if drawn.pixelColor(x, y).alpha() == 255
    }
    assert opaque == {theme.tokens["okFg"]}


def test_every_icon_that_is_named_is_there():
    """A misspelt icon would stop a page while it paints."""
    named = set()
    for module in UI.rglob("*.py"):
        for node in ast.walk(ast.parse(module.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Glyph":
                named |= {a.value for a in node.args if isinstance(a, ast.Constant)} - set(
                    load()[Scheme.LIGHT].colours
                )
    there = {path.stem for path in (places.resources() / "icons").glob("*.svg")}
    assert named
    assert named <= there


@pytest.fixture
def two_buttons(qtbot, theme):
    window = QWidget()
    column = QVBoxLayout(window)
    column.setContentsMargins(20, 20, 20, 20)
    window.first, window.second = QPushButton("Ena"), QPushButton("Dva")
    column.addWidget(window.first)
    column.addWidget(window.second)
    window.ring = FocusRing(theme, window)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def test_the_ring_stands_around_what_has_the_focus(qtbot, two_buttons):
    """It goes with the focus and with the widget, four pixels outside."""
    window = two_buttons
    window.first.setFocus(Qt.FocusReason.TabFocusReason)
    assert window.ring.target is window.first
    window.second.setFocus(Qt.FocusReason.TabFocusReason)
    assert window.ring.target is window.second
    window.second.move(30, 90)
    wide = window.second.geometry().adjusted(-OUTSIDE, -OUTSIDE, OUTSIDE, OUTSIDE)
    assert window.ring.geometry() == wide


def test_the_ring_goes_with_a_widget_that_goes(qtbot, two_buttons):
    """No ring stands around nothing."""
    window = two_buttons
    window.first.setFocus(Qt.FocusReason.TabFocusReason)
    window.second.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    window.first.deleteLater()
    qtbot.waitUntil(lambda: not window.ring.isVisible())


def test_kinds_have_their_three_colours():
    for tokens in load().values():
        for kind in Kind:
            assert tokens.background(kind)
            assert tokens.foreground(kind)
            assert tokens.line(kind)
