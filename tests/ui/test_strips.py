"""Strips: words keep their room, their colours and their numbers."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget

from ra_desk.ui.parts.strip import NoticeStrip, StripAction
from ra_desk.ui.theme import Kind, Scheme


def words_of(strip):
    return next(one for one in strip.findChildren(QLabel) if one.text())


@pytest.fixture
def strip(qtbot, theme):
    page = QWidget()
    qtbot.addWidget(page)
    made = NoticeStrip(theme, parent=page)
    made.notify(
        Kind.WARN,
        "alert-triangle",
        "Manjka: R-7F4K-22. RA-1302",
        actions=[StripAction(text=f"Na {n}. vprašanje", act=list) for n in (1, 2, 3)],
    )
    made.setGeometry(0, 0, 900, 54)
    page.show()
    made.page = page
    return made


@pytest.mark.parametrize(("width", "rows"), [(900, 1), (520, 2), (300, 4)])
def test_buttons_go_below_the_words_where_they_leave_no_room(strip, width, rows):
    """With large text they pushed the page out of its window, and its words behind the edge."""
    strip.resize(width, 300)
    strip.layout().activate()
    middles = {widget.geometry().center().y() for widget in (words_of(strip), *strip.buttons)}
    assert len(middles) == rows
    assert strip.minimumSizeHint().width() <= width


def test_a_button_that_goes_takes_no_focus_with_it(qtbot, strip):
    """The line came back while "Details" had the focus, and the next key went nowhere."""
    strip.page.activateWindow()
    below = QLineEdit(strip.page)
    below.show()
    strip.buttons[0].setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is strip.buttons[0])
    strip.notify(Kind.INFO, "cloud-upload", "Povezava je spet vzpostavljena.")
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert QApplication.focusWidget() is not None


def test_a_link_takes_the_colours_of_another_theme(qapp, theme, strip):
    """The colour of the dark theme cannot be read on the tint of the light one."""
    for scheme in (Scheme.DARK, Scheme.LIGHT):
        theme.apply(qapp, scheme)
        assert f"color: {theme.colour('warnFg').name()}" in words_of(strip).text()


def test_no_line_breaks_the_number_of_a_request(strip):
    """Half of a number on the next line is read as another word; it is spoken as it is."""
    assert "R-\u20607F4K-\u206022" in words_of(strip).text()
    assert strip.words == "Manjka: R-7F4K-22. RA-1302"
    assert words_of(strip).accessibleName() == strip.words
