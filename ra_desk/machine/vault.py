"""This desk's secrets in the key store of the operating system (decision 8).

One item per desk: the seed of its signing key, the key of its store, and the private key of
its boxes. No key store, no desk: there is no plaintext fallback.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass

import keyring
import keyring.errors
from keyring.backend import KeyringBackend

from ra_desk.domain.errors import Broken, Unavailable
from ra_desk.journal.box import BoxKey
from ra_desk.journal.canonical import b64, unb64
from ra_desk.journal.keys import Signer, SigningKey

SERVICE = "ra-desk"
STORE_KEY_BYTES = 32


class KeyStoreMissing(Unavailable):
    """This account has no key store that keeps secrets encrypted."""

    code = "vault.missing"


class KeyStoreLocked(Unavailable):
    """The key store is there, but it did not open."""

    code = "vault.locked"


class SecretsLost(Broken):
    """The store of this desk is here, but its secrets are not; the desk is to be enrolled anew."""

    code = "vault.secrets_lost"


@dataclass(frozen=True, slots=True)
class DeskSecrets:
    """What a desk must know and nobody else may."""

    _signer: SigningKey
    _store_key: bytes
    _box_key: BoxKey

    def __repr__(self) -> str:
        return "DeskSecrets(…)"

    def desk_signer(self) -> Signer:
        return self._signer

    def signing_key(self) -> SigningKey:
        return self._signer

    def store_key(self) -> bytes:
        return self._store_key

    def box_key(self) -> BoxKey:
        return self._box_key


def new_secrets() -> DeskSecrets:
    """Return fresh random secrets, kept nowhere: the demo's vault lives in memory like this."""
    return DeskSecrets(
        SigningKey.generate(), secrets.token_bytes(STORE_KEY_BYTES), BoxKey.generate()
    )


class KeyringVault:
    """Keeps the secrets of one desk in one item of the OS key store.

    Args:
        name: the desk's folder, so that two desks of one account do not share an item.
        backend: the key store; by default the one the system offers.
    """

    def __init__(self, name: str, backend: KeyringBackend | None = None) -> None:
        self._name = name
        self._backend = backend if backend is not None else keyring.get_keyring()
        if not _encrypts(self._backend):
            raise KeyStoreMissing()

    def load(self) -> DeskSecrets:
        """Return the secrets that ``create`` kept.

        Raises:
            SecretsLost: there is no such item, or it is damaged.
            KeyStoreLocked: the key store did not open.
        """
        try:
            text = self._backend.get_password(SERVICE, self._name)
        except keyring.errors.KeyringError:
            raise KeyStoreLocked() from None
        if text is None:
            raise SecretsLost()
        try:
            fields = json.loads(text)
            return DeskSecrets(
                SigningKey(unb64(fields["desk"], what="vault")),
                unb64(fields["store"], what="vault"),
                BoxKey(unb64(fields["box"], what="vault")),
            )
        except (Broken, KeyError, TypeError, ValueError):
            raise SecretsLost() from None

    def destroy(self) -> None:
        """Destroy the desk's secrets: whatever was sealed with them is noise from now on.

        Raises:
            KeyStoreLocked: the key store did not open, or still has them.
        """
        try:
            self._backend.delete_password(SERVICE, self._name)
            left = self._backend.get_password(SERVICE, self._name)
        except keyring.errors.KeyringError:
            raise KeyStoreLocked() from None
        if left is not None:
            raise KeyStoreLocked()

    def create(self) -> DeskSecrets:
        """Make and keep new secrets; whatever was there belongs to an epoch that is over.

        Raises:
            KeyStoreLocked: the key store did not open, or did not keep them.
        """
        made = new_secrets()
        text = json.dumps(
            {
                "desk": b64(made.signing_key().seed()),
                "store": b64(made.store_key()),
                "box": b64(made.box_key().raw()),
            }
        )
        try:
            self._backend.set_password(SERVICE, self._name, text)
            kept = self._backend.get_password(SERVICE, self._name)
        except keyring.errors.KeyringError:
            raise KeyStoreLocked() from None
        if kept != text:
            raise KeyStoreLocked()
        return made


def _encrypts(backend: KeyringBackend) -> bool:
    """Whether the backend is an OS key store, not a file in clear or a stand-in."""
    module = type(backend).__module__
    return backend.priority >= 1 and not module.startswith(
        ("keyrings.alt", "keyring.backends.fail", "keyring.backends.null")
    )
