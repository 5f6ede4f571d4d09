"""Every key of the window in one table: menu, palette, overlay, tooltips and help read it.

The rules for keys (no Ctrl+Alt+letter, which is AltGr; nothing that needs Shift or AltGr on a
Slovenian, Italian or Hungarian keyboard; no bare letters; no Y and Z, which change places) are
tests of this table. Ctrl+Z stays: every program has it, and both letters are on its key's label.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from PySide6.QtGui import QKeySequence

from ra_desk.texts import _, gettext

#: Gives the words of an action; asked with `gettext` for the window's language, with `str` for
#: the English of the sources.
Words = Callable[[Callable[[str], str]], str]


class Scope(Enum):
    """Where a key acts. A key means one thing in a scope, and what it means everywhere."""

    EVERYWHERE = "everywhere"
    COUNTER = "counter"
    REQUEST = "request"
    LETTERS = "letters"
    REVIEW = "review"
    OUTBOX = "outbox"
    REPORTS = "reports"
    AUDIT = "audit"
    ANSWERS = "answers"  # while a question has the focus
    LISTS = "lists"  # while a list has the focus


class Group(Enum):
    """Under which heading of the menu an action stands."""

    GO = "go"
    WORK = "work"
    VIEW = "view"
    DESK = "desk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """Something that a key does.

    Attributes:
        name: by which a page binds it.
        keys: in Qt's portable notation, the one that is shown first.
        listed: offered by menu and palette; the others need a place for the focus.
    """

    name: str
    keys: tuple[str, ...]
    words: Words
    scope: Scope = Scope.EVERYWHERE
    group: Group = Group.WORK
    listed: bool = True

    @property
    def title(self) -> str:
        """What it does, in the language of the window."""
        return self.words(gettext)

    @property
    def english(self) -> str:
        """What it does, in the words of the sources."""
        return self.words(str)

    @property
    def key(self) -> str:
        """The first key as the window writes it; "" if it has none."""
        return key_text(self.keys[0]) if self.keys else ""


def key_text(keys: str) -> str:
    """Return a key as it stands on buttons: arrows as signs, no space at the plus."""
    shown = QKeySequence(keys).toString(QKeySequence.SequenceFormat.PortableText)
    return shown.replace("Left", "←").replace("Right", "→").replace("Return", "Enter")


ACTIONS: Final[Sequence[Action]] = (
    # To go
    Action(
        name="look_up",
        keys=("F3", "Ctrl+F"),
        words=lambda _: _("Look up a request"),
        group=Group.GO,
    ),
    Action(
        name="palette",
        keys=("Ctrl+Shift+P",),
        words=lambda _: _("Find a command"),
        group=Group.GO,
    ),
    Action(name="back", keys=("Alt+Left",), words=lambda _: _("Back"), group=Group.GO),
    Action(name="forward", keys=("Alt+Right",), words=lambda _: _("Forward"), group=Group.GO),
    Action(
        name="next_region",
        keys=("F6",),
        words=lambda _: _("Next part of the window"),
        group=Group.GO,
        listed=False,
    ),
    Action(
        name="previous_region",
        keys=("Shift+F6",),
        words=lambda _: _("Previous part of the window"),
        group=Group.GO,
        listed=False,
    ),
    Action(
        name="escape",
        keys=("Esc",),
        words=lambda _: _("Leave the sheet, clear the field, go to the first page"),
        group=Group.GO,
        listed=False,
    ),
    # To work
    Action(name="refresh", keys=("F5",), words=lambda _: _("Refresh")),
    Action(
        name="undo",
        keys=("Ctrl+Z",),
        words=lambda _: _("Undo what was recorded"),
        scope=Scope.COUNTER,
    ),
    Action(
        name="type_document",
        keys=("F2",),
        words=lambda _: _("Type the document"),
        scope=Scope.REQUEST,
    ),
    Action(
        name="record",
        keys=("Ctrl+Return",),
        words=lambda _: _("Record the check"),
        scope=Scope.REQUEST,
    ),
    Action(name="refuse", keys=("Ctrl+D",), words=lambda _: _("Refuse …"), scope=Scope.REQUEST),
    Action(
        name="review",
        keys=("Ctrl+R",),
        words=lambda _: _("Second review, or correct a sent check …"),
        scope=Scope.REQUEST,
    ),
    Action(name="note", keys=("F7",), words=lambda _: _("Write a note"), scope=Scope.REQUEST),
    Action(
        name="report_document",
        keys=("Ctrl+Shift+S",),
        words=lambda _: _("The document is reported stolen …"),
        scope=Scope.REQUEST,
    ),
    Action(
        name="quiet_warning",
        keys=("Ctrl+Shift+N",),
        words=lambda _: _("Warn supervision without a sign on the screen"),
        scope=Scope.REQUEST,
        listed=False,
    ),
    Action(
        name="receipt",
        keys=("Ctrl+P",),
        words=lambda _: _("Print the receipt for the client"),
        scope=Scope.REQUEST,
    ),
    Action(
        name="last_receipt",
        keys=("Ctrl+P",),
        words=lambda _: _("Print the receipt of the last check"),
        scope=Scope.COUNTER,
    ),
    Action(
        name="report_abuse",
        keys=(),
        words=lambda _: _("Report an abuse …"),
        scope=Scope.REQUEST,
    ),
    Action(
        name="channel",
        keys=("Ctrl+K",),
        words=lambda _: _("How the code is sent …"),
        scope=Scope.REQUEST,
    ),
    Action(
        name="approve",
        keys=("Ctrl+Return",),
        words=lambda _: _("Approve the check"),
        scope=Scope.REVIEW,
    ),
    Action(
        name="return_check",
        keys=("Ctrl+R",),
        words=lambda _: _("Return the check to the clerk …"),
        scope=Scope.REVIEW,
    ),
    Action(
        name="refuse_check",
        keys=("Ctrl+D",),
        words=lambda _: _("Refuse the check …"),
        scope=Scope.REVIEW,
    ),
    Action(name="print", keys=("Ctrl+P",), words=lambda _: _("Print"), scope=Scope.LETTERS),
    Action(
        name="spoilt",
        keys=("Ctrl+K",),
        words=lambda _: _("Mark as spoiled …"),
        scope=Scope.LETTERS,
    ),
    Action(
        name="next_step",
        keys=("Ctrl+Return",),
        words=lambda _: _("Answer, or hand the batch to the post …"),
        scope=Scope.LETTERS,
    ),
    Action(
        name="new_batch",
        keys=("Ctrl+N",),
        words=lambda _: _("New batch, or note a returned letter …"),
        scope=Scope.LETTERS,
    ),
    Action(
        name="close_day",
        keys=("Ctrl+Return",),
        words=lambda _: _("Close the day, or open it again …"),
        scope=Scope.REPORTS,
    ),
    Action(
        name="print_report",
        keys=("Ctrl+P",),
        words=lambda _: _("Print the report or the protocol of the day"),
        scope=Scope.REPORTS,
    ),
    Action(
        name="export_report",
        keys=("Ctrl+E",),
        words=lambda _: _("Export the report …"),
        scope=Scope.REPORTS,
    ),
    Action(
        name="yes",
        keys=("1",),
        words=lambda _: _("Yes, and to the next question"),
        scope=Scope.ANSWERS,
        listed=False,
    ),
    Action(
        name="no",
        keys=("2",),
        words=lambda _: _("No, and to the next question"),
        scope=Scope.ANSWERS,
        listed=False,
    ),
    Action(
        name="previous_question",
        keys=("Backspace",),
        words=lambda _: _("Previous question"),
        scope=Scope.ANSWERS,
        listed=False,
    ),
    Action(
        name="export",
        keys=("Ctrl+E",),
        words=lambda _: _("Export the audit trail …"),
        scope=Scope.AUDIT,
    ),
    Action(
        name="open_row",
        keys=("Return",),
        words=lambda _: _("Open the chosen row"),
        scope=Scope.LISTS,
        listed=False,
    ),
    # To see
    Action(
        name="curtain",
        keys=("F8",),
        words=lambda _: _("Hide or show personal data"),
        group=Group.VIEW,
    ),
    Action(
        name="fold",
        keys=("F9",),
        words=lambda _: _("Fold or unfold the navigation"),
        group=Group.VIEW,
    ),
    Action(name="full_screen", keys=("F11",), words=lambda _: _("Full screen"), group=Group.VIEW),
    Action(
        name="larger",
        keys=("Ctrl++", "Ctrl+="),
        words=lambda _: _("Larger text"),
        group=Group.VIEW,
    ),
    Action(name="smaller", keys=("Ctrl+-",), words=lambda _: _("Smaller text"), group=Group.VIEW),
    Action(
        name="normal_size",
        keys=("Ctrl+0",),
        words=lambda _: _("Normal size of text"),
        group=Group.VIEW,
    ),
    Action(name="theme:system", keys=(), words=lambda _: _("Theme: system"), group=Group.VIEW),
    Action(name="theme:light", keys=(), words=lambda _: _("Theme: light"), group=Group.VIEW),
    Action(name="theme:dark", keys=(), words=lambda _: _("Theme: dark"), group=Group.VIEW),
    Action(
        name="theme:contrast",
        keys=(),
        words=lambda _: _("Theme: high contrast"),
        group=Group.VIEW,
    ),
    # i18n: the name of each language stays in that language
    Action(
        name="language:sl",
        keys=(),
        words=lambda _: _("Language: slovenščina"),
        group=Group.VIEW,
    ),
    Action(name="language:en", keys=(), words=lambda _: _("Language: English"), group=Group.VIEW),
    Action(name="language:it", keys=(), words=lambda _: _("Language: italiano"), group=Group.VIEW),
    Action(name="language:hu", keys=(), words=lambda _: _("Language: magyar"), group=Group.VIEW),
    Action(name="notices", keys=(), words=lambda _: _("What was said so far"), group=Group.VIEW),
    # The desk
    Action(name="settings", keys=("Ctrl+,",), words=lambda _: _("Settings"), group=Group.DESK),
    Action(name="help", keys=("F1",), words=lambda _: _("Help for this page"), group=Group.DESK),
    Action(
        name="whats_this",
        keys=("Shift+F1",),
        words=lambda _: _("What is this?"),
        group=Group.DESK,
    ),
    Action(
        name="shortcuts",
        keys=("Ctrl+F1",),
        words=lambda _: _("All keys"),
        group=Group.DESK,
    ),
    Action(name="menu", keys=("F10",), words=lambda _: _("Menu"), group=Group.DESK, listed=False),
    Action(name="lock", keys=("Ctrl+L",), words=lambda _: _("Lock"), group=Group.DESK),
    Action(name="quit", keys=("Ctrl+Q",), words=lambda _: _("Quit"), group=Group.DESK),
)

_BY_NAME: Final = {action.name: action for action in ACTIONS}
#: Ctrl+1 to Ctrl+8 go to the places of the rail from the top, as many as the roles allow.
MOST_PLACES: Final = 8


def action(name: str) -> Action:
    """Return a declared action; KeyError if nobody has declared it."""
    return _BY_NAME[name]


def place_key(number: int) -> str:
    """Return the key of a place of the rail; "" where there is none."""
    return f"Ctrl+{number}" if number <= MOST_PLACES else ""


def scope_name(scope: Scope) -> str:
    """Return where a key acts, as the overlay heads it."""
    return {
        Scope.EVERYWHERE: _("Everywhere"),
        Scope.COUNTER: _("At the counter"),
        Scope.REQUEST: _("On a request"),
        Scope.LETTERS: _("With letters"),
        Scope.REVIEW: _("In the review"),
        Scope.OUTBOX: _("In the outbox"),
        Scope.REPORTS: _("With reports"),
        Scope.AUDIT: _("In the audit trail"),
        Scope.ANSWERS: _("While a question has the focus"),
        Scope.LISTS: _("In lists"),
    }[scope]


def group_name(group: Group) -> str:
    """Return the heading of a part of the menu."""
    return {
        Group.GO: _("Go to"),
        Group.WORK: _("Work"),
        Group.VIEW: _("View"),
        Group.DESK: _("RA Desk"),
    }[group]
