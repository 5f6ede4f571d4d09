"""Central's settings: no default secret, no weak one, none twice, and none in an error."""

from __future__ import annotations

import stat

import pytest

from ra_desk.central.settings import (
    PREFIX,
    SECRETS,
    SettingMissing,
    SettingUnfit,
    new_secret,
    read_settings,
    write_secrets,
)
from ra_desk.journal.canonical import b64


@pytest.fixture
def environment():
    """What a sound central is told."""
    return {PREFIX + name: new_secret() for name in SECRETS} | {
        PREFIX + "DATABASE_URL": "sqlite:///central.db",
        PREFIX + "PUBLIC_URL": "https://central.example/",
    }


def test_sound_settings_are_read(environment):
    """The address loses its slash, the secrets do not show."""
    found = read_settings(environment)
    assert (found.public_url, found.demo) == ("https://central.example", False)
    assert found.database_key is not None
    assert environment[PREFIX + "TOTP_KEY"] == b64(found.totp_key.reveal())
    assert environment[PREFIX + "TOTP_KEY"] not in repr(found)


@pytest.mark.parametrize("name", [*SECRETS, "DATABASE_URL", "PUBLIC_URL"])
def test_what_is_missing_is_named(environment, name):
    """No default stands in for it."""
    del environment[PREFIX + name]
    with pytest.raises(SettingMissing) as refused:
        read_settings(environment)
    assert refused.value.facts == {"name": PREFIX + name}


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("changeme", "not 32 bytes"),
        ("not base64!", "not base64url"),
        (b64(bytes(32)), "not random"),
        (b64(b"secret" * 5 + b"se"), "not random"),
        (b64(bytes(range(31))), "not 32 bytes"),
    ],
)
def test_a_weak_secret_is_refused_and_not_repeated(environment, value, reason):
    """Central does not start, and the log does not hold the value."""
    environment[PREFIX + "CODE_PEPPER"] = value
    with pytest.raises(SettingUnfit) as refused:
        read_settings(environment)
    assert refused.value.facts == {"name": PREFIX + "CODE_PEPPER", "reason": reason}


def test_one_secret_for_two_purposes_is_refused(environment):
    """Whoever learns one would have the other."""
    environment[PREFIX + "TOTP_KEY"] = environment[PREFIX + "DIGEST_KEY"]
    with pytest.raises(SettingUnfit):
        read_settings(environment)


def test_postgresql_needs_no_key_for_a_file(environment):
    """Its disk is encrypted by whoever runs it."""
    del environment[PREFIX + "DATABASE_KEY"]
    environment[PREFIX + "DATABASE_URL"] = "postgresql+psycopg:///central"
    assert read_settings(environment).database_key is None


@pytest.mark.parametrize(
    ("url", "demo", "fits"),
    [
        ("http://central.example", "0", False),
        ("ftp://central.example", "0", False),
        ("https://", "0", False),
        ("https://central.example/?q", "0", False),
        ("http://127.0.0.1:8443", "0", True),
        ("http://127.0.0.1:8443", "1", True),
        ("https://central.example", "1", False),
        ("https://central.example", "yes", False),
    ],
)
def test_the_address_is_https_and_the_demos_local(environment, url, demo, fits):
    """A demo cannot be put on the net by mistake."""
    environment |= {PREFIX + "PUBLIC_URL": url, PREFIX + "DEMO": demo}
    if fits:
        assert read_settings(environment).demo is (demo == "1")
    else:
        with pytest.raises(SettingUnfit):
            read_settings(environment)


def test_secrets_are_written_once_for_their_owner_alone(environment, tmp_path):
    """A second `init` keeps what the desks have pinned."""
    folder = tmp_path / "secrets"
    variables = write_secrets(folder)
    assert write_secrets(folder) == variables
    files = list(folder.iterdir())
    assert len(files) == len(SECRETS)
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    named = {k: v for k, v in environment.items() if k.removeprefix(PREFIX) not in SECRETS}
    assert read_settings(named | variables).demo is False


def test_a_file_that_cannot_be_read_is_named(environment, tmp_path):
    """By its variable."""
    environment[PREFIX + "SIGNING_KEY_FILE"] = str(tmp_path / "nowhere")
    with pytest.raises(SettingUnfit) as refused:
        read_settings(environment)
    assert refused.value.facts["name"] == PREFIX + "SIGNING_KEY_FILE"
