"""Words of the second review: why a check goes back, and what happened before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from ra_desk.domain.pass_request import PassRequest, Stage
from ra_desk.domain.policy import ReviewReason
from ra_desk.domain.review_case import Happening
from ra_desk.domain.reviewed import ReturnReason, Reviewed, Verdict
from ra_desk.texts import _, language
from ra_desk.texts.formats import recent_text
from ra_desk.ui.parts.state import State
from ra_desk.ui.theme import Kind


def return_reason_name(reason: ReturnReason) -> str:
    """Return what a clerk is asked to do with a check that goes back."""
    names: Mapping[ReturnReason, str] = {
        ReturnReason.READ_DOCUMENT_AGAIN: _("Read the document again"),
        ReturnReason.OTHER_DOCUMENT: _("Ask for another document"),
        ReturnReason.PROVE_NAME: _("Ask for a proof of the name"),
        ReturnReason.COMPARE_FACE_AGAIN: _("Compare the face again"),
        ReturnReason.CLIENT_CORRECTS_DATA: _("The client corrects the data of the request"),
        ReturnReason.EXPLAIN: _("Explain in the note what was seen"),
        ReturnReason.OTHER: _("Something else"),
    }
    return names[reason]


def returned_words(said: Reviewed, *, now: datetime) -> str:
    """Return what a reviewer asks of the clerk, by whom and when."""
    asked = [] if said.return_reason is None else [return_reason_name(said.return_reason)]
    if said.text:
        asked.append(f"»{said.text}«")
    return _("The second review returned it ({name}, {time}): {words}").format(
        name=said.operator_name,
        time=recent_text(said.at, language(), now=now),
        words=". ".join(asked) or "–",
    )


def why_returned(request: PassRequest, *, now: datetime) -> str:
    """Return why a request is back at the counter, if a reviewer sent it; else ""."""
    said = request.reviewed
    if said is None or said.verdict is not Verdict.RETURN or request.stage is not Stage.RETURNED:
        return ""
    # A mail that nobody takes brings a request back as well, later.
    undelivered = ReviewReason.MAIL_REFUSED in request.review
    return "" if undelivered else returned_words(said, now=now)


def reason_state(reason: ReviewReason) -> State:
    """Return the chip of a reason for which a check is looked at again."""
    kind, icon = _LOOKS.get(reason, (Kind.REV, "shield-check"))
    return State(kind=kind, icon=icon, text=_short(reason))


_LOOKS: Mapping[ReviewReason, tuple[Kind, str]] = {
    ReviewReason.TYPED_DOCUMENT: (Kind.WARN, "keyboard"),
    ReviewReason.POSSIBLY_MATCHES: (Kind.WARN, "question-mark"),
    ReviewReason.CORRECTION: (Kind.REV, "pencil"),
    ReviewReason.REGISTER_DISAGREES: (Kind.ERR, "arrows-diff"),
    ReviewReason.REPEATED_DOCUMENT: (Kind.ERR, "id"),
    ReviewReason.NEW_CLERK: (Kind.IDLE, "user"),
    ReviewReason.VERY_FAST: (Kind.WARN, "bolt"),
    ReviewReason.DATA_CHANGED: (Kind.ERR, "arrows-diff"),
    ReviewReason.FILED_LATE: (Kind.WARN, "clock"),
    ReviewReason.EXCEPTION: (Kind.WARN, "calendar-x"),
    ReviewReason.OPERATOR_BLOCKED: (Kind.ERR, "ban"),
    ReviewReason.RANDOM_SAMPLE: (Kind.IDLE, "dice-5"),
    ReviewReason.RETURNED: (Kind.REV, "arrow-back-up"),
    ReviewReason.CHOSEN: (Kind.REV, "shield-check"),
    ReviewReason.SUSPICION: (Kind.ERR, "alert-triangle"),
}


def _short(reason: ReviewReason) -> str:
    """Return the reason in as few words as the list has room for."""
    names: Mapping[ReviewReason, str] = {
        ReviewReason.TYPED_DOCUMENT: _("Document typed by hand"),
        ReviewReason.POSSIBLY_MATCHES: _("Possibly matches"),
        ReviewReason.CORRECTION: _("Correction of a check"),
        ReviewReason.REGISTER_DISAGREES: _("Register does not agree"),
        ReviewReason.REPEATED_DOCUMENT: _("Document was used before"),
        ReviewReason.NEW_CLERK: _("New clerk"),
        ReviewReason.VERY_FAST: _("Very fast"),
        ReviewReason.DATA_CHANGED: _("Client changed the data"),
        ReviewReason.FILED_LATE: _("Sent late"),
        ReviewReason.EXCEPTION: _("Exception is asked for"),
        ReviewReason.OPERATOR_BLOCKED: _("Clerk is blocked"),
        ReviewReason.RANDOM_SAMPLE: _("Random sample"),
        ReviewReason.RETURNED: _("Answer to a return"),
        ReviewReason.CHOSEN: _("The clerk asked for it"),
        ReviewReason.SUSPICION: _("Silent warning"),
    }
    return names.get(reason, str(reason))


def happening_name(what: Happening, detail: str = "") -> str:
    """Return one step of a request's way; ``detail``: of a decision, what it was."""
    if what is Happening.REVIEWED:
        decided = {
            "approved": _("approved"),
            "returned": _("returned"),
            "refused": _("refused"),
        }
        return decided.get(detail, detail)
    names: Mapping[Happening, str] = {
        Happening.CHECKED: _("checked"),
        Happening.CORRECTED: _("corrected"),
        Happening.SUSPECTED: _("silent warning"),
        Happening.REPORTED: _("stolen document reported"),
        Happening.CONFLICT: _("decided about a conflict"),
        Happening.CODE_SENT: _("code sent"),
        Happening.REDEEMED: _("code redeemed"),
    }
    return names[what]
