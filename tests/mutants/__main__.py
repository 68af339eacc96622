"""`make mutants`: do the tests find one-line mistakes (mutants) in the product?

The mutants are listed in `listed.txt`. First the suite runs with probes, on SQLite and without a
browser, to learn which tests reach the line of which mutant. Then each mutant is tried with these
tests, until one fails. `python -m tests.mutants draw` prints a new list. Before the first run,
strike mutants that change nothing: `-` before the line, and the reason below it.
"""

import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

from tests.mutants import mutate
from tests.run import say

PYTEST = [sys.executable, "-m", "pytest", "-p", "tests.mutants.plugin", "-m", "not browser"]
# More are drawn than are wanted, because some are struck.
DRAWN, WANTED = 60, 40
# A mutant whose tests take longer counts as found: it makes one wait for ever.
PATIENCE_SECONDS = 600
# How many tests try one mutant; those nearest to its module come first.
MAX_TESTS_PER_MUTANT = 300


def reaching(tests: list[str]) -> dict[int, list[str]]:
    """The tests that reach the line of each mutant, by the mutant's number."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "reached"
        command = [*PYTEST, "-n", "auto", *tests]
        subprocess.run(command, env={**os.environ, "REACHED": str(file)}, stdout=subprocess.DEVNULL)
        found = defaultdict(list)
        for line in file.read_text().splitlines() if file.exists() else ():
            test, _, numbers = line.partition("\t")
            for number in numbers.split():
                found[int(number)].append(test)
    return found


def is_found(number: int, tests: list[str]) -> bool:
    command = [*PYTEST, "-x", "--no-header", *tests]
    environment = {**os.environ, "MUTANT": str(number)}
    try:
        done = subprocess.run(
            command, env=environment, timeout=PATIENCE_SECONDS, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return True
    return done.returncode != 0


def main(arguments: list[str]) -> int:
    if arguments[:1] == ["draw"]:
        for mutant in mutate.drawn(DRAWN):
            say(str(mutant))
        return 0
    reached, missed = reaching(arguments), []
    placed = [
        (number, mutant, path)
        for number, mutant in enumerate(mutate.listed())
        if (path := mutate.place(mutant))
    ][:WANTED]
    for number, mutant, path in placed:
        tests = sorted(reached[number], key=lambda test: -near(test, path))[:MAX_TESTS_PER_MUTANT]
        found = bool(tests) and is_found(number, tests)
        if not found:
            missed.append(mutant)
        outcome = "found" if found else "missed" if tests else "unreached"
        say(f"{outcome:9}{mutant}  ({path.relative_to(mutate.ROOT)}, {len(tests)} tests)")
    say(f"{len(placed) - len(missed)} of {len(placed)} found")
    return 0


def near(test: str, path: Path) -> int:
    """How many folders the path of a test has in common with that of a module."""
    folders = zip(test.split("/")[1:], path.relative_to(mutate.ROOT).parts, strict=False)
    return sum(one == other for one, other in folders)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
