"""Everything that a print room has drawn, in the terms of the trade: ``services.drawing``."""

from __future__ import annotations

from ra_desk import texts
from ra_desk.domain.activation import ActivationCode, LetterNumber
from ra_desk.domain.addresses import address_lines
from ra_desk.domain.addresses import problems as address_problems
from ra_desk.domain.errors import Refused
from ra_desk.domain.letter_form import (
    EnvelopeFit,
    Letterhead,
    LetterLanguages,
    LetterSheet,
    Posting,
    letter_languages,
)
from ra_desk.domain.pass_request import PassRequest
from ra_desk.paper import posting
from ra_desk.paper.code_field import draw_no_code
from ra_desk.paper.layout import profile_of
from ra_desk.paper.letter import (
    AddressDoesNotFit,
    AddressUnprintable,
    LetterDrawing,
    render,
    require_fits,
)
from ra_desk.paper.letter_text import LetterContent
from ra_desk.paper.preview import render_preview
from ra_desk.paper.window_page import render_test_page
from ra_desk.texts.formats import date_text
from ra_desk.texts.settlements import bilingual_areas


class OfficePaper:
    """Draws in memory; writes and keeps nothing."""

    def languages(self, recipient: PassRequest) -> LetterLanguages:
        """Return the languages of a citizen's letter: by wish, else by settlement."""
        address = recipient.applicant.address
        return letter_languages(address, wished=recipient.language, areas=bilingual_areas())

    def problems(self, recipient: PassRequest, fit: EnvelopeFit) -> tuple[Refused, ...]:
        """Return what keeps a letter from this envelope, not raised; empty if nothing does."""
        applicant = recipient.applicant
        found = address_problems(applicant.address)
        lines = address_lines(applicant.name, applicant.address)
        letter = recipient.letter or recipient.number
        try:
            require_fits(lines, profile=profile_of(fit), letter=letter)
        except (AddressDoesNotFit, AddressUnprintable) as wrong:
            return (*found, wrong)
        return found

    def letter(
        self, sheet: LetterSheet, code: ActivationCode, head: Letterhead, fit: EnvelopeFit
    ) -> bytes:
        """Draw one letter. The code is revealed last, when nothing can fail any more."""
        return render(_content(sheet, head), code, profile=profile_of(fit), demo=head.demo)

    def preview(self, sheet: LetterSheet, head: Letterhead, fit: EnvelopeFit) -> bytes:
        """Draw the same letter for a screen: dots for the code, a dashed box for the QR."""
        return render_preview(_content(sheet, head), profile=profile_of(fit), demo=head.demo)

    def test_page(self, head: Letterhead, fit: EnvelopeFit) -> bytes:
        """Draw rulers, the window's outline and an invented address; no code is on it."""
        return render_test_page(profile=profile_of(fit), demo=head.demo)

    def control_letter(self, number: LetterNumber, head: Letterhead, fit: EnvelopeFit) -> bytes:
        """Draw the day's letter to the office itself; what stands for a code can be none."""
        _ = texts.citizen("sl").gettext
        note = _("Control letter of {date}: this is no code").format(date=date_text(head.on, "sl"))
        office = head.office
        content = LetterContent(
            recipient=(office.name, office.street, office.post),
            sender=office,
            service=head.service,
            place=office.town,
            dated=head.on,
            request="–",
            number=number,
            valid_until=head.on,
            page=head.service.portal,
        )
        drawing = LetterDrawing(profile=profile_of(fit), demo=head.demo, note=note)
        drawing.add(content, draw_no_code)
        return drawing.finish()

    def posting_list(self, letters: Posting, head: Letterhead) -> bytes:
        """Draw the list that goes to the post with the letters: A4, as many pages as needed."""
        return posting.render_list(letters, head)

    def posting_table(self, letters: Posting, head: Letterhead) -> bytes:
        """Return the same list as CSV: UTF-8 with a mark, semicolons, a heading."""
        return posting.table(letters, head)


def _content(sheet: LetterSheet, head: Letterhead) -> LetterContent:
    applicant = sheet.recipient.applicant
    return LetterContent(
        recipient=address_lines(applicant.name, applicant.address),
        sender=head.office,
        service=head.service,
        place=head.office.town,
        dated=head.on,
        request=sheet.recipient.number,
        number=sheet.number,
        valid_until=sheet.valid_until,
        page=head.service.portal,
        languages=sheet.form.languages.each,
        large_print=sheet.form.large_print,
        registered=sheet.registered,
    )
