"""Articles whose past contains a name to redact, and all text that the database stores."""

from datetime import timedelta

from django.contrib.auth.models import Permission
from django.db import connection
from django.utils import timezone

from news.desk import steps
from news.redaction.redact import redact as redact_article
from tests.factories import make_article, make_author, make_photo, make_user, publish

SECRET = "Trần Văn Mật"


def make_redactor(**fields):
    user = make_user("Thư ký xuất bản", **fields)
    user.user_permissions.add(Permission.objects.get(codename="redact_edition"))
    return user


def saved(article, by):
    article.save()
    steps.saved(article, by=by, created=False)


def make_rewritten(redactor):
    """An article whose first edition named somebody; the second does not."""
    photo = make_photo()
    article = make_article(
        f"Bắt giữ {SECRET}", lead=f"{SECRET} bị bắt.", kicker=SECRET, body=f"<p>Ông {SECRET}.</p>",
        lead_photo=photo, lead_caption=SECRET, authors=[make_author()],
    )  # fmt: skip
    saved(article, redactor)
    publish(article, note=SECRET)
    article.title, article.lead, article.kicker = "Bắt giữ một nghi phạm", "Đã bị bắt.", ""
    article.body, article.lead_photo, article.lead_caption = "<p>Một người.</p>", None, ""
    saved(article, redactor)
    publish(article)
    return article


def make_cancelled(redactor):
    """An article with the name in its only edition, which was scheduled and then cancelled."""
    article = make_article(SECRET)
    steps.publish(article, by=redactor, at=timezone.now() + timedelta(days=1))
    steps.cancel(article, by=redactor)
    article.refresh_from_db()
    article.title = "Khác"
    saved(article, redactor)
    return article


def redact(article, by, editions=(1,), reason="Bản án 12/2020", **more):
    redact_article(article, by=by, editions=editions, reason=reason, **more)


def everything_stored():
    """All text of the database that may hold words of an article."""
    with connection.cursor() as cursor:
        found = []
        for table in (
            *("news_edition", "news_act", "news_article", "news_sitting", "audit_entry"),
            *("news_comment", "news_reviewlink", "news_receipt", "django_admin_log"),
        ):
            cursor.execute(f"SELECT * FROM {table}")
            found += [str(row) for row in cursor.fetchall()]
    return "\n".join(found)
