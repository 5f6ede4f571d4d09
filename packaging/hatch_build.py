"""Puts resources and compiled catalogues into the wheel, inside the package, in `ra_desk/_data`."""

import tempfile
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Data(BuildHookInterface):  # type: ignore[type-arg]
    """Runs for the wheel only; an editable install finds the data in the source tree."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        root = Path(self.root)
        into: dict[str, str] = build_data["force_include"]
        resources = root / "resources"
        if resources.is_dir():
            into[str(resources)] = "ra_desk/_data/resources"
        self._compiled = tempfile.TemporaryDirectory()
        for source in sorted((root / "i18n").glob("*/LC_MESSAGES/*.po")):
            place = source.relative_to(root / "i18n").with_suffix(".mo")
            compiled = Path(self._compiled.name, place)
            compiled.parent.mkdir(parents=True, exist_ok=True)
            with source.open("rb") as po, compiled.open("wb") as mo:
                write_mo(mo, read_po(po, locale=place.parts[0], domain=source.stem))
            into[str(compiled)] = f"ra_desk/_data/i18n/{place.as_posix()}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        if version != "editable":
            self._compiled.cleanup()
