"""Settings on disk: the desk's own choices as JSON, and the administrator's file as TOML."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from ra_desk.domain.errors import RaError
from ra_desk.machine.paths import DeskFolder
from ra_desk.services.settings import (
    KeptSettings,
    PolicyDamaged,
    SettingNotSaved,
    SettingsDamaged,
    SettingValue,
)


def policy_file(platform: str = sys.platform) -> Path:
    """Return where an administrator of this computer fixes settings for everybody on it."""
    if platform.startswith("linux"):
        return Path("/etc/ra-desk/policy.toml")
    import platformdirs

    return Path(platformdirs.site_config_dir("ra-desk", appauthor=False)) / "policy.toml"


def desk_settings(folder: DeskFolder, policy: Path | None = None) -> DiskSettings:
    """Return the settings of a desk; the machine's own policy rules over the one given."""
    policies = [policy_file()] if policy is None else [policy, policy_file()]
    return DiskSettings(folder.settings, policies=policies)


class DiskSettings:
    """``services.settings.SettingsFile`` in the desk's folder.

    Args:
        path: the choices; need not exist.
        policies: administrators' files, of which the later rules over the earlier. Each may be
            missing; one that is there but cannot be read is a trouble.
    """

    def __init__(self, path: Path, *, policies: Sequence[Path] = ()) -> None:
        self._path = path
        self._policies = tuple(policies)

    def read(self) -> KeptSettings:
        troubles: list[RaError] = []
        fixed: dict[str, SettingValue] = {}
        for policy in self._policies:
            try:
                fixed |= _read_policy(policy)
            except FileNotFoundError:
                continue
            except (OSError, ValueError, RecursionError):
                troubles.append(PolicyDamaged(path=str(policy)))
        chosen: dict[str, SettingValue] = {}
        try:
            chosen = _read_choices(self._path)
        except FileNotFoundError:
            pass  # nobody has chosen anything yet
        except (OSError, ValueError, RecursionError):
            troubles.append(SettingsDamaged(path=str(self._path)))
        return KeptSettings(chosen=chosen, fixed=fixed, troubles=tuple(troubles))

    def write(self, chosen: Mapping[str, SettingValue]) -> None:
        text = json.dumps(dict(sorted(chosen.items())), ensure_ascii=False, indent=1)
        try:
            _replace(self._path, text.encode())
        except OSError as error:
            raise SettingNotSaved(reason=error.strerror or type(error).__name__) from error


class MemorySettings:
    """``services.settings.SettingsFile`` that ends with the program: for the demo and tests."""

    def __init__(
        self,
        chosen: Mapping[str, SettingValue] | None = None,
        *,
        fixed: Mapping[str, SettingValue] | None = None,
    ) -> None:
        self.chosen = dict(chosen or {})
        self._fixed = dict(fixed or {})

    def read(self) -> KeptSettings:
        return KeptSettings(chosen=dict(self.chosen), fixed=self._fixed)

    def write(self, chosen: Mapping[str, SettingValue]) -> None:
        self.chosen = dict(chosen)


def _read_choices(path: Path) -> dict[str, SettingValue]:
    data = json.loads(path.read_text("utf-8"))
    if not isinstance(data, dict):
        raise ValueError("not an object")
    return dict(_flat(data))


def is_administrators(file: os.stat_result) -> bool:
    """Whether nobody but the administrator of this computer can have written a file.

    Always on Windows, where the installer gives the folder its rights.
    """
    return os.name == "nt" or (file.st_uid == 0 and not file.st_mode & 0o022)


def _read_policy(path: Path) -> dict[str, SettingValue]:
    with path.open("rb") as file:
        # One that was named on the command line is whoever's who typed it.
        if path == policy_file() and not is_administrators(os.fstat(file.fileno())):
            raise ValueError("not the administrator's")
        import tomllib  # few computers have a policy, and all wait for what is read at the start

        return dict(_flat(tomllib.load(file)))


def _flat(data: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, SettingValue]]:
    """Yield ``[lock] idle_minutes`` as ``lock.idle_minutes``; lists and fractions are no values."""
    for name, value in data.items():
        key = prefix + name
        if isinstance(value, dict):
            yield from _flat(value, f"{key}.")
        elif isinstance(value, bool | int | str):
            yield key, value


def _replace(path: Path, content: bytes) -> None:
    """Put the content in the file's place: after a power failure there is the old or the new."""
    import tempfile

    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise
