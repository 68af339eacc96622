"""Checks what must be true in a newsroom whatever its people do: for readers, in the log, on the
desk."""

import json
import re
from collections.abc import Callable, Container
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.utils import timezone

from news.editions.public_status import filter_by_state
from news.models import Act, Article, Edition, Listing
from sections.models import Section
from tests.delivery.delivered import Delivered

from . import log, model
from .model import Person, Words
from .plan import Plan

TITLE = re.compile(r"Tin chu\d+x")
TOKEN = re.compile(r"chu\d+x")
MOMENT = re.compile(r"(\d\d)/(\d\d)/(\d{4}) (\d\d):(\d\d)(?: GMT\+7)?$")
TABLES = (Article, Act, Edition, Listing)

Rows = dict[type, list[dict[str, Any]]]


@dataclass
class Held:
    """A newsroom: the real portal, and the model of how it should be."""

    clock: Any
    commits: Callable
    portal: Delivered = field(default_factory=Delivered)
    sections: dict[int, Section] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    # The names of people by the key of their account.
    numbers: dict[int, str] = field(default_factory=dict)
    articles: dict[int, model.Article] = field(default_factory=dict)
    # All addresses that each article ever had.
    addresses: dict[int, set[str]] = field(default_factory=dict)
    rows: Rows = field(default_factory=dict)
    # When `rows` were read.
    then: datetime | None = None

    @property
    def second_eyes(self) -> frozenset[int]:
        """The sections that want second eyes."""
        return frozenset(pk for pk, section in self.sections.items() if section.second_eyes)

    def look_at_rows(self) -> None:
        self.rows = {each: list(each.objects.order_by("pk").values()) for each in TABLES}
        self.then = self.clock.now

    def check(self, pk: int | None, changed: bool = True) -> None:
        """Check that this article is as the model has it, and that other articles are unchanged;
        with `changed` false, this one too."""
        before, then = self.rows, self.then
        self.look_at_rows()
        if changed:
            grown(before, self.rows, then)
        other_than = pk if changed else None
        assert rows_except(other_than, self.rows) == rows_except(other_than, before), (
            "what nobody has touched is otherwise"
        )
        if pk is not None:
            self._as_modelled(pk, self.articles[pk])
            row, acts, editions = self._of(pk)
            people = {number: self.people[name] for number, name in self.numbers.items()}
            explain(row, acts, editions, people, self.second_eyes, self.clock.now)
        self.read(pk)

    def _as_modelled(self, pk: int, article: model.Article) -> None:
        row, acts, editions = self._of(pk)
        found = (
            desk_of(row), row["state"], row["version"], row["last_number"], row["publish_at"],
            row["expire_at"], self.numbers.get(row["assignee_id"]),
        )  # fmt: skip
        expected = (
            article.words, article.state, article.version, len(article.editions),
            article.publish_at, article.expire_at, article.assignee,
        )  # fmt: skip
        assert found == expected, f"the desk: {found} instead of {expected}"
        numbers = {each["id"]: each["number"] for each in editions}
        lines = [
            model.Act(
                act["verb"], self.numbers[act["by_id"]], numbers.get(act["edition_id"]),
                words_of(act["text"]),
            )
            for act in acts
        ]  # fmt: skip
        assert lines == article.acts, f"the log: {lines} instead of {article.acts}"
        frozen = [words_of(each["document"]) for each in editions]
        assert frozen == article.editions, f"editions: {frozen} instead of {article.editions}"
        assert runs_in(editions, self.clock.now) == runs_of(article.plan), (
            f"readers: {runs_in(editions, self.clock.now)} instead of {runs_of(article.plan)}"
        )

    def _of(self, pk: int) -> tuple[dict, list[dict], list[dict]]:
        """The row of an article, its log and its editions."""
        (row,) = [each for each in self.rows[Article] if each["id"] == pk]
        return row, *(
            [each for each in self.rows[table] if each["article_id"] == pk]
            for table in (Act, Edition)
        )

    def read(self, asked: int | None) -> None:
        """Check that each public address shows exactly what was published last."""
        live: dict[int, list[str]] = {pk: [] for pk in self.sections}
        for pk, article in self.articles.items():
            running = article.plan.running
            if running:
                section = self.sections[running.words.section]
                self.addresses[pk].add(f"/{section.path}/{running.words.slug}-{pk}/")
                if not running.archived:
                    live[section.pk].append(running.words.title)
            if pk == asked or article.plan.last:
                self._read_article(pk, article)
        everything = sorted(title for titles in live.values() for title in titles)
        for path, titles in [("/", everything)] + [
            (f"/{self.sections[pk].path}/", sorted(titles)) for pk, titles in live.items()
        ]:
            _, _, page = self.portal.get(path)
            assert sorted(set(TITLE.findall(page.decode()))) == titles, f"{path}: not {titles}"
            _, _, feed = self.portal.get(f"{path}rss.xml")
            listed = re.findall(r"<title>(Tin chu\d+x)</title>", feed.decode())
            assert sorted(listed) == titles, f"{path}rss.xml: {listed} instead of {titles}"

    def _read_article(self, pk: int, article: model.Article) -> None:
        running, last = article.plan.running, article.plan.last
        own = {token(text) for each in article.texts for text in (each.title, each.lead, each.body)}
        for address in (f"/b/{pk}", *self.addresses[pk]):
            status, headers, page = self.portal.get(address)
            shown = set(TOKEN.findall(page.decode())) & own
            if running is None:
                assert (status, shown) == (410 if last else 404, set()), (
                    f"{address}: {status}, {shown}"
                )
                continue
            words = running.words
            right = f"/{self.sections[words.section].path}/{words.slug}-{pk}/"
            if address != right:
                assert (status, headers["Location"]) == (301, right), f"{address}: {status}"
                continue
            expected = {token(text) for text in (words.title, words.lead, words.body, words.slug)}
            assert (status, shown) == (200, expected), f"{address}: {status}, {shown}"


def grown(before: Rows, after: Rows, then: datetime) -> None:
    """Check that no row of the log or of an edition is gone or changed, except for an end that was
    in the future."""
    for table in (Act, Edition):
        now = {row["id"]: row for row in after[table]}
        for row in before[table]:
            found = dict(now.get(row["id"], {}))
            if table is Edition and (row["live_until"] is None or row["live_until"] > then):
                found["live_until"] = row["live_until"]
            assert found == row, f"{table.__name__} {row['id']} was {row}, is {found}"


def explain(
    row: dict,
    acts: list[dict],
    editions: list[dict],
    people: dict[int, Person],
    second_eyes: Container[int],
    now: datetime,
) -> None:
    """AssertionError if the state of the article does not follow from its log alone."""
    numbers = {each["id"]: each["number"] for each in editions}
    known = {each["number"]: (words_of(each["document"]), each["live_from"]) for each in editions}
    lines = [
        log.Line(
            act["verb"], people[act["by_id"]], act["at"], numbers.get(act["edition_id"]),
            words_of(act["text"]), moment_of(act["note"]),
        )
        for act in acts
    ]  # fmt: skip
    read = log.read(lines, known, second_eyes.__contains__, now)
    desk = (row["state"], row["version"], desk_of(row).frozen())
    assert (read.state, read.version, read.words) == desk, "the log does not explain the desk"
    assert runs_of(read.plan) == runs_in(editions, now), (
        f"the log does not explain what readers see, but {runs_of(read.plan)}"
    )
    stands = filter_by_state(Article.objects.all(), read.plan.state, now)
    assert stands.filter(pk=row["id"]).exists(), f"it is not {read.plan.state}, as the log has it"


def runs_in(editions: list[dict], now: datetime) -> list[tuple]:
    """What readers see and will see, by the database: number, start and end of each edition."""
    return [
        (each["number"], each["live_from"], each["live_until"])
        for each in sorted(editions, key=lambda each: each["live_from"])
        if each["live_until"] != each["live_from"]
        and (each["live_until"] is None or each["live_until"] > now)
    ]


def runs_of(plan: Plan) -> list[tuple]:
    runs = [run for run in (plan.running, plan.ahead) if run]
    return [(run.number, run.start, run.until) for run in runs]


def rows_except(pk: int | None, rows: Rows) -> Rows:
    """The rows of all articles but this one; all rows for None."""
    return {
        table: [each for each in found if each["id" if table is Article else "article_id"] != pk]
        for table, found in rows.items()
    }


def desk_of(row: dict) -> Words:
    return Words(row["title"], row["lead"], row["body"], row["section_id"], row["slug"])


@lru_cache(4096)
def words_of(document: str) -> Words | None:
    if not document:
        return None
    found = json.loads(document)
    return Words(*(found[name] for name in ("title", "lead", "body", "section", "slug")))


def moment_of(note: str) -> datetime | None:
    """The last moment that a line of the log names."""
    found = MOMENT.search(note)
    if not found:
        return None
    day, month, year, hour, minute = map(int, found.groups())
    return datetime(year, month, day, hour, minute, tzinfo=timezone.get_default_timezone())


def token(text: str) -> str:
    return TOKEN.findall(text)[-1]
