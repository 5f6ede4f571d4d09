"""A file that somebody has chosen is there as a whole, or not at all."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from ra_desk.machine.files import write_file


def test_a_file_is_written_for_its_owner_alone(tmp_path: Path) -> None:
    """Others at this computer have no business with it; one of that name is replaced."""
    path = tmp_path / "porocilo.csv"
    path.write_bytes(b"old")
    write_file(b"new", path)
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_not_there_leaves_no_file(tmp_path: Path) -> None:
    """The person chooses another one."""
    with pytest.raises(OSError, match="No such file"):
        write_file(b"new", tmp_path / "gone" / "porocilo.csv")


def test_a_place_that_is_a_folder_leaves_no_half(tmp_path: Path) -> None:
    """Whatever fails after the first byte, nothing stays behind."""
    (tmp_path / "folder").mkdir()
    with pytest.raises(OSError, match="directory"):
        write_file(b"new", tmp_path / "folder")
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]
