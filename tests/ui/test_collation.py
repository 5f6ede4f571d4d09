"""Names stand where a reader of the language looks for them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ra_desk.texts import use
from ra_desk.ui.collation import in_order, words_in_order


@pytest.fixture(autouse=True)
def back_to_slovenian() -> Iterator[None]:
    yield
    use("sl")


NAMES = ("Žan", "Csaba", "Cvek", "Čeh", "Zver", "Šolc", "Suša", "Cukor", "Ács", "Ćosić", "Aba")


@pytest.mark.parametrize(
    ("language", "ordered"),
    [
        ("sl", "Aba Ács Csaba Cukor Cvek Čeh Ćosić Suša Šolc Zver Žan"),
        ("hu", "Aba Ács Čeh Ćosić Cukor Cvek Csaba Šolc Suša Žan Zver"),
        ("en", "Aba Ács Čeh Ćosić Csaba Cukor Cvek Šolc Suša Žan Zver"),
    ],
)
def test_words_stand_in_the_order_of_the_language(qapp, language: str, ordered: str):
    """Slovenian has č after c, Hungarian cs after c; to others both are a c with something."""
    use(language)
    assert words_in_order(NAMES) == ordered.split()


def test_counter_ten_comes_after_counter_nine(qapp):
    """A number in a name is a number."""
    assert in_order((10, 9, 1), lambda number: f"Okence {number}") == [1, 9, 10]
