"""The one table of sentences: what to tell the person at the desk about an error.

Errors know no language and sentences no exception. A sentence says what happened and what to
do; its number, shown small beside it, is the same in every language and has a page in the help.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Final

from ra_desk.domain.comparison import Field
from ra_desk.domain.errors import RaError
from ra_desk.domain.mrz_fields import MrzField
from ra_desk.domain.pass_request import Stage
from ra_desk.domain.people import Role
from ra_desk.domain.reviewed import Verdict
from ra_desk.domain.standing import Outcome, Ruling
from ra_desk.services.paper import JobPhase, Trouble
from ra_desk.texts import _, language
from ra_desk.texts.formats import date_text, moment_text
from ra_desk.ui import (
    wording_admin,
    wording_audit,
    wording_counter,
    wording_entries,
    wording_letters,
    wording_machine,
    wording_outbox,
    wording_printing,
    wording_reports,
    wording_request,
    wording_review,
    wording_settings,
    wording_sign_in,
)
from ra_desk.ui.names import (
    field_name,
    job_phase_name,
    role_name,
    stage_name,
    trouble_name,
    verdict_name,
    zone_field_name,
)
from ra_desk.ui.wording_counter import Lines

#: Number of a refusal that this version has no sentence for.
UNKNOWN: Final = 1699

_DAYS: Final = frozenset({"expired_on", "turns", "birth_date", "valid_until"})
_MOMENTS: Final = frozenset({"at", "until", "lapsed_at", "expired"})
_NOTHING: Final = "–"


def lines(*, left: int = 0) -> Lines:
    """Return number and sentence of every error code, in the language of the window."""
    return {
        **wording_audit.lines(),
        **wording_admin.lines(),
        **wording_counter.lines(left=left),
        **wording_entries.lines(),
        **wording_letters.lines(),
        **wording_machine.lines(),
        **wording_outbox.lines(),
        **wording_printing.lines(),
        **wording_reports.lines(),
        **wording_request.lines(),
        **wording_review.lines(),
        **wording_settings.lines(),
        **wording_sign_in.lines(),
    }


def sentence(error: RaError) -> str:
    """Return what to tell the person at the desk."""
    return _sentence(error.code, error.facts)


def number(error: RaError) -> str:
    """Return the number of an error as it is shown: ``RA-1302``."""
    return _number(error.code)


def told(error: RaError) -> str:
    """Return the sentence with its number behind it, for where there is one line."""
    return f"{sentence(error)} {number(error)}"


def ruling_sentence(ruling: Ruling) -> str:
    """Return what central made of an entry; the facts of a ruling are text."""
    if ruling.outcome is not Outcome.REFUSED:
        return ""
    facts = {name: _read(name, text) for name, text in ruling.facts.items()}
    own = wording_outbox.rulings().get(ruling.reason)
    return _sentence(ruling.reason, facts) if own is None else _filled(own[1], facts)


def ruling_number(ruling: Ruling) -> str:
    """Return the number of the sentence of a refused entry."""
    own = wording_outbox.rulings().get(ruling.reason)
    return _number(ruling.reason) if own is None else f"RA-{own[0]}"


class _Shown(dict[str, str]):
    """Facts as words; one that is missing leaves a dash, never a crash before a client."""

    def __missing__(self, name: str) -> str:
        return _NOTHING


def _sentence(code: str, facts: Mapping[str, object]) -> str:
    left = str(facts.get("left", 0))
    known = lines(left=int(left) if left.isdecimal() else 0).get(code)
    if known is None:
        unknown = _(
            "This version does not know why the server refused it ({code}). "
            "It stays on this computer; call the help desk."
        )
        return unknown.format(code=code)
    return _filled(known[1], facts)


def _filled(text: str, facts: Mapping[str, object]) -> str:
    return text.format_map(
        _Shown((name, _shown(_over(name, value))) for name, value in facts.items())
    )


def _over(name: str, value: object) -> object:
    """Return the full minute at which a bar is over: within its last one nobody is let in yet."""
    if name != "until" or not isinstance(value, datetime):
        return value
    minute = value.replace(second=0, microsecond=0)
    return minute if minute == value else minute + timedelta(minutes=1)


def _number(code: str) -> str:
    found = lines().get(code)
    return f"RA-{UNKNOWN if found is None else found[0]}"


def _shown(value: object) -> str:
    """Return a fact in the words of the window, times as they are at the office."""
    match value:
        case Stage():
            return stage_name(value)
        case Field():
            return field_name(value)
        case MrzField():
            return zone_field_name(value)
        case Role():
            return role_name(value)
        case Verdict():
            return verdict_name(value)
        case Trouble():
            return trouble_name(value)
        case JobPhase():
            return job_phase_name(value)
        case datetime():
            return moment_text(value, language())
        case date():
            return date_text(value, language())
    return str(value) or _NOTHING


def _read(name: str, text: str) -> object:
    """Return a fact that came as text as what it was; what cannot be read stays text."""
    reader = _READERS.get(name)
    if reader is None:
        return text
    try:
        return reader(text)
    except ValueError:
        return text


def _field(text: str) -> Field | MrzField:
    return Field(text) if text in set(Field) else MrzField(text)


def _aware(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("no time zone")
    return moment


_READERS: Final[dict[str, Callable[[str], object]]] = {
    **dict.fromkeys(_DAYS, date.fromisoformat),
    **dict.fromkeys(_MOMENTS, _aware),
    "stage": Stage,
    "field": _field,
    "role_needed": Role,
    "verdict": Verdict,
}
