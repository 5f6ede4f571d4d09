"""The desk's secrets live in the key store of the system, or there is no desk."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import keyring.backends.fail
import keyring.backends.null
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringError

from ra_desk.machine.paths import desk_folder
from ra_desk.machine.vault import (
    DeskSecrets,
    KeyringVault,
    KeyStoreLocked,
    KeyStoreMissing,
    SecretsLost,
    new_secrets,
)


class DrawerBackend(KeyringBackend):
    """A key store in a drawer: behaves as told."""

    priority = 5  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}
        self.fails = False
        self.forgets = False

    def get_password(self, service: str, username: str) -> str | None:
        if self.fails:
            raise KeyringError("locked")
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.fails:
            raise KeyringError("locked")
        if not self.forgets:
            self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


def same(one: DeskSecrets, other: DeskSecrets) -> bool:
    return (
        one.desk_signer().kid == other.desk_signer().kid
        and one.store_key() == other.store_key()
        and one.box_key().raw() == other.box_key().raw()
    )


def test_what_was_kept_is_what_is_loaded():
    backend = DrawerBackend()
    made = KeyringVault("desk", backend).create()
    assert same(made, KeyringVault("desk", backend).load())
    assert not same(made, new_secrets())


def test_two_desks_of_one_account_do_not_share_secrets():
    backend = DrawerBackend()
    one = KeyringVault("one", backend).create()
    assert not same(one, KeyringVault("two", backend).create())
    assert same(one, KeyringVault("one", backend).load())


@pytest.mark.parametrize("backend", [keyring.backends.fail.Keyring, keyring.backends.null.Keyring])
def test_without_a_key_store_there_is_no_desk(backend):
    """Never a plaintext fallback."""
    with pytest.raises(KeyStoreMissing):
        KeyringVault("desk", backend())


@pytest.mark.parametrize("text", [None, "", "[]", "{}", '{"desk":"x","store":"x","box":"x"}'])
def test_lost_or_damaged_secrets_are_said_to_be_lost(text):
    backend = DrawerBackend()
    if text is not None:
        backend.kept["ra-desk", "desk"] = text
    with pytest.raises(SecretsLost):
        KeyringVault("desk", backend).load()


def test_a_key_store_that_does_not_open_or_keep_is_locked():
    backend = DrawerBackend()
    backend.forgets = True
    with pytest.raises(KeyStoreLocked):
        KeyringVault("desk", backend).create()
    backend.fails = True
    with pytest.raises(KeyStoreLocked):
        KeyringVault("desk", backend).create()
    with pytest.raises(KeyStoreLocked):
        KeyringVault("desk", backend).load()


def test_secrets_do_not_show_themselves():
    made = new_secrets()
    assert repr(made) == "DeskSecrets(…)"
    assert made.store_key().hex() not in f"{made!r} {made}"


def test_the_folder_is_the_owners_alone(tmp_path):
    folder = desk_folder(tmp_path / "desk")
    assert folder.path.stat().st_mode & 0o777 == 0o700
    assert folder.store.parent == folder.log.parent == folder.path


REAL = """
import json
from ra_desk.machine.vault import KeyringVault
made = KeyringVault("a real desk").create()
again = KeyringVault("a real desk").load()
import keyring
print(json.dumps({
    "backend": type(keyring.get_keyring()).__module__,
    "same": made.desk_signer().kid == again.desk_signer().kid,
    "seed": made.signing_key().seed().hex(),
    "store": made.store_key().hex(),
}))
"""


def test_the_secret_service_of_this_system_keeps_them_encrypted(tmp_path):
    """A real gnome-keyring on a bus of its own; its file holds no secret in clear."""
    daemon = shutil.which("gnome-keyring-daemon")
    bus = shutil.which("dbus-run-session")
    assert daemon, "apt-get install gnome-keyring"
    assert bus, "apt-get install dbus-daemon"
    home = tmp_path / "home"
    runtime = tmp_path / "run"
    for folder in (home, runtime):
        folder.mkdir(mode=0o700)
    script = tmp_path / "real.py"
    script.write_text(REAL, encoding="utf-8")
    command = (
        f"printf unlocked | {daemon} --unlock --components=secrets >/dev/null && "
        f"{sys.executable} {script}"
    )
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("DBUS_", "GNOME_", "XDG_"))}
    done = subprocess.run(
        [bus, "--", "sh", "-c", command],
        env=clean
        | {
            "HOME": str(home),
            "XDG_RUNTIME_DIR": str(runtime),
            "PYTHONPATH": str(Path(__file__).parents[2]),
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout.splitlines()[-1])
    assert said["backend"] == "keyring.backends.SecretService"
    assert said["same"]
    files = [f for f in home.rglob("*") if f.is_file()]
    assert files
    kept = b"".join(f.read_bytes() for f in files)
    for secret in (said["seed"], said["store"]):
        assert bytes.fromhex(secret) not in kept
        assert secret.encode() not in kept
