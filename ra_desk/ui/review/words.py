"""The sentences and rows of the second review."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from ra_desk.domain.addresses import address_lines
from ra_desk.domain.after_check import Wrong
from ra_desk.domain.checks import REQUIRED_LINES, office_day
from ra_desk.domain.comparison import Field, Match, Shown
from ra_desk.domain.documents import EntryMode
from ra_desk.domain.pass_request import PassRequest
from ra_desk.domain.people import age
from ra_desk.domain.policy import ReviewReason
from ra_desk.domain.review import differences, is_sample
from ra_desk.domain.review_case import MOST_CASES, Happening, ShownCheck
from ra_desk.domain.reviewed import Verdict
from ra_desk.services.review_check import ReviewItem
from ra_desk.texts import _, desk, language, ngettext
from ra_desk.texts.formats import (
    NO_BREAK,
    address_text,
    date_text,
    days_text,
    duration_text,
    recent_text,
)
from ra_desk.ui.names import (
    document_kind_name,
    field_name,
    match_name,
    review_reason_name,
    second_look_name,
    why_typed_name,
    wrong_name,
)
from ra_desk.ui.names_review import happening_name, reason_state
from ra_desk.ui.parts.cells import Cell
from ra_desk.ui.parts.rows import Row
from ra_desk.ui.parts.state import State
from ra_desk.ui.request import words as request_words
from ra_desk.ui.request.comparison import match_look
from ra_desk.ui.theme import Kind, Type


def first_state(item: ReviewItem) -> State:
    """Return the chip by which the list calls the case: of the gravest of its reasons.

    A newer central may have a reason that this version does not know: then there is none.
    """
    reasons = item.request.review
    first = next((one for one in (*_GRAVE, *reasons) if one in reasons), None)
    if first is None:
        return State(kind=Kind.REV, icon="shield-check", text=_("In second review"))
    return reason_state(first)


#: What is said first where there are several reasons.
_GRAVE = (
    ReviewReason.SUSPICION,
    ReviewReason.CORRECTION,
    ReviewReason.DATA_CHANGED,
    ReviewReason.REGISTER_DISAGREES,
    ReviewReason.REPEATED_DOCUMENT,
    ReviewReason.RETURNED,
    ReviewReason.TYPED_DOCUMENT,
    ReviewReason.POSSIBLY_MATCHES,
)


def clerk(item: ReviewItem) -> str:
    """Return whose check it is; "" where nobody has checked a document."""
    decision = item.request.decision
    return "" if decision is None else decision.operator_name


def list_row(item: ReviewItem, *, now: datetime) -> Row:
    """Return the four cells of a case in the list: reason, wait, number, since when."""
    state = first_state(item)
    days = item.working_days if item.working_days > 1 else 0
    since = recent_text(item.case.since, language(), now=now)
    wait = Cell(
        text=_("waits {days}").format(days=days_text(days, desk())) if days else "",
        type=Type.STRONG,
        tone="warnFg",
    )
    if item.own:
        wait = Cell(text=_("your check"), type=Type.CAPTION, tone="muted")
    said = (state.text, item.request.number, since, wait.text)
    return Row(
        key=item.request.number,
        cells=(
            Cell(
                text=state.text,
                kind=state.kind,
                icon=state.icon,
                spoken=", ".join(part for part in said if part),
            ),
            wait,
            Cell(text=item.request.number, type=Type.MONO_STRONG),
            Cell(text=since, tone="muted"),
        ),
        subject=item,
    )


def headline(count: int) -> str:
    """Return how many wait; more are not told at once, those that wait longest come first."""
    shown = f"{count}+" if count >= MOST_CASES else count
    waiting = ngettext("{count} task waits", "{count} tasks wait", count).format(count=shown)
    return _("{tasks} · the oldest is at the top").format(tasks=waiting)


def person(request: PassRequest) -> str:
    """Return who it is about, as short as a list of people has it."""
    applicant = request.applicant
    born = _("born {year}").format(year=applicant.birth_date.year)
    return f"{applicant.given_names[:1]}. {applicant.surname} · {born}"


def made_by(item: ReviewItem) -> str:
    """Return by whom and where the check was made."""
    check = _made(item)
    if check is None:
        return clerk(item)
    at = _("{office}, counter {counter}").format(office=check.office_name, counter=check.counter)
    return f"{check.operator_name} · {at}"


def _made(item: ReviewItem) -> ShownCheck | None:
    """Return the check as its clerk made it; a correction of it comes behind it."""
    checks = item.case.checks
    return next((check for check in checks if check.ref == checks[-1].ref), None)


def why(item: ReviewItem) -> str:
    """Return why the case is here, in whole sentences."""
    reasons = ", ".join(review_reason_name(reason) for reason in item.request.review)
    parts = [_("Why it is here: {reasons}.").format(reasons=reasons or "–")]
    corrected = [step for step in item.case.steps if step.what is Happening.CORRECTED]
    if corrected:
        last = corrected[-1]
        wrong = wrong_name(Wrong(last.detail)) if last.detail in set(Wrong) else last.detail
        parts.append(_("What was wrong: {what}. »{words}«").format(what=wrong, words=last.text))
    check = _made(item)
    if check is not None and check.second_look is not None:
        parts.append(_("The clerk: {reason}.").format(reason=second_look_name(check.second_look)))
    if is_sample(item.request):
        parts.append(_("The code did not wait for the decision."))
    else:
        parts.append(_("The code waits for the decision."))
    return " ".join(parts)


def note(item: ReviewItem) -> str:
    """Return the clerk's own words; "" if there are none."""
    check = _made(item)
    return f"»{check.note}«" if check is not None and check.note else ""


def duration(item: ReviewItem) -> str:
    """Return how long the check took and how the document came in."""
    check = _made(item)
    if check is None:
        return ""
    parts = [duration_text(timedelta(seconds=check.seconds)), _entry(check)]
    return " · ".join(parts)


def _entry(check: ShownCheck) -> str:
    if check.document_entry is not EntryMode.TYPED:
        return _("document read")
    if check.why_typed is None:
        return _("document typed")
    return _("document typed: {reason}").format(reason=why_typed_name(check.why_typed))


#: Not of the check itself: whose that is stands above.
_BY_WHOM = (Happening.CORRECTED, Happening.REVIEWED)


def history(item: ReviewItem, *, now: datetime) -> str:
    """Return the way of the request in one line."""
    submitted = date_text(item.request.submitted_at.date(), language())
    steps = [_("submitted {day}").format(day=submitted)]
    for step in item.case.steps:
        at = recent_text(step.at, language(), now=now).replace(" ", NO_BREAK)
        who = f" ({step.who})" if step.who and step.what in _BY_WHOM else ""
        steps.append(f"{happening_name(step.what, step.detail)} {at}{who}")
    return " → ".join(steps)


# The comparison


def single_rows(item: ReviewItem) -> list[Row]:
    """Return the lines of one check: what the request says, and what the document said to it."""
    rows = []
    check = item.case.checks[-1] if item.case.checks else None
    for field, match in () if check is None else check.lines:
        kind, icon = match_look(match)
        value = _of_request(field, item.request, check)
        rows.append(
            _row(
                field.value,
                _("Valid until") if field is Field.DOCUMENT_VALIDITY else field_name(field),
                Cell(text=value, wrap=True, personal=field in _PERSONAL),
                Cell(text=match_name(match), kind=kind, icon=icon),
            )
        )
    if check is not None:
        said = {field for field, _match in check.lines}
        rows.extend(
            _row(key, title, Cell(text=value, type=type_, wrap=True), Cell())
            for key, title, value, type_ in _facts(check)
            if key != "valid" or Field.DOCUMENT_VALIDITY not in said
        )
    return rows


def double_rows(first: ShownCheck, second: ShownCheck) -> list[Row]:
    """Return the lines of two checks beside each other; only what was changed is marked."""
    rows = []
    for one, other in zip(_facts(first), _facts(second), strict=True):
        key, title, before, type_ = one
        rows.append(_compared(key, title, before, other[2], type_))
    matches = dict(second.lines)
    for field, match in first.lines:
        after = matches.get(field, Match.NO_DATA)
        # What the document says nothing of is told only where it is another.
        if field in REQUIRED_LINES or after is not match:
            rows.append(
                _compared(field.value, field_name(field), match_name(match), match_name(after))
            )
    return rows


def _compared(
    key: str,
    title: str,
    before: str,
    after: str,
    type_: Type = Type.BODY,
) -> Row:
    same = before == after
    struck, put = differences(before, after)
    if not same and sum(put) > len(put) // 2:
        # Whole words are read more easily than a few letters of each.
        struck, put = (True,) * len(before), (True,) * len(after)
    chip = Cell(text=_("Same"), kind=Kind.IDLE, icon="check")
    if not same:
        chip = Cell(text=_("Changed"), kind=Kind.WARN, icon="pencil")
    return _row(
        key,
        title,
        Cell(text=before, type=type_, wrap=same, marked=() if same else struck, mark=Kind.ERR),
        Cell(text=after, type=type_, wrap=same, marked=() if same else put, mark=Kind.OK),
        chip,
    )


def _row(key: str, title: str, *cells: Cell) -> Row:
    said = ", ".join(part for part in (title, *(cell.text for cell in cells)) if part)
    return Row(key=key, cells=(Cell(text=title, tone="muted", spoken=said, wrap=True), *cells))


def _facts(check: ShownCheck) -> Sequence[tuple[str, str, str, Type]]:
    """Return what else a check says: key, title, value and type of each line."""
    return (
        ("kind", _("Type of document"), _document(check), Type.BODY),
        ("number", _("Document number"), check.number, Type.MONO),
        ("valid", _("Valid until"), _valid_until(check), Type.BODY),
        ("answers", _("The answers"), answers(check), Type.BODY),
    )


def _valid_until(check: ShownCheck) -> str:
    valid = check.valid_until
    return _("no expiry") if valid is None else date_text(valid, language())


def _document(check: ShownCheck) -> str:
    return f"{document_kind_name(check.document_kind)} · {check.issuing_state}"


def answers(check: ShownCheck) -> str:
    """Return the three answers in a line."""
    return " · ".join(_("Yes") if answer else _("No") for answer in check.answers)


_PERSONAL = frozenset(set(Field) - {Field.AGE, Field.DOCUMENT_VALIDITY})


def _of_request(field: Field, request: PassRequest, check: ShownCheck | None) -> str:
    a = request.applicant
    day = office_day(request.submitted_at if check is None else check.at)
    value: Shown = {
        Field.SURNAME: a.surname,
        Field.GIVEN_NAMES: a.given_names,
        Field.BIRTH_DATE: date_text(a.birth_date, language()),
        Field.AGE: str(age(a.birth_date, on=day)),
        Field.TAX_NUMBER: request_words.masked_tax_number(a.tax_number),
        Field.EMAIL: request_words.masked_email(a.email),
        Field.ADDRESS: address_text(", ".join(address_lines("", a.address))),
        Field.DOCUMENT_VALIDITY: "" if check is None else _valid_until(check),
    }[field]
    return str(value)


# What is said of a decision


def decided(verdict: Verdict) -> str:
    """Return what was decided, as it is said aloud."""
    return {
        Verdict.APPROVE: _("Approved."),
        Verdict.RETURN: _("Returned to the clerk."),
        Verdict.REFUSE: _("Refused."),
    }[verdict]


def done(verdict: Verdict, number: str) -> str:
    """Return what was decided, as the strip says it while it can be undone."""
    return {
        Verdict.APPROVE: _("{number}: approved."),
        Verdict.RETURN: _("{number}: returned to the clerk."),
        Verdict.REFUSE: _("{number}: refused."),
    }[verdict].format(number=number)


def reason_words(item: ReviewItem) -> str:
    """Return why a check is here, inside a sentence."""
    said = first_state(item).text
    return said[:1].lower() + said[1:]
