"""What CUPS says of its queues and jobs, asked through its own library.

`lpstat` prints sentences for people and cannot say how a job ended whose record is not kept;
libcups is on every computer that Qt runs on, and knows where the scheduler is and how an account
proves itself to it.

Source:
    RFC 8011 (operations, states, reasons), RFC 3996 (events to be fetched), cupspm(7).
"""

from __future__ import annotations

import ctypes
from collections.abc import Mapping, Sequence
from ctypes import c_char_p, c_double, c_int, c_void_p
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from typing import Final
from urllib.parse import quote

#: Seconds that the scheduler may take to answer a question; it is on this computer.
TIMEOUT_S: Final = 10.0

Attributes = Mapping[str, tuple[str | int, ...]]


class Operation(IntEnum):
    CANCEL_JOB = 0x0008
    GET_JOB_ATTRIBUTES = 0x0009
    GET_JOBS = 0x000A
    GET_PRINTER_ATTRIBUTES = 0x000B
    CREATE_PRINTER_SUBSCRIPTIONS = 0x0016
    GET_NOTIFICATIONS = 0x001C


class _Tag(IntEnum):
    OPERATION = 0x01
    SUBSCRIPTION = 0x06
    INTEGER = 0x21
    BOOLEAN = 0x22
    ENUM = 0x23
    NAME = 0x42
    KEYWORD = 0x44
    URI = 0x45


#: Value tags that the library gives as text.
_TEXTS: Final = frozenset({0x30, 0x35, 0x36, 0x41, 0x42, 0x44, 0x45, 0x46, 0x47, 0x48, 0x49})
_NUMBERS: Final = frozenset({_Tag.INTEGER, _Tag.ENUM})
_LAST_GOOD_STATUS: Final = 0x00FF
_NOT_FOUND: Final = 0x0406


class NoLibrary(Exception):
    """There is no libcups on this computer."""


class NoAnswer(Exception):
    """The scheduler is not there, does not answer, or does not want to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Field:
    """One attribute of a question."""

    name: str
    tag: _Tag
    values: tuple[str | int, ...]
    group: _Tag = _Tag.OPERATION


class Scheduler:
    """One scheduler of CUPS.

    Args:
        server: a host or the path of a socket; as this computer is set up by default.
        timeout_s: how long it may take to answer, in seconds.
    """

    def __init__(self, server: str = "", *, timeout_s: float = TIMEOUT_S) -> None:
        self._server = server
        self._timeout_s = timeout_s

    def job(self, number: int) -> Attributes | None:
        """Return what is known of a job; None if the scheduler knows no such job.

        Raises:
            NoLibrary, NoAnswer: nobody knows.
        """
        groups = self._ask(Operation.GET_JOB_ATTRIBUTES, _job(number), _only(*_OF_A_JOB))
        return None if groups is None else _joined(groups)

    def printer(self, queue: str) -> Attributes | None:
        """Return what is known of a queue; None if there is no such queue.

        Raises:
            NoLibrary, NoAnswer: nobody knows.
        """
        groups = self._ask(Operation.GET_PRINTER_ATTRIBUTES, _printer(queue), _only(*_OF_A_QUEUE))
        return None if groups is None else _joined(groups)

    def remembers(self) -> bool:
        """Return whether there is a job that is over, anybody's, which it still lists.

        Raises:
            NoLibrary, NoAnswer: nobody knows.
        """
        groups = self._ask(
            Operation.GET_JOBS,
            _Field(name="printer-uri", tag=_Tag.URI, values=("ipp://localhost/",)),
            _Field(name="which-jobs", tag=_Tag.KEYWORD, values=("completed",)),
            _Field(name="limit", tag=_Tag.INTEGER, values=(1,)),
        )
        return any("job-id" in group or "job-uri" in group for group in groups or ())

    def cancel(self, number: int) -> None:
        """Take a job back; one that is over or unknown stays what it is.

        Raises:
            NoLibrary, NoAnswer: nobody took it back.
        """
        try:
            self._ask(Operation.CANCEL_JOB, _job(number), resource="/jobs/")
        except NoAnswer:
            # A job that is over cannot be cancelled, which CUPS calls impossible.
            if self._over(number):
                return
            raise

    def listen(self, queue: str, *, seconds: int) -> int:
        """Have the end of each of the queue's jobs noted for a while; return where.

        A scheduler that is set to keep no record of jobs forgets a job with its end; such a
        note is all that then tells a printed sheet from an aborted one.

        Raises:
            NoLibrary, NoAnswer: it does not want to.
        """
        groups = self._ask(
            Operation.CREATE_PRINTER_SUBSCRIPTIONS,
            _printer(queue),
            _Field(
                name="notify-events",
                tag=_Tag.KEYWORD,
                values=("job-completed",),
                group=_Tag.SUBSCRIPTION,
            ),
            _Field(
                name="notify-pull-method",
                tag=_Tag.KEYWORD,
                values=("ippget",),
                group=_Tag.SUBSCRIPTION,
            ),
            _Field(
                name="notify-lease-duration",
                tag=_Tag.INTEGER,
                values=(seconds,),
                group=_Tag.SUBSCRIPTION,
            ),
        )
        number = _joined(groups or ()).get("notify-subscription-id", (0,))[0]
        if not isinstance(number, int) or number <= 0:
            raise NoAnswer(queue)
        return number

    def noted(self, subscription: int, *, since: int = 1) -> list[Attributes]:
        """Return the ends of jobs that were noted, from a sequence number on, in their order.

        Raises:
            NoLibrary, NoAnswer: nobody knows.
        """
        groups = self._ask(
            Operation.GET_NOTIFICATIONS,
            _Field(name="printer-uri", tag=_Tag.URI, values=("ipp://localhost/",)),
            _Field(name="notify-subscription-ids", tag=_Tag.INTEGER, values=(subscription,)),
            _Field(name="notify-sequence-numbers", tag=_Tag.INTEGER, values=(since,)),
        )
        return [group for group in groups or () if "notify-job-id" in group]

    def _over(self, number: int) -> bool:
        known = self.job(number)
        state = None if known is None else known.get("job-state", (0,))[0]
        return known is None or (isinstance(state, int) and state >= ENDED)

    def _ask(
        self, operation: Operation, *fields: _Field, resource: str = "/"
    ) -> list[Attributes] | None:
        cups = _library()
        request = cups.ippNewRequest(operation)
        user = _Field(
            name="requesting-user-name", tag=_Tag.NAME, values=(cups.cupsUser().decode(),)
        )
        for one in sorted((*fields, user), key=lambda field: field.group):
            _add(cups, request, one)
        host = self._server.encode() or cups.cupsServer()
        line = cups.httpConnect2(
            host,
            cups.ippPort(),
            None,
            0,
            cups.cupsEncryption(),
            1,
            round(self._timeout_s * 1000),
            None,
        )
        if not line:
            cups.ippDelete(request)
            raise NoAnswer(host.decode(errors="replace"))
        try:
            cups.httpSetTimeout(line, self._timeout_s, None, None)
            # The library lets go of the request itself.
            reply = cups.cupsDoRequest(line, request, resource.encode())
            status = cups.cupsLastError()
            groups = _groups(cups, reply) if reply else []
            if reply:
                cups.ippDelete(reply)
        finally:
            cups.httpClose(line)
        if status == _NOT_FOUND:
            return None
        if status > _LAST_GOOD_STATUS or status < 0:
            raise NoAnswer(f"{operation.name} {status:#06x}")
        return groups


_OF_A_JOB: Final = ("job-state", "time-at-processing", "job-printer-up-time")
_OF_A_QUEUE: Final = ("printer-state", "printer-state-reasons", "printer-error-policy")

#: From this job state on nothing more happens: 7 cancelled, 8 aborted, 9 completed.
ENDED: Final = 7


def _printer(queue: str) -> _Field:
    uri = f"ipp://localhost/printers/{quote(queue, safe='')}"
    return _Field(name="printer-uri", tag=_Tag.URI, values=(uri,))


def _only(*names: str) -> _Field:
    return _Field(name="requested-attributes", tag=_Tag.KEYWORD, values=names)


def _job(number: int) -> _Field:
    return _Field(name="job-uri", tag=_Tag.URI, values=(f"ipp://localhost/jobs/{number}",))


def _joined(groups: Sequence[Attributes]) -> Attributes:
    return {name: values for group in groups for name, values in group.items()}


def _add(cups: ctypes.CDLL, request: int, field: _Field) -> None:
    """Add a field to a question; all values of a field are of one kind."""
    name, count = field.name.encode(), len(field.values)
    numbers = [value for value in field.values if isinstance(value, int)]
    if numbers:
        array = (c_int * count)(*numbers)
        cups.ippAddIntegers(request, field.group, field.tag, name, count, array)
        return
    texts = (c_char_p * count)(*(str(value).encode() for value in field.values))
    cups.ippAddStrings(request, field.group, field.tag, name, count, None, texts)


def _groups(cups: ctypes.CDLL, reply: int) -> list[Attributes]:
    """Return the reply's groups, each as name → values; of the kinds that are asked for here."""
    groups: list[dict[str, tuple[str | int, ...]]] = [{}]
    attribute = cups.ippFirstAttribute(reply)
    while attribute:
        name = cups.ippGetName(attribute)
        if name is None:
            # A group's end has no name.
            groups.append({})
        else:
            groups[-1][name.decode()] = _values(cups, attribute)
        attribute = cups.ippNextAttribute(reply)
    return [group for group in groups if group]


def _values(cups: ctypes.CDLL, attribute: int) -> tuple[str | int, ...]:
    tag, count = cups.ippGetValueTag(attribute), range(cups.ippGetCount(attribute))
    if tag in _NUMBERS:
        return tuple(int(cups.ippGetInteger(attribute, at)) for at in count)
    if tag == _Tag.BOOLEAN:
        return tuple(int(cups.ippGetBoolean(attribute, at)) for at in count)
    if tag in _TEXTS:
        texts = (cups.ippGetString(attribute, at, None) for at in count)
        return tuple(text.decode(errors="replace") for text in texts if text is not None)
    return ()


#: Name → what it returns and what it takes, as in cups/ipp.h, cups/http.h and cups/cups.h.
_SIGNATURES: Final[Mapping[str, tuple[type | None, tuple[type, ...]]]] = {
    "cupsDoRequest": (c_void_p, (c_void_p, c_void_p, c_char_p)),
    "cupsEncryption": (c_int, ()),
    "cupsLastError": (c_int, ()),
    "cupsServer": (c_char_p, ()),
    "cupsUser": (c_char_p, ()),
    "httpClose": (None, (c_void_p,)),
    "httpConnect2": (
        c_void_p,
        (c_char_p, c_int, c_void_p, c_int, c_int, c_int, c_int, c_void_p),
    ),
    "httpSetTimeout": (None, (c_void_p, c_double, c_void_p, c_void_p)),
    "ippAddIntegers": (c_void_p, (c_void_p, c_int, c_int, c_char_p, c_int, c_void_p)),
    "ippAddStrings": (
        c_void_p,
        (c_void_p, c_int, c_int, c_char_p, c_int, c_char_p, c_void_p),
    ),
    "ippDelete": (None, (c_void_p,)),
    "ippFirstAttribute": (c_void_p, (c_void_p,)),
    "ippGetBoolean": (c_int, (c_void_p, c_int)),
    "ippGetCount": (c_int, (c_void_p,)),
    "ippGetInteger": (c_int, (c_void_p, c_int)),
    "ippGetName": (c_char_p, (c_void_p,)),
    "ippGetString": (c_char_p, (c_void_p, c_int, c_void_p)),
    "ippGetValueTag": (c_int, (c_void_p,)),
    "ippNewRequest": (c_void_p, (c_int,)),
    "ippNextAttribute": (c_void_p, (c_void_p,)),
    "ippPort": (c_int, ()),
}


@cache
def _library() -> ctypes.CDLL:
    for name in ("libcups.so.2", "libcups.2.dylib"):
        try:
            library = ctypes.CDLL(name)
            break
        except OSError:
            continue
    else:
        raise NoLibrary
    for function, (returns, takes) in _SIGNATURES.items():
        called = getattr(library, function)
        called.restype, called.argtypes = returns, takes
    return library
