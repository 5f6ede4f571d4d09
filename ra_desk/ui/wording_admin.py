"""What is told of administration, and of opening an account."""

from __future__ import annotations

from ra_desk.texts import _
from ra_desk.ui.wording_counter import Lines


def lines() -> Lines:
    """Return number and sentence by error code."""
    return {
        "administration.own_matter": (
            1951,
            _(
                "This takes a second person: not the one who proposed it, and not the one whom "
                "it is about, whichever account they use."
            ),
        ),
        "administration.proposal_over": (
            1952,
            _("Nothing waits here any more: it was decided, withdrawn or has lapsed. Look again."),
        ),
        "administration.matter_gone": (
            1953,
            _("What this is about has changed meanwhile, or is so already. Look again."),
        ),
        "administration.already_proposed": (
            1954,
            _("The same is waiting for a second person already."),
        ),
        "administration.too_few": (
            1955,
            _("At least {fewest} people must remain who can administer."),
        ),
        "administration.field_wrong": (
            1956,
            _("A field is empty or too long ({field}). Fill it in on one line."),
        ),
        "administration.set_up_over": (
            1957,
            _("Central has two administrators: name who does it with --by."),
        ),
        "operator.login_taken": (
            1958,
            _("The user name {login} is taken. Choose another one."),
        ),
        "policy.value_wrong": (
            1959,
            _("The value is outside its bounds: {lowest} to {highest}."),
        ),
        "invitation.refused": (
            1960,
            _(
                "The word of the invitation, the user name or the one-time code is not right, or "
                "the invitation was used or has lapsed. Ask an administrator for a new one."
            ),
        ),
        "invitation.password_short": (
            1961,
            _("A password has at least {shortest} signs."),
        ),
    }
