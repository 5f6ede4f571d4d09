"""`ra-desk doctor` as an administrator runs it: before and after enrolment, on real broken things."""

from __future__ import annotations

import getpass
import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ra_desk.cli import main
from ra_desk.doctor import LocalDoctor, in_memory, of_system
from ra_desk.journal.keys import SigningKey
from ra_desk.machine.paths import desk_folder
from ra_desk.machine.settings_file import MemorySettings
from ra_desk.machine.vault import DeskSecrets, new_secrets
from ra_desk.services.doctor import Check, Finding, Health, exit_status
from ra_desk.store.local import open_store
from ra_desk.texts import use
from ra_desk.ui.wording_doctor import sentence
from tests.store.support import OFFICE, Desk
from tests.sync.servers import answered, serving

ROOT = Path(__file__).resolve().parent.parent
PORT_CLOSED = "http://127.0.0.1:9"


@contextmanager
def an_enrolled_desk(folder: Path, url: str) -> Iterator[tuple[DeskSecrets, LocalDoctor]]:
    """A store as enrolment leaves it, with its secrets in memory."""
    from dataclasses import replace

    secrets, place = new_secrets(), desk_folder(folder)
    signer = secrets.signing_key()
    desk = Desk(path=place.store, key=secrets.store_key(), signer=signer)
    store = open_store(place.store, key=secrets.store_key(), desk_signer=signer)
    enrolment = replace(desk.enrolment, central_url=url, demo=False, office=OFFICE)
    store.enrol(enrolment, desk_key=signer.public, policy=desk.policy, at=datetime.now(UTC))
    store.close()
    yield secrets, LocalDoctor(place, in_memory(secrets), settings=MemorySettings())


def by_check(findings: object) -> dict[Check, Finding]:
    return {finding.check: finding for finding in findings}  # type: ignore[attr-defined]


def test_before_enrolment_it_says_what_is_ready_and_what_is_missing(tmp_path, capsys):
    """An administrator looks first, and enrols then."""
    folder = tmp_path / "desk"
    status = main(["doctor", "--json", "--folder", str(folder), "--central", PORT_CLOSED])
    told = json.loads(capsys.readouterr().out)
    checks = {one["check"]: one for one in told["checks"]}
    assert list(checks) == [check.value for check in Check]
    assert checks["store"]["reason"] == "not_enrolled"
    assert (checks["network"]["health"], checks["network"]["number"]) == ("failure", "RA-1603")
    assert (told["schema"], told["status"], status) == (1, 2, 2)
    assert not folder.exists(), "looking makes nothing"


def test_the_exit_status_is_the_worst_and_the_words_are_for_people(tmp_path, capsys):
    status = main(["doctor", "--folder", str(tmp_path / "desk"), "--central", PORT_CLOSED])
    told = capsys.readouterr().out.splitlines()
    assert status == 2
    assert any(line.startswith("[X] ") and line.endswith("[RA-1603]") for line in told)
    assert len(told) == len(Check) + 2


def test_an_enrolled_desk_is_looked_at_whole(tmp_path):
    """A central that answers, a store that opens, a journal that verifies."""

    def healthy(_heard):
        date = datetime.now(UTC).strftime("%a, %d %b %Y %H:%M:%S GMT")
        return answered("200 OK", b'{"ok":true}', kind="application/json", Date=date)

    with serving(healthy) as server, an_enrolled_desk(tmp_path / "desk", server.url) as made:
        found = by_check(made[1].examine())
    assert found[Check.NETWORK].health is Health.OK
    assert found[Check.CLOCK].health is Health.OK
    assert found[Check.STORE].health is Health.OK
    assert found[Check.JOURNAL].facts == {"entries": 1, "verified": 1}
    assert found[Check.CENTRAL_KEY].reason == "never"
    assert found[Check.DISK].health in (Health.OK, Health.WARNING)


def test_a_desk_without_its_key_store_is_not_looked_into(tmp_path):
    with an_enrolled_desk(tmp_path / "desk", PORT_CLOSED):
        pass
    folder = desk_folder(tmp_path / "desk")
    found = by_check(LocalDoctor(folder, of_system(folder), settings=MemorySettings()).examine())
    assert found[Check.KEY_STORE].health is Health.FAILURE
    assert found[Check.STORE].reason == "no_key"


def test_no_report_holds_a_secret_a_person_or_this_computers_name(tmp_path, capsys):
    """It is handed on by e-mail."""
    main(["doctor", "--json", "--folder", str(tmp_path / "desk")])
    told = capsys.readouterr().out
    with an_enrolled_desk(tmp_path / "desk", PORT_CLOSED) as (secrets, doctor):
        findings = doctor.examine()
        use("sl")
        told += " ".join(sentence(one) + str(dict(one.facts)) for one in findings)
        assert exit_status(findings) == 2
        for secret in (secrets.store_key().hex(), secrets.signing_key().seed().hex()):
            assert secret not in told
    words = {socket.gethostname(), str(tmp_path), str(Path.home()) + "/"}
    words |= {f"/{getpass.getuser()}/", "Maja", OFFICE.name}
    assert [word for word in words if word in told] == []


def test_a_report_is_saved_for_this_account_only_and_never_over_another(tmp_path):
    with an_enrolled_desk(tmp_path / "desk", PORT_CLOSED) as (_secrets, doctor):
        path = tmp_path / "report.json"
        doctor.save("{}\n", path)
        assert path.read_text(encoding="utf-8") == "{}\n"
        assert path.stat().st_mode & 0o777 == 0o600
        with pytest.raises(FileExistsError):
            doctor.save("{}\n", path)


def test_an_administrators_file_that_is_broken_is_found(tmp_path, capsys):
    policy = tmp_path / "policy.toml"
    policy.write_text("[appearance\n", encoding="utf-8")
    status = main(["doctor", "--json", "--folder", str(tmp_path / "desk"), "--policy", str(policy)])
    told = json.loads(capsys.readouterr().out)
    (settings,) = [one for one in told["checks"] if one["check"] == "settings"]
    assert (settings["health"], settings["number"]) == ("failure", "RA-1905")
    assert status == 2


def test_the_doctor_needs_no_window():
    """It runs over ssh on a computer without a screen, where Qt may not even load."""
    script = (
        "import sys; from ra_desk.cli import main;"
        "main(['doctor', '--json', '--folder', sys.argv[1]]); print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "/nonexistent/desk"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
        timeout=60,
        env={k: v for k, v in os.environ.items() if k != "DISPLAY"},
    )
    assert json.loads(done.stdout)["program"] == "ra-desk"
    assert not set(done.stderr.split()) & {"PySide6", "PySide6.QtWidgets", "fastapi"}


def test_a_stranger_at_the_store_is_found(tmp_path):
    with an_enrolled_desk(tmp_path / "desk", PORT_CLOSED) as (secrets, _doctor):
        folder = desk_folder(tmp_path / "desk")
        other = DeskSecrets(SigningKey.generate(), secrets.store_key(), secrets.box_key())
        doctor = LocalDoctor(folder, in_memory(other), settings=MemorySettings())
        found = by_check(doctor.examine())[Check.STORE]
    assert (found.health, found.error) == (Health.FAILURE, "store.another_desk_key")
