"""A demo central with many requests, in a process of its own, for benchmarks.

    python -m tests.benchmarks.big_central FOLDER ROWS

Prints one line of JSON with what a desk needs, and serves until its input is closed.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from argon2 import PasswordHasher

from ra_desk.central.app import Central, demo_central
from ra_desk.central.dispatch.smtp import Mailer
from ra_desk.central.enrolment import create_enrol_token
from ra_desk.central.outside import Outside
from ra_desk.central.pass_requests import submit
from ra_desk.central.person_register import RegisterInMemory
from ra_desk.central.running import listen, running
from ra_desk.central.tls import verified_tls
from ra_desk.demo import seeding
from ra_desk.demo.authority import server_tls
from ra_desk.domain.people import OfficeId
from tests.benchmarks.rows import many_requests

_HOST = "127.0.0.1"


def fill(central: Central, rows: int, office: OfficeId) -> None:
    """Put requests that wait for the office into central, all in one transaction."""
    now = datetime.now(UTC)
    with central.engine.begin() as connection:
        for request in many_requests(rows):
            late = replace(request, office=office, expires_at=now + timedelta(days=20))
            submit(connection, late, digests=central.parts.digests, language="sl", at=now)


def main(folder: Path, rows: int) -> None:
    listening = listen(_HOST)
    _tls, authority = server_tls(folder, host=_HOST)
    central = demo_central(
        folder,
        public_url=f"http://{_HOST}:{listening.getsockname()[1]}",
        outside=Outside(
            # Nobody listens at port 9: nothing in a benchmark sends a mail.
            relay=Mailer(
                host=_HOST, port=9, sender="no@central.example", tls=verified_tls(str(authority))
            ),
            register=RegisterInMemory(),
            service=seeding.SERVICE,
            terms_version=seeding.TERMS_VERSION,
        ),
        hasher=PasswordHasher(time_cost=1, memory_cost=8 * 1024, parallelism=1),
    )
    office = seeding.seed_offices(central.parts)
    clerk = seeding.seed_operators(central.parts, office)[0]
    fill(central, rows, office)
    code = create_enrol_token(central.parts, office=office, counter="1")
    os.nice(10)  # it has a computer of its own in life: here it takes what the window leaves
    with running(central, listening):
        told = {
            "code": code.reveal(),
            "login": clerk.login,
            "password": clerk.password.reveal(),
            "totp": clerk.totp.reveal(),
        }
        print(json.dumps(told), flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
