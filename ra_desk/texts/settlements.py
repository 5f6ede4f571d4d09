"""The places with two official languages, out of ``resources/letters``."""

from __future__ import annotations

import tomllib
from functools import cache

from ra_desk import places
from ra_desk.domain.folding import fold
from ra_desk.domain.letter_form import BilingualArea, LetterLanguages


@cache
def bilingual_areas() -> tuple[BilingualArea, ...]:
    """Return the municipalities with their bilingual settlements, read at the first time.

    The list is to be checked against the official register (decision 7); the file says so.
    """
    source = places.resources() / "letters" / "bilingual_settlements.toml"
    with source.open("rb") as file:
        areas = tomllib.load(file)["area"]
    return tuple(
        BilingualArea(
            municipality=area["municipality"],
            languages=LetterLanguages(f"sl+{area['language']}"),
            settlements=frozenset(fold(name.split(" / ")[0]) for name in area["settlements"]),
            postcodes=frozenset(area["postcodes"]),
        )
        for area in areas
    )
