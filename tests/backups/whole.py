"""Everything that a portal holds, so that two portals can be compared; it runs in a process of the
portal (`Newsroom.state`)."""

import hashlib
import json
from collections.abc import Callable

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import connection

from media.uploads.documents import take_document
from tests.deploy.restored import publish_in_every_state
from tests.factories import make_article, make_author, make_photo, make_section
from tests.media import office

# What is stale after a restore, and what the database counts for itself.
NOT_COMPARED = {"delivery_purge", "sqlite_sequence", "sqlite_stat1", "sqlite_stat4"}


def fill() -> None:
    """Write articles in several states, with photos and a document."""
    section = make_section("Kinh tế", slug="kinh-te")
    paper = take_document(ContentFile(office.PDF, name="a.pdf"), title="Kế hoạch")[0]
    article = make_article(
        "Cầu mới thông xe", section=section, authors=[make_author()], lead_photo=make_photo()
    )
    article.attachments.create(document=paper)
    publish_in_every_state(article)
    make_article("Bản nháp", section=section, lead_photo=make_photo())


def state() -> dict[str, str]:
    """SHA-256 of each table's rows and of each file, by name."""
    found = {}
    with connection.cursor() as cursor:
        for table in sorted({*connection.introspection.table_names()} - NOT_COMPARED):
            cursor.execute(f"SELECT * FROM {table}")
            rows = "\n".join(sorted(map(repr, cursor.fetchall())))
            found[table] = hashlib.sha256(rows.encode()).hexdigest()
    for top in ("uploads", "library", "tep"):
        for path in (settings.VAR_DIR / top).rglob("*"):
            if path.is_file():
                name = str(path.relative_to(settings.VAR_DIR))
                mode = f"{path.stat().st_mode:o} "
                found[name] = mode + hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def answer(function: Callable[[], object]) -> None:
    """Print what the function returns."""
    print(json.dumps(function()))  # noqa: T201
