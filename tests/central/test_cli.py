"""Central from a terminal: set up, people, desks, reviews, and a server that answers."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import httpx
import pyotp
import pytest
import sqlalchemy as sa

from ra_desk.central.app import open_parts
from ra_desk.central.my_request import SUBMITTED_MAIL
from ra_desk.central.operators import add_operator
from ra_desk.central.pass_requests import submit
from ra_desk.central.settings import read_settings
from ra_desk.central.tables import desk, office, operator, request
from ra_desk.cli import main
from ra_desk.demo.authority import Authority
from ra_desk.domain.pass_request import Stage
from ra_desk.domain.people import OfficeId, Role
from ra_desk.domain.policy import ReviewReason
from ra_desk.domain.secret import Secret
from ra_desk.journal.canonical import b64
from ra_desk.wire.enrolment_code import read_enrolment_code
from tests.central.conftest import CentralDatabase
from tests.central.desk import NOON, PASSWORD, a_request
from tests.central.dispatch.relay import Relay, Sink

LJUBLJANA = ("--name", "Ljubljana", "--street", "Trg 1", "--post", "1000 Ljubljana")


@dataclass
class Terminal:
    """A shell in which somebody runs central's commands."""

    variables: dict[str, str]

    def run(self, *arguments: str, typed: str = "", fails: bool = False) -> str:
        """Return what was said: on standard output, or why it failed.

        In this process: reading the program anew takes longer than any of its commands.
        """
        before, keyboard = dict(os.environ), sys.stdin
        said, complained = io.StringIO(), io.StringIO()
        os.environ.clear()
        os.environ.update(self.variables)
        sys.stdin = io.StringIO(typed)
        try:
            with redirect_stdout(said), redirect_stderr(complained):
                status = main(["central", *arguments])
        finally:
            sys.stdin = keyboard
            os.environ.clear()
            os.environ.update(before)
        assert (status != 0) == fails, complained.getvalue()
        return complained.getvalue() if fails else said.getvalue()


@pytest.fixture
def terminal(database: CentralDatabase, tmp_path: Path) -> Terminal:
    """A shell with central's settings, as `init` prints them."""
    folder = tmp_path / "secrets"
    folder.mkdir(mode=0o700)
    if database.key is not None:
        (folder / "database_key").write_text(b64(database.key))
    shell = Terminal(
        {name: value for name, value in os.environ.items() if not name.startswith("RA_")}
        | {
            "RA_CENTRAL_DATABASE_URL": database.url,
            "RA_CENTRAL_PUBLIC_URL": "http://127.0.0.1:8420",
        }
    )
    with chdir(tmp_path):
        said = shell.run("init", "--secrets", "secrets")
    # From here on somebody stands elsewhere, as a service does.
    shell.variables |= dict(line.split("=", 1) for line in said.splitlines())
    assert all(
        path.stat().st_mode & 0o077 == 0 for path in folder.iterdir() if path.name != "database_key"
    )
    return shell


def test_an_administrator_sets_up_an_office_and_reviews(terminal: Terminal):
    """Everything that a central needs before the first desk calls, without a window."""
    office_id = terminal.run(
        *("office", "add", *LJUBLJANA, "--email", "urad@office.example"), "--phone", "01 000 00 00"
    ).strip()
    at_office = ("--office", office_id)
    said = terminal.run("operator", "invite", "ana", "--name", "A", *at_office, "--role", "clerk")
    assert "█" in said
    word = said.partition("invitation: ")[2].splitlines()[0]
    assert len(word) == 19
    given = terminal.run("items", "give", "RR473124829SI", "RR473124829SI", *at_office)
    assert given.startswith("1 numbers for")
    assert terminal.run("items", "left", *at_office).startswith("1 numbers left")
    enrol = ("desk", "enrol", *at_office, "--counter", "1", "--prints")
    code = terminal.run(*enrol).partition("code: ")[2].strip()
    assert read_enrolment_code(code).url == "http://127.0.0.1:8420"

    parts = open_parts(read_settings(terminal.variables))
    secret = pyotp.random_base32()
    add_operator(
        parts,
        login="vid",
        name="Vid Kos",
        password=Secret(PASSWORD),
        office=OfficeId(office_id),
        roles={Role.SUPERVISOR},
        totp_secret=Secret(secret),
    )
    waiting = a_request(
        office=office_id, at=NOON, stage=Stage.IN_REVIEW, review=(ReviewReason.NEW_CLERK,)
    )
    with parts.engine.begin() as connection:
        assert connection.scalar(sa.select(office.c.name)) == "Ljubljana"
        assert connection.scalar(sa.select(sa.func.count()).select_from(operator)) == 2
        assert connection.scalar(sa.select(sa.func.count()).select_from(desk)) == 0
        submit(connection, waiting, digests=parts.digests, language="sl", at=NOON)
        connection.execute(request.update().values(review_since=NOON))

    listed = terminal.run("review", "list")
    assert waiting.number in listed
    assert "new_clerk" in listed
    wrong = terminal.run(
        "review",
        "approve",
        waiting.number,
        "--by",
        "vid",
        typed=f"{PASSWORD}\n000000\n",
        fails=True,
    )
    assert wrong.strip() == "ra-desk: sign_in.wrong left=4"
    answer = f"{PASSWORD}\n{pyotp.TOTP(secret).now()}\n"
    approved = terminal.run("review", "approve", waiting.number, "--by", "vid", typed=answer)
    assert approved.strip() == f"{waiting.number} identified"
    with parts.engine.connect() as connection:
        assert connection.scalar(sa.select(request.c.stage)) == Stage.IDENTIFIED
    parts.engine.dispose()


def test_two_administrators_stand_behind_an_act_at_the_terminal(terminal: Terminal):
    """From the second administrator on nobody acts alone, also not who has the server.

    The first set-up is typed with the commands of one word.
    """
    office_id = terminal.run(
        *("add-office", *LJUBLJANA, "--email", "urad@office.example", "--phone", "01")
    ).strip()
    at_office = ("--office", office_id)
    invited = terminal.run("add-operator", "ana", "--name", "A", *at_office, "--role", "clerk")
    assert "invitation: " in invited
    assert terminal.run("enrol-desk", *at_office, "--counter", "1").startswith("code: ")
    parts = open_parts(read_settings(terminal.variables))
    secrets = {login: pyotp.random_base32() for login in ("igor", "eva")}
    for login, secret in secrets.items():
        add_operator(
            parts,
            login=login,
            name=login.title(),
            password=Secret(PASSWORD),
            office=OfficeId(office_id),
            roles={Role.ADMINISTRATOR},
            totp_secret=Secret(secret),
        )

    def typed(login: str) -> str:
        return f"{PASSWORD}\n{pyotp.TOTP(secrets[login]).now()}\n"

    policy = ("policy", "set", office_id, "hold_s=12")
    alone = terminal.run(*policy, fails=True)
    assert alone.strip() == "ra-desk: administration.set_up_over"
    said = terminal.run(*policy, "--by", "igor", typed=typed("igor"))
    which = said.strip().rpartition(" ")[2]
    listed = terminal.run("waiting")
    assert (which in listed, "change_policy  Ljubljana  by Igor" in listed) == (True, True)
    terminal.run("waiting", "--confirm", which, "--by", "eva", typed=typed("eva"))
    assert "hold_s=12" in terminal.run("policy", "show", office_id)
    assert "administrator at" in terminal.run("operator", "list")
    differ = terminal.run(
        "operator", "accept", "ana", typed=f"W\n000000\n{PASSWORD}\nother\n", fails=True
    )
    assert differ.strip() == "ra-desk: cli.passwords_differ"
    parts.engine.dispose()


@contextmanager
def begun(variables: dict[str, str], *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """Run a command that goes on until it is told to end, and tell it so."""
    process = subprocess.Popen(
        [sys.executable, "-m", "ra_desk", "central", *arguments],
        env=variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
        process.send_signal(signal.SIGTERM)
        _, complaints = process.communicate(timeout=60)
    finally:
        process.kill()
        process.wait()
    assert "Traceback" not in complaints
    assert process.returncode in {0, -signal.SIGTERM}


def said_by(process: subprocess.Popen[str]) -> str:
    """Return the next line that a process says."""
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_a_server_says_what_it_misses_and_serves_until_it_is_told(terminal: Terminal):
    """Without a relay no code could leave, so it does not start; SIGTERM ends it cleanly."""
    missing = terminal.run("serve", "--port", "0", fails=True)
    assert missing.strip() == "ra-desk: setting.missing name=RA_CENTRAL_RELAY_HOST"
    variables = terminal.variables | {
        "RA_CENTRAL_RELAY_HOST": "127.0.0.1",
        "RA_CENTRAL_RELAY_SENDER": "no-reply@central.example",
        "RA_CENTRAL_TERMS_VERSION": "2026-01",
    }
    with begun(variables, "serve", "--port", "0") as server:
        port = said_by(server).rpartition(":")[2]
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as line:
            assert line.get("/v1/health").json() == {"ok": True, "protocol": 1}
            assert line.get("/v1/citizen/terms").json()["version"] == "2026-01"


def test_a_process_of_its_own_sends_what_a_server_without_a_worker_leaves(
    terminal: Terminal, tmp_path: Path
):
    """The mails may leave from a computer that nobody outside can reach."""
    authority, sink = Authority.new(tmp_path, "Relay authority"), Sink()
    with Relay(sink, tls=authority.server_context("127.0.0.1")) as relay:
        variables = terminal.variables | {
            "RA_CENTRAL_RELAY_HOST": "127.0.0.1",
            "RA_CENTRAL_RELAY_PORT": str(relay.port),
            "RA_CENTRAL_RELAY_SENDER": "no-reply@central.example",
            "RA_CENTRAL_RELAY_CA_FILE": str(authority.file),
            "RA_CENTRAL_TERMS_VERSION": "2026-01",
        }
        parts = open_parts(read_settings(terminal.variables))
        contact = ("--email", "urad@office.example", "--phone", "01 000 00 00")
        office_id = terminal.run("office", "add", *LJUBLJANA, *contact).strip()
        one = a_request(office=office_id, at=NOON)
        with parts.engine.begin() as connection:
            submit(connection, one, digests=parts.digests, language="sl", at=NOON)
            parts.outbox.put(connection, kind=SUBMITTED_MAIL, subject=one.number)
        parts.engine.dispose()
        with begun(variables, "work") as worker:
            assert said_by(worker) == "central sends"
            assert sink.wait_for(1, seconds=60)
    assert sink.mails[0]["To"] == one.applicant.email
