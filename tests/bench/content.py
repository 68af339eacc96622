"""`python -m tests.bench.content FOLDER`, run with the portal's settings: writes the addresses to
request, and the articles for the Wagtail site."""

import json
import os
import re
import sys
from pathlib import Path

import django

FIGURE = re.compile(r"<figure.*?</figure>", re.DOTALL)


def main(folder: Path) -> None:
    """Write `addresses.json` and `articles.json` into this folder."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    django.setup()
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    articles = list(_articles())
    sections = list(_sections())
    plain = [each["path"] for each in articles if each["seeded"]]
    (folder / "addresses.json").write_text(
        json.dumps(
            {
                "article": next(
                    each["path"] for each in articles if each["seeded"] and each["photo"]
                ),
                "articles": plain,
                "section": max(sections, key=lambda each: each["below"]),
            }
        )
    )
    (folder / "articles.json").write_text(
        json.dumps({"sections": sections, "articles": articles, "photos": dict(_photos())})
    )


def _articles():
    """Newest first."""
    from demo.seeding import MARK
    from news.addresses import article_path
    from news.models import Edition

    editions = Edition.objects.public().select_related("article").order_by("-released_at")
    for edition in editions.iterator(chunk_size=1000):
        document = edition.content
        yield {
            "path": article_path(edition.section_id, edition.slug, edition.article_id),
            "seeded": (edition.article.form_key or "").startswith(MARK),
            "section": edition.section_id,
            "slug": f"{edition.slug}-{edition.article_id}",
            "title": document.title,
            "lead": document.lead,
            "signature": document.signature,
            # In Wagtail pictures within a body are blocks; the measured articles have none.
            "body": FIGURE.sub("", document.body),
            "photo": (document.lead_photo or {}).get("photo"),
            "date": edition.released_at.isoformat(),
            "tags": [document.genre, *(author["name"] for author in document.authors)],
        }


def _sections():
    """All sections, each after its parent."""
    from sections.tree import tree

    for node in tree().sections:
        yield {
            "pk": node.pk,
            "parent": node.parent and node.parent.pk,
            "title": node.title,
            "slug": node.slug,
            "path": node.url,
            "below": len(node.sections),
        }


def _photos():
    from media.models import Photo

    for photo in Photo.objects.all():
        yield str(photo.pk), {"path": photo.original.path, "title": photo.alt}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
