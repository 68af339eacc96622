"""Publishers are told when readers may not see the latest changes yet: on the dashboard and above
the list of articles. The command `outbox` tells which engines have not been told."""

import re
from contextlib import nullcontext
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import roles
from delivery import worker_status
from delivery.models import Purge
from tests.factories import make_user
from tests.news.desk.form_data import LIST
from tests.processes import manage

pytestmark = pytest.mark.django_db

VARNISH, REDIS = "xkey+http://127.0.0.1:6081", "redis://10.0.0.7:6379"
PAGES = ("/admin/", LIST)
VARNISH_LATE = (
    "Varnish (127.0.0.1:6081) chưa nhận thay đổi từ {} trước: "
    "mỗi thay đổi có thể đến với bạn đọc chậm tối đa 60 giây."
)
REDIS_LATE = (
    "Redis (10.0.0.7:6379) chưa nhận thay đổi từ {} trước: các máy chủ khác của cổng tin "
    "có thể chậm hơn, hoặc còn hiện trang cũ cho đến khi nhận được."
)
MENDS_ITSELF = (
    "Cổng tin đang tự báo lại. Nếu vài phút nữa vẫn còn thông báo này, "
    "hãy báo người phụ trách máy chủ."
)
NO_WORKER = (
    "Tiến trình nền (manage.py work), vốn lo việc báo lại, có vẻ không chạy trên máy chủ này: "
    "hãy báo người phụ trách máy chủ."
)


@pytest.fixture(autouse=True)
def absent_engines(settings, tmp_path, monkeypatch):
    """Two engines, a Varnish and a Redis, that do not exist; and a clock that stands still."""
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)
    settings.VAR_DIR = tmp_path
    settings.DELIVERY = {"ENGINES": [VARNISH, "redis://:bí-mật@10.0.0.7:6379/0"]}


def wait(engine: str, seconds: float, again: bool = False) -> None:
    """A change that this engine has not been told for so many seconds; with `again`, one that it is
    told and has to be told once more."""
    moment = timezone.now() - timedelta(seconds=seconds)
    row = Purge.objects.create(engine=engine, tags="article-1", again_at=moment if again else None)
    Purge.objects.filter(pk=row.pk).update(written_at=moment)


def notice(page: str) -> list[str]:
    """The heading and the paragraphs of the page's alert; empty if there is no alert."""
    found = re.search(r'<section class="module behind".*?</section>', page, re.S)
    if not found:
        return []
    lines = re.findall(r"<(?:h2|p)[^>]*>(.*?)</", found[0])
    return [line.replace("\xa0", " ") for line in lines]


def notices(client, group=roles.PUBLISHERS) -> list[list[str]]:
    """The alert on each of `PAGES`, as somebody in that group sees it."""
    client.force_login(make_user(group))
    return [notice(client.get(path).content.decode()) for path in PAGES]


@pytest.mark.parametrize("works", [True, False])
def test_engines_that_are_behind_are_told_with_what_it_means(client, works):
    wait(VARNISH, 125)
    wait(VARNISH, 30)
    wait(REDIS, 45)

    with worker_status.worker_lock() if works else nullcontext():
        found = notices(client)

    told = [
        "Bạn đọc có thể chưa thấy những thay đổi mới nhất",
        VARNISH_LATE.format("2 phút"),
        REDIS_LATE.format("45 giây"),
        MENDS_ITSELF if works else NO_WORKER,
    ]
    assert found == [told, told]


def test_what_was_to_be_told_once_more_is_told_too(client):
    wait(VARNISH, 40, again=True)

    assert [page[1] for page in notices(client)] == [VARNISH_LATE.format("40 giây")] * 2


@pytest.mark.parametrize("rows", [[], [(VARNISH, 5)], [("", 300)], [("redis://no-more:1", 300)]])
def test_where_all_is_well_nothing_is_said(client, rows):
    for row in rows:
        wait(*row)

    assert notices(client) == [[], []]


def test_who_does_not_publish_is_not_bothered(client):
    wait(VARNISH, 300)

    for group in (roles.CONTRIBUTORS, roles.EDITORS):
        assert notices(client, group) == [[], []]


def test_no_page_tells_a_password(client):
    wait(REDIS, 300)
    client.force_login(make_user(roles.PUBLISHERS))

    for path in PAGES:
        page = client.get(path).content.decode()
        assert "10.0.0.7" in page
        assert "bí-mật" not in page


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("count", [1, 4])
def test_it_costs_one_query_however_many_wait(client, settings, path, count):
    client.force_login(make_user(roles.PUBLISHERS))
    client.get(path)

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(path)
        return len(asked)

    # Without Redis: a machine that does not hear from its Redis loads cached values again, and that
    # would take more queries.
    two = [VARNISH, "xkey+http://127.0.0.1:6082"]
    settings.DELIVERY = {"ENGINES": two}
    for _ in range(count):
        for engine in two:
            wait(engine, 300)
    with_engines = cost()
    settings.DELIVERY = {}

    assert with_engines - cost() == 1


def outbox(capsys) -> tuple[int, list[str]]:
    """The exit status and the lines of the command."""
    status = 0
    try:
        call_command("outbox")
    except SystemExit as ended:
        status = ended.code
    return status, capsys.readouterr().out.splitlines()


def test_the_command_names_who_is_behind_and_fails(capsys):
    wait(VARNISH, 125)
    wait(VARNISH, 3)
    wait(REDIS, 3)

    assert outbox(capsys) == (
        1,
        [
            "xkey+http://127.0.0.1:6081  rows 2  oldest 125 s",
            "redis://10.0.0.7:6379  rows 1  oldest 3 s",
            "No worker (manage.py work) runs on this machine.",
        ],
    )


def test_the_command_takes_what_is_just_on_its_way_for_well(capsys):
    wait(VARNISH, 3)

    with worker_status.worker_lock():
        assert outbox(capsys) == (0, ["xkey+http://127.0.0.1:6081  rows 1  oldest 3 s"])


def test_the_command_says_when_nothing_waits(capsys):
    with worker_status.worker_lock():
        assert outbox(capsys) == (0, ["Everybody has been told everything."])


def test_the_command_says_when_the_database_is_away(tmp_path):
    there = {"VAR_DIR": tmp_path, "DATABASE_URL": f"sqlite:///{tmp_path}/away/portal.sqlite3"}

    done = manage("outbox", DELIVERY_ENGINES=VARNISH, **there)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("CommandError: The database cannot be asked: ")
