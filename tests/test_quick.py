"""Which tests `make quick` selects."""

import pytest

from tests.quick import Tree, selected

FILES = {
    "news/desk/steps.py": "from text import fold",
    "news/desk/dashboard.py": "from .steps import publish",
    "news/feeds.py": "def f():\n    from news.desk import dashboard",
    "text/fold.py": "",
    "text/words.py": 'LIST = read("words.txt")',
    "tests/news/desk/test_steps.py": "",
    "tests/news/desk/test_steps_by_hand.py": "",
    "tests/news/desk/test_queues.py": "",
    "tests/news/desk/form_data.py": "",
    "tests/news/test_feeds.py": "from news import feeds",
    "tests/portal/test_start.py": "from news.desk import dashboard",
    "tests/portal/test_forms.py": "from tests.news.desk import form_data",
    "tests/text/test_fold.py": "from text.fold import fold",
    "tests/text/test_other.py": "",
}


@pytest.fixture
def tree(tmp_path):
    for name, source in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(source)
    return Tree(tmp_path, FILES)


@pytest.mark.parametrize(
    ("changed", "near", "same_room", "far", "unknown"),
    [
        (
            "news/desk/steps.py",
            "tests/news/desk/test_steps.py tests/news/desk/test_steps_by_hand.py",
            "tests/news/desk/test_queues.py",
            "tests/portal/test_start.py",
            "",
        ),
        ("tests/news/desk/form_data.py", "tests/portal/test_forms.py", "", "", ""),
        ("tests/news/test_feeds.py", "tests/news/test_feeds.py", "", "", ""),
        ("text/proof/words.txt", "", "tests/text/test_fold.py tests/text/test_other.py", "", ""),
        ("docs/editing.md", "", "", "", "docs/editing.md"),
        ("text/gone.py", "", "", "", ""),
    ],
)
def test_tests_of_changed_modules_and_of_their_importers_are_selected(
    tree, changed, near, same_room, far, unknown
):
    ranks = [near.split(), same_room.split(), far.split()]

    assert selected(tree, [changed]) == (ranks, unknown.split())
