"""Central's settings, from the environment; secrets come from files or variables, never defaults.

Each secret is 32 random bytes in base64url, in the variable itself or in the file that
``<NAME>_FILE`` names. ``ra-desk central init`` writes them.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from ra_desk.domain.errors import Broken
from ra_desk.domain.secret import Secret
from ra_desk.journal.canonical import NotCanonical, b64, unb64

PREFIX = "RA_CENTRAL_"
SECRET_BYTES = 32
#: Fewer different bytes than this are typed, not drawn: 32 random ones have about 30.
_LEAST_DIFFERENT = 16
SECRETS = ("DATABASE_KEY", "SIGNING_KEY", "DIGEST_KEY", "TOTP_KEY", "CODE_PEPPER", "MAIL_BOX_KEY")
_LOCAL = {"127.0.0.1", "::1", "localhost"}


class SettingMissing(Broken):
    """``name``: the variable that central needs and does not find."""

    code = "setting.missing"


class SettingUnfit(Broken):
    """``name``, ``reason``: the variable, and what is wrong with its value."""

    code = "setting.unfit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What central must be told.

    Attributes:
        database_url: ``sqlite:///path`` or ``postgresql+psycopg://…``.
        database_key: opens the SQLite file; none for PostgreSQL.
        public_url: where desks reach central; https, no slash at the end.
        signing_key: seed of central's Ed25519 key, which every desk pins.
        digest_key: for keyed digests of tax numbers, documents and logins.
        totp_key: guards the operators' TOTP secrets.
        code_pepper: without it the digests of activation codes are of no use.
        mail_box_key: X25519, opens the boxes for the mail worker.
        demo: a central of the demo; its entries count nowhere else.
    """

    database_url: str
    database_key: Secret[bytes] | None
    public_url: str
    signing_key: Secret[bytes]
    digest_key: Secret[bytes]
    totp_key: Secret[bytes]
    code_pepper: Secret[bytes]
    mail_box_key: Secret[bytes]
    demo: bool


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Return the settings in an environment.

    Raises:
        SettingMissing, SettingUnfit: which variable, and why; never its value.
    """
    url = _text(environment, "DATABASE_URL")
    sqlite = url.startswith("sqlite:")
    wanted = SECRETS if sqlite else tuple(name for name in SECRETS if name != "DATABASE_KEY")
    found = {name: _secret(environment, name) for name in wanted}
    _require_different(found)
    demo = environment.get(PREFIX + "DEMO", "0")
    if demo not in {"0", "1"}:
        raise SettingUnfit(name=PREFIX + "DEMO", reason="not 0 or 1")
    return Settings(
        database_url=url,
        database_key=found.get("DATABASE_KEY"),
        public_url=_public_url(environment, demo=demo == "1"),
        signing_key=found["SIGNING_KEY"],
        digest_key=found["DIGEST_KEY"],
        totp_key=found["TOTP_KEY"],
        code_pepper=found["CODE_PEPPER"],
        mail_box_key=found["MAIL_BOX_KEY"],
        demo=demo == "1",
    )


def new_secret() -> str:
    """Return a fresh secret as it is written into a file."""
    return b64(secrets.token_bytes(SECRET_BYTES))


def write_secrets(folder: Path) -> dict[str, str]:
    """Write all secrets into files that only their owner may read; keep those that are there.

    Returns:
        The variables that name the files.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    variables = {}
    for name in SECRETS:
        path = folder / name.lower()
        if not path.exists():
            path.touch(mode=0o600, exist_ok=False)
            path.write_text(new_secret() + "\n", encoding="ascii")
        variables[f"{PREFIX}{name}_FILE"] = str(path)
    return variables


def _text(environment: Mapping[str, str], name: str) -> str:
    value = environment.get(PREFIX + name, "").strip()
    if not value:
        raise SettingMissing(name=PREFIX + name)
    return value


def _secret(environment: Mapping[str, str], name: str) -> Secret[bytes]:
    variable = PREFIX + name
    named = environment.get(f"{variable}_FILE", "").strip()
    if named:
        try:
            text = Path(named).read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError):
            raise SettingUnfit(name=f"{variable}_FILE", reason="file not readable") from None
    else:
        text = _text(environment, name)
    try:
        raw = unb64(text, what=variable)
    except NotCanonical:
        raise SettingUnfit(name=variable, reason="not base64url") from None
    if len(raw) != SECRET_BYTES:
        raise SettingUnfit(name=variable, reason="not 32 bytes")
    if len(set(raw)) < _LEAST_DIFFERENT:
        raise SettingUnfit(name=variable, reason="not random")
    return Secret(raw)


def _require_different(found: Mapping[str, Secret[bytes]]) -> None:
    """Refuse one value for two purposes: whoever learns one would learn the other."""
    seen: set[bytes] = set()
    for name, secret in found.items():
        if secret.reveal() in seen:
            raise SettingUnfit(name=PREFIX + name, reason="used for something else too")
        seen.add(secret.reveal())


def _public_url(environment: Mapping[str, str], *, demo: bool) -> str:
    url = _text(environment, "PUBLIC_URL").rstrip("/")
    parts = urlsplit(url)
    local = parts.hostname in _LOCAL
    if parts.scheme != "https" and not (parts.scheme == "http" and local):
        raise SettingUnfit(name=PREFIX + "PUBLIC_URL", reason="not https")
    if demo and not local:
        raise SettingUnfit(name=PREFIX + "PUBLIC_URL", reason="a demo stays on this computer")
    if not parts.hostname or parts.query or parts.fragment:
        raise SettingUnfit(name=PREFIX + "PUBLIC_URL", reason="not a plain address")
    return url
