"""The command line as a person meets it: in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ra_desk import __version__
from ra_desk.cli import COMMANDS

ROOT = Path(__file__).resolve().parent.parent


def ra_desk(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ra_desk", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_it_says_its_version():
    """The first thing a help desk asks."""
    done = ra_desk("--version")

    assert (done.returncode, done.stdout) == (0, f"ra-desk {__version__}\n")


def test_help_names_every_command():
    """What can be done is found without a manual."""
    done = ra_desk("--help")

    assert done.returncode == 0
    assert all(name in done.stdout for name in COMMANDS)


@pytest.mark.parametrize("arguments", [[], ["no-such-command"]])
def test_what_is_not_understood_ends_with_the_usage(arguments):
    """No traceback for a typing error."""
    done = ra_desk(*arguments)

    assert done.returncode == 2
    assert done.stderr.startswith("usage: ra-desk")


def test_asking_for_help_imports_no_window_and_no_server():
    """The command line answers at once; rooms are imported when their command is named."""
    script = "import sys, ra_desk.cli as c\ntry: c.main(['--help'])\nfinally: print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT
    )

    loaded = set(done.stdout.split())
    assert "ra_desk.cli" in loaded
    assert not loaded & {"PySide6", "fastapi", "sqlalchemy", "requests", "reportlab", "dbos"}


def test_a_missing_system_library_is_named_with_its_package(tmp_path):
    """Qt without its libraries: a sentence with a command, not a traceback."""
    qt = tmp_path / "PySide6"
    qt.mkdir()
    (qt / "__init__.py").write_text("", encoding="utf-8")
    (qt / "QtCore.py").write_text(
        "raise ImportError('libEGL.so.1: cannot open shared object file: No such file')",
        encoding="utf-8",
    )
    window = "import sys, ra_desk.cli as c\ndef look(_): import PySide6.QtCore\n"
    register = "c.COMMANDS['look'] = ('', look)\nsys.exit(c.main(['look']))"

    done = subprocess.run(
        [sys.executable, "-c", window + register],
        env={**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 2
    assert done.stderr.endswith("apt-get install libegl1\n")
    assert "Traceback" not in done.stderr
