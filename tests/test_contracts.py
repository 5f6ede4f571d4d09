"""Each contract between the rooms guards something: a planted import turns it red, and only it.

A contract over an empty room, or one with a misspelt name, would be green for ever.
"""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"][
    "importlinter"
]["contracts"]
RUN = "from importlinter.cli import lint_imports_command as run; run()"
LAYERS = "The rooms, from the street to the cellar"
#: Contracts that are not about one outside library: where a forbidden import is planted.
PLANTS = {
    LAYERS: ("domain/planted.py", ["ra_desk.journal"]),
    "The ui meets the world only through services": ("ui/planted.py", ["ra_desk.store"]),
    "Central knows nothing of the desk": ("central/planted.py", ["ra_desk.services"]),
    "Ports speak domain types: wire is for sync and central": (
        "services/planted.py",
        ["ra_desk.wire"],
    ),
    "The tour sees no services, store or central": ("demo/tour.py", ["ra_desk.services"]),
}
LIBRARY_CONTRACTS = [c for c in CONTRACTS if c["name"] not in PLANTS]


def verdicts(tree: Path) -> dict[str, str]:
    """Return contract → KEPT or BROKEN, as import-linter sees the package in this folder."""
    done = subprocess.run(
        [sys.executable, "-c", RUN, "--no-cache", "--config", str(tree / "pyproject.toml")],
        cwd=tree,
        env={**os.environ, "PYTHONPATH": str(tree), "COLUMNS": "200", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    found = re.findall(r"^(.+?) (KEPT|BROKEN)", done.stdout, flags=re.MULTILINE)
    assert len(found) == len(CONTRACTS), done.stdout + done.stderr
    return dict(found)


def broken(tree: Path) -> set[str]:
    return {name for name, verdict in verdicts(tree).items() if verdict == "BROKEN"}


@pytest.fixture
def tree(tmp_path):
    """A copy of the package that may be spoilt."""
    shutil.copytree(ROOT / "ra_desk", tmp_path / "ra_desk", ignore=shutil.ignore_patterns("*.pyc"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def plant(tree: Path, where: str, modules: list[str]) -> None:
    target = tree / "ra_desk" / where
    before = target.read_text(encoding="utf-8") if target.exists() else ""
    lines = [f"import {name}" for name in modules]
    target.write_text("\n".join([before, *lines, ""]), encoding="utf-8")


def test_the_house_is_in_order(tree):
    """The tree as it is keeps every contract."""
    assert broken(tree) == set()


def test_every_contract_has_its_plant():
    """A new contract that is not about an outside library needs a planted import of its own."""
    assert set(PLANTS) < {c["name"] for c in CONTRACTS}
    for contract in LIBRARY_CONTRACTS:
        assert not any(m.startswith("ra_desk") for m in contract["forbidden_modules"])


@pytest.mark.parametrize("name", PLANTS)
def test_a_forbidden_import_between_rooms_turns_exactly_its_contract_red(tree, name):
    """The contract sees the import, and no other contract speaks for it."""
    plant(tree, *PLANTS[name])

    assert broken(tree) == {name}


@pytest.mark.parametrize("contract", LIBRARY_CONTRACTS, ids=lambda c: c["name"])
def test_a_library_beside_its_door_turns_exactly_its_contract_red(tree, contract):
    """A library that comes in by another door is seen, whatever else that room may do."""
    rooms = [name.removeprefix("ra_desk.") for name in contract["source_modules"]]
    room = [each for each in rooms if (tree / "ra_desk" / each).is_dir()][-1]
    plant(tree, f"{room}/planted.py", contract["forbidden_modules"][:1])

    assert broken(tree) == {contract["name"]}


def test_a_folder_without_a_place_turns_the_layers_red(tree):
    """A new room must be put in its place before anything is put into it."""
    (tree / "ra_desk" / "shed").mkdir()
    (tree / "ra_desk" / "shed" / "__init__.py").write_text('"""A shed."""\n', encoding="utf-8")

    assert broken(tree) == {LAYERS}
