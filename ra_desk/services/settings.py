"""What a desk remembers of how its people want it, and what an administrator has fixed.

The port that keeps settings, and what may go wrong with it. Which settings there are is declared
by the window (``ui.settings.declared``): they concern nothing but what it shows and hears.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

from ra_desk.domain.errors import RaError, Refused, Unavailable

SettingValue: TypeAlias = bool | int | str


class SettingNotSaved(Unavailable):
    """The file of the settings cannot be written. ``reason``: what the system says."""

    code = "settings.not_saved"


class SettingFixed(Refused):
    """An administrator or central has fixed this setting. ``key``: which."""

    code = "settings.fixed"


class SettingsDamaged(Unavailable):
    """The file of the settings cannot be read; its choices are lost. ``path``: which file."""

    code = "settings.damaged"


class PolicyDamaged(Unavailable):
    """The administrator's file cannot be read. ``path``: which file."""

    code = "settings.policy_damaged"


class PolicyWrong(Unavailable):
    """The administrator's file says what a setting cannot be. ``key``: which setting."""

    code = "settings.policy_wrong"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptSettings:
    """What was read: nothing in it has been compared with a declaration yet.

    Attributes:
        chosen: by the people of this desk, by key such as ``"appearance.theme"``.
        fixed: by an administrator; nobody at the desk can change these.
        troubles: files that could not be read; what they said counts as not said.
    """

    chosen: Mapping[str, SettingValue] = field(default_factory=dict)
    fixed: Mapping[str, SettingValue] = field(default_factory=dict)
    troubles: tuple[RaError, ...] = ()


class SettingsFile(Protocol):
    """Where settings are kept from one start to the next."""

    def read(self) -> KeptSettings:
        """Return what is kept; a damaged file is told in ``troubles``, never raised."""

    def write(self, chosen: Mapping[str, SettingValue]) -> None:
        """Keep exactly these choices, all or nothing.

        Raises:
            SettingNotSaved: what was kept before is still kept.
        """
