"""What whoever reads the journal leaves in it: reading evidence is evidence, too."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as attribute
from datetime import date
from enum import StrEnum

from ra_desk.domain.activation import RequestNumber
from ra_desk.domain.fact import Fact
from ra_desk.domain.people import OperatorId


class TraceKey(StrEnum):
    """By what a citizen was looked for in the journal; a tax number itself is not kept."""

    NUMBER = "number"
    TAX_NUMBER = "tax_number"


class ExportForm(StrEnum):
    """As what entries left the journal."""

    CSV = "csv"
    PDF = "pdf"
    JSON_LINES = "json_lines"


@dataclass(frozen=True, slots=True, kw_only=True)
class CitizenTraced(Fact):
    """Somebody asked who had dealt with a citizen's request.

    Attributes:
        request: which one; None if nothing was found.
        everywhere: over all desks, at central; else in the journal of this desk.
        entries: how many were found.
    """

    kind = "citizen_traced/1"
    request: RequestNumber | None
    key: TraceKey
    everywhere: bool
    entries: int
    purpose: str = attribute(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryTextShown(Fact):
    """The hidden free text of the entry ``seq`` of the same chain was shown."""

    kind = "entry_text_shown/1"
    request: RequestNumber | None
    seq: int


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalExported(Fact):
    """Entries left the desk in a file; written before the file is.

    Attributes:
        request, since, until, operator, what: the conditions; None and () leave nothing out.
            ``what`` are names of kinds.
        entries: how many fitted.
    """

    kind = "journal_exported/1"
    form: ExportForm
    purpose: str = attribute(repr=False)
    entries: int
    request: RequestNumber | None = None
    since: date | None = None
    until: date | None = None
    operator: OperatorId | None = None
    what: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TraceExported(Fact):
    """What somebody had asked about a citizen left the desk in a file for that person.

    Attributes:
        request: which one; None if nothing was found.
        everywhere: over all desks; else out of the journal of this one.
        entries: how many the person is told of, over all requests.
    """

    kind = "trace_exported/1"
    request: RequestNumber | None
    form: ExportForm
    purpose: str = attribute(repr=False)
    everywhere: bool
    entries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalVerified(Fact):
    """The whole chain was verified up to the entry ``entries`` and is whole; ``digest``: of it."""

    kind = "journal_verified/1"
    entries: int
    digest: str


FACTS: tuple[type[Fact], ...] = (
    CitizenTraced,
    EntryTextShown,
    JournalExported,
    TraceExported,
    JournalVerified,
)
