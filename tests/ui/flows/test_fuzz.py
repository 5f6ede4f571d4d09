"""A sample of random keys and scans; the whole is ``python -m tests.ui.flows.fuzz 10000``."""

from __future__ import annotations

import random

import pytest

from tests.ui.flows.fuzz import fuzzed

SAMPLE = 200


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_random_keys_and_scans_decide_nothing_by_themselves(theme) -> None:
    """Typing, pasting or scanning anything anywhere never raises, and moves no wrong request."""
    seed = random.SystemRandom().randrange(10**6)
    print(f"seed {seed}")
    run = fuzzed(theme, bursts=SAMPLE, seed=seed)
    assert not run.wrong, f"seed {seed}\n" + "\n".join(run.wrong)
