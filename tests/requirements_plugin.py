"""Holds tests/requirements.toml against the tests: `@pytest.mark.requirement("S0-28")`.

`pytest --requirements` runs nothing and prints which ids are carried by which tests, and which are
not yet. A whole run fails in the end when an id of kind `test` or `text` has no passing test.
"""

import tomllib
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

LIST = Path(__file__).with_name("requirements.toml")
KINDS = ("test", "text", "later", "not ours")
PROVEN = ("test", "text")
MOST_IDS_ON_ONE_TEST = 5


def read_list(path: Path = LIST) -> dict[str, dict[str, str]]:
    """Return id → {"by": kind, "why": reason}."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def faults_in_list(listed: dict[str, dict[str, str]]) -> list[str]:
    """Return what is wrong with the list itself, one sentence each."""
    faults = []
    for name, entry in listed.items():
        if entry.get("by") not in KINDS:
            faults.append(f"{name} is of no known kind: {entry.get('by')!r}")
        elif entry["by"] not in PROVEN and not entry.get("why"):
            faults.append(f"{name} is {entry['by']!r} without a reason")
    return faults


def faults_in_marks(marked: dict[str, list[str]], listed: dict[str, dict[str, str]]) -> list[str]:
    """Return what is wrong with the marks of tests (node id → ids), one sentence each."""
    faults = []
    for node, ids in marked.items():
        if len(ids) > MOST_IDS_ON_ONE_TEST:
            faults.append(f"{node} claims {len(ids)} ids; one test proves {MOST_IDS_ON_ONE_TEST}")
        for name in ids:
            if name not in listed:
                faults.append(f"{node} claims {name}, which is not in {LIST.name}")
            elif listed[name].get("by") == "not ours":
                faults.append(f"{node} claims {name}, which is listed as not ours")
    return faults


def unproven(listed: dict[str, dict[str, str]], carried: set[str]) -> list[str]:
    """Return the ids that a test must carry and none does."""
    return [n for n, entry in listed.items() if entry["by"] in PROVEN and n not in carried]


def report(listed: dict[str, dict[str, str]], marked: dict[str, list[str]]) -> list[str]:
    """Return the lines of `--requirements`."""
    carriers = defaultdict(list)
    for node, ids in marked.items():
        for name in ids:
            carriers[name].append(node.split("[")[0])
    lines = []
    for name, entry in listed.items():
        nodes = sorted(set(carriers[name]))
        if nodes:
            lines.append(f"{name:7} met by {', '.join(nodes)}")
        elif entry["by"] in PROVEN:
            lines.append(f"{name:7} NOT YET ({entry['by']})")
        else:
            lines.append(f"{name:7} {entry['by']}: {entry['why']}")
    missing = unproven(listed, {name for name, nodes in carriers.items() if nodes})
    by_kind = ", ".join(f"{sum(e['by'] == k for e in listed.values())} {k}" for k in KINDS)
    lines.append(f"{len(listed)} ids: {by_kind}; without a test: {', '.join(missing) or 'none'}")
    return lines


def _ids(item: pytest.Item) -> list[str]:
    return [name for mark in item.iter_markers("requirement") for name in mark.args]


class Ledger:
    """Notes which ids the collected tests claim and which passing tests carry."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.listed = read_list()
        self.marked: dict[str, list[str]] = {}
        self.carried: set[str] = set()
        self.only_show = bool(config.getoption("--requirements"))

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        self.marked = {item.nodeid: ids for item in items if (ids := _ids(item))}
        if faults := faults_in_list(self.listed) + faults_in_marks(self.marked, self.listed):
            raise pytest.UsageError(*faults)
        for item in items:
            item.user_properties += [("requirement", name) for name in _ids(item)]
        if self.only_show:
            items.clear()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call" and report.passed:
            self.carried.update(str(v) for k, v in report.user_properties if k == "requirement")

    def _missing(self, session: pytest.Session) -> list[str]:
        """Return unproven ids after a whole, green run; a partial run says nothing about them."""
        config = self.config
        whole = config.args_source is pytest.Config.ArgsSource.TESTPATHS and not (
            config.option.keyword or config.option.markexpr or config.option.collectonly
        )
        if not whole or session.testsfailed or hasattr(config, "workerinput"):
            return []
        return unproven(self.listed, self.carried)

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        if self.only_show:
            if exitstatus == pytest.ExitCode.NO_TESTS_COLLECTED:
                session.exitstatus = pytest.ExitCode.OK
        elif exitstatus == pytest.ExitCode.OK and self._missing(session):
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        if self.only_show:
            terminalreporter.write_line("")
            for line in report(self.listed, self.marked):
                terminalreporter.write_line(line)
        elif missing := self._missing(terminalreporter._session):
            terminalreporter.write_line("")
            terminalreporter.write_line(f"no passing test carries {', '.join(missing)}", red=True)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--requirements", action="store_true", help="print which requirement is met by which test"
    )


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Ledger(config), "requirements ledger")
