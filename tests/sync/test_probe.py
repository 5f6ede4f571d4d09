"""The doctor's look at central's address, over real sockets: where it stops is what it says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from ra_desk.demo.authority import Authority
from ra_desk.services import diagnosis
from ra_desk.services.diagnosis import LineFacts
from ra_desk.services.doctor import Health
from ra_desk.sync import probe
from tests.sync.servers import PATIENCE_S, Heard, Reset, answered, blurting, closed_port, serving

#: What the clocks of both ends say, however long anything takes.
HERE = datetime(2026, 11, 20, 11, 0, tzinfo=UTC)


def now() -> datetime:
    return HERE


def look(url: str, *, trust: str | None) -> LineFacts:
    """Look as the doctor does, with the patience of a busy computer."""
    return probe.look(url, trust=trust, now=now, timeout_s=PATIENCE_S)


def healthy(heard: Heard, *, off: timedelta = timedelta()) -> list[bytes]:
    date = format_datetime(now() + off, usegmt=True)
    return answered("200 OK", b'{"ok":true}', kind="application/json", Date=date)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority.new(tmp_path_factory.mktemp("ca"), "Test authority")


def test_a_central_that_is_well_is_found_well(authority: Authority):
    with serving(healthy, authority.server_context("127.0.0.1")) as server:
        facts = look(server.url, trust=str(authority.file))
    assert facts.failed == ""
    assert facts.ahead_s == 0
    assert facts.not_after is not None
    assert diagnosis.network(facts).health is Health.OK
    assert diagnosis.clock(facts).health is Health.OK
    (heard,) = server.heard
    assert (heard.path, heard.body) == ("/v1/health", b"")
    assert set(heard.head) == {"host", "connection"}, "nothing about this desk or anybody"


def test_a_closed_port_is_a_closed_port():
    with closed_port() as port:
        assert look(f"https://127.0.0.1:{port}", trust=None).failed == "port"


def test_a_name_that_nobody_knows_is_no_port():
    assert look("https://nobody.invalid:443", trust=None).failed == "name"


@pytest.mark.parametrize("trouble", ["the system's trust", "another name", "no such file"])
def test_a_wrong_certificate_is_told_with_its_reason(authority: Authority, trouble: str, tmp_path):
    host = "elsewhere.example" if trouble == "another name" else "127.0.0.1"
    trust = {"the system's trust": None, "no such file": str(tmp_path / "none.pem")}.get(
        trouble, str(authority.file)
    )
    with serving(healthy, authority.server_context(host)) as server:
        facts = look(server.url, trust=trust)
    if trouble == "no such file":
        assert facts.failed == "tls"
        return
    assert facts.failed == "certificate"
    assert facts.why
    assert diagnosis.certificate(facts, now=now()).health is Health.FAILURE
    assert server.heard == [], "not even the question was asked"


def test_what_is_no_tls_at_all_is_told(authority: Authority):
    with blurting(b"220 mail.example ESMTP\r\n") as port:
        facts = look(f"https://127.0.0.1:{port}", trust=str(authority.file))
    assert facts.failed == "tls"


@pytest.mark.parametrize(
    ("off", "reason", "health"),
    [
        (timedelta(minutes=-5), "ahead", Health.FAILURE),
        (timedelta(minutes=5), "behind", Health.FAILURE),
        (timedelta(seconds=60), "behind", Health.WARNING),
    ],
)
def test_a_clock_that_is_off_is_measured_against_central(off, reason, health):
    with serving(lambda heard: healthy(heard, off=off)) as server:
        found = diagnosis.clock(look(server.url, trust=None))
    assert (found.reason, found.health) == (reason, health)
    assert int(found.facts["seconds"]) == abs(off.total_seconds())


@pytest.mark.parametrize(
    ("answer", "failed"),
    [
        (answered("200 OK", b"<html>Free wifi</html>", kind="text/html"), "answer"),
        (answered("302 Found", Location="https://elsewhere.example/"), "answer"),
        (answered("404 Not Found", b"{}", kind="application/json"), "answer"),
        (answered("503 Service Unavailable", b"{}", kind="application/json"), "busy"),
        ([b"SSH-2.0-OpenSSH_9.2\r\n"], "answer"),
        ([], "answer"),
    ],
)
def test_somebody_else_is_not_central(answer, failed):
    with serving(lambda _heard: answer) as server:
        assert look(server.url, trust=None).failed == failed


def test_a_line_that_is_torn_is_no_answer():
    def tear(_heard: Heard) -> list[bytes]:
        raise Reset

    with serving(tear) as server:
        assert look(server.url, trust=None).failed == "answer"


@pytest.mark.parametrize("date", ["", "yesterday", "Fri, 31 Feb 2026 00:00:00 GMT"])
def test_a_server_without_a_time_says_nothing_about_the_clock(date):
    head = {"Date": date} if date else {}
    with serving(
        lambda _heard: answered("200 OK", b"{}", kind="application/json", **head)
    ) as server:
        facts = look(server.url, trust=None)
    assert facts.failed == ""
    assert facts.ahead_s is None
