"""What lies outside central, from the environment: relay, SMS gateway, register, what citizens read."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from ra_desk.central.dispatch.activation_mail import Relay
from ra_desk.central.dispatch.smtp import Mailer
from ra_desk.central.person_register import NoRegister, PersonRegister, read_register
from ra_desk.central.settings import PREFIX, SettingMissing, SettingUnfit
from ra_desk.central.sms.gateway import Gateway, HttpGateway
from ra_desk.central.tls import verified_tls
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
        gateway: takes SMS; without one no phone number can be entered.
        register: of persons.
        service: who issues, and where a citizen turns.
        terms_version: the general terms that a request must accept.
    """

    relay: Relay
    register: PersonRegister
    service: Service
    terms_version: str
    gateway: Gateway | None = None


def read_outside(environment: Mapping[str, str]) -> Outside:
    """Return what an environment names.

    ``RA_CENTRAL_RELAY_HOST``, ``…_RELAY_PORT`` (587), ``…_RELAY_SENDER``, ``…_RELAY_CA_FILE``,
    ``…_RELAY_USER`` with ``…_RELAY_PASSWORD_FILE``; ``…_SMS_URL`` (https; see
    ``ra_desk.central.sms.gateway``) with ``…_SMS_TOKEN_FILE`` and, for its certificate,
    ``…_SMS_CA_FILE``; ``…_REGISTER_FILE`` (a trial register as
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
        gateway=None if "SMS_URL" not in said else _gateway(said),
    )


def _relay(said: Mapping[str, str]) -> Mailer:
    port = said.get("RELAY_PORT", "587")
    if not port.isdigit() or not 0 < int(port) < 1 << 16:
        raise SettingUnfit(name=PREFIX + "RELAY_PORT", reason="not a port")
    user = said.get("RELAY_USER")
    return Mailer(
        host=_need(said, "RELAY_HOST"),
        port=int(port),
        sender=_need(said, "RELAY_SENDER"),
        tls=_tls(said, "RELAY_CA_FILE"),
        user=user,
        password=None if user is None else _secret(said, "RELAY_PASSWORD_FILE"),
    )


def _gateway(said: Mapping[str, str]) -> HttpGateway:
    url = said["SMS_URL"]
    if not _is_https(url):
        raise SettingUnfit(name=PREFIX + "SMS_URL", reason="not https")
    return HttpGateway(
        url=url, token=_secret(said, "SMS_TOKEN_FILE"), tls=_tls(said, "SMS_CA_FILE")
    )


def _is_https(url: str) -> bool:
    try:
        place = urlsplit(url)
        return place.scheme == "https" and bool(place.hostname) and place.port != 0
    except ValueError:  # of a port, or of an IPv6 address, that is none
        return False


def _tls(said: Mapping[str, str], name: str) -> ssl.SSLContext:
    try:
        return verified_tls(said.get(name))
    except OSError:
        raise SettingUnfit(name=PREFIX + name, reason="file not readable") from None


def _secret(said: Mapping[str, str], name: str) -> Secret[str]:
    path = Path(_need(said, name))
    try:
        return Secret(path.read_text(encoding="utf-8").strip())
    except (OSError, UnicodeDecodeError):
        raise SettingUnfit(name=PREFIX + name, reason="file not readable") from None


def _need(said: Mapping[str, str], name: str) -> str:
    if name not in said:
        raise SettingMissing(name=PREFIX + name)
    return said[name]
