"""What lies outside central, from the environment: the relay, the register, what citizens read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ra_desk.central.dispatch.activation_mail import Relay
from ra_desk.central.dispatch.smtp import Mailer, verified_tls
from ra_desk.central.person_register import NoRegister, PersonRegister, read_register
from ra_desk.central.settings import PREFIX, SettingMissing, SettingUnfit
from ra_desk.domain.policy import Service
from ra_desk.domain.secret import Secret

#: Variable → field of `Service`; each has a default there.
_SERVICE = {
    "ISSUER": "issuer",
    "ISSUER_ADDRESS": "issuer_address",
    "RULES_URL": "rules",
    "HELP_PHONE": "phone",
    "HELP_EMAIL": "email",
    "PORTAL_URL": "portal",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """What central reaches, and what it tells citizens of itself.

    Attributes:
        relay: takes mails.
        register: of persons.
        service: who issues, and where a citizen turns.
        terms_version: the general terms that a request must accept.
    """

    relay: Relay
    register: PersonRegister
    service: Service
    terms_version: str


def read_outside(environment: Mapping[str, str]) -> Outside:
    """Return what an environment names.

    ``RA_CENTRAL_RELAY_HOST``, ``…_RELAY_PORT`` (587), ``…_RELAY_SENDER``, ``…_RELAY_CA_FILE``,
    ``…_RELAY_USER`` with ``…_RELAY_PASSWORD_FILE``; ``…_REGISTER_FILE`` (a trial register as
    `read_register` reads it; without one every code waits); ``…_TERMS_VERSION``; and the fields
    of `Service` as ``…_ISSUER``, ``…_ISSUER_ADDRESS``, ``…_RULES_URL``, ``…_HELP_PHONE``,
    ``…_HELP_EMAIL``, ``…_PORTAL_URL``.

    Raises:
        SettingMissing, SettingUnfit: which variable, and why; never its value.
        RegisterUnreadable: the file of the trial register is no register.
    """
    said = {
        name.removeprefix(PREFIX): value.strip()
        for name, value in environment.items()
        if name.startswith(PREFIX) and value.strip()
    }
    fields = {field: said[name] for name, field in _SERVICE.items() if name in said}
    register = said.get("REGISTER_FILE")
    return Outside(
        relay=_relay(said),
        register=NoRegister() if register is None else read_register(Path(register)),
        service=Service(**fields),
        terms_version=_need(said, "TERMS_VERSION"),
    )


def _relay(said: Mapping[str, str]) -> Mailer:
    port = said.get("RELAY_PORT", "587")
    if not port.isdigit() or not 0 < int(port) < 1 << 16:
        raise SettingUnfit(name=PREFIX + "RELAY_PORT", reason="not a port")
    try:
        tls = verified_tls(said.get("RELAY_CA_FILE"))
    except OSError:
        raise SettingUnfit(name=PREFIX + "RELAY_CA_FILE", reason="file not readable") from None
    user = said.get("RELAY_USER")
    return Mailer(
        host=_need(said, "RELAY_HOST"),
        port=int(port),
        sender=_need(said, "RELAY_SENDER"),
        tls=tls,
        user=user,
        password=None if user is None else _password(said),
    )


def _password(said: Mapping[str, str]) -> Secret[str]:
    path = Path(_need(said, "RELAY_PASSWORD_FILE"))
    try:
        return Secret(path.read_text(encoding="utf-8").strip())
    except (OSError, UnicodeDecodeError):
        raise SettingUnfit(
            name=PREFIX + "RELAY_PASSWORD_FILE", reason="file not readable"
        ) from None


def _need(said: Mapping[str, str], name: str) -> str:
    if name not in said:
        raise SettingMissing(name=PREFIX + name)
    return said[name]
