"""The scope of one redaction: what was chosen of an article, and which of these words are stored in
other places too."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import Model, QuerySet

from media.models import Document as File, Photo

from ..editions.compose import effective_slug
from ..editions.document import Document, redacted_document
from ..models import Act, Article, Author, Comment, Edition, Source, Tag, Topic


@dataclass(frozen=True)
class RedactionScope:
    """What was chosen of the article, which the caller has locked. Call `read` before the first
    place is cleared: the later places need words that are gone by then."""

    article: Article
    at: datetime
    editions: list[Edition]
    texts: QuerySet[Act]
    notes: QuerySet[Act]
    comments: QuerySet[Comment]

    def read(self) -> None:
        """Load all cached properties."""
        for name in ("counts", "left", "note_words", "titles", "addresses", "files", "names"):
            getattr(self, name)

    @cached_property
    def counts(self) -> tuple[int, int, int, int]:
        """How many editions, saved texts, notes and comments are redacted."""
        return (
            len(self.editions),
            len(self.documents) - len(self.editions),
            len(self.note_words),
            self.comments.count(),
        )

    @cached_property
    def left(self) -> str:
        """The JSON of the document that replaces a saved text."""
        return redacted_document(self.article.section_id, self.article.genre).to_json()

    @cached_property
    def documents(self) -> list[Document]:
        """The documents that are redacted, as they were."""
        return [
            *(each.content for each in self.editions),
            *(Document.from_json(text) for text in self.texts.values_list("text", flat=True)),
        ]

    @cached_property
    def note_words(self) -> list[str]:
        return list(self.notes.values_list("note", flat=True))

    @cached_property
    def titles(self) -> set[str]:
        """Former titles: those that neither the desk copy nor a remaining edition has."""
        return {each.title for each in self.documents} - {self.article.title, *self._kept("title")}

    @cached_property
    def addresses(self) -> set[str]:
        """The last parts of former addresses, `bat-giu-mot-nguoi-12`."""
        kept = {effective_slug(self.article), *self._kept("slug")}
        return {
            f"{each.slug}-{self.article.pk}" for each in self.documents if each.slug not in kept
        }

    @cached_property
    def files(self) -> Mapping[type[Model], dict[int, str]]:
        """The photos and the attached files of the redacted documents: by model and key, their
        present name in the library; an empty name if they were deleted."""
        photos = {key for each in self.documents for key in each.photo_ids}
        files = {row["id"] for each in self.documents for row in each.attachments}
        return {
            model: dict.fromkeys(keys, "")
            | {row.pk: str(row) for row in model.objects.filter(pk__in=keys)}
            for model, keys in ((Photo, photos), (File, files))
        }

    @cached_property
    def names(self) -> list[tuple[Model, str]]:
        """The authors, sources, topics and tags in the redacted documents, each with a name that it
        has there and does not have any more."""
        had: dict[type[Model], dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
        for each in self.documents:
            sources = [each.source] if each.source else []
            of = {Author: each.authors, Source: sources, Topic: each.topics, Tag: each.tags}
            for model, rows in of.items():
                for row in rows:
                    had[model][row["id"]].add(row["name"])
        return [
            (row, name)
            for model, rows in had.items()
            for row in model.objects.filter(pk__in=rows)
            for name in sorted(rows[row.pk] - {row.name})
        ]

    def _kept(self, name: str) -> QuerySet:
        """The values of that column in the article's editions that are not redacted now."""
        remaining = self.article.editions.exclude(pk__in=[each.pk for each in self.editions])
        return remaining.values_list(name, flat=True)
