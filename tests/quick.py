"""`make quick`: in 90 seconds, the tests of what has changed in the working tree (against HEAD).

It runs tests in this order: those that have changed, have the name of a changed module, or import
one; then those in the same package; then those that import a module that imports a changed one. It
uses neither browser nor PostgreSQL. Tests for which there is no time are left out and named.
"""

import ast
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.run import cases, say

ROOT = Path(__file__).resolve().parent.parent
# No test begins after the first; tests that still run at the second are ended.
LAST_START_SECONDS = 70
LIMIT_SECONDS = 88
# The variable that tells pytest until when tests may begin, in seconds since the epoch.
UNTIL = "CONG_TIN_QUICK_UNTIL"
NO_TIME = "no time left in `make quick`"


class Tree:
    """The Python modules of a project by their dotted names, and which ones each imports."""

    def __init__(self, root: Path, files: Iterable[str]) -> None:
        self.paths = {module_of(file): file for file in files if file.endswith(".py")}
        self.sources = {module: (root / path).read_text() for module, path in self.paths.items()}
        self.imported = {module: self._imported(module) for module in self.paths}

    def _imported(self, module: str) -> set[str]:
        """The modules of the project that this one imports, in functions too."""
        parts = module.split(".")
        package = parts if self.paths[module].endswith("__init__.py") else parts[:-1]
        found = set()
        for node in ast.walk(ast.parse(self.sources[module])):
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                above = package[: len(package) - node.level + 1] if node.level else []
                base = ".".join([*above, *([node.module] if node.module else [])])
                found |= {base} | {f"{base}.{alias.name}" for alias in node.names}
        return found & self.paths.keys()

    def importers(self, modules: set[str]) -> set[str]:
        return {each for each, imported in self.imported.items() if imported & modules}

    def modules_naming(self, file: str) -> set[str]:
        """The modules whose source names this file: a template, a script, a word list."""
        # Templates and word lists are named by what follows the first two folders of their path.
        short = "/".join(file.split("/")[2:]) or file
        return {module for module, source in self.sources.items() if f'{short}"' in source}


def module_of(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def is_test(path: str) -> bool:
    return path.startswith("tests/") and Path(path).name.startswith("test_")


def selected(tree: Tree, changed: Iterable[str]) -> tuple[list[list[str]], list[str]]:
    """Test files in three ranks, the nearest first; and the changed files that no module names."""
    modules, unknown = set(), []
    for file in changed:
        if file.endswith(".py"):
            modules |= {module_of(file)} & tree.paths.keys()
        elif named := tree.modules_naming(file):
            modules |= named
        else:
            unknown.append(file)

    tests = {module for module, path in tree.paths.items() if is_test(path)}
    importers = tree.importers(modules)
    rooms, names = set(), set()
    for module in modules - tests:
        room, _, name = module.rpartition(".")
        room = module if tree.paths[module].endswith("__init__.py") else room
        rooms.add(f"tests.{room}")
        names.add((f"tests.{room}", f"test_{name}"))
    near = tests & (modules | importers)
    near |= {test for test in tests if any(is_of(test, room, name) for room, name in names)}
    same_room = {test for test in tests if test.rpartition(".")[0] in rooms}
    far = tests & tree.importers(importers - tests)
    ranks = [near, same_room - near, far - same_room - near]
    return [sorted(tree.paths[module] for module in rank) for rank in ranks], unknown


def is_of(test: str, room: str, name: str) -> bool:
    """Whether a test module in this folder has this name, or one that begins with it and `_`."""
    folder, _, own = test.rpartition(".")
    return folder == room and (own == name or own.startswith(f"{name}_"))


def git(*arguments: str) -> list[str]:
    answer = subprocess.run(
        ["git", *arguments], cwd=ROOT, check=True, capture_output=True, text=True
    )
    return [line for line in answer.stdout.split("\0") if line]


def main(arguments: list[str]) -> int:
    begun = time.time()
    new = git("ls-files", "-z", "--others", "--exclude-standard")
    changed = git("diff", "-z", "--name-only", "HEAD") + new
    files = [file for file in git("ls-files", "-z") + new if (ROOT / file).exists()]
    ranks, unknown = selected(Tree(ROOT, files), changed)
    tests = [test for rank in ranks for test in rank]
    say(f"{len(changed)} files changed; {len(tests)} test files, the nearest first")
    for file in unknown:
        say(f"left out: {file} (no module names it)")
    if not tests:
        return 0
    return run(tests, arguments, begun)


def run(tests: list[str], arguments: list[str], begun: float) -> int:
    """Run these tests, then print what was left out. Returns the exit status: 1 for a fault."""
    with tempfile.TemporaryDirectory(prefix="cong-tin-") as folder:
        report = Path(folder) / "report.xml"
        environment = {**os.environ, UNTIL: str(begun + LAST_START_SECONDS)}
        environment.pop("DATABASE_URL", None)
        command = [sys.executable, "-m", "pytest", "-p", "tests.quick", "-m", "not browser"]
        command += ["-n", "auto", "--maxprocesses", "4", f"--junit-xml={report}"]
        process = subprocess.Popen([*command, *arguments, *tests], cwd=ROOT, env=environment)
        try:
            status = process.wait(begun + LIMIT_SECONDS - time.time())
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGINT)
            status = process.wait()
            say("left out: what still ran when the time was over")
        became = cases(report) if report.exists() else {}
        for file, count in Counter(without_time(report)).items():
            say(f"left out, no time: {count} of {file}")
    say(f"left out: browser tests, PostgreSQL ({time.time() - begun:.0f} s)")
    if status in {pytest.ExitCode.NO_TESTS_COLLECTED, pytest.ExitCode.INTERRUPTED}:
        return 1 if any(case.outcome == "failed" for case in became.values()) else 0
    return status


def without_time(report: Path) -> Iterator[str]:
    """The file of each test that did not begin."""
    for case in ElementTree.parse(report).iter("testcase") if report.exists() else ():
        skipped = case.find("skipped")
        if skipped is not None and NO_TIME in skipped.get("message", ""):
            yield case.get("classname", "").replace(".", "/") + ".py"


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    """As a plugin of pytest: skip each test that would begin after the time is over."""
    if time.time() > float(os.environ[UNTIL]):
        pytest.skip(NO_TIME)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
