"""Ends a desk for good: ``ra-desk retire`` sends what is left and destroys the keys.

Without the key of its store the file of a desk is noise, wherever copies of it may lie.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from ra_desk.app import folder_option, told, utc_now
from ra_desk.domain.errors import RaError, Refused
from ra_desk.domain.people import DeskId
from ra_desk.machine.instance import only_process
from ra_desk.machine.paths import DeskFolder, desk_folder
from ra_desk.machine.vault import DeskSecrets, KeyringVault
from ra_desk.services.exchange import exchange
from ra_desk.services.ports import Central, Clock
from ra_desk.store.local import SqlStore, open_store
from ra_desk.sync.http import HttpCentral

#: Rounds of exchange that are tried at most; each takes 500 entries.
_ROUNDS = 100


class StillUnsent(Refused):
    """``count``: entries of this desk that central does not hold yet."""

    code = "retire.unsent"


class NotConfirmedByName(Refused):
    """``desk``: whose name was to be typed, and was not."""

    code = "retire.not_confirmed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Retired:
    """A desk that is no more. ``lost``: entries that central never got."""

    desk: DeskId
    epoch: int
    lost: int
    head: str


def retire(
    folder: DeskFolder,
    keys: KeyringVault,
    *,
    confirm: Callable[[DeskId], bool],
    line: Callable[[DeskSecrets], Central] | None = None,
    reason: str = "",
    now: Clock = utc_now,
) -> Retired:
    """Send what can be sent, then destroy the desk's keys and delete its files.

    Args:
        confirm: asks a person, by the desk's name; nothing is destroyed on no.
        line: makes the line to central; None if there is none.
        reason: why entries that were not sent may be lost; it stays in the folder.

    Raises:
        StillUnsent: entries are unsent and there is no reason; nothing was destroyed.
        NotConfirmedByName: nothing was destroyed.
        AlreadyOpen: the desk is open; nothing was destroyed.
        RaError: the key store or the store cannot be opened.
    """
    with only_process(folder):
        secrets = keys.load()
        signer = secrets.desk_signer()
        store = open_store(folder.store, key=secrets.store_key(), desk_signer=signer)
        try:
            if line is not None:
                _send(store, line(secrets), now)
            with store.read() as unit:
                enrolment, marks = unit.enrolment(), unit.marks()
        finally:
            store.close()
        ended = Retired(
            desk=enrolment.desk,
            epoch=enrolment.epoch,
            lost=marks.head.seq - marks.filed,
            head=marks.head.digest,
        )
        if ended.lost and not reason:
            raise StillUnsent(count=ended.lost)
        if not confirm(ended.desk):
            raise NotConfirmedByName(desk=ended.desk)
        _write_note(folder, ended, reason, at=now())
        keys.destroy()
        for file in folder.path.glob(f"{folder.store.name}*"):
            file.unlink()
        folder.settings.unlink(missing_ok=True)
    return ended


def add_retire(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``ra-desk retire``."""
    parser = commands.add_parser("retire", help="end this desk for good and destroy its keys")
    folder_option(parser)
    parser.add_argument("--trust", metavar="FILE", help="certificates that vouch for central")
    parser.add_argument(
        "--anyway",
        metavar="REASON",
        default="",
        help="destroy also what central has not got, for this reason",
    )
    parser.add_argument("--yes", metavar="DESK", help="the desk's name, instead of being asked")
    parser.set_defaults(run=told(_retire))


def _retire(arguments: argparse.Namespace) -> str:
    folder = desk_folder(arguments.folder)

    def confirm(desk: DeskId) -> bool:
        if arguments.yes is not None:
            return bool(arguments.yes == desk)
        sys.stdout.write(f"This destroys the keys of {desk} for good. Type its name to go on: ")
        sys.stdout.flush()
        return sys.stdin.readline().strip() == desk

    ended = retire(
        folder,
        KeyringVault(str(folder.path)),
        confirm=confirm,
        line=lambda secrets: HttpCentral(secrets.desk_signer(), trust=arguments.trust),
        reason=arguments.anyway.strip(),
    )
    return (
        f"retired: {ended.desk}; {ended.lost} entries never reached central."
        " Have an administrator block the desk at central."
    )


def _send(store: SqlStore, central: Central, now: Clock) -> None:
    """Send until central holds everything, or does not answer."""
    for _round in range(_ROUNDS):
        try:
            exchange(store=store, central=central, now=now)
        except RaError:
            return  # what is left is counted by the caller
        with store.read() as unit:
            marks = unit.marks()
        if marks.filed == marks.head.seq:
            return


def _write_note(folder: DeskFolder, ended: Retired, reason: str, *, at: datetime) -> None:
    """Leave what an inspector asks for, and nothing about people."""
    file = folder.path / "retired.txt"
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as out:
        out.write(f"desk {ended.desk}, epoch {ended.epoch}, retired {at.isoformat()}\n")
        out.write(f"head {ended.head}; {ended.lost} entries never reached central\n")
        out.write(f"reason: {reason or '-'}\n")
