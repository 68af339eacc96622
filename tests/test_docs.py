"""The paths and links in the documentation exist."""

import re
from itertools import chain
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PAGES = sorted(
    path.relative_to(ROOT).as_posix()
    for path in chain(DOCS.glob("*.md"), ROOT.glob("*.md"), (ROOT / "deploy").glob("*.md"))
)
# Pages may name these although no clone has them: they are made while the portal runs, or are
# absolute paths.
MADE = ("var/", "backup/", "/")
# The list of changes names paths of old releases.
NAMING = [page for page in PAGES if page != "CHANGELOG.md"]
# Paths of our code or tests, in backquotes: `tests/portal/killed`, `text/{fold,slug}.py`.
NAMED = re.compile(r"`((?:[\w.-]+/)+)(?:\{([\w.,-]+)\})?([\w.-]*)`")
LINKED = re.compile(r"\]\((?!https?:|mailto:)([^)#\s]+)")


@pytest.mark.parametrize("page", NAMING)
def test_paths_that_it_names_are_there(page):
    text = (ROOT / page).read_text()
    tops = {path.name for path in ROOT.iterdir()}

    named = {
        folder + name + rest
        for folder, names, rest in NAMED.findall(text)
        for name in names.split(",")
        if folder.split("/")[0] in tops
    }
    missing = [path for path in named if not path.startswith(MADE) and not (ROOT / path).exists()]

    assert sorted(missing) == []


@pytest.mark.parametrize("page", PAGES)
def test_pages_that_it_links_are_there(page):
    linked = LINKED.findall((ROOT / page).read_text())

    assert [path for path in linked if not (ROOT / page).parent.joinpath(path).exists()] == []


def test_the_list_by_reader_names_every_page():
    listed = set(re.findall(r"^\| \[([\w.-]+)\]", (DOCS / "README.md").read_text(), re.MULTILINE))

    assert listed == {path.name for path in DOCS.glob("*.md")} - {"README.md"}


def test_a_newcomer_reads_the_architecture_in_ten_minutes():
    assert len((DOCS / "architecture.md").read_text().split()) <= 2500
