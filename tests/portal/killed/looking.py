"""Looks into a portal's database and folder from a process beside its server:
`python -m tests.portal.killed` answers a question on each line, in JSON.

It reads all that belongs to an article (its desk copy, log, editions, rows of lists and of the
search index, purges), reports what is inconsistent, and makes pages anew.
"""

import json
import logging
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.utils import timezone

from delivery.models import Purge
from media.models import Photo, library
from media.uploads.photos import photo_file
from news.editions import lifecycle
from news.models import Act, Article, Edition, Listing, Sitting
from news.search import index
from tests.factories import make_section
from tests.portal.newsroom.holding import explain, words_of
from tests.portal.newsroom.model import ADD, APPROVE, EDIT, OVERRIDE, PUBLISH, Person

# The steps that make an edition.
EDITIONS = {"publish", "schedule", "move", "bring_back"}


def furnish() -> dict[str, Any]:
    """Make a section to publish in."""
    section = make_section("Kinh tế", slug="kinh-te")
    return {"section": section.pk, "path": section.path}


def look(articles: Iterable[int]) -> dict[str, Any]:
    """The faults that were found, and the state of these articles."""
    connection.close()
    found = {pk: article(pk) for pk in articles}
    return {
        "faults": [*damage(), *(fault for each in found.values() for fault in each.pop("faults"))],
        "articles": found,
        "typed": dict(Sitting.objects.exclude(fields="").values_list("key", "fields")),
        "photos": {photo.alt: all(path.exists() for path in files(photo)) for photo in photos()},
    }


def made_from(key: str) -> list[int]:
    """The articles that were made from the form with this key."""
    return list(Article.objects.filter(form_key=key).values_list("pk", flat=True))


def owed() -> int:
    """The number of rows in the outbox."""
    return Purge.objects.count()


def photos() -> Iterable[Photo]:
    return Photo.objects.all()


def files(photo: Photo) -> list[Path]:
    """The file of the upload, and the copy that is made of it at once."""
    made = library().path(photo_file(photo.key, f"goc.{photo.format}"))
    return [Path(photo.original.path), Path(made)]


def article(pk: int) -> dict[str, Any]:
    """The texts of an article in order, what readers see, and its faults."""
    row = Article.objects.filter(pk=pk).values().first()
    if row is None:
        return {"faults": [f"article {pk} is gone"]}
    acts = list(Act.objects.filter(article=pk).order_by("pk").values())
    made = list(Edition.objects.filter(article=pk).order_by("pk").values())
    now = timezone.now()
    running = [each for each in made if live(each, now)]
    return {
        "faults": [f"article {pk}: {fault}" for fault in faults(row, acts, made)],
        "texts": [said(words_of(act["text"])) for act in acts if act["text"]],
        "desk": [row["title"], row["lead"], row["body"]],
        "shown": said(words_of(running[-1]["document"])) if running else None,
        "slug": running[-1]["slug"] if running else None,
        "begun": bool(made),
        "seen": f"{row['version']}.{row['last_number']}",
    }


def said(words) -> list[str]:
    return [words.title, words.lead, words.body]


def live(edition: dict, now) -> bool:
    return edition["live_from"] <= now and (
        edition["live_until"] is None or edition["live_until"] > now
    )


def faults(row: dict, acts: list[dict], made: list[dict]) -> Iterable[str]:
    """What of an article is there only in part."""
    everywhere = frozenset({ADD, APPROVE, EDIT, OVERRIDE, PUBLISH})
    people = {pk: Person(name, everywhere) for pk, name in accounts()}
    try:
        explain(row, acts, made, people, frozenset(), timezone.now())
    except (AssertionError, KeyError, AttributeError) as fault:
        yield str(fault) or repr(fault)
    named = sorted(act["edition_id"] for act in acts if act["verb"] in EDITIONS)
    if named != [each["id"] for each in made]:
        yield f"editions {[each['id'] for each in made]}, in the log {named}"
    if row["last_number"] != len(made):
        yield f"edition {row['last_number']} is the last of {len(made)}"
    for edition in Edition.objects.filter(article=row["id"]):
        listed = Listing.objects.filter(edition=edition).order_by("kind", "target")
        rows = list(listed.values_list("kind", "target", "live_from", "live_until"))
        ends = edition.live_from, edition.live_until
        expected = sorted((kind, target, *ends) for kind, target in lifecycle.lists_of(edition))
        ended = edition.live_until is not None
        # The worker removes the rows of an edition that has ended.
        if rows != expected and not (ended and not rows):
            yield f"edition {edition.number} is listed as {rows} instead of {expected}"
        if not ended and not index._there([index._row(edition)]):
            yield f"edition {edition.number} is not in the search index"


def accounts() -> Iterable[tuple[int, str]]:
    return get_user_model().objects.values_list("pk", "username")


def damage() -> Iterable[str]:
    """The faults that the database itself finds, and rows of lists that should have ended."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for pragma, well in (("integrity_check", [("ok",)]), ("foreign_key_check", [])):
                cursor.execute(f"PRAGMA {pragma}")
                if (found := cursor.fetchall()) != well:
                    yield f"{pragma}: {found}"
        cursor.execute(
            "SELECT count(*) FROM news_listing l JOIN news_edition e ON e.id = l.edition_id"
            " WHERE l.live_until IS NULL AND e.live_until IS NOT NULL"
        )
        if (found := cursor.fetchone()) != (0,):
            yield f"rows of lists that outlive their edition: {found}"


def make(addresses: Iterable[str]) -> dict[str, tuple[int, str, str]]:
    """The answer of each address, made anew: status, where it leads, the page."""
    connection.close()
    client = Client(SERVER_NAME="127.0.0.1", raise_request_exception=False)
    answers = {address: client.get(address) for address in addresses}
    return {
        address: (answer.status_code, answer.headers.get("Location", ""), answer.content.decode())
        for address, answer in answers.items()
    }


QUESTIONS = {each.__name__: each for each in (furnish, look, made_from, owed, make)}


def main() -> None:
    # No warnings about pages that are gone.
    logging.disable(logging.WARNING)
    for line in sys.stdin:
        name, *given = json.loads(line)
        sys.stdout.write(json.dumps(QUESTIONS[name](*given)) + "\n")
        sys.stdout.flush()
