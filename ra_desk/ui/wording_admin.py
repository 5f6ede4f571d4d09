"""What is told of administration, and of opening an account."""

from __future__ import annotations

from ra_desk.texts import _
from ra_desk.ui.wording_counter import Lines


def lines() -> Lines:
    """Return number and sentence by error code."""
    return {
        "administration.own_matter": (
            2001,
            _(
                "This takes a second person: not the one who proposed it, and not the one whom "
                "it is about, whichever account they use."
            ),
        ),
        "administration.proposal_over": (
            2002,
            _("Nothing waits here any more: it was decided, withdrawn or has lapsed. Look again."),
        ),
        "administration.matter_gone": (
            2003,
            _("What this is about has changed meanwhile, or is so already. Look again."),
        ),
        "administration.already_proposed": (
            2004,
            _("The same is waiting for a second person already."),
        ),
        "administration.too_few": (
            2005,
            _("At least {fewest} people must remain who can administer."),
        ),
        "administration.field_wrong": (
            2006,
            _("A field is empty or too long ({field}). Fill it in on one line."),
        ),
        "administration.set_up_over": (
            2007,
            _("Central has two administrators: name who does it with --by."),
        ),
        "operator.login_taken": (
            2008,
            _("The user name {login} is taken. Choose another one."),
        ),
        "policy.value_wrong": (
            2009,
            _("The value is outside its bounds: {lowest} to {highest}."),
        ),
        "invitation.refused": (
            2010,
            _(
                "The word of the invitation, the user name or the one-time code is not right, or "
                "the invitation was used or has lapsed. Ask an administrator for a new one."
            ),
        ),
        "invitation.password_short": (
            2011,
            _("A password has at least {shortest} signs."),
        ),
    }
