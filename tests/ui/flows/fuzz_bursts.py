"""What a careless hand sends into the window, and what a person may have meant by it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise

from PySide6.QtCore import Qt

from ra_desk.domain.fact import Fact
from ra_desk.domain.facts import (
    AbuseReported,
    CheckAttested,
    CheckCorrected,
    CodeOrderedAgain,
    DocumentReported,
    LookedUp,
    RequestRefused,
    RequestViewed,
    SuspicionNoted,
    ValueRevealed,
)
from ra_desk.domain.facts_audit import EntryTextShown
from ra_desk.domain.facts_letters import LetterReconciled, LetterSheetsSeen
from ra_desk.domain.people import Role
from ra_desk.ui.pages import (
    ADMIN,
    AUDIT,
    COUNTER,
    HELP,
    LETTERS,
    NOTICES,
    OUTBOX,
    PENDING,
    REPORTS,
    REQUEST,
    REVIEW,
    SETTINGS,
)
from tests.ui.hands import ALT, CTRL, SHIFT

#: Somebody who may go everywhere.
ROLES = (
    Role.CLERK,
    Role.SUPERVISOR,
    Role.PRINT_ROOM,
    Role.AUDITOR,
    Role.ADMINISTRATOR,
)
#: Every page; a whole run has been on each.
PAGES = frozenset(
    {ADMIN, AUDIT, COUNTER, HELP, LETTERS, NOTICES, OUTBOX, PENDING, REPORTS, REQUEST, REVIEW}
    | {SETTINGS}
)
#: Told of the request in view, and of no other.
ABOUT_VIEW = (
    AbuseReported,
    CheckAttested,
    CheckCorrected,
    CodeOrderedAgain,
    DocumentReported,
    RequestRefused,
    SuspicionNoted,
    ValueRevealed,
)
#: A person wants something recorded.
ANYTHING = (Fact,)
#: Somebody looks: what a scan, a word in the look-up or the way back may leave in the journal.
LOOKING = (LookedUp, RequestViewed)
#: What else a scan says: this sheet is here.
SCANNING = (*LOOKING, LetterSheetsSeen, LetterReconciled)

_KEY, _NONE = Qt.Key, Qt.KeyboardModifier.NoModifier
Chord = tuple[Qt.Key, Qt.KeyboardModifier]


def _chords(modifiers: Qt.KeyboardModifier, *names: str) -> list[Chord]:
    return [(getattr(_KEY, f"Key_{name}"), modifiers) for name in names]


#: Keys by which nobody decides anything.
CHORDS = [
    *_chords(CTRL, *"FE", "Comma", "Plus", "Minus", "0"),
    *_chords(CTRL, *"DRKAAX", "F1"),
    *_chords(CTRL | SHIFT, "P", "S"),
    *_chords(ALT, "Left", "Right"),
    *_chords(_NONE, *(f"F{number}" for number in (1, 2, 3, 5, 6, 7, 8, 9, 10))),
    *_chords(_NONE, "Escape", "Escape", "Up", "Down", "Down", "Left", "Right"),
    *_chords(_NONE, *["Tab"] * 6, "Backspace", "Delete", "Home", "End", "PageDown", "PageUp"),
    *_chords(SHIFT, "Tab", "Tab", "F1", "F6"),
]
#: Keys by which a person decides: what follows was meant, if it is about what was in view.
DECIDING = [
    *_chords(_NONE, *["Return"] * 6, *["Space"] * 5, "Enter"),
    *_chords(CTRL, *["Return"] * 3, "Z", "N", "P", "L", "Q"),
    *_chords(CTRL | SHIFT, "N"),
]
SIGNS = "abcžšđőű0123456789 .,-@<>&%${}'\"ÄßŁ中"
#: What somebody may have copied elsewhere.
PASTES = (
    "R-RHHD-PHS",
    "50223054",
    "Žagar Őry Špela 1991",
    ">",
    "‮gnp.exe\u202c \ufeff",
    "👩\u200d💻" * 40,
    "' OR 1=1; DROP TABLE journal; --",
    "x" * 20_000,
    "dve\nvrstici\r\nin\ttabulator",
    "\x00\x01\x02\x03\x1b[2J",
    "%s %n {0} {name} &amp; <b>krepko</b> <script>",
    "31. 2. 2026",
    "-1",
    "1e400",
    "１２３",
)
#: What a scanner reads that is none of ours: labels, links, tickets, and codes of other machines.
STRANGE = (
    "https://posta.example/?r=R-RHHD-PHS",
    "4006381333931",
    "[)>\x1e06\x1dP12345678\x1dS1111\x1e\x04",
    "@\n\x1e\rANSI 636000080002DL",
    "DC\x11\x0c\x11S12345678",
    "BCD\n002\n1\nSCT\nSI56",
    "UPNQR\n\n\n\n\nNovak Jan",
    "WIFI:S:ue-koper;T:WPA;P:geslo;;",
    "RA-DESK:1:R-0000-000",
    "R-RHHD-PHSR-RHHD-PHS",
)

#: What a burst is like, of a hundred.
WEIGHTS = {
    "type": 17,
    "scan": 17,
    "paste": 6,
    "decide": 18,
    "key": 28,
    "go": 6,
    "command": 3,
    "visit": 3,
    "world": 2,
}
#: On the document that is scanned.
BORN = date(1991, 3, 4)


@dataclass(frozen=True, kw_only=True)
class Burst:
    """One burst of keys.

    Attributes:
        kind: of which sort it is.
        what: was sent.
        grants: what it may leave in the journal.
        opens: the requests it may bring into view; None: whichever.
        ends: whether a person may have left by it.
        view: the request in view before it.
        begun: whether a check was on its way before it.
        asked: whether something had to be answered first.
        sheet: the kind of sheet that was open before it.
    """

    kind: str
    what: str = field(repr=False)
    grants: tuple[type[Fact], ...] = ()
    opens: frozenset[str] | None = frozenset()
    ends: bool = False
    view: str | None = None
    begun: bool = False
    asked: bool = False
    sheet: str = ""

    def meaning(
        self,
        grants: tuple[type[Fact], ...],
        *,
        opens: frozenset[str] | None = frozenset(),
        ends: bool = False,
    ) -> Burst:
        """Return the burst with what a person may mean by it."""
        return replace(self, grants=grants, opens=opens, ends=ends)


def grants_of(keys: str, page: str) -> tuple[type[Fact], ...]:
    """Return what keys of ``CHORDS`` may leave in the journal."""
    if "Alt" in keys or page == REVIEW:  # whoever goes through the list there reads each case
        return LOOKING
    # Right opens the details of an entry; a word in the look-up changes by many keys.
    return (LookedUp, EntryTextShown) if "Right" in keys else (LookedUp,)


def wrong_in(
    facts: Iterable[Fact], bursts: Iterable[Burst], *, now_in_view: str | None
) -> list[str]:
    """Return what nobody meant of what ``bursts`` left behind."""
    wrong, sent = [], list(bursts)
    told = "; ".join(f"{burst.kind} {burst.what}" for burst in sent)
    for fact in facts:
        if fact.system:
            continue
        granting = [burst for burst in sent if isinstance(fact, burst.grants)]
        if not granting:
            wrong.append(f"{told} recorded {type(fact).__name__} by itself")
        elif isinstance(fact, ABOUT_VIEW) and all(b.view != fact.subject for b in granting):
            views = {burst.view for burst in granting}
            wrong.append(f"{told} recorded {fact.subject} with {views} in view")
    views = [*(burst.view for burst in sent), now_in_view]
    for place, (before, after) in enumerate(pairwise(views), 1):
        may = [burst.opens for burst in sent[:place]]
        if after not in {None, before} and all(o is not None and after not in o for o in may):
            wrong.append(f"{told} brought {after} into view")
    return wrong
