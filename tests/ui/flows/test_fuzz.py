"""A sample of random keys and scans; the whole is ``python -m tests.ui.flows.fuzz 10000``."""

from __future__ import annotations

import random

import pytest
from PySide6.QtCore import QTimer

from tests.fakes import a_check
from tests.ui.flows.fuzz import fuzzed
from tests.ui.hands import Hands

SAMPLE = 100


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_random_keys_and_scans_decide_nothing_by_themselves(theme) -> None:
    """Typing, pasting or scanning anything anywhere never raises, and moves no wrong request."""
    seed = random.SystemRandom().randrange(10**6)
    print(f"seed {seed}")
    run = fuzzed(theme, bursts=SAMPLE, seed=seed)
    assert not run.wrong, f"seed {seed}\n" + "\n".join(run.wrong)


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_fuzz_sees_what_a_program_does_by_itself(theme) -> None:
    """A record that nobody meant, a request that nobody asked for, a fault, an end unasked."""

    def record(hands: Hands) -> None:
        session = hands.front.window.session
        assert session is not None
        hands.front.desk.record_check(a_check("R-JH5P-238"), session=session)  # type: ignore[arg-type]

    def fail(_hands: Hands) -> None:
        QTimer.singleShot(0, lambda: [][1])

    meddling = {
        1: record,
        2: fail,
        3: lambda hands: hands.front.place.open_request("R-MGT7-67Q"),
        9: lambda hands: hands.front.window.lock(),
    }
    run = fuzzed(theme, bursts=10, seed=1, only="paste", meddling=meddling)
    told = "\n".join(run.wrong)
    for found in (
        "recorded CheckAttested by itself",
        "raised IndexError",
        "brought R-MGT7-67Q into view",
        "ended the session",
    ):
        assert found in told
