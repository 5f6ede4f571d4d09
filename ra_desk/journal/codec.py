"""Facts as JSON and back; what a payload holds.

A payload is canonical JSON of ``{"fact": {…}, "salt": "…"}``. The salt is 16 random bytes, so
that the digest in the header is a commitment: an erased document number cannot be guessed back.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum

from ra_desk.domain.errors import Broken
from ra_desk.domain.facts import FORMER, KINDS, Fact
from ra_desk.journal.canonical import b64, canonical, parse_canonical, unb64

SALT_BYTES = 16
#: Numbers of a fact are smaller than this, either way (RFC 8785, appendix D).
LARGEST_NUMBER = 1 << 53

Record = typing.TypeVar("Record")
#: Returns a JSON value as the type it is declared to be; raises TypeError or ValueError.
_Reader = Callable[[object], object]
#: How each field of a record is read, made once: a journal of a year asks a million times.
_SHAPES: dict[type[object], dict[str, _Reader]] = {}


class UnknownKind(Broken):
    """``kind``: a kind of entry that this version does not know."""

    code = "journal.unknown_kind"


class PayloadUnreadable(Broken):
    """``kind``: the fields are not those of the kind."""

    code = "journal.payload_unreadable"


def instant(moment: datetime) -> str:
    """Return a moment as ISO 8601 in UTC with milliseconds."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def payload_bytes(fact: Fact, *, salt: bytes) -> bytes:
    """Return the exact bytes of a fact's payload."""
    return canonical({"fact": fact_fields(fact), "salt": b64(salt)})


def fact_fields(fact: Fact) -> dict[str, object]:
    """Return the fields of a fact as JSON values."""
    return record_fields(fact)


def record_fields(record: object) -> dict[str, object]:
    """Return the fields of a frozen dataclass as JSON values; its dataclasses become objects.

    Raises:
        TypeError: it is no dataclass.
    """
    if not is_dataclass(record) or isinstance(record, type):
        raise TypeError("no record")
    return {f.name: _encode(getattr(record, f.name)) for f in fields(record)}


def read_record(kind: type[Record], values: Mapping[str, object]) -> Record:
    """Return the dataclass with these fields, each strictly of its declared type.

    Raises:
        TypeError, ValueError: a field is missing, unknown or of another type.
    """
    shape = _record_shape(kind)
    if set(values) != set(shape):
        raise ValueError("other fields")
    return kind(**{name: read(values[name]) for name, read in shape.items()})


def read_payload(kind: str, raw: bytes) -> Fact:
    """Return the fact in a payload.

    Raises:
        UnknownKind: the kind is not in our vocabulary.
        PayloadUnreadable: the fields do not fit the kind, or the salt is not 16 bytes.
    """
    body = parse_canonical(raw, what="payload")
    if set(body) != {"fact", "salt"} or len(unb64(body["salt"], what="salt")) != SALT_BYTES:
        raise PayloadUnreadable(kind=kind)
    found = body["fact"]
    if not isinstance(found, dict):
        raise PayloadUnreadable(kind=kind)
    return read_fact(kind, found)


def read_fact(kind: str, values: Mapping[str, object]) -> Fact:
    """Return the fact of the kind with these fields.

    Raises:
        UnknownKind: the kind is not in our vocabulary.
        PayloadUnreadable: a field is missing, unknown or of another type.
    """
    if kind not in KINDS:
        raise UnknownKind(kind=kind)
    shape = _shape(kind)
    _, added = FORMER.get(kind, (None, {}))
    if set(values) != set(shape) - set(added):
        raise PayloadUnreadable(kind=kind)
    values = {**values, **added}
    try:
        return KINDS[kind](**{name: read(values[name]) for name, read in shape.items()})
    except (TypeError, ValueError):
        raise PayloadUnreadable(kind=kind) from None


def _shape(kind: str) -> dict[str, _Reader]:
    return _record_shape(KINDS[kind])


def _record_shape(kind: type[object]) -> dict[str, _Reader]:
    if kind not in _SHAPES:
        if not is_dataclass(kind):
            raise TypeError("no record")
        hints = typing.get_type_hints(kind)
        _SHAPES[kind] = {f.name: _reader(hints[f.name]) for f in fields(kind)}
    return _SHAPES[kind]


def _encode(value: object) -> object:
    match value:
        case Enum():
            return value.value
        case date():
            return value.isoformat()
        case tuple():
            return [_encode(item) for item in value]
        case _ if is_dataclass(value):
            return record_fields(value)
        case _:
            return value


def _reader(hint: object) -> _Reader:
    """Return what reads a JSON value strictly as the hinted type."""
    if isinstance(hint, typing.NewType):
        return _reader(hint.__supertype__)
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is types.UnionType or origin is typing.Union:
        [plain] = [_reader(a) for a in arguments if a is not type(None)]
        if type(None) not in arguments:
            return plain
        return lambda value: None if value is None else plain(value)
    if origin is tuple:
        if arguments[-1:] == (Ellipsis,):
            item = _reader(arguments[0])
            return lambda value: tuple(item(one) for one in _list(value))
        items = [_reader(a) for a in arguments]
        return lambda value: tuple(read(one) for read, one in zip(items, _list(value), strict=True))
    if hint is str:
        return _text
    if hint is int:
        return _number
    if hint is bool:
        return _flag
    if isinstance(hint, type) and is_dataclass(hint):
        return lambda value: _record(value, hint)
    if hint is datetime:
        return lambda value: datetime.fromisoformat(_word(value))
    if hint is date:
        return lambda value: date.fromisoformat(_word(value))
    if isinstance(hint, type) and issubclass(hint, Enum):
        return _member({member.value: member for member in hint})
    return _nothing


def _text(value: object) -> str:
    # No database and no printer takes NUL, and no clerk has ever typed it; half a surrogate pair,
    # which JSON can spell, is no text at all.
    text = _word(value)
    if "\0" in text or not (text.isascii() or text.encode()):
        raise TypeError("another type")
    return text


def _word(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("not text")
    return value


def _member(members: Mapping[object, Enum]) -> _Reader:
    def read(value: object) -> Enum:
        try:
            return members[value]
        except KeyError:
            raise ValueError("no such word") from None

    return read


def _number(value: object) -> int:
    # Both databases hold it, and so does every reader of JSON; a count beyond is nobody's.
    if type(value) is not int or abs(value) >= LARGEST_NUMBER:
        raise TypeError("another type")
    return value


def _flag(value: object) -> bool:
    if type(value) is not bool:
        raise TypeError("another type")
    return value


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TypeError("not a list")
    return value


def _record(value: object, kind: type[Record]) -> Record:
    if not isinstance(value, dict):
        raise TypeError("no object")
    return read_record(kind, value)


def _nothing(value: object) -> typing.NoReturn:
    raise TypeError("no such type in a fact")
