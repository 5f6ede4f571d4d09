"""The tour goes through, leaves everything behind that it promises, and no code beside it."""

from __future__ import annotations

import email
import email.policy
import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from ra_desk.demo.sheets import page_text
from ra_desk.journal.export import verify_lines
from tests.journal import second_verifier
from tests.paper.sheets import opened
from tests.searcher import Searcher

#: One tour for all tests, and on a busy computer a long one.
pytestmark = pytest.mark.timeout(900)
CODE = re.compile(r"\b[2-9B-DF-HJ-NP-TV-X]{4}(?:-[2-9B-DF-HJ-NP-TV-X]{4}){2}\b")
STEPS = (
    "start",
    "sign in",
    "a citizen submits a request",
    "find by typing",
    "check",
    "undo",
    "check again",
    "find by MRZ",
    "refuse another",
    "mail",
    "redeem",
    "phone and SMS",
    "three codes by post",
    "ten letters printed",
    "redeem one",
    "line down",
    "5 checks",
    "line up",
    "drained",
    "lock",
    "journal",
)
PICTURES = {
    "demonstration",
    "sign_in",
    "counter",
    "look_up",
    "request",
    "compared",
    "answered",
    "held",
    "refuse",
    "mails",
    "sms",
    "by_post",
    "letters",
    "batch",
    "printed",
    "posted",
    "offline",
    "outbox_offline",
    "outbox",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """A tour that is over: what it said, and every place it could write to."""

    status: int
    said: str
    left: Path
    folder: Path
    places: tuple[Path, ...]

    def codes(self) -> tuple[list[str], list[str]]:
        """Return the codes that were mailed, and those that were printed."""
        mailed = [
            found
            for path in sorted((self.left / "mail").glob("*.eml"))
            for found in CODE.findall(mail_text(path))
        ]
        printed = [
            found
            for path in sorted((self.left / "letters").glob("*.pdf"))
            for found in set(CODE.findall(page_text(path.read_bytes())))
        ]
        return mailed, printed

    def passwords(self) -> list[str]:
        """Return the one-time passwords that went out by SMS."""
        texts = sorted((self.left / "sms").glob("*.txt"))
        return [path.read_text("utf-8").split()[-1] for path in texts]


def mail_text(path: Path) -> str:
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def go(place: Path, *more: str) -> Gone:
    """Run the demo's tour in a process whose home, temp and cache are our own."""
    left, folder = place / "left", place / "folder"
    homes = {
        name: place / name.lower()
        for name in ("HOME", "TMPDIR", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME")
    }
    for home in homes.values():
        home.mkdir()
    environment = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")}
    done = subprocess.run(
        [sys.executable, "-m", "ra_desk", "demo", "--tour", left, "--folder", folder, *more],
        env={**environment, **{name: str(home) for name, home in homes.items()}},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    return Gone(
        status=done.returncode,
        said=done.stdout + done.stderr,
        left=left,
        folder=folder,
        places=tuple(homes.values()),
    )


@pytest.fixture(scope="module")
def gone(tmp_path_factory: pytest.TempPathFactory) -> Gone:
    """One tour for all tests of this module."""
    return go(tmp_path_factory.mktemp("tour"))


@pytest.mark.requirement("S0-25")
def test_every_step_succeeds_and_is_told(gone):
    """The main job runs for real, by keys and scans alone; a letter's code ends in SMS, too."""
    said = json.loads((gone.left / "tour.json").read_text(encoding="utf-8"))
    assert said["ok"], gone.said
    assert gone.status == 0
    assert tuple(step["name"] for step in said["steps"]) == STEPS
    assert all(set(step) == {"name", "ok", "seconds"} for step in said["steps"])
    for step in said["steps"]:
        assert re.search(rf"^ok +\d+\.\d\d s  {step['name']}$", gone.said, re.MULTILINE)


def test_it_leaves_a_picture_of_each_page(gone):
    """A reader of the folder sees what the clerk saw."""
    pictures = list(gone.left.glob("*.png"))
    assert {path.stem.partition("-")[2] for path in pictures} == PICTURES
    assert all(path.read_bytes()[:8] == b"\x89PNG\r\n\x1a\n" for path in pictures)


def test_it_leaves_the_mails_and_ten_letters_each_with_its_own_code(gone):
    """Nobody gets another one's code, and nobody gets two."""
    mailed, printed = gone.codes()
    assert len(printed) == 10
    assert len(mailed) >= 1
    assert len({*mailed, *printed}) == len(mailed) + len(printed)


def test_it_leaves_an_sms_for_each_phone_with_a_password_of_its_own(gone):
    """To numbers that Sweden keeps free for invented people."""
    texts = [path.read_text("utf-8") for path in sorted((gone.left / "sms").glob("*.txt"))]
    numbers = [text.split("\n")[0] for text in texts]
    assert numbers == ["+46 70 174 06 05", "+46 70 174 06 06"]
    assert len(set(gone.passwords())) == 2
    assert all("\n\nsmsPASS: " in text for text in texts)


def test_no_password_of_an_sms_is_left_in_anything_that_can_be_read(gone):
    """Six digits in a database would be anybody's; there test_phones looks at each cell."""
    readable = [gone.left / "journal.jsonl", gone.left / "tour.json", gone.folder / "demo.log"]
    mails = (gone.left / "mail").glob("*.eml")
    said = [gone.said, *(path.read_text("utf-8") for path in (*readable, *mails))]
    for password in gone.passwords():
        alone = re.compile(rf"(?<![\w.-]){password}(?![\w-])")
        assert not [text for text in said if alone.search(text)]
        assert alone.search(f"Geslo: {password}")


def test_one_of_the_letters_is_in_large_print(gone):
    """A few of the citizens wish it, so that whoever looks at the demo sees one."""
    letters = sorted((gone.left / "letters").glob("*.pdf"))
    assert sorted(len(opened(path.read_bytes())) for path in letters)[-2:] == [1, 2]


def test_two_verifiers_find_the_journal_whole(gone):
    """Ours, and one that a stranger wrote from the description."""
    lines = (gone.left / "journal.jsonl").read_text(encoding="utf-8").removesuffix("\n").split("\n")
    verdict = verify_lines(lines)
    assert second_verifier.verify(lines) == verdict.entries == len(lines) - 1
    assert verdict.filed > 0
    assert verdict.erased == 0


def test_a_journal_with_one_sign_changed_is_not_whole(gone):
    """The two verifiers above can fail."""
    text = (gone.left / "journal.jsonl").read_text(encoding="utf-8").removesuffix("\n")
    place = text.index("check_attested") if "check_attested" in text else len(text) // 2
    lines = (text[:place] + "X" + text[place + 1 :]).split("\n")
    with pytest.raises(Exception):  # noqa: B017 - whatever the stranger's program raises
        second_verifier.verify(lines)


def test_no_code_is_left_anywhere_but_in_the_mails_and_on_the_paper(gone):
    """Neither desk nor central nor DBOS, no log, no temp file, nothing that was said."""
    mailed, printed = gone.codes()
    searcher = Searcher([*mailed, *printed])
    aside = {gone.left / "mail", gone.left / "letters"}
    in_folders = searcher.in_folders((gone.left, gone.folder, *gone.places))
    found = [one for one in in_folders if not aside & {Path(one.where), *Path(one.where).parents}]
    assert found == []
    assert searcher.in_bytes("said", gone.said.encode()) == []
    # What it passes over it has seen: each code is found where it belongs.
    assert {one.code for one in in_folders} == {*mailed, *printed}


def test_the_desk_and_central_left_files_that_were_searched(gone):
    """An empty folder would have been clean, too."""
    names = {path.name for path in gone.folder.rglob("*") if path.is_file()}
    assert {"central.db", "desk.db", "demo.log"} <= names
    assert (gone.folder / "demo.log").stat().st_size > 0
    assert gone.folder.stat().st_mode & 0o777 == 0o700


def test_a_folder_that_is_not_empty_is_left_alone(tmp_path):
    """The tour never mixes its papers with somebody else's."""
    (tmp_path / "left").mkdir()
    (tmp_path / "left" / "mine.txt").write_text("mine")
    gone = go(tmp_path)
    assert gone.status == 2
    assert "is not empty" in gone.said
    assert [path.name for path in gone.left.iterdir()] == ["mine.txt"]
