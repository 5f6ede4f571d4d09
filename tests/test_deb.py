"""The Debian package: what is in it, that it can be installed, does the main job, and goes again.

`python packaging/build.py deb --out DIR` makes one; RA_DESK_DEB names it to these tests.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from importlib.metadata import distributions
from pathlib import Path

import pytest

import ra_desk
from ra_desk.machine.libraries import PACKAGES

ROOT = os.geteuid() == 0
HOME = Path("usr/lib/ra-desk")
#: Outside its own folder it has a starter, an entry in the menu, an icon, a policy, documents.
OUTSIDE = {
    "/etc/ra-desk/policy.toml",
    "/usr/bin/ra-desk",
    "/usr/share/applications/ra-desk.desktop",
    "/usr/share/doc/ra-desk/CHANGELOG.md.gz",
    "/usr/share/doc/ra-desk/changelog.gz",
    "/usr/share/doc/ra-desk/copyright",
    "/usr/share/icons/hicolor/scalable/apps/ra-desk.svg",
    "/usr/share/lintian/overrides/ra-desk",
    "/usr/share/man/man1/ra-desk.1.gz",
}
#: Minutes on a slow machine: half a gigabyte is unpacked, and the tour takes most of one.
pytestmark = pytest.mark.timeout(900)


@pytest.fixture(scope="module")
def package() -> Path:
    named = os.environ.get("RA_DESK_DEB")
    if not named:
        pytest.skip("RA_DESK_DEB names no package; packaging/build.py deb makes one")
    return Path(named).resolve()


@pytest.fixture(scope="module")
def unpacked(package: Path) -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="ra-deb-"))
    said("dpkg-deb", "-x", str(package), str(folder))
    yield folder
    shutil.rmtree(folder)


def said(*command: str, home: Path | None = None, timeout_s: float = 300) -> str:
    """Run a command to its good end, as on a computer without a display; return what it said."""
    environment = {
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
        "DEBIAN_FRONTEND": "noninteractive",
    }
    done = subprocess.run(
        command,
        env=environment | {"HOME": str(home or tempfile.gettempdir())},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=timeout_s,
        check=False,
    )
    assert done.returncode == 0, f"{command}: {done.stdout}"
    return done.stdout


def does_the_main_job(program: Sequence[str], folder: Path) -> None:
    """Let it go through itself; what it did lies in the folder, its store in ``kept``."""
    home = folder / "home"
    home.mkdir()
    assert said(*program, "--version", home=home).strip() == f"ra-desk {ra_desk.__version__}"
    tour = (str(folder / "tour"), "--folder", str(folder / "kept"))
    said(*program, "demo", "--tour", *tour, home=home, timeout_s=600)
    steps = json.loads((folder / "tour" / "tour.json").read_text())
    assert steps
    assert list((folder / "tour").glob("*.png"))


@pytest.mark.skipif(not ROOT, reason="not root: the package is not installed here, only unpacked")
def test_installed_it_does_the_main_job_and_goes_without_a_trace(
    package: Path, tmp_path: Path
) -> None:
    """What an administrator does: install, look, work, remove. The store alone stays."""
    known = subprocess.run(["dpkg-query", "-s", "ra-desk"], capture_output=True, check=False)
    assert known.returncode != 0, "ra-desk is installed on this computer already"
    try:
        told = said("apt-get", "install", "-y", "--no-install-recommends", str(package))
        files = [Path(line) for line in said("dpkg", "-L", "ra-desk").splitlines()]

        assert re.search(r"^ra-desk: (this computer|something)", told, re.MULTILINE), told
        does_the_main_job(["ra-desk"], tmp_path)
        said("apt-get", "remove", "-y", "ra-desk")
        own = [path for path in files if "ra-desk" in str(path)]
        assert [str(p) for p in own if p.is_file()] == ["/etc/ra-desk/policy.toml"]
    finally:
        said("dpkg", "--purge", "ra-desk")
    assert [path for path in own if path.exists()] == []
    assert (tmp_path / "kept" / "desk").is_dir()


def test_unpacked_it_runs(unpacked: Path, tmp_path: Path) -> None:
    """It is an environment of its own, made of the wheel: wherever it lies, it starts."""
    program = [str(unpacked / HOME / "bin" / "python3"), "-I", "-m", "ra_desk"]
    assert said(*program, "--version").strip() == f"ra-desk {ra_desk.__version__}"
    if not ROOT:
        print("not root: the unpacked package does the main job; it is not installed")
        does_the_main_job(program, tmp_path)


def test_each_file_is_in_its_place(package: Path) -> None:
    """One folder of its own and what a Debian wants beside it; all belongs to root."""
    listed = [line.split(maxsplit=5) for line in said("dpkg-deb", "-c", str(package)).splitlines()]
    assert {owner for _, owner, *_ in listed} == {"root/root"}
    assert not [mode for mode, *_ in listed if mode[0] == "-" and mode[8] == "w"]
    names = {last.partition(" -> ")[0].removeprefix(".") for *_, last in listed}
    outside = {n for n in names if not n.startswith(f"/{HOME}") and not n.endswith("/")}
    assert outside == OUTSIDE


def test_it_asks_for_what_the_program_says_is_missing(package: Path) -> None:
    """The doctor and the package name the same libraries of the system."""
    depends = said("dpkg-deb", "-f", str(package), "Depends")
    assert set(PACKAGES.values()) <= set(depends.replace(",", " ").split())


def test_no_library_in_it_misses_another(unpacked: Path) -> None:
    """What was left out of Qt is needed by nothing that stays."""
    libraries = [str(path) for path in unpacked.rglob("PySide6/**/*.so*") if path.is_file()]
    assert len(libraries) > 50
    # ldd's own status is 1 for what is linked statically.
    done = subprocess.run(["ldd", *libraries], capture_output=True, text=True, check=False)
    assert [line for line in done.stdout.splitlines() if "not found" in line] == []


def test_nothing_says_where_it_was_made(unpacked: Path) -> None:
    """No path of the builder's computer, no address of the place the packages came from."""
    tree = re.escape(str(Path(ra_desk.__file__).parents[1]).encode())
    traces = re.compile(rb"/tmp/tmp\w{8}|" + tree)
    assert not list(unpacked.rglob("direct_url.json"))
    found = [
        path
        for path in unpacked.rglob("*")
        if path.suffix in {".pyc", ".cfg", ".json", ".txt", ""} and path.is_file()
        if not path.is_symlink() and traces.search(path.read_bytes())
    ]
    assert found == []


def test_the_bill_names_everything_that_is_in_it(package: Path, unpacked: Path) -> None:
    """An office that hears of a hole in a library looks here whether it has it."""
    bill = json.loads(package.with_suffix(".cdx.json").read_text("utf-8"))
    (site,) = (unpacked / HOME).glob("lib/python3.*/site-packages")
    inside = {
        (d.name.lower().replace("_", "-"), d.version) for d in distributions(path=[str(site)])
    }
    listed = {(one["name"], one["version"]) for one in bill["components"]}
    own = bill["metadata"]["component"]

    assert bill["bomFormat"] == "CycloneDX"
    assert listed | {(own["name"], own["version"])} == {
        (name.replace(".", "-"), version) for name, version in inside
    }
    refs = {own["bom-ref"], *(one["bom-ref"] for one in bill["components"])}
    assert {one["ref"] for one in bill["dependencies"]} == refs
    needs = {one["ref"]: one.get("dependsOn", []) for one in bill["dependencies"]}
    assert len(needs[own["bom-ref"]]) > 20
    assert "http" not in json.dumps(bill["components"])
