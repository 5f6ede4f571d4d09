"""Titles of pages: where there is little room they keep their line."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel

from ra_desk.ui.page import Page
from ra_desk.ui.parts.flow import Flow
from ra_desk.ui.parts.labels import label
from ra_desk.ui.theme import Scheme


@pytest.fixture
def page(qapp, qtbot, theme):
    theme.apply(qapp, Scheme.LIGHT, text_percent=200)
    made = Page(theme, "Folyamatban lévő kérelmek", sub="UE Koper · 6 kérelem, elöl a régebbiek")
    qtbot.addWidget(made)
    for words in ("Lánc még nincs ellenőrizve", "12:02", "Ellenőrzés most"):
        made.add_to_title(label(words))
    made.body.addStretch(1)
    made.resize(1100, 600)
    made.set_narrow(True)
    made.show()
    return made


def place_of(page, words):
    shown = next(one for one in page.findChildren(QLabel) if one.text() == words)
    return shown.mapTo(page, shown.rect().topLeft()), shown


def test_a_title_keeps_its_line_in_a_narrow_window(page):
    """What stands beside it in a wide one goes below; broken, it took two lines of four."""
    title_at, title = place_of(page, page.title)
    sub_at, _sub = place_of(page, "UE Koper · 6 kérelem, elöl a régebbiek")
    note_at, _note = place_of(page, "12:02")
    assert title.height() < 2 * title.fontMetrics().lineSpacing()
    assert title_at.y() < min(sub_at.y(), note_at.y())


def test_everything_stands_beside_the_title_in_a_wide_window(qapp, page):
    """There the line below would be lost for the work."""
    page.resize(3000, 600)
    page.set_narrow(False)
    qapp.processEvents()
    title_at, title = place_of(page, page.title)
    for words in ("UE Koper · 6 kérelem, elöl a régebbiek", "12:02"):
        at, _shown = place_of(page, words)
        assert title_at.y() <= at.y() < title_at.y() + title.height()
        assert at.x() > title_at.x()


def test_what_does_not_fit_in_a_line_breaks_it(qtbot):
    """A row of conditions takes the height it needs; the page below moves down for it."""
    row, words = Flow(spacing=9), [QLabel(text) for text in ("Kdo", "Kaj", "Počisti pogoje")]
    for one in words:
        row.add(one)
    qtbot.addWidget(row)
    widest = words[2].sizeHint().width()
    row.resize(widest + 1, row.heightForWidth(widest + 1))
    row.show()
    assert words[0].y() == words[1].y() < words[2].y()
    assert row.rect().contains(words[2].geometry())
    words[2].hide()
    assert row.heightForWidth(widest + 1) == words[0].sizeHint().height()
    assert row.minimumSizeHint().width() == max(one.sizeHint().width() for one in words[:2])
