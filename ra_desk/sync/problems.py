"""Why central refused a call, as an error of our own family.

A refusal that central did not sign for this very call may come from whoever ends the line. It
may say that the call did not get through, and nothing that a desk would keep or act on.
"""

from __future__ import annotations

from datetime import date, datetime

from pydantic import ValidationError

from ra_desk.domain.access import CallRefused, SomebodyElseAnswered
from ra_desk.domain.errors import RaError
from ra_desk.wire.messages import Problem

#: What central cannot sign, because it does not know yet whose call this is.
UNSIGNED = frozenset(
    {
        "call.malformed",
        "call.too_large",
        "desk.unknown",
        "enrolment.refused",
        "journal.proof_refused",
    }
)


def error_of(problem: Problem) -> RaError:
    """Return the error that a problem names; one that this version does not know is named in it."""
    known = RaError.codes.get(problem.code)
    if known is None:
        return CallRefused(problem=problem.code)
    return known(**{name: _value(text) for name, text in problem.facts.items()})


def unsigned_error_of(content: bytes) -> RaError:
    """Return what a refusal without a signature may say, or that it was not central."""
    try:
        problem = Problem.model_validate_json(content)
    except ValidationError:
        return SomebodyElseAnswered()
    return error_of(problem) if problem.code in UNSIGNED else SomebodyElseAnswered()


def _value(text: str) -> object:
    """Return a day or a moment as such; the sentence will want to format it."""
    for read in (date.fromisoformat, datetime.fromisoformat):  # a bare day is both
        try:
            return read(text) if len(text) >= 10 else text
        except ValueError:
            continue
    return text
