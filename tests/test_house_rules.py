"""House rules that no ready-made linter sees; each has a test that it bites."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CODE = ROOT / "ra_desk"
MODULES = sorted(CODE.rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))

LONGEST_MODULE = 400
TRANSLATED_ARGUMENTS = {"_": 1, "gettext": 1, "ngettext": 2, "pgettext": 2, "npgettext": 3}
NESTED_LOOPS = {"processEvents", "QEventLoop", "exec", "exec_"}
#: Neither starts anything: one keeps others out, the other tells them something.
NO_THREADS = ("from threading import Lock", "from threading import Event")
THREADS = {"threading", "QThread", "QThreadPool", "QRunnable", "concurrent", "multiprocessing"}
#: Where the program's one event loop runs, or a scene is played that waits for the window.
#: Where a window's loop is run: one after another, the first run, the porch, the desk.
LOOPS_ALLOWED = {"app.py", "start.py", "ui/run.py", "ui/porch.py", "ui/first_run/run.py"}
#: A sheet of paper on the screen is white in every theme.
COLOURS_ALLOWED = ("ui/theme/", "paper/", "ui/letters/paper_view.py")
#: Work beside the main thread has one door; central and demo are no window.
#: The porch reads modules, which is no work on the desk.
THREADS_ALLOWED = ("ui/background.py", "ui/porch.py", "central/", "demo/")
COLOUR = re.compile(r"#(?:[0-9a-fA-F]{8}|[0-9a-fA-F]{6}|[0-9a-fA-F]{3})\b|\brgba?\(|\bhsla?\(")
LEFT_OPEN = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|NotImplemented" + r"Error)\b|# XX" + r"X\b")


def calls(source: str) -> list[ast.Call]:
    return [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]


def called(call: ast.Call) -> str:
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def untranslatable(source: str) -> list[int]:
    """Lines where Babel finds nothing: arguments other than plain strings, calls in f-strings."""
    found = []
    for call in calls(source):
        texts = call.args[: TRANSLATED_ARGUMENTS.get(called(call), 0)]
        if not all(isinstance(t, ast.Constant) and isinstance(t.value, str) for t in texts):
            found.append(call.lineno)
    formatted = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.JoinedStr)]
    inside = [call for node in formatted for call in calls(ast.unparse(node))]
    return found + [call.lineno for call in inside if called(call) in TRANSLATED_ARGUMENTS]


def nested_loops(source: str) -> list[int]:
    """Lines that run an event loop inside another: whatever is under way there runs twice."""
    return [call.lineno for call in calls(source) if called(call) in NESTED_LOOPS]


def names(source: str) -> list[tuple[str, int]]:
    """Every name that is used or imported, with its line."""
    found = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name):
                found.append((name, node.lineno))
            case ast.Import(names=imported):
                found += [(a.name.split(".")[0], node.lineno) for a in imported]
            case ast.ImportFrom(module=module, names=imported):
                found.append(((module or "").split(".")[0], node.lineno))
                found += [(a.name, node.lineno) for a in imported]
    return found


def threads(source: str) -> list[int]:
    """Lines that start work beside the main thread; a lock or a sign starts none."""
    locks = {n for n, line in enumerate(source.splitlines(), 1) if line in NO_THREADS}
    return sorted({line for name, line in names(source) if name in THREADS} - locks)


def docstrings(tree: ast.Module) -> set[int]:
    """The ids of the nodes that are docstrings or texts for the translator."""
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    bodies = [node.body for node in ast.walk(tree) if isinstance(node, kinds)]
    return {id(body[0].value) for body in bodies if body and isinstance(body[0], ast.Expr)}


def colours(source: str) -> list[int]:
    """Lines that name a colour instead of a token."""
    tree = ast.parse(source)
    prose = docstrings(tree)
    found = [line for name, line in names(source) if name == "GlobalColor"]
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
            found += [node.lineno] * bool(COLOUR.search(node.value))
    return found


def left_open(source: str) -> list[int]:
    """Lines that promise something instead of doing it."""
    return [n for n, line in enumerate(source.splitlines(), 1) if LEFT_OPEN.search(line)]


def undocumented(source: str) -> bool:
    return bool(source.strip()) and not ast.get_docstring(ast.parse(source))


def pretence(source: str) -> list[int]:
    """Lines of a test that replace the thing under test, or wait for luck."""
    found = [line for name, line in names(source) if name in {"mock", "Mock", "MagicMock"}]
    for call in calls(source):
        match call.func:
            case ast.Attribute(value=ast.Name(id="monkeypatch"), attr="setattr"):
                found.append(call.lineno)
            case ast.Attribute(attr="sleep") | ast.Name(id="sleep"):
                found.append(call.lineno)
    return found


def place(module: Path) -> str:
    return module.relative_to(CODE).as_posix()


@pytest.mark.parametrize("module", MODULES, ids=place)
def test_a_module_keeps_the_house_rules(module):
    """One test per module, so that the report names the module and the rule."""
    source = module.read_text(encoding="utf-8")
    where = place(module)

    assert len(source.splitlines()) <= LONGEST_MODULE, "a room this large is two rooms"
    assert not undocumented(source), "the docstring says what belongs here"
    if not where.startswith("texts/"):  # the room that hands the texts on
        assert not untranslatable(source), "Babel finds only plain strings"
    assert not left_open(source), "what is in the tree is done"
    if where not in LOOPS_ALLOWED and not where.startswith("demo/"):
        assert not nested_loops(source), "an event loop inside another"
    if not where.startswith(THREADS_ALLOWED):
        assert not threads(source), "work beside the main thread goes through Background"
    if not where.startswith(COLOURS_ALLOWED):
        assert not colours(source), "colours are tokens of the theme"


@pytest.mark.parametrize("module", TESTS, ids=lambda m: m.relative_to(ROOT / "tests").as_posix())
def test_a_test_pretends_nothing(module):
    """Fakes come through constructors, and waiting is for an event."""
    assert not pretence(module.read_text(encoding="utf-8"))


def test_every_room_has_a_folder_here_or_none_in_the_package():
    """Tests mirror the rooms: a folder of tests/ is a room, or one of the named other kinds."""
    others = {"laws", "journeys", "faults", "benchmarks", "atspi"}
    rooms = {p.parent.name for p in CODE.glob("*/__init__.py")}
    folders = {p.name for p in (ROOT / "tests").iterdir() if p.is_dir() and any(p.rglob("*.py"))}
    assert folders <= rooms | others


def test_the_rule_about_translations_bites():
    assert untranslatable('_(f"{n} left")\n_("ok")\nngettext("a", b, n)') == [1, 3]
    assert untranslatable("x = f'{_(\"Key\")} {n}'") == [1]


def test_the_rule_about_nested_loops_bites():
    assert nested_loops("app.processEvents()\nQEventLoop()\ndialog.exec()\nrun()") == [1, 2, 3]


def test_the_rule_about_threads_bites():
    assert threads("import threading\nfrom concurrent.futures import Future\nx: QThread") == [
        1,
        2,
        3,
    ]
    assert threads("from PySide6.QtCore import QRunnable") == [1]
    assert threads("from threading import Lock") == []
    assert threads("from threading import Lock, Thread") == [1]


def test_the_rule_about_colours_bites():
    source = 'a = "#fff"\nb = "color: rgb(1,2,3)"\nc = Qt.GlobalColor.red\nd = "no. #12"'
    assert sorted(colours(source)) == [1, 2, 3]
    assert colours('"""Not a colour: #ffffff."""') == []


def test_the_rule_about_open_ends_bites():
    assert left_open("x = 1\n# TO" + "DO later") == [2]


def test_the_rule_about_docstrings_bites():
    assert undocumented("x = 1")
    assert not undocumented('"""What belongs here."""')
    assert not undocumented("")


def test_the_rule_about_pretence_bites():
    assert pretence("from unittest import mock") == [1]
    assert pretence('monkeypatch.setattr(a, "b", 1)\ntime.sleep(1)') == [1, 2]
    assert pretence('monkeypatch.setenv("A", "1")') == []
