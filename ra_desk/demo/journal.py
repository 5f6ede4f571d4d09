"""The desk's journal of a demo, left for a stranger to verify."""

from __future__ import annotations

from pathlib import Path

from ra_desk.app import export_journal
from ra_desk.demo.world import World
from ra_desk.journal.export import verify_lines
from ra_desk.store.local import open_store


def leave_journal(world: World, file: Path) -> int:
    """Write the journal as JSON Lines, verify what was written, and return how many entries.

    Raises:
        Broken: the journal is not whole.
    """
    store = open_store(
        world.folder.store,
        key=world.secrets.store_key(),
        desk_signer=world.secrets.desk_signer(),
    )
    try:
        export_journal(store, file)
    finally:
        store.close()
    return verify_lines(file.read_text(encoding="utf-8").removesuffix("\n").split("\n")).entries
