"""A print room in which nothing lies, for desks whose store is kept in memory."""

from __future__ import annotations


class NoLetters:
    """``services.letter_book.LetterBook`` before the first letter has come."""

    def unbatched(self, *, limit: int) -> list[object]:
        return []

    def unbatched_count(self) -> int:
        return 0

    def batches(self, *, before: int, limit: int) -> list[object]:
        return []

    def returned(self, *, before: object, limit: int) -> list[object]:
        return []

    def unnumbered(self) -> int:
        return 0

    def elsewhere(self) -> list[object]:
        return []

    def sheet_of(self, letter: str) -> None:
        return None

    def came_back(self, letter: str) -> None:
        return None

    def fit(self, printer: str, envelope: str) -> None:
        return None
