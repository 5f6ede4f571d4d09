"""The outbox: decided and sent together, repeated until done, by one worker at a time."""

from __future__ import annotations

import logging
import multiprocessing
import threading
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from ra_desk.central.dispatch.activation_mail import KIND
from ra_desk.central.dispatch.jobs import DbosOutbox, WorkerAlreadyRunning
from ra_desk.central.dispatch.outbox import outbox
from ra_desk.central.dispatch.process import embedded_worker
from ra_desk.central.dispatch.slots import try_slot
from ra_desk.central.dispatch.smtp import RelayUnreachable
from ra_desk.central.dispatch.worker import LONGEST_PAUSE, SlotLost, Worker, pause_after
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
            assert self._changed.wait_for(lambda: len(self.seen) >= count, timeout=60)


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
    handler = Calls(RelayUnreachable())
    with caplog.at_level(logging.WARNING), embedded_worker(engine, {"note": handler}):
        outbox_id = put(engine, "s-1")
        handler.wait_for(2)
    assert handler.seen == [(outbox_id, "s-1")] * 2
    found = row(engine, outbox_id)
    assert (found.attempts, found.last_error) == (1, None)
    assert found.done_at - found.created_at > timedelta(seconds=2)
    assert "mail.relay_unreachable, again in 2 s" in caplog.text


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
        slow.wait(60)

    sink.at_data = hold
    order(engine, ["r1"])
    other = FORKS.Process(target=work, args=(world,))
    with embedded_worker(engine, world.handlers(engine)):
        assert entered.wait(60)
        other.start()
        other.join(5)
        assert other.is_alive()
        slow.set()
        sink.at_data = lambda: None
    other.terminate()
    other.join(60)
    assert len(sink.mails) == 1


def test_a_dead_workers_job_is_taken_over(world, engine, sink):
    """kill -9 in the middle of a mail: the other worker sends it, with the same id and code."""
    slow, entered = threading.Event(), threading.Event()

    def hold():
        entered.set()
        slow.wait(60)

    sink.at_data = hold
    order(engine, ["r1"])
    doomed = FORKS.Process(target=work, args=(world,))
    doomed.start()
    assert entered.wait(60)
    doomed.kill()
    doomed.join()
    sink.at_data = lambda: None
    slow.set()
    with slot_of_the_dead(engine) as slot, embedded_worker(engine, world.handlers(engine)):
        assert not sink.wait_for(2, seconds=3), "slot 1 looks alive: nobody may touch its job"
        slot.close()
        assert sink.wait_for(2, seconds=60)
    first, second = sink.mails
    assert first["Message-ID"] == second["Message-ID"]
    assert first.get_content() == second.get_content()


def slot_of_the_dead(engine):
    """Hold slot 1 as though its worker lived; the server frees it a moment after the kill."""
    pause = threading.Event()
    while (slot := try_slot(engine, 1)) is None:
        pause.wait(0.1)
    held = ExitStack()
    held.callback(slot.release)
    return held


def test_a_stop_lets_the_running_job_end(engine):
    """A restart for an update makes no doubles."""
    entered, go, ended = threading.Event(), threading.Event(), threading.Event()

    def slow(_outbox_id, _subject):
        entered.set()
        go.wait(60)
        ended.set()

    outbox_id = put(engine, "s-1")
    with embedded_worker(engine, {"note": slow}) as worker:
        assert entered.wait(60)
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
def test_a_worker_that_lost_its_slot_gives_up_and_begins_again(engine, caplog):
    """Others may be doing its jobs already; it must not go on with them."""
    handler, began_again = Calls(), Calls()
    put(engine, "s-1")
    worker = Worker(engine, {"note": handler})
    ended = []

    def work():
        try:
            worker.run()
        except SlotLost as error:
            ended.append(error.facts)

    thread = threading.Thread(target=work)
    thread.start()
    handler.wait_for(1)
    lose_all_slots(engine)
    thread.join(60)
    assert ended == [{"slot": 1}]

    with embedded_worker(engine, {"note": began_again}, restart_s=0.1):
        put(engine, "s-2")
        began_again.wait_for(1)
        lose_all_slots(engine)
        with caplog.at_level(logging.WARNING):
            assert says(caplog, "worker ended by SlotLost")
        put(engine, "s-3")
        began_again.wait_for(2)


def lose_all_slots(engine):
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_locks"
            " WHERE locktype = 'advisory' AND objsubid = 2 AND granted"
        )


def says(caplog, text):
    pause = threading.Event()
    return any(text in caplog.text or pause.wait(0.1) for _ in range(600))


def test_dbos_forgets_jobs_that_ended(engine):
    """Its notes are no archive; the outbox row says what was done."""
    handler, nothing = Calls(), {"note": Calls()}
    outbox_id = put(engine, "s-1")
    with embedded_worker(engine, {"note": handler}):
        handler.wait_for(1)
    schema = "dbos." if engine.dialect.name == "postgresql" else ""

    def jobs():
        with engine.connect() as connection:
            return connection.exec_driver_sql(
                f"SELECT count(*) FROM {schema}workflow_status"
            ).scalar()

    assert jobs() == 1
    worker = Worker(engine, nothing, keep_jobs=timedelta(0))
    thread = threading.Thread(target=worker.run)
    thread.start()
    waiting = threading.Event()
    rounds = 0
    while jobs() and rounds < 600:
        waiting.wait(0.1)
        rounds += 1
    worker.stop()
    thread.join()
    assert jobs() == 0
    assert row(engine, outbox_id).done_at is not None


def everything(engine):
    """Each row of each table, ours and DBOS's, as text."""
    inspector = sa.inspect(engine)
    with engine.connect() as connection:
        for schema in inspector.get_schema_names():
            if schema == "information_schema":
                continue
            for table in inspector.get_table_names(schema):
                for content in connection.execute(sa.text(f'SELECT * FROM "{schema}"."{table}"')):
                    for part in content:
                        yield part.decode("latin-1") if isinstance(part, bytes) else str(part)


def test_the_code_stands_in_no_table(world, engine, sink):
    """Neither while the mail is on its way nor after; DBOS writes arguments and errors down."""
    order(engine, ["r1"])
    seen = []
    sink.at_data = lambda: seen.extend(everything(engine))
    with embedded_worker(engine, world.handlers(engine)):
        assert sink.wait_for(1, seconds=60)
    during, after = "\n".join(seen), "\n".join(everything(engine))
    assert "PENDING" in during, "the searcher must see DBOS's tables"
    assert KIND in during
    code = sink.mails[0].get_content().strip()
    for form in (code, code.replace("-", ""), code.encode().hex()):
        assert form not in during
        assert form not in after


def test_the_pause_doubles_up_to_a_quarter_of_an_hour():
    """Soon after a hiccup, patient in an outage, and never a tight loop."""
    pauses = [pause_after(n, unavailable=True).total_seconds() for n in (1, 2, 3, 9, 10, 1000)]
    assert pauses == [2, 4, 8, 512, 900, 900]
    assert pause_after(1, unavailable=False) == LONGEST_PAUSE
