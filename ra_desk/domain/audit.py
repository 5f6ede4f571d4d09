"""What the kinds of entries are about, and what somebody must say who takes them away."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from ra_desk.domain import facts as f
from ra_desk.domain.checks import require_short
from ra_desk.domain.errors import Refused
from ra_desk.domain.fact import Fact
from ra_desk.domain.facts_audit import (
    CitizenTraced,
    EntryTextShown,
    JournalExported,
    JournalVerified,
    TraceExported,
)
from ra_desk.domain.facts_day import FACTS as DAY_FACTS
from ra_desk.domain.facts_letters import FACTS as LETTER_FACTS
from ra_desk.domain.people import Role

#: Who may read the journal of a desk, and who may ask over all desks.
READERS: Final = (Role.AUDITOR, Role.SUPERVISOR)
TRACERS: Final = (Role.AUDITOR,)
#: Signs of a purpose, at least and at most: a word is none, and a story is not asked for.
SHORTEST_PURPOSE: Final = 10
LONGEST_PURPOSE: Final = 300
#: Traces that one answer tells at most: far more than anybody's request has.
MOST_TRACES: Final = 1000
#: What central itself writes down about a request, at no desk, and tells whoever it is about;
#: its other notes stand beside an entry that is told.
TOLD_OF_CENTRAL: Final = frozenset(
    {"event:journal.traced", "event:desk.kept", "event:restricted", "event:cancelled"}
)
#: A warning that its subject is told of is no silent one (GDPR, Article 23).
_SILENT: Final = frozenset(f.kinds_of(f.SuspicionNoted))


class PurposeMissing(Refused):
    """``least``, ``most``: how many signs a purpose has."""

    code = "audit.purpose_missing"


class Topic(StrEnum):
    """What an entry is about, as somebody would ask for it."""

    CHECKS = "checks"
    REVIEWS = "reviews"
    LETTERS = "letters"
    LOOKS = "looks"
    SESSIONS = "sessions"
    DAYS = "days"
    AUDIT = "audit"
    SYSTEM = "system"


_GROUPS: Final[Mapping[Topic, tuple[type[Fact], ...]]] = MappingProxyType(
    {
        Topic.CHECKS: (
            f.CheckAttested,
            f.RequestRefused,
            f.DocumentReported,
            f.SuspicionNoted,
            f.CheckCorrected,
            f.ConflictDecided,
            f.Withdrawn,
            f.ReceiptPrinted,
            f.AbuseReported,
        ),
        Topic.REVIEWS: (f.ReviewDecided,),
        Topic.LETTERS: (
            f.CodeOrderedAgain,
            f.LetterPrintStarted,
            f.LetterPrinted,
            f.LetterSpoilt,
            *LETTER_FACTS,
        ),
        Topic.LOOKS: (f.LookedUp, f.RequestViewed, f.ValueRevealed, CitizenTraced, EntryTextShown),
        Topic.SESSIONS: (f.SessionOpened, f.SessionClosed),
        Topic.DAYS: DAY_FACTS,
        Topic.AUDIT: (JournalExported, TraceExported, JournalVerified),
        Topic.SYSTEM: (f.EpochOpened, f.ClockMeasured),
    }
)
#: What each kind is about; one that stands in no group is the system's.
TOPICS: Final[Mapping[str, Topic]] = MappingProxyType(
    {
        kind: next((topic for topic, facts in _GROUPS.items() if fact in facts), Topic.SYSTEM)
        for kind, fact in f.KINDS.items()
    }
)


def kinds_about(topic: Topic) -> tuple[str, ...]:
    """Return the names of the kinds that are about something."""
    return tuple(kind for kind, of in TOPICS.items() if of is topic)


def may_be_told(kind: str) -> bool:
    """Whether a copy for the person whom a trace is about holds it; ``kind``: as in traces."""
    return kind in TOLD_OF_CENTRAL if kind.startswith("event:") else kind not in _SILENT


def require_purpose(purpose: str) -> str:
    """Return a purpose without the spaces around it.

    Raises:
        PurposeMissing: it is too short to be one, or too long.
        NoteHoldsEmso: an EMŠO is among its words.
    """
    said = " ".join(purpose.split())
    if not SHORTEST_PURPOSE <= len(said) <= LONGEST_PURPOSE:
        raise PurposeMissing(least=SHORTEST_PURPOSE, most=LONGEST_PURPOSE)
    require_short(said)
    return said
