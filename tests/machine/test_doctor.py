"""What this computer is asked, with real things broken: disk, key store, spooler, fonts, libraries."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import keyring.backends.fail
import pytest

from ra_desk import places
from ra_desk.doctor import FONTS
from ra_desk.machine.doctor import desktop, disk, keys, parts, programs, spooler
from ra_desk.machine.vault import KeyringVault
from ra_desk.services import diagnosis
from ra_desk.services.diagnosis import QueueFacts
from ra_desk.services.doctor import Health
from tests.machine.test_vault import DrawerBackend

#: As Debian 12 installs it: nothing is said about jobs, so files stay for a day.
DEBIAN = """\
LogLevel warn
MaxLogSize 0
ErrorPolicy retry-job
# Allow remote access
Listen localhost:631
Listen /run/cups/cups.sock
Browsing No
<Policy default>
  JobPrivateAccess default
  <Limit Create-Job Print-Job Print-URI Validate-Job>
    Order deny,allow
  </Limit>
</Policy>
"""


def program(folder: Path, name: str, script: str) -> str:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


# The disk


def test_a_folder_is_written_and_left_as_it_was(tmp_path: Path):
    folder = tmp_path / "desk"
    folder.mkdir(mode=0o700)
    facts = disk.look(folder)
    assert facts.writable
    assert facts.private
    assert facts.free_bytes > 0
    assert list(folder.iterdir()) == []


def test_before_enrolment_the_disk_is_looked_at_where_the_folder_will_be(tmp_path: Path):
    facts = disk.look(tmp_path / "not" / "yet")
    assert facts.writable
    assert not (tmp_path / "not").exists()


def test_a_folder_that_others_can_open_is_told(tmp_path: Path):
    folder = tmp_path / "desk"
    folder.mkdir()
    folder.chmod(0o750)
    assert not disk.look(folder).private


LIMITED = """
import resource, signal, sys
from pathlib import Path
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
from ra_desk.machine.doctor import disk
print(disk.look(Path(sys.argv[1])).writable)
"""


def test_a_disk_that_takes_no_bytes_is_found_by_writing(tmp_path: Path):
    """Free room is not enough: a quota or a limit says no all the same."""
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert done.stdout == "False\n"
    assert list(tmp_path.iterdir()) == [], "the probe is taken away again"


# The key store


def test_the_key_store_gives_this_desks_secrets(tmp_path: Path):
    backend = DrawerBackend()
    made = KeyringVault("desk", backend).create()
    facts, secrets = keys.look("desk", backend)
    assert (facts.error, facts.holds_secrets) == ("", True)
    assert secrets is not None
    assert secrets.desk_signer().kid == made.desk_signer().kid


def test_a_key_store_that_is_locked_absent_or_empty_is_told_apart():
    backend = DrawerBackend()
    facts, secrets = keys.look("desk", backend)
    assert (facts.error, facts.holds_secrets, secrets) == ("", False, None)
    backend.fails = True
    assert keys.look("desk", backend)[0].error == "vault.locked"
    assert keys.look("desk", keyring.backends.fail.Keyring())[0].error == "vault.missing"


def test_a_session_without_a_key_store_is_found(tmp_path: Path):
    """A real bus with nobody on it: exactly what a bare system has."""
    bus = shutil.which("dbus-run-session")
    assert bus, "apt-get install dbus-daemon"
    script = "from ra_desk.machine.doctor import keys; print(keys.look('desk')[0].error)"
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("DBUS_", "GNOME_", "XDG_"))}
    clean |= {"XDG_DATA_DIRS": str(tmp_path), "HOME": str(tmp_path)}
    done = subprocess.run(
        [bus, "--", sys.executable, "-c", script],
        capture_output=True,
        text=True,
        env=clean,
        check=True,
        timeout=60,
    )
    assert done.stdout.splitlines()[-1] in {"vault.missing", "vault.locked"}


# The spooler


@pytest.mark.parametrize(
    ("said", "files", "history"),
    [
        ("", 86_400, None),
        ("PreserveJobFiles No\nPreserveJobHistory No\n", 0, 0),
        ("preservejobfiles off\nPRESERVEJOBHISTORY False\n", 0, 0),
        ("PreserveJobFiles Yes\n", None, None),
        ("PreserveJobFiles 3600\n", 3600, None),
        ("PreserveJobFiles 2d\nPreserveJobHistory 30m\n", 172_800, 1800),
        ("PreserveJobFiles No\nPreserveJobFiles Yes\n", None, None),
        ("# PreserveJobFiles No\n", 86_400, None),
        ("PreserveJobFiles maybe\n", None, None),
        ("  PreserveJobFiles No  \n", 0, None),
    ],
)
def test_what_a_spooler_keeps_is_read_as_cups_reads_it(said, files, history):
    """What is not said is not "No": CUPS keeps files for a day by itself."""
    facts = spooler.kept(DEBIAN + said)
    assert (facts.keeps_files, facts.keeps_history) == (files, history)


def test_a_spooler_as_debian_installs_it_is_refused(tmp_path: Path):
    config = tmp_path / "cupsd.conf"
    config.write_text(DEBIAN, encoding="utf-8")
    facts = spooler.spooler(config=config, client=tmp_path / "client.conf", environment={})
    found = diagnosis.spooler(facts, QueueFacts(accepting={"HP-1": True}))
    assert (found.health, found.reason) == (Health.FAILURE, "keeps_files")


def test_the_settings_that_the_finding_asks_for_are_good_for_cups(tmp_path: Path):
    """cupsd itself reads the file that the administrator is told to write."""
    cupsd = shutil.which("cupsd", path=os.environ.get("PATH", "") + ":/usr/sbin")
    assert cupsd, "apt-get install cups-daemon"
    config = tmp_path / "cupsd.conf"
    config.write_text(DEBIAN + "PreserveJobFiles No\nPreserveJobHistory No\n", encoding="utf-8")
    files = tmp_path / "cups-files.conf"
    files.write_text(f"ServerRoot {tmp_path}\nRequestRoot {tmp_path}\n", encoding="utf-8")
    done = subprocess.run(
        [cupsd, "-t", "-c", str(config), "-s", str(files)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert "PreserveJob" not in done.stderr + done.stdout
    facts = spooler.spooler(config=config, client=tmp_path / "client.conf", environment={})
    assert diagnosis.spooler(facts, QueueFacts(accepting={"HP-1": True})).health is Health.OK


@pytest.mark.parametrize(
    ("client", "environment", "state"),
    [
        ("", {}, "read"),
        ("", {"CUPS_SERVER": "print.example:631"}, "elsewhere"),
        ("ServerName print.example\n", {}, "elsewhere"),
        ("ServerName /run/cups/cups.sock\n", {}, "read"),
        ("servername localhost\n", {}, "read"),
        ("ServerName print.example\n", {"CUPS_SERVER": "localhost"}, "read"),
    ],
)
def test_another_computers_spooler_is_not_mistaken_for_this_one(
    tmp_path, client, environment, state
):
    config, clients = tmp_path / "cupsd.conf", tmp_path / "client.conf"
    config.write_text(DEBIAN, encoding="utf-8")
    clients.write_text(client, encoding="utf-8")
    facts = spooler.spooler(config=config, client=clients, environment=environment)
    assert facts.state == state


def test_a_configuration_that_cannot_be_read_is_told(tmp_path: Path):
    assert spooler.spooler(config=tmp_path / "none", environment={}).state == "absent"
    assert spooler.spooler(config=tmp_path, environment={}).state == "unreadable"


def test_queues_are_listed_with_what_they_take(tmp_path: Path):
    script = """\
case "$1" in
-e) printf 'HP-1\\nHP-2\\n' ;;
-a) printf 'HP-1 accepting requests since Fri\\nHP-2 not accepting requests since Fri -\\n' ;;
esac"""
    facts = spooler.queues(lpstat=program(tmp_path, "lpstat", script))
    assert facts == QueueFacts(accepting={"HP-1": True, "HP-2": False})


def test_a_printing_service_that_is_missing_or_silent_is_told(tmp_path: Path):
    assert spooler.queues(lpstat=str(tmp_path / "none")).failed == "not_installed"
    broken = tmp_path / "lpstat"
    broken.write_bytes(b"\x7fELF nonsense")
    broken.chmod(0o755)
    assert spooler.queues(lpstat=str(broken)).failed == "silent"


def test_a_program_that_hangs_is_not_waited_for(tmp_path: Path):
    hanging = program(tmp_path, "hangs", "exec tail -f /dev/null")
    with pytest.raises(programs.Silent):
        programs.said(hanging, timeout_s=0.2)


# Fonts, libraries, the desktop


def test_the_fonts_of_this_tree_are_whole():
    assert parts.missing_fonts(places.resources() / "fonts", FONTS) == ()
    here = {path.name for path in (places.resources() / "fonts").glob("*.ttf")}
    assert here == set(FONTS)


def test_a_font_that_is_gone_or_damaged_is_named(tmp_path: Path):
    (tmp_path / "one.ttf").write_bytes(b"<html>")
    assert parts.missing_fonts(tmp_path, ("one.ttf", "two.ttf")) == ("one.ttf", "two.ttf")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="libraries of Linux")
def test_a_library_that_is_not_there_is_named_with_its_package():
    assert parts.missing_libraries(("libno-such.so.9",)) == ("libno-such.so.9",)
    assert parts.packages_of(("libEGL.so.1", "libGL.so.1", "libEGL.so.1")) == "libegl1 libgl1"


def test_the_system_is_named_and_the_computer_is_not():
    import socket

    assert "Python 3." in parts.system()
    assert socket.gethostname() not in parts.system().split()


@pytest.mark.parametrize(
    ("said", "locks"), [("true", True), ("false", False), ("No such schema", None), ("", None)]
)
def test_the_screen_lock_is_asked_where_it_can_be(tmp_path, monkeypatch, said, locks):
    program(tmp_path, "gsettings", f"echo '{said}'")
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    assert desktop.locks_itself() is locks


@pytest.mark.parametrize(
    ("said", "served"),
    [("(['org.a11y.Bus', 'x'],)", True), ("(['org.freedesktop.secrets'],)", False), ("", None)],
)
def test_screen_readers_are_asked_for_on_the_bus(tmp_path, monkeypatch, said, served):
    script = f'test -n "{said}" && echo "{said}"'
    program(tmp_path, "gdbus", script)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    assert desktop.serves_screen_readers() is served
