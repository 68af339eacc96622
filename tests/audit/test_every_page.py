"""Each change that staff make on one of our own pages below /admin/ leaves a row in the audit log.
(test_every_form tests the forms that Django makes for each admin.) The tests take every such page
of the URL configuration. For a new page that accepts a POST, say in `LEAVES` what is sent and which
rows it leaves, or in `LEAVES_NOTHING` why it leaves none.
"""

import pytest
from django.contrib.admin import ModelAdmin
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from accounts.pages.factor import NEW_SECRET
from news.desk import steps
from tests.accounts.factors import code_of, give_app, give_password, shown_by
from tests.audit.entries import told
from tests.factories import NEW_PASSWORD, PASSWORD, make_publisher, make_user, picture_bytes
from tests.news.desk import form_data as articles
from tests.staff.forms import Sent
from tests.staff.staff_views import addresses, everything, plain, views
from tests.text.word.docx import docx, p, picture

pytestmark = pytest.mark.django_db


def photo():
    return SimpleUploadedFile("a.jpg", picture_bytes((96, 64), seed=78))


def word_file():
    content = docx(
        p("Cầu Trầm thông xe", style="Title"),
        p(picture("rId20", "Đoàn xe qua cầu")),
        pictures={"rId20": ("media/a.jpeg", picture_bytes((96, 64), seed=79))},
    )
    return SimpleUploadedFile("bài.docx", content)


def sent_back(article):
    return article.acts.exclude(note="").latest("pk").pk


def seen_of(client, article):
    return {"seen": articles.seen(article), "bai": [article.pk]} | {
        f"seen-{article.pk}": articles.seen(article)
    }


# By page: the kinds of the rows that it leaves, and what is sent.
LEAVES = {
    "login/": (["sign-in"], lambda *_: {"username": "quan-tri", "password": PASSWORD}),
    # The first row is of the app that is set up for it.
    "login/code/": (["rights", "sign-in"], lambda client, _article: code_after_password(client)),
    "password_reset/": (["rights"], lambda *_: {"email": with_address()}),
    "account/second-factor/": (["rights"], lambda client, _article: new_app(client)),
    "account/second-factor/remove/": (
        ["rights", "sign-in", "rights"],
        lambda client, _: with_app(client),
    ),
    "account/recovery-codes/": (
        ["rights", "sign-in", "rights"],
        lambda client, _: with_app(client),
    ),
    "logout/": (["sign-out"], lambda *_: {}),
    "password_change/": (
        ["rights"],
        lambda *_: {
            "old_password": PASSWORD,
            "new_password1": NEW_PASSWORD,
            "new_password2": NEW_PASSWORD,
        },
    ),
    "auth/user/<id>/password/": (
        ["rights"],
        lambda *_: {
            "usable_password": "true",
            "password1": NEW_PASSWORD,
            "password2": NEW_PASSWORD,
        },
    ),
    "auth/user/<id>/factor-reset/": (
        ["rights"],
        lambda *_: {"ask": "1", "reason": "Mất máy"},
    ),
    "media/photo/<pk>/take-down/": (["take-down"], lambda *_: {"reason": "Tòa yêu cầu"}),
    "media/document/<pk>/take-down/": (["take-down"], lambda *_: {"reason": "Tòa yêu cầu"}),
    "notifications/choices/": (["change"], lambda *_: {"assigned-in_admin": "on"}),
    "news/article/word/": (["change"], lambda *_: {"file": word_file()}),
    "news/article/bulk/<act>/": (
        ["withdraw"],
        lambda client, article: {**seen_of(client, article), "reason": "Sai"},
    ),
    "news/article/<id>/review/": (["step"], lambda *_: {"recipient": "Sở Y tế", "days": 7}),
    "news/article/<id>/redact/": (
        ["redact"],
        lambda _client, article: {"note": [sent_back(article)], "reason": "Bản án 12/2020"},
    ),
    "news/article/<id>/edition/<number>/restore/": (["step"], seen_of),
    "news/article/<id>/save/<act>/restore/": (["step"], seen_of),
    "news/article/<id>/step/<verb>/": (
        ["withdraw"],
        lambda client, article: {**seen_of(client, article), "reason": "Sai"},
    ),
    "news/front/home/": (["publish"], lambda client, article: placed(article)),
    "news/front/section/<pk>/": (["publish"], lambda client, article: placed(article)),
    "news/checklevel/all/": (["change"], lambda client, _article: levels(client)),
    "audit/entry/csv/": (["export"], lambda *_: {}),
    "media/photo/chooser/upload/": (["change"], lambda *_: {"file": photo(), "alt": "Cầu"}),
}
LEAVES_NOTHING = {
    "reset/<uidb64>/<token>/": "this token is made up: see test_password_reset",
    "account/go-on/": "leads on",
    "account/confirm/": "asks once more who it is",
    "account/end-session/": "there is no other session here: see test_sessions",
    "notifications/open/": "what one has read is nobody else's business",
    "notifications/read/": "likewise",
    "news/article/sitting/": "what is typed and not saved yet",
    "news/article/sitting/drop/": "likewise",
    "news/article/<id>/sitting/": "likewise",
    "news/article/<id>/sitting/drop/": "likewise",
    "news/article/sitting/delete/": "likewise",
    "news/article/<id>/sitting/delete/": "likewise",
    "news/article/<id>/comments/": "stand with who and when beside their article for good",
    "news/article/<id>/receipt/again/": "has public pages read again",
    "news/article/taken-down/<key>/": "has public pages read again",
    "(index)": "shows",
    "<app_label>/": "shows",
    "<url>": "finds nothing",
    "r/<content_type_id>/<id>/": "leads on",
    "news/article/<id>/convert/": "shows what a text would be",
    "news/article/preview/": "shows",
    "news/article/<id>/preview/": "shows",
    "news/front/": "leads on",
    "news/front/home/preview/": "shows",
    "news/front/section/<pk>/preview/": "shows",
    "news/checklevel/": "leads on",
}


def with_address():
    """The address that the account has from now on."""
    User.objects.filter(username="quan-tri").update(email="quan-tri@hailam.example")
    return "quan-tri@hailam.example"


def with_app(client):
    """Nothing is sent, but the account has an app. That ends its sessions."""
    user = User.objects.get(username="quan-tri")
    give_app(user)
    client.force_login(user)
    return {}


def code_after_password(client):
    user = User.objects.get(username="quan-tri")
    give_app(user)
    give_password(client, user)
    return {"code": code_of(user)}


def new_app(client):
    client.get("/admin/account/second-factor/")
    return {"code": shown_by(client.session[NEW_SECRET])}


def placed(article):
    row = {
        "row": "n1",
        "n1-article": article.pk,
        "n1-place": 0,
        "n1-starts_at": "",
        "n1-ends_at": "",
    }
    return {"version": 0, "_save": "1", **row}


def levels(client):
    form = Sent(client.get("/admin/news/checklevel/all/").content.decode()).data
    return {**form, "no-lead": ["block"]}


def is_an_admins_own(view):
    """Whether it is one of the views that Django makes for each admin."""
    return hasattr(view, "model_admin") and (
        view.__name__ in vars(ModelAdmin) or getattr(view, "view_class", None) is not None
    )


OWN = {plain(route) or "(index)": each.callback for route, each in views().items()}
OWN = {name: view for name, view in OWN.items() if not is_an_admins_own(view)}


@pytest.fixture
def client():
    client = Client()
    client.force_login(make_user(username="quan-tri", is_superuser=True))
    return client


@pytest.fixture
def made():
    """A row of each model, by `app/model`; the article has an earlier saved text too."""
    made = everything()
    article, by = made["news/article"], make_publisher()
    steps.saved(article, by=by, created=False)
    article.title = "Tên khác"
    article.save()
    steps.saved(article, by=by, created=False)
    return made


@pytest.fixture
def places(made):
    article = made["news/article"]
    text = article.acts.exclude(text="").earliest("pk").pk
    earlier = f"/admin/news/article/{article.pk}/save/{text}/restore/"
    return {**addresses(made), "news/article/<id>/save/<act>/restore/": earlier}


def test_of_each_page_that_takes_a_post_it_is_said_what_it_leaves(client, places):
    takes, cookies = set(), client.cookies.copy()
    for name in OWN:
        with transaction.atomic():
            if client.post(places[name]).status_code != 405:
                takes.add(name)
            transaction.set_rollback(True)
        # The page may have signed the person out.
        client.cookies = cookies.copy()

    assert takes == LEAVES.keys() | LEAVES_NOTHING.keys()


@pytest.mark.parametrize("name", LEAVES)
def test_it_leaves_a_row_of_that_kind(name, client, made, places):
    kinds, sent = LEAVES[name]
    before = len(told("pk"))

    answer = client.post(places[name], sent(client, made["news/article"]))

    assert answer.status_code in (200, 302)
    assert told("kind")[before:] == kinds
