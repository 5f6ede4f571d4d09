"""Every error has a sentence, every sentence its facts, every term a name."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest

import ra_desk
from ra_desk.domain.access import CentralUnreachable, SignInBarred, SignInWrong
from ra_desk.domain.activation import Channel
from ra_desk.domain.checks import AlreadyDecided, DataDiffers, NotWaiting, RequestLapsed
from ra_desk.domain.comparison import Field, Match
from ra_desk.domain.documents import DocumentExpired, DocumentKind
from ra_desk.domain.errors import RaError, Refused
from ra_desk.domain.facts import SpoiltReason
from ra_desk.domain.mrz_fields import MrzCheckDigitWrong, MrzField
from ra_desk.domain.pass_request import RequestUnknown, Stage
from ra_desk.domain.people import NotYourRole, Role, Underage
from ra_desk.domain.policy import ReviewReason
from ra_desk.domain.refusals import RefusalReason
from ra_desk.domain.standing import NOTED, Outcome, Ruling, UndoTooLate, ruling_of
from ra_desk.services.paper import JobPhase, Trouble
from ra_desk.texts import use
from ra_desk.ui import names
from ra_desk.ui.stages import stage_state
from ra_desk.ui.wording import lines, number, ruling_number, ruling_sentence, sentence, told
from ra_desk.ui.wording_outbox import rulings

ROOT = Path(ra_desk.__file__).parent
NOON = datetime(2026, 11, 20, 11, 0, tzinfo=UTC)
#: Central says its own errors in its log; the demo and the joining of parts only tell others.
ELSEWHERE = (
    "ra_desk.central",
    "ra_desk.store.migrations",
    "ra_desk.demo",
    "ra_desk.app",
    "ra_desk.__main__",
)
MODULES = [
    module.name
    for module in pkgutil.walk_packages(ra_desk.__path__, "ra_desk.")
    if not module.name.startswith(ELSEWHERE)
]
for _module in MODULES:
    importlib.import_module(_module)

#: Errors that can reach this window: central's own are said in central's log.
HERE = {
    code: error
    for code, error in RaError.codes.items()
    if error.__module__.startswith("ra_desk.")
    and not error.__module__.startswith("ra_desk.central")
}
NAMED = {
    names.stage_name: Stage,
    names.field_name: Field,
    names.match_name: Match,
    names.zone_field_name: MrzField,
    names.document_kind_name: DocumentKind,
    names.refusal_name: RefusalReason,
    names.review_reason_name: ReviewReason,
    names.role_name: Role,
    names.spoilt_name: SpoiltReason,
    names.channel_name: Channel,
    names.trouble_name: Trouble,
    names.job_phase_name: JobPhase,
}


@pytest.fixture(autouse=True)
def _slovenian():
    use("sl")


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


@cache
def raised() -> list[tuple[str, frozenset[str]]]:
    """Every place that makes an error of ours by name: its class, and the facts it gives."""
    classes = {error.__name__ for error in HERE.values()}
    found = []
    for path in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                given = frozenset(k.arg for k in node.keywords if k.arg)
                if node.func.id in classes and len(given) == len(node.keywords):
                    found.append((node.func.id, given))
    return found


def test_every_error_has_a_sentence_and_every_sentence_an_error():
    """A refusal without words would leave a clerk and a client looking at each other."""
    assert set(lines()) == set(HERE)


def test_numbers_are_given_once():
    """The help desk finds the page by the number alone."""
    given = Counter(number for number, _ in (*lines().values(), *rulings().values()))
    assert [number for number, times in given.items() if times > 1] == []
    assert all(1000 <= number <= 1999 for number in given)


@pytest.mark.parametrize("code", sorted(HERE))
def test_a_sentence_names_only_facts_that_its_error_has(code: str):
    """Each fact is one that the error's docstring promises or the place that raises it gives."""
    error = HERE[code]
    wanted = placeholders(lines()[code][1])
    given = [facts for name, facts in raised() if name == error.__name__]
    promised = set(re.findall(r"``(\w+)``", error.__doc__ or ""))
    assert wanted <= promised.union(*given)
    for facts in given:
        assert wanted <= facts, "a place that raises it leaves a fact out"


@pytest.mark.parametrize("code", sorted(HERE))
def test_a_sentence_is_calm_and_complete(code: str):
    """What happened and what to do, ended by a full stop; nothing shouts."""
    for language in ("en", "sl"):
        use(language)
        text = lines()[code][1]
        assert text.endswith("."), text
        assert not re.search(r"!|\bError\b|\bNapaka\b|\bPlease\b", text)


def test_times_are_said_as_they_are_at_the_office():
    """Inside it is UTC; the clerk's watch is an hour ahead of it in November."""
    error = RequestLapsed(lapsed_at=NOON)
    assert sentence(error) == (
        "Zahtevek je potekel 20.\u00a011.\u00a02026\u00a012:00. Stranka lahko na portalu odda novega."
    )
    assert number(error) == "RA-1203"
    assert told(error).endswith("novega. RA-1203")
    assert "1.\u00a09.\u00a02026" in sentence(DocumentExpired(expired_on=date(2026, 9, 1)))


@pytest.mark.parametrize(("seconds", "words"), [(0, "12:15"), (1, "12:16"), (59, "12:16")])
def test_when_to_try_again_is_said_to_the_minute_that_holds(seconds, words):
    """Half a minute of waiting said "at 12:15" at a quarter past twelve, and refused again."""
    until = NOON + timedelta(minutes=15, seconds=seconds)
    assert words in sentence(SignInBarred(until=until))


def test_terms_are_said_in_words():
    """A clerk reads »priimek«, not the name of a constant."""
    assert "Priimek" in sentence(DataDiffers(field=Field.SURNAME))
    assert "(številka dokumenta)" in sentence(MrzCheckDigitWrong(field=MrzField.NUMBER))
    assert "nadzor" in sentence(NotYourRole(role_needed=Role.SUPERVISOR))
    assert "15 let 3.\u00a02.\u00a02027" in sentence(Underage(turns=date(2027, 2, 3), years=15))


@pytest.mark.parametrize(
    ("left", "words"), [(1, "1 poskus."), (2, "2 poskusa."), (4, "4 poskuse."), (5, "5 poskusov.")]
)
def test_tries_are_counted_in_four_forms(left: int, words: str):
    """Slovenian has four; the count comes as text when central has sent it."""
    assert f"Imate še {words}" in sentence(SignInWrong(left=left))
    assert f"Imate še {words}" in sentence(SignInWrong(left=str(left)))


@pytest.mark.parametrize(
    "error",
    [
        DocumentExpired(expired_on=date(2026, 9, 1)),
        Underage(turns=date(2027, 2, 3), years=15),
        DataDiffers(field=Field.SURNAME),
    ],
)
def test_a_ruling_says_the_same_as_the_error_it_was_made_of(error: Refused):
    """Facts cross the wire as text; the words at the desk do not change by that."""
    assert ruling_sentence(ruling_of(error)) == sentence(error)
    assert ruling_number(ruling_of(error)) == number(error)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (AlreadyDecided(office="UE Piran", operator="Ana L.", at=NOON), "(UE Piran, 20."),
        (NotWaiting(stage=Stage.WITHDRAWN), "(stanje: Umaknila stranka)"),
        (RequestLapsed(lapsed_at=NOON), "20.\u00a011.\u00a02026\u00a012:00"),
        (RequestUnknown(number="R-1"), "Za ta zapis ni zahtevka."),
        (NotYourRole(role_needed=Role.CLERK), "(delo na okencu)"),
        (UndoTooLate(), "zato velja"),
    ],
)
def test_what_central_refused_is_never_said_not_to_be_recorded(error: Refused, words: str):
    """At the counter "nothing was recorded" is true; of an entry in the journal it is not."""
    said = ruling_sentence(ruling_of(error))
    assert words in said
    assert "Nič ni bilo zabeleženo" not in said
    assert ruling_number(ruling_of(error)) != number(error)
    assert placeholders(rulings()[error.code][1]) <= set(error.facts)


def test_a_ruling_that_this_version_does_not_know_is_still_told():
    """A newer central may have new reasons; its word is shown, not swallowed."""
    ruling = Ruling(outcome=Outcome.REFUSED, reason="check.of_tomorrow")
    assert "check.of_tomorrow" in ruling_sentence(ruling)
    assert ruling_number(ruling) == "RA-1699"
    assert ruling_sentence(NOTED) == ""


def test_a_fact_that_is_missing_leaves_a_dash():
    """An older central may not send a fact that the sentence would like to tell."""
    text = ruling_sentence(Ruling(outcome=Outcome.REFUSED, reason="check.request_lapsed"))
    assert text.startswith("Zahtevek je potekel –,")
    broken = Ruling(
        outcome=Outcome.REFUSED, reason="check.request_lapsed", facts={"lapsed_at": "2026-11-20"}
    )
    assert "2026-11-20" in ruling_sentence(broken)
    assert "RA-1603" in told(CentralUnreachable())


@pytest.mark.parametrize("name", NAMED, ids=lambda function: function.__name__)
def test_every_term_has_a_name_of_its_own(name):
    """Two terms with one name could not be told apart on the screen."""
    said = [name(term) for term in NAMED[name]]
    assert len(set(said)) == len(said)
    assert not set(said) & {str(term) for term in NAMED[name]}


@pytest.mark.parametrize("stage", Stage)
def test_every_stage_has_a_chip_with_an_icon(stage: Stage):
    """State never speaks by colour alone."""
    chip = stage_state(stage)
    assert chip.text == names.stage_name(stage)
    assert (ROOT.parent / "resources/icons" / f"{chip.icon}.svg").is_file()
    assert chip.cell().kind is chip.kind
