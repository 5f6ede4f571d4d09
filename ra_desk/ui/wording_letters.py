"""What is said of letters: of their batches, their sheets, and what comes back from the post."""

from __future__ import annotations

from ra_desk.texts import _
from ra_desk.ui.wording_counter import Lines


def lines() -> Lines:
    """Return number and sentence of each code, in the language of the window."""
    return {
        "letter.address_does_not_fit": (
            1401,
            _(
                "The address of letter {letter} does not fit the window of the "
                "envelope. Leave it out and call the help desk."
            ),
        ),
        "letter.address_unprintable": (
            1442,
            _(
                "The address of letter {letter} has signs that cannot be printed. Leave it out "
                "and call the help desk."
            ),
        ),
        "letter.dead": (
            1406,
            _("This letter is spoiled or cancelled. Take it out and destroy it."),
        ),
        "letter.lapsed": (
            1409,
            _("The code in letter {letter} lapsed on {lapsed_at}. Central orders a new letter."),
        ),
        "box.expired": (
            1411,
            _(
                "The letter lapsed on {expired} and can no longer be printed. Central "
                "orders a new one."
            ),
        ),
        "box.unreadable": (
            1412,
            _(
                "The letter cannot be opened on this computer. Mark it as spoiled, so "
                "that a new one is ordered, and call the help desk."
            ),
        ),
        "box.key_unreadable": (
            1413,
            _("The key for letters is damaged. No letter can be printed; call the help desk."),
        ),
        "paper.text_does_not_fit": (
            1414,
            _("A text of the letter is too long for its place ({begins} …). Call the help desk."),
        ),
        "letter.printing_interrupted": (
            1404,
            _(
                "Printing of batch {batch} was interrupted. Sheets {first} to {last} were sent "
                "to the printer. Look at the tray and tell which is the last good one."
            ),
        ),
        "letter.checked_already": (
            1405,
            _("Letter {letter} (sheet {sheet}) was already checked. Nothing was counted twice."),
        ),
        "letter.leased": (
            1407,
            _(
                "The letters lie at another computer: {counter}, batch {batch}, since {at}. "
                "Print them there, or ask again when that computer has been silent for a day."
            ),
        ),
        "letter.counts_differ": (
            1408,
            _(
                "{accounted} of {count} letters are accounted for. Missing: {missing}. Scan "
                "them or mark them as spoiled."
            ),
        ),
        "letter.sheet_in_doubt": (
            1417,
            _(
                "Printing stopped at sheet {sheet} of {count}. Put the printer right, then tell"
                " whether sheet {sheet} came out well."
            ),
        ),
        "letter.test_page_needed": (
            1418,
            _(
                "Nobody has confirmed the window of this envelope at the printer »{printer}« "
                "today. Print the test page and look whether the address lies in the window."
            ),
        ),
        "letter.batch_stale": (
            1419,
            _(
                "Batch {batch} is older than 24 hours; clients who changed their address: "
                "{changed}. Look the batch over before printing."
            ),
        ),
        "letter.lease_over": (
            1420,
            _(
                "The server has not answered since the program was opened, or for more than a "
                "day, so the letters may be at another computer by now. Restore the connection "
                "and exchange data before printing."
            ),
        ),
        "letter.nothing_to_print": (
            1421,
            _(
                "No letter of this choice can be printed. Letters with a problem: {left_out}. "
                "Look at the problems or choose others."
            ),
        ),
        "letter.in_batch": (
            1422,
            _("Letter {letter} is already in batch {batch}. Open that batch."),
        ),
        "letter.batch_unknown": (
            1423,
            _("This computer has no batch {batch}. Look at the list of batches again."),
        ),
        "letter.batch_posted": (
            1424,
            _(
                "Batch {batch} was posted, so nothing of it can change. A letter can be "
                "replaced by ordering a new code."
            ),
        ),
        "letter.unnumbered": (
            1450,
            _(
                "Letters that wait for a number of registered post: {letters}. This office has "
                "used up its numbers; tell your administrator. All other letters can be printed."
            ),
        ),
        "letter.posted": (
            1425,
            _(
                "Letter {letter} was posted. It is not printed again; order a new code to "
                "replace it."
            ),
        ),
        "letter.scan_foreign": (
            1426,
            _(
                "What was scanned is no letter of ours. Scan the square mark beside the letter "
                "number."
            ),
        ),
        "letter.scan_damaged": (
            1427,
            _(
                "The mark of the letter could not be read whole. Scan it again, or type the "
                "letter number."
            ),
        ),
        "letter.elsewhere": (
            1428,
            _(
                "Letter {letter} was not printed on this computer. Take it out of the pile and "
                "give it to the office that printed it."
            ),
        ),
        "letter.not_posted": (
            1449,
            _(
                "Letter {letter} was not posted yet, the server says: it lies at counter {counter}."
                " Its return was not counted. Give the letter to that counter."
            ),
        ),
        "letter.other_batch": (
            1429,
            _("Letter {letter} belongs to batch {batch}, sheet {sheet}. Put it there."),
        ),
        "letter.not_now": (
            1430,
            _(
                "This cannot follow for letter {letter}. Nothing was recorded; open the batch "
                "again and look where the letter stands."
            ),
        ),
        "letter.range_unreadable": (
            1431,
            _("»{part}« names no sheets. Enter numbers and ranges, for example 17-19, 44."),
        ),
        "letter.range_outside": (
            1432,
            _("The batch has no sheet {sheet}; the last one is {last}. Check the numbers."),
        ),
        "letter.last_good_outside": (
            1433,
            _(
                "Sheets {first} to {last} were sent to the printer. Enter one of them, or the "
                "number before the first if none is good."
            ),
        ),
        "letter.second_person_needed": (
            1434,
            _(
                "{sheets} sheets of this batch would be spoiled; more than {most} need a second"
                " person. Ask a colleague to sign in."
            ),
        ),
        "letter.same_person": (
            1435,
            _(
                "The second person must be somebody else, also when you have two accounts. Ask "
                "a colleague to sign in."
            ),
        ),
        "letter.posting_day": (
            1436,
            _("Letters of this batch can be posted between {first} and {last}. Check the date."),
        ),
        "letter.receipt_too_long": (
            1437,
            _(
                "The number of the post's receipt has {found} signs; at most {most} are kept. "
                "Check the number."
            ),
        ),
        "letter.returned_already": (
            1438,
            _(
                "Letter {letter} was already noted as returned ({operator}, {at}). "
                "Nothing was counted twice."
            ),
        ),
        "letter.arrived_already": (
            1448,
            _(
                "The arrival of control letter {letter} was already noted ({operator}, {at}). "
                "Nothing was counted twice."
            ),
        ),
        "letter.recipient_forgotten": (
            1439,
            _(
                "This computer no longer keeps the address of letter {letter}, so there is no "
                "preview. The letter itself is not affected."
            ),
        ),
        "letter.take_over_refused": (
            1445,
            _(
                "The server did not hand over the letters ({reason}). They stay where they are;"
                " call the help desk."
            ),
        ),
        "printer.gone": (
            1446,
            _(
                "This computer no longer has the printer »{queue}«. Choose another printer for "
                "the rest of the batch."
            ),
        ),
        "letter.calibration_too_far": (
            1447,
            _(
                "A window can be moved by {farthest} mm at most. Further away it is another "
                "envelope: choose that one."
            ),
        ),
    }
