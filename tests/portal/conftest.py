"""A portal that runs beside the tests."""

from pathlib import Path

import pytest

from tests.portal.processes import manage


@pytest.fixture(scope="session")
def portal(tmp_path_factory) -> Path:
    """The folder of a portal that was set up once, without demo content."""
    folder = tmp_path_factory.mktemp("var")
    answer = manage("setup", "--no-demo", VAR_DIR=folder)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert answer.stdout.splitlines() == [
        "Preparing the database …",
        "Collecting static files …",
        f"Staff account: admin, its password is in {folder}/admin-password.txt",
    ]
    return folder
