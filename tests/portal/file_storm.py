"""Reads of files and pages, on real processes, while an article is withdrawn and a photo is taken
down. Is anything answered to a request that came after staff had their answer?

`python -m tests.portal.file_storm` changes things in a process of its own. Moments are seconds of
`time.monotonic`, which all processes of a machine share.
"""

import http.client
import json
import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from itertools import count, cycle
from pathlib import Path

from tests.processes import ROOT, surroundings

# Before the first change and after each.
PAUSE_SECONDS = 0.4


@dataclass(frozen=True, slots=True)
class Read:
    # The port that was asked.
    entry: int
    address: str
    asked: float
    answered: float
    status: int
    # Whether the page leads to the photo that is taken down.
    leads: bool


@dataclass
class FileStorm:
    """`draft`, `withdrawn`, `taken_down`: addresses of files (of withdrawn ones also the article's
    own pages). `pages` show the photo that is taken down. `ended`: when staff had their answer."""

    reads: list[Read]
    draft: list[str]
    withdrawn: list[str]
    taken_down: list[str]
    pages: list[str]
    ended: dict[str, float]

    def of(self, addresses: list[str], since: float = 0.0, until: float = float("inf")):
        """The reads of these addresses that were asked for after one moment, and answered before
        the other."""
        return [
            each
            for each in self.reads
            if each.address in addresses and each.asked >= since and each.answered <= until
        ]

    def shown_too_long(self) -> list[Read]:
        """What nobody should have been answered."""
        withdrawal, takedown = self.ended["withdrawal"], self.ended["takedown"]
        gone = [
            *self.of(self.draft),
            *self.of(self.withdrawn, since=withdrawal),
            *self.of(self.taken_down, since=takedown),
        ]
        return [each for each in gone if each.status not in (404, 410)] + [
            each for each in self.of(self.pages, since=takedown) if each.leads or each.status != 200
        ]

    def missing_before(self) -> list[Read]:
        """What readers should have been answered before the changes and were not."""
        shown = [*self.withdrawn, *self.taken_down, *self.pages]
        # The change itself takes a moment: what is asked for meanwhile may be answered either way.
        until = self.ended["began"]
        return [each for each in self.of(shown, until=until) if each.status != 200]


def storm(var: Path, ports: list[int], *, reads: int, **variables: object) -> FileStorm:
    """Do at least so many reads while, in the portal in this folder, an article is withdrawn and
    then a photo taken down."""
    staff = subprocess.Popen(
        [sys.executable, "-m", __name__],
        cwd=ROOT,
        env=surroundings(VAR_DIR=var, **variables),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    done, found = threading.Event(), []
    with staff:
        try:
            told = json.loads(staff.stdout.readline())
            key = told.pop("key").encode()
            addresses = [each for some in told.values() for each in some]
            readers = [
                threading.Thread(
                    target=_read, args=(port, addresses, at, reads // 4, key, done, found)
                )
                for at, port in zip(range(4), cycle(ports))
            ]
            for each in readers:
                each.start()
            staff.stdin.write("\n")
            staff.stdin.flush()
            ended = dict(json.loads(line) for line in staff.stdout)
            done.set()
            for each in readers:
                each.join()
        finally:
            done.set()
            staff.kill()
    return FileStorm([read for each in found for read in each], **told, ended=ended)


def _read(
    port: int,
    addresses: list[str],
    at: int,
    reads: int,
    key: bytes,
    done: threading.Event,
    found: list[list[Read]],
) -> None:
    """One reader: requests the addresses in turn over one connection, at least `reads` times, and
    until `done` is set."""
    mine: list[Read] = []
    found.append(mine)
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
        mine.append(Read(port, address, asked, time.monotonic(), status, key in body))
    connection.close()


def change() -> None:
    """Print the addresses to read. After a line of input, withdraw and take down, and print the
    moment at which each returned."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
    django.setup()
    from django.core.files.base import ContentFile

    from accounts import roles
    from media.public_files.use import public_paths
    from media.takedown.take_down import take_down
    from media.uploads.documents import take_document
    from news.desk import steps
    from news.models import Attachment
    from tests import factories
    from tests.media.office import pdf
    from tests.news.pages.page_text import address

    section, by = factories.make_section("Kinh tế"), factories.make_publisher()
    contributor = factories.make_user(roles.CONTRIBUTORS)

    def article(title: str):
        photo = factories.make_photo()
        document = take_document(ContentFile(pdf(words=title), name="a.pdf"), title=title)[0]
        made = factories.make_article(title, section=section, lead_photo=photo)
        Attachment.objects.create(article=made, document=document)
        files = ("photo", photo.pk), ("document", document.pk)
        return made, photo, [path for file in files for path in public_paths(file)]

    draft, _photo, of_draft = article("Bản nháp")
    draft.created_by = contributor
    draft.save()
    withdrawn, _photo, of_withdrawn = article("Bài bị gỡ")
    live, photo, of_live = article("Bài ở lại")
    gone = address(factories.publish(withdrawn, by=by))
    path = address(factories.publish(live, by=by))
    _say(
        draft=of_draft,
        withdrawn=[*of_withdrawn, gone, f"{gone}ban-in/"],
        taken_down=of_live[:-1],
        pages=[path, f"{path}ban-in/", "/", f"/{section.path}/", "/rss.xml"],
        key=photo.key,
    )
    sys.stdin.readline()
    time.sleep(PAUSE_SECONDS)
    _say_when("began")
    steps.withdraw(withdrawn, by=by, reason="Sai")
    _say_when("withdrawal")
    time.sleep(PAUSE_SECONDS)
    take_down(("photo", photo.pk), by=by, reason="Tòa yêu cầu")
    _say_when("takedown")
    time.sleep(PAUSE_SECONDS)


def _say(**told: object) -> None:
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


def _say_when(what: str) -> None:
    sys.stdout.write(json.dumps([what, time.monotonic()]) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    change()
