"""What the doctor has to say: a name for each check, and a sentence for each thing it can find.

A sentence about trouble says what to do. The number beside it is that of the error which
work would meet for the same reason.
"""

from __future__ import annotations

from collections.abc import Sequence

from ra_desk.services.doctor import Check, Finding, Health, exit_status
from ra_desk.texts import _
from ra_desk.ui.wording import lines as error_lines

#: What keeps a queue of CUPS from trying again by itself; a command is the same in every language.
_STOP_AT_ERRORS = "lpadmin -p … -o printer-error-policy=stop-printer"


def check_name(check: Check) -> str:
    """Return the name of a check in the language of the window."""
    return {
        Check.PROGRAM: _("Program"),
        Check.LIBRARIES: _("Libraries of the system"),
        Check.FONTS: _("Fonts"),
        Check.SETTINGS: _("Files of settings"),
        Check.DISK: _("Disk"),
        Check.KEY_STORE: _("Key store"),
        Check.STORE: _("Local store"),
        Check.JOURNAL: _("Journal"),
        Check.NETWORK: _("Network"),
        Check.CERTIFICATE: _("Server's certificate"),
        Check.CENTRAL_KEY: _("Server's key"),
        Check.CLOCK: _("Clock"),
        Check.PRINTERS: _("Printers"),
        Check.SPOOLER: _("Print spooler"),
        Check.SCANNER: _("Scanner"),
        Check.SCREEN_LOCK: _("Screen lock"),
        Check.SCREEN_READER: _("Screen reader"),
    }[check]


def health_name(health: Health) -> str:
    """Return how it is, in one or two words."""
    return {
        Health.OK: _("All right"),
        Health.UNKNOWN: _("Not checked"),
        Health.WARNING: _("Needs attention"),
        Health.FAILURE: _("Out of order"),
    }[health]


def sentence(finding: Finding) -> str:
    """Return what was found, and what to do if anything is to be done."""
    return sentences()[finding.key].format_map(dict(finding.facts))


def number(finding: Finding) -> str:
    """Return the number of the error, "" if there is none."""
    found = error_lines().get(finding.error) if finding.health is not Health.OK else None
    return "" if found is None else f"RA-{found[0]}"


def summary(findings: Sequence[Finding]) -> str:
    """Return the whole in one sentence."""
    return (
        _("This computer is fit to be a desk."),
        _("This computer is fit to be a desk, but something needs attention."),
        _("This computer is not in order: do what is said at each point."),
    )[exit_status(findings)]


def lines_of(findings: Sequence[Finding]) -> list[str]:
    """Return the findings as lines of plain text, the summary last."""
    told = []
    for one in findings:
        mark = {Health.OK: "+", Health.UNKNOWN: "?", Health.WARNING: "!", Health.FAILURE: "X"}
        ra = f" [{number(one)}]" if number(one) else ""
        told.append(f"[{mark[one.health]}] {check_name(one.check)}: {sentence(one)}{ra}")
    return [*told, "", summary(findings)]


def sentences() -> dict[str, str]:
    """Return the sentence of everything that can be found, in the language of the window."""
    return {**_computer(), **_keys_and_store(), **_line(), **_devices()}


def _computer() -> dict[str, str]:
    return {
        "program.ok": _("RA Desk {version}, Qt {qt}, {system}."),
        "libraries.ok": _("Everything that the window needs is installed."),
        "libraries.missing": _(
            "Missing: {names}. The administrator installs the packages: {packages}."
        ),
        "fonts.ok": _("The fonts of the window and of letters are whole."),
        "fonts.missing": _("Missing or damaged: {names}. Install RA Desk again."),
        "settings.ok": _("The settings can be read; no administrator's file is present."),
        "settings.managed": _(
            "The settings can be read; the administrator has fixed some ({count})."
        ),
        "settings.damaged": _(
            "The file of this desk's settings cannot be read, so the defaults apply. "
            "Choose the settings again."
        ),
        "settings.policy_damaged": _(
            "The administrator's file of settings cannot be read, so it fixes nothing. "
            "The administrator has to put it right."
        ),
        "disk.ok": _("The desk's folder can be written; {free_mb} MB are free."),
        "disk.full": _("The disk is full ({free_mb} MB free). Make room before you go on."),
        "disk.no_files": _(
            "The disk takes hardly any more files ({files} left). Delete what is not needed "
            "before you go on."
        ),
        "disk.nearly_full": _("The disk is nearly full ({free_mb} MB free). Make room soon."),
        "disk.few_files": _(
            "The disk takes few more files ({files} left). Delete what is not needed soon."
        ),
        "disk.not_writable": _(
            "The desk's folder cannot be written. The administrator checks the disk and the "
            "rights of this account."
        ),
        "disk.open_to_others": _(
            "Other accounts can open the desk's folder. Start RA Desk once; it closes the folder."
        ),
    }


def _keys_and_store() -> dict[str, str]:
    return {
        "key_store.ok": _("The key store gives this desk's keys ({backend})."),
        "key_store.ready": _("The key store is ready for a desk ({backend})."),
        "key_store.in_memory": _("A demo keeps its keys in memory only."),
        "key_store.missing": _(
            "This account has no key store that encrypts ({backend}). The administrator "
            "installs one, such as gnome-keyring."
        ),
        "key_store.locked": _(
            "The key store is locked ({backend}). Sign in to this computer again or unlock it."
        ),
        "key_store.secrets_lost": _(
            "The key store does not hold this desk's keys ({backend}). The computer must be "
            "enrolled again; call the help desk first."
        ),
        "store.ok": _("The local store opens and is sound (schema {schema})."),
        "store.older": _(
            "The local store opens and is sound; the next start brings its schema from {schema} "
            "to {newest}."
        ),
        "store.not_enrolled": _(
            "This computer is not enrolled yet. Ask the administrator for an enrolment code."
        ),
        "store.no_key": _("The local store cannot be looked into without its key."),
        "store.does_not_open": _(
            "The local store does not open. Change nothing and call the help desk."
        ),
        "store.damaged": _("The local store is damaged. Change nothing and call the help desk."),
        "store.quarantined": _(
            "This desk is stopped until it has been looked at. Call the help desk."
        ),
        "journal.ok": _(
            "The journal is whole: {entries} records, {verified} of them since the server's "
            "last receipt."
        ),
        "journal.not_enrolled": _("There is no journal before enrolment."),
        "journal.broken": _(
            "The journal is not what it was. Change nothing and call the help desk."
        ),
    }


def _line() -> dict[str, str]:
    return {
        "network.ok": _("The server answers: {host}, port {port}, {took_ms} ms."),
        "network.no_address": _(
            "No address of a server is known before enrolment; try one with --central."
        ),
        "network.name": _(
            "The name {host} is not known to the network. Check the cable and the network "
            "settings, then call the help desk."
        ),
        "network.port": _(
            "{host} does not answer on port {port}. Check the cable; the network's "
            "administrator checks whether the port is open."
        ),
        "network.tls": _(
            "{host} answers on port {port}, but no private line could be made. Call the help desk."
        ),
        "network.somebody_else": _(
            "Somebody else answers at {host}, port {port}, perhaps the sign-in page of a "
            "network. Check the network connection."
        ),
        "network.busy": _("The server at {host} is busy. Try again in a few minutes."),
        "certificate.ok": _("The certificate is trusted and valid for {days} more days."),
        "certificate.ends_soon": _(
            "The certificate is valid for only {days} more days. Tell the help desk."
        ),
        "certificate.wrong": _(
            "The certificate is not trusted ({why}). Nobody can sign in; call the help desk."
        ),
        "certificate.no_tls": _("The line is not private: this is allowed on one computer only."),
        "certificate.not_seen": _("Without an answer of the server its certificate is not seen."),
        "central_key.ok": _(
            "Key {kid}, pinned at enrolment; the last answer signed with it: {hours} h ago."
        ),
        "central_key.silent": _(
            "Key {kid}, pinned at enrolment, last signed an answer {hours} h ago. Connect this "
            "computer and send what waits."
        ),
        "central_key.never": _(
            "Key {kid}, pinned at enrolment, has not signed an answer yet. Open RA Desk and let "
            "it exchange once."
        ),
        "central_key.not_enrolled": _("The server's key is pinned at enrolment."),
        "clock.ok": _("The clock agrees with the server's (difference {seconds} s)."),
        "clock.ahead": _(
            "The clock is {seconds} s ahead. Switch on the time service of this computer."
        ),
        "clock.behind": _(
            "The clock is {seconds} s behind. Switch on the time service of this computer."
        ),
        "clock.not_seen": _("Without an answer of the server its time is not known."),
    }


def _devices() -> dict[str, str]:
    return {
        "printers.ok": _("Ready to take letters: {queues}."),
        "printers.none": _("No printer is set up; only offices that print letters need one."),
        "printers.not_installed": _(
            "Printing is not installed; only offices that print letters need it."
        ),
        "printers.silent": _(
            "The printing service does not answer. The administrator starts it again."
        ),
        "printers.not_accepting": _(
            "Takes no jobs: {queues}. Choose another printer, or the administrator lets it "
            "take jobs again."
        ),
        "printers.none_accepts": _(
            "No printer takes jobs ({queues}). The administrator lets one take jobs again."
        ),
        "printers.repeating": _(
            "After a failure these print a sheet again by themselves, so that one code could be "
            "on two sheets: {queues}. The administrator sets for each: {command}."
        ).replace("{command}", _STOP_AT_ERRORS),
        "spooler.ok": _("The print spooler keeps nothing of a printed letter."),
        "spooler.absent": _("No print spooler is installed on this computer."),
        "spooler.keeps_files": _(
            "The print spooler keeps printed letters, so codes would stay on the disk. Print no "
            "letters; the administrator sets PreserveJobFiles No in cupsd.conf."
        ),
        "spooler.may_keep": _(
            "The print spooler lists jobs that are over, so it may keep letters. Print none; the "
            "administrator sets PreserveJobFiles No and PreserveJobHistory No in cupsd.conf and "
            "starts CUPS again."
        ),
        "spooler.keeps_history": _(
            "The print spooler keeps a list of printed letters (numbers only). The administrator "
            "sets PreserveJobHistory No in cupsd.conf."
        ),
        "spooler.unreadable": _(
            "cupsd.conf cannot be read by this account. The administrator checks that it says "
            "PreserveJobFiles No and PreserveJobHistory No."
        ),
        "spooler.elsewhere": _(
            "Letters go through another computer's print spooler. The administrator checks that "
            "it says PreserveJobFiles No and PreserveJobHistory No."
        ),
        "scanner.seen": _("The last scan was read at {at}."),
        "scanner.cannot_probe": _(
            "A scanner types like a keyboard and cannot be asked. Scan anything to try it."
        ),
        "screen_lock.ok": _("The screen of this computer locks by itself."),
        "screen_lock.off": _(
            "The screen of this computer does not lock by itself. Switch it on in the settings "
            "of the system; RA Desk locks only its own window."
        ),
        "screen_lock.cannot_probe": _(
            "Whether the screen locks by itself cannot be asked here; see the settings of the "
            "system."
        ),
        "screen_reader.ok": _("The system serves screen readers."),
        "screen_reader.off": _(
            "The system does not serve screen readers. Whoever needs one asks the administrator "
            "for at-spi2-core."
        ),
        "screen_reader.cannot_probe": _("Whether screen readers are served cannot be asked here."),
    }
