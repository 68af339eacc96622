"""Prometheus is told how many requests there were and what waits; of nobody who asked for what."""

import re
import time
import urllib.error
import urllib.request
from contextlib import suppress
from datetime import timedelta

import pytest
from django.utils import timezone

from backups.store.repository import Repository
from tests.processes import free_port, serving

pytestmark = pytest.mark.once


def told(port: int) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
        return answer.read().decode()


def number(text: str, name: str) -> float:
    return float(re.search(rf"^{re.escape(name)} (\S+)$", text, re.M)[1])


@pytest.fixture(scope="module")
def text(portal, tmp_path_factory):
    """What two serving processes tell after a reader has asked three times for a page, and once for
    one that there is not."""
    port, metrics = free_port(), free_port()
    backups = tmp_path_factory.mktemp("backups")
    made = Repository(backups).new_folder(timezone.now() - timedelta(hours=3))
    (made / "manifest.json").write_text("{}")
    with serving(portal, port, METRICS_PORT=metrics, WORKERS=2, BACKUP_DIR=backups):
        for path in ("/", "/", "/", "/khong-co/?q=bi-mat", "/admin/"):
            with suppress(urllib.error.HTTPError):
                urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10).close()
        # Cached pages are added once a second.
        time.sleep(1.5)
        return told(metrics)


def test_requests_are_counted_by_route_status_and_cache_over_all_processes(text):
    shown = r'^cong_tin_requests_total\{cache="(?:hit|miss)",route="/?",status="200"\} (\S+)'
    missing = re.search(r'^cong_tin_requests_total\{cache="miss".*status="404"\} (\S+)', text, re.M)

    # Three, of which a process makes the page, or takes it from disk, which Django does not see.
    cached = number(text, "cong_tin_cached_pages_total")
    assert (sum(map(float, re.findall(shown, text, re.M))) + cached >= 3, float(missing[1])) == (
        True,
        1,
    )
    assert number(text, 'cong_tin_request_seconds_count{who="staff"}') >= 1


def test_it_says_what_waits_and_whether_the_parts_are_there(text):
    assert number(text, "cong_tin_database_up") == 1
    assert number(text, 'cong_tin_disk_free_bytes{folder="VAR_DIR"}') > 0
    assert number(text, 'cong_tin_waiting{task="receipts"}') == 0
    assert number(text, "cong_tin_receipts_failed") == 0


def test_it_says_how_old_the_last_backup_is(text):
    assert 10_800 <= number(text, 'cong_tin_backup_age_seconds{what="backup"}') < 10_900
    assert 'what="trial"' not in text
    assert number(text, "cong_tin_backup_faults") == 0


def test_it_says_nothing_of_who_asked_for_what(text):
    assert re.findall(r"bi-mat|127\.0\.0\.1|admin@", text) == []


def test_a_port_that_is_taken_hinders_no_start(own_portal):
    port = free_port()
    with (
        serving(own_portal, free_port(), METRICS_PORT=port),
        serving(own_portal, free_port(), METRICS_PORT=port) as second,
    ):
        assert (second.poll(), number(told(port), "cong_tin_database_up")) == (None, 1)
