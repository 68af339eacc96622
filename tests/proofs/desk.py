"""Measures the admin for an editor with 1,500 sections, among few articles and among many:
`python -m tests.proofs.desk RESULT.json`, with DATABASE_URL and VAR_DIR set."""

import json
import logging
import os
import sys
from dataclasses import asdict
from pathlib import Path

import django

SIZES = (1_000, 100_000)
BEATS, WRITERS, ROUNDS = 1_500, 50, 15
LISTED = "/admin/news/article/"
ADDRESSES = {
    "desk": "/admin/",
    "list": LISTED,
    "list, page 10": f"{LISTED}?p=10",
    "what I have to do": f"{LISTED}?viec=can-toi",
    "search": f"{LISTED}?q=phường",
}


def main(result: Path) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    django.setup()
    logging.disable(logging.WARNING)
    from django.db import connection

    from . import city, scale
    from .asking import costs

    city.build()
    cookie = _sign_in()
    found = []
    for number in SIZES:
        scale.grow(number)
        _spread()
        told = costs(ADDRESSES, rounds=ROUNDS, cookie=cookie)
        found.append({cost.name: asdict(cost) for cost in told})
    result.write_text(json.dumps({"vendor": connection.vendor, "sizes": found}))


def _sign_in() -> str:
    from django.contrib.auth.models import Group
    from django.test import Client

    from accounts import roles
    from news.models import Beat
    from tests.factories import make_section, make_user

    editor, group = make_user(), Group.objects.get(name=roles.EDITORS)
    Beat.objects.bulk_create(
        Beat(user=editor, section=make_section(f"Mục số {number}"), group=group)
        for number in range(BEATS)
    )
    client = Client()
    client.force_login(editor)
    return client.cookies.output(header="", sep=";", attrs=[]).strip()


def _spread() -> None:
    """Move the desk copies into these sections, each with a writer and a log. One in a hundred is
    being edited."""
    from django.contrib.auth.models import User
    from django.db import connection

    from database import queries
    from news.models import Beat

    first = Beat.objects.order_by("section").values_list("section", flat=True)[0]
    if not User.objects.filter(username="writer 1").exists():
        for number in range(1, WRITERS + 1):
            User.objects.create(username=f"writer {number}", is_staff=True)
    writer = User.objects.get(username="writer 1").pk
    with connection.cursor() as cursor:
        cursor.execute("UPDATE news_article SET section_id = %s + id %% %s", [first, BEATS])
        cursor.execute("UPDATE news_article SET created_by_id = %s + id %% %s", [writer, WRITERS])
        cursor.execute("UPDATE news_article SET state = 'editing' WHERE id % 100 = 0")
        cursor.execute(
            "INSERT INTO news_act (article_id, verb, by_id, at, note, text)"
            " SELECT id, 'save', created_by_id, changed_at, '', '' FROM news_article"
            " WHERE NOT EXISTS (SELECT 1 FROM news_act WHERE article_id = news_article.id)"
        )
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM ANALYZE")
    queries.refresh_sqlite_statistics()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
