"""The settings in force: chosen here, fixed by an administrator, ruled by central, or default."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QObject, Signal

from ra_desk.domain.errors import RaError
from ra_desk.services.settings import (
    PolicyDamaged,
    PolicyWrong,
    SettingFixed,
    SettingsFile,
    SettingValue,
)
from ra_desk.ui.background import Background, Lane
from ra_desk.ui.settings.declared import SETTINGS
from ra_desk.ui.settings.shapes import LockedBy, Setting


class Settings(QObject):
    """One per program. A choice holds at once, and is kept while the window goes on.

    Every key is declared in ``declared``; another is a ``KeyError``, our own mistake.
    """

    changed = Signal(str)  # the key whose value is another one now
    kept = Signal()  # what was chosen is in the file
    failed = Signal(object)  # RaError: a choice could not be kept and was taken back

    def __init__(
        self,
        file: SettingsFile,
        *,
        background: Background | None = None,
        parent: QObject | None = None,
    ) -> None:
        """Read the file.

        Args:
            background: keeps choices off the main thread; without it, keeping waits for the disk.
        """
        super().__init__(parent)
        self._file, self._background = file, background
        kept = file.read()
        # A newer version's keys stay in the file when an older one writes it.
        self._strange = {k: v for k, v in kept.chosen.items() if k not in SETTINGS}
        self._chosen = _allowed(kept.chosen)
        self._fixed = {
            key: value
            for key, value in _allowed(kept.fixed).items()
            if LockedBy.ADMINISTRATOR in SETTINGS[key].locked_by
        }
        self._ruled: dict[str, SettingValue] = {}
        wrong = sorted(set(kept.fixed) - set(self._fixed))
        self._fixed |= {key: SETTINGS[key].default for key in wrong if key in SETTINGS}
        #: What could not be read at the start: to be told once, on the page and by the doctor.
        self.troubles: tuple[RaError, ...] = (
            *kept.troubles,
            *(PolicyWrong(key=key) for key in wrong),
        )
        if any(isinstance(trouble, PolicyDamaged) for trouble in kept.troubles):
            guarded = {s.key: s.default for s in SETTINGS.values() if s.guards}
            self._fixed = guarded | self._fixed
        self._kept = dict(self._chosen)

    # Asking

    def value(self, key: str) -> SettingValue:
        """Return what is in force."""
        for rank in (self._ruled, self._fixed, self._chosen):
            if key in rank:
                return rank[key]
        return SETTINGS[key].default

    def flag(self, key: str) -> bool:
        return bool(self.value(key))

    def number(self, key: str) -> int:
        return int(self.value(key))

    def text(self, key: str) -> str:
        return str(self.value(key))

    def locked(self, key: str) -> bool:
        """Whether an administrator or central has fixed it."""
        return key in self._fixed or key in self._ruled

    def is_default(self, key: str) -> bool:
        return self.value(key) == SETTINGS[key].default

    # Choosing

    def set(self, key: str, value: SettingValue) -> None:
        """Choose ``value``; it holds at once.

        Raises:
            SettingFixed: somebody above this desk decides it.
            ValueError: it is none of the setting's values.
        """
        setting = SETTINGS[key]
        if not setting.shape.allows(value):
            raise ValueError(f"{key} cannot be {value!r}")
        if self.locked(key):
            raise SettingFixed(key=key)
        before = self.value(key)
        self._chosen[key] = value
        self._after(key, before)

    def reset(self, settings: Iterable[Setting]) -> None:
        """Forget what was chosen for these; the defaults hold again."""
        for setting in settings:
            if setting.key in self._chosen and not self.locked(setting.key):
                before = self.value(setting.key)
                del self._chosen[setting.key]
                self._after(setting.key, before)

    def rule(self, key: str, value: SettingValue) -> None:
        """Let central's policy decide ``key`` from now on; nothing of it is kept here."""
        setting = SETTINGS[key]
        if LockedBy.CENTRAL not in setting.locked_by or not setting.shape.allows(value):
            raise ValueError(f"central cannot rule that {key} is {value!r}")
        before, known = self.value(key), key in self._ruled
        self._ruled[key] = value
        if before != value or not known:
            self.changed.emit(key)

    # Keeping

    def flush(self) -> None:
        """Keep now what is not kept yet: the program ends.

        Raises:
            SettingNotSaved: the file cannot be written.
        """
        if self._chosen != self._kept:
            self._file.write(self._strange | self._chosen)
            self._kept = dict(self._chosen)

    def _after(self, key: str, before: SettingValue) -> None:
        if self.value(key) != before:
            self.changed.emit(key)
        if self._chosen == self._kept:
            return
        if self._background is None:
            try:
                self.flush()
            except RaError as error:
                self._take_back(error)
            else:
                self.kept.emit()
            return
        content, chosen = self._strange | self._chosen, dict(self._chosen)
        self._background.run(
            Lane.STORE,
            lambda: self._file.write(content),
            owner=self,
            on_done=lambda _nothing: self._on_kept(chosen),
            on_error=self._take_back,
        )

    def _on_kept(self, chosen: dict[str, SettingValue]) -> None:
        self._kept = chosen
        self.kept.emit()

    def _take_back(self, error: RaError) -> None:
        """Let what is in the file hold again: nobody shall believe a choice that is lost."""
        before = {key: self.value(key) for key in SETTINGS}
        self._chosen = dict(self._kept)
        for key, value in before.items():
            if self.value(key) != value:
                self.changed.emit(key)
        self.failed.emit(error)


def _allowed(values: Mapping[str, SettingValue]) -> dict[str, SettingValue]:
    """Return the values that their declarations allow; the default holds for the others."""
    return {
        key: value
        for key, value in values.items()
        if key in SETTINGS and SETTINGS[key].shape.allows(value)
    }
