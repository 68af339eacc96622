import pytest


@pytest.fixture
def six(section):
    """Six published articles in `section`, each a day older than the one before."""
    from tests.news.fronts.arranged import live

    return live("Một", "Hai", "Ba", "Bốn", "Năm", "Sáu", section=section)
