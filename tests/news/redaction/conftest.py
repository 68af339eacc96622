import pytest


@pytest.fixture
def redactor():
    from tests.news.redaction.redacting import make_redactor

    return make_redactor()


@pytest.fixture
def rewritten(redactor):
    from tests.news.redaction.redacting import make_rewritten

    return make_rewritten(redactor)
