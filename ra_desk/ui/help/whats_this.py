"""What's this: a sentence for every control, found by its words; settings bring their own."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtWidgets import QAbstractButton, QWidget

from ra_desk.texts import _, language


def text_for(control: QWidget) -> str:
    """Return what a control is for, "" if nobody has said it.

    Its own What's this comes first, then the sentence for its words, then for its kind, then
    its description for screen readers, which for a setting is the setting's sentence.
    """
    if control.whatsThis():
        return control.whatsThis()
    for words in _words_of(control):
        if found := _by_words(language()).get(words):
            return found
    kinds = _by_kind(language())
    for kind in type(control).__mro__:
        if found := kinds.get(kind.__name__):
            return found
    return control.accessibleDescription()


def _words_of(control: QWidget) -> tuple[str, ...]:
    shown = control.text() if isinstance(control, QAbstractButton) else ""
    plain = shown.replace("&&", "\0").replace("&", "").replace("\0", "&")
    return control.accessibleName(), plain


@lru_cache(maxsize=8)
def _by_words(_language: str) -> dict[str, str]:
    """Return words of a control → what it is for, both in the language of the window."""
    return {
        # The frame
        _("Look up or scan"): _(
            "Finds requests by number, tax number, e-mail, or name and year of birth. A scan "
            "anywhere in the window comes here. A text that begins with > finds commands."
        ),
        _("Menu"): _("Everything that can be done now, with its keys."),
        _("Lock"): _("Covers the window at once. What you have begun stays as it is."),
        _("Close the notice"): _("Takes the notice away; it stays in the list of notices."),
        _("Undo"): _(
            "Takes back what was just recorded. Possible until it is sent; after that a "
            "correction goes to second review."
        ),
        _("Send now"): _("Sends what waits, without the time in which it can be undone."),
        _("Try again"): _("Tries once more what did not succeed."),
        _("Details"): _("Opens the page that says more about this."),
        _("Cancel"): _("Leaves without any effect."),
        _("Later"): _("Leaves without any effect; the decision stays open."),
        _("Stay"): _("Keeps the window open."),
        _("Close"): _("Closes this."),
        # The request
        _("Back to counter"): _("Leaves the request. What you have begun is kept as a draft."),
        _("Type the document"): _(
            "Opens a form for documents that no scanner can read, such as a driving licence. "
            "Such a check goes to second review."
        ),
        _("Refuse …"): _(
            "Ends the visit or the request for a reason; the client gets an e-mail about it."
        ),
        _("Record check"): _(
            "Records that the identity was checked. It is sent after a few seconds; until then "
            "it can be undone."
        ),
        _("Send to second review"): _(
            "Records the check; somebody else decides on it before the code leaves."
        ),
        _("Show"): _("Shows the whole value; it is hidden again when you leave."),
        _("Hide"): _("Hides the value again."),
        _("Change"): _("Chooses how the code reaches the client, by e-mail or by post."),
        _("Write a note …"): _("Opens the line for a remark to whoever reviews the check."),
        _("What happened?"): _("Why the check is corrected; whoever approves it reads this."),
        _("Note"): _(
            "A remark for whoever reviews the check. No health data and no opinions; the client "
            "may read it."
        ),
        _("Find requests for this document"): _(
            "Looks for requests of the person on the document: this may be the wrong one."
        ),
        _("Other requests for this document"): _(
            "Looks for requests of the person on the document: this may be the wrong one."
        ),
        _("Send to second review …"): _(
            "Asks for a second pair of eyes although none is demanded; say what to look at."
        ),
        _("Correct …"): _(
            "Corrects a check that was sent. It goes to second review; a code that is not used "
            "yet is blocked meanwhile."
        ),
        _("Send the code again"): _("Makes a new code; the old one dies at once. 3 times at most."),
        _("Print the receipt"): _("Prints a receipt of the check for the client, without a code."),
        _("Print instructions"): _("Prints the way to a new request, for the client to take home."),
        _("Report an abuse …"): _(
            "Says whom to call when somebody acts as another person, and records that you did."
        ),
        **{
            _("To question {number}").format(number=number): _("Goes to the question.")
            for number in (1, 2, 3)
        },
        # The counter
        _("Open the list"): _("Opens the list of requests that wait for a check."),
        _("Show all"): _("Shows everything that was recorded today."),
        _("Show more"): _("Shows more rows."),
        _("Next page"): _("Shows the next rows."),
        _("Previous page"): _("Shows the rows before."),
        _("Clear the conditions"): _("Shows all rows again."),
        _("Open the request"): _("Opens the request of this row."),
        _("Back to the counter"): _("Leaves the list; the look-up field is ready."),
        # The outbox
        _("Delete local data …"): _(
            "Deletes what this computer keeps of requests; it comes again with the next "
            "exchange. What is not sent stays."
        ),
        _("Delete local data"): _("Deletes it now. What is not sent stays."),
        _("Export an encrypted package for help …"): _(
            "Saves what is not sent, so that only the help desk can open it."
        ),
        _("Stop"): _("Stops sending; what is not sent stays here."),
        # Sheets
        _("Refuse"): _("Records the refusal; it can be undone for a few seconds."),
        _("Answer"): _("Records what you have said about the sheet."),
        _("Send the correction"): _("Records the correction; somebody else decides on it."),
        _("I have reported it"): _("Records that you have reported the abuse."),
        _("The document is reported stolen or missing"): _(
            "No code is made with this document before a second review. The client reads only "
            "that the document was not valid."
        ),
        _("Why by hand?"): _("Why the scanner could not be used. It is recorded."),
        _("no expiry"): _("For documents that say that they are valid for ever."),
        _("Refuse the request"): _("Records the refusal; it can be undone for a few seconds."),
        _("End the visit"): _("Records the refusal of this visit; the request stays open."),
        _("Use this document"): _("Compares what you have typed with the request."),
        _("Use this way"): _("Sends the code the way that is chosen above."),
        _("Type"): _("What kind of document it is. It decides which data must be there."),
        _("State"): _("The code of the state that issued the document, such as SVN."),
        _("Number"): _("The number of the document, without spaces."),
        _("Valid until"): _("The last day on which the document is valid, as day. month. year."),
        _("Valid without expiry"): _("For documents that say that they are valid for ever."),
        _("Surname"): _("The surname as the document spells it."),
        _("Given name"): _("The given names as the document spells them."),
        _("Date of birth"): _("As day. month. year; 4.3.91 is understood as well."),
        _("Why by post?"): _("The reason is recorded; without it the code goes by e-mail."),
        # Letters
        _("Printer"): _("Where the letters are printed."),
        # Signing in
        _("User name"): _("The name that your administrator gave you."),
        _("Password"): _("Your password. Nobody else may know it, the help desk neither."),
        _("One-time code"): _("6 digits from the app on your phone; each is good for once."),
        _("Show password"): _("Shows what you have typed, while nobody is looking."),
        _("Hide password"): _("Hides the password again."),
        _("Sign in"): _("Signs you in with name, password and code."),
        _("I cannot sign in"): _("Says what can be done and whom to call."),
        _("Language"): _("The language of the window; your work stays as it is."),
        _("Switch user"): _("Lets somebody else sign in; your drafts stay sealed."),
        # Settings
        _("Search the settings"): _("Finds settings by their names and sentences."),
        # The help
        _("Search the help"): _("Finds chapters by words or by a number such as RA-1302."),
        _("Manual"): _("The chapter. Tab goes from link to link, Enter follows one."),
        _("Contents"): _("Shows tasks, chapters and whom to call."),
        _("Back"): _("Goes back to where you were."),
        _("Look at this computer"): _(
            "Checks network, clock, disk, keys, printers and more, and says what to do."
        ),
        _("Look again"): _("Checks everything once more."),
        _("Prepare a report …"): _(
            "Shows what a report for the help desk would hold; only then can it be saved."
        ),
        _("Save …"): _("Saves exactly what is shown, in a place that you choose."),
        _("Report"): _("The whole report. Nothing else is saved."),
    }


@lru_cache(maxsize=8)
def _by_kind(_language: str) -> dict[str, str]:
    """Return kind of control → what it is for, where the words change with what it shows."""
    return {
        "NavItem": _("Opens this page. The number behind it says how much waits there."),
        "ChipButton": _("A state of the window; pressing it opens the page that says more."),
        "RowTable": _("Up and Down choose a row, Enter opens it."),
        "AnswerButton": _(
            "Answers the question and goes on to the next one, also with 1 and 2. No records "
            "nothing: you then refuse or ask for a second review."
        ),
        "ManualLink": _("Opens this chapter."),
        "_ChoiceCard": _("One of the choices; its number chooses it, Enter decides."),
        "EmptyState": _("Waits for the client's document: scan it, or press F2 and type it."),
    }
