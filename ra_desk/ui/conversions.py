"""Between Qt's types and Python's, where the stubs only say ``object``."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate


def as_date(shown: QDate) -> date:
    """Return a day as Python knows it.

    Raises:
        ValueError: the day is not valid.
    """
    return date(shown.year(), shown.month(), shown.day())


def as_qdate(day: date) -> QDate:
    """Return a day as Qt knows it."""
    return QDate(day.year, day.month, day.day)
