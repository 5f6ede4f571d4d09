"""One desk, one process: central takes two that exchange at once for a desk and its copy."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest

from ra_desk.app import enrol, open_desk
from ra_desk.cli import main
from ra_desk.machine.instance import AlreadyOpen, only_process
from ra_desk.machine.paths import DeskFolder, desk_folder
from ra_desk.machine.vault import new_secrets

ROOT = Path(__file__).parents[2]


@pytest.fixture
def folder(tmp_path: Path) -> DeskFolder:
    return desk_folder(tmp_path / "desk")


@contextmanager
def held_by_another(folder: DeskFolder) -> Iterator[subprocess.Popen[str]]:
    """Let a process of its own hold the folder; it is killed at the end at the latest."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.machine.instance_process", str(folder.path)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == "holds\n"
        try:
            yield process
        finally:
            process.kill()


def test_a_desk_that_is_open_is_opened_by_nobody_else(folder):
    """Before anything of its store is read: the second window would be one desk too many."""
    secrets = new_secrets()
    with held_by_another(folder):
        with pytest.raises(AlreadyOpen), open_desk(folder, secrets, printers={}):
            pass
        assert not folder.store.exists()


def test_a_desk_that_is_open_is_not_enrolled_anew(folder):
    """Nor is its one-time code spent on that."""
    with held_by_another(folder), pytest.raises(AlreadyOpen):
        enrol(folder, new_secrets(), "not even read")


def test_the_second_window_ends_with_a_sentence_and_status_one(folder, capsys):
    """Whatever this computer's key store says: no traceback, and the first window goes on."""
    with held_by_another(folder):
        assert main(["run", "--folder", str(folder.path)]) == 1
    assert "RA-" in capsys.readouterr().err


def test_a_killed_process_lets_go_of_its_desk(folder):
    """A clerk who starts again after a crash waits for nothing."""
    with held_by_another(folder) as process:
        process.kill()
        process.wait()
        with only_process(folder):
            assert folder.lock.exists()


def test_a_desk_is_let_go_also_from_another_thread_and_after_an_error(folder):
    with pytest.raises(RuntimeError), only_process(folder):
        raise RuntimeError
    held = only_process(folder)
    held.__enter__()
    with pytest.raises(AlreadyOpen), only_process(folder):
        pass
    closing = Thread(target=held.__exit__, args=(None, None, None))
    closing.start()
    closing.join()
    with only_process(folder):
        assert folder.lock.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="its lock file has an owner, no mode")
def test_the_lock_is_the_owners_alone(folder):
    with only_process(folder):
        assert folder.lock.stat().st_mode & 0o777 == 0o600


def test_two_desks_of_one_account_do_not_wait_for_each_other(folder, tmp_path):
    with only_process(folder), only_process(desk_folder(tmp_path / "another")):
        assert folder.lock.exists()
