"""TLS to what central sends by, a relay or a gateway: verified, or nothing leaves."""

from __future__ import annotations

import ssl

from ra_desk.domain.errors import Broken


class TlsUnverified(Broken):
    """A context that would talk to anybody; found when the sender is made."""

    code = "tls.unverified"


def verified_tls(ca_file: str | None = None) -> ssl.SSLContext:
    """Return a context that demands TLS 1.2, a trusted certificate and the right name in it.

    Args:
        ca_file: the authorities to trust, as PEM; by default those of the operating system.
    """
    context = ssl.create_default_context(cafile=ca_file)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def require_verified(context: ssl.SSLContext) -> None:
    """Refuse a context that does not verify.

    Raises:
        TlsUnverified: it asks for no certificate, or looks at no name.
    """
    if context.verify_mode is not ssl.CERT_REQUIRED or not context.check_hostname:
        raise TlsUnverified()
