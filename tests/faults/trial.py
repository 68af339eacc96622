"""One fault under a portal at work: what it does to a reader and an editor, and how soon all is
well again."""

import json
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

from tests.processes import free_port, manage, serving

from .faults import FAULTS, few_descriptors, placed
from .people import Answer, People

# Before the fault, during it, and at most after it.
BEFORE_SECONDS, FAULT_SECONDS, RECOVERY_SECONDS = 2.0, 5.0, 60.0
DISK_MEGABYTES = 96
# Answers in a row after which all is well again.
WELL = 5
PREPARE = """
import json
from news.addresses import article_path
from tests import factories
section = factories.make_section("Kinh tế", slug="kinh-te")
paths = []
for number in range(5):
    article = factories.make_article(f"Bài {number}", section=section)
    edition = factories.publish(article)
    paths.append(article_path(section.pk, edition.slug, article.pk))
print(json.dumps([article.pk, ["/", "/kinh-te/", "/rss.xml", *paths]]))
"""
SAVED = """
import json
from news.models import Article
texts = Article.objects.get(pk={pk}).acts.exclude(text="").values_list("text", flat=True)
print(json.dumps([json.loads(text)["title"] for text in texts]))
"""


@dataclass
class Outcome:
    """What people had of it, from the beginning of the fault on."""

    reads: int
    # Requests of the reader that failed, by what they met.
    failed: dict[str, int]
    saves: int
    refused: dict[str, int]
    # Texts that were acknowledged and are not there; that were refused and did not come back.
    missing: list[str]
    lost: list[str]
    # From the end of the fault until both were well; None if they were not in time.
    recovery_seconds: float | None


def tried(portal: Path, folder: Path, name: str) -> Outcome:
    """Let this fault come and go under a copy of the portal. Wants root."""
    with placed(folder, DISK_MEGABYTES) as place:
        shutil.copytree(
            portal,
            place.var,
            dirs_exist_ok=True,
            ignore=shutil.ignore_patterns("marks-*", "portal.sqlite3*"),
        )
        shutil.copy2(portal / "portal.sqlite3", place.database)
        where = {
            "VAR_DIR": place.var,
            "DATABASE_URL": f"sqlite:///{place.database}/portal.sqlite3",
        }
        prepared = manage("shell", "-v0", "-c", PREPARE, **where)
        assert prepared.returncode == 0, prepared.stderr
        article, addresses = json.loads(prepared.stdout)
        place.port = free_port()
        password = (place.var / "admin-password.txt").read_text().strip()
        people = People(place.port, article, addresses, password)
        limit = few_descriptors if "descriptors" in name else None
        clock = place.clock.surroundings() if "clock" in name else {}
        database = where.pop("DATABASE_URL")
        with (
            serving(place.var, place.port, preexec=limit, DATABASE_URL=database, **clock),
            people.at_work(),
        ):
            time.sleep(BEFORE_SECONDS)
            began = time.monotonic()
            with FAULTS[name](place):
                time.sleep(FAULT_SECONDS)
            ended = time.monotonic()
            while not is_well(people, ended) and time.monotonic() < ended + RECOVERY_SECONDS:
                time.sleep(0.1)
        found = manage(
            "shell", "-v0", "-c", SAVED.format(pk=article), VAR_DIR=place.var, DATABASE_URL=database
        )
        assert found.returncode == 0, found.stderr
    return Outcome(
        len(during := [each for each in people.read if each.at >= began]),
        counted(during),
        len(saves := [each for each in people.saved if each.at >= began]),
        counted(saves),
        sorted(set(people.kept) - set(json.loads(found.stdout))),
        people.lost,
        recovered(people, ended) if is_well(people, ended) else None,
    )


def counted(answers: list[Answer]) -> dict[str, int]:
    faults = [each.fault for each in answers if each.fault]
    return {fault: faults.count(fault) for fault in dict.fromkeys(faults)}


def is_well(people: People, ended: float) -> bool:
    """Whether the last answers of both were right, all of them after the fault."""
    return all(
        len(last := answers[-WELL:]) == WELL
        and all(not each.fault and each.at > ended for each in last)
        for answers in (people.read, people.saved)
    )


def recovered(people: People, ended: float) -> float:
    """Seconds from the end of the fault until the last answer that was not right."""
    late = [each.at for each in (*people.read, *people.saved) if each.fault and each.at > ended]
    return round(max(late, default=ended) - ended, 1)
