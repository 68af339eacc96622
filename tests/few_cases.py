"""A pytest plugin, `-p tests.few_cases`: of a parametrized test it runs the first case, the middle
one and the last. `make test` uses it on PostgreSQL; on SQLite every case runs.

Databases differ in statements and constraints, and the cases of a test share these. If the case
itself is something that a database may refuse, cut, sort or find, all cases run. If the database
only stores the rows of a test, none runs. Both kinds of tests are listed here, with the reason.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

import pytest

CASES = 3
EVERY_CASE = {
    "tests/accounts/test_form_recovery_hostile.py": "text that a database may refuse",
    "tests/agency": "constraints",
    "tests/audit/test_guards.py": "triggers",
    "tests/database": "the database itself",
    "tests/delivery/test_purging.py": "locks, and rows that others are at",
    "tests/media/test_paging.py": "order",
    "tests/news/counting": "counting in the database",
    "tests/news/desk/test_form_characters.py": "text that a database may refuse",
    "tests/news/desk/test_form_hostile.py": "text that a database may refuse",
    "tests/news/editions": "constraints, triggers, and questions of time",
    "tests/news/fronts/test_front_refused.py": "text that a database may refuse",
    "tests/news/pages/test_addresses.py": "numbers that a column may not hold",
    "tests/news/pages/test_archive.py": "days, as the database reckons them",
    "tests/news/redaction/test_constraints.py": "triggers",
    "tests/news/search": "searching, of which each database has its own",
    "tests/news/taxonomy": "addresses, as the database compares them",
    "tests/redirects": "addresses, as the database compares them",
    "tests/sections": "constraints, and recursion in the database",
    "tests/server/test_requests.py": "numbers that a column may not hold",
}
NO_CASE = {
    "tests/accounts/test_passwords.py": "what a password is made of",
    "tests/agency/test_measuring_script.py": "headers and mark-up",
    "tests/news/word/test_hostile.py": "files that are refused before anything is asked",
    "tests/portal/test_admin_host.py": "where the name of a host leads",
    "tests/portal/test_crawl.py": "links; test_sequences asks every kind of page on both",
    "tests/portal/test_markup.py": "mark-up",
    "tests/portal/test_sequences.py::test_a_tag_that_pages_forget_is_found": "tags in memory",
    "tests/server/test_cache_deception.py": "what the server keeps in memory",
}
LEFT_OUT = pytest.StashKey[int]()


def within(test: str, places: Iterable[str]) -> bool:
    return any(f"{test}::".startswith((f"{place}/", f"{place}::")) for place in places)


def left_out(tests: Sequence[str]) -> set[str]:
    """The node ids of the cases that do not run."""
    cases = defaultdict(list)
    for test in tests:
        name, bracket, _ = test.partition("[")
        if bracket and not within(test, EVERY_CASE):
            cases[name].append(test)
    most = CASES - 1
    kept = {
        each[place * (len(each) - 1) // most] for each in cases.values() for place in range(CASES)
    }
    elsewhere = {test for test in tests if within(test.partition("[")[0], NO_CASE)}
    return elsewhere | {test for each in cases.values() for test in each} - kept


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Runs after all other plugins that select tests."""
    out = left_out([item.nodeid for item in items])
    config.stash[LEFT_OUT] = len(out)
    config.hook.pytest_deselected(items=[item for item in items if item.nodeid in out])
    items[:] = [item for item in items if item.nodeid not in out]


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Send the count from a worker of pytest-xdist to the main process."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["left_out"] = session.config.stash.get(LEFT_OUT, 0)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: object) -> None:
    node.config.stash[LEFT_OUT] = getattr(node, "workeroutput", {}).get("left_out", 0)


def pytest_terminal_summary(terminalreporter: object, config: pytest.Config) -> None:
    count = config.stash.get(LEFT_OUT, 0)
    terminalreporter.write_line(f"left out: {count} cases of parametrized tests (tests.few_cases)")
