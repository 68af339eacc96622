"""Imports only go down the floors of docs/architecture.md, wherever in a module they stand."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FLOORS = (
    "demo portal server accounts redirects news sections agency editor media staff"
    " audit delivery database text"
).split()
# `text` is plain Python: what it may borrow is listed here, its own modules apart.
BORROWED_BY_TEXT = ("babel", "django.utils", "nh3")


def imported(source: str, package: str) -> Iterator[tuple[int, str]]:
    """Each module that the source imports, with its line; relative ones spelt out."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1]
            parts = above if node.level else []
            yield node.lineno, ".".join([*parts, node.module] if node.module else parts)


def imports_of(floor: str) -> Iterator[tuple[str, str]]:
    """Each import of that floor, as `file:line` and the module."""
    for path in sorted((ROOT / floor).rglob("*.py")):
        place = path.relative_to(ROOT)
        for line, module in imported(path.read_text(), ".".join(place.parent.parts)):
            yield f"{place}:{line}", module


def test_imports_inside_functions_and_relative_ones_are_seen():
    source = "import os\ndef f():\n    from news.models import A\n    from ..tree import b\n"

    found = list(imported(source, "sections.admin"))

    assert found == [(1, "os"), (3, "news.models"), (4, "sections.tree")]


def test_every_package_has_its_floor():
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"}

    assert packages == set(FLOORS)


@pytest.mark.parametrize("floor", FLOORS)
def test_imports_only_go_down(floor):
    forbidden = {*FLOORS[: FLOORS.index(floor)], "tests", "conftest"}

    upwards = [
        f"{place} imports {module}"
        for place, module in imports_of(floor)
        if module.split(".")[0] in forbidden
    ]

    assert upwards == []


def test_text_is_plain_python():
    from sys import stdlib_module_names

    foreign = [
        f"{place} imports {module}"
        for place, module in imports_of("text")
        if module.split(".")[0] not in {*stdlib_module_names, "text"}
        and not any(f"{module}.".startswith(f"{name}.") for name in BORROWED_BY_TEXT)
    ]

    assert foreign == []
