"""A certificate authority for one run of the demo: it vouches for the demo's own mail server."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

_LIFE = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """A certificate authority that exists for one run.

    ``folder``: for the owner alone.
    """

    folder: Path
    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @classmethod
    def new(cls, folder: Path, name: str) -> Authority:
        """Make an authority of this name and write its certificate into the folder."""
        key, subject = ec.generate_private_key(ec.SECP256R1()), _name(name)
        certificate = (
            _begun(subject, subject, key.public_key())
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(_for_certificates(), critical=True)
            .sign(key, hashes.SHA256())
        )
        made = cls(folder=folder, key=key, certificate=certificate)
        made.file.write_bytes(certificate.public_bytes(Encoding.PEM))
        return made

    @property
    def file(self) -> Path:
        """The authority as PEM, for those who shall trust it."""
        return self.folder / "authority.pem"

    def server_context(self, host: str) -> ssl.SSLContext:
        """Return TLS for a server that its clients call ``host``, an address or a name.

        The server's key passes through the folder, because the library reads keys from files
        only.
        """
        key = ec.generate_private_key(ec.SECP256R1())
        try:
            named: x509.GeneralName = x509.IPAddress(ip_address(host))
        except ValueError:
            named = x509.DNSName(host)
        certificate = (
            _begun(_name(host), self.certificate.subject, key.public_key())
            .add_extension(x509.SubjectAlternativeName([named]), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()),
                critical=False,
            )
            .sign(self.key, hashes.SHA256())
        )
        chain = self.folder / f"{host}.pem"
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        try:
            chain.write_bytes(
                key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
                + certificate.public_bytes(Encoding.PEM)
            )
            context.load_cert_chain(chain)
        finally:
            chain.unlink(missing_ok=True)
        return context


def server_tls(folder: Path, *, host: str) -> tuple[ssl.SSLContext, Path]:
    """Return TLS of a new authority for ``host``, and the file that its clients trust."""
    authority = Authority.new(folder, "RA Desk demo")
    return authority.server_context(host), authority.file


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _begun(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey
) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + _LIFE)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _for_certificates() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=False,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=True,
        crl_sign=True,
        encipher_only=False,
        decipher_only=False,
    )
