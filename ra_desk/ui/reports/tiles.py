"""The five numbers that stand above a report."""

from __future__ import annotations

from datetime import datetime

from ra_desk.domain.report import Figures, Result, Topic
from ra_desk.texts import _, language
from ra_desk.texts.formats import number_text
from ra_desk.ui.parts.tile import Tile, Tiles
from ra_desk.ui.reports import words
from ra_desk.ui.theme import Theme


class ReportTiles(Tiles):
    """Checks, refusals, second reviews, letters, time per check."""

    def __init__(self, theme: Theme) -> None:
        self.checks = Tile(theme, "user-check", _("Checks"))
        self.refused = Tile(theme, "circle-x", _("Refused"))
        self.review = Tile(theme, "shield-check", _("In second review"))
        self.letters = Tile(theme, "mail", _("Letters"))
        self.time = Tile(theme, "clock", _("Average time"))
        super().__init__((self.checks, self.refused, self.review, self.letters, self.time))

    def show_figures(self, figures: Figures, *, now: datetime) -> None:
        """Show the figures of a period."""
        refused, letters = figures.table(Topic.REASONS), figures.table(Topic.LETTERS)
        in_review = figures.table(Topic.OUTCOMES).counts[Result.IN_REVIEW]
        for tile, number, caption in (
            (self.checks, figures.checks, words.before_text(figures)),
            (self.refused, refused.total, words.main_reason_text(figures)),
            (self.review, in_review, words.review_text(figures, now=now)),
            (self.letters, letters.total, words.letters_text(figures)),
        ):
            tile.show_number(number_text(number, language()), caption)
        self.time.show_number(words.seconds_text(figures.average_s), words.target_text())
