import pytest


@pytest.fixture
def six(section):
    """Six published articles in `section`, each a day older than the one before."""
    from tests.news.fronts.front_forms import live

    return live("Một", "Hai", "Ba", "Bốn", "Năm", "Sáu", section=section)
