"""The local store of one desk: open it, enrol it, work in it, verify its journal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from threading import Lock

import sqlalchemy as sa

from ra_desk.domain.access import stop_kept
from ra_desk.domain.errors import Broken
from ra_desk.domain.facts import EpochOpened
from ra_desk.domain.people import OperatorId
from ra_desk.domain.policy import Policy
from ra_desk.journal.envelope import NotGenuine, read_operator_key, read_receipt
from ra_desk.journal.export import Provenance
from ra_desk.journal.keys import PublicKey, Signer
from ra_desk.journal.seal import ChainBroken, Head, SealedEntry
from ra_desk.services.ports import Enrolment
from ra_desk.services.right_of_way import RightOfWay
from ra_desk.store import backup, entries, tables
from ra_desk.store.engine import (
    PATIENCE_S,
    Engines,
    StoreBusy,
    open_engines,
    scrub,
    shrink,
    translated,
)
from ra_desk.store.entries import OwnChain
from ra_desk.store.shapes import office_text, policy_text, read_request
from ra_desk.store.unit import NotEnrolled, SqlUnit

#: Entries that are verified so far and in all; False ends the work.
Progress = Callable[[int, int], bool]

#: Entries that are read in one go, so that a long journal never holds a snapshot open.
_PORTION = 500
#: Entries that are verified before a key that is pressed is let by.
_SMALL = 20
_STATEMENTS = sa.text("SELECT count(*) FROM statement")


class AnotherDeskKey(Broken):
    """The key store holds another desk's key than the one this store was enrolled with."""

    code = "store.another_desk_key"


class SqlStore:
    """``services.ports.Store``: one connection writes, one reads beside it.

    ``desk_signer`` seals every entry; operators bring their own key with their session.
    """

    def __init__(
        self, engines: Engines, *, desk_signer: Signer, way: RightOfWay | None = None
    ) -> None:
        self.engines = engines
        self._desk_signer = desk_signer
        self.way = way or RightOfWay()
        self._heard = False
        # Taking it from the pool at every key would cost as much as the look-up itself.
        self._reader = engines.reading.connect()
        self._reading = Lock()

    @contextmanager
    def begin(self) -> Iterator[SqlUnit]:
        """Write: everything in the block happens at its end, or nothing does.

        Raises:
            DiskFull, StoreBusy: nothing was written.
            NotConfirmed: nobody knows whether it was; read again.
            TwoWriters: another process wrote the next entry; nothing was written.
        """
        with translated(), self.engines.writing.begin() as connection:
            unit = SqlUnit(
                connection, desk_signer=self._desk_signer, way=self.way, heard=self._heard
            )
            yield unit
        self._heard = self._heard or unit.took
        if unit.took and self.engines.path is not None:
            backup.drop(self.engines.path)

    @contextmanager
    def read(self) -> Iterator[SqlUnit]:
        """Read one unchanging picture, also while somebody writes."""
        with self._snapshot() as connection:
            yield SqlUnit(connection, desk_signer=self._desk_signer, heard=self._heard)

    def forget(self) -> None:
        """Drop requests that were read, pages held decrypted, and what is left of deleted rows."""
        read_request.cache_clear()
        if self.engines.path is not None:
            backup.drop_if_old(self.engines.path)
        with self._snapshot() as connection:
            shrink(connection)
        scrub(self.engines.writing)

    def close(self) -> None:
        self._reader.close()
        self.engines.dispose()

    @property
    def enrolled(self) -> bool:
        with self._snapshot() as connection:
            return connection.scalar(sa.select(tables.enrolment.c.id)) is not None

    def enrol(
        self,
        enrolment: Enrolment,
        *,
        desk_key: PublicKey,
        policy: Policy,
        at: datetime,
        previous_receipt: str = "",
    ) -> None:
        """Make this new store the store of a desk, and open the desk's chain.

        Raises:
            AnotherDeskKey: ``desk_key`` is not that of the signer.
            TwoWriters: the store belongs to a desk already.
        """
        if desk_key.kid != self._desk_signer.kid:
            raise AnotherDeskKey()
        row = {
            "id": 1,
            "desk": enrolment.desk,
            "epoch": enrolment.epoch,
            "office": office_text(enrolment.office),
            "counter": enrolment.counter,
            "central_url": enrolment.central_url,
            "central_key": enrolment.central_key.raw,
            "desk_key": desk_key.raw,
            "demo": enrolment.demo,
        }
        start = {"id": 1, "cursor": "", "last_reply": "", "receipt": ""}
        with translated(), self.engines.writing.begin() as connection:
            connection.execute(sa.insert(tables.enrolment), row)
            connection.execute(sa.insert(tables.policy), {"id": 1, "data": policy_text(policy)})
            connection.execute(sa.insert(tables.mark), start)
            unit = SqlUnit(connection, desk_signer=self._desk_signer)
            opened = EpochOpened(office=enrolment.office.id, previous_receipt=previous_receipt)
            unit.append(opened, at=at)

    def require_own_key(self) -> None:
        """Refuse to work with a key that is not this desk's.

        Raises:
            AnotherDeskKey: the store was enrolled with another one.
        """
        with self._snapshot() as connection:
            raw = connection.scalar(sa.select(tables.enrolment.c.desk_key))
        if raw is None or PublicKey(raw).kid != self._desk_signer.kid:
            raise AnotherDeskKey()

    def provenance(self) -> Provenance:
        """Return whose journal this is: the first line of an exported journal."""
        with self._snapshot() as connection:
            chain = self._chain(connection)
            return Provenance(
                desk=chain.enrolment.desk,
                epoch=chain.enrolment.epoch,
                desk_key=chain.keys.desk,
                central_key=chain.enrolment.central_key,
                operators=entries.statements(connection),
                receipt=_receipt(connection),
            )

    def journal(self) -> Iterator[SealedEntry]:
        """Yield all entries in order, as far as the journal reaches when it is begun."""
        done, last = 0, self._last()
        while done < last:
            until = min(done + _PORTION, last)
            with self._snapshot() as connection:
                portion = list(entries.between(connection, after=done, last=until))
            yield from portion
            done = until

    def verify_since_receipt(self) -> None:
        """Verify what central has not confirmed yet; what it has confirmed ends in its receipt.

        Raises:
            ChainBroken, NotGenuine: the journal is not what it was; the desk must stop.
        """
        with self._snapshot() as connection:
            chain, token = self._chain(connection), _receipt(connection)
            start = _witnessed(connection, chain, token) if token else Head()
        self._verify(start, chain)

    def verify_all(self, progress: Progress = lambda done, last: True) -> Head | None:
        """Verify the whole journal in portions, for the background; return the end of the chain.

        Args:
            progress: is told after each portion how many entries of how many are verified;
                if it says no, the work ends there.

        Returns:
            None if somebody ended it.

        Raises:
            ChainBroken, NotGenuine: the journal is not what it was; the desk must stop.
        """
        with self._snapshot() as connection:
            chain = self._chain(connection)
        head = self._verify(Head(), chain, progress)
        if head is None:
            return None
        with self._snapshot() as connection:
            token = _receipt(connection)
            if token:
                _witnessed(connection, self._chain(connection), token)
        return head

    def _verify(
        self, start: Head, chain: OwnChain, progress: Progress = lambda done, last: True
    ) -> Head | None:
        """Verify what follows, as far as the journal reaches now.

        Nobody who wants to read waits for a signature, and a key that is pressed goes first.
        """
        head, last = start, self._last()
        while head.seq < last:
            until = min(head.seq + _PORTION, last)
            with self._snapshot() as connection:
                rows = entries.whole(connection, after=head.seq, last=until)
                stated = connection.scalar(_STATEMENTS)
                if stated != len(chain.keys.operators):
                    chain = self._chain(connection)
            for portion in self.way.portions(rows, _SMALL):
                head = entries.verify(list(portion), chain, start=head)
            if head.seq != until:
                raise ChainBroken(seq=head.seq + 1, reason="missing")
            if not progress(head.seq, last):
                return None
        return head

    @contextmanager
    def _snapshot(self) -> Iterator[sa.Connection]:
        if not self._reading.acquire(timeout=PATIENCE_S):
            raise StoreBusy()
        try:
            with translated(), self._reader.begin():
                yield self._reader
        finally:
            self._reading.release()

    def _last(self) -> int:
        with self._snapshot() as connection:
            return entries.head(connection).seq

    def _chain(self, connection: sa.Connection) -> OwnChain:
        enrolment = SqlUnit(connection, desk_signer=self._desk_signer).enrolment()

        def stated(token: str) -> tuple[OperatorId, PublicKey]:
            operator, desk, key = read_operator_key(token, key=enrolment.central_key)
            if desk != enrolment.desk:
                raise NotGenuine(what="operator key")
            return operator, key

        return OwnChain(
            enrolment=enrolment, keys=entries.chain_keys(connection, read_statement=stated)
        )


def open_store(
    path: Path, *, key: bytes, desk_signer: Signer, way: RightOfWay | None = None
) -> SqlStore:
    """Open a desk's store; a new one is empty and has to be enrolled.

    The journal is verified since central's last receipt. If it is not whole the desk goes to
    quarantine: it can be read, and nothing is written or sent.

    Args:
        path: the file, in a folder of its own.
        key: 32 random bytes out of the key store of the operating system.
        desk_signer: seals the entries.
        way: long work in the store gives it; nobody claims it if there is none.

    Raises:
        WrongKey, StoreUnreadable, NewerSchema, AnotherDeskKey: it cannot be used.
        Unavailable: the disk did not do what it must.
    """
    store = SqlStore(open_engines(path, key), desk_signer=desk_signer, way=way)
    try:
        if store.enrolled:
            store.require_own_key()
            try:
                store.verify_since_receipt()
            except Broken as broken:
                with store.begin() as unit:
                    unit.quarantine(stop_kept(broken))
    except BaseException:
        store.close()
        raise
    return store


def _receipt(connection: sa.Connection) -> str:
    token: str | None = connection.scalar(sa.select(tables.mark.c.receipt))
    if token is None:
        raise NotEnrolled()
    return token


def _witnessed(connection: sa.Connection, chain: OwnChain, token: str) -> Head:
    """Return the entry that central has confirmed, as it stands here."""
    receipt = read_receipt(token, key=chain.enrolment.central_key)
    if entries.digest_at(connection, receipt.filed) != receipt.digest:
        raise ChainBroken(seq=receipt.filed, reason="receipt")
    return Head(seq=receipt.filed, digest=receipt.digest)
