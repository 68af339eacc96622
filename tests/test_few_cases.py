"""Which cases `tests.few_cases` leaves out, and that its list is of places that there are."""

from pathlib import Path

from tests.few_cases import EVERY_CASE, left_out

ROOT = Path(__file__).resolve().parent.parent


def test_first_middle_and_last_stay():
    tests = [f"tests/x/test_y.py::test_z[{number}]" for number in range(7)]

    assert left_out(tests) == {tests[number] for number in (1, 2, 4, 5)}


def test_three_cases_and_tests_without_cases_stay():
    tests = [f"tests/x/test_y.py::test_z[{number}]" for number in range(3)]

    assert left_out([*tests, "tests/x/test_y.py::test_a", "tests/x/test_y.py::test_b"]) == set()


def test_every_case_stays_where_the_case_is_what_a_database_may_refuse():
    tests = [f"tests/news/search/test_views.py::test_z[{number}]" for number in range(9)]
    tests += [f"tests/news/desk/test_form_hostile.py::test_z[{number}]" for number in range(9)]

    assert left_out(tests) == set()


def test_the_list_is_of_places_that_there_are():
    assert [place for place in EVERY_CASE if not (ROOT / place).exists()] == []
