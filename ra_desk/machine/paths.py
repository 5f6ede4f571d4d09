"""Where this desk keeps what it must keep: one folder, for this account only."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

OWNER_ONLY = 0o700


@dataclass(frozen=True, slots=True)
class DeskFolder:
    """The folder of a desk; ``store`` is its encrypted database, ``lock`` says who has it open."""

    path: Path

    @property
    def store(self) -> Path:
        return self.path / "desk.db"

    @property
    def log(self) -> Path:
        return self.path / "desk.log"

    @property
    def settings(self) -> Path:
        return self.path / "settings.json"

    @property
    def lock(self) -> Path:
        return self.path / "desk.lock"


def desk_folder(at: Path | None = None) -> DeskFolder:
    """Return the desk's folder, made for the owner alone.

    Args:
        at: another place than the account's own, for a second desk or a demo.
    """
    if at is None:
        import platformdirs

        at = Path(platformdirs.user_data_dir("ra-desk", appauthor=False))
    at.mkdir(mode=OWNER_ONLY, parents=True, exist_ok=True)
    at.chmod(OWNER_ONLY)
    return DeskFolder(at)
