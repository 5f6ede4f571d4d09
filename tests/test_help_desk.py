"""What a desk exports for the help desk is opened there, by a command, and by nobody else."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from ra_desk.cli import main
from ra_desk.domain.policy import Policy
from ra_desk.services.help_bundle import help_bundle
from tests.fakes import FakeCentral, a_desk


@pytest.fixture
def package(tmp_path, capsys):
    """A package of a desk that was given the key of the help desk, and both files."""
    key = tmp_path / "help-desk.key"
    assert main(["help-desk", "key", str(key)]) == 0
    jwk = capsys.readouterr().out
    made = tmp_path / "package.json"
    made.write_text(
        help_bundle(
            jwk, store=a_desk(FakeCentral({}, Policy())).store, now=lambda: datetime.now(UTC)
        )
    )
    return key, made


def test_the_help_desk_makes_its_key_and_opens_what_a_desk_exported(package, capsys):
    key, made = package
    assert key.stat().st_mode & 0o077 == 0, "nobody else reads the private key"
    assert main(["help-desk", "open", str(made), "--key", str(key)]) == 0
    assert json.loads(capsys.readouterr().out)["desk"] == "desk-1"


def test_a_key_is_never_overwritten(package, capsys):
    """Whatever was exported for it could not be opened any more."""
    key, _ = package
    before = key.read_text()
    assert main(["help-desk", "key", str(key)]) == 1
    assert key.read_text() == before
    assert "help-desk.key" in capsys.readouterr().err


@pytest.mark.parametrize("text", ["", "nič", "AAAA", "A" * 43])
def test_another_key_opens_nothing_and_that_is_said(package, capsys, text):
    key, made = package
    key.write_text(text)
    assert main(["help-desk", "open", str(made), "--key", str(key)]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("ra-desk: ")
    assert "RA-1699" not in said.err
