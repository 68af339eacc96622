"""An upgrade and the way back, while readers read and an editor saves: the code of the previous
release, then both on the tables of this one, then this one alone, then both, then the previous one
alone."""

import http.client
import itertools
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.desk import Desk
from tests.processes import ROOT, free_port, manage, serving

HERE = Path(__file__).resolve().parent
READERS = 3
# They fail where a column that they read gets another type, until they are started again: their
# guide says to stop them first, and here they are started on the new tables.
STOPPED_FIRST = {"0.1.0"}
# Makes an administrator, and prints the key of an article and the addresses of all pages.
PREPARE = """
import json
from django.contrib.auth import get_user_model
from django.utils import timezone
from news.addresses import article_path
from news.models import Edition

get_user_model().objects.create_superuser("quan-tri", password="Thuyen-ve-ben-cu-1987")
paths = [article_path(e.section_id, e.slug, e.article_id)
         for e in Edition.objects.public(timezone.now())]
first = Edition.objects.public(timezone.now()).first()
print(json.dumps([first.article_id, ["/", "/rss.xml", "/sitemap.xml", "/tim-kiem/?q=a",
                 *paths, *(f"{path}ban-in/" for path in paths)]]))
"""
# The saved titles of that article, from its log, and that of the desk copy.
SAVED = """
import json
from news.models import Article
article = Article.objects.get(pk={pk})
print(json.dumps([article.title, *(json.loads(text)["title"]
                 for text in article.acts.exclude(text="").values_list("text", flat=True))]))
"""


def previous() -> tuple[str, str]:
    """Number and commit of the newest release."""
    newest = max(HERE.glob("*/commit"), key=lambda path: version_key(path.parent.name))
    return newest.parent.name, newest.read_text().strip()


def version_key(version: str) -> list[int]:
    return [int(part) for part in version.split(".")]


def why_not() -> str:
    """Why its code is not here; an empty text if it is."""
    known = subprocess.run(["git", "cat-file", "-e", previous()[1]], cwd=ROOT, capture_output=True)
    return "the history of the code is not here" if known.returncode else ""


def unpack(commit: str, folder: Path) -> Path:
    """Write the code of that commit into this new folder."""
    folder.mkdir()
    packed = subprocess.run(["git", "archive", commit], cwd=ROOT, check=True, capture_output=True)
    subprocess.run(["tar", "-x", "-C", folder], input=packed.stdout, check=True)
    return folder


@dataclass
class People:
    """Readers and an editor. Each request goes to one of `ports`, as a proxy would send it."""

    addresses: list[str]
    article: int
    ports: list[int]
    # Statuses and errors of readers, by how often.
    answered: list[object] = field(default_factory=list)
    # Titles whose saving was acknowledged, and what went wrong.
    saved: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    done: threading.Event = field(default_factory=threading.Event)
    turn: Iterator[int] = field(default_factory=itertools.count)

    def port(self) -> int:
        return self.ports[next(self.turn) % len(self.ports)]

    def read(self) -> None:
        connections: dict[int, http.client.HTTPConnection] = {}
        for address in itertools.cycle(self.addresses):
            if self.done.is_set():
                break
            port = self.port()
            connection = connections.setdefault(
                port, http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            )
            try:
                connection.request("GET", address)
                answer = connection.getresponse()
                answer.read()
                self.answered.append(answer.status)
            except (OSError, http.client.HTTPException) as error:
                self.answered.append(f"{address}: {error!r}")
        for each in connections.values():
            each.close()

    def write(self) -> None:
        path = f"/admin/news/article/{self.article}/change/"
        desk = Desk.signed_in(self._address(), "quan-tri", "Thuyen-ve-ben-cu-1987")
        for number in itertools.count(1):
            if self.done.is_set():
                break
            title = f"Bản thảo số {number}"
            try:
                fields = desk.form(path)
                # The form may be of the other release than the server that takes it.
                desk.address = self._address()
                desk.press(path, fields | {"title": title})
                self.saved.append(title)
            except (OSError, AssertionError, http.client.HTTPException) as error:
                self.wrong.append(f"{title}: {error}")

    def _address(self) -> str:
        return f"http://127.0.0.1:{self.port()}"

    def wait_for(self, requests: int) -> None:
        """Until so many more requests were answered, and two more texts saved."""
        answered, saved = len(self.answered) + requests, len(self.saved) + 2
        deadline = time.monotonic() + 120
        while len(self.answered) < answered or len(self.saved) < saved:
            assert time.monotonic() < deadline and not self.wrong, self.wrong
            time.sleep(0.05)


@contextmanager
def at_work(people: People) -> Iterator[None]:
    threads = [threading.Thread(target=people.read) for _each in range(READERS)]
    threads.append(threading.Thread(target=people.write))
    for each in threads:
        each.start()
    try:
        yield
    finally:
        people.done.set()
        for each in threads:
            each.join()


def there_and_back(var: Path, old: Path, people: People, requests: int, **where: str) -> None:
    """Upgrade the portal in this folder from the tree `old` to this one and back. At each of the
    five stages so many requests are answered."""
    first, second = people.ports[0], free_port()

    def set_up(tree: Path) -> None:
        assert manage("setup", "--no-demo", tree=tree, VAR_DIR=var, **where).returncode == 0

    with ExitStack() as of_old:
        if previous()[0] in STOPPED_FIRST:
            set_up(ROOT)
        of_old.enter_context(serving(var, first, tree=old, **where))
        with at_work(people), ExitStack() as of_new:
            people.wait_for(requests)
            set_up(ROOT)
            of_new.enter_context(serving(var, second, **where))
            people.ports[:] = [first, second]
            people.wait_for(requests)
            people.ports[:] = [second]
            # What the old server was asked before is answered.
            time.sleep(2)
            of_old.close()
            people.wait_for(requests)
            set_up(old)
            again = free_port()
            of_old.enter_context(serving(var, again, tree=old, **where))
            people.ports[:] = [second, again]
            people.wait_for(requests)
            people.ports[:] = [again]
            time.sleep(2)
            of_new.close()
            people.wait_for(requests)
