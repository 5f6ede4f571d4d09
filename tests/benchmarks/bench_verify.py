"""Verify the whole journal, against bare Ed25519 and SHA-256 over the same bytes.

    python -m tests.benchmarks.bench_verify [entries]

The real side is what ``SqlStore.verify_all`` does with each portion: read it from the encrypted
store, demand the one form of every entry, both signatures, the chain, the payload's digest and
shape, and that the columns say what the bytes say. The bare side is the library alone: two
signatures and two digests of each entry, with keys and bytes laid out in memory beforehand.

Both sides take turns portion by portion, so that a machine that is busy at a moment is busy for
both; of three runs the quickest of each portion counts, on both sides. The wall time of one
``verify_all`` is printed beside it.
"""

from __future__ import annotations

import gc
import hashlib
import json
import platform
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cryptography
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from ra_desk.journal.canonical import unb64
from ra_desk.journal.seal import Head, Keys, SealedEntry
from ra_desk.store import entries
from ra_desk.store.entries import OwnChain
from ra_desk.store.local import SqlStore
from tests.benchmarks.long_journal import seal_entries
from tests.store.support import Desk

RUNS = 3
PORTION = 100

#: Signatures as (key, signature, message), and what is digested.
Bare = list[tuple[list[tuple[Ed25519PublicKey, bytes, bytes]], bytes, bytes]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Microseconds per entry; ``wall_s``: seconds of one ``verify_all``."""

    entries: int
    real: float
    bare: float
    wall_s: float

    @property
    def ratio(self) -> float:
        return self.real / self.bare


# The bare side, by hand ------------------------------------------------------------------------


def laid_out(sealed: list[SealedEntry], keys: Keys) -> Bare:
    """Return what the library alone needs of each entry."""
    known = {keys.desk.kid: keys.desk.raw} | {k: key.raw for k, (_, key) in keys.operators.items()}
    loaded = {kid: Ed25519PublicKey.from_public_bytes(raw) for kid, raw in known.items()}
    found: Bare = []
    for entry in sealed:
        jws = json.loads(entry.jws)
        signatures = [
            (
                loaded[json.loads(unb64(one["protected"], what=""))["kid"]],
                unb64(one["signature"], what=""),
                f"{one['protected']}.{jws['payload']}".encode(),
            )
            for one in jws["signatures"]
        ]
        found.append((signatures, unb64(jws["payload"], what=""), entry.payload or b""))
    return found


def bare_portion(portion: Bare) -> float:
    """Return the seconds that the library alone takes."""
    started = time.perf_counter()
    for signatures, header, payload in portion:
        for key, signature, message in signatures:
            key.verify(signature, message)
        hashlib.sha256(header).digest()
        hashlib.sha256(payload).digest()
    return time.perf_counter() - started


# -----------------------------------------------------------------------------------------------


def real_portion(store: SqlStore, chain: OwnChain, start: Head, last: int) -> tuple[float, Head]:
    """Return the seconds that a portion takes from the file to the verdict, and its end."""
    started = time.perf_counter()
    with store.read() as unit:
        rows = entries.whole(unit._connection, after=start.seq, last=last)
    head = entries.verify(rows, chain, start=start)
    return time.perf_counter() - started, head


def portions(last: int) -> Iterator[tuple[int, int]]:
    for begin in range(0, last, PORTION):
        yield begin, min(begin + PORTION, last)


def measure(folder: Path, count: int) -> Figures:
    """Seal so many entries, verify them portion by portion, and once as the desk does."""
    desk = Desk(path=folder / "store" / "desk.db")
    store = desk.enrolled()
    seal_entries(desk, store, count - 1)
    keys = Keys(
        desk=desk.signer.public,
        operators={desk.operator_key.kid: (desk.session.operator.id, desk.operator_key.public)},
    )
    chain = OwnChain(enrolment=desk.enrolment, keys=keys)
    bare = laid_out(list(store.journal()), keys)
    # What the bare side keeps in memory is no litter of the real side.
    gc.collect()
    gc.freeze()
    head, real_s, bare_s = Head(), 0.0, 0.0
    for begin, end in portions(count):
        quickest_real = quickest_bare = float("inf")
        for _ in range(RUNS):
            spent, after = real_portion(store, chain, head, end)
            quickest_real = min(quickest_real, spent)
            quickest_bare = min(quickest_bare, bare_portion(bare[begin:end]))
        head = after
        real_s, bare_s = real_s + quickest_real, bare_s + quickest_bare
    gc.unfreeze()
    assert head.seq == count
    started = time.perf_counter()
    assert store.verify_all() == head
    wall_s = time.perf_counter() - started
    store.close()
    return Figures(
        entries=count, real=real_s / count * 1e6, bare=bare_s / count * 1e6, wall_s=wall_s
    )


def main(count: int) -> None:
    print(f"Python {platform.python_version()}, cryptography {cryptography.__version__}")
    with tempfile.TemporaryDirectory() as folder:
        f = measure(Path(folder), count)
    print(
        f"N={f.entries}  verify an entry {f.real:.0f} µs  bare Ed25519 + SHA-256 {f.bare:.0f} µs"
        f"  ratio {f.ratio:.2f} (limit 1.5)  whole journal {f.wall_s:.1f} s"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 50_000)
