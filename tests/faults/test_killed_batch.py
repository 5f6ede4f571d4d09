"""kill -9 in the middle of a batch of 50 letters, at each of its steps."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from ra_desk.places import __file__ as inside
from tests.faults.killed_batch import POINTS, SHEETS


@pytest.mark.requirement("S0-38")
@pytest.mark.skipif(sys.platform == "win32", reason="there is no fork")
def test_ledger_and_paper_agree_wherever_a_batch_is_killed(tmp_path: Path) -> None:
    """No code is drawn twice, none is lost, and the program asks what it cannot know.

    After each death: printed, spoilt and waiting sheets are those that were ordered, what counts
    as printed lies in the tray, and whatever may lie there or not is asked about.
    """
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.killed_batch", str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=300,
        cwd=Path(inside).parent.parent,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    print(result)
    assert result["wrong"] == []
    assert result["deaths"] == len(POINTS) >= 20
    assert result["posted"]
    assert sum(result["counts"].values()) == SHEETS
    assert set(result["counts"]) == {"posted", "spoilt"}
