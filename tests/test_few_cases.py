"""Which cases `tests.few_cases` leaves out; and the places in its lists exist."""

from pathlib import Path

from tests.few_cases import EVERY_CASE, NO_CASE, left_out

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


def test_no_case_stays_where_only_rows_come_from_a_database():
    alone = "tests/portal/test_sequences.py::test_a_tag_that_pages_forget_is_found"
    tests = [f"tests/portal/test_admin_host.py::test_z[{number}]" for number in range(2)]
    tests += ["tests/portal/test_markup.py::test_a", alone]

    assert left_out([*tests, f"{alone}_too", "tests/portal/test_markup_too.py::test_a"]) == set(
        tests
    )


def test_the_lists_are_of_places_that_there_are():
    for place in (*EVERY_CASE, *NO_CASE):
        path, _, test = place.partition("::")
        assert (ROOT / path).exists(), place
        assert f"def {test}(" in (ROOT / path).read_text() if test else True, place
