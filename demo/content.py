"""Reads the content of the demo city from its files and checks it. Plain Python, no Django.

`load()` returns everything, or raises a `ContentError` that names the file and the mistake: an
unknown key, a missing photo, two articles with the same slug, an update before its article. Times
are relative (`days_ago`), also days in a text (`Article.dated`), so that the city has recent news
on whatever day it is loaded.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any, TypeVar

from demo.markup import Figure, MarkupError, parse
from demo.records import (
    Agency,
    Article,
    Author,
    Byline,
    Change,
    Demo,
    Front,
    Link,
    LinkList,
    Page,
    Photo,
    Section,
    Source,
    Topic,
    Update,
    Withdrawal,
)

HERE = Path(__file__).parent
GENRES = (
    "tin",
    "phản ánh",
    "phóng sự",
    "phỏng vấn",
    "thông báo",
    "tổng hợp",
    "gương người tốt",
    "ảnh",
)
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
T = TypeVar("T")


class ContentError(ValueError):
    """A mistake in the files of the demo; the argument names the place."""


def _make(kind: type[T], table: Mapping[str, Any], where: str, **ready: Any) -> T:
    """A dataclass from a TOML table. Raises ContentError for unknown, missing and wrong values."""
    known = {f.name: f for f in fields(kind)}  # type: ignore[arg-type]
    values = {**table, **ready}
    if unknown := sorted(set(values) - set(known)):
        raise ContentError(f"{where}: unknown {', '.join(unknown)}; known are {', '.join(known)}")
    required = (name for name, f in known.items() if f.default is MISSING)
    if missing := [name for name in required if name not in values]:
        raise ContentError(f"{where}: {', '.join(missing)} missing")
    if wrong := [
        n for n, value in values.items() if known[n].type == "str" and value != str(value)
    ]:
        raise ContentError(f"{where}: {', '.join(wrong)} should be text")
    return kind(**values)


def _many(kind: type[T], tables: Iterable[Mapping[str, Any]], where: str) -> tuple[T, ...]:
    made = []
    for place, table in enumerate(tables, start=1):
        at = f"{where}, {kind.__name__} {table.get('key') or table.get('slug') or place}"
        ready = {}
        if "links" in table:
            ready["links"] = _many(Link, table["links"], at)
        made.append(_make(kind, table, at, **ready))
    return tuple(made)


def _figure(table: Mapping[str, Any] | None, where: str) -> Figure | None:
    return _make(Figure, table, f"{where}, lead_photo") if table else None


def _update(table: Mapping[str, Any] | None, where: str) -> Update | None:
    if not table:
        return None
    changes = _many(Change, table.get("changes", ()), f"{where}, update")
    return _make(Update, table, f"{where}, update", changes=changes)


def _withdrawal(table: Mapping[str, Any] | None, where: str) -> Withdrawal | None:
    return _make(Withdrawal, table, f"{where}, withdrawn") if table else None


def split_head(text: str, where: str) -> tuple[dict[str, Any], str]:
    """The TOML head between two `+++` lines, parsed, and the body after it."""
    match = re.fullmatch(r"\+\+\+\n(.*?)\n\+\+\+\n(.*)", text, re.DOTALL)
    if not match:
        raise ContentError(f"{where}: no head between two +++ lines")
    try:
        return tomllib.loads(match[1]), match[2].strip() + "\n"
    except tomllib.TOMLDecodeError as error:
        raise ContentError(f"{where}: {error}") from error


def _read_article(path: Path) -> Article:
    where = path.name
    name = re.fullmatch(r"(\d+)-(.+)", path.stem)
    if not name or not SLUG.fullmatch(name[2]):
        raise ContentError(f"{where}: a file is named like 07-some-slug.html")
    head, body = split_head(path.read_text(encoding="utf-8"), where)
    defaults: dict[str, Any] = {"source": "", "original_url": "", "signature": "", "kicker": ""}
    ready: dict[str, Any] = {
        list_name: tuple(head.get(list_name, ()))
        for list_name in ("extra_sections", "topics", "tags", "related")
    }
    try:
        parsed = parse(body)
    except MarkupError as error:
        raise ContentError(f"{where}: {error}") from error
    return _make(
        Article,
        defaults | head,
        where,
        number=int(name[1]),
        slug=name[2],
        authors=_many(Byline, head.get("authors", ()), where),
        lead_photo=_figure(head.get("lead_photo"), where),
        update=_update(head.get("update"), where),
        withdrawn=_withdrawal(head.get("withdrawn"), where),
        body=body,
        parsed=parsed,
        **ready,
    )


def _read_pages(tables: Iterable[Mapping[str, Any]], folder: Path) -> tuple[Page, ...]:
    pages = []
    for table in tables:
        where = f"pages/{table.get('key', '?')}.html"
        path = folder / where
        if not path.exists():
            raise ContentError(f"{where}: the text of this page is not there")
        body = path.read_text(encoding="utf-8")
        try:
            parse(body)
        except MarkupError as error:
            raise ContentError(f"{where}: {error}") from error
        pages.append(_make(Page, table, where, body=body))
    return tuple(pages)


def load(folder: Path = HERE) -> Demo:
    """The whole content of the demo city, parsed and checked. Raises ContentError."""
    try:
        table = tomllib.loads((folder / "content.toml").read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ContentError(f"content.toml: {error}") from error
    where = "content.toml"
    agency_table = table.pop("agency", {})
    social = _many(Link, agency_table.pop("social", ()), f"{where}, agency")
    kinds = {
        "sections": Section,
        "link_lists": LinkList,
        "authors": Author,
        "sources": Source,
        "topics": Topic,
        "photos": Photo,
        "fronts": Front,
    }
    read = {name: _many(kind, table.pop(name, ()), where) for name, kind in kinds.items()}
    pages = _read_pages(table.pop("pages", ()), folder)
    if table:
        raise ContentError(f"{where}: unknown {', '.join(sorted(table))}")
    articles = tuple(_read_article(path) for path in sorted((folder / "articles").glob("*.html")))
    agency = _make(Agency, agency_table, f"{where}, agency", social=social)
    demo = Demo(agency=agency, pages=pages, articles=articles, **read)
    check(demo)
    return demo


def _distinct(what: str, values: Iterable[object]) -> None:
    seen: set[object] = set()
    for value in values:
        if value in seen:
            raise ContentError(f"two {what} are called {value}")
        seen.add(value)


def _known(where: str, what: str, names: Iterable[str], known: Iterable[str]) -> None:
    if unknown := sorted(set(names) - set(known) - {""}):
        raise ContentError(f"{where}: no such {what}: {', '.join(unknown)}")


def check(demo: Demo) -> None:
    """Check the references between all parts; raises ContentError at the first mistake."""
    nodes = (*demo.sections, *demo.pages)
    _distinct("sections or pages", (node.key for node in nodes))
    _distinct("addresses", ((node.parent, node.slug) for node in nodes))
    for what in ("authors", "sources", "topics"):
        _distinct(what, (item.slug for item in getattr(demo, what)))
    for what in ("link_lists", "authors", "sources", "photos"):
        _distinct(what, (item.key for item in getattr(demo, what)))
    _distinct("articles", (article.slug for article in demo.articles))
    _distinct("article numbers", (article.number for article in demo.articles))
    _distinct("titles", (article.title for article in demo.articles))
    tops = {section.key for section in demo.sections if not section.parent}
    for node in nodes:
        _known(f"section {node.key}", "parent at the top", [node.parent], tops)
    for item in (*nodes, *demo.authors, *demo.sources, *demo.topics):
        if not SLUG.fullmatch(item.slug):
            raise ContentError(f"{item.slug!r} is no slug")
    for front in demo.fronts:
        where = f"front of {front.section or 'the home page'}"
        _known(where, "section", [front.section], {section.key for section in demo.sections})
        _known(where, "article", front.articles, {article.slug for article in demo.articles})
    for article in demo.articles:
        _check_article(article, demo)


def _check_article(article: Article, demo: Demo) -> None:
    where = f"{article.number:02}-{article.slug}"
    sections = {section.key for section in demo.sections}
    _known(where, "section", [article.section, *article.extra_sections], sections)
    _known(where, "author", (b.author for b in article.authors), (a.key for a in demo.authors))
    _known(where, "source", [article.source], (source.key for source in demo.sources))
    _known(where, "topic", article.topics, (topic.slug for topic in demo.topics))
    _known(where, "article", article.related, {a.slug for a in demo.articles} - {article.slug})
    _known(where, "genre", [article.genre], GENRES)
    used = [figure.photo for figure in article.figures()]
    _known(where, "photo", used, (photo.key for photo in demo.photos))
    _distinct(f"figures of {where}", used)
    if not article.section or not article.authors:
        raise ContentError(f"{where}: an article has a section and an author")
    if article.days_ago <= 0:
        raise ContentError(f"{where}: an article is published before the demo is loaded")
    if update := article.update:
        if not 0 < update.after_hours < article.days_ago * 24:
            raise ContentError(f"{where}: the update lies between the article and now")
        whole = "\n".join((article.title, article.lead, article.body))
        for change in update.changes:
            if whole.count(change.now) != 1:
                raise ContentError(f"{where}: not found once: {change.now[:60]}")
    if withdrawn := article.withdrawn:
        since = article.update.after_hours if article.update else 0
        if not since < withdrawn.after_hours < article.days_ago * 24:
            raise ContentError(f"{where}: the withdrawal lies between its last edition and now")
    for text in (article.title, article.lead, article.body):
        if unicodedata.normalize("NFC", text) != text:
            raise ContentError(f"{where}: the text is not in NFC")
