"""Facts as JSON and back; what a payload holds.

A payload is canonical JSON of ``{"fact": {…}, "salt": "…"}``. The salt is 16 random bytes, so
that the digest in the header is a commitment: an erased document number cannot be guessed back.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum

from ra_desk.domain.errors import Broken
from ra_desk.domain.facts import FORMER, KINDS, Fact
from ra_desk.journal.canonical import b64, canonical, parse_canonical, unb64

SALT_BYTES = 16

Record = typing.TypeVar("Record")
_SHAPES: dict[type[object], dict[str, object]] = {}


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
    return kind(**{name: _decode(values[name], hint) for name, hint in shape.items()})


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
        return KINDS[kind](**{name: _decode(values[name], hint) for name, hint in shape.items()})
    except (TypeError, ValueError):
        raise PayloadUnreadable(kind=kind) from None


def _shape(kind: str) -> dict[str, object]:
    return _record_shape(KINDS[kind])


def _record_shape(kind: type[object]) -> dict[str, object]:
    if kind not in _SHAPES:
        if not is_dataclass(kind):
            raise TypeError("no record")
        hints = typing.get_type_hints(kind)
        _SHAPES[kind] = {f.name: hints[f.name] for f in fields(kind)}
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


def _decode(value: object, hint: object) -> object:
    """Return the JSON value as the hinted type, strictly; raises TypeError or ValueError."""
    if isinstance(hint, typing.NewType):
        return _decode(value, hint.__supertype__)
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is types.UnionType or origin is typing.Union:
        if value is None and type(None) in arguments:
            return None
        [plain] = [a for a in arguments if a is not type(None)]
        return _decode(value, plain)
    if origin is tuple:
        if not isinstance(value, list):
            raise TypeError("not a list")
        if arguments[-1:] == (Ellipsis,):
            return tuple(_decode(item, arguments[0]) for item in value)
        return tuple(_decode(i, a) for i, a in zip(value, arguments, strict=True))
    if hint in (str, int, bool):
        # No database and no printer takes NUL, and no clerk has ever typed it.
        if type(value) is not hint or (isinstance(value, str) and "\0" in value):
            raise TypeError("another type")
        return value
    if isinstance(hint, type) and is_dataclass(hint):
        if not isinstance(value, dict):
            raise TypeError("no object")
        return read_record(hint, value)
    if not isinstance(value, str):
        raise TypeError("not text")
    if hint is datetime:
        return datetime.fromisoformat(value)
    if hint is date:
        return date.fromisoformat(value)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint(value)
    raise TypeError("no such type in a fact")
