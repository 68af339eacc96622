"""A portal whose folder `demo/` was removed can be set up and serves pages."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.processes import ROOT, free_port, manage, serving

pytestmark = pytest.mark.once

LEFT_OUT = (".*", "*-pytest-*.pyc", "backup", "demo", "docs", "tests", "var")


@pytest.fixture(scope="module")
def tree(tmp_path_factory) -> Path:
    """A copy of the code without the demo and without what a portal does not need to run."""
    folder = tmp_path_factory.mktemp("without-demo") / "portal"
    shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(*LEFT_OUT))
    return folder


def test_a_portal_without_the_demos_folder_is_set_up_empty_and_served(tree):
    var, port = tree / "var", free_port()

    first = manage("setup", tree=tree, VAR_DIR=var)
    again = manage("setup", "--no-demo", tree=tree, VAR_DIR=var)
    with serving(var, port, tree=tree), urlopen(f"http://127.0.0.1:{port}/") as home:
        page = home.read().decode()

    account = f"Staff account: admin, its password is in {var}/admin-password.txt"
    told = ["Preparing the database …", "Collecting static files …"]
    assert (first.returncode, first.stderr) == (0, "")
    assert first.stdout.splitlines() == [*told, account.replace(f"{tree}/", "")]
    assert (again.returncode, again.stderr) == (0, "")
    assert again.stdout == f"{account.replace(f'{tree}/', '')}\n"
    with closing(sqlite3.connect(var / "portal.sqlite3")) as database:
        assert database.execute("SELECT count(*) FROM news_article").fetchone() == (0,)
    assert "Chưa có bài nào được đăng." in page
