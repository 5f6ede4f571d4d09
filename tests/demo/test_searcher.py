"""The searcher finds a planted code in every form; otherwise its silence would mean nothing."""

from __future__ import annotations

import base64
import bz2
import gzip
import io
import lzma
import quopri
import zipfile
import zlib
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas
from sqlcipher3 import dbapi2 as sqlcipher

from ra_desk.domain.activation import new_code
from tests.searcher import Searcher

CODE = "K7TQ-9MXB-4WDP"
BARE = CODE.replace("-", "").encode()


def pdf(words: str) -> bytes:
    """Return a page whose font hides the words behind numbers of glyphs, packed."""
    paper = io.BytesIO()
    canvas = Canvas(paper, pageCompression=1)
    canvas.drawString(100, 700, words)
    canvas.save()
    return paper.getvalue()


def zipped(raw: bytes) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("a.txt", raw)
    return archive.getvalue()


PLANTS: dict[str, bytes] = {
    "plain": f"code={CODE};".encode(),
    "lower case": CODE.lower().encode(),
    "hyphenless": b"..." + BARE + b"...",
    "spaced": CODE.replace("-", " ").encode(),
    "without its check sign": BARE[:11],
    "utf-16": f"x{CODE}".encode("utf-16-le"),
    "utf-16, big-endian, hyphenless": BARE.decode().encode("utf-16-be"),
    "utf-32": CODE.encode("utf-32-le"),
    "hex": CODE.encode().hex().encode(),
    "hex in capitals, hyphenless": BARE.hex().upper().encode(),
    "hex, odd number of digits before it": b"a " + BARE.hex().encode(),
    "hex of utf-16": CODE.encode("utf-16-le").hex().encode(),
    "base64": b"body: " + base64.b64encode(f"Your code is {CODE}.".encode()),
    "base64url": base64.urlsafe_b64encode(b"\xff\xfe\xfb" + CODE.encode()),
    "base64 in lines": base64.encodebytes(b"A" * 60 + CODE.encode() + b"B" * 60),
    "base64 that begins within a word": b"zz" + base64.b64encode(CODE.encode()),
    "quoted-printable": quopri.encodestring(f"koda {CODE} č".encode()).replace(b"-", b"=2D"),
    "quoted-printable, broken line": b"koda K7TQ-9M=\r\nXB-4WDP",
    "url-escaped": b"%4B7TQ" + b"".join(b"%%%02X" % sign for sign in CODE.encode()),
    "gzip": gzip.compress(CODE.encode()),
    "zlib": zlib.compress(CODE.encode()),
    "bzip2": bz2.compress(CODE.encode()),
    "xz": lzma.compress(CODE.encode()),
    "zip": zipped(BARE),
    "pdf": pdf(f"Koda: {CODE}"),
    "base64 of gzip of utf-16": base64.b64encode(gzip.compress(CODE.encode("utf-16-le"))),
    "pdf in base64": base64.encodebytes(pdf(CODE)),
}


@pytest.mark.parametrize("form", PLANTS)
def test_a_planted_code_is_found(form, tmp_path):
    """Each of these is a way in which a code could be left behind."""
    (tmp_path / "left.bin").write_bytes(PLANTS[form])
    found = Searcher([str(new_code().reveal()), CODE]).in_folders([tmp_path])
    assert {one.code for one in found} == {CODE}


def test_a_code_in_the_name_of_a_file_is_found(tmp_path):
    (tmp_path / f"{CODE}.tmp").touch()
    assert Searcher([CODE]).in_folders([tmp_path])


def test_a_code_in_a_database_that_is_not_encrypted_is_found(tmp_path):
    _database(tmp_path / "plain.db", key="")
    assert Searcher([CODE]).in_folders([tmp_path])


def test_an_encrypted_database_gives_nothing_away(tmp_path):
    """It is searched opened, too, by the test that holds its key."""
    _database(tmp_path / "closed.db", key="00" * 32)
    assert Searcher([CODE]).in_folders([tmp_path]) == []


def test_what_was_not_left_is_not_found():
    """Everything above holds CODE and nothing else."""
    searcher = Searcher(["2222-2222-2222"])
    assert [one for raw in PLANTS.values() for one in searcher.in_bytes("", raw)] == []


def _database(path: Path, *, key: str) -> None:
    connection = sqlcipher.connect(str(path))
    if key:
        connection.execute(f"PRAGMA key = \"x'{key}'\"")
    connection.execute("CREATE TABLE mail (body TEXT)")
    connection.execute("INSERT INTO mail VALUES (?)", (CODE,))
    connection.commit()
    connection.close()
