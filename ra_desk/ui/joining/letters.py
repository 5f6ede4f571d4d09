"""The print room."""

from __future__ import annotations

from ra_desk.ui.joining.around import Around
from ra_desk.ui.letters.page import LettersPage
from ra_desk.ui.page import Page


def letters_page(around: Around) -> Page:
    """Return the page of the letters."""
    return LettersPage(around.theme, around.desk, around.background, around.line, around.session)
