"""Facts about this computer in, a finding out: one small function for each check.

Whoever gathers the facts touches sockets and files; here is only what they mean.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from ra_desk.services.doctor import Check, Finding, Health, Seen
from ra_desk.services.settings import KeptSettings, PolicyDamaged, SettingsDamaged

#: Bytes: less is too little to go on, or too little to be calm about.
DISK_FAILS: Final = 200 * 1024 * 1024
DISK_WARNS: Final = 1024 * 1024 * 1024
FILES_FAIL: Final = 100
FILES_WARN: Final = 10_000
#: A certificate that ends sooner is told while there is time to change it.
CERTIFICATE_WARNS: Final = timedelta(days=21)
#: Seconds: central takes no call whose clock is further off (decision 11).
CLOCK_FAILS_S: Final = 120
CLOCK_WARNS_S: Final = 30
#: Central has not spoken for so long.
SILENCE_WARNS: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class LineFacts:
    """What one call to central's address met, step by step; ``failed`` names the first that did not.

    Attributes:
        failed: "", "name", "port", "tls", "certificate", "answer" or "busy".
        why: what the library said of a certificate.
        tls: whether the line is private; the demo's is not.
        not_after: the end of the certificate's validity.
        ahead_s: how far this clock is before central's, in seconds.
    """

    host: str
    port: int
    failed: str = ""
    why: str = ""
    tls: bool = True
    not_after: datetime | None = None
    took_ms: int = 0
    ahead_s: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DiskFacts:
    """The folder of the desk: whether a file in it could be written and confirmed, and the room."""

    writable: bool
    private: bool
    free_bytes: int
    free_files: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreFacts:
    """What a reading connection found; ``error`` is the code of what stood in the way.

    Attributes:
        here: whether there is a store at all.
        locked_away: the key store did not give its key, so nobody could look.
        schema, newest: of the file and of this program.
        stopped: why nothing is written or sent any more.
        journal_error: the journal is not what it was.
        entries: of the journal; ``verified`` of them since central's last receipt.
    """

    here: bool
    locked_away: bool = False
    error: str = ""
    sound: bool = True
    schema: str = ""
    newest: str = ""
    enrolled: bool = False
    demo: bool = False
    central_url: str = ""
    central_kid: str = ""
    last_answer_at: datetime | None = None
    stopped: str = ""
    journal_error: str = ""
    entries: int = 0
    verified: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyStoreFacts:
    """The key store of the system: its name, and what happened when this desk's item was read."""

    backend: str
    error: str = ""
    holds_secrets: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueFacts:
    """What CUPS says of its queues: name → whether it accepts jobs.

    Attributes:
        failed: "", "not_installed" or "silent".
        repeating: queues that print a whole job again by themselves after a failure.
    """

    accepting: Mapping[str, bool]
    failed: str = ""
    repeating: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SpoolerFacts:
    """What the spooler keeps when a letter is printed.

    Attributes:
        state: "absent", "elsewhere" (another computer's), "unreadable" or "read".
        keeps_files, keeps_history: seconds; None is for ever, 0 not at all.
        lists_what_is_over: whether it showed a job that is over, whatever its settings say.
    """

    state: str
    keeps_files: int | None = 0
    keeps_history: int | None = 0
    lists_what_is_over: bool = False


def _found(
    check: Check, health: Health, reason: str, error: str = "", /, **facts: object
) -> Finding:
    plain = {n: v if isinstance(v, str | int | float | bool) else str(v) for n, v in facts.items()}
    return Finding(check=check, health=health, reason=reason, facts=plain, error=error)


def network(facts: LineFacts | None) -> Finding:
    """Name, port, TLS, and whether it was central that answered."""
    if facts is None:
        return _found(Check.NETWORK, Health.UNKNOWN, "no_address")
    where = {"host": facts.host, "port": facts.port}
    match facts.failed:
        case "name" | "port" | "tls" as failed:
            return _found(Check.NETWORK, Health.FAILURE, failed, "central.unreachable", **where)
        case "answer":
            code = "central.somebody_else"
            return _found(Check.NETWORK, Health.FAILURE, "somebody_else", code, **where)
        case "busy":
            return _found(Check.NETWORK, Health.WARNING, "busy", "central.busy", **where)
    return _found(Check.NETWORK, Health.OK, "ok", **where, took_ms=facts.took_ms)


def certificate(facts: LineFacts | None, *, now: datetime) -> Finding:
    """Whether the certificate leads to an authority that is trusted, and how long it lasts."""
    if facts is None or facts.failed in {"name", "port", "tls"}:
        return _found(Check.CERTIFICATE, Health.UNKNOWN, "not_seen")
    if not facts.tls:
        return _found(Check.CERTIFICATE, Health.UNKNOWN, "no_tls")
    if facts.failed == "certificate" or facts.not_after is None:
        code = "central.certificate_wrong"
        return _found(Check.CERTIFICATE, Health.FAILURE, "wrong", code, why=facts.why)
    left = facts.not_after - now
    soon = left < CERTIFICATE_WARNS
    health, reason = (Health.WARNING, "ends_soon") if soon else (Health.OK, "ok")
    return _found(Check.CERTIFICATE, health, reason, days=left.days)


def clock(facts: LineFacts | None) -> Finding:
    """This clock against central's; the order of work never hangs on it, but each call does."""
    if facts is None or facts.ahead_s is None:
        return _found(Check.CLOCK, Health.UNKNOWN, "not_seen")
    off = round(abs(facts.ahead_s))
    way = "ahead" if facts.ahead_s > 0 else "behind"
    if off > CLOCK_FAILS_S:
        return _found(Check.CLOCK, Health.FAILURE, way, "journal.proof_refused", seconds=off)
    if off > CLOCK_WARNS_S:
        return _found(Check.CLOCK, Health.WARNING, way, seconds=off)
    return _found(Check.CLOCK, Health.OK, "ok", seconds=off)


def central_key(store: StoreFacts, *, now: datetime) -> Finding:
    """The key that was pinned at enrolment, and when an answer was last signed with it."""
    if not store.enrolled:
        return _found(Check.CENTRAL_KEY, Health.UNKNOWN, "not_enrolled")
    kid = store.central_kid[:12]
    if store.last_answer_at is None:
        return _found(Check.CENTRAL_KEY, Health.WARNING, "never", kid=kid)
    hours = int((now - store.last_answer_at) / timedelta(hours=1))
    silent = now - store.last_answer_at > SILENCE_WARNS
    health, reason = (Health.WARNING, "silent") if silent else (Health.OK, "ok")
    return _found(Check.CENTRAL_KEY, health, reason, kid=kid, hours=hours)


def disk(facts: DiskFacts) -> Finding:
    """Whether the desk's folder can be written, is private, and has room."""
    free = facts.free_bytes // (1024 * 1024)
    files = facts.free_files
    if facts.free_bytes < DISK_FAILS:
        return _found(Check.DISK, Health.FAILURE, "full", "store.disk_full", free_mb=free)
    if files is not None and files < FILES_FAIL:
        return _found(Check.DISK, Health.FAILURE, "no_files", "store.disk_full", files=files)
    if not facts.writable:
        return _found(Check.DISK, Health.FAILURE, "not_writable", "store.not_confirmed")
    if not facts.private:
        return _found(Check.DISK, Health.WARNING, "open_to_others")
    if facts.free_bytes < DISK_WARNS:
        return _found(Check.DISK, Health.WARNING, "nearly_full", free_mb=free)
    if files is not None and files < FILES_WARN:
        return _found(Check.DISK, Health.WARNING, "few_files", files=files)
    return _found(Check.DISK, Health.OK, "ok", free_mb=free)


def key_store(facts: KeyStoreFacts, store: StoreFacts) -> Finding:
    """Whether the system keeps keys encrypted for this account, and holds this desk's."""
    name = {"backend": facts.backend}
    if store.demo or facts.backend == "memory":
        return _found(Check.KEY_STORE, Health.UNKNOWN, "in_memory")
    match facts.error:
        case "vault.missing" | "vault.locked" as code:
            reason = code.removeprefix("vault.")
            return _found(Check.KEY_STORE, Health.FAILURE, reason, code, **name)
    if not facts.holds_secrets and store.here:
        lost = "vault.secrets_lost"
        return _found(Check.KEY_STORE, Health.FAILURE, "secrets_lost", lost, **name)
    return _found(Check.KEY_STORE, Health.OK, "ok" if facts.holds_secrets else "ready", **name)


def store(facts: StoreFacts) -> Finding:
    """Whether the store opens, is sound, and has a schema that this program knows."""
    if not facts.here:
        return _found(Check.STORE, Health.UNKNOWN, "not_enrolled", "store.not_enrolled")
    if facts.locked_away:
        return _found(Check.STORE, Health.UNKNOWN, "no_key")
    if facts.error:
        return _found(Check.STORE, Health.FAILURE, "does_not_open", facts.error)
    if not facts.sound:
        return _found(Check.STORE, Health.FAILURE, "damaged", "store.unreadable")
    if facts.stopped:
        return _found(Check.STORE, Health.FAILURE, "quarantined", facts.stopped)
    if facts.schema != facts.newest:
        return _found(Check.STORE, Health.OK, "older", schema=facts.schema, newest=facts.newest)
    return _found(Check.STORE, Health.OK, "ok", schema=facts.schema)


def journal(facts: StoreFacts) -> Finding:
    """Whether what central has not confirmed yet is whole and genuine."""
    if not facts.enrolled:
        return _found(Check.JOURNAL, Health.UNKNOWN, "not_enrolled")
    if facts.journal_error:
        return _found(Check.JOURNAL, Health.FAILURE, "broken", facts.journal_error)
    return _found(Check.JOURNAL, Health.OK, "ok", entries=facts.entries, verified=facts.verified)


def printers(facts: QueueFacts) -> Finding:
    """Whether there is a queue that takes letters; a desk that prints none needs none."""
    if facts.failed == "not_installed":
        return _found(Check.PRINTERS, Health.UNKNOWN, "not_installed", "printer.not_installed")
    if facts.failed:
        return _found(Check.PRINTERS, Health.WARNING, "silent", "printer.silent")
    if not facts.accepting:
        return _found(Check.PRINTERS, Health.UNKNOWN, "none")
    stopped = ", ".join(name for name, takes in facts.accepting.items() if not takes)
    if not any(facts.accepting.values()):
        code = "printer.refused"
        return _found(Check.PRINTERS, Health.FAILURE, "none_accepts", code, queues=stopped)
    if stopped:
        code = "printer.refused"
        return _found(Check.PRINTERS, Health.WARNING, "not_accepting", code, queues=stopped)
    if facts.repeating:
        twice = ", ".join(facts.repeating)
        return _found(Check.PRINTERS, Health.WARNING, "repeating", queues=twice)
    return _found(Check.PRINTERS, Health.OK, "ok", queues=", ".join(facts.accepting))


def spooler(facts: SpoolerFacts, queues: QueueFacts) -> Finding:
    """Refuse a spooler that keeps printed letters: the code would lie on the disk in clear.

    The history of jobs holds only the letter's number and the account, so it is a warning; and
    so is everything while there is no queue that a letter could go to. One that lists what is
    over, though its settings forbid it or cannot be read, is not trusted with the files either.
    """
    refused = Health.FAILURE if queues.accepting else Health.WARNING
    forbidden = facts.state == "unreadable" or facts.keeps_history == 0
    match facts.state:
        case "absent":
            return _found(Check.SPOOLER, Health.UNKNOWN, "absent")
        case "elsewhere":
            return _found(Check.SPOOLER, Health.WARNING, "elsewhere")
        case _ if facts.lists_what_is_over and forbidden:
            return _found(Check.SPOOLER, refused, "may_keep")
        case "unreadable":
            return _found(Check.SPOOLER, Health.WARNING, "unreadable")
    # Without a history CUPS keeps no files either, whatever is set for them.
    if facts.keeps_files != 0 and facts.keeps_history != 0:
        return _found(Check.SPOOLER, refused, "keeps_files")
    if facts.keeps_history != 0:
        return _found(Check.SPOOLER, Health.WARNING, "keeps_history")
    return _found(Check.SPOOLER, Health.OK, "ok")


def scanner(seen: Seen) -> Finding:
    """A scanner that types like a keyboard cannot be asked; only its last scan is known."""
    gap = {} if seen.gap_ms is None else {"gap_ms": seen.gap_ms}
    if seen.last_scan_at is None:
        return _found(Check.SCANNER, Health.UNKNOWN, "cannot_probe", **gap)
    at = seen.last_scan_at.isoformat(timespec="minutes")
    return _found(Check.SCANNER, Health.OK, "seen", at=at, **gap)


def settings(kept: KeptSettings) -> Finding:
    """Whether the files of settings can be read; a policy that cannot would lock nothing."""
    codes = [trouble.code for trouble in kept.troubles]
    for code, health in (
        (PolicyDamaged.code, Health.FAILURE),
        (SettingsDamaged.code, Health.WARNING),
    ):
        if code in codes:
            return _found(Check.SETTINGS, health, code.rpartition(".")[2], code)
    if kept.fixed:
        return _found(Check.SETTINGS, Health.OK, "managed", count=len(kept.fixed))
    return _found(Check.SETTINGS, Health.OK, "ok")


def missing(check: Check, names: tuple[str, ...], *, packages: str = "") -> Finding:
    """Whether all fonts or libraries are there."""
    if not names:
        return _found(check, Health.OK, "ok")
    return _found(
        check, Health.FAILURE, "missing", names=", ".join(names), packages=packages or "–"
    )


def program(version: str, *, qt: str, system: str) -> Finding:
    """Which version this is, and of what it is made."""
    return _found(Check.PROGRAM, Health.OK, "ok", version=version, qt=qt, system=system)


def switched(check: Check, on: bool | None) -> Finding:
    """Whether the screen locks itself, or screen readers are served; None could not be asked."""
    if on is None:
        return _found(check, Health.UNKNOWN, "cannot_probe")
    if on:
        return _found(check, Health.OK, "ok")
    health = Health.WARNING if check is Check.SCREEN_LOCK else Health.UNKNOWN
    return _found(check, health, "off")
