"""Measures what readers' searches cost, by kind of query: finding alone, and the whole page."""

import random
import re
from collections.abc import Callable
from statistics import median, quantiles
from typing import Any

from demo import seeding
from news.models import Article, Edition
from news.pages.paging import CARDS_PER_PAGE
from news.search.find import find
from news.search.query import parse
from text.body.read import paragraphs
from text.fold import fold

from .asking import ask, timed

# How many queries of each kind.
EACH = 40

_NOTICE = re.compile(r"dân phố (?P<name>\w+ \w+), .* số (?P<number>\d+)/TB-VP")


def measured() -> list[dict[str, Any]]:
    """Milliseconds of CPU for each kind of query, with those of the database."""
    rng = random.Random(7)
    kinds = {name: [make() for _ in range(EACH)] for name, make in _kinds(rng).items()}
    warm = [make() for make in _kinds(rng).values()]
    for typed in warm:
        ask(f"/tim-kiem/?q={typed}")
    spent = {name: {"find": [], "page": []} for name in kinds}
    for queries in zip(*kinds.values(), strict=True):
        for name, typed in zip(kinds, queries, strict=True):
            parsed = parse(typed)
            spent[name]["find"].append(
                _cpu(lambda parsed=parsed: find(parsed, upto=CARDS_PER_PAGE))
            )
            spent[name]["page"].append(_cpu(lambda typed=typed: ask(f"/tim-kiem/?q={typed}")))
    return [
        {"name": name, **{what: _told(times) for what, times in of.items()}}
        for name, of in spent.items()
    ]


def _kinds(rng: random.Random) -> dict[str, Callable[[], str]]:
    """By kind: a function that makes a query from the words of a random article."""

    def notice() -> re.Match[str]:
        while True:
            for text in reversed(_texts(rng)):
                if found := _NOTICE.search(text):
                    return found

    def run(length: int) -> str:
        """Words that stand side by side in a paragraph."""
        while True:
            words = re.findall(r"\w+", rng.choice(_texts(rng)))
            if len(words) >= length:
                start = rng.randint(0, len(words) - length)
                return " ".join(words[start : start + length])

    def scattered() -> str:
        return " ".join(re.findall(r"\w+", run(1) + " " + run(1) + " " + run(1)))

    subjects = [part.strip() for part in seeding.SUBJECTS.split(";")]
    return {
        "a rare number": lambda: notice()["number"],
        "a rare name of two common syllables": lambda: notice()["name"],
        "the same without accents": lambda: fold(notice()["name"]),
        "the same in quotation marks": lambda: f'"{notice()["name"]}"',
        "a common word": lambda: run(1),
        "common words side by side, no accents": lambda: fold(rng.choice(subjects)),
        "three common words, apart": scattered,
        "four words in quotation marks": lambda: f'"{run(4)}"',
        "eight words of a sentence": lambda: run(8),
        "a title": lambda: Article.objects.get(pk=_some(rng)).title,
        "absent": lambda: f"{fold(run(1))}x {run(1)}",
    }


def _texts(rng: random.Random) -> list[str]:
    """The paragraphs of a random article."""
    edition = Edition.objects.filter(article=_some(rng)).first()
    return list(paragraphs(edition.content.body))


def _some(rng: random.Random) -> int:
    last = Article.objects.filter(last_number=1).latest("pk").pk
    while True:
        place = rng.randint(1, last)
        found = Article.objects.filter(pk__gte=place, last_number=1).order_by("pk").first()
        if found:
            return found.pk


def _cpu(act: Callable[[], object]) -> float:
    ours, database, _ = timed(act)
    return ours + database


def _told(times: list[float]) -> dict[str, float]:
    return {"median": median(times), "p95": quantiles(times, n=20)[-1]}
