"""What is told of reports and the close of the day."""

from __future__ import annotations

from ra_desk.texts import _
from ra_desk.ui.wording_counter import Lines


def lines() -> Lines:
    """Return the sentences in the language of the window."""
    return {
        "report.not_saved": (
            1701,
            _("The report could not be saved to the chosen folder. Choose another one."),
        ),
        "day.points_open": (
            1702,
            _(
                "Something is still open. Settle it, or write down why you close the day all the same."
            ),
        ),
        "day.already_closed": (
            1703,
            _("{operator} has closed the day already, at {at}. Look at the report again."),
        ),
        "day.over": (
            1738,
            _("Another day has begun since you were asked. Look at the report again."),
        ),
        "day.not_closed": (1704, _("The day is not closed. Look at the report again.")),
        "day.second_signer_missing": (
            1705,
            _("Two people sign the closing here. Ask a colleague to sign in as the second person."),
        ),
        "day.follows_refused": (
            1719,
            _(
                "This closing begins where one ends that the server refused, so it does not count "
                "either. Close the day again: the new closing counts the same records."
            ),
        ),
        "day.same_person": (
            1706,
            _("Both signatures would be of one person. Ask a colleague to sign."),
        ),
        "day.reason_missing": (1707, _("Write down why the day is opened again.")),
        "day.nothing_spoilt": (
            1708,
            _("No spoilt sheet waits to be destroyed. Look at the report again."),
        ),
        "report.period_unfit": (
            1709,
            _("A period ends on its first day or later, and has {days} days at most."),
        ),
    }
