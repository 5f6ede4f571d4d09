"""What is told of the second review."""

from __future__ import annotations

from ra_desk.texts import _
from ra_desk.ui.wording_counter import Lines


def lines() -> Lines:
    """Return the sentences in the language of the window."""
    return {
        "review.already_decided": (
            1501,
            _("The decision has been taken already ({operator}, {at}): {verdict}."),
        ),
        "review.nobody_else": (
            1502,
            _(
                "There is no second supervisor at this office today. "
                "After {hours} hours the tasks go to {office}."
            ),
        ),
        "review.nobody_at_all": (
            1503,
            _(
                "There is no second supervisor at this office today. Your own checks wait until "
                "somebody else signs in."
            ),
        ),
        "review.own_check": (
            1504,
            _("You cannot decide about your own check. It waits for another supervisor."),
        ),
        "review.not_waiting": (
            1505,
            _("The request waits for no review ({stage}). Look at the list again."),
        ),
        "review.changed": (
            1506,
            _(
                "Something was added since you looked: a correction, another check or other data. "
                "Look at it again and decide anew."
            ),
        ),
        "review.return_unexplained": (
            1507,
            _("Say what the clerk is to do; »Something else« needs words."),
        ),
        "review.visit_only": (
            1508,
            _("This reason ends a visit only. To end the request choose another one."),
        ),
        "review.return_too_late": (
            1509,
            _("The code was used ({stage}): the check cannot go back. Approve it or refuse it."),
        ),
        "review.too_late": (
            1510,
            _(
                "The decision came to the server too late or after your rights had ended, so it "
                "does not count. Sign in with a connection and decide again."
            ),
        ),
        "review.step_up_missing": (
            1511,
            _("Your office asks for the password with each decision. Decide again."),
        ),
        "review.elsewhere": (
            1512,
            _("The check belongs to an office that yours does not review for."),
        ),
        "review.not_saved": (1590, _("The decision was not saved. Try again.")),
    }
