"""The outbox: decided and sent together, repeated until done, by one worker at a time."""

from __future__ import annotations

import logging
import multiprocessing
import threading
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from ra_desk.central.dispatch.activation_mail import KIND
from ra_desk.central.dispatch.engine import (
    LONGEST_PAUSE,
    DbosOutbox,
    SlotLost,
    Worker,
    WorkerAlreadyRunning,
    pause_after,
)
from ra_desk.central.dispatch.outbox import outbox
from ra_desk.central.dispatch.process import embedded_worker
from ra_desk.central.dispatch.smtp import RelayUnreachable
from tests.central.dispatch.mail_world import order, work

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["tests.central.dispatch.mail_world"])


class Calls:
    """A handler that notes its calls and lets others wait for them."""

    def __init__(self, *failures: Exception) -> None:
        self.seen: list[tuple[str, str]] = []
        self._failures = list(failures)
        self._changed = threading.Condition()

    def __call__(self, outbox_id: str, subject: str) -> None:
        with self._changed:
            self.seen.append((outbox_id, subject))
            self._changed.notify_all()
            if self._failures:
                raise self._failures.pop(0)

    def wait_for(self, count: int) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.seen) >= count, timeout=30)


def put(engine, subject, kind="note"):
    with engine.begin() as connection:
        return DbosOutbox(engine).put(connection, kind=kind, subject=subject)


def row(engine, outbox_id):
    with engine.connect() as connection:
        return connection.execute(sa.select(outbox).where(outbox.c.id == outbox_id)).one()


def test_what_was_decided_is_done_and_what_was_not_is_not(engine):
    """The row, its job and the decision share one transaction."""
    handler = Calls()
    with engine.connect() as connection:
        DbosOutbox(engine).put(connection, kind="note", subject="rolled back")
        connection.rollback()
    first = put(engine, "s-1")
    with embedded_worker(engine, {"note": handler}):
        handler.wait_for(1)
        second = put(engine, "s-2")
        handler.wait_for(2)
    assert handler.seen == [(first, "s-1"), (second, "s-2")]
    assert row(engine, first).done_at is not None
    assert row(engine, second).attempts == 0


def test_what_failed_is_tried_again_until_it_is_done(engine, caplog):
    """A relay that is away costs time, not mails; the log says why and nothing more."""
    handler = Calls(RelayUnreachable(), RelayUnreachable())
    with caplog.at_level(logging.WARNING), embedded_worker(engine, {"note": handler}):
        outbox_id = put(engine, "s-1")
        handler.wait_for(3)
    assert handler.seen == [(outbox_id, "s-1")] * 3
    found = row(engine, outbox_id)
    assert (found.attempts, found.last_error) == (2, None)
    assert found.done_at - found.created_at > timedelta(seconds=5)
    assert "mail.relay_unreachable, again in 4 s" in caplog.text


def test_a_crash_of_a_handler_is_noted_without_its_words(engine, caplog):
    """An error's text may hold what was to be sent. The row waits and is not given up."""
    handler = Calls(ValueError("BCDF-GHJK-MNPQ"))
    with caplog.at_level(logging.DEBUG), embedded_worker(engine, {"note": handler}):
        crashed, unknown = put(engine, "s-1"), put(engine, "s-2", kind="of tomorrow")
        handler.wait_for(1)
        done = put(engine, "s-3")
        handler.wait_for(2)
    assert row(engine, done).done_at is not None
    for outbox_id, error in ((crashed, "ValueError"), (unknown, "dispatch.unknown_kind")):
        found = row(engine, outbox_id)
        assert (found.done_at, found.attempts, found.last_error) == (None, 1, error)
        assert found.due_at - found.created_at >= LONGEST_PAUSE
    assert "BCDF" not in caplog.text


def test_a_row_that_has_lost_its_job_gets_another(engine):
    """Whatever happened to DBOS's tables, the outbox row is what counts."""
    handler, long_ago = Calls(), datetime.now(UTC) - timedelta(hours=1)
    with engine.begin() as connection:
        connection.execute(
            outbox.insert().values(
                id="lost",
                kind="note",
                subject="s-1",
                created_at=long_ago,
                due_at=long_ago,
                attempts=0,
            )
        )
    with embedded_worker(engine, {"note": handler}):
        handler.wait_for(1)
    assert row(engine, "lost").done_at is not None


def test_a_living_workers_job_is_left_alone(world, engine, sink):
    """Two workers, one slow mail: the other one looks at it three times and does not send it."""
    slow, entered = threading.Event(), threading.Event()

    def hold():
        entered.set()
        slow.wait(30)

    sink.at_data = hold
    order(engine, ["r1"])
    other = FORKS.Process(target=work, args=(world,))
    with embedded_worker(engine, world.handlers(engine)):
        assert entered.wait(30)
        other.start()
        looked = DbosOutbox(engine)
        with engine.begin() as connection:
            looked.put(connection, kind="nothing we know", subject="-")
        other.join(4)
        assert other.is_alive()
        slow.set()
        sink.at_data = lambda: None
    other.terminate()
    other.join(30)
    assert len(sink.mails) == 1


def test_a_stop_lets_the_running_job_end(engine):
    """A restart for an update makes no doubles."""
    entered, go, ended = threading.Event(), threading.Event(), threading.Event()

    def slow(_outbox_id, _subject):
        entered.set()
        go.wait(30)
        ended.set()

    outbox_id = put(engine, "s-1")
    with embedded_worker(engine, {"note": slow}) as worker:
        assert entered.wait(30)
        worker.stop()
        go.set()
    assert ended.is_set()
    assert row(engine, outbox_id).done_at is not None


def test_a_process_has_one_worker(engine):
    """DBOS is one per process."""
    handler = Calls()
    with embedded_worker(engine, {"note": handler}):
        put(engine, "s-1")
        handler.wait_for(1)
        with pytest.raises(WorkerAlreadyRunning):
            Worker(engine, {}).run()


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_worker_that_lost_its_slot_gives_up(engine):
    """Others may be doing its jobs already; it must not go on."""
    handler = Calls()
    put(engine, "s-1")

    def lose_the_slot():
        with embedded_worker(engine, {"note": handler}):
            handler.wait_for(1)
            with engine.begin() as connection:
                connection.execute(
                    sa.text(
                        "SELECT pg_terminate_backend(pid) FROM pg_locks"
                        " WHERE locktype = 'advisory' AND objsubid = 2 AND granted"
                    )
                )
            lost.wait(5)

    lost = threading.Event()
    with pytest.raises(SlotLost):
        lose_the_slot()


def test_the_code_stands_in_no_table(world, engine, sink):
    """Neither ours nor DBOS's: arguments, results and errors are written down by DBOS."""
    order(engine, ["r1"])
    with embedded_worker(engine, world.handlers(engine)):
        assert sink.wait_for(1, seconds=30)
    code = sink.mails[0].get_content().strip()
    forms = (code, code.replace("-", ""), code.encode().hex())
    found, tables = [], 0
    inspector = sa.inspect(engine)
    with engine.connect() as connection:
        for schema in inspector.get_schema_names():
            if schema == "information_schema":
                continue
            for table in inspector.get_table_names(schema):
                tables += 1
                name = f'"{schema}"."{table}"'
                for content in connection.execute(sa.text(f"SELECT * FROM {name}")):
                    text = " ".join(
                        part.decode("latin-1") if isinstance(part, bytes) else str(part)
                        for part in content
                    )
                    assert KIND in text or table != "outbox"
                    found += [name for form in forms if form in text]
    assert tables > 5
    assert not found


def test_the_pause_doubles_up_to_a_quarter_of_an_hour():
    """Soon after a hiccup, patient in an outage, and never a tight loop."""
    pauses = [pause_after(n, unavailable=True).total_seconds() for n in (1, 2, 3, 9, 10, 1000)]
    assert pauses == [2, 4, 8, 512, 900, 900]
    assert pause_after(1, unavailable=False) == LONGEST_PAUSE
