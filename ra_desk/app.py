"""Joins the parts of the desk; the only module that knows all its rooms."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from ra_desk.doctor import Keys, LocalDoctor, in_memory, of_system
from ra_desk.domain.errors import RaError
from ra_desk.domain.pass_request import PassRequest
from ra_desk.domain.people import Office
from ra_desk.domain.policy import Service
from ra_desk.domain.report_form import ReportForm
from ra_desk.journal.export import export_lines, verify_lines
from ra_desk.journal.ring import KeyCost
from ra_desk.machine.files import write_file
from ra_desk.machine.instance import only_process
from ra_desk.machine.paths import DeskFolder, desk_folder
from ra_desk.machine.printing import CupsQueue, queues
from ra_desk.machine.settings_file import desk_settings
from ra_desk.machine.vault import DeskSecrets, KeyringVault
from ra_desk.services.day import DayTools, grouped
from ra_desk.services.desk import Desk
from ra_desk.services.drawing import LetterPaper
from ra_desk.services.ports import Clock, Enrolment, Printer
from ra_desk.services.right_of_way import RightOfWay
from ra_desk.store.local import SqlStore, open_store
from ra_desk.sync.administration import HttpAdministration
from ra_desk.sync.http import HttpCentral
from ra_desk.wire.enrolment_code import read_enrolment_code

if TYPE_CHECKING:  # Qt may only be read where its libraries are known to be there
    from ra_desk.ui.dress import Dress
    from ra_desk.ui.porch import Porch


def utc_now() -> datetime:
    """Return the time of this computer's clock."""
    return datetime.now(UTC)


@cache
def office_paper() -> LetterPaper:
    """Return what draws letters and what goes with them; reading it takes long."""
    from ra_desk.paper.office import OfficePaper  # only when something is drawn

    return OfficePaper()


def draw_receipt(
    request: PassRequest, *, provisional: bool, office: Office, service: Service, demo: bool
) -> bytes:
    """Return the client's paper as PDF: ``services.ports.ReceiptRenderer``."""
    from ra_desk.paper.receipt import draw_for  # only when something is printed

    return draw_for(request, provisional=provisional, office=office, service=service, demo=demo)


def code_picture(text: str) -> Sequence[Sequence[int]]:
    """Return the modules of a QR code for the screen."""
    from ra_desk.paper.picture import qr_modules  # only when one is shown

    return qr_modules(text)


def draw_report(form: ReportForm, *, office: Office, service: Service, demo: bool) -> bytes:
    """Return a report as PDF: ``services.day.DayPaper``."""
    from ra_desk.paper.report import render_report  # only when something is printed

    return render_report(form, office=office, service=service, demo=demo)


@contextmanager
def open_desk(
    folder: DeskFolder,
    secrets: DeskSecrets,
    *,
    printers: Mapping[str, Printer],
    trust: str | None = None,
    now: Clock = utc_now,
    central: HttpCentral | None = None,
    key_cost: KeyCost | None = None,
    keys: Keys | None = None,
    policy: Path | None = None,
) -> Iterator[Desk]:
    """Open the store of an enrolled desk, verify what central has not confirmed, and join.

    A journal that is not what it was puts the desk into quarantine: it can be read only.

    Args:
        key_cost: of each try of a password; by default that of decision 18.
        keys: how the doctor looks at the key store; without it the secrets are in memory.
        policy: another administrator's file, for the doctor.

    Raises:
        Broken: the store is not this desk's, or is newer than this program.
        AlreadyOpen: another process has this desk open.
        Unavailable: the disk is full or the store is busy.
    """
    with only_process(folder), ExitStack() as open_:
        way = RightOfWay()
        line = central or HttpCentral(secrets.desk_signer(), trust=trust, way=way)
        open_.callback(line.close)
        store = _store(folder, secrets, way)
        open_.callback(store.close)
        yield Desk(
            store=store,
            central=line,
            vault=secrets,
            printers=printers,
            render_receipt=draw_receipt,
            paper=office_paper,
            now=now,
            way=way,
            key_cost=key_cost or KeyCost(),
            day_tools=DayTools(draw=draw_report, write=write_file),
            office_line=HttpAdministration(line),
            code_picture=code_picture,
            doctor=LocalDoctor(
                folder,
                keys or in_memory(secrets),
                settings=desk_settings(folder, policy),
                trust=trust,
                now=now,
            ),
        )


def enrol(
    folder: DeskFolder,
    secrets: DeskSecrets,
    code: str,
    *,
    trust: str | None = None,
    now: Clock = utc_now,
) -> None:
    """Make this account on this computer a desk, with the one-time code of an administrator.

    Raises:
        EnrolmentRefused: the code is wrong, was used or has lapsed.
        AlreadyOpen: another process has the desk of this folder open.
        Unavailable: central did not answer.
        TwoWriters: the folder holds a desk already.
    """
    with only_process(folder):
        _enrol_alone(folder, secrets, code, trust=trust, now=now)


def _enrol_alone(
    folder: DeskFolder, secrets: DeskSecrets, code: str, *, trust: str | None, now: Clock
) -> Enrolment:
    read = read_enrolment_code(code)
    line = HttpCentral(secrets.desk_signer(), trust=trust)
    try:
        enrolment, policy = line.enrol(
            url=read.url,
            token=read.token.reveal(),
            central_kid=read.kid,
            key=secrets.signing_key().public,
            box_key=secrets.box_key().public,
            previous_receipt="",
            now=now(),
        )
    finally:
        line.close()
    store = _store(folder, secrets)
    try:
        store.enrol(enrolment, desk_key=secrets.signing_key().public, policy=policy, at=now())
    finally:
        store.close()
    return enrolment


def add_enrol(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``ra-desk enrol``."""
    parser = commands.add_parser("enrol", help="make this account a desk")
    folder_option(parser)
    parser.add_argument("--trust", metavar="FILE", help="certificates that vouch for central")
    parser.add_argument("code", help="the enrolment code of an administrator; - reads it")
    parser.set_defaults(run=told(_enrol))


def add_journal(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``ra-desk journal verify`` and ``ra-desk journal export``."""
    journal = commands.add_parser("journal", help="verify or export the desk's journal")
    verbs = journal.add_subparsers(metavar="VERB", required=True)
    verify = verbs.add_parser("verify", help="verify this desk's journal, or an exported one")
    folder_option(verify)
    verify.add_argument("file", nargs="?", type=Path, help="an exported journal")
    verify.add_argument(
        "--entry", type=int, default=0, help="tell its digest, as on the protocol of a day"
    )
    verify.set_defaults(run=told(_verify))
    export = verbs.add_parser("export", help="write the journal as JSON Lines")
    folder_option(export)
    export.add_argument("file", type=Path)
    export.set_defaults(run=told(_export))


def export_journal(store: SqlStore, file: Path) -> int:
    """Write the whole journal as JSON Lines (see ``journal``); return how many entries.

    The file is new and for the owner alone, because payloads are personal data.
    """
    entries = -1  # the first line is no entry
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as out:
        for line in export_lines(store.provenance(), store.journal()):
            out.write(line + "\n")
            entries += 1
    return entries


@contextmanager
def _own_store(folder: DeskFolder) -> Iterator[SqlStore]:
    store = _store(folder, KeyringVault(str(folder.path)).load())
    try:
        yield store
    finally:
        store.close()


def _store(folder: DeskFolder, secrets: DeskSecrets, way: RightOfWay | None = None) -> SqlStore:
    signer = secrets.desk_signer()
    return open_store(folder.store, key=secrets.store_key(), desk_signer=signer, way=way)


def folder_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--folder", type=Path, help="the desk's folder; by default the account's")


def told(verb: Callable[[argparse.Namespace], str | int]) -> Callable[[argparse.Namespace], int]:
    """Return the verb as a command: it says what it did, or why not, and exits accordingly.

    A verb that has a status of its own has said already what there was to say.
    """

    def run(arguments: argparse.Namespace) -> int:
        try:
            done = verb(arguments)
        except RaError as error:
            from ra_desk.ui.wording import number, sentence

            sys.stderr.write(f"ra-desk: {sentence(error)} [{number(error)}]\n")
            return 1
        except OSError as error:
            sys.stderr.write(f"ra-desk: {error.filename}: {error.strerror}\n")
            return 1
        if isinstance(done, int):
            return done
        sys.stdout.write(done + "\n")
        return 0

    return run


def read_house() -> None:
    """Read what the desk's window needs; this module's own imports are most of it."""
    import_module("ra_desk.ui.run")
    import_module("ra_desk.ui.first_run.run")


def run_desk(
    arguments: argparse.Namespace, *, dress: Dress | None = None, porch: Porch | None = None
) -> int:
    """Open the desk and its window, with what ``start`` has put up before; see there."""

    def verb(given: argparse.Namespace) -> int:
        try:
            return _run(given, dress, porch)
        except RaError as error:
            if porch is not None:
                from ra_desk.ui import wording

                porch.stay(wording.told(error))
            raise

    return told(verb)(arguments)


def _run(arguments: argparse.Namespace, dress: Dress | None, porch: Porch | None) -> int:
    from ra_desk.ui.first_run.run import ask_first
    from ra_desk.ui.first_run.steps import Answers, Outcome
    from ra_desk.ui.run import run_window
    from ra_desk.ui.single import door

    folder = desk_folder(arguments.folder)
    # First of all: a second start has no use for the key store, which may ask somebody.
    with only_process(folder):
        pass
    settings = desk_settings(folder, arguments.policy)
    printers = {name: CupsQueue(name) for name in queues()}
    outcome, dress = ask_first(
        settings,
        Answers(
            enrolled=folder.store.exists(),
            enrol=lambda code: _join(folder, code, trust=arguments.trust),
            now=utc_now,
            printers=tuple(printers),
        ),
        dress,
    )
    if outcome is not Outcome.WORK and dress is not None:
        dress.put_off()
    if outcome is Outcome.DEMO:
        return subprocess.run([sys.executable, "-m", "ra_desk", "demo"], check=False).returncode
    if outcome is Outcome.CLOSED:
        return 0
    secrets = KeyringVault(str(folder.path)).load()
    with open_desk(
        folder,
        secrets,
        printers=printers,
        trust=arguments.trust,
        keys=of_system(folder),
        policy=arguments.policy,
    ) as desk:
        return run_window(desk, settings=settings, name=door(folder.path), dress=dress, porch=porch)


def _enrol(arguments: argparse.Namespace) -> str:
    folder = desk_folder(arguments.folder)
    code = sys.stdin.readline() if arguments.code == "-" else arguments.code
    _join(folder, code, trust=arguments.trust)
    return f"enrolled: {folder.path}"


def _join(folder: DeskFolder, code: str, *, trust: str | None) -> str:
    """Make this account a desk with new secrets; return the office and the counter."""
    # First the folder: new secrets would lock an open desk out of its own store.
    with only_process(folder):
        secrets = KeyringVault(str(folder.path)).create()
        made = _enrol_alone(folder, secrets, code, trust=trust, now=utc_now)
    return f"{made.office.name}, {made.counter}" if made.counter else made.office.name


def _verify(arguments: argparse.Namespace) -> str:
    if arguments.file is not None:
        with arguments.file.open(encoding="utf-8", newline="\n") as lines:
            plain = (line.removesuffix("\n") for line in lines)
            verdict = verify_lines(plain, entry=arguments.entry)
    else:
        with _own_store(desk_folder(arguments.folder)) as store:
            whole = export_lines(store.provenance(), store.journal())
            verdict = verify_lines(whole, entry=arguments.entry)
    said = (
        f"{verdict.entries} entries, whole; witnessed by central up to {verdict.filed};"
        f" {verdict.erased} payloads erased; head {verdict.head.digest};"
        f" central's key {verdict.central}"
    )
    if not arguments.entry:
        return said
    digest = " ".join(grouped(verdict.wanted)) if verdict.wanted else "not in this journal"
    return f"{said}\nentry {arguments.entry}: {digest}"


def _export(arguments: argparse.Namespace) -> str:
    with _own_store(desk_folder(arguments.folder)) as store:
        entries = export_journal(store, arguments.file)
    return f"{entries} entries written to {arguments.file}"
