"""Why central refused a call, as an error of our own family."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import ValidationError

from ra_desk.domain.errors import RaError
from ra_desk.wire.messages import Problem


def error_of(content: bytes) -> RaError | None:
    """Return the error that a problem document names, or None if it is not one of ours."""
    try:
        problem = Problem.model_validate_json(content)
    except ValidationError:
        return None
    known = RaError.codes.get(problem.code)
    if known is None:
        return None
    return known(**{name: _value(text) for name, text in problem.facts.items()})


def _value(text: str) -> object:
    """Return a day or a moment as such; the sentence will want to format it."""
    for read in (date.fromisoformat, datetime.fromisoformat):  # a bare day is both
        try:
            return read(text) if len(text) >= 10 else text
        except ValueError:
            continue
    return text
