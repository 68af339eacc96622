"""While readers read, real processes answer nothing more of a withdrawn article, its files and a
photo that was taken down, as soon as staff have their answer; and never a file of a draft."""

import pytest

from tests import machine, redis, varnish
from tests.fixtures.portal import copy_of
from tests.portal.file_storm import FileStorm, storm
from tests.processes import SECRET, free_port, serving

pytestmark = pytest.mark.once

# What the machines share.
FOLDERS = "library", "tep", "uploads"


def judge(seen: FileStorm, ports: list[int]) -> None:
    before, gone, pages = seen.shown_before(), seen.gone_after(), seen.pages_after()
    assert [each for each in before if each.status != 200] == []
    assert {each.address for each in before if each.leads} >= set(seen.pages)
    assert [each for each in gone if each.status not in (404, 410)] == []
    assert [each for each in pages if each.status != 200 or each.leads] == []
    # Everything was asked for at each port, before and after.
    everything = {*seen.withdrawn, *seen.taken_down, *seen.pages}
    expected = {(port, address) for port in ports for address in everything}
    assert {(each.entry, each.address) for each in before} == expected
    assert {(each.entry, each.address) for each in (*gone, *pages)} >= expected
    assert len(seen.reads) >= 1_000


def test_two_processes_answer_nothing_that_is_gone(own_portal):
    port = free_port()
    with serving(own_portal, port, WORKERS=2):
        seen = storm(own_portal, [port], reads=1_000)

    judge(seen, [port])


@pytest.mark.skipif(not machine.program("redis-server"), reason="Redis is not installed")
def test_two_hosts_answer_nothing_that_is_gone(own_portal):
    other, port, there = own_portal.parent / "other", free_port(), free_port()
    copy_of(own_portal, other, "portal.sqlite3*", *FOLDERS)
    for name in FOLDERS:
        (own_portal / name).mkdir(exist_ok=True)
        (other / name).symlink_to(own_portal / name)
    with redis.server() as (url, _):
        shared = {
            "DATABASE_URL": f"sqlite:///{own_portal}/portal.sqlite3",
            "DELIVERY_ENGINES": url,
            "SECRET_KEY": SECRET,
        }
        with serving(own_portal, port, **shared), serving(other, there, **shared):
            seen = storm(own_portal, [port, there], reads=1_000, **shared)

    judge(seen, [port, there])


@pytest.mark.skipif(not machine.varnish(), reason="Varnish with xkey is not installed")
def test_varnish_answers_nothing_that_is_gone(own_portal):
    port, front = free_port(), free_port()
    told = {"DELIVERY_ENGINES": f"xkey+http://127.0.0.1:{front}"}
    with serving(own_portal, port, **told), varnish.server(front, port):
        seen = storm(own_portal, [front], reads=1_000, **told)

    judge(seen, [front])
