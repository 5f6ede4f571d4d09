"""What a desk cannot do, because no smsPASS rule lets a clerk do it."""

from __future__ import annotations

from dataclasses import fields

import pytest

from ra_desk.domain.activation import ActivationCode
from ra_desk.domain.facts import KINDS, CheckAttested
from ra_desk.domain.pass_request import PassRequest
from ra_desk.domain.people import Applicant
from ra_desk.services.desk import Desk

VERBS = {name for name in vars(Desk) if not name.startswith("_")}


@pytest.mark.requirement("S0-15", "S0-27", "S0-47")
def test_a_desk_neither_makes_nor_changes_a_request_nor_a_phone():
    """Requests begin, change and end on the citizen's pages; the clerk only looks and decides."""
    kinds = {kind.split("/")[0] for kind in KINDS}
    assert kinds == {
        "epoch_opened",
        "clock_measured",
        "session_opened",
        "session_closed",
        "looked_up",
        "request_viewed",
        "check_attested",
        "request_refused",
        "withdrawn",
        "letter_print_started",
        "letter_printed",
        "letter_spoilt",
        "document_reported",
        "suspicion_noted",
        "check_corrected",
        "code_ordered_again",
        "value_revealed",
        "receipt_printed",
        "abuse_reported",
        "conflict_decided",
        "review_decided",
        "control_letter_arrived",
        "control_letter_noted",
        "letter_batch_looked_over",
        "letter_batch_posted",
        "letter_batch_prepared",
        "letter_reconciled",
        "letter_returned",
        "letter_sheets_seen",
        "letters_taken_over",
        "spoiling_agreed",
        "window_confirmed",
        "sheets_destroyed",
        "day_closed",
        "day_countersigned",
        "day_reopened",
        "citizen_traced",
        "entry_text_shown",
        "journal_exported",
        "trace_exported",
        "journal_verified",
    }
    copies = {"delete_local_data"}  # of what central keeps
    for word in ("create", "new", "edit", "change", "phone", "cancel", "delete"):
        assert not [verb for verb in VERBS - copies if word in verb.split("_")], word
    assert Applicant.__dataclass_params__.frozen  # type: ignore[attr-defined]


@pytest.mark.requirement("S0-29")
def test_nobody_stands_in_for_the_applicant():
    """A check knows one person: the one at the counter is the applicant."""
    names = {f.name for f in fields(CheckAttested)} | {f.name for f in fields(PassRequest)}
    for word in ("proxy", "representative", "authorised", "behalf", "holder"):
        assert not [name for name in names if word in name]


@pytest.mark.requirement("S0-20")
def test_no_verb_of_the_desk_gives_a_code_to_the_clerk():
    """Codes are made by central; the one that a letter needs lives inside one function."""
    code_types = {"ActivationCode", ActivationCode.__name__}
    for verb in VERBS:
        returned = getattr(getattr(Desk, verb), "__annotations__", {}).get("return", "")
        assert str(returned) not in code_types
        assert "Secret" not in str(returned)
    assert not [f.name for f in fields(PassRequest) if "code" in f.name]
