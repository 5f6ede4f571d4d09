"""What a look at this computer finds: findings, the worst of them, and the report as JSON.

A finding is told by its check and its reason; the sentence for both is the window's. Neither
holds personal data or a secret, and no name of a machine but the ones configured.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Final, Protocol

#: Version of the JSON report; a field that goes or changes its meaning makes a new one.
SCHEMA: Final = 1

Fact = str | int | float | bool


class Check(StrEnum):
    """What is looked at, in the order of the report."""

    PROGRAM = "program"
    LIBRARIES = "libraries"
    FONTS = "fonts"
    SETTINGS = "settings"
    DISK = "disk"
    KEY_STORE = "key_store"
    STORE = "store"
    JOURNAL = "journal"
    NETWORK = "network"
    CERTIFICATE = "certificate"
    CENTRAL_KEY = "central_key"
    CLOCK = "clock"
    PRINTERS = "printers"
    SPOOLER = "spooler"
    SCANNER = "scanner"
    SCREEN_LOCK = "screen_lock"
    SCREEN_READER = "screen_reader"


class Health(StrEnum):
    """How it is; ``UNKNOWN`` could not be looked at, or does not concern this computer yet."""

    OK = "ok"
    UNKNOWN = "unknown"
    WARNING = "warning"
    FAILURE = "failure"


_STATUS: Final = {Health.OK: 0, Health.UNKNOWN: 0, Health.WARNING: 1, Health.FAILURE: 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one check found.

    Attributes:
        reason: what was found, such as "ok" or "full"; with ``check`` it has a sentence.
        facts: what the sentence names.
        error: code of the error that work would meet, "" if none has that meaning.
    """

    check: Check
    health: Health
    reason: str = "ok"
    facts: Mapping[str, Fact] = field(default_factory=dict)
    error: str = ""

    @property
    def key(self) -> str:
        """Name of the sentence: "disk.full"."""
        return f"{self.check}.{self.reason}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What only the window knows: when a scan came last, and the gap that tells scans apart."""

    last_scan_at: datetime | None = None
    gap_ms: int | None = None


class Doctor(Protocol):
    """Looks at this computer; ``app`` joins one out of the rooms. Slow: seconds, never minutes."""

    def examine(self, seen: Seen = ...) -> Sequence[Finding]: ...

    def save(self, report: str, path: Path) -> None:
        """Write a report to a new file for this account only.

        Raises:
            OSError: it exists, or cannot be written.
        """
        ...


def worst(findings: Sequence[Finding]) -> Health:
    """Return the worst health; what is not known is no trouble."""
    return max((one.health for one in findings), key=lambda h: _STATUS[h], default=Health.OK)


def exit_status(findings: Sequence[Finding]) -> int:
    """Return 0 if nothing is wrong, 1 for a warning, 2 for a failure."""
    return max((_STATUS[one.health] for one in findings), default=0)


def report(
    findings: Sequence[Finding],
    *,
    at: datetime,
    version: str,
    sentence: Callable[[Finding], str],
    number: Callable[[Finding], str],
) -> dict[str, object]:
    """Return the findings as JSON data.

    Its fields: ``schema`` (1), ``program`` ("ra-desk"), ``version``, ``at`` (UTC, ISO 8601),
    ``worst`` ("ok", "warning" or "failure"), ``status`` (0, 1, 2: the exit status) and ``checks``,
    a list in the order of ``Check`` of ``check``, ``health`` ("ok", "unknown", "warning",
    "failure"), ``reason``, ``number`` ("RA-nnnn" or null), ``facts`` (an object of texts,
    numbers and truth values) and ``sentence``, in the language of the program. Readers should
    go by ``check``, ``health`` and ``reason``, and pass over fields that they do not know.
    """
    return {
        "schema": SCHEMA,
        "program": "ra-desk",
        "version": version,
        "at": at.isoformat(timespec="seconds"),
        "worst": (Health.OK, Health.WARNING, Health.FAILURE)[exit_status(findings)].value,
        "status": exit_status(findings),
        "checks": [
            {
                "check": one.check.value,
                "health": one.health.value,
                "reason": one.reason,
                "number": number(one) or None,
                "facts": dict(one.facts),
                "sentence": sentence(one),
            }
            for one in findings
        ],
    }
