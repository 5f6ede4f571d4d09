"""What citizens are written: complete, short, harmless, and silent about who they are."""

from __future__ import annotations

import email
import html
import re
from datetime import UTC, date, datetime
from email import policy
from email.message import EmailMessage

import pytest

from ra_desk.central.mails import (
    WORD_LIMIT,
    Mail,
    activation_mail,
    message,
    refused_mail,
    submitted_mail,
)
from ra_desk.domain.activation import ActivationCode, RequestNumber
from ra_desk.domain.policy import Service
from ra_desk.domain.refusals import ENDS_REQUEST, RefusalReason

CODE = "7KQM-4XWP-9TRC"
NUMBER = RequestNumber("R-7F4-K22X")
SERVICE = Service(portal="https://portal.example", phone="05 000 00 00")
CHECKED = date(2026, 11, 22)
LAPSES = date(2026, 12, 18)
UNTIL = datetime(2026, 11, 23, 9, 15, tzinfo=UTC)
AT = datetime(2026, 11, 22, 9, 15, tzinfo=UTC)
HOSTILE = "=cmd()\r\nBcc: x@y.example <b onload='x()'>\u202eUE &amp; \"Koper\"</b>"
LANGUAGES = ("sl", "en")


def _activation(*, office: str = "UE Koper", language: str = "sl") -> Mail:
    return activation_mail(
        ActivationCode(CODE),
        valid_until=UNTIL,
        identified_on=CHECKED,
        office=office,
        service=SERVICE,
        language=language,
    )


def _submitted(language: str = "sl") -> Mail:
    return submitted_mail(NUMBER, lapses_on=LAPSES, service=SERVICE, language=language)


def _refused(
    reason: RefusalReason, *, office: str = "UE Nova Gorica", language: str = "sl"
) -> Mail:
    return refused_mail(
        NUMBER,
        reason=reason,
        refused_on=CHECKED,
        lapses_on=LAPSES,
        office=office,
        service=SERVICE,
        language=language,
    )


def _all(language: str) -> list[Mail]:
    refusals = [_refused(reason, language=language) for reason in RefusalReason]
    return [_activation(language=language), _submitted(language), *refusals]


def _sent(mail: Mail) -> EmailMessage:
    composed = message(mail, to="ana@posta.example", message_id="<7@portal.example>", at=AT)
    return email.message_from_bytes(composed.as_bytes(policy=policy.SMTP), policy=policy.default)


def _plain(mail: Mail) -> str:
    part = _sent(mail).get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def _words_of(page: str) -> list[str]:
    body = page.partition("<body>")[2]
    return html.unescape(re.sub(r"<[^>]+>", " ", body)).split()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_mail_is_short(language: str) -> None:
    """Nobody reads the second half of a long official mail."""
    for mail in _all(language):
        assert len(mail.text.split()) <= WORD_LIMIT, mail.subject


def test_the_activation_mail_says_all_that_is_needed() -> None:
    """Who confirmed it, the code, until when, where, and what to do if it was not you."""
    said = " ".join(_plain(_activation()).split())
    for part in (
        "22. novembra 2026 je vašo istovetnost potrdila prijavna služba UE Koper.",
        CODE,
        "velja do 23. 11. 2026 do 10:15",
        "1. Odprite https://portal.example 2. Prijavite se",
        "»Dokončaj vklop«",
        "Kode ne povejte nikomur.",
        "kode ne uporabite in takoj pokličite 05 000 00 00",
    ):
        assert part in said


@pytest.mark.requirement("S0-30", "S0-31")
@pytest.mark.parametrize(
    ("language", "liability"),
    [
        ("sl", "Za uporabo smsPASS v celoti odgovarjate sami."),
        ("en", "You alone are liable for the use of smsPASS."),
    ],
)
def test_the_activation_mail_names_liability_and_rules(language: str, liability: str) -> None:
    """The general terms ask for both sentences."""
    mail = _activation(language=language)
    assert liability in mail.text
    assert "SI-PASS-CA" in mail.text
    assert "https://www.si-trust.gov.si" in mail.text
    assert '<a href="https://www.si-trust.gov.si">https://www.si-trust.gov.si</a>' in mail.html


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_locked_screen_does_not_show_the_code(language: str) -> None:
    """A telephone shows the subject and the first lines to whoever stands beside it."""
    sent = _sent(_activation(language=language))
    text = _plain(_activation(language=language))
    assert CODE not in str(sent["Subject"])
    assert text.index(CODE) > 120
    assert text[: text.index(CODE)].count("\n") >= 6
    assert text.count(CODE) == 1
    assert CODE not in "".join(f"{name}: {value}" for name, value in sent.items())


def test_the_code_shows_in_no_representation() -> None:
    """A mail that lands in a log or traceback must not carry the code there."""
    assert CODE not in repr(_activation())


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_forms_of_a_mail_say_the_same(language: str) -> None:
    """Who reads the plain text misses nothing, numbers of the steps aside."""
    for mail in _all(language):
        plain = [word for word in mail.text.split() if word not in {"1.", "2.", "3."}]
        page = " ".join(_words_of(mail.html))
        assert page.replace(" .", ".").split() == plain


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_in_a_mail_is_loaded_or_run(language: str) -> None:
    """No picture, style, script or form, and each link shows where it leads."""
    for mail in _all(language):
        tags = set(re.findall(r"<(\w+)", mail.html))
        assert tags <= {
            *("html", "head", "meta", "title", "body"),
            *("p", "a", "ol", "li", "strong", "code"),
        }
        for target, shown in re.findall(r'<a href="([^"]*)">([^<]*)</a>', mail.html):
            assert target == shown
            assert target in {SERVICE.portal, SERVICE.rules}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_hostile_name_of_an_office_is_inert(language: str) -> None:
    """Offices are data: no tag, header or writing direction may come from one."""
    for mail in (
        _activation(office=HOSTILE, language=language),
        _refused(RefusalReason.OTHER, office=HOSTILE, language=language),
    ):
        assert "<b " not in mail.html
        assert "&lt;b onload=" in mail.html
        assert "\u202e" not in mail.text + mail.html
        sent = _sent(mail)
        assert sent["Bcc"] is None
        assert "\nBcc" not in mail.text
        assert len(_words_of(mail.html)) > 40


@pytest.mark.parametrize("reason", RefusalReason)
def test_a_refusal_says_why_and_what_next(reason: RefusalReason) -> None:
    """The reason decides whether the same request can still be used."""
    said = _plain(_refused(reason)).replace("\u00a0", " ")
    if reason in ENDS_REQUEST:
        assert "Zahtevek je zaključen." in said
        assert "18. decembra" not in said
    else:
        assert "Zahtevek ostaja odprt. Do 18. decembra 2026" in said
    assert str(NUMBER) in said
    for accusation in ("goljuf", "prevar", "zlorab", "ponare", "fraud"):
        assert accusation not in said.lower()


def test_reasons_that_say_too_much_share_a_sentence() -> None:
    """A mailbox is not the place to read that somebody lacks capacity."""
    entitled, capacity = RefusalReason.NOT_ENTITLED, RefusalReason.NO_CAPACITY
    assert _refused(entitled) == _refused(capacity)
    said = {_refused(reason).text for reason in RefusalReason}
    assert len(said) == len(RefusalReason) - 1


def test_the_submitted_mail_says_what_to_bring_and_until_when() -> None:
    """The number stands in the subject, so that it is found at the counter."""
    mail = _submitted()
    assert mail.subject == f"Zahtevek {NUMBER} je oddan"
    said = mail.text.replace("\u00a0", " ")
    assert "Do 18. decembra 2026 obiščite katero koli prijavno službo." in said
    assert "osebno izkaznico, potni list" in said
    assert "https://portal.example" in said


def test_a_mail_is_marked_as_automatic_and_keeps_its_id() -> None:
    """So that no holiday notice comes back, and a second try is the same mail."""
    sent = _sent(_activation())
    assert sent["To"] == "ana@posta.example"
    assert sent["Message-ID"] == "<7@portal.example>"
    assert sent["Auto-Submitted"] == "auto-generated"
    assert sent["Content-Language"] == "sl"
    assert sent["From"] is None
    assert [part.get_content_type() for part in sent.iter_parts()] == ["text/plain", "text/html"]


@pytest.mark.parametrize(
    "to",
    [
        "ana@posta.example\r\nBcc: x@y.example",
        "ana@posta.example\nX: y",
        "ana@posta.example, eva@posta.example",
        "Ana <ana@posta.example>",
        "ana",
        "ana@",
        "@posta.example",
        "",
        "ana@posta.example\u202e",
    ],
)
def test_only_one_plain_address_is_written_to(to: str) -> None:
    """An address that smuggles a second line would send the code to somebody else."""
    with pytest.raises(ValueError, match="plain e-mail address"):
        message(_submitted(), to=to, message_id="<7@portal.example>", at=AT)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_mail_speaks_the_language_that_it_claims(language: str) -> None:
    """Each has texts of its own by now."""
    mail = _submitted(language)
    assert mail.language == language
    others = [_submitted(other).text for other in LANGUAGES if other != language]
    assert mail.text not in others


#: What an advertisement would have and a mail about one's own request has not.
COMMERCE = ("popust", "ponudb", "akcij", "naroč", "kupi", "discount", "offer", "subscribe", "buy")


@pytest.mark.requirement("S0-49", "S4-53")
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_mail_advertises_anything(language: str) -> None:
    """No commercial word, no picture, and no address beyond the portal and the rules."""
    for mail in _all(language):
        said = mail.text.casefold()
        assert not [word for word in COMMERCE if word in said], mail.subject
        assert "<img" not in mail.html
        links = {link.rstrip(".") for link in re.findall(r"https?://\S+", mail.text)}
        assert links <= {SERVICE.portal, SERVICE.rules}, mail.subject


@pytest.mark.requirement("S4-01", "S4-04")
def test_every_mail_names_the_service_and_speaks_slovenian_first() -> None:
    """Who has many accounts knows at once what it is about."""
    for mail in _all("sl"):
        assert mail.language == "sl"
        assert "smsPASS" in mail.text
        assert "Pozdravljeni" in mail.text
