"""One fault under a portal at work: what it does to a reader and an editor, and how soon all is
well again."""

import json
import os
import shutil
import time
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from tests.processes import free_port, manage, serving

from .faults import FAULTS, READ_ONLY, few_descriptors, mended, placed
from .people import Answer, People

# How long it may take after the fault until all is well.
RECOVERY_SECONDS = 60.0
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


def tried(portal: Path, folder: Path, name: str, fault_seconds: float = 5.0) -> Outcome:
    """Let this fault come and go under a copy of the portal."""
    with placed(folder, DISK_MEGABYTES) as place:
        left_out = shutil.ignore_patterns("marks-*", "portal.sqlite3*")
        shutil.copytree(portal, place.var, dirs_exist_ok=True, ignore=left_out)
        shutil.copy2(portal / "portal.sqlite3", place.database)
        url = f"sqlite:///{place.database}/portal.sqlite3"

        def asked(code: str) -> Any:
            answer = manage("shell", "-v0", "-c", code, VAR_DIR=place.var, DATABASE_URL=url)
            assert answer.returncode == 0, answer.stderr
            return json.loads(answer.stdout)

        place.port = free_port()
        clock = place.clock.surroundings() if "clock" in name else {}
        served = partial(
            serving,
            place.var,
            place.port,
            preexec=few_descriptors if "descriptors" in name else None,
            DATABASE_URL=url,
            **clock,
        )
        password = (place.var / "admin-password.txt").read_text().strip()
        article, addresses = asked(PREPARE)
        # What was copied here; what the portal acknowledges from now on is its own affair.
        os.sync()
        people = People(place.port, article, addresses, password)
        with ExitStack() as running:
            running.enter_context(served())
            running.enter_context(people.at_work())
            people.wait_until_both_work()
            began = time.monotonic()
            with FAULTS[name](place):
                time.sleep(fault_seconds)
            if name == READ_ONLY:
                met = [*people.read], [*people.saved]
                running.close()
                mended(place)
                people.begin_anew()
                running.enter_context(served())
                ended = time.monotonic()
                running.enter_context(people.at_work())
            else:
                ended = time.monotonic()
            while not is_well(people, ended) and time.monotonic() < ended + RECOVERY_SECONDS:
                time.sleep(0.1)
        kept = asked(SAVED.format(pk=article))
    if name == READ_ONLY:
        # What was asked while there was no portal is left out.
        people.read[:0], people.saved[:0] = met
    during = [each for each in people.read if each.at >= began]
    saves = [each for each in people.saved if each.at >= began]
    return Outcome(
        reads=len(during),
        failed=counted(during),
        saves=len(saves),
        refused=counted(saves),
        missing=sorted(set(people.kept) - set(kept)),
        lost=people.lost,
        recovery_seconds=recovered(people, ended) if is_well(people, ended) else None,
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
