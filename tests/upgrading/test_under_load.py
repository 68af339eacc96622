"""The code of the previous release runs on the tables of this one, beside it and after it: an
upgrade and the way back fail no request and lose no word. `proof_under_load` has the long run."""

import json
import lzma
from collections import Counter
from pathlib import Path

import pytest

from tests.fixtures.portal import copy_static
from tests.processes import POSTGRESQL, empty_database, free_port, manage

from .test_upgrading import HERE, restore
from .under_load import PREPARE, SAVED, People, previous, there_and_back, unpack, why_not

REQUESTS = 300

pytestmark = pytest.mark.skipif(bool(why_not()), reason=why_not() or "-")


def upgraded_under_load(portal: Path, folder: Path, requests: int) -> None:
    """Upgrade the kept database of the previous release, and go back, with so many requests at each
    of five stages."""
    version, commit = previous()
    old, var = unpack(commit, folder / "old"), folder / "var"
    var.mkdir()
    copy_static(portal, var)
    with empty_database() as where:
        if POSTGRESQL:
            sql = lzma.decompress((HERE / version / "portal.sql.xz").read_bytes())
            restore(where["DATABASE_URL"], sql)
        else:
            content = lzma.decompress((HERE / version / "portal.sqlite3.xz").read_bytes())
            (var / "portal.sqlite3").write_bytes(content)
        prepared = manage("shell", "-v0", "-c", PREPARE, tree=old, VAR_DIR=var, **where)
        assert prepared.returncode == 0, prepared.stderr
        article, addresses = json.loads(prepared.stdout)
        people = People(addresses, article, [free_port()])

        there_and_back(var, old, people, requests, **where)

        found = manage("shell", "-v0", "-c", SAVED.format(pk=article), VAR_DIR=var, **where)
    kept = json.loads(found.stdout)
    assert (dict(Counter(people.answered)), people.wrong) == ({200: len(people.answered)}, [])
    assert len(people.answered) >= 5 * requests
    assert (kept[0], set(people.saved) - set(kept)) == (people.saved[-1], set())


@pytest.mark.long
@pytest.mark.skipif(not POSTGRESQL, reason="proof_under_load runs it on SQLite")
def test_an_upgrade_and_the_way_back_fail_no_request_and_lose_no_word(portal, tmp_path):
    upgraded_under_load(portal, tmp_path, REQUESTS)
