"""What was chosen survives the program, and no file on disk can stop it from starting."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ra_desk.machine.settings_file import DiskSettings, is_administrators, policy_file
from ra_desk.services.settings import PolicyDamaged, SettingNotSaved, SettingsDamaged


def test_choices_are_read_as_they_were_written(tmp_path: Path):
    """Signs of every language, truth and numbers come back as what they were."""
    chosen = {"desk.counter": "okence Č", "lock.idle_minutes": 5, "scanner.sound": True}
    file = DiskSettings(tmp_path / "settings.json")

    file.write(chosen)

    assert DiskSettings(tmp_path / "settings.json").read().chosen == chosen
    assert [path.name for path in tmp_path.iterdir()] == ["settings.json"]


def test_a_first_start_has_no_choices_and_no_trouble(tmp_path: Path):
    """A file that is not there yet is no damage."""
    kept = DiskSettings(tmp_path / "settings.json", policies=[tmp_path / "policy.toml"]).read()

    assert (kept.chosen, kept.fixed, kept.troubles) == ({}, {}, ())


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b'{"appearance.theme": "da',
        b"[1, 2]",
        b"null",
        b"\xff\xfe\x00",
        b"[" * 100_000,
        b'{"a": NaN, "b": [1]}',
    ],
    ids=["empty", "cut", "a list", "nothing", "no text", "deep", "strange values"],
)
def test_a_damaged_file_is_told_and_stops_nothing(tmp_path: Path, content: bytes):
    """A power failure or a curious hand must not keep a counter closed."""
    path = tmp_path / "settings.json"
    path.write_bytes(content)

    kept = DiskSettings(path).read()

    assert kept.chosen == {}
    assert [type(t) for t in kept.troubles] in ([SettingsDamaged], []), kept.troubles
    assert bool(kept.troubles) is (b"NaN" not in content)


def test_the_administrators_file_is_read_by_sections(tmp_path: Path):
    """TOML as people write it; the machine's file rules over one named on the command line."""
    named, machine = tmp_path / "named.toml", tmp_path / "machine.toml"
    named.write_text('language = "it"\n[lock]\nidle_minutes = 10\n', "utf-8")
    machine.write_text("[lock]\nidle_minutes = 2\n", "utf-8")

    kept = DiskSettings(tmp_path / "settings.json", policies=[named, machine]).read()

    assert kept.fixed == {"language": "it", "lock.idle_minutes": 2}


def test_an_administrators_file_that_cannot_be_read_is_told(tmp_path: Path):
    """Rules that nobody sees any more must not vanish in silence."""
    policy = tmp_path / "policy.toml"
    policy.write_text("[lock\nidle", "utf-8")

    kept = DiskSettings(tmp_path / "settings.json", policies=[policy]).read()

    assert [(type(t), t.facts) for t in kept.troubles] == [(PolicyDamaged, {"path": str(policy)})]


@pytest.mark.parametrize(
    ("mode", "owner", "theirs"),
    [
        (0o100644, 0, True),
        (0o100600, 0, True),
        (0o100664, 0, False),
        (0o100646, 0, False),
        (0o100644, 1000, False),
    ],
)
def test_only_the_administrator_writes_the_administrators_file(mode: int, owner: int, theirs: bool):
    """Else whoever sits at the computer would fix the settings of everybody on it."""
    assert is_administrators(os.stat_result((mode, 1, 1, 1, owner, 0, 9, 0, 0, 0))) is theirs


def test_a_write_that_fails_leaves_what_was_there(tmp_path: Path):
    """The place of the file is taken by a folder: nothing of the attempt remains."""
    path = tmp_path / "settings.json"
    path.mkdir()
    (path / "inside").touch()

    with pytest.raises(SettingNotSaved):
        DiskSettings(path).write({"language": "hu"})

    assert [one.name for one in tmp_path.iterdir()] == ["settings.json"]


def test_the_administrators_file_has_its_place_on_each_system():
    """The manual names it."""
    assert policy_file("linux") == Path("/etc/ra-desk/policy.toml")
    assert policy_file("other").name == "policy.toml"
