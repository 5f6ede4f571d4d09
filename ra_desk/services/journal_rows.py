"""The journal as somebody reads it: conditions, pages of entries, one entry in full."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from ra_desk.domain.activation import RequestNumber
from ra_desk.domain.facts import Fact
from ra_desk.domain.people import DeskId, OperatorId
from ra_desk.domain.standing import Ruling
from ra_desk.journal.export import Provenance
from ra_desk.journal.seal import Head, SealedEntry

#: What fits conditions is counted up to here; all entries are counted exactly.
COUNTED: Final = 2_000
#: Behind the last entry.
END: Final = 2**62


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalFilter:
    """Which entries; conditions that are not set allow all.

    Attributes:
        since, until: by the desk's clock; ``until`` itself is left out.
        system: only what the desk wrote by itself.
        kinds: names of kinds; None for all.
        subjects: requests that it is about; None for all, and for those about none.
    """

    since: datetime | None = None
    until: datetime | None = None
    by: OperatorId | None = None
    system: bool = False
    kinds: tuple[str, ...] | None = None
    subjects: tuple[RequestNumber, ...] | None = None

    @property
    def open(self) -> bool:
        """Whether nothing is left out."""
        return self == JournalFilter()


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalEntry:
    """An entry, newest first in lists. ``fact``: None when erased, or not readable any more."""

    seq: int
    at: datetime
    by: OperatorId | None
    operator_name: str
    kind: str
    subject: RequestNumber | None
    fact: Fact | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryDetails:
    """What stands behind a row.

    Attributes:
        digest, previous: of the entry and of the one before, base64url of SHA-256.
        filed: whether central holds it.
        ruling: what central made of it.
        undone: whether a later entry withdraws it.
    """

    entry: JournalEntry
    desk: DeskId
    counter: str
    epoch: int
    digest: str
    previous: str
    filed: bool
    ruling: Ruling | None
    undone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What came out when the whole chain was verified.

    ``entries``: how many there were; ``broken``: the number of the first that is not what it was.
    """

    at: datetime
    entries: int
    broken: int | None = None


class JournalRows(Protocol):
    """What a store knows of its journal, for readers; pages are cut in the store."""

    def page(self, which: JournalFilter, before: int, *, limit: int) -> Sequence[JournalEntry]:
        """Return the entries that precede the entry ``before``, newest first."""
        ...

    def count(self, which: JournalFilter, *, most: int = COUNTED) -> int:
        """Return how many fit, exact up to ``most`` and one more if there are more."""
        ...

    def details(self, seq: int) -> EntryDetails | None: ...

    def people(self) -> Mapping[OperatorId, str]:
        """Return who has written here, by name."""
        ...

    def requests_of(self, tax_number: str) -> tuple[RequestNumber, ...]:
        """Return the requests of a citizen that are kept at this desk."""
        ...

    def verdict(self) -> Verdict | None: ...

    def keep_verdict(self, verdict: Verdict) -> None: ...


class WholeJournal(Protocol):
    """What a store does with its journal from end to end; nobody waits for it who only reads."""

    def verify_all(self, progress: Callable[[int, int], bool]) -> Head | None:
        """Verify it; None if ``progress`` (entries done, of how many) says no.

        Raises:
            ChainBroken: the journal is not what it was.
        """
        ...

    def provenance(self) -> Provenance:
        """Return whose journal this is, as a stranger needs it to verify the journal."""
        ...

    def journal(self) -> Iterator[SealedEntry]:
        """Yield all entries in order, never all at once."""
        ...
