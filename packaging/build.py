"""What people and CI run to build.

`pins` renews every pin, `openapi` the description of central's interface, `step` writes how its
database comes to a new schema; `deb` makes the Debian package; `skips` finds tests that did not run.
"""

import argparse
import re
import subprocess
import sys
import tempfile
import tomllib
import xml.etree.ElementTree as ET
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYPROJECT = ROOT / "pyproject.toml"
RELEASE_PINS = ROOT / "packaging" / "requirements.lock"
OPENAPI = ROOT / "packaging" / "central" / "openapi.json"

#: Tests that may be skipped, by their name, each with the reason.
MAY_BE_SKIPPED: dict[str, str] = {
    "tests.test_deb::test_installed_it_does_the_main_job_and_goes_without_a_trace": (
        "only root installs packages; without root the unpacked one does the main job"
    ),
}


def _compile(*arguments: str) -> str:
    """Return what `uv pip compile` resolves, for every platform, without the address of an index."""
    command = ["uv", "pip", "compile", "--universal", "--quiet", "--no-header", "--no-annotate"]
    command += ["--no-emit-index-url", "--no-emit-find-links", "--python-version", "3.11"]
    done = subprocess.run([*command, *arguments], check=True, capture_output=True, text=True)
    return done.stdout


def _without_pins(text: str) -> str:
    return re.sub(
        r"^((?:build-)?constraint-dependencies) = \[.*?^\]", r"\1 = []", text, flags=re.M | re.S
    )


def _with_pins(text: str, key: str, pins: list[str]) -> str:
    lines = "".join(f"    {_quoted(pin)},\n" for pin in pins)
    return re.sub(rf"^{key} = \[.*?^\]", lambda _: f"{key} = [\n{lines}]", text, flags=re.M | re.S)


def _quoted(pin: str) -> str:
    return '"' + pin.replace('"', "'") + '"'


def _requirements(compiled: str) -> list[str]:
    return [line for line in compiled.splitlines() if line and not line.startswith(("#", "-", " "))]


def renew_pins() -> None:
    """Take the newest versions that fit, write them to pyproject.toml and requirements.lock."""
    text = PYPROJECT.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        loose = Path(folder, "pyproject.toml")
        loose.write_text(_without_pins(text), encoding="utf-8")
        build = Path(folder, "build.in")
        build.write_text(
            "\n".join(tomllib.loads(text)["build-system"]["requires"]), encoding="utf-8"
        )
        # The group's own "ra-desk[central]" is the extra that is asked for beside it.
        everything = tomllib.loads(text)
        group = [
            each
            for each in everything["dependency-groups"]["dev"]
            if not each.startswith("ra-desk")
        ]
        dev = Path(folder, "dev.in")
        dev.write_text("\n".join(group), encoding="utf-8")
        all_pins = _requirements(_compile(str(loose), str(dev), "--all-extras"))
        build_pins = _requirements(_compile(str(build)))
        text = _with_pins(text, "constraint-dependencies", all_pins)
        text = _with_pins(text, "build-constraint-dependencies", build_pins)
        PYPROJECT.write_text(text, encoding="utf-8")
        pinned = Path(folder, "pinned.txt")
        pinned.write_text("\n".join(all_pins), encoding="utf-8")
        release = _compile(str(loose), "--all-extras", "--generate-hashes", "-c", str(pinned))
        RELEASE_PINS.write_text(release, encoding="utf-8")
    print(f"{len(all_pins)} packages, {len(build_pins)} for the build")


def find_skips(report: Path) -> int:
    """Return 1 and name them if a test was skipped that must run, or if no test ran; else 0."""
    cases = list(ET.parse(report).getroot().iter("testcase"))  # noqa: S314 - our own pytest wrote it
    skipped = {
        f"{case.get('classname')}::{case.get('name')}": skip.get("message", "")
        for case in cases
        for skip in case.iter("skipped")
    }
    wrong = {name: why for name, why in skipped.items() if name not in MAY_BE_SKIPPED}
    for name, why in wrong.items():
        print(f"skipped: {name}: {why}")
    print(f"{len(cases)} tests, {len(skipped)} skipped")
    return 1 if wrong or not cases else 0


def renew_openapi() -> None:
    """Write the description of central's interface that desks and others are built against."""
    from ra_desk.central.openapi import description

    OPENAPI.parent.mkdir(exist_ok=True)
    OPENAPI.write_text(description(), encoding="utf-8")
    print(OPENAPI.relative_to(ROOT))


def write_step(revision: str, message: str) -> None:
    """Write the step from the schema that the last one makes to the tables as they are now."""
    from ra_desk.central import schema
    from ra_desk.central.database import KEY_BYTES, open_engine

    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{folder}/central.db", key=bytes(KEY_BYTES))
        schema.write_step(engine, message, revision=revision)
        engine.dispose()


def main() -> int:
    """Run one of the commands and return its exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("pins", help="renew every pinned version")
    commands.add_parser("openapi", help="renew the description of central's interface")
    step = commands.add_parser("step", help="write a step of central's database, to be read over")
    step.add_argument("revision", help="its number, such as 0010")
    step.add_argument("message", help="what it does, in a few words")
    commands.add_parser("texts", help="bring the catalogues up to date with the sources")
    deb = commands.add_parser("deb", help="make the Debian package and its bill of materials")
    deb.add_argument("--out", type=Path, required=True, help="the folder to leave them in")
    deb.add_argument("--wheel", type=Path, help="what to pack; by default a wheel of this tree")
    skips = commands.add_parser("skips", help="fail when a test of a JUnit report was skipped")
    skips.add_argument("report", type=Path)
    arguments = parser.parse_args()
    if arguments.command == "pins":
        renew_pins()
        return 0
    if arguments.command == "openapi":
        renew_openapi()
        return 0
    if arguments.command == "step":
        write_step(arguments.revision, arguments.message)
        return 0
    if arguments.command == "texts":
        import texts

        for changed in texts.update():
            print(changed.relative_to(ROOT))
        return 0
    if arguments.command == "deb":
        import debian_package

        for made in debian_package.build(arguments.out, wheel=arguments.wheel):
            print(made)
        return 0
    return find_skips(arguments.report)


if __name__ == "__main__":
    sys.exit(main())
