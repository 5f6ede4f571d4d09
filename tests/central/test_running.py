"""Central as a demo embeds it: one call builds it, one context runs all of it."""

from __future__ import annotations

import sqlite3
from email.message import EmailMessage
from pathlib import Path

import httpx
import pytest
from argon2 import PasswordHasher

from ra_desk.central.app import demo_central
from ra_desk.central.outside import Outside
from ra_desk.central.person_register import RegisterInMemory
from ra_desk.central.running import listen, running
from ra_desk.domain.policy import Service


class Inbox:
    """A relay that keeps what it is given."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []

    def message_id(self, outbox_id: str) -> str:
        return f"<{outbox_id}@central.example>"

    def send(self, message: EmailMessage) -> None:
        self.mails.append(message)


def test_an_embedded_central_answers_and_its_file_is_closed_to_others(tmp_path: Path):
    """Secrets exist in memory only; what stays on disk says nothing."""
    listening = listen()
    url = f"http://127.0.0.1:{listening.getsockname()[1]}"
    outside = Outside(
        relay=Inbox(), register=RegisterInMemory(), service=Service(), terms_version="1"
    )
    hasher = PasswordHasher(time_cost=1, memory_cost=8 * 1024, parallelism=1)
    central = demo_central(tmp_path, public_url=url, outside=outside, hasher=hasher)
    with running(central, listening), httpx.Client(base_url=url, timeout=60) as line:
        assert line.get("/v1/health").json()["ok"]
        said = {"email": "maja@somebody.invalid", "password": "correct horse battery"}
        refused = line.post("/v1/citizen/accounts", json=said)
        assert refused.json()["code"] == "account.not_a_demo_address"
    central.engine.dispose()
    assert central.parts.demo
    with (
        sqlite3.connect(tmp_path / "central.db") as stranger,
        pytest.raises(sqlite3.DatabaseError, match="not a database"),
    ):
        stranger.execute("SELECT * FROM account")
    stranger.close()
