"""What the rules of the counter say: signing in, scanning, finding, checking.

Each line: code, number as in RA-nnnn, and what happened and what to do. The facts are
those of the error.
"""

from __future__ import annotations

from ra_desk.texts import _, ngettext

Lines = dict[str, tuple[int, str]]


def _signing_in(left: int) -> Lines:
    return {
        "sign_in.wrong": (
            1001,
            ngettext(
                "The name, password or code is not right. {left} try left. Check that Caps Lock is off.",
                "The name, password or code is not right. {left} tries left. Check that Caps Lock is off.",
                left,
            ),
        ),
        "sign_in.barred": (1002, _("Too many tries. Try again at {until} or call the help desk.")),
        "sign_in.code_used": (
            1003,
            _("This code was already used. Wait for the next one; it comes within 30 seconds."),
        ),
        "sign_in.no_role": (
            1005,
            _("Your account has no role at this office. Ask your supervisor."),
        ),
        "sign_in.locked": (
            1006,
            _("The account is locked after too many tries. An administrator can open it again."),
        ),
        "enrolment.refused": (
            1008,
            _(
                "The enrolment code is wrong, was used or has lapsed. Ask the "
                "administrator for a new one."
            ),
        ),
        "people.not_your_role": (
            1009,
            _("This needs another role: {role_needed}. Ask your supervisor."),
        ),
    }


def _scanning() -> Lines:
    return {
        "scan.unknown": (
            1101,
            _(
                "The code is not from RA Desk. Scan the QR code on the client's request "
                "or the document."
            ),
        ),
        "scan.keyboard": (
            1104,
            _(
                "The scanner uses another keyboard layout ({scanner} instead of {computer}). "
                "It was corrected this time. Run the scanner test in Settings."
            ),
        ),
        "scan.in_the_way": (1105, _("Finish or close this window first, then scan again.")),
        "mrz.line_missing": (
            1102,
            _(
                "The document was not read completely (line {line} is missing). Scan it "
                "again or press F2 and type it."
            ),
        ),
        "mrz.check_digit": (
            1103,
            _(
                "A check digit of the document does not fit ({field}). Clean the "
                "document and scan again."
            ),
        ),
        "mrz.foreign_sign": (
            1106,
            _(
                "Line {line} of the document holds the sign {sign} (place {place}), "
                "which no document has. Scan it again or press F2 and type it."
            ),
        ),
        "mrz.line_wrong_length": (
            1107,
            _(
                "Line {line} of the document was not read completely ({found} signs). "
                "Scan it again or press F2 and type it."
            ),
        ),
        "mrz.lines_out_of_order": (
            1108,
            _("The lines of the document came in another order. Scan it again."),
        ),
        "mrz.not_an_identity_document": (
            1109,
            _("This is not an identity document (type {document_code}). Ask for another document."),
        ),
        "mrz.too_many_lines": (
            1110,
            _(
                "More lines were read than a document has ({found} instead of "
                "{expected}). Scan it again."
            ),
        ),
        "mrz.field_malformed": (
            1111,
            _(
                "A part of the document cannot be read ({field}). Scan it again or "
                "press F2 and type it."
            ),
        ),
    }


def _finding_a_request() -> Lines:
    return {
        "check.already_decided": (
            1202,
            _(
                "A decision on this request has been made already ({office}, "
                "{operator}, {at}). Nothing was recorded."
            ),
        ),
        "check.request_lapsed": (
            1203,
            _("The request expired on {lapsed_at}. The client submits a new one on the portal."),
        ),
        "check.certificate_route": (
            1204,
            _("This client proved identity with a certificate; the code goes by post."),
        ),
        "people.underage": (
            1205,
            _("The client turns {years} on {turns}. smsPASS is not possible before then."),
        ),
        "request.unknown": (
            1206,
            _(
                "This request is not on this computer. Search all offices, or ask the "
                "client whether the request was submitted."
            ),
        ),
        "look_up.failed": (1290, _("The search failed. Your text is kept.")),
        "look_up.incomplete": (
            1207,
            _(
                "To search all offices, enter a request number, a tax number, or a name "
                "with the date of birth."
            ),
        ),
    }


def _checking_and_refusing() -> Lines:
    return {
        "check.data_differs": (
            1301,
            _("Request and document differ: {field}. Check that this is the right request."),
        ),
        "check.document_expired": (
            1302,
            _("The document expired on {expired_on}. Ask for another valid document."),
        ),
        "check.not_waiting": (
            1304,
            _("The request does not wait for a check (state: {stage}). Nothing was recorded."),
        ),
        "check.comparison_missing": (
            1305,
            _(
                "The document does not show everything that must be compared: {field}. "
                "Press F2 and type what is missing."
            ),
        ),
        "check.answer_is_no": (
            1306,
            _("Question {question} was not answered with yes. Answer it, or refuse the request."),
        ),
        "check.post_not_allowed": (
            1307,
            _(
                "This office may not send the code by post, or the reason is missing. "
                "Choose e-mail or enter the reason."
            ),
        ),
        "undo.too_late": (
            1308,
            _("It was sent already and cannot be undone. A correction goes to second review."),
        ),
        "undo.nothing": (1309, _("There is nothing to undo.")),
        "date.unreadable": (1310, _("Enter the date as day. month. year, for example 4. 3. 1991.")),
        "document.number_wrong_length": (
            1311,
            _(
                "A document number has {shortest} to {longest} signs; {found} were entered. "
                "Check what is missing or too many."
            ),
        ),
        "refusal.note_missing": (1312, _("Choose a reason or write your own.")),
        "refusal.note_too_long": (
            1313,
            _("The note is too long: {length} signs, at most {limit}. Shorten it."),
        ),
        "refusal.note_holds_emso": (
            1326,
            _("There is an EMŠO in the text. It must not be kept: take it out."),
        ),
        "document.number_foreign_sign": (
            1314,
            _(
                "The sign {sign} (place {place}) cannot stand in a document number. "
                "Check what was entered."
            ),
        ),
        "document.issuing_state_unknown": (
            1315,
            _(
                "No state has the code {state}. Enter three letters as in the document, "
                "for example SVN."
            ),
        ),
        "request.not_possible_now": (
            1316,
            _(
                "This is not possible while the request is in this state: {stage}. "
                "Press F5 and look at it again."
            ),
        ),
    }


def lines(*, left: int) -> Lines:
    """Return the sentences in the language of the window; ``left`` tries to sign in remain."""
    return {
        **_signing_in(left),
        **_scanning(),
        **_finding_a_request(),
        **_checking_and_refusing(),
    }
