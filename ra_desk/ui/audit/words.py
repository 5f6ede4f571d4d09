"""What the kinds of entries are called; a kind that this version does not know keeps its name."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from ra_desk.domain.audit import TOPICS, Topic
from ra_desk.texts import _, language

#: Icon and its colour by what an entry is about.
ICONS: Mapping[Topic, tuple[str, str]] = {
    Topic.CHECKS: ("user-check", "muted"),
    Topic.REVIEWS: ("shield-check", "revFg"),
    Topic.LETTERS: ("mail", "muted"),
    Topic.LOOKS: ("eye", "warnFg"),
    Topic.SESSIONS: ("door", "muted"),
    Topic.DAYS: ("clipboard-check", "okFg"),
    Topic.AUDIT: ("history", "okFg"),
    Topic.SYSTEM: ("settings", "muted"),
}


def topic_name(topic: Topic) -> str:
    """Return what entries are about."""
    return {
        Topic.CHECKS: _("checks and refusals"),
        Topic.REVIEWS: _("second reviews"),
        Topic.LETTERS: _("codes and letters"),
        # i18n: looking at the data of a citizen
        Topic.LOOKS: _("look-ups and views"),
        Topic.SESSIONS: _("sign-ins"),
        Topic.DAYS: _("close of day"),
        Topic.AUDIT: _("audit and exports"),
        Topic.SYSTEM: _("the computer itself"),
    }[topic]


def event_name(kind: str) -> str:
    """Return what happened, as a noun; ``kind``: with or without its version."""
    bare = kind.partition("/")[0]
    return _names(language()).get(bare, bare)


def event_icon(kind: str) -> tuple[str, str]:
    """Return icon and its token."""
    if kind.startswith(("withdrawn", "day_reopened")):
        return "arrow-back-up", "warnFg"
    if kind.startswith("request_refused"):
        return "ban", "errFg"
    return ICONS[TOPICS.get(kind, Topic.SYSTEM)]


@cache
def _names(_language: str) -> Mapping[str, str]:
    return _of_requests() | _of_letters() | _of_the_desk() | _of_central()


def _of_requests() -> dict[str, str]:
    return {
        "looked_up": _("Person looked up"),
        "request_viewed": _("Request viewed"),
        "check_attested": _("Check recorded"),
        "request_refused": _("Refusal recorded"),
        "document_reported": _("Stolen document reported"),
        "suspicion_noted": _("Silent warning"),
        "check_corrected": _("Check corrected"),
        "conflict_decided": _("Conflict decided"),
        "withdrawn": _("Record undone"),
        "receipt_printed": _("Receipt printed"),
        "abuse_reported": _("Abuse reported"),
        "value_revealed": _("Hidden value shown"),
        "review_decided": _("Second review decided"),
    }


def _of_letters() -> dict[str, str]:
    return {
        "code_ordered_again": _("Code ordered again"),
        "letter_print_started": _("Printing of a letter begun"),
        "letter_printed": _("Letter printed"),
        "letter_spoilt": _("Letter spoiled"),
        "letter_batch_prepared": _("Batch prepared"),
        "letter_batch_looked_over": _("Batch looked over"),
        "window_confirmed": _("Envelope window set"),
        "letter_sheets_seen": _("Sheets of a batch seen"),
        "letter_reconciled": _("Letter checked with the scanner"),
        "spoiling_agreed": _("Spoiling agreed to"),
        "letter_batch_posted": _("Batch handed to the post"),
        "letter_returned": _("Letter came back"),
        "control_letter_noted": _("Control letter"),
        "control_letter_arrived": _("Control letter arrived"),
        "letters_taken_over": _("Letters of another desk taken over"),
        "sheets_destroyed": _("Spoiled sheets destroyed"),
    }


def _of_the_desk() -> dict[str, str]:
    return {
        "epoch_opened": _("Journal begun"),
        "clock_measured": _("Clock measured"),
        "session_opened": _("Signed in"),
        "session_closed": _("Signed out"),
        "day_closed": _("Day closed"),
        "day_countersigned": _("Close of day countersigned"),
        "day_reopened": _("Day opened again"),
        "citizen_traced": _("Asked who dealt with a client"),
        "entry_text_shown": _("Hidden text of an entry shown"),
        "journal_exported": _("Audit trail exported"),
        # i18n: what was done with a client's data was saved in a file, for the client
        "trace_exported": _("Copy for the client made"),
        "journal_verified": _("Chain verified"),
    }


def _of_central() -> dict[str, str]:
    """What central itself writes down about a request."""
    return {
        # i18n: central's own record about a request, at no desk
        "event:journal.traced": _("Asked who dealt with a client"),
        "event:desk.kept": _("Request brought to a computer by a look-up"),
        "event:restricted": _("Use restricted"),
        "event:cancelled": _("Use ended"),
    }
