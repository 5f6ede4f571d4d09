"""What acts, policies and desks are called, and what each act does, in the words of the window."""

from __future__ import annotations

from ra_desk.domain.administered import Administered, Gone
from ra_desk.domain.administration import (
    Act,
    AddOffice,
    BlockDesk,
    BlockOperator,
    ChangeOffice,
    ChangePolicy,
    ChangeRoles,
    EnrolDesk,
    InviteOperator,
    MatterGone,
    Proposal,
    ProposalOver,
    ProposalState,
    ResetOperator,
    RestoreDesk,
    UnblockOperator,
)
from ra_desk.domain.errors import RaError
from ra_desk.domain.policy import ReviewReason
from ra_desk.domain.policy_fields import FIELDS, PolicyField, ValueKind
from ra_desk.texts import _, ngettext
from ra_desk.ui.names import review_reason_name, role_names
from ra_desk.ui.wording import number, told

NONE = "–"


def act_name(act: Act) -> str:
    """Return what an act is called where it waits."""
    match act:
        case InviteOperator():
            return _("New account")
        case ResetOperator():
            return _("Reset of password and one-time code")
        case ChangeRoles():
            return _("Change of roles")
        case BlockOperator():
            return _("Block of an account")
        case UnblockOperator():
            return _("End of a block")
        case EnrolDesk():
            return _("New desk")
        case RestoreDesk():
            return _("Desk set up anew")
        case BlockDesk():
            return _("Block of a desk")
        case ChangePolicy():
            return _("Change of policy")
        case AddOffice() | ChangeOffice() | _:
            return _("Registration office")


def detail(act: Act, seen: Administered, subject: str) -> str:
    """Return what exactly an act is about, in one line."""
    offices = {str(one.office.id): one.office.name for one in seen.offices}
    match act:
        case InviteOperator():
            roles = ", ".join(role_names(act.roles))
            return f"{act.full_name} ({act.login}) · {offices.get(act.office, NONE)} · {roles}"
        case ChangeRoles():
            roles = ", ".join(role_names(act.roles)) or _("no roles")
            return f"{subject} · {offices.get(act.office, NONE)} · {roles}"
        case EnrolDesk():
            counter = _("counter {counter}").format(counter=act.counter)
            return f"{offices.get(act.office, NONE)} · {counter}"
        case RestoreDesk() | BlockDesk():
            found = next((one for one in seen.desks if one.id == act.desk), None)
            if found is None:
                return subject
            counter = _("counter {counter}").format(counter=found.counter)
            return f"{offices.get(found.office, NONE)} · {counter}"
        case ChangePolicy():
            changes = (
                f"{field_name(key)}: {value_words(key, value, offices)}"
                for key, value in act.values
                if key in FIELDS
            )
            return f"{subject} · {'; '.join(changes)}"
        case _:
            return subject


def confirm_effect(one: Proposal) -> str:
    """Return what happens when the second person confirms."""
    match one.act:
        case InviteOperator() | ResetOperator():
            return _(
                "Next you see a picture for the new operator's phone, once. Confirm only when "
                "that person stands beside you."
            )
        case EnrolDesk() | RestoreDesk():
            return _("The code that {who} was shown enrols one desk, within 24 hours.").format(
                who=one.by_name
            )
        case BlockOperator() | BlockDesk():
            return _("The block stays. It holds already.")
        case ChangePolicy():
            return _("The desks of the office get it with their next exchange.")
        case _:
            return _("It holds from now on.")


def field_name(key: str) -> str:
    """Return what a field of the policy is called."""
    return {
        "minimum_age": _("Youngest age of a client"),
        "hold_s": _("A check can be undone for"),
        "fast_check_s": _("A check is very fast within"),
        "new_clerk_checks": _("First checks of a new clerk that are reviewed"),
        "review_before": _("What is reviewed before the code leaves"),
        "sample_after": _("Random sample"),
        "review_password": _("Password with each review and confirmation"),
        "review_area": _("Area in which offices review for one another"),
        "hand_over_to": _("Office that takes over reviews"),
        "hand_over_after": _("It takes them over after"),
        "look_ups_without_check": _("Look-ups in a day without a check"),
        "day_signers": _("People who sign the end of a day"),
        "office_post": _("Code by post from the counter"),
        "registered_letters": _("Registered letters"),
        "lease": _("Work without a connection"),
        "keep_closed": _("Closed requests stay on the desk for"),
    }.get(key, key)


def field_help(field: PolicyField) -> str:
    """Return what a value may be."""
    match field.kind:
        case ValueKind.NUMBER | ValueKind.PERCENT | ValueKind.HOURS | ValueKind.DAYS:
            return _("{lowest} to {highest}").format(lowest=field.lowest, highest=field.highest)
        case ValueKind.REASONS:
            return _("Other reasons are always reviewed; no policy can switch them off.")
        case ValueKind.TEXT:
            return _("A name of your own; empty for none.")
        case _:
            return ""


def value_words(key: str, text: str, offices: dict[str, str] | None = None) -> str:
    """Return a value of the policy, given as text, as people say it."""
    match FIELDS[key].kind:
        case ValueKind.YES_NO:
            # i18n: a rule of the office is in force, or not
            return _("yes") if text == "yes" else _("no")
        case ValueKind.REASONS:
            names = [review_reason_name(ReviewReason(one)) for one in text.split(",") if one]
            return ", ".join(names) or _("nothing")
        case ValueKind.PERCENT:
            return f"{text}\N{NO-BREAK SPACE}%"
        case ValueKind.HOURS:
            return ngettext("{count} hour", "{count} hours", int(text)).format(count=text)
        case ValueKind.DAYS:
            return ngettext("{count} day", "{count} days", int(text)).format(count=text)
        case ValueKind.OFFICE:
            return (offices or {}).get(text, text) or _("none")
        case ValueKind.NUMBER if key in {"hold_s", "fast_check_s"}:
            return f"{text}\N{NO-BREAK SPACE}s"
        case _:
            return text or _("none")


def why_not(error: RaError) -> str:
    """Return why central did not do an act: what has become otherwise since it was proposed."""
    match error:
        case MatterGone():
            said = _gone(str(error.facts.get("why")))
        case ProposalOver():
            said = _ended(str(error.facts.get("ended")), who=str(error.facts.get("by") or NONE))
        case _:
            said = ""
    return f"{said} {number(error)}" if said else told(error)


def _gone(why: str) -> str:
    words: dict[str, str] = {
        Gone.OFFICE: _("Not done: the registration office is not there any more."),
        Gone.ACCOUNT: _("Not done: the account is not there any more."),
        Gone.PERSON: _("Not done: the person who was to have another account is not there."),
        Gone.DESK: _("Not done: the desk is not there any more."),
        Gone.BLOCKED: _("Not done: the account is blocked already."),
        Gone.NOT_BLOCKED: _("Not done: the account is not blocked any more."),
        Gone.DESK_STOPPED: _("Not done: the server takes nothing from this desk already."),
    }
    return words.get(why, "")


def _ended(state: str, *, who: str) -> str:
    words: dict[str, str] = {
        ProposalState.CONFIRMED: _("It waits no longer: confirmed by {who}."),
        ProposalState.REFUSED: _("It waits no longer: refused by {who}."),
        ProposalState.WITHDRAWN: _("It waits no longer: withdrawn by {who}."),
        ProposalState.LAPSED: _("It waits no longer: nobody confirmed it in a day."),
    }
    return words.get(state, "").format(who=who)
