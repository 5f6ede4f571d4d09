"""A library that is missing is named with the command that installs it."""

import ctypes.util
import os
import subprocess
import sys

import pytest

from ra_desk.machine.libraries import PACKAGES, WINDOW, explain, require_window

#: As this test finds the package, so does another Python.
PYTHONPATH = os.pathsep.join(path for path in sys.path if path)
NOT_FOUND = "{}: cannot open shared object file: No such file or directory"


@pytest.mark.parametrize("library", PACKAGES)
def test_each_known_library_has_its_command(library):
    """The sentence can be pasted into a terminal."""
    advice = explain(ImportError(NOT_FOUND.format(library)))

    assert advice is not None
    assert library in advice
    assert advice.endswith(f"apt-get install {PACKAGES[library]}")


def test_several_missing_libraries_are_one_command():
    """Nobody wants to install, start, and be told the next one."""
    both = "\n".join(NOT_FOUND.format(lib) for lib in ("libxcb-cursor.so.0", "libxcb-xkb.so.1"))

    advice = explain(ImportError(both))

    assert advice is not None
    assert advice.endswith("apt-get install libxcb-cursor0 libxcb-xkb1")


def test_two_libraries_of_one_package_name_it_once():
    """Debian keeps GLib and its threads together."""
    both = "\n".join(NOT_FOUND.format(lib) for lib in ("libglib-2.0.so.0", "libgthread-2.0.so.0"))

    advice = explain(ImportError(both))

    assert advice is not None
    assert advice.endswith("apt-get install libglib2.0-0")


def test_an_unknown_library_is_named_without_a_wrong_command():
    """Better no command than one that installs something else."""
    advice = explain(ImportError(NOT_FOUND.format("libnowhere.so.7")))

    assert advice is not None
    assert "libnowhere.so.7" in advice
    assert "apt-get" not in advice


@pytest.mark.parametrize("content", [b"", b"no library", b"x" * 4096])
def test_a_library_that_is_there_and_broken_is_named_with_its_command(tmp_path, content):
    """A disk was full while it was installed: it says so in one line, not in a traceback."""
    (tmp_path / "libxcb-cursor.so.0").write_bytes(content)
    ended = subprocess.run(
        [sys.executable, "-m", "ra_desk", "run"],
        env={"DISPLAY": ":0", "LD_LIBRARY_PATH": str(tmp_path), "PYTHONPATH": PYTHONPATH},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert ended.returncode == 2
    assert ended.stderr.count("\n") == 1
    assert "broken on this computer: libxcb-cursor.so.0." in ended.stderr
    assert " --reinstall " in ended.stderr
    assert "libxcb-cursor0" in ended.stderr


def test_what_is_missing_and_what_is_broken_is_one_command():
    """Both are put in order at once."""
    both = [NOT_FOUND.format("libEGL.so.1"), "/lib/libxcb-xkb.so.1: file too short"]

    assert explain(ImportError("\n".join(both))) == (
        "missing on this computer: libEGL.so.1. broken on this computer: libxcb-xkb.so.1. "
        "Install with: apt-get install --reinstall libegl1 libxcb-xkb1"
    )


def test_a_missing_part_of_the_server_is_named():
    """A desk that was installed without the extra says how to get it."""
    advice = explain(ModuleNotFoundError("No module named 'fastapi'", name="fastapi"))

    assert advice is not None
    assert "ra-desk[central]" in advice


def test_our_own_mistakes_are_not_explained_away():
    """An import of ours that fails is a bug and keeps its traceback."""
    assert explain(ModuleNotFoundError("No module named 'ra_desk.x'", name="ra_desk.x")) is None
    assert explain(ImportError("cannot import name 'a' from 'b'")) is None


def test_without_a_display_the_window_s_libraries_are_not_asked_for():
    """A server or a test without a screen needs none of them."""
    require_window({})
    require_window({"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"})
    require_window({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"})


def test_with_a_display_each_missing_library_is_named():
    """What the check says about this computer is what the system's own loader says."""
    absent = {lib for lib in WINDOW if ctypes.util.find_library(lib[3:].split(".so")[0]) is None}
    try:
        require_window({"DISPLAY": ":0"})
    except ImportError as error:
        named = {line.split(":")[0] for line in str(error).splitlines()}
    else:
        named = set()

    assert named == absent
