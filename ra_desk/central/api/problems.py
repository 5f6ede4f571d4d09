"""Refusals over HTTP: the code of the error family, its facts as text, and a status."""

from __future__ import annotations

import logging
import traceback

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import OperationalError
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ra_desk.domain.access import (
    CentralBusy,
    DeskQuarantined,
    DeskUnknown,
    SessionOver,
    SignInWrong,
)
from ra_desk.domain.errors import Broken, RaError, Refused, Unavailable
from ra_desk.domain.standing import as_text
from ra_desk.journal.envelope import ProofRefused
from ra_desk.wire.messages import Problem

log = logging.getLogger(__name__)

#: Bytes of a call at most: 500 entries of 16,000 signs and their frame.
LARGEST_CALL = 9 * 1024 * 1024


class CallMalformed(Broken):
    """``where``: the field of a call that is missing, unknown or of another type."""

    code = "call.malformed"


class CallTooLarge(Broken):
    """``limit``: bytes of a call at most."""

    code = "call.too_large"


_STATUS: dict[type[RaError], int] = {
    CallTooLarge: 413,
    CallMalformed: 422,
    ProofRefused: 401,
    DeskUnknown: 401,
    SessionOver: 401,
    SignInWrong: 401,
    DeskQuarantined: 423,
    Refused: 403,
    Unavailable: 503,
    Broken: 400,
}


def status_of(error: RaError) -> int:
    """Return the HTTP status with which an error is told."""
    return next(_STATUS[kind] for kind in type(error).__mro__ if kind in _STATUS)


def facts_of(error: RaError) -> dict[str, str]:
    """Return the facts of an error as text that survives the wire."""
    return {name: as_text(value) for name, value in error.facts.items()}


def problem(error: RaError) -> JSONResponse:
    """Return an error as the answer to a call."""
    return _answer(error.code, status_of(error), facts_of(error))


def add_problems(app: FastAPI) -> None:
    """Make every refusal and failure of the app a problem, without a word of the call in it."""

    @app.exception_handler(RaError)
    async def refused(_: Request, error: RaError) -> JSONResponse:
        return problem(error)

    @app.exception_handler(RequestValidationError)
    async def malformed(_: Request, error: RequestValidationError) -> JSONResponse:
        first = error.errors()[0]["loc"] if error.errors() else ()
        where = ".".join(str(part) for part in first)
        return problem(CallMalformed(where=where[:200]))

    @app.exception_handler(HTTPException)
    async def http(_: Request, error: HTTPException) -> JSONResponse:
        if isinstance(error.__cause__, RaError):
            return problem(error.__cause__)  # of a body that was refused while it came
        return _answer(f"http.{error.status_code}", error.status_code, {})

    @app.exception_handler(OperationalError)
    async def database(_: Request, error: OperationalError) -> JSONResponse:
        # Locked, restarted or unreachable: the desk sends again.
        log.warning("database: %s", type(error.orig).__name__)
        return problem(CentralBusy(status=503))


class BodyLimit:
    """Refuses a call that is larger than any of ours, before it is in memory."""

    def __init__(self, app: ASGIApp, *, limit: int = LARGEST_CALL) -> None:
        self._app = app
        self._limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        said = dict(scope["headers"]).get(b"content-length", b"0")
        if not said.isdigit() or int(said) > self._limit:
            await problem(CallTooLarge(limit=self._limit))(scope, receive, send)
            return
        heard = 0

        async def limited() -> Message:
            nonlocal heard
            message = await receive()
            heard += len(message.get("body", b""))
            if heard > self._limit:
                raise CallTooLarge(limit=self._limit)
            return message

        await self._app(scope, limited, send)


class Wordless:
    """Answers a failure that nobody foresaw; the log says where it was, and no word of it.

    The text of an error may hold what was being read or written: names, numbers, addresses.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = False

        async def sending(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, sending)
        except Exception as error:  # noqa: BLE001 - the server would print it
            log.error("%s at %s", type(error).__name__, _place(error))  # noqa: TRY400
            if not begun:
                failed = CentralBusy(status=500)
                await _answer(failed.code, 500, facts_of(failed))(scope, receive, send)


def _place(error: Exception) -> str:
    walked = [
        (f.f_globals.get("__name__", ""), line)
        for f, line in traceback.walk_tb(error.__traceback__)
    ]
    ours = [one for one in walked if one[0].startswith(__name__.partition(".")[0])]
    return " ".join(f"{module}:{line}" for module, line in (*ours[-5:], walked[-1]))


def _answer(code: str, status: int, facts: dict[str, str]) -> JSONResponse:
    body = Problem(code=code, facts=facts).model_dump(mode="json")
    return JSONResponse(body, status_code=status, headers={"Cache-Control": "no-store"})
