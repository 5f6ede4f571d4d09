"""The worker: runs the jobs of the outbox, and those that dead workers left behind."""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from dbos import DBOS, WorkflowSerializationFormat

from ra_desk.central.database import snapshot, twin_engine
from ra_desk.central.dispatch.jobs import (
    QUEUE,
    WORKFLOW,
    DbosOutbox,
    config,
    register_queue,
    the_one_dbos,
)
from ra_desk.central.dispatch.outbox import OutboxId, outbox
from ra_desk.central.dispatch.port import Handler
from ra_desk.central.dispatch.slots import SLOTS, Slot, slot_name, take_slot, try_slot
from ra_desk.domain.errors import Broken, RaError, Unavailable

log = logging.getLogger(__name__)

#: How often a worker looks after its own slot and those of the others, in seconds.
WATCH_S = 1.0
#: How long a worker that stops waits for its running jobs before it leaves them to others.
DRAIN_S = 30
#: A row so long overdue has lost its job, which should not happen, and gets a new one.
FORGOTTEN_AFTER = timedelta(minutes=10)
#: Finished jobs are cleared away every so many rounds of the watch, so many at a time.
CLEAR_EVERY, CLEAR_AT_ONCE = 600, 5_000
FIRST_PAUSE = timedelta(seconds=2)
LONGEST_PAUSE = timedelta(minutes=15)


class UnknownKind(Broken):
    """An outbox row names a kind that this worker has no handler for."""

    code = "dispatch.unknown_kind"


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


def _running_in(slots: Sequence[int]) -> list[tuple[str, int]]:
    """Return the jobs that DBOS believes to be running in these slots, each with its slot."""
    numbers = {slot_name(number): number for number in slots}
    found = DBOS.list_workflows(
        status="PENDING", executor_id=list(numbers), load_input=False, load_output=False
    )
    return [(job.workflow_id, numbers[job.executor_id]) for job in found if job.executor_id]


class Worker:
    """Carries out outbox rows; a process has at most one.

    While it works it also looks around: it takes over the jobs of dead workers, gives up when
    its own slot is lost, and clears away DBOS's notes on jobs that ended long ago.

    Attributes:
        keep_jobs: how long DBOS's notes on finished jobs are kept; the outbox rows stay.
    """

    def __init__(
        self,
        engine: sa.Engine,
        handlers: Mapping[str, Handler],
        *,
        keep_jobs: timedelta = timedelta(days=7),
    ) -> None:
        self._engine = engine
        self._handlers = dict(handlers)
        self._keep_jobs = keep_jobs
        self._outbox = DbosOutbox(engine)
        self._stopping = threading.Event()
        self._running = _Count()

    def run(self) -> None:
        """Work until `stop` is called from another thread.

        Raises:
            NoSlotFree: too many workers.
            WorkerAlreadyRunning: in this process.
            SlotLost: the database dropped the slot; start anew.
        """
        with the_one_dbos():
            slot, twin = take_slot(self._engine), twin_engine(self._engine)
            log.info("worker started in slot %d", slot.number)
            try:
                self._launch(twin, slot)
                self._watch(slot)
            finally:
                DBOS.destroy(destroy_registry=True, workflow_completion_timeout_sec=DRAIN_S)
                self._running.wait_for_none()
                # Only now: a free slot says that nothing of ours is running any more.
                slot.release()
                twin.dispose()
            log.info("worker stopped")

    def stop(self) -> None:
        """Let running jobs end, start none, and make `run` return. Not for signal handlers."""
        self._stopping.set()

    def _launch(self, twin: sa.Engine, slot: Slot) -> None:
        DBOS(config=config(twin, executor=slot_name(slot.number)))

        @DBOS.workflow(
            name=WORKFLOW,
            max_recovery_attempts=None,
            serialization_type=WorkflowSerializationFormat.PORTABLE,
        )
        def carry_out(outbox_id: str, attempt: int) -> None:
            with self._running:
                self._attempt(OutboxId(outbox_id), attempt)

        DBOS.launch()
        register_queue()

    def _watch(self, own: Slot) -> None:
        others = [number for number in range(1, SLOTS + 1) if number != own.number]
        rounds = 0
        while not self._stopping.wait(WATCH_S):
            if not own.is_held():
                raise SlotLost(slot=own.number)
            for number in sorted({held for _, held in _running_in(others)}):
                self._adopt(number)
            self._remember_forgotten()
            if rounds % CLEAR_EVERY == 0:
                self._clear_finished()
            rounds += 1

    def _adopt(self, number: int) -> None:
        """Give the running jobs of another slot back to the queue if its worker is dead."""
        slot = try_slot(self._engine, number)
        if slot is None:
            return
        try:
            # Ask again now that nobody can work in this slot.
            orphans = [job for job, _ in _running_in([number])]
            if orphans:
                log.warning("took over %d jobs of dead slot %d", len(orphans), number)
                DBOS.resume_workflows(orphans, queue_name=QUEUE)
        finally:
            slot.release()

    def _clear_finished(self) -> None:
        before = (datetime.now(UTC) - self._keep_jobs).isoformat()
        finished = DBOS.list_workflows(
            status="SUCCESS",
            completed_before=before,
            limit=CLEAR_AT_ONCE,
            load_input=False,
            load_output=False,
        )
        if finished:
            DBOS.delete_workflows([job.workflow_id for job in finished])

    def _remember_forgotten(self) -> None:
        """Give a new job to each row that is long overdue and has none."""
        overdue = sa.select(outbox.c.id, outbox.c.attempts).where(
            outbox.c.done_at.is_(None), outbox.c.due_at < datetime.now(UTC) - FORGOTTEN_AFTER
        )
        with snapshot(self._engine) as connection:
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
        with snapshot(self._engine) as connection:
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

    def wait_for_none(self) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._running == 0)
