"""Reads of files and pages, on real processes, while an article is withdrawn and a photo is taken
down. Is anything answered to a request that came after staff had their answer?

`python -m tests.portal.file_storm` changes things in a process of its own. Moments are seconds of
`time.monotonic`, which all processes of a machine share.
"""

import json
import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from itertools import cycle
from math import inf
from pathlib import Path
from typing import NamedTuple

from tests.portal.storm import read_on
from tests.processes import ROOT, surroundings

READERS = 4
CHANGES = "withdrawal", "takedown"


class Change(NamedTuple):
    """What staff did: when they asked, and when they had their answer."""

    began: float
    ended: float


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
    """The reads of a draft's files, of an article with its files, which is withdrawn, of a photo
    that is taken down, and of pages that show this photo."""

    reads: list[Read]
    draft: list[str]
    withdrawn: list[str]
    taken_down: list[str]
    pages: list[str]
    withdrawal: Change
    takedown: Change

    def of(self, *addresses: str, since: float = 0.0, until: float = inf) -> list[Read]:
        """The reads of these addresses that were asked for after one moment, and answered before
        the other."""
        return [
            each
            for each in self.reads
            if each.address in addresses and each.asked >= since and each.answered <= until
        ]

    def shown_before(self) -> list[Read]:
        """The reads that came before the change of what they asked for."""
        return [
            *self.of(*self.withdrawn, until=self.withdrawal.began),
            *self.of(*self.taken_down, *self.pages, until=self.takedown.began),
        ]

    def gone_after(self) -> list[Read]:
        """The reads of what is gone, that were asked for when staff had their answer; and all of
        the draft."""
        return [
            *self.of(*self.draft),
            *self.of(*self.withdrawn, since=self.withdrawal.ended),
            *self.of(*self.taken_down, since=self.takedown.ended),
        ]

    def pages_after(self) -> list[Read]:
        """The reads of pages without the photo, that were asked for when staff had their answer."""
        return self.of(*self.pages, since=self.takedown.ended)


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
    done, found = threading.Event(), [[] for _reader in range(READERS)]
    with staff:
        try:
            told = json.loads(staff.stdout.readline())
            key = told.pop("key").encode()
            addresses = [each for some in told.values() for each in some]
            readers = [
                threading.Thread(
                    target=_read, args=(port, addresses, at, reads // READERS, key, done, found[at])
                )
                for at, port in zip(range(READERS), cycle(ports))
            ]
            for each in readers:
                each.start()
            changes = []
            # Between two changes each reader asks for everything.
            for _change in CHANGES:
                _wait_for_a_round(found, len(addresses))
                staff.stdin.write("\n")
                staff.stdin.flush()
                changes.append(Change(*json.loads(staff.stdout.readline())))
            _wait_for_a_round(found, len(addresses))
            done.set()
            for each in readers:
                each.join()
        finally:
            done.set()
            staff.kill()
    return FileStorm(
        [read for each in found for read in each],
        **told,
        **dict(zip(CHANGES, changes, strict=True)),
    )


def _wait_for_a_round(found: list[list[Read]], addresses: int) -> None:
    """Wait until each reader has asked for all addresses once more."""
    until, limit = [len(each) + addresses for each in found], time.monotonic() + 60
    while any(len(each) <= goal for each, goal in zip(found, until, strict=True)):
        if time.monotonic() > limit:
            raise TimeoutError("the portal does not answer")
        time.sleep(0.01)


def _read(
    port: int,
    addresses: list[str],
    at: int,
    reads: int,
    key: bytes,
    done: threading.Event,
    mine: list[Read],
) -> None:
    def note(address: str, asked: float, status: int, body: bytes) -> None:
        mine.append(Read(port, address, asked, time.monotonic(), status, key in body))

    read_on(port, addresses, at, reads, done, note)


def change() -> None:
    """Print the addresses to read. Then withdraw, and take down, each after a line of input; print
    when it began and when it returned."""
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
        {
            "key": photo.key,
            "draft": of_draft,
            "withdrawn": [*of_withdrawn, gone, f"{gone}ban-in/"],
            "taken_down": of_live[:-1],
            "pages": [path, f"{path}ban-in/", "/", f"/{section.path}/", "/rss.xml"],
        }
    )
    for act in (
        lambda: steps.withdraw(withdrawn, by=by, reason="Sai"),
        lambda: take_down(("photo", photo.pk), by=by, reason="Tòa yêu cầu"),
    ):
        sys.stdin.readline()
        began = time.monotonic()
        act()
        _say([began, time.monotonic()])


def _say(told: object) -> None:
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    change()
