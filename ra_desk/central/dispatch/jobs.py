"""The outbox as jobs of DBOS: written here, run by `worker`; no other module knows DBOS.

A job holds two ids and an attempt number, nothing else: DBOS writes arguments down. The handler
runs inside the job without a step, so that DBOS writes down nothing of what it does; whether it
is done stands in the outbox row. A failed attempt writes its successor in the same transaction
that counts the failure, so that no moment exists in which a row has no job.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
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
from ra_desk.domain.errors import Broken

APPLICATION = "ra-desk"
#: Version of the job format, not of the program: a job of yesterday's worker is today's work too.
JOB_FORMAT = "outbox-1"
QUEUE = "outbox"
WORKFLOW = "outbox"
#: How often a worker looks for new jobs, in seconds.
POLLING_S = 0.2
#: Jobs that one worker holds at a time.
JOBS_AT_ONCE = 8
_dbos_in_use = threading.Lock()
_LIVING = frozenset({"ENQUEUED", "PENDING", "DELAYED"})


class WorkerAlreadyRunning(Broken):
    """A process runs at most one worker."""

    code = "dispatch.worker_already_running"


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
    with the_one_dbos():
        try:
            DBOS(config=config(twin, executor="prepare"))
            # Jobs that wait in a database of yesterday are for a worker, not for us.
            DBOS.listen_queues([])
            DBOS.launch()
            register_queue()
        finally:
            DBOS.destroy(destroy_registry=True)
            twin.dispose()


@contextmanager
def the_one_dbos() -> Iterator[None]:
    """DBOS is one per process; a second user must not pull it from under the first."""
    if not _dbos_in_use.acquire(blocking=False):
        raise WorkerAlreadyRunning()
    try:
        yield
    finally:
        _dbos_in_use.release()


def register_queue() -> None:
    """Tell DBOS how the queue is worked off."""
    DBOS.register_queue(
        QUEUE,
        worker_concurrency=JOBS_AT_ONCE,
        polling_interval_sec=POLLING_S,
        on_conflict="always_update",
    )


def _job_id(outbox_id: OutboxId, attempt: int) -> str:
    return outbox_id if attempt == 0 else f"{outbox_id}.{attempt}"


def config(engine: sa.Engine, *, executor: str) -> DBOSConfig:
    """Return how DBOS runs here; ``executor`` names the slot."""
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
