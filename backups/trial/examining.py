"""Examines a restored portal: hashes of editions and of files, and pages as readers get them."""

import random
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings
from django.core.files.storage import Storage
from django.db.models import QuerySet
from django.test import Client

from media.models import MODELS, LibraryFile, Photo, Takedown
from news.addresses import article_path
from news.editions.document import REDACTED, document_hash
from news.models import Edition

from ..store.hashing import sha256_of
from .outcome import Examination

PAGES = 100
# Editions that are in memory at once; each has a whole text.
_CHUNK = 200


def examine(found: Examination, say: Callable[[str], None]) -> None:
    """Look at every edition, every file that staff sent, and a hundred pages."""
    for fault in _editions(found):
        found.blame(fault)
    say(f"Editions: {found.editions:,} compared with their SHA-256")
    for fault in _files(found):
        found.blame(fault)
    say(f"Files that staff sent: {found.files:,} compared with their SHA-256")
    for fault in _pages(found):
        found.blame(fault)
    say(f"Pages: {found.pages:,} read")


def _editions(found: Examination) -> Iterator[str]:
    rows = Edition.objects.order_by().values_list(
        "article", "number", "redacted_at", "title", "digest", "document"
    )
    for article, number, redacted_at, title, digest, document in rows.iterator(chunk_size=_CHUNK):
        found.editions += 1
        # A redacted edition keeps the SHA-256 of the words that are gone.
        right = title == REDACTED if redacted_at else document_hash(document) == digest
        if not right:
            yield f"article {article}, edition {number}: not the words that were published"


def _files(found: Examination) -> Iterator[str]:
    for kind, model in MODELS.items():
        field_name = "original" if model is Photo else "file"
        storage: Storage = model._meta.get_field(field_name).storage
        rows: QuerySet[LibraryFile] = model.objects.filter(takedown=Takedown.NOTHING).order_by("pk")
        for pk, name, digest in rows.values_list("pk", field_name, "digest").iterator():
            found.files += 1
            path = Path(storage.path(name))
            if not path.is_file():
                yield f"{kind} {pk}: {name} is missing"
            elif sha256_of(path) != digest:
                yield f"{kind} {pk}: {name} is another file than was sent"


def _pages(found: Examination) -> Iterator[str]:
    client = Client(raise_request_exception=False)
    host = {"headers": {"host": settings.ALLOWED_HOSTS[0]}}
    secure = settings.PUBLIC_URL.startswith("https:")
    for path in ["/", *_some_articles()][:PAGES]:
        found.pages += 1
        answer = client.get(path, secure=secure, **host)
        if answer.status_code != 200 or b"</html>" not in answer.content:
            yield f"{path} answers {answer.status_code}"


def _some_articles() -> list[str]:
    """Pages of the newest articles, and of others by chance: other ones every night."""
    newest = Edition.objects.public().order_by("-live_from").values_list("pk", flat=True)
    keys, half = list(newest), PAGES // 2
    others = keys[half:]
    chosen = keys[:half] + random.sample(others, min(half, len(others)))
    rows = Edition.objects.filter(pk__in=chosen).values_list("section", "slug", "article")
    return [article_path(*row) for row in rows]
