"""A writer that is killed again and again: run with a folder, a seed and a number of kills.

Each child opens the store and writes entry after entry; it says a number and its digest only
after the commit has returned. The parent lets it get some way, kills it at a random moment and
keeps what it had said. At the end one line of JSON holds all that was said.
"""

from __future__ import annotations

import json
import os
import random
import select
import signal
import sys
from pathlib import Path

from ra_desk.domain.facts import LookedUp, Purpose, SearchKey
from tests.store.support import NOON, Desk, check, some_requests


def write_for_ever(desk: Desk, said: int) -> None:
    noted = LookedUp(key=SearchKey.NAME, purpose=Purpose.CLIENT_AT_COUNTER, online=False, hits=1)
    request = some_requests(1)[0]
    store = desk.open()
    while True:
        with store.begin() as unit:
            entry = unit.append(noted, at=NOON, session=desk.session)
            unit.append(check(request.number), at=NOON, session=desk.session)
            digest = unit.digest_at(entry.seq + 1)
        os.write(said, f"{entry.seq + 1} {digest}\n".encode())


def kill_one(desk: Desk, chance: random.Random) -> bytes:
    """Return all that a child said before it was killed."""
    heard, said = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(heard)
        write_for_ever(desk, said)
    os.close(said)
    said_so_far, enough = b"", chance.randrange(1, 9)
    while said_so_far.count(b"\n") < enough:
        said_so_far += os.read(heard, 4096)
    select.select([], [], [], chance.random() * 0.004)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while more := os.read(heard, 4096):
        said_so_far += more
    os.close(heard)
    return said_so_far


def main(folder: Path, seed: int, kills: int) -> None:
    chance = random.Random(seed)
    desk = Desk(path=folder / "store" / "desk.db")
    desk.enrolled().close()
    said = [kill_one(desk, chance).decode() for _ in range(kills)]
    acknowledged = dict(line.split(" ") for one in said for line in one.splitlines())
    store = desk.open()
    store.verify_all()
    with store.read() as unit:
        head, stopped = unit.marks().head.seq, unit.marks().stopped
        lost = [seq for seq, digest in acknowledged.items() if unit.digest_at(int(seq)) != digest]
    numbers = [entry.seq for entry in store.journal()]
    store.close()
    result = {
        "kills": kills,
        "acknowledged": len(acknowledged),
        "lost": lost,
        "whole": numbers == list(range(1, head + 1)) and stopped is None,
        "torn": (head - 1) % 2,
        "durable but not acknowledged": (head - 1) // 2 - len(acknowledged),
    }
    sys.stdout.write(json.dumps(result) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
