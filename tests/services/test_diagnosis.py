"""What facts about this computer mean: each trouble has its finding, and no finding is mute."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from ra_desk.services import diagnosis
from ra_desk.services.diagnosis import (
    DiskFacts,
    KeyStoreFacts,
    LineFacts,
    QueueFacts,
    SpoolerFacts,
    StoreFacts,
)
from ra_desk.services.doctor import Check, Finding, Health, Seen, exit_status, report, worst
from ra_desk.services.settings import KeptSettings, PolicyDamaged, SettingsDamaged
from ra_desk.texts import use
from ra_desk.ui.wording import lines
from ra_desk.ui.wording_doctor import check_name, health_name, lines_of, number, sentence, sentences

NOW = datetime(2026, 11, 20, 11, 0, tzinfo=UTC)
LINE = LineFacts(
    host="central.example",
    port=443,
    not_after=NOW + timedelta(days=90, minutes=1),
    took_ms=38,
    ahead_s=0.6,
)
DISK = DiskFacts(writable=True, private=True, free_bytes=50 * 1024**3, free_files=10**6)
STORE = StoreFacts(
    here=True,
    schema="r0002",
    newest="r0002",
    enrolled=True,
    central_url="https://central.example",
    central_kid="k" * 43,
    last_answer_at=NOW - timedelta(minutes=5),
    entries=40,
    verified=3,
)
KEYS = KeyStoreFacts(backend="SecretService Keyring", holds_secrets=True)
QUEUES = QueueFacts(accepting={"HP-1": True})
KEEPS_NOTHING = SpoolerFacts(state="read", keeps_files=0, keeps_history=0)
O, U, W, F = Health.OK, Health.UNKNOWN, Health.WARNING, Health.FAILURE  # noqa: E741


def line(**changes: object) -> LineFacts:
    return replace(LINE, **changes)  # type: ignore[arg-type]


def disk(**changes: object) -> Finding:
    return diagnosis.disk(replace(DISK, **changes))  # type: ignore[arg-type]


def store(**changes: object) -> StoreFacts:
    return replace(STORE, **changes)  # type: ignore[arg-type]


MEGABYTE = 1024**2
FOUND: list[tuple[Finding, Health, str, str]] = [
    (diagnosis.network(LINE), O, "network.ok", ""),
    (diagnosis.network(None), U, "network.no_address", ""),
    (diagnosis.network(line(failed="name")), F, "network.name", "RA-1603"),
    (diagnosis.network(line(failed="port")), F, "network.port", "RA-1603"),
    (diagnosis.network(line(failed="tls")), F, "network.tls", "RA-1603"),
    (diagnosis.network(line(failed="answer")), F, "network.somebody_else", "RA-1606"),
    (diagnosis.network(line(failed="busy")), W, "network.busy", "RA-1604"),
    (diagnosis.certificate(LINE, now=NOW), O, "certificate.ok", ""),
    (diagnosis.certificate(None, now=NOW), U, "certificate.not_seen", ""),
    (diagnosis.certificate(line(failed="port"), now=NOW), U, "certificate.not_seen", ""),
    (diagnosis.certificate(line(tls=False), now=NOW), U, "certificate.no_tls", ""),
    (
        diagnosis.certificate(line(failed="certificate", why="expired"), now=NOW),
        F,
        "certificate.wrong",
        "RA-1607",
    ),
    (
        diagnosis.certificate(line(not_after=NOW + timedelta(days=20)), now=NOW),
        W,
        "certificate.ends_soon",
        "",
    ),
    (diagnosis.clock(LINE), O, "clock.ok", ""),
    (diagnosis.clock(line(ahead_s=30)), O, "clock.ok", ""),
    (diagnosis.clock(line(ahead_s=31)), W, "clock.ahead", ""),
    (diagnosis.clock(line(ahead_s=-120)), W, "clock.behind", ""),
    (diagnosis.clock(line(ahead_s=-121)), F, "clock.behind", "RA-1806"),
    (diagnosis.clock(line(ahead_s=None)), U, "clock.not_seen", ""),
    (diagnosis.central_key(STORE, now=NOW), O, "central_key.ok", ""),
    (diagnosis.central_key(store(last_answer_at=None), now=NOW), W, "central_key.never", ""),
    (
        diagnosis.central_key(store(last_answer_at=NOW - timedelta(hours=25)), now=NOW),
        W,
        "central_key.silent",
        "",
    ),
    (diagnosis.central_key(StoreFacts(here=False), now=NOW), U, "central_key.not_enrolled", ""),
    (disk(), O, "disk.ok", ""),
    (disk(free_bytes=199 * MEGABYTE), F, "disk.full", "RA-1390"),
    (disk(free_bytes=900 * MEGABYTE), W, "disk.nearly_full", ""),
    (disk(free_files=3), F, "disk.no_files", "RA-1390"),
    (disk(free_files=900), W, "disk.few_files", ""),
    (disk(free_files=None), O, "disk.ok", ""),
    (disk(writable=False), F, "disk.not_writable", "RA-1821"),
    (disk(private=False), W, "disk.open_to_others", ""),
    (diagnosis.key_store(KEYS, STORE), O, "key_store.ok", ""),
    (
        diagnosis.key_store(replace(KEYS, holds_secrets=False), StoreFacts(here=False)),
        O,
        "key_store.ready",
        "",
    ),
    (
        diagnosis.key_store(replace(KEYS, holds_secrets=False), STORE),
        F,
        "key_store.secrets_lost",
        "RA-1842",
    ),
    (
        diagnosis.key_store(replace(KEYS, error="vault.missing"), STORE),
        F,
        "key_store.missing",
        "RA-1841",
    ),
    (
        diagnosis.key_store(replace(KEYS, error="vault.locked"), STORE),
        F,
        "key_store.locked",
        "RA-1840",
    ),
    (diagnosis.key_store(KEYS, store(demo=True)), U, "key_store.in_memory", ""),
    (diagnosis.store(STORE), O, "store.ok", ""),
    (diagnosis.store(StoreFacts(here=False)), U, "store.not_enrolled", "RA-1827"),
    (diagnosis.store(StoreFacts(here=True, locked_away=True)), U, "store.no_key", ""),
    (diagnosis.store(store(error="store.wrong_key")), F, "store.does_not_open", "RA-1825"),
    (diagnosis.store(store(sound=False)), F, "store.damaged", "RA-1824"),
    (diagnosis.store(store(stopped="desk.quarantined")), F, "store.quarantined", "RA-1611"),
    (diagnosis.store(store(stopped="journal.chain_broken")), F, "store.quarantined", "RA-1801"),
    (diagnosis.store(store(schema="r0001")), O, "store.older", ""),
    (diagnosis.journal(STORE), O, "journal.ok", ""),
    (diagnosis.journal(StoreFacts(here=False)), U, "journal.not_enrolled", ""),
    (
        diagnosis.journal(store(journal_error="journal.chain_broken")),
        F,
        "journal.broken",
        "RA-1801",
    ),
    (diagnosis.printers(QUEUES), O, "printers.ok", ""),
    (diagnosis.printers(QueueFacts(accepting={})), U, "printers.none", ""),
    (
        diagnosis.printers(QueueFacts(accepting={}, failed="not_installed")),
        U,
        "printers.not_installed",
        "RA-1410",
    ),
    (
        diagnosis.printers(QueueFacts(accepting={}, failed="silent")),
        W,
        "printers.silent",
        "RA-1402",
    ),
    (
        diagnosis.printers(QueueFacts(accepting={"HP-1": True, "HP-2": False})),
        W,
        "printers.not_accepting",
        "RA-1440",
    ),
    (
        diagnosis.printers(QueueFacts(accepting={"HP-1": False})),
        F,
        "printers.none_accepts",
        "RA-1440",
    ),
    (diagnosis.printers(replace(QUEUES, repeating=("HP-1",))), W, "printers.repeating", ""),
    (diagnosis.spooler(KEEPS_NOTHING, QUEUES), O, "spooler.ok", ""),
    (
        diagnosis.spooler(replace(KEEPS_NOTHING, lists_what_is_over=True), QUEUES),
        F,
        "spooler.may_keep",
        "",
    ),
    (diagnosis.spooler(SpoolerFacts(state="absent"), QUEUES), U, "spooler.absent", ""),
    (diagnosis.spooler(SpoolerFacts(state="elsewhere"), QUEUES), W, "spooler.elsewhere", ""),
    (diagnosis.spooler(SpoolerFacts(state="unreadable"), QUEUES), W, "spooler.unreadable", ""),
    (
        diagnosis.spooler(replace(KEEPS_NOTHING, keeps_history=None), QUEUES),
        W,
        "spooler.keeps_history",
        "",
    ),
    (diagnosis.scanner(Seen()), U, "scanner.cannot_probe", ""),
    (diagnosis.scanner(Seen(last_scan_at=NOW, gap_ms=35)), O, "scanner.seen", ""),
    (diagnosis.settings(KeptSettings()), O, "settings.ok", ""),
    (diagnosis.settings(KeptSettings(fixed={"language": "sl"})), O, "settings.managed", ""),
    (
        diagnosis.settings(KeptSettings(troubles=(SettingsDamaged(path="x"),))),
        W,
        "settings.damaged",
        "RA-1904",
    ),
    (
        diagnosis.settings(
            KeptSettings(troubles=(SettingsDamaged(path="x"), PolicyDamaged(path="y")))
        ),
        F,
        "settings.policy_damaged",
        "RA-1905",
    ),
    (diagnosis.missing(Check.FONTS, ()), O, "fonts.ok", ""),
    (diagnosis.missing(Check.FONTS, ("a.ttf",)), F, "fonts.missing", ""),
    (diagnosis.missing(Check.LIBRARIES, ()), O, "libraries.ok", ""),
    (
        diagnosis.missing(Check.LIBRARIES, ("libEGL.so.1",), packages="libegl1"),
        F,
        "libraries.missing",
        "",
    ),
    (diagnosis.program("1.0", qt="6.12", system="Debian"), O, "program.ok", ""),
    (diagnosis.switched(Check.SCREEN_LOCK, True), O, "screen_lock.ok", ""),
    (diagnosis.switched(Check.SCREEN_LOCK, False), W, "screen_lock.off", ""),
    (diagnosis.switched(Check.SCREEN_LOCK, None), U, "screen_lock.cannot_probe", ""),
    (diagnosis.switched(Check.SCREEN_READER, True), O, "screen_reader.ok", ""),
    (diagnosis.switched(Check.SCREEN_READER, False), U, "screen_reader.off", ""),
    (diagnosis.switched(Check.SCREEN_READER, None), U, "screen_reader.cannot_probe", ""),
]


@pytest.mark.parametrize(("finding", "health", "key", "ra"), FOUND, ids=lambda v: str(v)[:40])
def test_facts_become_the_finding_that_they_mean(
    finding: Finding, health: Health, key: str, ra: str
):
    """Each has a sentence in both languages with every fact filled in; trouble says what to do."""
    assert (finding.health, finding.key) == (health, key)
    assert number(finding) == ra
    for language in ("en", "sl"):
        use(language)
        said = sentence(finding)
        assert said.endswith(".")
        assert "{" not in said
        if finding.health in (W, F):
            assert said.count(". ") + said.count("; ") >= 1, "what happened and what to do"


def test_every_sentence_can_be_said_and_every_finding_has_one():
    """A sentence that nothing leads to is dead; a finding without one would stop the page."""
    assert {finding.key for finding, *_ in FOUND} | {"spooler.keeps_files"} == set(sentences())


def test_every_number_is_of_an_error_that_there_is():
    assert {finding.error for finding, *_ in FOUND if finding.error} <= set(lines())


@pytest.mark.parametrize(
    ("files", "history", "health", "reason"),
    [
        (86_400, None, F, "keeps_files"),
        (None, None, F, "keeps_files"),
        (None, 60, F, "keeps_files"),
        (0, None, W, "keeps_history"),
        (86_400, 0, O, "ok"),
        (0, 0, O, "ok"),
    ],
)
def test_a_spooler_that_keeps_letters_is_refused(files, history, health, reason):
    """A kept letter is a code in clear on the disk; without a history CUPS keeps no files."""
    facts = SpoolerFacts(state="read", keeps_files=files, keeps_history=history)
    found = diagnosis.spooler(facts, QUEUES)
    assert (found.health, found.reason) == (health, reason)


def test_a_spooler_whose_settings_are_hidden_is_judged_by_what_it_lists():
    """An ordinary account may not read cupsd.conf everywhere, but sees what the spooler lists."""
    hidden = SpoolerFacts(state="unreadable", lists_what_is_over=True)
    found = diagnosis.spooler(hidden, QUEUES)
    assert (found.health, found.reason) == (F, "may_keep")
    assert diagnosis.spooler(hidden, QueueFacts(accepting={})).health is W


def test_a_spooler_without_a_queue_is_no_failure_yet():
    """Most desks print nothing; their computers come with CUPS all the same."""
    facts = SpoolerFacts(state="read", keeps_files=86_400, keeps_history=None)
    assert diagnosis.spooler(facts, QueueFacts(accepting={})).health is W


@pytest.mark.parametrize(
    ("healths", "status", "word"),
    [((), 0, "ok"), ((O, U), 0, "ok"), ((O, W, U), 1, "warning"), ((F, W, O), 2, "failure")],
)
def test_the_worst_decides(healths, status, word):
    findings = [Finding(check=Check.DISK, health=health) for health in healths]
    assert exit_status(findings) == status
    told = report(findings, at=NOW, version="1.0", sentence=lambda _f: "", number=lambda _f: "")
    assert (told["worst"], told["status"]) == (word, status)
    if status:
        assert worst(findings).value == word


def test_the_report_is_as_it_is_described():
    """Programs of others read it; the manual describes it field by field."""
    use("en")
    finding = diagnosis.network(line(failed="port"))
    told = json.loads(
        json.dumps(report([finding], at=NOW, version="1.0", sentence=sentence, number=number))
    )
    assert told == {
        "schema": 1,
        "program": "ra-desk",
        "version": "1.0",
        "at": "2026-11-20T11:00:00+00:00",
        "worst": "failure",
        "status": 2,
        "checks": [
            {
                "check": "network",
                "health": "failure",
                "reason": "port",
                "number": "RA-1603",
                "facts": {"host": "central.example", "port": 443},
                "sentence": sentence(finding),
            }
        ],
    }


@pytest.mark.parametrize("language", ["en", "sl"])
def test_checks_and_healths_have_names_of_their_own(language):
    use(language)
    assert len({check_name(check) for check in Check}) == len(Check)
    assert len({health_name(health) for health in Health}) == len(Health)
    told = lines_of([finding for finding, *_ in FOUND])
    assert len(told) == len(FOUND) + 2
