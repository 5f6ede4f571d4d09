"""Joins the rooms' looks at this computer into one examination, also before it is a desk.

Knows rooms as ``app`` does, and is used by it: for the window and for ``ra-desk doctor``.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

import platformdirs

from ra_desk import __version__, places
from ra_desk.machine.doctor import desktop, disk, keys, parts, spooler
from ra_desk.machine.libraries import WINDOW
from ra_desk.machine.paths import DeskFolder
from ra_desk.machine.settings_file import DiskSettings, policy_file
from ra_desk.machine.vault import DeskSecrets
from ra_desk.services import diagnosis
from ra_desk.services.diagnosis import KeyStoreFacts, LineFacts, StoreFacts
from ra_desk.services.doctor import Check, Finding, Seen, exit_status, report
from ra_desk.services.ports import Clock
from ra_desk.services.settings import SettingsFile
from ra_desk.store.examine import examine as examine_store
from ra_desk.sync.probe import look as look_at_central

#: Gives the key store's facts, and the desk's secrets if it gave them out.
Keys = Callable[[], tuple[KeyStoreFacts, DeskSecrets | None]]

FONTS = (
    "IBMPlexMono_500Medium.ttf",
    "IBMPlexMono_600SemiBold.ttf",
    "SourceSans3_400Regular.ttf",
    "SourceSans3_600SemiBold.ttf",
    "SourceSans3_700Bold.ttf",
)


def utc_now() -> datetime:
    """Return the time of this computer's clock."""
    return datetime.now(UTC)


def in_memory(secrets: DeskSecrets) -> Keys:
    """Return the key store of a demo: there is none."""
    return lambda: (KeyStoreFacts(backend="memory", holds_secrets=True), secrets)


def of_system(folder: DeskFolder) -> Keys:
    """Return the key store of the operating system."""
    return lambda: keys.look(str(folder.path))


class LocalDoctor:
    """``services.doctor.Doctor`` for this computer.

    Args:
        folder: of the desk; need not exist yet.
        central: address to look at while the desk is not enrolled, "" for none.
    """

    def __init__(
        self,
        folder: DeskFolder,
        keys_of: Keys,
        *,
        settings: SettingsFile,
        trust: str | None = None,
        central: str = "",
        now: Clock = utc_now,
    ) -> None:
        self._folder, self._keys = folder, keys_of
        self._settings, self._trust, self._central = settings, trust, central
        self._now = now

    def examine(self, seen: Seen = Seen()) -> Sequence[Finding]:  # noqa: B008 - frozen
        key_facts, secrets = self._keys()
        store = self._store(secrets)
        url = store.central_url or self._central
        queues = spooler.queues()
        line = look_at_central(url, trust=self._trust, now=self._now) if url else None
        return (
            *_program(),
            diagnosis.settings(self._settings.read()),
            diagnosis.disk(disk.look(self._folder.path)),
            diagnosis.key_store(key_facts, store),
            diagnosis.store(store),
            diagnosis.journal(store),
            *self._line(line, store),
            diagnosis.printers(queues),
            diagnosis.spooler(spooler.spooler(), queues),
            diagnosis.scanner(seen),
            diagnosis.switched(Check.SCREEN_LOCK, desktop.locks_itself()),
            diagnosis.switched(Check.SCREEN_READER, desktop.serves_screen_readers()),
        )

    def save(self, report: str, path: Path) -> None:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as out:
            out.write(report)

    def _store(self, secrets: DeskSecrets | None) -> StoreFacts:
        path = self._folder.store
        if secrets is None:
            return StoreFacts(here=path.exists(), locked_away=True)
        return examine_store(path, key=secrets.store_key(), desk_signer=secrets.desk_signer())

    def _line(self, line: LineFacts | None, store: StoreFacts) -> tuple[Finding, ...]:
        now = self._now()
        return (
            diagnosis.network(line),
            diagnosis.certificate(line, now=now),
            diagnosis.central_key(store, now=now),
            diagnosis.clock(line),
        )


def _program() -> tuple[Finding, ...]:
    libraries = parts.missing_libraries(WINDOW)
    return (
        diagnosis.program(
            __version__, qt=metadata.version("pyside6-essentials"), system=parts.system()
        ),
        diagnosis.missing(Check.LIBRARIES, libraries, packages=parts.packages_of(libraries)),
        diagnosis.missing(Check.FONTS, parts.missing_fonts(places.resources() / "fonts", FONTS)),
    )


def add_doctor(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``ra-desk doctor``, which works before enrolment as well."""
    parser = commands.add_parser("doctor", help="look whether this computer is fit to be a desk")
    parser.add_argument("--folder", type=Path, help="the desk's folder; by default the account's")
    parser.add_argument("--trust", metavar="FILE", help="certificates that vouch for central")
    parser.add_argument(
        "--central", metavar="URL", default="", help="address to try before enrolment"
    )
    parser.add_argument("--policy", type=Path, help="another administrator's file of settings")
    parser.add_argument("--json", action="store_true", help="a report for programs")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the findings; the exit status is the worst of them: 0 well, 1 warning, 2 failure."""
    from ra_desk.ui.wording_doctor import lines_of, number, sentence

    folder = DeskFolder(arguments.folder or _usual_folder())
    policies = (*([arguments.policy] if arguments.policy else []), policy_file())
    doctor = LocalDoctor(
        folder,
        of_system(folder),
        settings=DiskSettings(folder.settings, policies=policies),
        trust=arguments.trust,
        central=arguments.central,
    )
    findings = doctor.examine()
    if arguments.json:
        data = report(findings, at=utc_now(), version=__version__, sentence=sentence, number=number)
        sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=2) + "\n")
    else:
        sys.stdout.write("\n".join(lines_of(findings)) + "\n")
    return exit_status(findings)


def _usual_folder() -> Path:
    # Looking makes nothing: the folder comes with the desk.
    return Path(platformdirs.user_data_dir("ra-desk", appauthor=False))
