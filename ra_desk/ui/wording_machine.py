"""What the line, the journal, the store and the key store have to say.

Each line: code, number as in RA-nnnn, and what happened and what to do. The facts are
those of the error.
"""

from __future__ import annotations

from ra_desk.texts import _
from ra_desk.ui.wording_counter import Lines


def _line_to_central() -> Lines:
    return {
        "sign_in.session_over": (
            1602,
            _("Your sign-in has expired. Sign in again; what is not sent yet is kept."),
        ),
        "central.unreachable": (
            1603,
            _(
                "No connection to the server. Your work is kept on this computer and "
                "sent automatically."
            ),
        ),
        "central.busy": (
            1604,
            _("The server is busy (answer {status}). It is tried again automatically."),
        ),
        "central.answer_cut": (
            1605,
            _("The connection broke off. It is tried again automatically; nothing is lost."),
        ),
        "central.somebody_else": (
            1606,
            _(
                "Somebody else answered instead of the server, perhaps the sign-in page "
                "of a network. Check the network connection."
            ),
        ),
        "central.certificate_wrong": (
            1607,
            _(
                "The server cannot prove that it is ours. Nothing was sent. Call the "
                "help desk before you try again."
            ),
        ),
        "central.forged": (
            1608,
            _("The answer is not signed by our server and was thrown away. Call the help desk."),
        ),
        "central.protocol_unknown": (
            1609,
            _("The server speaks a newer version. Update RA Desk to go on; your work is kept."),
        ),
        "central.call_refused": (
            1610,
            _("The server refused the call ({problem}). Your work is kept; call the help desk."),
        ),
        "desk.quarantined": (
            1611,
            _(
                "The server takes nothing more from this computer until it has been "
                "looked at. Your work is kept; call the help desk."
            ),
        ),
        "desk.unknown": (
            1612,
            _(
                "The server does not know this computer. Call the help desk; it may "
                "have to be enrolled again."
            ),
        ),
        "desk.already_open": (
            1615,
            _("RA Desk is open already on this computer. Go on in its window, or close it first."),
        ),
        "exchange.receipt_differs": (
            1613,
            _(
                "The server's receipt does not fit the records of this computer. Change "
                "nothing and call the help desk."
            ),
        ),
        "exchange.central_went_back": (
            1614,
            _(
                "The server holds fewer records of this computer ({filed}) than it once "
                "confirmed ({known}). Change nothing and call the help desk."
            ),
        ),
    }


def _journal() -> Lines:
    return {
        "journal.chain_broken": (
            1801,
            _(
                "The chain of records is broken at record {seq}. Change nothing and "
                "call the help desk."
            ),
        ),
        "journal.not_canonical": (
            1802,
            _(
                "A record is not in its proper form ({what}). Change nothing and call "
                "the help desk."
            ),
        ),
        "journal.payload_unreadable": (
            1803,
            _(
                "The content of a record cannot be read ({kind}). Change nothing and "
                "call the help desk."
            ),
        ),
        "journal.unknown_kind": (
            1804,
            _("This version does not know a kind of record ({kind}). Update RA Desk."),
        ),
        "journal.not_genuine": (
            1805,
            _(
                "A signature is not from whom it must be ({what}). Change nothing and "
                "call the help desk."
            ),
        ),
        "journal.proof_refused": (
            1806,
            _(
                "The server did not accept the proof of this computer ({reason}). Check "
                "its clock, then call the help desk."
            ),
        ),
        "journal.export_unreadable": (
            1807,
            _("The exported journal cannot be read (line {line}: {reason}). Export it again."),
        ),
        "journal.key_unreadable": (1808, _("A signing key is damaged. Call the help desk.")),
    }


def _store_on_this_computer() -> Lines:
    return {
        "store.disk_full": (
            1390,
            _(
                "It could not be saved on this computer (disk full). Do not let the "
                "client go; call the help desk."
            ),
        ),
        "store.busy": (
            1820,
            _("The store on this computer is in use. Nothing was recorded; try again."),
        ),
        "store.not_confirmed": (
            1821,
            _(
                "The disk did not confirm that it was saved. Open the request again and "
                "look before you repeat anything."
            ),
        ),
        "store.two_writers": (
            1822,
            _(
                "RA Desk is running twice on this computer. Nothing was recorded; close "
                "one of them."
            ),
        ),
        "store.newer_schema": (
            1823,
            _(
                "The data on this computer are from a newer version of RA Desk. Install "
                "that version."
            ),
        ),
        "store.unreadable": (
            1824,
            _("The store on this computer is damaged. Change nothing and call the help desk."),
        ),
        "store.wrong_key": (
            1825,
            _(
                "The key of this computer does not open its store. Change nothing and "
                "call the help desk."
            ),
        ),
        "store.another_desk_key": (
            1826,
            _(
                "The key of this computer is not the one with which it was enrolled. "
                "Change nothing and call the help desk."
            ),
        ),
        "store.not_enrolled": (
            1827,
            _("This computer is not enrolled yet. Ask the administrator for an enrolment code."),
        ),
        "store.receipt_foreign": (
            1828,
            _(
                "The server confirmed records that are not from this computer. Change "
                "nothing and call the help desk."
            ),
        ),
    }


def _key_store_of_operating_system() -> Lines:
    return {
        "vault.locked": (
            1840,
            _("The key store of this computer is locked. Unlock it, then start RA Desk again."),
        ),
        "vault.missing": (
            1841,
            _(
                "This account has no key store that keeps keys encrypted. RA Desk does "
                "not start without one; call the help desk."
            ),
        ),
        "vault.secrets_lost": (
            1842,
            _("The keys of this computer are gone. It must be enrolled again; call the help desk."),
        ),
    }


def _program_itself() -> Lines:
    return {
        "doctor.not_saved": (
            1910,
            _("The report could not be saved ({reason}). Choose another place."),
        ),
        "texts.catalogue_missing": (
            1902,
            _("The texts of RA Desk are missing ({path}). Install RA Desk again."),
        ),
    }


def lines() -> Lines:
    """Return the sentences in the language of the window."""
    return {
        **_line_to_central(),
        **_journal(),
        **_store_on_this_computer(),
        **_key_store_of_operating_system(),
        **_program_itself(),
    }
