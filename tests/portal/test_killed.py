"""When the server is killed while people work, nothing that it acknowledged is lost, and nothing is
half done. `proof_killed` has the long run."""

import shutil
import sys

import pytest

from tests.portal.killed.killing import kill_and_look
from tests.portal.killed.mistakes import MISTAKES, make
from tests.processes import database

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


@pytest.mark.long
def test_what_was_acknowledged_outlives_kill_9_and_nothing_is_half_there(portal, tmp_path):
    var = shutil.copytree(portal, tmp_path / "var")
    with database(var) as url:
        report = kill_and_look(var, 3, seed=9, **url)

    assert (report.kills, report.wrong) == (3, []), report


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_made_in_lines_that_the_product_has(tmp_path, mistake):
    assert make(MISTAKES[mistake], tmp_path / "mistake")
