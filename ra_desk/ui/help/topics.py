"""Where F1 lands: the chapter for a page, a sheet or a control."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QWidget

from ra_desk.ui.help.manual import CHAPTERS, Topic, error_topic, numbers_in
from ra_desk.ui.pages import (
    ADMIN,
    AUDIT,
    COUNTER,
    HELP,
    LETTERS,
    OUTBOX,
    REPORTS,
    REQUEST,
    REVIEW,
    SETTINGS,
)
from ra_desk.ui.parts.lookup import LookUpField
from ra_desk.ui.parts.sheet import Sheet
from ra_desk.ui.parts.strip import NoticeStrip

SIGN_IN: Final = "sign_in"
FIRST_RUN: Final = "first_run"


def _topics(*places: str) -> tuple[Topic, ...]:
    made = []
    for place in places:
        chapter, _, anchor = place.partition("#")
        made.append(Topic(chapter=chapter, anchor=anchor))
    return tuple(made)


#: Page → what its F1 shows, and what else is offered under "on this page".
PAGES: Final[dict[str, tuple[Topic, ...]]] = {
    COUNTER: _topics("counter", "counter#find", "counter#pending", "correction#undo", "documents"),
    REQUEST: _topics("check", "check#comparison", "questions", "typing", "refusal", "correction"),
    LETTERS: _topics("letters", "letters#print", "letters#jam", "letters#returned"),
    REVIEW: _topics("review#decide", "review", "review#returned"),
    OUTBOX: _topics("outbox", "outbox#decide", "offline"),
    REPORTS: _topics("reports#close", "reports#period", "reports#outside"),
    ADMIN: _topics("administration", "administration#account", "administration#desks"),
    AUDIT: _topics("audit", "audit#verify", "audit#export", "audit#client"),
    SETTINGS: _topics("settings", "settings#scanner", "keys"),
    HELP: _topics("start", "contact", "computer"),
    SIGN_IN: _topics("sign_in", "sign_in#offline", "sign_in#trouble"),
    FIRST_RUN: _topics("start#first_run", "settings#scanner"),
}
#: Class of a sheet → its chapter.
SHEETS: Final[dict[str, Topic]] = {
    "RefuseSheet": Topic(chapter="refusal"),
    "DocumentSheet": Topic(chapter="typing"),
    "ChannelSheet": Topic(chapter="check", anchor="channel"),
    "SecondLookSheet": Topic(chapter="review"),
    "CorrectSheet": Topic(chapter="correction", anchor="how"),
    "AbuseSheet": Topic(chapter="contact"),
    "ExportSheet": Topic(chapter="audit", anchor="export"),
    "CopySheet": Topic(chapter="audit", anchor="client"),
    "TraceSheet": Topic(chapter="audit", anchor="client"),
    "ConflictSheet": Topic(chapter="outbox", anchor="decide"),
    "ReturnSheet": Topic(chapter="review", anchor="decide"),
    "EndSheet": Topic(chapter="review", anchor="decide"),
    "StepUpSheet": Topic(chapter="review", anchor="decide"),
    "ReasonSheet": Topic(chapter="correction", anchor="how"),
    "SignSheet": Topic(chapter="reports", anchor="close"),
    "ReopenSheet": Topic(chapter="reports", anchor="reopen"),
    "DestroySheet": Topic(chapter="reports", anchor="close"),
    "PeriodSheet": Topic(chapter="reports", anchor="period"),
    "FormSheet": Topic(chapter="administration", anchor="two"),
    "OnceSheet": Topic(chapter="administration", anchor="account"),
    "KeySheet": Topic(chapter="keys"),
    "VerdictSheet": Topic(chapter="letters", anchor="verdict"),
    "LastGoodSheet": Topic(chapter="letters", anchor="jam"),
    "TraySheet": Topic(chapter="letters", anchor="verdict"),
    "SpoilSheet": Topic(chapter="letters", anchor="verdict"),
    "CountSheet": Topic(chapter="letters", anchor="print"),
    "WindowSheet": Topic(chapter="letters", anchor="window"),
    "PrinterSheet": Topic(chapter="letters", anchor="window"),
    "PostSheet": Topic(chapter="letters", anchor="print"),
    "ReturnedSheet": Topic(chapter="letters", anchor="returned"),
}
#: Class of a control, or of what it stands in → its heading.
CONTROLS: Final[dict[str, Topic]] = {
    "LookUpField": Topic(chapter="counter", anchor="find"),
    "HitPanel": Topic(chapter="counter", anchor="find"),
    "QuestionsCard": Topic(chapter="questions"),
    "ComparisonCard": Topic(chapter="check", anchor="comparison"),
    "StandingCard": Topic(chapter="check", anchor="standing"),
    "StatusBar": Topic(chapter="start", anchor="status"),
    "NavRail": Topic(chapter="start", anchor="window"),
}
#: The tasks of the first page of the help, as questions: the headings that answer them.
TASKS: Final = _topics(
    "counter#find",
    "check",
    "check#differs",
    "typing",
    "refusal",
    "correction#undo",
    "correction",
    "review",
    "offline",
    "outbox#decide",
    "letters#print",
    "letters#jam",
    "reports#close",
)


def topic_for(page: str, focus: QWidget | None, sheet: Sheet | None) -> Topic:
    """Return where help begins for somebody who works at ``focus``.

    A notice about trouble that is in view comes first, then the control, the sheet, the page.
    """
    if sheet is not None:
        return _error_in(sheet) or _of_class(sheet, SHEETS) or PAGES[HELP][0]
    found, inside = None, focus
    while inside is not None and found is None:
        # The look-up is on every page; empty, it says nothing about what somebody does.
        idle = isinstance(inside, LookUpField) and page != COUNTER and not inside.text()
        found = None if idle else _of_class(inside, CONTROLS)
        inside = inside.parentWidget()
    noticed = _error_in(focus.window()) if focus is not None else None
    return noticed or found or PAGES.get(page, PAGES[HELP])[0]


def _of_class(widget: QWidget, table: dict[str, Topic]) -> Topic | None:
    names = (kind.__name__ for kind in type(widget).__mro__)
    return next((table[name] for name in names if name in table), None)


def _error_in(inside: QWidget) -> Topic | None:
    """Return the page of an error that a notice in view names."""
    for strip in inside.findChildren(NoticeStrip):
        if strip.isVisible() and (numbers := numbers_in(strip.words)):
            return error_topic(numbers[-1])
    return None


def known(topic: Topic) -> bool:
    """Whether a topic names a chapter or the page of an error."""
    return topic.chapter in CHAPTERS or topic.chapter.startswith("errors/")
