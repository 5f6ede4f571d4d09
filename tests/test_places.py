"""Data is found beside the code, in the source tree as in a wheel."""

import shutil
import subprocess
import sys
from pathlib import Path

from ra_desk import places

ROOT = Path(__file__).resolve().parent.parent


def test_in_the_source_tree_the_data_lies_beside_the_package():
    """Whoever edits a catalogue or an icon sees it at the next start."""
    assert places.is_source_tree()
    assert places.resources() == ROOT / "resources"
    assert places.catalogues() == ROOT / "i18n"


def test_in_a_wheel_the_data_lies_inside_the_package(tmp_path):
    """An installed program brings its texts along."""
    package = tmp_path / "ra_desk"
    (package / "_data").mkdir(parents=True)
    for name in ("__init__.py", "places.py"):
        shutil.copy(ROOT / "ra_desk" / name, package)
    script = "from ra_desk import places as p; print(p.resources(), p.catalogues(), sep='\\n')"

    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=True
    )

    assert done.stdout.split() == [str(package / "_data" / n) for n in ("resources", "i18n")]
