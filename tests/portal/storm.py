"""Reads and publishes at the same time, on real processes. Is an answer older than what was
published before its request, or older than an earlier answer?

One article is published again and again, each time with the next number in its title; `python -m
tests.portal.storm` does that in a process of its own. Moments are seconds of `time.monotonic`,
which all processes of a machine share.
"""

import http.client
import json
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count, cycle
from pathlib import Path

from tests.processes import ROOT, surroundings

NUMBER = re.compile(rb"B\xe1\xba\xa3n tin s\xe1\xbb\x91 (\d+)")
MARKED = re.compile(rb"</?(?:mark|span)\b[^>]*>")


@dataclass(frozen=True, slots=True)
class Read:
    # The port that was asked.
    entry: int
    address: str
    asked: float
    answered: float
    status: int
    # The oldest number on the page; -1 for none.
    number: int


@dataclass(frozen=True, slots=True)
class Published:
    number: int
    returned: float


@dataclass
class Storm:
    reads: list[Read]
    published: list[Published]

    def errors(self) -> list[Read]:
        return [each for each in self.reads if each.status != 200 or each.number < 0]

    def stale(self, grace: float = 0.0) -> list[Read]:
        """The reads that show a number that was replaced `grace` seconds or more before their
        request."""
        returned = sorted(self.published, key=lambda each: each.returned)
        found, newest = [], 0
        for read in sorted(self.reads, key=lambda each: each.asked):
            while newest < len(returned) and returned[newest].returned <= read.asked - grace:
                newest += 1
            if newest and read.number < returned[newest - 1].number:
                found.append(read)
        return found

    def backwards(self, grace: float = 0.0) -> list[Read]:
        """The reads that show a lower number than an answer from the same port that had arrived
        `grace` seconds or more before their request."""
        found = []
        for entry in {each.entry for each in self.reads}:
            mine = [each for each in self.reads if each.entry == entry]
            answered = iter(sorted(mine, key=lambda each: each.answered))
            latest, newest = next(answered, None), -1
            for read in sorted(mine, key=lambda each: each.asked):
                while latest is not None and latest.answered <= read.asked - grace:
                    newest = max(newest, latest.number)
                    latest = next(answered, None)
                if read.number < newest:
                    found.append(read)
        return found


def storm(
    var: Path, ports: list[int], *, reads: int, publishes: int, pause: float, **variables: object
) -> Storm:
    """Do at least so many reads while there are so many publishes.

    The publishes are done in the portal in this folder, with `pause` seconds in between.
    """
    publisher = subprocess.Popen(
        [sys.executable, "-m", __name__, str(publishes), str(pause)],
        cwd=ROOT,
        env=surroundings(VAR_DIR=var, **variables),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    done = threading.Event()
    with publisher:
        try:
            addresses = json.loads(publisher.stdout.readline())
            found: list[list[Read]] = []
            readers = [
                threading.Thread(target=_read, args=(port, addresses, at, reads // 4, done, found))
                for at, port in zip(range(4), cycle(ports))
            ]
            for each in readers:
                each.start()
            publisher.stdin.write("\n")
            publisher.stdin.flush()
            published = [Published(*json.loads(line)) for line in publisher.stdout]
            done.set()
            for each in readers:
                each.join()
        finally:
            done.set()
            publisher.kill()
    return Storm([read for each in found for read in each], published)


def _read(
    port: int,
    addresses: list[str],
    at: int,
    reads: int,
    done: threading.Event,
    found: list[list[Read]],
) -> None:
    mine: list[Read] = []
    found.append(mine)

    def note(address: str, asked: float, status: int, body: bytes) -> None:
        numbers = [int(each) for each in NUMBER.findall(MARKED.sub(b"", body))]
        mine.append(Read(port, address, asked, time.monotonic(), status, min(numbers, default=-1)))

    read_on(port, addresses, at, reads, done, note)


def read_on(
    port: int,
    addresses: list[str],
    at: int,
    reads: int,
    done: threading.Event,
    note: Callable[[str, float, int, bytes], None],
) -> None:
    """One reader: requests the addresses in turn over one connection, from number `at` on, at least
    `reads` times, and until `done` is set. `note` is given the address, when it was asked for, the
    status (0 without an answer) and the body."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    for number in count(at):
        if number >= at + reads and done.is_set():
            break
        address = addresses[number % len(addresses)]
        asked = time.monotonic()
        try:
            connection.request("GET", address)
            response = connection.getresponse()
            body, status = response.read(), response.status
        except (OSError, http.client.HTTPException):
            connection.close()
            body, status = b"", 0
        note(address, asked, status, body)
    connection.close()


def publish(publishes: int, pause: float) -> None:
    """Print the addresses to read. After a line of input, publish, and print each number and the
    moment at which publishing it returned."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
    django.setup()
    from news.addresses import article_path
    from news.models import Topic
    from tests import factories

    section = factories.make_section("Bến cảng", parent=factories.make_section("Kinh tế"))
    topic = Topic.objects.create(name="Bão", slug="bao")
    author = factories.make_author("Nguyễn Hải")
    for number in range(20):
        factories.publish(factories.make_article(f"Bài khác {number}", section=section))
    article = factories.make_article(
        "Bản tin số 0", slug="ban-tin", section=section, authors=[author]
    )
    article.topics.add(topic)
    by = factories.make_publisher()
    edition = factories.publish(article, by=by)
    path = article_path(section.pk, edition.slug, article.pk)
    _say(
        json.dumps(
            [
                *("/", "/rss.xml", "/atom.xml", path, f"{path}ban-in/", "/sitemap-news.xml"),
                *(f"/{section.parent.path}/", f"/{section.path}/", f"/{section.path}/rss.xml"),
                *("/chu-de/bao/", f"/tac-gia/{author.slug}/", "/tim-kiem/?q=ban+tin+so"),
            ]
        )
    )
    sys.stdin.readline()
    for number in range(1, publishes + 1):
        article.refresh_from_db()
        article.title = f"Bản tin số {number}"
        article.save()
        factories.publish(article, by=by)
        _say(json.dumps([number, time.monotonic()]))
        time.sleep(pause)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    publish(int(sys.argv[1]), float(sys.argv[2]))
