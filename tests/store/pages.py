"""Every page that lies on the disk, decrypted: what somebody with the key and a hex editor sees."""

from __future__ import annotations

from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from sqlcipher3 import dbapi2 as sqlcipher

PAGE = 4096
_RESERVED, _IV, _SALT = 80, 16, 16
_WAL_HEADER, _FRAME_HEADER = 32, 24


def bytes_on_disk(path: Path, key: bytes) -> bytes:
    """Return the contents of the file, of its log and of its copy, also what no table leads to."""
    found = b""
    for file in path.parent.glob(f"{path.name}*"):
        raw = file.read_bytes()
        if file.name.endswith("-wal"):
            found += _pages(raw[_WAL_HEADER:], key, before=_FRAME_HEADER)
        elif not file.name.endswith("-shm"):
            found += _pages(raw, key, before=0)
    return found


def _pages(raw: bytes, key: bytes, *, before: int) -> bytes:
    found = b""
    for begin in range(0, len(raw) - before, PAGE + before):
        page = raw[begin + before : begin + before + PAGE]
        if len(page) < PAGE or not any(page):
            continue
        # The salt in the clear stands only on page 1; elsewhere sixteen bytes more are cipher.
        for salt in (0, _SALT):
            text = page[salt : PAGE - _RESERVED]
            iv = page[PAGE - _RESERVED : PAGE - _RESERVED + _IV]
            opened = Cipher(algorithms.AES(key), modes.CBC(iv)).decryptor()
            found += opened.update(text) + opened.finalize()
    return found


def opened(path: Path, key: bytes) -> sqlcipher.Connection:
    """Open a store past all that guards it; what is done there is on its own."""
    connection = sqlcipher.connect(str(path), isolation_level=None)
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    return connection
