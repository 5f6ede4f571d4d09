"""A sheet at a real CUPS queue: printed, out of paper, jammed, paused, aborted, vanished, forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ra_desk.machine.doctor import spooler
from ra_desk.machine.printing import CupsQueue, PrinterRefused, PrinterSilent
from ra_desk.services import diagnosis
from ra_desk.services.doctor import Health
from ra_desk.services.follow_sheet import PrinterStands, SheetUnsure, follow_sheet, trouble_of
from ra_desk.services.paper import JobPhase, JobState, PrintJob, Trouble
from tests.cupsd import Cups, Queue, own_cups, wait_for

PDF = b"%PDF-1.4\n% one sheet \xff\x00\n%%EOF\n"
OTHER = PDF.replace(b"one", b"two")
PRINTED = JobState(phase=JobPhase.PRINTED)


@pytest.fixture(scope="module")
def forgetful() -> Iterator[Cups]:
    """As the manual sets it: neither files nor a history of jobs."""
    with own_cups(keeps_history=False) as cups:
        yield cups


@pytest.fixture(scope="module")
def remembering() -> Iterator[Cups]:
    """As most computers are: the history of jobs stays."""
    with own_cups(keeps_history=True) as cups:
        yield cups


@pytest.fixture(params=["forgetful", "remembering"])
def cups(request: pytest.FixtureRequest) -> Cups:
    chosen: Cups = request.getfixturevalue(request.param)
    return chosen


@pytest.fixture
def new(cups: Cups, request: pytest.FixtureRequest) -> Iterator[Queue]:
    """A printer of this test's own."""
    queue = cups.queue(f"HP-{abs(hash(request.node.nodeid)) % 10**8}")
    yield queue
    cups.command("lpadmin", "-x", queue.name)


def becomes(queue: Queue, job: PrintJob, wanted: JobState) -> None:
    """Ask until the queue says so."""
    wait_for(lambda: queue.printer.state(job) == wanted)


def last_word(queue: Queue, job: PrintJob) -> JobState:
    """Follow a sheet to its end."""
    seen: list[JobState] = []
    wait_for(lambda: seen.append(queue.printer.state(job)) or seen[-1].over)
    return seen[-1]


def test_a_sheet_counts_when_it_came_out(new: Queue):
    """Whether or not the scheduler remembers: printed is printed, and the paper is what was sent."""
    first, second = (new.printer.print(pdf, title="L-2345-6789") for pdf in (PDF, OTHER))

    assert [last_word(new, job) for job in (first, second)] == [PRINTED, PRINTED]
    assert new.sheets == [PDF, OTHER]
    assert new.printer.state(first) == PRINTED  # asked again


@pytest.mark.parametrize(
    ("reason", "trouble"),
    [
        ("media-empty-error", Trouble.PAPER_OUT),
        ("media-jam-error", Trouble.JAM),
        ("door-open-error", Trouble.COVER_OPEN),
        ("offline-report", Trouble.OFFLINE),
    ],
)
def test_a_printer_that_stands_says_why_and_goes_on_by_itself(
    new: Queue, reason: str, trouble: Trouble
):
    """Paper out, a jam: no end of the sheet, which comes out once somebody was there."""
    new.stands(reason)
    job = new.printer.print(PDF, title="L-2345-6789")
    becomes(new, job, JobState(phase=JobPhase.PRINTING, troubles=(trouble,)))

    told = trouble_of(job, new.printer.state(job))
    new.put_right()

    assert isinstance(told, PrinterStands)
    assert told.facts == {"queue": new.name, "trouble": trouble}
    assert last_word(new, job) == PRINTED
    assert new.sheets == [PDF]


def test_a_sheet_taken_back_from_a_jam_never_comes_out(new: Queue):
    """Its code is dead by then; a sheet with a dead code must not reach an envelope."""
    new.stands("media-jam-error")
    job = new.printer.print(PDF, title="L-2345-6789")
    becomes(new, job, JobState(phase=JobPhase.PRINTING, troubles=(Trouble.JAM,)))

    new.printer.cancel(job)
    state = last_word(new, job)

    assert state == JobState(phase=JobPhase.CANCELLED)
    told = trouble_of(job, state)
    assert isinstance(told, SheetUnsure)
    assert new.printer.cancel(job) == state  # once more does no harm
    (new.folder / "trouble").unlink()
    after = new.printer.print(OTHER, title="L-2345-678B")
    assert last_word(new, after) == PRINTED
    assert new.sheets == [OTHER]


def test_a_paused_queue_keeps_the_sheet_until_it_goes_on(cups: Cups, new: Queue):
    """An administrator stopped it: the sheet waits, and nobody takes it for printed."""
    cups.command("cupsdisable", new.name)
    job = new.printer.print(PDF, title="L-2345-6789")
    becomes(new, job, JobState(phase=JobPhase.STOPPED, troubles=(Trouble.PAUSED,)))
    assert new.sheets == []

    cups.command("cupsenable", new.name)

    assert last_word(new, job) == PRINTED


def test_a_driver_that_fails_stops_the_queue_and_prints_nothing_twice(new: Queue):
    """With CUPS's policy of stopping, the sheet is still in the queue and can be taken back."""
    new.fails(1)
    job = new.printer.print(PDF, title="L-2345-6789")
    becomes(new, job, JobState(phase=JobPhase.STOPPED, troubles=(Trouble.PAUSED,)))

    taken_back = new.printer.cancel(job)

    assert taken_back == JobState(phase=JobPhase.CANCELLED)
    assert last_word(new, job).phase in {JobPhase.CANCELLED, JobPhase.GONE}
    assert new.sheets == []


def test_an_aborted_sheet_is_not_a_printed_one(cups: Cups):
    """A queue may give up by itself, and a scheduler that forgets says so all the same."""
    queue = cups.queue("gives-up", policy="abort-job")
    queue.fails(1)
    job = queue.printer.print(PDF, title="L-2345-6789")

    state = last_word(queue, job)

    assert state == JobState(phase=JobPhase.ABORTED)
    assert isinstance(trouble_of(job, state), SheetUnsure)
    cups.command("lpadmin", "-x", queue.name)


def test_a_queue_that_takes_no_jobs_refuses_and_nothing_is_printed(cups: Cups, new: Queue):
    cups.command("cupsreject", new.name)

    with pytest.raises(PrinterRefused):
        new.printer.print(PDF, title="L-2345-6789")

    assert new.sheets == []


def test_a_printer_that_is_taken_away_leaves_its_sheet_in_doubt(cups: Cups):
    """Somebody removed the queue with the sheet in it: only the tray tells."""
    queue = cups.queue("taken-away")
    queue.stands("media-empty-error")
    job = queue.printer.print(PDF, title="L-2345-6789")
    becomes(queue, job, JobState(phase=JobPhase.PRINTING, troubles=(Trouble.PAPER_OUT,)))

    cups.command("lpadmin", "-x", queue.name)

    state = last_word(queue, job)
    assert state.phase in {JobPhase.CANCELLED, JobPhase.GONE}
    assert isinstance(trouble_of(job, state), SheetUnsure)
    with pytest.raises(PrinterRefused):
        queue.printer.print(PDF, title="L-2345-6789")


def test_a_job_nobody_knows_is_in_doubt(new: Queue):
    """After a restart of the scheduler numbers may begin anew; no word is no "printed"."""
    unknown = PrintJob(queue=new.name, number=99_999)

    assert new.printer.state(unknown) == JobState(phase=JobPhase.GONE)


def test_a_scheduler_that_dies_is_told_as_silent():
    """The letter may be on paper or not: that is another thing than refused."""
    with own_cups(keeps_history=False) as cups:
        queue = cups.queue("pisarna")
        queue.stands("media-jam-error")
        job = queue.printer.print(PDF, title="L-2345-6789")
        becomes(queue, job, JobState(phase=JobPhase.PRINTING, troubles=(Trouble.JAM,)))
        cups.die()

        with pytest.raises(PrinterSilent):
            queue.printer.state(job)
        with pytest.raises(PrinterSilent):
            queue.printer.cancel(job)
        with pytest.raises(PrinterRefused):
            queue.printer.print(OTHER, title="L-2345-678B")


def test_a_scheduler_that_was_not_there_is_listened_to_once_it_is(forgetful: Cups, tmp_path: Path):
    """After one failure in the morning, sheets of a whole day would end in doubt."""
    queue, socket = forgetful.queue("late"), tmp_path / "socket"
    late = replace(queue, printer=CupsQueue("late", server=str(socket)))
    with pytest.raises(PrinterRefused):
        late.printer.print(PDF, title="L-2345-6789")

    socket.symlink_to(forgetful.socket)

    assert last_word(late, late.printer.print(PDF, title="L-2345-6789")) == PRINTED
    forgetful.command("lpadmin", "-x", "late")


def test_a_sheet_is_followed_to_its_end(new: Queue):
    """What stands between is told as it changes, and each once."""
    new.stands("media-empty-error")
    job = new.printer.print(PDF, title="L-2345-6789")
    becomes(new, job, JobState(phase=JobPhase.PRINTING, troubles=(Trouble.PAPER_OUT,)))
    seen: list[JobState] = []

    def pause() -> bool:
        new.put_right()
        return True

    assert follow_sheet(job, printer=new.printer, pause=pause, seen=seen.append) == PRINTED
    assert seen[0].troubles == (Trouble.PAPER_OUT,)
    assert seen[-1] == PRINTED
    assert len(set(seen)) == len(seen)


def looked_at(cups: Cups, tmp_path: Path, settings: Path) -> tuple[Health, str]:
    """Return the doctor's word on a spooler whose settings lie in a file."""
    facts = spooler.spooler(
        config=settings, client=tmp_path / "client.conf", environment={}, server=cups.socket
    )
    found = diagnosis.spooler(facts, spooler.queues(server=cups.socket))
    return found.health, found.reason


def test_the_doctor_refuses_a_spooler_that_remembers_against_its_settings(
    forgetful: Cups, remembering: Cups, tmp_path: Path
):
    """The file may say "No" while the CUPS that runs was started before it did."""
    said, hidden = tmp_path / "cupsd.conf", tmp_path / "hidden"
    said.write_text("PreserveJobFiles No\nPreserveJobHistory No\n")
    hidden.mkdir()  # as good as a file that may not be read
    for cups in (forgetful, remembering):
        queue = cups.queue("looked-at")
        last_word(queue, queue.printer.print(PDF, title="L-2345-6789"))

    assert looked_at(forgetful, tmp_path, said) == (Health.OK, "ok")
    assert looked_at(forgetful, tmp_path, hidden) == (Health.WARNING, "unreadable")
    assert looked_at(remembering, tmp_path, said) == (Health.FAILURE, "may_keep")
    assert looked_at(remembering, tmp_path, hidden) == (Health.FAILURE, "may_keep")
    for cups in (forgetful, remembering):
        cups.command("lpadmin", "-x", "looked-at")


def test_the_doctor_names_a_queue_that_would_print_a_sheet_again(forgetful: Cups):
    """Debian's own policy: a driver that failed after half a sheet gets the whole job once more."""
    forgetful.queue("once")
    forgetful.queue("twice", policy="retry-job")

    facts = spooler.queues(server=forgetful.socket)

    assert facts.repeating == ("twice",)
    assert diagnosis.printers(facts).reason == "repeating"
    for name in ("once", "twice"):
        forgetful.command("lpadmin", "-x", name)
