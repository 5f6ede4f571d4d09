"""Words for figures: titles of tables, what a row of them counts, and sentences about them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from ra_desk.domain.refusals import RefusalReason
from ra_desk.domain.report import (
    ALL,
    BANDS,
    REPORTED,
    TARGET_S,
    Drawn,
    Figures,
    Period,
    Result,
    Span,
    Table,
    Topic,
)
from ra_desk.services.ports import Enrolment
from ra_desk.texts import _, language, ngettext
from ra_desk.texts.formats import (
    NO_BREAK,
    date_text,
    number_text,
    recent_text,
    short_date_text,
    time_text,
)
from ra_desk.ui.names import refusal_name
from ra_desk.ui.reports.reading import Whose

#: Stands for a count that is kept back.
KEPT_BACK = "–"


def span_names() -> Mapping[str, str]:
    """Return what stands on the segments."""
    return {
        Span.TODAY: _("Today"),
        Span.WEEK: _("Week"),
        Span.MONTH: _("Month"),
        Span.OWN: _("Period …"),
    }


def topic_name(topic: Topic) -> str:
    """Return the title of a table."""
    return {
        Topic.HOURS: _("Checks by hour"),
        Topic.DAYS: _("Checks by day"),
        Topic.OUTCOMES: _("Checks by outcome"),
        Topic.TIMES: _("Time per check"),
        Topic.REASONS: _("Refusals by reason"),
        Topic.CORRECTED: _("Corrected checks"),
        Topic.LETTERS: _("Letters by state"),
        Topic.POSTED: _("Letters handed to the post"),
        Topic.RETURNED: _("Returned letters by post office"),
    }[topic]


def row_name(topic: Topic, key: str) -> str:
    """Return what a row of a table counts."""
    match topic:
        case Topic.HOURS:
            return f"{key}:00–{int(key) + 1:02}:00"
        case Topic.DAYS:
            return date_text(date.fromisoformat(key), language())
        case Topic.OUTCOMES:
            return _result_name(Result(key))
        case Topic.TIMES:
            return _band_name(int(key))
        case Topic.REASONS:
            return reason_name(key)
        case Topic.LETTERS:
            return _drawn_name(Drawn(key))
        case _:
            return _("In all") if key == ALL else key or _("Not known")


def _result_name(result: Result) -> str:
    return {
        Result.ISSUED: _("Accepted, code follows"),
        Result.IN_REVIEW: _("In second review"),
        Result.NO_EFFECT: _("Without effect"),
        Result.UNSENT: _("Not decided yet"),
    }[result]


def _drawn_name(drawn: Drawn) -> str:
    return {
        Drawn.GOOD: _("Confirmed as good"),
        Drawn.SPOILT: _("Spoilt letters"),
        Drawn.UNKNOWN: _("Not confirmed yet"),
    }[drawn]


def _band_name(band: int) -> str:
    if band == 0:
        return _("Under {time}").format(time=seconds_text(BANDS[0]))
    if band == len(BANDS):
        return _("{time} and more").format(time=seconds_text(BANDS[-1]))
    return _("{first} to {last}").format(first=BANDS[band - 1], last=seconds_text(BANDS[band]))


def reason_name(key: str) -> str:
    """Return why a visit ended without a code."""
    if key == REPORTED:
        return _("The document is reported stolen or missing")
    known = {reason.value: reason for reason in RefusalReason}
    return refusal_name(known[key]) if key in known else key


def bar_name(topic: Topic, key: str) -> str:
    """Return what stands under a bar: the hour, or the day of the month."""
    return str(int(key)) if topic is Topic.HOURS else str(date.fromisoformat(key).day)


def seconds_text(seconds: int | None) -> str:
    """Return a number of seconds, or a dash for none."""
    return KEPT_BACK if seconds is None else f"{number_text(seconds, language())}{NO_BREAK}s"


def whose_names() -> Mapping[str, str]:
    """Return what stands on the choice between one counter and all."""
    return {Whose.COUNTER: _("This counter"), Whose.OFFICE: _("Whole office")}


def whose_text(enrolment: Enrolment, *, office: bool) -> str:
    """Return whose figures they are: of one counter, or of all counters of the office."""
    if office:
        return _("{office}, whole office").format(office=enrolment.office.name)
    return counter_text(enrolment)


def counted_text(figures: Figures) -> str:
    """Return what the figures of an office are counted out of, and when; "" for a counter's."""
    if figures.counted_at is None:
        return ""
    return _(
        "Counted by central at {time}. What a counter has not sent yet is not in these figures."
    ).format(time=time_text(figures.counted_at))


def only_here_text() -> str:
    """Return why the choice has gone back to this counter."""
    return _("Central does not answer. Without it only this counter can be shown.")


def counter_text(enrolment: Enrolment) -> str:
    """Return which counter of which office this is."""
    return _("{office}, counter {counter}").format(
        office=enrolment.office.name, counter=enrolment.counter
    )


def period_text(period: Period) -> str:
    """Return the days of a period: one, or the first and the last."""
    if period.first == period.last:
        return date_text(period.first, language())
    same_year = period.first.year == period.last.year
    first = (short_date_text if same_year else date_text)(period.first, language())
    return f"{first} – {date_text(period.last, language())}"


def before_text(figures: Figures) -> str:
    """Return how many checks there were in the period before."""
    count = number_text(figures.checks_before, language())
    if figures.period.days == 1:
        return _("the day before {count}").format(count=count)
    return _("in the period before {count}").format(count=count)


def main_reason_text(figures: Figures) -> str:
    """Return why most of the refused visits ended; "" where none was."""
    counts = figures.table(Topic.REASONS).counts
    most = max(counts, key=lambda key: counts[key])
    return reason_name(most) if counts[most] else _("no refusals")


def review_text(figures: Figures, *, now: datetime) -> str:
    """Return since when a check waits for a second pair of eyes."""
    if figures.oldest_review is None:
        return _("nothing waits")
    since = recent_text(figures.oldest_review, language(), now=now)
    return _("waiting since {time}").format(time=since)


def letters_text(figures: Figures) -> str:
    """Return what became of the letters."""
    counts = figures.table(Topic.LETTERS).counts
    good, spoilt = counts[Drawn.GOOD], counts[Drawn.SPOILT]
    if not sum(counts.values()):
        return _("none printed")
    confirmed = ngettext("{count} good", "{count} good", good).format(count=good)
    spoiled = ngettext("{count} spoilt", "{count} spoilt", spoilt).format(count=spoilt)
    return f"{confirmed}, {spoiled}"


def target_text() -> str:
    """Return how long a check should take."""
    return _("target up to {time}").format(time=seconds_text(TARGET_S))


def chart_text(table: Table, *, running: str = "") -> str:
    """Return the bars in a sentence: where most was done, and what is not over yet."""
    counts = table.counts
    most = max(counts, key=lambda key: counts[key], default="")
    if not table.total:
        return _("No records today yet.") if running else _("No checks in this period.")
    if table.topic is Topic.DAYS:
        day = date_text(date.fromisoformat(most), language())
        return _("Most on {day} ({count}).").format(day=day, count=counts[most])
    said = _("Most between {first} and {last} o’clock ({count}).").format(
        first=int(most), last=int(most) + 1, count=counts[most]
    )
    if running in counts:
        still = _("The hour from {first} o’clock is not over yet.").format(first=int(running))
        return f"{said} {still}"
    return said


def whose_purpose() -> str:
    return _(
        "Chooses whose figures are shown: of this counter, or of all counters of the office, "
        "which only central knows. Arrows move the choice."
    )


def export_purpose() -> str:
    return _("Saves the figures as a table or as PDF. No count under five leaves the office.")


def print_purpose() -> str:
    return _("Prints the figures, or the protocol of the day once the day is closed.")


def close_purpose() -> str:
    return _("Asks for your signature, and for a reason where something is still open.")


def reopen_purpose() -> str:
    return _("Takes the closing of today back; its records count for the next one.")
