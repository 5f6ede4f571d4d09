"""The second review, and how many wait beside its place in the rail."""

from __future__ import annotations

from ra_desk.ui.joining.around import Around
from ra_desk.ui.page import Page
from ra_desk.ui.pages import REVIEW
from ra_desk.ui.review.badge import ReviewQuestion, ReviewWatch
from ra_desk.ui.review.page import ReviewPage
from ra_desk.ui.shell import Shell


def review_page(around: Around) -> Page:
    """Return the page of the second review."""
    question = ReviewQuestion(around.desk, around.background, around.line, around.session)
    page = ReviewPage(
        around.theme,
        around.desk,
        around.background,
        around.line,
        around.session,
        refresh=question.ask,
    )
    question.setParent(page)
    # The badge and every page that shows these requests read again.
    question.told.connect(lambda: around.line.requests_changed.emit(frozenset()))
    return page


def join_review_badge(shell: Shell, around: Around) -> None:
    """Tell beside the place how many wait, from the beginning of a session."""
    place = shell.rail.items.get(REVIEW)
    if place is None:
        return
    watch = ReviewWatch(around.desk, around.background, around.line, around.session, parent=shell)
    watch.counted.connect(place.set_badge)
    watch.begin()
