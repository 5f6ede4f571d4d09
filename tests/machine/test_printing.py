import os
import stat
from pathlib import Path

import pytest

from ra_desk.machine.printing import (
    CupsQueue,
    DemoTray,
    PrinterRefused,
    PrinterSilent,
    PrintingNotInstalled,
    queues,
)

PDF = b"%PDF-1.4\n\x00\xff" + bytes(range(256)) * 4096


@pytest.fixture
def program(tmp_path):
    """Build an executable of a few shell lines, in place of lp or lpstat."""

    def build(body: str) -> str:
        path = tmp_path / "program"
        path.write_text(f"#!/bin/sh\ncd {tmp_path}\n{body}\n")
        path.chmod(0o755)
        return str(path)

    return build


def test_a_queue_gets_the_document_by_standard_input_and_no_file(tmp_path, program):
    """A file of ours would be a code on a disk; lp is told of none and gets every byte."""
    lp = program(
        'printf "%s\\n" "$@" > arguments; cat > received; echo "request id is pisarna-7 (0 file(s))"'
    )

    CupsQueue("pisarna", lp=lp).print(PDF, title="L-2345-6789")

    assert (tmp_path / "received").read_bytes() == PDF
    arguments = (tmp_path / "arguments").read_text().splitlines()
    assert arguments[:4] == ["-d", "pisarna", "-t", "L-2345-6789"]
    options = iter(arguments[4:])
    assert all(flag in {"-n", "-o"} for flag in [a for a, _ in zip(options, options, strict=True)])


@pytest.mark.parametrize(
    "option", ["sides=one-sided", "print-scaling=none", "media=A4", "job-sheets=none"]
)
def test_a_letter_is_printed_in_true_millimetres_on_a_sheet_of_its_own(tmp_path, program, option):
    """Scaled, the address leaves the window; on the back of another, it reaches a stranger."""
    lp = program(
        'printf "%s\\n" "$@" > arguments; cat > /dev/null; echo "request id is pisarna-7 (0 file(s))"'
    )

    CupsQueue("pisarna", lp=lp).print(PDF, title="L-2345-6789")

    assert option in (tmp_path / "arguments").read_text().splitlines()


def test_a_queue_that_refuses_says_so_in_its_words(program):
    """Nothing is on paper then, so the letter can be printed elsewhere."""
    lp = program(
        'cat > /dev/null; echo "/usr/bin/lp: Error - pisarna not accepting jobs." >&2; exit 1'
    )

    with pytest.raises(PrinterRefused) as refused:
        CupsQueue("pisarna", lp=lp).print(PDF, title="L-2345-6789")

    assert refused.value.facts == {
        "queue": "pisarna",
        "reason": "Error - pisarna not accepting jobs.",
    }


def test_a_queue_that_does_not_even_read_is_a_refusal_too(program):
    """A pipe that breaks is the printer's trouble, not a crash of ours."""
    lp = program("exit 1")

    with pytest.raises(PrinterRefused):
        CupsQueue("pisarna", lp=lp).print(PDF, title="L-2345-6789")


def test_a_silent_queue_leaves_it_open_whether_it_printed(program):
    """Somebody must look at the tray, so this is another error than a refusal."""
    lp = program("exec sleep 60")

    with pytest.raises(PrinterSilent) as silent:
        CupsQueue("pisarna", lp=lp, timeout_s=0.2).print(PDF, title="L-2345-6789")

    assert silent.value.facts["queue"] == "pisarna"


@pytest.mark.parametrize("body", ["exit 1", "exec sleep 60"])
def test_no_error_keeps_the_document(program, body):
    """An exception travels far: into the window, into a crash report."""
    lp = program(body)

    with pytest.raises((PrinterRefused, PrinterSilent)) as failed:
        CupsQueue("pisarna", lp=lp, timeout_s=0.2).print(b"%PDF 7KQM", title="L-2345-6789")

    error: BaseException | None = failed.value
    assert error.__suppress_context__
    assert "7KQM" not in repr(error) + repr(failed.value.facts) + repr(error.__cause__)


def test_without_cups_the_missing_program_is_named(tmp_path):
    """The clerk can tell the administrator what to install."""
    with pytest.raises(PrintingNotInstalled) as missing:
        CupsQueue("pisarna", lp=str(tmp_path / "lp")).print(PDF, title="L-2345-6789")

    assert missing.value.facts == {"program": str(tmp_path / "lp")}


def test_a_queue_is_called_by_its_name():
    """The journal says at which printer a letter came out."""
    assert CupsQueue("pisarna").name == "pisarna"


def test_queues_are_listed_as_cups_lists_them(program):
    """The settings offer what there is, in the order in which the system shows it."""
    assert queues(lpstat=program("echo pisarna; echo klet; echo")) == ("pisarna", "klet")


def test_no_scheduler_means_no_queue(program):
    """The lister ends with 1 then; there is simply nothing to choose."""
    assert queues(lpstat=program("echo 'lpstat: No destinations added.' >&2; exit 1")) == ()


def test_a_scheduler_that_hangs_is_named(program):
    """The settings page must come up all the same."""
    with pytest.raises(PrinterSilent):
        queues(lpstat=program("exec sleep 60"), timeout_s=0.2)


def test_the_demo_tray_keeps_what_was_printed_in_its_order():
    """The demo shows its letters in the window instead of on paper."""
    tray = DemoTray()
    tray.print(b"first", title="L-2345-6789")
    tray.print(b"second", title="L-2345-678B")

    assert tray.documents == (b"first", b"second")


def test_the_demo_tray_writes_files_that_only_their_owner_reads(tmp_path):
    """Demo or not: a letter with a code in it is nobody else's business on this computer."""
    folder = tmp_path / "letters"
    tray = DemoTray(folder)
    previous = os.umask(0)
    try:
        tray.print(b"first", title="L-2345-6789")
        tray.print(b"second", title="../../L-2345-678B")
    finally:
        os.umask(previous)

    files = sorted(folder.iterdir())
    assert [f.name for f in files] == ["001-L-2345-6789.pdf", "002-L-2345-678B.pdf"]
    assert [f.read_bytes() for f in files] == [b"first", b"second"]
    assert {stat.S_IMODE(f.stat().st_mode) for f in files} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_tray_whose_folder_is_no_folder_refuses(tmp_path):
    """A full or foreign disk is told as a printer that does not take the letter."""
    blocked = tmp_path / "letters"
    blocked.write_bytes(b"")
    tray = DemoTray(Path(blocked))

    with pytest.raises(PrinterRefused):
        tray.print(b"first", title="L-2345-6789")

    assert tray.documents == ()
