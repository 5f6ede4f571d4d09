"""The key store of the system: which one answers, and whether it gives this desk's secrets."""

from __future__ import annotations

import keyring
from keyring.backend import KeyringBackend

from ra_desk.domain.errors import RaError
from ra_desk.machine.vault import DeskSecrets, KeyringVault, SecretsLost
from ra_desk.services.diagnosis import KeyStoreFacts


def look(
    name: str, backend: KeyringBackend | None = None
) -> tuple[KeyStoreFacts, DeskSecrets | None]:
    """Return the facts, and the secrets for the checks of the store, if they can be had.

    Args:
        name: the desk's folder, as for ``KeyringVault``.
        backend: the key store; by default the one the system offers.
    """
    used = backend if backend is not None else keyring.get_keyring()
    shown = used.name
    try:
        secrets = KeyringVault(name, used).load()
    except SecretsLost:
        return KeyStoreFacts(backend=shown), None
    except RaError as error:
        return KeyStoreFacts(backend=shown, error=error.code), None
    return KeyStoreFacts(backend=shown, holds_secrets=True), secrets
