"""What citizens are written by e-mail: short, in their language, nothing to click but an address.

Plain text first and the same again as bare HTML: no picture, no tracking, no attachment, and
the text of a link is its address. No mail names the citizen, and the code stands below the
lines that a locked telephone shows (ux.md §5.3; security.md §5).
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

from ra_desk.domain.activation import ActivationCode, RequestNumber
from ra_desk.domain.addresses import one_line
from ra_desk.domain.policy import Service
from ra_desk.domain.refusals import ENDS_REQUEST, RefusalReason
from ra_desk.texts import Catalogue, citizen
from ra_desk.texts.formats import date_text, local, long_date_text, time_text
from ra_desk.texts.refusals import refusal_text

#: Words that the plain text of a mail has at most.
WORD_LIMIT = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """One mail, not yet addressed. Its text may hold a code, so it does not show itself."""

    language: str
    subject: str
    text: str = field(repr=False)
    html: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Code:
    signs: str


_Block = str | Sequence[str] | _Code


def submitted_mail(
    number: RequestNumber, *, lapses_on: date, service: Service, language: str
) -> Mail:
    """Say that a request was submitted, until when to come, and what to bring."""
    texts = citizen(language)
    day = long_date_text(lapses_on, texts.language)
    return _mail(
        texts,
        service,
        subject=texts.gettext("Request {number} has been submitted").format(number=number),
        blocks=(
            texts.gettext(
                "Your request for smsPASS has been submitted. Its number is {number}."
            ).format(number=number),
            texts.gettext(
                "Visit any registration office by {day}. If you do not come by then, "
                "the request lapses."
            ).format(day=day),
            texts.gettext(
                "Bring your identity card, passport or another valid official document with a "
                "photo, and the number of the request. Nobody can come in your place."
            ),
            texts.gettext(
                "You find the registration offices and your request here: {portal}"
            ).format(portal=service.portal),
            texts.gettext("If you did not submit this request, call {phone} at once.").format(
                phone=service.phone
            ),
        ),
    )


def activation_mail(
    code: ActivationCode,
    *,
    valid_until: datetime,
    identified_on: date,
    office: str,
    service: Service,
    language: str,
) -> Mail:
    """Hand over the activation code.

    Args:
        code: revealed here and nowhere else on its way to the relay.
        valid_until: aware; shown in the time of the offices.
        identified_on: the day of the check at the office.
        office: name of the office.
        service: what every mail refers to.
        language: the citizen's.
    """
    texts = citizen(language)
    day = long_date_text(identified_on, texts.language)
    return _mail(
        texts,
        service,
        # i18n: the subject is read on locked screens: never the code, never a name
        subject=texts.gettext("Activation code for smsPASS"),
        blocks=(
            texts.gettext("We confirmed your identity on {day} at {office}.").format(
                day=day, office=one_line(office)
            ),
            texts.gettext("With this code you finish switching on the smsPASS one-time password."),
            _Code(code.reveal()),
            texts.gettext("The code is valid until {day} at {time}, for one use.").format(
                day=date_text(local(valid_until), texts.language), time=time_text(valid_until)
            ),
            (
                texts.gettext("Open {portal}").format(portal=service.portal),
                texts.gettext("Sign in with your user name and password."),
                texts.gettext("Choose »Finish activation« and enter the code."),
            ),
            texts.gettext(
                "Do not tell the code to anyone. Officials will never ask for it by phone "
                "or e-mail."
            ),
            texts.gettext(
                "If you were not at a registration office on {day}, do not use it and "
                "call {phone} at once."
            ).format(day=day, phone=service.phone),
            texts.gettext(
                "You alone are liable for the use of smsPASS. The SI-PASS-CA policy and "
                "rules at {rules} apply."
            ).format(rules=service.rules),
        ),
    )


def refused_mail(
    number: RequestNumber,
    *,
    reason: RefusalReason,
    refused_on: date,
    lapses_on: date,
    office: str,
    service: Service,
    language: str,
) -> Mail:
    """Say neutrally why a visit or a request was refused, and what can be done next.

    The clerk's note stays inside the administration, and nobody is accused by mail.

    Args:
        number: of the request.
        reason: decides whether the visit ended or the request.
        refused_on: the day of the visit.
        lapses_on: the last day on which to come again, if only the visit ended.
        office: name of the office.
        service: what every mail refers to.
        language: the citizen's.
    """
    texts = citizen(language)
    if reason in ENDS_REQUEST:
        next_steps = texts.gettext(
            "The request is closed. If the reason no longer holds, you can submit a new one "
            "at {portal}."
        ).format(portal=service.portal)
    else:
        next_steps = texts.gettext(
            "Your request stays open. Visit any registration office by {day} with a valid "
            "official document with a photo."
        ).format(day=long_date_text(lapses_on, texts.language))
    return _mail(
        texts,
        service,
        subject=texts.gettext("About your request {number}").format(number=number),
        blocks=(
            texts.gettext(
                "The registration office {office} could not confirm your request {number} on {day}."
            ).format(
                office=one_line(office),
                number=number,
                day=long_date_text(refused_on, texts.language),
            ),
            refusal_text(reason, texts),
            next_steps,
            texts.gettext("If you have a question, or if this was not you, call {phone}.").format(
                phone=service.phone
            ),
        ),
    )


def returned_mail(number: RequestNumber, *, service: Service, language: str) -> Mail:
    """Return the mail on a letter that the post brought back: its code is void."""
    texts = citizen(language)
    return _mail(
        texts,
        service,
        subject=texts.gettext("Your letter came back: request {number}").format(number=number),
        blocks=(
            texts.gettext(
                "The post could not deliver the letter with your activation code and brought it "
                "back to us. The code in it is void."
            ),
            texts.gettext(
                "Sign in at {portal} and order a new letter, or visit any registration office. "
                "If your address is no longer right, tell the office."
            ).format(portal=service.portal),
            texts.gettext("If you have a question, or if this was not you, call {phone}.").format(
                phone=service.phone
            ),
        ),
    )


def message(mail: Mail, *, to: str, message_id: str, at: datetime) -> EmailMessage:
    """Address a mail; the sender is the relay's matter.

    Args:
        mail: what it says.
        to: one plain address.
        message_id: the same each time this mail is tried.
        at: aware, the moment of the decision that it reports.

    Raises:
        ValueError: ``to`` is no single address, for example because a line was smuggled in.
    """
    composed = EmailMessage()
    composed["To"] = _recipient(to)
    composed["Subject"] = mail.subject
    composed["Date"] = format_datetime(at)
    composed["Message-ID"] = message_id
    composed["Auto-Submitted"] = "auto-generated"
    composed.set_content(mail.text)
    composed.add_alternative(mail.html, subtype="html")
    # Last, because setting the content takes all Content-* headers away.
    composed["Content-Language"] = mail.language
    return composed


def _recipient(to: str) -> Address:
    if one_line(to) != to or " " in to:
        raise ValueError("not a plain e-mail address")
    try:
        return Address(addr_spec=to)
    except Exception as error:  # the parser of the standard library leaks many kinds
        raise ValueError("not a plain e-mail address") from error


def _mail(texts: Catalogue, service: Service, *, subject: str, blocks: Sequence[_Block]) -> Mail:
    # i18n: the salutation at the beginning of every mail
    greeting = texts.gettext("Dear Sir or Madam,")
    closing = texts.gettext("smsPASS registration authority")
    whole: tuple[_Block, ...] = (greeting, *blocks, closing)
    return Mail(
        language=texts.language,
        subject=subject,
        text="\n\n".join(map(_plain, whole)) + "\n",
        html=_page(texts.language, subject, whole, service),
    )


def _plain(block: _Block) -> str:
    match block:
        case str():
            return block
        case _Code(signs=signs):
            return f"    {signs}"
        case _:
            return "\n".join(f"{n}. {step}" for n, step in enumerate(block, start=1))


def _page(language: str, subject: str, blocks: Sequence[_Block], service: Service) -> str:
    body = "\n".join(_element(block, service) for block in blocks)
    return (
        f'<!DOCTYPE html>\n<html lang="{html.escape(language)}">\n<head><meta charset="utf-8">'
        f"<title>{html.escape(subject)}</title></head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def _element(block: _Block, service: Service) -> str:
    match block:
        case str():
            return f"<p>{_linked(block, service)}</p>"
        case _Code(signs=signs):
            return f"<p><strong><code>{html.escape(signs)}</code></strong></p>"
        case _:
            steps = "".join(f"<li>{_linked(step, service)}</li>" for step in block)
            return f"<ol>{steps}</ol>"


def _linked(text: str, service: Service) -> str:
    """Escape everything, then make links of our own two addresses and of nothing else."""
    shown = html.escape(text)
    for address in (html.escape(service.portal), html.escape(service.rules)):
        shown = shown.replace(address, f'<a href="{address}">{address}</a>')
    return shown
