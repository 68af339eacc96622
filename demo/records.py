"""The dataclasses of the demo city's content. Plain Python, no Django."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Self

from demo.markup import Figure, Parsed, parse

_OPEN_DAY = re.compile(r"\{(?:T([2-8]))?\+([0-9]+)\}")


@dataclass(frozen=True)
class Link:
    title: str
    url: str


@dataclass(frozen=True)
class Agency:
    name: str
    short_name: str
    governing_body: str
    domain: str
    address: str
    phone: str
    email: str
    editor_role: str
    editor_name: str
    licence: str
    fanpage_name: str
    fanpage_url: str
    social: tuple[Link, ...]


@dataclass(frozen=True)
class Section:
    key: str
    title: str
    slug: str
    order: int
    description: str
    parent: str = ""
    in_menu: bool = True


@dataclass(frozen=True)
class Page:
    """A static page: a node in the tree of the sections, with a text of its own."""

    key: str
    title: str
    slug: str
    order: int
    description: str
    body: str
    parent: str = ""
    in_menu: bool = False
    language: str = "vi"


@dataclass(frozen=True)
class LinkList:
    key: str
    title: str
    links: tuple[Link, ...]


@dataclass(frozen=True)
class Author:
    key: str
    name: str
    slug: str
    about: str


@dataclass(frozen=True)
class Source:
    key: str
    name: str
    slug: str
    url: str


@dataclass(frozen=True)
class Topic:
    slug: str
    title: str
    description: str


@dataclass(frozen=True)
class Front:
    """The slugs of the articles at the top of a section or of the home page, the lead first."""

    articles: tuple[str, ...]
    section: str = ""


@dataclass(frozen=True)
class Photo:
    key: str
    alt: str
    caption: str
    credit: str
    days_ago: float
    place: str


@dataclass(frozen=True)
class Byline:
    author: str
    role: str = "bài"


@dataclass(frozen=True)
class Change:
    """A passage of the second edition (`now`), and the words in its place in the first (`was`)."""

    now: str
    was: str


@dataclass(frozen=True)
class Update:
    after_hours: float
    note: str
    changes: tuple[Change, ...]
    # The sentence about it for readers, which stays with the article.
    correction: str = ""


@dataclass(frozen=True)
class Withdrawal:
    after_hours: float
    public_reason: str


@dataclass(frozen=True)
class Article:
    number: int
    slug: str
    title: str
    kicker: str
    lead: str
    section: str
    extra_sections: tuple[str, ...]
    authors: tuple[Byline, ...]
    source: str
    original_url: str
    topics: tuple[str, ...]
    tags: tuple[str, ...]
    related: tuple[str, ...]
    genre: str
    lead_photo: Figure | None
    signature: str
    days_ago: float
    update: Update | None
    withdrawn: Withdrawal | None
    body: str
    parsed: Parsed
    at: str = ""

    def released_at(self, loaded_at: datetime) -> datetime:
        """The moment of publication, `days_ago` before the demo is loaded.

        `loaded_at` is aware and in local time. `at` (local time, "06:30") sets the time of that
        day, so that "sáng nay" in the text fits the time that the page shows.
        """
        moment = loaded_at - timedelta(days=self.days_ago)
        if self.at:
            moment = datetime.combine(moment.date(), time.fromisoformat(self.at), moment.tzinfo)
        return moment

    def dated(self, loaded_at: datetime) -> Self:
        """The article with real days in place of the marks in its lead and body. `{+1}` is the day
        after publication (“2/12”); `{T7+3}` is the first Saturday at least three days after
        publication."""
        published = self.released_at(loaded_at).date()

        def day(found: re.Match[str]) -> str:
            when = published + timedelta(days=int(found[2]))
            # Vietnamese numbers weekdays from 2, which is Monday.
            if found[1]:
                when += timedelta(days=(int(found[1]) - 2 - when.weekday()) % 7)
            return f"{when.day}/{when.month}"

        lead, body = _OPEN_DAY.sub(day, self.lead), _OPEN_DAY.sub(day, self.body)
        return replace(self, lead=lead, body=body, parsed=parse(body))

    def first_edition(self) -> dict[str, str]:
        """Title, lead and body of the first edition, before the update."""
        texts = {"title": self.title, "lead": self.lead, "body": self.body}
        for change in self.update.changes if self.update else ():
            texts = {name: text.replace(change.now, change.was) for name, text in texts.items()}
        return texts

    def figures(self) -> tuple[Figure, ...]:
        """Every use of a photo, the lead photo first."""
        lead = (self.lead_photo,) if self.lead_photo else ()
        return (*lead, *self.parsed.figures)


@dataclass(frozen=True)
class Demo:
    agency: Agency
    sections: tuple[Section, ...]
    pages: tuple[Page, ...]
    link_lists: tuple[LinkList, ...]
    authors: tuple[Author, ...]
    sources: tuple[Source, ...]
    topics: tuple[Topic, ...]
    photos: tuple[Photo, ...]
    fronts: tuple[Front, ...]
    articles: tuple[Article, ...]
