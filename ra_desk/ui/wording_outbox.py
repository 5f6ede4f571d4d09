"""What is told of decisions about records that the server did not take as they were meant."""

from __future__ import annotations

from ra_desk.texts import _
from ra_desk.ui.wording_counter import Lines


def lines() -> Lines:
    """Return the sentences in the language of the window."""
    return {
        "conflict.none": (
            1630,
            _("There is nothing to decide about this record any more. Look at the outbox again."),
        ),
        "conflict.not_yours": (
            1631,
            _("Only whoever made the check decides this. You can keep the record as evidence."),
        ),
        "conflict.already_chosen": (
            1632,
            _("Somebody has decided about this record already. Look at the outbox again."),
        ),
        "conflict.too_late_for_exception": (
            1633,
            _(
                "The check was made after the deadline ({lapsed_at}), so no exception is possible. "
                "Inform the client."
            ),
        ),
        "help_bundle.no_key": (
            1634,
            _(
                "This computer does not have the key of the help desk, so nothing was exported. "
                "Ask your administrator to set it (help.key)."
            ),
        ),
        "refusal.too_late": (
            1640,
            _(
                "The refusal came to the server too late or after your rights had ended, so the "
                "request is still open. Sign in with a connection and refuse it again."
            ),
        ),
    }


def rulings() -> Lines:
    """Return what is said otherwise of an entry that central refused: it was recorded, here."""
    return {
        "check.already_decided": (
            1620,
            _(
                "Another decision counts for this request ({office}, {at}). The record is kept only as evidence."
            ),
        ),
        "check.not_waiting": (
            1621,
            _(
                "The request no longer waited for a check (state: {stage}). Decide what becomes of the record."
            ),
        ),
        "check.request_lapsed": (
            1622,
            _(
                "The request expired on {lapsed_at}, before the check. The record is kept only as evidence; the client submits a new request."
            ),
        ),
        "request.unknown": (
            1623,
            _("No request belongs to this record. Search for the request again."),
        ),
        "people.not_your_role": (
            1624,
            _(
                "The account did not have the role for this ({role_needed}). Somebody with this role has to do it again."
            ),
        ),
        "undo.too_late": (
            1625,
            _(
                "The record had been sent before it was undone, so it counts. A correction goes to second review."
            ),
        ),
        "letter.counts_differ": (
            1635,
            _(
                "The server does not count this batch as posted: {accounted} of {count} letters are"
                " accounted for there, missing: {missing}. Keep the receipt of the post and tell "
                "your supervisor."
            ),
        ),
        "letter.elsewhere": (
            1636,
            _(
                "Another office sent letter {letter}, so its return was not counted. Give the "
                "letter to that office."
            ),
        ),
        "letter.batch_unknown": (
            1637,
            _(
                "The server does not know batch {batch} of this computer, so it does not count as "
                "posted. Keep the receipt of the post and tell your administrator."
            ),
        ),
        "letter.second_person_needed": (
            1638,
            _(
                "One person has called {sheets} sheets of a batch spoiled; more than {most} need a "
                "second person. This one does not count as spoiled. Keep the sheet and tell your "
                "supervisor."
            ),
        ),
        "day.second_signer_missing": (
            1639,
            _(
                "Two people sign the closing here, and only one has, so it does not count. Close "
                "the day with a colleague: the new closing counts the same records."
            ),
        ),
    }
