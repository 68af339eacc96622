"""All imports go down the floors of docs/architecture.md, also those inside functions; and modules
and folders are not too large."""

from collections import Counter
from collections.abc import Iterator

import pytest

from tests import drawing
from tests.imports import FLOORS, ROOT, circles, dependencies, imported, imports_of, modules

# `text` is plain Python. Except its own modules, it may import only these packages.
BORROWED_BY_TEXT = ("babel", "django.utils", "nh3")
MAX_MODULE_LINES = 400
# The most modules in one folder of the product, without its packages.
MAX_LOOSE_MODULES = 15


def lines_of(floor: str) -> Iterator[tuple[str, str]]:
    """Each import of this floor: `file:line`, and what is imported."""
    for path in modules([floor]).values():
        for line, name in imports_of(path):
            yield f"{path.relative_to(ROOT)}:{line}", name


def test_imports_inside_functions_and_relative_ones_are_seen():
    source = "import os\ndef f():\n    from news.models import A\n    from ..tree import b\n"

    found = list(imported(source, "sections.admin"))

    assert found == [(1, "os"), (3, "news.models.A"), (4, "sections.tree.b")]


def test_every_package_has_its_floor():
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"}

    assert packages == set(FLOORS)


@pytest.mark.parametrize("floor", FLOORS)
def test_imports_only_go_down(floor):
    forbidden = {*FLOORS[: FLOORS.index(floor)], "tests", "conftest"}

    upwards = [
        f"{place} imports {module}"
        for place, module in lines_of(floor)
        if module.split(".")[0] in forbidden
    ]

    assert upwards == []


def test_text_is_plain_python():
    from sys import stdlib_module_names

    foreign = [
        f"{place} imports {module}"
        for place, module in lines_of("text")
        if module.split(".")[0] not in {*stdlib_module_names, "text"}
        and not any(f"{module}.".startswith(f"{name}.") for name in BORROWED_BY_TEXT)
    ]

    assert foreign == []


def test_a_circle_is_found_however_long_and_through_a_package():
    graph = {"a": {"b"}, "b": {"c"}, "c": {"a", "d"}, "d": {"e"}, "e": set(), "f": {"a"}}

    assert circles(graph) == [["a", "b", "c"]]


def test_no_modules_import_each_other_in_a_circle():
    assert circles(dependencies(modules())) == []


def test_no_folder_has_more_loose_modules_than_one_takes_in():
    names = Counter(
        path.parent.relative_to(ROOT)
        for path in modules().values()
        if path.stem != "__init__" and "migrations" not in path.parts
    )

    assert {str(name): count for name, count in names.items() if count > MAX_LOOSE_MODULES} == {}


def test_no_module_is_longer_than_one_reads_at_once():
    lengths = {path: len(path.read_text().splitlines()) for path in modules().values()}

    assert {
        str(path.relative_to(ROOT)): length
        for path, length in lengths.items()
        if length > MAX_MODULE_LINES and "migrations" not in path.parts
    } == {}


def test_the_drawing_of_the_floors_is_that_of_the_imports():
    """`make drawing` writes the drawing into the document."""
    assert drawing.in_document() == drawing.floors()
