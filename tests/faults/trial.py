"""One fault under a portal at work: what it does to readers and staff, and how soon all is well
again."""

import json
import os
import shutil
import time
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from tests.processes import ROOT, free_port, manage, serving

from .databases import Postgresql, Sqlite, database
from .faults import FAULTS, READ_ONLY, Place, few_descriptors, mended, placed
from .people import Answer, People

# How long it may take after the fault until all is well.
RECOVERY_SECONDS = 60.0
DISK_MEGABYTES = 192
# Answers in a row after which all is well again.
WELL = 5
PREPARE = """
import json
from news.addresses import article_path
from tests import factories
section, publisher = factories.make_section("Kinh tế", slug="kinh-te"), factories.make_publisher()
paths = []
for number in range({articles}):
    article = factories.make_article(f"Bài {{number}}", section=section)
    edition = factories.publish(article, by=publisher)
    paths.append([article.pk, article_path(section.pk, edition.slug, article.pk)])
print(json.dumps(paths))
"""
STORED = """
import json
from hashlib import sha256
from pathlib import Path
from media.models import Photo
from news.models import Article
texts = Article.objects.get(pk={pk}).acts.exclude(text="").values_list("text", flat=True)
photos = []
for photo in Photo.objects.all():
    path = Path(photo.original.path)
    if path.exists() and sha256(path.read_bytes()).hexdigest() == photo.digest:
        photos.append(photo.alt)
print(json.dumps([[json.loads(text)["title"] for text in texts], photos]))
"""


@dataclass
class Outcome:
    """What people had of it, from the beginning of the fault on."""

    reads: int
    # Requests of the reader that failed, saves and photos that were refused, by what they met.
    failed: dict[str, int]
    saves: int
    refused: dict[str, int]
    uploads: int
    refused_uploads: dict[str, int]
    # Texts and photos that were acknowledged and are not there; texts that were refused and did not
    # come back.
    missing: list[str]
    lost: list[str]
    # From the end of the fault until all were well; None if they were not in time.
    recovery_seconds: float | None


def tried(
    portal: Path,
    folder: Path,
    name: str,
    *,
    kind: type[Sqlite | Postgresql] = Sqlite,
    tree: Path = ROOT,
    fault_seconds: float = 5.0,
    articles: int = 200,
) -> Outcome:
    """Let this fault come and go under a copy of the portal, with this source tree."""
    fault = FAULTS[name]
    with placed(folder, DISK_MEGABYTES) as place, database(kind, place.database) as where:
        set_up(portal, place, where)

        def asked(code: str) -> Any:
            answer = manage("shell", "-v0", "-c", code, VAR_DIR=place.var, DATABASE_URL=where.url)
            assert answer.returncode == 0, answer.stderr
            return json.loads(answer.stdout)

        place.port = free_port()
        served = partial(
            serving,
            place.var,
            place.port,
            tree=tree,
            preexec=few_descriptors if "descriptors" in name else None,
            DATABASE_URL=where.url,
            **(place.clock.surroundings() if "clock" in name else {}),
        )
        read = asked(PREPARE.format(articles=articles))
        pages = ["/", "/kinh-te/", "/rss.xml", *(path for _key, path in read[-5:])]
        password = (place.var / "admin-password.txt").read_text().strip()
        people = People(place.port, read[-1][0], pages, read[:-5], password)
        # What was copied here; what the portal acknowledges from now on is its own affair.
        os.sync()
        with ExitStack() as running:
            running.enter_context(served())
            running.enter_context(people.at_work())
            people.wait_until_all_work()
            began = time.monotonic()
            with fault.begin(place):
                time.sleep(fault_seconds)
            if name == READ_ONLY:
                met = [*people.read], [*people.saved], [*people.uploaded]
                running.close()
                where.stop()
                mended(place)
                where.start()
                people.begin_anew()
                running.enter_context(served())
                ended = time.monotonic()
                running.enter_context(people.at_work())
            else:
                ended = time.monotonic()
                # As systemd does.
                where.start()
            while not is_well(people, ended) and time.monotonic() < ended + RECOVERY_SECONDS:
                time.sleep(0.1)
        texts, photos = asked(STORED.format(pk=people.article))
    if name == READ_ONLY:
        # What was asked while there was no portal is left out.
        people.read[:0], people.saved[:0], people.uploaded[:0] = met
    during = [
        [each for each in answers if each.at >= began]
        for answers in (people.read, people.saved, people.uploaded)
    ]
    return Outcome(
        *(part for answers in during for part in (len(answers), counted(answers))),
        missing=sorted({*people.kept} - {*texts} | {*people.kept_photos} - {*photos}),
        lost=people.lost,
        recovery_seconds=recovered(people, ended) if is_well(people, ended) else None,
    )


def tried_without_protection(portal: Path, folder: Path, name: str) -> Outcome:
    """The same under a copy of the code that lacks what protects from it."""
    tree = FAULTS[name].protection.removed(folder)
    return tried(portal, folder, name, tree=tree)


def set_up(portal: Path, place: Place, where: Sqlite | Postgresql) -> None:
    """A portal without demo content on these disks."""
    left_out = shutil.ignore_patterns("marks-*", "portal.sqlite3*")
    shutil.copytree(portal, place.var, dirs_exist_ok=True, ignore=left_out)
    if where.name == "SQLite":
        shutil.copy2(portal / "portal.sqlite3", place.database)
    else:
        answer = manage("setup", "--no-demo", VAR_DIR=place.var, DATABASE_URL=where.url)
        assert answer.returncode == 0, answer.stderr


def counted(answers: list[Answer]) -> dict[str, int]:
    faults = [each.fault for each in answers if each.fault]
    return {fault: faults.count(fault) for fault in dict.fromkeys(faults)}


def is_well(people: People, ended: float) -> bool:
    """Whether the last answers of all were right, all of them after the fault."""
    return all(
        len(last := answers[-count:]) == count
        and all(not each.fault and each.at > ended for each in last)
        for answers, count in ((people.read, WELL), (people.saved, WELL), (people.uploaded, 1))
    )


def recovered(people: People, ended: float) -> float:
    """Seconds from the end of the fault until the last answer that was not right."""
    answers = (*people.read, *people.saved, *people.uploaded)
    late = [each.at for each in answers if each.fault and each.at > ended]
    return round(max(late, default=ended) - ended, 1)
