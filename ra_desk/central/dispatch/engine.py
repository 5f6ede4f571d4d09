"""The outbox carried out by DBOS, and the only module that knows DBOS.

A job holds two ids and an attempt number, nothing else: DBOS writes arguments down. The handler
runs inside the job without a step, so that DBOS writes down nothing of what it does; whether it
is done stands in the outbox row. A failed attempt writes its successor in the same transaction
that counts the failure, so that no moment exists in which a row has no job.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from dbos import (
    DBOS,
    DBOSClient,
    DBOSConfig,
    DBOSPortableJSONSerializer,
    EnqueueOptions,
    WorkflowSerializationFormat,
)

from ra_desk.central.database import twin_engine
from ra_desk.central.dispatch.outbox import OutboxId, new_outbox_id, outbox
from ra_desk.central.dispatch.port import Handler
from ra_desk.central.dispatch.slots import SLOTS, Slot, slot_name, take_slot, try_slot
from ra_desk.domain.errors import Broken, RaError, Unavailable

log = logging.getLogger(__name__)

APPLICATION = "ra-desk"
#: Version of the job format, not of the program: a job of yesterday's worker is today's work too.
JOB_FORMAT = "outbox-1"
QUEUE = "outbox"
WORKFLOW = "outbox"
#: How often a worker looks for new jobs, in seconds.
POLLING_S = 0.2
#: Jobs that one worker holds at a time.
JOBS_AT_ONCE = 8
#: How often a worker looks after its own slot and those of the others, in seconds.
WATCH_S = 1.0
#: How long a worker that stops waits for its running jobs before it leaves them to others.
DRAIN_S = 30
#: A row so long overdue has lost its job, which should not happen, and gets a new one.
FORGOTTEN_AFTER = timedelta(minutes=10)
FIRST_PAUSE = timedelta(seconds=2)
LONGEST_PAUSE = timedelta(minutes=15)
_dbos_in_use = threading.Lock()
_LIVING = frozenset({"ENQUEUED", "PENDING", "DELAYED"})


class UnknownKind(Broken):
    """An outbox row names a kind that this worker has no handler for."""

    code = "dispatch.unknown_kind"


class WorkerAlreadyRunning(Broken):
    """A process runs at most one worker."""

    code = "dispatch.worker_already_running"


class SlotLost(Unavailable):
    """The worker no longer holds its slot; others may already be doing its jobs."""

    code = "dispatch.slot_lost"


def pause_after(failures: int, *, unavailable: bool) -> timedelta:
    """Return how long a row waits after its attempts have failed.

    Args:
        failures: attempts that failed, this one included; at least 1.
        unavailable: something outside did not answer. Otherwise time alone will hardly help,
            and the row waits for the longest pause at once; it is never given up.
    """
    if not unavailable:
        return LONGEST_PAUSE
    return min(LONGEST_PAUSE, FIRST_PAUSE * (1 << min(failures - 1, 16)))


class DbosOutbox:
    """`Outbox` over DBOS: the row and the job in the transaction of the decision."""

    def __init__(self, engine: sa.Engine) -> None:
        _quiet()
        self._client = DBOSClient(
            system_database_engine=engine,
            serializer=DBOSPortableJSONSerializer(),
            application_name=APPLICATION,
            lazy=True,
        )

    def put(self, connection: sa.Connection, *, kind: str, subject: str) -> OutboxId:
        """See `Outbox.put`."""
        outbox_id, now = new_outbox_id(), datetime.now(UTC)
        connection.execute(
            outbox.insert().values(
                id=outbox_id, kind=kind, subject=subject, created_at=now, due_at=now, attempts=0
            )
        )
        self._enqueue(connection, outbox_id, 0, timedelta())
        return outbox_id

    def put_again(
        self,
        connection: sa.Connection,
        outbox_id: OutboxId,
        *,
        failed: int,
        error: str,
        pause: timedelta,
    ) -> None:
        """Count the attempt ``failed`` as failed and write the next one, in one transaction."""
        counted = connection.execute(
            outbox.update()
            .where(
                outbox.c.id == outbox_id,
                outbox.c.attempts == failed,
                outbox.c.done_at.is_(None),
            )
            .values(attempts=failed + 1, last_error=error, due_at=datetime.now(UTC) + pause)
        )
        if counted.rowcount == 1:
            self._enqueue(connection, outbox_id, failed + 1, pause)

    def has_job(self, outbox_id: OutboxId, attempt: int) -> bool:
        """Whether DBOS still means to run this attempt, or runs it."""
        found = self._client.list_workflows(
            workflow_ids=[_job_id(outbox_id, attempt)], load_input=False, load_output=False
        )
        return any(job.status in _LIVING for job in found)

    def _enqueue(
        self, connection: sa.Connection, outbox_id: OutboxId, attempt: int, pause: timedelta
    ) -> None:
        options: EnqueueOptions = {
            "workflow_name": WORKFLOW,
            "queue_name": QUEUE,
            "workflow_id": _job_id(outbox_id, attempt),
            "app_version": JOB_FORMAT,
            "serialization_type": WorkflowSerializationFormat.PORTABLE,
        }
        if pause:
            options["delay_seconds"] = pause.total_seconds()
        self._client.enqueue_in_transaction(connection, options, outbox_id, attempt)


def prepare(engine: sa.Engine) -> None:
    """Create or renew DBOS's own tables; central does this when it migrates its schema."""
    _quiet()
    twin = twin_engine(engine)
    with _the_one_dbos():
        try:
            DBOS(config=_config(twin, executor="prepare"))
            # Jobs that wait in a database of yesterday are for a worker, not for us.
            DBOS.listen_queues([])
            DBOS.launch()
            _register_queue()
        finally:
            DBOS.destroy(destroy_registry=True)
            twin.dispose()


@contextmanager
def _the_one_dbos() -> Iterator[None]:
    """DBOS is one per process; a second user must not pull it from under the first."""
    if not _dbos_in_use.acquire(blocking=False):
        raise WorkerAlreadyRunning()
    try:
        yield
    finally:
        _dbos_in_use.release()


def _register_queue() -> None:
    DBOS.register_queue(
        QUEUE,
        worker_concurrency=JOBS_AT_ONCE,
        polling_interval_sec=POLLING_S,
        on_conflict="always_update",
    )


def _job_id(outbox_id: OutboxId, attempt: int) -> str:
    return outbox_id if attempt == 0 else f"{outbox_id}.{attempt}"


def _config(engine: sa.Engine, *, executor: str) -> DBOSConfig:
    return {
        "name": APPLICATION,
        "system_database_engine": engine,
        "application_version": JOB_FORMAT,
        "executor_id": executor,
        "serializer": DBOSPortableJSONSerializer(),
        "use_listen_notify": False,
        "log_level": "WARNING",
        "enable_otlp": False,
    }


def _quiet() -> None:
    """Keep DBOS from adding a console handler of its own; what it warns of goes to our log."""
    logger = logging.getLogger("dbos")
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())


class Worker:
    """Carries out outbox rows; a process has at most one.

    `start` returns at once. `run` blocks and watches: it takes over the jobs of dead workers,
    and gives up when its own slot is lost. Use `run` in a thread to embed the worker.
    """

    def __init__(self, engine: sa.Engine, handlers: Mapping[str, Handler]) -> None:
        self._engine = engine
        self._handlers = dict(handlers)
        self._outbox = DbosOutbox(engine)
        self._stopping = threading.Event()
        self._running = _Count()

    def run(self) -> None:
        """Work until `stop` is called from another thread or a signal handler.

        Raises:
            NoSlotFree: too many workers.
            WorkerAlreadyRunning: in this process.
            SlotLost: the database dropped the slot; start anew.
        """
        with _the_one_dbos():
            slot, twin = take_slot(self._engine), twin_engine(self._engine)
            log.info("worker started in slot %d", slot.number)
            try:
                self._launch(twin, slot)
                self._watch(slot)
            finally:
                drain_s = DRAIN_S if self._running.any() else 0
                DBOS.destroy(destroy_registry=True, workflow_completion_timeout_sec=drain_s)
                self._running.wait_for_none()
                # Only now: a free slot says that nothing of ours is running any more.
                slot.release()
                twin.dispose()
            log.info("worker stopped")

    def stop(self) -> None:
        """Let running jobs end, start none, and make `run` return."""
        self._stopping.set()

    def _launch(self, twin: sa.Engine, slot: Slot) -> None:
        DBOS(config=_config(twin, executor=slot_name(slot.number)))

        @DBOS.workflow(
            name=WORKFLOW,
            max_recovery_attempts=None,
            serialization_type=WorkflowSerializationFormat.PORTABLE,
        )
        def carry_out(outbox_id: str, attempt: int) -> None:
            with self._running:
                self._attempt(OutboxId(outbox_id), attempt)

        DBOS.launch()
        _register_queue()

    def _watch(self, own: Slot) -> None:
        while not self._stopping.wait(WATCH_S):
            if not own.is_held():
                raise SlotLost(slot=own.number)
            for number in range(1, SLOTS + 1):
                if number != own.number:
                    self._adopt(number)
            self._remember_forgotten()

    def _adopt(self, number: int) -> None:
        """Give a dead worker's running jobs back to the queue."""
        orphans = DBOS.list_workflows(
            status="PENDING", executor_id=slot_name(number), load_input=False, load_output=False
        )
        if not orphans:
            return
        slot = try_slot(self._engine, number)
        if slot is None:
            return
        try:
            # Ask again now that nobody can work in this slot.
            orphans = DBOS.list_workflows(
                status="PENDING", executor_id=slot_name(number), load_input=False, load_output=False
            )
            if orphans:
                log.warning("took over %d jobs of dead slot %d", len(orphans), number)
                DBOS.resume_workflows([job.workflow_id for job in orphans], queue_name=QUEUE)
        finally:
            slot.release()

    def _remember_forgotten(self) -> None:
        """Give a new job to each row that is long overdue and has none."""
        overdue = sa.select(outbox.c.id, outbox.c.attempts).where(
            outbox.c.done_at.is_(None), outbox.c.due_at < datetime.now(UTC) - FORGOTTEN_AFTER
        )
        with self._engine.connect() as connection:
            rows = connection.execute(overdue.order_by(outbox.c.due_at).limit(100)).all()
        for row in rows:
            if not self._outbox.has_job(row.id, row.attempts):
                with self._engine.begin() as connection:
                    self._outbox.put_again(
                        connection,
                        row.id,
                        failed=row.attempts,
                        error="dispatch.forgotten",
                        pause=timedelta(),
                    )

    def _attempt(self, outbox_id: OutboxId, attempt: int) -> None:
        with self._engine.connect() as connection:
            row = connection.execute(
                sa.select(outbox.c.kind, outbox.c.subject).where(
                    outbox.c.id == outbox_id,
                    outbox.c.attempts == attempt,
                    outbox.c.done_at.is_(None),
                )
            ).one_or_none()
        if row is None:
            return
        try:
            self._handler(row.kind)(outbox_id, row.subject)
        except Exception as error:  # noqa: BLE001 - nothing may end a job but its success
            self._later(outbox_id, attempt, error)
            return
        with self._engine.begin() as connection:
            connection.execute(
                outbox.update()
                .where(outbox.c.id == outbox_id)
                .values(done_at=datetime.now(UTC), last_error=None)
            )

    def _handler(self, kind: str) -> Handler:
        handler = self._handlers.get(kind)
        if handler is None:
            raise UnknownKind(kind=kind)
        return handler

    def _later(self, outbox_id: OutboxId, attempt: int, error: Exception) -> None:
        # The error's text may hold what was sent; its code or its class does not.
        code = error.code if isinstance(error, RaError) else type(error).__name__
        pause = pause_after(attempt + 1, unavailable=isinstance(error, Unavailable))
        log.warning("outbox %s: %s, again in %.0f s", outbox_id, code, pause.total_seconds())
        with self._engine.begin() as connection:
            self._outbox.put_again(
                connection, outbox_id, failed=attempt, error=code[:80], pause=pause
            )


class _Count:
    """How many jobs are running, for a stop that waits for them."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._running = 0

    def __enter__(self) -> None:
        with self._changed:
            self._running += 1

    def __exit__(self, *_: object) -> None:
        with self._changed:
            self._running -= 1
            self._changed.notify_all()

    def any(self) -> bool:
        with self._changed:
            return self._running > 0

    def wait_for_none(self) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._running == 0)
