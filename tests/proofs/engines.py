"""The article page as Jinja2 renders it, against the same page written for Django's engine."""

import re
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles
from time import process_time
from typing import Any

from django.db.models import Count
from django.template import engines as installed
from django.test import RequestFactory

from news import lists
from news.models import Edition
from news.views import article

from . import twin

ROUNDS = 400
TEMPLATES = Path(__file__).parent / "templates"


def compared() -> dict[str, Any]:
    """Both engines on one context in one process, in turn; milliseconds of CPU.

    AssertionError when the two pages differ: then there would be nothing to compare.
    """
    edition, context = richest()
    request = RequestFactory().get("/")
    pages = {
        "Jinja2": installed["public"].get_template("news/article.html"),
        "Django": twin.engine(str(TEMPLATES)).get_template("article.html"),
    }
    renders = {
        name: lambda page=page: page.render(context, request) for name, page in pages.items()
    }
    shown = {name: plain(render()) for name, render in renders.items()}
    if shown["Jinja2"] != shown["Django"]:
        raise AssertionError(f"the twin differs: {first_difference(*shown.values())}")
    spent = {name: [] for name in renders}
    for number in range(ROUNDS):
        # Who comes first changes: caches of the processor favour the second.
        for name in sorted(renders, reverse=bool(number % 2)):
            spent[name].append(cpu(renders[name]))
    return {
        "rounds": ROUNDS,
        "characters": len(renders["Jinja2"]()),
        "figures": len(context["doc"].photo_ids),
        "title": edition.title,
        "engines": {
            name: {"median": median(times), "p95": quantiles(times, n=20)[-1]}
            for name, times in spent.items()
        },
    }


def richest() -> tuple[Edition, dict[str, Any]]:
    """The running edition with the most photos, and what its page's templates are given."""
    running = Edition.objects.public().annotate(photos=Count("photo_rows"))
    edition = running.order_by("-photos", "pk").first()
    page = article._running(edition.article_id)
    related, others = lists.fetch(article.further(page))
    return edition, article.article_context(page) | {"others": others, "related": related}


def cpu(render: Callable[[], str]) -> float:
    began = process_time()
    render()
    return (process_time() - began) * 1000


def plain(html: str) -> str:
    """Without what readers cannot tell apart: space around tags, spellings of quotation marks."""
    html = html.replace("&#34;", "&quot;").replace("&#x27;", "&#39;")
    return re.sub(r"\s*(<[^>]*>)\s*", r"\1", re.sub(r"\s+", " ", html)).strip()


def first_difference(one: str, other: str) -> str:
    place = next(
        (number for number, pair in enumerate(zip(one, other, strict=False)) if len(set(pair)) > 1),
        min(len(one), len(other)),
    )
    around = slice(max(place - 60, 0), place + 60)
    return f"{one[around]!r} against {other[around]!r}"
