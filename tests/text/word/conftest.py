"""Fixtures that read a Word file with `text.word`."""

import pytest

from tests.text.word.docx import docx, p
from text.body.clean import clean_body
from text.word.convert import read


@pytest.fixture
def taken(tmp_path):
    """Call it with the arguments of `docx`. Returns what the child process would read from the
    file."""

    def taken(*blocks, **options):
        path = tmp_path / "bai.docx"
        path.write_bytes(docx(*blocks, **options))
        order = {"path": str(path), "folder": str(tmp_path), "pictures": 9}
        return read({**order, "picture_bytes": 10**6, "all_bytes": 10**6})

    return taken


@pytest.fixture
def body(taken):
    """Call it with the arguments of `docx`, for the text below a title. Returns the body as it
    would be stored."""

    def body(*blocks, **options):
        return clean_body(taken(p("Cầu mới", style="Title"), *blocks, **options)["html"]).html

    return body
