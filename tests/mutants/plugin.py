"""A pytest plugin, `-p tests.mutants.plugin`: runs the tests with a mutant, or with probes.

The variable MUTANT is the number of the mutant in the list. Without it, a line for each test is
appended to the file REACHED: its node id and the numbers of the mutants that it reached. Processes
that tests start run the product as it is.
"""

import builtins
import os
from importlib.machinery import SourceFileLoader
from pathlib import Path

import pytest

from tests.mutants import mutate

MUTANTS = mutate.listed()
reached: set[int] = set()
builtins._reached = reached.add


def trees() -> dict[str, object]:
    """The trees that replace modules, by the path of the module."""
    if "MUTANT" in os.environ:
        mutant = MUTANTS[int(os.environ["MUTANT"])]
        path = mutate.place(mutant)
        return {str(path): mutate.made(mutant, path.read_text())}
    places: dict[str, dict[int, mutate.Mutant]] = {}
    for number, mutant in enumerate(MUTANTS):
        if path := mutate.place(mutant):
            places.setdefault(str(path), {})[number] = mutant
    return {path: mutate.probed(those, Path(path).read_text()) for path, those in places.items()}


TREES = trees()
get_code = SourceFileLoader.get_code


def changed(loader: SourceFileLoader, name: str) -> object:
    tree = TREES.get(loader.path)
    return compile(tree, loader.path, "exec") if tree else get_code(loader, name)


SourceFileLoader.get_code = changed


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_protocol(item: pytest.Item):
    reached.clear()
    yield
    if "REACHED" in os.environ and reached:
        with Path(os.environ["REACHED"]).open("a") as file:
            file.write(f"{item.nodeid}\t{' '.join(map(str, sorted(reached)))}\n")
