"""The manual says what is there: pages for all numbers, links that lead somewhere, real buttons."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from ra_desk import places, ui
from ra_desk.texts import use
from ra_desk.ui.help.contact import settings_table, shortcut_table, values_of
from ra_desk.ui.help.manual import CHAPTERS, Manual, Topic, error_topic, numbers_in, target_of
from ra_desk.ui.help.topics import CONTROLS, PAGES, SHEETS, TASKS
from ra_desk.ui.settings.declared import SETTINGS
from ra_desk.ui.wording import UNKNOWN, lines
from ra_desk.ui.wording_outbox import rulings

HELP = places.resources() / "help"
WINDOW = Path(ui.__file__).parent
LANGUAGES = ("sl", "en")
FILES = sorted(HELP.glob("*/*.md")) + sorted(HELP.glob("*/errors/*.md"))


@pytest.fixture(autouse=True)
def _slovenian():
    use("sl")


@cache
def numbers() -> set[str]:
    """Every number that the window can show."""
    given = {number for number, _ in (*lines().values(), *rulings().values())}
    # Some stand beside sentences that are no errors, such as "nobody was found".
    said = "".join(path.read_text(encoding="utf-8") for path in WINDOW.rglob("*.py"))
    return {f"RA-{number}" for number in (*given, UNKNOWN)} | set(numbers_in(said))


@cache
def buttons(language: str) -> set[str]:
    """Every text of the window that does not change with what it shows."""
    path = places.catalogues() / "sl" / "LC_MESSAGES" / "desk.po"
    with path.open("rb") as file:
        catalogue = read_po(file)
    found: set[str] = set()
    for message in catalogue:
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        texts = message.string if isinstance(message.string, tuple) else (message.string,)
        found |= set(ids if language == "en" else texts)
    return {text.replace("&", "") for text in found}


def place(path: Path) -> str:
    return path.relative_to(HELP).as_posix()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_has_a_page_and_every_page_a_number(language: str):
    """Whoever presses a number must land somewhere; a page for nothing would never be corrected."""
    pages = {path.stem for path in (HELP / language / "errors").glob("*.md")}
    assert pages == numbers()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_chapter_is_written(language: str):
    assert {path.stem for path in (HELP / language).glob("*.md")} == set(CHAPTERS)


@pytest.mark.parametrize("chapter", [*CHAPTERS, *Manual("sl").errors()])
def test_both_languages_have_the_same_places(chapter: str):
    """F1 lands at an anchor; it must be there whatever the window speaks."""
    here, there = (Manual(language).text(chapter) for language in LANGUAGES)
    assert here.anchors == there.anchors
    assert (here.language, there.language) == LANGUAGES


@pytest.mark.parametrize("path", FILES, ids=place)
def test_a_page_keeps_its_word(path: Path):
    """Links lead somewhere, numbers exist, and what is quoted is on a button or a label."""
    language, text = path.relative_to(HELP).parts[0], path.read_text(encoding="utf-8")
    manual = Manual(language)
    chapter = path.relative_to(HELP / language).with_suffix("").as_posix()
    for words, topic in manual.links(chapter):
        assert manual.has(topic), f"[{words}] leads nowhere"
        if topic.anchor:
            assert topic.anchor in manual.text(topic.chapter).anchors, f"no #{topic.anchor}"
    assert set(numbers_in(text)) <= numbers()
    quoted = re.findall("»([^«]+)«" if language == "sl" else "“([^”]+)”", text)
    assert set(quoted) <= buttons(language)
    assert not re.search(r"https?://|@\w|\bsi-trust|080 ?\d", text), "contacts come from policy"
    named = set(re.findall(r"\{([a-z_]+)\}", re.sub(r"\{#[a-z_]+\}", "", text)))
    assert named <= set(values_of(None, {}))


@pytest.mark.parametrize("path", FILES, ids=place)
def test_a_page_is_short_and_calm(path: Path):
    text = path.read_text(encoding="utf-8")
    assert len(text.split()) <= 420, "nobody reads this with a client at the counter"
    prose = re.sub(r"!\[", "[", re.sub(r"`[^`]*`", "", text))
    assert "!" not in prose
    assert not re.search(r"\bPlease\b|\bProsimo\b", prose)
    assert text.startswith("# ")
    assert text.count("\n# ") == 0


def test_where_help_lands_is_written():
    """A chapter that is renamed takes F1 with it, or this fails."""
    for language in LANGUAGES:
        manual = Manual(language)
        for topic in (
            *TASKS,
            *SHEETS.values(),
            *CONTROLS.values(),
            *(topic for topics in PAGES.values() for topic in topics),
        ):
            assert manual.has(topic)
            assert not topic.anchor or topic.anchor in manual.text(topic.chapter).anchors


def test_pictures_of_the_manual_are_there():
    for path in FILES:
        for picture in re.findall(r"!\[[^\]]+\]\(([^)]+)\)", path.read_text(encoding="utf-8")):
            assert (HELP / picture.replace(".png", "_light.png")).is_file()


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("vozniško", "documents"),
        ("vozni dovol", "documents"),
        ("ZASTOJ PAPIRJA", "letters"),
        ("zastoj", "letters"),
        ("razveljavim", "correction"),
    ],
)
def test_search_knows_no_marks_and_no_case(words: str, first: str):
    """A clerk in a hurry types without č, š and ž, and only the beginning."""
    assert Manual("sl").search(words)[0].topic.chapter == first


@pytest.mark.parametrize("words", ["RA-1302", "ra-1302", "napaka RA-1302 pri stranki"])
def test_a_number_finds_its_page(words: str):
    assert Manual("sl").search(words)[0].topic == error_topic("RA-1302")


def test_all_words_must_be_found_somewhere_in_a_section():
    manual = Manual("sl")
    for hit in manual.search("koda pošta"):
        text = " ".join(
            section.text + section.title
            for section in manual.sections(hit.topic.chapter)
            if section.topic == hit.topic
        )
        assert re.search("kod", text, re.I)
        assert re.search("pošt|pošte", text, re.I)
    assert manual.search("žlikrofi") == ()
    assert manual.search("   ") == ()


def test_another_language_reads_the_slovenian_manual():
    """Italian and Hungarian wait for their approval; a chapter is better than none."""
    assert Manual("it").text("check").language == "sl"
    assert Manual("hu").text("errors/RA-1302").language == "sl"


def test_values_are_filled_in_and_nothing_is_hard_coded():
    manual = Manual("sl", values_of({"phone": "01 234 56 78"}, {"local": "Luka"}))
    assert "01 234 56 78" in manual.text("contact").markdown
    assert "Luka" in manual.text("contact").markdown
    assert "{" not in manual.text("contact").markdown
    assert "–" in Manual("sl", values_of(None, {})).text("contact").markdown


def test_the_chapter_of_keys_is_the_table_that_binds_them():
    table = shortcut_table()
    assert "| `F2` | Vpiši dokument |" in table
    assert "`Ctrl+1` … `Ctrl+8`" in table
    assert table in Manual("sl", values_of(None, {})).text("keys").markdown


def test_an_administrator_finds_every_setting_as_the_file_takes_it():
    """Nobody has to read the program to lock something: name, values and default are lines of TOML."""
    table = settings_table()
    assert table in Manual("sl", values_of(None, {})).text("settings").markdown
    assert "| `lock.idle_minutes` | Zakleni po: `5` (1–15) |" in table
    rows = re.findall(r"^\| `([a-z_.]+)` \| [^`]+: `([^`]*)`", table, re.MULTILINE)
    assert {key for key, _ in rows} >= {"language", "first_run.done", "help.key", "scanner.gap_ms"}
    for key, default in rows:
        section, _, name = key.rpartition(".")
        read = tomllib.loads(f"{key} = {default}")
        assert (read[section] if section else read)[name] == SETTINGS[key].default


@pytest.mark.parametrize(
    ("link", "within", "topic"),
    [
        ("check.md", "counter", Topic(chapter="check")),
        ("#find", "counter", Topic(chapter="counter", anchor="find")),
        ("../check.md#differs", "errors/RA-1301", Topic(chapter="check", anchor="differs")),
        ("errors/RA-1301.md", "check", error_topic("RA-1301")),
        ("../../../etc/passwd", "check", Topic(chapter="../../../etc/passwd")),
    ],
)
def test_a_link_leads_inside_the_manual_only(link: str, within: str, topic: Topic):
    assert target_of(link, within=within) == topic
    if topic.chapter.startswith(".."):
        assert not Manual("sl").has(topic)
