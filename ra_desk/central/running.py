"""Central at work: the web server, the worker and the sweep, in one process."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from fastapi import FastAPI

from ra_desk.central.app import Central
from ra_desk.central.dispatch.process import embedded_worker, run_worker
from ra_desk.central.dispatch.worker import Worker
from ra_desk.central.retention import EVERY_S, sweeping
from ra_desk.domain.errors import Unavailable

#: How long a server may take to answer its first call, in seconds.
START_S = 20.0


class ServerNotStarted(Unavailable):
    """The web server did not start in time."""

    code = "central.not_started"


def listen(host: str = "127.0.0.1", port: int = 0) -> socket.socket:
    """Return a listening socket; port 0 takes any that is free."""
    return socket.create_server((host, port), backlog=256)


@contextmanager
def running(
    central: Central, listening: socket.socket, *, sweep_every_s: float = EVERY_S
) -> Iterator[Worker]:
    """Run all of central in threads of this process; yields the worker.

    A process has at most one. Leaving ends the server and waits for running jobs.

    Raises:
        ServerNotStarted: the server does not answer.
    """
    with (
        _served(central.app, listening),
        sweeping(central.citizens, every_s=sweep_every_s),
        embedded_worker(central.engine, central.handlers) as worker,
    ):
        yield worker


def _config(app: FastAPI) -> uvicorn.Config:
    # No access log: the address of a call may name a request.
    return uvicorn.Config(
        app, log_config=None, access_log=False, lifespan="off", server_header=False
    )


def serve_until_told(central: Central, listening: socket.socket, *, worker: bool = True) -> None:
    """Serve in the main thread until SIGTERM or SIGINT.

    Args:
        central: joined.
        listening: see `listen`.
        worker: whether to send and sweep in this process too; elsewhere others do.
    """
    server = uvicorn.Server(_config(central.app))
    if not worker:
        server.run(sockets=[listening])
        return
    with sweeping(central.citizens), embedded_worker(central.engine, central.handlers):
        server.run(sockets=[listening])


def work_until_told(central: Central) -> None:
    """Send and sweep in the main thread until SIGTERM or SIGINT; for beside servers that do not.

    Raises:
        NoSlotFree, SlotLost: see `run_worker`.
    """
    with sweeping(central.citizens):
        run_worker(central.engine, central.handlers)


@contextmanager
def _served(app: FastAPI, listening: socket.socket) -> Iterator[None]:
    server = uvicorn.Server(_config(app))
    thread = threading.Thread(
        target=server.run, kwargs={"sockets": [listening]}, name="central", daemon=True
    )
    thread.start()
    try:
        waiting, patience = threading.Event(), START_S
        while not server.started and thread.is_alive() and patience > 0:
            waiting.wait(0.02)
            patience -= 0.02
        if not server.started:
            raise ServerNotStarted()
        yield
    finally:
        server.should_exit = True
        thread.join()
        listening.close()
