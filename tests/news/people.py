"""People with their test clients, and the addresses of an article, for the tests of rights."""

from django.test import Client

from accounts import roles
from news.enums import Verb
from news.models import Act, Article, Receipt
from tests.factories import make_user


def person(kind):
    """A test client of this kind of person, and the user; None for `anonymous`."""
    user = {
        "anonymous": lambda: None,
        "nobody": make_user,
        "reader": lambda: make_user(is_staff=False),
        "contributor": lambda: make_user(roles.CONTRIBUTORS),
        "editor": lambda: make_user(roles.EDITORS),
        "publisher": lambda: make_user(roles.PUBLISHERS),
        "superuser": lambda: make_user(is_superuser=True),
    }[kind]()
    client = Client()
    if user:
        client.force_login(user)
    return client, user


def side_views(article):
    base = f"/admin/news/article/{article.pk}"
    return [
        f"{base}/change/",
        f"{base}/",
        f"{base}/delete/",
        f"{base}/history/",
        f"{base}/checks/",
        f"{base}/preview/",
        f"{base}/preview/print/",
        f"{base}/review/",
        f"{base}/comments/",
        f"{base}/edition/1/",
        f"{base}/edition/1/restore/",
        f"{base}/compare/?a=1&b=desk",
        f"{base}/redact/",
        *(f"{base}/step/{verb}/" for verb in Verb),
        f"{base}/receipt/again/",
        *(
            f"{base}/receipt/{key}/"
            for key in Receipt.objects.filter(edition__article=article).values_list("pk", flat=True)
        ),
    ]


def state_of_everything():
    return (
        list(Article.objects.order_by("pk").values()),
        list(Act.objects.order_by("pk").values("verb", "by", "note")),
        [
            list(article.editions.order_by("pk").values("number", "live_from", "live_until"))
            for article in Article.objects.order_by("pk")
        ],
    )
