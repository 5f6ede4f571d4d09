"""Looks for activation codes in files, in every form in which one could have been left behind.

A form that it cannot unpack is a form that it cannot clear: each has a planted code in
``tests/demo/test_searcher.py`` that it must find.
"""

from __future__ import annotations

import base64
import binascii
import bz2
import io
import lzma
import quopri
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ra_desk.demo.sheets import NoSheet, page_text

#: How many wrappings are taken off, one inside the other.
DEEPEST = 4
LARGEST = 64 * 1024 * 1024
_BASE64 = re.compile(rb"[A-Za-z0-9+/_\-]{8,}(?:\s*[A-Za-z0-9+/_\-]+)*={0,2}")
_HEX = re.compile(rb"(?:[0-9A-Fa-f]{2}[\s:]?){11,}")
_ESCAPED = re.compile(rb"(?:\\x[0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}|%[0-9A-Fa-f]{2})+")
#: How gzip and zlib begin, wherever they lie.
_DEFLATED = re.compile(rb"\x1f\x8b\x08|\x78[\x01\x5e\x9c\xda]")
_ONLY_AT_START = (b"BZh", b"\xfd7zXZ", b"PK\x03\x04", b"%PDF-")
#: Signs of a code that are chosen; the check sign comes after them.
_SIGNS = 11
_SIGN = rb"[2-9BCDFGHJKMNPQRSTVWX\- ]"
#: Encoding, what a run of signs looks like in it, and how many bytes it takes for one.
_SHAPES = (
    ("ascii", re.compile(rb"(%s{11,})" % _SIGN), 1),
    ("utf-16-le", re.compile(rb"((?:%s\0){10,}%s)" % (_SIGN, _SIGN)), 2),
    ("utf-16-be", re.compile(rb"\0((?:%s\0){10,}%s)" % (_SIGN, _SIGN)), 2),
    ("utf-32-le", re.compile(rb"((?:%s\0\0\0){10,}%s)" % (_SIGN, _SIGN)), 4),
)
_PDF_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\n?endstream", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A code that was left somewhere, and in which wrapping."""

    where: str
    code: str
    form: str


class Searcher:
    """Knows the codes to look for, however many: the time hangs on the bytes alone.

    Args:
        codes: as they are printed, ``XXXX-XXXX-XXXX``.
    """

    def __init__(self, codes: Iterable[str]) -> None:
        self._codes: dict[bytes, str] = {}
        for code in codes:
            bare = code.replace("-", "")
            assert len(bare) == _SIGNS + 1, code
            # The last sign follows from the others.
            self._codes[bare[:_SIGNS].encode()] = code

    def in_folders(self, folders: Iterable[Path]) -> list[Found]:
        """Return what lies in the files of these folders, however deep; names count too."""
        found = []
        for folder in folders:
            for path in sorted(folder.rglob("*")):
                found += self._in(str(path), str(path).encode(), "name of a file")
                if path.is_file() and not path.is_symlink():
                    found += self.in_bytes(str(path), path.read_bytes())
        return found

    def in_bytes(self, where: str, raw: bytes) -> list[Found]:
        """Return what lies in some bytes, plain or wrapped."""
        assert len(raw) <= LARGEST, f"{where} is too large to be searched"
        return list(dict.fromkeys(self._search(where, raw, "", DEEPEST)))

    def _search(self, where: str, raw: bytes, form: str, depth: int) -> Iterator[Found]:
        yield from self._in(where, raw, form or "plain")
        if depth == 0:
            return
        for name, inside in _unwrapped(raw):
            yield from self._search(where, inside, f"{form} {name}".strip(), depth - 1)

    def _in(self, where: str, raw: bytes, form: str) -> Iterator[Found]:
        upper = raw.upper()
        for encoding, shape, step in _SHAPES:
            for run in shape.finditer(upper):
                signs = run.group(1)[::step].translate(None, b"- ")
                for start in range(len(signs) - _SIGNS + 1):
                    code = self._codes.get(signs[start : start + _SIGNS])
                    if code is not None:
                        yield Found(where=where, code=code, form=f"{form}, {encoding}")


def _unwrapped(raw: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield what the bytes hold inside, if they are a wrapping or hold some."""
    yield from _compressed(raw)
    if raw[:4] == b"PK\x03\x04":
        yield from _zipped(raw)
    if b"%PDF-" in raw[:1024]:
        yield from _pdf(raw)
    if b"=" in raw and b"\0" not in raw[:4096]:
        plain = quopri.decodestring(raw)
        if plain != raw:
            yield "quoted-printable", plain
    for name, pattern, decode in (
        ("base64", _BASE64, _from_base64),
        ("hex", _HEX, _from_hex),
        ("escaped", _ESCAPED, _from_escapes),
    ):
        joined = [inside for one in pattern.finditer(raw) for inside in decode(one.group())]
        if joined:
            yield name, b"\n".join(joined)
        yield from ((name, one) for one in joined if one.startswith(_ONLY_AT_START))


def _compressed(raw: bytes) -> Iterator[tuple[str, bytes]]:
    for one in _DEFLATED.finditer(raw):
        try:
            inside = zlib.decompressobj(32 + zlib.MAX_WBITS).decompress(raw[one.start() :], LARGEST)
        except zlib.error:
            continue
        yield "gzip or zlib", inside
    for name, magic, unpack in (
        ("bzip2", b"BZh", bz2.decompress),
        ("xz", b"\xfd7zXZ", lzma.decompress),
    ):
        if raw.startswith(magic):
            with suppress(OSError, EOFError, lzma.LZMAError):
                yield name, unpack(raw)


def _zipped(raw: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        for name in archive.namelist():
            yield "zip", archive.read(name)


def _pdf(raw: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the streams of a PDF, and the words on its pages however its fonts are encoded."""
    streams = []
    for one in _PDF_STREAM.finditer(raw):
        for wbits in (zlib.MAX_WBITS, -zlib.MAX_WBITS):
            try:
                streams.append(zlib.decompressobj(wbits).decompress(one.group(1)))
                break
            except zlib.error:
                continue
    yield "pdf stream", b"\n".join(streams)
    with suppress(NoSheet):
        yield "pdf text", page_text(raw).encode()


def _from_base64(text: bytes) -> list[bytes]:
    bare = re.sub(rb"\s", b"", text).rstrip(b"=").replace(b"-", b"+").replace(b"_", b"/")
    found = []
    # A long run may begin anywhere within a group of four.
    for start in range(4):
        part = bare[start:]
        part = part[: len(part) - (len(part) % 4 == 1)]
        try:
            found.append(base64.b64decode(part + b"=" * (-len(part) % 4)))
        except binascii.Error:
            continue
    return found


def _from_hex(text: bytes) -> list[bytes]:
    bare = re.sub(rb"[\s:]", b"", text)
    return [bytes.fromhex(bare[: len(bare) - len(bare) % 2].decode())]


def _from_escapes(text: bytes) -> list[bytes]:
    signs = re.findall(rb"\\x([0-9A-Fa-f]{2})|\\u([0-9A-Fa-f]{4})|%([0-9A-Fa-f]{2})", text)
    return ["".join(chr(int(a or b or c, 16)) for a, b, c in signs).encode(errors="replace")]
