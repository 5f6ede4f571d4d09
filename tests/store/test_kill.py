"""kill -9 in the middle of writing."""

from __future__ import annotations

import json
import secrets
import subprocess
import sys
from pathlib import Path

import pytest

from ra_desk.places import __file__ as inside

KILLS = 40


@pytest.mark.requirement("S0-38")
@pytest.mark.skipif(sys.platform == "win32", reason="there is no fork")
def test_nothing_acknowledged_is_lost_when_the_program_is_killed(tmp_path: Path) -> None:
    """What the window called recorded is there after any crash, once, in a whole chain.

    Each unit writes two entries, so an odd number of them would be a torn transaction.
    """
    seed = secrets.randbelow(2**32)
    print(f"seed {seed}")
    done = subprocess.run(
        [sys.executable, "-m", "tests.store.killed_writer", str(tmp_path), str(seed), str(KILLS)],
        capture_output=True,
        text=True,
        timeout=120,
        cwd=Path(inside).parent.parent,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    print(result)
    assert result["kills"] == KILLS
    assert result["acknowledged"] >= KILLS
    assert (result["lost"], result["whole"], result["torn"]) == ([], True, 0)
    assert 0 <= result["durable but not acknowledged"] <= KILLS
