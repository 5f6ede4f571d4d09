"""What the conflict sheet says: the question, the three columns, the ways out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ra_desk.domain.after_check import as_told
from ra_desk.domain.conflicts import Conflict
from ra_desk.domain.facts import CheckAttested, ConflictChoice
from ra_desk.services.decide_conflict import OpenConflict
from ra_desk.texts import _, language
from ra_desk.texts.formats import moment_text, recent_text
from ra_desk.ui.names import deed_name, stage_name, subject_name
from ra_desk.ui.request.words import masked_email
from ra_desk.ui.wording import ruling_number, ruling_sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One of the three things to compare: what it is, the fact, and how it came about."""

    head: str
    fact: str
    caption: str
    mono: bool = False


def short(conflict: Conflict) -> str:
    """Return why a record needs a decision, where central refused nothing; else ""."""
    if conflict is Conflict.DATA_CHANGED:
        return _("The client changed the data in the meantime.")
    return ""


def question(about: OpenConflict) -> str:
    """Return the title of the sheet."""
    match about.conflict:
        case Conflict.DATA_CHANGED:
            return _("Is the check still valid?")
        case Conflict.DECIDED_ELSEWHERE:
            return _("Another decision counts")
        case Conflict.REQUEST_OVER:
            return _("The request was already over")
        case Conflict.NO_REQUEST:
            return _("There is no request for this record")
        case Conflict.REFUSED:
            return _("The server refused the record")


def sentence(about: OpenConflict) -> str:
    """Return what happened, in one sentence or two."""
    ruling = about.item.ruling
    told = ""
    if about.conflict is Conflict.DATA_CHANGED:
        told = _("The client changed the data after the check.")
    elif ruling is not None:
        told = f"{ruling_sentence(ruling)} {ruling_number(ruling)}"
    return "\u00a0· ".join(part for part in (subject_name(about.item.deed.fact), told) if part)


def columns(about: OpenConflict, now: datetime) -> tuple[Column, Column, Column]:
    """Return what was recorded, what is there now, and what follows."""
    return (_recorded(about, now), _there(about, now), _follows(about.conflict))


def _recorded(about: OpenConflict, now: datetime) -> Column:
    deed = about.item.deed
    at = recent_text(deed.at, language(), now=now)
    caption = deed.operator_name
    if about.conflict is Conflict.DATA_CHANGED and isinstance(deed.fact, CheckAttested):
        caption = _("data of the request: version {version}").format(version=deed.fact.revision)
    return Column(
        head=_("Recorded at {time}").format(time=at), fact=deed_name(deed.fact), caption=caption
    )


def _there(about: OpenConflict, now: datetime) -> Column:
    head, request = _("Now on the server"), about.request
    if about.conflict is Conflict.NO_REQUEST:
        return Column(head=head, fact=_("No such request"), caption=_("the number is unknown"))
    if about.item.deed.fact.subject is None:
        return Column(head=head, fact=_("Not counted"), caption=_("nothing follows"))
    if request is None:
        words = _("not kept on this computer")
        return Column(head=head, fact=_("Request"), caption=words)
    decision = request.decision
    if about.conflict is Conflict.DATA_CHANGED:
        words = _("changed by the client, version {version}").format(version=request.revision)
        email = masked_email(request.applicant.email)
        return Column(head=head, fact=email, caption=words, mono=True)
    if about.conflict is Conflict.DECIDED_ELSEWHERE and decision is not None:
        at = recent_text(decision.at, language(), now=now)
        whose = f"{decision.office_name}, {at}"
        return Column(head=head, fact=stage_name(as_told(request).stage), caption=whose)
    until = moment_text(request.expires_at, language())
    return Column(
        head=head,
        fact=stage_name(as_told(request).stage),
        caption=_("deadline {time}").format(time=until),
    )


def _follows(conflict: Conflict) -> Column:
    head = _("Consequence")
    match conflict:
        case Conflict.DATA_CHANGED:
            return Column(head=head, fact=_("No code was sent"), caption=_("sending is stopped"))
        case Conflict.DECIDED_ELSEWHERE:
            return Column(head=head, fact=_("Evidence only"), caption=_("no second code"))
        case Conflict.REQUEST_OVER:
            return Column(head=head, fact=_("No code was sent"), caption=_("nothing follows"))
        case Conflict.NO_REQUEST:
            return Column(head=head, fact=_("Nothing was sent"), caption=_("nothing follows"))
        case Conflict.REFUSED:
            return Column(
                head=head, fact=_("No effect"), caption=_("stays on this computer as evidence")
            )


def verb(choice: ConflictChoice) -> str:
    """Return what a choice is called, on its card and on the button."""
    match choice:
        case ConflictChoice.SECOND_REVIEW:
            return _("Send to second review")
        case ConflictChoice.WITHDRAW:
            return _("Withdraw the check")
        case ConflictChoice.EXCEPTION:
            return _("Ask for an exception")
        case ConflictChoice.INFORM:
            return _("Inform the client")
        case ConflictChoice.KEEP:
            return _("Keep as evidence")


def consequence(choice: ConflictChoice, conflict: Conflict) -> str:
    """Return what a choice leads to."""
    match choice:
        case ConflictChoice.SECOND_REVIEW:
            return _("Another person decides whether the check holds for the new data.")
        case ConflictChoice.WITHDRAW if conflict is Conflict.DATA_CHANGED:
            return _("The request waits for a check again; the client must come once more.")
        case ConflictChoice.WITHDRAW:
            return _("Nothing follows from it; it stays in the journal.")
        case ConflictChoice.EXCEPTION:
            return _("Another person decides whether the check counts all the same.")
        case ConflictChoice.INFORM:
            return _("The check stays as evidence; the client submits a new request.")
        case ConflictChoice.KEEP:
            return _("The record stays in the journal; nothing else follows.")
