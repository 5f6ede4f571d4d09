"""Sentences of the request page: what a line says, what is missing, why something is read-only."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from ra_desk.domain.activation import Channel, RequestNumber
from ra_desk.domain.addresses import one_line
from ra_desk.domain.checks import AlreadyDecided, DataDiffers, RequestLapsed
from ra_desk.domain.comparison import Line, Match, Shown, Why
from ra_desk.domain.documents import DocumentExpired, IdentityDocument, masked_number
from ra_desk.domain.errors import Refused
from ra_desk.domain.pass_request import WAITING, PassRequest, Route, Stage
from ra_desk.domain.people import Underage, birthday
from ra_desk.domain.policy import Policy, ReviewReason
from ra_desk.services.ports import Opened
from ra_desk.services.soft_lock import OpenElsewhere
from ra_desk.texts import _, language, ngettext
from ra_desk.texts.formats import date_text, moment_text, recent_text
from ra_desk.ui.names import document_kind_name, field_name, match_name, review_reason_name
from ra_desk.ui.request.visit import Asked, Missing, Visit
from ra_desk.ui.wording import number, told

NOTHING = "—"
_HIDDEN = "•••"


def title(request: PassRequest) -> str:
    return title_of(request.number)


def title_of(number: RequestNumber) -> str:
    return _("Request {number}").format(number=number)


def opened_words(request: PassRequest, state: str) -> str:
    """Return what is said aloud when a request opens; nothing in it tells about the person."""
    return f"{title(request)}: {state}."


def undone_words(request: PassRequest) -> str:
    """Return what is said aloud when what was recorded is taken back."""
    return _("What was recorded for {number} is undone.").format(number=request.number)


def sub_line(request: PassRequest, *, channel: Channel, days: int) -> str:
    """Return when it was submitted, when it lapses, and how the code travels."""
    parts = [_("Submitted {day}").format(day=date_text(request.submitted_at, language()))]
    if request.stage in WAITING and days >= 0:
        left = ngettext("lapses in {count} day", "lapses in {count} days", days)
        parts.append(left.format(count=days) if days else _("lapses today"))
    by_post = Channel.POST in (request.channel, channel) or request.route is Route.CERTIFICATE
    posted = _("code by post, in large print") if request.large_print else _("code by post")
    parts.append(posted if by_post else _("code by e-mail"))
    if request.terms_version:
        parts.append(_("accepted terms {version}").format(version=one_line(request.terms_version)))
    return " · ".join(parts)


def shown(value: Shown) -> str:
    """Return a value of the comparison as it is written here; nothing in it can act."""
    match value:
        case None | "":
            return NOTHING
        case date():
            return date_text(value, language())
        case int():
            return ngettext("{count} year", "{count} years", value).format(count=value)
    return one_line(value)


def masked_tax_number(number: str) -> str:
    """Return the last three digits behind dots."""
    return "•" * max(0, len(number) - 3) + number[-3:]


def masked_email(address: str) -> str:
    """Return the first letters and the domain: ``spela.z•••@posta.example``."""
    name, at, domain = one_line(address).rpartition("@")
    keep = min(7, (len(name) + 1) // 2)
    return f"{name[:keep]}{_HIDDEN}{at}{domain}"


def document_words(document: IdentityDocument) -> str:
    """Return kind, state and the end of the number, as the head of the comparison shows them."""
    parts = (
        document_kind_name(document.kind),
        document.issuing_state,
        masked_number(document.number),
    )
    return " · ".join(parts)


def result_words(line: Line, *, policy: Policy) -> str:
    """Return what a line says; an age names the limit."""
    if line.match is Match.OF_AGE:
        years = policy.minimum_age
        return ngettext("At least {years} year", "At least {years} years", years).format(
            years=years
        )
    if line.match is Match.UNDERAGE:
        years = policy.minimum_age
        return ngettext("Not yet {years} year", "Not yet {years} years", years).format(years=years)
    if line.why is Why.NO_EXPIRY:
        return _("Valid without expiry")
    return match_name(line.match)


def spoken_line(line: Line, *, request: str, document: str, result: str) -> str:
    """Return a whole line as a screen reader says it; what shows nothing is not said.

    Args:
        result: what the line says on the screen; "" while nothing has been compared.
    """
    said = []
    if request != NOTHING:
        # i18n: said by a screen reader, such as "request Novak, document NOVAK, matches"
        said.append(_("request {value}").format(value=request))
    if document != NOTHING:
        # i18n: said by a screen reader, such as "request Novak, document NOVAK, matches"
        said.append(_("document {value}").format(value=document.replace("<", " ")))
    if result:
        said.append(result)
    name = field_name(line.field)
    return f"{name}: {', '.join(said)}" if said else name


def why_words(line: Line) -> str:
    """Return the one line that says what to look at; "" where nothing is odd."""
    words = {
        Why.HYPHEN_OR_SPACE: _("the name is divided differently on the document"),
        Why.MARKS_MISSING: _("the letters differ in their marks (č, š, ž and the like)"),
        Why.CUT_ON_DOCUMENT: _("the name is shortened on the document"),
        Why.OTHER_ORDER: _("the names stand in another order on the document"),
        Why.FEWER_ON_DOCUMENT: _("the document has one name less"),
        Why.MORE_ON_DOCUMENT: _("the document has one name more"),
        Why.NAMES_SWAPPED: _("surname and given name have changed places"),
        Why.DAY_UNKNOWN: _("the document does not say the day of birth"),
        Why.DAY_AND_MONTH_SWAPPED: _("day and month have changed places"),
        Why.EMSO_DISAGREES: _("the EMŠO on the document holds another date of birth"),
    }
    said = words.get(line.why) if line.why is not None else None
    if said is None:
        return ""
    return f"{field_name(line.field)}: {said}."


def _difference(line: Line, visit: Visit) -> str:
    """Return the sentence about a line that stops the check."""
    if line.match is Match.EXPIRED and visit.presented is not None:
        return told(DocumentExpired(expired_on=visit.presented.valid_until))
    if line.match is Match.UNDERAGE:
        years = visit.policy.minimum_age
        turns = birthday(visit.request.applicant.birth_date, age=years)
        return told(Underage(turns=turns, years=years))
    # i18n: the two values are quoted as they stand
    said = _(
        "{field} differs: request »{request}«, document »{document}«. "
        "Check that this is the right request."
    ).format(
        field=field_name(line.field), request=shown(line.request), document=shown(line.document)
    )
    return f"{said} {number(DataDiffers(field=line.field))}"


def too_soon() -> str:
    """Return what is said of an answer that came before the comparison had been seen."""
    return _("Not counted: look at the comparison first, then press 1 or 2.")


def verdict(visit: Visit) -> str:
    """Return what the comparison came to, for the head of the questions."""
    stopping = visit.stopping()
    if stopping:
        return _difference(stopping[0], visit)
    unread = visit.unread()
    if unread:
        names = ", ".join(field_name(line.field) for line in unread)
        return _("The document does not show: {fields}. Press F2 and type what is missing.").format(
            fields=names
        )
    if any(line.match is Match.POSSIBLY for line in visit.lines()):
        return _("The data match only possibly. Look closely, then answer the three questions.")
    return _("All data on the document match. Answer the three questions.")


def question(asked: Asked) -> str:
    """Return the third question."""
    match asked:
        case Asked.EMAIL:
            return _("Read the e-mail aloud: the client confirms it and the permanent address")
        case Asked.BIRTH_DATE:
            return _("Ask for the date of birth: it is right; e-mail and address are confirmed")
        case Asked.POSTCODE:
            return _("Ask for the postcode: it is right; e-mail and address are confirmed")


def missing_words(left: Iterable[Missing]) -> str:
    """Return what is left to do before Enter can record."""
    names = {
        Missing.DOCUMENT: _("Scan the document"),
        Missing.DOCUMENT_LINES: _("Press F2 and type what the document does not show"),
        Missing.FIRST: _("Answer question 1"),
        Missing.SECOND: _("Answer question 2"),
        Missing.THIRD: _("Answer question 3"),
    }
    things = [f"{at}. {names[thing]}." for at, thing in enumerate(left, 1)]
    said = ngettext(
        "There is {count} thing left: {things}",
        "There are {count} things left: {things}",
        len(things),
    )
    return said.format(count=len(things), things=" ".join(things))


def missing_link(thing: Missing) -> str:
    """Return the words of the button that leads to what is left."""
    return {
        Missing.DOCUMENT: _("To the document"),
        Missing.DOCUMENT_LINES: _("Type it"),
    }.get(thing, _("To question {number}").format(number=thing.value))


def why_refuse(visit: Visit) -> str:
    """Return why Enter refuses, where the verdict does not say it already."""
    if visit.stopping():
        return ""
    number = visit.answers.index(False) + 1
    return _("Question {number} was answered with No.").format(number=number)


def company_words(other: Opened) -> str:
    """Return who else has the request open, and since when (ux.md 3.3)."""
    minutes = other.since // 60
    since = (
        ngettext("{count} minute ago", "{count} minutes ago", minutes).format(count=minutes)
        if minutes
        else _("just now")
    )
    return told(OpenElsewhere(counter=other.counter, operator=other.operator, since=since))


def only_looking_words() -> str:
    """Return why nothing can be decided here although the request waits."""
    return _("A colleague has this request open; you are only looking. Open it again to go on.")


def stale_words(at: datetime, *, now: datetime) -> str:
    """Return what is to be said of data that central told so long ago."""
    return _(
        "The data of the request are from {time}. If the client has changed them since, the "
        "check comes back to you."
    ).format(time=recent_text(at, language(), now=now))


def too_old_words() -> str:
    """Return what becomes of a check while the data are too old (RA-1327)."""
    return _("The data are too old: no check can be recorded until there is a line.")


def replaced_words() -> str:
    """Return what is to be said when the client has changed the data that are in view."""
    return _(
        "The client has changed the data just now. Look at the comparison again and answer the "
        "questions anew."
    )


def resumed_words(at: datetime, *, now: datetime) -> str:
    """Return that what was begun at a moment is on the page again."""
    time = recent_text(at, language(), now=now)
    return _("You go on with what was begun at {time}.").format(time=time)


def saved_for_later() -> str:
    """Return what happens to a check while there is no line."""
    return _("It is saved here and sent later; the client gets the code after that.")


def review_words(reasons: Iterable[ReviewReason]) -> str:
    """Return why Enter sends the check to second review."""
    return _("Second review: {reasons}.").format(
        reasons=", ".join(_lower(review_reason_name(reason)) for reason in reasons)
    )


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]


def read_only_words(request: PassRequest, error: Refused) -> str:
    """Return why nobody at a counter may decide this request, and who decided it when."""
    if request.awaits_ruling:
        return _(
            "It was recorded at this computer and waits to be sent; the server has not ruled yet."
        )
    if isinstance(error, AlreadyDecided) and request.decision is not None:
        decision = request.decision
        by = ", ".join(part for part in (decision.operator_name, decision.office_name) if part)
        said = _("The decision is made: {by}, {at}.").format(
            by=by or NOTHING, at=moment_text(decision.at, language())
        )
        said = f"{said} {number(error)}"
        if request.stage is Stage.IN_REVIEW and request.review:
            return f"{said} {review_words(request.review)}"
        return said
    match request.stage:
        case Stage.EXPIRED:
            return told(RequestLapsed(lapsed_at=request.expires_at))
        case Stage.WITHDRAWN:
            return _("The client withdrew this request. A new one can be submitted on the portal.")
        case Stage.RESTRICTED:
            return _("This smsPASS is restricted. Nothing can be decided here; call the help desk.")
        case Stage.CANCELLED:
            return _("This smsPASS is cancelled. The client submits a new request on the portal.")
        case Stage.UNKNOWN:
            return _(
                "This version does not know the state of this request, so it is shown for "
                "reading only. Ask for an update of RA Desk."
            )
    return told(error)


def read_words(visit: Visit, document: IdentityDocument, *, total: int) -> str:
    """Return the one announcement after a document came in: what fits, and what comes next."""
    read = _("{document} read. {fitting} of {total} match.").format(
        document=document_kind_name(document.kind), fitting=visit.fitting, total=total
    )
    stopped = visit.stopping() or visit.unread()
    following = verdict(visit) if stopped else _("Question {number}.").format(number=1)
    return f"{read} {following}"
