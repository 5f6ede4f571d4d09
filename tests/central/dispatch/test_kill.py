"""Workers are killed at random moments while mails go out; nobody's code is lost."""

from __future__ import annotations

import multiprocessing
import os
import random
import secrets
import threading
import time
from collections import Counter
from multiprocessing.context import ForkServerProcess
from multiprocessing.synchronize import Event

import pytest
import sqlalchemy as sa

from ra_desk.central.dispatch.outbox import outbox
from ra_desk.domain.activation import parse_code
from tests.central.dispatch.mail_world import World, codes, order, work

MAILS, KILLS, WORKERS = 200, 12, 2
#: Seconds that a busy computer may need for all of it.
PATIENCE_S = 400
#: Each worker's import of DBOS takes seconds; workers are forked from a server that has done it.
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["tests.central.dispatch.mail_world"])


class Crew:
    """Worker processes, each replaced as soon as it is killed."""

    def __init__(self, world: World, rng: random.Random) -> None:
        self._world = world
        self._rng = rng
        self._guard = threading.Lock()
        self._begun: dict[ForkServerProcess, Event] = {}
        self._alive = [self._started() for _ in range(WORKERS)]
        self.kills = 0

    def kill_one(self) -> None:
        """SIGKILL a random worker and start another."""
        with self._guard:
            victim = self._alive.pop(self._rng.randrange(len(self._alive)))
            assert victim.is_alive()
            victim.kill()
            victim.join()
            self.kills += 1
            self._alive.append(self._started())

    def dismiss(self) -> list[int | None]:
        """SIGTERM to all until they have heard it; return how they ended."""
        for worker in self._alive:
            assert self._begun[worker].wait(60)
        ends = time.monotonic() + 60
        while any(worker.is_alive() for worker in self._alive) and time.monotonic() < ends:
            for worker in self._alive:
                worker.terminate()
                worker.join(0.5)
        return [worker.exitcode for worker in self._alive]

    def _started(self) -> ForkServerProcess:
        begun = FORKS.Event()
        worker = FORKS.Process(target=work, args=(self._world, begun))
        worker.start()
        self._begun[worker] = begun
        return worker


@pytest.mark.timeout(2 * PATIENCE_S)
def test_no_mail_is_lost_when_workers_die(world, engine, database, sink, capsys):
    """200 codes, 12 kills: each code arrives, and at most one mail per kill arrives twice.

    The moments: a random mail, and in it before the text is sent, or after the relay has it and
    before the worker knows.
    """
    seed = int(os.environ.get("RA_DESK_SEED", secrets.randbelow(2**32)))
    rng = random.Random(seed)
    began = time.monotonic()
    moments = Counter[str](rng.choices(["rcpt", "data"], k=KILLS))
    due = {phase: sorted(rng.sample(range(1, MAILS - 10), moments[phase])) for phase in moments}
    order(engine, [f"r{number}" for number in range(MAILS)])
    crew = Crew(world, rng)

    def at(phase):
        def look():
            if due.get(phase) and len(sink.mails) >= due[phase][0]:
                due[phase].pop(0)
                crew.kill_one()

        return look

    sink.at_rcpt, sink.at_data = at("rcpt"), at("data")
    try:
        with sink.arrived:
            sink.arrived.wait_for(lambda: len(set(sink.ids())) == MAILS, timeout=PATIENCE_S)
    finally:
        sink.at_rcpt = sink.at_data = lambda: None
        ends = crew.dismiss()
    ids = Counter(sink.ids())
    doubles, lost = sum(ids.values()) - len(ids), MAILS - len(ids)
    with capsys.disabled():
        print(
            f"\n{database.kind}: seed {seed}, {crew.kills} kills, {len(ids)} distinct Message-IDs,"
            f" {doubles} doubles, {lost} lost, {time.monotonic() - began:.1f} s"
        )
    assert crew.kills >= 10
    assert lost == 0
    assert doubles <= crew.kills
    assert ends == [0] * WORKERS

    text = {}
    for mail in sink.mails:
        code = parse_code(mail.get_content().strip())
        assert text.setdefault(mail["Message-ID"], code) == code, "a double has the same code"
    digests = world.digests()
    with engine.connect() as connection:
        for row in connection.execute(sa.select(codes)):
            assert row.accepted_at is not None
            assert row.box is None
            assert digests.matches(
                row.digest, text[f"<{row.outbox_id}@central.example>"], request=row.request
            )
        undone = sa.select(sa.func.count()).where(outbox.c.done_at.is_(None))
        assert connection.scalar(undone) == 0
