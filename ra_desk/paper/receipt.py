"""What a citizen takes home from the counter on A5: the receipt of a check, or what to do next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from ra_desk import texts
from ra_desk.domain.activation import Channel
from ra_desk.domain.after_check import SUBMIT_ANEW
from ra_desk.domain.checks import last_day
from ra_desk.domain.pass_request import PassRequest, Stage
from ra_desk.domain.people import Office
from ra_desk.domain.policy import Service
from ra_desk.paper.fonts import Face
from ra_desk.paper.layout import A5, Box
from ra_desk.paper.letter import draw_sender
from ra_desk.paper.lines import Block
from ra_desk.paper.sheet import Sheet
from ra_desk.texts.formats import date_text, time_text

_MARGIN = 16.0
_HEAD = Box(x=_MARGIN, y=14.0, width=A5[0] - 2 * _MARGIN, height=24.0)
_RULE = 41.0
_BODY = Box(x=_MARGIN, y=49.0, width=A5[0] - 2 * _MARGIN, height=138.0)
_FOOTER = 199.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptContent:
    """What was done at the counter, for the citizen.

    Args:
        name: given names and surname of the citizen.
        request: number of the request, as people read it.
        checked_at: when the check was recorded; aware.
        channel: how the code will come.
        provisional: whether central has not ruled yet, because the line is down.
        language: of the receipt, the citizen's.

    No number of a document, no tax number and no birth date: nobody needs them on paper.
    """

    office: Office
    service: Service
    name: str
    request: str
    checked_at: datetime
    channel: Channel
    provisional: bool
    language: str = "sl"


def render_receipt(content: ReceiptContent, *, demo: bool) -> bytes:
    """Draw the receipt as a PDF of one A5 page.

    Raises:
        TextDoesNotFit: a configured text is too long for its place.
    """
    _ = texts.citizen(content.language).gettext
    sheet = Sheet(size=A5, title=_("Receipt of the identity check"), language=content.language)
    if demo:
        sheet.across("DEMO", size=130.0)
    draw_sender(sheet, _HEAD, content.office, issuer=content.service.issuer)
    sheet.line((_MARGIN, _RULE), (A5[0] - _MARGIN, _RULE), line=0.6)
    sheet.column(_BODY, [*_what_was_done(content), *_what_follows(content)], smallest=0.73)
    sheet.text(content.request, x=_MARGIN, baseline=_FOOTER, size=8.5)
    sheet.next_page()
    return sheet.finish()


@dataclass(frozen=True, slots=True, kw_only=True)
class InstructionsContent:
    """What a citizen does whose request is over: for the counter to hand out.

    Args:
        request: number of the request that is over, as people read it.
        ended_on: the day on which it lapsed; None where the citizen ended it.
        language: of the paper, the citizen's.
    """

    office: Office
    service: Service
    request: str
    ended_on: date | None
    language: str = "sl"


def render_instructions(content: InstructionsContent, *, demo: bool) -> bytes:
    """Draw the way to a new request as a PDF of one A5 page; it names nobody.

    Raises:
        TextDoesNotFit: a configured text is too long for its place.
    """
    _ = texts.citizen(content.language).gettext
    title = _("How to submit a new request")
    sheet = Sheet(size=A5, title=title, language=content.language)
    if demo:
        sheet.across("DEMO", size=130.0)
    draw_sender(sheet, _HEAD, content.office, issuer=content.service.issuer)
    sheet.line((_MARGIN, _RULE), (A5[0] - _MARGIN, _RULE), line=0.6)
    ended = (
        _("Request {number} has ended.").format(number=content.request)
        if content.ended_on is None
        else _("Request {number} expired on {date}.").format(
            number=content.request, date=date_text(content.ended_on, content.language)
        )
    )
    steps = (
        _("Sign in to the SI-PASS user pages: {portal}").format(portal=content.service.portal),
        _("Submit a new request for smsPASS and check your data."),
        _("Come to any registration office within 30 days with a valid identity document."),
    )
    sheet.column(
        _BODY,
        [
            Block(text=title, size=17.0, face=Face.STRONG),
            Block(text=ended, above=2.4),
            *(Block(text=step, mark=f"{at}.", above=0.9) for at, step in enumerate(steps, 1)),
            Block(
                text=_("Help for users: {phone}, {email}.").format(
                    phone=content.service.phone, email=content.service.email
                ),
                above=2.4,
            ),
        ],
        smallest=0.73,
    )
    sheet.text(content.request, x=_MARGIN, baseline=_FOOTER, size=8.5)
    sheet.next_page()
    return sheet.finish()


def draw_for(
    request: PassRequest, *, provisional: bool, office: Office, service: Service, demo: bool
) -> bytes:
    """Draw what the client of a request takes home, in the client's language.

    Raises:
        ValueError: nobody has checked the request, and it is not over.
    """
    if request.stage in SUBMIT_ANEW:
        way = InstructionsContent(
            office=office,
            service=service,
            request=request.number,
            ended_on=last_day(request) if request.stage is Stage.EXPIRED else None,
            language=request.language,
        )
        return render_instructions(way, demo=demo)
    if request.decision is None:
        raise ValueError("nobody has checked this request")
    receipt = ReceiptContent(
        office=office,
        service=service,
        name=request.applicant.name,
        request=request.number,
        checked_at=request.decision.at,
        channel=request.channel or Channel.EMAIL,
        provisional=provisional,
        language=request.language,
    )
    return render_receipt(receipt, demo=demo)


def _what_was_done(content: ReceiptContent) -> list[Block]:
    _ = texts.citizen(content.language).gettext
    done = [
        Block(text=_("Receipt of the identity check"), size=17.0, face=Face.STRONG),
        Block(text=content.name, size=12.0, face=Face.STRONG, above=2.4),
        Block(text=_("Request {number}").format(number=content.request), above=0.4),
        Block(
            text=_("Your identity was checked at this office on {date} at {time}.").format(
                date=date_text(content.checked_at, content.language),
                time=time_text(content.checked_at),
            ),
            above=2.4,
        ),
    ]
    if content.provisional:
        done.append(
            Block(
                text=_(
                    "The check is provisional: the office has no connection at the moment. It "
                    "will be decided on, and the code made, once the connection is back."
                ),
                face=Face.STRONG,
                above=1.2,
            )
        )
    return done


def _what_follows(content: ReceiptContent) -> list[Block]:
    _ = texts.citizen(content.language).gettext
    steps = (
        _arrival(content),
        _("Sign in to the SI-PASS user pages, choose “Finish activation” and type in the code."),
        _("Enter your phone number. We will send you a text message with a one-time password."),
    )
    return [
        Block(text=_("What follows"), size=12.0, face=Face.STRONG, above=3.6),
        *(Block(text=step, mark=f"{at}.", above=0.9) for at, step in enumerate(steps, start=1)),
        Block(
            text=_(
                "Do not tell the code to anyone. Officials will never ask for it by phone or e-mail."
            ),
            face=Face.STRONG,
            above=2.4,
        ),
        Block(
            text=_("Help for users: {phone}, {email}.").format(
                phone=content.service.phone, email=content.service.email
            ),
            above=1.2,
        ),
        Block(
            text=_("Has the code not come? Call us and tell the number of the request."),
            above=0.4,
        ),
    ]


def _arrival(content: ReceiptContent) -> str:
    _ = texts.citizen(content.language).gettext
    match content.channel:
        case Channel.EMAIL:
            return _(
                "The activation code will come by e-mail, to the address of your SI-PASS "
                "account. It is valid for 24 hours."
            )
        case Channel.POST:
            return _(
                "The activation code will come by post, to your permanent address. The letter "
                "says until when it is valid."
            )
