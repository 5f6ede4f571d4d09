"""Names and words in the order of a language: Slovenian č after c, Hungarian cs after c."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from PySide6.QtCore import QCollator, QLocale

from ra_desk.texts import language

T = TypeVar("T")


def in_order(found: Iterable[T], name: Callable[[T], str]) -> list[T]:
    """Return things by their names, as the language of the window sorts them.

    Numbers in names count as numbers: counter 9 comes before counter 10.

    Source:
        Unicode CLDR, by the collator that Qt brings along or the system has.
    """
    collator = QCollator(QLocale(language()))
    collator.setNumericMode(True)
    return sorted(found, key=lambda one: collator.sortKey(name(one)))


def words_in_order(words: Iterable[str]) -> list[str]:
    """Return words as the language of the window sorts them."""
    return in_order(words, str)
