"""The shapes a setting can have, and what a declaration consists of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from ra_desk.domain.addresses import one_line
from ra_desk.services.settings import SettingValue

#: Words in the language of the window, asked for whenever they are shown.
WordsOf: TypeAlias = Callable[[], str]


class Section(StrEnum):
    """A part of the page of settings, in its order."""

    APPEARANCE = "appearance"
    LANGUAGE = "language"
    SCANNER = "scanner"
    PRINTER = "printer"
    CONNECTION = "connection"
    PRIVACY = "privacy"
    SHORTCUTS = "shortcuts"
    NOTICES = "notices"
    DEMO = "demo"
    ABOUT = "about"


class LockedBy(StrEnum):
    """Who may take a setting out of the hands of the desk."""

    ADMINISTRATOR = "administrator"
    CENTRAL = "central"


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch:
    """Off or on."""

    def allows(self, value: SettingValue) -> bool:
        return isinstance(value, bool)


@dataclass(frozen=True, slots=True, kw_only=True)
class OneOf:
    """One of a few; ``words`` of each in the order in which they are offered."""

    words: Mapping[str, WordsOf]

    def allows(self, value: SettingValue) -> bool:
        return isinstance(value, str) and value in self.words


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """A whole number, both ends included; ``words`` says one, with its unit."""

    least: int
    most: int
    step: int
    words: Callable[[int], str]

    def allows(self, value: SettingValue) -> bool:
        # In Python True is a number; in a file it is a mistake.
        return type(value) is int and self.least <= value <= self.most


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One line, up to ``longest`` signs."""

    longest: int = 60

    def allows(self, value: SettingValue) -> bool:
        return isinstance(value, str) and len(value) <= self.longest and value.isprintable()

    def read(self, typed: str) -> str:
        """Return what was typed or pasted as it is kept: on one line, and nothing that is unseen."""
        return one_line(typed)[: self.longest].strip()


Shape: TypeAlias = Switch | OneOf | Whole | Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One setting: everything about it but the place where it is felt.

    Attributes:
        section: where it is shown; None is never shown (the window's own memory).
        label: its name. ``sentence``: one line that says what it does.
        locked_by: who may fix it.
        guards: protects people's data; while the administrator's file cannot be read, it stays
            at its default and nobody at the desk may change it.
    """

    key: str
    shape: Shape
    default: SettingValue
    section: Section | None = None
    label: WordsOf = str
    sentence: WordsOf = str
    locked_by: frozenset[LockedBy] = frozenset({LockedBy.ADMINISTRATOR})
    guards: bool = False

    def __post_init__(self) -> None:
        if not self.shape.allows(self.default):
            raise ValueError(f"the default of {self.key} is none of its values")
